"""From listings to the folder: what is merged, what is reproducible, and that nothing half-written stays."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from braces import broken, extract, graph_of, killed, listing, recorded

from kg.errors import ClaimgraphError, GraphError, SourceError
from kg.graph import Graph
from kg.merging import SHARD
from kg.pipeline import RULES, build

TESTS = Path(__file__).parent


def hashes(folder: Path) -> dict[str, str]:
    """What is in a folder: its files with their hashes, and its folders."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
    }


def papers(graph: Graph) -> dict[str, dict[str, object]]:
    return {str(node["id"]).removeprefix("paper/"): node for node in graph.nodes("Paper")}


def record(abstract: str, **fields: object) -> dict[str, object]:
    return {"title": "A Paper", "id": "2401.00001", "abstract": abstract} | fields


def many(number: int, special: dict[int, str] | None = None) -> list[str]:
    """Abstracts that fill several shards; the special ones stand at their places."""
    words = ("{Method M%d}", "{Method A%d = alpha net}", "{Dataset D%d: introduced}", "{Task T%d}")
    usual = (
        words[n % 4].replace("%d", str(n % 97)) + " {Method B} {7 delta method=B}" for n in range(number)
    )
    return [(special or {}).get(n, abstract) for n, abstract in enumerate(usual, 1)]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    abstracts = many(SHARD + 100)
    newer = record("newer {Method X}", version="3", authors=["Zoé"])
    found = []
    for name, processes, turn in (("a", 1, 1), ("b", 2, -1), ("c", 1, -1)):
        paths = [
            listing(tmp_path / name / "in" / "one.jsonl", *abstracts),
            listing(tmp_path / name / "in" / "two.jsonl", newer, {"title": None}),
            listing(tmp_path / name / "in" / "three.jsonl", record("as new {Method Y}", version="3")),
        ]
        graph = build(paths[::turn], tmp_path / name / "graph", extract=extract, processes=processes)
        found.append(hashes(graph.path))
        assert not (tmp_path / name / "graph.part").exists()
    assert found[0] == found[1] == found[2]
    assert {name.split("/")[0] for name in found[0]} == {
        "manifest.json", "rejected.parquet", "facts", "nodes", "relationships",
    }  # fmt: skip


def test_the_manifest_accounts_for_every_record_and_knows_no_place(tmp_path: Path) -> None:
    one = listing(tmp_path / "one.jsonl", record("v1", version=1), record("v2", version=2), {"title": None})
    two = listing(
        tmp_path / "two.jsonl", record("v3", version=3), record("other", id="2401.00002"), {"title": None}
    )
    graph = build([two, one], tmp_path / "graph", extract=extract)
    first, second = graph.manifest["inputs"]
    assert first | {"format": ""} == {
        "file": "one.jsonl", "sha256": hashlib.sha256(one.read_bytes()).hexdigest(), "format": "",
        "read": 3, "kept": 0, "merged": 2, "rejected": {"no title": 1},
    }  # fmt: skip
    assert (second["read"], second["kept"], second["merged"], second["rejected"]) == (
        3,
        2,
        0,
        {"no title": 1},
    )
    assert graph.manifest["nodes"]["Paper"] == 2
    refused = pq.read_table(graph.path / "rejected.parquet").to_pylist()
    assert refused == [
        {"source": "one.jsonl:3", "reason": "no title"},
        {"source": "two.jsonl:3", "reason": "no title"},
    ]
    text = (graph.path / "manifest.json").read_text()
    assert str(tmp_path) not in text
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = listing(tmp_path / "one.jsonl", "x")
    graph = build([path, str(path), tmp_path / "." / "one.jsonl"], tmp_path / "graph", extract=extract)
    assert [one["read"] for one in graph.manifest["inputs"]] == [1]


def test_the_newest_version_wins_and_what_it_lacks_comes_from_the_others(tmp_path: Path) -> None:
    old = record("old", title="Old Title", version=1, updated="2024-01-01", doi="10.1/x", comment="5 pages",
                 authors=["Ann", "Bo"], code="https://github.com/a/b", published="2024-01-01")  # fmt: skip
    new = record("new {Method N}", title="New Title", version=2, comment="6 pages")
    bare = {"title": "old title", "abstract": "without an id"}
    one, two = listing(tmp_path / "one.jsonl", new, bare), listing(tmp_path / "two.jsonl", old)
    graph = build([one, two], tmp_path / "graph", extract=extract)
    (paper,) = papers(graph).values()
    assert {name: value for name, value in paper.items() if value not in (None, [])} == {
        "id": "paper/2401.00001", "title": "New Title", "abstract": "new {Method N}",
        "arxiv_id": "2401.00001", "version": 2, "doi": "10.1/x", "comment": "6 pages",
        "published": "2024-01-01", "year": 2024, "sources": ["one.jsonl:1", "one.jsonl:2", "two.jsonl:1"],
    }  # fmt: skip
    assert [row["end"] for row in graph.relationships("AUTHORED_BY")] == ["author/ann", "author/bo"]
    (kept,) = pq.read_table(graph.path / "facts" / "papers.parquet").to_pylist()
    assert kept["code"] == "https://github.com/a/b"


SAME = [
    # Without an id, the title decides, whatever its typography.
    ([{"title": "A: B-c"}, {"title": "a b C"}], 1),
    ([{"title": "A: B-c"}, {"title": "a b d"}], 2),
    # An id is stronger than a title.
    ([{"title": "T", "id": "2401.00001"}, {"title": "T", "id": "2401.00002"}], 2),
    ([{"title": "T", "id": "2401.00001"}, {"title": "U", "id": "2401.00001v7"}], 1),
    # A title that one id has stands for it, under any of its titles; one that two have stands for neither.
    (
        [
            {"title": "T", "id": "2401.00001"},
            {"title": "U", "id": "2401.00001"},
            {"title": "T"},
            {"title": "U"},
        ],
        1,
    ),
    ([{"title": "T", "id": "2401.00001"}, {"title": "T", "id": "2401.00002"}, {"title": "T"}], 3),
]


@pytest.mark.parametrize(("records", "number"), SAME)
def test_records_are_one_paper_by_id_or_else_by_title(
    records: list[dict[str, object]], number: int, tmp_path: Path
) -> None:
    graph = graph_of(tmp_path, *({"abstract": "x"} | one for one in records))
    assert len(papers(graph)) == number
    sources = [source for paper in papers(graph).values() for source in paper["sources"]]  # type: ignore[attr-defined]
    assert sorted(sources) == [f"papers.jsonl:{line}" for line in range(1, len(records) + 1)]


def test_between_equal_versions_the_later_update_wins(tmp_path: Path) -> None:
    one = record("late", version=2, updated="2024-05-01")
    two = record("early", version=2, updated="2024-04-01")
    assert papers(graph_of(tmp_path / "a", one, two)) == papers(graph_of(tmp_path / "b", one, two))
    for name, records in (("c", (one, two)), ("d", (two, one))):
        assert papers(graph_of(tmp_path / name, *records))["2401.00001"]["abstract"] == "late"


def test_progress_counts_papers(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    graph_of(tmp_path, *many(SHARD + 1), progress=lambda done, whole: told.append((done, whole)))
    assert told == [(SHARD, SHARD + 1), (SHARD + 1, SHARD + 1)]


def test_a_graph_is_replaced_and_nothing_of_it_stays(tmp_path: Path) -> None:
    (graph_of(tmp_path, "{Method A}").path / "store").mkdir()
    graph = graph_of(tmp_path, "{Method B}")
    assert [node["id"] for node in graph.nodes("Method")] == ["method/b"]
    assert not graph.store_path.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"papers.jsonl", "graph"}


def test_an_empty_folder_becomes_the_graph(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    assert graph_of(tmp_path, "{Method A}").manifest["nodes"]["Method"] == 1


def occupy(path: Path, *names: str) -> None:
    path.mkdir()
    for name in names:
        (path / name).write_text("{}")


OCCUPIED = [
    (lambda path: path.write_text("mine"), "is a file"),
    (lambda path: occupy(path, "thesis.tex"), "is a folder with other things in it"),
    (lambda path: occupy(path, "manifest.json"), "is a folder with other things in it"),
    (
        lambda path: occupy(path.with_name("graph.part"), "thesis.tex"),
        "graph.part: is needed to build in, but holds thesis.tex",
    ),
]


@pytest.mark.parametrize(("occupied", "message"), OCCUPIED)
def test_what_is_no_graph_is_never_touched(occupied: object, message: str, tmp_path: Path) -> None:
    path = listing(tmp_path / "papers.jsonl", "x")
    occupied(tmp_path / "graph")  # type: ignore[operator]
    before = hashes(tmp_path)
    with pytest.raises(GraphError, match=message):
        build([path], tmp_path / "graph", extract=extract)
    assert hashes(tmp_path) == before


def test_a_graph_with_something_of_the_users_in_it_is_not_replaced(tmp_path: Path) -> None:
    (graph_of(tmp_path, "x").path / "notes.md").write_text("mine")
    with pytest.raises(GraphError, match=r"holds notes\.md, no part of a graph; move that away"):
        graph_of(tmp_path, "y")
    assert (tmp_path / "graph" / "notes.md").read_text() == "mine"


@pytest.mark.parametrize("place", ["/dev/null/graph", "/proc/graph"])
def test_a_place_that_cannot_be_written_is_one_line(place: str, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=f"{place}: cannot be written: ") as raised:
        build([listing(tmp_path / "papers.jsonl", "x")], place, extract=extract)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file"),
        ("", "is empty"),
        ('{"title": null}\n' * 3, r"no paper among 3 records \(3 with no title\)"),
    ],
)
def test_input_without_papers_leaves_nothing_behind(
    content: str | None, message: str, tmp_path: Path
) -> None:
    good, bad = listing(tmp_path / "good.jsonl", "x"), tmp_path / "bad.jsonl"
    if content is not None:
        bad.write_text(content)
    with pytest.raises(SourceError, match=message):
        build([bad] if content else [good, bad], tmp_path / "graph", extract=extract)
    assert {path.name for path in tmp_path.iterdir()} <= {"good.jsonl", "bad.jsonl"}


def test_no_files_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no files given"):
        build([], tmp_path / "graph", extract=extract)


def test_an_error_keeps_the_old_graph_and_the_finished_shards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEEN", str(tmp_path / "seen"))
    old = hashes(graph_of(tmp_path, "{Method Old}").path)
    wrong, right = many(SHARD + 2, {SHARD + 2: "{5 absolute method=Nowhere}"}), many(SHARD + 2)
    path = listing(tmp_path / "papers.jsonl", *wrong)
    with pytest.raises(GraphError, match="Nowhere"):
        build([path], tmp_path / "graph", extract=recorded)
    assert hashes(tmp_path / "graph") == old
    shards = list((tmp_path / "graph.part" / "new" / "facts").iterdir())
    assert [shard.name[:6] for shard in shards] == ["00000-"]
    (tmp_path / "seen").unlink()
    path = listing(tmp_path / "papers.jsonl", *right)
    graph = build([path], tmp_path / "graph", extract=recorded)
    assert (tmp_path / "seen").read_text().split() == [f"2401.{SHARD + n:05}" for n in (1, 2)]
    assert not (tmp_path / "graph.part").exists()
    fresh = build([path], tmp_path / "fresh", extract=recorded)
    assert hashes(graph.path) == hashes(fresh.path)


def test_shards_of_other_rules_or_papers_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEEN", str(tmp_path / "seen"))
    wrong = listing(tmp_path / "papers.jsonl", *many(SHARD + 2, {SHARD + 2: "{5 absolute method=Nowhere}"}))
    with pytest.raises(GraphError):
        build([wrong], tmp_path / "graph", extract=extract)
    right = listing(tmp_path / "papers.jsonl", *many(SHARD + 2, {1: "changed"}))
    graph = build([right], tmp_path / "graph", extract=recorded)
    assert len((tmp_path / "seen").read_text().split()) == SHARD + 2
    assert len([path for path in (graph.path / "facts").iterdir() if path.is_dir()]) == 2


def test_the_rules_hash_covers_every_module_that_reads_a_text() -> None:
    script = """
import sys, kg.extraction
from kg.model import Paper
list(kg.extraction.extract([Paper(id="1", title="A", abstract="We reach 5% accuracy on COCO.")]))
print(*(name for name in sys.modules if name.startswith("kg.")))"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {name.removeprefix("kg.") for name in done.stdout.split()} <= {*RULES, "errors"}


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_in_an_extractor_names_the_paper(processes: int, tmp_path: Path) -> None:
    path = listing(tmp_path / "papers.jsonl", *many(SHARD + 9, {SHARD + 5: "BREAK"}))
    with pytest.raises(ZeroDivisionError) as raised:
        build([path], tmp_path / "graph", extract=broken, processes=processes)
    assert raised.value.__notes__ == [f"while it read paper 2401.{SHARD + 5:05}"]
    assert not (tmp_path / "graph").exists()


def test_a_killed_worker_is_one_line(tmp_path: Path) -> None:
    path = listing(tmp_path / "papers.jsonl", *many(SHARD + 2, {SHARD + 1: "KILL"}))
    with pytest.raises(GraphError, match="a worker process was killed") as raised:
        build([path], tmp_path / "graph", extract=killed, processes=2)
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "graph").exists()


SCRIPT = """
import resource, sys
from braces import *
from kg.errors import ClaimgraphError
if __name__ == "__main__":
    limit = int(sys.argv[3])
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        tell = lambda *done: print(*done, flush=True)
        build([sys.argv[1]], sys.argv[2], extract=recorded, processes=2, progress=tell)
    except ClaimgraphError as error:
        sys.exit(f"{type(error).__name__}: {error}")
"""


def start(path: Path, output: Path, *, limit: int = 0, sleep: str = "SLEEP") -> subprocess.Popen[str]:
    script = output.with_name("script.py")
    script.write_text(SCRIPT)
    known = os.environ | {"SEEN": str(output.with_name("seen")), "SLEEP": sleep, "PYTHONPATH": str(TESTS)}
    command = [sys.executable, str(script), str(path), str(output), str(limit)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=known, text=True, stdout=pipe, stderr=pipe, start_new_session=True)


@pytest.mark.parametrize("limit", [300_000, 500_000, 650_000], ids=["reading", "extracting", "assembling"])
def test_a_full_disk_is_one_line_and_leaves_the_old_graph(limit: int, tmp_path: Path) -> None:
    """A limit on the size of files makes the same writes fail as a full disk does."""
    abstracts = (random.Random(n).randbytes(50).hex() + "{Task T}" * 40 for n in range(3000))
    path = listing(tmp_path / "papers.jsonl", *abstracts)
    old = hashes(graph_of(tmp_path / "old", "{Method Old}").path)
    done = start(path, tmp_path / "old" / "graph", limit=limit)
    _, errors = done.communicate(timeout=60)
    assert done.returncode == 1
    assert errors.startswith("GraphError: ")
    assert len(errors.splitlines()) == 1
    assert "File too large" in errors
    assert "make room" in errors
    assert hashes(tmp_path / "old" / "graph") == old
    left = tmp_path / "old" / "graph.part"
    assert not left.exists() or {path.name for path in left.iterdir()} <= {"new", "lock.duckdb"}


def test_ctrl_c_leaves_the_old_graph_and_the_next_build_goes_on(tmp_path: Path) -> None:
    path = listing(tmp_path / "papers.jsonl", *many(2 * SHARD + 9, {2 * SHARD: "x SLEEP"}))
    output, seen = tmp_path / "old" / "graph", tmp_path / "old" / "seen"
    old = hashes(graph_of(tmp_path / "old", "{Method Old}").path)
    running = start(path, output)
    assert running.stdout
    assert running.stdout.readline() == f"{SHARD} {2 * SHARD + 9}\n"
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode
    assert errors.splitlines()[-1] == "KeyboardInterrupt"
    assert hashes(output) == old
    left = {path.name[:5] for path in (output.with_name("graph.part") / "new" / "facts").iterdir()}
    assert "00000" in left
    assert "00001" not in left
    seen.unlink()
    again = start(path, output, sleep="NOTHING")
    assert again.communicate(timeout=60)[1] == ""
    extracted = set(seen.read_text().split())
    assert not extracted & {f"2401.{n:05}" for n in range(1, SHARD + 1)}
    assert extracted >= {f"2401.{n:05}" for n in range(SHARD + 1, 2 * SHARD + 1)}
    assert Graph(output).manifest["nodes"]["Paper"] == 2 * SHARD + 9
    assert not output.with_name("graph.part").exists()


def test_two_builds_at_one_place_do_not_meet(tmp_path: Path) -> None:
    path = listing(tmp_path / "papers.jsonl", *many(SHARD + 2, {SHARD + 1: "x SLEEP"}))
    (tmp_path / "at").mkdir()
    running = start(path, tmp_path / "at" / "graph")
    try:
        assert running.stdout
        assert running.stdout.readline()
        before = hashes(tmp_path / "at" / "graph.part" / "new")
        other = start(path, tmp_path / "at" / "graph")
        assert "GraphError" in other.communicate(timeout=60)[1]
        assert hashes(tmp_path / "at" / "graph.part" / "new") == before
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def test_a_graph_that_a_killed_build_had_moved_away_is_put_back(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "{Method A}")
    old = hashes(graph.path)
    (tmp_path / "graph.part").mkdir()
    graph.path.rename(tmp_path / "graph.part" / "old")
    with pytest.raises(ClaimgraphError):
        graph_of(tmp_path, "{5 absolute method=Nowhere}")
    assert hashes(tmp_path / "graph") == old
    assert not (tmp_path / "graph.part").exists()
