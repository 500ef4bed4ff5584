"""Which part of the graph a page shows: the most connected, what is around a name, or what rows name."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import networkx as nx

from kg.errors import GraphError, QueryError
from kg.graph import Graph
from kg.lookup import find, hint
from kg.schema import load

OVERVIEW = ("Paper", "Method", "Dataset", "Metric", "Task")
STEPS = 2


def overview(graph: Graph, limit: int) -> nx.DiGraph:
    """The most connected entities and papers with results."""
    network = _connections(graph, OVERVIEW)
    reporting = {row["start"] for row in graph.relationships("REPORTS")}
    if reporting:
        labels = network.nodes(data="label")
        network.remove_nodes_from([id for id, label in labels if label == "Paper" and id not in reporting])
    if not network:
        raise GraphError(f"{graph.path}: the graph has no relationships to draw; build it from more papers")
    papers, entities = _parted(network)
    # In a large graph no paper has as many connections as entities have, but it is papers that join them.
    known = entities[: limit - min(len(papers), limit // 3)]
    joined = network.subgraph([*known, *papers])
    best = network.subgraph([*known, *_by_degree(joined, papers)[: limit - len(known)]])
    return best.subgraph([id for id in best if best.degree(id)] or best)


def _parted(network: nx.DiGraph) -> tuple[list[str], list[str]]:
    """The papers and all others, the most connected first."""
    parts: tuple[list[str], list[str]] = [], []
    for id in _by_degree(network, network):
        parts[network.nodes[id]["label"] != "Paper"].append(id)
    return parts


def around(graph: Graph, name: str, limit: int) -> nx.DiGraph:
    """What is at most two steps from the nodes with this name; the nearest stay when there are too many."""
    centres = dict(find(graph, {name}))
    if not centres:
        near = hint(graph, name) or "; search the page that kg view writes without a name"
        raise QueryError(f"the graph has no {name!r}{near}")
    network = _connections(graph, {*OVERVIEW, "Result", *centres.values()})
    network.add_nodes_from((id, {"label": label}) for id, label in centres.items())
    steps = dict.fromkeys(centres, 0)
    for step in range(1, STEPS + 1):
        for id in list(steps):
            # The results of the papers around are about something else.
            found = (one for one in _neighbours(network, id) if step == 1 or not _is_result(network, one))
            steps |= {one: step for one in found if one not in steps}
    nearest = sorted(_by_degree(network.subgraph(steps), steps), key=lambda id: steps[id])
    network.graph["start"] = nearest[0]
    return network.subgraph(nearest[:limit])


def named_in(graph: Graph, rows: Iterable[Mapping[str, object]], limit: int) -> nx.DiGraph:
    """The nodes whose id or name stands in a cell of the rows, and those that join at least two of them."""
    named = dict(find(graph, {text for row in rows for text in _texts(list(row.values()))}))
    if not named:
        raise QueryError("the rows name no node of the graph; return names or ids of nodes to draw them")
    network = _connections(graph, {*OVERVIEW, *named.values()})
    network.add_nodes_from((id, {"label": label}) for id, label in named.items())
    joints = [id for id in network if id not in named and len(_neighbours(network, id) & named.keys()) > 1]
    order = [*_by_degree(network, named), *_by_degree(network, joints)]
    return network.subgraph(order[:limit])


def _connections(graph: Graph, labels: Collection[str]) -> nx.DiGraph:
    """All nodes of these labels that have a relationship, one edge for each pair with its types."""
    network = nx.DiGraph()
    for kind in load().relationships.values():
        if not any(start in labels and end in labels for start, end in kind.pairs):
            continue
        for row in graph.relationships(kind.name):
            if row["start_label"] in labels and row["end_label"] in labels:
                start, end = row["start"], row["end"]
                network.add_node(start, label=row["start_label"])
                network.add_node(end, label=row["end_label"])
                if not network.has_edge(start, end):
                    network.add_edge(start, end, types=[])
                network.edges[start, end]["types"].append(kind.name)
    return network


def _neighbours(network: nx.DiGraph, id: str) -> set[str]:
    return {*network.successors(id), *network.predecessors(id)}


def _is_result(network: nx.DiGraph, id: str) -> bool:
    return bool(network.nodes[id]["label"] == "Result")


def _by_degree(network: nx.DiGraph, ids: Iterable[str]) -> list[str]:
    return sorted(ids, key=lambda id: (-network.degree(id), id))


def _texts(value: object) -> Iterator[str]:
    """The texts in a cell, in lists and maps too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
