"""JSON Lines: one object with a title and more per line."""

import json
import re
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from kg.model import Paper
from kg.sources._file import LINE_LIMIT, lines
from kg.sources._record import Rejected, paper

NAME = 'JSON Lines ({"title": …, "abstract": …} per line)'


def recognises(head: str) -> bool:
    """Whether its first line starts an object with a name in it, and a title comes soon."""
    return bool(re.match(r'\s*\{ *"', head) and re.search(r'"title"\s*:', head, re.IGNORECASE))


def read(file: BufferedIOBase, path: Path) -> Iterator[Paper | Rejected]:
    """A record per line that is not empty; only a title is needed."""
    for number, line in lines(file, path):
        if line.strip():
            yield record(line, f"{path.name}:{number}")


def record(line: str, source: str) -> Paper | Rejected:
    """The paper of one line."""
    if len(line) > LINE_LIMIT:
        return Rejected(source=source, reason="record over 16 MB")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return Rejected(source=source, reason="not JSON" if line.endswith("\n") else "cut off")
    if not isinstance(value, dict):
        return Rejected(source=source, reason="not an object")
    return paper(value, source, abstract_needed=False)
