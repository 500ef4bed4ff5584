"""Fixtures that more than one test file uses."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from command import shown
from neo4j_server import Unavailable, running

PASSWORD = "only-for-tests"

# A shell starts `command &` with Ctrl-C ignored, and whatever that starts inherits it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def start_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str | None], str]]:
    """Start a Neo4j, with a password or without, and give its address; it ends with the session."""
    with ExitStack() as stack:

        def start(password: str | None) -> str:
            try:
                return stack.enter_context(running(tmp_path_factory.mktemp("neo4j"), password))
            except Unavailable as reason:
                (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(reason))

        yield start


@pytest.fixture(scope="session")
def neo4j_address(start_neo4j: Callable[[str | None], str]) -> str:
    """The address of a Neo4j without login, one for the session; its database is shared by the tests."""
    return start_neo4j(None)


@pytest.fixture(scope="session")
def guarded_neo4j_address(start_neo4j: Callable[[str | None], str]) -> str:
    """The address of a Neo4j whose user neo4j has the password `PASSWORD`."""
    return start_neo4j(PASSWORD)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of the sample and its embedded store, built by the command."""
    folder = tmp_path_factory.mktemp("sample")
    shown("build", "--sample", cwd=folder)
    return folder
