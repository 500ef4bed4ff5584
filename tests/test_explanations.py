"""How a result came about is told in its own words; a number that became none is not hidden."""

import json
from pathlib import Path

import pytest
from command import kg, refusal, shown

import kg as claimgraph
from kg.errors import QueryError
from kg.explanations import explain
from kg.rules import load

TITLE = "FooNet: Fast leaves"
ABSTRACT = (
    "We propose FooNet. On MNIST, FooNet reaches 81.3% accuracy (zero-shot), 2.4% above ResNet-50. "
    "It is trained with 5% of the labels for an accuracy as high."
)


@pytest.fixture(scope="module")
def leaves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a listing of one paper, and its graph."""
    folder = tmp_path_factory.mktemp("leaves")
    (folder / "papers.jsonl").write_text(
        json.dumps({"title": TITLE, "abstract": ABSTRACT}) + "\n", encoding="utf-8"
    )
    claimgraph.build([folder / "papers.jsonl"], folder / "graph")
    return folder


def test_the_sentence_is_shown_with_its_parts_and_each_slot_with_its_rule(leaves: Path) -> None:
    first, second = explain(claimgraph.Graph(leaves / "graph"), "foonet")
    assert first.paper == TITLE
    assert first.sentence == (
        "On [dataset MNIST], [method FooNet] reaches [number 81.3]% [metric accuracy] (zero-shot), 2.4% "
        "above ResNet-50."
    )
    filled = {slot.name: slot.value for slot in first.slots}
    assert filled == {
        "number": "81.3 % (absolute)",
        "metric": "accuracy",
        "dataset": "MNIST",
        "method": "FooNet",
        "versus": None,
        "setting": "zero-shot",
    }
    reasons = {rule.id: rule.reason for rule in load()}
    assert all(reasons[slot.rule] == slot.reason for slot in first.slots if slot.rule)
    assert next(slot.value for slot in second.slots if slot.name == "versus") == "ResNet-50"
    assert [one.result for one in explain(claimgraph.Graph(leaves / "graph"), first.result)] == [first.result]


def test_what_is_not_there_is_one_line_with_the_nearest_name(leaves: Path) -> None:
    graph = claimgraph.Graph(leaves / "graph")
    with pytest.raises(QueryError, match="did you mean 'FooNet'"):
        list(explain(graph, "FoNet"))
    assert "did you mean" in refusal(kg("explain", "FoNet", cwd=leaves))


def test_the_command_prints_as_many_as_asked_for(leaves: Path) -> None:
    text = shown("explain", "FooNet", "--limit", "1", cwd=leaves)
    assert "[number 81.3]% [metric accuracy]" in text
    assert text.splitlines()[-1] == "1 of 2 results"


def test_misses_are_listed_and_counted(leaves: Path) -> None:
    done = kg("misses", "papers.jsonl", "--format", "json", cwd=leaves)
    [miss] = json.loads(done.stdout)
    assert (miss["value_text"], miss["slot"]) == ("5", "value")
    assert ABSTRACT.endswith(miss["sentence"])
    counts = ["1 papers read, 0 records rejected", "1 value: it counts things or sets a condition"]
    assert done.stderr.splitlines() == counts
