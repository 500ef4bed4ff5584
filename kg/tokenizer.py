"""Tokens and sentences of scientific English: one expression that splits names, numbers and units the same way everywhere."""

import re
from itertools import pairwise

from spacy.tokens import Doc
from spacy.vocab import Vocab

# A unit that may be glued to its number: 0.2dB, 34ms, 2.5x.
GLUED_UNITS = r"dB|ms|fps|FPS|[GMTk]?FLOP[sS]?|[GMT]?MACs|GB|MB|KB|TB|kbps|Hz|kHz|MHz|GHz|pp|hrs?|mins?|secs?|px|mm|cm|km|[xX×]|[sh]"

TOKEN = re.compile(
    rf"""
      (?:https?://|www\.)[^\s<>"{{}}|\\^`\[\]()]+[^\s<>"{{}}|\\^`\[\](),.;:!?'’]
    | (?:github|gitlab|bitbucket|huggingface)\.(?:com|org|co|io)/[\w./~%+-]*[\w/]
    | e\.g\.|i\.e\.|a\.k\.a\.|w\.r\.t\.|et\ al\.|(?:vs|[Ff]igs?|[Ee]qs?|[Ss]ecs?|[Tt]ab|approx|resp|cf|[Aa]cc|Dr|Prof|No)\.(?=\s*[\w(-])
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
    """Which tokens open a sentence: the first, those after a break, and those after `.`, `!`, `?` and a space."""
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


def tokenize(vocab: Vocab, text: str) -> Doc:
    """A spaCy Doc of `text` with sentences set; a line feed always ends a sentence."""
    spans = [match.span() for match in TOKEN.finditer(text)]
    words: list[str] = []
    spaces: list[bool] = []
    breaks: set[int] = set()
    if spans and spans[0][0]:
        words.append(text[: spans[0][0]])
        spaces.append(False)
    for (start, end), (following, _) in pairwise([*spans, (len(text), len(text))]):
        words.append(text[start:end])
        gap = text[end:following]
        spaces.append(gap.startswith(" "))
        rest = gap.removeprefix(" ")
        if rest:
            words.append(rest)
            spaces.append(False)
        if "\n" in gap:
            breaks.add(len(words))
    if not spans and text:
        words, spaces = [text], [False]
    spaced = [space or (index + 1 < len(words) and words[index + 1].isspace()) for index, space in enumerate(spaces)]
    spaced = [space or words[index].isspace() for index, space in enumerate(spaced)]
    starts = sentence_starts(words, spaced, frozenset(breaks))
    return Doc(vocab, words=words, spaces=spaces, sent_starts=starts)
