"""The graph as the reader meets it: a folder of Parquet tables and a manifest."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import pyarrow.parquet as pq


_KINDS = ("nodes", "relationships")


class Graph:
    """A graph folder; nothing is read before it is asked for."""

    def __init__(self, path: str | Path) -> None:
        """Open the folder, which must hold a whole graph."""
        self.path = Path(path)
        self.manifest: dict[str, Any] = _manifest(self.path)

    def __repr__(self) -> str:
        """How to open it again."""
        return f"Graph({str(self.path)!r})"

    @property
    def store_path(self) -> Path:
        """Where the embedded store of this graph is, or will be."""
        return self.path / "store"

    @cached_property
    def tables(self) -> Mapping[str, "pd.DataFrame"]:
        """The tables by label or relationship type, each read when it is first asked for."""
        return _Tables(self)

    def nodes(self, label: str) -> Iterator[dict[str, Any]]:
        """The nodes of a label, sorted by id, as plain values."""
        return self._rows("nodes", label)

    def relationships(self, type: str) -> Iterator[dict[str, Any]]:
        """The relationships of a type, sorted by their ends, as plain values."""
        return self._rows("relationships", type)

    def to_networkx(self) -> "nx.MultiDiGraph":
        """The graph in memory: nodes by id, with `label`; edges by type; what is missing is left out."""
        import networkx as nx

        graph = nx.MultiDiGraph()
        for label in self.manifest["nodes"]:
            for node in self.nodes(label):
                graph.add_node(node.pop("id"), label=label, **_filled(node))
        for type in self.manifest["relationships"]:
            for row in self.relationships(type):
                start, end = row.pop("start"), row.pop("end")
                del row["start_label"], row["end_label"]
                graph.add_edge(start, end, key=type, **_filled(row))
        return graph

    def query(self, name: str, /, **parameters: object) -> list[dict[str, object]]:
        """The rows with which the embedded store answers a canned query; it is filled if it is not there."""
        from kg import queries, stores

        query = queries.find(name)
        bound = queries.bind(query, parameters)
        empty = not self.store_path.exists()
        store = stores.connect(self.store_path)
        try:
            if empty:
                store.write(self)
            return store.query(query.cypher, bound)
        finally:
            store.close()

    def _rows(self, kind: str, name: str) -> Iterator[dict[str, Any]]:
        with self._opened(kind, name) as table:
            for batch in table.iter_batches():
                yield from batch.to_pylist()

    @contextmanager
    def _opened(self, kind: str, name: str) -> Iterator["pq.ParquetFile"]:
        """One table, whose damage is named even if it shows only while the rows are read."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if name not in self.manifest[kind]:
            raise GraphError(
                f"{self.path}: has no {kind} {name!r}; it has {', '.join(sorted(self.manifest[kind]))}"
            )
        path = self.path / kind / f"{name}.parquet"
        try:
            with pq.ParquetFile(path) as table:
                yield table
        except (OSError, pa.ArrowException) as error:
            reason = str(error).splitlines()[0]
            raise GraphError(f"{path}: is missing or damaged ({reason}); build the graph again") from error


class _Tables(Mapping[str, "pd.DataFrame"]):
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> "pd.DataFrame":
        if name not in self._read:
            import pandas as pd
            import pyarrow as pa

            kind = next((kind for kind in _KINDS if name in self._graph.manifest[kind]), None)
            if kind is None:
                raise KeyError(name)
            whole = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
            with self._graph._opened(kind, name) as table:
                self._read[name] = table.read().to_pandas(types_mapper=whole.get)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return (name for kind in _KINDS for name in self._graph.manifest[kind])

    def __len__(self) -> int:
        return sum(len(self._graph.manifest[kind]) for kind in _KINDS)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        reason = error.strerror or error
        raise GraphError(
            f"{folder}: no graph here ({reason}: manifest.json); build one: kg build FILES -o {folder}"
        ) from error
    except ValueError as error:
        raise GraphError(f"{path}: is damaged ({error}); build the graph again") from error
    if not isinstance(manifest, dict) or not all(isinstance(manifest.get(kind), dict) for kind in _KINDS):
        raise GraphError(f"{path}: is no manifest of a graph; name the folder that kg build wrote")
    return manifest


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
