"""The graph folder, read: tables, rows, networkx, canned queries, and what is said of a damaged one."""

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from braces import graph_of

from kg.errors import GraphError, QueryError
from kg.graph import Graph

ABSTRACT = (
    "{Method Songbird: introduced} beats {Method Robin} on {Dataset Dawn} in {Metric accuracy} with "
    "{91.5 absolute method=Songbird; dataset=Dawn; metric=accuracy}"
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    paper = {
        "title": "Birds",
        "id": "2401.00001",
        "abstract": ABSTRACT,
        "authors": ["Ada", "Bo"],
        "version": 2,
    }
    return graph_of(tmp_path_factory.mktemp("graph"), paper, {"title": "Bare", "abstract": "nothing"})


def test_rows_are_plain_values_in_order(graph: Graph) -> None:
    assert list(graph.nodes("Method")) == [
        {"id": "method/robin", "name": "Robin", "aliases": [], "generic": False, "papers": 1},
        {"id": "method/songbird", "name": "Songbird", "aliases": [], "generic": False, "papers": 1},
    ]
    assert list(graph.relationships("AUTHORED_BY")) == [
        {
            "start_label": "Paper", "start": "paper/2401.00001", "end_label": "Author",
            "end": f"author/{name}", "position": position,
        }
        for position, name in enumerate(("ada", "bo"), 1)
    ]  # fmt: skip
    assert list(graph.nodes("Task")) == []


def test_tables_are_data_frames_read_when_asked_for(graph: Graph) -> None:
    assert set(graph.tables) == {*graph.manifest["nodes"], *graph.manifest["relationships"]}
    assert len(graph.tables) == len(set(graph.tables))
    results = graph.tables["Result"]
    assert isinstance(results, pd.DataFrame)
    assert results["value"].tolist() == [91.5]
    assert graph.tables["Result"] is results
    versions = graph.tables["Paper"].set_index("title")["version"]
    assert versions["Birds"] == 2
    assert pd.isna(versions["Bare"])
    assert str(versions.dtype) == "Int64"
    assert graph.tables["USES"]["end"].tolist() == ["method/robin"]
    assert "Nothing" not in graph.tables
    with pytest.raises(KeyError):
        graph.tables["Nothing"]


def test_networkx_has_every_node_and_relationship(graph: Graph) -> None:
    found = graph.to_networkx()
    assert isinstance(found, nx.MultiDiGraph)
    assert found.number_of_nodes() == sum(graph.manifest["nodes"].values())
    assert found.number_of_edges() == sum(graph.manifest["relationships"].values())
    assert found.nodes["method/robin"] == {
        "label": "Method", "name": "Robin", "aliases": [], "generic": False, "papers": 1,
    }  # fmt: skip
    assert found.edges["paper/2401.00001", "author/bo", "AUTHORED_BY"] == {"position": 2}
    assert "version" not in next(node for node in found.nodes.values() if node.get("title") == "Bare")
    assert {label for _, label in found.nodes(data="label")} == {
        name for name, count in graph.manifest["nodes"].items() if count
    }  # fmt: skip


def test_a_canned_query_is_answered_by_a_store_that_is_filled_when_it_is_first_needed(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, ABSTRACT)
    assert not graph.store_path.exists()
    (row,) = graph.query("leaderboard", dataset="Dawn", metric="accuracy")
    assert "Songbird" in row.values()
    assert 91.5 in row.values()
    assert graph.store_path.exists()
    assert graph.query("leaderboard", dataset="Dawn", metric="accuracy") == [row]
    with pytest.raises(QueryError, match="leaderboard"):
        graph.query("leaderbord")


def test_opening_a_graph_loads_no_heavy_library(graph: Graph) -> None:
    heavy = {"pandas", "numpy", "pyarrow", "networkx", "duckdb", "rdflib"}
    script = f"import sys, kg.graph; kg.graph.Graph({str(graph.path)!r}); print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


DAMAGES = [
    (
        lambda graph: (graph.path / "manifest.json").unlink(),
        "no graph here .*; build one: kg build FILES -o ",
    ),
    (lambda graph: (graph.path / "manifest.json").write_text("{"), "manifest.json: is damaged"),
    (lambda graph: (graph.path / "manifest.json").write_text("[1]"), "is no manifest of a graph"),
    (lambda graph: (graph.path / "manifest.json").write_text('{"nodes": {}}'), "is no manifest of a graph"),
]
HURT_TABLES = [
    (lambda path: path.unlink(), "is missing or damaged"),
    (lambda path: path.write_text("no parquet"), "is missing or damaged"),
    (lambda path: path.write_bytes(path.read_bytes()[:-40]), "is missing or damaged"),
]


@pytest.mark.parametrize(("damage", "message"), DAMAGES)
def test_a_folder_that_is_no_graph_is_one_line(damage: object, message: str, tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "x")
    damage(graph)  # type: ignore[operator]
    with pytest.raises(GraphError, match=message) as raised:
        Graph(graph.path)
    assert str(graph.path) in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("damage", "message"), HURT_TABLES)
def test_a_damaged_table_is_one_line(damage: object, message: str, tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "{Method A}")
    damage(graph.path / "nodes" / "Method.parquet")  # type: ignore[operator]
    for read in (lambda: list(graph.nodes("Method")), lambda: graph.tables["Method"], graph.to_networkx):
        with pytest.raises(GraphError, match=message) as raised:
            read()
        assert "Method.parquet" in str(raised.value)
        assert "\n" not in str(raised.value)


def test_a_name_that_is_no_table_is_named(graph: Graph) -> None:
    with pytest.raises(GraphError, match="has no nodes 'Methods'; it has Author, Dataset"):
        list(graph.nodes("Methods"))
    with pytest.raises(GraphError, match="has no relationships 'USED'"):
        list(graph.relationships("USED"))


def test_a_missing_folder_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"no graph here .*; build one: kg build FILES -o "):
        Graph(tmp_path / "nowhere")
