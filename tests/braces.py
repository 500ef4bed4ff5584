"""An extractor for tests: facts stand in braces in the abstract, and say what they are.

{Method CNN = convolutional network: introduced} mentions the method CNN, spelt out in the paper, in a role;
{~Method distillation} mentions a generic method; {91.5 absolute metric=accuracy; dataset=COCO} is a result.
"""

import json
import os
import re
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.graph import Graph
from kg.model import Fact, Mention, Paper, Result
from kg.pipeline import build

MENTION = re.compile(r"\{(~?)(\w+) ([^{}=:;]+?)(?: = ([^{}:]+))?(?:: (\w+))?\}")
RESULT = re.compile(r"\{([0-9.]+)(%?) (absolute|delta)((?: \w+=[^{};]+;?)*)\}")


def extract(papers: Iterable[Paper]) -> Iterator[tuple[Paper, tuple[Fact, ...]]]:
    """The facts in braces of each abstract."""
    for paper in papers:
        mentions = [_mention(found) for found in MENTION.finditer(paper.abstract)]
        yield paper, (*mentions, *(_result(found) for found in RESULT.finditer(paper.abstract)))


def _mention(found: re.Match[str]) -> Mention:
    generic, label, name, long_form, role = found.groups()
    return Mention(
        label=label, name=name, text=name, field="abstract", start=found.start(3), end=found.end(3),
        rule="braces", role=role, generic=bool(generic), long_form=long_form,
    )  # fmt: skip


def _result(found: re.Match[str]) -> Result:
    value, unit, kind, slots = found.groups()
    named = dict(slot.strip().split("=") for slot in slots.split(";") if slot.strip())
    return Result(
        value=value, value_text=value, kind=kind, sentence=found.string, field="abstract",
        start=found.start(1), end=found.end(1), rule="braces", unit=unit or None, **named,
    )  # fmt: skip


def recorded(papers: Iterable[Paper]) -> Iterator[tuple[Paper, tuple[Fact, ...]]]:
    """As `extract`, but it writes the papers' ids to the file $SEEN, and sleeps where it finds $SLEEP."""
    with Path(os.environ["SEEN"]).open("a") as seen:
        for paper, facts in extract(papers):
            print(paper.id, file=seen)
            if "SLEEP" in os.environ and os.environ["SLEEP"] in paper.abstract:
                time.sleep(600)
            yield paper, facts


def killed(papers: Iterable[Paper]) -> Iterator[tuple[Paper, tuple[Fact, ...]]]:
    """As `extract`, but the word KILL ends the process as the kernel does when memory runs out."""
    for paper, facts in extract(papers):
        if "KILL" in paper.abstract:
            os.kill(os.getpid(), signal.SIGKILL)
        yield paper, facts


def broken(papers: Iterable[Paper]) -> Iterator[tuple[Paper, tuple[Fact, ...]]]:
    """As `extract`, but the word BREAK is an error."""
    for paper, facts in extract(papers):
        yield paper, facts if "BREAK" not in paper.abstract else (1 // 0,)


def listing(path: Path, *records: dict[str, object] | str) -> Path:
    """A JSONL listing of records; a bare text is the abstract of a paper numbered by its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    numbered = (
        record
        if isinstance(record, dict)
        else {"title": f"Paper {n}", "id": f"2401.{n:05}", "abstract": record}
        for n, record in enumerate(records, 1)
    )
    path.write_text("".join(json.dumps(record) + "\n" for record in numbered))
    return path


def graph_of(folder: Path, *records: dict[str, object] | str, **options: object) -> Graph:
    """The graph of such a listing."""
    return build([listing(folder / "papers.jsonl", *records)], folder / "graph", extract=extract, **options)  # type: ignore[arg-type]
