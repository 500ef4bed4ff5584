"""Noun phrases by their last word: `prostate tumour segmentation` is a task, `balanced accuracy` a metric."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.candidates import KINDS, NOT_NAMES, shape
from extractors.lists import cues, lines, terms
from extractors.lists import words as word_list

STOPS = word_list("not_modifiers")
ING = cues("ing")
OPEN_TASK_HEADS = cues("open-task-heads")
TASK_HEADS = frozenset(word for word, kind in KINDS.items() if kind == "Task") - OPEN_TASK_HEADS
SURE_HEADS = TASK_HEADS | OPEN_TASK_HEADS | cues("problem-heads")
CARRIERS = cues("carriers")
FOLLOWED = cues("followed")
MODALITIES = cues("modalities")
TITLE_TASK_HEADS = cues("title-task-heads")
TITLE_BREAKS = cues("phrases-title-breaks")
PRAISE_LAST = cues("praise-last")
PRAISE_FIRST = frozenset(
    ["near", "low", "high", "cutting", "state", "well", "non", "fully", "real", "onboard"]
)
PARTICIPLES = cues("participles")
MADE_WITH = cues("made-with")
SINGULAR_S = cues("singular-s")
LIST_LEADS = ("such as", "including", "like", "namely", "i.e.", "e.g. ,", "e.g.", ":", "of")
CONTRIBUTIONS = cues("contributions")
PREFIXES = frozenset(["back", "co", "fine", "next", "post", "pre", "re", "self"])
STEPS = frozenset(lines("steps"))
STUDYING = frozenset(
    [
        "study",
        "studies",
        "tackle",
        "tackles",
        "address",
        "addresses",
        "investigate",
        "investigates",
        "consider",
    ]
)
FIELDS = frozenset(
    ["vision", "learning", "processing", "engineering", "sensing", "modeling", "training", "evaluation"]
)
ACTIVITY_ENDINGS = ("tion", "sion", "ment", "ing", "ysis", "ance")
INSTRUMENTS = cues("instruments")
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
    return kind in "MD" and word not in NOT_NAMES or (kind == "A" and word in acronyms())


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


def says_little(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether a phrase is a field or a step of any work: machine learning, pre-training, feature extraction."""
    inside = [word for word in lower[start:end] if word not in ("-", "/")]
    return " ".join(inside[-2:]) in STEPS or (len(inside) == 2 and inside[0] in PREFIXES)


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
        empty = (
            not lower[start][0].isalnum()
            or (not compound and (lower[start] in STOPS or lower[start] == "learning"))
            or (compound and (lower[end - 1] in PRAISE_LAST or lower[start] in PRAISE_FIRST))
        )
        if not empty or end > head:
            return start
        start = end
    return start


def title_tasks(words: Sequence[str], lower: Sequence[str], body: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the title's noun phrases that end in the word of an activity:
    what the paper works on, unless it is the means ("via X").
    """
    parts = list(title_parts(lower, body, TITLE_BREAKS))
    for place, (start, end) in enumerate(parts):
        carried = end - start > 2 and lower[end - 1] in CARRIERS and activity(lower[end - 2])
        end -= carried
        head = lower[end - 1]
        if head not in SURE_HEADS | TITLE_TASK_HEADS or means(lower, start):
            continue
        first = left_edge(words, lower, coordinated(lower, parts, place), end - 1)
        if end - first >= 2 and (carried or head in SURE_HEADS or subject(lower, start, end, body)):
            yield first, end, "title-task"


def coordinated(lower: Sequence[str], parts: Sequence[tuple[int, int]], place: int) -> int:
    """Where the noun phrase of a part of the title begins with the words that share its last one:
    "Temperature and Rainfall Forecasting".
    """
    start, links = parts[place][0], ("and",)
    while place and lower[start - 1] in links and parts[place - 1][1] in (start - 1, start - 2):
        first, last = parts[place - 1]
        if last - first > 2 or lower[last - 1] in KINDS or activity(lower[last - 1]):
            break
        start, place, links = first, place - 1, ("and", ",")
    return start


def means(lower: Sequence[str], index: int) -> bool:
    """Whether a token of the title stands in what the paper uses: "via X", "with X and Y"."""
    while index:
        index -= 1
        if lower[index] in TITLE_BREAKS and lower[index] not in ("and", ",", "of", "the", "a", "an", "-"):
            return lower[index] in INSTRUMENTS
    return False


def subject(lower: Sequence[str], start: int, end: int, body: int) -> bool:
    """Whether a part of the title is what the paper is about: after "for", or with its means after it."""
    if start and lower[start - 1] in ("for", "in", "on", "of", "toward", "towards"):
        return True
    opens = start == 0 or lower[start - 1] == ":"
    return opens and end < body and lower[end] in FOLLOWED and "for" not in lower[end:body]


def left_edge(words: Sequence[str], lower: Sequence[str], start: int, head: int) -> int:
    """Where a title's noun phrase begins: after the last name, plural or "…-based" before its head."""
    first = start
    for index in range(head - 1, start - 1, -1):
        hyphens = (lower[index - 1] == "-" and index > start, lower[index + 1] == "-")
        made = hyphens[0] and lower[index] in MADE_WITH and lower[index - 2] not in MODALITIES
        made = made or (lower[index].endswith("ed") and lower[index] not in PARTICIPLES and index > start + 1)
        if made or coined(words[index]) or (plural(lower[index]) and not any(hyphens)):
            first = index + 1
            break
    if first < head and gerund(lower, first):
        first += 1
    while first < head and lower[first] in ("-", "/"):
        first += 1
    return trim(lower, first, head)


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


def tasks(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the task phrases of a sentence."""
    for head in range(first + 1, last):
        if lower[head] in TASK_HEADS:
            start = walk(words, lower, head, first, None)
            if start > first and lower[start - 1] == "we":
                start += 1
            if start < head and lower[head + 1 : head + 2] not in (
                ["quality"],
                ["results"],
                ["gains"],
                ["outputs"],
                ["errors"],
                ["output"],
            ):
                yield start, head + 1, "task-head"
        elif lower[head] in ("task", "tasks") and activity(lower[head - 1]):
            start = walk(words, lower, head - 1, first, None)
            if start < head - 1:
                yield start, head, "task-word"


def task_lists(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the members of "tasks such as A, B and C" that are named by an activity."""
    for index in range(first, last - 2):
        if lower[index] != "tasks" or lower[index - 1] == "-":
            continue
        start = index + 1 + (lower[index + 1] in (",", "("))
        lead = " ".join(lower[start : start + 2]) + " "
        opening = next((phrase for phrase in LIST_LEADS if lead.startswith(f"{phrase} ")), "")
        if opening or lower[index + 1] == "(":
            yield from members(words, lower, start + len(opening.split()), last)


def members(
    words: Sequence[str], lower: Sequence[str], start: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """The members of an enumeration from token `start` on."""
    while start < last:
        end = phrase_end(words, lower, start, last)
        if end == start or end - start > 8 or not activity(lower[end - 1]) or not lower[start][0].isalpha():
            return
        if end - start > 1 and gerund(lower, start):
            return
        if end < last and lower[end] in ("a", "an", "the", "its", "their", "our", "that", "how"):
            return
        yield start, end, "task-list"
        while end < last and lower[end] in (",", "and", "or"):
            end += 1
        if lower[end - 1] not in (",", "and", "or"):
            return
        start = end


def phrase_end(words: Sequence[str], lower: Sequence[str], start: int, last: int) -> int:
    """The end of the noun phrase without article that begins with token `start`."""
    end = start
    while end < last and (words[end] in "-/" or modifies(words[end], None) or activity(lower[end])):
        end += 1
    return end


def purposes(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the activity X of "a framework for robust X", "the task of X", "we study X"."""
    for index in range(first + 1, last - 2):
        if not aimed(lower, index):
            continue
        start = index + 1
        while start < last - 1 and (lower[start] in STOPS or lower[start] == "-"):
            start += 1 + (lower[start] == "-")
        if gerund(lower, start):
            start += 1
        end = phrase_end(words, lower, start, last)
        if 2 <= end - start <= 8 and lower[end - 1] in SURE_HEADS | TITLE_TASK_HEADS - FIELDS:
            yield start, end, "task-purpose"


def aimed(lower: Sequence[str], index: int) -> bool:
    """Whether what a paper works on follows a token: "framework for", "task of", "we study", "we focus on"."""
    word, before = lower[index], lower[index - 1]
    if word == "for":
        return before in CONTRIBUTIONS
    if word == "of":
        return before in ("task", "problem", "challenge")
    return (word in STUDYING and before in ("we", "paper", "work", "study")) or (
        word == "on"
        and before in ("focus", "focuses", "work")
        and index > 1
        and lower[index - 2] in ("we", "paper", "work")
    )


def gerund(lower: Sequence[str], index: int) -> bool:
    """Whether a noun phrase seems to begin with a verb: "predicting rain" """
    word, after = lower[index], lower[index + 1 : index + 2]
    return word.endswith("ing") and word not in ING and after != ["-"]


def activity(word: str) -> bool:
    """Whether a word names an activity that is no field of research, by what it is or how it ends."""
    if word in FIELDS:
        return False
    return word in SURE_HEADS | TITLE_TASK_HEADS or (
        len(word) > 5 and word.endswith(ACTIVITY_ENDINGS) and KINDS.get(word) is None and word not in STOPS
    )


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
