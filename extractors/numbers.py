"""Numbers of a sentence with unit, range, sign and qualifier, and whether they are results at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.lists import cues
from extractors.lists import words as word_list

NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+")
SCALED = re.compile(r"([0-9]+(?:\.[0-9]+)?)([KMBGT])")
PERCENT = frozenset(["%", "percent", "pct"])
POINTS = frozenset(["points", "point", "pp", "p.p.", "pts", "bps"])
TIMES = frozenset(["x", "×", "X", "times", "fold"])
COST_UNITS = cues("cost-units")
COUNTED = cues("counted")
CONDITIONS = cues("conditions")
RESULTS = frozenset(["accuracy", "memory", "performance", "quality"])
SET = frozenset(["horizon", "horizons", "levels", "sparsity", "window", "windows"])
SCALES = frozenset("KMBGT")
FUNCTION_WORDS = word_list("not_modifiers")
SOLVING = cues("solving")
RIVALS = frozenset(["baselines", "competitors", "llms", "model", "models", "networks", "ones", "vlms"])
VARIATIONS = frozenset(["cv", "iqr", "sd", "std"])
INTERVALS = frozenset(["ci", "cis", "interval", "intervals"])
TIME_UNITS = frozenset(
    ["h", "hour", "hours", "hrs", "milliseconds", "min", "mins", "minute", "minutes", "ms", "s", "seconds"]
)
COLLECTIONS = frozenset(
    ["collection", "corpus", "dataset", "benchmark", "set", "total", "pool", "vocabulary"]
)
JUDGED_UNITS = frozenset(["%", "dB", "db", "points", "x"])
BEFORE_NOUN = frozenset(
    ["of", ",", "and", ".", "on", "in", ")", "to", "for", "(", "vs.", "across", "over", "/", "per"]
)
MEASURE_UNITS = frozenset(
    [
        "dB",
        "db",
        "pixel",
        "pixels",
        "mm",
        "cm",
        "m",
        "km",
        "px",
        "bpm",
        "degrees",
        "degree",
        "°",
        "BLEU",
        "mm²",
        "kWh",
        "K",
        "kg",
    ]
)
UNITS = POINTS | PERCENT | {"percentage"} | MEASURE_UNITS
SIGNS = frozenset(["+", "-", "−", "–", "↑", "↓"])
RANGING = frozenset(["between", "range", "ranged", "ranges", "ranging"])
CHANGE_VERBS = cues("change-verbs")
SCALE_ENDS = (1, 2, 3, 4, 5, 6, 7, 10, 100)
EXPONENTS = (("e", "-"), ("e", "−"))
CONTAINING = (["comprises"], ["comprising"], ["containing"], ["contains"])
RANGE = frozenset(["-", "–", "—", "~", "to", "−"])
JOINS = frozenset(["-", "/", "_", "^"])
MEANT = {
    "up to": "up to; upto; as much as; as high as",
    "at most": "at most; as low as",
    "at least": "at least",
    "more than": "more than; over; above; exceeding; >",
    "less than": "less than; under; below; <",
    "about": "about; around; near; approximately; roughly; nearly; almost; close to; ~; ≈",
    "only": "only",
}
QUALIFIERS = {
    tuple(words.split()): meant for meant, phrases in MEANT.items() for words in phrases.split("; ")
}


Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number on tokens `start:end`, sign and unit included; the digits end at `digits` (range included)."""

    start: int
    digits: int
    end: int
    value: str
    high: str | None
    unit: str | None
    sign: str
    qualifier: str | None


def numeral(word: str) -> str | None:
    """The decimal notation of a token: digits without thousands separators; None where it is none."""
    if NUMBER.fullmatch(word):
        value = word.replace(",", "")
        return "0" + value if value.startswith(".") else value
    return None


def unit_at(words: Sequence[str], index: int, last: int) -> tuple[str | None, int]:
    """The unit that starts at a token, and the token after it."""
    word, after, third = (*words[index : min(index + 3, last)], "", "", "")[:3]
    if (word, after) == ("per", "cent"):
        return "%", index + 2
    if word in PERCENT:
        if after in ("absolute", "relative") and third in POINTS:
            return "points", index + 3
        if after in POINTS:
            return "points", index + 2
        return "%", index + 1 + (after == "percentage")
    if word in ("percentage", "absolute", "relative") and after in POINTS:
        return "points", index + 2
    if word in POINTS:
        return "points", index + 1
    if word in TIMES:
        return "x", index + 1
    if word == "-" and after == "fold":
        return "x", index + 2
    if word == "-" and after in POINTS:
        return "points", index + 2
    if (word, after, third) == ("-", "percentage", "-") and not POINTS.isdisjoint(
        words[index + 3 : index + 4]
    ):
        return "points", index + 4
    if (word in COST_UNITS or word in MEASURE_UNITS) and after != "&":
        return word, index + 1
    return None, index


def qualifier_before(lower: Sequence[str], start: int, first: int) -> str | None:
    """The qualifier that ends right before a token."""
    found = (QUALIFIERS.get(tuple(lower[max(first, start - size) : start])) for size in (3, 2, 1))
    return next(filter(None, found), None)


def upper_end(words: Sequence[str], lower: Sequence[str], start: int, end: int, span: Place) -> int | None:
    """The token of the second number of a range ("10%-20%", "3 to 5") whose first one is `start:end`."""
    first, last = span
    before = lower[max(first, start - 2) : start]
    change = before[-1:] == ["from"] and before[0] not in RANGING
    opened = "(" in before and (before[-1] == "(" or (before[-1].isalpha() and before[-1] not in RANGING))
    change = change or opened or not CHANGE_VERBS.isdisjoint(before[-1:])
    if lower[end - 1] == "%" and before[-1:] not in (["by"], ["of"]):  # "boosts it, 42.2% to 49.6% for X"
        change = change or not CHANGE_VERBS.isdisjoint(lower[max(first, start - 8) : start])
    between = lower[start - 1] == "between" and lower[end : end + 1] == ["and"]
    if end + 1 >= last or not (between or words[end] in RANGE) or (lower[end] == "to" and change):
        return None
    other = end + 1
    while other < last and lower[other] in ("over", "about", "~", "+"):
        other += 1
    upper, lowest = numeral(words[other]) if other < last else None, numeral(words[start])
    falls = upper and lowest and lower[end] == "to" and float(upper) < float(lowest)
    return other if upper and not falls else None


def sign_before(words: Sequence[str], spaced: Sequence[bool], start: int, first: int) -> str:
    """The sign of the number at a token: it touches the number and nothing before it that is a word."""
    if start == first or words[start - 1] not in SIGNS or spaced[start - 1]:
        return ""
    free = start - 1 == first or spaced[start - 2] or not words[start - 2][-1].isalnum()
    return words[start - 1] if free else ""


def number_at(
    words: Sequence[str], lower: Sequence[str], spaced: Sequence[bool], start: int, span: Place
) -> Number | None:
    """The number that starts at a token, with its range, unit, deviation and sign."""
    first, last = span
    digits, high = start + 1, None
    scaled, value = SCALED.fullmatch(words[start]), numeral(words[start])
    unit, end = (scaled[2], digits) if scaled else unit_at(words, digits, last)
    value = scaled[1] if scaled else value
    if value is None or tuple(words[digits : digits + 2]) in EXPONENTS:  # 2.5e-5
        return None
    if unit is None and "factor" in lower[max(first, start - 2) : start]:
        unit = "x"
    sign = sign_before(words, spaced, start, first)
    start -= bool(sign)
    upper = upper_end(words, lower, start, end, span)
    if upper is not None:
        later, after = unit_at(words, upper + 1, last)
        if later in (unit, None) or unit != "%":  # not "by 86% - 7.9 km to 1.1 km"
            high, digits, end = numeral(words[upper]), upper + 1, after
            unit = later or unit
    if end + 1 < last and words[end] == "/" and scale(value, words[end + 1]):
        end += 2  # 4.2/5
    spread = spread_at(words, end, last)
    if spread is not None:
        later, end = unit_at(words, spread + 1, last)
        unit = unit or later
    return Number(
        start=start,
        digits=digits,
        end=end,
        value=value,
        high=high,
        unit=unit,
        sign=sign,
        qualifier=qualifier_before(lower, start, first),
    )


def spread_at(words: Sequence[str], end: int, last: int) -> int | None:
    """The token of the deviation behind a value: the 0.3 of "81.2 ± 0.3" and of "81.2 +- 0.3"."""
    spelled = list(words[end : end + 2]) == ["+", "-"]
    place = end + 1 + spelled
    marked = place < last and (spelled or words[end] in ("±", "+/-"))
    return place if marked and numeral(words[place]) else None


def scale(value: str, out_of: str) -> bool:
    """Whether a decimal is given out of what follows its slash: 4.2/5, 1.69/2.00."""
    most = numeral(out_of)
    return most is not None and "." in value and float(most) in SCALE_ENDS and float(value) <= float(most)


def numbers(
    words: Sequence[str], lower: Sequence[str], spaced: Sequence[bool], span: Place, places: Sequence[int]
) -> Iterator[Number]:
    """The numbers that start at one of the `places` of a sentence and are not joined to a word."""
    first = end = span[0]
    for index in places:
        joined = (
            index > first + 1
            and words[index - 1] in JOINS
            and words[index - 2][-1].isalpha()
            and not spaced[index - 2]
            and index - 1 > end
        )
        number = None if index < end or joined else number_at(words, lower, spaced, index, span)
        if number is not None:
            yield number
            end = number.end


def year(value: str) -> bool:
    """Whether a bare number reads as a year: 2019, not 20.1."""
    return len(value) == 4 and value[:2] in ("19", "20") and value.isdigit()


def counted(lower: Sequence[str], number: Number, span: Place) -> bool:
    """Whether a number of a sentence counts things or sets a condition rather than judging."""
    first, last = span
    after = lower[number.end : min(number.end + 7, last)]
    before = lower[max(first, number.start - 2) : number.start]
    said = lower[max(first, number.start - 8) : number.start]
    if significance(said) or confidence(said, after) or spans(said):
        return True
    if number.unit == "x" and after[:1] in (["larger"], ["bigger"]) and not RIVALS.isdisjoint(said[-4:]):
        return True  # "rivals models up to 20 times larger"
    ranging = number.unit in SCALES and "ranging" in said[-6:]
    return ranging or counts_things(number, before, after) or sets_condition(number, before, after)


def given(lower: Sequence[str], number: Number, first: int) -> bool:
    """Whether a number beside a metric is a year or counts what was trained on: "comprises 2M tokens"."""
    if lower[number.end : number.end + 1] != ["tokens"]:
        return year(number.value) and not (number.unit or number.sign)
    said = lower[max(first, number.start - 3) : number.start]
    return said[:2] == ["trained", "on"] or said[1:] == ["trained", "on"] or said[-1:] in CONTAINING


def spans(before: Sequence[str]) -> bool:
    """Whether words lead to an end of the range of a condition: "over a range of noise levels from"."""
    if "range" not in before or before[-1:] not in (["from"], ["to"]):
        return False
    place = before.index("range") + 1
    return before[place : place + 1] == ["of"] and "from" in before[place + 2 :]


def significance(before: Sequence[str]) -> bool:
    """Whether words lead to a probability or a variation: "p < ", "p-value (PSNR) = ", "(SD "."""
    if before[-2:-1] == ["("] and before[-1] in VARIATIONS:
        return True
    return before[-1:] in (["<"], ["="], ["≤"], [">"]) and (
        before[-2:-1] == ["p"] or ("p" in before and not {"value", "values"}.isdisjoint(before))
    )


def confidence(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a number is the level or an end of a confidence interval: "(95% CI: 68-85%)"."""
    level = after[:1] and (after[0] in INTERVALS or after[:2] == ["confidence", "interval"])
    since = before[len(before) - before[::-1].index("(") :] if "(" in before else ()
    return bool(level) or (")" not in since and not INTERVALS.isdisjoint(since))


def counts_things(number: Number, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a number says how many of what there are: "1% of labels", "2x more samples"."""
    if before[1:] == ["of"] and (before[0] in COLLECTIONS or before[0] == "deviation"):
        return number.unit != "%" or before[0] != "benchmark"
    if not after:
        return False
    word, second = after[0], after[1] if len(after) > 1 else ""
    if (
        not (number.unit or number.sign or "." in number.value)
        and word.isalpha()
        and word not in FUNCTION_WORDS
    ):
        return True
    if (word in COUNTED and second != "/") or (
        word == "of"
        and before[-1:] != []
        and before[-1] not in SOLVING
        and not (before[-1] in CHANGE_VERBS and "size" in after)
        and RESULTS.isdisjoint(after)
        and any(map(COUNTED.__contains__, after[1:4]))
    ):
        return True
    if number.unit == "%" and (
        (after[2:3] == ["data"] and word != "in") or (before[1:] == ["under"] and "loss" in after[:3])
    ):
        return True
    if number.unit == "x" and (
        word[0].isdigit()
        or (word in ("more", "larger") and (second in COUNTED or not COUNTED.isdisjoint(after[2:])))
    ):
        return True
    if number.unit in TIME_UNITS and word == "of":
        return True
    return second in COUNTED and (
        (number.unit == "%" and word.endswith("ed"))
        or (number.unit not in JUDGED_UNITS and word not in BEFORE_NOUN)
    )


def listed(after: Sequence[str]) -> bool:
    """Whether slashes lead from a number to one with a unit: the 18 of "18/13/53%", the 85 of "85/54 ms"."""
    place = 0
    while after[place : place + 1] == ["/"] and numeral("".join(after[place + 1 : place + 2])):
        place += 2
    return place > 0 and unit_at(after, place, len(after))[0] is not None


def sets_condition(number: Number, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a number is a setting, a reference, a year or a significance: "batch size 256", "p < 0.05"."""
    if before and before[0] in SET and before[1:] in (["of"], ["between"], ["from"]):
        return True
    if number.unit == "points" and "scale" in after[:2]:
        return True  # "a 7-point Likert scale"
    if before[-1:] == ["["] or after[:1] == ["]"] or before in (["trained", "on"], ["trained", "with"]):
        return True
    bare = not (number.unit or number.sign)
    if bare and len(number.value) == 1 and before[-1:] == ["("] and after[:1] == [")"]:
        return True  # "(2) a decoder"
    if bare and after[:1] == ["-"] and "." not in number.value and UNITS.isdisjoint(after[1:2]):
        return after[1:2] != [] and after[1].isalpha()  # "6-second prediction", "a 14-period average"
    return bare and (
        year(number.value)
        or before[-1:] in (["size"], ["top"])
        or ("." not in number.value and "/" in (*before[-1:], *after[:1]) and not listed(after))
        or (before[-1:] != [] and before[-1] in CONDITIONS and before[:-1] != ["-"])
    )
