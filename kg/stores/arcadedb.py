"""The embedded store: ArcadeDB in this process, in a folder.

The folder holds one database, `NUMBER-RANDOM`; a load builds the next one beside and then removes it, so that
readers see the old database or the new one, never half of it. The name is never used again, because a reader
writes its statistics back into the folder when it closes. Readers open it read-only, any number of them.
ARCADEDB_JVM_ARGS adds options of the Java machine.
"""

import atexit
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import jpype
from arcadedb_embedded import ArcadeDBError, Database
from arcadedb_embedded.jvm import get_bundled_jre_lib_path, get_jar_path
from arcadedb_embedded.type_conversion import convert_java_to_python

from kg.errors import StoreError
from kg.stores.bulk import add, fill
from kg.stores.cypher import one_line, plain

if TYPE_CHECKING:
    from kg.graph import Graph

JVM = (
    "-Xmx1g",
    "-XX:+UseSerialGC",
    # Most runs are short: the second compiler may wait until a run is long.
    "-XX:Tier4InvocationThreshold=50000",
    "-XX:Tier4MinInvocationThreshold=6000",
    "-XX:Tier4CompileThreshold=150000",
    "-XX:Tier4BackEdgeThreshold=400000",
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
DATABASE = re.compile(r"\d+-[0-9a-f]{8}(?=\.loading$|$)")


class ArcadeStore:
    """The embedded store in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._opened: Database | None = None

    def write(self, graph: "Graph") -> None:
        try:
            _start()
            self._find()
            self.path.mkdir(parents=True, exist_ok=True)
            with _locked(self.path):
                self._replace(graph)
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
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _database(self) -> Database:
        if self._opened is None or not self._opened.is_open():
            try:
                folder = self._find()
                if folder is None:
                    raise StoreError(f"{self.path} holds no store; make it with kg load")
                _start()
                mode = jpype.JClass("com.arcadedb.engine.ComponentFile$MODE").READ_ONLY
                active = _factories().getActiveDatabaseInstance(str(folder))
                self._opened = Database(active or _factories()(str(folder)).open(mode))
            except (OSError, ArcadeDBError, jpype.JException) as error:
                raise StoreError(f"{self.path} cannot be opened: {_message(error)}") from error
        return self._opened

    def _find(self) -> Path | None:
        """The folder of the database, if there is one; a folder of something else is refused."""
        if not self.path.exists():
            return None
        names = [path.name for path in self.path.iterdir()] if self.path.is_dir() else [self.path.name]
        folder = max(
            (self.path / name for name in names if DATABASE.fullmatch(name)), key=_number, default=None
        )
        if folder is None and not all(DATABASE.match(name) or name == "lock" for name in names):
            raise StoreError(f"{self.path} is there but is no store; name another folder")
        if folder and (folder / "database.lck").exists():  # it is there as long as a program may write
            raise StoreError(
                f"{folder} is open in another program, or was left unclosed by it; close it there"
            )
        return folder

    def _replace(self, graph: "Graph") -> None:
        """Put a database with the graph added in the place of the one that is there."""
        for stale in self.path.glob("*.loading"):
            shutil.rmtree(stale)
        old = self._find()
        done = self.path / f"{_number(old) + 1}-{token_hex(4)}"
        new = done.with_suffix(".loading")
        try:
            if old:
                shutil.copytree(old, new)
                with closing(Database(_factories()(str(new)).open())) as database:
                    add(database, graph)
            else:
                with closing(Database(_factories()(str(new)).create())) as database:
                    fill(database, graph)
            for path in new.iterdir():
                with path.open("rb+") as file:
                    os.fsync(file.fileno())
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        new.rename(done)
        if old:
            if active := _factories().getActiveDatabaseInstance(str(old)):
                active.close()
            shutil.rmtree(old, ignore_errors=True)


def _number(folder: Path | None) -> int:
    return int(folder.name.partition("-")[0]) if folder else 0


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
def _locked(folder: Path) -> Iterator[None]:
    """Hold the right to write the store: one process at a time, given back even by one that is killed."""
    name = folder / "lock"
    file = jpype.JClass("java.io.RandomAccessFile")(str(name), "rw")
    try:
        if file.getChannel().tryLock() is None:
            raise StoreError(f"{folder} is being loaded by another process; wait for it and try again")
        try:
            yield
        finally:
            name.unlink()
            if not any(folder.iterdir()):
                folder.rmdir()
    finally:
        file.close()


def _python(value: Any) -> object:
    """The value without Java in it: the rows hold nodes and relationships as the engine's own objects."""
    if isinstance(value, jpype.JObject) and hasattr(value, "getPropertyNames"):
        return {str(name): convert_java_to_python(value.get(name)) for name in value.getPropertyNames()}
    if isinstance(value, dict):
        return {name: _python(item) for name, item in value.items()}
    return [_python(item) for item in value] if isinstance(value, list) else value


def _message(error: Exception) -> str:
    """What the engine says, or the system beneath it: on a full disk the engine tells only what it was at."""
    cause = error.__cause__ if isinstance(error.__cause__, jpype.JException) else error
    if not isinstance(cause, jpype.JException):
        return one_line(str(cause))
    chain = [cause]
    while (deeper := chain[-1].getCause()) is not None:
        chain.append(deeper)
    system = jpype.JClass("java.io.IOException")
    told = next((one for one in chain if isinstance(one, system)), cause)
    return one_line(str(told.getMessage()))
