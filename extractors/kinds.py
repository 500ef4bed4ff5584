"""What kind of number a result is: a score of its own, or a difference to another's, for better or worse."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from extractors.clauses import (
    BOUNDARIES,
    COMPARE_VERBS,
    PAIRED,
    REPORT_VERBS,
    REPORTS,
    Group,
    Sentence,
    outside,
    past_other,
)
from extractors.lists import cues
from extractors.numbers import CHANGE_VERBS, RANGING, TIME_UNITS, Number
from extractors.reading import Reading

CHANGE = cues("change")
WORSE = cues("worse") | {"below", "behind", "short"}
FROM_RIVAL = frozenset(["from", "over", "than", "to"])
LESSENING = cues("degrading") | cues("lessening")
DEGRADATION = frozenset(["degradation", "deterioration", "worse"])
MORE = frozenset(["additional", "adding", "adds", "extra", "increase", "increases", "rise", "growth"])
ERRORS = frozenset(["cost", "costs", "error", "errors", "latency"])
HIGHER = frozenset(["greater", "higher", "larger", "more"])
ABOVE_OR_BELOW = frozenset(["above", "ahead", "behind", "below", "short"])
COMPARATIVES = cues("comparatives")
CHANGES = CHANGE - COMPARATIVES
NO_METRIC = CHANGES - {"loss", "losses"}
FEWER = frozenset(["decrease", "decreases", "less", "lower", "reduction", "reductions"])
HEDGES = cues("hedges")
CHANGE_LEADS = CHANGE - {"lower", "higher"} | COMPARE_VERBS | cues("change-leads")
CHANGE_OR_CLAIM = CHANGES | CHANGE_VERBS | REPORT_VERBS | COMPARE_VERBS | BOUNDARIES
SURPASSING = CHANGE | {"superior", "superiority"}
FALLING = cues("falling")
UNLED = HEDGES - {"by"}
WITHIN = HEDGES | {"less", "than", "under"}
WHOLE = frozenset(["'s", "baseline", "full", "fully", "its", "non", "original", "the", "their"])
RESULTS = frozenset(["accuracy", "capability", "performance", "quality", "score", "scores"])
LARGE = 50
"""From this percentage on, a number in brackets after "improvements" is rather what they lead to."""
CHANGE_OR_REPORT = CHANGE | REPORT_VERBS
BROKEN_OFF = REPORTS | BOUNDARIES
NEW_CLAIM = BROKEN_OFF | {"to", "from"}
RATIO_WORDS = CHANGE | CHANGE_VERBS | cues("speed-words") | {"compression"}
CHANGE_STOPS = cues("change-stops")
PARTED = frozenset([",", "(", "and"])
APPROXIMATELY = frozenset(["about", "approximately", "around", "nearly", "only", "roughly"])
AMOUNTING = frozenset(["are", "is", "reach", "reached", "reaches", "reaching", "was", "were"])
CHANGED = frozenset(["decreased", "improved", "increased", "lowered", "reduced"])
DEGRADING = cues("degrading")
MINUS = frozenset("-−")
RISES = frozenset(["+", "↑", "↓"])


def kind_of(reading: Reading, sentence: Sentence, group: Group, previous: str | None) -> str:
    """`delta` for a difference or a ratio, else `absolute`;
    a bare enumeration keeps the kind of the group before.
    """
    lower, head = reading.lower, group.numbers[0]
    before = outside(lower, group.first, head.start, inside=group.bracketed)
    if before[-1:] in (["from"], ["between"]) and before[-2:-1] and before[-2] in RANGING:
        before = [*before[:-2], "of"]
    while before[-1:] == ["than"] and before[-2:-1] and before[-2] in COMPARATIVES:
        before = before[:-2]
    if timed(lower, head) or states(lower, head, before) or has_value(lower, sentence, head):
        return "absolute"
    if differs(lower, sentence, group) or (previous == "delta" and restates(lower, group, before)):
        return "delta"
    if moves(lower, group, before):
        return "absolute"
    if led_by_change(
        before, lower[sentence.first : head.start], small=head.unit == "%" and float(head.value) < LARGE
    ):
        return "delta"
    amount = any(word == "of" != one != "-" for one, word in pairwise(before[-6:]))  # not "state-of-the-art"
    scored = amount or not REPORTS.isdisjoint(before[-5:]) or "(" in before[-5:]
    if head.unit and not scored and not COMPARE_VERBS.isdisjoint(before[-6:]):
        return "delta"
    return previous if previous and goes_on(before) else "absolute"


def timed(lower: Sequence[str], number: Number) -> bool:
    """Whether a number is the time that something takes: "in less than 3 minutes"."""
    return number.unit in TIME_UNITS and lower[unhedged(lower, number.start, WITHIN) - 1] == "in"


def states(lower: Sequence[str], head: Number, before: Sequence[str]) -> bool:
    """Whether a verb states the number: "exceeds 97%", "its rival's 97%", "is +0.07", "is 5 to 7",
    "over the 55.4% baseline".
    """
    if of_baseline(lower, head):
        return True
    verb = before[-2:-1] if before[-1:] in (["a"], ["the"]) else before[-1:]
    if before[-1:] == ["'s"] or any(word.startswith(("exceed", "surpass")) for word in verb):
        return True
    stated = lower[head.start - 1] in ("is", "was", "are", "were") and head.unit != "x"
    return stated and bool(head.high or head.sign)


def of_baseline(lower: Sequence[str], number: Number) -> bool:
    """Whether a number is what a baseline scores: "over the 55.4% zero-shot baseline"."""
    led = lower[number.start - 1] == "the" and lower[number.start - 2] in FROM_RIVAL
    return led and "baseline" in lower[number.end : number.end + 4]


def has_value(lower: Sequence[str], sentence: Sentence, head: Number) -> bool:
    """Whether a metric is said to have the number: "a Dice score of 88%", "AUC greater than 0.9", unless it
    is a change in the metric that has it.
    """
    end = head.start - 1 if lower[head.start - 1] == "of" else head.start
    while lower[end - 1] == "than" and lower[end - 2] in COMPARATIVES:
        end -= 2
    mark = next((mark for mark in sentence.of("Metric") if mark.end == end < head.start), None)
    if mark is None or lower[mark.end - 1] in NO_METRIC:
        return False
    lead = lower[max(sentence.first, mark.start - 4) : mark.start]
    return "with" in lead or CHANGES.isdisjoint([*lead, *lower[mark.end : end]])


def differs(lower: Sequence[str], sentence: Sentence, group: Group) -> bool:
    """Whether sign, unit or what stands around the number makes it a difference or a ratio."""
    head, tail = group.numbers[0], group.numbers[-1]
    if any(number.sign in RISES for number in group.numbers):
        return True
    if lower[group.start - 1] == "within" and lower[group.end] == "of":
        return True
    if (
        tail.unit == "%"
        and lower[group.end] == "of"
        and not WHOLE.isdisjoint(lower[group.end + 1 : group.end + 4])
    ):
        judged = (mark for mark in sentence.of("Metric") if group.end < mark.start < group.end + 7)
        judges = any(REPORT_VERBS.isdisjoint(lower[group.end : mark.start]) for mark in judged)
        return judges or not RESULTS.isdisjoint(lower[group.end + 1 : group.end + 7])
    if followed_by_change(lower, tail, sentence.last) or is_difference(sentence, group, lower):
        return True
    if behind_gains(lower, sentence, group):
        return True
    around = lower[max(group.first, head.start - 8) : min(tail.end + 6, sentence.last)]
    return any(number.unit == "x" for number in group.numbers) and not RATIO_WORDS.isdisjoint(around)


def restates(lower: Sequence[str], group: Group, before: Sequence[str]) -> bool:
    """Whether a percentage in brackets gives the difference before it another way: "6.5 points (19.9%)"."""
    head = group.numbers[0]
    plain = before[-1:] == ["("] and len(before) <= 2 and len(group.numbers) == 1
    percent = head.unit in ("%", "points") and float(head.value) < LARGE
    return group.bracketed and plain and percent and not leaves(lower, head)


def behind_gains(lower: Sequence[str], sentence: Sentence, group: Group) -> bool:
    """Whether the number opens a bracket behind a noun of change: "a large margin (more than 5%)"."""
    start, end = group.start, group.end
    if not group.bracketed or "(" not in lower[group.first : start]:
        return False
    opening = start - 1 - lower[group.first : start][::-1].index("(")
    plain = {"from", *PAIRED}.isdisjoint(lower[opening : end + 1])
    if not plain or start - opening > 4 or leaves(lower, group.numbers[0]):
        return False
    if not CHANGES.isdisjoint(lower[max(sentence.first, opening - 3) : opening]):
        return True
    averaged = lower[end : end + 2] in (["on", "average"], ["in", "average"])
    bounded = averaged or group.numbers[0].qualifier in ("up to", "at least")
    said = lower[sentence.first : opening][::-1]
    place = next((place for place, word in enumerate(said) if word in CHANGE_OR_CLAIM), 0)
    rival = "over" in said[:place] and not group.numbers[0].qualifier  # "a gain over X (12%)"
    rival = rival or not (group.numbers[0].unit or group.numbers[0].sign)
    gains = not CHANGES.isdisjoint(said[place : place + 1])
    gains = gains or (bounded and not CHANGE_VERBS.isdisjoint(said[place : place + 1]))
    return gains and float(group.numbers[0].value) < LARGE and not rival


def moves(lower: Sequence[str], group: Group, before: Sequence[str]) -> bool:
    """Whether the number is one end of a comparison or a change: "81 vs. 79", "from 61% to 67%"."""
    opener = lower[group.start - 1]
    if (
        opener in PAIRED
        or (opener == "from" and lower[group.start - 2] not in RANGING)
        or leaves(lower, group.numbers[0])
        or (group.bracketed and lower[group.end] in PAIRED)
    ):
        return True
    return before[-1:] == ["to"] and group.numbers[0].qualifier is None


def goes_on(before: Sequence[str]) -> bool:
    """Whether the words before a number only continue an enumeration."""
    while before[-1:] and before[-1] in HEDGES:
        before = before[:-1]
    if before[-1:] == ["and"] or (before[-1:] == [","] and BROKEN_OFF.isdisjoint(before)):
        return True
    return before[:1] in ([","], ["and"], ["for"], ["in"], ["on"]) and NEW_CLAIM.isdisjoint(before)


def is_difference(sentence: Sentence, group: Group, lower: Sequence[str]) -> bool:
    """Whether the number is the difference of the two compared right after it: "4% mIoU (50.1 vs. 46.1)"."""
    place = sentence.groups.index(group)
    pair = [number for other in sentence.groups[place + 1 : place + 3] for number in other.numbers][:2]
    if len(pair) < 2 or len(group.numbers) > 1 or pair[0].start - group.end > 5:
        return False
    link = lower[pair[0].end : pair[1].start]
    if not (PAIRED | {"to"}).intersection(link) or len(link) > 1:
        return False
    return abs(abs(float(pair[0].value) - float(pair[1].value)) - float(group.numbers[0].value)) < 0.06


def led_by_change(before: Sequence[str], said: Sequence[str], *, small: bool) -> bool:
    """Whether the words right before a number make it a difference: "improves X by about", "a gain of",
    "outperforms X by"; `said` are the words of the whole sentence before it.
    """
    core = len(before)
    while core and before[core - 1] in (",", "e.g.", "i.e."):
        core -= 1
    while core and before[core - 1] in HEDGES:
        if before[core - 1] in ("by", "of") and core >= 2 and before[core - 2] not in HEDGES:
            break
        core -= 1
    last = before[core - 1] if core else ""
    lead = pairwise(before[max(0, core - 7) : core])
    if last == "of" and any(one in CHANGES and other == "in" for one, other in lead):
        return True  # "a gain in F-scores of"
    if last in AMOUNTING and amounts(before[: core - 1]):
        return True
    changed = not CHANGE_VERBS.isdisjoint(said)
    if last in FALLING and "to" not in before[core:]:
        return True
    hedged = before[-1:] in (["over"], ["than"]) or list(before[core:]) == ["up", "to"]
    if hedged and small and not CHANGE_VERBS.isdisjoint(before[max(0, core - 4) : core]):
        return True
    if (last == "by" and (changed or not SURPASSING.isdisjoint(said))) or last in CHANGE_LEADS:
        return True
    if core >= 2 and last in ("of", "reaching", "averaging", "by", "between", "in"):
        nearest = (word for word in reversed(before[max(0, core - 9) : core - 1]) if word in CHANGE_OR_REPORT)
        if next(nearest, "") in CHANGE:
            return True
    return changed and "by" in before[-4:] and REPORT_VERBS.isdisjoint(before[-4:])


def amounts(before: Sequence[str]) -> bool:
    """Whether a noun of change is the subject of words that end in a verb: "the gain over others is"."""
    said = next((word for word in reversed(before) if word in CHANGE_OR_CLAIM or word in PARTED), "")
    return said in CHANGES


def leaves(lower: Sequence[str], number: Number) -> bool:
    """Whether a change leaves the number behind: "from 61.2% to 67.1%", "improves 61.2% to 67.1%"."""
    if number.high is None and lower[number.end] == "to" and lower[number.end + 1][0].isdigit():
        return True
    if lower[number.start - 1] != "from" or lower[number.start - 2] in RANGING:
        return False
    after = lower[number.end : number.end + 12]
    return "to" in after[:4] or any(one == "to" and two[0].isdigit() for one, two in pairwise(after))


def followed_by_change(lower: Sequence[str], number: Number, last: int) -> bool:
    """Whether a word of change follows the number in its noun phrase:
    "3% higher", "a 19.4% pixel-AP gain", "41% of the relative improvement".
    """
    start = past_other(lower, number.end)
    if (number.unit or "." in number.value) and lower[start] in ABOVE_OR_BELOW:
        return True
    if lower[start] == "of" and lower[start + 1] in ("the", "relative", "absolute"):
        start += 2
    start += 2 * (lower[start : start + 2] == ["on", "average"])
    for word, after in pairwise([*lower[start : min(start + 5, last)], ""]):
        if (
            (word in CHANGE and not (word == "relative" and after.isalpha() and after not in CHANGE_STOPS))
            or word in ("gap", "superior")
            or (word in CHANGED and after.isalpha() and after not in CHANGE_STOPS)
        ):
            return not (word == "relative" and after == "to")
        if word in CHANGE_STOPS:
            return False
    return False


def unhedged(lower: Sequence[str], start: int, hedges: frozenset[str] = HEDGES, first: int = 0) -> int:
    """Where the hedges that lead up to a place begin, not ahead of `first`: "by about 8"."""
    while start > first and lower[start - 1] in hedges:
        start -= 1
    return start


def said_to_fall(lower: Sequence[str], number: Number, verbs: frozenset[str]) -> bool:
    """Whether a verb of falling changes what it names by the number: "degrades performance by up to 9%"."""
    start = unhedged(lower, number.start, first=1)
    by = not {"by", "of"}.isdisjoint(lower[start : number.start])
    said = (word for word in lower[max(0, start - 6) : start][::-1] if word in verbs or word in CHANGE_VERBS)
    return by and next(said, "") in verbs


def falls_short(lower: Sequence[str], group: Group, number: Number) -> bool:
    """Whether a difference without a metric is said to lessen the performance or to raise an error: "a 5%
    performance decrease", "a performance degradation (-12% on COCO)", "22% higher error".
    """
    after = lower[group.end : group.end + 5]
    lead = lower[max(group.first, number.start - 6) : number.start]
    fewer = not FEWER.isdisjoint(after) and not RESULTS.isdisjoint(after) and WORSE.isdisjoint(after)
    costlier = after[0] in HIGHER and not ERRORS.isdisjoint(after[1:3])
    return fewer or costlier or (number.sign in MINUS and not (FEWER | WORSE).isdisjoint(lead))


def worsens(lower: Sequence[str], group: Group, number: Number, direction: str | None) -> bool:
    """Whether a difference is for the worse: "0.4% drop in accuracy", "a 20% increase in error"."""
    after = list(takewhile(lambda word: word not in CHANGE_STOPS, lower[group.end : group.end + 3]))
    if lower[number.start - 1] == "within":
        return True
    if number.unit == "x":
        return not ({"slower", "worse"} | (MORE if direction == "lower" else set())).isdisjoint(after)
    if direction != "lower" and lower[unhedged(lower, number.start, UNLED) - 1] in FALLING:
        return True
    if any(word.startswith("underperform") for word in lower[max(0, number.start - 8) : number.start]):
        return True
    if (
        said_to_fall(lower, number, LESSENING if direction == "higher" else DEGRADING)
        and direction != "lower"
    ):
        return True
    more = MORE | HIGHER if CHANGES.isdisjoint(after) else MORE  # not "1 dB more gain in error"
    if direction is None and falls_short(lower, group, number):
        return True
    bad = more | DEGRADATION if direction == "lower" else WORSE | FEWER if direction == "higher" else WORSE
    lead = next((word for word in lower[: number.start][::-1] if word not in HEDGES), "")
    return not bad.isdisjoint(after) or (lead in bad and lead not in FEWER)
