"""N-Triples: one triple in a line, for triple stores and for graphs of any size."""

from pathlib import Path

from kg.exports._rdf import XSD, Literal, quoted, resources
from kg.files import replacing
from kg.graph import Graph

SUFFIX = ".nt"
DESCRIPTION = "RDF, one triple in a line"
THINGS = "triples"


def write(graph: Graph, output: Path) -> int:
    """Write the file and count its triples."""
    count = 0
    with replacing(output) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        for subject, said in resources(graph):
            file.writelines(f"<{subject}> <{predicate}> {_term(term)} .\n" for predicate, term in said)
            count += len(said)
    return count


def _term(term: str | Literal) -> str:
    if isinstance(term, str):
        return f"<{term}>"
    return quoted(term.text) if term.datatype == f"{XSD}string" else f"{quoted(term.text)}^^<{term.datatype}>"
