"""Where a graph is asked in Cypher: an embedded store in a folder, or a Neo4j; both give the same rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.graph import Graph

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


class Store(Protocol):
    """A place that holds graphs; values in rows are None, bool, int, float, str, list and dict."""

    def write(self, graph: "Graph") -> None:
        """Add the graph: what has the id of a node that is there replaces its properties."""

    def query(self, cypher: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, object]]:
        """The rows that a reading statement returns; a writing one is refused."""

    def close(self) -> None:
        """Give back what the store holds; the next use opens it again."""


def connect(target: str | Path) -> Store:
    """The store at a folder, or at a bolt:// or neo4j:// address; nothing is opened before it is used."""
    scheme, is_address, _ = str(target).partition("://")
    if not is_address or isinstance(target, Path):
        from kg.stores.arcadedb import ArcadeStore

        return ArcadeStore(Path(target))
    if scheme not in SCHEMES:
        raise StoreError(
            f"{scheme}:// is no address of a store; use a folder, bolt://HOST:PORT or neo4j://HOST:PORT"
        )
    from kg.stores.neo4j import Neo4jStore

    return Neo4jStore(str(target))
