"""Every command does what it says, by the real command on the sample."""

import csv
import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import KG, kg, refusal, shown

from kg import exports, queries, rules
from kg.terminal import cell, show_rows

COMMANDS = ("build", "load", "query", "queries", "view", "export", "explain", "misses", "eval", "rules")
ASKED = ("leaderboard", "-p", "dataset=ImageNet-1K", "-p", "metric=top-1 accuracy")
PAPER = {
    "title": "WaveFold: [bold]folding[/bold] waves \x1b[31mred",
    "abstract": "We propose WaveFold. On COCO, WaveFold reaches 48.8 AP. Code: https://github.com/a/wavefold.",
}
GOLD = {
    "key": "one",
    "methods": [{"text": "WaveFold", "aliases": [], "named": True, "role": "introduced"}],
    "datasets": [{"text": "COCO", "aliases": [], "role": "used"}],
    "metrics": [],
    "tasks": [{"text": "wave folding", "aliases": []}],
    "repos": ["https://github.com/a/wavefold"],
    "results": [],
}


def listing(folder: Path, *papers: dict[str, str]) -> Path:
    path = folder / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    return path


def test_help_names_every_command(tmp_path: Path) -> None:
    text = shown("--help", cwd=tmp_path)
    assert [line.split()[0] for line in text.partition("Commands:\n")[2].splitlines()] == list(COMMANDS)
    assert shown(cwd=tmp_path) == text
    for command in COMMANDS:
        assert f"kg {command}" in shown(command, "--help", cwd=tmp_path)


def test_the_version_is_that_of_the_distribution(tmp_path: Path) -> None:
    from importlib.metadata import version

    assert shown("--version", cwd=tmp_path) == f"kg {version('claimgraph')}\n"


@pytest.mark.parametrize("command", ["--help", "queries"])
def test_it_answers_at_once(command: str, tmp_path: Path) -> None:
    def seconds() -> float:
        process = subprocess.Popen([KG, command], cwd=tmp_path, stdout=subprocess.DEVNULL)
        usage = os.wait4(process.pid, 0)[2]
        return usage.ru_utime + usage.ru_stime

    # Processor time, because the machine may be doing other things.
    assert min(seconds() for _ in range(3)) < 0.3


def test_build_says_what_became_of_every_record(tmp_path: Path) -> None:
    path = listing(tmp_path, PAPER, PAPER, {"abstract": "No title."})
    text = shown("build", path, "-o", "graph", "--no-store", cwd=tmp_path)
    assert "papers.jsonl" in text
    assert "no title (1)" in text
    assert not (tmp_path / "graph" / "store").exists()
    manifest = json.loads((tmp_path / "graph" / "manifest.json").read_text("utf-8"))
    read = manifest["inputs"][0]
    assert (read["read"], read["kept"], read["merged"], read["rejected"]) == (3, 1, 1, {"no title": 1})
    for name, count in (manifest["nodes"] | manifest["relationships"]).items():
        assert f" {name} " in text
        assert f" {count:,} " in text
    assert manifest["nodes"]["Paper"] == 1


def test_build_names_the_records_that_it_refuses(tmp_path: Path) -> None:
    path = listing(tmp_path, PAPER, *({"abstract": f"Number {n}."} for n in range(12)))
    lines = shown("build", path, "-o", "graph", "--no-store", cwd=tmp_path).splitlines()
    assert "papers.jsonl:2: no title" in lines
    assert "papers.jsonl:12: no title" not in lines
    assert f"and 2 more in {tmp_path}/graph/rejected.parquet" in lines


def test_a_second_build_takes_the_place_of_the_first(tmp_path: Path) -> None:
    ask = ("query", "--cypher", "MATCH (p:Paper) RETURN p.title AS title", "--format", "csv")
    for title in ("First", "Second"):
        shown("build", listing(tmp_path, PAPER | {"title": title}), cwd=tmp_path)
        assert shown(*ask, cwd=tmp_path) == f"title\n{title}\n"


def test_a_bar_is_drawn_on_a_terminal_only(tmp_path: Path) -> None:
    path = listing(tmp_path, PAPER)
    assert "\x1b" not in shown("build", path, "--no-store", cwd=tmp_path)
    ours, theirs = pty.openpty()
    with subprocess.Popen([KG, "build", path, "--no-store"], cwd=tmp_path, stdout=theirs, stderr=theirs):
        os.close(theirs)
        # A terminal whose other end is closed is no end of file on Linux, but an error.
        text = b""
        with suppress(OSError):
            while piece := os.read(ours, 10_000):
                text += piece
    os.close(ours)
    assert b"1/1" in text


def test_queries_lists_all_with_their_parameters(tmp_path: Path) -> None:
    text = shown("queries", cwd=tmp_path)
    for query in queries.load():
        line = next(line for line in text.splitlines() if line.split()[:1] == [query.name])
        assert query.question in line
        assert all(f"{name}={default}" in line for name, default in query.parameters.items())


def test_an_answer_comes_in_the_format_asked_for(sample: Path) -> None:
    rows = json.loads(shown("query", *ASKED, "--format", "json", cwd=sample))
    assert rows[0]["value"] == max(row["value"] for row in rows)
    as_csv = list(csv.DictReader(StringIO(shown("query", *ASKED, "--format", "csv", cwd=sample))))
    assert as_csv == [{name: cell(value) for name, value in row.items()} for row in rows]


def test_cypher_of_ones_own(sample: Path) -> None:
    cypher = "MATCH (d:Dataset) WHERE d.papers >= $least RETURN d.name AS name ORDER BY d.id LIMIT 1"
    given = shown("query", "--cypher", cypher, "-p", "least=2", "--format", "csv", cwd=sample)
    assert given.splitlines()[0] == "name"
    assert shown("query", "-", "-p", "least=2", "--format", "csv", cwd=sample, input=cypher) == given
    assert "only read" in refusal(kg("query", "--cypher", "CREATE (n:Paper {id: 'x'})", cwd=sample))


def test_no_rows_are_said_to_be_none(sample: Path) -> None:
    done = kg("query", "leaderboard", "-p", "dataset=Nothing", "--format", "csv", cwd=sample)
    unset = "; metric is 'top-1 accuracy' where -p metric=… says no other\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"kg: no rows{unset}")
    done = kg("query", "leaderboard", "-p", "dataset=ImageNet1K!", "--format", "csv", cwd=sample)
    assert done.stderr == f"kg: no rows; nothing is called 'ImageNet1K!', did you mean 'ImageNet-1K'?{unset}"
    done = kg("query", "leaderboard", "-p", "dataset=COCO", "-p", "metric=Nothing", cwd=sample)
    assert done.stderr == "kg: no rows\n"


def test_both_stores_give_the_same_rows(sample: Path, neo4j_address: str) -> None:
    assert "nodes and" in shown("load", "graph", "--to", neo4j_address, cwd=sample)
    for name in ("leaderboard", "datasets"):
        embedded = shown("query", name, "--format", "json", cwd=sample)
        assert json.loads(embedded)
        assert shown("query", name, "--format", "json", "--to", neo4j_address, cwd=sample) == embedded


def test_load_makes_the_store_again(tmp_path: Path) -> None:
    shown("build", listing(tmp_path, PAPER), "-o", "g", "--no-store", cwd=tmp_path)
    assert "kg load" in refusal(kg("query", "datasets", "-g", "g", cwd=tmp_path))
    assert shown("load", "g", cwd=tmp_path).startswith("g: ")
    assert "COCO" in shown("query", "datasets", "-g", "g", cwd=tmp_path)


@pytest.mark.parametrize(
    "part", [(), ("--around", "ImageNet-1K"), ("--query", *ASKED), ("--limit", "20")], ids=" ".join
)
def test_view_writes_a_page(part: tuple[str, ...], sample: Path, tmp_path: Path) -> None:
    text = shown("view", *part, "-o", tmp_path / "page.html", cwd=sample)
    assert text.startswith(f"{tmp_path}/page.html: ")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "ImageNet-1K" in page


@pytest.mark.parametrize("form", sorted(exports.formats()))
def test_every_format_can_be_exported(form: str, sample: Path, tmp_path: Path) -> None:
    assert form in shown("export", "--help", cwd=tmp_path)
    path = tmp_path / f"graph.{form}"
    assert shown("export", form, "-o", path, cwd=sample).startswith(f"{path}: ")
    assert "ImageNet-1K" in path.read_text("utf-8")
    if form in ("graphml", "gexf"):
        ElementTree.parse(path)


@pytest.fixture
def annotated(tmp_path: Path) -> tuple[Path, Path]:
    papers, gold = tmp_path / "papers.jsonl", tmp_path / "gold.jsonl"
    papers.write_text(json.dumps(PAPER | {"key": "one"}) + "\n", encoding="utf-8")
    gold.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    return papers, gold


def test_eval_compares_with_annotations(annotated: tuple[Path, Path], tmp_path: Path) -> None:
    text = shown("eval", *annotated, "--predictions", "found.jsonl", "--errors", cwd=tmp_path)
    rows = {cells[0]: cells[1:] for line in text.splitlines() if len(cells := line.split()) == 7}
    assert rows["datasets"] == ["1", "1", "1", "100.0", "100.0", "100.0"]
    assert "tasks miss: wave folding" in text
    found = json.loads((tmp_path / "found.jsonl").read_text("utf-8"))
    assert found["key"] == "one"
    assert found["repos"] == GOLD["repos"]


def test_rules_are_listed_with_their_reasons_and_measured(
    annotated: tuple[Path, Path], tmp_path: Path
) -> None:
    text = shown("rules", cwd=tmp_path)
    assert all(rule.id in text and rule.reason in text for rule in rules.load())
    measured = shown("rules", "--measure", *annotated, cwd=tmp_path)
    address = next(line for line in measured.splitlines() if line.split()[:1] == ["address"])
    assert address.split()[-3:] == ["1", "1", "100.0"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("build",), "name the listings to read, or try --sample"),
        (("bild",), "No such command 'bild'"),
        (("build", "--fast"), "No such option: --fast"),
        (("build", "x", "--processes", "0"), "--processes"),
        (("query",), "give the name of a query"),
        (("query", "leaderboard", "--cypher", "RETURN 1"), "give the name of a query"),
        (("query", "leaderboard", "--format", "xml"), "--format is one of table, csv, json, markdown"),
        (("query", "leaderboard", "-p", "dataset"), "-p takes NAME=VALUE, not 'dataset'"),
        (("view", "--around", "x", "--query", "y"), "exclude each other"),
        (("export", "pdf", "-o", "x"), "FORMAT is one of gexf, graphml, ntriples, turtle"),
        (("export", "turtle"), "Missing option"),
        (("eval", "x"), "Missing argument"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(arguments: tuple[str, ...], line: str, tmp_path: Path) -> None:
    assert line in refusal(kg(*arguments, cwd=tmp_path), code=2)
    assert not list(tmp_path.iterdir())


def test_what_papers_write_cannot_steer_the_terminal(tmp_path: Path) -> None:
    shown("build", listing(tmp_path, PAPER), cwd=tmp_path)
    for form in ("table", "json"):
        cypher = "MATCH (p:Paper) RETURN p.title AS title, '\x1b[2J\u202e' AS steering"
        text = shown("query", "--cypher", cypher, "--format", form, cwd=tmp_path)
        assert "[bold]folding[/bold] waves" in text
        assert not {"\x1b", "\u202e"} & set(text)


@pytest.mark.parametrize("form", ["csv", "json", "markdown", "table"])
def test_cells_are_shown_whole_and_on_one_line(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    long = "word " * 100 + "end"
    show_rows([{"name": 'a|b "c", <i>\n\\', "value": None, "list": ["α", 1.5], "long": long}], form=form)
    text = capsys.readouterr().out
    assert long in text
    if form == "json":
        assert json.loads(text)[0]["name"] == 'a|b "c", <i>\n\\'
    else:
        assert "α, 1.5" in text
    if form == "markdown":
        assert text.splitlines()[2].startswith('| a\\|b "c", &lt;i> \\\\ |  | α, 1.5 |')


def test_ctrl_c_is_one_line_and_exit_code_130(sample: Path) -> None:
    process = subprocess.Popen([KG, "query", "-"], cwd=sample, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=20)[1] == b"kg: interrupted\n"
    assert process.returncode == 130


def test_a_reader_that_leaves_is_no_error(sample: Path) -> None:
    cypher = "UNWIND range(1, 50000) AS n RETURN n"
    command = [KG, "query", "--cypher", cypher, "--format", "csv"]
    with subprocess.Popen(command, cwd=sample, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"n\n"
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_package_offers_build_and_graph(tmp_path: Path) -> None:
    import kg as package

    assert sorted(package.__all__) == package.__all__
    assert all(hasattr(package, name) for name in package.__all__)
    script = """
import sys, kg
graph = kg.build([sys.argv[1]])
assert isinstance(graph, kg.Graph)
assert graph.to_networkx().number_of_nodes() == sum(graph.manifest["nodes"].values())
assert "WaveFold" in set(graph.tables["Method"]["name"])
assert [row["dataset"] for row in graph.query("datasets")] == ["COCO"]
print(graph.path)
"""
    command = [sys.executable, "-c", script, listing(tmp_path, PAPER)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert not Path(done.stdout.strip()).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["papers.jsonl"]
