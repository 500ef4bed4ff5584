"""A small invented graph about bird songs, on which the answer to every canned query can be seen by eye."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import schema
from kg.graph import Graph

TYPES = {"string": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
FOLDERS = {
    "paper": "Paper", "author": "Author", "method": "Method", "dataset": "Dataset", "metric": "Metric",
    "task": "Task", "repo": "Repository", "result": "Result",
}  # fmt: skip

PAPERS = """
paper/2301.00001 | WaveFold: folding waves | 2023
paper/2301.00002 | Folding waves again     | 2023
paper/2204.00003 | Bird songs of Zürich    | 2022
paper/t-00ff     | “It's” a song; listen   |
"""
ENTITIES = """
method/wavefold      | WaveFold   | Wave Folding; WF
method/songnet       | SongNet    | SongNet-S
method/cnn           | CNN        | CNNs
dataset/birdsong-1k  | Birdsong-1K | Birdsong1k; BS-1K
dataset/owls         | Owls       |
dataset/silence      | Silence    |
metric/accuracy      | accuracy   | acc
metric/error-rate    | error rate |
metric/warmth        | warmth     |
task/song-detection  | song detection      | detection of songs
task/owl-songs       | owl song detection  |
author/ada           | Ada Bell   |
author/bo            | Bo Ek      |
author/zoe           | Zoë Ñ      |
repo/github.com/a/b  | a/b        |
repo/github.com/a/a  | a/a        |
"""
RELATIONSHIPS = """
AUTHORED_BY   2301.00001 ada bo; 2301.00002 bo ada zoe; 2204.00003 zoe
INTRODUCES    2301.00001 wavefold; 2204.00003 songnet owls
USES          2301.00001 cnn; 2301.00002 wavefold cnn; 2204.00003 cnn
COMPARES_WITH 2301.00001 songnet; 2301.00002 songnet
EVALUATES_ON  2301.00001 birdsong-1k; 2301.00002 birdsong-1k owls; t-00ff silence
ADDRESSES     2301.00001 song-detection; 2301.00002 song-detection; 2204.00003 song-detection owl-songs
HAS_CODE      2301.00001 github.com/a/b github.com/a/a; 2204.00003 github.com/a/a
MEASURES      2301.00001 accuracy
"""
RESULTS = """
2301.00001 | 10 | 91.5  | % | absolute | wavefold | birdsong-1k | accuracy   |
2301.00001 | 20 | 85.25 | % | absolute | songnet  | birdsong-1k | accuracy   |
2301.00001 | 30 | 6.25  | % | delta    | wavefold | birdsong-1k | accuracy   | songnet
2301.00001 | 40 | 8.5   | % | absolute | wavefold | birdsong-1k | error rate |
2301.00002 | 10 | 0.93  |   | absolute | ours     | birdsong-1k | accuracy   |
2301.00002 | 20 | 7     | % | absolute | ours     | birdsong-1k | error rate |
2301.00002 | 30 | 2.2   | x | delta    | ours     |             |            | wavefold
2301.00002 | 40 | 0.25  | % | absolute |          | birdsong-1k | accuracy   |
2204.00003 | 10 | -1    | % | delta    | songnet  | owls        | accuracy   | wavefold
2204.00003 | 20 | 3     |   | absolute | songnet  | owls        | warmth     |
t-00ff     | 10 | 88    | % | absolute | songnet  |             | accuracy   |
"""


def build(folder: Path) -> Graph:
    """Write the graph into the folder."""
    nodes, relationships = _nodes(), defaultdict(list)
    ids = {id.split("/", 1)[1]: (label, id) for label, rows in nodes.items() for id in rows}
    for line in RELATIONSHIPS.strip().splitlines():
        type, groups = line.split(maxsplit=1)
        for start, *ends in (group.split() for group in groups.split(";")):
            for position, end in enumerate(ends, 1):
                row = _ends(ids[start], ids[end])
                relationships[type].append(row | ({"position": position} if type == "AUTHORED_BY" else {}))
    for row in _results():
        result = ("Result", row["id"])
        nodes["Result"][row["id"]] = {
            key: value for key, value in row.items() if key not in ("paper", "slots")
        }
        relationships["REPORTS"].append(_ends(ids[row["paper"]], result))
        for type, end in row["slots"].items():
            if end:
                relationships[type].append(_ends(result, ids[end]))
    declared = schema.load()
    counts: dict[str, dict[str, int]] = {"nodes": {}, "relationships": {}}
    for label in declared.labels.values():
        rows = sorted(nodes[label.name].values(), key=lambda row: row["id"])
        counts["nodes"][label.name] = _write(folder / "nodes", label, ("id",), rows)
    for type in declared.relationships.values():
        ends = ("start_label", "start", "end_label", "end")
        rows = sorted(relationships[type.name], key=lambda row: [row[end] for end in ends])
        counts["relationships"][type.name] = _write(folder / "relationships", type, ends, rows)
    (folder / "manifest.json").write_text(json.dumps({"claimgraph": "0", **counts}))
    return Graph(folder)


def _nodes() -> dict[str, dict[str, dict[str, Any]]]:
    nodes: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for id, title, year in _cells(PAPERS):
        number = id.removeprefix("paper/")
        nodes["Paper"][id] = {
            "id": id,
            "title": title,
            "abstract": "…",
            "arxiv_id": None if number.startswith("t-") else number,
            "year": int(year) if year else None,
            "categories": [],
            "sources": ["birds.jsonl:1"],
        }
    for id, name, aliases in _cells(ENTITIES):
        kind, _, place = id.partition("/")
        nodes[FOLDERS[kind]][id] = {
            "id": id,
            "name": name,
            "aliases": aliases.split("; ") if aliases else [],
            "papers": 1,
            "generic": name == "CNN",
            "direction": {"accuracy": "higher", "error rate": "lower"}.get(name),
            "url": f"https://{place}",
            "host": "github.com",
        }
    return nodes


def _results() -> list[dict[str, Any]]:
    rows = []
    for paper, start, value, unit, kind, method, dataset, metric, versus in _cells(RESULTS):
        slots = {
            "OF_METHOD": method.replace("ours", ""),
            "ON_DATASET": dataset,
            "MEASURED_BY": metric.replace(" ", "-"),
            "COMPARED_WITH": versus,
        }
        end = int(start) + len(value)
        rows.append({
            "id": f"result/{paper}/abstract/{start}-{end}", "paper": paper, "slots": slots, "kind": kind,
            "value": float(value), "value_text": value, "unit": unit or None, "efficiency": False,
            "ours": method == "ours", "sentence": f"Sentence {start} of {paper}.", "field": "abstract",
            "start": int(start), "end": end, "rule": "told",
        })  # fmt: skip
    return rows


def _cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _ends(start: tuple[str, str], end: tuple[str, str]) -> dict[str, Any]:
    return {"start_label": start[0], "start": start[1], "end_label": end[0], "end": end[1]}


def _write(
    folder: Path,
    declared: schema.Label | schema.Relationship,
    keys: tuple[str, ...],
    rows: list[dict[str, Any]],
) -> int:
    columns = {key: pa.string() for key in keys}
    for item in declared.properties:
        kind = TYPES[item.type.removesuffix("[]")]
        columns[item.name] = pa.list_(kind) if item.type.endswith("[]") else kind
    folder.mkdir(parents=True, exist_ok=True)
    plain = [{name: row.get(name) for name in columns} for row in rows]
    pq.write_table(pa.Table.from_pylist(plain, pa.schema(columns)), folder / f"{declared.name}.parquet")
    return len(rows)
