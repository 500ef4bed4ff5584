"""The parts of a paper's own method: what its own part lists, spells out or writes in title case."""

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise

from extractors import introductions, titles
from extractors.candidates import METHOD_VERBS
from extractors.introductions import ARTICLES, BEFORE_NOUNS, NOVEL, PREPOSITIONS, bracketed
from extractors.lists import cues
from extractors.names import LISTED, Names, Starts
from extractors.reading import Reading, sentence_of

APPOSED = frozenset([",", ":", "-", "—", "–", "is"])
OPENERS = frozenset([".", ",", ":", ";", ")"])
ORDINALS = frozenset(
    ["first", "second", "third", "fourth", "firstly", "secondly", "thirdly", "finally", "lastly"]
)
HEADS, PART_WORDS = introductions.PART_HEADS, introductions.PART_WORDS
LEADING = PREPOSITIONS - {"and", "or", "through", "as"}
BEFORE_PARTS = BEFORE_NOUNS | METHOD_VERBS
PARTS = cues("parts")
PART_COUNTS = cues("part-counts")
PART_OTHERS = cues("part-others")
PART_OPENERS = cues("part-openers")
PART_VERBS = cues("part-verbs")
PART_SIGNS = PARTS | PART_VERBS
NOT_PARTS = cues("not-parts")
ITEM_LEADS = frozenset(
    [",", ":", ";", "and", ")", "i.e.", "namely", "including", "of", "&", "both", "comprising"]
)
NUMBERS = frozenset(["a", "b", "c", "d", "i", "ii", "iii", "iv", "v"])


def read_lists(names: Names, starts: Starts) -> None:
    """Introduce the unlisted members of the lists of what the paper's work consists of:
    "three modules: A, B and C", "NAME comprises A and B".
    """
    lower = names.reading.lower
    ours = {end for name in names.introduced for _, end in names.places.get(name, ())}
    for first, last in names.reading.sentences:
        if first < names.reading.own:
            continue
        for opening in part_lists(lower, first, last, ours):
            for start in range(opening, last):
                name, end = starts.get(start, ("", start))
                if not name or name.startswith(LISTED) or introductions.suffixed(lower, end):
                    continue
                if introductions.modifies(lower, end) and not acts(lower, end):
                    continue
                if itemed(lower, start, opening) and not of_others(lower, opening, start):
                    names.introduce(name, "Method", "listed-part")


def read_spelled(names: Names) -> None:
    """What the paper's own part first spells out with an article is one of its own parts:
    "a gated fusion block (GFB)".
    """
    reading = names.reading
    for long, short in names.aliases.items():
        start, end = min(names.places.get(long, ()), default=(0, 0))
        label = names.decide(short)[0]
        before = any(reading.body <= first < start for first, _ in names.places.get(short, ()))
        if before or start < reading.own or short not in names.long_forms or label in ("Metric", "Task"):
            continue
        if introductions.suffixed(reading.lower, end) or introductions.posed(reading.lower, start, end):
            continue
        first, _ = sentence_of(reading, start)
        if label and with_article(reading.lower, start, first):
            names.introduce(short, label, "own-part")
        elif titles.titled(reading.words[start:end]) and acting_part(reading, start, end, first):
            names.introduce(short, label or "Method", "spelled-part")


def read_titled(names: Names, starts: Starts) -> None:
    """What the paper's own part first writes in title case after "a" or "our", or after "the" as a subject,
    and that ends in or stands before the word of a method: "a light Gated Fusion block".
    """
    reading = names.reading
    ends = {end: start for start, (_, end) in starts.items()}
    for start, (name, end) in starts.items():
        if (
            start < reading.own
            or name.startswith(LISTED)
            or name in names.introduced | names.long_forms.keys()
        ):
            continue
        before = any(reading.body <= first < start for first, _ in names.places.get(name, ()))
        if (
            not before
            and titled_part(reading, start, end)
            and not described(reading, starts, ends, start, end)
        ):
            names.introduce(name, "Method", "titled-part")


def acting_part(reading: Reading, start: int, end: int, first: int) -> bool:
    """Whether a name that is spelled out is one item of a list, a subject that does something or a module:
    "(2) NAME", "At its core, NAME merges", "uses a NAME module".
    """
    lower = reading.lower
    if counted(lower, start):
        return True
    end = bracketed(lower, end)
    after = lower[end : end + 2]
    if start == first or (lower[start - 1] == "," and start - first <= 5):
        verb = after[1:] if after and after[0].endswith("ly") else after[:1]
        return any(word.endswith("s") or word in introductions.BE for word in verb)
    own = lower[article_of(lower, start)] in introductions.OWN_ARTICLES
    return own and not PART_WORDS.isdisjoint(after[:1])


def titled_part(reading: Reading, start: int, end: int) -> bool:
    """Whether words in title case are led to like a part, and end in or stand before the word of a method."""
    lower, words = reading.lower, reading.words[start:end]
    if (
        len(reading.lower) < end + 3
        or len(words) < 2
        or "like" in words
        or " " not in reading.page.string(start, end)
        or not titles.titled(words)
    ):
        return False
    if lower[end] not in HEADS and (lower[end - 1] not in titles.TITLE_HEADS or "baseline" in lower[end]):
        return False
    if introductions.suffixed(lower, end) or introductions.posed(lower, start, end):
        return False
    article = article_of(lower, start)
    subject = lower[article - 1] in OPENERS and not PART_WORDS.isdisjoint(lower[end - 1 : end + 1])
    own = lower[article] in introductions.OWN_ARTICLES or counted(lower, start)
    return own or (lower[article] == "the" and subject)


def counted(lower: Sequence[str], start: int) -> bool:
    """Whether a number of a list stands before `start`: "(1) NAME", "ii) NAME", "First, NAME"."""
    if lower[start - 1] == ")":
        return numbered(lower, start - 1)
    return lower[start - 1] == "," and lower[start - 2] in ORDINALS


def article_of(lower: Sequence[str], start: int) -> int:
    """The token before a noun phrase and up to two words of praise, where its article may stand."""
    index = start - 1
    while start - index < 3 and lower[index].isalpha() and lower[index] not in introductions.BEFORE_NOUNS:
        index -= 1
    return index


def described(reading: Reading, starts: Starts, ends: Mapping[int, int], start: int, end: int) -> bool:
    """Whether a phrase only says what something is that has a name beside it: "NAME, a Gated Fusion method",
    "a Gated Fusion method called NAME", "a Gated Fusion (NAME) method".
    """
    lower = reading.lower
    after = end + (lower[end] in HEADS)
    after += lower[after] in APPOSED
    if lower[end] == "(" or after in starts or lower[after] in introductions.NAMED_ALL:
        return True
    before = article_of(lower, start) - 1
    return lower[before] in APPOSED and before in ends and lower[ends[before] - 1] not in ARTICLES


def acts(lower: Sequence[str], end: int) -> bool:
    """Whether a verb may stand behind a name that ends at `end`, with its abbreviation: "NAME decides"."""
    end = bracketed(lower, end)
    return end < len(lower) and lower[end].endswith("s")


def with_article(lower: Sequence[str], start: int, first: int) -> bool:
    """Whether a noun phrase at `start` has an article and no preposition leads to it,
    nor a word for what others did.
    """
    index = start - 1
    while index >= first and lower[index][0].isalpha() and lower[index] not in BEFORE_PARTS:
        index -= 1
    led = index > first and lower[index - 1] in LEADING
    return index >= first and lower[index] in ARTICLES and not led


def part_lists(lower: Sequence[str], first: int, last: int, ours: Container[int]) -> Iterator[int]:
    """The tokens of a sentence after "three modules:", "two key designs, i.e.", or "comprises" where
    one of `ours` ends.
    """
    for index in range(first, last):
        if lower[index] not in PART_SIGNS:
            continue
        if lower[index] in PART_VERBS and index in ours:
            yield index + 1
        elif lower[index] in PARTS:
            before = lower[max(first, index - 4) : index]
            after = range(index + 1, min(index + 4, last))
            opener = next((place for place in after if lower[place] in PART_OPENERS), None)
            if opener and not PART_COUNTS.isdisjoint(before) and PART_OTHERS.isdisjoint(before):
                yield opener + 1


def itemed(lower: Sequence[str], start: int, first: int) -> bool:
    """Whether a name at `start` is a member of a list that opens at `first`, with its article."""
    index = start - 1
    while index >= first and (lower[index] in ARTICLES or lower[index] in NOVEL):
        index -= 1
    return index < first or (lower[index] in ITEM_LEADS and (lower[index] != ")" or numbered(lower, index)))


def numbered(lower: Sequence[str], closing: int) -> bool:
    """Whether a bracket closes the number of a list's item: "(1)", "ii)"."""
    return lower[closing - 1].isdigit() or lower[closing - 1] in NUMBERS


def of_others(lower: Sequence[str], first: int, start: int) -> bool:
    """Whether a list that opens at `first` holds another list before `start`, which is none of parts:
    "across five tasks including".
    """
    return any(
        word in NOT_PARTS and after in ("including", ":", "(", "such")
        for word, after in pairwise(lower[first:start])
    )
