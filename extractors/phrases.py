"""Noun phrases by their last word: `prostate tumour segmentation` is a task, `balanced accuracy` a metric."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.candidates import FUNCTION_WORDS, KINDS, MEASURED_BEFORE, NOT_NAMES, SUFFIXES, shape
from extractors.lists import cues, key, named, terms
from kg.tokenizer import tokens

ING = cues("ing") | {word for word, kind in KINDS.items() if kind == "Task"}
UNITS = frozenset(["cm", "db", "fps", "gb", "hz", "khz", "mb", "mm", "ms", "px"])
PRAISE_LAST = cues("praise-last")
PRAISE_FIRST = frozenset(["near", "cutting", "state", "well", "non", "fully", "real", "onboard"])
PARTICIPLES = cues("participles")
MADE_WITH = cues("made-with")
MODALITIES = cues("modalities")
SINGULAR_S = cues("singular-s")
VERB_ENDING = re.compile(r"(?:izes|ises|ates|ifies|ishes|inates|bines|tains|vides)$")
CHANGING = cues("changing")
CHANGES = cues("changes")
HEDGED = cues("hedged")
NOT_QUANTITIES = cues("not-quantities")
QUALIFIED = frozenset(["efficiency", "quality", "value", "values"])
"""What is no quantity by itself, but may be one with a word before it: "aerodynamic efficiency"."""
METRIC_HEADS = cues("phrases-metric-heads")
ERRORS = frozenset(["error", "errors"])
MINIMIZING = cues("minimizing")
METRIC_MODIFIERS = cues("metric-modifiers")
ACCURACY = frozenset(["accuracy", "accuracies"])
ACCURACY_MODIFIERS = METRIC_MODIFIERS | cues("accuracy-modifiers")
QUANTITY_HEADS = (
    METRIC_HEADS | {word for word, kind in KINDS.items() if kind == "Metric"} | cues("quantity-heads")
)
VALUE_LINKS = frozenset(
    [
        "of",
        "=",
        ":",
        "(",
        "above",
        "below",
        "exceeding",
        "reaching",
        ">",
        "<",
        "≥",
        "≤",
        "reaches",
        "reached",
        "exceeds",
        "is",
        "was",
        "at",
    ]
)
RANGING = frozenset(["ranging", "from", "between"])
BEFORE_VALUE = HEDGED | RANGING
NOT_FIRST = cues("not-first")
PRAISED = cues("praised")
DEGREES = cues("degrees")
GRADED = {
    "high": DEGREES,
    "low": DEGREES,
    "large": frozenset(["scale"]),
    "named": frozenset(["entity"]),
    "report": frozenset(["generation"]),
    "single": cues("single"),
    "state": frozenset(["estimation"]),
}
AVERAGES = frozenset(["average", "mean", "overall"])
SCORES = frozenset(["score", "scores"])
LOOSE_HEADS = frozenset(["score", "scores", "errors", "error", "rates"])
CLAIMED_HEADS = METRIC_HEADS | cues("claimed-heads")
NOT_INSIDE = FUNCTION_WORDS - {"performance", "quality", "accuracy", "training"}
NOT_AFTER = NOT_INSIDE | CHANGING
VALUED_HEADS = cues("valued-heads")
NOT_BEHIND = frozenset(["of", "it", "its", "them", "we"])
JUDGED_BY = cues("judged-by")
QUALITIES = VALUED_HEADS | {tokens(term.alias.lower())[-1] for term in terms("metrics")}
METRIC_SIGNS = CLAIMED_HEADS | VALUED_HEADS | JUDGED_BY | {"terms", "metric", "metrics"}
CLAIMS = CHANGING | cues("comparatives") - {"more", "larger", "relative"} | cues("superlatives")
DETERMINERS = frozenset(["the", "a", "an", "its", "their", "our", "average", "mean", "overall"])
NEW = frozenset(["new", "novel", "introduce", "propose", "proposed", "define", "introduces", "proposes"])
METRIC_LISTS = (
    ("such", "as"),
    ("including",),
    ("like",),
    ("namely",),
    (":",),
    ("e.g.", ","),
    ("i.e.", ","),
    ("(", "e.g.", ","),
    ("(", "i.e.", ","),
)
VAGUE = cues("vague-quantities")
APPOSING = frozenset([",", ":", "-", "–", "—", "called", "named", "termed", "dubbed"])
APPOSITION_ENDS = frozenset([",", ".", ";", "(", "-", "–", "—", "is", "to", "that", "which", "for", "and"])


def walk(
    words: Sequence[str], lower: Sequence[str], head: int, first: int, allowed: frozenset[str] | None
) -> int:
    """The start of the noun phrase that ends with token `head`:
    modifiers leftwards until a word that cannot be one.
    """
    start, joints = head, "-/" if allowed is None else "-"
    while start > first:
        joint = lower[start - 1] in joints and start - 2 >= first and lower[start - 2][0].isalnum()
        if joint and lower[start] in MADE_WITH and allowed is None:
            start += 1
            break
        if joint and lower[start - 1] == "-" and allowed is None and coined(words[start - 2]):
            start += 1
            break
        graded = lower[start] in GRADED.get(lower[start - 1], ())
        if not joint and (head - start >= 6 or not (graded or modifies(words[start - 1], allowed))):
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
    if (
        lower in FUNCTION_WORDS
        or lower in UNITS
        or coined(word)
        or (lower[0].isdigit() and not lower[-1].isalpha())
    ):
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
        if lower[start + 1] in GRADED.get(lower[start], ()):
            return start
        if compound and end == head and lower[end - 1] in MADE_WITH and lower[start] in MODALITIES:
            return start  # "image-based navigation"
        empty = (
            not lower[start][0].isalnum()
            or (not compound and (lower[start] in FUNCTION_WORDS or lower[start] == "learning"))
            or (compound and (lower[end - 1] in PRAISE_LAST or lower[start] in PRAISE_FIRST))
        )
        if not empty or end > head:
            return start
        start = end
    return start


def title_parts(lower: Sequence[str], body: int, breaks: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The parts of a title between words that end a noun phrase; one in a compound ends none."""
    start = 0
    for index in range(body + 1):
        joined = 0 < index < body - 1 and (
            (lower[index] == "-" and lower[index + 1][0].isalnum())
            or (lower[index - 1] == "-" and (lower[index + 1] == "-" or lower[index] in MADE_WITH))
            or (lower[index + 1] == "-" and lower[index + 2 : index + 3] != [] and lower[index + 2].isalpha())
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
        if lower[head] not in METRIC_SIGNS:
            continue
        if lower[head] in CLAIMED_HEADS:
            found = claimed(words, lower, head, first, last)
            if found:
                yield *found, "claimed-quantity"
        if lower[head] in METRIC_HEADS:
            yield from headed(words, lower, head, first, last)
        elif (
            lower[head] in VALUED_HEADS
            and lower[head - 1] != "standard"
            and scored(lower, head, last, exact=True)
        ):
            start = walk(words, lower, head, first, None)
            yield start + (lower[start] in AVERAGES and start < head), head + 1, "metric-value"
        elif lower[head] == "terms" and lower[head - 1 : head + 2] == ["in", "terms", "of"]:
            for start, end in listed_quantities(words, lower, head + 2, last):
                if lower[end - 1] in QUANTITY_HEADS and end - start > 1:
                    yield start, end, "in-terms-of"
        elif lower[head] == "metrics" and (opening := list_opening(lower, head + 1)):
            for start, end in listed_quantities(words, lower, opening, last):
                yield start, end, "metric-list"
        elif lower[head] in JUDGED_BY and not QUALITIES.isdisjoint(lower[head + 1 : head + 30]):
            opening = list_opening(lower, head + 1) or head + 1
            members = list(listed_quantities(words, lower, opening, last))
            if sum(qualified(lower, *member) for member in members) > 1:
                for start, end in members:
                    yield start, end, "judged-qualities"
        elif lower[head] in ("metric", "metrics") and not NEW.isdisjoint(lower[max(first, head - 6) : head]):
            found = apposed(words, lower, head + 1, last)
            if found:
                yield *found, "new-metric"


def headed(
    words: Sequence[str], lower: Sequence[str], head: int, first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """The phrase that ends with token `head`, the word of a metric: of measuring words, or of any nouns
    before its value.
    """
    if lower[head - 1] == "-" and lower[head - 2] not in METRIC_MODIFIERS:
        return  # "trial-and-error", "mixed-precision", "attention-score"
    valued = scored(lower, head, last)
    allowed = ACCURACY_MODIFIERS if lower[head] in ACCURACY else METRIC_MODIFIERS
    start = walk(words, lower, head, first, allowed)
    if valued:
        start = min(start, walk(words, lower, head, first, None))
    while start < head and lower[start] in NOT_FIRST:
        start += 1
    after = head + 1
    if lower[after : after + 1] == ["("] and lower[after + 2 : after + 3] == [")"]:
        after += 3
    if lower[start] in ("relative", "absolute") and not CHANGES.isdisjoint(lower[after : after + 1]):
        start += 1  # "a relative error rate reduction"
    if not MINIMIZING.isdisjoint(lower[max(first, start - 3) : start]):
        return  # an objective
    loose = lower[head] in LOOSE_HEADS and lower[start] not in AVERAGES
    mean = lower[start] in AVERAGES and lower[start] != "overall"
    start += mean and (head - start > 1 or lower[head] in ACCURACY)  # a mean of a metric is the metric
    if valued and start == head > first and lower[head] in SCORES and lower[head - 1] in AVERAGES:
        start -= 1  # "an overall score of 51.8"
    named = start < head and (valued or not loose or compared(lower, start, first))
    if named or (valued and lower[head] in ERRORS):
        yield start, head + 1, "metric-value" if valued else "metric-phrase"


def claimed(
    words: Sequence[str], lower: Sequence[str], head: int, first: int, last: int
) -> tuple[int, int] | None:
    """The nouns before the word of a quantity that the sentence says to change: "improves hand pose
    accuracy", "a lower switching overhead".
    """
    after = lower[head + 1 : min(head + 3, last)]
    if after[:1] == ["as"] or after == ["in", "terms"]:
        return None  # a quality whose metric follows
    after = after[1:] if after[:1] and after[0].endswith("ly") else after[:1]
    changes = not CHANGING.isdisjoint(after)
    if after == ["-"] or any(word[0].isalpha() and word not in NOT_AFTER for word in after):
        return None
    start = walk(words, lower, head, first, None)
    while start < head and (lower[start] in AVERAGES or lower[start] in CLAIMS):
        start += 1
    before = start - 1
    while before > first and lower[before] in DETERMINERS:
        before -= 1
    if changes and lower[before] in ("at", "during"):
        return None  # "at test time improves"
    said = changes or lower[before] in CLAIMS or (lower[before] == "in" and lower[before - 1] in CHANGES)
    if not said or before < first or not 1 <= sum(map(str.isalpha, lower[start:head])) <= 2:
        return None
    listed = key("".join(lower[head - 1 : head + 1])) in named("Metric")  # of "organ segmentation accuracy"
    plain = all(word.islower() or word == "-" for word in words[start:head])
    return (start, head + 1) if plain and not listed else None


def scored(lower: Sequence[str], head: int, last: int, *, exact: bool = False) -> bool:
    """Whether a value follows the word `head`: "error of 2.1", "accuracy: 81%"; only a percentage or a
    decimal if `exact`.
    """
    after = lower[head + 1 : min(head + 6, last)]
    if not after or after[0] not in VALUE_LINKS:
        return False
    value = next((word for word in after[1:] if word not in BEFORE_VALUE), "")
    return value[0:1].isdigit() and (not exact or "." in value or "%" in after)


def compared(lower: Sequence[str], start: int, first: int) -> bool:
    """Whether a number or a word of more or less stands before a phrase."""
    before = lower[max(first, start - 4) : start]
    return any(word in MEASURED_BEFORE or word in PRAISED or word[0].isdigit() for word in before)


def listed_quantities(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int]]:
    """The members of "in terms of A, B, and C" that can be quantities."""
    start = first
    for index in range(first, min(last + 1, first + 30)):
        if (
            index == last
            or not (lower[index][0].isalnum() or lower[index] == "-")
            or lower[index] in NOT_INSIDE
        ):
            found = quantity(words, lower, start, index) if index > start else None
            named = (
                found
                and lower[found[1] - 1] not in VAGUE
                and (index == last or lower[index] not in NOT_BEHIND)
            )
            verbal = found and found[1] - found[0] > 2 and lower[found[0]].endswith("ing")
            if found and named and not verbal and not words[found[1] - 1].endswith("ing"):
                yield found
            if index < last and lower[index] not in (",", "and", "both", "or", "the"):
                return
            start = index + 1


def qualified(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether nouns end in a quality that is measured, or are a listed metric."""
    return lower[end - 1] in VALUED_HEADS or key("".join(lower[start:end])) in named("Metric")


def list_opening(lower: Sequence[str], start: int) -> int:
    """Where the list behind the word "metrics" begins: "such as A and B", ": A and B"; 0 if there is none."""
    start += lower[start : start + 1] == [","]
    for lead in METRIC_LISTS:
        if tuple(lower[start : start + len(lead)]) == lead:
            return start + len(lead)
    return 0


def apposed(words: Sequence[str], lower: Sequence[str], start: int, last: int) -> tuple[int, int] | None:
    """The lower-case name behind "a new metric": ", foo index," or "called foo index"."""
    if start >= last or lower[start] not in APPOSING:
        return None
    start += 1
    end = start
    while end < min(last, start + 6) and (lower[end][0].isalpha() or lower[end] in ("-", "'s")):
        if lower[end] in FUNCTION_WORDS:
            break
        end += 1
    return quantity(words, lower, start, end) if end < last and lower[end] in APPOSITION_ENDS else None


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
        or (inside[-1] in NOT_QUANTITIES and (len(inside) == 1 or inside[-1] not in QUALIFIED))
        or inside[-1] in SUFFIXES
        or (KINDS.get(inside[-1]) == "Task" and len(inside) < 3)  # "improves segmentation by 3%"
        or not inside[-1].replace("@", "").isalnum()
    ):
        return None
    if any(not (word[0].isalpha() or word == "-") or word in NOT_INSIDE for word in inside) or any(
        shape(word) == "M" for word in words[start:end]
    ):
        return None
    return start, end
