"""Abbreviations that a paper defines itself: `long form (SHORT)` and `SHORT (long form)` after Schwartz & Hearst (2003)."""

from collections.abc import Iterator, Sequence

MAX_SHORT = 12
LINKS = frozenset("- / – ‑".split())


def is_short(text: str) -> bool:
    """Whether a string can be an abbreviation: up to 12 characters, a letter first or second, and a capital."""
    return (
        2 <= len(text) <= MAX_SHORT
        and any(char.isupper() for char in text)
        and any(char.isalpha() for char in text[:2])
        and " " not in text.strip()
    )


def long_start(short: str, words: Sequence[str]) -> int | None:
    """Index in `words` where the long form of `short` begins: every letter is found from the right, the first one at a word's start."""
    letters = [char.lower() for char in short if char.isalnum()]
    if len(letters) > 2 and short[-1] == "s" and short[-2].isupper():
        letters.pop()  # the plural s of "SNNs"
    if not letters:
        return None
    text = " ".join(words).lower()
    place = len(text)
    for number, letter in enumerate(reversed(letters)):
        first = number == len(letters) - 1
        place -= 1
        while place >= 0 and (text[place] != letter or (first and place and text[place - 1].isalnum())):
            place -= 1
        if place < 0:
            return None
    return text[:place].count(" ")


def definitions(words: Sequence[str], sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """(long start, long end, short start, short end) in tokens of each definition, in text order."""
    for first, last in sentences:
        for opening in range(first + 1, last):
            if words[opening] != "(":
                continue
            closing = opening + 1
            while closing < min(last, opening + 24) and words[closing] not in (")", "(", ";"):
                closing += 1
            if closing >= last or words[closing] == "(":
                continue
            comma = next((i for i in range(opening + 1, closing) if words[i] in (",", "i.e.")), closing)
            short = "".join(words[opening + 1 : comma])
            if is_short(short) and comma - opening <= 6:
                window = max(first, opening - min(len(short) + 5, len(short) * 2) - 4)
                start = long_start(short, words[window:opening])
                if start is not None and window + start < opening and opening - window - start > 1:
                    yield window + start, opening, opening + 1, comma
                    continue
            start = opening - 1
            while start - 2 >= first and words[start - 1] in LINKS:
                start -= 2
            short = "".join(words[start:opening])
            inside = words[opening + 1 : closing]
            if is_short(short) and len(inside) > 1 and long_start(short, inside) == 0:
                yield opening + 1, closing, start, opening
