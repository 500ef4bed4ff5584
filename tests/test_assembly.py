"""What facts become: which names are one entity, what it is called, and what papers and results say of it."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pyarrow.parquet as pq
import pytest
from braces import extract, graph_of, listing

from kg import assembly, schema
from kg.errors import GraphError, SchemaError
from kg.graph import Graph
from kg.model import Mention, Paper
from kg.pipeline import build


def names(graph: Graph, label: str = "Method") -> dict[str, str]:
    return {node["id"]: node["name"] for node in graph.nodes(label)}


def edges(graph: Graph, type: str) -> set[tuple[str, str]]:
    return {(row["start"], row["end"]) for row in graph.relationships(type)}


def node(graph: Graph, label: str, id: str) -> dict[str, object]:
    return next(node for node in graph.nodes(label) if node["id"] == id)


def entities_of_mentions(graph: Graph, paper: int) -> set[str]:
    return {end for start, end in edges(graph, "OF") if start.startswith(f"mention/2401.{paper:05}/")}


IDENTITIES = [
    # One paper: an abbreviation and its long form are one method, under the commoner name.
    ("{Method CNN = Convolutional Network}, {Method CNN}", ["method/cnn"]),
    ("{Method CNN = Convolutional Network} {Method Convolutional network} {Method CNN}", ["method/cnn"]),
    (
        "{Method ConvNet = convolutional network} {Method CNN = convolutional network} {Method CNN}",
        ["method/cnn"],
    ),
    # Spelling does not count; a plus does.
    ("{Method Res-Net} {Method res net} {Method RES–NET}", ["method/res-net"]),
    ("{Method DeepLab} {Method DeepLab+}", ["method/deeplab", "method/deeplabplus"]),
    # Papers: a bare abbreviation joins the only long form that is known.
    ("{Method CNN = convolutional network} | {Method CNN}", ["method/cnn"]),
    # Two long forms stay two methods, and the bare abbreviation is neither.
    (
        "{Method CNN = convolutional network} | {Method CNN = cellular network}",
        ["method/cnn--cellular-network", "method/cnn--convolutional-network"],
    ),
    (
        "{Method CNN = convolutional network} | {Method CNN = cellular network} | {Method CNN}",
        ["method/cnn", "method/cnn--cellular-network", "method/cnn--convolutional-network"],
    ),
    # Two abbreviations of one long form are one method, and so is the long form alone.
    (
        "{Method CNN = conv net} | {Method ConvN = conv net} {Method ConvN} | {Method conv net}",
        ["method/convn"],
    ),
    # Plurals and hyphens do not make another long form.
    (
        "{Method NN = neural nets} | {Method NN = neural net} | {Method NN} | {Method neural net}",
        ["method/nn"],
    ),
    ("{Method CP = contrastive pre-training} | {Method CP = Contrastive Pretraining}", ["method/cp"]),
    # A name that is spelt out in one paper and means itself in another is no chain.
    ("{Method A = B} | {Method B = C} | {Method B}", ["method/a", "method/b"]),
    # Labels do not mix.
    ("{Method AP = affinity propagation} | {Task AP}", ["method/ap"]),
]


@pytest.mark.parametrize(("abstracts", "ids"), IDENTITIES)
def test_names_are_one_entity_if_their_papers_say_so(abstracts: str, ids: list[str], tmp_path: Path) -> None:
    assert list(names(graph_of(tmp_path, *abstracts.split(" | ")))) == ids


def test_a_mention_belongs_to_the_entity_that_its_own_paper_means(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        "{Method CNN = convolutional network} and {Method CNN}",
        "{Method CNN} is a {Method CNN = cellular network}",
        "{Method CNN}",
    )
    assert [entities_of_mentions(graph, paper) for paper in (1, 2, 3)] == [
        {"method/cnn--convolutional-network"}, {"method/cnn--cellular-network"}, {"method/cnn"},
    ]  # fmt: skip


def test_a_name_of_the_word_list_means_the_same_in_every_paper_that_does_not_spell_it_out(
    tmp_path: Path,
) -> None:
    abstracts = "{Metric AP = answer probability}", "{Metric AP}", "{Metric AP}"
    joined = graph_of(tmp_path / "joined", *abstracts)
    assert names(joined, "Metric") == {"metric/ap": "AP"}
    apart = graph_of(tmp_path / "apart", *abstracts, listed={"Metric": ["AP"]})
    assert names(apart, "Metric") == {"metric/ap": "AP", "metric/ap--answer-probability": "AP"}
    assert entities_of_mentions(apart, 1) == {"metric/ap--answer-probability"}
    assert entities_of_mentions(apart, 2) == {"metric/ap"}


def test_the_name_is_the_commonest_then_the_shortest_and_the_others_are_aliases(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path, "{Method Res Net = residual  Network} {Method ResNet}", "{Method Res-Net} {Method res-net}"
    )
    assert names(graph) == {"method/res-net": "Res Net", "method/resnet": "ResNet"}
    assert node(graph, "Method", "method/res-net")["aliases"] == ["Res-Net", "res-net", "residual Network"]


def test_an_entity_counts_its_papers_not_its_mentions(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "{Task VQA} {Task VQA}", "{Task VQA}", "{Task OCR}")
    assert {node["id"]: node["papers"] for node in graph.nodes("Task")} == {"task/ocr": 1, "task/vqa": 2}


def test_a_method_is_generic_if_most_of_its_mentions_are(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "{~Method KD} {~Method KD} {Method KD}", "{~Method RL} {Method RL}")
    assert {node["id"]: node["generic"] for node in graph.nodes("Method")} == {
        "method/kd": True,
        "method/rl": False,
    }


def test_a_metric_has_the_direction_and_family_that_it_is_given(tmp_path: Path) -> None:
    facets = {"Error Rate": ("lower", "error"), "IoU": (None, None), "absent": ("higher", None)}
    graph = graph_of(tmp_path, "{Metric error rate} {Metric IoU} {Metric warmth}", metrics=facets)
    found = {node["name"]: (node["direction"], node["family"]) for node in graph.nodes("Metric")}
    assert found == {"error rate": ("lower", "error"), "IoU": (None, None), "warmth": (None, None)}


def test_the_strongest_role_decides_how_a_paper_hangs_on_an_entity(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        "{Method A: used} {Method A: introduced} {Method A: compared} {Method B: used} {Method B: compared} "
        "{Method C}",
        "{Dataset D: used} {Dataset D: introduced} {Dataset E} {Metric M} {Task T}",
    )
    one, two = "paper/2401.00001", "paper/2401.00002"
    found = {type: edges(graph, type) for type in graph.manifest["relationships"]}
    assert found["INTRODUCES"] == {(one, "method/a"), (two, "dataset/d")}
    assert found["COMPARES_WITH"] == {(one, "method/b")}
    assert found["USES"] == {(one, "method/c")}
    assert found["EVALUATES_ON"] == {(two, "dataset/e")}
    assert found["MEASURES"] == {(two, "metric/m")}
    assert found["ADDRESSES"] == {(two, "task/t")}


def test_a_repository_is_one_whatever_the_case_of_its_address(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "{Repository github.com/Ann/Net--x}", "{Repository github.com/ann/net--x}",
                     "{Repository github.com/Ann/Net--x} {Repository ann.github.io}")  # fmt: skip
    assert list(graph.nodes("Repository")) == [
        {
            "id": "repo/ann.github.io", "name": "ann.github.io", "url": "https://ann.github.io",
            "host": "ann.github.io",
        },
        {
            "id": "repo/github.com/ann/net--x", "name": "Ann/Net--x", "url": "https://github.com/Ann/Net--x",
            "host": "github.com",
        },
    ]  # fmt: skip
    assert ("paper/2401.00002", "repo/github.com/ann/net--x") in edges(graph, "HAS_CODE")


def test_authors_keep_their_order_and_one_name_is_one_author(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        {"title": "One", "id": "2401.00001", "abstract": "x", "authors": ["Zoé Ray", "Bo Li", "Zoe Ray"]},
        {"title": "Two", "id": "2401.00002", "abstract": "x", "authors": ["Bo Li", "Zoé Ray"]},
    )
    assert names(graph, "Author") == {"author/bo-li": "Bo Li", "author/zoe-ray": "Zoé Ray"}
    found = [(row["start"][-1], row["end"], row["position"]) for row in graph.relationships("AUTHORED_BY")]
    assert found == [
        ("1", "author/bo-li", 2),
        ("1", "author/zoe-ray", 1),
        ("2", "author/bo-li", 1),
        ("2", "author/zoe-ray", 2),
    ]


RESULTS = (
    "{Method A: introduced} {Method B} {Dataset D} {Metric acc} {Metric err} {Task T} "
    "{91.5 absolute method=A; dataset=D; metric=acc; task=T; versus=B} "
    "{90 absolute method=A; dataset=D; metric=acc} {7.5 absolute method=A; dataset=D; metric=err} "
    "{8 absolute method=A; dataset=D; metric=err} "
    "{99 delta method=A; dataset=D; metric=acc} {5 absolute method=B; dataset=D} {3 absolute metric=acc}"
)


def test_a_result_hangs_on_what_fills_its_slots(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, RESULTS)
    start = RESULTS.index("91.5")
    result = f"result/2401.00001/abstract/{start}-{start + 4}"
    found = {
        type: ends
        for type in graph.manifest["relationships"]
        for start, ends in edges(graph, type)
        if start == result
    }
    assert found == {
        "OF_METHOD": "method/a", "ON_DATASET": "dataset/d", "MEASURED_BY": "metric/acc", "FOR_TASK": "task/t",
        "COMPARED_WITH": "method/b",
    }  # fmt: skip
    assert ("paper/2401.00001", result) in edges(graph, "REPORTS")
    written = node(graph, "Result", result)
    assert (written["value"], written["value_text"], written["kind"], written["ours"]) == (
        91.5,
        "91.5",
        "absolute",
        False,
    )
    assert written["sentence"] == RESULTS
    assert written["value_high"] is None


def test_a_method_is_evaluated_on_a_dataset_with_its_best_absolute_value_per_metric(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, RESULTS, metrics={"err": ("lower", None)})
    assert list(graph.relationships("EVALUATED_ON")) == [
        {
            "start_label": "Method", "start": "method/a", "end_label": "Dataset", "end": "dataset/d",
            "results": 5, "metrics": ["acc", "err"], "best": [91.5, 7.5],
        },
        {
            "start_label": "Method", "start": "method/b", "end_label": "Dataset", "end": "dataset/d",
            "results": 1, "metrics": [], "best": [],
        },
    ]  # fmt: skip


def test_a_bare_fraction_ranks_as_the_percentage_that_others_write(tmp_path: Path) -> None:
    mentions = "{Method A} {Method B} {Dataset D} {Metric acc}"
    results = (
        "{0.915 absolute method=A; dataset=D; metric=acc} {0.9 absolute method=A; dataset=D; metric=acc}"
    )
    percent = "{91% absolute method=A; dataset=D; metric=acc} {88% absolute method=B; dataset=D; metric=acc}"
    graph = graph_of(tmp_path, f"{mentions} {results} {percent}")
    best = {row["start"]: row["best"] for row in graph.relationships("EVALUATED_ON")}
    assert best == {"method/a": [0.915], "method/b": [88.0]}


def test_a_slot_means_what_the_name_means_in_its_paper(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        "{Method N = night net} {1 absolute method=N}",
        "{Method N = noon net} {2 absolute method=N}",
    )
    assert {end for _, end in edges(graph, "OF_METHOD")} == {"method/n--night-net", "method/n--noon-net"}


def facts(*found: object) -> object:
    return lambda papers: ((paper, found) for paper in papers)


def mention(name: str, label: str = "Method", **more: object) -> Mention:
    place = {"text": "CIFAR-10/100", "field": "abstract", "start": 0, "end": 12, "rule": "r"} | more
    return Mention(label=label, name=name, **place)  # type: ignore[arg-type]


def test_several_facts_of_one_span_are_numbered_and_equal_ones_are_one(tmp_path: Path) -> None:
    found = facts(
        mention("CIFAR-100"), mention("CIFAR-10"), mention("cifar-10", role="introduced"), mention("CIFAR-10")
    )
    paths = [listing(tmp_path / "a.jsonl", "CIFAR-10/100 is used")]
    graph = build(paths, tmp_path / "graph", extract=found)  # type: ignore[arg-type]
    place = "mention/2401.00001/abstract/0-12/Method"
    assert [(node["id"], node["role"]) for node in graph.nodes("Mention")] == [
        (place, "introduced"),
        (f"{place}/2", None),
    ]
    assert edges(graph, "OF") == {(place, "method/cifar-10"), (f"{place}/2", "method/cifar-100")}
    assert edges(graph, "IN") == {(place, "paper/2401.00001"), (f"{place}/2", "paper/2401.00001")}


def test_two_results_of_one_number_are_numbered(tmp_path: Path) -> None:
    abstract = "{Method A} {Method B} {5 absolute method=A}"
    ((_, found),) = extract([Paper(id="1", title="t", abstract=abstract)])
    both = facts(*found, replace(found[-1], method="B"))
    graph = build([listing(tmp_path / "a.jsonl", abstract)], tmp_path / "graph", extract=both)  # type: ignore[arg-type]
    place = "result/2401.00001/abstract/23-24"
    assert edges(graph, "OF_METHOD") == {(place, "method/a"), (f"{place}/2", "method/b")}
    assert edges(graph, "REPORTS") == {("paper/2401.00001", place), ("paper/2401.00001", f"{place}/2")}


WRONG = [
    ("{5 absolute method=Nowhere}", GraphError, "its method 'Nowhere' is no mention of the paper"),
    ("{Person Ada}", SchemaError, "finds a 'Person'"),
    ("{Method A: invented}", SchemaError, "gives the role 'invented'"),
]


@pytest.mark.parametrize(("abstract", "error", "message"), WRONG)
def test_a_rule_that_breaks_the_contract_is_named(
    abstract: str, error: type[Exception], message: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=message) as raised:
        graph_of(tmp_path, abstract)
    assert "paper 2401.00001: rule braces" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "graph").exists()


def test_a_mention_must_stand_where_it_says(tmp_path: Path) -> None:
    paths = [listing(tmp_path / "a.jsonl", "CIFAR-10 / 100")]
    with pytest.raises(GraphError, match=r"'CIFAR-10/100' where abstract\[0:12\] is 'CIFAR-10 / 1'"):
        build(paths, tmp_path / "graph", extract=facts(mention("CIFAR-10")))  # type: ignore[arg-type]


def test_every_declared_table_is_there_with_the_declared_columns_and_nothing_else(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "nothing here")
    declared = schema.load()
    tables = assembly.statements()[1]
    assert tables["nodes"].keys() == declared.labels.keys()
    assert tables["relationships"].keys() == declared.relationships.keys()
    kinds = {"string": "string", "int": "int64", "float": "double", "bool": "bool"}
    ends = ["start_label", "start", "end_label", "end"]
    for kind, items, head in (
        ("nodes", declared.labels, ["id"]),
        ("relationships", declared.relationships, ends),
    ):
        assert {path.stem for path in (graph.path / kind).iterdir()} == items.keys()
        for name, item in items.items():
            columns = pq.read_schema(graph.path / kind / f"{name}.parquet")
            assert columns.names == head + [one.name for one in item.properties]
            for one in item.properties:
                wanted = kinds[one.type.removesuffix("[]")]
                wanted = f"list<element: {wanted}>" if one.type.endswith("[]") else wanted
                assert str(columns.field(one.name).type) == wanted


def test_every_row_fits_the_schema_and_no_id_comes_twice(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        RESULTS,
        "{Repository github.com/a/b} {Method A = a b}",
        {"title": "t", "abstract": "a", "authors": ["X"]},
    )
    ids = set()
    for label in graph.manifest["nodes"]:
        rows = list(graph.nodes(label))
        assert len(rows) == graph.manifest["nodes"][label]
        for row in rows:
            schema.check(label, row)
        assert [row["id"] for row in rows] == sorted({row["id"] for row in rows} - ids)
        ids |= {row["id"] for row in rows}
    for type in graph.manifest["relationships"]:
        rows = list(graph.relationships(type))
        assert len(rows) == graph.manifest["relationships"][type]
        for row in rows:
            schema.check(type, row)
            assert {row["start"], row["end"]} <= ids
        keys = [(row["start_label"], row["start"], row["end_label"], row["end"]) for row in rows]
        assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("table", "query", "message"),
    [
        ("Idea", "SELECT 'a' AS id", "Idea is not declared"),
        ("Author", "SELECT 'author/a' AS id, 'A' AS name, 3 AS age", "property 'age' is not declared"),
        ("Author", "SELECT 'author/a' AS id, NULL AS name", "Author author/a: name is None"),
        ("Result", "SELECT * REPLACE ('guess' AS kind) FROM made_up", "kind is 'guess'"),
        (
            "USES",
            "SELECT 'Author' AS start_label, 'a' AS start, 'Method' AS end_label, 'b' AS \"end\"",
            "no USES from Author to Method",
        ),
    ],
)  # fmt: skip
def test_what_the_schema_does_not_declare_is_not_written(
    table: str, query: str, message: str, tmp_path: Path
) -> None:
    result = dict.fromkeys((item.name for item in schema.load().labels["Result"].properties), "1")
    result |= {"id": "result/1", "efficiency": "false", "ours": "false", "field": "abstract"}
    columns = ", ".join(f"'{value}' AS \"{name}\"" for name, value in result.items())
    with assembly.database(tmp_path) as connection:
        connection.execute(f"CREATE TABLE made_up AS SELECT {columns}")
        with pytest.raises(SchemaError, match=message):
            assembly._write(connection, tmp_path / "tables", table, query)


def test_ctrl_c_within_a_query_is_ctrl_c(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), assembly.database(tmp_path) as connection:
        connection.execute("CREATE TABLE numbers AS SELECT range AS n FROM range(3_000_000)")
        Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        connection.execute("SELECT sum(hash(n::VARCHAR || m::VARCHAR)) FROM numbers, range(5) b(m)")


def test_the_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a=b" / "it's [x]*?{y} ü"
    graph = graph_of(folder, "{Method A} {1 absolute method=A}")
    assert names(graph) == {"method/a": "A"}
    assert json.loads((folder / "graph" / "manifest.json").read_text())["nodes"]["Result"] == 1
