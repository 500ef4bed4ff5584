"""A sentence cut up for its numbers: which numbers are enumerated together,
and how far the words of each reach.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.lists import cues
from extractors.numbers import Number, numbers
from extractors.reading import Mark, Reading

LIST_WORDS = frozenset([",", "and", "/", "or", "+", "~", "-", "&", "("])
NAME_LIST_WORDS = cues("name-list-words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Numbers enumerated together ("96.6%, 97.7% and 95.2%"), in brackets or not;
    their words lie in `first:last`.
    """

    numbers: tuple[Number, ...]
    bracketed: bool
    first: int
    last: int

    @property
    def start(self) -> int:
        return self.numbers[0].start

    @property
    def end(self) -> int:
        return self.numbers[-1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the abstract with its number groups and its marks."""

    first: int
    last: int
    groups: tuple[Group, ...]
    marks: tuple[Mark, ...]

    def of(self, label: str) -> list[Mark]:
        """The marks of one label, in order."""
        return [mark for mark in self.marks if mark.label == label]


def sentences(reading: Reading) -> Iterator[Sentence]:
    """The sentences of the abstract; those without a number have no groups."""
    for first, last in reading.sentences:
        if first < reading.body:
            continue
        marks = tuple(mark for mark in reading.marks if first <= mark.start < last)
        groups: tuple[Group, ...] = ()
        if any(
            word[0].isdigit() or (word[0] == "." and word[1:2].isdigit())
            for word in reading.words[first:last]
        ):
            taken = frozenset(index for mark in marks for index in range(mark.start, mark.end))
            found = tuple(numbers(reading.words, reading.lower, reading.spaced, (first, last), taken))
            groups = tuple(zoned(list(grouped(found, reading.lower)), reading.lower, first, last))
        yield Sentence(first=first, last=last, groups=groups, marks=marks)


def grouped(found: Sequence[Number], lower: Sequence[str]) -> Iterator[list[Number]]:
    """Runs of numbers with nothing but commas and "and" between them."""
    group: list[Number] = []
    for number in found:
        gap = lower[group[-1].end : number.start] if group else []
        if group and (not gap or len(gap) > 3 or not all(word in LIST_WORDS for word in gap) or "(" in gap):
            yield shared_unit(group)
            group = []
        group.append(number)
    if group:
        yield shared_unit(group)


def shared_unit(group: list[Number]) -> list[Number]:
    """An enumeration's last unit is that of all: "26.2/43.3 FPS", "80.1, 81.2 and 83.5%"."""
    unit = group[-1].unit
    return [number if number.unit or not unit else replace(number, unit=unit) for number in group]


def zoned(found: Sequence[Sequence[Number]], lower: Sequence[str], first: int, last: int) -> Iterator[Group]:
    """The groups with the reach of their words:
    from the group before to the group after, brackets left out.
    """
    within = bracketed(lower, first, last)
    for place, members in enumerate(found):
        inside = members[0].start in within
        before = [other[-1].end for other in found[:place] if inside or other[0].start not in within]
        after = [other[0].start for other in found[place + 1 :] if inside or other[0].start not in within]
        yield Group(
            numbers=tuple(members),
            bracketed=inside,
            first=max(before, default=first),
            last=min(after, default=last),
        )


def bracketed(lower: Sequence[str], first: int, last: int) -> frozenset[int]:
    """The tokens of a sentence that stand in brackets; one that closes none ("1) …") counts for nothing."""
    depth, within = 0, set()
    for index in range(first, last):
        depth += lower[index] in ("(", "[")
        if depth:
            within.add(index)
            depth -= lower[index] in (")", "]")
    return frozenset(within)


def enumerations(marks: Sequence[Mark], lower: Sequence[str]) -> Iterator[list[Mark]]:
    """Runs of marks with nothing but commas, "and" and "on the" between them."""
    group: list[Mark] = []
    for mark in marks:
        gap = lower[group[-1].end : mark.start] if group else []
        if group and (len(gap) > 4 or not all(word in NAME_LIST_WORDS for word in gap)):
            yield group
            group = []
        group.append(mark)
    if group:
        yield group
