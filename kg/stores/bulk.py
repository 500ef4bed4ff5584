"""Puts a graph into a database of the embedded store: a new one in bulk, else by statements."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg import schema
from kg.stores.cypher import Row, merge, missing_end, nodes, relationships

if TYPE_CHECKING:
    from arcadedb_embedded import Database

    from kg.graph import Graph

NODES = 20_000
RELATIONSHIPS = 50_000
"""In one batch: the engine links them at its end, and cannot hold all those of a large graph at once."""


def add(database: "Database", graph: "Graph") -> None:
    """Merge the graph into what is there."""

    def run(statement: str, rows: list[Row]) -> int:
        with database.transaction():
            return int(database.command("opencypher", statement, {"rows": rows}).one().get("n"))

    _declare(database)
    _index(database)
    merge(graph, run, size=5_000)


def fill(database: "Database", graph: "Graph") -> None:
    """Load the graph into an empty database by record ids, indexes last, which is much faster."""
    declared = schema.load()
    _declare(database)
    records: dict[str, dict[str, str]] = {}
    with database.graph_batch() as batch:
        for label in declared.labels:
            records[label] = {}
            for rows in nodes(graph, label, NODES):
                made = batch.create_vertices(label, [_filled(row) for row in rows])
                records[label].update(zip((row["id"] for row in rows), made, strict=True))
    for type in declared.relationships.values():
        for rows in relationships(graph, type.name, RELATIONSHIPS):
            starts, ends = zip(*(_ends(records, type.name, row) for row in rows), strict=True)
            properties = [_filled(row) for row in rows] if type.properties else None
            with database.graph_batch() as batch:
                batch.new_edges(starts, type.name, ends, properties)
    _index(database)


def _ends(records: Mapping[str, Mapping[str, str]], type: str, row: Row) -> tuple[str, str]:
    """The record ids of a relationship's ends, which leave the row."""
    start_label, end_label = row.pop("start_label"), row.pop("end_label")
    start = records[start_label].get(row.pop("start"))
    end = records[end_label].get(row.pop("end"))
    if start is None or end is None:
        raise missing_end(type, start_label, end_label, 1)
    return start, end


def _filled(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


def _declare(database: "Database") -> None:
    declared = schema.load()
    for kind, names in (("VERTEX", declared.labels), ("EDGE", declared.relationships)):
        for name in names:
            database.command("sql", f"CREATE {kind} TYPE `{name}` IF NOT EXISTS")


def _index(database: "Database") -> None:
    for pairs, kind in ((schema.unique(), "UNIQUE"), (schema.indexes(), "NOTUNIQUE")):
        for label, name in pairs:
            database.command("sql", f"CREATE PROPERTY `{label}`.`{name}` IF NOT EXISTS STRING")
            database.command("sql", f"CREATE INDEX IF NOT EXISTS ON `{label}` (`{name}`) {kind}")
