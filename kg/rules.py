"""The rules as they are listed: id, reason, examples, and their precision against annotated papers."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule's id, the general fact about papers that it uses, and texts that it must and must not match.

    A text is a title and an abstract with " | " between; `[[…]]` marks what the rule finds.
    """

    id: str
    reason: str
    match: tuple[str, ...]
    miss: tuple[str, ...]


@cache
def load(package: str = "extractors") -> tuple[Rule, ...]:
    """The rules of a package of extractors, in file order."""
    tables = tomllib.loads((files(package) / "rules.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(id=key, reason=table["reason"], match=tuple(table["match"]), miss=tuple(table["miss"]))
        for key, table in tables.items()
    )


def counts(judged: Iterable[tuple[str, bool]]) -> Mapping[str, tuple[int, int]]:
    """Rule id to (correct, found) from one (rule, is correct) per fact."""
    found: Counter[str] = Counter()
    correct: Counter[str] = Counter()
    for rule, right in judged:
        found[rule] += 1
        correct[rule] += right
    return {rule: (correct[rule], found[rule]) for rule in sorted(found)}
