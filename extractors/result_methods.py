"""Whose number it is, and what it is compared with, each with the rule that says so."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, zip_longest

from extractors.candidates import METHOD_VERBS
from extractors.clauses import BOUNDARIES, CLAIM_VERBS, COMPARE_VERBS, PAIRED, Spot, enumerations
from extractors.introductions import BE
from extractors.kinds import APPROXIMATELY, leaves, of_baseline
from extractors.lists import cues
from extractors.numbers import CHANGE_VERBS
from extractors.reading import Mark, Reading, sentence_of

BREAKERS = cues("breakers")
COMPARE = COMPARE_VERBS | frozenset(["over", "than", "versus", "vs.", "vs", "against"])
COMPARING = COMPARE | {"above", "behind", "below", "compared", "relative"}
BEHIND = COMPARING - COMPARE_VERBS
THAT_OF = frozenset(["for", "in", "that", "those"])
PRAISE = frozenset(
    ["-", "state", "of", "the", "art", "sota", "best", "comparable", "standard", "to", "with", "performed"]
)
OURS = frozenset(["we", "our", "ours", "it", "its"])
PEOPLE = cues("people")
SELF = cues("self")
PARTS = frozenset(["listed", "listed-part", "own-part", "spelled-part", "titled-part"])
MODELS = frozenset(["classifier", "detector", "model", "network"])
EXAMPLE = ["such", "as"]
SUBJECT_FILL = cues("subject-fill")
AGAINST = frozenset(["over", "than", "versus", "vs.", "vs", "against", "compared", "to", "from"])
OF_METHOD = frozenset(["for", "by", "from", "with", "of"])
AT_NUMBER = frozenset(["(", "at", "with", "'s"])
BASELINES = frozenset(["baseline", "baselines", "teacher"])
OTHERS = PAIRED | {"against"}
BEFORE_NUMBER = APPROXIMATELY | {"a", "an"}
PLURAL = frozenset(["algorithms", "approaches", "losses", "methods", "models", "networks", "variants"])
KINDS = PLURAL | {"architectures", "baselines", "predictors", "systems", "techniques"}
PARTICIPLES = frozenset(["achieved", "attained", "obtained", "reached", "reported", "scored"])
ACHIEVED = frozenset(["performance", "result", "results", "score", "scores"])
LED = frozenset(["across", "by", "for", "from", "in", "into", "of", "on", "over", "to"])
COUNTED = cues("several-counts") | {"both", "current", "most", "no", "some"}
STUDIES = cues("study-titles")
PROPOSING = cues("proposing")
USED = cues("used")
MEANS = frozenset(["(", "by", "for", "using", "with"])
FINDINGS = cues("findings")
TRAINING = frozenset(["fine-tuning", "post-training", "pre-training"])
OTHERS_WORK = frozenset(["other", "existing", "previous", "prior", "competing", "top", "strongest"])
OTHERS_NUMBER = OTHERS | OTHERS_WORK
JOINED = frozenset([",", "and", "or", "both", "the", "a", "an", "well", "-", "tuned", "&"])

Owner = tuple[str | None, bool]
Found = tuple[Sequence[Owner], str]


def own_method(reading: Reading) -> str | None:
    """The paper's main method: the title's name if it is a method, else the first introduced one that is
    no part of it and no method that others know.
    """
    mains = (
        mark.name
        for mark in reading.marks
        if mark.label == "Method"
        and mark.name in reading.introduced
        and (mark.start < reading.title or mark.rule not in PARTS)
    )
    return next(mains, None)


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
        if spot.group.bracketed and lower[spot.group.end] == ")" and held_by_rival(spot):
            return [(None, False)], "result-method-other"
    start = spot.group.start
    while start > spot.sentence.first and lower[start - 1] in BEFORE_NUMBER:
        start -= 1
    if (
        of_baseline(lower, spot.number)
        or lower[start - 1] in OTHERS_NUMBER
        or lower[start - 2 : start]
        in (
            ["compared", "to"],
            ["compared", "with"],
        )
    ):
        return [(None, False)], "result-method-other"
    return subject_of(spot)


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


def subject_of(spot: Spot) -> Found:
    """The subject of the verb that reports the number, whatever its role ("X with our Y achieves" is Y);
    without one the first subject of the clause; without any the paper's own method.
    """
    lower, sentence, end = spot.lower, spot.sentence, outer_end(spot)
    for verb in range(end - 1, sentence.first, -1):
        if lower[verb] in BOUNDARIES or lower[verb] == ":":
            break
        if lower[verb] in CLAIM_VERBS or (lower[verb] in BE and end - verb <= 4):
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
    index = based(lower, methods, verb)
    while (
        index > sentence.first
        and index not in methods
        and (lower[index - 1] in SUBJECT_FILL or lower[index - 1].endswith("ly"))
    ):
        index -= 1
    apposed = methods.get(index - 1) if lower[index - 1] == "," and index == verb else None
    if apposed and (lower[apposed.start - 1] == "," or lower[apposed.start - 2 : apposed.start] == EXAMPLE):
        return [owner(reading, apposed)], "result-method-subject"
    if apposed and lower[apposed.start - 1] == "and" and not lower[verb].endswith("ing"):
        return subject_named(spot, methods, apposed)
    lead = lower[max(sentence.first, index - 3) : verb]
    if index in methods and lower[methods[index].start - 1] in COMPARE:
        return None
    if index in methods:
        return subject_named(spot, methods, methods[index])
    if index > sentence.first and lower[index - 1] in ("that", "which"):
        right_before = methods.get(index - 1 - (lower[index - 2] == ","))
        if right_before:
            return subject_named(spot, methods, right_before)
        antecedent = [
            mark for mark in sentence.of("Method") if mark.end < index and mark.name in reading.introduced
        ]
        return ([owner(reading, antecedent[-1])], "result-method-antecedent") if antecedent else None
    if index > sentence.first and by_others(lower, max(sentence.first, index - 3), index):
        return [(None, False)], "result-method-other"
    if (index > sentence.first and lower[index - 1] in OURS) or {"our", "proposed"} & set(lead):
        if not FINDINGS.isdisjoint(lower[index - 1 : verb]):
            return None
        several = not PLURAL.isdisjoint(lead) and len(reading.introduced) > 1
        return [(None if several else own_method(reading), True)], "result-method-ours"
    return None


def by_others(lower: Sequence[str], first: int, end: int) -> bool:
    """Whether the noun phrase in `first:end` is people, others' work or several methods without a name:
    "annotators", "previous methods", "all six models".
    """
    if lower[end - 1] == "," or lower[end - 1] in ACHIEVED:
        return False
    if lower[end - 1] in PEOPLE:
        return True
    several = lower[end] in PLURAL and OURS.isdisjoint(lower[first:end])
    works = OTHERS_WORK | COUNTED if several else OTHERS_WORK
    return any(lower[index] in works and lower[index - 1] not in LED for index in range(first, end))


def based(lower: Sequence[str], methods: Mapping[int, Mark], verb: int) -> int:
    """The end of the method that the subject of a verb is based on ("X-based review matches"),
    else the verb.
    """
    for index in range(verb - 1, verb - 5, -1):
        if lower[index] == "based" and lower[index - 1] == "-" and index - 1 in methods:
            return index - 1
    return verb


def subject_named(spot: Spot, methods: dict[int, Mark], last: Mark) -> Found:
    """The subjects that end with a mark: it alone, those coordinated with it, or what has it ("X with Y")."""
    lower, reading = spot.lower, spot.reading
    before = lower[max(spot.sentence.first, last.start - 2) : last.start]
    own = own_method(reading)
    if last.generic and ({"our", "proposed"}.intersection(before) or (own and last.name in TRAINING)):
        return [(own, True)], "result-method-ours"
    holder = methods.get(last.start - 1) if before[-1:] in (["with"], ["using"], ["+"]) else None
    if holder and (holder.name in reading.introduced or last.name not in reading.introduced):
        return [owner(reading, holder)], "result-method-with"
    run = [*coordinated(spot, methods, last)]
    if len(run) == len(spot.group.numbers) > 1:
        return [owner(reading, run[spot.index])], "result-method-respectively"
    return [owner(reading, mark) for mark in run], "result-method-subject"


def coordinated(spot: Spot, methods: dict[int, Mark], last: Mark) -> Iterator[Mark]:
    """The methods enumerated up to `last` ("A, B and C reach"), in order."""
    lower, run, index = spot.lower, [last], last.start
    before = max((end for end in methods if end <= last.start), default=last.start)
    joined = "and" in lower[before : last.start]
    while joined and index > spot.sentence.first:
        index -= 1
        if lower[index] not in JOINED:
            break
        if index in methods:
            run.append(methods[index])
            index = methods[index].start
    yield from reversed(run)


def first_subject(spot: Spot) -> Found:
    """The subject of the clause, else what is put to use, else the paper's own method."""
    reading, own = spot.reading, own_method(spot.reading)
    found = clause_subject(spot, own)
    if found and found != (None, True):
        return [found], "result-method-first"
    if own is None and (tested := tested_in(spot)):
        return [owner(reading, tested)], "result-method-first"
    if own is None and (studies(reading) or (not found and introduces_data(reading))):
        return [(None, False)], "result-method-other"
    return [(own, True)], "result-method-first" if found else "result-method-own"


def clause_subject(spot: Spot, own: str | None) -> Owner | None:
    """The first method or "our model" of the clause that no preposition leads to."""
    reading, sentence, lower = spot.reading, spot.sentence, spot.lower
    marks = {mark.start: mark for mark in sentence.of("Method")}
    named = {start for start, mark in marks.items() if mark.name in reading.introduced}
    found: Owner | None = None
    compared = claimed = changed = False
    for index in range(sentence.first, outer_end(spot)):
        word, mark = lower[index], marks.get(index)
        before = lower[index - 1] if index > sentence.first else ""
        claimed = claimed or word in CLAIM_VERBS
        changed = changed or word in CHANGE_VERBS
        if mark:
            introduced = mark.name in reading.introduced
            absolute = before in BOUNDARIES or (before == "with" and lower[index - 2] == ",")
            if introduced and (found is None or not found[1] or before in ("with", "using")):
                found = (mark.name, True)
            elif absolute or (
                found is None
                and not (compared or changed)
                and (before not in BREAKERS or before == ",")
                and (not (mark.generic or before == ",") or acts(lower, mark))
            ):
                found = (mark.name, False)
        elif word in BOUNDARIES or word == ":":
            compared = claimed = changed = False
            found = found if found and found[1] else None
        elif word in COMPARE:
            compared = True
        elif word in SELF and before == "this":
            found = found if found and found[1] else meant(spot, own) if word in MODELS else (own, True)
        elif (word in OURS and not (tells(lower, index) or {index + 1, index + 2} & named)) or (
            word in SELF and before == "proposed"
        ):
            found = found if found and found[1] else (own, True)
        elif word in BASELINES and found is None and not compared and not claimed:
            found = (None, False)
    return found


def meant(spot: Spot, own: str | None) -> Owner:
    """The method that "this model" means: the only one named in the sentence before, else the own one."""
    reading, first = spot.reading, spot.sentence.first
    opening = sentence_of(reading, first - 1)[0]
    marks = [mark for mark in reading.marks if mark.label == "Method" and opening <= mark.start < first]
    names = {mark.name: mark.name in reading.introduced for mark in marks if not mark.generic}
    return (own, True) if len(names) != 1 or any(names.values()) else (next(iter(names)), False)


def tested_in(spot: Spot) -> Mark | None:
    """The method that the sentence says was put to use or to the test: "we use X to …", "using X, we",
    or gives it right behind the number: "4.9% using X and 5.5% for Y".
    """
    lower, first, marks = spot.lower, spot.sentence.first, spot.sentence.of("Method")
    for mark in marks:
        if mark.start == spot.number.end + 1 and lower[mark.start - 1] in MEANS:
            return mark
    if not marks or marks[0].start >= spot.group.start:
        return None
    lead = lower[max(first, marks[0].start - 6) : marks[0].start]
    return marks[0] if lead[:1] == ["using"] or ("we" in lead and not USED.isdisjoint(lead)) else None


def introduces_data(reading: Reading) -> bool:
    """Whether a paper introduces a dataset."""
    return any(mark.label == "Dataset" and mark.name in reading.introduced for mark in reading.marks)


def studies(reading: Reading) -> bool:
    """Whether a paper studies, by its title, what others made and proposes nothing: "A comparison of"."""
    lower = reading.lower
    return (
        not STUDIES.isdisjoint(lower[: reading.title])
        and PROPOSING.isdisjoint(lower[reading.body :])
        and not any(
            word == "our" and not SELF.isdisjoint(lower[place + 1 : place + 6])
            for place, word in enumerate(lower)
        )
    )


ACTS = BE | CLAIM_VERBS | METHOD_VERBS | {"proved", "proves", "ranked", "ranks", "remains"}


def acts(lower: Sequence[str], mark: Mark) -> bool:
    """Whether a method is the subject of the verb behind it: "the random forest model proved"."""
    end = mark.end + (lower[mark.end] in SELF)
    return lower[end] in ACTS


def tells(lower: Sequence[str], index: int) -> bool:
    """Whether "we" or "our" only tells what is found: "we show that", "our results indicate that"."""
    window = lower[index + 1 : index + (4 if lower[index] == "we" else 6)]
    return "that" in window or (lower[index] == "our" and not FINDINGS.isdisjoint(window[:3]))


def named_beside(spot: Spot) -> Mark | None:
    """The method named right at the number."""
    signs = (in_list, at_number, behind_number)
    return next(
        (mark for mark in spot.sentence.of("Method") if any(sign(spot, mark) for sign in signs)), None
    )


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
    gap = lower[mark.end : group.start]
    if group.bracketed and lower[mark.start - 1] == "(" and not {"(", ")"}.intersection(gap):
        return True
    led = AGAINST.intersection(lower[max(spot.sentence.first, mark.start - 2) : mark.start])
    beside = gap in (["("], ["at"], ["'s"]) or (led and len(gap) <= 2 and AT_NUMBER.issuperset(gap))
    return bool(beside) and lower[spot.number.end] not in PAIRED  # not "than X (83.1 vs. 80.4)"


def behind_number(spot: Spot, mark: Mark) -> bool:
    """Whether a method follows the number: "71.7% (GCN)", "71.7% for GCN" in brackets or after "against",
    "81% was reached by A".
    """
    lower, group = spot.lower, spot.group
    passive = lower[mark.start - 1] == "by" and lower[mark.start - 2] in PARTICIPLES
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
    against = AGAINST - ({"to"} if "compared" not in before else set())
    return (group.bracketed and lower[end] == "by") or not against.isdisjoint(before)


def versus_of(spot: Spot, own: Sequence[Owner]) -> tuple[str | None, str]:
    """(method, rule) of what a difference is measured against.

    What follows the number or the last one coordinated with it ("3% over X"), else the object of
    "outperforms", else what stands before it ("compared to X, …"); none where several compete.
    """
    lower, sentence, reading = spot.lower, spot.sentence, spot.reading
    names = {name for name, _ in own}
    rivals = [
        mark
        for mark in sentence.of("Method")
        if mark.name not in names
        and mark.name not in reading.introduced
        and lower[mark.end] != "-"
        and not (mark.generic and lower[mark.end] in KINDS)
    ]
    place = sentence.groups.index(spot.group)
    for group, following in zip_longest(sentence.groups[place:], sentence.groups[place + 1 :]):
        behind = [mark for mark in rivals if group.end <= mark.start < group.last]
        if found := held_against(spot, behind, group.end, BEHIND):
            return found, "result-versus-behind"
        if following is None or "and" not in lower[group.end : following.start][:8]:
            break
    earlier = [group.end for group in sentence.groups if group.end <= spot.group.start]
    again, other = elided(spot, rivals, earlier[-1]) if earlier else (False, None)
    if again:
        return other, "result-versus-object" if other else ""
    for first in (max(earlier, default=sentence.first), sentence.first):
        ahead = [mark for mark in rivals if first <= mark.start and mark.end <= spot.group.start]
        if found := held_against(spot, ahead, first, COMPARING):
            return found, "result-versus-object"
    return None, ""


def parts(lower: Sequence[str], place: int) -> bool:
    """Whether a word opens a clause of its own, with a subject: "while others", not "while reducing"."""
    goes_on = lower[place + 1].endswith("ing") or lower[place + 1] == "also"
    return lower[place] in BOUNDARIES and not goes_on


def elided(spot: Spot, rivals: Sequence[Mark], first: int) -> tuple[bool, str | None]:
    """(whether the verb of the number before holds for another object, that if it is a method):
    "beats A by 5% and B by 3%".
    """
    lower = spot.lower
    gap = lower[first : spot.group.start]
    joined = next((place for place, word in enumerate(gap) if word == "and"), len(gap))
    between = gap[joined + 1 :]
    if "by" not in between or between[0] in ("by", *LED) or not CLAIM_VERBS.isdisjoint(gap):
        return False, None
    measured = any(first + joined < mark.start < spot.group.start for mark in spot.sentence.of("Metric"))
    names = [mark.name for mark in rivals if first + joined < mark.start < spot.group.start]
    return not measured, names[0] if len(names) == 1 else None


def held_against(spot: Spot, rivals: Sequence[Mark], first: int, leads: frozenset[str]) -> str | None:
    """The only rival that a word of comparison leads to from `first` on: "than the recent X",
    "than others (e.g., X)"; of as many as numbers, the one at the number's place.
    """
    lower = spot.lower
    if leads is COMPARING:
        parted = (place for place in range(first, spot.group.start) if parts(lower, place))
        first = max(parted, default=first)
    for word in range(first, rivals[-1].start if rivals else first):
        if parts(lower, word) and word > first:
            return None
        if lower[word] not in leads:
            continue
        later = [mark for mark in rivals if mark.start > word]
        if not later:
            return None
        run = next(enumerations(later, lower))
        between = [one for one in lower[word + 1 : run[0].start] if one not in PRAISE]
        between = [*dropwhile(THAT_OF.__contains__, between)]
        named = len(between) <= 3 and BREAKERS.isdisjoint(between) and PLURAL.isdisjoint(between)
        example = len(between) <= 9 and not {"e.g.", "i.e."}.isdisjoint(between[-3:])
        if named or example:
            if len(run) == len(spot.group.numbers):
                return run[spot.index].name
            return run[0].name if len(run) == 1 else None
    return None
