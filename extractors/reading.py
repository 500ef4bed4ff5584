"""What every rule reads: the tokens of a paper and the marks on them, made in one pass."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from kg.model import Mention
from kg.page import Page

AUTHORS = frozenset(["we", "our", "us"])
WORKS = frozenset(["paper", "work", "study", "article", "letter", "thesis", "survey", "report"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A name on tokens `start:end`: its label, canonical name and the rule that found it."""

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
    """A page's tokens, its sentences as token ranges, and its marks in text order.

    `ends` holds for each token the end of its sentence. The title ends at token `title`, the abstract starts
    at `body`, and what it says of its own work, after the background, at `own`.
    """

    page: Page
    words: Sequence[str]
    lower: Sequence[str]
    spaced: Sequence[bool]
    sentences: Sequence[tuple[int, int]]
    ends: Sequence[int]
    title: int
    body: int
    own: int
    marks: Sequence[Mark] = ()
    introduced: frozenset[str] = frozenset()


def own_part(lower: Sequence[str], sentences: Sequence[tuple[int, int]], body: int) -> int:
    """The token where the abstract starts to speak of its own work; names before it are background."""
    for first, last in sentences:
        words = lower[first:last]
        if first >= body and (
            not AUTHORS.isdisjoint(words)
            or (
                not WORKS.isdisjoint(words)
                and any(a in ("this", "the", "present") and b in WORKS for a, b in pairwise(words))
            )
        ):
            return first
    return body


def opened(page: Page) -> Reading:
    """A page ready to be marked."""
    tokens = page.tokens
    lower = [word.lower() for word in tokens.words]
    body = bisect_left(tokens.starts, page.split)
    return Reading(
        page=page,
        words=tokens.words,
        lower=lower,
        spaced=[space or word.isspace() for space, word in zip(tokens.spaced, tokens.words, strict=True)],
        sentences=tokens.sentences,
        ends=[last for first, last in tokens.sentences for _ in range(first, last)],
        title=body - (body > 0 and tokens.words[body - 1].isspace()),
        body=body,
        own=own_part(lower, tokens.sentences, body),
    )


def sentence_of(reading: Reading, token: int) -> tuple[int, int]:
    """The sentence that a token stands in."""
    return reading.sentences[bisect_right(reading.sentences, token, key=itemgetter(0)) - 1]


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
