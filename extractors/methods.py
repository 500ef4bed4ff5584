"""Methods, with what the paper does with each: introduces, compares with or uses it."""

from collections.abc import Iterator

from extractors.candidates import COMPARERS, METHOD_LEADS
from extractors.reading import Mark, Reading, mention
from kg.model import Mention

COMPARED = frozenset(["compared", "comparison", "baselines", "baseline", "competitors"])


def compared(reading: Reading, mark: Mark) -> bool:
    """Whether the paper compares with the method here:
    "outperforms X", "than X", "compared with A and X", "baselines such as X".
    """
    lower = reading.lower
    if mark.start < reading.body:
        return False
    position = mark.start
    for _ in range(12):
        before = lower[position - 1]
        if before in COMPARERS:
            return True
        if before in ("with", "to") and lower[position - 2] in (
            "compared",
            "comparison",
            "superior",
            "relative",
        ):
            return True
        if before in ("as", "including", "like", ":", "(") and any(
            word in COMPARED or (word in METHOD_LEADS and "state" in lower[position - 9 : position])
            for word in lower[position - 5 : position - 1]
        ):
            return True
        if not (
            before
            in (",", "and", "or", "the", "both", "either", "standard", "vanilla", "original", "existing")
            or any(other.end == position and other.label == "Method" for other in reading.marks)
        ):
            return False
        position -= 1
        for other in reading.marks:
            if other.end == position + 1 and other.label == "Method":
                position = other.start
    return False


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a method."""
    for mark in reading.marks:
        if mark.label == "Method":
            role = (
                "introduced"
                if mark.name in reading.introduced
                else "compared"
                if compared(reading, mark)
                else "used"
            )
            yield mention(reading, mark, role)
