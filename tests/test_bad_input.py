"""Whatever goes wrong is one line that says what, where and what to do, and leaves nothing half-written."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import KG, kg, refusal, shown
from conftest import PASSWORD

RECORD = {"title": "WaveFold: folding waves", "abstract": "We propose WaveFold. It reaches 48.8 AP on COCO."}
LINE = json.dumps(RECORD) + "\n"
LISTING = """# Arxiv Papers in cs.CV on 2999-01-01
### WaveFold: folding waves
- **Arxiv ID**: http://arxiv.org/abs/9901.00001v1
- **Summary**: We propose WaveFold. It reaches 48.8 AP on COCO.



### SongNet: networks of songs
- **Arxiv ID**: http://arxiv.org/abs/9901.00002v1
- **Summary**: We propose SongNet, which is cut in the mid"""


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a binary file"),
        ("# Ein Brief\nMit freundlichen Grüßen\n".encode("latin-1"), "byte 31 is not UTF-8"),
        (LINE.encode() + '{"title": "Grüße"}\n'.encode("latin-1"), "is not UTF-8"),
        (LINE.encode("utf-16"), "is UTF-16"),
        (b"Dear reader,\nthis is a letter.\n", "is of no known format; known formats: "),
        (b"title,abstract\n,We.\n", "no paper among 1 records (1 with no title)"),
        (b"\x1f\x8b\x08\x00cut", "gzip data is damaged or cut off"),
    ],
    ids=["empty", "blank", "binary", "Latin-1", "Latin-1 later", "UTF-16", "letter", "no papers", "cut gzip"],
)
def test_a_file_that_is_no_listing(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "listing.txt").write_bytes(content)
    line = refusal(kg("build", "listing.txt", cwd=tmp_path))
    assert "listing.txt" in line
    assert said in line
    assert left(tmp_path) == ["listing.txt"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "nowhere.md: no such file" in refusal(kg("build", "nowhere.md", cwd=tmp_path))
    assert left(tmp_path) == []


def test_one_bad_file_among_good_ones_stops_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text(LINE)
    assert "nowhere.md" in refusal(kg("build", "good.jsonl", "nowhere.md", cwd=tmp_path))
    assert left(tmp_path) == ["good.jsonl"]


def test_a_folder_is_no_listing(tmp_path: Path) -> None:
    (tmp_path / "listings").mkdir()
    assert "listings: is a folder; name the files in it" in refusal(kg("build", "listings", cwd=tmp_path))
    assert left(tmp_path) == ["listings"]


@pytest.mark.parametrize("kept", [0, 1], ids=["alone", "after a good record"])
def test_a_line_of_200_megabytes(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("w") as file:
        file.write(LINE * kept + '{"title": "')
        file.writelines("x" * 2**20 for _ in range(200))
    command = [KG, "build", path, "--no-store", "-o", tmp_path / "graph"]
    # Files, because wait4 does not read pipes.
    with (tmp_path / "out").open("w") as out, (tmp_path / "err").open("w") as err:
        status, usage = os.wait4(subprocess.Popen(command, stdout=out, stderr=err).pid, 0)[1:]
    text = (tmp_path / "out").read_text() + (tmp_path / "err").read_text()
    assert os.waitstatus_to_exitcode(status) == 1 - kept
    assert "long.jsonl" in text
    assert (tmp_path / "graph").exists() == bool(kept)
    assert len(text) < 5_000
    # KiB: what the line alone takes when it is held as text and bytes.
    assert usage.ru_maxrss < 450 * 2**10


def test_a_listing_that_is_cut_keeps_what_is_whole_and_names_the_rest(tmp_path: Path) -> None:
    (tmp_path / "cut.md").write_text(LISTING)
    text = shown("build", "cut.md", "--no-store", cwd=tmp_path)
    assert "cut.md:8: " in text
    manifest = json.loads((tmp_path / "graph" / "manifest.json").read_text())
    assert manifest["nodes"]["Paper"] == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte and a half."""
    yield from mounted(tmp_path, "size=1536k")


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nobody may write, not even root."""
    yield from mounted(tmp_path, "ro")


def mounted(folder: Path, options: str) -> Iterator[Path]:
    place = folder / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "claimgraph-test", place]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"only root can mount a disk to fill: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_is_full_while_building(small_disk: Path, tmp_path: Path) -> None:
    rows = [
        RECORD | {"title": f"{RECORD['title']} {n}", "comment": os.urandom(300).hex()} for n in range(4000)
    ]
    (tmp_path / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    line = refusal(kg("build", "many.jsonl", "-o", small_disk / "graph", "--no-store", cwd=tmp_path))
    assert str(small_disk) in line
    assert "room" in line
    assert left(small_disk) == []


@pytest.mark.parametrize(
    "command",
    [("load", "graph"), ("export", "ntriples", "-o", "graph.nt"), ("view", "-o", "page.html")],
    ids=" ".join,
)
def test_a_disk_that_is_full_later(
    command: tuple[str, ...], small_disk: Path, tmp_path: Path, sample: Path
) -> None:
    shutil.copytree(sample / "graph", small_disk / "graph", ignore=shutil.ignore_patterns("store"))
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 40_000))
    before = sorted(small_disk.rglob("*"))
    line = refusal(kg(*command, cwd=small_disk))
    assert "No space left on device" in line
    assert sorted(small_disk.rglob("*")) == before


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_to_a_full_disk(tmp_path: Path, unbuffered: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [KG, "queries"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == b"kg: No space left on device; make room, or choose another place\n"


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (("build", "--sample", "-o"), "graph"),
        (("export", "turtle", "-o"), "graph.ttl"),
        (("view", "-o"), "page.html"),
    ],
    ids=["build", "export", "view"],
)
def test_a_place_where_nobody_may_write(
    command: tuple[str, ...], place: str, sealed: Path, sample: Path
) -> None:
    assert str(sealed / place) in refusal(kg(*command, sealed / place, cwd=sample))


def test_a_file_that_nobody_may_read(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (tmp_path / "secret.jsonl").write_text(LINE)
    (tmp_path / "secret.jsonl").chmod(0)
    assert "no permission to read it" in refusal(kg("build", "secret.jsonl", cwd=tmp_path))


def test_a_place_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").write_text("years of work")
    assert "with other things in it" in refusal(kg("build", "--sample", "-o", "thesis", cwd=tmp_path))
    assert "is a file" in refusal(kg("build", "--sample", "-o", "thesis/thesis.tex", cwd=tmp_path))
    assert (tmp_path / "thesis" / "thesis.tex").read_text() == "years of work"
    assert left(tmp_path) == ["thesis"]


@pytest.mark.parametrize(
    "command",
    [("load", "nowhere"), ("query", "datasets", "-g", "nowhere"), ("view", "-g", "nowhere")],
    ids=" ".join,
)
def test_a_graph_that_is_not_there(command: tuple[str, ...], tmp_path: Path) -> None:
    assert "nowhere: no graph here" in refusal(kg(*command, cwd=tmp_path))
    assert left(tmp_path) == []


def test_a_graph_with_a_damaged_table(tmp_path: Path, sample: Path) -> None:
    shutil.copytree(sample / "graph", tmp_path / "graph")
    (tmp_path / "graph" / "nodes" / "Method.parquet").write_bytes(b"PAR1 rubbish")
    line = refusal(kg("export", "turtle", "-o", "graph.ttl", cwd=tmp_path))
    assert "graph/nodes/Method.parquet: is missing or damaged" in line
    assert left(tmp_path) == ["graph"]


HOLDER = """
import sys, jpype
from kg.stores import arcadedb
arcadedb._start()
database = jpype.JClass("com.arcadedb.database.DatabaseFactory")(sys.argv[1]).open()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_store_that_another_process_has_open(tmp_path: Path, sample: Path) -> None:
    shutil.copytree(sample / "graph", tmp_path / "graph")
    (store,) = (tmp_path / "graph" / "store").iterdir()
    command = [sys.executable, "-c", HOLDER, store]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert b"open\n" in iter(holder.stdout.readline, b"")
        line = refusal(kg("query", "datasets", cwd=tmp_path))
        holder.communicate()
    assert str(store) in line
    assert "in another program" in line
    assert "ImageNet-1K" in shown("query", "datasets", cwd=tmp_path)


def test_a_neo4j_that_is_down(sample: Path) -> None:
    address = "bolt://127.0.0.1:1"
    for command in (("query", "datasets"), ("load", "graph")):
        assert f"no Neo4j answers at {address}" in refusal(kg(*command, "--to", address, cwd=sample))


def test_an_address_of_no_store(sample: Path) -> None:
    assert "http:// is no address of a store" in refusal(kg("load", "--to", "http://localhost", cwd=sample))


def test_a_wrong_password_is_not_told(sample: Path, guarded_neo4j_address: str) -> None:
    with_wrong = guarded_neo4j_address.replace("://", "://neo4j:wrong-password@")
    for environment, to in (
        ({"NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": "wrong-password"}, guarded_neo4j_address),
        ({}, with_wrong),
    ):
        line = refusal(kg("load", "graph", "--to", to, cwd=sample, env=os.environ | environment))
        assert "refuses user 'neo4j' or the password" in line
        assert "wrong-password" not in line
    right = os.environ | {"NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": PASSWORD}
    assert "nodes" in shown("load", "graph", "--to", guarded_neo4j_address, cwd=sample, env=right)
    with_right = guarded_neo4j_address.replace("://", f"://neo4j:{PASSWORD}@")
    assert PASSWORD not in shown("load", "graph", "--to", with_right, cwd=sample)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("query", "leaderbord"), "no query is called 'leaderbord', did you mean 'leaderboard'?"),
        (("query", "datasets", "-p", "limt=3"), "no parameter 'limt', did you mean 'limit'?"),
        (("query", "datasets", "-p", "limit=few"), "limit must be a whole number, not 'few'"),
        (("query", "--cypher", "MATCH (n) RETRN n"), "the query cannot be run"),
        (("query", "--cypher", "MATCH (n:Paper {id: $id}) RETURN n.title"), "id"),
        (("view", "--around", "Nobody knows"), "Nobody knows"),
        (("view", "--query", "leaderbord"), "did you mean 'leaderboard'?"),
        (("eval", "nowhere", "nowhere"), "nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_question_that_cannot_be_asked(command: tuple[str, ...], said: str, sample: Path) -> None:
    before = left(sample)
    assert said in refusal(kg(*command, cwd=sample))
    assert left(sample) == before
