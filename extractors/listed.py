"""Marks from the word lists: an alias of several kinds or an unsure one is settled by what stands around
it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from spacy.vocab import Vocab

from extractors.abbreviations import Definition
from extractors.candidates import (
    DATASET_HEADS,
    DATASET_WORDS,
    EDITION,
    FUNCTION_WORDS,
    KINDS,
    MEASURED_BEFORE,
    METHOD_HEADS,
    SUFFIXES,
    VERSION,
    measured,
    shape,
    valued,
    votes,
)
from extractors.introductions import bracketed
from extractors.lists import Matcher, Term, cues, is_cost, key, named, spelled_out
from extractors.phrases import MINIMIZING, plural
from extractors.reading import Mark, Reading

SETTINGS = cues("task-settings")
SUBSETS = cues("subsets")
SOURCES = cues("data-sources")
DATA_WORDS = cues("data-words")
EDITIONS = cues("editions")
SIZE = re.compile(r"\d+(?:\.\d+)?[BM]|o\d|so400m|\d+x\d+d")
DECIMAL = re.compile(r"\d\.\d")
NUMBERS = re.compile(r"\d+(?:\.\d+)?")
RELEASE = re.compile(r"[vV]\d+(?:\.\d+)?")
LAST_PART = re.compile(r"(?:\d+|[A-Za-z]+|(?<=\d)[A-Za-z]+)$")
AFTER_LOSS = cues("after-loss")
ATTACKS = cues("attacks")
LOSS_LINKS = cues("loss-links")
AFTER_EVERYDAY = FUNCTION_WORDS | cues("measured-after")
BEFORE_EVERYDAY = FUNCTION_WORDS | MEASURED_BEFORE
NOT_MEASURED = cues("not-measured")
PRECISIONS = cues("precisions")
MEANS = frozenset(["based", "rely", "relies", "relying", "depend", "depends", "guided", "driven", "weighted"])
MEANS_ENDS = frozenset(["on", "upon", "by"])
EVALUATING = cues("evaluating")
NOT_OBJECTS = cues("task-parts") | cues("posed") | cues("method-heads") | cues("carriers")
QUALITIES = cues("qualities")
MEASURERS = cues("measurers")
ENUMERATING = frozenset([",", "and"])
MEASURED_WITH = cues("measured-with")
SAYS = frozenset(["aims", "has", "is", "plays", "remains", "seeks"])


@cache
def matcher(vocab: Vocab) -> Matcher:
    """The word lists over a vocabulary."""
    return Matcher(vocab)


def found(reading: Reading) -> Iterator[Mark]:
    """Every listed name, where the surroundings agree."""
    doc, lower = reading.page.doc, reading.lower
    for start, end, terms in matcher(doc.vocab).find(doc, lower, reading.page.string):
        if reading.words[start][0] in "'’":
            continue
        meant = [term for term in terms if term.label != "Metric" or judges(reading, term, start, end)]
        if end - start == 1 and lower[start].endswith("ing") and takes_object(reading, end):
            meant = [term for term in meant if term.label != "Task"]
        if (start < reading.title and "for" not in lower[end : reading.title]) or opens_text(
            lower, start, end, reading.body
        ):
            yield from unsure_task(terms, start, end)
        term = settled(reading, meant, start, end)
        if term is not None:
            yield marked(reading, term, start, end)
            if term.label == "Dataset":
                yield from siblings(reading, start, end)
            if term.label == "Task" and not term.unsure:
                yield from (
                    marked(reading, other, start, end)
                    for other in terms
                    if other.generic and not other.unsure
                )


def takes_object(reading: Reading, end: int) -> bool:
    """Whether a plural noun follows that makes a verb of the word before it: "paraphrasing questions"."""
    lower, last = reading.lower, reading.ends[end - 1]
    return (
        end < last
        and plural(lower[end])
        and lower[end] not in FUNCTION_WORDS
        and lower[end] not in NOT_OBJECTS
    )


def marked(reading: Reading, term: Term, start: int, end: int) -> Mark:
    """The mark of a term; a metric in capitals takes in what a hyphen joins to it:
    pixel-AP is a metric of its own.
    """
    first = start
    if term.label == "Metric" and any(map(str.isupper, reading.page.string(start, end))):
        while (
            first >= 2
            and reading.words[first - 1] == "-"
            and reading.words[first - 2][0].isalpha()
            and shape(reading.words[first - 2]) in ("l" if term.unsure else "lATD")
            and not any(reading.spaced[first - 2 : first])
        ):
            first -= 2
    if term.label == "Method" and not term.generic and (last := variant_end(reading, end)) > end:
        name = variant_name(reading.page.string(start, last))
        return Mark(label="Method", start=start, end=last, name=name, rule="listed-variant", listed=True)
    if term.label == "Dataset":
        part, last = subset_end(reading, end)
        if part > end:
            name = term.name + reading.page.string(end - 1, part).removeprefix(reading.words[end - 1])
            name = named("Dataset").get(key(reading.page.string(start, part)), name)
            return Mark(label="Dataset", start=start, end=last, name=name, rule="dataset-part", listed=True)
    if term.label == "Task":
        first = start if reading.words[end - 1].isupper() else set_in(reading, start)
        if first < start:
            name = reading.page.string(first, end).lower()
            return Mark(label="Task", start=first, end=end, name=name, rule="task-setting")
    whole = first == start
    return Mark(
        label=term.label,
        start=first,
        end=end,
        name=term.name if whole else reading.page.string(first, end),
        rule="listed" if whole else "prefixed-metric",
        generic=term.generic,
        listed=whole,
    )


def variant_name(text: str) -> str:
    """The listed spelling of a variant's name with the same numbers in it, else as it stands."""
    name = named("Method").get(key(text.replace("version ", "v")), text)
    return name if NUMBERS.findall(name) == NUMBERS.findall(text) else text


def variant_end(reading: Reading, end: int) -> int:
    """The end of a method's name with the sizes, versions and editions behind it: "Gemini 2.5 Flash",
    "Qwen2.5-3B-Base"; a number alone is none of it.
    """
    words, lower, last = reading.words, reading.lower, reading.ends[end - 1]
    place = reached = end
    while place < last:
        joined = words[place] == "-" and place + 1 < last and not any(reading.spaced[place - 1 : place + 1])
        said = lower[place] == "version" and place + 1 < last
        part = place + (joined or said)
        edition = lower[part] in EDITIONS and (joined or words[part][0].isupper())
        released = RELEASE.fullmatch(words[part]) is not None or (said and lower[part][0].isdigit())
        sized = released or SIZE.fullmatch(words[part]) is not None
        if not (edition or sized or (not joined and DECIMAL.fullmatch(words[part]))):
            break
        place = part + 1
        if released and place < last and VERSION.fullmatch(words[place]):
            place += 1
        if edition or sized or reached > end:
            reached = place
    return reached


def subset_end(reading: Reading, end: int) -> tuple[int, int]:
    """The end of a dataset's name with the language or subset that a hyphen joins to it: BrowseComp-en, or
    with the capitalised words and editions before the word of a dataset: "Criteo Ad Kaggle dataset"; and the
    end of what is written, with that word if it has a capital too: "autoPET III Challenge".
    """
    words, lower, last = reading.words, reading.lower, reading.ends[end - 1]
    if end + 1 < last and words[end] == "-" and not any(reading.spaced[end - 1 : end + 1]):
        part = end + 2 if lower[end + 1] in SUBSETS else end
        return part, part
    if end < last and RELEASE.fullmatch(words[end]):
        end += 1 + (end + 1 < last and VERSION.fullmatch(words[end + 1]) is not None)
        return end, end  # SpaceNet v7, ARID V1.5
    place = end
    while place < min(last, end + 6) and named_on(words[place]):
        place += 1
    heads = place < last and lower[place] in DATASET_HEADS
    if not heads or place == end or not any(map(str.isalpha, words[place - 1])):
        return end, end
    return place, place + (words[place][0].isupper() and lower[place] not in DATASET_WORDS)


def named_on(word: str) -> bool:
    """Whether a word can go on with a dataset's name: capitalised or an edition, no word of a kind of thing
    and no task or method.
    """
    if word.lower() in KINDS or (
        word.isupper() and (key(word) in named("Task") or key(word) in named("Method"))
    ):
        return False
    return shape(word) in "AMDT" or EDITION.fullmatch(word) is not None


def set_in(reading: Reading, start: int) -> int:
    """The start of a task with the words before it that say in which setting: multi-turn, 3D."""
    lower, first = reading.lower, start
    limit = reading.body if start >= reading.body else 0
    while first > limit:
        joined = first - 2 > limit and lower[first - 2] == "-"
        if lower[first - 1] == "-" and first - 2 >= limit and lower[first - 2] == "art":
            break
        if lower[first - 1] == "-" and first - 2 >= limit and lower[first - 2][0].isalnum():
            first -= 2
        elif joined and "".join(lower[first - 3 : first]) in SETTINGS:
            first -= 3
        elif lower[first - 1] in SETTINGS and not joined:
            first -= 1
        else:
            break
    return first


def siblings(reading: Reading, start: int, end: int) -> Iterator[Mark]:
    """The datasets that a listed one shares its first part with: CIFAR-100 in "CIFAR-10/100"."""
    words, last = reading.words, reading.ends[start]
    stem = LAST_PART.sub("", reading.page.string(start, end))
    place = end
    while stem and place + 1 < last:
        if words[place] == "and" and words[place + 1] in "-–" and place + 2 < last:
            place += 1
        elif words[place] != "/":
            return
        name = named("Dataset").get(key(stem + words[place + 1]))
        if name is None or not words[place + 1].isalnum():
            return
        yield Mark(
            label="Dataset",
            start=place + 1,
            end=place + 2,
            name=name,
            rule="sibling",
            listed=True,
        )
        place += 2


def opens_text(lower: Sequence[str], start: int, end: int, body: int) -> bool:
    """Whether an abstract begins with a name of which it says something: "X (Y) is"."""
    after = bracketed(lower, end, 9)
    return start == body and not SAYS.isdisjoint(lower[after : after + 1])


def unsure_task(terms: Sequence[Term], start: int, end: int) -> Iterator[Mark]:
    """A technique that is also a problem is a task where the title names it, unless it is good "for" one."""
    for term in terms:
        if term.unsure and term.label == "Task":
            yield Mark(label="Task", start=start, end=end, name=term.name, rule="listed", listed=True)


def judges(reading: Reading, term: Term, start: int, end: int) -> bool:
    """Whether the name of a metric stands for one there: not as a loss, not as part of another name
    ("reward function", "mixed precision", "word error" before "rate").
    """
    lower, last = reading.lower, reading.ends[start]
    nearest = lower[end] if end < last else ""
    before = lower[max(0, start - 3) : start]
    if nearest in NOT_MEASURED or (nearest in ("rate", "rates") and lower[end - 1] == "error"):
        return False
    if nearest == "-" and SUFFIXES.intersection(lower[end + 1 : end + 2]):
        return False
    if "-" in lower[start:end] and lower[end - 1] == "time" and nearest not in (",", ".", "by"):
        return False  # "at training-time" is a phase
    if lower[end - 1] == "time" and before[-1:] in (["at"], ["during"]):
        return False
    if lower[start : start + 2] == ["speed", "up"]:
        return False
    if before_loss(lower, end, last) and not any(word[0].isdigit() for word in before):
        return False
    if term.alias == "ASR" and ATTACKS.isdisjoint(lower):
        return False  # automatic speech recognition
    if not is_cost(term.name) and (not MINIMIZING.isdisjoint(before) or after_loss(lower, start)):
        return False
    if graded(lower, start):
        return False
    if not is_cost(term.name) and as_means(lower, max(0, start - 12), start):
        return False
    if term.name == "precision" and not PRECISIONS.isdisjoint(before[-1:]):
        return False
    if term.name in QUALITIES and not stated(lower, start, end, last):
        return False
    if term.unsure and nearest.isalpha() and nearest not in AFTER_EVERYDAY:
        return False  # "HD videos", "event density maps"
    everyday = term.unsure and reading.words[end - 1][1:].islower()
    return not everyday or by_itself(reading, term, start, end)


def stated(lower: Sequence[str], start: int, end: int, last: int) -> bool:
    """Whether a quality is measured there: a number beside it, or metrics or "in terms of" before it."""
    around = (*lower[max(0, start - 3) : start], *lower[end : min(end + 6, last)])
    led = lower[max(0, start - 14) : start]
    return any(word[0].isdigit() for word in around) or not MEASURERS.isdisjoint(led)


def graded(lower: Sequence[str], start: int) -> bool:
    """Whether a metric is only part of an adjective: "high-accuracy models"."""
    return start > 1 and lower[start - 1] == "-" and lower[start - 2] in ("high", "higher", "low", "lower")


def as_means(lower: Sequence[str], first: int, start: int) -> bool:
    """Whether something is chosen or built by a quantity, not judged by it: "blocks ranked based on
    perplexity", "methods that rely on reconstruction errors".
    """
    place = start - 1
    while place > first and lower[place] not in MEANS_ENDS and start - place < 4:
        place -= 1
    by = lower[place - 1] in MEANS and lower[place] in MEANS_ENDS
    return by and EVALUATING.isdisjoint(lower[first:start])


def by_itself(reading: Reading, term: Term, start: int, end: int) -> bool:
    """Whether an everyday word is no part of a compound or a longer name there: after a noun ("event
    coverage") it needs a number.
    """
    lower, words, last = reading.lower, reading.words, reading.ends[start]
    nearest, previous = lower[end] if end < last else "", lower[start - 1] if start else ""
    if (term.name, nearest) in (("sensitivity", "to"), ("cost", "of")) or "-" in (nearest, previous):
        return False
    if nearest in ("score", "scores") and words[end][0].isupper():
        return False
    if nearest.isalpha() and nearest not in AFTER_EVERYDAY:
        return False
    if words[start][0].isupper() and previous.isalpha() and words[start - 1][0].isupper():
        return False
    near = (*lower[max(0, start - 2) : start], *lower[end : min(end + 3, last)])
    plain = not previous.isalpha() or previous in BEFORE_EVERYDAY
    return plain or any(word[0].isdigit() for word in near)


def after_loss(lower: Sequence[str], start: int) -> bool:
    """Whether the name is what a loss is made of: "a loss that combines SSIM and MSE"."""
    for index in range(start - 1, max(-1, start - 24), -1):
        if lower[index] in ("loss", "losses"):
            return not LOSS_LINKS.isdisjoint(lower[index + 1 : start])
        if lower[index] in (".", ";"):
            return False
    return False


def before_loss(lower: Sequence[str], end: int, last: int) -> bool:
    """Whether the name is that of a loss: "MSE loss", "MSE and cross entropy (CE) losses"."""
    if lower[end - 1] in ("accuracy", "loss"):
        return False
    for word in lower[end : min(end + 12, last)]:
        if word in ("loss", "losses"):
            return True
        if word in AFTER_LOSS:
            return False
    return False


def settled(reading: Reading, terms: Sequence[Term], start: int, end: int) -> Term | None:
    """The term meant among those of one alias: the one that the surroundings vote for,
    else the first sure one.
    """
    if len(terms) == 1 and not terms[0].unsure:
        return terms[0]
    place = reading.lower, start, end, reading.ends[start]
    around = [*votes(*place), *measured(*place)]
    if (
        not DATA_WORDS.isdisjoint(reading.lower[end : end + 2])
        and key(reading.page.string(start, end)) in SOURCES
    ):
        around.append(("Dataset", 1.0, "dataset-source"))  # "Sentinel-2 multitemporal data"
    heads = not METHOD_HEADS.isdisjoint(reading.lower[end : end + 1])
    if heads and any(map(str.isupper, reading.words[start])):
        around.append(("Method", 1.0, "method-head"))  # "the Gemini model"
    labels = {term.label for term in terms}
    if "Dataset" in labels and scored(reading.lower, start, end):
        around.append(("Dataset", 0.8, "dataset-scored"))
    if "Metric" in labels and beside_metric(reading.lower, start, end, reading.ends[start]):
        around.append(("Metric", 1.0, "measured"))
    for term in terms:
        need = 0.8 if term.unsure and term.label == "Dataset" else 1.0
        if any(label == term.label and weight >= need for label, weight, _ in around):
            return term
    return next((term for term in terms if not term.unsure), None)


def scored(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether a score stands in brackets behind a name, or follows it behind "for":
    "for Kite (0.91) and Dove (F1 of 82%)", "for Kite 82%".
    """
    previous, words = lower[start - 1], lower[end : end + 8]
    inside = words[: words.index(")")] if words[:1] == ["("] and ")" in words else []
    bracketed = len(inside) > 1 and inside[-1 - (inside[-1] == "%")][0].isdigit() and valued(inside)
    if previous == "for":
        return bracketed or valued([previous, *words[:2]])
    return bracketed and previous in ("on", ",", "and")


def beside_metric(lower: Sequence[str], start: int, end: int, last: int) -> bool:
    """Whether a name is enumerated with the plain word of a metric: "precision, recall and F1"."""
    after = [word for word in lower[end : min(end + 3, last)] if word not in ENUMERATING]
    before = [word for word in lower[max(0, start - 3) : start] if word not in ENUMERATING]
    listed = lower[end : end + 1] in ([","], ["and"]) and not MEASURED_WITH.isdisjoint(after[:1])
    return listed or (
        start > 0 and lower[start - 1] in (",", "and") and not MEASURED_WITH.isdisjoint(before[-1:])
    )


def own_meanings(reading: Reading, marks: Sequence[Mark], definitions: Sequence[Definition]) -> list[Mark]:
    """The marks under the meaning that the paper itself gives an abbreviation:
    its long form decides, not the list.
    """
    if not definitions:
        return list(marks)
    string = reading.page.string
    keys = [key(string(mark.start, mark.end)) for mark in marks]
    known = dict(zip(keys, marks, strict=True))
    metrics = {mark.end: mark for mark in marks if mark.label == "Metric"}
    meant: dict[str, Mark | None] = {}
    for definition in definitions:
        short, long = key(string(*definition.short)), key(string(*definition.long))
        if short in known and long in known:
            meant.setdefault(short, known[long])
        elif short in known and known[short].label == "Metric" and longer_name(metrics, definition):
            meant.setdefault(short, metrics[definition.long[1]])  # soft exact match (EM)
        elif short in known and not (
            within(marks, known[short], definition) or same_name(reading, known[short], definition)
        ):
            meant.setdefault(short, None)
    if not meant:
        return list(marks)
    own = ((mark, meant.get(spelled, mark)) for spelled, mark in zip(keys, marks, strict=True))
    return [
        mark if meaning is mark else replace(meaning, start=mark.start, end=mark.end)
        for mark, meaning in own
        if meaning is not None
    ]


def told_apart(reading: Reading, marks: Sequence[Mark]) -> list[Mark]:
    """The marks, those of a method whose name of several words has no capital and no digit anywhere as
    generic: a technique, not a name ("conditional random fields").
    """
    proper = {mark.name for mark in marks if not plain_phrase(reading.page.string(mark.start, mark.end))}
    return [
        replace(mark, generic=True) if mark.label == "Method" and mark.name not in proper else mark
        for mark in marks
    ]


def plain_phrase(text: str) -> bool:
    """Whether a text is several words in lower case letters."""
    return text.islower() and (" " in text or "-" in text) and not any(map(str.isdigit, text))


def longer_name(metrics: Mapping[int, Mark], definition: Definition) -> bool:
    """Whether a metric, here by its end, is the whole long form and more: soft exact match (EM)."""
    start, end = definition.long
    return end in metrics and metrics[end].start < start


def within(marks: Sequence[Mark], mark: Mark, definition: Definition) -> bool:
    """Whether a long form holds another name of what a mark means: vision transformer backbones (ViT)."""
    start, end = definition.long
    return any(start <= other.start and other.end <= end and other.name == mark.name for other in marks)


def same_name(reading: Reading, mark: Mark, definition: Definition) -> bool:
    """Whether an unlisted long form can still be that of the listed abbreviation: they end in the same word,
    and those of as many words begin alike, unlike hierarchical and heterogeneous graph neural network.

    Benchmarks are often named after their task or theme, with capitals: Brain Tumor Segmentation (BraTS).
    """
    start, end = definition.long
    last = reading.lower[end - 1]
    titled = sum(word[0].isupper() for word in reading.words[start:end]) > 1
    if mark.label == "Dataset" and titled and KINDS.get(last) not in ("Method", "Metric"):
        return True
    long = [word for word in reading.lower[start:end] if word != "-"]
    listed = [alias for alias in spelled_out(mark.label, mark.name) if alias[-1].endswith(last.rstrip("s"))]
    return any(len(alias) != len(long) or alias[0][:4] == long[0][:4] for alias in listed)
