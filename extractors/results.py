"""Results: every number by which the abstract judges a method, with the slots that the text states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.lists import family
from extractors.numbers import COST_UNITS, Number, numbers
from extractors.reading import Mark, Reading
from kg.model import Result

UP = frozenset("improvement improvements gain gains increase increases boost boosts higher better more faster uplift advantage margin margins savings saving speedup speedups speed-up speed-ups relative absolute".split())
DOWN = frozenset("reduction reductions decrease decreases drop drops degradation loss lower fewer less smaller slower worse decline savings saving shorter cheaper".split())
CHANGE = UP | DOWN
CHANGE_VERBS = frozenset(
    "improves improve improved improving outperforms outperform outperforming outperformed surpasses surpass surpassing surpassed exceeds exceed exceeding exceeded boosts boost boosting "
    "increases increase increasing increased reduces reduce reducing reduced decreases decrease decreasing decreased raises raising lifts lifting beats beating enhances enhance enhancing "
    "enhanced gains gaining accelerates accelerate accelerating lowers lowering cuts cutting saves save saving drops dropping degrades degrading advances advancing shrinks shrinking".split()
)
WORSE = frozenset("worse degradation drop drops loss less slower decline degrades degrading dropping".split())
SPEED = {"faster": "speed", "speedup": "speedup", "speedups": "speedup", "speed": "speedup", "acceleration": "speedup"}
ADJECTIVES = {"accurate": "accuracy", "faster": None, "smaller": None, "fewer": None}
OURS = frozenset("we our ours".split())
SELF = frozenset("method model approach framework network algorithm system technique architecture strategy pipeline solution classifier detector scheme module loss ensemble tool agent design".split())
BOUNDARIES = frozenset((";", "while", "whereas", "but", "although", "though", "compared"))
NOT_QUALITY = frozenset(
    "images image samples classes class categories datasets dataset data labels labeled labelled annotated annotations patients subjects epochs epoch steps iterations layers hours participants "
    "videos frames sentences documents examples instances users nodes tasks languages people cases seeds runs points-of-interest clips speakers bits bit shots shot qubits days years months weeks "
    "tokens queries questions papers articles pixels experiments domains clients features scans slices rounds agents confidence missing noise noisy sparsity outliers labelling supervision "
    "trials models methods neurons pairs objects scenes environments benchmarks kernels words pages records variables dimensions parameters".split()
)
COMPARE = frozenset("over than versus vs. against outperforms outperform outperforming outperformed surpasses surpass surpassing surpassed exceeds exceeding beats beating".split())
SUBJECT_BREAKERS = frozenset("over than versus vs. against using with by via on for of from to in like as including between".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the abstract: its token range, the numbers in it and its marks by label."""

    first: int
    last: int
    numbers: Sequence[Number]
    marks: Sequence[Mark]

    def of(self, label: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.label == label]


def sentences(reading: Reading) -> Iterator[Sentence]:
    """The sentences of the abstract that hold a number."""
    for first, last in reading.sentences:
        if first < reading.body or not any(word[0].isdigit() or word[0] == "." for word in reading.words[first:last]):
            continue
        marks = [mark for mark in reading.marks if first <= mark.start < last]
        taken = frozenset(index for mark in marks for index in range(mark.start, mark.end))
        found = tuple(numbers(reading.words, reading.lower, first, last, taken))
        if found:
            yield Sentence(first=first, last=last, numbers=found, marks=marks)


def is_delta(reading: Reading, sentence: Sentence, number: Number, previous_end: int) -> bool:
    """Whether the number is a difference or a ratio: "by 3%", "+3%", "3% higher", "a gain of 3%", "2x faster"."""
    lower = reading.lower
    after = lower[number.end : min(number.end + 4, sentence.last)]
    before = lower[max(previous_end, number.start - 12) : number.start]
    if number.sign in ("+", "↑", "↓"):
        return True
    while after and after[0] in ("average", "mean", "absolute", "relative", "overall", "significant"):
        after = after[1:]
    if after and (after[0] in CHANGE or (len(after) > 1 and after[0] in ("of", "performance", "in", "accuracy", "-") and after[1] in CHANGE)):
        return True
    if number.unit == "x" and any(word in CHANGE or word in SPEED for word in lower[number.end : min(number.end + 6, sentence.last)] + before[-8:]):
        return True
    core = [word for word in before if word not in ("up", "to", "as", "much", "about", "around", "approximately", "over", "at", "least", "an", "average", "of", "nearly", "a", "more", "than", "roughly", "the", "~", "on", "upto", "(")]
    if core and core[-1] == "by" and any(word in CHANGE_VERBS or word in CHANGE for word in lower[sentence.first : number.start]):
        return True
    if before and before[-1] == "to" and number.qualifier is None:
        return False
    if core and core[-1] in CHANGE | CHANGE_VERBS:
        return True
    for position in range(len(before) - 1, -1, -1):
        if before[position] in ("of", "by") and position and any(word in CHANGE for word in before[max(0, position - 6) : position]):
            return before[position - 1] in CHANGE or before[position] == "by" or "in" in before[:position] or "on" in before[:position]
    return False


def quoted(reading: Reading, sentence: Sentence, number: Number) -> bool:
    """Whether the number counts things or sets a condition: "1% of labels", "95% confidence", "50 classes"."""
    lower = reading.lower
    after = lower[number.end : min(number.end + 5, sentence.last)]
    if after and after[0] in NOT_QUALITY and after[0] != "parameters":
        return True
    if len(after) > 1 and after[0] not in ("of", ",", "and", ".", "on", "in", ")", "to", "for") and after[1] in NOT_QUALITY - {"points", "parameters"} and number.unit not in ("%", "dB", "x", "points"):
        return True
    if after[:1] == ["of"] and any(word in NOT_QUALITY for word in after[1:4]):
        return True
    return number.unit is None and year(number.value) and not sentence.of("Metric")


def year(value: str) -> bool:
    return len(value) == 4 and value[:2] in ("19", "20")


def metric_of(reading: Reading, sentence: Sentence, number: Number, before: int, after: int) -> tuple[Mark | None, str]:
    """The metric mark that belongs to a number between the numbers before and after it, and the rule that found it."""
    lower = reading.lower
    marks = sentence.of("Metric")
    for mark in marks:
        if number.end <= mark.start < after:
            gap = lower[number.end : mark.start]
            if not any(word in (",", ";", "(", "while", "with", "and", "to", "from", "on", "compared", "than", "using") for word in gap) or (len(gap) <= 8 and any(word in CHANGE for word in gap) and "," not in gap and "and" not in gap):
                return mark, "result-value-metric"
            break
    for mark in reversed(marks):
        if before <= mark.start and mark.end <= number.start:
            gap = lower[mark.end : number.start]
            if "," in gap and not any(word in ("of", "to", "from", "by") for word in gap):
                continue
            return mark, "result-metric-value"
    return None, ""


def lists(marks: Sequence[Mark], lower: Sequence[str]) -> Iterator[list[Mark]]:
    """Enumerations among marks of one label: members apart by commas and "and" only."""
    group: list[Mark] = []
    for mark in marks:
        gap = lower[group[-1].end : mark.start] if group else []
        if group and len(gap) <= 4 and all(word in (",", "and", "or", "&", "/", "the", "on", "for", "dataset", "datasets") for word in gap):
            group.append(mark)
        else:
            if group:
                yield group
            group = [mark]
    if group:
        yield group


def number_groups(found: Sequence[Number], lower: Sequence[str]) -> list[list[Number]]:
    """Enumerations of numbers: "96.6%, 97.7% and 95.2%"."""
    groups: list[list[Number]] = []
    for number in found:
        gap = lower[groups[-1][-1].end : number.start] if groups else []
        if groups and gap and len(gap) <= 3 and all(word in (",", "and", "/", "or", "+", "~", "-") for word in gap):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def aligned(group: Sequence[Number], index: int, marks: Sequence[Mark], lower: Sequence[str]) -> Mark | None:
    """The member of an enumeration of equal length that stands at the same place as a number in its own."""
    options = [names for names in lists(marks, lower) if len(names) == len(group) > 1]
    if not options:
        return None
    after = [names for names in options if names[0].start >= group[-1].end]
    return (after[0] if after else options[-1])[index]


def dataset_of(reading: Reading, sentence: Sentence, number: Number, before: int, after: int) -> list[Mark]:
    """The dataset marks that a number was reached on; several where one number holds for each of them."""
    lower = reading.lower
    groups = list(lists(sentence.of("Dataset"), lower))
    for names in groups:
        if number.end <= names[0].start < after and ";" not in lower[number.end : names[0].start]:
            return names
    earlier = [names for names in groups if names[-1].end <= number.start and ";" not in lower[names[-1].end : number.start]]
    if earlier:
        return earlier[-1]
    return groups[0] if len(groups) == 1 else []


def our_method(reading: Reading) -> str | None:
    """The paper's main introduced method: the title's name, else the first introduced one."""
    names = [mark.name for mark in reading.marks if mark.label == "Method" and mark.name in reading.introduced]
    return names[0] if names else None


def subject(reading: Reading, sentence: Sentence, number: Number) -> tuple[str | None, bool]:
    """(method, ours) of the clause that a number stands in: the last subject before it."""
    lower = reading.lower
    ours = our_method(reading)
    found: tuple[str | None, bool] | None = None
    marks = {mark.start: mark for mark in sentence.of("Method")}
    index = sentence.first
    while index < number.start:
        word = lower[index]
        mark = marks.get(index)
        previous = lower[index - 1] if index > sentence.first else ""
        if mark:
            if previous not in SUBJECT_BREAKERS and not (previous in ("the", "a", "standard", "vanilla") and index - 2 >= sentence.first and lower[index - 2] in SUBJECT_BREAKERS):
                if mark.name in reading.introduced or not mark.generic:
                    if found is None or mark.name in reading.introduced or any(word in BOUNDARIES or word == "," for word in lower[sentence.first : index]):
                        found = (mark.name, mark.name in reading.introduced)
            elif mark.name in reading.introduced and previous in ("with", "using", "by", "of"):
                found = (mark.name, True)
            index = mark.end
            continue
        if word in OURS or (word in SELF and "proposed" in lower[max(sentence.first, index - 4) : index]):
            found = (ours, True)
        if word in ("baseline", "baselines") and previous in ("the", "a") and found is None:
            found = (None, False)
        index += 1
    return found or (ours, True)


def versus(reading: Reading, sentence: Sentence, number: Number, after: int, method: str | None) -> str | None:
    """The named method that a difference is measured against."""
    lower = reading.lower
    best: Mark | None = None
    for mark in sentence.of("Method"):
        if mark.name == method or mark.name in reading.introduced:
            continue
        window = lower[max(sentence.first, mark.start - 4) : mark.start]
        if any(word in COMPARE for word in window) or ("compared" in window or "relative" in window):
            if mark.start < number.start:
                best = mark
            elif best is None and mark.start < after:
                best = mark
    return best.name if best else None


def extract(reading: Reading) -> Iterator[Result]:
    """Every result, in text order."""
    carried: Mark | None = None
    datasets = {mark.name for mark in reading.marks if mark.label == "Dataset"}
    only = datasets.pop() if len(datasets) == 1 else None
    for sentence in sentences(reading):
        groups = number_groups(sentence.numbers, reading.lower)
        flat = [(number, group, index) for group in groups for index, number in enumerate(group)]
        last_metric: Mark | None = None
        was_delta = False
        for position, (number, group, index) in enumerate(flat):
            before = group[0].start if False else (flat[position - index - 1][0].end if position - index > 0 else sentence.first)
            after_group = position - index + len(group)
            after = flat[after_group][0].start if after_group < len(flat) else sentence.last
            if quoted(reading, sentence, number):
                continue
            metric = aligned(group, index, sentence.of("Metric"), reading.lower)
            rule = "result-respectively" if metric else ""
            if metric is None:
                metric, rule = metric_of(reading, sentence, group[-1] if metric is None else number, before, after)
                if metric is None and len(group) > 1:
                    metric, rule = metric_of(reading, sentence, group[0], before, after)
            delta = is_delta(reading, sentence, number, before) if index == 0 else was_delta
            if index and not delta:
                delta = is_delta(reading, sentence, number, before)
            was_delta = delta
            made = make(reading, sentence, number, group=group, index=index, metric=metric, rule=rule, delta=delta, after=after, before=before, inherited=last_metric or carried, only=only)
            for result, mark in made:
                last_metric = mark or last_metric
                yield result
        carried = last_metric or next(iter(sentence.of("Metric")), None)


def make(
    reading: Reading,
    sentence: Sentence,
    number: Number,
    *,
    group: Sequence[Number],
    index: int,
    metric: Mark | None,
    rule: str,
    delta: bool,
    after: int,
    before: int,
    inherited: Mark | None,
    only: str | None,
) -> Iterator[tuple[Result, Mark | None]]:
    """The results that one number states: one per dataset."""
    lower = reading.lower
    if number.unit == "x":
        delta = delta or any(word in SPEED for word in lower[number.end : number.end + 3])
        if not delta:
            return
    if metric is None and not delta and number.unit not in ("%", "dB", "points"):
        return
    if metric is None and not delta and inherited is None:
        return
    if metric is None and number.unit is None and number.sign == "":
        return
    name = metric.name if metric else None
    if name is None:
        later = next((mark for mark in sentence.of("Metric") if lower[mark.start - 2 : mark.start] == ["terms", "of"] or lower[mark.start - 1] in ("in", "on")), None)
        single = sentence.of("Metric")
        chosen = later or (single[0] if len({mark.name for mark in single}) == 1 else None) or (inherited if not single else None)
        metric = chosen
        name = chosen.name if chosen else None
        rule = rule or ("result-delta" if delta else "result-carried-metric")
    efficiency = number.unit in COST_UNITS or bool(name and family(name)[0] in ("cost", "speed")) or (number.unit == "x" and any(word in SPEED or word in ("smaller", "fewer", "less") for word in lower[number.end : number.end + 4]))
    found = aligned(group, index, sentence.of("Dataset"), lower)
    names: list[str | None] = [found.name] if found else [mark.name for mark in dataset_of(reading, sentence, number, before, after)]
    if not names:
        names = [only]
    method, ours = subject(reading, sentence, number)
    other = versus(reading, sentence, number, after, method) if delta else None
    pair = lower[number.start - 1] in ("vs.", "versus", "vs") if number.start > sentence.first else False
    if pair:
        ours = False
        method = versus(reading, sentence, number, after, method)
        delta, other = False, None
    field, start, end = reading.page.place(number.start, number.digits)
    sentence_field, opening, closing = reading.page.place(sentence.first, sentence.last)
    worse = delta and any(word in WORSE for word in lower[number.end : number.end + 3])
    for dataset in dict.fromkeys(names):
        yield Result(
            value=("-" if worse else "") + number.value,
            value_text=reading.page.stored(field, start, end),
            kind="delta" if delta else "absolute",
            sentence=reading.page.stored(sentence_field, opening, closing),
            field=field,
            start=start,
            end=end,
            rule=rule or "result-delta",
            value_high=number.high,
            unit=number.unit,
            qualifier=number.qualifier,
            efficiency=efficiency,
            ours=ours,
            method=method,
            dataset=dataset,
            metric=name,
            versus=other,
        ), metric
