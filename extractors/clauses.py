"""A sentence cut up for its numbers: which numbers are enumerated together,
and how far the words of each reach.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from extractors.lists import cues
from extractors.numbers import CHANGE_VERBS, Number, counted, given, numbers
from extractors.reading import Mark, Reading

LIST_WORDS = frozenset([",", "and", "/", "or", "+", "~", "-", "&", "("])
NAME_LIST_WORDS = cues("name-list-words")
REPORTS = cues("reports")
STATES = frozenset(["was", "were", "is", "are", "with", "has", "had", "have"])
REPORT_VERBS = REPORTS - STATES
CLAIM_VERBS = REPORT_VERBS | CHANGE_VERBS
COMPARE_VERBS = cues("compare-verbs")
PAIRED = frozenset(["vs.", "vs", "versus"])
GIVEN = frozenset("+0123456789")
BOUNDARIES = frozenset([";", "while", "whereas", "but", "although", "though"])


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
    """A sentence of the abstract: its number groups, the numbers that only count things, its marks."""

    first: int
    last: int
    groups: tuple[Group, ...]
    counts: tuple[Number, ...]
    marks: tuple[Mark, ...]

    def of(self, label: str) -> list[Mark]:
        """The marks of one label, in order."""
        return [mark for mark in self.marks if mark.label == label]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A number in its place: the `index`-th of its group."""

    reading: Reading
    sentence: Sentence
    group: Group
    index: int

    @property
    def number(self) -> Number:
        return self.group.numbers[self.index]

    @property
    def lower(self) -> Sequence[str]:
        return self.reading.lower


@dataclass(slots=True)
class Thread:
    """What carries over from number to number: the metric and datasets named last, the datasets enumerated
    last, whether the sentence itself names one, whether there was a score, whether the last number was
    without unit, the metrics by unit, the last number if a change leaves it ("from 61.2"), and the pairs of
    this sentence in order.
    """

    metric: Mark | None = None
    datasets: Sequence[Mark] = ()
    enumerated: Sequence[Mark] = ()
    named: bool = False
    scored: bool = False
    bare: bool = False
    units: dict[str | None, Mark] = field(default_factory=dict)
    left: Number | None = None
    pairs: list[tuple[Mark | None, Sequence[Mark]]] = field(default_factory=list)

    def earlier(self, spot: Spot) -> tuple[Mark | None, Sequence[Mark]] | None:
        """The metric and datasets of the number that stands at the same place of the enumeration before."""
        size = len(spot.group.numbers)
        return self.pairs[-size:][spot.index] if len(self.pairs) >= size else None


def sentences(reading: Reading) -> Iterator[Sentence]:
    """The sentences of the abstract; those without a number have no groups."""
    starts = [mark.start for mark in reading.marks]
    digits = [
        index
        for index, word in enumerate(reading.words)
        if "." < word < ":"  # a digit, or a point before one
    ]
    for first, last in reading.sentences:
        if first < reading.body:
            continue
        marks = tuple(reading.marks[bisect_left(starts, first) : bisect_left(starts, last)])
        inside = digits[bisect_left(digits, first) : bisect_left(digits, last)]
        if not inside:
            yield Sentence(first=first, last=last, groups=(), counts=(), marks=marks)
            continue
        taken = {index for mark in marks for index in range(mark.start, mark.end)}
        ends = {mark.end for mark in marks if mark.label == "Metric"}
        places = [
            index
            for index in inside
            if index not in taken
            and not (index - 1 > first and numbered(reading.words, index) and index not in ends)
        ]
        found = list(numbers(reading.words, reading.lower, reading.spaced, (first, last), places))
        measured = {mark.start for mark in marks if mark.label == "Metric"}  # "30 frames per second"
        counts = tuple(
            number
            for number in found
            if given(reading.lower, number, first)
            or (
                number.end not in measured
                and not valued(reading.lower, number, ends)
                and counted(reading.lower, number, (first, last))
            )
        )
        judging = [number for number in found if number not in counts]
        groups = tuple(zoned(list(grouped(judging, reading.lower)), reading.lower, first, last))
        yield Sentence(first=first, last=last, groups=groups, counts=counts, marks=marks)


def valued(lower: Sequence[str], number: Number, ends: Set[int]) -> bool:
    """Whether a decimal is what a metric amounts to, in whatever unit: "an MAE of 3.2 years"."""
    if "." not in number.value or lower[number.start - 1] != "of":
        return False
    return number.start - 1 - (lower[number.start - 2] == ")") in ends


def numbered(words: Sequence[str], index: int) -> bool:
    """Whether a whole number without a unit ends a name: "on Raspberry Pi 4 and", "of Task 2,"."""
    before, after = words[index - 1], words[index + 1 : index + 2]
    ended = not after or after[0] in (",", ".", ")", ";", "and", "with", "at")
    return words[index].isdigit() and before[0].isupper() and before[1:].islower() and ended


def grouped(found: Sequence[Number], lower: Sequence[str]) -> Iterator[list[Number]]:
    """Runs of numbers with nothing but commas and "and" between them."""
    group: list[Number] = []
    for number in found:
        gap = lower[group[-1].end : number.start] if group else []
        if group and (
            not gap
            or unlike(group[-1], number, gap)
            or len(gap) > 3
            or not all(word in LIST_WORDS for word in gap)
            or "(" in gap
        ):
            yield shared_unit(group)
            group = []
        group.append(number)
    if group:
        yield shared_unit(group)


def unlike(one: Number, other: Number, gap: Sequence[str]) -> bool:
    """Whether two numbers in a row are a score and its gain, "79.0%, +6.2%" or "0.71, 11%", or its ratio,
    "25 FPS, 2x".
    """
    ratio = one.unit not in (None, "x") and other.unit == "x" and gap == [","]
    ratio = ratio or (one.unit == "dB" != other.unit and gap != ["/"])
    score = one.unit is None and one.value.startswith("0.") and other.unit == "%" and other.value.isdigit()
    return ratio or other.sign == "+" != one.sign or (score and gap == [","])


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


def outside(lower: Sequence[str], start: int, end: int, *, inside: bool) -> list[str]:
    """The words of a range without those in brackets; all of them for what stands in brackets itself."""
    if inside:
        return list(lower[start:end])
    depth, words = 0, []
    for word in lower[start:end]:
        depth += word in ("(", "[")
        if not depth:
            words.append(word)
        depth = max(0, depth - (word in (")", "]")))
    return words


def past_other(lower: Sequence[str], end: int) -> int:
    """The token behind a bracket that only gives a number another way: "a 3.96% (1.34%) gain"."""
    if lower[end] == "(" and ")" in lower[end : end + 8]:
        close = lower.index(")", end)
        return close + 1 if lower[end + 1][0] in GIVEN or lower[end + 1] in PAIRED else end
    return end


def enumerations(marks: Sequence[Mark], lower: Sequence[str]) -> Iterator[list[Mark]]:
    """Runs of marks with nothing but commas, "and" and "on the" between them."""
    group: list[Mark] = []
    for mark in marks:
        gap = outside(lower, group[-1].end, mark.start, inside=False) if group else []
        if group and mark.name == group[-1].name and lower[group[-1].end : mark.start] == ["("]:
            group[-1] = replace(group[-1], end=mark.end + (lower[mark.end] == ")"))
            continue
        if group and (len(gap) > 5 or not all(word in NAME_LIST_WORDS for word in gap)):
            yield group
            group = []
        group.append(mark)
    if group:
        yield group


def turns(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether a new claim opens within a range: a boundary, or a verb of claiming behind a comma or "and"."""
    return any(
        lower[index] in BOUNDARIES
        or (lower[index : index + 2] == [",", "and"] and lower[index + 2] in ("on", "for", "in"))
        or (
            lower[index] in (",", "and")
            and (lower[index + 1] in CLAIM_VERBS or lower[index + 1].endswith("ing"))
        )
        for index in range(start, end)
    )
