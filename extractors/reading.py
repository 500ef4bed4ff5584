"""What every rule reads: the tokens of a paper and the marks on them, made in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Mention
from kg.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A name on tokens `start:end`; `role` is what the marking context says of it, `listed` that a word list knows it."""

    label: str
    start: int
    end: int
    name: str
    rule: str
    generic: bool = False
    listed: bool = False
    long_form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page's tokens (as written and in lower case), its sentences as token ranges, and its marks in text order."""

    page: Page
    words: Sequence[str]
    lower: Sequence[str]
    sentences: Sequence[tuple[int, int]]
    body: int
    marks: Sequence[Mark] = ()
    introduced: frozenset[str] = frozenset()
    title_name: str | None = None

    def text(self, start: int, end: int) -> str:
        """The plain text of tokens `start:end`."""
        return self.page.string(start, end)


def mention(reading: Reading, mark: Mark, role: str | None = None) -> Mention:
    """The fact that a mark states."""
    field, start, end = reading.page.place(mark.start, mark.end)
    return Mention(
        label=mark.label,
        name=mark.name,
        text=reading.page.stored(field, start, end),
        field=field,
        start=start,
        end=end,
        rule=mark.rule,
        role=role,
        generic=mark.generic,
        long_form=mark.long_form,
    )
