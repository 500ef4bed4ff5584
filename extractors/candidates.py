"""Strings that look like names, and what their surroundings say about their kind."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from extractors.lists import cues, lines
from extractors.lists import words as word_list

SUFFIXES = cues("suffixes")
JOINTS = frozenset("-/+_‑–.^")
RUN_LINKS = frozenset(["of", "for", "via", "to"])
RUN_TAILS = RUN_LINKS | {"-", "–", "/"}
KINDS = {word: line.split()[0] for line in lines("heads") for word in line.split()[1:]}
NOT_NAMES = word_list("not_names")
FUNCTION_WORDS = word_list("not_modifiers")
DATASET_HEADS = frozenset(word for word, kind in KINDS.items() if kind == "Dataset") | {"testset"}
NAMED_HEADS = DATASET_HEADS | {
    "dev",
    "val",
    "minival",
    "environment",
    "environments",
    "simulator",
    "simulators",
}
CONTESTS = frozenset(["challenge", "competition"])
INDEFINITE = frozenset(["a", "an", "another", "first", "largest"])
DEFINITE = cues("prepositions") | {"and", "both", "its", "or", "our", "the", "their"}
GREEK_LETTERS = "αβγδλμσρ"
GREEK = frozenset(["alpha", "beta", "delta", "epsilon", "gamma", "lambda", "mu", "sigma", "tau"])
LOWER_OPENERS = GREEK | frozenset(GREEK_LETTERS)
DATASET_WORDS = frozenset(("dataset", "datasets", "benchmark", "benchmarks", "benchmarking", "corpus"))
METHOD_HEADS = cues("method-heads")
METRIC_HEADS = cues("metric-heads")
SPEEDS = cues("speed-words") | {"fps", "ms", "s", "seconds", "latency", "time", "throughput", "×", "x"}
COUNTS = cues("several-counts")
SCORES = frozenset(["metric", "metrics", "score", "scores"])
DATASET_LEADS = cues("dataset-leads")
METHOD_LEADS = cues("method-leads")
METRIC_LEADS = frozenset(["metrics", "metric", "measures", "scores"])
LEAD_WORDS = (
    ("such", "as"),
    ("including",),
    ("like",),
    ("namely",),
    (":",),
    ("(",),
    ("i.e.",),
    ("e.g.",),
    ("i.e.", ","),
    ("e.g.", ","),
    ("(", "e.g.", ","),
    ("(", "i.e.", ","),
    ("(", "e.g."),
    ("(", "i.e."),
    ("are",),
)
LEAD_ENDS = {last: [phrase for phrase in LEAD_WORDS if phrase[-1] == last] for *_, last in LEAD_WORDS}
SINGULAR = frozenset(["dataset", "benchmark", "baseline", "method", "model"])
LEAD_SIZE = max(map(len, LEAD_WORDS)) + 2
MEASURED_BEFORE = cues("measured-before")
WEAK_HEADS = cues("weak-name-heads")
METHOD_VERBS = cues("method-verbs")
METHOD_NAME = re.compile(
    r"(?:net|nets|former|formers|gan|gans|bert|mamba|gpt|clip|llm|lm|vlm|rag|diff|diffusion|nerf|slam|yolo|yolov\d+|rnn|cnn|gnn|lstm|gru|seg|det|transformer|flow|mix|"
    r"vae|mae|gs|opt|prompt|adapter|lora|moe|rl|po|grad|loss|fl|kd|fed\w*|attn|attention|encoder|track|cut|aug|coder|vit|ssl|cl|unet|splat|agent|prune|quant|sgd|adam)(?:[-+\d.]*)$",
    re.IGNORECASE,
)
DATASET_NAME = re.compile(
    r"(?:bench|eval|set|qa|vqa|data|nli|corpus|bank|\dk|db|arena|gym|suite)(?:[-+\d.]*)$", re.IGNORECASE
)
INFLECTED = re.compile(r"(?:ing|ed|ive|able|ous|ally)$")  # "ADAptive" shows where its letters come from
VERSION = re.compile(r"\.\d+")  # the second token of Kite3.0
VERSION_WORDS = cues("version-words")
KIND_WORDS = cues("kind-words")
EDITION = re.compile(r"\d+|\d\.\d")
FACILITIES = cues("facilities")
VENUES = cues("venues")
REDUCING = frozenset(
    ["reduce", "reduces", "reduced", "reducing", "lowers", "lowering", "decreases", "decreasing"]
)
CHANGES = cues("changes")
SENTENCE_ENDS = frozenset([".", ";", ":", "?"])
APPOSITION_BREAKS = frozenset(
    ["for", "of", "that", "which", "with", "is", "on", "in", "using", ".", ";", "("]
)
SCORED_ENDS = frozenset([",", ".", ")", ";", "and", "for", "in", "on", "over", "/", "("])
COMPARERS = cues("comparers")
COMPARED_WITH = COMPARERS | {"compared", "comparable", "competitive", "superior"}


@lru_cache(maxsize=100_000)
def shape(word: str) -> str:
    """A all capitals, M a capital inside, D a capital and a digit, T title case, n number,
    l anything else.
    """
    first = word[0]
    if "/" in word or ("." in word[:-1] and not first.isdigit()):
        return "l"
    if first.isdigit():
        letters = sum(map(str.isalpha, word))
        return "M" if letters > 1 and word[-1].isalpha() and any(map(str.isupper, word)) else "n"
    if len(word) == 1:
        return "T" if first.isupper() or first in GREEK_LETTERS else "l"
    capitals = sum(map(str.isupper, word))
    if capitals >= 2 and (word.upper() == word or word.rstrip("s").upper() == word.rstrip("s")):
        return "A"
    if capitals and any(char.isupper() for char in word[1:]):
        return "M"
    if first.isupper() and any(map(str.isdigit, word)):
        return "D"
    return "T" if first.isupper() else "l"


def openers(words: Sequence[str]) -> list[int]:
    """The tokens that a name may start at: none in lower case but Greek letters."""
    return [index for index, word in enumerate(words) if not word.islower() or word in LOWER_OPENERS]


def chunks(words: Sequence[str], spaced: Sequence[bool], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Names by their shape that start at one of the `places`: `DSFormer`, `YOLOv8-TO`, `ViT-B/16`, `α-BN`;
    token ranges without overlap.
    """
    end, count = 0, len(words)
    for index in places:
        kind = shape(words[index])
        greek = words[index] in GREEK and words[index + 1 : index + 2] == ["-"]
        if index < end or (kind not in "AMDT" and not greek):
            continue
        end, strong = index + 1, kind in "AMD"
        while end + 1 < count and words[end] in JOINTS and not any(spaced[end - 1 : end + 1]):
            joint, part = words[end], words[end + 1]
            if part.lower() in SUFFIXES or not part[0].isalnum() or (joint == "." and not part[0].isdigit()):
                break
            following = shape(part)
            if following == "l" and strong and joint == "-" and part in VERSION_WORDS:
                end += 2
                continue
            if following == "l" and (len(part) > 1 or joint != "-" or part == "a"):
                break
            if joint == "/" and following in "AMDT" and len(part) > 2:
                break  # LSTM/GRU are two names
            strong = strong or following in "AMDn" or len(part) == 1
            end += 2
        if end < count and VERSION.fullmatch(words[end]) and words[end - 1][-1].isdigit():
            end, strong = end + (not spaced[end - 1]), True
        if kind == "A" and end < count and re.fullmatch(r"(?:19|20)\d\d", words[end]):
            end += 1
        if strong and words[end - 1] not in JOINTS:
            yield index, end


def runs(
    words: Sequence[str],
    spaced: Sequence[bool],
    sentences: Sequence[tuple[int, int]],
    body: int,
    places: Sequence[int],
) -> Iterator[tuple[int, int]]:
    """Capitalised words in a row, or one, inside a sentence of the abstract, from one of the `places` on:
    `Adaptive Training Sample Selection`, `Houston`.
    """
    for first, last in sentences:
        if first < body:
            continue
        reached = first
        for index in places[bisect_left(places, first) : bisect_left(places, last)]:
            if index < reached or shape(words[index]) not in "AMDT" or joined_on(words, spaced, index):
                continue
            start, end = index, index + 1
            while end < last and runs_on(words, spaced, end, last):
                end += 1
            reached = end
            opens = start == first and (words[start] in NOT_NAMES or words[start].lower() in FUNCTION_WORDS)
            start += opens or words[start] == "dB"
            if end - start > 2 and words[start] in VENUES and shape(words[start + 2]) in "AMD":
                start += 2  # "the CVPR 2026 FooQA challenge"
            while end > start and (
                words[end - 1] in RUN_TAILS
                or (end - start > 2 and words[end - 2] == "-" and suffix(words[end - 1]))
            ):
                end -= 1
            inside = end > start > first and shape(words[start]) != "n" and len(words[start]) > 1
            if inside or sum(shape(word) in "AMDT" for word in words[start:end]) >= 2:
                yield start, end


def joined_on(words: Sequence[str], spaced: Sequence[bool], index: int) -> bool:
    """Whether a hyphen joins a token to what no run of capitalised words holds: "(NAME)-Enhanced"."""
    return index > 1 and words[index - 1] == "-" and not any(spaced[index - 2 : index])


def suffix(word: str) -> bool:
    """Whether a word behind a hyphen makes an adjective of a name: FooNet-based, FooNet-aligned."""
    return word in SUFFIXES or (word.islower() and len(word) > 4 and word.endswith("ed"))


def runs_on(words: Sequence[str], spaced: Sequence[bool], index: int, last: int) -> bool:
    """Whether a run of capitalised words goes on with token `index`."""
    word, before = words[index], words[index - 1]
    kind, touches = shape(word), not spaced[index - 1]
    if kind in "AMDT" or (before == "-" and kind == "l" and touches):
        return True
    if word in ("-", "–"):
        return touches and not spaced[index]
    if word in RUN_LINKS:
        return index + 1 < last and shape(words[index + 1]) in "AMT" and shape(before) in "AMT"
    return EDITION.fullmatch(word) is not None and shape(before) in "AMT"


def lead(lower: Sequence[str], start: int, leads: frozenset[str]) -> bool:
    """Whether `start` follows "<lead> such as", "<lead>:", "<lead> (" and the like."""
    if not start or lower[start - 1] not in LEAD_ENDS:
        return False
    before = lower[max(0, start - LEAD_SIZE) : start]
    for phrase in LEAD_ENDS[before[-1]]:
        if tuple(before[-len(phrase) :]) == phrase:
            words = list(before[: -len(phrase)])
            if words[-1:] == [","]:
                words.pop()
            if words[-1:] == [")"]:
                words.pop()
            one = phrase == ("(",) and not SINGULAR.isdisjoint(words[-1:])
            if one and not alone(lower[start : start + 6]):
                continue  # what stands behind one dataset are its authors or its classes
            if leads.intersection(words[-1:]) or (words[-2:] == ["data", "sets"] and "datasets" in leads):
                return True
    return False


def alone(words: Sequence[str]) -> bool:
    """Whether a bracket closes before another member comes."""
    return next((word for word in words if word in (")", ",", "and", "or")), "") == ")"


def votes(lower: Sequence[str], start: int, end: int, last: int) -> Iterator[tuple[str, float, str]]:
    """(label, weight, rule) of what stands around tokens `start:end` of a sentence that ends at `last`."""
    bracketed = lower[start - 1 : start] == ["("] and lower[end : end + 1] == [")"]
    if bracketed and lower[end + 1 : end + 2] not in (["datasets"], ["environments"], ["benchmarks"]):
        end += 1  # "a foo error (FE) loss"
    if dataset_follows(lower, end, last):
        yield "Dataset", 1.8, "dataset-apposed"
    end = behind_score(lower, end, last)
    yield from votes_after(lower[end : min(end + 4, last)], lower[max(0, start - 5) : start])
    yield from votes_before(lower, start, lower[end] if end < last else "")


def described(before: Sequence[str]) -> bool:
    """Whether an article says that what follows is not yet known: "a modular XY benchmark"."""
    for word in reversed(before):
        if word in INDEFINITE or word in DEFINITE or not word[0].isalnum():
            return word in INDEFINITE
    return False


def votes_after(after: Sequence[str], before: Sequence[str]) -> Iterator[tuple[str, float, str]]:
    """The votes of the words behind a name: "NAME dataset", "NAME outperforms"; a weak one if it only
    tells what is in a dataset: "a NAME benchmark", "NAME benchmarks such as".
    """
    nearest = after[0] if after else ""
    second = after[1] if len(after) > 1 else ""
    two_words = nearest in ("data", "test") and second in ("set", "sets")
    if (
        two_words
        or nearest in NAMED_HEADS
        or (
            nearest.isalpha()
            and second in DATASET_HEADS
            and nearest not in METHOD_VERBS
            and nearest not in ("on", "for", "and", "as", "with", "in", "to", "or")
        )
    ):
        known = nearest in CONTESTS or not (second in ("like", "such") or described(before))
        yield "Dataset", 2.0 if known else 0.8, "dataset-head"
    elif nearest in ("task", "tasks"):
        yield "Task", 1.5, "task-word"
    elif nearest in METRIC_HEADS:
        yield "Metric", 1.2 if nearest in SCORES else 0.5, "metric-head"
    elif nearest in METHOD_VERBS:
        yield "Method", 1.0, "method-subject"
    elif nearest in ("of", "=", ":") and second[:1].isdigit():
        yield "Metric", 1.2, "metric-of-value"


def votes_before(lower: Sequence[str], start: int, after: str) -> Iterator[tuple[str, float, str]]:
    """The votes of the words that lead to a name, with the word `after` it: "datasets such as NAME",
    "compared with NAME"; but "NAME on DATASET" is a model.
    """
    previous = lower[start - 1] if start else ""
    earlier = lower[start - 2] if start > 1 else ""
    if lead(lower, start, DATASET_LEADS):
        yield "Dataset", 1.8, "dataset-lead"
    elif lead(lower, start, METRIC_LEADS):
        yield "Metric", 1.5, "metric-lead"
    elif lead(lower, start, METHOD_LEADS):
        yield "Method", 1.5, "method-lead"
    if previous == "on" and after == "," and earlier in SENTENCE_ENDS:
        yield "Dataset", 1.6, "dataset-on"
    elif after != "on" and (previous == "on" or (previous in ("the", "both") and earlier == "on")):
        on = start - 1 - (previous != "on")
        yield "Dataset", 1.5 if scores(lower[max(0, on - 5) : on]) else 0.8, "dataset-on"
    if previous in ("at", "@") and not CONTESTS.union(("shared", "task")).intersection((after,)):
        yield "None", 1.3, "venue"
    if previous in COMPARERS or (previous in ("the", "with", "to") and earlier in COMPARED_WITH):
        yield "Method", 1.0, "compared-name"
    named = earlier if previous == "," else previous
    acts = named == "benchmark" and earlier in ("we", "to", "and")
    if (
        not acts
        and named in DATASET_WORDS
        and after not in DATASET_HEADS
        and (previous != "," or not after.isalpha() or (after == "and" and counted(lower, start - 2)))
    ):
        yield "Dataset", 1.2, "dataset-before"
    if named in KIND_WORDS or (previous == "of" and earlier in ("variant", "version")):
        yield "Method", 1.0, "kind-before"
    if previous == "of" and earlier == "terms":
        yield "Metric", 1.5, "metric-in-terms-of"
    if after in ("by", "from") and (earlier if previous == "the" else previous) in REDUCING:
        yield "Metric", 1.5, "metric-scored"
    if after in SCORED_ENDS and valued(lower[max(0, start - 3) : start]):
        yield "Metric", 1.2, "metric-scored"
    if previous in ("using", "via", "with", "by", "apply", "employ", "adopt"):
        yield "Method", 0.5 if previous in ("using", "via", "with", "by") else 1.0, "method-use"


def counted(lower: Sequence[str], head: int) -> bool:
    """Whether a plural is counted: "two public datasets"."""
    return not COUNTS.isdisjoint(lower[max(0, head - 5) : head])


def valued(words: Sequence[str]) -> bool:
    """Whether words end in a percentage or a decimal without a sign."""
    place = len(words) - 1 - (words[-1:] == ["%"])
    number = words[place] if place >= 0 else ""
    return number[:1].isdigit() and (words[-1] == "%" or "." in number) and words[place - 1] not in "+-−±"


def scores(words: Sequence[str]) -> bool:
    """Whether words hold a score that is no speed: a percentage or a decimal."""
    if not SPEEDS.isdisjoint(words):
        return False
    return any(
        word[0].isdigit() and ("." in word or after in ("%", "points"))
        for word, after in pairwise([*words, ""])
    )


def dataset_follows(lower: Sequence[str], end: int, last: int) -> bool:
    """Whether a name is called a dataset right behind: "NAME, a large and clean dataset of leaves"."""
    if lower[end : end + 1] == ["("] and ")" in lower[end : end + 6]:
        end = lower.index(")", end) + 1
    if lower[end : end + 1] != [","] or lower[end + 1 : end + 2] not in (["a"], ["an"], ["our"], ["the"]):
        return False
    places = range(end + 2, min(end + 11, last - 1))
    head = next((place for place in places if lower[place] in DATASET_HEADS), None)
    if head is None or not APPOSITION_BREAKS.isdisjoint(lower[end + 2 : head]):
        return False
    after = lower[head + 1]
    verb = after.endswith(("ing", "ed")) and METHOD_HEADS.isdisjoint(lower[head + 2 : head + 3])
    return verb or not after.isalpha() or after in FUNCTION_WORDS


def behind_score(lower: Sequence[str], end: int, last: int) -> int:
    """The token behind a bracket, with a score or one word, between a name and the word of a dataset."""
    if lower[end : end + 1] == ["("]:
        for close in range(end + 2, min(end + 7, last - 1)):
            if lower[close] == ")":
                scored = close < end + 4 or any(word[0].isdigit() for word in lower[end + 1 : close])
                return close + 1 if scored and lower[close + 1] in DATASET_HEADS else end
    return end


def measured(lower: Sequence[str], start: int, end: int, last: int) -> Iterator[tuple[str, float, str]]:
    """Signs that a word which may be a metric is one here:
    a number beside it, or a word of more or less before it.
    """
    after = lower[end : min(end + (6 if lower[end : end + 1] in (["and"], [","], ["/"]) else 3), last)]
    before = lower[max(0, start - 4) : start]
    after = after[: after.index("by")] if "by" in after else after  # "outperforms X by 3%" does not measure X
    counted = any(word[0].isdigit() for word in (*before[-2:], *after))
    in_terms = "terms" in lower[max(0, start - 14) : start] and "." not in lower[max(0, start - 14) : start]
    changed = before[-2:] in (["in", "both"], ["%", "in"]) or not CHANGES.isdisjoint(after[:1])
    if counted or in_terms or changed or not MEASURED_BEFORE.isdisjoint(before):
        yield "Metric", 1.0, "measured"


def by_head(words: Sequence[str]) -> tuple[str, float, str] | None:
    """What the last word of a capitalised name says:
    `DeepMind Control Suite` is a dataset, `Contrastive Loss` a method.
    """
    if len(words) < 2:
        return None
    if words[-1].isdigit() and len(words[-1]) == 4 and shape(words[0]) in "AM":
        return "Dataset", 1.2, "name-year"
    head = words[-1].lower()
    if words[0] in VENUES and all(word.isdigit() or word in "'’" for word in words[1:-1]):
        return None  # "the ICML 2022 Competition" is not yet a name
    kind = None if facility([word.lower() for word in words]) else KINDS.get(head)
    return (kind, 0.6 if head in WEAK_HEADS else 1.2, "name-head") if kind else None


def facility(lower: Sequence[str]) -> bool:
    """Whether a phrase names what stands in the world rather than a method: "wireless networks",
    "intrusion detection systems", "resource blocks".
    """
    head = lower[-1].rstrip("s")
    return head == "system" or (head in ("block", "network") and not FACILITIES.isdisjoint(lower))


def by_shape(name: str) -> tuple[str, float, str] | None:
    """What the spelling of a coined name says: `…Net`, `…Former` are methods, `…Bench`, `…QA` datasets."""
    if DATASET_NAME.search(name) and len(name) > 4:
        return "Dataset", 1.6, "dataset-ending"
    if METHOD_NAME.search(name) and len(name) > 3:
        return "Method", 1.0, "method-ending"
    if shape(name.split("-", maxsplit=1)[0] or "-") == "M" and not INFLECTED.search(name):
        return "Method", 1.0 if len(name) > 4 and name[0].isupper() else 0.6, "method-shape"
    return None
