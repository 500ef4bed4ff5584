"""How well the rules read: the dev set's rows, and spans and scores that others annotated for other ends.

Other people's conventions are not ours (see benchmarks/README.md): what counts there is what a rule misses.
"""

import argparse
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import evaluation
from kg.extraction import extract
from kg.model import Fact, Mention, Paper, Result

SHARED = Path(__file__).parents[2] / "shared"
SPANS = {
    "tdmsci_train.jsonl": ("Dataset", "Metric", "Task"),
    "dataset_sentences_dev.jsonl": ("Dataset",),
    "scierc_train_dev.jsonl": ("Method", "Metric", "Task", "Dataset"),
}
"""Corpora of annotated spans and which of their types are labels here (SciERC's Dataset is its Material)."""

SCORES = "pwc_scores_dev.jsonl"
WORD = re.compile(r"[^\W\d_]+|\d+")

Span = tuple[int, int]


@dataclass(slots=True, kw_only=True)
class Tally:
    """Spans of one label: how many there are, how many the other side has too, exactly or in part."""

    gold: int = 0
    predicted: int = 0
    exact: int = 0
    gold_met: int = 0
    predicted_met: int = 0

    def add(self, gold: set[Span], predicted: set[Span]) -> None:
        self.gold += len(gold)
        self.predicted += len(predicted)
        self.exact += len(gold & predicted)
        self.gold_met += sum(any(overlap(g, p) for p in predicted) for g in gold)
        self.predicted_met += sum(any(overlap(g, p) for g in gold) for p in predicted)


@dataclass(slots=True, kw_only=True)
class Recall:
    """Leaderboard rows found, of those that could be."""

    found: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, hit: bool) -> None:
        self.found[name] = self.found.get(name, 0) + hit
        self.rows[name] = self.rows.get(name, 0) + 1


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def dev(folder: Path) -> Iterator[str]:
    """The rows of `kg eval` on the dev set."""
    gold = evaluation.read_annotations(folder / "dev.gold.jsonl")
    papers = evaluation.read_papers(folder / "dev.papers.jsonl")
    predicted = {paper.id: evaluation.prediction(paper.id, facts) for paper, facts in extract(papers)}
    yield "| dev set | gold | predicted | correct | P | R | F1 |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for row in evaluation.scores(gold, predicted):
        counts = f"{row.gold} | {row.predicted} | {row.correct}"
        yield f"| {row.name} | {counts} | {row.precision:.1f} | {row.recall:.1f} | {row.f1:.1f} |"


def spans(file: Path, labels: Iterable[str]) -> Iterator[str]:
    """Precision, recall and F1 of exact and of overlapping spans, and what is found where nothing is."""
    rows = {row["id"]: row for row in lines(file)}
    papers = (Paper(id=key, title="", abstract=row["text"]) for key, row in rows.items())
    tallies = {label: Tally() for label in labels}
    empty = fooled = 0
    for paper, facts in extract(papers):
        mentions = rows[paper.id]["mentions"]
        found = {label: set(found_spans(facts, label)) for label in tallies}
        for label, tally in tallies.items():
            tally.add({(m["start"], m["end"]) for m in mentions if m["type"] == label}, found[label])
        empty += not mentions
        fooled += not mentions and any(found.values())
    yield f"| {file.stem} | gold | predicted | exact P | R | F1 | overlap P | R | F1 |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for label, tally in tallies.items():
        exact = percentages(tally.exact, tally.exact, tally)
        partly = percentages(tally.predicted_met, tally.gold_met, tally)
        yield f"| {label} | {tally.gold} | {tally.predicted} | {exact} | {partly} |"
    yield ""
    yield f"Of {empty} texts without any span, {fooled} have one for us."


def found_spans(facts: Iterable[Fact], label: str) -> Iterator[Span]:
    """Where mentions of a label stand."""
    for fact in facts:
        if isinstance(fact, Mention) and fact.label == label:
            yield fact.start, fact.end


def percentages(predicted_met: int, gold_met: int, tally: Tally) -> str:
    """Three cells: precision, recall, F1."""
    precision, recall = 100 * predicted_met / (tally.predicted or 1), 100 * gold_met / (tally.gold or 1)
    f1 = 2 * precision * recall / ((precision + recall) or 1)
    return f"{precision:.1f} | {recall:.1f} | {f1:.1f}"


def leaderboards(file: Path) -> Iterator[str]:
    """Recall of leaderboard rows; precision has no meaning, leaderboards leave most numbers out."""
    rows = {row["id"]: row for row in lines(file)}
    papers = (Paper(id=key, title=row["title"], abstract=row["abstract"]) for key, row in rows.items())
    recall = Recall()
    for paper, facts in extract(papers):
        names = spellings(facts)
        results = [fact for fact in facts if isinstance(fact, Result)]
        for row in rows[paper.id]["results"]:
            scored = [result for result in results if equal(amount(result.value), amount(row["score"]))]
            placed = [r for r in scored if same(row["dataset"], names.get(("Dataset", r.dataset), ()))]
            measured = [r for r in placed if same(row["metric"], names.get(("Metric", r.metric), ()))]
            recall.add("score", bool(scored))
            if row["dataset_in_text"]:
                recall.add("dataset, score", bool(placed))
            if row["dataset_in_text"] and row["metric_in_text"]:
                recall.add("dataset, metric, score", bool(measured))
    yield f"| {file.stem}: recall of | rows | found | % |"
    yield "|---|---:|---:|---:|"
    for name, count in recall.rows.items():
        yield f"| {name} | {count} | {recall.found[name]} | {100 * recall.found[name] / count:.1f} |"


def spellings(facts: Iterable[Fact]) -> dict[tuple[str, str | None], set[str]]:
    """(label, name) → every way the paper writes it, and the name."""
    names: dict[tuple[str, str | None], set[str]] = {}
    for fact in facts:
        if isinstance(fact, Mention):
            forms = {fact.name, fact.text, fact.long_form or fact.name}
            names.setdefault((fact.label, fact.name), set()).update(forms)
    return names


def same(theirs: str, ours: Iterable[str]) -> bool:
    """Whether all words and numbers of one name are in the other, or both are the same but for spaces:
    COCO test-dev, COCO; ShanghaiTech A, ShanghaiTechA; not CIFAR-10, -100.
    """
    words = parts(theirs)
    return any(
        parts(name) <= words or words <= parts(name) or joined(name) == joined(theirs)
        for name in ours
        if parts(name)
    )


def parts(name: str) -> set[str]:
    """The words and numbers of a name without its remarks in brackets."""
    return set(WORD.findall(re.sub(r"\(.*?\)", "", name).lower())) or set(WORD.findall(name.lower()))


def joined(name: str) -> str:
    """The words and numbers of a name without spaces and marks."""
    return "".join(WORD.findall(name.lower()))


def amount(text: str) -> float:
    """The number of a score as leaderboards write it, 84.4%, 1,024, 28.3M; not a number if it is none."""
    try:
        return float(text.replace(",", "").rstrip(" %KMB"))
    except ValueError:
        return math.nan


def equal(ours: float, theirs: float) -> bool:
    """Whether two scores are the same, be one in percent and the other a share of one: 81.33 and 0.8133."""
    return any(math.isclose(ours * scale, theirs) for scale in (1, 100, 0.01))


def lines(file: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a JSON Lines file."""
    with file.open(encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def sections(shared: Path) -> Iterator[str]:
    """Every table; what is absent is said and left out."""
    tables = [(shared / "gold" / "dev.gold.jsonl", lambda file: dev(file.parent))]
    tables += [(shared / "corpora" / name, lambda file: spans(file, SPANS[file.name])) for name in SPANS]
    tables += [(shared / "corpora" / SCORES, leaderboards)]
    for file, table in tables:
        yield from table(file) if file.is_file() else [f"{file.name}: left out, {file} is absent"]
        yield ""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=SHARED, help="the folder that holds gold/ and corpora/"
    )
    for line in sections(parser.parse_args().shared):
        print(line, flush=True)


if __name__ == "__main__":
    main()
