"""Facts become the tables of the graph: set-based, in DuckDB, out of core; equal facts give equal bytes."""

import glob
import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from kg import schema
from kg.errors import GraphError, SchemaError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

_KINDS = {"string": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN"}


@contextmanager
def database(folder: Path) -> Iterator["DuckDBPyConnection"]:
    """A database in memory that spills into the folder; one process at a time can have it for a folder."""
    import duckdb

    try:
        # Never written to: DuckDB holds a lock on it that ends with the process, on every system.
        lock = duckdb.connect(folder / "lock.duckdb")
    except duckdb.Error as error:
        advice = "if no other build is at work there, delete it"
        raise GraphError(f"{folder}: {_reason(error)}; {advice}") from error
    try:
        with lock, duckdb.connect() as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET temp_directory = ?", [str(folder / "spill")])
            yield connection
    except (duckdb.InterruptException, RuntimeError) as error:
        # That is what Ctrl-C becomes inside a query.
        if isinstance(error, duckdb.InterruptException) or str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise
    except duckdb.OperationalError as error:
        raise GraphError(f"{folder}: {_reason(error)}; make room, then build again") from error


def _reason(error: Exception) -> str:
    """The first line of what DuckDB says, without the JSON that it wraps around what the system said."""
    line = str(error).splitlines()[0]
    told = re.search(r'"exception_message":"((?:[^"\\]|\\.)*)"', line)
    return str(json.loads(f'"{told[1]}"')) if told else line


def parquet(connection: "DuckDBPyConnection", folder: Path, pattern: str) -> "DuckDBPyRelation":
    """The rows of the Parquet files in a folder, whatever characters its own name has."""
    return connection.read_parquet(f"{glob.escape(str(folder))}/{pattern}", hive_partitioning=False)


def assemble(
    connection: "DuckDBPyConnection",
    folder: Path,
    *,
    metrics: Mapping[str, tuple[str | None, str | None]],
    listed: Mapping[str, Collection[str]],
) -> dict[str, dict[str, int]]:
    """Write the tables of the graph beside the facts in the folder; the number of rows of each.

    `metrics` gives the direction and the family of a metric by its key; `listed` gives, by label, the keys of
    names that mean the same in every paper which does not say otherwise.
    """
    for name in ("*/mentions", "*/results", "*/authors", "papers"):
        parquet(connection, folder / "facts", f"{name}.parquet").create_view(name.removeprefix("*/"))
    directions, families = ([facets[place] for facets in metrics.values()] for place in range(2))
    _fill(connection, "metric", {"key": metrics, "direction": directions, "family": families})
    names = [(label, key) for label, keys in listed.items() for key in keys]
    _fill(connection, "listed", {"label": [label for label, _ in names], "key": [key for _, key in names]})
    identities, tables = statements()
    connection.execute(identities)
    return {
        kind: {name: _write(connection, folder / kind, name, query) for name, query in queries.items()}
        for kind, queries in tables.items()
    }


def statements() -> tuple[str, dict[str, dict[str, str]]]:
    """What comes first in assembly.sql, and its queries by kind (nodes, relationships) and name of table."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    first, *parts = re.split(r"^-- (nodes|relationships)/(\w+)\n", text, flags=re.MULTILINE)
    tables: dict[str, dict[str, str]] = {}
    for kind, name, query in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        tables.setdefault(kind, {})[name] = query
    return first, tables


def _fill(connection: "DuckDBPyConnection", name: str, columns: Mapping[str, Collection[str | None]]) -> None:
    values = ", ".join(f"unnest(?::VARCHAR[]) AS {column}" for column in columns)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {values}", [*map(list, columns.values())])


def _write(connection: "DuckDBPyConnection", folder: Path, name: str, query: str) -> int:
    """Write one table with the declared columns in the declared order, sorted by what identifies a row."""
    declared = schema.load()
    item = declared.labels.get(name) or declared.relationships.get(name)
    if item is None:
        raise SchemaError(f"{name} is not declared; declare it in schema/claimgraph.ttl")
    ends = ["id"] if name in declared.labels else ["start_label", "start", "end_label", "end"]
    properties = item.properties
    made = connection.sql(query)
    if undeclared := sorted({*made.columns} - {*ends, *(item.name for item in properties)}):
        raise SchemaError(
            f"{name}: property {undeclared[0]!r} is not declared; declare it in schema/claimgraph.ttl"
        )
    columns = [f'"{end}"' for end in ends] + [_cast(item) for item in properties]
    target = folder / f"{name}.parquet"
    folder.mkdir(exist_ok=True)
    order = ", ".join(f'"{end}"' for end in ends)
    made.project(", ".join(columns)).order(order).write_parquet(str(target))
    return _checked(connection, target, name, properties)


def _cast(item: schema.Property) -> str:
    kind = item.type.removesuffix("[]")
    return f'CAST("{item.name}" AS {_KINDS[kind]}{item.type[len(kind) :]}) AS "{item.name}"'


def _checked(
    connection: "DuckDBPyConnection", target: Path, name: str, properties: Collection[schema.Property]
) -> int:
    """The number of rows, after the schema has seen the first that looks wrong, if any does."""
    wrong = [f'"{item.name}" IS NULL' for item in properties if item.required]
    wrong += [f'"{item.name}" NOT IN {(*item.values, "")}' for item in properties if item.values]
    if name in schema.load().relationships:
        wrong.append(
            f"(start_label, end_label) NOT IN {(*schema.load().relationships[name].pairs, ('', ''))}"
        )
    written = parquet(connection, target.parent, target.name)
    for row in written.filter(" OR ".join(wrong) or "false").limit(1).fetchall():
        schema.check(name, dict(zip(written.columns, row, strict=True)))
    return int(pq.read_metadata(target).num_rows)
