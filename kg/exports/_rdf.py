"""The graph as RDF, one resource after the other, so that memory does not grow with the graph."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from kg import schema
from kg.errors import GraphError
from kg.graph import Graph
from kg.schema import Property, Relationship

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = f"{RDF}type"


class Literal(NamedTuple):
    """A value as it is written, and the IRI of its datatype."""

    text: str
    datatype: str


Row = Mapping[str, Any]
Said = list[tuple[str, str | Literal]]
"""Predicates and objects; an object that is a plain string is an IRI."""


def resources(graph: Graph) -> Iterator[tuple[str, Said]]:
    """Each resource with all that is said of it: nodes by label and id, each followed by its statements."""
    declared = schema.load()
    for label in declared.labels.values():
        kinds = declared.relationships.values()
        outward = [kind for kind in kinds if any(start == label.name for start, _ in kind.pairs)]
        rows = merge(*(_starting(graph, kind, label.name) for kind in outward), key=itemgetter(0))
        groups = groupby(rows, key=itemgetter(0))
        start, outgoing = next(groups, (None, iter(())))
        for node in graph.nodes(label.name):
            about: Said = [(TYPE, label.iri), *((TYPE, name) for name in label.classes)]
            about += _values(label.properties, node)
            statements: list[tuple[str, Said]] = []
            if start == node["id"]:
                for _, kind, row in outgoing:
                    about.append((kind.iri, schema.iri(row["end"])))
                    statements += _statement(kind, row)
                start, outgoing = next(groups, (None, iter(())))
            yield schema.iri(node["id"]), about
            yield from statements
        if start is not None:
            raise GraphError(f"{graph.path}: relationships start at {start}, no {label.name}; build it again")


def _starting(graph: Graph, kind: Relationship, label: str) -> Iterator[tuple[str, Relationship, Row]]:
    for row in graph.relationships(kind.name):
        if row["start_label"] == label:
            yield row["start"], kind, row


def _statement(kind: Relationship, row: Row) -> Iterator[tuple[str, Said]]:
    """The resource that holds the properties of a relationship, and those that hold its parallel lists."""
    if kind.statement is None:
        return
    name = schema.statement_iri(row["start"], kind.name, row["end"])
    about: Said = [(TYPE, kind.statement), (TYPE, f"{RDF}Statement")]
    about += [(f"{RDF}subject", schema.iri(row["start"])), (f"{RDF}predicate", kind.iri)]
    about += [(f"{RDF}object", schema.iri(row["end"]))]
    about += _values((item for item in kind.properties if item.entries is None), row)
    parallel = [item for item in kind.properties if item.entries]
    entries: list[tuple[str, Said]] = []
    for place, values in enumerate(zip(*(row[item.name] for item in parallel), strict=True), 1):
        entry = next(item.entries for item in parallel if item.entries)
        said: Said = [(TYPE, entry.cls)]
        said += [
            (item.iri, _literal(value, item.datatype)) for item, value in zip(parallel, values, strict=True)
        ]
        about.append((entry.iri, f"{name}/{place}"))
        entries.append((f"{name}/{place}", said))
    yield name, about
    yield from entries


def _values(properties: Iterable[Property], row: Row) -> Iterator[tuple[str, str | Literal]]:
    """What a row says of itself; a unit that QUDT knows is said twice."""
    units = schema.load().units
    for item in properties:
        value = row[item.name]
        if value is None:
            continue
        for one in sorted(set(value)) if isinstance(value, list) else [value]:
            yield item.iri, _literal(one, item.datatype)
        if item.name == "unit" and value in units:
            yield schema.load().prefixes["qudt"] + "hasUnit", units[value]


def _literal(value: object, datatype: str) -> Literal:
    if isinstance(value, bool):
        return Literal(str(value).lower(), datatype)
    if isinstance(value, float):
        text = format(Decimal(repr(value)), "f")
        return Literal(text if "." in text else f"{text}.0", datatype)
    return Literal(str(value), datatype)


_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
)


def quoted(text: str) -> str:
    """A text between quotes, as N-Triples and Turtle write it on one line."""
    return f'"{text.translate(_ESCAPES)}"'
