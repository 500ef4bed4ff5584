"""The metric of a number, and the rule that says so; without a rule the number is no result."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.clauses import (
    BOUNDARIES,
    CLAIM_VERBS,
    COMPARE_VERBS,
    PAIRED,
    STATES,
    Group,
    Sentence,
    Spot,
    Thread,
    enumerations,
    past_other,
)
from extractors.kinds import CHANGE, CHANGED, HEDGES, RISES, leaves, timed, unhedged
from extractors.lists import cues, is_cost
from extractors.numbers import COST_UNITS, FUNCTION_WORDS, RANGING
from extractors.phrases import CHANGING
from extractors.reading import Mark, Reading
from extractors.result_datasets import continues
from extractors.result_scores import PERCENT_LIKE, RESULTS, UP_FROM, scored

VALUE_LINKS = cues("value-links")
VALUE_STOPS = cues("value-stops")
NEW_VERBS = CLAIM_VERBS - CHANGE
NEW_CLAIM = BOUNDARIES | NEW_VERBS
BEHIND_STOPS = VALUE_STOPS | NEW_CLAIM | {"without"}
PARTED = [[word] for word in sorted(CHANGED)]
SPEED_UNITS = frozenset(["fps", "FPS", "ms"])
PACES = frozenset(["fps", "latency", "runtime", "speed", "speedup", "throughput", "time", "times"])
FASTER = frozenset(["faster", "slower", "cheaper"])
HELD_AGAINST = PAIRED | {"against", "than"}
OPERATORS = frozenset(["=", "<", ">", "≤", "≥", "<=", ">=", "≈"])
LINKS = frozenset(["of", ":", "="])
RISEN = cues("risen")
SPENDING = cues("spending")
REDUCING = frozenset(["decreases", "decreasing", "lowering", "lowers", "reduces", "reducing"])
TUNING = cues("tuning")
PARAMETER_WORDS = frozenset(
    ["learnable", "model", "of", "original", "the", "total", "trainable", "tunable", "tuned"]
)
NOT_NOUNS = CHANGE | cues("plain-changes") | FUNCTION_WORDS
CHANGE_OR_RESULT = CHANGE | RESULTS | {"average", "mean", "median", "maximum", "minimum"}
COMPARATIVES = cues("comparatives") - {"relative"}
REACHING = cues("reaching")

IN_TERMS = frozenset([("terms", "of"), ("light", "of"), ("respect", "to"), ("measured", "by")])
PARTS = BOUNDARIES | {","}

Found = tuple[Mark | None, str]


def metric_of(spot: Spot, kind: str, before: Thread, here: Thread) -> Found:
    """(metric, rule) of a number; the rule is empty where the number is no result."""
    number, lower = spot.number, spot.lower
    if number.unit == "%" and tuned(spot):
        return named(spot.reading, "parameters"), "result-share"
    metric, rule = beside(spot)
    if FASTER.intersection(lower[number.end : number.end + 2]):
        timed_by = metric and is_cost(metric.name) and (metric.start >= number.end or paced(metric))
        return (metric if timed_by else None), "result-delta"
    if "accurate" in lower[number.end : number.end + 3]:
        return metric or named(spot.reading, "accuracy"), "result-delta"
    touching = metric is not None and (
        metric.start == number.end or VALUE_LINKS.issuperset(lower[metric.end : number.start])
    )  # "1.34 ms RMSE", "errors below 15 ms"
    if metric and (touching or number.unit not in COST_UNITS or is_cost(metric.name)):
        return metric, rule
    if number.unit in here.units and goes_on(spot) and not of_other(spot):
        return here.units[number.unit], "result-carried-metric"
    if number.unit in COST_UNITS:
        arrives = here.left is not None and lower[number.start - 1] == "to"
        if arrives and here.metric and is_cost(here.metric.name):
            return here.metric, "result-pair"
        moved = paired(spot, here) or arrives or leaves(lower, number) or spends(spot) or timed(lower, number)
        return None, "result-cost" if kind == "delta" or moved or number.unit in SPEED_UNITS else ""
    return referred(spot, kind, before, here)


def paced(metric: Mark) -> bool:
    """Whether a cost is one of time, which can be faster: no memory."""
    return metric.name.lower().split()[-1] in PACES


def tuned(spot: Spot) -> bool:
    """Whether the number is the share of the parameters that a method has or trains: "tunes 0.4% of the"."""
    lower, end = spot.lower, past_other(spot.lower, spot.number.end)
    if "parameters" not in lower[end : end + 5]:
        return False
    start = unhedged(lower, spot.number.start, HEDGES | {"merely", "just"})
    return lower[start - 1] in TUNING and PARAMETER_WORDS.issuperset(
        lower[end : lower.index("parameters", end)]
    )


def alike(spot: Spot, kind: str, metric: Mark | None) -> Sequence[Mark | None]:
    """The metrics that change by one number: "cuts latency and memory by 70%", "5% gains in AUC and F1"."""
    lower, group = spot.lower, spot.group
    if metric is None or len(group.numbers) > 1 or group.bracketed:
        return (metric,)
    if kind != "delta" and lower[group.end] != "in":
        return (metric,)
    runs = enumerations(spot.sentence.of("Metric"), lower)
    run = next((run for run in runs if metric in run), [metric])
    link = lower[run[-1].end : group.start]
    ahead_of_it = "by" in link and HEDGES.issuperset(link)
    lead = lower[run[0].start - 1]
    shared = lead == "both" or (kind == "delta" and lead == "in") or in_terms(lower, run[0])
    behind_it = 0 < run[0].start - group.end <= 4 and shared
    parted = all(one.end < other.start for one, other in pairwise(run))  # not "ROUGE-1 F1"
    return run if parted and ((ahead_of_it and kind == "delta") or behind_it) else (metric,)


def spends(spot: Spot) -> bool:
    """Whether a verb of spending has the number as its object: "consumes only 8.1 mW"."""
    return spot.lower[unhedged(spot.lower, spot.group.start) - 1] in SPENDING


def named(reading: Reading, name: str) -> Mark | None:
    """The first mark of a metric of this name."""
    return next((mark for mark in reading.marks if mark.label == "Metric" and mark.name == name), None)


def beside(spot: Spot) -> Found:
    """The metric that stands beside a number, or at its place in an enumeration of metrics."""
    for find in (listed, linked, behind, ahead, subject, changed):
        if found := find(spot):
            return found
    return None, ""


def listed(spot: Spot) -> Found | None:
    """The metric at the number's place in an enumeration: "precision and recall of 81% and 79%"."""
    group = spot.group
    if len(group.numbers) == 1:
        return None
    runs = enumerations(spot.sentence.of("Metric"), spot.lower)
    near = [
        run for run in runs if len(run) == len(group.numbers) and group.first <= run[0].start < group.last
    ]
    return (near[-1][spot.index], "result-respectively") if near else None


def linked(spot: Spot) -> Found | None:
    """The metric that an "of", a colon or an equals sign links to the number: "accuracy of 87.8%"."""
    lower, start = spot.lower, spot.group.start
    if lower[start - 1] not in LINKS:
        return None
    end = start - 1 - (lower[start - 2] == ")")
    marks = spot.sentence.of("Metric")
    if any(mark.start == spot.group.end and lower[mark.end] not in LINKS for mark in marks):
        return None  # "scores of 83% coverage"
    mark = next((mark for mark in marks if mark.end == end), None)
    return (mark, "result-metric-value") if mark else None


def behind(spot: Spot) -> Found | None:
    """The metric right after the number, or its unit: "87.8% accuracy", "30 FPS"."""
    group, number, lower = spot.group, spot.number, spot.lower
    for mark in spot.sentence.of("Metric"):
        if number.digits <= mark.start < number.end or (group.numbers[-1].digits <= mark.start < group.end):
            return mark, "result-value-metric"
        if mark.start == group.end + 1 and lower[group.end] == "(" and lower[mark.end] == ")":
            return mark, "result-value-metric"
        if mark.start == group.end + 1 and number.sign == "+" and lower[group.end] == ")":
            return mark, "result-value-metric"  # "81.2 (+3.1) mAP"
        if group.end <= mark.start < group.last:
            gap = lower[past_other(lower, group.end) : mark.start]
            if gap[-1:] == ["("] and gap[-2:-1] and gap[-2] in CHANGE:
                gap = gap[:-1]  # "a 35% relative improvement (WER: 4.4%)"
            direct = BEHIND_STOPS.isdisjoint(gap[gap[:1] in PARTED :])
            if (
                direct
                and (number.unit or len(gap) <= 2)
                and (len(gap) <= 6 or any(word in CHANGE for word in gap))
            ):
                return mark, "result-value-metric"
            return None
    return None


def ahead(spot: Spot) -> Found | None:
    """The metric right before the number: "accuracy of 87.8%", "PSNR: 31.2"."""
    group, number, lower = spot.group, spot.number, spot.lower
    if unknown_after(spot.reading, spot.sentence, group):
        return None
    for mark in reversed(spot.sentence.of("Metric")):
        parted = group.bracketed or not REACHING.isdisjoint(lower[mark.end : group.start])
        if parted and number.unit == "%" and is_cost(mark.name):
            continue
        if group.first <= mark.start and mark.end <= number.start:
            gap = lower[mark.end : group.start]
            if gap[:1] in (["("], ["of"]) and gap[-1:] == ["="] and len(gap) <= 4:
                gap = ["("]  # "Fleiss' kappa (k = 0.979)"
            if gap[-1:] in (["from"], ["between"]) and gap[-2:-1] and gap[-2] in RANGING:
                gap = gap[:-2]
            if gap[-1:] in (["to"], ["from"]):
                gap = [word for word in gap if word not in RISEN]  # "recall rose to 0.60"
            linked = [word for word in gap if word not in VALUE_LINKS and not word.endswith("ly")]
            left = linked[-1:] == ["from"] and leaves(lower, number) and (number.unit or "." in number.value)
            if left and (len(linked) <= 6 or (len(gap) <= 14 and "and" not in gap and PARTS.isdisjoint(gap))):
                linked = []
            near = number.unit and ((len(gap) <= 10 and PARTS.isdisjoint(gap)) or len(linked) <= 3)
            valued = gap[-1:] == ["of"] and "." in number.value and PARTS.isdisjoint(gap)
            near = near or (valued and len(linked) <= 4 + 4 * (gap[0] in ("for", "in", "on")))
            return (mark, "result-metric-value") if near or not linked else None
    return None


def subject(spot: Spot) -> Found | None:
    """The metric that the sentence is about: "the correlation between A and B was 0.455"."""
    group, lower, marks = spot.group, spot.lower, spot.sentence.of("Metric")
    opens = marks and marks[0].start - spot.sentence.first <= 2
    states = lower[group.start - 1] in STATES or (
        lower[group.start - 1] == "from" and leaves(lower, spot.number)
    )
    states = states and "." in spot.number.value
    return (marks[0], "result-metric-value") if opens and states and marks[0].end <= group.start else None


def changed(spot: Spot) -> Found | None:
    """The metric that a verb of change is said to change by the number: "improves accuracy … by 0.23"."""
    group, lower = spot.group, spot.lower
    if "by" not in lower[group.start - 3 : group.start] or not ("." in spot.number.value or spot.number.unit):
        return None
    for mark in reversed(spot.sentence.of("Metric")):
        lead = lower[max(spot.sentence.first, mark.start - 3) : mark.start]
        also = lead[-1:] == ["and"] and any(other.end == mark.start - 1 for other in spot.sentence.groups)
        if mark.end <= group.start and (also or not CHANGING.isdisjoint(lead) or in_terms(lower, mark)):
            between = lower[mark.end : group.start]
            parted = any(word in CLAIM_VERBS or word in BOUNDARIES or word[0].isdigit() for word in between)
            if not parted:
                return mark, "result-changed-metric"
    return None


def referred(spot: Spot, kind: str, before: Thread, here: Thread) -> Found:
    """The metric that a number without one beside it refers back to."""
    number = spot.number
    if found := paired(spot, here):
        return found
    if spot.lower[number.start - 1] in OPERATORS and not (kind == "delta" and number.unit):
        return None, ""
    for find in (ahead_of_pair, respective, enumerated):
        if found := find(spot, here):
            return found
    inherited = inheritance(spot, kind, before, here)
    if kind == "delta":
        if not (number.unit or number.sign in RISES or margin(spot) or margin_too(spot, here)):
            return None, ""
        return nearest(spot, kind, inherited), "result-delta"
    score = scored(spot, before, here)
    if not score and number.unit not in PERCENT_LIKE:
        return None, ""
    share = spot.lower[spot.group.end] == "of"  # "66% of the votes" judges by no metric of before
    metric = None if share and not score else nearest(spot, kind, None if share else inherited)
    return metric, "result-score" if score else "result-carried-metric" if metric else ""


def margin(spot: Spot) -> bool:
    """Whether a number without a unit is what something else is surpassed by: "exceeds X by 21.9 on"."""
    lower, start = spot.lower, spot.group.start
    verbs = lower[max(spot.sentence.first, start - 12) : start - 1]
    return "." in spot.number.value and lower[start - 1] == "by" and not COMPARE_VERBS.isdisjoint(verbs)


def margin_too(spot: Spot, here: Thread) -> bool:
    """Whether such a number goes on behind another: "exceeds X by 21.9 on COCO and 15.4 on LVIS"."""
    joined = spot.lower[spot.group.start - 1] in (",", "and")
    return here.scored and here.bare and joined and "." in spot.number.value


def paired(spot: Spot, here: Thread) -> Found | None:
    """The metric of the number before, which this one is held against: "81.2 vs. 79.9", "against 4.12",
    "from 61.3 (BERT) to 67.8", "to 67.8 from 61.3", "(BERT: 90.8)", "0.46 (0.47)".
    """
    lower, start = spot.lower, spot.number.start
    start -= lower[start - 1] in ("just", "only")
    named = any(mark.end == start - 1 for mark in spot.sentence.of("Method"))
    held = (
        (lower[start - 1] in HELD_AGAINST and spot.number.qualifier is None)
        or lower[start - 2 : start] in (["compared", "to"], *UP_FROM)
        or (here.left and lower[start - 1] == "to")
        or (spot.group.bracketed and named and lower[start - 1] in (":", ",", "="))
        or (
            lower[start - 1] in ("from", "(")
            and any(other.end == start - 1 for other in spot.sentence.groups)
        )
    )
    return (here.metric, "result-pair") if held and here.scored else None


def ahead_of_pair(spot: Spot, _: Thread) -> Found | None:
    """The metric behind the number that this one is held against: "47.1 vs. 49.3 mIoU"."""
    lower, group = spot.lower, spot.group
    links = PAIRED | ({"to"} if leaves(lower, spot.number) else set())
    if lower[group.end] in links and len(group.numbers) == 1:
        for other in spot.sentence.groups:
            found = behind(replace(spot, group=other, index=0)) if other.start == group.end + 1 else None
            if found:
                return found[0], "result-pair"
    return None


def respective(spot: Spot, here: Thread) -> Found | None:
    """The metric of the number at the same place of the enumeration before: "81% and 79% (+2% and +3%)"."""
    number, group, earlier = spot.number, spot.group, here.earlier(spot)
    listed = group.bracketed or len(group.numbers) > 1
    plain = here.bare and "." in number.value and not group.bracketed
    if earlier and earlier[0] and listed and (number.unit or number.sign or plain):
        return earlier[0], "result-respectively"
    return None


def enumerated(spot: Spot, here: Thread) -> Found | None:
    """The metric of the number before, which this one continues without a unit: "an FID of 3.1 … and 5.0"."""
    number = spot.number
    moves = here.scored and (leaves(spot.lower, number) or here.left is not None) and not unknown_before(spot)
    bare = (here.bare or moves) and number.unit is None and "." in number.value
    if not (bare and goes_on(spot)) or of_other(spot):
        return None
    cost = here.metric is not None and is_cost(here.metric.name) and not moves
    return (here.metric, "result-carried-metric") if here.metric and not cost else None


def goes_on(spot: Spot) -> bool:
    """Whether a comma or "and" stands between a number and the one before."""
    return not {",", "and"}.isdisjoint(spot.lower[spot.group.first : spot.group.start])


def inheritance(spot: Spot, kind: str, before: Thread, here: Thread) -> Mark | None:
    """The metric named last, if the number can be its value: a percentage is no cost, a ratio and a
    difference keep to their sentence, and nothing else is named as what has the number.
    """
    inherited = here.metric or before.metric
    cost = inherited is not None and is_cost(inherited.name)
    if cost and surpasses(spot):
        return None
    plain = spot.number.unit in ("%", None)
    if cost and plain and (kind == "absolute" or not here.metric):
        return None
    far = not here.metric and (spot.number.unit == "x" or (kind == "delta" and not continues(spot)))
    words = spot.lower[spot.group.first : spot.group.start]
    far = far or (kind == "delta" and not (BOUNDARIES.isdisjoint(words) or COMPARE_VERBS.isdisjoint(words)))
    return None if far or unknown_before(spot) else inherited


def surpasses(spot: Spot) -> bool:
    """Whether a verb of surpassing leads to the number: it judges a quality, no cost."""
    lower, start = spot.lower, spot.group.start
    return not COMPARE_VERBS.isdisjoint(lower[max(spot.group.first, start - 12) : start])


def nearest(spot: Spot, kind: str, carried: Mark | None) -> Mark | None:
    """The metric that the sentence names once for all its numbers, else the one carried over."""
    reading, sentence, group, lower = spot.reading, spot.sentence, spot.group, spot.lower
    if (group.end < sentence.last and unknown_after(reading, sentence, group)) or reduces_other(spot):
        return None
    if group.bracketed and behind_other(spot, "(") and of_listed(spot):
        return None
    quality = surpasses(spot) or (spot.number.unit == "%" and kind == "absolute")
    marks = [
        mark
        for mark in reachable(lower, sentence, group)
        if not (quality and is_cost(mark.name))
        and not (mark.start >= group.end and taken(lower, sentence, mark))
    ]
    terms = [mark for mark in marks if in_terms(lower, mark)]
    if terms:
        return terms[-1]
    if len({mark.name for mark in marks}) == 1 and not any(
        other.start < marks[0].start < other.last
        for other in sentence.groups
        if other is not group and marks[0].start >= other.end
    ):
        return marks[0]
    return carried if carried and (not marks or carried.start >= sentence.first) else None


def of_listed(spot: Spot) -> bool:
    """Whether the bracket before stands behind a metric: "in accuracy (+2%) and robustness (+8%)"."""
    place = spot.sentence.groups.index(spot.group)
    start = unhedged(spot.lower, spot.sentence.groups[place - 1].start) if place else 0
    named = any(mark.end == start - 1 for mark in spot.sentence.of("Metric"))
    return named and spot.lower[start - 1] == "("


def taken(lower: Sequence[str], sentence: Sentence, mark: Mark) -> bool:
    """Whether a metric has a number of its own right behind it: "and recall by 7.5%"."""
    return any(
        mark.end <= group.start and unhedged(lower, group.start) <= mark.end for group in sentence.groups
    )


def reduces_other(spot: Spot) -> bool:
    """Whether a verb of reducing has no marked metric as its object: "while reducing test cases by 19%"."""
    lower, end = spot.lower, unhedged(spot.lower, spot.group.start)
    if "by" not in lower[end : spot.group.start]:
        return False
    first = max(spot.group.first, end - 8)
    verb = next((place for place in range(end - 1, first - 1, -1) if lower[place] in CLAIM_VERBS), first)
    marked = any(verb < mark.start < end for mark in spot.sentence.of("Metric"))
    return lower[verb] in REDUCING and not marked


def reachable(lower: Sequence[str], sentence: Sentence, group: Group) -> Iterator[Mark]:
    """The metrics of a sentence that no boundary parts from the numbers of a group."""
    for mark in sentence.of("Metric"):
        if mark.start >= group.end:
            apart = NEW_CLAIM
            between = lower[group.end : mark.start]
        else:
            apart = BOUNDARIES
            between = lower[mark.end : group.start]
        if apart.isdisjoint(between) or in_terms(lower, mark):
            yield mark


def in_terms(lower: Sequence[str], mark: Mark) -> bool:
    """Whether a metric is what the comparison is in terms of: "in terms of top-1 accuracy"."""
    return any(pair in IN_TERMS for pair in pairwise(lower[max(0, mark.start - 5) : mark.start]))


def unknown_before(spot: Spot) -> bool:
    """Whether something else than a marked metric is said to have the number: "completeness (3.9 vs. 3.5)",
    "reduces hallucinations from 30% to 3%".
    """
    lower, group = spot.lower, spot.group
    start = group.start - 1
    if lower[start] == "from" and leaves(lower, spot.number):
        named = range(max(group.first, start - 12), start)
        unmarked = all(mark.start >= start or mark.end <= named.start for mark in spot.sentence.marks)
        return unmarked and any(lower[index] in CHANGING for index in named)
    return of_other(spot) or (group.bracketed and behind_other(spot, "("))


def of_other(spot: Spot) -> bool:
    """Whether a noun that is no marked metric is said to have the number: "a width of 3.5"."""
    return behind_other(spot, "of")


def behind_other(spot: Spot, link: str) -> bool:
    """Whether a link joins the number to a noun that has no mark and is none of change, results or mean."""
    lower, start = spot.lower, unhedged(spot.lower, spot.group.start, HEDGES - {"of"}) - 1
    noun = lower[start - 1]
    marked = any(mark.start < start <= mark.end for mark in spot.sentence.marks)
    return lower[start] == link and noun[0].isalpha() and noun not in CHANGE_OR_RESULT and not marked


def unknown_change(lower: Sequence[str], sentence: Sentence, group: Group) -> bool:
    """Whether a noun that is no marked metric stands between the number and its change: "8x energy gains"."""
    noun, change = lower[group.end : group.end + 2]
    marked = any(
        mark.start <= group.end < mark.end or lower[mark.start] == noun for mark in sentence.of("Metric")
    )
    return change in CHANGE and noun.isalpha() and noun not in NOT_NOUNS and not marked


def parallel(lower: Sequence[str], sentence: Sentence, group: Group) -> bool:
    """Whether the number before is one in a marked metric and this one in something else:
    "4% in accuracy and 11% in interpretation".
    """
    place = sentence.groups.index(group)
    if not place or lower[group.end] != "in":
        return False
    ends = [other.end for other in (sentence.groups[place - 1], group)]
    starts = [mark.start for mark in sentence.of("Metric")]
    before, here = (any(end < start <= end + 3 for start in starts) for end in ends)
    return lower[ends[0]] == "in" and before and not here


def unknown_after(reading: Reading, sentence: Sentence, group: Group) -> bool:
    """Whether a change is said to be in something else than a marked metric: "a 21% reduction in FPR@95",
    "41% less instability".
    """
    lower = reading.lower
    if unknown_change(lower, sentence, group) or parallel(lower, sentence, group):
        return True
    if lower[group.end] in COMPARATIVES and lower[group.end + 1].isalpha() and lower[group.end + 1] != "than":
        return not any(group.end < mark.start <= group.end + 4 for mark in sentence.of("Metric"))
    for index in range(group.end, min(group.end + 4, sentence.last - 1)):
        if lower[index] in ("in", "of") and lower[index - 1] in CHANGE and index > group.end:
            known = any(index < mark.start <= index + 4 for mark in sentence.of("Metric"))
            return not known and lower[index + 1] not in ("performance", "results", "terms")
    return False
