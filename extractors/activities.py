"""Noun phrases that name an activity, in the title and where the text says what it is about: tasks."""

import re
from collections.abc import Iterator, Sequence

from extractors.candidates import FUNCTION_WORDS, KINDS
from extractors.lists import cues, lines
from extractors.phrases import (
    ING,
    MADE_WITH,
    MODALITIES,
    PARTICIPLES,
    coined,
    modifies,
    plural,
    title_parts,
    trim,
    walk,
)

OPEN_TASK_HEADS = cues("open-task-heads")
TASK_HEADS = frozenset(word for word, kind in KINDS.items() if kind == "Task") - OPEN_TASK_HEADS
SURE_HEADS = TASK_HEADS | OPEN_TASK_HEADS | cues("problem-heads")
GOALS = TASK_HEADS | {"answering"}
TASK_SIGNS = SURE_HEADS | {"task", "tasks"}
CARRIERS = cues("carriers")
BENCHMARKS = frozenset(["benchmark", "benchmarks", "datasets", "tasks"])
FOLLOWED = cues("followed")
TITLE_TASK_HEADS = cues("title-task-heads")
TITLE_BREAKS = cues("phrases-title-breaks")
LISTED_NOUNS = frozenset(["tasks", "applications"])
LIST_LEADS = (
    "such as",
    "including",
    "like",
    "namely",
    "i.e. ,",
    "i.e.",
    "e.g. ,",
    "e.g.",
    ":",
    "of",
    "spanning",
    "covering",
    "in",
    "from",
    "across",
)
JUDGEMENTS = frozenset(["analysis", "evaluation", "assessment", "comparison", "benchmarking"])
CONTRIBUTIONS = cues("contributions")
STUDYING = cues("studying")
EVALUATED = cues("evaluated")
AIMS = STUDYING | {"for", "of", "on", "to"}
OURS = frozenset(["we", "paper", "work", "study"])
STUDIES = cues("studies")
WORKING = cues("working")
PREFIXES = cues("prefixes")
STEPS = frozenset(lines("steps"))
FIELDS = cues("fields")
TITLE_HEADS = SURE_HEADS | TITLE_TASK_HEADS
ACTIVITIES = TITLE_HEADS - FIELDS
ACTIVITY_ENDINGS = ("tion", "sion", "ment", "ing", "ysis", "ance", "dialogue", "dialog")
INSTRUMENTS = cues("instruments")
NOT_ACTIVITIES = cues("not-activities")
TASK_VERBS = cues("task-verbs")
AIMED_VERBS = cues("aimed-verbs")
TITLE_VERBS = cues("title-verbs")
ADVANCING = cues("advancing")
TURNING = frozenset(
    ["converting", "distinguishing", "generating", "separating", "synthesizing", "translating"]
)
FINDING = TASK_VERBS | AIMED_VERBS | cues("finding")
ADJECTIVES = (
    "al",
    "ic",
    "ive",
    "ous",
    "able",
    "ful",
    "weighted",
    "automated",
    "based",
    "early",
    "online",
    "offline",
)
ADVERBS = ("ately", "ively", "ally", "ously", "ently", "antly", "ably", "ibly")
TOWARDS = ("toward", "towards")
OBJECT_ENDS = TITLE_BREAKS - {"a", "an", "the", "-"} | {"directly", "when", "where", "within", "that"}
GOING_ON = frozenset(["and", ",", "of", "the", "a", "an", "-"])
YEAR = re.compile(r"(?:19|20)\d\d")
DETERMINERS = frozenset(["a", "an", "the", "its", "their", "our", "that", "how"])


def says_little(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether a phrase is a field or a step of any work: machine learning, pre-training."""
    inside = [word for word in lower[start:end] if word not in ("-", "/")]
    return " ".join(inside[-2:]) in STEPS or (len(inside) == 2 and inside[0] in PREFIXES)


def title_tasks(words: Sequence[str], lower: Sequence[str], body: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the title's noun phrases that end in the word of an activity:
    what the paper works on, unless it is the means ("via X").
    """
    parts = list(title_parts(lower, body, TITLE_BREAKS))
    for place, (start, last) in enumerate(parts):
        if means(lower, start):
            continue
        verb = start + lower[start].endswith("ly")
        if gerund_opens(lower, verb, lower[start - 1] if start else ":"):
            links = ("of", "and", "from") if lower[verb] in TURNING else ("of", "and")
            end = object_end(lower, verb, body, links)
            if end:
                yield verb, end, "title-rest" if helps(lower, verb, end, body) else "title-gerund"
                continue
        carried = last - start > 2 and lower[last - 1] in CARRIERS and activity(lower[last - 2])
        if not (carried and serves(lower, parts, place)):
            yield from title_phrase(words, lower, parts, place, carried)


def title_phrase(
    words: Sequence[str], lower: Sequence[str], parts: Sequence[tuple[int, int]], place: int, carried: bool
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the task that a part of the title names, before its last word if that is
    `carried` ("… System").
    """
    (start, last), body = parts[place], parts[-1][1]
    end = last - carried
    if end - start > 2 and lower[end - 1] in JUDGEMENTS and lower[end - 2] in TASK_HEADS:
        end -= 1  # "Leaf Detection Evaluation"
    head = title_head(lower, start, end)
    opening = coordinated(lower, parts, place)
    first = left_edge(words, lower, opening, end - 1)
    if head in TITLE_HEADS:
        after = min(place + 1, len(parts) - 1)
        after += lower[parts[after][1] : parts[after][1] + 1] == ["and"] and after + 1 < len(parts)
        object_last = parts[after][1]
        taken = lower[end : end + 1] == ["of"] and end + 1 < object_last <= end + 9
        bare = all(adjective(lower, index, end - 1) for index in range(first, end - 1))
        opens = start == 0 or lower[start - 1] == ":"
        sure = head in SURE_HEADS - STUDIES or (opens and head in TITLE_TASK_HEADS)
        if bare and taken and head in WORKING:
            return
        told = carried or head in SURE_HEADS or subject(lower, opening, end, body)
        if bare and sure and taken and "next" not in lower[start:end]:
            yield first, object_last, "title-task-of"
        elif (end - first >= 2 and told) or (head in SURE_HEADS and lower[start - 1] == "for"):
            yield first, end, "title-task"
        elif end - first >= 2:
            yield first, end, "title-rest"
    elif open_head(head) and end - first >= 2:
        told = carried or subject(lower, start, end, body, ("for", *TOWARDS))
        if told:
            yield first, end, "title-subject"


def adjective(lower: Sequence[str], index: int, head: int) -> bool:
    """Whether a word before a noun is an adjective or a part of a compound: "automatic", "fine-grained"."""
    return lower[index].endswith(ADJECTIVES) or "-" in lower[max(0, index - 1) : min(index + 2, head)]


def title_head(lower: Sequence[str], start: int, end: int) -> str:
    """The last word of a phrase as the lists have it: "prediction" for "predictions", compounds whole."""
    word = lower[end - 1].removesuffix("s")
    compound = "".join(lower[max(start, end - 3) : end])
    return compound if compound in TITLE_HEADS else word if word in TITLE_HEADS else lower[end - 1]


def open_head(word: str) -> bool:
    """Whether a word that no list knows ends like that of an activity: "delineation", "imitation"."""
    return len(word) > 5 and word.endswith(ACTIVITY_ENDINGS) and word not in NOT_ACTIVITIES


def serves(lower: Sequence[str], parts: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether a part of the title is a method for the next one: "Graph Matching Networks for …"."""
    last, after = parts[place][1], parts[place + 1 : place + 2]
    return bool(after) and lower[last : after[0][0]] == ["for"] and activity(lower[after[0][1] - 1])


def helps(lower: Sequence[str], first: int, end: int, title: int) -> bool:
    """Whether a phrase of the title is good for another task: "Tracing for Leaf Detection", behind a colon
    for any.
    """
    goals = SURE_HEADS if lower[first - 1] == ":" else GOALS
    title = lower.index(":", end) if ":" in lower[end:title] else title
    return "for" in lower[end:title] and not goals.isdisjoint(lower[lower.index("for", end) : title])


def gerund_opens(lower: Sequence[str], verb: int, before: str) -> bool:
    """Whether a part of the title begins with the verb of a task: "Detecting …", "for Predicting …"."""
    if lower[verb] not in TASK_VERBS or lower[verb + 1 : verb + 2] == ["-"]:
        return before == "for" and lower[verb] in AIMED_VERBS
    return before in ("for", "toward", "towards", ":", "?", "!", "-", "—")


def object_end(lower: Sequence[str], verb: int, last: int, links: Sequence[str] = ("of", "and")) -> int:
    """The end of the object of a verb, with what one of the `links` joins to it; 0 if it has none."""
    end = verb + 1
    while end < last and (lower[end] not in OBJECT_ENDS or (lower[end] in links and end > verb + 1)):
        joined = lower[end] == "-" and end + 1 < last and lower[end + 1][0].isalnum()
        if not (joined or lower[end][0].isalnum() or lower[end][0] in "'’"):
            break
        end += 1
    if end < last and lower[end] in ("by", "from", "in", "through", "with"):
        end -= lower[end - 1].endswith("ed")  # "answering questions derived from …"
    while end > verb and lower[end - 1].endswith(ADVERBS):
        end -= 1
    size = sum(word[0].isalnum() for word in lower[verb + 1 : end])
    return end if 1 <= size <= 7 and lower[end - 1] not in links else 0


def coordinated(lower: Sequence[str], parts: Sequence[tuple[int, int]], place: int) -> int:
    """Where the noun phrase of a part of the title begins with the words that share its last one:
    "Temperature and Rainfall Forecasting".
    """
    start, links = parts[place][0], ["and"]
    while place and lower[start - 1] in links and parts[place - 1][1] in (start - 1, start - 2):
        first, last = parts[place - 1]
        if last - first > 2 or lower[last - 1] in KINDS or activity(lower[last - 1]):
            break
        start, place, links = first, place - 1, ["and", ","]
    return start


def aimed_at(lower: Sequence[str], index: int) -> bool:
    """Whether a token of the title stands in what the paper is for: "A Bound for Active Learning"."""
    while index and lower[index - 1] not in TITLE_BREAKS:
        index -= 1
    return index > 1 and (lower[index - 1] == "for" or lower[index - 1] in TOWARDS)


def means(lower: Sequence[str], index: int) -> bool:
    """Whether a token of the title stands in what the paper uses: "via X", "with X and Y"."""
    while index:
        index -= 1
        if lower[index] in TITLE_BREAKS and lower[index] not in GOING_ON:
            return lower[index] in INSTRUMENTS or lower[index - 1 : index + 1] == ["based", "on"]
    return False


def subject(
    lower: Sequence[str], start: int, end: int, body: int, links: Sequence[str] = ("for", "in", "on", "of")
) -> bool:
    """Whether a part of the title is what the paper is about: after "for", or with its means after it."""
    if lower[end - 1] == "learning":
        links = ("for", "of")
    if start and (lower[start - 1] in links or lower[start - 1] in TOWARDS):
        return True
    opens = start == 0 or lower[start - 1] == ":"
    if opens and lower[start] in ADVANCING:
        return True
    if opens and gerund(lower, start):
        return False
    return opens and end < body and lower[end] in FOLLOWED and "for" not in lower[end:body]


def left_edge(words: Sequence[str], lower: Sequence[str], start: int, head: int) -> int:
    """Where a title's noun phrase begins: after the last name, plural or "…-based" before its head."""
    first = start
    for index in range(head - 1, start - 1, -1):
        hyphens = (lower[index - 1] == "-" and index > start, lower[index + 1] == "-")
        made = hyphens[0] and lower[index] in MADE_WITH and lower[index - 2] not in MODALITIES
        verb = lower[index].endswith("ed") and lower[index] not in PARTICIPLES and not any(hyphens)
        made = made or (verb and index > start and not lower[index - 1].endswith("ly"))
        many = (
            plural(lower[index]) and not any(hyphens) and (index + 1 < head or lower[index] in FUNCTION_WORDS)
        )
        if (
            made
            or coined(words[index])
            or many
            or YEAR.fullmatch(lower[index])
            or (lower[index] in TITLE_VERBS and not any(hyphens))
        ):
            first = index + 1
            break
    noun = (
        start and lower[start - 1] == "for" and head - first == 1 and lower[first] not in ADVANCING | FINDING
    )
    if first < head and ((gerund(lower, first) and not noun) or lower[first] in TITLE_VERBS):
        first += 1  # "Improving Detection", but "for Stalking Detection"
    while first < head and lower[first] in ("-", "/"):
        first += 1
    return trim(lower, first, head)


def tasks(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the task phrases of a sentence."""
    for head in range(first + 1, last):
        if lower[head] not in TASK_SIGNS:
            continue
        if lower[head] in SURE_HEADS and lower[head + 1 : head + 3] != ["and", "ranging"]:
            edge = before_brackets(lower, head, first)
            start = walk(words, lower, edge, first, None)
            if start == edge:
                start = head
            if start > first and lower[start - 1] == "we":
                start += 1
            if start < head:
                asked = lower[head + 1 : head + 2] in (["task"], ["tasks"])
                found = "task-head" if lower[head] in TASK_HEADS else "task-open"
                yield start, head + 1, "task-word" if asked else found
            elif start == head and head + 1 < last and lower[head + 1] in BENCHMARKS:
                yield head, head + 1, "task-bare"
        elif lower[head] in ("task", "tasks") and activity(lower[head - 1]):
            start = walk(words, lower, head - 1, first, None)
            if start < head - 1:
                yield start, head, "task-word"


def before_brackets(lower: Sequence[str], head: int, first: int) -> int:
    """Where the modifiers of a noun end: before the brackets in "whole slide image (WSI) analysis"."""
    opening = head - 3
    return opening if lower[head - 1] == ")" and opening > first and lower[opening] == "(" else head


def task_lists(
    words: Sequence[str], lower: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """(start, end, rule) of the members of "tasks such as A, B and C" that are named by an activity."""
    if LISTED_NOUNS.isdisjoint(lower[first:last]):
        return
    for index in range(first, last - 2):
        if lower[index] not in LISTED_NOUNS or lower[index - 1] == "-":
            continue
        colon = lower.index(":", index) if ":" in lower[index : min(index + 6, last)] else index
        start = index + 1 + (lower[index + 1] in (",", "(")) if colon == index else colon
        lead = " ".join(lower[start : start + 2]) + " "
        if lower[index] != "tasks" and lower[start] != ":":
            continue
        opening = next((phrase for phrase in LIST_LEADS if lead.startswith(f"{phrase} ")), "")
        if opening or lower[index + 1] == "(":
            yield from members(words, lower, start + len(opening.split()), last)


def members(
    words: Sequence[str], lower: Sequence[str], start: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """The members of an enumeration from token `start` on."""
    while start < last:
        end = phrase_end(words, lower, start + lower[start].endswith("ed"), last)
        if not 0 < end - start <= 8 or not activity(lower[end - 1]) or not lower[start][0].isalpha():
            return
        after = lower[end] if end < last else "."
        closed = after in (",", "and", "or") or not after[0].isalnum()
        if gerund(lower, start) and not (closed and end - start == 1):
            return
        if after in DETERMINERS or not (closed or after in FUNCTION_WORDS):
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
        if lower[index] not in AIMS or not aimed(lower, index):
            continue
        if lower[index] in ("of", "for") and lower[index + 1] in FINDING:
            end = object_end(lower, index + 1, last, ("of",))
            if end:
                yield index + 1, end, "task-gerund" if lower[index] == "of" else "task-aim"
            continue
        start = index + 1
        while start < last - 1 and (lower[start] in FUNCTION_WORDS or lower[start] == "-"):
            start += 1 + (lower[start] == "-")
        end = phrase_end(words, lower, start, last)
        if 2 <= end - start <= 8 and not gerund(lower, start) and lower[end - 1] in ACTIVITIES:
            yield start, end, "task-purpose"


def aimed(lower: Sequence[str], index: int) -> bool:
    """Whether what a paper works on follows: "framework for", "task of", "we study", "results on"."""
    word, before = lower[index], lower[index - 1]
    if word == "for":
        return before in CONTRIBUTIONS
    if word == "of":
        return before in ("task", "problem", "challenge")
    if word == "to":
        return before in ("approach", "approaches", "applied", "applicable")
    if word == "on":
        focused = before in ("focus", "focuses", "work") and lower[index - 2] in OURS
        return before in EVALUATED or (focused and index > 1)
    return before in OURS


def gerund(lower: Sequence[str], index: int) -> bool:
    """Whether a noun phrase seems to begin with a verb: "predicting rain" """
    word, after = lower[index], lower[index + 1 : index + 2]
    return word.endswith("ing") and word not in ING and after != ["-"]


def activity(word: str) -> bool:
    """Whether a word names an activity that is no field of research, by what it is or how it ends."""
    return word in ACTIVITIES or (
        len(word) > 5
        and word.endswith(ACTIVITY_ENDINGS)
        and KINDS.get(word) is None
        and word not in FUNCTION_WORDS
        and word not in FIELDS
    )
