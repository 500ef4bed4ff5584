"""Graph folders for tests, written row by row in the layout that kg.graph reads."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg import schema
from kg.graph import Graph
from kg.schema import Property

Rows = Mapping[str, Sequence[Mapping[str, object]]]

ARROW = {"string": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
ENDS = ("start_label", "start", "end_label", "end")


def write_graph(folder: Path, nodes: Rows, relationships: Rows) -> Graph:
    """A graph folder with these rows, sorted, and an empty table for each other label and type."""
    declared = schema.load()
    tables = [("nodes", name, ("id",), label.properties, nodes) for name, label in declared.labels.items()]
    for name, type in declared.relationships.items():
        tables.append(("relationships", name, ENDS, type.properties, relationships))
    counts: dict[str, dict[str, int]] = {"nodes": {}, "relationships": {}}
    for kind, name, keys, properties, given in tables:
        rows = sorted(given.get(name, []), key=lambda row: [row[key] for key in keys])  # noqa: B023
        path = folder / kind / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        fields = [(key, pa.string()) for key in keys] + [(one.name, _type(one)) for one in properties]
        pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(fields)), path)
        counts[kind][name] = len(rows)
    (folder / "manifest.json").write_text(json.dumps(counts), encoding="utf-8")
    return Graph(folder)


def _type(one: Property) -> pa.DataType:
    base = ARROW[one.type.removesuffix("[]")]
    return pa.list_(base) if one.type.endswith("[]") else base
