"""The text of a Hugging Face Daily Papers page: titles and abstracts in turn, empty lines between them."""

import re
from collections.abc import Iterator
from io import BufferedIOBase
from itertools import dropwhile
from pathlib import Path

from kg.model import Paper
from kg.sources._file import lines
from kg.sources._record import FIELD_LIMIT, Rejected, cut_off, paper

NAME = "text of a Hugging Face Daily Papers page (title, empty line, abstract, …)"

TOP = re.compile(r"^Daily Papers\s*$", re.MULTILINE)
SIGN = re.compile(r"^(?:byAK and the research community|Get trending papers in your email)", re.MULTILINE)
DATE = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* [0-9]{1,2}(?:, [0-9]{4})?"
HEADER = re.compile(rf"new|Get trending papers .*|Subscribe|Daily Papers|by ?AK and .*|{DATE}")


def recognises(head: str) -> bool:
    """Whether the page's own lines are there."""
    return bool(TOP.search(head) and SIGN.search(head))


def read(file: BufferedIOBase, path: Path) -> Iterator[Paper | Rejected]:
    """A record per title and abstract after the page's header; what breaks the turns is rejected."""
    title = source = ""
    text = "\n"
    for number, text in dropwhile(lambda block: not TOP.search(block[1]), blocks(file, path)):
        if HEADER.fullmatch(text.strip()):
            continue
        ends = not text.endswith("\n")  # the file, maybe behind the first sentence of an abstract
        if title and (is_abstract(text) or cut_off(text) or ends):
            if cut_off(text) or not is_abstract(text):
                yield Rejected(source=source, reason="cut off")
            else:
                yield paper({"title": title, "abstract": text}, source)
            title = ""
        elif not title and len(text) > 300:
            yield Rejected(source=f"{path.name}:{number}", reason="no title")
        else:
            if title:
                yield Rejected(source=source, reason="no abstract")
            title, source = text, f"{path.name}:{number}"
    if title:
        yield Rejected(source=source, reason="no abstract" if text.endswith("\n") else "cut off")


def blocks(file: BufferedIOBase, path: Path) -> Iterator[tuple[int, str]]:
    """Runs of lines between empty lines, each with the number of its first line."""
    start, block = 0, ""
    for number, line in lines(file, path):
        if line.strip():
            start = start if block else number
            block += line if len(block) <= FIELD_LIMIT else ""
        elif block:
            yield start, block
            block = ""
    if block:
        yield start, block


def is_abstract(text: str) -> bool:
    """Titles here have at most 232 characters; a text of 80 that ends in a full stop is a short abstract."""
    return len(text) > 300 or (len(text) >= 80 and text.rstrip().endswith("."))
