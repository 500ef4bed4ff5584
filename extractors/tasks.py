"""Tasks that a paper works on: those named in the title or after its background."""

from collections.abc import Iterator

from extractors.reading import Reading, mention
from kg.model import Mention

US = frozenset("we our us".split())


def background(reading: Reading) -> int:
    """The token where the paper starts to speak of itself: background before it names problems, not this paper's tasks."""
    for first, last in reading.sentences:
        words = reading.lower[first:last]
        if first >= reading.body and (US.intersection(words) or any(a in ("this", "the", "present") and b in ("paper", "work", "study", "article") for a, b in zip(words, words[1:], strict=False))):
            return first
    return reading.body


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a task that is not mentioned in the background only."""
    limit = background(reading)
    marks = [mark for mark in reading.marks if mark.label == "Task"]
    own = {mark.name for mark in marks if mark.start < reading.body or mark.start >= limit}
    for mark in marks:
        if mark.name in own:
            yield mention(reading, mark)
