"""What only the Neo4j store does: addresses, logins, a server that is down, the plans of its statements."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import PASSWORD
from graph_tables import NODES, RELATIONSHIPS, write_graph
from neo4j import GraphDatabase

from kg.errors import StoreError
from kg.stores import connect, cypher


@pytest.fixture(autouse=True)
def no_login_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tester's own environment says about Neo4j does not count."""
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)


def answer(address: str) -> list[dict[str, object]]:
    """What a trivial query gives."""
    with closing(connect(address)) as store:
        return store.query("RETURN 1 AS one")


def test_the_login_is_taken_from_the_address(guarded_neo4j_address: str) -> None:
    for scheme in ("bolt://", "neo4j://"):
        address = guarded_neo4j_address.replace("bolt://", f"{scheme}neo4j:{PASSWORD.replace('-', '%2D')}@")
        assert answer(address + "/") == [{"one": 1}]


def test_the_login_is_taken_from_the_environment(
    guarded_neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    assert answer(guarded_neo4j_address) == [{"one": 1}]


def test_the_database_is_taken_from_the_environment(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "other")
    with pytest.raises(StoreError, match=r"^the query cannot be run: .*other"):
        answer(neo4j_address)


@pytest.mark.parametrize(
    ("login", "said"),
    [("neo4j:se-cret@", "refuses user 'neo4j' or the password"), ("", "refuses a login without a user")],
)
def test_a_wrong_login_is_named_without_the_password(
    guarded_neo4j_address: str, login: str, said: str
) -> None:
    address = guarded_neo4j_address.replace("://", f"://{login}")
    with pytest.raises(StoreError, match=said) as raised:
        answer(address)
    assert guarded_neo4j_address in str(raised.value)
    assert "NEO4J_PASSWORD" in str(raised.value)
    assert "se-cret" not in str(raised.value)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_down_is_named_at_once(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = time.monotonic()
    with pytest.raises(
        StoreError, match=f"^no Neo4j answers at {scheme}://127.0.0.1:{port}; start it"
    ) as raised:
        answer(f"{scheme}://neo4j:se-cret@127.0.0.1:{port}")
    assert time.monotonic() - began < 10
    assert "se-cret" not in str(raised.value)


def test_an_address_at_which_no_neo4j_speaks_bolt_is_named(neo4j_address: str) -> None:
    for address in (
        neo4j_address.replace("bolt://", "bolt+s://"),
        "bolt://127.0.0.1:port",
        "bolt://no.invalid",
    ):
        with pytest.raises(StoreError, match=rf"^no Neo4j answers at {re.escape(address)}; [^\n]+$"):
            answer(address)


def test_no_merging_statement_reads_everything_before_it_writes(neo4j_address: str, tmp_path: Path) -> None:
    statements = set()

    def run(statement: str, rows: list[dict[str, object]]) -> int:
        statements.add(statement)
        return len(rows)

    cypher.merge(write_graph(tmp_path / "graph", NODES, RELATIONSHIPS), run, size=10)
    assert len(statements) > 15
    with GraphDatabase.driver(neo4j_address) as driver:
        for statement in statements:
            plan = driver.execute_query(f"EXPLAIN {statement}", {"rows": []}).summary.plan
            assert "Eager@neo4j" not in set(operators(plan)), statement


def operators(plan: dict[str, Any] | None) -> Iterator[str]:
    """The operators of a plan."""
    assert plan
    yield plan["operatorType"]
    for child in plan.get("children", ()):
        yield from operators(child)
