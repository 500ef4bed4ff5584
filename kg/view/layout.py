"""Where the nodes of the page stand and how large they are."""

from math import sqrt

import networkx as nx
import numpy as np
from numpy.typing import NDArray

SPACING = 45
"""Pixels between neighbours, about."""
SEED = 7

Place = tuple[int, int]


def places(network: nx.DiGraph) -> dict[str, Place]:
    """Whole pixels around 0, 0: forces decide what is near what, then a disc is filled evenly."""
    tied = nx.Graph()
    tied.add_nodes_from(sorted(network))
    tied.add_edges_from(sorted(network.edges))
    # Parts without a tie would fly apart.
    hubs = [max(sorted(part), key=tied.degree) for part in nx.connected_components(tied)]
    tied.add_edges_from((max(hubs, key=tied.degree), hub) for hub in hubs)
    tied.remove_edges_from(nx.selfloop_edges(tied))
    found = nx.forceatlas2_layout(tied, seed=SEED)
    points = _apart(_even(np.array([found[id] for id in tied], dtype=float)))
    return {id: (round(x), round(y)) for id, (x, y) in zip(tied, points.tolist(), strict=True)}


def _even(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keep the direction from the middle; the distance becomes what its rank has in an evenly filled disc."""
    points = points - np.median(points, axis=0)
    far = np.hypot(points[:, 0], points[:, 1])
    rank = far.argsort(kind="stable").argsort(kind="stable")
    return points * (0.75 * SPACING * np.sqrt(rank) / np.maximum(far, 1e-9))[:, None]


def _apart(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push nodes that are nearer than SPACING away from each other, a little at a time."""
    for _ in range(60):
        between = points[:, None] - points[None]
        far = np.hypot(between[..., 0], between[..., 1])
        np.fill_diagonal(far, SPACING)
        push = np.maximum(SPACING - far, 0) / np.maximum(far, 1e-9)
        points = points + 0.3 * (between * push[..., None]).sum(axis=1)
    return points


def size(degree: int) -> int:
    """The radius of a node with so many neighbours."""
    return min(30, round(5 + 2.6 * sqrt(degree)))
