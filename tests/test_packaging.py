"""The wheel is complete: installed away from the checkout, it builds and answers."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: object, cwd: Path) -> str:
    # PYTHONPATH would lead back to a checkout.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ROOT,
        cwd=folder,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_the_top_level_is_two_packages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kg", "extractors"}


def test_every_file_of_the_checkout_is_in_it(wheel: Path) -> None:
    tracked = run("git", "ls-files", "kg", "extractors", "schema", "queries", cwd=ROOT).splitlines()
    carried = {f"kg/_data/{name}" if name.startswith(("schema/", "queries/")) else name for name in tracked}
    assert carried
    assert carried <= set(zipfile.ZipFile(wheel).namelist())


def test_it_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=tmp_path)
    python = home / "bin" / "python"
    packages = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    )
    # The dependencies come from here; the claimgraph of here is behind a .pth, which is not read from there.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=tmp_path,
    )
    where = run(python, "-c", "import extractors, kg; print(extractors.__file__, kg.__file__)", cwd=tmp_path)
    assert all(place.startswith(str(packages)) for place in where.split())
    run(home / "bin" / "kg", "build", "--sample", "-o", "graph", cwd=tmp_path)
    assert "ImageNet-1K" in run(home / "bin" / "kg", "query", "datasets", cwd=tmp_path)
    assert "leaderboard" in run(home / "bin" / "kg", "queries", cwd=tmp_path)
    run(home / "bin" / "kg", "view", "-o", "page.html", cwd=tmp_path)
