"""The markdown table of papers: `| **[title](link)** | date | abstract | comment | code |`."""

import re
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from kg.model import Paper
from kg.sources._file import LINE_LIMIT, lines
from kg.sources._record import Rejected, paper

NAME = "markdown table of papers (| **Title** | **Date** | **Abstract** | …)"

RULER = re.compile(r"[|:\s-]+")
# Pipes inside cells are not escaped, so that a row is read by its fixed marks and never split at pipes alone.
PAPER = re.compile(r"\|\s*(?:[0-9]+\s*\|\s*)?\*\*\[(.*?)\]\(([^()\s]*)\)\*\*\s*\|(.*)", re.DOTALL)
TAIL = re.compile(r"(?:\s*<details>.*?</details>)*+\s*\|(.*)", re.DOTALL)
LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s]+)\)")


def recognises(head: str) -> bool:
    """Whether there is a table with a title and an abstract column."""
    return any(columns(line) for line in head.splitlines())


def columns(line: str) -> list[str]:
    """The names of the columns if this is the heading row of a table of papers, else none."""
    if not line.startswith("|") or len(line) > 1000:
        return []
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip("*") for cell in cells] if {"**Title**", "**Abstract**"} <= set(cells) else []


def read(file: BufferedIOBase, path: Path) -> Iterator[Paper | Rejected]:
    """A record per row of any table; the nearest heading row above it names the cells."""
    names = ["Title", "Date", "Abstract", "Comment"]
    for number, line in lines(file, path):
        if heading := columns(line):
            names = heading
        elif line.startswith("|") and not RULER.fullmatch(line):
            yield row(line, names, f"{path.name}:{number}")


def row(line: str, names: list[str], source: str) -> Paper | Rejected:
    """The paper of one row."""
    if len(line) > LINE_LIMIT:
        return Rejected(source=source, reason="record over 16 MB")
    complete = line.endswith("\n") or line.rstrip().endswith("|")
    match = PAPER.fullmatch(line)
    if not match:
        return Rejected(source=source, reason="no title" if complete else "cut off")
    title, link, rest = match.groups()
    before, abstract, after = unfolded(rest)
    tail = TAIL.match(after)
    if not tail:
        return Rejected(source=source, reason="no abstract" if complete and not abstract else "cut off")
    at = names.index("Abstract")
    late = names[at + 1 :]
    cells = tail[1].rstrip().removesuffix("|").rsplit("|", max(len(late) - 1, 0))
    if not line.endswith("\n") and (not complete or len(cells) < len(late)):
        return Rejected(source=source, reason="cut off")
    # A row of an old file can lack the comment's cell, which is the first one after the abstract.
    fields = dict(zip(late, [""] * (len(late) - len(cells)) + cells, strict=False))
    fields |= zip(names[names.index("Title") + 1 : at], before.split("|"), strict=False)
    return paper({"title": title, "link": link, "abstract": abstract, **others(fields, link)}, source)


def unfolded(cell: str) -> tuple[str, str, str]:
    """What stands before the first `<details>`, in its paragraph, and after it."""
    before, _, folded = cell.partition("<details><summary>")
    inside, closing, after = folded.partition("</p></details>")
    return before, inside.partition("</summary><p>")[2] if closing else "", after


def others(cells: dict[str, str], link: str) -> dict[str, object]:
    """The cells beside title and abstract under the names that a Paper has for them."""
    date, comment = cells.get("Date"), cells.get("Comment", "")
    code = LINK.search(cells.get("CodeRepository", ""))
    return {
        # The date is that of the linked version, so that of v1 is the first one, too.
        "published": date if link.endswith("v1") else None,
        "updated": date,
        "comment": unfolded(comment)[1] or comment,
        "code": code[1] if code else None,
        "authors": cells.get("Authors"),
    }
