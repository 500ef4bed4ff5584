"""Whose number it is, with the rule that says so."""

from extractors.clauses import CLAIM_VERBS, PAIRED, Spot, enumerations
from extractors.kinds import APPROXIMATELY, leaves, of_baseline, unhedged
from extractors.reading import Mark
from extractors.result_rivals import BREAKERS, COMPARE, COMPARING, versus_of
from extractors.result_subjects import (
    BASELINES,
    OTHERS_WORK,
    REACHED,
    SELF,
    Found,
    outer_end,
    own_method,
    owner,
    subject_of,
)

AGAINST = frozenset(["over", "than", "versus", "vs.", "vs", "against", "compared", "to", "from"])
OF_METHOD = frozenset(["for", "by", "from", "with", "of"])
AT_NUMBER = frozenset(["(", "at", "with", "'s"])
BEFORE_NUMBER = APPROXIMATELY | {"a", "an"}
SCORED = frozenset(["'s", "accuracy", "of", "performance", "score", "scores"])
CONTRASTS = frozenset(["compared", "contrast", "opposed"])
OTHERS_NUMBER = PAIRED | {"against"} | OTHERS_WORK


def methods_of(spot: Spot, kind: str) -> Found:
    """([(method, ours)], rule): who reached the number; no method where the text names none."""
    lower = spot.lower
    if kind == "absolute":
        if beside := named_beside(spot):
            return [owner(spot.reading, beside)], "result-method-beside"
        if lower[spot.number.start - 1] in PAIRED | {"against"}:
            rival, _ = versus_of(spot, subject_of(spot)[0])
            return [(rival, False)], "result-method-pair" if rival else "result-method-other"
        if leaves(lower, spot.number):
            left = left_by(spot) or versus_of(spot, subject_of(spot)[0])[0]
            return [(left, False)], "result-method-left" if left else "result-method-other"
        if spot.group.bracketed and lower[spot.group.end] == ")" and held_by_rival(spot):
            return [(None, False)], "result-method-other"
    if against(spot):
        return [(None, False)], "result-method-other"
    found = subject_of(spot)
    return gained(spot, found) if kind == "delta" else found


def gained(spot: Spot, found: Found) -> Found:
    """A gain of a known method alone is the paper's own: "with X, the 7B model Y gains 4%"."""
    own = own_method(spot.reading)
    owners, _ = found
    known = {mark.name for mark in spot.sentence.of("Method") if mark.listed}
    alone = own and len(owners) == 1 and owners[0][0] in known and not owners[0][1]
    if (
        not alone
        or spot.number.sign == "-"
        or not COMPARE.isdisjoint(spot.lower[spot.group.first : spot.group.last])
    ):
        return found
    return [(own, True)], "result-method-gain"


def against(spot: Spot) -> bool:
    """Whether the words right before a number make it another's: "compared to about 80%", "prior 80%"."""
    lower, first = spot.lower, spot.sentence.first
    start = unhedged(lower, spot.group.start, BEFORE_NUMBER, first)
    held = unhedged(lower, start, SCORED, first)
    if held < start and lower[held - 1] in BASELINES:
        return True
    compared = lower[start - 2] in CONTRASTS and lower[start - 1] in ("to", "with")
    return compared or lower[start - 1] in OTHERS_NUMBER or of_baseline(lower, spot.number)


def held_by_rival(spot: Spot) -> bool:
    """Whether a bracketed number is what something is held against: "than the random baseline (40.3%)"."""
    end = outer_end(spot)
    words = spot.lower[max(spot.sentence.first, end - 5) : end]
    lead = next((place for place in range(len(words) - 1, -1, -1) if words[place] in COMPARING), len(words))
    between = words[lead + 1 :]
    return bool(between) and BREAKERS.isdisjoint(between) and not any(word[0].isdigit() for word in between)


def left_by(spot: Spot) -> str | None:
    """The method that a change starts from: "improves ResNet-50 from 76.1% to 78%"."""
    lower, reading = spot.lower, spot.reading
    for mark in reversed(spot.sentence.of("Method")):
        between = lower[mark.end : spot.number.start - 1]
        if mark.end < spot.group.start and len(between) <= 4 and CLAIM_VERBS.isdisjoint(between):
            lead = lower[mark.start - 1]
            objected = lead in CLAIM_VERBS or lead in ("of", "'s", "the", "baseline")
            return mark.name if objected and mark.name not in reading.introduced else None
    return None


def named_beside(spot: Spot) -> Mark | None:
    """The method named right at the number."""
    marks = spot.sentence.of("Method")
    for mark in marks:
        if in_list(spot, mark) or at_number(spot, mark):
            return mark
        if behind_number(spot, mark):
            runs = enumerations([later for later in marks if later.start >= mark.start], spot.lower)
            run = next(runs, [mark])
            return run[spot.index] if len(run) == len(spot.group.numbers) else mark
    return None


def in_list(spot: Spot, mark: Mark) -> bool:
    """Whether a method follows the number before, and this number's bracket follows it:
    "A for trees (81%), B for leaves (79%)".
    """
    lower, outer = spot.lower, outer_end(spot)
    if not spot.group.bracketed or mark.end > outer or lower[mark.start - 1] not in (",", "and"):
        return False
    since = max((other.end for other in spot.sentence.groups if other.end <= mark.start), default=0)
    between = lower[mark.end : outer]
    near = since > 0 and mark.start - since <= 4 and len(between) <= 6
    return near and CLAIM_VERBS.isdisjoint(between)


def at_number(spot: Spot, mark: Mark) -> bool:
    """Whether a method stands right before the number: "Mask R-CNN (91%)", "compared to ViT 86.5%"."""
    lower, group = spot.lower, spot.group
    if mark.end > group.start:
        return False
    gap = lower[mark.end + (lower[mark.end] in SELF) : group.start]
    if group.bracketed and lower[mark.start - 1] == "(" and not {"(", ")"}.intersection(gap):
        return True
    if not gap and lower[mark.start - 1] in (",", "and") and spot.sentence.first < group.first < mark.start:
        return True  # "A yields 93% and B 91%"
    words = lower[max(spot.sentence.first, mark.start - 2) : mark.start]
    led = AGAINST.intersection(words) or words == ["followed", "by"]
    beside = gap in (["("], ["at"], ["'s"], [":"]) or (led and len(gap) <= 2 and AT_NUMBER.issuperset(gap))
    return bool(beside) and lower[spot.number.end] not in PAIRED  # not "than X (83.1 vs. 80.4)"


def behind_number(spot: Spot, mark: Mark) -> bool:
    """Whether a method follows the number: "71.7% (GCN)", "71.7% for GCN" in brackets or after "against",
    "81% was reached by A".
    """
    lower, group = spot.lower, spot.group
    passive = lower[mark.start - 1] == "by" and lower[mark.start - 2] in REACHED
    if passive and group.end <= mark.start <= group.end + 6 and mark.start < group.last:
        return True
    if mark.start == spot.number.end + 1 and lower[mark.start - 1] == "(" and lower[mark.end] == ")":
        return True
    end = group.end if lower[group.end] == "for" else spot.number.end
    reach = 6 if lower[end : end + 2] == ["for", "the"] else 3
    if not end < mark.start <= end + reach or lower[end] not in OF_METHOD:
        return False
    if lower[end] == "for":
        lead = lower[spot.number.start - 2 : spot.number.start]
        return lead[-1] != "to" or lead[0] == "compared"  # "from 13 to 9 for X" changes X
    before = lower[max(spot.sentence.first, group.start - 3) : group.start]
    against = AGAINST - ({"to"} if CONTRASTS.isdisjoint(before) else set())
    return (group.bracketed and lower[end] == "by") or not against.isdisjoint(before)
