"""A real Neo4j for tests: jars from Maven Central, kept in the user's cache, one process on the loopback."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "5.26.29"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "claimgraph" / f"neo4j-{VERSION}"

POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>claimgraph</groupId>
  <artifactId>neo4j-for-tests</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.neo4j</groupId>
      <artifactId>neo4j</artifactId>
      <version>{VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.neo4j.client</groupId>
      <artifactId>neo4j-browser</artifactId>
      <version>5.24.0</version>
    </dependency>
  </dependencies>
</project>
"""
OPENED = ("java.nio", "java.io", "sun.nio.ch")
JAVA = [
    "java",
    "-Xms128m",
    "-Xmx768m",
    "-XX:+UseSerialGC",
    "-XX:+UnlockExperimentalVMOptions",
    "-XX:+TrustFinalNonStaticFields",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
]


class Unavailable(Exception):
    """Neo4j cannot be run here; the message says why."""


def libraries() -> Path:
    """The folder of the server's jars, fetched once."""
    for command in ("java", "mvn"):
        if not shutil.which(command):
            raise Unavailable(f"{command} is not installed, so no Neo4j can be started")
    if not (CACHE / "lib").is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            _fetch(Path(folder))
            # Another run may have been faster: then its jars are as good.
            if not (CACHE / "lib").is_dir():
                (Path(folder) / "lib").rename(CACHE / "lib")
    return CACHE / "lib"


def _fetch(folder: Path) -> None:
    (folder / "pom.xml").write_text(POM, encoding="utf-8")
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={folder / 'lib'}"]
    run = subprocess.run(
        ["mvn", "-B", "-q", "-f", folder / "pom.xml", plugin, *options],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise Unavailable(f"Maven could not fetch Neo4j {VERSION}: {run.stdout.strip()[:300]}")


@contextmanager
def running(home: Path, password: str | None = None) -> Iterator[str]:
    """The bolt:// address of a server with an empty database in the folder, while it runs."""
    jars = libraries()
    bolt, http = _free_ports(2)
    for name in ("conf", "data", "logs", "run", "plugins", "import"):
        (home / name).mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(
        _settings(bolt, http, auth=password is not None), encoding="utf-8"
    )
    environment = os.environ | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    if password:
        tool = ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
        subprocess.run([*JAVA, "-cp", f"{jars}/*", *tool], env=environment, check=True, capture_output=True)
    entry = "org.neo4j.server.CommunityEntryPoint"
    folders = [f"--home-dir={home}", f"--config-dir={home / 'conf'}", "--console-mode"]
    with (home / "logs" / "console.log").open("wb") as log:
        server = subprocess.Popen(
            [*JAVA, "-cp", f"{home}/plugins/*:{home}/conf/*:{jars}/*", entry, *folders],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(server, http, home / "logs" / "console.log")
        yield f"bolt://127.0.0.1:{bolt}"
    finally:
        server.terminate()
        server.wait(60)


def _settings(bolt: int, http: int, *, auth: bool) -> str:
    return f"""server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.http.advertised_address=127.0.0.1:{http}
server.https.enabled=false
dbms.security.auth_enabled={"true" if auth else "false"}
server.memory.pagecache.size=64m
db.tx_log.rotation.retention_policy=keep_none
dbms.usage_report.enabled=false
"""


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                if "neo4j_version" in json.load(answer):
                    return
        except (OSError, ValueError):
            time.sleep(0.2)
    server.terminate()
    raise RuntimeError(f"Neo4j did not start: {log.read_text(encoding='utf-8')[-2000:]}")


def _free_ports(number: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
