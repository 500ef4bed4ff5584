"""Compares what was extracted with what a person annotated, in the gold set's schema, rows and numbers."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.model import Fact, Mention, Paper, Result

Entry = dict[str, Any]
"""An entity, a result or a whole paper of the gold schema."""

KINDS = {"methods": "Method", "datasets": "Dataset", "metrics": "Metric", "tasks": "Task"}
SLOTS = {"metric": "metrics", "dataset": "datasets", "method": "methods"}
LEVELS = ("value", "value+metric", "value+metric+dataset", "full")
ROLES = ("introduced", "compared", "used")
FIELDS = ("title", "abstract", "comment", "code")
MARKUP = re.compile(r"\\[a-z]+|[${}\\_^~*`\"']")
BREAK = re.compile(r"[^a-z0-9+@.%]+")
SCHEME = re.compile(r"^https?://(www\.)?")
TRAILING = frozenset({"dataset", "datasets", "benchmark", "benchmarks", "corpus", "database"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Items counted over all papers under one heading; precision, recall and F1 are percentages."""

    name: str
    gold: int
    predicted: int
    correct: int

    @property
    def precision(self) -> float:
        return 100 * self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if self.correct else 0.0


def read_papers(path: str | Path) -> Iterator[Paper]:
    """The papers of a gold file (key, title, abstract, comment, code); the key becomes the id."""
    for number, row in _lines(Path(path)):
        title, abstract, comment, code = (
            unicodedata.normalize("NFC", row.get(field) or "") for field in FIELDS
        )
        yield Paper(
            id=row["key"],
            title=title,
            abstract=abstract,
            comment=comment or None,
            code=code or None,
            sources=(f"{Path(path).name}:{number}",),
        )


def read_annotations(path: str | Path) -> dict[str, Entry]:
    """The annotations (or predictions in their schema) of a file, by the papers' keys."""
    return {row["key"]: row for _, row in _lines(Path(path))}


def _lines(path: Path) -> Iterator[tuple[int, Entry]]:
    number = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                row = json.loads(line.decode("utf-8"))
                if not isinstance(row, dict) or "key" not in row:
                    raise ValueError("no object with a key")
                yield number, row
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}: give a file of the gold schema (JSON Lines)") from error
    except ValueError as error:
        wrong = f"{path}:{number}: {error}"
        raise SourceError(f"{wrong}: give a file of the gold schema (JSON Lines, UTF-8)") from error


def prediction(key: str, facts: Iterable[Fact]) -> Entry:
    """A paper's facts in the gold schema."""
    facts = list(facts)
    places = {field: n for n, field in enumerate(FIELDS)}
    mentions = sorted(
        (fact for fact in facts if isinstance(fact, Mention)),
        key=lambda mention: (places[mention.field], mention.start, -mention.end),
    )
    groups: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((mention.label, mention.name), []).append(mention)
    entities = {
        kind: [_entity(group) for (found, _), group in groups.items() if found == label]
        for kind, label in KINDS.items()
    }
    repositories = [name for label, name in groups if label == "Repository"]
    first = {(label, name): group[0].text for (label, name), group in groups.items()}
    results = [fact for fact in facts if isinstance(fact, Result)]
    return {
        "key": key,
        **entities,
        "repos": [name if "://" in name else f"https://{name}" for name in repositories],
        "results": [_result(result, first) for result in results],
    }


def _entity(mentions: Sequence[Mention]) -> Entry:
    label, text = mentions[0].label, mentions[0].text
    others = dict.fromkeys(
        other
        for mention in mentions
        for other in (mention.text, mention.long_form)
        if other and other != text
    )
    entity: Entry = {"text": text, "aliases": list(others)}
    if label == "Method":
        entity["named"] = not all(mention.generic for mention in mentions)
    if label in ("Method", "Dataset"):
        roles = {mention.role for mention in mentions}
        entity["role"] = next((role for role in ROLES if role in roles), "used")
    return entity


def _result(result: Result, texts: Mapping[tuple[str, str], str]) -> Entry:
    def text(label: str, name: str | None) -> str | None:
        return texts.get((label, name), name) if name else None

    return {
        "method": text("Method", result.method) or ("(ours)" if result.ours else None),
        "dataset": text("Dataset", result.dataset),
        "metric": text("Metric", result.metric),
        "value": f"{result.value}-{result.value_high}" if result.value_high else result.value,
        "unit": result.unit,
        "kind": result.kind,
        "versus": text("Method", result.versus),
        "efficiency": result.efficiency,
        "sentence": result.sentence,
    }


def scores(gold: Mapping[str, Entry], predicted: Mapping[str, Entry]) -> list[Row]:
    """The rows of the gold set's own scorer, micro-averaged over its papers."""
    counts: dict[str, Counter[str]] = {}
    for key, paper in gold.items():
        for name, correct, ours, theirs in _counts(paper, predicted.get(key, {})):
            counts.setdefault(name, Counter()).update(correct=correct, gold=ours, predicted=theirs)
    return [Row(name=name, **row) for name, row in counts.items()]


def _counts(gold: Entry, predicted: Entry) -> Iterator[tuple[str, int, int, int]]:
    for kind in KINDS:
        ours, theirs = gold[kind], predicted.get(kind, [])
        yield kind, len(match(ours, theirs)), len(ours), len(theirs)
        if kind == "methods":
            yield _named(ours, theirs)
            ours, theirs = _introduced(ours), _introduced(theirs)
            yield "methods:introduced", len(match(ours, theirs)), len(ours), len(theirs)
    urls, found = ({address(url) for url in paper.get("repos", [])} for paper in (gold, predicted))
    yield "repos", len(urls & found), len(urls), len(found)
    sides = signed(gold, predicted)
    for row, least in (("results", 0), ("results:quality", 1), ("results:absolute", 2)):
        for depth, level in enumerate(LEVELS, 2):
            ours, theirs = (
                Counter(s[:depth] for s, result in side if _rank(result) >= least) for side in sides
            )
            yield f"{row}/{level}", (ours & theirs).total(), ours.total(), theirs.total()


def _named(gold: Sequence[Entry], predicted: Sequence[Entry]) -> tuple[str, int, int, int]:
    """The row of methods with a proper name: a prediction that is, or says it is, generic does not count."""
    matched = match(gold, predicted)
    strays = set(range(len(predicted))) - {j for _, j in matched}
    correct = sum(gold[i]["named"] for i, _ in matched)
    generic = len(matched) - correct + sum(not predicted[j].get("named", True) for j in strays)
    return "methods:named", correct, sum(entity["named"] for entity in gold), len(predicted) - generic


def _introduced(methods: Iterable[Entry]) -> list[Entry]:
    return [method for method in methods if method.get("role") == "introduced"]


def _rank(result: Entry) -> int:
    """0 for a cost, 1 for a difference in quality, 2 for a quality as such."""
    return 0 if result.get("efficiency") else 1 + (result["kind"] == "absolute")


def _plain(text: str) -> str:
    """A name without case, LaTeX, punctuation, article, trailing `dataset` and plural s."""
    text = MARKUP.sub(" ", unicodedata.normalize("NFKC", text).lower())
    words = BREAK.sub(" ", text).strip(" .").split()
    if len(words) > 1 and words[0] in ("the", "a", "an"):
        del words[0]
    if len(words) > 1 and words[-1] in TRAILING:
        del words[-1]
    if words and len(words[-1]) > 3 and words[-1][-1] == "s" != words[-1][-2]:
        words[-1] = words[-1][:-1]
    return "".join(words)


def forms(entity: Entry) -> set[str]:
    return {_plain(text) for text in (entity["text"], *entity.get("aliases", ()))} - {""}


def match(gold: Sequence[Entry], predicted: Sequence[Entry]) -> list[tuple[int, int]]:
    """Positions of entities that share a form: each gold one, in order, takes the first that is free."""
    free = {j: forms(entity) for j, entity in enumerate(predicted)}
    matched = []
    for i, entity in enumerate(gold):
        own = forms(entity)
        taken = next((j for j, other in free.items() if own & other), None)
        if taken is not None:
            del free[taken]
            matched.append((i, taken))
    return matched


def address(url: str) -> str:
    return SCHEME.sub("", url.lower()).rstrip("/.")


def _number(value: object) -> str:
    text = str(value).replace(",", "").replace(" ", "").lstrip("+").lower()
    return text.rstrip("0").rstrip(".") if "." in text else text


def _naming(gold: Iterable[Entry], predicted: Iterable[Entry]) -> dict[str, str]:
    """Every form of an entity → its gold name, also those forms that only the prediction knows."""
    names: dict[str, str] = {}
    for entity in gold:
        names.update(dict.fromkeys(forms(entity), _plain(entity["text"])))
    for entity in predicted:
        own = sorted(forms(entity))
        known = next((names[form] for form in own if form in names), None)
        if known is not None:
            names = dict.fromkeys(own, known) | names
    return names


Signature = tuple[str | None, ...]


def signed(
    gold: Entry, predicted: Entry
) -> tuple[list[tuple[Signature, Entry]], list[tuple[Signature, Entry]]]:
    """Both sides' results, each with what is compared of it: value, kind, metric, dataset, method."""
    names = {slot: _naming(gold[kind], predicted.get(kind, [])) for slot, kind in SLOTS.items()}

    def signature(result: Entry) -> Signature:
        texts = {slot: result.get(slot) for slot in SLOTS}
        slots = (text and names[slot].get(_plain(text), _plain(text)) for slot, text in texts.items())
        return (_number(result["value"]), result["kind"], *slots)

    left, right = ([(signature(r), r) for r in paper.get("results", [])] for paper in (gold, predicted))
    return left, right
