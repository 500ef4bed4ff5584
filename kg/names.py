"""When two names are the same name: pure functions over text."""

import re
from functools import lru_cache
from unicodedata import category, normalize

_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_OTHERS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=100_000)
def slug(name: str) -> str:
    """The name in lower-case letters and digits with single dashes; names with equal slugs are one name."""
    text = _ACCENTS.sub("", normalize("NFKD", name).lower())
    if text.isascii():
        found = _OTHERS.sub("-", text.replace("+", "plus")).strip("-")
    else:
        found = "-".join("".join(map(_letter, normalize("NFC", text))).split())
    return found or "-".join(f"u{ord(letter):04x}" for letter in name)


def _letter(letter: str) -> str:
    # The vowel signs of Indic scripts are marks, and part of the word.
    return "plus" if letter == "+" else letter if letter.isalnum() or category(letter)[0] == "M" else " "
