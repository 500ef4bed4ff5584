"""Imports point inward, and each heavy library is known to one module."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path.relative_to(ROOT) for folder in ("kg", "extractors") for path in ROOT.glob(f"{folder}/**/*.py")
)

VALUES = {"kg.errors", "kg.files", "kg.lookup", "kg.model", "kg.names", "kg.resources", "kg.text"}
"""What any module of kg may import: they import nothing but each other."""

READING = {"kg.page", "kg.tokenizer"}
"""A paper as the rules see it."""

INWARD = {
    "kg/sources/": {"kg.sources"},
    "kg/extraction.py": READING,
    "kg/assembly.py": {"kg.schema"},
    "kg/stores/": {"kg.stores", "kg.schema", "kg.graph"},
    "kg/exports/": {"kg.exports", "kg.schema", "kg.graph"},
    "kg/view/": {"kg.view", "kg.schema", "kg.graph"},
    "kg/schema.py": {"kg.shapes"},
    "kg/queries.py": set(),
    "kg/terminal.py": set(),
    **{f"{name.replace('.', '/')}.py": READING - {name} for name in sorted(READING)},
    **{f"{name.replace('.', '/')}.py": VALUES - {name} for name in sorted(VALUES)},
}
"""What else of kg a module, or every module of a folder, may import."""

HEAVY = {
    "arcadedb_embedded": {"kg/stores/arcadedb.py"},
    "duckdb": {"kg/assembly.py"},
    "jpype": {"kg/stores/arcadedb.py"},
    "neo4j": {"kg/stores/neo4j.py"},
    "pyvis": {"kg/view/"},
    "rich": {"kg/terminal.py"},
    "spacy": {"kg/extraction.py", "kg/page.py", "kg/tokenizer.py", "extractors/"},
    "typer": {"kg/cli.py"},
}
"""The only places that import a library."""


def imported(path: Path) -> Iterator[str]:
    """Each module that a file imports, in its functions too, without what only a type checker reads."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for_types = {
        statement
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for statement in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and node not in for_types:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node not in for_types:
            assert node.level == 0, f"{path}: a relative import"
            yield from (_module(str(node.module), alias.name) for alias in node.names)


def _module(package: str, name: str) -> str:
    """`from kg import schema` imports kg.schema, `from kg.schema import load` imports kg.schema, too."""
    inner = ROOT / package.replace(".", "/") / name
    return f"{package}.{name}" if inner.is_dir() or inner.with_suffix(".py").is_file() else package


def under(name: str, names: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in names)


def rule(path: Path) -> set[str] | None:
    """What of kg the file may import; None for the modules that put the line together."""
    text = path.as_posix()
    return next(
        (
            rule
            for place, rule in INWARD.items()
            if text == place or (place[-1] == "/" and text.startswith(place))
        ),
        None,
    )


@pytest.mark.parametrize("path", [path for path in MODULES if rule(path) is not None], ids=str)
def test_modules_import_only_what_lies_further_in(path: Path) -> None:
    allowed = VALUES | (rule(path) or set())
    outward = {
        name for name in imported(path) if under(name, {"kg", "extractors"}) and not under(name, allowed)
    }
    assert not outward


@pytest.mark.parametrize("path", [path for path in MODULES if path.parts[0] == "extractors"], ids=str)
def test_extractors_know_the_model_the_reading_and_spacy(path: Path) -> None:
    allowed = set(sys.stdlib_module_names) | {"extractors", "kg.model", "kg.text", "spacy"} | READING
    assert not {name for name in imported(path) if not under(name, allowed)}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_heavy_library_is_imported_where_it_is_wrapped(path: Path) -> None:
    text = path.as_posix()
    strays = {
        name
        for name in imported(path)
        for library, places in HEAVY.items()
        if under(name, {library}) and not any(text.startswith(place) for place in places)
    }
    assert not strays


def test_only_the_command_line_knows_the_command_line() -> None:
    assert not {str(path) for path in MODULES for name in imported(path) if name == "kg.cli"}
    assert {str(path) for path in MODULES if "kg.terminal" in imported(path)} == {"kg/cli.py"}


def test_schema_and_queries_are_data() -> None:
    assert not [*ROOT.glob("schema/**/*.py"), *ROOT.glob("queries/**/*.py")]


@pytest.mark.parametrize("statement", ["import kg", "import kg.cli", "import kg.queries; kg.queries.load()"])
def test_starting_loads_no_heavy_library(statement: str) -> None:
    heavy = sorted({*HEAVY, "numpy", "pandas", "pyarrow", "rdflib", "networkx"} - {"typer"})
    script = f"import sys; {statement}; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
