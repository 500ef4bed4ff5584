"""Results: every number by which the abstract judges a method, with the slots that the text states."""

import re
from collections.abc import Iterator

from extractors.clauses import Sentence, Spot, Thread, sentences
from extractors.kinds import kind_of, leaves, worsens
from extractors.lists import cues, families, family
from extractors.numbers import COST_UNITS, SCALES
from extractors.reading import Mark, Reading
from extractors.result_datasets import Found, datasets_of
from extractors.result_methods import methods_of, versus_of
from extractors.result_metrics import COSTS, metric_of
from kg.model import Result

COUNTABLE = re.compile(r"param|token|flop|mac|size|operation", re.IGNORECASE)
COST_WORDS = cues("speed-words") | {"parameters", "flops", "memory", "computation", "tokens"}
COST_HEADS = cues("cost-heads")
MINUS = frozenset("-−")


def extract(reading: Reading) -> Iterator[Result]:
    """Every result of the paper's own part, in text order."""
    before = Thread()
    for sentence in sentences(reading):
        if sentence.last > reading.own and sentence.groups:
            here = Thread()
            yield from sentence_results(reading, sentence, before, here)
            before = here


def sentence_results(reading: Reading, sentence: Sentence, before: Thread, here: Thread) -> Iterator[Result]:
    """The results of one sentence; `here` collects what later numbers refer back to."""
    previous: str | None = None
    for group in sentence.groups:
        kind = kind_of(reading, sentence, group, previous)
        found = []
        for index, number in enumerate(group.numbers):
            spot = Spot(reading=reading, sentence=sentence, group=group, index=index)
            metric, rule = metric_of(spot, kind, before, here)
            if not rule:
                continue
            datasets = datasets_of(spot, metric, before, here)
            yield from results(spot, kind, metric, rule, datasets)
            found.append((metric, datasets[0]))
            here.metric, here.datasets = metric or here.metric, datasets[0] or here.datasets
            here.bare = number.unit is None
            here.left = number if leaves(reading.lower, number) else None
        if not group.bracketed:
            previous = kind if found else None
            here.pairs += found


def sole_task(sentence: Sentence) -> str | None:
    """The task that the sentence names, if it names one only."""
    names = {mark.name for mark in sentence.of("Task")}
    return names.pop() if len(names) == 1 else None


def is_efficiency(spot: Spot, metric: str | None) -> bool:
    """Whether the number is a cost (time, size, memory, energy) rather than a quality."""
    if metric is not None:
        return family(metric)[0] in COSTS or (
            metric not in families() and metric.lower().split()[-1] in COST_HEADS
        )
    after = spot.lower[spot.number.end : spot.number.end + 4]
    return spot.number.unit in COST_UNITS or not COST_WORDS.isdisjoint(after)


def results(spot: Spot, kind: str, metric: Mark | None, rule: str, datasets: Found) -> Iterator[Result]:
    """The results that one number states: one per method and dataset."""
    number, page = spot.number, spot.reading.page
    name = metric.name if metric else None
    group, direction = family(name) if name else ("", None)
    efficiency = is_efficiency(spot, name)
    if number.unit == "%" and group == "cost":
        kind = "delta"
    if (number.unit == "x" and kind == "absolute") or (
        number.unit in SCALES and not (name and COUNTABLE.search(name))
    ):
        return
    owners, method_rule = methods_of(spot, kind)
    versus = versus_of(spot, owners)[0] if kind == "delta" else None
    worse = kind == "delta" and (direction or not efficiency) and worsens(spot.lower, number, direction)
    field, start, end = page.place(number.start, number.digits)
    sentence_field, opening, closing = page.place(spot.sentence.first, spot.sentence.last)
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
                unit=number.unit,
                qualifier=number.qualifier,
                efficiency=efficiency,
                ours=ours,
                method=method,
                dataset=dataset,
                metric=name,
                task=sole_task(spot.sentence),
                versus=versus,
            )
