"""Datasets, benchmarks, corpora, challenges and test beds: introduced or used."""

from collections.abc import Iterator

from extractors.reading import Reading, mention
from kg.model import Mention


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a dataset."""
    for mark in reading.marks:
        if mark.label == "Dataset":
            yield mention(reading, mark, "introduced" if mark.name in reading.introduced else "used")
