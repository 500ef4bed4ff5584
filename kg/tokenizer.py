"""Tokens and sentences of scientific English: one expression that splits names, numbers and units the
same way everywhere.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc
from spacy.vocab import Vocab

# A unit that may be glued to its number: 0.2dB, 34ms, 2.5x.
GLUED_UNITS = (
    r"dB|db|ms|fps|FPS|[GMTk]?FLOP[sS]?|[GMT]?MACs|GB|MB|KB|TB|kbps|Hz|kHz|MHz|GHz|pp|hrs?|mins?|secs?"
    r"|px|mm|cm|km|[xX×]|[sh]"
)

TOKEN = re.compile(
    rf"""
      (?:https?://|www\.)[^\s<>"{{}}|\\^`\[\]()]+[^\s<>"{{}}|\\^`\[\](),.;:!?'’]
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
ENDS = frozenset(".!?")
CLOSERS = frozenset("\"”’')]}")


def sentence_starts(words: list[str], spaced: list[bool], breaks: frozenset[int]) -> list[bool]:
    """Which tokens open a sentence: the first, those after a break, and those after `.`, `!`, `?` and a
    space.
    """
    spaced = [
        space or word.isspace() or after.isspace()
        for space, word, after in zip(spaced, words, [*words[1:], ""], strict=False)
    ]
    starts = [index in breaks for index in range(len(words))]
    if words:
        starts[0] = True
    for index, word in enumerate(words[:-1]):
        if word not in ENDS:
            continue
        after = index + 1
        while after < len(words) and words[after] in CLOSERS and not spaced[after - 1]:
            after += 1
        if after < len(words) and spaced[after - 1] and not words[after][0].islower():
            starts[after] = True
    return starts


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
    """The tokens of a text: joined with their spaces they are the text again; a line feed ends a sentence."""
    words: list[str] = []
    spaced: list[bool] = []
    starts: list[int] = []
    breaks: set[int] = set()
    end = 0
    for match in TOKEN.finditer(text):
        start, stop = match.span()
        if start == end + 1 and text[end] == " " and words:
            spaced[-1] = True
        elif start > end and _fill(text[end:start], end, words, spaced, starts):
            breaks.add(len(words))
        words.append(text[start:stop])
        spaced.append(False)
        starts.append(start)
        end = stop
    _fill(text[end:], end, words, spaced, starts)
    opens = [
        index for index, opening in enumerate(sentence_starts(words, spaced, frozenset(breaks))) if opening
    ]
    return Tokens(words=words, spaced=spaced, starts=starts, sentences=list(pairwise([*opens, len(words)])))


def _fill(gap: str, place: int, words: list[str], spaced: list[bool], starts: list[int]) -> bool:
    """Take in the white space before a token, which is a token itself beyond one space; whether it holds a
    line feed.
    """
    if gap and words and gap[0] == " ":
        spaced[-1], gap, place = True, gap[1:], place + 1
    if gap:
        words.append(gap)
        spaced.append(False)
        starts.append(place)
    return "\n" in gap


def tokens(text: str) -> list[str]:
    """The tokens of a short text without its white space."""
    return TOKEN.findall(text)


def document(vocab: Vocab, tokens: Tokens) -> Doc:
    """The spaCy Doc of tokens."""
    return Doc(vocab, words=tokens.words, spaces=tokens.spaced)
