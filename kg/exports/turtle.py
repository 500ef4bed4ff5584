"""Turtle: RDF to read; a node is named by its id, relative to the base."""

import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kg import schema
from kg.exports._rdf import TYPE, XSD, Literal, Said, quoted, resources
from kg.files import replacing
from kg.graph import Graph

SUFFIX = ".ttl"
DESCRIPTION = "RDF to read, with prefixes"
THINGS = "triples"

_BARE = {
    f"{XSD}integer": re.compile(r"[+-]?\d+"),
    f"{XSD}decimal": re.compile(r"[+-]?\d*\.\d+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}
"""What Turtle takes for a value of the datatype without quotes."""


def write(graph: Graph, output: Path) -> int:
    """Write the file and count its triples."""
    count = 0
    with replacing(output) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"@base <{schema.BASE}> .\n")
        for prefix, namespace in sorted(schema.load().prefixes.items()):
            file.write(f"@prefix {prefix}: <{namespace}> .\n")
        for subject, said in resources(graph):
            file.write(f"\n{_name(subject)}\n    {_block(said)} .\n")
            count += len(said)
    return count


def _block(said: Said) -> str:
    """The predicates in the order given, each with all its objects."""
    return " ;\n    ".join(
        f"{'a' if predicate == TYPE else _short(predicate)} {', '.join(_term(term) for _, term in objects)}"
        for predicate, objects in groupby(said, key=itemgetter(0))
    )


def _term(term: str | Literal) -> str:
    if isinstance(term, str):
        return _name(term)
    text, datatype = term
    if datatype in _BARE and _BARE[datatype].fullmatch(text):
        return text
    return quoted(text) if datatype == f"{XSD}string" else f"{quoted(text)}^^{_short(datatype)}"


def _name(iri: str) -> str:
    """A node by its id; with a prefix what the vocabularies name."""
    id = iri.removeprefix(schema.BASE)
    # Segments of dots would be taken out when the reader resolves the name, and a colon would make a scheme.
    relative = id != iri and re.match(r"\w+/", id) and not re.search(r"(^|/)\.{0,2}(/|$)", id)
    return f"<{id}>" if relative and not id.startswith("ontology") else _short(iri)


@lru_cache(maxsize=10_000)
def _short(iri: str) -> str:
    """With the longest prefix that leaves a plain word, else in full."""
    for prefix, namespace in sorted(schema.load().prefixes.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace) and re.fullmatch(r"[A-Za-z_]\w*", iri[len(namespace) :], re.ASCII):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"
