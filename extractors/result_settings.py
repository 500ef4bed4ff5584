"""The setting of a number, in the paper's words: "1-shot", "with ResNet-50", "under the linear protocol"."""

from collections.abc import Iterator

from extractors.clauses import Spot, turns
from extractors.lists import cues

SETTINGS = cues("settings")
COUNTED_SHOTS = frozenset(["zero", "one", "few", "two", "three", "five", "ten", "full", "low"])
ENDS = frozenset([",", ".", ";", ":", "(", ")", "and", "while"])


def setting_of(spot: Spot) -> str | None:
    """The setting that stands after the number, else before it, else None."""
    lower, group = spot.lower, spot.group
    last = group.last
    while last > group.end and turns(lower, group.end, min(last, spot.sentence.last - 2)):
        last -= 1
    for first, end in ((group.end, last), (group.first, group.start)):
        for found in (*shots(spot, first, end), *conditions(spot, first, end), *backbones(spot, first, end)):
            return spot.reading.page.string(*found)
    return None


def shots(spot: Spot, first: int, last: int) -> Iterator[tuple[int, int]]:
    """How many examples were shown: "1-shot", "zero-shot"."""
    lower = spot.lower
    for index in range(first, last - 2):
        count = lower[index] in COUNTED_SHOTS or lower[index].isdigit()
        if count and lower[index + 1 : index + 3] == ["-", "shot"]:
            yield index, index + 3


def conditions(spot: Spot, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A phrase of up to six words that ends in setting, protocol, noise …: "under the linear protocol"."""
    lower = spot.lower
    for index in range(first, last):
        if lower[index] in ("under", "in", "with", "using"):
            for end in range(index + 2, min(index + 8, last)):
                if lower[end] in ENDS:
                    break
                if lower[end] in SETTINGS:
                    yield index, end + 1
                    break


def backbones(spot: Spot, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The method that the judged one is used with: "with ResNet-50", "using a ViT-B/16 backbone"."""
    lower, reading = spot.lower, spot.reading
    for mark in spot.sentence.of("Method"):
        lead = mark.start - 1 - (lower[mark.start - 1] in ("a", "an", "the"))
        inside = first <= lead and mark.end <= last and lower[lead] in ("with", "using")
        if inside and mark.name not in reading.introduced:
            yield lead, mark.end + (lower[mark.end] in ("backbone", "encoder", "backbones"))
