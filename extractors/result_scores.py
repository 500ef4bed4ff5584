"""Whether a number without a metric beside it is a score all the same, by what stands around it."""

from collections.abc import Sequence

from extractors.clauses import CLAIM_VERBS, PAIRED, REPORT_VERBS, Spot, Thread
from extractors.kinds import HEDGES, leaves, unhedged
from extractors.lists import cues
from extractors.result_datasets import SPLITS, aligned, evaluated, headed, reached_on

HELD = PAIRED | {"against"}
UP_FROM = (["up", "from"], ["down", "from"])
COMPARED = (["compared", "to"], ["compared", "with"])
PERCENT_LIKE = frozenset(("%", "dB", "points"))
AFTER_SCORE = frozenset(["on", "(", ")", "for", ".", ",", ";", "with", "in", "and", "across", "overall"])
REACHING = cues("reaching")
RAISING = cues("raising")
RESULTS = frozenset(["performance", "performances", "result", "results", "score", "scores"])
STATED = CLAIM_VERBS | frozenset(["(", ")", ",", "than"])
SCORING = frozenset(["scored", "scores", "scoring"])
SOLVING = cues("solving")
STATE_OF_THE_ART = ["of", "the", "art"]
NAMED_ENDS = SPLITS | {":", "="}
ON = frozenset(["on", "for", "the", "both"])


def scored(spot: Spot, before: Thread, here: Thread) -> bool:
    """Whether a percentage or a decimal stands where only scores stand."""
    number = spot.number
    if number.unit not in PERCENT_LIKE and (number.unit or "." not in number.value):
        return False
    return (
        of_results(spot)
        or performance(spot)
        or beside_dataset(spot, here)
        or compared(spot, here)
        or reached(spot, before)
        or solved(spot)
        or goes_on(spot, here)
    )


def solved(spot: Spot) -> bool:
    """Whether the number is the share of what was given that a method solves: "solves 88% of the puzzles"."""
    lower, start = spot.lower, unhedged(spot.lower, spot.group.start)
    return spot.number.unit == "%" and lower[spot.group.end] == "of" and lower[start - 1] in SOLVING


def goes_on(spot: Spot, here: Thread) -> bool:
    """Whether a percentage continues the scores of its sentence on what has a name:
    "92.2% on MNIST and 84.9% on Garden Birds", "solves 88% of A, 80% of B".
    """
    lower, words, group = spot.lower, spot.reading.words, spot.group
    if not here.scored or spot.number.unit != "%":
        return False
    if lower[group.start - 1] == "to":  # "improves MNLI to 91.2% and SQuAD to 90.1%"
        ahead = [run for run in evaluated(spot) if group.first <= run[0].start < group.start]
        return any(lower[run[0].start - 1] in ("and", ",") for run in ahead)
    if lower[group.start - 1] not in ("and", ","):
        return False
    after = words[group.end + 1 : group.end + 2] if lower[group.end] in ("for", "in", "of") else []
    return any(word[0].isupper() for word in (*after, *(words[place] for place in reached_on(spot))))


def beside_dataset(spot: Spot, here: Thread) -> bool:
    """Whether the number belongs to a dataset right beside it: "81.2% on MNIST", "MNIST (81.2%)",
    "MNIST and COCO with 81.2% and 79.9%".
    """
    lower, group = spot.lower, spot.group
    runs = evaluated(spot)
    end = group.end + (lower[group.end] == ")")
    follows = any(
        0 < run[0].start - end <= 5
        and (lower[end] in ("on", "for") or (lower[end] == "in" and run[0].start == end + 1))
        and all(word in ON or word == "-" or word.endswith("shot") for word in lower[end : run[0].start])
        for run in runs
    )
    percent = spot.number.unit in PERCENT_LIKE
    if group.bracketed and any(named(lower, run[-1].end, group.start) for run in runs):
        return True
    near = any(-8 <= run[-1].end - group.start <= 0 or 0 <= run[0].start - group.end <= 4 for run in runs)
    return bool(headed(spot, runs) or (near and aligned(spot, runs))) or (
        follows and (percent or led(spot) or here.bare)
    )


def named(lower: Sequence[str], end: int, start: int) -> bool:
    """Whether only a split and a colon part a dataset from the number behind it: "(COCO val: 46.1%)"."""
    return 0 <= start - end <= 3 and NAMED_ENDS.issuperset(lower[end:start])


def compared(spot: Spot, here: Thread) -> bool:
    """Whether two percentages are held against each other: "(49.1% vs. 42.8%)", "from 32.9 dB to 33.6 dB"."""
    lower, number = spot.lower, spot.number
    end, groups = spot.group.end, spot.sentence.groups
    held = lower[number.start - 1] in PAIRED or lower[end] in HELD or lower[end : end + 2] in UP_FROM
    if lower[end : end + 2] in COMPARED:
        held = any(2 <= other.start - end <= 9 and other.numbers[0].unit == number.unit for other in groups)
    held = held or (spot.group.bracketed and lower[end : end + 2] == [",", "+"])
    held = held or (here.scored and of_rival(spot))
    if number.unit not in PERCENT_LIKE:
        return (held and spot.group.bracketed) or raised(spot)
    if held:
        return True
    return (
        leaves(lower, number) or (here.left is not None and lower[number.start - 1] == "to") or raised(spot)
    )


def raised(spot: Spot) -> bool:
    """Whether a verb of change leads from the number or performance to it: "raises it from 53.87 to 79.24",
    "performance drops to 0.73".
    """
    lower, start = spot.lower, spot.number.start
    ends = lower[start - 1] == "from" and leaves(lower, spot.number)
    if lower[start - 1] == "to" and "performance" in lower[start - 4 : start - 1]:
        return not CLAIM_VERBS.isdisjoint(lower[start - 5 : start - 1])
    said = lower[max(spot.sentence.first, start - 12) : start - 1]
    return ends and not RAISING.isdisjoint(said)


def of_rival(spot: Spot) -> bool:
    """Whether the number stands in brackets beside a method: "behind ReMA (17.6%)", "(52.9% for BERT)"."""
    lower, group, marks = spot.lower, spot.group, spot.sentence.of("Method")
    if lower[group.start - 1] != "(":
        return False
    if lower[group.end] == ")":
        return any(mark.end == group.start - 1 for mark in marks)
    return lower[group.end] == "for" and any(mark.start == group.end + 1 for mark in marks)


def reached(spot: Spot, before: Thread) -> bool:
    """Whether a verb of reaching has the percentage as its object and a dataset is named or carried over,
    or it can have nothing else as its object.
    """
    lower, group = spot.lower, spot.group
    if spot.number.unit not in PERCENT_LIKE or lower[group.end] not in AFTER_SCORE:
        return False
    return led(spot) and bool(spot.sentence.of("Dataset") or before.datasets or attained(spot))


def attained(spot: Spot) -> bool:
    """Whether a verb that means reaching leads to the number: "the student attains about 96%"."""
    return spot.lower[unhedged(spot.lower, spot.group.start, LED_BY) - 1] in REACHING


def of_results(spot: Spot) -> bool:
    """Whether the number is what a result amounts to: "a performance of 49.2", "scores of up to 0.81"."""
    lower, start = spot.lower, unhedged(spot.lower, spot.group.start, LED_BY)
    if lower[start - 1] in SCORING:
        return True
    if lower[start - 1] == "with":
        return lower[start - 2] in RESULTS or list(lower[start - 4 : start - 1]) == STATE_OF_THE_ART
    return lower[start - 1] in RESULTS and "of" in lower[start : spot.group.start]


def performance(spot: Spot) -> bool:
    """Whether the number alone in brackets gives a performance: "the best performance on COCO (81.2%)"."""
    lower, group, first = spot.lower, spot.group, spot.sentence.first
    if not (group.bracketed and lower[group.start - 1] == "(" and lower[group.end] == ")"):
        return False
    said = reversed(lower[max(first, group.start - 12) : group.start - 1])
    return next((word for word in said if word in RESULTS or word in STATED), "") in RESULTS


LED_BY = HEDGES - {"to"} | {"even"}


def led(spot: Spot) -> bool:
    """Whether a verb of reaching leads to the number, one of change with "to", "a result of" or a colon."""
    lower, start = spot.lower, unhedged(spot.lower, spot.group.start, LED_BY, spot.sentence.first)
    window = lower[max(spot.sentence.first, start - 7) : start - 1]
    return bool(
        lower[start - 1] in REPORT_VERBS
        or lower[start - 1] == ":"
        or lower[start - 1] == "such"
        or (lower[start - 1] == "," and lower[start - 2] in ("e.g.", "i.e."))
        or of_results(spot)
        or (lower[start - 1] == "to" and not CLAIM_VERBS.isdisjoint(window))
    )
