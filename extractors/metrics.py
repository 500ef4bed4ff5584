"""Metrics: the quantities by which quality or cost is judged, where the paper speaks of its own work."""

from collections.abc import Iterator, Mapping

from extractors.lists import cues, families, family
from extractors.reading import Mark, Reading, mention
from kg.model import Mention

COSTS = frozenset(("cost", "speed"))
CLAIM = cues("claim")


def directions() -> Mapping[str, tuple[str | None, str]]:
    """Canonical metric name to its direction (`higher`, `lower` or None) and its family,
    from the word list.
    """
    return {name: (family(name)[1], family(name)[0]) for name in families()}


def claimed(reading: Reading, mark: Mark) -> bool:
    """Whether the sentence of a cost claims a change or a value for it."""
    first, last = next((span for span in reading.sentences if span[0] <= mark.start < span[1]), (0, 0))
    near = reading.lower[max(first, mark.start - 8) : min(last, mark.end + 6)]
    return any(word in CLAIM or word[0].isdigit() for word in near)


def kept(reading: Reading) -> frozenset[str]:
    """The metrics that the paper's own part names; costs only where it claims something of them."""
    own = reading.own
    return frozenset(
        mark.name
        for mark in reading.marks
        if mark.label == "Metric"
        and mark.start >= own
        and (family(mark.name)[0] not in COSTS or claimed(reading, mark))
    )


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a metric."""
    for mark in reading.marks:
        if mark.label == "Metric":
            yield mention(reading, mark)
