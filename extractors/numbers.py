"""Numbers of a sentence with unit, range, sign and qualifier, and whether they are results at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.lists import cues

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
SCALED = re.compile(r"(\d+(?:\.\d+)?)([KMBGT])")
PERCENT = frozenset(("%", "percent", "per cent", "pct"))
POINTS = frozenset(["points", "point", "pp", "p.p.", "pts", "bps"])
TIMES = frozenset(["x", "×", "X", "times", "fold", "-fold"])
COST_UNITS = cues("cost-units")
MEASURE_UNITS = frozenset(
    ["dB", "mm", "cm", "m", "km", "px", "bpm", "degrees", "degree", "°", "BLEU", "mm²", "°C", "K", "kg"]
)
SIGNS = frozenset(("+", "-", "−", "–", "↑", "↓"))
RANGE = frozenset(("-", "–", "—", "~", "to", "−"))
MEANT = {
    "up to": "up to; upto; as much as; as high as",
    "at most": "at most; as low as",
    "at least": "at least",
    "more than": "more than; over; above; exceeding; >",
    "less than": "less than; under; below; <",
    "about": "about; around; approximately; roughly; nearly; almost; close to; ~; ≈",
    "only": "only",
}
QUALIFIERS = {
    tuple(words.split()): meant for meant, phrases in MEANT.items() for words in phrases.split("; ")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number on tokens `start:end`, unit included; the digits end at `digits` (range included)."""

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
    if index >= last:
        return None, index
    word = words[index]
    if word in PERCENT or (word == "percentage" and index + 1 < last and words[index + 1] in POINTS):
        end = index + 1 + (word == "percentage")
        if word != "percentage" and end < last and words[end] == "percentage":
            end += 1
        if word in PERCENT and end + 1 < last and words[end] == "absolute" and words[end + 1] in POINTS:
            return "points", end + 2
        return ("points" if word == "percentage" else "%"), end
    if word == "absolute" and index + 1 < last and words[index + 1] in POINTS:
        return "points", index + 2
    if word in POINTS:
        return "points", index + 1
    if word in TIMES:
        return "x", index + 1
    if word == "-" and index + 1 < last and words[index + 1] == "fold":
        return "x", index + 2
    if word in COST_UNITS or word in MEASURE_UNITS:
        return word, index + 1
    return None, index


def qualifier_before(lower: Sequence[str], start: int, first: int) -> tuple[str | None, int]:
    """The qualifier that ends right before a token, and where it starts."""
    for size in (3, 2, 1):
        found = QUALIFIERS.get(tuple(lower[max(first, start - size) : start]))
        if found:
            return found, start - size
    return None, start


def numbers(
    words: Sequence[str], lower: Sequence[str], first: int, last: int, taken: frozenset[int]
) -> Iterator[Number]:
    """The numbers of tokens `first:last` that stand in no name (`taken`)."""
    index = first
    while index < last:
        value = None if index in taken else numeral(words[index])
        scaled = None if index in taken else SCALED.fullmatch(words[index])
        joined = (
            index > first + 1
            and words[index - 1] in ("-", "/", "_", "^", "=")
            and words[index - 2][-1].isalpha()
            and words[index - 1] != "="
        )
        if (value is None and not scaled) or joined:
            index += 1
            continue
        start, digits, high = index, index + 1, None
        if scaled:
            value, unit, end = scaled[1], scaled[2], index + 1
        else:
            unit, end = unit_at(words, digits, last)
        after = end
        if (
            after + 1 < last
            and lower[after] in RANGE
            and not (
                lower[after] == "to"
                and lower[start - 1] == "from"
                and lower[max(first, start - 2)] not in ("ranging", "ranges", "range")
            )
        ):
            other = after + 1
            while other < last and lower[other] in ("over", "about", "~", "+"):
                other += 1
            second = numeral(words[other]) if other < last and other not in taken else None
            if second is not None and (lower[after] == "to" or unit or words[other - 1] in RANGE):
                high, digits = second, other + 1
                later, end = unit_at(words, digits, last)
                unit = later or unit
        if end + 1 < last and words[end] in ("±", "+/-") and numeral(words[end + 1]):
            extra, end_extra = unit_at(words, end + 2, last)
            unit, end = unit or extra, end_extra
        if (
            end < last
            and words[end] in ("absolute", "relative")
            and end + 1 < last
            and words[end + 1] in POINTS
        ):
            unit, end = "points", end + 2
        sign = (
            words[start - 1]
            if start > first
            and words[start - 1] in SIGNS
            and (start - 1 == first or not words[start - 2][-1].isalnum())
            else ""
        )
        qualifier, _ = qualifier_before(lower, start - bool(sign), first)
        yield Number(
            start=start,
            digits=digits,
            end=end,
            value=value or "",
            high=high,
            unit=unit,
            sign=sign,
            qualifier=qualifier,
        )
        index = max(end, digits)
