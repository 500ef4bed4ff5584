"""The datasets that a number was reached on, and the rule that says so."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.clauses import BOUNDARIES, CLAIM_VERBS, Group, Spot, Thread, enumerations, turns
from extractors.lists import cues, is_cost
from extractors.numbers import COST_UNITS, SCALES
from extractors.reading import Mark
from extractors.result_subjects import own_method

CONTINUES = cues("continues")
SEVERAL = frozenset(
    ["datasets", "benchmarks", "tasks", "corpora", "domains", "environments", "scenarios", "settings"]
)
LEADS = frozenset(["for", "on"])
ON = frozenset(["on", "using"])
FROM = frozenset(["across", "employing", "from", "in", "utilizing"])
TESTED = frozenset(["in", "on", "using", "with"])
CORPORA = frozenset(["corpus", "database", "dataset"])
CHALLENGES = CORPORA | {"benchmark", "challenge", "competition"}
HEADS = CHALLENGES | {"archive", "datasets", "environment", "simulation", "simulator"}
EVALUATING = cues("evaluating") | {"conducted", "experiment", "experiments"}
ANYWHERE = frozenset(["all", "average", "both", "each", "its", "our", "par", "the", "these", "this", "top"])
OPENERS = frozenset([",", ";", "and", "while", "whereas", "but"])
PRETRAINED = frozenset(["pre", "pretrained", "pretraining", "trained"])
TRAINED = frozenset(["exclusively", "on", "only", "solely", "the", "trained"])
SPLITS = frozenset(
    ["-", "benchmark", "dataset", "datasets", "dev", "set", "split", "subset", "test", "val", "validation"]
)
ARROWS = frozenset(["->", "→", "⇒", "rightarrow"])
COUNTING = frozenset(["across", "on"])
COUNTS = cues("several-counts")
SAME = frozenset(["each", "its", "new", "our", "proposed", "same", "that", "the", "these", "this"])
ANOTHER = COUNTS | {"a", "an", "another", "other", "our", "the"}
MORE_DATA = SEVERAL | {"archive", "benchmark", "collection", "corpus", "dataset", "database"}
FINITE_VERBS = frozenset(verb for verb in CLAIM_VERBS if not verb.endswith("ing"))

Run = Sequence[Mark]
Found = tuple[Sequence[Mark], str]
NOTHING: Found = ((), "")
UNNAMED = (Mark(label="Dataset", start=0, end=0, name="", rule=""),)


def datasets_of(spot: Spot, metric: Mark | None, before: Thread, here: Thread) -> Found:
    """(datasets, rule): those its words name, else those of the number it refers back to, else the paper's
    only one; nothing where several compete.
    """
    earlier = here.earlier(spot)
    if spot.group.bracketed and earlier and earlier[1] and metric in (None, earlier[0]):
        return earlier[1], "result-dataset-of-pair"
    runs = evaluated(spot)
    metrics = {mark.start for mark in spot.sentence.of("Metric")}
    if metric and (before_it := next((run for run in runs if run[-1].end == metric.start), ())):
        return before_it, "result-dataset-touching"
    runs = [run for run in runs if run[-1].end not in metrics]
    measured = spot.number.unit in COST_UNITS
    cost = measured if metric is None else is_cost(metric.name) and not measured
    if not runs and len(before.enumerated) == len(spot.group.numbers) > 1:
        return [before.enumerated[spot.index]], "result-dataset-aligned"
    for find in FINDERS:
        if found := find(spot, runs):
            several = 1 < len(found) != len(spot.group.numbers) > 1 or found is UNNAMED
            # a size is mostly the same everywhere, and what is named late or with others is seldom meant
            doubts = (spot.number.unit in SCALES, find is later, len(found) > 1)
            competing = several or sum(doubts) > 1 or (find is not aligned and unfinished(spot, found))
            return NOTHING if competing else (found, f"result-dataset-{find.__name__}")
    if other_task(spot):
        return NOTHING if cost or (before.datasets and before.named) else sole(spot)
    if runs and len(spot.group.numbers) > 1 and earlier and earlier[1]:
        return earlier[1], "result-dataset-of-pair"
    if runs:
        last = next((run[-1] for run in reversed(runs) if run[-1].end <= spot.group.start), None)
        carried = len(runs) == 1 or (metric and last in here.datasets)
        carried = carried and not (cost and len(here.datasets) > 1)
        return (here.datasets, "result-dataset-carried") if carried and not elsewhere(spot) else NOTHING
    if cost or names_other(spot):
        return NOTHING
    if before.datasets and continues(spot) and not others_named(spot, before.datasets):
        return before.datasets, "result-dataset-carried"
    return sole(spot)


def unfinished(spot: Spot, run: Run) -> bool:
    """Whether an enumeration of datasets goes on without a name: "on MNIST and a dataset of birds"."""
    lower, end = spot.lower, run[-1].end
    while lower[end] in SPLITS:
        end += 1
    words = lower[end : end + 8]
    joined = words[:1] == ["and"] or words[:2] == [",", "and"]
    words = words[1 + (words[0] == ",") :]
    return joined and words[0] in ANOTHER and not MORE_DATA.isdisjoint(words)


def unnamed(spot: Spot, _: Sequence[Run]) -> Run:
    """The number is for datasets without a name: "on two datasets", "on downstream tasks"."""
    lower, group = spot.lower, spot.group
    for index in range(group.first, group.start - 2):
        if (
            lower[index] in ("across", "for", "on")
            and lower[index + 1] in COUNTS
            and lower[index + 2] in SEVERAL
        ):
            return UNNAMED
    for index in range(group.end, min(group.end + 8, group.last - 1)):
        if lower[index] in ("on", "across", "over"):
            several = not SEVERAL.isdisjoint(lower[index + 1 : min(index + 6, group.last)])
            return UNNAMED if several else ()
    return ()


def elsewhere(spot: Spot) -> bool:
    """Whether the number is said to be reached on something that is no known dataset: "on dialects"."""
    words = (spot.lower[place] for place in reached_on(spot))
    return any(word[0].isalpha() and word not in ANYWHERE for word in words)


def reached_on(spot: Spot) -> Iterator[int]:
    """The tokens behind an "on" right behind the number."""
    end = spot.group.end
    places = range(end, min(end + 4, spot.group.last - 1))
    return (place + 1 for place in places if spot.lower[place] == "on")


def other_task(spot: Spot) -> bool:
    """Whether the number is for a task that is named behind it or opens the sentence."""
    group, first = spot.group, spot.sentence.first
    return any(
        (group.end <= mark.start < group.last and mark.start - group.end <= 8)
        or (mark.start <= first + 2 and spot.lower[first] in ("in", "on", "for"))
        for mark in spot.sentence.of("Task")
    )


def names_other(spot: Spot) -> bool:
    """Whether a sentence without a known dataset speaks of one: "on the Birds-9 dataset"."""
    first, last = spot.sentence.first, spot.sentence.last
    return any(
        spot.lower[index] in CORPORA and spot.lower[index - 1] not in SAME for index in range(first + 1, last)
    )


def continues(spot: Spot) -> bool:
    """Whether the sentence plainly goes on about what the one before said: "it", "the", "further" …"""
    first = spot.sentence.first
    return spot.lower[first] in CONTINUES or "it" in spot.lower[first : spot.group.start]


def others_named(spot: Spot, run: Run) -> bool:
    """Whether the abstract has named further datasets before the sentence; a part is none."""
    body, first = spot.reading.body, spot.sentence.first
    return any(
        all(mark.name not in one.name and one.name not in mark.name for one in run)
        for mark in spot.reading.marks
        if mark.label == "Dataset" and body <= mark.start < first
    )


def evaluated(spot: Spot) -> Sequence[Run]:
    """The sentence's enumerations of datasets without those that something was pre-trained on or is
    transferred from: "GTA5 → Cityscapes".
    """
    lower = spot.lower
    marks = [
        mark
        for mark in spot.sentence.of("Dataset")
        if lower[mark.end] not in ARROWS and not pretrains(lower, mark)
    ]
    leads = [
        (run, lower[max(spot.sentence.first, run[0].start - 6) : run[0].start])
        for run in enumerations(marks, lower)
    ]
    runs = [(run, lead) for run, lead in leads if not pretrained(lead)]
    tested = [run for run, lead in runs if not ("trained" in lead[-4:] and TRAINED.issuperset(lead[-2:]))]
    return tested or [run for run, _ in runs]


def pretrains(lower: Sequence[str], mark: Mark) -> bool:
    """Whether a dataset only names what a model was trained on: "a COCO-pretrained backbone"."""
    return lower[mark.end + (lower[mark.end] == "-")] in PRETRAINED


def pretrained(words: Sequence[str]) -> bool:
    """Whether words lead to what a model was trained on beforehand: "pre-trained on the"."""
    return any(
        other == "on" and (one.startswith("pretrain") or (one.startswith("train") and "-" in words))
        for one, other in pairwise(words)
    )


def aligned(spot: Spot, runs: Sequence[Run]) -> Run:
    """The dataset at the number's place in an enumeration as long as that of the numbers."""
    size, end = len(spot.group.numbers), spot.group.end
    options = [run for run in runs if len(run) == size > 1]
    if not options and "respectively" in spot.lower[end : end + 16]:
        marks = [mark for run in runs for mark in run if mark.start < spot.group.last]
        options = [[mark for mark in marks if (mark.start < end) == ahead] for ahead in (True, False)]
        options = [run for run in options if len(run) == size > 1]
    after = [run for run in options if run[0].start >= end]
    chosen = after[:1] or ([] if behind(spot, runs) else options[-1:])
    return [chosen[0][spot.index]] if chosen else ()


def headed(spot: Spot, runs: Sequence[Run]) -> Run:
    """The dataset before the bracket that holds the number: "MS-COCO (1.3%)"."""
    lower, group = spot.lower, spot.group
    for mark in (mark for run in runs for mark in run) if group.bracketed else ():
        end = mark.end
        while lower[end] in SPLITS:
            end += 1
        between = lower[end : group.start]
        if between[:1] == ["("] and not {"(", ")"}.intersection(between[1:]) and len(between) <= 12:
            return (mark,)
    return ()


def having(spot: Spot, runs: Sequence[Run]) -> Run:
    """The dataset that has the number, or the one before it in its list: "COCO with 58% PQ and 44% AP"."""
    lower, group = spot.lower, spot.group
    groups = [other for other in spot.sentence.groups if not other.bracketed]
    for run in reversed(runs):
        end = run[-1].end
        while lower[end] in SPLITS:
            end += 1
        if run[-1].end <= group.start and lower[end] == "with":
            first = next((other for other in groups if other.start >= end), group)
            near = first.start - end <= 2
            others = any(run[-1].end <= one[0].start < group.start for one in runs)
            apart = others or not BOUNDARIES.isdisjoint(lower[end : group.start])
            return run[-1:] if near and not apart and len(run) < 3 else ()
    return ()


def touching(spot: Spot, runs: Sequence[Run]) -> Run:
    """The dataset without a word between it and the number: "(+5% CUB, +2% SCars)", "and for COCO 79.3"."""
    lower, start = spot.lower, spot.group.start
    for run in runs:
        leads = run[-1].end == start - (lower[start - 1] == ":") and lower[run[0].start - 1] in LEADS
        if leads or run[0].start == spot.group.end:
            return run
    return ()


def behind(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets after the number, before the next number and before a new claim."""
    group, groups = spot.group, spot.sentence.groups
    for run in runs:
        if group.end <= run[0].start < group.last and not turns(spot.lower, group.end, run[0].start):
            owns = any(other.start == run[-1].end for other in groups)  # "…, for COCO 79.3"
            return () if owns and spot.lower[run[0].start - 2] == "," else run
    return ()


def fronted(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets of a fronted phrase with no number since: "and, on the newer MNIST, it scores 99%"."""
    lower, group = spot.lower, spot.group
    for run in reversed(runs):
        last = run[-1].end
        if last <= group.start:
            last += lower[last] in ("dataset", "datasets", "benchmark", "benchmarks")
            comma = lower[last] == ","
            between = any(last <= other.start < group.start for other in spot.sentence.groups)
            opens = any(
                lower[place] in ("on", "for", "in")
                and (place == spot.sentence.first or lower[place - 1] in OPENERS)
                for place in range(max(spot.sentence.first, run[0].start - 4), run[0].start)
            )
            return run if comma and opens and not between and not group.bracketed else ()
    return ()


def shared(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets behind the next number of a coordination: "19.4% AP and 14.7% AUROC on VisA"."""
    lower, groups = spot.lower, spot.sentence.groups
    for one, other in pairwise(groups[groups.index(spot.group) :]):
        gap = lower[one.end : other.start]
        if (
            len(gap) > 12
            or "(" in gap
            or not {",", "and", "while", "at", "with"}.intersection(gap)
            or any(one.end <= run[0].start < other.start for run in runs)
            or {";", "whereas", "but"}.intersection(gap)
        ):
            return ()
        if found := behind(at(spot, other), runs):
            return found
    return ()


def at(spot: Spot, group: Group) -> Spot:
    """The first number of another group of the sentence."""
    return Spot(reading=spot.reading, sentence=spot.sentence, group=group, index=0)


def opening(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets named before the first number of the sentence that is no count:
    "Across 200 scenes from COCO, it reaches 91%".
    """
    starts = [group.start for group in spot.sentence.groups]
    scores = [start for start in starts if spot.lower[start - 1] not in COUNTING]
    first = min(scores, default=starts[0])
    return next((run for run in reversed(runs) if run[-1].end <= first), ())


def since(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets between the number before and this one in a claim of their own:
    "44% on A, and B reaches the best on C, with 58%".
    """
    group, lower = spot.group, spot.lower
    for run in reversed(runs):
        if group.first <= run[0].start and run[-1].end <= group.start:
            opened = range(group.first, run[0].start)
            claims = any(lower[index] in CLAIM_VERBS for index in opened)
            return run if claims and BOUNDARIES.isdisjoint(lower[run[-1].end : group.start]) else ()
    return ()


def ahead(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets right before the number, unless they stand behind another number: "on MNIST it is 99%"."""
    group = spot.group
    for run in reversed(runs):
        if 0 <= group.start - run[-1].end <= 4:
            others = (other for other in spot.sentence.groups if other.end <= run[0].start < other.last)
            claimed = any(not turns(spot.lower, other.end, run[0].start) for other in others)
            return () if claimed else run
    return ()


def later(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets named after all: "reaches 81% and 79%, both on COCO"."""
    lower, end = spot.lower, spot.group.end
    for run in runs:
        if run[0].start >= end:
            anew = any(
                lower[index] in BOUNDARIES
                or (lower[index - 1] in (",", "and") and lower[index] in FINITE_VERBS)
                for index in range(end, run[0].start)
            )
            return () if anew else run
    return ()


FINDERS = (aligned, headed, fronted, having, touching, behind, unnamed, shared, opening, since, ahead, later)


def sole(spot: Spot) -> Found:
    """The one dataset that the abstract names at all, if it is worked on or all that the paper introduces,
    or that its title presents, unless the sentence speaks of several.
    """
    reading, sentence = spot.reading, spot.sentence
    if not SEVERAL.isdisjoint(reading.lower[sentence.first : sentence.last]):
        return NOTHING
    marks = [mark for mark in reading.marks if mark.label == "Dataset"]
    titled = [mark for mark in marks if mark.end <= reading.title and mark.name in reading.introduced]
    if titled and not own_method(reading):
        return titled[:1], "result-dataset-titled"
    named = [mark for mark in marks if mark.start >= reading.body and not pretrains(reading.lower, mark)]
    if len({mark.name for mark in named}) != 1:
        return NOTHING
    held = refers_back(spot) or any(evaluates_on(reading.lower, mark) for mark in named)
    if not held and named[0].start < sentence.first:
        introduced = named[0].name in reading.introduced
        own = introduced and not own_method(reading)
        held = own or (not introduced and any(works_on(reading.lower, mark) for mark in named))
    return (named[:1], "result-dataset-sole") if held else NOTHING


def refers_back(spot: Spot) -> bool:
    """Whether a sentence speaks of the dataset at hand: "on this benchmark", "on the hidden test set"."""
    lower, first, last = spot.lower, spot.sentence.first, spot.sentence.last
    return any(
        (one == "this" and other in CHALLENGES) or (one == "test" and other in ("dataset", "set"))
        for one, other in pairwise(lower[first:last])
    )


def evaluates_on(lower: Sequence[str], mark: Mark) -> bool:
    """Whether a dataset is said to be what was evaluated on."""
    lead = lower[max(0, mark.start - 8) : mark.start]
    return not TESTED.isdisjoint(lead[-3:]) and not EVALUATING.isdisjoint(lead)


def works_on(lower: Sequence[str], mark: Mark) -> bool:
    """Whether a dataset is said to be what was evaluated on or where the data are from: "tests on the X",
    "taken from the X dataset".
    """
    lead = lower[max(0, mark.start - 5) : mark.start]
    return not ON.isdisjoint(lead) or (not FROM.isdisjoint(lead) and lower[mark.end] in HEADS)
