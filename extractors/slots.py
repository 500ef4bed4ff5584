"""The slots of a result: kind, metric, dataset, method and what it is compared with,
each from what the sentence states.
"""

from collections.abc import Sequence
from itertools import pairwise

from extractors.clauses import Group, Sentence, enumerations
from extractors.lists import cues, family
from extractors.numbers import Number
from extractors.reading import Mark, Reading

CHANGE = cues("change")
CHANGE_VERBS = cues("change-verbs")
COMPARE_VERBS = cues("compare-verbs")
COMPARE = COMPARE_VERBS | frozenset(["over", "than", "versus", "vs.", "vs", "against"])
WORSE = cues("worse")
HEDGES = cues("hedges")
REPORTS = cues("reports")
STATES = frozenset(["was", "were", "is", "are", "with", "has", "had", "have"])
BREAKERS = cues("breakers")
BOUNDARIES = frozenset([";", "while", "whereas", "but", "although", "though"])
REPORT_VERBS = REPORTS - STATES
CLAIM_VERBS = REPORT_VERBS | CHANGE_VERBS
CHANGE_LEADS = CHANGE - {"lower", "higher"} | COMPARE_VERBS | {"improves", "improving", "improve"}
CHANGE_OR_REPORT = CHANGE | REPORT_VERBS
NEW_CLAIM = REPORTS | BOUNDARIES | {"to", "from"}
OURS = frozenset(["we", "our", "ours", "it", "its"])
SELF = cues("self")
SPEED_WORDS = cues("speed-words")
SUBJECT_FILL = cues("subject-fill")
AGAINST = frozenset(["over", "than", "versus", "vs.", "vs", "against", "compared", "to", "from"])
PAIRED = frozenset(["vs.", "vs", "versus"])
AT_NUMBER = frozenset(["(", "at", "with", "'s"])
RATIO_WORDS = CHANGE | CHANGE_VERBS | SPEED_WORDS
BASELINES = frozenset(["baseline", "baselines", "teacher", "student", "students"])
VALUE_LINKS = cues("value-links")
VALUE_STOPS = cues("value-stops")
CHANGE_STOPS = cues("change-stops")


def kind_of(reading: Reading, sentence: Sentence, group: Group, previous: str | None) -> str:
    """`delta` for a difference or a ratio, else `absolute`;
    a bare enumeration keeps the kind of the group before.
    """
    lower = reading.lower
    head, tail = group.numbers[0], group.numbers[-1]
    if any(number.sign in ("+", "↑", "↓") for number in group.numbers):
        return "delta"
    if followed_by_change(lower, tail, sentence.last):
        return "delta"
    around = lower[max(group.first, head.start - 8) : min(tail.end + 6, sentence.last)]
    if any(number.unit == "x" for number in group.numbers) and not RATIO_WORDS.isdisjoint(around):
        return "delta"
    opener, before = lower[head.start - 1], lower[group.first : head.start]
    if (
        opener in PAIRED
        or opener == "from"
        or (group.bracketed and PAIRED.intersection(lower[tail.end :][:1]))
    ):
        return "absolute"
    if before[-1:] == ["to"] and head.qualifier is None:
        return "absolute"
    if led_by_change(before, lower[sentence.first : head.start]):
        return "delta"
    scored = not REPORTS.isdisjoint(before[-5:]) or not {"(", "of"}.isdisjoint(before[-5:])
    if head.unit and not scored and not COMPARE_VERBS.isdisjoint(before[-6:]):
        return "delta"
    goes_on = before[:1] in ([","], ["and"], ["for"], ["in"], ["on"]) and NEW_CLAIM.isdisjoint(before)
    return previous if previous and goes_on else "absolute"


def led_by_change(before: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the words right before a number make it a difference: "improves X by about", "a gain of",
    "outperforms X by"; `said` are the words of the whole sentence before it.
    """
    core = len(before)
    while core and before[core - 1] in HEDGES:
        if before[core - 1] in ("by", "of") and core >= 2 and before[core - 2] not in HEDGES:
            break
        core -= 1
    last = before[core - 1] if core else ""
    changed = not CHANGE_VERBS.isdisjoint(said)
    if (last == "by" and (changed or not CHANGE.isdisjoint(said))) or last in CHANGE_LEADS:
        return True
    if core >= 2 and last in ("of", "reaching", "by", "between", "in"):
        nearest = (word for word in reversed(before[max(0, core - 7) : core - 1]) if word in CHANGE_OR_REPORT)
        if next(nearest, "") in CHANGE:
            return True
    return changed and "by" in before[-4:]


def leaves(lower: Sequence[str], number: Number) -> bool:
    """Whether a change leaves the number behind: "from 61.2% to 67.1%"."""
    return lower[number.start - 1] == "from" and "to" in lower[number.end : number.end + 4]


def followed_by_change(lower: Sequence[str], number: Number, last: int) -> bool:
    """Whether a word of change follows the number in its noun phrase:
    "3% higher", "a 19.4% pixel-AP gain".
    """
    for word, after in pairwise([*lower[number.end : min(number.end + 5, last)], ""]):
        if word in CHANGE:
            return not (word == "relative" and after == "to")
        if word in CHANGE_STOPS:
            return False
    return False


def metric_of(reading: Reading, sentence: Sentence, group: Group, index: int) -> tuple[Mark | None, str]:
    """The metric that stands beside a number, or at its place in an enumeration of metrics,
    and the rule that says so.
    """
    lower, marks = reading.lower, sentence.of("Metric")
    number = group.numbers[index]
    if len(group.numbers) > 1:
        options = [names for names in enumerations(marks, lower) if len(names) == len(group.numbers)]
        near = [names for names in options if group.first <= names[0].start < group.last]
        if near:
            return near[-1][index], "result-respectively"
    for mark in marks:
        if group.end <= mark.start < group.last:
            gap = lower[group.end : mark.start]
            direct = VALUE_STOPS.isdisjoint(gap)
            if (
                direct
                and (number.unit or len(gap) <= 2)
                and (len(gap) <= 6 or any(word in CHANGE for word in gap))
            ):
                return mark, "result-value-metric"
            break
    for mark in reversed(marks):
        if group.first <= mark.start and mark.end <= number.start:
            gap = lower[mark.end : group.start]
            linked = [word for word in gap if word not in VALUE_LINKS and not word.endswith("ly")]
            if linked == ["from"] and leaves(lower, number) and (number.unit or "." in number.value):
                linked = []
            if (
                (number.unit and len(gap) <= 10 and "," not in gap)
                or not linked
                or (number.unit and len(linked) <= 3)
            ):
                return mark, "result-metric-value"
            break
    return None, ""


def nearest_metric(reading: Reading, sentence: Sentence, group: Group, carried: Mark | None) -> Mark | None:
    """The metric that the sentence names once for all its numbers, else the one carried over."""
    marks = sentence.of("Metric")
    lower = reading.lower
    before = {mark: lower[max(sentence.first, mark.start - 3) : mark.start] for mark in marks}
    terms = [mark for mark in marks if ["terms", "of"] in (before[mark][-2:], before[mark][:2])]
    if terms:
        return terms[-1]
    if len({mark.name for mark in marks}) == 1 and not any(
        other.start < marks[0].start < other.last
        for other in sentence.groups
        if other is not group and marks[0].start >= other.end
    ):
        return marks[0]
    return carried if carried and (not marks or carried.start >= sentence.first) else None


def datasets_of(reading: Reading, sentence: Sentence, group: Group, index: int) -> list[Mark]:
    """The datasets that a number was reached on:
    aligned with it, behind it, opening the sentence, or the only ones named.
    """
    lower = reading.lower
    found = list(enumerations(sentence.of("Dataset"), lower))
    if not found:
        return []
    if len(group.numbers) > 1:
        options = [names for names in found if len(names) == len(group.numbers)]
        after = [names for names in options if names[0].start >= group.end]
        if options:
            return [(after[0] if after else options[-1])[index]]
    for names in found:
        if (
            group.bracketed
            and names[-1].end < group.start
            and lower[names[-1].end : names[-1].end + 1] == ["("]
        ):
            between = lower[names[-1].end + 1 : group.start]
            if ")" not in between and "(" not in between:
                return names[-1:]  # "MS-COCO (1.3%)"
    for names in found:
        if group.end <= names[0].start < group.last and not any(
            word in BOUNDARIES for word in lower[group.end : names[0].start]
        ):
            return names
    opening = [names for names in found if names[-1].end <= min(other.start for other in sentence.groups)]
    if opening:
        return opening[-1]
    beside = [names for names in found if names[-1].end <= group.start and group.start - names[-1].end <= 4]
    if beside:
        return beside[-1]
    later = [names for names in found if names[0].start >= group.end]
    if later and not any(word in BOUNDARIES for word in lower[group.end : later[0][0].start]):
        return later[0]
    return []


def sole_dataset(reading: Reading, sentence: Sentence) -> list[Mark]:
    """The one dataset that the abstract names at all, unless the sentence speaks of several or of others."""
    named = [mark for mark in reading.marks if mark.label == "Dataset" and mark.start >= reading.body]
    words = reading.lower[sentence.first : sentence.last]
    several = any(
        word in ("datasets", "benchmarks", "tasks", "corpora", "domains", "environments", "scenarios")
        for word in words
    )
    return (
        named[:1]
        if len({mark.name for mark in named}) == 1 and not several and named[0].start < sentence.first
        else []
    )


def own_method(reading: Reading) -> str | None:
    """The paper's main method: the title's name if it is a method, else the first introduced one."""
    names = [
        mark.name for mark in reading.marks if mark.label == "Method" and mark.name in reading.introduced
    ]
    return names[0] if names else None


def subject_of(reading: Reading, sentence: Sentence, group: Group) -> tuple[str | None, bool]:
    """(method, ours): who reached the number.

    The subject right before the verb that reports it, whatever its role ("X with our Y achieves" is Y);
    without one the first subject of the clause; without any the paper's own method.
    """
    lower = reading.lower
    methods = {mark.end: mark for mark in sentence.of("Method")}
    for verb in range(group.start - 1, sentence.first, -1):
        if lower[verb] in BOUNDARIES:
            break
        if lower[verb] in CLAIM_VERBS:
            index = verb
            while (
                index > sentence.first
                and index not in methods
                and (lower[index - 1] in SUBJECT_FILL or lower[index - 1].endswith("ly"))
            ):
                index -= 1
            if index in methods:
                mark = methods[index]
                owner = methods.get(mark.start - 1) if lower[mark.start - 1] in ("with", "using") else None
                if owner and owner.name in reading.introduced:
                    mark = owner
                return mark.name, mark.name in reading.introduced
            if lower[index - 1] in OURS or {"our", "proposed"} & set(
                lower[max(sentence.first, index - 3) : verb]
            ):
                return own_method(reading), True
    return first_subject(reading, sentence, group)


def first_subject(reading: Reading, sentence: Sentence, group: Group) -> tuple[str | None, bool]:
    """(method, ours): the first method or "our model" of the sentence that no preposition leads to."""
    lower, own = reading.lower, own_method(reading)
    marks = {mark.start: mark for mark in sentence.of("Method")}
    found: tuple[str | None, bool] | None = None
    compared = False
    for index in range(sentence.first, group.start):
        word, mark = lower[index], marks.get(index)
        before = lower[index - 1] if index > sentence.first else ""
        if mark:
            introduced = mark.name in reading.introduced
            if introduced and (found is None or not found[1] or before in ("with", "using")):
                found = (mark.name, True)
            elif found is None and not compared and before not in BREAKERS and not mark.generic:
                found = (mark.name, False)
        elif word in BOUNDARIES:
            compared, found = False, found if found and found[1] else None
        elif word in COMPARE:
            compared = True
        elif word in OURS or (word in SELF and before == "proposed"):
            found = found if found and found[1] else (own, True)
        elif word in BASELINES and found is None and before in ("the", "a", "baseline"):
            found = (None, False)
    return found or (own, True)


def named_beside(reading: Reading, sentence: Sentence, group: Group, number: Number) -> str | None:
    """The method named right at the number: "Mask R-CNN (91%)", "compared to ViT 86.5%",
    "71.7% for GCN" in brackets.
    """
    lower = reading.lower
    for mark in sentence.of("Method"):
        gap = lower[mark.end : group.start] if mark.end <= group.start else [""] * 9
        led = AGAINST.intersection(lower[max(sentence.first, mark.start - 2) : mark.start])
        inside = group.bracketed and lower[mark.start - 1] == "(" and "(" not in gap and ")" not in gap
        beside = gap == ["("] or (led and len(gap) <= 2 and AT_NUMBER.issuperset(gap))
        paired = PAIRED.intersection(lower[number.end : number.end + 1])  # "than X (83.1 vs. 80.4)"
        if inside or (beside and not paired):
            return mark.name
        if number.end < mark.start <= number.end + 3 and lower[number.end] in ("for", "by", "from", "with"):
            before = lower[max(sentence.first, group.start - 3) : group.start]
            if (group.bracketed and lower[number.end] in ("for", "by")) or AGAINST.intersection(before):
                return mark.name
    return None


def versus_of(reading: Reading, sentence: Sentence, group: Group, method: str | None) -> str | None:
    """The named method that a difference is measured against.

    The one right after the number ("3% over X"), else the object of "outperforms", "over", "than".
    """
    lower = reading.lower
    others = [m for m in sentence.of("Method") if m.name != method and m.name not in reading.introduced]
    for mark in others:
        between = lower[group.end : mark.start] if group.end <= mark.start < group.last else []
        if any(word in COMPARE or word in ("compared", "relative") for word in between):
            return mark.name
    before = [m for m in others if m.start < group.start]
    for mark in reversed(before):
        window = lower[max(sentence.first, mark.start - 5) : mark.start]
        if any(word in COMPARE or word in ("compared", "relative") for word in window):
            return mark.name
    return None


def is_efficiency(reading: Reading, number: Number, metric: str | None, cost_units: frozenset[str]) -> bool:
    """Whether the number is a cost (time, size, memory, energy) rather than a quality."""
    after = reading.lower[number.end : number.end + 4]
    if metric is not None:
        return family(metric)[0] in ("cost", "speed")
    return number.unit in cost_units or any(
        word in SPEED_WORDS or word in ("parameters", "flops", "memory", "computation", "tokens")
        for word in after
    )
