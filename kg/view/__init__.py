"""The graph as one HTML page that opens offline: networkx places it, pyvis draws it."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import QueryError
from kg.files import replacing
from kg.graph import Graph
from kg.view import layout, nodes
from kg.view.facts import panel

LOOKS = {
    "Method": ("#2563eb", "dot", "●"),
    "Dataset": ("#d97706", "square", "■"),
    "Metric": ("#9333ea", "triangle", "▲"),
    "Task": ("#059669", "diamond", "◆"),
    "Paper": ("#94a3b8", "dot", "●"),
    "Result": ("#dc2626", "star", "★"),
    "Repository": ("#0e7490", "hexagon", "⬢"),
    "Author": ("#be185d", "triangleDown", "▼"),
}
"""Colour, pyvis shape, and the character that stands for it in the legend."""

OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "hideEdgesOnDrag": True},
    "nodes": {
        "borderWidth": 1.5,
        "font": {"color": "#1e293b", "strokeColor": "#ffffff", "face": "system-ui, sans-serif"},
    },
    "edges": {"smooth": False, "color": {"color": "#cbd5e1", "highlight": "#475569", "hover": "#64748b"}},
}

Options = dict[str, Any]

LIMIT = 200
MOST = 3000
LETTERS = 34


def write(
    graph: Graph,
    output: Path | str,
    *,
    around: str | None = None,
    rows: Iterable[Mapping[str, object]] | None = None,
    limit: int | None = None,
) -> dict[str, int]:
    """Write the page and count what is on it.

    It shows what is around a name, or the nodes that a query's rows name, else the most connected ones;
    at most `limit` nodes.
    """
    size = LIMIT if limit is None else limit
    if not 1 <= size <= MOST:
        raise QueryError(f"a page of {size} nodes cannot be drawn; give a limit from 1 to {MOST}")
    if around is not None:
        heading, network = f"Around {around}", nodes.around(graph, around, size)
    elif rows is not None:
        heading, network = "What the query names", nodes.named_in(graph, rows, size)
    else:
        heading, network = "The most connected", nodes.overview(graph, size)
    page = panel(graph, dict(network.nodes(data="label")))
    html = _html(network, page, heading)
    with replacing(Path(output)) as beside:
        beside.write_text(html, encoding="utf-8", newline="\n")
    relationships = sum(len(types) for *_, types in network.edges(data="types"))
    return {"nodes": len(network), "relationships": relationships, "facts": len(page["facts"])}


def _html(network: nx.DiGraph, page: Mapping[str, Any], heading: str) -> str:
    """The page: pyvis's network in a template of our own, since pyvis's asks the internet for Bootstrap."""
    from jinja2 import Environment, FileSystemLoader
    from pyvis import network as pyvis

    here = Path(__file__).parent
    library = Path(pyvis.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js"
    # Developer tools would ask for the map.
    code = library.read_text("utf-8").replace("//# sourceMappingURL=vis-network.min.js.map", "")
    scripts = [code, (here / "page.js").read_text("utf-8")]
    drawing = pyvis.Network(cdn_resources="in_line", heading=heading)
    drawing.options = OPTIONS
    drawing.nodes, drawing.edges = _drawn(network, page["names"])
    drawing.path = "page.html"
    drawing.templateEnv = Environment(loader=FileSystemLoader(here), autoescape=True)
    drawing.templateEnv.globals |= {
        "page": dict(page),
        "looks": list(LOOKS.items()),
        "start": network.graph.get("start"),
        "style": (here / "page.css").read_text("utf-8"),
        "scripts": scripts,
        "hashes": [b64encode(sha256(script.encode()).digest()).decode() for script in scripts],
    }
    return str(drawing.generate_html())


def _drawn(network: nx.DiGraph, names: Mapping[str, str]) -> tuple[list[Options], list[Options]]:
    """pyvis's nodes and edges; its add_node and add_edge would look through all that are there each time."""
    from pyvis.edge import Edge
    from pyvis.node import Node

    places = layout.places(network)
    # Titles of papers are long: the names of entities come first. What is drawn last lies on top.
    ranked = sorted(network, key=lambda id: (network.nodes[id]["label"] == "Paper", -network.degree(id), id))
    drawn = []
    for id in reversed(ranked):
        label, name, (x, y) = network.nodes[id]["label"], names[id], places[id]
        colour, shape, _ = LOOKS[label]
        texts = {"kind": label, "title": f"{label}: {name}", "short": _short(name)}
        # A star fills half of its circle.
        size = layout.size(network.degree(id)) + (3 if shape == "star" else 0)
        drawn.append(Node(id, shape, "", x=x, y=y, size=size, color=_colour(colour), **texts).options)
    edges = [
        Edge(start, end, title=", ".join(_phrase(kind) for kind in types), types=types).options
        for start, end, types in sorted(network.edges(data="types"))
    ]
    return drawn, edges


def _colour(colour: str) -> Options:
    chosen = {"background": colour, "border": "#0f172a"}
    return {"background": colour, "border": "#ffffff", "highlight": chosen, "hover": chosen}


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else name[: LETTERS - 1].rstrip() + "…"


def _phrase(kind: str) -> str:
    return kind.lower().replace("_", " ")
