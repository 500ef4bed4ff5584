"""Every export holds the whole graph, whatever its texts are, and equal graphs give equal files."""

import resource
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import birds
import hostile
import networkx as nx
import pytest
import rdflib
from rdflib import RDF, URIRef
from rdflib.namespace import XSD

from kg import schema
from kg.errors import GraphError
from kg.exports import formats
from kg.graph import Graph
from kg.resources import folder

FORMATS = formats()
each_format = pytest.mark.parametrize("module", FORMATS.values(), ids=FORMATS)
GRAPHS = {"birds": birds.build, "hostile": hostile.build}


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Graph:
    return GRAPHS[request.param](tmp_path / "graph")


def turtle(graph: Graph, output: Path) -> rdflib.Graph:
    FORMATS["turtle"].write(graph, output)
    return rdflib.Graph().parse(output)


def test_formats_are_the_modules_of_the_folder():
    assert list(FORMATS) == ["gexf", "graphml", "ntriples", "turtle"]
    assert {module.SUFFIX for module in FORMATS.values()} == {".gexf", ".graphml", ".nt", ".ttl"}
    assert {module.THINGS for module in FORMATS.values()} == {"nodes and edges", "triples"}
    assert all(module.DESCRIPTION for module in FORMATS.values())


@each_format
def test_equal_graphs_give_equal_files(module: ModuleType, graph: Graph, tmp_path: Path):
    first, second = tmp_path / "first", tmp_path / "second"
    assert module.write(graph, first) == module.write(Graph(graph.path), second) > 0
    assert first.read_bytes() == second.read_bytes()


# RDF


def test_each_node_is_in_the_turtle_with_all_its_values(graph: Graph, tmp_path: Path):
    found = turtle(graph, tmp_path / "graph.ttl")
    for label in schema.load().labels.values():
        nodes = {URIRef(schema.iri(node["id"])): node for node in graph.nodes(label.name)}
        assert set(found.subjects(RDF.type, URIRef(label.iri))) == nodes.keys()
        for subject, node in nodes.items():
            for item in label.properties:
                value = node[item.name]
                expected = value if isinstance(value, list) else [] if value is None else [value]
                said = [literal.value for literal in found.objects(subject, URIRef(item.iri))]
                assert Counter(map(str, said)) == Counter(map(as_rdf, expected)), f"{subject} {item.name}"


def as_rdf(value: object) -> str:
    return str(Decimal(hostile.PLAIN_VALUES.get(value, str(value))) if isinstance(value, float) else value)


def test_each_relationship_is_in_the_turtle(graph: Graph, tmp_path: Path):
    found = turtle(graph, tmp_path / "graph.ttl")
    for kind in schema.load().relationships.values():
        rows = list(graph.relationships(kind.name))
        ends = {(URIRef(schema.iri(row["start"])), URIRef(schema.iri(row["end"]))) for row in rows}
        assert len(ends) == len(rows) == graph.manifest["relationships"][kind.name]
        assert set(found.subject_objects(URIRef(kind.iri))) == ends


def test_properties_of_relationships_are_in_statements(tmp_path: Path):
    found = turtle(hostile.build(tmp_path / "graph"), tmp_path / "graph.ttl")
    rows = found.query(
        """
        PREFIX cg: <https://w3id.org/claimgraph/ontology#>
        PREFIX mls: <http://www.w3.org/ns/mls#>
        SELECT ?start ?end ?results ?metric ?value WHERE {
            ?statement a cg:Evaluation ; rdf:subject ?start ; rdf:predicate cg:evaluatedOn ; rdf:object ?end ;
                cg:results ?results ; cg:best [ cg:metric ?metric ; mls:hasValue ?value ] .
            ?start cg:evaluatedOn ?end . }
        ORDER BY ?metric
        """
    )
    ends = (URIRef(schema.iri(hostile.METHOD)), URIRef(schema.iri(hostile.DATASET)))
    assert [tuple(term.toPython() if n > 1 else term for n, term in enumerate(row)) for row in rows] == [
        (*ends, 4, "accuracy", Decimal("84.5")),
        (*ends, 4, "zz", Decimal("0.00001")),
    ]


def test_turtle_and_ntriples_say_the_same(graph: Graph, tmp_path: Path):
    read = turtle(graph, tmp_path / "graph.ttl")
    count = FORMATS["ntriples"].write(graph, tmp_path / "graph.nt")
    assert set(rdflib.Graph().parse(tmp_path / "graph.nt", format="nt")) == set(read)
    assert count == len(read) == len((tmp_path / "graph.nt").read_text().splitlines())
    assert FORMATS["turtle"].write(graph, tmp_path / "again.ttl") == count


def test_no_resource_is_without_a_name(graph: Graph, tmp_path: Path):
    terms = {term for triple in turtle(graph, tmp_path / "graph.ttl") for term in triple}
    assert not [term for term in terms if isinstance(term, rdflib.BNode)]


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_numbers_are_in_plain_decimal_notation(name: str, tmp_path: Path):
    output = tmp_path / "graph"
    FORMATS[name].write(hostile.build(tmp_path / "folder"), output)
    found = rdflib.Graph().parse(output, format="turtle")
    values = set(found.objects(None, URIRef("http://www.w3.org/ns/mls#hasValue")))
    assert {str(value) for value in values} == set(hostile.PLAIN_VALUES.values())
    assert {value.datatype for value in values} == {XSD.decimal}


def test_known_units_are_said_as_qudt_too(tmp_path: Path):
    found = turtle(hostile.build(tmp_path / "graph"), tmp_path / "graph.ttl")
    units = set(found.objects(None, URIRef("http://qudt.org/schema/qudt/hasUnit")))
    assert units == {URIRef("http://qudt.org/vocab/unit/PERCENT")}


def test_the_turtle_conforms_to_the_shapes_and_would_not_without_a_title(graph: Graph, tmp_path: Path):
    pyshacl = pytest.importorskip("pyshacl")
    shapes = rdflib.Graph().parse(folder("schema") / "claimgraph.ttl")
    found = turtle(graph, tmp_path / "graph.ttl")
    conforms, _, report = pyshacl.validate(found, shacl_graph=shapes, ont_graph=shapes)
    assert conforms, report
    found.remove((None, rdflib.DCTERMS.title, None))
    assert not pyshacl.validate(found, shacl_graph=shapes, ont_graph=shapes)[0]


def test_the_turtle_reads_well(tmp_path: Path):
    FORMATS["turtle"].write(hostile.build(tmp_path / "graph"), tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "@base <https://w3id.org/claimgraph/> .\n" in text
    assert (
        "\n<paper/math/0211159>\n"
        "    a cg:Paper, fabio:Preprint, schema:ScholarlyArticle ;\n"
        '    dcterms:title "Bare href" ;\n'
        '    dcterms:abstract "A-B." ;\n'
        '    dcterms:issued "2002-11-10"^^xsd:date ;\n'
        "    cg:evaluatesOn <dataset/a-b> .\n"
    ) in text


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_a_relationship_of_a_node_that_is_not_there_is_not_lost_silently(name: str, tmp_path: Path):
    graph = hostile.build(tmp_path / "graph", drop=("Method", hostile.METHOD))
    with pytest.raises(GraphError, match=r"start at method/bad-href-net-網, no Method; build it"):
        FORMATS[name].write(graph, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# networkx


@pytest.mark.parametrize(
    ("name", "read", "label"),
    [("graphml", nx.read_graphml, "label"), ("gexf", nx.read_gexf, "type")],
)
def test_networkx_reads_all_nodes_and_edges_back(name: str, read, label: str, graph: Graph, tmp_path: Path):
    count = FORMATS[name].write(graph, tmp_path / "graph.xml")
    network = read(tmp_path / "graph.xml")
    manifest = graph.manifest
    assert Counter(kind for _, kind in network.nodes(data=label)) == Counter(manifest["nodes"])
    types = (edge["type" if name == "graphml" else "label"] for *_, edge in network.edges(data=True))
    assert Counter(types) == Counter(manifest["relationships"])
    assert count == len(network) + network.number_of_edges()


def test_graphml_holds_values_lists_and_unique_edge_ids(tmp_path: Path):
    FORMATS["graphml"].write(hostile.build(tmp_path / "graph"), tmp_path / "graph.graphml")
    network = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    paper = network.nodes[hostile.PAPER]
    assert paper["title"] == hostile.SCRIPT
    assert paper["categories"] == "cs.CV | cs.AI"
    assert paper["abstract"] == hostile.ABSTRACT.replace("\x07", "\ufffd")
    assert "author/alert\ufffd" in network
    ids = [key for *_, key in network.edges(keys=True)]
    assert len(ids) == len(set(ids))
    (evaluation,) = network[hostile.METHOD][hostile.DATASET].values()
    lists = {"metrics": "accuracy | zz", "best": "84.5 | 1e-05"}
    assert evaluation == {"type": "EVALUATED_ON", "results": 4, **lists}


def test_gexf_holds_values_names_and_no_clock(tmp_path: Path):
    FORMATS["gexf"].write(hostile.build(tmp_path / "graph"), tmp_path / "graph.gexf")
    network = nx.read_gexf(tmp_path / "graph.gexf")
    assert network.nodes[hostile.PAPER]["label"] == hostile.SCRIPT
    result = network.nodes["result/2401.00001/abstract/0-9"]
    assert (result["value"], result["type"], result["kind"]) == (84.5, "Result", "absolute")
    assert result["start_offset"] == hostile.place("84.5")["start"]
    assert "lastmodified" not in (tmp_path / "graph.gexf").read_text(encoding="utf-8")


# Trouble


@each_format
def test_what_cannot_be_written_is_one_line_and_leaves_nothing(module: ModuleType, tmp_path: Path):
    graph, output = birds.build(tmp_path / "graph"), tmp_path / "missing" / "file"
    with pytest.raises(GraphError, match=r"missing.file: cannot be written: No such file") as error:
        module.write(graph, output)
    assert "\n" not in str(error.value)
    (tmp_path / "folder").mkdir()
    with pytest.raises(GraphError, match="folder: cannot be written: Is a directory"):
        module.write(graph, tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "graph"]


@each_format
def test_a_full_disk_leaves_the_file_as_it_was(module: ModuleType, tmp_path: Path):
    graph, output = birds.build(tmp_path / "graph"), tmp_path / "file"
    output.write_text("before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(GraphError, match="cannot be written: File too large"):
            module.write(graph, output)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert output.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "graph"]
