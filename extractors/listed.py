"""Marks from the word lists: an alias of several kinds or an unsure one is settled by what stands around
it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.vocab import Vocab

from extractors.abbreviations import Definition
from extractors.candidates import KINDS, measured, votes
from extractors.lists import Matcher, Term, cues, key, last_words
from extractors.reading import Mark, Reading

SETTINGS = cues("task-settings")
AFTER_LOSS = cues("after-loss")


@cache
def matcher(vocab: Vocab) -> Matcher:
    """The word lists over a vocabulary."""
    return Matcher(vocab)


def found(reading: Reading) -> Iterator[Mark]:
    """Every listed name, where the surroundings agree."""
    doc, lower = reading.page.doc, reading.lower
    for start, end, terms in matcher(doc.vocab).find(doc, lower):
        if reading.words[start][0] in "'’":
            continue
        phase = (
            "-" in lower[start:end]
            and lower[end - 1] == "time"
            and lower[end : end + 1] not in ([","], ["."], ["by"])
        )
        if (
            lower[start : start + 2] == ["speed", "up"]
            or phase
            or before_loss(lower, end, reading.ends[start])
        ):
            terms = tuple(term for term in terms if term.label != "Metric")  # noqa: PLW2901 - the same terms, fewer
        if start < reading.title and "for" not in lower[end : reading.title]:
            yield from unsure_task(terms, start, end)
        last = reading.ends[start]
        term = settled(terms, [*votes(lower, start, end, last), *measured(lower, start, end, last)])
        if term is not None:
            yield marked(reading, term, start, end)


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
            and not any(reading.spaced[first - 2 : first])
        ):
            first -= 2
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
        listed=True,
    )


def set_in(reading: Reading, start: int) -> int:
    """The start of a task with the words before it that say in which setting: multi-turn, 3D."""
    lower, first = reading.lower, start
    limit = reading.body if start >= reading.body else 0
    while first - 1 > limit:
        size = 3 if lower[first - 2] == "-" else 1
        if lower[first - 1] == "-" and lower[first - 2][0].isalnum():
            first -= 2
        elif size == 3 and first - 3 >= limit and "".join(lower[first - 3 : first]) in SETTINGS:
            first -= 3
        elif lower[first - 1] in SETTINGS and size == 1:
            first -= 1
        else:
            break
    return first


def unsure_task(terms: Sequence[Term], start: int, end: int) -> Iterator[Mark]:
    """A technique that is also a problem is a task where the title names it, unless it is good "for" one."""
    for term in terms:
        if term.unsure and term.label == "Task":
            yield Mark(label="Task", start=start, end=end, name=term.name, rule="listed", listed=True)


def before_loss(lower: Sequence[str], end: int, last: int) -> bool:
    """Whether the name is that of a loss: "MSE loss", "MSE and cross entropy (CE) losses"."""
    if lower[end - 1] == "loss":
        return False
    for word in lower[end : min(end + 8, last)]:
        if word in ("loss", "losses"):
            return True
        if word in AFTER_LOSS:
            return False
    return False


def settled(terms: Sequence[Term], around: Sequence[tuple[str, float, str]]) -> Term | None:
    """The term meant among those of one alias: the one that the surroundings vote for,
    else the first sure one.
    """
    for term in terms:
        need = 0.8 if term.unsure and term.label == "Dataset" else 1.0
        if any(label == term.label and weight >= need for label, weight, _ in around):
            return term
    return next((term for term in terms if not term.unsure), None)


def own_meanings(reading: Reading, marks: Sequence[Mark], definitions: Sequence[Definition]) -> list[Mark]:
    """The marks under the meaning that the paper itself gives an abbreviation:
    its long form decides, not the list.
    """
    string = reading.page.string
    known = {key(string(mark.start, mark.end)): mark for mark in marks}
    meant: dict[str, Mark | None] = {}
    for definition in definitions:
        short, long = key(string(*definition.short)), key(string(*definition.long))
        if short in known and long in known:
            meant.setdefault(short, known[long])
        elif short in known and not (
            within(marks, known[short], definition) or same_name(reading, known[short], definition)
        ):
            meant.setdefault(short, None)
    own = ((mark, meant.get(key(string(mark.start, mark.end)), mark)) for mark in marks)
    return [replace(meaning, start=mark.start, end=mark.end) for mark, meaning in own if meaning is not None]


def within(marks: Sequence[Mark], mark: Mark, definition: Definition) -> bool:
    """Whether a long form holds another name of what a mark means: vision transformer backbones (ViT)."""
    start, end = definition.long
    return any(start <= other.start and other.end <= end and other.name == mark.name for other in marks)


def same_name(reading: Reading, mark: Mark, definition: Definition) -> bool:
    """Whether an unlisted long form can still be that of the listed abbreviation: they end in the same word.

    Benchmarks are often named after their task or theme, with capitals: Brain Tumor Segmentation (BraTS).
    """
    start, end = definition.long
    last = reading.lower[end - 1]
    titled = sum(word[0].isupper() for word in reading.words[start:end]) > 1
    if mark.label == "Dataset" and titled and KINDS.get(last) not in ("Method", "Metric"):
        return True
    return any(word.endswith(last.rstrip("s")) for word in last_words(mark.label, mark.name))
