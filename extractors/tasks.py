"""Tasks that a paper works on: which of the phrases that name one are the same, and which are its own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from extractors.abbreviations import Definition
from extractors.activities import ACTIVITIES, AIMED_VERBS, EVALUATED, STUDYING, TASK_VERBS, activity, means
from extractors.candidates import DATASET_LEADS, FUNCTION_WORDS, KINDS
from extractors.introductions import PROPOSE, bracketed
from extractors.lists import cues, key
from extractors.phrases import CHANGING, ING, MADE_WITH, modifies, plural
from extractors.reading import Mark, Reading, mention, sentence_of
from kg.model import Mention

PARTS = cues("task-parts")
BEFORE_JUDGED = frozenset(["across", "for", "in", "on"])
PERFORMANCE = frozenset(
    ["ability", "abilities", "accuracy", "capabilities", "capability", "performance", "quality", "results"]
)
ALIKE = {
    "forecasting": "prediction",
    "synthesis": "generation",
    "modelling": "model",
    "modeling": "model",
    "labelling": "label",
    "labeling": "label",
    "comprehension": "understand",
    "localisation": "localization",
    "summarisation": "summarization",
    "tumour": "tumor",
    "tumours": "tumor",
}
ENDINGS = (("fying", "fication"), ("ising", "ization"), ("izing", "ization"), ("ting", "tion"))
NOUNS = {
    "recognizing": "recognition",
    "recognising": "recognition",
    "segmenting": "segmentation",
    "forecasting": "prediction",
    "synthesizing": "generation",
    "retrieving": "retrieval",
    "editing": "editing",
    "assessing": "assessment",
}
VERBS = TASK_VERBS | AIMED_VERBS
NEEDED = frozenset(["crucial", "critical", "essential", "fundamental", "important", "necessary", "vital"])
MEANS = cues("task-means")
LISTING = frozenset([",", "and", "as", "from", "like", "including", "e.g.", "particularly"])
COORDINATING = (LISTING - {"from"}) | {"(", "/", ":", "also", "especially", "or"}
POSED = cues("posed")
OTHERS = cues("others") | {"current", "typically", "often"}
AVOIDED = frozenset(["without", "instead"])
OURS = frozenset(["we", "our", "us", "ours", "this", "proposed"])
JOINTS = frozenset([",", "and", "or", "-", "/", "(", ")"])
EXAMPLES = POSED | cues("exemplified")
PARTS_VERBS = cues("consisting")
PROMISED = cues("promised")
SHOWING = CHANGING | STUDYING | {"across", "during", "for", "in", "of", "on"}
BEFORE_PAIRS = FUNCTION_WORDS | MADE_WITH | {",", ".", ":", "(", ";"}
BARE = frozenset(["classification", "detection", "prediction", "recognition", "generation", "estimation"])


def settled(reading: Reading, definitions: Sequence[Definition]) -> Iterator[Mark]:
    """The marks of a page, of the tasks only those that the paper works on, each under one name."""
    tasks = [mark for mark in reading.marks if mark.label == "Task"]
    names = one_name(reading, tasks, definitions)
    own = worked_on(reading, tasks, names)
    for mark in reading.marks:
        if mark.label != "Task":
            yield mark
        elif (name := names[mark.name]) in own:
            yield whole(reading, mark if name == mark.name else replace(mark, name=name))


def whole(reading: Reading, mark: Mark) -> Mark:
    """A task with the modifier that is coordinated with its own: "image and video classification"."""
    lower, start = reading.lower, mark.start
    first = start - 1
    if first < 2 or lower[first] not in ("and", "or", "/") or start + 1 >= mark.end:
        return mark
    while first > 0 and first > start - 9 and shares(reading, first - 1):
        first -= 1
    if first == start - 1 or lower[first] == "-" or lower[first - 1] not in BEFORE_PAIRS:
        return mark
    return replace(mark, start=first, long_form=mark.long_form or reading.page.string(start, mark.end))


def shares(reading: Reading, index: int) -> bool:
    """Whether a token can be part of a modifier that shares its noun with the next one."""
    word, written = reading.lower[index], reading.words[index]
    named = written.isalpha() and written.isupper()
    other = word in ACTIVITIES or (activity(word) and word not in ING)
    head = word == "data" or KINDS.get(word, "None") != "None"
    joined = (
        "-" in (reading.lower[index - 1], reading.lower[index + 1])
        and word.isalnum()
        and word not in MADE_WITH
    )
    return word == "-" or joined or (modifies(written, None) and not (named or other or head))


def one_name(reading: Reading, tasks: Sequence[Mark], definitions: Sequence[Definition]) -> Mapping[str, str]:
    """Each task's name to the one that it shares with its other forms in this paper: underwater acoustic
    target recognition is underwater target recognition, and passive target recognition in another sentence.
    """
    if not tasks:
        return {}
    long_forms = {
        key(reading.page.string(*each.short)): parts(reading.lower[slice(*each.long)]) for each in definitions
    }
    forms: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    objects: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    places: dict[str, set[int]] = defaultdict(set)
    listed = {mark.name for mark in tasks if mark.listed}
    for mark in tasks:
        places[mark.name].add(reading.ends[mark.start])
        for lower in turned(unbracketed(reading.lower[mark.start : mark.end])):
            form = tuple(part for word in parts(lower) for part in long_forms.get(word, (word,)))
            forms[mark.name].add(form)
            objects[mark.name].add(form[-3:] if "-" in lower[-3:-2] else form[-2:])
        for spelled in (mark.long_form, mark.name if mark.listed else None):
            if spelled:
                forms[mark.name].add(parts(spelled.replace("-", " ").split()))
    heads = {name: {form[-1] for form in theirs} for name, theirs in forms.items()}
    groups = {name: {name} for name in forms}
    for short in sorted(forms, key=lambda name: min(map(len, forms[name]))):
        joined = False
        for long, theirs in forms.items():
            one, other = groups[short], groups[long]
            if one is other or heads[short].isdisjoint(heads[long]):
                continue
            part = any(within(a, b) for a in forms[short] for b in theirs)
            same = part or any(len(end) > 1 for end in objects[short] & objects[long])
            if same and ((part and not joined) or united(places, one, other)):
                other |= one
                groups.update(dict.fromkeys(one, other))
                joined = True
    return {name: min(groups[name], key=lambda other: shown(other, other in listed)) for name in forms}


def united(places: Mapping[str, set[int]], names: Iterable[str], others: Iterable[str]) -> bool:
    """Whether no sentence names two of them, and so tells them apart."""
    theirs = set[int]().union(*(places[name] for name in others))
    return all(theirs.isdisjoint(places[name]) for name in names)


def unbracketed(lower: Sequence[str]) -> Sequence[str]:
    """A phrase without the abbreviation in brackets inside it."""
    if "(" not in lower:
        return lower
    opening = lower.index("(")
    return [*lower[:opening], *lower[opening + 3 :]]


def turned(lower: Sequence[str]) -> Iterator[Sequence[str]]:
    """A phrase, and the compound that says the same: "rot detection" for "detecting rot"."""
    yield lower
    if "of" in lower[1:4]:
        middle = lower.index("of", 1)
        yield (*lower[middle + 1 :], *lower[:middle])
    if lower[0] in VERBS:
        yield (*lower[1:], noun(lower[0]))


def noun(verb: str) -> str:
    """The noun of a verb in -ing: "detecting" to "detection"."""
    for ending, other in ENDINGS:
        if verb.endswith(ending):
            return NOUNS.get(verb, verb.removesuffix(ending) + other)
    return NOUNS.get(verb, verb)


def parts(words: Sequence[str]) -> tuple[str, ...]:
    """What the spellings of each word have in common."""
    return tuple(ALIKE.get(word) or key(stem(word)) for word in words if word != "-")


def stem(word: str) -> str:
    """A longer word without its -ing: "spoof" for "spoofing"."""
    return word.removesuffix("ing") if len(word) > 7 else word


def shown(name: str, listed: bool) -> tuple[bool, bool, int, str]:
    """How fit a name is to stand for all forms of a task: the longest listed one, else the shortest,
    never a bare "classification".
    """
    return name in BARE, not listed, -len(name.split()) if listed else len(name), name


def within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one phrase is the other, if need be with words left out before its last one."""
    if len(short) > len(long) or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(word in rest for word in short)


def worked_on(reading: Reading, tasks: Sequence[Mark], names: Mapping[str, str]) -> set[str]:
    """The names of the tasks that the title or the paper's own part names as such;
    if there is none, those that the background names on their own.
    """
    named = [
        (names[mark.name], mark)
        for mark in tasks
        if names[mark.name] not in BARE or (mark.rule == "task-list" and mark.start >= reading.own)
    ]
    often = {name for name, count in Counter(name for name, _ in named).items() if count > 1}
    tools = {name for name, mark in named if mark.start < reading.title and means(reading.lower, mark.start)}
    own = {
        name
        for name, mark in named
        if mark.rule not in ("task-aim", "title-rest")
        and evident(reading, mark)
        and (mark.listed or name not in tools)
        and (mark.start < reading.own or name in often or grounded(reading, mark))
        and (
            mark.rule not in ("long-form-head", "task-head", "task-open")
            or mark.start < reading.title
            or confirmed(reading, mark, name in often)
        )
    }
    return (own and own | enumerated(reading, named, own)) or last_resort(reading, named)


def enumerated(reading: Reading, named: Sequence[tuple[str, Mark]], own: Set[str]) -> set[str]:
    """What is enumerated after a task that the paper works on: "apple detection, pear grading and X"."""
    found: set[str] = set()
    ends: set[int] = set()
    for name, mark in named:
        goes_on = listed_before(reading.lower, mark.start, ends) and evident(reading, mark)
        if mark.start >= reading.own and (goes_on or name in own):
            ends.add(after_brackets(reading.lower, mark.end))
            found.add(name)
    return found


def confirmed(reading: Reading, mark: Mark, often: bool) -> bool:
    """Whether what reads like a task is one: the background or several sentences name it, results are told
    of it, or the title has it.
    """
    end = after_brackets(reading.lower, mark.end)
    asked = reading.lower[end : end + 1] in (["task"], ["tasks"])
    if asked or (mark.rule == "task-head" and (often or mark.start < reading.own)):
        return True
    titled = often and mark.name in reading.page.string(0, reading.title).lower()
    return titled or judged(reading, mark)


def last_resort(reading: Reading, named: Sequence[tuple[str, Mark]]) -> set[str]:
    """What a paper that names no task plainly works on: what its method is for, else what the background
    names on its own, else the activity in its title.
    """
    titled = {name for name, mark in named if mark.rule == "title-rest"}
    aims = {name for name, mark in named if mark.rule == "task-aim" and mark.start >= reading.own}
    weak = ("task-aim", "task-bare", "task-open", "title-rest")
    return aims or {name for name, mark in named if mark.rule not in weak and alone(reading, mark)} or titled


def evident(reading: Reading, mark: Mark) -> bool:
    """Whether a mark shows that the paper works on the task."""
    lower, start, end = reading.lower, mark.start, mark.end
    if start < reading.title:
        return not means(lower, start)
    if start < reading.own:
        return start - reading.body <= 1 and lower[start - 1] not in MEANS
    if mark.rule == "enumerated":
        return "tasks" in lower[max(sentence_of(reading, start)[0], start - 16) : start]
    if mark.rule == "name-head" or (
        mark.rule == "task-word" and not mark.name.islower() and not mark.long_form
    ):
        return False  # what a capitalised phrase or a member of a list of names is called, nobody works on
    if mark.rule == "task-purpose" and start >= reading.sentences[-1][0] > reading.own:
        return False  # what the results may be good for
    if promised(reading, start) or about_others(reading, start):
        return False
    end = after_brackets(lower, end)
    before, after = lower[start - 1], lower[end] if end < len(lower) else ""
    if after not in ("task", "tasks") and made_of(reading, start):
        return False
    ours = after in PARTS and proposed(lower, start)
    if (after in PARTS and not ours) or (after == "-" and not MADE_WITH.isdisjoint(lower[end + 1 : end + 2])):
        return False
    if before in ("a", "an") and after not in ("application", "dataset", "task") and not ours:
        return False
    if before == "for" and lower[start - 2] in NEEDED:
        return False
    if not AVOIDED.isdisjoint(lower[start - 2 : start]):
        return False
    return before not in MEANS and not (
        mark.rule == "task-head" and plural(before) and before not in CHANGING
    )


def promised(reading: Reading, start: int) -> bool:
    """Whether a sentence without results names a task that the work may serve: "applications such as X",
    in the last one also "the potential of Y in X".
    """
    lower, (first, last) = reading.lower, sentence_of(reading, start)
    led = lower[max(first, start - 12) : start]
    hoped = last == reading.sentences[-1][1] and "potential" in led
    return (hoped or not PROMISED.isdisjoint(led)) and EVALUATED.isdisjoint(lower[first:last])


def made_of(reading: Reading, start: int) -> bool:
    """Whether what leads to a task, maybe over other members of an enumeration, makes it a part or an example
    of something that is no task: "features such as X", "employs W, X", "based on X".
    """
    lower, first = reading.lower, sentence_of(reading, start)[0]
    place = start - 1
    while place > max(first, start - 16) and (
        lower[place] in JOINTS or modifies(reading.words[place], None) or plural(lower[place])
    ):
        place -= 1
    if lower[place] == "on":
        return lower[place - 1] == "based"
    if lower[place] in ("including", "like") or lower[place - 1 : place + 1] == ["such", "as"]:
        named = place - 1 - (lower[place] == "as")
        named -= lower[named] == ","
        return EXAMPLES.isdisjoint(lower[max(first, named - 8) : named + 1])
    return lower[place] in PARTS_VERBS


def about_others(reading: Reading, start: int) -> bool:
    """Whether a sentence without results speaks of the work of others: "existing methods struggle with X"."""
    first, last = sentence_of(reading, start)
    words = reading.lower[first:last]
    if OTHERS.isdisjoint(words) or not OURS.isdisjoint(words) or not EVALUATED.isdisjoint(words):
        return False
    return not any(mark.name in reading.introduced and first <= mark.start < last for mark in reading.marks)


def grounded(reading: Reading, mark: Mark) -> bool:
    """Whether a single mention of a task shows what it is there for: enumerated, "in X", "X tasks"."""
    lower, start, end = reading.lower, mark.start, after_brackets(reading.lower, mark.end)
    after = lower[end] if end < reading.ends[start] else "."
    first = start - 1
    while first > 2 and lower[first - 1] == "-":
        first -= 2
    near = lower[max(0, min(first - 1, start - 3)) : start]
    return (
        start == sentence_of(reading, start)[0]
        or after in POSED
        or after in COORDINATING
        or lower[start - 1] in COORDINATING
        or not SHOWING.isdisjoint(near)
        or proposed(lower, start)
    )


def judged(reading: Reading, mark: Mark) -> bool:
    """Whether results are told of a task: "gains in X", "on the X benchmarks", "improves X performance",
    "93.1% for X", "X on MNIST".
    """
    lower, first, end = reading.lower, sentence_of(reading, mark.start)[0], mark.end
    after = lower[end] if end < len(lower) else ""
    if mark.rule == "task-head" and after in DATASET_LEADS:
        return True
    before = lower[max(first, mark.start - 8) : mark.start]
    if before[-1:] == ["of"] and not PERFORMANCE.isdisjoint(before[-2:]) and not CHANGING.isdisjoint(before):
        return True
    if after in PERFORMANCE and not CHANGING.isdisjoint(lower[max(first, mark.start - 5) : mark.start]):
        return True
    led = lower[mark.start - 1] in BEFORE_JUDGED and lower[mark.start - 2] != "based"
    if (
        led
        and lower[end - 1] != "analysis"
        and names(reading, "Metric", max(first, mark.start - 12), mark.start)
    ):
        return True
    if after == "on" and names(reading, "Dataset", end + 1, end + 5):
        return True
    place = mark.start - 1
    while place > first and place > mark.start - 4 and lower[place] not in BEFORE_JUDGED:
        place -= 1
    return lower[place] in BEFORE_JUDGED and not EVALUATED.isdisjoint(lower[max(first, place - 8) : place])


def names(reading: Reading, label: str, start: int, end: int) -> bool:
    """Whether a name of a kind begins among some tokens."""
    return any(mark.label == label and start <= mark.start < end for mark in reading.marks)


def proposed(lower: Sequence[str], start: int) -> bool:
    """Whether the method of a task is what the paper proposes: "we present a fast and simple X method"."""
    return any(
        lower[index] in PROPOSE and lower[index + 1] in ("a", "an", "two", "three")
        for index in range(max(0, start - 9), start - 1)
    )


def after_brackets(lower: Sequence[str], end: int) -> int:
    """The end of a name with the abbreviation in brackets that follows, or whose bracket it ends in."""
    return bracketed(lower, end + (lower[end : end + 1] == [")"]))


def listed_before(lower: Sequence[str], start: int, ends: set[int]) -> bool:
    """Whether a phrase goes on an enumeration in which a listed task stands right before it."""
    while start and lower[start - 1] in (",", "and", "or", "also", "then"):
        start -= 1
    return start in ends


def alone(reading: Reading, mark: Mark) -> bool:
    """Whether the background names a task, not as an example among others."""
    lower, start = reading.lower, mark.start
    before = lower[max(reading.body, start - 2) : start]
    return reading.body <= start < reading.own and LISTING.isdisjoint(before)


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a task."""
    for mark in reading.marks:
        if mark.label == "Task":
            yield mention(reading, mark)
