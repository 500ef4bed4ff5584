"""Which paper a record is about: its arXiv id, or else its title without what typography changes."""

import hashlib
import html
import re
import unicodedata

ARXIV = re.compile(
    r"""
    (?: arxiv: | (?:https?://)?(?:[a-z]+\.)?arxiv\.org/[a-z]+/
      | (?:https?://(?:dx\.)?doi\.org/|doi:)?10\.48550/arxiv\. )?
    (?P<id> [0-9]{4}\.[0-9]{4,5} | (?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]+)?/(?P<number>[0-9]{7}) )
    (?: v(?P<version>[0-9]{1,4}) )?
    (?: \.pdf )? (?: [?\#/].* )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
FONT = re.compile(
    r"\\(?:math|text)(?:[a-z]{2}|bf|cal|frak|normal|rm|sf|tt|scr)\b|\\(?:emph|boldsymbol|bm|[cvuHkr](?=\{))"
)
GREEK = re.compile("[\u0391-\u03c9]")


def arxiv_id(text: str) -> tuple[str, int | None] | None:
    """The id without version, and the version, from an id or address; old ids lose their subject class."""
    match = ARXIV.fullmatch(text.strip())
    if not match:
        return None
    old = match["archive"]
    version = int(match["version"]) if match["version"] else None
    return (f"{old.lower()}/{match['number']}" if old else match["id"]), version


def title_key(title: str) -> str:
    """Equal for two titles that differ only in case, accents, spaces, punctuation or LaTeX markup.

    `$\\alpha$-BN`, `α-BN` and `Alpha BN` have one key; a plus sign counts, because it tells methods apart.
    """
    plain = FONT.sub("", html.unescape(title)).replace("+", " plus ")
    folded = unicodedata.normalize("NFKD", plain).casefold()
    named = GREEK.sub(lambda letter: unicodedata.name(letter[0], "").split(" ")[-1].lower(), folded)
    key = "".join(character for character in named if character.isalnum()).replace("lamda", "lambda")
    return key or " ".join(folded.split())


def paper_id(arxiv: str | None, title: str) -> str:
    """The arXiv id without version, or `t-` and 16 hex digits of the SHA-256 of the title's key."""
    return arxiv or f"t-{hashlib.sha256(title_key(title).encode()).hexdigest()[:16]}"
