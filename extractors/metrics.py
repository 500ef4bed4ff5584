"""Metrics: the quantities by which quality or cost is judged, where the paper speaks of its own work."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from extractors.lists import cues, family, is_cost, key, named
from extractors.phrases import walk
from extractors.reading import Mark, Reading, mention, sentence_of
from kg.model import Mention

CLAIM = cues("claim")
BOTH = frozenset(("error", "reinforcement", "geometry", "generation", "correlation", "image-quality"))
JUDGING = CLAIM | cues("measured-before") | cues("judging")
SIZES = frozenset(["parameters", "tokens"])
SPENT = cues("spending") | cues("sizing")
SIZE_WORDS = frozenset([",", "and", "-", "million", "billion", "learnable", "trainable", "model"])
MODELS = frozenset(["llm", "llms", "model", "models", "network", "networks"])
AVERAGES = ("average ", "mean ", "averaged ")
LENGTHENED = cues("lengthened-metrics")
NO_PART = cues("changing") | cues("grading")
PREFIXES = cues("prefixes") | {"cross", "inter", "intra", "long", "multi", "non", "per"}
JOINTS = frozenset("-/")
PHASES = frozenset(["training", "inference", "validation", "decoding", "encoding", "testing", "evaluation"])


def averages_merged(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks; the average of a metric that the paper names too is that metric: "average accuracy"."""
    present = {mark.name for mark in marks if mark.label == "Metric"}
    for mark in marks:
        name = mark.name.lower()
        if mark.label == "Metric" and name.startswith(AVERAGES):
            rest = name.partition(" ")[2]
            metric = named("Metric").get(key(rest), rest)
            yield replace(mark, name=metric) if metric in present else mark
        else:
            yield mark


def lengthened(reading: Reading, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks, metrics with the nouns before them that no other mark holds: "petal turn success rate"
    for "success rate". Where the paper also has the short name alone, both are one metric.
    """
    metrics = [mark for mark in marks if mark.label == "Metric" and reading.lower[mark.end - 1] in LENGTHENED]
    if not metrics:
        return marks
    taken = {index for mark in marks for index in range(mark.start, mark.end)}
    starts = {mark: opening(reading, mark, taken) for mark in metrics}
    alone = {mark.name for mark, start in starts.items() if start == mark.start}
    names = {
        mark: mark.name if mark.name in alone else reading.page.string(start, mark.end).lower()
        for mark, start in starts.items()
    }
    return [
        replace(mark, start=starts[mark], name=names[mark], rule="lengthened-metric", listed=False)
        if starts.get(mark, mark.start) < mark.start
        else mark
        for mark in marks
    ]


def opening(reading: Reading, mark: Mark, taken: Set[int]) -> int:
    """Where a metric starts with the nouns before it."""
    words, lower = reading.words, reading.lower
    first, _ = sentence_of(reading, mark.start)
    before = range(mark.start - 1, first - 1, -1)
    free = next((index + 1 for index in before if index in taken or lower[index] in NO_PART), first)
    free += lower[free] in JOINTS and free < mark.start
    start = walk(words, lower, mark.start, free, None)
    if (
        start - 2 >= free
        and lower[start - 1] == "and"
        and PHASES.issuperset((lower[start - 2], lower[start]))
    ):
        start -= 2  # "training and inference time"
    broken = (start > first and lower[start - 1] in JOINTS) or lower[mark.start - 1] in JOINTS
    return mark.start if broken or lower[start] in PREFIXES or lower[start][0].isdigit() else start


def claimed(reading: Reading, mark: Mark) -> bool:
    """Whether the sentence of a cost claims a change or a value for it."""
    first, last = sentence_of(reading, mark.start)
    size = mark.name in SIZES  # "a model with 7 billion parameters" claims nothing
    near = reading.lower[max(first, mark.start - 8) : min(last, mark.end + (6 if size else 10))]
    return (size and spent(reading.lower, mark.start, first)) or any(
        word in CLAIM or (word[0].isdigit() and not size) for word in near
    )


def spent(lower: Sequence[str], start: int, first: int) -> bool:
    """Whether a word of spending leads to the sizes before a place: "with 3.1M and 7.4M parameters"."""
    end = start
    while start > first and (lower[start - 1] in SIZE_WORDS or lower[start - 1][0].isdigit()):
        start -= 1
    sized = any(word[0].isdigit() for word in lower[start:end])
    return (
        sized
        and lower[start - 1] in SPENT
        and not (lower[start - 1] == "with" and lower[start - 2] in MODELS)
    )


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
