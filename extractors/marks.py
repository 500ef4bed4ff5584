"""The marking pass: word lists, names and phrases in, one list of marks without overlap out."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from extractors import activities, listed, lists, metrics, phrases, proposals, quantities, tasks
from extractors.abbreviations import definitions
from extractors.lists import LISTS, key
from extractors.names import Names
from extractors.reading import Mark, Reading, opened
from kg.page import Page

IN_TEXT = frozenset(["task-aim", "task-bare", "task-head", "task-open"])


def read(page: Page) -> Reading:
    """Mark a page."""
    reading = opened(page)
    defined = tuple(definitions(reading.words, reading.spaced, reading.sentences, reading.body))
    known = listed.own_meanings(reading, longest(listed.found(reading)), defined)
    known = listed.told_apart(reading, known)
    names = proposals.named(reading, known, defined)
    introduced, named = names.all_introduced(), [*known, *names.marks()]
    follows = list_marks(reading, known)
    phrased = [
        mark for mark in phrase_marks(reading, named) if not (mark.label == "Task" and own_name(names, mark))
    ]
    marks = longest([*named, *phrased, *follows, *title_tasks(reading, names, known)])
    own = own_part(reading, marks, introduced)
    marked = replace(reading, marks=tuple(marks), introduced=introduced, own=own)
    settled = list(tasks.settled(marked, defined))
    if len(settled) < len(marks):
        settled = uncovered(named, settled)
    marked = replace(marked, marks=tuple(metrics.averages_merged(settled)))
    kept = metrics.kept(marked)
    judging = [mark for mark in marked.marks if mark.label != "Metric" or mark.name in kept]
    return replace(marked, marks=tuple(metrics.lengthened(reading, judging)))


def uncovered(named: Iterable[Mark], marks: list[Mark]) -> list[Mark]:
    """Marks and the names that a task which was not kept had covered: "chain-of-thought (CoT) reasoning"."""
    taken = {index for mark in marks for index in range(mark.start, mark.end)}
    free = [mark for mark in named if mark.label != "Task" and taken.isdisjoint(range(mark.start, mark.end))]
    return sorted([*marks, *longest(free)], key=lambda mark: mark.start) if free else marks


def own_part(reading: Reading, marks: Iterable[Mark], introduced: Set[str]) -> int:
    """The token where the abstract starts to speak of its own work: at "we", or where it names its method."""
    named = (
        mark.start
        for mark in marks
        if mark.label == "Method" and mark.name in introduced and mark.start >= reading.body
    )
    return min(reading.own, next(named, reading.own))


def phrase_marks(reading: Reading, named: Sequence[Mark]) -> Iterator[Mark]:
    """Tasks and metrics that are noun phrases; the dataset that one opens with is none of it:
    "COCO object detection".
    """
    datasets = {mark.start: mark.end for mark in named if mark.label == "Dataset"}
    listed_ends = {mark.end for mark in named if mark.label == "Task"}
    measured = {
        index + 1 for mark in named if mark.label == "Metric" for index in range(mark.start, mark.end - 1)
    }
    for first, last in reading.sentences:
        for label, find in (
            ("Task", activities.task_lists),
            ("Task", activities.purposes),
            ("Task", activities.tasks),
            ("Metric", phrases.metrics),
            ("Metric", quantities.quantities),
        ):
            for opening, end, rule in find(reading.words, reading.lower, first, last):
                start = datasets.get(opening, opening)
                if start >= end or (start > opening and end - start < 2):
                    continue
                if label == "Task" and (
                    activities.says_little(reading.lower, start, end)
                    or (rule in IN_TEXT and start < reading.title)
                    or (rule == "task-open" and end in listed_ends)
                    or end in measured  # the error in "sub-metre localization error"
                ):
                    continue
                text = reading.page.string(start, end)
                name = lists.named(label).get(key(text), text.lower())
                yield Mark(label=label, start=start, end=end, name=name, rule=rule)


def list_marks(reading: Reading, known: Sequence[Mark]) -> Iterator[Mark]:
    """The activities that an enumeration names after a listed task: "speech recognition and translation"."""
    datasets = {mark.start: mark.end for mark in known if mark.label == "Dataset"}
    for mark in known:
        end, last = mark.end, reading.ends[mark.start]
        goes_on = end + 1 < last and reading.lower[end] in (",", "and", "or")
        if goes_on and mark.label == "Task" and mark.start >= reading.own:
            start = end + 1 + (reading.lower[end + 1] in ("and", "or"))
            for opening, after, rule in activities.members(reading.words, reading.lower, start, last):
                first = datasets.get(opening, opening)
                if first < after and reading.lower[after - 1] in activities.ACTIVITIES:
                    text = reading.page.string(first, after).lower()
                    shared = (
                        f"{reading.page.string(mark.start, end - 1)} {text}" if after - first == 1 else ""
                    )
                    name = lists.named("Task").get(key(shared)) if shared else None
                    yield Mark(
                        label="Task",
                        start=first,
                        end=after,
                        name=name or text,
                        rule=rule,
                        long_form=shared if name else None,
                    )


def title_tasks(reading: Reading, names: Names, known: Sequence[Mark]) -> Iterator[Mark]:
    """The tasks that the title names, wherever they stand, unless the phrase is the name of a method
    or ends in a known technique: "improving contrastive learning".
    """
    techniques = {mark.end for mark in known if mark.label == "Method" and mark.start < reading.title}
    techniques -= {mark.end for mark in known if mark.label == "Task"}
    listed_tasks = {index for mark in known if mark.label == "Task" for index in range(mark.start, mark.end)}
    ends = {mark.end for mark in known if mark.label == "Task" and mark.end - mark.start > 1}
    for start, last, found in activities.title_tasks(reading.words, reading.lower, reading.title):
        end = without_object(reading, names, start, last, ends) if found == "title-task-of" else last
        rule = found if end == last else "title-task"
        if activities.says_little(reading.lower, start, end) or (
            end in techniques and not activities.aimed_at(reading.lower, start)
        ):
            continue
        if rule == "title-rest" and not listed_tasks.isdisjoint(range(start, end)):
            continue
        name = reading.page.string(start, end).lower()
        if not own_name(names, Mark(label="Task", start=start, end=end, name=name, rule=rule)):
            places = list(names.repeats(start, end))
            lone = rule in ("title-task", "title-subject") and len(places) == 1
            opens = start == 0 and rule == "title-subject"
            if lone and (opens or activities.helps(reading.lower, start, end, reading.title)):
                rule = "title-rest"  # a name for what is done, or a means
            yield from (
                Mark(label="Task", start=first, end=after, name=name, rule=rule) for first, after in places
            )


def without_object(reading: Reading, names: Names, start: int, end: int, ends: Set[int]) -> int:
    """The end of a title's task before "of", if a list or the abstract has it without its object:
    "semantic segmentation of leaves".
    """
    noun = reading.lower.index("of", start, end)
    repeated = noun - start > 2 and len(list(names.repeats(start, noun))) > 1
    return noun if repeated or noun in ends else end


def own_name(names: Names, mark: Mark) -> bool:
    """Whether a phrase is the name of what the paper introduces."""
    found = key(mark.name)
    return names.aliases.get(found, found) in names.introduced


def longest(marks: Iterable[Mark]) -> list[Mark]:
    """Marks without overlap, the longest first, then listed ones, then the order of LISTS.

    A technique that is also the task of the paper keeps both marks.
    """
    order = {label: index for index, label in enumerate(LISTS.values())}
    chosen: list[Mark] = []
    taken: dict[int, Mark] = {}
    for mark in sorted(marks, key=lambda m: (m.start - m.end, not m.listed, order[m.label], m.start, m.name)):
        over = [taken[index] for index in range(mark.start, mark.end) if index in taken]
        twin = all((other.start, other.end) == (mark.start, mark.end) and pair(other, mark) for other in over)
        if twin:
            taken.update(dict.fromkeys(range(mark.start, mark.end), mark))
            chosen.append(mark)
    return sorted(chosen, key=lambda m: (m.start, order[m.label]))


def pair(one: Mark, other: Mark) -> bool:
    """Whether two marks of one span are the same technique as a task and as a method, or the same new
    metric as a method.
    """
    labels = {one.label, other.label}
    if labels == {"Metric", "Method"}:
        return one.name == other.name and not one.listed and not other.listed
    return labels == {"Task", "Method"} and (one.generic or other.generic)
