"""What only the embedded store does: processes that share its folder, and writing beside."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import PIPE

import pytest
from graph_tables import NODES, RELATIONSHIPS, write_graph

from kg.errors import StoreError
from kg.graph import Graph
from kg.stores import connect

COUNT = "MATCH (n) RETURN count(n) AS n"
NODE_COUNT = sum(map(len, NODES.values()))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A small graph."""
    return write_graph(tmp_path_factory.mktemp("graph"), NODES, RELATIONSHIPS)


@pytest.fixture
def folder(graph: Graph, tmp_path: Path) -> Path:
    """A store in a folder of its own, filled and closed."""
    with closing(connect(tmp_path / "store")) as store:
        store.write(graph)
    return tmp_path / "store"


def count(folder: Path) -> object:
    """The number of nodes in the store."""
    with closing(connect(folder)) as store:
        return store.query(COUNT)[0]["n"]


@contextmanager
def process(script: str, place: Path, *arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """Another Python, that has come to where its script prints a line; it is killed at the end."""
    command = [sys.executable, "-c", script, *map(str, (place, *arguments))]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as other:
        assert other.stdout
        try:
            assert other.stdout.readline() == "here\n"
            yield other
        finally:
            other.kill()


LOADING = """
import sys
from pathlib import Path
from kg.graph import Graph
from kg.stores import connect

class Slow(Graph):
    def relationships(self, type):
        print("here", flush=True)
        sys.stdin.readline()
        return super().relationships(type)

connect(Path(sys.argv[1])).write(Slow(sys.argv[2]))
"""
READING = f"""
import sys
from pathlib import Path
from kg.stores import connect

store = connect(Path(sys.argv[1]))
store.query({COUNT!r})
print("here", flush=True)
sys.stdin.readline()
print(store.query({COUNT!r})[0]["n"])
"""
OTHER_PROGRAM = """
import os, sys
import arcadedb_embedded
os.chdir(sys.argv[2])  # where the engine puts its log
database = arcadedb_embedded.open_database(sys.argv[1])
print("here", flush=True)
sys.stdin.readline()
"""


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"/none holds no store; make it with kg load$"):
        connect(tmp_path / "none").query(COUNT)
    assert not list(tmp_path.iterdir())


def test_only_one_process_loads_and_readers_see_the_old_store_until_it_is_done(
    folder: Path, graph: Graph, tmp_path: Path
) -> None:
    more = write_graph(tmp_path / "more", {"Author": [{"id": "author/x", "name": "x"}]}, {})
    with process(LOADING, folder, more.path) as loading:
        with pytest.raises(StoreError, match="is being loaded by another process; wait for it"):
            connect(folder).write(graph)
        assert count(folder) == NODE_COUNT
        assert loading.communicate("\n" * 100, timeout=60)[0] is not None
        assert loading.returncode == 0
    assert count(folder) == NODE_COUNT + 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["more", "store"]


def test_a_load_that_is_killed_leaves_the_old_store_and_the_next_one_clears_up(
    folder: Path, graph: Graph, tmp_path: Path
) -> None:
    with process(LOADING, folder, graph.path) as loading:
        loading.kill()
    assert count(folder) == NODE_COUNT
    with closing(connect(folder)) as store:
        store.write(graph)
    assert count(folder) == NODE_COUNT
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_any_number_of_processes_read(folder: Path) -> None:
    with process(READING, folder) as one, process(READING, folder) as two:
        assert count(folder) == NODE_COUNT
        assert [other.communicate("\n", timeout=60)[0] for other in (one, two)] == [f"{NODE_COUNT}\n"] * 2


def test_a_reader_keeps_what_it_has_opened_while_another_process_loads(folder: Path, tmp_path: Path) -> None:
    more = write_graph(tmp_path / "more", {"Author": [{"id": "author/x", "name": "x"}]}, {})
    with process(READING, folder) as reading:
        with closing(connect(folder)) as store:
            store.write(more)
        assert reading.communicate("\n", timeout=60) == (f"{NODE_COUNT}\n", "")
        assert reading.returncode == 0
    assert count(folder) == NODE_COUNT + 1


def test_a_store_that_another_program_writes_is_refused(folder: Path, graph: Graph, tmp_path: Path) -> None:
    with process(OTHER_PROGRAM, next(folder.iterdir()), tmp_path):
        for use in (lambda: connect(folder).query(COUNT), lambda: connect(folder).write(graph)):
            with pytest.raises(StoreError, match="is open in another program"):
                use()


def test_two_handles_in_one_process_share_the_store(folder: Path) -> None:
    with closing(connect(folder)) as one, closing(connect(folder)) as two:
        assert one.query(COUNT) == two.query(COUNT)
        one.close()
        assert two.query(COUNT) == one.query(COUNT)


@pytest.mark.parametrize(
    "nodes", [{"Author": [{"id": "author/x", "name": None}]}, {"Author": [{"id": "a", "name": "a"}] * 2}]
)
def test_a_load_that_fails_leaves_nothing(tmp_path: Path, nodes: dict[str, list[dict[str, object]]]) -> None:
    bad = write_graph(tmp_path / "bad", nodes, {})
    with pytest.raises(Exception, match="Author a"):
        connect(tmp_path / "store").write(bad)
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]


def test_a_folder_of_something_else_is_left_alone(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(StoreError, match="is there but is no store; name another folder"):
            connect(place).write(graph)
        with pytest.raises(StoreError, match="is there but is no store; name another folder"):
            connect(place).query(COUNT)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_a_place_where_nothing_can_be_written_is_named(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (Path("/proc/store"), tmp_path / "file" / "store"):
        with pytest.raises(StoreError, match=f"^{place} cannot be written: .+"):
            connect(place).write(graph)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from kg.errors import StoreError
from kg.graph import Graph
from kg.stores import connect, arcadedb

resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    connect(Path(sys.argv[1])).write(Graph(sys.argv[2]))
except StoreError as error:
    print(error)
"""


def test_a_disk_that_is_full_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    authors = [{"id": f"author/{number:05}", "name": "x" * 200} for number in range(10_000)]
    large = write_graph(tmp_path / "large", {"Author": authors}, {})
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, tmp_path / "store", large.path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{tmp_path / 'store'} cannot be written: " in run.stdout
    assert run.stdout.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["large"]


USING = READING.replace("store.query", "store.write(Graph(sys.argv[2]))\nstore.query", 1)


def test_the_engine_prints_nothing_and_leaves_no_log(folder: Path, graph: Graph, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    command = [sys.executable, "-c", f"from kg.graph import Graph\n{USING}", folder, graph.path]
    run = subprocess.run(command, input="\n", capture_output=True, text=True, cwd=here, check=True)
    assert (run.stdout, run.stderr) == (f"here\n{NODE_COUNT}\n", "")
    assert not list(here.iterdir())
