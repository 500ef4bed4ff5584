"""Noun phrases by their last word: `prostate tumour segmentation` is a task, `balanced accuracy` a metric."""

import re
from collections.abc import Iterator, Sequence

from extractors.candidates import KINDS, NOT_NAMES, shape
from extractors.lists import cues
from extractors.lists import words as word_list

STOPS = word_list("not_modifiers")
ING = cues("ing")
TASK_HEADS = frozenset(word for word, kind in KINDS.items() if kind == "Task") - frozenset(
    [
        "analysis",
        "understanding",
        "extraction",
        "navigation",
        "planning",
        "manipulation",
        "assessment",
        "diagnosis",
        "answering",
        "generation",
        "reconstruction",
        "synthesis",
        "inference",
        "estimation",
        "identification",
        "prediction",
    ]
)
OPEN_TASK_HEADS = frozenset(word for word, kind in KINDS.items() if kind == "Task") - TASK_HEADS
TITLE_TASK_HEADS = cues("title-task-heads")
TITLE_BREAKS = cues("phrases-title-breaks")
PRAISE_LAST = cues("praise-last")
PRAISE_FIRST = frozenset(
    ["near", "low", "high", "cutting", "state", "well", "non", "fully", "real", "onboard"]
)
ATTRIBUTIVE = (["quality"], ["results"], ["gains"], ["outputs"], ["errors"], ["output"])
VERB_ENDING = re.compile(r"(?:izes|ises|ates|ifies|ishes|inates|bines|tains|vides)$")
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
        word = lower[start - 1]
        if word in ("-", "/") and start - 2 >= first and lower[start - 2][0].isalnum():
            if (
                allowed is None
                and shape(words[start - 2]) in "AMD"
                and words[start - 2] not in NOT_NAMES
                and word == "-"
            ):
                start += 1
                break
            start -= 2
            continue
        if (
            VERB_ENDING.search(word)
            or not (word[0].isalnum())
            or (allowed is None and (word in STOPS or (word[0].isdigit() and not word[-1].isalpha())))
        ):
            break
        if allowed is not None and word not in allowed:
            break
        if allowed is None and (
            word.endswith("ly")
            or (word.endswith("ing") and word not in ING)
            or word.endswith(("'s", "ize", "ise"))
            or (word.endswith("ed") and len(word) > 4)
        ):
            break
        if head - start >= 6 or (
            allowed is None and shape(words[start - 1]) in "AMD" and words[start - 1] not in NOT_NAMES
        ):
            break
        start -= 1
    return trim(lower, start, head)


def trim(lower: Sequence[str], start: int, head: int) -> int:
    """The start without the leading words that only praise or place:
    "accurate", "low-overhead", "state-of-the-art".
    """
    while start < head:
        end = start + 1
        while end + 1 < head and lower[end] == "-":
            end += 2
        compound = end > start + 1
        empty = (
            not lower[start][0].isalnum()
            or (not compound and lower[start] in STOPS)
            or (compound and (lower[end - 1] in PRAISE_LAST or lower[start] in PRAISE_FIRST))
        )
        if not empty or end > head:
            return start
        start = end
    return start


def title_tasks(words: Sequence[str], lower: Sequence[str], body: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the title's noun phrases that end in the word of an activity:
    what the paper works on.
    """
    start = 0
    for index in range(body + 1):
        joined = 0 < index < body - 1 and words[index] == "-" and words[index + 1][0].isalnum()
        if index == body or (lower[index] in TITLE_BREAKS and not joined):
            opener = lower[start - 1] if start else ""
            first = trim(lower, start, index - 1) if index > start else index
            known = lower[index - 1] in TASK_HEADS | OPEN_TASK_HEADS if index > first else False
            if index - first >= 2 and (
                known or (opener in ("for", "in", "on") and lower[index - 1] in TITLE_TASK_HEADS)
            ):
                yield first, index, "title-task"
            start = index + 1


def tasks(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the task phrases of a sentence."""
    for head in range(first + 1, last):
        if lower[head] in TASK_HEADS:
            start = walk(words, lower, head, first, None)
            if start < head and lower[head + 1 : head + 2] not in ATTRIBUTIVE:
                yield start, head + 1, "task-head"
        elif lower[head] in ("task", "tasks") and lower[head - 1] in OPEN_TASK_HEADS:
            start = walk(words, lower, head - 1, first, None)
            if start < head - 1:
                yield start, head, "task-word"


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


CHANGING = cues("changing")
CHANGES = cues("changes")
HEDGED = cues("hedged")
NOT_QUANTITIES = cues("not-quantities")


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
    ) or any(shape(word) in "M" for word in words[start:end]):
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
            head = next(
                (place for place in range(index + 2, min(index + 6, last)) if lower[place] in METRIC_HEADS),
                None,
            )
            if (
                head
                and not STOPS.intersection(lower[index + 1 : head])
                and all(w[0].isalpha() or w == "-" for w in lower[index + 1 : head])
            ):
                yield index + 1, head + 1, "value-phrase"
        elif lower[index] in CHANGING:
            by = next(
                (place for place in range(index + 1, min(index + 9, last)) if lower[place] == "by"), None
            )
            if by is not None:
                number = next(
                    (place for place in range(by + 1, min(by + 7, last)) if lower[place] not in HEDGED), last
                )
                found = (
                    quantity(words, lower, index + 1, by)
                    if number < last and lower[number][0].isdigit()
                    else None
                )
                if found:
                    yield *found, "changed-quantity"
        elif (
            lower[index] in CHANGES
            and lower[index + 1 : index + 2] == ["in"]
            and any(word[0].isdigit() for word in lower[max(first, index - 4) : index])
        ):
            end = index + 2
            while (
                end < min(last, index + 8)
                and (lower[end][0].isalpha() or lower[end] == "-")
                and (lower[end] not in STOPS or lower[end] == "the")
            ):
                end += 1
            found = quantity(words, lower, index + 2, end)
            if found:
                yield *found, "changed-quantity"
