"""Tasks that a paper works on: which of the phrases that name one are the same, and which are its own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.lists import cues, key
from extractors.phrases import means, plural
from extractors.reading import Mark, Reading, mention
from kg.model import Mention

PARTS = cues("task-parts")
IMPROVING = cues("changing")
MADE_WITH = cues("made-with")
MEANS = frozenset(["via", "using", "through", "by", "than", "unlike", "a", "an"])
BARE = [
    [word]
    for word in ("classification", "detection", "prediction", "recognition", "generation", "estimation")
]
OTHERS = frozenset(["as", "like", "including", "e.g."])


def settled(reading: Reading, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks, of the tasks only those that the paper works on, each under one name."""
    tasks = [mark for mark in marks if mark.label == "Task"]
    names = one_name(reading, tasks)
    own = worked_on(reading, tasks, names)
    for mark in marks:
        if mark.label != "Task":
            yield mark
        elif names[mark.name] in own:
            yield replace(mark, name=names[mark.name])


def one_name(reading: Reading, tasks: Sequence[Mark]) -> Mapping[str, str]:
    """Each task's name to the one that it shares with its longer and shorter forms in this paper:
    underwater acoustic target recognition is underwater target recognition.
    """
    forms: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    listed = {mark.name for mark in tasks if mark.listed}
    for mark in tasks:
        forms[mark.name].add(tuple(key(word) for word in reading.lower[mark.start : mark.end] if word != "-"))
    groups = {name: {name} for name in forms}
    for short in sorted(forms, key=lambda name: min(map(len, forms[name]))):
        for long in forms:
            if groups[short] is not groups[long] and any(
                within(a, b) for a in forms[short] for b in forms[long]
            ):
                groups[long] |= groups[short]
                groups.update(dict.fromkeys(groups[short], groups[long]))
                break
    return {name: min(groups[name], key=lambda other: shown(other, other in listed)) for name in forms}


def shown(name: str, listed: bool) -> tuple[bool, int, str]:
    """How fit a name is to stand for all forms of a task: the longest listed one, else the shortest."""
    return not listed, -len(name.split()) if listed else len(name), name


def within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one phrase is the other with words left out before its last one."""
    if len(short) >= len(long) or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(word in rest for word in short)


def worked_on(reading: Reading, tasks: Sequence[Mark], names: Mapping[str, str]) -> set[str]:
    """The names of the tasks that the title or the paper's own part names as such;
    if there is none, those of the background.
    """
    own = {names[mark.name] for mark in tasks if evident(reading, mark)}
    return own or {names[mark.name] for mark in tasks if not enumerated(reading, mark)}


def evident(reading: Reading, mark: Mark) -> bool:
    """Whether a mark shows that the paper works on the task."""
    lower = reading.lower
    if lower[mark.start : mark.end] in BARE:
        return False
    if mark.start < reading.title:
        return not means(lower, mark.start)
    if mark.start < reading.own:
        return False
    before, after = lower[mark.start - 1], lower[mark.end] if mark.end < len(lower) else ""
    if after in PARTS or (after == "-" and lower[mark.end + 1] in MADE_WITH):
        return False
    return not (before in MEANS or (mark.rule == "task-head" and plural(before) and before not in IMPROVING))


def enumerated(reading: Reading, mark: Mark) -> bool:
    """Whether the background names a task as an example among others."""
    lower, start = reading.lower, mark.start
    return bool({",", "and", *OTHERS}.intersection(lower[max(reading.body, start - 2) : start]))


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a task."""
    for mark in reading.marks:
        if mark.label == "Task":
            yield mention(reading, mark)
