"""The schema says what the graph is, in vocabularies that exist; what does not fit it is refused by name."""

import subprocess
import sys
from typing import Any

import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef, namespace
from rdflib.namespace import DCTERMS, FOAF, OWL, RDF, RDFS, SH

from kg import schema
from kg.errors import SchemaError
from kg.resources import folder

LABELS = {
    "Author": "name",
    "Dataset": "name aliases[] papers:int",
    "Mention": "text field start:int end:int rule role?",
    "Method": "name aliases[] generic:bool papers:int",
    "Metric": "name aliases[] papers:int direction? family?",
    "Paper": "title abstract arxiv_id? version:int? doi? published? updated? year:int? categories[] comment? "
    "journal? sources[]",
    "Repository": "name url host",
    "Result": "value:float value_high:float? value_text unit? kind qualifier? efficiency:bool ours:bool "
    "setting? sentence field start:int end:int rule method_rule? dataset_rule? versus_rule?",
    "Task": "name aliases[] papers:int",
}
RELATIONSHIPS = {
    "ADDRESSES": ("Paper", "Task"),
    "AUTHORED_BY": ("Paper", "Author", "position:int"),
    "COMPARED_WITH": ("Result", "Method"),
    "COMPARES_WITH": ("Paper", "Method"),
    "EVALUATED_ON": ("Method", "Dataset", "results:int metrics[] best:float[]"),
    "EVALUATES_ON": ("Paper", "Dataset"),
    "FOR_TASK": ("Result", "Task"),
    "HAS_CODE": ("Paper", "Repository"),
    "IN": ("Mention", "Paper"),
    "INTRODUCES": ("Paper", "Dataset Method"),
    "MEASURED_BY": ("Result", "Metric"),
    "MEASURES": ("Paper", "Metric"),
    "OF": ("Mention", "Dataset Method Metric Repository Task"),
    "OF_METHOD": ("Result", "Method"),
    "ON_DATASET": ("Result", "Dataset"),
    "REPORTS": ("Paper", "Result"),
    "USES": ("Paper", "Method"),
}

CLOSED = [
    getattr(namespace, name)
    for name in ("DC", "DCTERMS", "FOAF", "OWL", "RDF", "RDFS", "SDO", "SH", "SKOS", "VANN", "XSD")
]
"""Vocabularies whose terms rdflib lists."""

CHECKED = {
    # FaBiO, http://purl.org/spar/fabio: it is hasArXivId, and there is no fabio:abstract
    "http://purl.org/spar/fabio/": {"Preprint", "hasArXivId"},
    # ML-Schema, github.com/ML-Schema/core, MLSchema.ttl
    "http://www.w3.org/ns/mls#": {
        "Algorithm",
        "Dataset",
        "EvaluationMeasure",
        "ModelEvaluation",
        "Task",
        "hasValue",
        "specifiedBy",
    },
    # NIF 2.0 core, github.com/NLP2RDF/ontologies, nif-core/nif-core.ttl
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#": {
        "Phrase",
        "anchorOf",
        "beginIndex",
        "endIndex",
    },
    # ITS 2.0 in RDF, www.w3.org/2005/11/its/rdf
    "http://www.w3.org/2005/11/its/rdf#": {"taIdentRef"},
    # PRISM 2.0 basic, as FaBiO uses it
    "http://prismstandard.org/namespaces/basic/2.0/": {"doi"},
    # QUDT, github.com/qudt/qudt-public-repo, the vocabulary of units
    "http://qudt.org/vocab/unit/": {
        "DeciB",
        "GigaBYTE",
        "HR",
        "HZ",
        "KiloBYTE",
        "MIN",
        "MegaBYTE",
        "MilliSEC",
        "PERCENT",
        "SEC",
    },
    # not a vocabulary: the licence of the ontology
    "https://www.apache.org/licenses/": {"LICENSE-2.0"},
}
"""Terms of the other vocabularies, each looked up in the file or the site named."""


@pytest.fixture(scope="module")
def turtle() -> Graph:
    """The file as triples."""
    return Graph().parse(folder("schema") / "claimgraph.ttl")


def brief(items: tuple[schema.Property, ...]) -> str:
    """The properties in the notation of the tables above."""
    return " ".join(
        item.name
        + ("" if item.type.startswith("string") else f":{item.type.removesuffix('[]')}")
        + ("[]" if item.type.endswith("[]") else "" if item.required else "?")
        for item in items
    )


def test_the_labels_are_the_designed_ones() -> None:
    assert {name: brief(label.properties) for name, label in schema.load().labels.items()} == LABELS


def test_the_relationships_are_the_designed_ones() -> None:
    declared = {}
    for name, type in schema.load().relationships.items():
        starts, ends = zip(*type.pairs, strict=True)
        declared[name] = (*set(starts), " ".join(ends), *filter(None, [brief(type.properties)]))
    assert declared == RELATIONSHIPS


def test_every_term_of_another_vocabulary_exists_in_it(turtle: Graph) -> None:
    external = {
        str(term)
        for triple in turtle
        for term in triple
        if isinstance(term, URIRef) and not term.startswith(schema.BASE)
    }
    closed = {iri for iri in external if any(URIRef(iri) in vocabulary for vocabulary in CLOSED)}
    assert external - closed == {f"{place}{name}" for place, names in CHECKED.items() for name in names}


def test_every_label_is_a_case_of_a_known_class_and_says_what_it_is() -> None:
    for label in schema.load().labels.values():
        assert label.classes
        assert not any(name.startswith(schema.BASE) for name in label.classes)
        assert label.description.endswith(".")
        assert all(item.description.endswith(".") for item in label.properties)


def test_own_terms_are_declared_and_used(turtle: Graph) -> None:
    terms = {term for triple in turtle for term in triple if isinstance(term, URIRef)}
    own = {term for term in terms if term.startswith(schema.ONTOLOGY)}
    declared = {term for term in own if (term, RDF.type, None) in turtle}
    assert own == declared
    used = {term for _, predicate, term in turtle if predicate != RDF.type} | set(turtle.predicates())
    paths = [term for term in declared if "Property" in str(turtle.value(term, RDF.type))]
    assert set(paths) <= used
    for item, path in turtle.subject_objects(SH.path):
        if path in declared:
            kind = OWL.DatatypeProperty if (item, SH.datatype, None) in turtle else OWL.ObjectProperty
            assert (path, RDF.type, kind) in turtle, path


def test_a_name_stands_for_one_thing(turtle: Graph) -> None:
    for shape in set(turtle.subjects(RDF.type, SH.NodeShape)):
        for what in (SH.name, SH.path, SH.order):
            values = [
                value for item in turtle.objects(shape, SH.property) for value in turtle.objects(item, what)
            ]
            assert len(values) == len(set(values)), (shape, what)
    types = [str(name) for name in turtle.objects(None, SH.name) if str(name).isupper()]
    assert sorted(types) == sorted(RELATIONSHIPS), "each relationship type is declared once"


def test_the_shapes_are_shapes_and_refuse_what_does_not_fit(turtle: Graph) -> None:
    paper, author = URIRef(schema.iri("paper/1")), URIRef(schema.iri("author/a"))
    labels, types = schema.load().labels, schema.load().relationships
    triples: list[tuple[Any, Any, Any]] = [
        (paper, RDF.type, URIRef(labels["Paper"].iri)),
        (author, RDF.type, URIRef(labels["Author"].iri)),
        (author, FOAF.name, Literal("A")),
        (paper, DCTERMS.title, Literal("T")),
        (paper, DCTERMS.abstract, Literal("A")),
        (paper, URIRef(types["AUTHORED_BY"].iri), author),
    ]
    good = Graph()
    for triple in triples:
        good.add(triple)
    assert pyshacl.validate(good, shacl_graph=turtle, meta_shacl=True)[0]
    for missing in triples[1:5]:
        assert not pyshacl.validate(good - Graph().add(missing), shacl_graph=turtle)[0], missing


GOOD = {"id": "metric/a", "name": "a", "aliases": ["b"], "papers": 1, "direction": None, "family": "f"}
ENDS = {"start_label": "Method", "start": "method/a", "end_label": "Dataset", "end": "dataset/b"}
JOINED = ENDS | {"results": 1, "metrics": [], "best": []}


@pytest.mark.parametrize(("name", "row"), [("Metric", GOOD), ("EVALUATED_ON", JOINED)])
def test_what_fits_is_let_through(name: str, row: dict[str, object]) -> None:
    schema.check(name, row)
    schema.check(name, {key: value for key, value in row.items() if value is not None})


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("Metrics", GOOD, "the schema declares no label or relationship 'Metrics', did you mean 'Metric'?"),
        (
            "Metric",
            GOOD | {"nam": "a"},
            "Metric metric/a: the schema declares no property 'nam', did you mean 'name'?",
        ),
        ("Metric", GOOD | {"name": None}, "Metric metric/a: name is None, must be string"),
        ("Metric", GOOD | {"papers": True}, "Metric metric/a: papers is True, must be int"),
        ("Metric", GOOD | {"papers": 2**63}, "papers is 9223372036854775808, must be int"),
        ("Metric", GOOD | {"aliases": None}, "aliases is None, must be string[]"),
        ("Metric", GOOD | {"aliases": ["a", None]}, "aliases is ['a', None], must be string[]"),
        ("Metric", GOOD | {"direction": "up"}, "direction is 'up', must be one of higher, lower or null"),
        ("Metric", GOOD | {"family": 1}, "family is 1, must be string or null"),
        ("Metric", GOOD | {"id": ""}, "id is '', must be a non-empty string"),
        ("Metric", {}, "Metric ?: id is None, must be a non-empty string"),
        (
            "EVALUATED_ON",
            JOINED | {"best": [float("nan")]},
            "method/a -> dataset/b: best is [nan], must be float[]",
        ),
        ("EVALUATED_ON", JOINED | {"best": [1]}, "best is [1], must be float[]"),
        ("EVALUATED_ON", JOINED | {"start": None}, "start is None, must be a non-empty string"),
        ("USES", ENDS, "USES method/a -> dataset/b: the schema declares no USES from Method to Dataset"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(name: str, row: dict[str, object], said: str) -> None:
    with pytest.raises(SchemaError) as raised:
        schema.check(name, row)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("id", "iri"),
    [
        ("paper/2202.09741", "https://w3id.org/claimgraph/paper/2202.09741"),
        ("author/rényi-李", "https://w3id.org/claimgraph/author/rényi-李"),
        ('a b<c>"{d}|\\^`%#?', "https://w3id.org/claimgraph/a%20b%3Cc%3E%22%7Bd%7D%7C%5C%5E%60%25%23%3F"),
    ],
)
def test_an_id_is_the_path_of_its_iri(id: str, iri: str) -> None:
    assert schema.iri(id) == iri
    assert URIRef(iri).n3() == f"<{iri}>", "an IRI that rdflib writes"


def test_a_statement_is_named_by_what_it_states() -> None:
    iri = schema.statement_iri("paper/1", "AUTHORED_BY", "author/a")
    assert iri == "https://w3id.org/claimgraph/paper/1/AUTHORED_BY/author/a"


def test_every_relationship_with_properties_has_a_class_of_statements(turtle: Graph) -> None:
    for type in schema.load().relationships.values():
        assert bool(type.properties) == bool(type.statement)
        if type.statement:
            assert (URIRef(type.statement), RDFS.subClassOf, RDF.Statement) in turtle


def test_lists_that_belong_together_name_the_class_of_their_entries() -> None:
    found = {item.name: item.entries for item in schema.load().relationships["EVALUATED_ON"].properties}
    entries = schema.Entries(iri=f"{schema.ONTOLOGY}best", cls=f"{schema.ONTOLOGY}Best")
    assert found == {"results": None, "metrics": entries, "best": entries}


def test_ids_are_unique_and_names_are_looked_up() -> None:
    assert schema.unique() == [(label, "id") for label in LABELS]
    assert schema.indexes() == [
        (label, "arxiv_id" if label == "Paper" else "name")
        for label in LABELS
        if label not in ("Mention", "Result")
    ]


def test_units_are_those_of_qudt() -> None:
    assert schema.load().units["%"] == "http://qudt.org/vocab/unit/PERCENT"
    assert set(schema.load().units) == {"%", "dB", "ms", "s", "min", "h", "Hz", "KB", "MB", "GB"}


def test_the_module_starts_without_rdflib() -> None:
    script = "import sys, kg.schema; kg.schema.iri('a'); print('rdflib' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
