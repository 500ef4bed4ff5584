"""Facts as Parquet: what the rules find in one shard of papers, under the identities that the paper gives."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import GraphError, SchemaError
from kg.model import LABELS, Fact, Mention, Paper, Result
from kg.names import slug

Extract = Callable[[Iterable[Paper]], Iterator[tuple[Paper, tuple[Fact, ...]]]]
Row = tuple[Any, ...]

SLOTS = {"method": "Method", "dataset": "Dataset", "metric": "Metric", "task": "Task", "versus": "Method"}
"""The slots of a result, and the label of what fills each."""
ROLES = (None, "used", "compared", "introduced")
"""The roles of a mention, the strongest last."""

_TYPES: dict[object, pa.DataType] = {str: pa.string(), str | None: pa.string(), bool: pa.bool_()}
_TYPES |= {int: pa.int64(), int | None: pa.int64(), tuple[str, ...]: pa.list_(pa.string())}


def _columns(model: type) -> list[tuple[str, pa.DataType]]:
    return [(field.name, _TYPES[field.type]) for field in fields(model)]


_TEXT = pa.string()
PAPERS = pa.schema(_columns(Paper))
MENTIONS = pa.schema([("id", _TEXT), ("paper", _TEXT), *_columns(Mention), ("form", _TEXT)])
RESULTS = pa.schema(
    [("id", _TEXT), ("paper", _TEXT), *_columns(Result), *((f"{slot}_form", _TEXT) for slot in SLOTS)]
)
AUTHORS = pa.schema([("paper", _TEXT), ("position", pa.int64()), ("name", _TEXT), ("key", _TEXT)])

paper_row = attrgetter(*PAPERS.names)
_mention = attrgetter(*(field.name for field in fields(Mention)))
_result = attrgetter(*(field.name for field in fields(Result)))


def table(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """The rows as a table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)], schema
    )


def write_shard(folder: Path, papers: Path, index: int, *, rules: str, extract: Extract) -> tuple[str, int]:
    """Extract the facts of a row group of papers unless they are there; their folder, how many papers."""
    rows = pq.ParquetFile(papers).read_row_group(index).to_pylist()
    digest = hashlib.sha256(f"{rules}\n{json.dumps(rows, sort_keys=True)}".encode()).hexdigest()
    target = folder / f"{index:05}-{digest[:16]}"
    if not target.exists():
        part = folder / f"{target.name}.part"
        rmtree(part, ignore_errors=True)
        part.mkdir()
        mentions, results, authors = _extracted(map(_as_paper, rows), extract)
        pq.write_table(table(mentions, MENTIONS), part / "mentions.parquet")
        pq.write_table(table(results, RESULTS), part / "results.parquet")
        pq.write_table(table(authors, AUTHORS), part / "authors.parquet")
        part.rename(target)
    return target.name, len(rows)


def _as_paper(row: Mapping[str, Any]) -> Paper:
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in row.items()}
    return Paper(**values)


def _extracted(papers: Iterable[Paper], extract: Extract) -> tuple[list[Row], list[Row], list[Row]]:
    mentions: list[Row] = []
    results: list[Row] = []
    authors: list[Row] = []
    for paper, facts in _noted(papers, extract):
        for fact in facts:
            _check(paper, fact)
        found = sorted({fact for fact in facts if isinstance(fact, Mention)}, key=_mention_order)
        claims = sorted({fact for fact in facts if isinstance(fact, Result)}, key=_result_order)
        forms = _forms(found)
        mentions += _mention_rows(paper, found, forms)
        results += _result_rows(paper, claims, forms)
        authors += ((paper.id, place, name, slug(name)) for place, name in enumerate(paper.authors, 1))
    return mentions, results, authors


def _noted(papers: Iterable[Paper], extract: Extract) -> Iterator[tuple[Paper, tuple[Fact, ...]]]:
    """The papers with their facts; an error in an extractor bears a note of the paper that it was reading."""
    id = ""

    def read() -> Iterator[Paper]:
        nonlocal id
        for paper in papers:
            id = paper.id
            yield paper

    try:
        yield from extract(read())
    except Exception as error:
        error.add_note(f"while it read paper {id}")
        raise


def _mention_order(mention: Mention) -> tuple[object, ...]:
    place = mention.field, mention.start, mention.end, mention.label
    return *place, _key(mention.label, mention.name), -ROLES.index(mention.role), repr(mention)


def _result_order(result: Result) -> tuple[object, ...]:
    return result.field, result.start, result.end, repr(result)


def _key(label: str, name: str) -> str:
    return name.lower() if label == "Repository" else slug(name)


def _forms(mentions: Iterable[Mention]) -> dict[tuple[str, str], str]:
    """The form of each (label, key) of a paper: the key and, if it is spelt out there, its long form's."""
    forms: dict[tuple[str, str], str] = {}
    for mention in mentions:
        key, long = _key(mention.label, mention.name), mention.long_form and slug(mention.long_form)
        form = f"{key} {long}" if long and long != key else key
        known = forms.get((mention.label, key), key)
        forms[mention.label, key] = min(known, form, key=lambda one: (" " not in one, one))
    return forms


def _check(paper: Paper, fact: Fact) -> None:
    name, text = (fact.name, fact.text) if isinstance(fact, Mention) else (fact.value, fact.value_text)
    if isinstance(fact, Mention) and fact.label not in (*LABELS, "Repository"):
        raise SchemaError(
            f"paper {paper.id}: rule {fact.rule} finds a {fact.label!r}; the labels are {LABELS}"
        )
    if isinstance(fact, Mention) and fact.role not in ROLES:
        raise SchemaError(
            f"paper {paper.id}: rule {fact.rule} gives the role {fact.role!r}; the roles are {ROLES}"
        )
    there = (getattr(paper, fact.field) or "")[fact.start : fact.end]
    if not name or there != text or not text:
        place = f"{fact.field}[{fact.start}:{fact.end}]"
        raise GraphError(
            f"paper {paper.id}: rule {fact.rule} finds {text!r} where {place} is {there!r}; mend the rule"
        )


def _mention_rows(
    paper: Paper, mentions: Iterable[Mention], forms: Mapping[tuple[str, str], str]
) -> Iterator[Row]:
    seen: dict[str, list[str]] = {}
    for mention in mentions:
        place = f"mention/{paper.id}/{mention.field}/{mention.start}-{mention.end}/{mention.label}"
        key = _key(mention.label, mention.name)
        if key not in (there := seen.setdefault(place, [])):
            there.append(key)
            yield _numbered(place, len(there)), paper.id, *_mention(mention), forms[mention.label, key]


def _result_rows(
    paper: Paper, results: Iterable[Result], forms: Mapping[tuple[str, str], str]
) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for result in results:
        place = f"result/{paper.id}/{result.field}/{result.start}-{result.end}"
        seen[place] = seen.get(place, 0) + 1
        slots = [_slot(paper, result, slot, forms) for slot in SLOTS]
        yield _numbered(place, seen[place]), paper.id, *_result(result), *slots


def _slot(paper: Paper, result: Result, slot: str, forms: Mapping[tuple[str, str], str]) -> str | None:
    name = getattr(result, slot)
    form = None if name is None else forms.get((SLOTS[slot], slug(name)))
    if name is not None and form is None:
        place = f"{result.field}[{result.start}:{result.end}]"
        raise GraphError(
            f"paper {paper.id}: rule {result.rule} at {place}: its {slot} {name!r} is no mention of the paper"
        )
    return form


def _numbered(id: str, number: int) -> str:
    return id if number == 1 else f"{id}/{number}"
