"""Metrics: the quantities by which quality or cost is judged, where the paper speaks of its own work."""

from collections.abc import Iterator
from dataclasses import replace

from extractors.lists import cues, family, is_cost, key, named
from extractors.reading import Mark, Reading, mention, sentence_of
from kg.model import Mention

CLAIM = cues("claim")
BOTH = frozenset(("error", "reinforcement", "geometry", "generation", "correlation", "image-quality"))
JUDGING = CLAIM | cues("measured-before") | cues("judging")
SIZES = frozenset(["parameters", "tokens"])
AVERAGES = ("average ", "mean ", "averaged ")


def averages_merged(reading: Reading) -> Iterator[Mark]:
    """The marks; the average of a metric that the paper names too is that metric: "average accuracy"."""
    present = {mark.name for mark in reading.marks if mark.label == "Metric"}
    for mark in reading.marks:
        name = mark.name.lower()
        if mark.label == "Metric" and name.startswith(AVERAGES):
            rest = name.partition(" ")[2]
            metric = named("Metric").get(key(rest), rest)
            yield replace(mark, name=metric) if metric in present else mark
        else:
            yield mark


def claimed(reading: Reading, mark: Mark) -> bool:
    """Whether the sentence of a cost claims a change or a value for it."""
    first, last = sentence_of(reading, mark.start)
    size = mark.name in SIZES  # "a model with 7 billion parameters" claims nothing
    near = reading.lower[max(first, mark.start - 8) : min(last, mark.end + (6 if size else 10))]
    return any(word in CLAIM or (word[0].isdigit() and not size) for word in near)


def judged(reading: Reading, mark: Mark) -> bool:
    """Whether the sentence of a quantity that is also a loss or a statistic compares or measures."""
    words = reading.lower[slice(*sentence_of(reading, mark.start))]
    return any(word in JUDGING or word[0].isdigit() for word in words)


def kept(reading: Reading) -> frozenset[str]:
    """The metrics that the paper's own part names; costs only where it claims something of them, errors and
    returns only where it compares or measures.
    """
    own = reading.own
    found: set[str] = set()
    for mark in reading.marks:
        if mark.label == "Metric" and mark.start >= own and mark.name not in found:
            both = family(mark.name)[0] in BOTH
            if (not is_cost(mark.name) or claimed(reading, mark)) and (not both or judged(reading, mark)):
                found.add(mark.name)
    return frozenset(found)


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a metric."""
    for mark in reading.marks:
        if mark.label == "Metric":
            yield mention(reading, mark)
