"""A small graph whose texts and ids are as bad as texts and ids can be."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import schema
from kg.graph import Graph

SCRIPT = "</script><script>alert(1)</script>"
ABSTRACT = (
    "Ends e.g. here <img src=x onerror=alert(2)>.\n"
    "Our “Bad href Net” 🦉 reaches $84.5\\%$ accuracy on A\\&B.\x07 "
    'It errs by "1e-05" <!--<script> \\u0022 {{ 7*7 }} {% raw %}.'
)
SENTENCE = "Our “Bad href Net” 🦉 reaches $84.5\\%$ accuracy on A\\&B."
READ = "Our “Bad href Net” 🦉 reaches 84.5% accuracy on A&B."
PLAIN_VALUES = {84.5: "84.5", 1e-05: "0.00001", 1e22: "10000000000000000000000.0", -3.0: "-3.0"}

Rows = dict[str, list[dict[str, Any]]]

PAPER, BARE = "paper/2401.00001", "paper/math/0211159"
METHOD, DATASET, METRIC = "method/bad-href-net-網", "dataset/a-b", 'metric/q"u<o>t%e?d#'
AUTHORS = ("author/..", "author/alert\x01", "author/a//b")
REPOSITORY = "repo/github.com/o/.n"


def build(folder: Path, *, drop: tuple[str, str] | None = None) -> Graph:
    """Write the graph into the folder, without one node if its label and id are given."""
    nodes = _nodes()
    if drop:
        nodes[drop[0]] = [node for node in nodes[drop[0]] if node["id"] != drop[1]]
    return write(folder, nodes, _relationships())


def write(folder: Path, nodes: Rows, relationships: Rows) -> Graph:
    """Write a graph folder with all tables that the schema declares."""
    ends = ("start_label", "start", "end_label", "end")
    declared = schema.load()
    counts = {
        "nodes": {
            name: _write(folder / "nodes", label, ("id",), nodes.get(name, []))
            for name, label in declared.labels.items()
        },
        "relationships": {
            name: _write(folder / "relationships", type, ends, relationships.get(name, []))
            for name, type in declared.relationships.items()
        },
    }
    (folder / "manifest.json").write_text(json.dumps(counts))
    return Graph(folder)


def place(text: str) -> dict[str, Any]:
    """Where the text stands in the abstract."""
    start = ABSTRACT.index(text)
    return {"field": "abstract", "start": start, "end": start + len(text), "rule": "by-hand"}


def _nodes() -> Rows:
    counted = {"aliases": ["zz\ttab", 'a"quote'], "papers": 1}
    result = {"kind": "absolute", "efficiency": False, "ours": True, "sentence": SENTENCE, **place("84.5")}
    values = [
        {"id": f"result/2401.00001/abstract/{number}-9", "value": value, "value_text": text, **result}
        for number, (value, text) in enumerate(PLAIN_VALUES.items())
    ]
    values[0] |= {"unit": "%", "qualifier": "up to", "setting": "<i>1-shot</i>"}
    values[1] |= {"value_high": 2e-05, "unit": "furlongs", "kind": "delta"}
    paper = {"id": PAPER, "title": SCRIPT, "abstract": ABSTRACT, "arxiv_id": "2401.00001", "year": 2024}
    bare = {"id": BARE, "title": "Bare href", "abstract": "A-B.", "published": "2002-11-10"}
    repository = {"id": REPOSITORY, "name": "o/.n", "url": "javascript:alert(4)", "host": "github.com"}
    return {
        "Paper": [
            {**paper, "sources": ["a.txt:1", "b.txt:2"], "categories": ["cs.CV", "cs.AI"]},
            {**bare, "sources": [], "categories": []},
        ],
        "Author": [{"id": id, "name": f"<svg onload=alert(3)> {id}"} for id in AUTHORS],
        "Method": [{"id": METHOD, "name": "Bad href Net", "generic": False, **counted}],
        "Dataset": [{"id": DATASET, "name": "A&B <b>set</b>", **counted}],
        "Metric": [{"id": METRIC, "name": "accuracy", "direction": "higher", **counted}],
        "Repository": [repository],
        "Result": values,
        "Mention": [
            {"id": "mention/1", "text": "Bad href Net", "role": "introduced", **place("Bad href Net")},
            {"id": "mention/2", "text": "A-B", "field": "abstract", "start": 0, "end": 3, "rule": "by-hand"},
        ],
    }


def _relationships() -> Rows:
    def row(start_label: str, start: str, end_label: str, end: str, **properties: object) -> dict[str, Any]:
        return {"start_label": start_label, "start": start, "end_label": end_label, "end": end, **properties}

    results = [f"result/2401.00001/abstract/{number}-9" for number in range(len(PLAIN_VALUES))]
    best = {"results": 4, "metrics": ["accuracy", "zz"], "best": [84.5, 1e-05]}
    return {
        "AUTHORED_BY": [row("Paper", PAPER, "Author", id, position=n) for n, id in enumerate(AUTHORS, 1)],
        "INTRODUCES": [row("Paper", PAPER, "Method", METHOD), row("Paper", PAPER, "Dataset", DATASET)],
        "EVALUATES_ON": [row("Paper", id, "Dataset", DATASET) for id in (PAPER, BARE)],
        "HAS_CODE": [row("Paper", PAPER, "Repository", REPOSITORY)],
        "REPORTS": [row("Paper", PAPER, "Result", id) for id in results],
        "OF_METHOD": [row("Result", id, "Method", METHOD) for id in results],
        "ON_DATASET": [row("Result", results[0], "Dataset", DATASET)],
        "MEASURED_BY": [row("Result", results[0], "Metric", METRIC)],
        "IN": [row("Mention", "mention/1", "Paper", PAPER), row("Mention", "mention/2", "Paper", BARE)],
        "OF": [
            row("Mention", "mention/1", "Method", METHOD),
            row("Mention", "mention/2", "Dataset", DATASET),
        ],
        "EVALUATED_ON": [row("Method", METHOD, "Dataset", DATASET, **best)],
    }


def _write(
    folder: Path,
    declared: schema.Label | schema.Relationship,
    keys: tuple[str, ...],
    rows: list[dict[str, Any]],
) -> int:
    types = {"string": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    columns = {key: pa.string() for key in keys}
    for item in declared.properties:
        kind = types[item.type.removesuffix("[]")]
        columns[item.name] = pa.list_(kind) if item.type.endswith("[]") else kind
    for row in rows:
        schema.check(declared.name, row)
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(rows, key=lambda row: [row[key] for key in keys])
    plain = [{name: row.get(name) for name in columns} for row in ordered]
    pq.write_table(pa.Table.from_pylist(plain, pa.schema(columns)), folder / f"{declared.name}.parquet")
    return len(rows)
