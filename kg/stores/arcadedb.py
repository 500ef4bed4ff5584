"""The embedded store: ArcadeDB in this process, in a folder.

A load builds the folder beside and renames it, so that readers see the old store or the new one, never half
of it. Readers open it read-only, any number of them. ARCADEDB_JVM_ARGS adds options of the Java machine.
"""

import atexit
import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jpype
from arcadedb_embedded import ArcadeDBError, Database
from arcadedb_embedded.jvm import get_bundled_jre_lib_path, get_jar_path
from arcadedb_embedded.type_conversion import convert_java_to_python

from kg import schema
from kg.errors import StoreError
from kg.stores.cypher import Row, merge, missing_end, nodes, one_line, plain, relationships

if TYPE_CHECKING:
    from kg.graph import Graph

JVM = (
    "-Xmx1g",
    "-Darcadedb.queryMaxHeapRAM=-1",
    "-Darcadedb.txWalFlush=2",
    "-Darcadedb.log.impl=slf4j",  # the engine's own logger writes to the terminal and to ./log
    f"-Djava.util.logging.config.file={os.devnull}",
    f"-XX:ErrorFile={tempfile.gettempdir()}/hs_err_pid%p.log",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF8",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
)
BATCH = 20_000


class ArcadeStore:
    """The embedded store in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._opened: Database | None = None

    def write(self, graph: "Graph") -> None:
        try:
            _start()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(self.path), _beside(self.path) as folder:
                if self.path.exists():
                    self._refuse_if_used()
                    shutil.copytree(self.path, folder)
                    _add(folder, graph)
                else:
                    _fill(folder, graph)
                self.close()
        except (OSError, ArcadeDBError, jpype.JException) as error:
            raise StoreError(f"{self.path} cannot be written: {_message(error)}") from error

    def query(self, cypher: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, object]]:
        database = self._database()
        try:
            rows = database.query("opencypher", cypher, dict(parameters or {})).to_list()
        except ArcadeDBError as error:
            if "NotIdempotent" in str(error):
                raise StoreError("a query may only read, and this one writes") from error
            raise StoreError(f"the query cannot be run: {_message(error)}") from error
        return [{name: plain(_python(value)) for name, value in row.items()} for row in rows]

    def close(self) -> None:
        if jpype.isJVMStarted() and (database := _factories().getActiveDatabaseInstance(str(self.path))):
            database.close()
        self._opened = None

    def _database(self) -> Database:
        if self._opened is None or not self._opened.is_open():
            if not (self.path / "schema.json").is_file():
                raise StoreError(f"{self.path} holds no store; make it with kg load")
            self._refuse_if_used()
            try:
                _start()
                mode = jpype.JClass("com.arcadedb.engine.ComponentFile$MODE").READ_ONLY
                active = _factories().getActiveDatabaseInstance(str(self.path))
                self._opened = Database(active or _factories()(str(self.path)).open(mode))
            except (OSError, ArcadeDBError, jpype.JException) as error:
                raise StoreError(f"{self.path} cannot be opened: {_message(error)}") from error
        return self._opened

    def _refuse_if_used(self) -> None:
        """Refuse a store that another program has open for writing: this file is there as long as it has."""
        if (self.path / "database.lck").exists():
            raise StoreError(
                f"{self.path} is open for writing in another program; close it there and try again"
            )


def _start() -> None:
    """Start the Java machine; the package's own way adds a module that prints a warning."""
    if not jpype.isJVMStarted():
        options = (*JVM, *shlex.split(os.environ.get("ARCADEDB_JVM_ARGS", "")))
        jars = sorted(map(str, Path(get_jar_path()).glob("*.jar")))
        jpype.startJVM(get_bundled_jre_lib_path(), *options, classpath=jars, interrupt=False)
        atexit.register(_factories().closeActiveDatabaseInstances)


def _factories() -> Any:
    return jpype.JClass("com.arcadedb.database.DatabaseFactory")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the right to write the store: one process at a time, given back even by one that is killed."""
    name = path.with_name(f"{path.name}.lock")
    file = jpype.JClass("java.io.RandomAccessFile")(str(name), "rw")
    try:
        if file.getChannel().tryLock() is None:
            raise StoreError(f"{path} is being loaded by another process; wait for it and try again")
        yield
        name.unlink()
    finally:
        file.close()


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A folder that takes the place of the path when all is written, and is gone when it is not."""
    new, old = (path.with_name(f"{path.name}.{suffix}") for suffix in ("new", "old"))
    shutil.rmtree(new, ignore_errors=True)
    try:
        yield new
        for file in new.iterdir():
            with file.open("rb+") as written:
                os.fsync(written.fileno())
        if path.exists():
            shutil.rmtree(old, ignore_errors=True)
            path.rename(old)
        new.rename(path)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _add(folder: Path, graph: "Graph") -> None:
    """Merge the graph into the store."""
    with closing(Database(_factories()(str(folder)).open())) as database:

        def run(statement: str, rows: list[Row]) -> int:
            with database.transaction():
                found = database.command("opencypher", statement, {"rows": rows})
                return int(found.one().get("n"))

        _declare(database)
        _index(database)
        merge(graph, run, size=5_000)


def _fill(folder: Path, graph: "Graph") -> None:
    """Load the graph into a new store by record ids, indexes last: ten times as fast as by statements."""
    declared = schema.load()
    with closing(Database(_factories()(str(folder)).create())) as database:
        _declare(database)
        with database.graph_batch() as batch:
            records: dict[str, dict[str, str]] = {}
            for label in declared.labels:
                records[label] = {}
                for rows in nodes(graph, label, BATCH):
                    made = batch.create_vertices(label, [_filled(row) for row in rows])
                    records[label].update(zip((row["id"] for row in rows), made, strict=True))
            for type in declared.relationships:
                for rows in relationships(graph, type, BATCH):
                    ends = [_records(records, type, row) for row in rows]
                    properties = (
                        [_filled(row) for row in rows] if declared.relationships[type].properties else None
                    )
                    batch.new_edges([start for start, _ in ends], type, [end for _, end in ends], properties)
        _index(database)


def _records(records: Mapping[str, Mapping[str, str]], type: str, row: Row) -> tuple[str, str]:
    """The record ids of a relationship's ends, which leave the row."""
    start_label, end_label = row.pop("start_label"), row.pop("end_label")
    start = records[start_label].get(row.pop("start"))
    end = records[end_label].get(row.pop("end"))
    if start is None or end is None:
        raise missing_end(type, start_label, end_label, 1)
    return start, end


def _filled(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


def _declare(database: Database) -> None:
    declared = schema.load()
    for kind, names in (("VERTEX", declared.labels), ("EDGE", declared.relationships)):
        for name in names:
            database.command("sql", f"CREATE {kind} TYPE `{name}` IF NOT EXISTS")


def _index(database: Database) -> None:
    for pairs, kind in ((schema.unique(), "UNIQUE"), (schema.indexes(), "NOTUNIQUE")):
        for label, name in pairs:
            database.command("sql", f"CREATE PROPERTY `{label}`.`{name}` IF NOT EXISTS STRING")
            database.command("sql", f"CREATE INDEX IF NOT EXISTS ON `{label}` (`{name}`) {kind}")


def _python(value: Any) -> object:
    """The value without Java in it: the rows hold nodes and relationships as the engine's own objects."""
    if isinstance(value, jpype.JObject) and hasattr(value, "getPropertyNames"):
        return {str(name): convert_java_to_python(value.get(name)) for name in value.getPropertyNames()}
    if isinstance(value, dict):
        return {name: _python(item) for name, item in value.items()}
    return [_python(item) for item in value] if isinstance(value, list) else value


def _message(error: Exception) -> str:
    cause = error.__cause__ if isinstance(error.__cause__, jpype.JException) else error
    return one_line(str(cause.getMessage()) if isinstance(cause, jpype.JException) else str(cause))
