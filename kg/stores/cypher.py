"""What the stores share: rows in batches, checked and in order, and the statements that merge them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg import schema
from kg.errors import StoreError

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
    for label in declared.labels:
        for batch in nodes(graph, label, size):
            run(_making(label), [{"id": row.pop("id"), "properties": row} for row in batch])
    for type in declared.relationships:
        for batch in relationships(graph, type, size):
            for (start, end), rows in _by_labels(batch).items():
                found = run(_joining(start, type, end), rows)
                if found != len(rows):
                    raise missing_end(type, start, end, len(rows) - found)


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


def _making(label: str) -> str:
    return (
        f"UNWIND $rows AS row MERGE (n:`{label}` {{id: row.id}}) SET n += row.properties RETURN count(*) AS n"
    )


def _joining(start: str, type: str, end: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (a:`{start}` {{id: row.start}}) MATCH (b:`{end}` {{id: row.end}}) "
        f"MERGE (a)-[r:`{type}`]->(b) SET r += row.properties RETURN count(*) AS n"
    )


def _by_labels(batch: list[Row]) -> dict[tuple[str, str], list[Row]]:
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in batch:
        pair = row.pop("start_label"), row.pop("end_label")
        ends = {"start": row.pop("start"), "end": row.pop("end")}
        pairs.setdefault(pair, []).append(ends | {"properties": row})
    return pairs


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
