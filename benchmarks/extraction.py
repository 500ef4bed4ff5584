"""Abstracts per second of spaCy's blank tokenizer, of our tokens, marks and extractors, and of all of it.

Seconds are of processor time, so that what else the machine does stays out of them.
"""

import argparse
import gzip
import json
import resource
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import Any

from kg.model import Paper

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "abstracts_30k.jsonl.gz"
PEER = "spaCy blank English tokenizer"
WHOLE = "whole extraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One row: seconds of work on so many papers, those to start apart, and peak memory in MiB."""

    name: str
    papers: int
    seconds: float
    start: float
    memory: float
    facts: int = 0


def read(path: Path, limit: int | None, part: slice = slice(None)) -> list[Paper]:
    """The corpus, or every n-th paper of it."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit)]
    papers = [
        Paper(id=f"t-{number:016x}", title=_text(row, "title"), abstract=_text(row, "abstract"))
        for number, row in enumerate(rows)
    ]
    return papers[part]


def _text(row: dict[str, Any], field: str) -> str:
    return unicodedata.normalize("NFC", row.get(field) or "")


def memory() -> float:
    """This process's peak so far, in MiB; getrusage counts KiB on Linux and bytes on macOS."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 if sys.platform != "darwin" else 1024) / 1024


def timed(name: str, papers: list[Paper], work: Callable[[Iterable[Paper]], Iterable[int]]) -> Measured:
    """Run work over the first paper, which loads what is loaded once, and then, measured, over all."""
    begin = process_time()
    list(work(papers[:1]))
    warm = process_time()
    facts = sum(work(papers))
    end = process_time()
    return Measured(
        name=name, papers=len(papers), seconds=end - warm, start=warm - begin, memory=memory(), facts=facts
    )


def peer(path: Path, limit: int | None) -> list[Measured]:
    """The named peer: `spacy.blank("en")`, tokens only."""
    import spacy

    nlp = spacy.blank("en")

    def work(papers: Iterable[Paper]) -> Iterator[int]:
        for paper in papers:
            nlp.make_doc(f"{paper.title}\n{paper.abstract}")
            yield 0

    return [timed(PEER, read(path, limit), work)]


def whole(path: Path, limit: int | None, part: slice = slice(None)) -> list[Measured]:
    """`kg.extraction.extract` as `kg build` calls it."""
    from kg.extraction import extract

    return [
        timed(WHOLE, read(path, limit, part), lambda papers: (len(facts) for _, facts in extract(papers)))
    ]


def halves(path: Path, limit: int | None) -> list[Measured]:
    """The whole extraction in two processes at once: the slower half's seconds, both halves' memory."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(whole, path, limit, slice(half, None, 2)) for half in (0, 1)]
        first, second = (part.result()[0] for part in parts)
    return [
        Measured(
            name=f"{WHOLE}, 2 processes",
            papers=first.papers + second.papers,
            seconds=max(first.seconds, second.seconds),
            start=max(first.start, second.start),
            memory=first.memory + second.memory,
            facts=first.facts + second.facts,
        )
    ]


def stages(path: Path, limit: int | None) -> list[Measured]:
    """The same work as `whole`, with a clock between its stages."""
    from kg.extraction import extractors, vocabulary
    from kg.page import page

    mark = import_module("extractors.marks").read
    papers = read(path, limit)
    vocab = vocabulary()
    mark(page(vocab, papers[0]))
    spent: dict[str, float] = {}
    found: dict[str, int] = {}
    for paper in papers:
        clock = [process_time()]
        opened = page(vocab, paper)
        clock.append(process_time())
        reading = mark(opened)
        clock.append(process_time())
        names = ["- text and tokens", "- marks"]
        for rule in extractors():
            names.append(f"- {rule.__module__}")
            found[names[-1]] = found.get(names[-1], 0) + len(list(rule(reading)))
            clock.append(process_time())
        for name, begin, end in zip(names, clock, clock[1:], strict=False):
            spent[name] = spent.get(name, 0.0) + end - begin
    peak = memory()
    return [
        Measured(
            name=name, papers=len(papers), seconds=seconds, start=0, memory=peak, facts=found.get(name, 0)
        )
        for name, seconds in spent.items()
    ]


def table(rows: Iterable[Measured]) -> Iterator[str]:
    """Markdown, each row beside the peer."""
    yield "| one process unless said | abstracts/s | µs each | × the peer | facts | start, s | peak MiB |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    base = 0.0
    for row in rows:
        each = row.seconds / row.papers
        base = base or each
        yield (
            f"| {row.name} | {1 / each:,.0f} | {each * 1e6:,.0f} | {each / base:.2f} | {row.facts:,} "
            f"| {row.start:.1f} | {row.memory:,.0f} |"
        )


def measured(path: Path, limit: int | None) -> Iterator[Measured]:
    """Each measurement in a process of its own, one after the other, so that none warms another."""
    for task in (peer, whole, stages, halves):
        if task is halves:
            yield from halves(path, limit)
        else:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                yield from pool.submit(task, path, limit).result()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, metavar="N", help="the first N papers only")
    parser.add_argument(
        "--corpus", type=Path, default=CORPUS, help="JSON Lines, gzipped, with title and abstract"
    )
    options = parser.parse_args()
    if not options.corpus.is_file():
        sys.exit(f"{options.corpus} is absent: give another with --corpus")
    for line in table(measured(options.corpus, options.limit)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
