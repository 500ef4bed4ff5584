"""Methods, with what the paper does with each: introduces, compares with or uses it."""

from collections.abc import Iterator, Mapping

from extractors.candidates import COMPARERS, METHOD_LEADS
from extractors.reading import Mark, Reading, mention
from kg.model import Mention

COMPARED = frozenset(["compared", "comparison", "baselines", "baseline", "competitors"])
COMPARED_OR_LED = COMPARED | METHOD_LEADS
COMPARED_WITH = frozenset(["compared", "comparison", "superior", "relative"])
BETWEEN = frozenset(
    [",", "and", "or", "the", "both", "either", "standard", "vanilla", "original", "existing"]
)


def compared(reading: Reading, mark: Mark, starts: Mapping[int, int]) -> bool:
    """Whether the paper compares with the method here:
    "outperforms X", "than X", "compared with A and X", "baselines such as X"; `starts` are the starts of
    the page's methods by their ends.
    """
    lower, body = reading.lower, reading.body
    position = mark.start
    for _ in range(12):
        if position <= body:
            return False
        before, window = lower[position - 1], lower[max(body, position - 9) : position - 1]
        if before in COMPARERS or (before in ("with", "to") and window and window[-1] in COMPARED_WITH):
            return True
        leads = COMPARED_OR_LED if "state" in window else COMPARED
        if before in ("as", "including", "like", ":", "(") and leads.intersection(window[-4:]):
            return True
        if before not in BETWEEN and position not in starts:
            return False
        position = starts.get(position, position - 1)
    return False


def role(reading: Reading, mark: Mark, starts: Mapping[int, int]) -> str:
    """What the paper does with a method."""
    if mark.name in reading.introduced:
        return "introduced"
    return "compared" if compared(reading, mark, starts) else "used"


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a method."""
    methods = [mark for mark in reading.marks if mark.label == "Method"]
    starts = {mark.end: mark.start for mark in methods}
    for mark in methods:
        yield mention(reading, mark, role(reading, mark, starts))
