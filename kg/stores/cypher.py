"""What the stores share: rows in batches, checked and in order, and the statements that merge them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg import schema
from kg.errors import StoreError
from kg.schema import Label, Property, Relationship

if TYPE_CHECKING:
    from kg.graph import Graph

Row = dict[str, Any]

ENDS = ("start_label", "start", "end_label", "end")


def nodes(graph: "Graph", label: str, size: int) -> Iterator[list[Row]]:
    """The graph's nodes of a label in batches, each checked against the schema."""
    return _batches(_in_order(label, graph.nodes(label), ("id",)), size)


def relationships(graph: "Graph", type: str, size: int) -> Iterator[list[Row]]:
    """The graph's relationships of a type in batches, each checked against the schema."""
    return _batches(_in_order(type, graph.relationships(type), ENDS), size)


def merge(graph: "Graph", run: Callable[[str, list[Row]], int], *, size: int) -> None:
    """Merge the graph by id; `run` runs a statement over its rows and returns how many of them it found."""
    declared = schema.load()
    for label in declared.labels.values():
        for batch in nodes(graph, label.name, size):
            run(_making(label), batch)
    for type in declared.relationships.values():
        for batch in relationships(graph, type.name, size):
            for start, end in type.pairs:
                rows = [row for row in batch if (row["start_label"], row["end_label"]) == (start, end)]
                found = run(_joining(start, type, end), rows) if rows else 0
                if found != len(rows):
                    raise missing_end(type.name, start, end, len(rows) - found)


def missing_end(type: str, start: str, end: str, number: int) -> StoreError:
    """The error for relationships whose nodes are not in the graph."""
    return StoreError(
        f"{number} {type} relationships have no {start} or no {end} to join; build the graph again"
    )


def one_line(text: str) -> str:
    """The first line of an engine's message, short enough for a terminal."""
    return (text.strip().splitlines() or [""])[0][:400]


def plain(value: object) -> object:
    """The value as Python has it: a node or relationship is its properties, anything rare its text."""
    if isinstance(value, Mapping):
        return {str(name): plain(value[name]) for name in sorted(value)}
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _making(label: Label) -> str:
    """Properties by name: a map could hold the id, so Neo4j would first read all the rows."""
    values = _values("n", label.properties)
    return f"UNWIND $rows AS row MERGE (n:`{label.name}` {{id: row.id}}){values} RETURN count(*) AS n"


def _joining(start: str, type: Relationship, end: str) -> str:
    ends = f"MATCH (a:`{start}` {{id: row.start}}) MATCH (b:`{end}` {{id: row.end}})"
    values = _values("r", type.properties)
    return f"UNWIND $rows AS row {ends} MERGE (a)-[r:`{type.name}`]->(b){values} RETURN count(*) AS n"


def _values(variable: str, properties: Iterable[Property]) -> str:
    values = ", ".join(f"{variable}.`{one.name}` = row.`{one.name}`" for one in properties)
    return f" SET {values}" if values else ""


def _in_order(name: str, rows: Iterable[Row], keys: tuple[str, ...]) -> Iterator[Row]:
    before: tuple[str, ...] = ()
    for row in rows:
        schema.check(name, row)
        here = tuple(row[key] for key in keys)
        if here <= before:
            raise StoreError(f"{name} {' '.join(here)} is there twice or out of order; build the graph again")
        before = here
        yield row


def _batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while batch := list(islice(rows, size)):
        yield batch
