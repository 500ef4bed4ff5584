"""GEXF for Gephi: names as labels, labels as `type`; lists are joined with ` | `."""

from pathlib import Path

from kg.exports import _values
from kg.files import replacing
from kg.graph import Graph

SUFFIX = ".gexf"
DESCRIPTION = "for Gephi"
THINGS = "nodes and edges"

_RENAMED = {"label": "type", "start": "start_offset", "end": "end_offset"}
"""GEXF takes label for the name to show, start and end for times."""

_NAMES = ("name", "title", "value_text", "text")


def write(graph: Graph, output: Path) -> int:
    """Write the file and count its nodes and edges."""
    from networkx.readwrite.gexf import GEXFWriter

    network = _values.network(graph)
    for id, properties in network.nodes(data=True):
        name = next((properties[key] for key in _NAMES if key in properties), id)
        values = {_RENAMED.get(key, key): value for key, value in properties.items()}
        properties.clear()
        properties.update(_values.flat({"label": name, **values}))
    for _, _, type, properties in network.edges(keys=True, data=True):
        properties.update(_values.flat({"label": type, **properties}))
    writer = GEXFWriter(network)
    # The day on which it was written would make equal graphs differ.
    del writer.xml.find("meta").attrib["lastmodifieddate"]
    with replacing(output) as beside, beside.open("wb") as file:
        writer.write(file)
    return int(network.order() + network.size())
