"""Quantities that no list knows: what a sentence says to change or to reach by a number is a metric."""

from collections.abc import Iterator, Sequence

from extractors.candidates import FUNCTION_WORDS, KINDS
from extractors.lists import cues, key, named
from extractors.phrases import (
    AVERAGES,
    CHANGES,
    CHANGING,
    DETERMINERS,
    ERRORS,
    HEDGED,
    METRIC_HEADS,
    NOT_FIRST,
    NOT_QUANTITIES,
    UNITS,
    VAGUE,
    modifies,
    quantity,
    walk,
)

HEDGED_ONLY = HEDGED - {"by", "from", "to"}
VALUE_HEADS = METRIC_HEADS | cues("value-heads")
UNMEASURED = frozenset(["performance", "quality", "efficiency", "accuracy"])
CHANGE_ENDS = FUNCTION_WORDS | {
    "compared",
    "relative",
    "respectively",
    "averaged",
    "measured",
    "offset",
    "comparing",
}
ADJECTIVES = ("al", "ive", "ous", "able")
COMPARATIVES = frozenset(["higher", "lower", "fewer", "less", "greater", "smaller", "shorter"])
OBJECT_ENDS = frozenset(["on", "in", "for", "of", "across", "at", "with", "during"])
BY = frozenset(["by", "from"])
OF_ANOTHER = frozenset(["of", "for", "in", "on", "with", "by", "to", "from", "at", "between", "using"])
CHANGE_WORDS = frozenset(["absolute", "relative", "higher", "lower", "average", "mean", "overall"])
BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "has", "have", "can", "being", "get", "gets", "got"]
)
REACHING = cues("reaching")
MOVING = REACHING | CHANGING
QUANTITY_SIGNS = MOVING | CHANGES | COMPARATIVES | {"%"}
RATIOS = frozenset(["%", "×", "x", "times", "fold", "points"])
NOT_JUDGED = frozenset(map(str.lower, cues("cost-units"))) | UNITS | RATIOS | {"percent", "percentage"}
REACHED_ENDS = cues("reached-ends")
NOT_REACHED = NOT_QUANTITIES | CHANGES | cues("change") | cues("counted") | cues("not-reached")
COMPARED_ENDS = REACHED_ENDS | {"than", "(", "of", "to", "as"}
NOT_MOVED = NOT_REACHED | VAGUE


def quantities(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of what a sentence says to change by a number:
    "reduces sharpness by 42%", "13% reduction in X".
    """
    for index in range(first, last):
        if lower[index] not in QUANTITY_SIGNS:
            continue
        if lower[index] == "%":
            found = after_percent(lower, index, last)
            if found:
                yield *found, "value-phrase"
        elif lower[index] in CHANGING:
            changed = [] if lower[index - 1] == "-" else list(changed_by(words, lower, index, last))
            subject = None if changed else changed_subject(words, lower, index, first, last)
            for start, end in [subject] if subject else changed:
                yield start, end, "changed-quantity"
        if lower[index] in MOVING:
            for start, end in reached(lower, index, last):
                yield start, end, "reached-quantity"
        if lower[index] in CHANGES:
            found = (
                change_in(words, lower, index, first, last)
                if lower[index + 1 : index + 2] == ["in"]
                else changed_noun(words, lower, index, first)
            )
            if found:
                yield *found, "changed-quantity"
        elif lower[index] in COMPARATIVES:
            found = compared_noun(words, lower, index, first, last)
            if found:
                yield *found, "compared-quantity"


def compared_noun(
    words: Sequence[str], lower: Sequence[str], index: int, first: int, last: int
) -> tuple[int, int] | None:
    """The X of "42% lower X" and "3 times fewer X"."""
    start = index + 1
    while start < last and lower[start] in AVERAGES:
        start += 1
    if not counted(lower, first, index) or start == last:
        return None
    end = nouns_end(lower, start, last, CHANGE_ENDS)
    ended = end == last or lower[end] in COMPARED_ENDS
    return quantity(words, lower, start, end) if ended and measurable(lower, start, end) else None


def changed_noun(words: Sequence[str], lower: Sequence[str], noun: int, first: int) -> tuple[int, int] | None:
    """The X of "a 42% X reduction" and "X savings of up to 42%"."""
    behind = lower[noun + 1 : noun + 7]
    value = next((word for word in behind[1:] if word not in HEDGED), "")
    while noun - 1 > first and lower[noun - 1] in CHANGE_WORDS:
        noun -= 1
    start = walk(words, lower, noun - 1, first, None)
    while start < noun and lower[start] in CHANGE_WORDS:
        start += 1
    scored = (behind[:1] == ["of"] and value[:1].isdigit()) or counted(lower, first, start)
    plain = modifies(words[noun - 1], None) and not lower[noun - 1].endswith(ADJECTIVES)
    return (
        quantity(words, lower, start, noun) if scored and plain and measurable(lower, start, noun) else None
    )


def counted(lower: Sequence[str], first: int, index: int) -> bool:
    """Whether a percentage or a factor stands right before a token: "42%", "3 times"."""
    return index - 2 >= first and lower[index - 1] in RATIOS and lower[index - 2][0].isdigit()


def measurable(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether nouns can name what is measured: none that is vague or counted, and no bare "error"."""
    inside = lower[start:end]
    return (
        end > start
        and NOT_REACHED.isdisjoint(inside)
        and inside[-1] not in VAGUE
        and not (len(inside) == 1 and inside[0] in METRIC_HEADS - ERRORS)
    )


def nouns_end(lower: Sequence[str], start: int, last: int, stops: frozenset[str]) -> int:
    """The end of up to six words and hyphens from token `start` on, none of them in `stops`."""
    places = range(start, min(start + 6, last))
    return next(
        (
            place
            for place in places
            if not (lower[place][0].isalpha() or lower[place] == "-") or lower[place] in stops
        ),
        places.stop,
    )


def after_percent(lower: Sequence[str], percent: int, last: int) -> tuple[int, int] | None:
    """The phrase after a per cent sign that ends in the word of a metric."""
    places = range(percent + 2, min(percent + 6, last))
    head = next((place for place in places if lower[place] in VALUE_HEADS), 0)
    head += head > 0 and head + 1 < last and lower[head + 1] in METRIC_HEADS  # "success rate"
    start = percent + 1
    while start < head and (lower[start] in NOT_FIRST or lower[start] in CHANGE_WORDS):
        start += 1
    between = lower[start:head]
    plain = FUNCTION_WORDS.isdisjoint(between) and all(word[0].isalpha() or word == "-" for word in between)
    return (start, head + 1) if head and start < head and plain else None


def reached(lower: Sequence[str], verb: int, last: int) -> Iterator[tuple[int, int]]:
    """The X and Y of "achieves 93% X and 0.81 Y on", of one to three nouns that no list knows and nobody
    counts.
    """
    place = verb + 1
    while place < last:
        while place < last and lower[place] in HEDGED:
            place += 1
        if place + 2 >= last or not lower[place][0].isdigit():
            return
        percent = lower[place + 1] == "%"
        start = place + 1 + percent
        plain = start + (lower[start] in AVERAGES)
        end = nouns_end(lower, plain, last, FUNCTION_WORDS)
        if (percent or "." in lower[place]) and judged(lower, plain, end, last):
            yield start if end - plain == 1 else plain, end
        joints = (joint for joint in range(end, min(end + 6, last)) if lower[joint] in (",", "and"))
        place = next(joints, last) + 1


def judged(lower: Sequence[str], start: int, end: int, last: int) -> bool:
    """Whether nouns behind a number can be what it measures: none that is counted, listed or compared."""
    inside = lower[start:end]
    if not 1 <= sum(map(str.isalpha, inside)) <= 3 or not inside[-1].isalpha():
        return False
    ended = end == last or lower[end] in REACHED_ENDS
    empty = (
        not NOT_JUDGED.isdisjoint((inside[0], inside[-1]))
        or not NOT_REACHED.isdisjoint(inside)
        or KINDS.get(inside[-1]) == "Task"
        or inside[-1].endswith("ly")
    )
    listed = any(key("".join(inside[index:])) in named("Metric") for index in range(len(inside)))
    return ended and not empty and not listed


def changed_by(words: Sequence[str], lower: Sequence[str], verb: int, last: int) -> Iterator[tuple[int, int]]:
    """The X of "reduces X by 42%", "reduces X from 30% to 3%" and "reduces Y by 7% and X by 42%"."""
    start = verb + 1
    while start < last:
        by = next((place for place in range(start, min(start + 10, last)) if lower[place] in BY), last)
        value = lower[by + 1 : min(by + 7, last)]
        number = next((word for word in value if word not in HEDGED), "")
        scored = by < last and (lower[by] == "by" or "%" in value or "." in number)
        if not scored or not number[:1].isdigit():
            return
        yield from objects(words, lower, start, by)
        end = by + 1
        while end < last and (lower[end] in HEDGED or lower[end] in RATIOS or lower[end][0].isdigit()):
            end += 1
        start = end + 1 + (lower[end : end + 2] == [",", "and"])
        if end >= last or lower[end] not in (",", "and") or not CHANGING.isdisjoint(lower[start : start + 1]):
            return


def objects(words: Sequence[str], lower: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The quantities that an object names, without what they are of: "latency and memory footprint on Y"."""
    cut = next((place for place in range(start + 1, end) if lower[place] in OBJECT_ENDS), end)
    found: list[tuple[int, int]] = []
    for place in range(start + 1, cut + 1):
        if place > start and (place == cut or lower[place] in (",", "and")):
            named = quantity(words, lower, start, place)
            whole = place == end or (named and named[1] - named[0] > 1)
            shared = place < cut and any(map(str.isupper, "".join(words[start:place])))
            if not named or not whole or shared:
                return  # "mobile GPU and CPU memory"
            found.append(named)
            start = place + 1
            if place < cut and lower[start] in CHANGING:
                return
    yield from found


def changed_subject(
    words: Sequence[str], lower: Sequence[str], verb: int, first: int, last: int
) -> tuple[int, int] | None:
    """The X of "X is reduced by 42%" and "X increased by 42%"."""
    value = [word for word in lower[verb + 1 : min(verb + 7, last)] if word not in HEDGED_ONLY]
    percent = "%" in value or "×" in value or any(word[0].isdigit() and "." in word for word in value[1:2])
    if value[:1] not in (["by"], ["to"], ["from"]) or not percent or not value[1][0].isdigit():
        return None
    end = verb
    while end > first and (lower[end - 1] in BE or lower[end - 1].endswith("ly")):
        end -= 1
    moves = not BE.isdisjoint(lower[end:verb]) or lower[verb].startswith(("increase", "decrease", "improve"))
    head = lower[end - 1] if end > first else "-"
    if not moves or not head.isalpha() or head in NOT_MOVED or KINDS.get(head) in ("Method", "Dataset"):
        return None
    start = walk(words, lower, end - 1, first, None)
    opening = start
    while opening > first and lower[opening - 1] in DETERMINERS:
        opening -= 1
    of_another = (
        opening > first and lower[opening - 1] in OF_ANOTHER
    )  # "the error of the leaf scorer is reduced"
    between = "between" in lower[max(first, opening - 4) : opening]
    return None if of_another or between else quantity(words, lower, start, end)


def change_in(
    words: Sequence[str], lower: Sequence[str], noun: int, first: int, last: int
) -> tuple[int, int] | None:
    """The X of "13% reduction in X"."""
    if not any(word[0].isdigit() for word in lower[max(first, noun - 4) : noun]):
        return None
    end = noun + 2
    while end < min(last, noun + 8) and (lower[end][0].isalpha() or lower[end] == "-"):
        if lower[end] in CHANGE_ENDS and lower[end] != "the":
            break
        end += 1
    return quantity(words, lower, noun + 2, end) if UNMEASURED.isdisjoint(lower[end : end + 1]) else None
