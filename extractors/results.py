"""Results: every number by which the abstract judges a method, with the slots that the text states."""

from collections.abc import Iterator

from extractors.clauses import Group, Sentence, sentences
from extractors.introductions import own_part
from extractors.lists import family
from extractors.numbers import COST_UNITS, Number
from extractors.reading import Mark, Reading
from extractors.slots import WORSE, datasets_of, is_efficiency, kind_of, metric_of, named_beside, nearest_metric, subject_of, versus_of
from kg.model import Result

PERCENT_LIKE = frozenset(("%", "dB", "points"))
COUNTED = frozenset(
    "image images sample samples class classes category categories dataset datasets data label labels labeled labelled annotated annotations annotation patients subjects epochs epoch steps iterations layers "
    "hours participants videos frames sentences documents examples instances users nodes tasks languages people cases seeds runs clips speakers bits bit shot shots qubits days years months weeks queries "
    "questions papers articles pixels experiments domains clients features scans slices rounds agents confidence missing noise noisy sparsity outliers labelling supervision trials models methods neurons "
    "pairs objects scenes environments benchmarks words pages records variables dimensions training batch epochs-of resolution size gpus gpu students teams".split()
)
SCALES = frozenset("KMBGT")
PAIRED = frozenset(("vs.", "vs", "versus"))
CONDITIONS = frozenset("size epochs epoch resolution learning rate threshold sparsity ratio level levels nominal width depth dimension".split())


def year(value: str) -> bool:
    """Whether a bare number reads as a year."""
    return len(value) == 4 and value[:2] in ("19", "20")


def counted(reading: Reading, sentence: Sentence, number: Number) -> bool:
    """Whether the number counts things or sets a condition rather than judging: "1% of labels", "batch size 256"."""
    lower = reading.lower
    after = lower[number.end : min(number.end + 5, sentence.last)]
    before = lower[max(sentence.first, number.start - 2) : number.start]
    if after and after[0] in COUNTED:
        return True
    if number.unit is None and (year(number.value) or before[-1:] in (["/"], ["size"], ["top"]) or after[:1] == ["/"] or any(word in CONDITIONS for word in before[-1:])):
        return True
    if number.unit not in PERCENT_LIKE | {"x"} and len(after) > 1 and after[0] not in ("of", ",", "and", ".", "on", "in", ")", "to", "for", "(", "vs.") and after[1] in COUNTED:
        return True
    return after[:1] == ["of"] and any(word in COUNTED for word in after[1:4])


def extract(reading: Reading) -> Iterator[Result]:
    """Every result, in text order; metric and dataset carry over to a sentence that names none."""
    carried: Mark | None = None
    carried_datasets: list[Mark] = []
    own = own_part(reading.lower, reading.sentences, reading.body)
    for sentence in sentences(reading):
        if sentence.last <= own:
            continue
        previous: str | None = None
        metric_here: Mark | None = None
        named: list[Mark] = []
        datasets_here: list[Mark] = []
        for group in sentence.groups:
            kind = kind_of(reading, sentence, group, previous)
            found = False
            for index, number in enumerate(group.numbers):
                if counted(reading, sentence, number):
                    continue
                metric, rule = metric_of(reading, sentence, group, index)
                if metric is None and metric_here and reading.lower[number.start - 1] in PAIRED:
                    metric, rule = metric_here, "result-pair"
                if metric is None and len(group.numbers) > 1 and len(named) >= len(group.numbers):
                    metric, rule = named[len(named) - len(group.numbers) + index], "result-respectively"
                inherited = metric_here or carried
                if metric is None:
                    if not stands_alone(number, kind, inherited):
                        continue
                    metric = nearest_metric(reading, sentence, group, inherited)
                    rule = "result-delta" if kind == "delta" else "result-carried-metric"
                    if metric is None and kind == "absolute":
                        continue
                datasets = datasets_of(reading, sentence, group, index) or (datasets_here if group.bracketed or group.first <= group.start < group.first + 4 else [])
                if not datasets and not sentence.of("Dataset") and continues(reading, sentence):
                    datasets = carried_datasets
                yield from results(reading, sentence, group, number, kind=kind, metric=metric, rule=rule, datasets=datasets)
                if metric and metric not in named and index == 0:
                    named.append(metric)
                metric_here, datasets_here, found = metric or metric_here, datasets or datasets_here, True
            if not group.bracketed:
                previous = kind if found else None
        if metric_here or sentence.groups:
            carried = metric_here
            carried_datasets = datasets_here


def stands_alone(number: Number, kind: str, inherited: Mark | None) -> bool:
    """Whether a number without a metric beside it can be a result: it needs a unit or a sign, and a metric to inherit if absolute."""
    if kind == "delta":
        return number.unit is not None or number.sign in ("+", "↑", "↓")
    return number.unit in PERCENT_LIKE and inherited is not None


def continues(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence plainly goes on about what the one before said: it opens with it, the, this, further …"""
    return reading.lower[sentence.first] in ("it", "the", "this", "a", "further", "additionally", "moreover", "furthermore", "these", "our", "we", "notably", "compared")


def results(reading: Reading, sentence: Sentence, group: Group, number: Number, *, kind: str, metric: Mark | None, rule: str, datasets: list[Mark]) -> Iterator[Result]:
    """The results that one number states: one per dataset."""
    lower = reading.lower
    name = metric.name if metric else None
    efficiency = is_efficiency(reading, number, name, COST_UNITS)
    if efficiency and number.unit == "%" and name and family(name)[0] == "cost":
        kind = "delta"
    if (number.unit == "x" and kind == "absolute") or (number.unit in SCALES and not efficiency):
        return
    method, ours = subject_of(reading, sentence, group)
    versus = versus_of(reading, sentence, group, method) if kind == "delta" else None
    beside = named_beside(reading, sentence, group, number)
    if beside and kind == "absolute":
        method, ours = beside, beside in reading.introduced
    elif lower[number.start - 1] in PAIRED:
        method, ours = versus_of(reading, sentence, group, method), False
    elif lower[number.start - 1] == "from" and "to" in lower[number.end : number.end + 4]:
        method, ours = None, False
    worse = kind == "delta" and any(word in WORSE for word in lower[number.end : number.end + 3]) and not efficiency
    field, start, end = reading.page.place(number.start, number.digits)
    sentence_field, opening, closing = reading.page.place(sentence.first, sentence.last)
    for dataset in dict.fromkeys(mark.name for mark in datasets) or (None,):
        yield Result(
            value=("-" if worse else "") + number.value,
            value_text=reading.page.stored(field, start, end),
            kind=kind,
            sentence=reading.page.stored(sentence_field, opening, closing),
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
            versus=versus,
        )


