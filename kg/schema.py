"""What a graph may hold, read from schema/claimgraph.ttl: labels, relationships, properties and their IRIs.

A node is the resource `iri(id)`, of the classes `Label.iri` and `Label.classes`. A relationship is the triple
start, `Relationship.iri`, end. One with properties has beside it an rdf:Statement of class
`Relationship.statement` with the IRI `statement_iri(start, type, end)`, which holds rdf:subject,
rdf:predicate, rdf:object and the properties. Those with `entries` are parallel lists: their i-th values, from
1, belong to the resource STATEMENT-IRI/i of class `entries.cls`, to which the statement points by
`entries.iri`. Any other list is a set in RDF. Nothing is a blank node.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import Any
from urllib.parse import quote

from kg.errors import SchemaError
from kg.lookup import nearest
from kg.resources import folder

ONTOLOGY = "https://w3id.org/claimgraph/ontology#"
BASE = "https://w3id.org/claimgraph/"

_TESTS: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: type(value) is str,
    "int": lambda value: type(value) is int and -(2**63) <= value < 2**63,
    "float": lambda value: type(value) is float and isfinite(value),
    "bool": lambda value: type(value) is bool,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """How the entries of parallel lists hang on their statement: the predicate and the class."""

    iri: str
    cls: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property of a label or relationship: `type` is string, int, float or bool, with [] for a list."""

    name: str
    iri: str
    type: str
    datatype: str
    required: bool
    description: str
    values: tuple[str, ...] = ()
    indexed: bool = False
    entries: Entries | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A node label; besides its properties every node has the string `id`, unique within the label."""

    name: str
    iri: str
    classes: tuple[str, ...]
    description: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A relationship type with the (start, end) pairs of labels that it may join."""

    name: str
    iri: str
    pairs: tuple[tuple[str, str], ...]
    description: str
    properties: tuple[Property, ...] = ()
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Everything declared, sorted by name; `units` gives the QUDT IRI of a unit as results write it."""

    labels: Mapping[str, Label]
    relationships: Mapping[str, Relationship]
    units: Mapping[str, str]
    prefixes: Mapping[str, str]


@cache
def load() -> Schema:
    """The declared schema."""
    from kg.shapes import read

    return read(folder("schema") / "claimgraph.ttl")


def iri(id: str) -> str:
    """The IRI of the node with this id; what an IRI may not hold is percent-encoded."""
    return BASE + re.sub(r"[\x00-\x20\x7f<>\"{}|\\^`%?#]", lambda found: quote(found[0], safe=""), id)


def statement_iri(start: str, type: str, end: str) -> str:
    """The IRI of the rdf:Statement that holds a relationship's properties."""
    return iri(f"{start}/{type}/{end}")


def unique() -> list[tuple[str, str]]:
    """The (label, property) pairs under a uniqueness constraint."""
    return [(label, "id") for label in load().labels]


def indexes() -> list[tuple[str, str]]:
    """The (label, property) pairs that are looked up by value."""
    labels = load().labels.values()
    return [(label.name, item.name) for label in labels for item in label.properties if item.indexed]


def check(name: str, row: Mapping[str, object]) -> None:
    """Raise SchemaError unless the row fits this label or relationship type; an absent key is a null."""
    checks = _checks(name)
    for key in row.keys() - checks.keys():
        raise SchemaError(
            f"{_place(name, row)}: the schema declares no property {key!r}{nearest(key, checks)}; "
            "declare it in schema/claimgraph.ttl"
        )
    for key, fits in checks.items():
        if not fits(row.get(key)):
            raise SchemaError(
                f"{_place(name, row)}: {key} is {row.get(key)!r:.80}, must be {_wanted(name, key)}"
            )
    declared = load().relationships.get(name)
    if declared and (row["start_label"], row["end_label"]) not in declared.pairs:
        pair = f"{row['start_label']} to {row['end_label']}"
        raise SchemaError(f"{_place(name, row)}: the schema declares no {name} from {pair}")


@cache
def _checks(name: str) -> Mapping[str, Callable[[object], bool]]:
    schema = load()
    declared = schema.labels.get(name) or schema.relationships.get(name)
    if declared is None:
        known = (*schema.labels, *schema.relationships)
        raise SchemaError(f"the schema declares no label or relationship {name!r}{nearest(name, known)}")
    keys = ["id"] if name in schema.labels else ["start_label", "start", "end_label", "end"]
    return dict.fromkeys(keys, _filled) | {item.name: _test(item) for item in declared.properties}


def _filled(value: object) -> bool:
    return type(value) is str and value != ""


def _test(item: Property) -> Callable[[object], bool]:
    test = _TESTS[item.type.removesuffix("[]")]
    if item.type.endswith("[]"):
        return lambda value: type(value) is list and all(map(test, value))
    if item.values:
        return lambda value: value in item.values or (value is None and not item.required)
    if item.required:
        return test
    return lambda value: value is None or test(value)


def _wanted(name: str, key: str) -> str:
    declared = load().labels.get(name) or load().relationships[name]
    for item in declared.properties:
        if item.name == key:
            wanted = f"one of {', '.join(item.values)}" if item.values else item.type
            return wanted if item.required or item.type.endswith("[]") else f"{wanted} or null"
    return "a non-empty string"


def _place(name: str, row: Mapping[str, object]) -> str:
    if name in load().labels:
        return f"{name} {row.get('id', '?')}"
    return f"{name} {row.get('start', '?')} -> {row.get('end', '?')}"
