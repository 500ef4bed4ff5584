"""Abbreviations that a paper defines itself, `long form (SHORT)` or `SHORT (long form)`:
Schwartz & Hearst (2003).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from extractors.lists import cues

TITLE_BREAKS = cues("title-breaks")
SUFFIXES = cues("suffixes")
MAX_SHORT = 12
JOINERS = ("and ", "of ", "or ", "for ", "with ", "in ", "on ", "the ", "to ", "by ")
SAID = {"2": "to", "4": "for"}
LINKS = frozenset(["-", "/", "–", "‑"])
MARKS = frozenset([",", ":", "-", "—", "–"])
FILL = frozenset(
    ["a", "an", "the", "our", "new", "novel", "or", "i.e.", ",", "abbreviated", "as", "dubbed", "termed"]
)
LINKING = frozenset(["and", "for", "in", "of", "to", "via", "with"])
SHORTENED = frozenset(["abbreviated", "as", "called", "denoted", "dubbed", "hereafter", "named", "termed"])
CLAUSE = cues("clause")
"""What stands between words of one name never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The token ranges of a long form and of its abbreviation."""

    long: tuple[int, int]
    short: tuple[int, int]


def is_short(text: str) -> bool:
    """Whether a string can be an abbreviation: up to 12 characters, a letter first or second, a capital."""
    return (
        2 <= len(text) <= MAX_SHORT
        and any(char.isupper() for char in text)
        and any(char.isalpha() for char in text[:2])
        and " " not in text.strip()
    )


def long_start(short: str, words: Sequence[str]) -> int | None:
    """Index in `words` where the long form of `short` begins, None if it does not stand there.

    Every letter is found from the right, the first one at a word's start.
    """
    letters = [char.lower() for char in short if char.isalnum()]
    if len(letters) > 2 and short[-1] == "s" and short[-2].isupper():
        letters.pop()  # the plural s of "SNNs"
    if not letters:
        return None
    text = " ".join(words).lower()
    letters = [letter if letter in text else said(letter, text) for letter in letters]
    place = len(text)
    for number, letter in enumerate(reversed(letters)):
        first = number == len(letters) - 1
        place -= 1
        while place >= 0 and (text[place] != letter or (first and not opens(text, place))):
            place -= 1
        if place < 0:
            return None
    return text[:place].count(" ")


def said(letter: str, text: str) -> str:
    """The first letter of the word that a digit stands for, if a text holds it: P2P is peer to peer."""
    word = SAID.get(letter, "")
    return word[0] if word and f" {word} " in text else letter


def opens(text: str, place: int) -> bool:
    """Whether a word starts at a place that can open a long form: none that only joins words."""
    joins = text.startswith(JOINERS, place) and not text.startswith("- ", text.find(" ", place) + 1)
    return not joins and not (place and text[place - 1].isalnum())


def definitions(
    words: Sequence[str], spaced: Sequence[bool], sentences: Sequence[tuple[int, int]], title: int = 0
) -> Iterator[Definition]:
    """Every definition, those in brackets first; `spaced`: whether white space follows each word."""
    for first, last in sentences:
        for opening in places_of(words, "(", first + 1, last):
            inner = range(opening + 1, min(last, opening + 24))
            closing = next((index for index in inner if words[index] in (")", "(", ";")), None)
            if closing is not None and words[closing] != "(":
                found = short_inside(words, spaced, first, opening, closing) or short_before(
                    words, first, opening, closing
                )
                if found:
                    yield found
    for first, last in sentences:
        for mark in range(first + 1, last - 1):
            if words[mark] in MARKS:
                found = beside(words, spaced, first, mark, last)
                if found and (first >= title or again(words, found.long, last)):
                    yield found


def places_of(words: Sequence[str], word: str, first: int, last: int) -> Iterator[int]:
    """Where a word stands in a range."""
    index = first - 1
    with suppress(ValueError):
        while True:
            index = words.index(word, index + 1, last)
            yield index


def again(words: Sequence[str], place: tuple[int, int], first: int) -> bool:
    """Whether the words at a place come again after token `first`."""
    start, end = place
    return any(words[index : index + end - start] == words[start:end] for index in range(first, len(words)))


def short_inside(
    words: Sequence[str], spaced: Sequence[bool], first: int, opening: int, closing: int
) -> Definition | None:
    """`long form (SHORT)`, also `(SHORT, …)`: the long form is sought in up to twice as many words as SHORT
    has letters, at most five more than these, and four for joiners.
    """
    end = next((index for index in range(opening + 1, closing) if words[index] in (",", "i.e.")), closing)
    begin = next((at for at in range(opening + 1, end) if words[at] not in SHORTENED), end)
    short = "".join(words[begin:end])
    if not is_short(short) or end - begin > 5:
        return None
    clause = next((at + 1 for at in range(opening - 1, first - 1, -1) if words[at].lower() in CLAUSE), first)
    window = max(clause, opening - min(len(short) + 5, len(short) * 2) - 4)
    start = capitals_start(words, short, window, opening)
    if start is None:
        offset = long_start(short, words[window:opening])
        start = titled_start(words, short, clause, opening) if offset is None else window + offset
    if start is None or opening - start < 2:
        return None
    start = extended(words, spaced, start, opening, max(first, clause - 1))
    return Definition(long=(start, opening), short=(begin, end))


def beside(
    words: Sequence[str], spaced: Sequence[bool], first: int, mark: int, last: int
) -> Definition | None:
    """`SHORT, a Long Form` or `Long Form, SHORT`, also with a colon, a dash or "or" between them."""
    if words[mark] == "-" and not spaced[mark - 1]:
        return None
    after = mark + 1
    while after < last and words[after] in FILL:
        after += 1
    if after < last and words[after][0].isupper():
        start, end = joined(words, spaced, mark - 1, first), titled_end(words, after, last)
        if spells("".join(words[start:mark]), words[after:end]):
            return Definition(long=(after, end), short=(start, mark))
    if not words[mark - 1][0].isupper():
        return None
    end = min(after + 1, last)
    while end + 1 < last and words[end] == "-" and not any(spaced[end - 1 : end + 1]):
        end += 2
    short = "".join(words[after:end])
    opening = mark
    while opening > first and goes_on(words, opening - 1, mark):
        opening -= 1
        if spells(short, words[opening:mark]) and words[opening - 1] != "-":
            return Definition(long=(opening, mark), short=(after, end))
    return None


def goes_on(words: Sequence[str], index: int, last: int) -> bool:
    """Whether a word can stand in a long form in title case before token `last`."""
    word = words[index]
    return (
        word[0].isupper()
        or word == "-"
        or (index + 1 < last and (words[index - 1] == "-" or word in LINKING))
    )


def titled_end(words: Sequence[str], start: int, last: int) -> int:
    """The end of a run of words in title case, with what hyphens join on."""
    end = start
    while end < last and (
        words[end][0].isupper() or words[end] == "-" or (end > start and words[end - 1] == "-")
    ):
        end += 1
    return end


def spells(short: str, words: Sequence[str]) -> bool:
    """Whether the capitals of a short form are the first letters of some words in order, from the first to
    the last: ConRec is Contrastive Reconstruction.
    """
    capitals = [char.lower() for char in short if char.isupper()]
    letters = [word[0].lower() for word in words if word[0].isalpha()]
    if len(capitals) < 2 or len(letters) < 2 or not words[-1][0].isupper() or not is_short(short):
        return False
    long = "".join(words)
    if long.startswith(short) or short.startswith(long):
        return False  # "U-Net, U-Net++" are two names
    if (capitals[0], capitals[-1]) != (letters[0], letters[-1]):
        return False
    rest = iter(letters)
    return all(letter in rest for letter in capitals)


def capitals_start(words: Sequence[str], short: str, first: int, end: int) -> int | None:
    """Where words begin whose capitals are the abbreviation: "fOo bAr saMpling (OAM)"."""
    letters = ""
    for start in range(end - 1, first - 1, -1):
        letters = "".join(filter(str.isupper, words[start])) + letters
        if letters == short and any(map(str.isupper, words[end - 1][1:])):
            return start
    return None


def titled_start(words: Sequence[str], short: str, first: int, end: int) -> int | None:
    """Where a long form in title case begins whose abbreviation takes more or less than its letters:
    both start alike, and the abbreviation has a capital of the last word.
    """
    start = end
    while start > first and (words[start - 1][0].isupper() or words[start - 1] == "-"):
        start -= 1
        if words[start][0] == short[0] and end - start >= 2:
            coined = not short.isupper() or not short.isalpha()
            return start if coined and words[end - 1][0] in short[1:] else None
    return None


def extended(words: Sequence[str], spaced: Sequence[bool], start: int, end: int, first: int) -> int:
    """The start of a long form with what a hyphen joins to it, and, in title case, with the words in title
    case before it.
    """
    titled = words[start][0].isupper() and words[end - 1][0].isupper()
    start = joined(words, spaced, start, first)
    while titled and start - 1 > first and (words[start - 1][0].isupper() or words[start - 1] in SUFFIXES):
        before = joined(words, spaced, start - 1, first)
        word = words[before]
        if not (word[0].isupper() and word.isalpha() and len(word) > 1) or word.lower() in TITLE_BREAKS:
            break
        start = before
    return start


def joined(words: Sequence[str], spaced: Sequence[bool], start: int, first: int) -> int:
    """The start of the word at `start` with what hyphens join to it on the left."""
    while start - 2 >= first and words[start - 1] == "-" and not any(spaced[start - 2 : start]):
        start -= 2
    return start


def short_before(words: Sequence[str], first: int, opening: int, closing: int) -> Definition | None:
    """`SHORT (long form)`."""
    start = opening - 1
    while start - 2 >= first and words[start - 1] in LINKS:
        start -= 2
    short = "".join(words[start:opening])
    if closing - opening < 3 or not is_short(short) or long_start(short, words[opening + 1 : closing]) != 0:
        return None
    return Definition(long=(opening + 1, closing), short=(start, opening))
