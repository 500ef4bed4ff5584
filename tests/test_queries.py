"""Canned queries: each asks what the schema declares, and binds what it is given."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg import queries, schema
from kg.errors import QueryError
from kg.queries import Query

EVERY = pytest.mark.parametrize("query", queries.load(), ids=lambda query: query.name)
TWELVE = [
    "coauthors", "code", "dataset", "datasets", "improvements", "leaderboard",
    "method", "methods", "metrics", "pairs", "paper", "versus",
]  # fmt: skip


def bare(query: Query) -> str:
    """The Cypher without comments and strings."""
    return re.sub(r"//.*|'[^']*'", "", query.cypher)


def test_the_twelve_questions_are_there() -> None:
    assert set(TWELVE) <= {query.name for query in queries.load()}


@EVERY
def test_a_query_declares_each_parameter_it_uses_and_uses_each_it_declares(query: Query) -> None:
    assert set(re.findall(r"\$(\w+)", bare(query))) == set(query.parameters)


@EVERY
def test_a_query_names_only_what_the_schema_declares(query: Query) -> None:
    declared, text = schema.load(), bare(query)
    nodes = re.findall(r"\((\w*):(\w+)(?: \{(\w+):)?", text)
    types = [name for group in re.findall(r"\[\w*:([\w|]+)", text) for name in group.split("|")]
    assert nodes and types
    assert {label for _, label, _ in nodes} <= set(declared.labels)
    assert set(types) <= set(declared.relationships)
    used = re.findall(r"\b([a-z]\w*)\.([a-z]\w*)", text) + [(name, key) for name, _, key in nodes if key]
    for variable, key in used:
        labels = {label for name, label, _ in nodes if name == variable}
        assert labels, f"{variable}.{key}: no pattern gives {variable} a label"
        for label in labels:
            assert key in {"id", *(item.name for item in declared.labels[label].properties)}, (label, key)


@EVERY
def test_a_query_is_portable_read_only_and_in_a_definite_order(query: Query) -> None:
    text = bare(query)
    assert not re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|LOAD|elementId|apoc|SHORTEST|CYPHER)\b", text)
    assert not re.search(r"(?<!element)\bid\(", text)
    assert re.search(r"\w+\.id(, \w+\.id|, lead)?\s*(LIMIT \$limit\s*)?$", text), (
        "ORDER BY ends in a unique key"
    )
    returned = text[text.rindex("RETURN") : text.rindex("ORDER BY")]
    assert not re.search(r"(RETURN|,)\s*[a-z]\s*(,|$)", returned), "a node is returned"


def test_questions_are_listed_without_heavy_libraries() -> None:
    program = "import sys; from kg import queries; queries.load(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    heavy = {
        "spacy",
        "duckdb",
        "pandas",
        "rdflib",
        "neo4j",
        "networkx",
        "arcadedb_embedded",
        "pyarrow",
        "pyvis",
    }
    assert "kg.queries" in loaded.split()
    assert not heavy & set(loaded.split())


def test_a_file_is_read_as_title_question_and_typed_defaults(tmp_path: Path) -> None:
    file = tmp_path / "near.cypher"
    file.write_text(
        "// Near: what is near, or nearly so?\n// $name: COCO: all of it\n// $limit: 20\n// $share: 0.5\n"
        "// A remark, not a parameter.\nMATCH (n) RETURN n.id\n"
    )
    assert queries._read(file) == Query(
        name="near",
        title="Near",
        question="what is near, or nearly so?",
        parameters={"name": "COCO: all of it", "limit": 20, "share": 0.5},
        cypher="// A remark, not a parameter.\nMATCH (n) RETURN n.id\n",
    )


@pytest.mark.parametrize("text", ["", "MATCH (n) RETURN n", "// No question\n", "// Title: not asked.\n"])
def test_a_file_that_asks_nothing_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.cypher"
    file.write_text(text)
    with pytest.raises(QueryError, match=r"bad\.cypher:1: .*// Title: question\?"):
        queries._read(file)


def test_what_is_given_is_read_as_the_type_of_the_default() -> None:
    query = Query(name="q", title="", question="", parameters={"a": "x", "n": 5, "f": 0.5}, cypher="")
    assert queries.bind(query, {}) == {"a": "x", "n": 5, "f": 0.5}
    bound = queries.bind(query, {"a": "12", "n": "7", "f": "2"})
    assert bound == {"a": "12", "n": 7, "f": 2.0}
    assert [type(value) for value in bound.values()] == [str, int, float]
    assert queries.bind(query, {"n": 9}) == {"a": "x", "n": 9, "f": 0.5}


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        (
            "leaderboard",
            {"datset": "COCO"},
            r"no parameter 'datset', did you mean 'dataset'\?; it has: dataset, metric",
        ),
        ("leaderboard", {"q": "COCO"}, r"no parameter 'q'; it has: dataset, metric, limit"),
        ("leaderboard", {"limit": "ten"}, r"query leaderboard: limit must be a whole number, not 'ten'"),
        ("leaderboard", {"limit": "1.5"}, r"limit must be a whole number, not '1\.5'"),
    ],
)
def test_a_wrong_parameter_is_one_line_that_helps(name: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        queries.bind(queries.find(name), given)
    assert "\n" not in str(caught.value)


def test_an_unknown_query_suggests_the_nearest() -> None:
    assert queries.find("leaderboard").title == "Leaderboard"
    with pytest.raises(
        QueryError, match=r"no query is called 'leaderbord', did you mean 'leaderboard'\?.*kg queries"
    ):
        queries.find("leaderbord")
    with pytest.raises(QueryError, match=r"no query is called '42'; "):
        queries.find("42")


def test_a_parameter_without_default_must_be_given(tmp_path: Path) -> None:
    file = tmp_path / "of.cypher"
    file.write_text("// Of: what of it?\n// $name:\n// $limit: 3\nMATCH (n) RETURN n.id\n")
    query = queries._read(file)
    assert queries.bind(query, {"name": "x"}) == {"name": "x", "limit": 3}
    with pytest.raises(QueryError, match="query of needs its parameter name; give it as -p name=VALUE"):
        queries.bind(query, {"limit": 3})
