"""The graph as XML formats can hold it."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.graph import Graph

if TYPE_CHECKING:
    import networkx as nx

SEPARATOR = " | "
"""What stands between the items of a list."""

_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network(graph: Graph) -> "nx.MultiDiGraph":
    """The graph in memory, with ids that XML can hold."""
    import networkx as nx

    found = graph.to_networkx()
    return nx.relabel_nodes(found, {id: _flat(id) for id in found if _IMPOSSIBLE.search(id)}, copy=False)


def flat(properties: Mapping[str, object]) -> dict[str, object]:
    """Lists joined, and U+FFFD for the control characters that XML forbids."""
    return {name: _flat(value) for name, value in properties.items()}


def _flat(value: object) -> object:
    if isinstance(value, list):
        value = SEPARATOR.join(map(str, value))
    return _IMPOSSIBLE.sub("\ufffd", value) if isinstance(value, str) else value
