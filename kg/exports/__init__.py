"""The formats that a graph can be written in: one module each, which has SUFFIX, DESCRIPTION, THINGS (what
is counted) and write."""

from importlib import import_module
from pathlib import Path
from types import ModuleType


def formats() -> dict[str, ModuleType]:
    """The modules by the name of their format."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    return {name: import_module(f"kg.exports.{name}") for name in names}
