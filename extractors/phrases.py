"""Noun phrases by their last word: `prostate tumour segmentation` is a task, `balanced accuracy` a metric."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.candidates import KINDS, NOT_NAMES, shape
from extractors.lists import cues, terms
from extractors.lists import words as word_list

STOPS = word_list("not_modifiers")
ING = cues("ing")
PRAISE_LAST = cues("praise-last")
PRAISE_FIRST = frozenset(
    ["near", "low", "high", "cutting", "state", "well", "non", "fully", "real", "onboard"]
)
PARTICIPLES = cues("participles")
MADE_WITH = cues("made-with")
SINGULAR_S = cues("singular-s")
VERB_ENDING = re.compile(r"(?:izes|ises|ates|ifies|ishes|inates|bines|tains|vides)$")
CHANGING = cues("changing")
CHANGES = cues("changes")
HEDGED = cues("hedged")
NOT_QUANTITIES = cues("not-quantities")
METRIC_HEADS = cues("phrases-metric-heads")
METRIC_MODIFIERS = cues("metric-modifiers")


def walk(
    words: Sequence[str], lower: Sequence[str], head: int, first: int, allowed: frozenset[str] | None
) -> int:
    """The start of the noun phrase that ends with token `head`:
    modifiers leftwards until a word that cannot be one.
    """
    start = head
    while start > first:
        joint = lower[start - 1] in ("-", "/") and start - 2 >= first and lower[start - 2][0].isalnum()
        if joint and lower[start] in MADE_WITH and allowed is None:
            start += 1
            break
        if joint and lower[start - 1] == "-" and allowed is None and coined(words[start - 2]):
            start += 1
            break
        if not joint and (head - start >= 6 or not modifies(words[start - 1], allowed)):
            break
        start -= 2 if joint else 1
    return trim(lower, start, head)


def coined(word: str) -> bool:
    """Whether a word is spelled as the name of a method: BERT, YOLOv8, not ECG or CMB."""
    kind = shape(word)
    return (kind in "MD" and word not in NOT_NAMES) or (kind == "A" and word in acronyms())


@cache
def acronyms() -> frozenset[str]:
    """The listed names of methods that are written in capitals."""
    return frozenset(term.alias for term in terms("methods") if term.alias.isupper())


def modifies(word: str, allowed: frozenset[str] | None) -> bool:
    """Whether a word can stand before the last word of a noun phrase: one of those `allowed`, if given,
    else none that is a function word, a number, a name, or a verb or adverb by its ending.
    """
    lower = word.lower()
    if VERB_ENDING.search(lower) or not lower[0].isalnum():
        return False
    if allowed is not None:
        return lower in allowed
    if lower in STOPS or coined(word) or (lower[0].isdigit() and not lower[-1].isalpha()):
        return False
    verbal = (lower.endswith("ing") and lower not in ING) or (
        lower.endswith("ed") and len(lower) > 4 and lower not in PARTICIPLES
    )
    return not (verbal or plural(lower) or lower.endswith(("ly", "'s", "ize", "ise")))


def plural(lower: str) -> bool:
    """Whether a word is a plural or the third person of a verb, neither of which stands before a noun."""
    return (
        len(lower) > 3
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is", "ics"))
        and lower not in SINGULAR_S
        and KINDS.get(lower) != "None"
    )


def trim(lower: Sequence[str], start: int, head: int) -> int:
    """The start without the leading words that only praise or place:
    "accurate", "low-overhead", "state-of-the-art".
    """
    while start < head:
        end = start + 1
        while end + 1 < head and lower[end] == "-":
            end += 2
        compound = end > start + 1
        if lower[start : start + 3] == ["large", "language", "model"]:
            return start
        empty = (
            not lower[start][0].isalnum()
            or (not compound and (lower[start] in STOPS or lower[start] == "learning"))
            or (compound and (lower[end - 1] in PRAISE_LAST or lower[start] in PRAISE_FIRST))
        )
        if not empty or end > head:
            return start
        start = end
    return start


def title_parts(lower: Sequence[str], body: int, breaks: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The parts of a title between words that end a noun phrase; a hyphen before a word ends none."""
    start = 0
    for index in range(body + 1):
        joined = 0 < index < body - 1 and (
            (lower[index] == "-" and lower[index + 1][0].isalnum())
            or (lower[index - 1] == "-" and lower[index + 1] == "-")
        )
        if index == body or (lower[index] in breaks and not joined):
            if index > start:
                yield start, index
            start = index + 1


def metrics(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the metric phrases of a sentence."""
    for head in range(first + 1, last):
        if lower[head] in METRIC_HEADS:
            start = walk(words, lower, head, first, METRIC_MODIFIERS)
            while start < head and lower[start] in ("-", "1", "5", "error", "training", "inference"):
                start += 1
            if start < head:
                yield start, head + 1, "metric-phrase"


def quantity(words: Sequence[str], lower: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The noun phrase of up to four words that tokens `start:end` are, without its article;
    None if it is no quantity.
    """
    while start < end and lower[start] in (
        "the",
        "its",
        "their",
        "our",
        "overall",
        "average",
        "mean",
        "required",
        "total",
    ):
        start += 1
    inside = lower[start:end]
    if (
        not 1 <= len(inside) <= 6
        or sum(word[0].isalpha() for word in inside) > 4
        or inside[-1] in NOT_QUANTITIES
        or not inside[-1].isalpha()
    ):
        return None
    if any(
        not (word[0].isalpha() or word == "-")
        or word in STOPS - {"performance", "quality", "accuracy", "training", "time"}
        for word in inside
    ) or any(shape(word) == "M" for word in words[start:end]):
        return None
    return start, end


def quantities(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of what a sentence says to change by a number:
    "reduces sharpness by 42%", "13% reduction in X".
    """
    for index in range(first, last):
        if lower[index] == "%":
            found, rule = after_percent(lower, index, last), "value-phrase"
        elif lower[index] in CHANGING:
            found, rule = changed_by(words, lower, index, last), "changed-quantity"
        elif lower[index] in CHANGES and lower[index + 1 : index + 2] == ["in"]:
            found, rule = change_in(words, lower, index, first, last), "changed-quantity"
        else:
            continue
        if found:
            yield *found, rule


def after_percent(lower: Sequence[str], percent: int, last: int) -> tuple[int, int] | None:
    """The phrase after a per cent sign that ends in the word of a metric."""
    places = range(percent + 2, min(percent + 6, last))
    head = next((place for place in places if lower[place] in METRIC_HEADS), 0)
    between = lower[percent + 1 : head]
    plain = STOPS.isdisjoint(between) and all(word[0].isalpha() or word == "-" for word in between)
    return (percent + 1, head + 1) if head and plain else None


def changed_by(words: Sequence[str], lower: Sequence[str], verb: int, last: int) -> tuple[int, int] | None:
    """The X of "reduces X by 42%"."""
    by = next((place for place in range(verb + 1, min(verb + 9, last)) if lower[place] == "by"), last)
    number = next((word for word in lower[by + 1 : min(by + 7, last)] if word not in HEDGED), "")
    return quantity(words, lower, verb + 1, by) if number[:1].isdigit() else None


def change_in(
    words: Sequence[str], lower: Sequence[str], noun: int, first: int, last: int
) -> tuple[int, int] | None:
    """The X of "13% reduction in X"."""
    if not any(word[0].isdigit() for word in lower[max(first, noun - 4) : noun]):
        return None
    end = noun + 2
    while end < min(last, noun + 8) and (lower[end][0].isalpha() or lower[end] == "-"):
        if lower[end] in STOPS and lower[end] != "the":
            break
        end += 1
    return quantity(words, lower, noun + 2, end)
