"""GraphML for networkx, igraph, Gephi, yEd and Cytoscape; lists are joined with ` | `."""

from pathlib import Path

from kg.exports import _values
from kg.files import replacing
from kg.graph import Graph

SUFFIX = ".graphml"
DESCRIPTION = "for networkx, igraph, Gephi, yEd, Cytoscape"
THINGS = "nodes and edges"


def write(graph: Graph, output: Path) -> int:
    """Write the file and count its nodes and edges."""
    import networkx as nx

    network = _values.network(graph)
    numbered = nx.MultiDiGraph()
    numbered.add_nodes_from((id, _values.flat(properties)) for id, properties in network.nodes(data=True))
    # The key becomes the id of the edge in the file, where it must be unique.
    for number, (start, end, type, properties) in enumerate(network.edges(keys=True, data=True)):
        numbered.add_edge(start, end, key=f"e{number}", type=type, **_values.flat(properties))
    with replacing(output) as beside:
        # The writer that takes lxml where it is installed would give other bytes there.
        nx.write_graphml_xml(numbered, beside)
    return int(network.order() + network.size())
