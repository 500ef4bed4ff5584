"""docker-compose.yml is valid, pinned, closed to the network, and holds no password."""

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from neo4j_server import VERSION
from ruamel.yaml import YAML

from kg import cli
from kg.stores import connect

ROOT = Path(__file__).parents[1]
COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as data."""
    return YAML(typ="safe").load(COMPOSE)


def test_it_is_valid_by_the_schema_of_the_specification() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE]
    run = subprocess.run(check, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_the_validation_can_fail(tmp_path: Path) -> None:
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(COMPOSE.read_text(encoding="utf-8").replace("ports:", "prots:"), encoding="utf-8")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", broken]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 1


def test_the_server_is_the_version_that_the_tests_run(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{VERSION}"
    assert all(re.search(r":\d+\.\d+", service["image"]) for service in compose["services"].values())


def test_its_settings_are_settings_of_the_server(compose: dict[str, Any], neo4j_address: str) -> None:
    names = [name.removeprefix("NEO4J_") for name in compose["services"]["neo4j"]["environment"]]
    names.remove("AUTH_FILE")
    settings = {
        ".".join(part.replace("\0", "_") for part in name.replace("__", "\0").split("_")) for name in names
    }
    assert len(settings) == 3
    with closing(connect(neo4j_address)) as store:
        known = store.query("SHOW SETTINGS YIELD name RETURN name")
    assert settings <= {row["name"] for row in known}


def test_only_this_machine_reaches_it(compose: dict[str, Any]) -> None:
    ports = {name: service.get("ports", []) for name, service in compose["services"].items()}
    assert ports == {"neo4j": ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687"], "load": []}


def test_the_password_is_a_secret_from_the_environment(compose: dict[str, Any]) -> None:
    server = compose["services"]["neo4j"]
    assert server["secrets"] == ["neo4j_auth"]
    assert server["environment"]["NEO4J_AUTH_FILE"] == "/run/secrets/neo4j_auth"
    assert "NEO4J_AUTH" not in server["environment"]
    assert compose["secrets"] == {"neo4j_auth": {"environment": "NEO4J_AUTH"}}
    assert compose["services"]["load"]["environment"]["NEO4J_PASSWORD"].startswith("${NEO4J_PASSWORD:?")


def test_the_example_of_the_environment_has_every_variable_and_no_password(compose: dict[str, Any]) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert example["NEO4J_PASSWORD"] == ""
    assert example["NEO4J_AUTH"] == "neo4j/${NEO4J_PASSWORD}"
    named = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text(encoding="utf-8")))
    named |= {secret["environment"] for secret in compose["secrets"].values()}
    assert named <= example.keys()
    ignored = subprocess.run(["git", "check-ignore", "-q", ".env"], cwd=ROOT, check=False)
    assert ignored.returncode in (0, 128), "128: not a git checkout"


def test_the_server_is_watched_and_has_time_to_stop(compose: dict[str, Any]) -> None:
    server = compose["services"]["neo4j"]
    assert server["healthcheck"]["test"][-1] == "http://localhost:7474"
    assert server["healthcheck"]["start_period"] == "60s"
    assert server["stop_grace_period"] == "2m"


def test_what_it_keeps_is_in_named_volumes(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["volumes"] == ["data:/data", "logs:/logs"]
    assert compose["volumes"].keys() == {"data", "logs", "pip"}


def test_the_graph_is_loaded_once_when_the_server_is_healthy(compose: dict[str, Any]) -> None:
    load = compose["services"]["load"]
    assert load["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert load["restart"] == "no"
    *_, script = load["command"]
    assert script.endswith("&& kg load /graph --to bolt://neo4j:7687")
    assert {volume.rpartition(":")[2] for volume in load["volumes"] if volume[0] in ".$"} == {"ro"}
    assert "load" in {
        command.callback.__name__ for command in cli.app.registered_commands if command.callback
    }
