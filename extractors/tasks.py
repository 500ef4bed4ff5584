"""Tasks that a paper works on: those named in the title or after its background."""

from collections.abc import Iterator

from extractors.reading import Reading, mention
from kg.model import Mention


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of a task that is not mentioned in the background only."""
    limit = reading.own
    marks = [mark for mark in reading.marks if mark.label == "Task"]
    own = {mark.name for mark in marks if mark.start < reading.body or mark.start >= limit}
    for mark in marks:
        if mark.name in own:
            yield mention(reading, mark)
