"""The daily arXiv listing in markdown: `### title`, then one `- **Field**: value` line per field."""

import re
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from kg.model import Paper
from kg.sources._file import lines
from kg.sources._record import FIELD_LIMIT, Rejected, cut_off, paper

NAME = "daily arXiv listing in markdown (### title, - **Arxiv ID**: …)"

SIGN = re.compile(r"^# Arxiv Papers in |^- \*\*Arxiv ID\*\*:", re.MULTILINE)
FIELD = re.compile(r"- \*\*([A-Z][A-Za-z ]*)\*\*:(.*)", re.DOTALL)
PRIMARY = re.compile(r"\*\*(.+?)\*\*")


def recognises(head: str) -> bool:
    """Whether there is the listing's heading or the first field of a record."""
    return bool(SIGN.search(head))


def read(file: BufferedIOBase, path: Path) -> Iterator[Paper | Rejected]:
    """A record per title; a field goes on over the lines that follow it up to an empty one."""
    record: dict[str, str] = {}
    start, field, line = 0, "", "\n"
    for number, line in lines(file, path):
        match = FIELD.match(line)
        if line.startswith(("# ", "### ")) or (match and match[1] in record):
            if record:
                yield finished(record, f"{path.name}:{start}")
            record, start, field = {}, number, ""
        if line.startswith("### "):
            record["title"], field = line[4:], "title"
        elif match:
            start = start if record else number
            field = match[1]
            record[field] = match[2]
        elif not line.strip():
            field = ""
        elif field and len(record[field]) <= FIELD_LIMIT:
            record[field] += line
    if record:
        yield finished(record, f"{path.name}:{start}", last=line)


def finished(record: dict[str, str], source: str, *, last: str = "\n") -> Paper | Rejected:
    """The paper of a record; `last` is the file's last line if the record ends there."""
    if cut_off(last) or (last != "\n" and "Summary" not in record):
        return Rejected(source=source, reason="cut off")
    categories = record.get("Categories", "")
    primary = PRIMARY.findall(categories)
    others = [name.strip() for name in re.split("[,;]", PRIMARY.sub("", categories))]
    return paper({**record, "Categories": [*primary, *others]}, source)
