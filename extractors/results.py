"""Results: every number by which the abstract judges a method, with the slots that the text states."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.clauses import Group, Sentence, enumerations, sentences
from extractors.lists import cues, family
from extractors.numbers import COST_UNITS, Number
from extractors.reading import Mark, Reading
from extractors.slots import (
    PAIRED,
    WORSE,
    datasets_of,
    is_efficiency,
    kind_of,
    leaves,
    metric_of,
    named_beside,
    nearest_metric,
    sole_dataset,
    subject_of,
    versus_of,
)
from kg.model import Result

PERCENT_LIKE = frozenset(("%", "dB", "points"))
COUNTED = cues("counted")
COUNTABLE = re.compile(r"param|token|flop|mac|size|operation", re.IGNORECASE)
SCALES = frozenset("KMBGT")
MINUS = frozenset("-−")
COSTS = frozenset(["cost", "speed"])
SPEED_UNITS = frozenset(["fps", "FPS", "ms"])
FASTER = frozenset(["faster", "slower", "cheaper"])
CONDITIONS = cues("conditions")


def year(value: str) -> bool:
    """Whether a bare number reads as a year."""
    return len(value) == 4 and value[:2] in ("19", "20")


def counted(reading: Reading, sentence: Sentence, number: Number) -> bool:
    """Whether the number counts things or sets a condition rather than judging:
    "1% of labels", "batch size 256".
    """
    lower = reading.lower
    after = lower[number.end : min(number.end + 5, sentence.last)]
    before = lower[max(sentence.first, number.start - 2) : number.start]
    if after and (after[0] in COUNTED or (number.unit == "x" and after[0][0].isdigit())):
        return True
    if number.unit in SCALES and "ranging" in lower[max(sentence.first, number.start - 6) : number.start]:
        return True
    if not (number.unit or number.sign) and (
        year(number.value)
        or before[-1:] in (["/"], ["size"], ["top"])
        or after[:1] == ["/"]
        or any(word in CONDITIONS for word in before[-1:])
    ):
        return True
    if (
        number.unit not in PERCENT_LIKE | {"x"}
        and len(after) > 1
        and after[0] not in ("of", ",", "and", ".", "on", "in", ")", "to", "for", "(", "vs.")
        and after[1] in COUNTED
    ):
        return True
    return after[:1] == ["of"] and any(word in COUNTED for word in after[1:4])


@dataclass(slots=True)
class Thread:
    """What carries over from number to number: the metric and datasets named last, whether the last number
    was without unit, itself if a change leaves it ("from 61.2"), and the pairs of this sentence in order.
    """

    metric: Mark | None = None
    datasets: Sequence[Mark] = ()
    bare: bool = False
    left: Number | None = None
    pairs: list[tuple[Mark | None, Sequence[Mark]]] = field(default_factory=list)


def extract(reading: Reading) -> Iterator[Result]:
    """Every result of the paper's own part, in text order."""
    own = reading.own
    before = Thread()
    for sentence in sentences(reading):
        if sentence.last > own and sentence.groups:
            here = Thread()
            yield from sentence_results(reading, sentence, before, here)
            before = here


def sentence_results(reading: Reading, sentence: Sentence, before: Thread, here: Thread) -> Iterator[Result]:
    """The results of one sentence; `here` collects what later numbers refer back to."""
    previous: str | None = None
    for group in sentence.groups:
        kind = kind_of(reading, sentence, group, previous)
        earlier = here.pairs[-len(group.numbers) :] if len(here.pairs) >= len(group.numbers) else []
        found: list[tuple[Mark | None, Sequence[Mark]]] = []
        for index, number in enumerate(group.numbers):
            if counted(reading, sentence, number):
                continue
            metric, rule = metric_slot(
                reading, sentence, group, index, before=before, here=here, earlier=earlier, kind=kind
            )
            if not rule:
                continue
            datasets = dataset_slot(
                reading, sentence, group, index, before=before, here=here, earlier=earlier
            )
            yield from results(
                reading, sentence, group, number, kind=kind, metric=metric, rule=rule, datasets=datasets
            )
            found.append((metric, datasets))
            here.metric, here.datasets = metric or here.metric, datasets or here.datasets
            here.bare = number.unit is None
            here.left = number if leaves(reading.lower, number) else None
        if not group.bracketed:
            previous = kind if found else None
            here.pairs += found


def metric_slot(
    reading: Reading,
    sentence: Sentence,
    group: Group,
    index: int,
    *,
    before: Thread,
    here: Thread,
    earlier: Sequence[tuple[Mark | None, Sequence[Mark]]],
    kind: str,
) -> tuple[Mark | None, str]:
    """(metric, rule) of a number; the rule is empty where the number is no result."""
    number = group.numbers[index]
    metric, rule = metric_of(reading, sentence, group, index)
    if FASTER.intersection(reading.lower[number.end : number.end + 2]):
        return (metric if metric and family(metric.name)[0] in ("cost", "speed") else None), "result-delta"
    if metric and (number.unit not in COST_UNITS or family(metric.name)[0] in COSTS):
        return metric, rule
    if number.unit in COST_UNITS:
        return None, "result-cost" if kind == "delta" or number.unit in SPEED_UNITS else ""
    if here.metric and (
        reading.lower[number.start - 1] in PAIRED
        or (here.left and reading.lower[here.left.end : number.start] == ["to"])
    ):
        return here.metric, "result-pair"
    if (
        earlier
        and earlier[index][0]
        and (group.bracketed or len(group.numbers) > 1)
        and (number.unit or number.sign)
    ):
        return earlier[index][0], "result-respectively"
    inherited = here.metric or before.metric
    if (
        number.unit is None
        and "." in number.value
        and here.metric
        and here.bare
        and {",", "and"} & set(reading.lower[group.first : group.start])
    ):
        return here.metric, "result-carried-metric"
    if not stands_alone(number, kind, inherited):
        return None, ""
    metric = nearest_metric(reading, sentence, group, inherited)
    if metric is None and kind == "absolute":
        return None, ""
    return metric, "result-delta" if kind == "delta" else "result-carried-metric"


def dataset_slot(
    reading: Reading,
    sentence: Sentence,
    group: Group,
    index: int,
    *,
    before: Thread,
    here: Thread,
    earlier: Sequence[tuple[Mark | None, Sequence[Mark]]],
) -> Sequence[Mark]:
    """The datasets of a number: those its words name, else those of the number it refers back to,
    else the paper's only one.
    """
    if group.bracketed and earlier and earlier[index][1]:
        return earlier[index][1]
    named = datasets_of(reading, sentence, group, index)
    if named or sentence.of("Dataset"):
        return named or (
            here.datasets if len(list(enumerations(sentence.of("Dataset"), reading.lower))) == 1 else ()
        )
    if before.datasets and continues(reading, sentence):
        return before.datasets
    return sole_dataset(reading, sentence)


def sole_task(sentence: Sentence) -> str | None:
    """The task that the sentence names, if it names one only."""
    names = {mark.name for mark in sentence.of("Task")}
    return names.pop() if len(names) == 1 else None


def stands_alone(number: Number, kind: str, inherited: Mark | None) -> bool:
    """Whether a number without a metric beside it can be a result:
    it needs a unit or a sign, and a metric to inherit if absolute.
    """
    if kind == "delta":
        return number.unit is not None or number.sign in ("+", "↑", "↓")
    return number.unit in PERCENT_LIKE and inherited is not None


def continues(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence plainly goes on about what the one before said:
    it opens with it, the, this, further …
    """
    return reading.lower[sentence.first] in (
        "it",
        "the",
        "this",
        "a",
        "further",
        "additionally",
        "moreover",
        "furthermore",
        "these",
        "our",
        "we",
        "notably",
        "compared",
    )


def results(
    reading: Reading,
    sentence: Sentence,
    group: Group,
    number: Number,
    *,
    kind: str,
    metric: Mark | None,
    rule: str,
    datasets: Sequence[Mark],
) -> Iterator[Result]:
    """The results that one number states: one per dataset."""
    lower = reading.lower
    name = metric.name if metric else None
    efficiency = is_efficiency(reading, number, name, COST_UNITS)
    if efficiency and number.unit == "%" and name and family(name)[0] == "cost":
        kind = "delta"
    if (number.unit == "x" and kind == "absolute") or (
        number.unit in SCALES and not (name and COUNTABLE.search(name))
    ):
        return
    method, ours = subject_of(reading, sentence, group)
    versus = versus_of(reading, sentence, group, method) if kind == "delta" else None
    beside = named_beside(reading, sentence, group, number)
    if beside and kind == "absolute":
        method, ours = beside, beside in reading.introduced
    elif lower[number.start - 1] in PAIRED:
        method, ours = versus_of(reading, sentence, group, method), False
    elif leaves(lower, number):
        method, ours = None, False
    lower_is_better = bool(name) and family(name or "")[1] == "lower"
    worse = (
        kind == "delta"
        and not efficiency
        and not lower_is_better
        and bool(WORSE & set(lower[number.end : number.end + 3]))
    )
    place, start, end = reading.page.place(number.start, number.digits)
    sentence_field, opening, closing = reading.page.place(sentence.first, sentence.last)
    for dataset in dict.fromkeys(mark.name for mark in datasets) or (None,):
        yield Result(
            value=("-" if worse or (kind == "absolute" and number.sign in MINUS) else "") + number.value,
            value_text=reading.page.stored(place, start, end),
            kind=kind,
            sentence=reading.page.stored(sentence_field, opening, closing),
            field=place,
            start=start,
            end=end,
            rule=rule,
            value_high=number.high,
            unit=number.unit,
            qualifier=number.qualifier,
            efficiency=efficiency,
            ours=ours,
            method=method,
            dataset=dataset,
            metric=name,
            task=sole_task(sentence),
            versus=versus,
        )
