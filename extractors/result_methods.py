"""Whose number it is, and what it is compared with, each with the rule that says so."""

from collections.abc import Iterator, Sequence

from extractors.clauses import (
    BOUNDARIES,
    CLAIM_VERBS,
    COMPARE_VERBS,
    PAIRED,
    Spot,
)
from extractors.kinds import CHANGE_VERBS, leaves
from extractors.lists import cues
from extractors.reading import Mark, Reading

BREAKERS = cues("breakers")
COMPARE = COMPARE_VERBS | frozenset(["over", "than", "versus", "vs.", "vs", "against"])
COMPARING = COMPARE | {"above", "behind", "below", "compared", "relative"}
OURS = frozenset(["we", "our", "ours", "it", "its"])
METHOD_VERBS = cues("result-method-verbs")
PEOPLE = cues("people")
SELF = cues("self")
SUBJECT_FILL = cues("subject-fill")
AGAINST = frozenset(["over", "than", "versus", "vs.", "vs", "against", "compared", "to", "from"])
AT_NUMBER = frozenset(["(", "at", "with", "'s"])
BASELINES = frozenset(["baseline", "baselines", "teacher"])
APPROXIMATELY = frozenset(["a", "about", "an", "approximately", "around", "nearly", "only", "roughly"])
OTHERS = frozenset(["versus", "vs.", "vs", "against"])
PLURAL = frozenset(["algorithms", "approaches", "losses", "methods", "models", "networks", "variants"])
PARTICIPLES = frozenset(["achieved", "attained", "obtained", "reached", "reported", "scored"])
OTHERS_WORK = frozenset(["other", "existing", "previous", "prior", "competing"])
STATES = frozenset(["is", "are", "was", "were"])
JOINED = frozenset([",", "and", "or", "both", "the", "a", "an", "well", "-", "tuned", "&"])

Owner = tuple[str | None, bool]
Found = tuple[Sequence[Owner], str]


def own_method(reading: Reading) -> str | None:
    """The paper's main method: the title's name if it is a method, else the first introduced one."""
    names = [
        mark.name for mark in reading.marks if mark.label == "Method" and mark.name in reading.introduced
    ]
    return names[0] if names else None


def owner(reading: Reading, mark: Mark) -> Owner:
    """(name, ours) of a method."""
    return mark.name, mark.name in reading.introduced


def methods_of(spot: Spot, kind: str) -> Found:
    """([(method, ours)], rule): who reached the number; no method where the text names none."""
    lower = spot.lower
    if kind == "absolute":
        if beside := named_beside(spot):
            return [owner(spot.reading, beside)], "result-method-beside"
        if lower[spot.number.start - 1] in PAIRED:
            rival, _ = versus_of(spot, subject_of(spot)[0])
            return [(rival, False)], "result-method-pair" if rival else "result-method-other"
        if leaves(lower, spot.number):
            left = left_by(spot)
            return [(left, False)], "result-method-left" if left else "result-method-other"
    start = spot.group.start
    while start > spot.sentence.first and lower[start - 1] in APPROXIMATELY:
        start -= 1
    if lower[start - 1] in OTHERS or lower[start - 2 : start] in (["compared", "to"], ["compared", "with"]):
        return [(None, False)], "result-method-other"
    return subject_of(spot)


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


def subject_of(spot: Spot) -> Found:
    """The subject of the verb that reports the number, whatever its role ("X with our Y achieves" is Y);
    without one the first subject of the clause; without any the paper's own method.
    """
    lower, sentence, end = spot.lower, spot.sentence, outer_end(spot)
    for verb in range(end - 1, sentence.first, -1):
        if lower[verb] in BOUNDARIES or lower[verb] == ":":
            break
        if lower[verb] in CLAIM_VERBS or (lower[verb] in STATES and end - verb <= 4):
            found = subject_before(spot, verb)
            if found:
                return found
    return first_subject(spot)


def outer_end(spot: Spot) -> int:
    """Where the words that lead to a number end: before its bracket, or a colon right before it."""
    lower, end = spot.lower, spot.group.start
    while spot.group.bracketed and end > spot.sentence.first and lower[end] not in ("(", "["):
        end -= 1
    return end - (lower[end - 1] == ":")


def subject_before(spot: Spot, verb: int) -> Found | None:
    """The subject right before a verb."""
    lower, sentence, reading = spot.lower, spot.sentence, spot.reading
    methods = {mark.end: mark for mark in sentence.of("Method")}
    index = verb
    while (
        index > sentence.first
        and index not in methods
        and (lower[index - 1] in SUBJECT_FILL or lower[index - 1].endswith("ly"))
    ):
        index -= 1
    apposed = methods.get(index - 1) if lower[index - 1] == "," and index == verb else None
    if apposed and lower[apposed.start - 1] == ",":
        return [owner(reading, apposed)], "result-method-subject"
    lead = lower[max(sentence.first, index - 3) : verb]
    if index in methods and lower[methods[index].start - 1] in COMPARE:
        return None
    if index in methods:
        return subject_named(spot, methods, methods[index])
    if index > sentence.first and lower[index - 1] in ("that", "which"):
        antecedent = [
            mark for mark in sentence.of("Method") if mark.end < index and mark.name in reading.introduced
        ]
        return ([owner(reading, antecedent[-1])], "result-method-antecedent") if antecedent else None
    if OTHERS_WORK.intersection(lead) or OTHERS_WORK.intersection(
        lower[max(sentence.first, index - 1) : index]
    ):
        return [(None, False)], "result-method-other"
    if index > sentence.first and lower[index - 1] in PEOPLE:
        return [(None, False)], "result-method-other"
    if (index > sentence.first and lower[index - 1] in OURS) or {"our", "proposed"} & set(lead):
        several = not PLURAL.isdisjoint(lead) and len(reading.introduced) > 1
        return [(None if several else own_method(reading), True)], "result-method-ours"
    return None


def subject_named(spot: Spot, methods: dict[int, Mark], last: Mark) -> Found:
    """The subjects that end with a mark: it alone, those coordinated with it, or what has it ("X with Y")."""
    lower, reading = spot.lower, spot.reading
    if last.generic and {"our", "proposed"}.intersection(
        lower[max(spot.sentence.first, last.start - 2) : last.start]
    ):
        return [(own_method(reading), True)], "result-method-ours"
    lead = lower[last.start - 1]
    if (
        lead in ("with", "using", "+")
        and lower[last.start - 2] != ","
        and last.name not in reading.introduced
    ):
        holder = methods.get(last.start - 1)
        if holder:
            return [owner(reading, holder)], "result-method-with"
    chosen = methods.get(last.start - 1) if lead in ("with", "using") else None
    if chosen and chosen.name in reading.introduced:
        return [owner(reading, chosen)], "result-method-subject"
    run = [*coordinated(spot, methods, last)]
    if len(run) == len(spot.group.numbers) > 1:
        return [owner(reading, run[spot.index])], "result-method-respectively"
    return [owner(reading, mark) for mark in run], "result-method-subject"


def coordinated(spot: Spot, methods: dict[int, Mark], last: Mark) -> Iterator[Mark]:
    """The methods enumerated up to `last` ("A, B and C reach"), in order."""
    lower, run, index = spot.lower, [last], last.start
    joined = "and" in lower[max(spot.sentence.first, last.start - 4) : last.start]
    while joined and index > spot.sentence.first:
        index -= 1
        if index in methods:
            run.append(methods[index])
            index = methods[index].start
        elif lower[index] not in JOINED:
            break
    yield from reversed(run)


def first_subject(spot: Spot) -> Found:
    """The first method or "our model" of the clause that no preposition leads to."""
    reading, sentence, lower = spot.reading, spot.sentence, spot.lower
    own = own_method(reading)
    marks = {mark.start: mark for mark in sentence.of("Method")}
    found: Owner | None = None
    compared = claimed = changed = False
    for index in range(sentence.first, outer_end(spot)):
        word, mark = lower[index], marks.get(index)
        before = lower[index - 1] if index > sentence.first else ""
        claimed = claimed or word in CLAIM_VERBS
        changed = changed or word in CHANGE_VERBS
        if mark:
            introduced = mark.name in reading.introduced
            absolute = before == "with" and lower[index - 2] == ","
            if introduced and (found is None or not found[1] or before in ("with", "using")):
                found = (mark.name, True)
            elif absolute or (
                found is None
                and not (compared or changed)
                and before not in BREAKERS
                and (not mark.generic or lower[mark.end] in STATES | CLAIM_VERBS | METHOD_VERBS)
            ):
                found = (mark.name, False)
        elif word in BOUNDARIES or word == ":":
            compared = claimed = changed = False
            found = found if found and found[1] else None
        elif word in COMPARE:
            compared = True
        elif word in OURS or (word in SELF and before == "proposed"):
            found = found if found and found[1] else (own, True)
        elif word in BASELINES and found is None and not compared and not claimed:
            found = (None, False)
    return ([found], "result-method-first") if found else ([(own, True)], "result-method-own")


def named_beside(spot: Spot) -> Mark | None:
    """The method named right at the number: "Mask R-CNN (91%)", "compared to ViT 86.5%",
    "71.7% for GCN" in brackets.
    """
    lower, number, group, sentence = spot.lower, spot.number, spot.group, spot.sentence
    outer = outer_end(spot)
    for mark in sentence.of("Method"):
        listed = lower[mark.start - 1] in (",", "and") and group.bracketed and mark.end <= outer
        since = max((other.end for other in sentence.groups if other.end <= mark.start), default=0)
        between = lower[mark.end : outer]
        if (
            listed
            and since
            and mark.start - since <= 4
            and len(between) <= 6
            and CLAIM_VERBS.isdisjoint(between)
        ):
            return mark  # "A for trees (81%), B for leaves (79%)"
        gap = lower[mark.end : group.start] if mark.end <= group.start else [""] * 9
        led = AGAINST.intersection(lower[max(sentence.first, mark.start - 2) : mark.start])
        inside = group.bracketed and lower[mark.start - 1] == "(" and not {"", "(", ")"}.intersection(gap)
        beside = gap in (["("], ["at"]) or (led and len(gap) <= 2 and AT_NUMBER.issuperset(gap))
        paired = PAIRED.intersection(lower[number.end : number.end + 1])  # "than X (83.1 vs. 80.4)"
        if inside or (beside and not paired):
            return mark
        passive = lower[mark.start - 1] == "by" and lower[mark.start - 2] in PARTICIPLES
        if passive and group.end <= mark.start <= group.end + 6 and mark.start < group.last:
            return mark  # "81% was reached by A"
        end = group.end if lower[group.end] == "for" else number.end
        if end < mark.start <= end + 3 and lower[end] in (
            "for",
            "by",
            "from",
            "with",
            "of",
        ):
            before = lower[max(sentence.first, group.start - 3) : group.start]
            if (group.bracketed and lower[end] in ("for", "by")) or AGAINST.intersection(before):
                return mark
    return None


def versus_of(spot: Spot, own: Sequence[Owner]) -> tuple[str | None, str]:
    """(method, rule) of what a difference is measured against.

    The one right after the number ("3% over X"), else the object of "outperforms", "over", "than".
    """
    lower, group, sentence, reading = spot.lower, spot.group, spot.sentence, spot.reading
    names = {name for name, _ in own}
    others = [m for m in sentence.of("Method") if m.name not in names and m.name not in reading.introduced]
    for mark in others:
        between = lower[group.end : mark.start] if group.end <= mark.start < group.last else []
        if CLAIM_VERBS.isdisjoint(between) and compares(between):
            return mark.name, "result-versus-behind"
    for mark in reversed([m for m in others if m.start < group.start]):
        if compares(lower[max(sentence.first, mark.start - 5) : mark.start]):
            return mark.name, "result-versus-object"
    return None, ""


def compares(words: Sequence[str]) -> bool:
    """Whether words compare with what follows them."""
    return not COMPARING.isdisjoint(words)
