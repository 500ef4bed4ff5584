"""A Neo4j, over Bolt; user and password are in its address, or in NEO4J_USERNAME and NEO4J_PASSWORD."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from neo4j import Driver, GraphDatabase, Record, RoutingControl
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from kg import schema
from kg.errors import StoreError
from kg.stores.cypher import Row, merge, one_line, plain

if TYPE_CHECKING:
    from kg.graph import Graph

BATCH = 5_000


class Neo4jStore:
    """One database of a Neo4j server: NEO4J_DATABASE, else neo4j."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        place = parts.netloc.rpartition("@")[2]
        if not place or parts.path.strip("/") or parts.query or parts.fragment:
            # Not shown, for what has been read wrongly may be a piece of the password.
            raise StoreError("a Neo4j is at SCHEME://USER:PASSWORD@HOST:PORT, with %2F for / in a password")
        self.address = f"{parts.scheme}://{place}"
        self.user = unquote(parts.username or "") or os.environ.get("NEO4J_USERNAME", "")
        self._password = unquote(parts.password or "") or os.environ.get("NEO4J_PASSWORD", "")
        self._database = os.environ.get("NEO4J_DATABASE") or "neo4j"
        self._opened: Driver | None = None

    def write(self, graph: "Graph") -> None:
        with self._errors("the graph cannot be written, load it again to complete it"):
            for statement in _constraints():
                self._run(statement, {})
            merge(graph, self._merged, size=BATCH)

    def query(self, cypher: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, object]]:
        with self._errors("the query cannot be run"):
            records = self._run(cypher, parameters or {}, RoutingControl.READ)
        return [{name: plain(record[name]) for name in record.keys()} for record in records]  # noqa: SIM118

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _merged(self, statement: str, rows: list[Row]) -> int:
        return int(self._run(statement, {"rows": rows})[0]["n"])

    def _run(
        self,
        cypher: str,
        parameters: Mapping[str, object],
        routing: RoutingControl = RoutingControl.WRITE,
    ) -> list[Record]:
        return (
            self._driver()
            .execute_query(cypher, dict(parameters), routing_=routing, database_=self._database)
            .records
        )

    def _driver(self) -> Driver:
        if self._opened is None:
            auth = (self.user, self._password) if self.user else None
            driver = GraphDatabase.driver(
                self.address,
                auth=auth,
                connection_timeout=10,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
            try:
                # At once: execute_query would try a server that is down again for half a minute.
                driver.verify_connectivity()
            except BaseException as error:
                driver.close()
                if isinstance(error, ValueError):  # a name or a port that no network knows
                    raise ServiceUnavailable(str(error)) from error
                raise
            self._opened = driver
        return self._opened

    @contextmanager
    def _errors(self, what: str) -> Iterator[None]:
        try:
            yield
        except AuthError as error:
            who = f"user {self.user!r} or the password" if self.user else "a login without a user"
            raise StoreError(
                f"{self.address} refuses {who}; set NEO4J_USERNAME and NEO4J_PASSWORD"
            ) from error
        except ServiceUnavailable as error:
            raise StoreError(
                f"no Neo4j answers at {self.address}; start it (docker compose up -d) or correct the address"
            ) from error
        except (Neo4jError, DriverError) as error:
            if getattr(error, "code", None) == "Neo.ClientError.Statement.AccessMode":
                raise StoreError("a query may only read, and this one writes") from error
            raise StoreError(f"{what}: {one_line(getattr(error, 'message', None) or str(error))}") from error


def _constraints() -> Iterator[str]:
    for label, name in schema.unique():
        new = f"CREATE CONSTRAINT `{label}_{name}` IF NOT EXISTS"
        yield f"{new} FOR (n:`{label}`) REQUIRE n.`{name}` IS UNIQUE"
    for label, name in schema.indexes():
        yield f"CREATE INDEX `{label}_{name}` IF NOT EXISTS FOR (n:`{label}`) ON (n.`{name}`)"
    yield "CALL db.awaitIndexes(300)"
