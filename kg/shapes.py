"""Reads the ontology with its SHACL shapes into the values of kg.schema, the part that needs rdflib."""

from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.schema import ONTOLOGY, Entries, Label, Property, Relationship, Schema

TYPES = {
    "string": "string",
    "anyURI": "string",
    "date": "string",
    "integer": "int",
    "nonNegativeInteger": "int",
    "decimal": "float",
    "boolean": "bool",
}
"""The type in the property graph of each XSD datatype that the shapes use."""


def read(path: Path) -> Schema:
    """The schema that a Turtle file declares; a label has a superclass other than rdf:Statement."""
    graph = Graph(bind_namespaces="none").parse(path, format="turtle")
    shapes = sorted(graph.subjects(RDF.type, SH.NodeShape), key=str)
    labels = [shape for shape in shapes if set(graph.objects(shape, RDFS.subClassOf)) - {RDF.Statement}]
    relationships = [one for shape in labels for one in _relationships(graph, shape)]
    return Schema(
        labels={_name(shape): _label(graph, shape) for shape in labels},
        relationships={one.name: one for one in sorted(relationships, key=lambda one: one.name)},
        units={str(text): str(unit) for unit, text in sorted(graph.subject_objects(SKOS.notation), key=str)},
        prefixes={prefix: str(namespace) for prefix, namespace in sorted(graph.namespaces())},
    )


def _label(graph: Graph, shape: Node) -> Label:
    return Label(
        name=_name(shape),
        iri=str(shape),
        classes=tuple(sorted(map(str, graph.objects(shape, RDFS.subClassOf)))),
        description=str(graph.value(shape, RDFS.comment)),
        properties=tuple(_properties(graph, shape)),
    )


def _relationships(graph: Graph, shape: Node) -> Iterator[Relationship]:
    for item in _items(graph, shape):
        if graph.value(item, SH.datatype) is None:
            choice = graph.value(item, SH["or"])
            choices = Collection(graph, choice) if choice else [item]
            statement = graph.value(item, URIRef(ONTOLOGY + "statement"))
            yield Relationship(
                name=str(graph.value(item, SH.name)),
                iri=str(graph.value(item, SH.path)),
                pairs=tuple(sorted((_name(shape), _name(graph.value(one, SH["class"]))) for one in choices)),
                description=str(graph.value(item, SH.description)),
                properties=tuple(_properties(graph, statement)) if statement else (),
                statement=str(statement) if statement else None,
            )


def _properties(graph: Graph, shape: Node) -> Iterator[Property]:
    for item in _items(graph, shape):
        if graph.value(item, SH.datatype) is not None:
            yield _property(graph, item)
        elif graph.value(item, SH.name) is None:
            cls = graph.value(item, SH["class"])
            entries = Entries(iri=str(graph.value(item, SH.path)), cls=str(cls))
            yield from (_property(graph, inner, entries) for inner in _items(graph, cls))


def _property(graph: Graph, item: Node, entries: Entries | None = None) -> Property:
    datatype = str(graph.value(item, SH.datatype))
    values = graph.value(item, SH["in"])
    single = graph.value(item, SH.maxCount) is not None and entries is None
    return Property(
        name=str(graph.value(item, SH.name)),
        iri=str(graph.value(item, SH.path)),
        type=TYPES[datatype.rpartition("#")[2]] + ("" if single else "[]"),
        datatype=datatype,
        required=graph.value(item, SH.minCount) is not None,
        description=str(graph.value(item, SH.description)),
        values=tuple(map(str, Collection(graph, values))) if values else (),
        indexed=graph.value(item, URIRef(ONTOLOGY + "indexed")) is not None,
        entries=entries,
    )


def _items(graph: Graph, shape: Node | None) -> list[Node]:
    return sorted(graph.objects(shape, SH.property), key=lambda item: int(str(graph.value(item, SH.order))))


def _name(node: Node | None) -> str:
    return str(node).removeprefix(ONTOLOGY)
