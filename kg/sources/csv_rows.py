"""CSV with a heading line: comma, semicolon or tab between cells, quotes around what spans lines."""

import csv
from collections.abc import Iterator
from io import BufferedIOBase
from itertools import chain
from pathlib import Path

from kg.model import Paper
from kg.sources._file import lines
from kg.sources._record import USED, Rejected, column, paper

NAME = "CSV with a heading line (title,abstract,… in any order)"

KNOWN = USED - {"title"}


def recognises(head: str) -> bool:
    """Whether the first line names a title column and another one that a paper has."""
    return delimiter(head.split("\n", 1)[0]) is not None


def delimiter(line: str) -> str | None:
    """What separates the names in a heading line; None if it is no heading of papers."""
    for separator in ",;\t":
        cells = set(names(line, separator))
        if "title" in cells and cells & KNOWN:
            return separator
    return None


def names(line: str, separator: str) -> list[str]:
    """The columns of a heading line."""
    try:
        cells = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []
    return [column(cell) for cell in cells]


def read(file: BufferedIOBase, path: Path) -> Iterator[Paper | Rejected]:
    """A record per row that is not empty; only a title is needed."""
    texts = (text for _, text in lines(file, path))
    first = next(texts, "")
    separator = delimiter(first) or ","
    columns = names(first, separator)
    rows = csv.reader(chain([first], texts), delimiter=separator, strict=True)
    next(rows, None)
    while True:
        source = f"{path.name}:{rows.line_num + 1}"
        try:
            row = next(rows, None)
        except csv.Error as error:
            ended = "unexpected end" in str(error)
            yield Rejected(source=source, reason="cut off" if ended else "not CSV")
            continue
        if row is None:
            return
        if row and len(row) != len(columns):
            yield Rejected(source=source, reason="wrong number of cells")
        elif row:
            yield paper(dict(zip(columns, row, strict=True)), source, abstract_needed=False)
