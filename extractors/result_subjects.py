"""The subject of a number: whose score the verb or the clause around it reports."""

from collections.abc import Iterator, Mapping, Sequence

from extractors.candidates import METHOD_VERBS
from extractors.clauses import BOUNDARIES, CLAIM_VERBS, Spot
from extractors.introductions import BE
from extractors.lists import cues
from extractors.numbers import CHANGE_VERBS
from extractors.reading import Mark, Reading, sentence_of
from extractors.result_rivals import BREAKERS, COMPARE, COMPARING, LED, PLURAL, Owner

OURS = frozenset(["we", "our", "ours", "it"])
PEOPLE = cues("people")
SELF = cues("self")
PARTS = frozenset(["listed", "listed-part", "own-part", "spelled-part", "titled-part"])
MODELS = frozenset(["classifier", "detector", "model", "network"])
ENABLING = cues("enabling")
LEADS = BREAKERS - {","}
PUT_TO = frozenset(["in", "into", "on", "onto", "to"])
REACHED = frozenset(["achieved", "attained", "obtained", "reached", "reported", "scored"])
CALLED = frozenset(["called", "named", "namely", "using", "with"])
ARTICLES = frozenset(["a", "an", "the"])
EXAMPLE = ["such", "as"]
SUBJECT_FILL = cues("subject-fill")
BASELINES = frozenset(["baseline", "baselines", "teacher"])
ACHIEVED = frozenset(["performance", "result", "results", "score", "scores"])
COUNTED = cues("several-counts") | {"both", "current", "most", "no", "some"}
STUDIES = cues("study-titles")
PROPOSING = cues("proposing")
USED = cues("used")
MEANS = frozenset(["(", "by", "for", "using", "with"])
FINDINGS = cues("findings")
TRAINING = frozenset(["fine-tuning", "post-training", "pre-training"])
OTHERS_WORK = frozenset(["other", "existing", "previous", "prior", "competing", "top", "strongest"])
JOINED = frozenset([",", "and", "or", "both", "the", "a", "an", "well", "-", "tuned", "&"])
ACTS = (
    BE | CLAIM_VERBS | METHOD_VERBS | {"proved", "proves", "ranked", "ranks", "remains", "brings", "offers"}
)

NAMELESS = OURS | SELF | BASELINES
APART = BOUNDARIES | {",", "and"}
PHRASE_STARTS = BREAKERS | CLAIM_VERBS | BE | {"a", "an", "our", "proposed", "that", "the", "we"} - {"-"}

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
    lower, first = spot.lower, spot.sentence.first
    methods = {mark.end: mark for mark in spot.sentence.of("Method")}
    end = phrase_end(spot, methods, verb)
    if found := apposed(spot, methods, verb) if end == verb else None:
        return found
    if end in methods:
        start = methods[end].start
        enabled = not ENABLING.isdisjoint(lower[max(first, start - 5) : start])
        return None if enabled or lower[start - 1] in COMPARE else subject_named(spot, methods, methods[end])
    if end > first and lower[end - 1] in ("that", "which"):
        return antecedent(spot, methods, end - 1)
    if end > first and by_others(lower, max(first, end - 3), end):
        return [(None, False)], "result-method-other"
    return subject_ours(spot, end, verb)


def phrase_end(spot: Spot, methods: Mapping[int, Mark], verb: int) -> int:
    """Where the method, pronoun or noun before a verb ends, without "model can also" behind it."""
    lower, end = spot.lower, based(spot.lower, methods, verb)
    while (
        end > spot.sentence.first
        and end not in methods
        and (lower[end - 1] in SUBJECT_FILL or lower[end - 1].endswith("ly"))
    ):
        end -= 1
    return end


def apposed(spot: Spot, methods: dict[int, Mark], verb: int) -> Found | None:
    """The method between commas, or the last of several, before a verb: "our model, X, reaches"."""
    lower, mark = spot.lower, methods.get(verb - 1) if spot.lower[verb - 1] == "," else None
    if mark is None:
        return None
    if lower[mark.start - 1] == "," or lower[mark.start - 2 : mark.start] == EXAMPLE:
        return [owner(spot.reading, mark)], "result-method-subject"
    several = lower[mark.start - 1] == "and" and not lower[verb].endswith("ing")
    return subject_named(spot, methods, mark) if several else None


def antecedent(spot: Spot, methods: dict[int, Mark], that: int) -> Found | None:
    """What "that" or "which" stands for: the method before it ("X models, which"), or one introduced."""
    end = that - (spot.lower[that - 1] == ",")
    mark = methods.get(phrase_end(spot, methods, end))
    if mark and (mark.end == end or spot.lower[mark.start - 2] not in LEADS):
        return subject_named(spot, methods, mark)
    introduced = [one for end, one in methods.items() if end <= that and one.name in spot.reading.introduced]
    return ([owner(spot.reading, introduced[-1])], "result-method-antecedent") if introduced else None


def subject_ours(spot: Spot, end: int, verb: int) -> Found | None:
    """The paper's own method if the subject is "we", "it" or "our model"; nobody for "our models"."""
    lower, first, reading = spot.lower, spot.sentence.first, spot.reading
    lead = lower[max(first, end - 3) : verb]
    pronoun = end > first and lower[end - 1] in OURS
    if not (pronoun or {"our", "proposed"} & set(lead)) or not FINDINGS.isdisjoint(lower[end - 1 : verb]):
        return None
    if lower[end - 1] == "it" and own_method(reading) is None and (it := meant(spot, None)) != (None, True):
        return [it], "result-method-antecedent"
    several = not PLURAL.isdisjoint(lead) and len(reading.introduced) > 1
    return [(None if several else own_method(reading), True)], "result-method-ours"


def by_others(lower: Sequence[str], first: int, end: int) -> bool:
    """Whether the noun phrase in `first:end` is people, others' work or several methods without a name:
    "annotators", "previous methods", "all six models".
    """
    if lower[end - 1] in APART or lower[end - 1] in ACHIEVED:
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
        if lower[index] in APART or (index in methods and lower[index] != "-"):
            break
        if lower[index] == "based" and lower[index - 1] == "-" and index - 1 in methods:
            return index - 1
    return verb


def subject_named(spot: Spot, methods: dict[int, Mark], last: Mark) -> Found:
    """The subjects that end with a mark: it alone, those coordinated with it, or what has it ("X with Y")."""
    lower, reading = spot.lower, spot.reading
    before = lower[max(spot.sentence.first, last.start - 6) : last.start]
    own = own_method(reading)
    if last.generic and (of_ours(before) or (own and last.name in TRAINING)):
        return [(own, True)], "result-method-ours"
    if applied := applied_to(spot, methods, last):
        return [owner(reading, applied)], "result-method-with"
    holder = methods.get(last.start - 1) if before[-1:] in (["with"], ["using"], ["+"]) else None
    if holder and (holder.name in reading.introduced or last.name not in reading.introduced):
        return [owner(reading, holder)], "result-method-with"
    run = [*coordinated(spot, methods, last)]
    if len(run) > 1 and run[0].generic and lower[run[0].end] == ",":
        run = [mark for mark in run if not mark.generic] or run
    if len(run) == len(spot.group.numbers) > 1:
        return [owner(reading, run[spot.index])], "result-method-respectively"
    return [owner(reading, mark) for mark in run], "result-method-subject"


def applied_to(spot: Spot, methods: Mapping[int, Mark], last: Mark) -> Mark | None:
    """The introduced method that is put into the one before a verb: "adding X to a frozen Y yields"."""
    lower, introduced = spot.lower, spot.reading.introduced
    led = next((mark for mark in methods.values() if mark.name in introduced and leads_in(spot, mark)), None)
    if led and led.end < last.start <= led.end + 4 and last.name not in introduced:
        return led
    lead = next((at for at in range(last.start - 1, last.start - 4, -1) if lower[at] in PUT_TO), None)
    if lead is None or last.name in introduced or not COMPARING.isdisjoint(lower[lead : last.start]):
        return None
    marks = (mark for end, mark in methods.items() if lead - 3 <= end <= lead and mark.name in introduced)
    return next(marks, None)


def leads_in(spot: Spot, mark: Mark) -> bool:
    """Whether a method opens a sentence as the means: "with X, the 7B model"."""
    lower, before = spot.lower, mark.start - 1
    return (
        before == spot.sentence.first and lower[before] in MEANS and lower[mark.end : mark.end + 1] == [","]
    )


def of_ours(before: Sequence[str]) -> bool:
    """Whether the words before a noun make it the paper's own: "our fine-tuned 7B"."""
    lead = next((word for word in reversed(before) if word in PHRASE_STARTS), "")
    return lead in ("our", "proposed")


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
    marks = {mark.start: mark for mark in spot.sentence.of("Method")}
    found: Owner | None = None
    first = spot.sentence.first
    for index in range(first, outer_end(spot)):
        if mark := marks.get(index):
            found = marked(spot, mark, first, found) or found
        elif spot.lower[index] in BOUNDARIES or spot.lower[index] == ":":
            found, first = found if found and found[1] else None, index + 1
        elif spot.lower[index] in NAMELESS and not (found and found[1]):
            found = spoken(spot, marks, index, own) or found or unnamed(spot, first, index)
    return found


def marked(spot: Spot, mark: Mark, first: int, found: Owner | None) -> Owner | None:
    """A method as the subject of the clause that begins at `first`, after what was `found` in it."""
    lower, begin = spot.lower, mark.start
    before = lower[begin - 1] if begin > spot.sentence.first else ""
    if mark.name in spot.reading.introduced and (not (found and found[1]) or before in CALLED):
        return mark.name, True
    if before in BOUNDARIES or (before == "with" and lower[begin - 2] == ","):
        return mark.name, False
    lead = begin - 1 - (before in ARTICLES)
    led = lower[lead] in LEADS and not (lower[lead] == "by" and lower[lead - 1] in REACHED)
    weak = (mark.generic or before == ",") and not acts(lower, mark)
    if found or led or weak or not COMPARE.isdisjoint(lower[first:begin]):
        return None
    return (mark.name, False) if CHANGE_VERBS.isdisjoint(lower[first : begin + 1]) else None


def spoken(spot: Spot, marks: Mapping[int, Mark], index: int, own: str | None) -> Owner | None:
    """The paper's own method, or the one of the sentence before, if a word says so: "our", "this model"."""
    lower, word = spot.lower, spot.lower[index]
    before = lower[index - 1] if index > spot.sentence.first else ""
    if word in SELF and before == "this":
        return meant(spot, own) if word in MODELS else (own, True)
    if word in SELF and before == "proposed":
        return own, True
    if word not in OURS:
        return None
    named = any(
        place in marks and marks[place].name in spot.reading.introduced for place in (index + 1, index + 2)
    )
    return (own, True) if not named and not tells(lower, index) else None


def unnamed(spot: Spot, first: int, index: int) -> Owner | None:
    """Nobody, where a baseline is the subject of the clause that begins at `first`."""
    if spot.lower[index] not in BASELINES:
        return None
    rest = spot.lower[first:index]
    led = not LEADS.isdisjoint(rest[-2:])
    return None if led or not (COMPARE | CLAIM_VERBS).isdisjoint(rest) else (None, False)


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


def acts(lower: Sequence[str], mark: Mark) -> bool:
    """Whether a method is the subject of the verb behind it: "the random forest model proved"."""
    end = mark.end + (lower[mark.end] in SELF)
    end += lower[end].endswith("ly")
    return lower[end] in ACTS or (lower[end].endswith("ed") and lower[end + 1] not in BREAKERS)


def tells(lower: Sequence[str], index: int) -> bool:
    """Whether "we" or "our" only tells what is found: "we show that", "our results indicate that"."""
    window = lower[index + 1 : index + (4 if lower[index] == "we" else 6)]
    return "that" in window or (lower[index] == "our" and not FINDINGS.isdisjoint(window[:3]))
