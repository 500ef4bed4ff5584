"""The README tells the truth: its commands run as they stand there."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INSTALL, TESTS, MORE, COMPOSE = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)
(SCRIPT,) = re.findall(r"```python\n(.*?)\n```", README, re.DOTALL)
STEPS = INSTALL.split(" && ")
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | {"PATH": PATH},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def test_the_first_command_installs_as_ci_does_and_builds_the_sample(tmp_path: Path) -> None:
    assert STEPS[:3] == ["python3 -m venv .venv", ". .venv/bin/activate", "pip install -e '.[dev]'"]
    assert "pip install --quiet -e '.[dev]'" in (ROOT / ".ci" / "run").read_text()
    assert "LanternNet" not in run(STEPS[3], tmp_path)
    assert (tmp_path / "graph" / "manifest.json").is_file()


def test_the_second_command_is_what_ci_ends_with() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == TESTS == "pytest"


def test_its_commands_show_something(sample: Path) -> None:
    commands = MORE.splitlines()
    assert len(commands) == 5
    answers = [run(command, sample) for command in commands]
    assert "leaderboard" in answers[0]
    assert "TidalFormer" in answers[1]
    assert "[method LanternNet-B]" in answers[2]
    assert (sample / "graph.html").stat().st_size > 100_000
    assert (sample / "graph.ttl").stat().st_size > 100_000


def test_the_python_lines_run(tmp_path: Path) -> None:
    paper = {"title": "WaveFold", "abstract": "We propose WaveFold. On COCO, WaveFold reaches 48.8 AP."}
    (tmp_path / "papers.jsonl").write_text(json.dumps(paper) + "\n")
    lines = [*SCRIPT.splitlines(), 'print(graph.query("leaderboard", dataset="COCO", metric="AP"))']
    assert "48.8" in run(f"{sys.executable} -c '{chr(10).join(lines)}'", tmp_path)


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_what_it_links_to_is_there(link: str) -> None:
    assert (ROOT / link).is_file()


def test_the_files_that_compose_needs_are_there() -> None:
    example = re.findall(r"^cp (\S+) (\S+)", COMPOSE)
    assert example == [(".env.example", ".env")]
    assert (ROOT / ".env.example").is_file()
    assert (ROOT / "docker-compose.yml").is_file()
