"""Tokens and sentences of scientific English: one expression that splits names, numbers and units the
same way everywhere.
"""

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

from spacy.tokens import Doc
from spacy.vocab import Vocab

# A unit that may be glued to its number: 0.2dB, 34ms, 2.5x.
GLUED_UNITS = (
    r"dB|db|ms|fps|FPS|[GMTk]?FLOP[sS]?|[GMT]?MACs|GB|MB|KB|TB|kbps|Hz|kHz|MHz|GHz|pp|hrs?|mins?|secs?"
    r"|px|mm|cm|km|[xX×]|[sh]"
)

TOKEN = re.compile(
    rf"""
      [A-Za-z]++(?=[ ,;)/-])(?<!\bet)                                # most words, found at once
    | (?:https?://|www\.)[^\s<>"{{}}|\\^`\[\]()]+[^\s<>"{{}}|\\^`\[\](),.;:!?'’]
    | (?:github|gitlab|bitbucket|huggingface)\.(?:com|org|co|io)/[\w./~%+-]*[\w/]
    | e\.g\.|i\.e\.|p\.p\.|a\.k\.a\.|w\.r\.t\.|et\ al\.
    | (?:vs|[Ff]igs?|[Ee]qs?|[Ss]ecs?|[Tt]ab|approx|resp|cf|[Aa]cc|Dr|Prof|No)\.(?=\s*[\w(-])
    | (?:[A-Z]\.){{2,}}
    | [A-Za-z][A-Za-z0-9]*@[A-Za-z0-9]+(?:\.\d+)?                   # R@1, mAP@0.5, pass@1
    | \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d])                       # 1,234.5
    | \d+(?:\.\d+)?(?=(?:{GLUED_UNITS})(?![A-Za-z0-9]))             # the number of 0.2dB
    | \d+(?:\.\d+)?(?:[KMBGT]|[dD]|st|nd|rd|th)(?![A-Za-z0-9])      # 1K, 3D, 5th
    | \d+\.\d+|\.\d+(?![\w.])
    | [^\W\d_](?:\w|(?<=\w)['’](?=t\b))*\+{{0,2}}(?![\w])            # DeepLabV3+, FaceForensics++, don't
    | [^\W_](?:\w)*
    | ['’]s\b
    | ->|=>|<-|>=|<=|\.\.\.|\+/-
    | \S
    """,
    re.VERBOSE,
)
PIECE = re.compile(rf"(?:{TOKEN.pattern})[ ]?|\s+", re.VERBOSE)
"""A token with the space behind it, or other white space."""
ENDS = frozenset(".!?")
CLOSERS = frozenset("\"”’')]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A text's tokens as plain lists: the words, whether a space follows, where each starts, and sentences
    as token ranges.
    """

    words: list[str]
    spaced: list[bool]
    starts: list[int]
    sentences: list[tuple[int, int]]


def split(text: str) -> Tokens:
    """The tokens of a text: joined with their spaces they are the text again; a line feed ends a sentence.

    White space beyond one space behind a word is a token itself.
    """
    pieces = PIECE.findall(text)
    spaced = [piece[-1] == " " and not piece.isspace() for piece in pieces]
    words = [piece[:-1] if space else piece for piece, space in zip(pieces, spaced, strict=True)]
    return Tokens(
        words=words,
        spaced=spaced,
        starts=list(accumulate(map(len, pieces[:-1]), initial=0))[: len(words)],
        sentences=list(pairwise([*sorted(openings(words, spaced)), len(words)])),
    )


def openings(words: list[str], spaced: list[bool]) -> set[int]:
    """The tokens that open a sentence: the first, those after a line feed, and those after `.`, `!`, `?`
    and white space, unless in lower case.
    """
    last = len(words) - 1
    found = {0} if words else set()
    for index in [index for index, word in enumerate(words[:last]) if not word.isalnum()]:
        after = index + 1
        if words[index] not in ENDS:
            if "\n" in words[index]:
                found.add(after)
            continue
        while after <= last and words[after] in CLOSERS and not spaced[after - 1]:
            after += 1
        parted = after <= last and (spaced[after - 1] or words[after].isspace())
        if parted and not words[after][0].islower():
            found.add(after)
    return found


def tokens(text: str) -> list[str]:
    """The tokens of a short text without its white space."""
    return TOKEN.findall(text)


def document(vocab: Vocab, tokens: Tokens) -> Doc:
    """The spaCy Doc of tokens."""
    return Doc(vocab, words=tokens.words, spaces=tokens.spaced)
