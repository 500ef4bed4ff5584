"""One contract for both stores: what is written comes back, from the embedded store and from Neo4j alike."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import PASSWORD
from graph_tables import ENDS, NODES, ODD, RELATIONSHIPS, Rows, entity, joined, paper, write_graph
from neo4j import GraphDatabase

from kg import schema
from kg.errors import SchemaError, StoreError
from kg.graph import Graph
from kg.stores import Store, connect


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A small graph with every label and odd values of every type."""
    return write_graph(tmp_path_factory.mktemp("graph"), NODES, RELATIONSHIPS)


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def target(request: pytest.FixtureRequest) -> str:
    """Which store a test is about."""
    return str(request.param)


@pytest.fixture(scope="module")
def filled(
    target: str, graph: Graph, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Store]:
    """A store that holds the graph, for tests that only read."""
    place: Path | str = tmp_path_factory.mktemp("filled") / "store"
    if target == "neo4j":
        place = request.getfixturevalue("neo4j_address")
        empty(place)
    with closing(connect(place)) as made:
        made.write(graph)
        yield made


@pytest.fixture
def store(target: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store."""
    place: Path | str = tmp_path / "store ü"
    if target == "neo4j":
        place = request.getfixturevalue("guarded_neo4j_address")
        empty(place, auth=("neo4j", PASSWORD))
        place = place.replace("://", f"://neo4j:{PASSWORD}@")
    with closing(connect(place)) as made:
        yield made


def empty(address: str, auth: tuple[str, str] | None = None) -> None:
    """Take all out of a Neo4j, in which other tests may have left something."""
    with GraphDatabase.driver(address, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")


def contents(store: Store) -> dict[str, list[dict[str, object]]]:
    """All that is in the store, as the rows of the graph's tables."""
    declared = schema.load()
    rows = {}
    for name, label in declared.labels.items():
        names = ["id", *(one.name for one in label.properties)]
        values = ", ".join(f"n.`{one}` AS `{one}`" for one in names)
        rows[name] = store.query(f"MATCH (n:`{name}`) RETURN {values} ORDER BY n.id")
    for name, type in declared.relationships.items():
        values = "".join(f", r.`{one.name}` AS `{one.name}`" for one in type.properties)
        ends = "labels(a)[0] AS start_label, a.id AS start, labels(b)[0] AS end_label, b.id AS end"
        found = store.query(f"MATCH (a)-[r:`{name}`]->(b) RETURN {ends}{values}")
        rows[name] = sorted(found, key=lambda row: [str(row[end]) for end in ENDS])
    return rows


def tables(graph: Graph) -> dict[str, list[dict[str, object]]]:
    """All that is in the graph's tables."""
    declared = schema.load()
    rows = {name: list(graph.nodes(name)) for name in declared.labels}
    return rows | {name: list(graph.relationships(name)) for name in declared.relationships}


def test_all_that_is_written_comes_back_with_its_type(filled: Store, graph: Graph) -> None:
    found, written = contents(filled), tables(graph)
    assert found == written
    assert repr(found) == repr(written), "equal, but 1 is 1.0 or True"


def test_writing_twice_is_writing_once(store: Store, graph: Graph) -> None:
    store.write(graph)
    store.write(graph)
    assert contents(store) == tables(graph)


def test_a_second_graph_is_merged_by_id(store: Store, graph: Graph, tmp_path: Path) -> None:
    store.write(graph)
    news = {
        "Paper": [paper("1", title="New", categories=[]), paper("9")],
        "Author": [{"id": "author/rényi", "name": "A. Rényi"}],
        "Method": [entity("method", "A", generic=False)],
        "Dataset": [entity("dataset", "D")],
    }
    edges = {
        "AUTHORED_BY": [
            joined("paper/1", "author/rényi", position=1),
            joined("paper/9", "author/rényi", position=1),
        ],
        "EVALUATED_ON": [joined("method/a", "dataset/d", results=3, metrics=["Accuracy"], best=[1.5])],
    }
    store.write(write_graph(tmp_path / "second", news, edges))
    expected = tables(graph)
    for name, rows in [*news.items(), *edges.items()]:
        keys = ("id",) if name in schema.load().labels else ENDS
        merged = {tuple(row[key] for key in keys): row for row in expected[name]}
        for row in rows:
            here = tuple(row[key] for key in keys)
            names = merged[here] if here in merged else expected[name][0]
            merged[here] = dict.fromkeys(names) | dict(row)
        expected[name] = [merged[key] for key in sorted(merged)]
    assert contents(store) == expected


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        pytest.param(
            "MATCH (p:Paper) OPTIONAL MATCH (p)-[a:AUTHORED_BY]->(w:Author) "
            "WITH p, w, a ORDER BY p.id, a.position RETURN p.id AS id, collect(w.name) AS authors, "
            "count(a) AS n, avg(a.position) AS mean ORDER BY id",
            [
                {"id": "paper/1", "authors": ["李", "A. Rényi"], "n": 2, "mean": 1.5},
                {"id": "paper/2", "authors": ["李"], "n": 1, "mean": 1.0},
                {"id": "paper/t-00000000000000ff", "authors": [], "n": 0, "mean": None},
            ],
            id="aggregates",
        ),
        pytest.param(
            "MATCH (r:Result)-[:OF_METHOD]->(m:Method {name: 'A'}) "
            "RETURN r.value AS value, r.value > 5 AS high, {unit: r.unit, at: [r.start, r.end]} AS place, "
            "CASE r.kind WHEN 'absolute' THEN 1 ELSE 2.5 END AS weight, 7 / 2 AS half, null AS nothing",
            [
                {
                    "value": 87.0,
                    "high": True,
                    "place": {"at": [9, 13], "unit": "%"},
                    "weight": 1,
                    "half": 3,
                    "nothing": None,
                }
            ],
            id="maps and lists",
        ),
        pytest.param(
            "MATCH (m:Method {name: 'B'})-[r:EVALUATED_ON]->(d) "
            "RETURN m, r, [d.id, d] AS list, type(r) AS type",
            [
                {
                    "m": {"aliases": [], "generic": True, "id": "method/b", "name": "B", "papers": 1},
                    "r": {"best": [], "metrics": [], "results": 1},
                    "list": ["dataset/d", {"aliases": [], "id": "dataset/d", "name": "D", "papers": 2**40}],
                    "type": "EVALUATED_ON",
                }
            ],
            id="whole nodes",
        ),
        pytest.param("RETURN date('2022-02-20') AS day", [{"day": "2022-02-20"}], id="dates"),
        pytest.param("MATCH (n:Nothing) RETURN n.id AS id", [], id="no rows"),
    ],
)
def test_rows_are_the_same_plain_values(filled: Store, statement: str, rows: list[dict[str, object]]) -> None:
    found = filled.query(statement)
    assert found == rows
    assert repr(found) == repr(rows)


def test_parameters_are_values_and_never_cypher(filled: Store) -> None:
    given: dict[str, object] = {
        "text": ODD,
        "attack": "'}) DETACH DELETE n //",
        "number": 2**53 + 1,
        "part": 0.1,
        "flag": True,
        "none": None,
        "list": ["a", "b", "a"],
        "map": {"a": [1, 2.5, None]},
        "cypher": "c",
        "routing_": "r",
    }
    columns = ", ".join(f"${name} AS {name}" for name in given)
    assert filled.query(f"RETURN {columns}", given) == [given]
    assert filled.query("MATCH (n:Author {name: $name}) RETURN n.id AS id", {"name": given["attack"]}) == []
    assert filled.query("MATCH (p:Paper) WHERE p.abstract = $text RETURN p.id AS id", given) == [
        {"id": "paper/1"}
    ]


READ_ONLY = "a query may only read, and this one writes"
WRITING = [
    "CREATE (n:Author {id: 'author/x'}) RETURN n.id AS id",
    "MERGE (n:Author {id: 'author/x'}) RETURN n.id AS id",
    "MATCH (n:Author) SET n.name = 'x' RETURN n.id AS id",
    "MATCH (n:Author) REMOVE n.name RETURN n.id AS id",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Paper) CALL (n) { SET n.title = 'x' } RETURN n.id AS id",
    "UNWIND [1] AS x FOREACH (y IN [x] | CREATE (:Author {id: 'author/x'}))",
    "CREATE INDEX x FOR (n:Paper) ON (n.year)",
    "DROP INDEX Author_name",
]


@pytest.mark.parametrize("statement", WRITING)
def test_a_query_never_writes(filled: Store, graph: Graph, statement: str) -> None:
    with pytest.raises(StoreError, match=f"^{READ_ONLY}$"):
        filled.query(statement)
    assert contents(filled) == tables(graph)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("MATCH (n RETURN n", "RETURN"),
        ("RETURN $missing AS x", "missing"),
        ("RETURN 1 / 0 AS x", "zero"),
        ("SELECT 1", "SELECT"),
    ],
)
def test_a_wrong_statement_is_one_line_that_says_what(filled: Store, statement: str, said: str) -> None:
    with pytest.raises(StoreError, match=rf"^the query cannot be run: .*{said}.*$") as raised:
        filled.query(statement)
    assert "\n" not in str(raised.value)
    assert "exception" not in str(raised.value).lower()


BAD: list[tuple[Rows, Rows, type[Exception], str]] = [
    (
        {"Author": [{"id": "author/x", "name": None}]},
        {},
        SchemaError,
        "Author author/x: name is None, must be string",
    ),
    ({"Author": [{"id": "author/x", "name": "x"}] * 2}, {}, StoreError, "Author author/x is there twice"),
    (
        {"Paper": [paper("1", year=2**40)]},
        {"IN": [joined("paper/1", "paper/1")]},
        SchemaError,
        "from Paper to Paper",
    ),
    (
        {"Paper": [paper("1")]},
        {"USES": [joined("paper/1", "method/gone")]},
        StoreError,
        "1 USES relationships have no Paper or no Method",
    ),
]


@pytest.mark.parametrize(("nodes", "relationships", "error", "said"), BAD, ids=[case[-1] for case in BAD])
def test_a_bad_graph_is_refused_by_name(
    store: Store, tmp_path: Path, nodes: Rows, relationships: Rows, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        store.write(write_graph(tmp_path / "bad", nodes, relationships))


@pytest.mark.parametrize(
    "address", ["http://localhost", "postgres://me:secret@localhost", "bolt://", "bolt://me:se/cret@h"]
)
def test_an_address_that_is_none_is_refused_without_showing_the_password(address: str) -> None:
    with pytest.raises(StoreError, match=r"bolt://HOST|SCHEME://") as raised:
        connect(address)
    assert "cret" not in str(raised.value)
