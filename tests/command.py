"""Runs the real command, as a user would."""

import subprocess
import sys
from pathlib import Path
from typing import Any

KG = Path(sys.executable).with_name("kg")


def kg(*arguments: object, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run it in a folder and wait for it."""
    command = [KG, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False, **options)


def shown(*arguments: object, cwd: Path, **options: Any) -> str:
    """What it prints when all goes well."""
    done = kg(*arguments, cwd=cwd, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refusal(done: subprocess.CompletedProcess[str], *, code: int = 1) -> str:
    """The one line with which it fails."""
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("kg: ")
    assert done.stderr.endswith("\n")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("kg: ").strip()
