"""Metrics: the quantities by which quality or cost is judged."""

from collections.abc import Iterator

from extractors.lists import family
from extractors.reading import Reading, mention
from kg.model import Mention

COST = "cost"


def directions() -> dict[str, tuple[str | None, str]]:
    """Canonical metric name to its direction and family, from the word list."""
    from extractors.lists import families

    return {name: (family(name)[1], family(name)[0]) for name in families()}


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a metric."""
    for mark in reading.marks:
        if mark.label == "Metric":
            yield mention(reading, mark)
