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
        rows = sorted(given.get(name, []), key=lambda row: [row[key] for key in keys])
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


LONG = "Ein sehr langer Satz – „mit allem“. " * 3000
ODD = "quotes ' \" ` \\ backslash\nnew line\ttab  two spaces é 名前 𝛼 \u2028 {braces} $dollar </script>"


def paper(id: str, **properties: object) -> dict[str, object]:
    """A paper with the properties that each has."""
    return {"id": f"paper/{id}", "title": id, "abstract": "", "categories": [], "sources": []} | properties


def entity(label: str, name: str, **properties: object) -> dict[str, object]:
    """A method, dataset, metric or task of this name."""
    return {"id": f"{label}/{name.lower()}", "name": name, "aliases": [], "papers": 1} | properties


def result(id: str, value: float, **properties: object) -> dict[str, object]:
    """A result with the properties that each has."""
    text = {
        "value_text": str(value),
        "kind": "absolute",
        "sentence": f"We reach {value}.",
        "field": "abstract",
    }
    place = {"start": 9, "end": 9 + len(str(value)), "rule": "r", "efficiency": False, "ours": True}
    return {"id": f"result/{id}", "value": value} | text | place | properties


def joined(start: str, end: str, **properties: object) -> dict[str, object]:
    """A relationship between two ids, whose labels are their first parts."""
    labels = [id.partition("/")[0].title() for id in (start, end)]
    return {"start_label": labels[0], "start": start, "end_label": labels[1], "end": end} | properties


NODES: Rows = {
    "Paper": [
        paper("1", abstract=ODD, categories=["cs.CL", "cs.LG"], sources=["a.txt:1"], version=3, year=2022),
        paper(
            "2", title="Übersicht", abstract=LONG, published="2022-02-20", arxiv_id="2202.00001", doi="10.1/x"
        ),
        paper("t-00000000000000ff", comment="", categories=[ODD]),
    ],
    "Author": [{"id": "author/rényi", "name": "A. Rényi"}, {"id": "author/李", "name": "李"}],
    "Method": [entity("method", "A", generic=False, aliases=["a", "α"]), entity("method", "B", generic=True)],
    "Dataset": [entity("dataset", "D", papers=2**40)],
    "Metric": [
        entity("metric", "Accuracy", direction="higher"),
        entity("metric", "Perplexity", family="loss"),
    ],
    "Task": [entity("task", "Parsing")],
    "Repository": [
        {"id": "repo/github.com/a/b", "name": "a/b", "url": "https://github.com/a/b", "host": "github.com"}
    ],
    "Result": [
        result("1/abstract/9-13", 87.0, value_high=0.1 + 0.2, unit="%"),
        result("1/abstract/20-23", -1e-7, kind="delta", ours=False, efficiency=True),
        result("2/abstract/9-13", 1e300),
    ],
    "Mention": [
        {"id": "mention/1/title/0-1/Method", "text": "A", "field": "title", "start": 0, "end": 1, "rule": "r"}
        | {"role": "introduced"}
    ],
}
RELATIONSHIPS: Rows = {
    "AUTHORED_BY": [
        joined("paper/1", "author/rényi", position=2),
        joined("paper/1", "author/李", position=1),
        joined("paper/2", "author/李", position=1),
    ],
    "INTRODUCES": [joined("paper/1", "method/a"), joined("paper/2", "dataset/d")],
    "REPORTS": [joined("paper/1", "result/1/abstract/9-13"), joined("paper/2", "result/2/abstract/9-13")],
    "OF_METHOD": [joined("result/1/abstract/9-13", "method/a")],
    "ON_DATASET": [joined("result/1/abstract/9-13", "dataset/d")],
    "EVALUATED_ON": [
        joined("method/a", "dataset/d", results=2, metrics=["Accuracy", "Perplexity"], best=[87.0, 0.25]),
        joined("method/b", "dataset/d", results=1, metrics=[], best=[]),
    ],
    "IN": [joined("mention/1/title/0-1/Method", "paper/1")],
    "OF": [joined("mention/1/title/0-1/Method", "method/a")],
}
