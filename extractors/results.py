"""Results: every number by which the abstract judges a method, with the slots that the text states."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from extractors.clauses import Sentence, Spot, Thread, enumerations, sentences
from extractors.kinds import MINUS, kind_of, leaves, worsens
from extractors.lists import cues, families, family, is_cost
from extractors.numbers import COST_UNITS, PERCENT, POINTS, SCALES, Number
from extractors.reading import Mark, Reading
from extractors.result_datasets import ARROWS, Found, datasets_of
from extractors.result_methods import methods_of
from extractors.result_metrics import alike, metric_of
from extractors.result_rivals import versus_of
from extractors.result_settings import setting_of
from kg.model import Miss, Result

COUNTABLE = re.compile(r"param|token|flop|mac|size|operation", re.IGNORECASE)
COST_WORDS = cues("speed-words") | {
    "smaller",
    "lighter",
    "parameters",
    "flops",
    "memory",
    "computation",
    "tokens",
}
SHARED_UNITS = PERCENT | POINTS | SCALES | {None, "x"}
COST_HEADS = cues("cost-heads")
DRAWN = ARROWS - {"to"}


def extract(reading: Reading) -> Iterator[Result]:
    """Every result of the paper's own part, in text order."""
    return (found for found in judged(reading) if isinstance(found, Result))


def misses(reading: Reading) -> Iterator[Miss]:
    """The numbers of the abstract with a unit or a metric near them that became no result, in text order."""
    for found in judged(reading):
        if isinstance(found, Rejected):
            yield from missed(reading, found)


class Rejected(NamedTuple):
    """A number that became no result: the slot that failed, and why."""

    sentence: Sentence
    number: Number
    slot: str
    reason: str


def judged(reading: Reading) -> Iterator[Result | Rejected]:
    """What became of every number of the abstract that may be a result."""
    # A rule may look past the last word.
    reading = replace(reading, lower=[*arrows_as_to(reading.lower), *["\n"] * 8])
    before = Thread()
    for sentence in sentences(reading):
        for number in sentence.counts:
            yield Rejected(sentence, number, "value", "it counts things or sets a condition")
        if sentence.last <= reading.own:
            for number in (number for group in sentence.groups for number in group.numbers):
                yield Rejected(sentence, number, "method", "the sentence is about earlier work")
            continue
        runs = list(enumerations(sentence.of("Dataset"), reading.lower))
        if sentence.groups:
            here = Thread()
            yield from sentence_results(reading, sentence, before, here)
            before = here
            before.named = bool(runs)
        before.enumerated = runs[-1] if runs else before.enumerated


def arrows_as_to(lower: Sequence[str]) -> Sequence[str]:
    """The words with "to" for an arrow between two numbers: "FID 4.5 → 3.2"."""
    if DRAWN.isdisjoint(lower):
        return lower
    numbered = [word in DRAWN and after[:1].isdigit() for word, after in pairwise([*lower, ""])]
    return ["to" if arrow else word for word, arrow in zip(lower, numbered, strict=True)]


def sentence_results(
    reading: Reading, sentence: Sentence, before: Thread, here: Thread
) -> Iterator[Result | Rejected]:
    """The results and rejected numbers of one sentence; `here` collects what later numbers refer back to."""
    previous: str | None = None
    for group in sentence.groups:
        kind = kind_of(reading, sentence, group, previous)
        found = []
        for index, number in enumerate(group.numbers):
            spot = Spot(reading=reading, sentence=sentence, group=group, index=index)
            metric, rule = metric_of(spot, kind, before, here)
            fault = unfit(spot, kind, metric) if rule else "no metric, change or reaching beside it"
            if fault:
                yield Rejected(sentence, number, "metric", fault)
            if not rule:
                continue
            datasets = ((), "") if rule == "result-share" else datasets_of(spot, metric, before, here)
            for changed in () if fault else alike(spot, kind, metric):
                yield from results(spot, kind, changed, rule, datasets)
            found.append((metric, datasets[0]))
            here.metric, here.datasets = metric or here.metric, datasets[0] or here.datasets
            here.bare, here.scored = number.unit is None, True
            if metric and number.unit not in SHARED_UNITS:
                here.units[number.unit] = metric
            here.left = number if leaves(reading.lower, number) else None
        if not group.bracketed:
            previous = kind if found else None
            here.pairs += found


def unfit(spot: Spot, kind: str, metric: Mark | None) -> str:
    """Why a number with a metric is no result after all; empty if it is one."""
    unit = spot.number.unit
    if unit == "x" and kind == "absolute":
        return "a multiple of nothing that changes"
    if unit in SCALES and not (
        metric and (COUNTABLE.search(metric.name) or family(metric.name)[0] == "error")
    ):
        return "a size without what it counts"  # an error of 0.12K is in kelvin
    return ""


def missed(reading: Reading, rejected: Rejected) -> Iterator[Miss]:
    """The miss of a number, if a unit or a metric is near."""
    page, sentence, number = reading.page, rejected.sentence, rejected.number
    near = [mark for mark in sentence.of("Metric") if -8 <= mark.start - number.start <= 8]
    if number.unit or near:
        field, start, end = page.place(number.start, number.digits)
        sentence_field, opening, closing = page.place(sentence.first, sentence.last)
        behind = any(mark.start >= number.end for mark in near)
        yield Miss(
            value_text=page.stored(field, start, end),
            sentence=page.stored(sentence_field, opening, closing),
            field=field,
            start=start,
            end=end,
            slot=rejected.slot,
            reason=rejected.reason,
            rule=("result-value-metric" if behind else "result-metric-value") if near else "result-delta",
        )


def sole_task(sentence: Sentence) -> str | None:
    """The task that the sentence names, if it names one only."""
    names = {mark.name for mark in sentence.of("Task")}
    return names.pop() if len(names) == 1 else None


def is_efficiency(spot: Spot, metric: str | None) -> bool:
    """Whether the number is a cost (time, size, memory, energy) rather than a quality."""
    if metric is not None:
        return is_cost(metric) or (metric not in families() and metric.lower().split()[-1] in COST_HEADS)
    lower, number = spot.lower, spot.number
    near = lower[number.end : number.end + 4]
    if number.unit == "x":
        near = [*near, *lower[max(spot.group.first, number.start - 6) : number.start]]
    return number.unit in COST_UNITS or not COST_WORDS.isdisjoint(near)


def points_behind(spot: Spot, metric: Mark | None) -> str | None:
    """The unit of a number that its metric parts from it: "by 2.6 macro-F1 points"."""
    behind = metric is not None and spot.group.end <= metric.start < spot.group.last
    return "points" if behind and metric and spot.lower[metric.end] in POINTS else None


def results(spot: Spot, kind: str, metric: Mark | None, rule: str, datasets: Found) -> Iterator[Result]:
    """The results that one number states: one per method and dataset."""
    number, page = spot.number, spot.reading.page
    name = metric.name if metric else None
    group, direction = family(name) if name else ("", None)
    efficiency = is_efficiency(spot, name)
    if number.unit == "%" and (group == "cost" or name == "BD-rate") and rule != "result-share":
        kind = "delta"
    owners, method_rule = methods_of(spot, kind)
    versus, versus_rule = versus_of(spot, owners) if kind == "delta" else (None, "")
    worse = (
        kind == "delta"
        and (direction or not efficiency)
        and worsens(spot.lower, spot.group, number, direction)
    )
    field, start, end = page.place(number.start, number.digits)
    sentence_field, opening, closing = page.place(spot.sentence.first, spot.sentence.last)
    unit = number.unit or points_behind(spot, metric)
    setting, task = setting_of(spot), sole_task(spot.sentence)
    for method, ours in owners:
        for dataset in dict.fromkeys(mark.name for mark in datasets[0]) or (None,):
            yield Result(
                value=("-" if worse or (kind == "absolute" and number.sign in MINUS) else "") + number.value,
                value_text=page.stored(field, start, end),
                kind=kind,
                sentence=page.stored(sentence_field, opening, closing),
                field=field,
                start=start,
                end=end,
                rule=rule,
                value_high=number.high,
                unit=unit,
                qualifier=number.qualifier,
                setting=setting,
                efficiency=efficiency,
                ours=ours,
                method=method,
                dataset=dataset,
                metric=name,
                task=task,
                versus=versus,
                method_rule=method_rule,
                dataset_rule=datasets[1] if dataset else None,
                versus_rule=versus_rule or None,
            )
