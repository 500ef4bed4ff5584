"""Which names a paper introduces: the title's `NAME: …`, "we propose NAME", "called NAME", "our NAME", "NAME, a new …"."""

from collections.abc import Iterator, Sequence

PROPOSE = frozenset(
    "propose proposes proposed introduce introduces introduced introducing present presents presented presenting develop develops developed design designs designed "
    "devise devised describe describes describe proposing develops create creates created construct constructs constructed contribute release releases released "
    "formulate formulates build built establish unveil offer offers publish curate curates curated collect collected coin".split()
)
OURS = frozenset("we paper work article study authors here approach letter".split())
NAMED = frozenset("called named termed dubbed coined namely denoted abbreviated titled".split())
STOPS = frozenset("which that where when because while whereas using based by from over on outperforms against than".split())
NOVEL = frozenset("novel new first simple effective efficient large-scale unified comprehensive".split())


def by_us(lower: Sequence[str], first: int, verb: int) -> bool:
    """Whether the verb's subject is the paper: "we propose", "this paper introduces", "X is proposed"."""
    window = lower[max(first, verb - 6) : verb]
    if any(word in OURS for word in window):
        return True
    return not window or (len(window) <= 2 and verb - first <= 2) or "introducing" == lower[verb] or lower[max(first, verb - 2) : verb] == ["is", "then"]


def windows(lower: Sequence[str], sentences: Sequence[tuple[int, int]], body: int) -> Iterator[tuple[int, int]]:
    """Token ranges after a verb of proposing whose subject is the paper, up to the end of its object."""
    for first, last in sentences:
        if first < body:
            continue
        for verb in range(first, last):
            if lower[verb] in PROPOSE and by_us(lower, first, verb):
                end = verb + 1
                while end < min(last, verb + 32) and not (lower[end] in STOPS and lower[end - 1] != "("):
                    end += 1
                yield verb + 1, end


def named(lower: Sequence[str], start: int) -> bool:
    """Whether `start` follows "called", "termed as", "namely", "dubbed as the" …"""
    before = [word for word in lower[max(0, start - 4) : start] if word not in ('"', "'", "the", "as", "`", "(", "a", "“")]
    return bool(before) and before[-1] in NAMED


def possessed(lower: Sequence[str], start: int) -> bool:
    """Whether `start` follows "our", "our proposed", "the proposed"."""
    before = lower[max(0, start - 2) : start]
    return bool(before) and (before[-1] in ("our", "proposed") or tuple(before) == ("our", "new"))


def apposed(lower: Sequence[str], end: int, last: int) -> bool:
    """Whether `end` opens ", a novel framework" or "is a new method"."""
    after = lower[end : min(end + 4, last)]
    if len(after) < 3:
        return False
    return (after[0] == "," and after[1] in ("a", "an", "the", "our") and after[2] in NOVEL) or (
        after[0] == "is" and after[1] in ("a", "an", "the") and after[2] in ("novel", "new", "first")
    )
