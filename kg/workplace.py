"""The folder beside the output in which a graph is built, and the step that puts it in place."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from kg.assembly import database
from kg.errors import GraphError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GRAPH = {"manifest.json", "rejected.parquet", "facts", "nodes", "relationships", "store"}
"""What a graph folder holds."""
_WORK = {"new", "old", "spill", "staged.parquet", "lock.duckdb"}


def check_place(output: Path) -> Path:
    """The absolute path, if nothing is there that is not a graph of ours."""
    output = output.resolve()
    if output.exists() and not output.is_dir():
        raise GraphError(f"{output}: is a file; choose a folder that is not there yet")
    found = {path.name for path in output.iterdir()} if output.exists() else set()
    if found and not _is_graph(output):
        raise GraphError(f"{output}: is a folder with other things in it; choose one that is not there yet")
    if strange := sorted(found - GRAPH):
        raise GraphError(
            f"{output}: holds {', '.join(strange)}, no part of a graph; move that away and build again"
        )
    return output


def _is_graph(folder: Path) -> bool:
    try:
        return "claimgraph" in json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError, TypeError):
        return False


@contextmanager
def workplace(output: Path) -> Iterator[tuple[Path, "DuckDBPyConnection"]]:
    """A folder to build in, and a database; in the end only finished shards of facts stay in it."""
    part = output.with_name(f"{output.name}.part")
    shards = part / "new" / "facts"
    try:
        found = {path.name for path in part.iterdir()} if part.exists() else set()
        if strange := sorted(found - _WORK):
            raise GraphError(f"{part}: is needed to build in, but holds {', '.join(strange)}; move it away")
        shards.mkdir(parents=True, exist_ok=True)
        with database(part) as connection:
            try:
                _tidy(part, output)
                yield part, connection
            finally:
                _tidy(part, output)
                if not any(shards.glob("*")):
                    rmtree(part, ignore_errors=True)
    except OSError as error:
        reason = " ".join(str(error).split())
        raise GraphError(
            f"{output}: cannot be written: {reason}; make room or choose another place"
        ) from error


def put_in_place(part: Path, output: Path) -> None:
    """Swap the new graph for the one that is there."""
    if output.exists():
        output.rename(part / "old")
    (part / "new").rename(output)


def _tidy(part: Path, output: Path) -> None:
    if not output.exists() and (part / "old").exists():
        (part / "old").rename(output)
    shards = part / "new" / "facts"
    for path in (*part.glob("*"), *part.glob("new/*"), *shards.glob("*")):
        finished = path.parent == shards and path.is_dir() and path.suffix != ".part"
        if not (finished or path in (part / "new", shards) or path.name == "lock.duckdb"):
            rmtree(path) if path.is_dir() else path.unlink()
