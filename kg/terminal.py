"""How answers are shown: tables, a progress bar, and text of papers that cannot steer the terminal."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TextIO

FORMATS = ("table", "csv", "json", "markdown")

_STEERING = (*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
"""C0 and C1 controls, line separators, and the marks that turn the direction of text."""
_BLANK = dict.fromkeys(_STEERING, " ")
_ESCAPED = {code: f"\\u{code:04x}" for code in _STEERING if code >= 0x7F}


def clean(text: str) -> str:
    """The text on one line, without the characters that could steer a terminal."""
    return text.translate(_BLANK)


def cell(value: object) -> str:
    """A value as it stands in a table: nothing for what is missing, a list with commas."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(cell(item) for item in value)
    return clean(str(value))


def show_rows(rows: Sequence[Mapping[str, object]], *, form: str = "table", title: str | None = None) -> None:
    """Print rows as a table, CSV, JSON or Markdown; all rows have the keys of the first."""
    if form == "json":
        text = json.dumps(list(rows), ensure_ascii=False, indent=2, default=str)
        print(text.translate(_ESCAPED))
        return
    header = list(rows[0]) if rows else []
    lines = ([cell(row[name]) for name in header] for row in rows)
    if form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([header, *lines] if header else [])
    elif form == "markdown":
        print("\n".join(_markdown(header, lines)))
    else:
        _show_table(header, lines, numbers=_numeric(rows), title=title)


def _markdown(header: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    for line in (header, ["---"] * len(header), *lines):
        escaped = (text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for text in line)
        yield f"| {' | '.join(escaped)} |"


def _numeric(rows: Sequence[Mapping[str, object]]) -> set[str]:
    """The columns that hold nothing but numbers and gaps."""
    header = rows[0] if rows else {}
    return {name for name in header if all(isinstance(row[name], int | float | None) for row in rows)}


def _show_table(
    header: Sequence[str], lines: Iterable[Sequence[str]], *, numbers: set[str], title: str | None
) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title and Text(title), title_justify="left")
    for name in header:
        table.add_column(Text(name), justify="right" if name in numbers else "left", overflow="fold")
    for line in lines:
        table.add_row(*map(Text, line))
    # A pipe has no width: whole lines there, so that grep and cut see whole cells.
    Console(width=None if sys.stdout.isatty() else 10_000, soft_wrap=False).print(table)


@contextmanager
def progress_bar(stream: TextIO = sys.stderr) -> Iterator[Callable[[int, int], None] | None]:
    """A bar that is told (done, total) papers; None where there is no terminal to show it on."""
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading papers"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        task = progress.add_task("papers", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
