"""Names as people type them: which nodes answer to one, and what an unknown one may have meant."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.graph import Graph

NAMED = ("Paper", "Method", "Dataset", "Metric", "Task", "Repository", "Author")


def find(graph: "Graph", names: Collection[str]) -> Iterator[tuple[str, str]]:
    """The id and label of each node with one of these ids, names or aliases, in any case."""
    wanted = {name.casefold() for name in names}
    for label in (*NAMED, "Result"):
        for node in graph.nodes(label):
            if answers(node, wanted):
                yield node["id"], label


def answers(node: Mapping[str, Any], folded: Collection[str]) -> bool:
    """Whether a node has one of these case-folded names as its id, name or alias."""
    return any(name.casefold() in folded for name in _names(node))


def hint(graph: "Graph", name: str, labels: Iterable[str] = NAMED) -> str:
    """What to add to a message about a name that no node of these labels answers to."""
    nodes = (node for label in labels for node in graph.nodes(label))
    return nearest(name, (one for node in nodes for one in _names(node)[1:]))


def nearest(name: str, known: Iterable[str]) -> str:
    """What to add to a message about an unknown name: the known one that is most like it, if any is, as it
    is spelled first.
    """
    folded: dict[str, str] = {}
    for one in known:
        folded.setdefault(one.casefold(), one)
    close = get_close_matches(name.casefold(), folded, n=1)
    return f", did you mean {folded[close[0]]!r}?" if close else ""


def _names(node: Mapping[str, Any]) -> list[str]:
    """Everything by which one may ask for a node, its id first."""
    single = (node.get(key) for key in ("id", "name", "title", "arxiv_id"))
    return [name for name in (*single, *(node.get("aliases") or ())) if name]
