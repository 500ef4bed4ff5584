"""Datasets, benchmarks, corpora, challenges and test beds: introduced or used."""

from collections.abc import Iterator
from dataclasses import replace

from extractors.reading import Reading, mention
from kg.model import Mention


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a dataset; that of CIFAR-100 in "CIFAR-10/100" is the whole of it."""
    first = 0
    for mark in reading.marks:
        if mark.label == "Dataset":
            first = first if mark.rule == "sibling" else mark.start
            role = "introduced" if mark.name in reading.introduced else "used"
            whole = mark if first == mark.start else replace(mark, start=first)
            yield mention(reading, whole, role)
