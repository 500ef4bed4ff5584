"""The canned questions: one Cypher file each in queries/, with a title, a question and its parameters."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import QueryError
from kg.lookup import nearest
from kg.resources import folder

Value = int | float | str

TITLE = re.compile(r"// (?P<title>[^:]+): (?P<question>.+\?)")
PARAMETER = re.compile(r"// \$(?P<name>\w+):(?: (?P<default>.+))?")
KINDS = {int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A canned question; `parameters` gives each one's default, None where it must be given."""

    name: str
    title: str
    question: str
    parameters: Mapping[str, Value | None]
    cypher: str


@cache
def load() -> tuple[Query, ...]:
    """All canned queries, by name."""
    return tuple(_read(path) for path in sorted(folder("queries").glob("*.cypher")))


def _read(path: Path) -> Query:
    first, *lines = path.read_text(encoding="utf-8").splitlines() or [""]
    head = TITLE.fullmatch(first)
    if head is None:
        raise QueryError(f"{path}:1: {first!r} is no heading; write `// Title: question?`")
    parameters: dict[str, Value | None] = {}
    while lines and (found := PARAMETER.fullmatch(lines[0])):
        parameters[found["name"]] = _typed(found["default"])
        del lines[0]
    return Query(name=path.stem, parameters=parameters, cypher="\n".join(lines) + "\n", **head.groupdict())


def _typed(text: str | None) -> Value | None:
    if text is not None:
        for kind in (int, float):
            with suppress(ValueError):
                return kind(text)
    return text


def find(name: str) -> Query:
    """The query of this name."""
    queries = {query.name: query for query in load()}
    if name not in queries:
        raise QueryError(f"no query is called {name!r}{nearest(name, queries)}; `kg queries` lists them")
    return queries[name]


def bind(query: Query, given: Mapping[str, object]) -> dict[str, Value]:
    """The query's parameters: what is given, read as the type of the default, else the default."""
    for name in given.keys() - query.parameters.keys():
        known = ", ".join(query.parameters) or "none"
        raise QueryError(
            f"query {query.name} has no parameter {name!r}{nearest(name, query.parameters)}; it has: {known}"
        )
    return {name: _value(query, name, given.get(name, default)) for name, default in query.parameters.items()}


def _value(query: Query, name: str, given: object) -> Value:
    if given is None:
        raise QueryError(f"query {query.name} needs its parameter {name}; give it as -p {name}=VALUE")
    default = query.parameters[name]
    kind = str if default is None else type(default)
    try:
        return kind(str(given))
    except ValueError as error:
        raise QueryError(f"query {query.name}: {name} must be {KINDS[kind]}, not {given!r}") from error
