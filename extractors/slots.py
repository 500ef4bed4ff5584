"""The slots of a result: kind, metric, dataset, method and what it is compared with, each from what the sentence states."""

from collections.abc import Sequence

from extractors.clauses import Group, Sentence, enumerations
from extractors.lists import cues, family
from extractors.numbers import Number
from extractors.reading import Mark, Reading

CHANGE = cues("change")
CHANGE_VERBS = cues("change-verbs")
COMPARE_VERBS = cues("compare-verbs")
COMPARE = COMPARE_VERBS | frozenset(["over", "than", "versus", "vs.", "vs", "against"])
WORSE = cues("worse")
HEDGES = cues("hedges")
REPORTS = cues("reports")
STATES = frozenset(["was", "were", "is", "are", "with", "has", "had", "have"])
BREAKERS = cues("breakers")
BOUNDARIES = frozenset([";", "while", "whereas", "but", "although", "though"])
OURS = frozenset(["we", "our", "ours", "it", "its"])
SELF = cues("self")
SPEED_WORDS = cues("speed-words")
VALUE_LINKS = cues("value-links")


def kind_of(reading: Reading, sentence: Sentence, group: Group, previous: str | None) -> str:
    """`delta` for a difference or a ratio, else `absolute`; a bare enumeration keeps the kind of the group before."""
    lower = reading.lower
    head, tail = group.numbers[0], group.numbers[-1]
    if any(number.sign in ("+", "↑", "↓") for number in group.numbers):
        return "delta"
    if followed_by_change(lower, tail, sentence.last):
        return "delta"
    if any(number.unit == "x" for number in group.numbers) and any(
        word in CHANGE | CHANGE_VERBS | SPEED_WORDS
        for word in lower[max(group.first, head.start - 8) : min(tail.end + 6, sentence.last)]
    ):
        return "delta"
    if (group.bracketed and lower[tail.end : tail.end + 1] in (["vs."], ["vs"], ["versus"])) or lower[
        head.start - 1
    ] in ("vs.", "vs", "versus", "from"):
        return "absolute"
    before = lower[group.first : head.start]
    if before[-1:] == ["to"] and head.qualifier is None:
        return "absolute"
    core = len(before)
    while (
        core
        and before[core - 1] in HEDGES
        and not (before[core - 1] in ("by", "of") and core >= 2 and before[core - 2] not in HEDGES)
    ):
        core -= 1
    if (
        core
        and before[core - 1] == "by"
        and any(word in CHANGE_VERBS | CHANGE for word in lower[sentence.first : head.start])
    ):
        return "delta"
    if core and before[core - 1] in CHANGE - {"lower", "higher"} | COMPARE_VERBS | {
        "improves",
        "improving",
        "improve",
    }:
        return "delta"
    if core >= 2 and before[core - 1] in ("of", "reaching", "by", "between", "in"):
        nearest = next(
            (
                word
                for word in reversed(before[max(0, core - 7) : core - 1])
                if word in CHANGE or word in REPORTS - STATES
            ),
            "",
        )
        if nearest in CHANGE:
            return "delta"
    if "by" in before[-4:] and any(word in CHANGE_VERBS for word in lower[sentence.first : head.start]):
        return "delta"
    if (
        any(word in COMPARE_VERBS for word in before[-6:])
        and not any(word in REPORTS or word in ("(", "of") for word in before[-5:])
        and head.unit
    ):
        return "delta"
    if (
        previous
        and before[:1] in ([","], ["and"], ["for"], ["in"], ["on"])
        and not any(word in REPORTS or word in ("to", "from", ";") or word in BOUNDARIES for word in before)
    ):
        return previous
    return "absolute"


def followed_by_change(lower: Sequence[str], number: Number, last: int) -> bool:
    """Whether a word of change follows the number in its noun phrase: "3% higher", "a 19.4% pixel-AP gain"."""
    for word in lower[number.end : min(number.end + 5, last)]:
        if word in CHANGE:
            return True
        if word in (
            ",",
            ".",
            ";",
            "(",
            ")",
            "on",
            "for",
            "of",
            "with",
            "and",
            "to",
            "from",
            "compared",
            "over",
            "by",
            "using",
            "in",
            "at",
            "vs.",
            "than",
            "while",
        ):
            return False
    return False


def metric_of(reading: Reading, sentence: Sentence, group: Group, index: int) -> tuple[Mark | None, str]:
    """The metric that stands beside a number, or at its place in an enumeration of metrics, and the rule that says so."""
    lower, marks = reading.lower, sentence.of("Metric")
    number = group.numbers[index]
    if len(group.numbers) > 1:
        options = [names for names in enumerations(marks, lower) if len(names) == len(group.numbers)]
        near = [names for names in options if group.first <= names[0].start < group.last]
        if near:
            return near[-1][index], "result-respectively"
    for mark in marks:
        if group.end <= mark.start < group.last:
            gap = lower[group.end : mark.start]
            direct = not any(
                word
                in (
                    ",",
                    ";",
                    "(",
                    ")",
                    "while",
                    "with",
                    "and",
                    "to",
                    "from",
                    "compared",
                    "than",
                    "using",
                    "by",
                    "when",
                    "achieving",
                    "over",
                    "vs.",
                )
                for word in gap
            )
            if (
                direct
                and (number.unit or len(gap) <= 2)
                and (len(gap) <= 6 or any(word in CHANGE for word in gap))
            ):
                return mark, "result-value-metric"
            break
    for mark in reversed(marks):
        if group.first <= mark.start and mark.end <= number.start:
            gap = lower[mark.end : group.start]
            linked = [word for word in gap if word not in VALUE_LINKS and not word.endswith("ly")]
            if (
                (number.unit and len(gap) <= 10 and "," not in gap)
                or not linked
                or (number.unit and len(linked) <= 3)
            ):
                return mark, "result-metric-value"
            break
    return None, ""


def nearest_metric(reading: Reading, sentence: Sentence, group: Group, carried: Mark | None) -> Mark | None:
    """The metric that the sentence names once for all its numbers, else the one carried over."""
    marks = sentence.of("Metric")
    terms = [
        mark
        for mark in marks
        if reading.lower[mark.start - 2 : mark.start] == ["terms", "of"]
        or reading.lower[mark.start - 3 : mark.start - 1] == ["terms", "of"]
    ]
    if terms:
        return terms[-1]
    if len({mark.name for mark in marks}) == 1 and not any(
        other.start < marks[0].start < other.last
        for other in sentence.groups
        if other is not group and marks[0].start >= other.end
    ):
        return marks[0]
    return carried if carried and (not marks or carried.start >= sentence.first) else None


def datasets_of(reading: Reading, sentence: Sentence, group: Group, index: int) -> list[Mark]:
    """The datasets that a number was reached on: aligned with it, behind it, opening the sentence, or the only ones named."""
    lower = reading.lower
    found = list(enumerations(sentence.of("Dataset"), lower))
    if not found:
        return []
    if len(group.numbers) > 1:
        options = [names for names in found if len(names) == len(group.numbers)]
        after = [names for names in options if names[0].start >= group.end]
        if options:
            return [(after[0] if after else options[-1])[index]]
    for names in found:
        if group.end <= names[0].start < group.last and not any(
            word in BOUNDARIES for word in lower[group.end : names[0].start]
        ):
            return names
    opening = [names for names in found if names[-1].end <= min(other.start for other in sentence.groups)]
    if opening:
        return opening[-1]
    beside = [names for names in found if names[-1].end <= group.start and group.start - names[-1].end <= 4]
    if beside:
        return beside[-1]
    later = [names for names in found if names[0].start >= group.end]
    if later and not any(word in BOUNDARIES for word in lower[group.end : later[0][0].start]):
        return later[0]
    return []


def sole_dataset(reading: Reading, sentence: Sentence) -> list[Mark]:
    """The one dataset that the abstract names at all, unless the sentence speaks of several or of others."""
    named = [mark for mark in reading.marks if mark.label == "Dataset" and mark.start >= reading.body]
    words = reading.lower[sentence.first : sentence.last]
    several = any(
        word in ("datasets", "benchmarks", "tasks", "corpora", "domains", "environments", "scenarios")
        for word in words
    )
    return (
        named[:1]
        if len({mark.name for mark in named}) == 1 and not several and named[0].start < sentence.first
        else []
    )


def own_method(reading: Reading) -> str | None:
    """The paper's main method: the title's name if it is a method, else the first introduced one."""
    names = [
        mark.name for mark in reading.marks if mark.label == "Method" and mark.name in reading.introduced
    ]
    return names[0] if names else None


def subject_of(reading: Reading, sentence: Sentence, group: Group) -> tuple[str | None, bool]:
    """(method, ours): who reached the number. The clause's subject; "X with our Y" is Y; without a subject the paper's own."""
    lower, own = reading.lower, own_method(reading)
    marks = {mark.start: mark for mark in sentence.of("Method")}
    found: tuple[str | None, bool] | None = None
    compared = False
    index = sentence.first
    while index < group.start:
        word, mark = lower[index], marks.get(index)
        before = lower[index - 1] if index > sentence.first else ""
        if mark:
            introduced = mark.name in reading.introduced
            verb = next((word for word in lower[mark.end : mark.end + 3] if not word.endswith("ly")), "")
            acts = verb in REPORTS | CHANGE_VERBS
            if (
                (introduced and (found is None or not found[1] or before in ("with", "using")))
                or (acts and before not in BREAKERS - {",", "and"})
                or (found is None and not compared and before not in BREAKERS and not mark.generic)
            ):
                found = (mark.name, introduced)
            index = mark.end
            continue
        if word in BOUNDARIES:
            compared, found = False, found if found and found[1] else None
        elif word in COMPARE:
            compared = True
        elif word in OURS or (word in SELF and before == "proposed"):
            found = found if found and found[1] else (own, True)
        elif (
            word in ("baseline", "baselines", "teacher", "students", "student")
            and found is None
            and before in ("the", "a", "baseline")
        ):
            found = (None, False)
        index += 1
    return found or (own, True)


def named_beside(reading: Reading, sentence: Sentence, group: Group, number: Number) -> str | None:
    """The method named right at the number: "compared to ViT 86.5%", "71.7% for GCN" in brackets or after a word of comparison."""
    lower = reading.lower
    for mark in sentence.of("Method"):
        if (
            mark.end <= group.start
            and group.start - mark.end <= 2
            and all(word in ("(", "at", "with", "'s") for word in lower[mark.end : group.start])
        ):
            if any(
                word in COMPARE or word in ("compared", "to")
                for word in lower[max(sentence.first, mark.start - 2) : mark.start]
            ):
                return mark.name
        if number.end < mark.start <= number.end + 3 and lower[number.end] in ("for", "by", "from", "with"):
            before = lower[max(sentence.first, group.start - 3) : group.start]
            if (group.bracketed and lower[number.end] in ("for", "by")) or any(
                word in COMPARE - COMPARE_VERBS or word in ("compared", "to", "from") for word in before
            ):
                return mark.name
    return None


def versus_of(reading: Reading, sentence: Sentence, group: Group, method: str | None) -> str | None:
    """The named method that a difference is measured against: the object of "outperforms", "over", "than", "compared with"."""
    lower = reading.lower
    best: str | None = None
    for mark in sentence.of("Method"):
        window = lower[max(sentence.first, mark.start - 5) : mark.start]
        if (
            mark.name == method
            or mark.name in reading.introduced
            or not (any(word in COMPARE for word in window) or "compared" in window or "relative" in window)
        ):
            continue
        if mark.start < group.start:
            best = mark.name
        elif mark.start < group.last and best is None:
            return mark.name
    return best


def is_efficiency(reading: Reading, number: Number, metric: str | None, cost_units: frozenset[str]) -> bool:
    """Whether the number is a cost (time, size, memory, energy) rather than a quality."""
    if metric is not None:
        return family(metric)[0] in ("cost", "speed")
    after = reading.lower[number.end : number.end + 4]
    return number.unit in cost_units or any(
        word in SPEED_WORDS or word in ("parameters", "flops", "memory", "computation", "tokens")
        for word in after
    )
