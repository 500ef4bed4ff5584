"""Metrics: the quantities by which quality or cost is judged, where the paper speaks of its own work."""

from collections.abc import Iterator, Mapping

from extractors.introductions import own_part
from extractors.lists import families, family
from extractors.reading import Mark, Reading, mention
from kg.model import Mention

COSTS = frozenset(("cost", "speed"))
CLAIM = frozenset(
    "reduce reduces reduced reducing reduction reductions lower lowered lowers low fewer less smaller faster fast shorter saves saving savings save cut cuts cutting decrease decreases decreased "
    "decreasing increase increases increased increasing higher high more improve improves improved improving improvement without only minimal negligible while comparable similar same half terms "
    "efficient balance balancing trade-off accelerate accelerates x × % better speed cost reports requires achieve achieves achieving".split()
)


def directions() -> Mapping[str, tuple[str | None, str]]:
    """Canonical metric name to its direction (`higher`, `lower` or None) and its family, from the word list."""
    return {name: (family(name)[1], family(name)[0]) for name in families()}


def claimed(reading: Reading, mark: Mark) -> bool:
    """Whether the sentence of a cost claims a change or a value for it."""
    first, last = next((span for span in reading.sentences if span[0] <= mark.start < span[1]), (0, 0))
    near = reading.lower[max(first, mark.start - 8) : min(last, mark.end + 6)]
    return any(word in CLAIM or word[0].isdigit() for word in near)


def kept(reading: Reading) -> frozenset[str]:
    """The metrics that the paper's own part names; costs only where it claims something of them."""
    own = own_part(reading.lower, reading.sentences, reading.body)
    return frozenset(
        mark.name
        for mark in reading.marks
        if mark.label == "Metric" and mark.start >= own and (family(mark.name)[0] not in COSTS or claimed(reading, mark))
    )


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a metric."""
    for mark in reading.marks:
        if mark.label == "Metric":
            yield mention(reading, mark)
