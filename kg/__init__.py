"""claimgraph: a knowledge graph of research papers whose every claim is pinned to its characters."""

from typing import TYPE_CHECKING, Any

from kg.errors import ClaimgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.graph import Graph

__all__ = ["ClaimgraphError", "Graph", "__version__", "build"]


def build(
    paths: "Iterable[str | Path]",
    output: "str | Path | None" = None,
    *,
    processes: int = 1,
    progress: "Callable[[int, int], None] | None" = None,
) -> "Graph":
    """Build the graph of the papers in these listings; without `output` it is gone when Python ends.

    `progress` is told (done, all) papers. A script with more processes needs its `if __name__ == "__main__"`.
    """
    from extractors import lists
    from kg import pipeline

    listed: dict[str, set[str]] = {}
    for name, label in lists.LISTS.items():
        listed.setdefault(label, set()).update(term.name for term in lists.terms(name))
    return pipeline.build(
        paths,
        _passing_folder() if output is None else output,
        processes=processes,
        progress=progress,
        metrics={name: lists.family(name)[::-1] for name in lists.families()},
        listed=listed,
    )


def _passing_folder() -> "Path":
    import atexit
    import tempfile
    from pathlib import Path
    from shutil import rmtree

    folder = tempfile.mkdtemp(prefix="claimgraph-")
    atexit.register(rmtree, folder, ignore_errors=True)
    return Path(folder, "graph")


def __getattr__(name: str) -> Any:
    if name == "Graph":
        from kg.graph import Graph

        return Graph
    if name == "__version__":
        from importlib.metadata import version

        return version("claimgraph")
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
