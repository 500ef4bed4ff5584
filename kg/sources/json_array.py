"""A JSON array of objects, on one line or many, read object by object."""

import json
import re
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from kg.model import Paper
from kg.sources._file import LINE_LIMIT, chunks
from kg.sources._record import Rejected, paper

NAME = 'JSON array ([{"title": …, "abstract": …}, …])'

BETWEEN = re.compile(r"[\[\],\s]*")
NEXT = re.compile(r"\}\s*,\s*(?=\{)")
DECODER = json.JSONDecoder()


def recognises(head: str) -> bool:
    """Whether it starts with an array of objects, and a title comes soon."""
    return bool(re.match(r'\s*\[\s*\{\s*"', head) and re.search(r'"title"\s*:', head, re.IGNORECASE))


def read(file: BufferedIOBase, path: Path) -> Iterator[Paper | Rejected]:
    """A record per element; only a title is needed."""
    for source, value in elements(chunks(file, path), path.name):
        if isinstance(value, Rejected):
            yield value
        elif isinstance(value, dict):
            yield paper(value, source, abstract_needed=False)
        else:
            yield Rejected(source=source, reason="not an object")


def elements(pieces: Iterator[str], name: str) -> Iterator[tuple[str, object]]:
    """The array's elements and where they start; damage is reported, and the next object sought."""
    buffer, at, line, closed = "", 0, 1, False
    value: object
    while True:
        start, at = at, BETWEEN.match(buffer, at).end()  # type: ignore[union-attr]  # it matches "" too
        line += buffer.count("\n", start, at)
        closed = "]" in buffer[start:at] or (closed and start == at)
        try:
            value, end = DECODER.raw_decode(buffer, at)
        except (ValueError, RecursionError):
            full = len(buffer) - at >= LINE_LIMIT
            if not full and (piece := next(pieces, "")):
                buffer, at = buffer[at:] + piece, 0
                continue
            if at == len(buffer) and closed:
                return
            # An error's message counts the lines before it, so what is done must not pile up.
            buffer, at = (buffer[at:], 0) if at > 2**20 else (buffer, at)
            gap = NEXT.search(buffer, at)
            end = gap.end() if gap else len(buffer)
            reason = "not JSON" if gap else "record over 16 MB" if full else "cut off"
            value = Rejected(source=f"{name}:{line}", reason=reason)
            closed = reason == "cut off"
        yield f"{name}:{line}", value
        line += buffer.count("\n", at, end)
        at = end
