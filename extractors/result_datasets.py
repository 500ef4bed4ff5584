"""The datasets that a number was reached on, and the rule that says so."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.clauses import (
    BOUNDARIES,
    CLAIM_VERBS,
    REPORTS,
    Group,
    Spot,
    Thread,
    enumerations,
    turns,
)
from extractors.lists import cues, is_cost
from extractors.numbers import COST_UNITS, SCALES
from extractors.reading import Mark
from extractors.result_subjects import own_method

CONTINUES = cues("continues")
SEVERAL = frozenset(
    ["datasets", "benchmarks", "tasks", "corpora", "domains", "environments", "scenarios", "settings"]
)
LEADS = frozenset(["for", "on", ":", "(", ",", ";"])
FRONTING = frozenset(["for", "in", "on", "using", "when"])
ON = frozenset(["on", "using"])
FROM = frozenset(["across", "employing", "from", "in", "use", "used", "uses", "utilizing"])
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
    [
        "-",
        "/",
        "benchmark",
        "dataset",
        "datasets",
        "dev",
        "set",
        "split",
        "subset",
        "test",
        "testdev",
        "val",
        "validation",
    ]
)
ARROWS = frozenset(["->", "→", "⇒", "rightarrow", "to"])
COUNTING = frozenset(["across", "on"])
COUNTS = cues("several-counts")
SAME = frozenset(["each", "its", "new", "our", "proposed", "same", "that", "the", "these", "this"])
ANOTHER = COUNTS | {"a", "an", "another", "other", "our", "the"}
MORE_DATA = SEVERAL | {"archive", "benchmark", "collection", "corpus", "dataset", "database"}
FINITE_VERBS = frozenset(verb for verb in CLAIM_VERBS if not verb.endswith("ing"))

LEADING = REPORTS | frozenset(
    ["an", "at", "average", "by", "from", "it", "of", "the", "to", "up", "about", "around", "over", "only"]
)
TIED = frozenset(["at", "using", "with"])
CHANGING = frozenset(["from", "to", "vs", "vs."])
JOINED = frozenset([",", "and", "/"])
JOINING = frozenset([",", "and", ";", "while", "whereas"])

CONDITIONS = frozenset(["at", "using", "with", "without"])
BACK = frozenset(["both", "standard", "these"])

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
            competing = (
                several or sum(doubts) > 1 or (find not in (aligned, paired) and unfinished(spot, found))
            )
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
    if before.datasets and (
        goes_on(spot, metric, before) or (continues(spot) and not others_named(spot, before.datasets))
    ):
        return before.datasets, "result-dataset-carried"
    return sole(spot)


def past_splits(lower: Sequence[str], end: int) -> int:
    """The end of a dataset's name with the words of its splits behind it: "COCO test-dev"."""
    while lower[end] in SPLITS:
        end += 1
    return end


def unfinished(spot: Spot, run: Run) -> bool:
    """Whether an enumeration of datasets goes on without a name: "on MNIST and a dataset of birds"."""
    lower = spot.lower
    end = past_splits(lower, run[-1].end)
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
            words = lower[index + 1 : min(index + 6, group.last)]
            return UNNAMED if words[0] not in BACK and not SEVERAL.isdisjoint(words) else ()
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


def goes_on(spot: Spot, metric: Mark | None, before: Thread) -> bool:
    """Whether a sentence with a fronted condition gives a further score in the metric of the one before:
    "At 40 FPS, it gets 78.6 mAP".
    """
    same = metric is not None and before.metric is not None and metric.name == before.metric.name
    return same and metric in spot.sentence.marks and spot.lower[spot.sentence.first] in CONDITIONS


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
    starts = {mark.start for mark in spot.sentence.of("Dataset")}
    marks = [
        mark
        for mark in spot.sentence.of("Dataset")
        if not (lower[mark.end] in ARROWS and mark.end + 1 in starts) and not pretrains(lower, mark)
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
    options = options or [run for run in [enumerated_behind(spot, runs)] if len(run) == size > 1]
    after = [run for run in options if run[0].start >= end]
    chosen = after[:1] or ([] if behind(spot, runs) else options[-1:])
    return [chosen[0][spot.index]] if chosen else ()


def enumerated_behind(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets behind the number with a few words of their own in between: "on A 1-shot and B 5-shot"."""
    lower, end = spot.lower, spot.group.end
    marks = [mark for run in runs for mark in run if mark.start >= end]
    if not marks or "(" in lower[end : end + 8]:
        return ()
    limit = next((other.start for other in spot.sentence.groups if other.start > marks[0].start), None)
    marks = [mark for mark in marks if limit is None or mark.start < limit]
    gaps = [lower[one.end : other.start] for one, other in pairwise(marks)]
    joined = all(len(gap) < 8 and not JOINED.isdisjoint(gap[-3:]) and ON.isdisjoint(gap) for gap in gaps)
    return marks if joined else ()


def paired(spot: Spot, runs: Sequence[Run]) -> Run:
    """The dataset at the place of a number that has a metric of its own: "61 mIoU and 64 mAP on ADE20K and
    COCO, respectively".
    """
    lower, marks = spot.lower, enumerated_behind(spot, runs)
    if len(marks) < 2 or len(spot.group.numbers) > 1:
        return ()
    groups = [other for other in spot.sentence.groups if other.end <= marks[0].start][-len(marks) :]
    gaps = [lower[one.end : other.start] for one, other in pairwise(groups)]
    single = len(groups) == len(marks) and all(len(other.numbers) == 1 for other in groups)
    joined = all(not JOINED.isdisjoint(gap) and CHANGING.isdisjoint(gap) for gap in gaps)
    if not (single and joined) or spot.group not in groups:
        return ()
    told = "respectively" in lower[marks[-1].end : marks[-1].end + 4]
    told = told or all("/" in gap for gap in gaps)
    return [marks[groups.index(spot.group)]] if told else ()


def headed(spot: Spot, runs: Sequence[Run]) -> Run:
    """The dataset before the bracket that holds the number: "MS-COCO (1.3%)", "MS-COCO to 61% (1.3%)"; or the
    one at its place: "A, B (1%, 2%)".
    """
    lower, group = spot.lower, spot.group
    marks = [mark for run in runs for mark in run] if group.bracketed else []
    for place, mark in enumerate(marks):
        end = past_splits(lower, mark.end)
        while lower[end] in LEADING or lower[end][0].isdigit() or lower[end] == "%":
            end += 1
        between = lower[end : group.start]
        if between[:1] == ["("] and not {"(", ")"}.intersection(between[1:]) and len(between) <= 12:
            apart = [at for at in range(1, place + 1) if "(" in lower[marks[at - 1].end : marks[at].start]]
            members = marks[max(apart, default=0) : place + 1]
            return (members[spot.index],) if 1 < len(members) == len(group.numbers) else (mark,)
    return ()


def having(spot: Spot, runs: Sequence[Run]) -> Run:
    """The dataset that has the number, or the one before it in its list: "COCO with 58% PQ and 44% AP"."""
    lower, group = spot.lower, spot.group
    if behind(spot, runs):
        return ()
    groups = [other for other in spot.sentence.groups if not other.bracketed]
    for run in reversed(runs):
        end = past_splits(lower, run[-1].end)
        if run[-1].end <= group.start and lower[end] in TIED:
            first = next((other for other in groups if other.start >= end), group)
            near = first.start - end <= 4
            others = any(run[-1].end <= one[0].start < group.start for one in runs)
            apart = others or not BOUNDARIES.isdisjoint(lower[end : group.start])
            return run[-1:] if near and not apart and len(run) < 3 else ()
    return ()


def touching(spot: Spot, runs: Sequence[Run]) -> Run:
    """The dataset without a word between it and the number: "(+5% CUB, +2% SCars)", "and for COCO 79.3"."""
    lower, start = spot.lower, spot.group.start
    for run in runs:
        led = run[-1].end == start and lower[run[0].start - 1] in LEADS
        if led or (run[-1].end == start - 1 and lower[start - 1] in ":=") or run[0].start == spot.group.end:
            return run
    return ()


def leads(spot: Spot, run: Run, group: Group) -> bool:
    """Whether a number is said of the datasets before it: "on COCO from 40% to 42%", "AP on COCO by 2%",
    "on COCO with an AP of 42%".
    """
    lower = spot.lower
    end = past_splits(lower, run[-1].end)
    if lower[end + (lower[end] == ",")] == "from":
        others = (other for other in spot.sentence.groups if end < other.start < group.start)
        came = next(others, None)
        if came and lower[came.end] == "to" == lower[group.start - 1]:
            return group.start - came.end < 3 and came.start - end < 4
    between = lower[end : group.start]
    having = between[:1] == ["with"] and len(between) < 7 and JOINING.isdisjoint(between)
    return having or (len(between) < 5 and LEADING.issuperset(between))


def leading(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets that lead to the number: "and on COCO from 40% to 42%", "improves COCO by 2%"."""
    before = [run for run in runs if run[-1].end <= spot.group.start]
    return before[-1] if before and leads(spot, before[-1], spot.group) else ()


def behind(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets after the number, before the next number and before a new claim, unless they lead to the
    next: "by 2% on MNIST and on COCO by 3%".
    """
    lower, group, groups = spot.lower, spot.group, spot.sentence.groups
    for run in runs:
        if group.end <= run[0].start < group.last and not parts(spot, run[0].start):
            after = next((other for other in groups if other.start >= run[-1].end), None)
            joined = not JOINING.isdisjoint(lower[group.end : run[0].start])
            led = leading(spot, runs) or (after is not None and leads(spot, run, after))
            return () if joined and led else run
    return ()


def parts(spot: Spot, start: int) -> bool:
    """Whether a new claim opens between the number and a token: "and it", "(61%), and"."""
    lower, end = spot.lower, spot.group.end
    anew = any(
        lower[index] in ("it", "they", "we", "when") and lower[index - 1] == "and"
        for index in range(end + 1, start)
    )
    left = spot.group.bracketed and ")" in lower[end:start]
    out = lower.index(")", end) + 1 if left else start
    return anew or turns(lower, end, start) or lower[out : out + 2] == [",", "and"]


def compared(spot: Spot, runs: Sequence[Run]) -> Run:
    """The datasets that a comparison follows: "on COCO, 2% higher than Kite", "…, beating Kite by 2%"."""
    lower, group = spot.lower, spot.group
    before = [run for run in runs if run[-1].end < group.start]
    if not before or lower[before[-1][-1].end] != ",":
        return ()
    between = lower[before[-1][-1].end + 1 : group.start]
    if between and not (between[0].endswith("ing") and between[-1] == "by" and "," not in between):
        return ()
    than = "than" in lower[group.end : group.end + 4]
    return before[-1] if (than or between) and not group.bracketed else ()


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
                lower[place] in FRONTING and (place == spot.sentence.first or lower[place - 1] in OPENERS)
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


FINDERS = (
    *(headed, aligned, paired, fronted, having, touching, behind, leading),
    *(compared, unnamed, shared, opening, since, ahead, later),
)


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
