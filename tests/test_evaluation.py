"""The rows equal those of the gold set's own scorer, and every lost point of them has its sentence."""

import copy
import json
import random
import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import differences, evaluation
from kg.errors import SourceError
from kg.evaluation import KINDS, ROLES, Entry
from kg.model import Fact, Mention, Paper, Result

GOLD = Path(__file__).parents[2] / "shared" / "gold"
absent = pytest.mark.skipif(not GOLD.is_dir(), reason=f"../shared is absent: {GOLD.name} holds the dev set")


def perturbed(gold: dict[str, Entry], seed: int) -> dict[str, Entry]:
    """The gold annotations with every kind of fault that a prediction can have."""
    rnd = random.Random(seed)
    every = [entity for paper in gold.values() for kind in KINDS for entity in paper[kind]]
    kept = {key: copy.deepcopy(paper) for key, paper in gold.items() if rnd.random() < 0.97}
    for paper in kept.values():
        for kind in KINDS:
            strays = [copy.deepcopy(rnd.choice(every))] if rnd.random() < 0.4 else []
            paper[kind] = [spoilt(entity, rnd) for entity in paper[kind] + strays if rnd.random() < 0.85]
            rnd.shuffle(paper[kind])
        for result in paper["results"]:
            for slot in ("method", "dataset", "metric"):
                if rnd.random() < 0.2:
                    result[slot] = rnd.choice([None, "(ours)", "the X benchmarks", rnd.choice(every)["text"]])
            result["value"] = rnd.choice([result["value"], f"+{result['value']}0", "12"])
            result["kind"] = rnd.choice([result["kind"], "delta"])
            result["efficiency"] = rnd.random() < 0.2
        paper["results"] += paper["results"][:1] if rnd.random() < 0.2 else []
        paper["repos"] = [url.replace("https://", "HTTP://www.") + "/" for url in paper["repos"]]
        paper["repos"] = paper["repos"][rnd.random() < 0.2 :]
        paper["repos"] += ["https://example.org"] if rnd.random() < 0.1 else []
    return kept


def spoilt(entity: Entry, rnd: random.Random) -> Entry:
    entity["text"] = rnd.choice([entity["text"], f"the {entity['text'].upper()} Benchmark"])
    if entity["aliases"] and rnd.random() < 0.3:
        entity["text"] = entity["aliases"].pop()
    if "role" in entity and rnd.random() < 0.3:
        entity["role"] = rnd.choice(ROLES)
    if rnd.random() < 0.2:
        return {key: value for key, value in entity.items() if key not in ("named", "aliases")}
    return entity


@absent
@pytest.mark.parametrize("seed", range(4))
def test_every_row_is_the_scorers_row(tmp_path: Path, seed: int) -> None:
    gold = evaluation.read_annotations(GOLD / "dev.gold.jsonl")
    predicted = perturbed(gold, seed)
    file = tmp_path / "predicted.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in predicted.values()))
    command = [sys.executable, str(GOLD / "score.py"), str(GOLD / "dev.gold.jsonl"), str(file)]
    expected = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = evaluation.scores(gold, evaluation.read_annotations(file))
    assert [_line(row) for row in rows] == [line.split() for line in expected.splitlines()]
    assert all(0 < row.correct < max(row.gold, row.predicted) for row in rows), (
        "a row without faults compares nothing"
    )


def _line(row: evaluation.Row) -> list[str]:
    counts = f"{row.name} gold {row.gold} predicted {row.predicted} correct {row.correct}"
    return f"{counts} P {row.precision:.1f} R {row.recall:.1f} F1 {row.f1:.1f}".split()


@absent
@given(st.text(alphabet="aAnNtThHeEs $\\^.-+@%9é'database{}ﬁ½\n", max_size=24))
def test_names_numbers_and_addresses_are_normalised_as_the_scorer_does(text: str) -> None:
    scorer = runpy.run_path(str(GOLD / "score.py"))
    assert evaluation._plain(text) == scorer["normalise"](text)
    assert evaluation._number(text) == scorer["number"](text)
    assert evaluation.address(f"HTTPS://www.{text}/") == scorer["url"](f"HTTPS://www.{text}/")


@absent
def test_every_lost_point_is_listed() -> None:
    gold = evaluation.read_annotations(GOLD / "dev.gold.jsonl")
    predicted = perturbed(gold, 1)
    papers = list(evaluation.read_papers(GOLD / "dev.papers.jsonl"))
    found = list(differences.errors(gold, predicted, papers))
    rows = {row.name: row for row in evaluation.scores(gold, predicted)}
    for kind, row in (*((kind, kind) for kind in (*KINDS, "repos")), ("results", "results/full")):
        missed, false = (
            sum((e.kind, e.fault) == (kind, fault) for e in found) for fault in ("miss", "false")
        )
        assert (missed, false) == (
            rows[row].gold - rows[row].correct,
            rows[row].predicted - rows[row].correct,
        )


@absent
def test_the_gold_itself_has_no_fault_and_its_own_sentences() -> None:
    gold = evaluation.read_annotations(GOLD / "dev.gold.jsonl")
    papers = list(evaluation.read_papers(GOLD / "dev.papers.jsonl"))
    assert {row.f1 for row in evaluation.scores(gold, gold)} == {100.0}
    assert list(differences.errors(gold, gold, papers)) == []
    missed = [e for e in differences.errors(gold, {}, papers) if e.kind != "repos"]
    assert sum(not e.sentence for e in missed) < len(missed) / 50


PAPER = Paper(
    id="p1",
    title="WaveFold: folding waves",
    abstract="We propose WaveFold, unlike CNNs. Wave Folding gets 10%-20% less WER on Birdsong. It is fast.",
)


def _mention(label: str, name: str, text: str, field: str = "abstract", **more: Any) -> Mention:
    start = getattr(PAPER, field).find(text)
    return Mention(
        label=label, name=name, text=text, field=field, start=start, end=start + len(text), rule="r", **more
    )


FACTS: tuple[Fact, ...] = (
    _mention("Method", "WaveFold", "Wave Folding", role="used"),
    _mention("Method", "CNN", "CNNs", generic=True, role="compared"),
    _mention("Method", "WaveFold", "WaveFold", "title", role="introduced", long_form="wave folding"),
    _mention("Method", "WaveFold", "WaveFold", role="used"),
    _mention("Dataset", "Bird Song", "Birdsong", role="used"),
    _mention("Metric", "word error rate", "WER"),
    _mention("Repository", "github.com/a/b", "fast"),
    Result(
        value="10", value_high="20", value_text="10%-20", unit="%", kind="delta", method="WaveFold",
        versus="CNN",
        metric="word error rate", dataset="Bird Song", sentence="It.", field="abstract", start=0, end=6,
        rule="r",
    ),
    Result(
        value="3", value_text="3", kind="absolute", ours=True, efficiency=True, sentence="It.",
        field="abstract", start=9, end=10, rule="r",
    ),
)  # fmt: skip


def test_facts_become_a_paper_of_the_gold_schema() -> None:
    assert evaluation.prediction("p1", FACTS) == {
        "key": "p1",
        "methods": [
            {
                "text": "WaveFold",
                "aliases": ["wave folding", "Wave Folding"],
                "named": True,
                "role": "introduced",
            },
            {"text": "CNNs", "aliases": [], "named": False, "role": "compared"},
        ],
        "datasets": [{"text": "Birdsong", "aliases": [], "role": "used"}],
        "metrics": [{"text": "WER", "aliases": []}],
        "tasks": [],
        "repos": ["https://github.com/a/b"],
        "results": [
            {
                "method": "WaveFold",
                "dataset": "Birdsong",
                "metric": "WER",
                "value": "10-20",
                "unit": "%",
                "kind": "delta",
                "versus": "CNNs",
                "efficiency": False,
                "sentence": "It.",
            },
            {
                "method": "(ours)",
                "dataset": None,
                "metric": None,
                "value": "3",
                "unit": None,
                "kind": "absolute",
                "versus": None,
                "efficiency": True,
                "sentence": "It.",
            },
        ],
    }


def test_differences_say_what_is_wrong_and_where() -> None:
    gold = evaluation.prediction("p1", FACTS)
    predicted = copy.deepcopy(gold)
    predicted["methods"][0]["role"] = "used"
    predicted["methods"][1] |= {"text": "waves", "named": True}
    predicted["datasets"].append({"text": "birdsong dataset", "aliases": [], "role": "used"})
    predicted["repos"] = []
    predicted["results"][0]["dataset"] = None
    predicted["results"][1]["value"] = "4"
    found = {
        (e.kind, e.fault, e.text): (e.sentence, e.hint)
        for e in differences.errors({"p1": gold}, {"p1": predicted}, [PAPER])
    }
    claim = "10-20 | delta | WER | Birdsong | WaveFold"
    assert found == {
        ("methods", "miss", "CNNs"): ("We propose WaveFold, unlike CNNs.", "generic"),
        ("methods", "false", "waves"): ("WaveFold: folding waves", ""),
        ("methods:introduced", "miss", "WaveFold = wave folding = Wave Folding"): (
            "WaveFold: folding waves",
            "taken for used, is introduced",
        ),
        ("datasets", "false", "birdsong dataset"): ("", "one with Birdsong"),
        ("repos", "miss", "https://github.com/a/b = github.com/a/b"): ("", ""),
        ("results", "miss", claim): ("It.", "differs: dataset None"),
        ("results", "false", claim.replace("Birdsong", "None")): ("It.", "differs: dataset birdsong"),
        ("results", "miss", "3 | absolute | None | None | (ours)"): ("It.", "no result with this number"),
        ("results", "false", "4 | absolute | None | None | (ours)"): ("It.", "no result with this number"),
    }


def test_each_fact_of_a_rule_is_judged_by_the_gold() -> None:
    gold = evaluation.prediction("p1", FACTS)
    gold["methods"] = [{"text": "wave foldings", "aliases": ["WAVEFOLD"], "named": True, "role": "used"}]
    gold["results"][1]["value"] = "4"
    facts = [replace(fact, rule=f"r{number}") for number, fact in enumerate(FACTS)]
    wrong = [rule for rule, right in differences.judged(gold, [*facts, facts[-2]]) if not right]
    assert wrong == ["r1", "r8", "r7"], "CNNs, the value 3, and a result told twice"


def test_papers_are_read_with_their_place_and_composed_letters(tmp_path: Path) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text('{"key": "k", "title": "Re\u0301nyi", "abstract": "A.", "code": "github.com/a/b"}\n')
    (paper,) = evaluation.read_papers(file)
    assert paper == Paper(
        id="k", title="R\u00e9nyi", abstract="A.", code="github.com/a/b", sources=("papers.jsonl:1",)
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"key": "a"}\n{"key": ', r"papers\.jsonl:2: .*JSON Lines"),
        (b'{"key": "a"}\n["key"]\n', r"papers\.jsonl:2: .*key"),
        (b'{"title": "a"}\n', r"papers\.jsonl:1: .*key"),
        (b"\xff\xfe\x00", r"papers\.jsonl:1: .*UTF-8"),
        (None, r"papers\.jsonl: No such file.*JSON Lines"),
    ],
)
def test_a_bad_file_is_one_clear_line(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "papers.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SourceError, match=message) as caught:
        list(evaluation.read_papers(file))
    assert "\n" not in str(caught.value)
