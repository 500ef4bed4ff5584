"""Papers in, facts out: the spaCy vocabulary, one marking pass, then every extractor over the marks."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from spacy.attrs import LOWER  # type: ignore[import-not-found] # compiled, without a stub
from spacy.vocab import Vocab

from kg.model import Fact, Miss, Paper
from kg.page import page

Extractor = Callable[[Any], Iterable[Fact]]


@cache
def vocabulary() -> Vocab:
    """The one vocabulary of this process: words in lower case, no trained model."""
    # The word lists match by LOWER alone; to know shapes and stop words, too, takes half as long again.
    return Vocab(lex_attr_getters={LOWER: str.lower})


@cache
def extractors(package: str = "extractors") -> tuple[Extractor, ...]:
    """The `extract` function of every module of a package that has one, sorted by module name."""
    folder = Path(str(import_module(package).__file__)).parent
    modules = (import_module(f"{package}.{path.stem}") for path in sorted(folder.glob("[!_]*.py")))
    return tuple(module.extract for module in modules if hasattr(module, "extract"))


def readings(papers: Iterable[Paper], package: str) -> Iterator[tuple[Paper, Any]]:
    """Each paper with what the extractors of a package read: its page, marked."""
    read: Callable[[Any], Any] = import_module(f"{package}.marks").read
    vocab = vocabulary()
    for paper in papers:
        yield paper, read(page(vocab, paper))


def extract(
    papers: Iterable[Paper], *, package: str = "extractors"
) -> Iterator[tuple[Paper, tuple[Fact, ...]]]:
    """Each paper with its facts, in the order in which they stand in the text."""
    rules = extractors(package)
    for paper, reading in readings(papers, package):
        facts = [fact for rule in rules for fact in rule(reading)]
        yield paper, tuple(sorted(facts, key=place))


def misses(papers: Iterable[Paper], *, package: str = "extractors") -> Iterator[tuple[Paper, Miss]]:
    """The numbers of papers that became no result though a unit or a metric is near, in text order."""
    missed: Callable[[Any], Iterable[Miss]] = import_module(f"{package}.results").misses
    for paper, reading in readings(papers, package):
        yield from ((paper, miss) for miss in missed(reading))


def place(fact: Fact) -> tuple[str, int, int, str, str]:
    """The key that facts of a paper are sorted by."""
    return fact.field, fact.start, fact.end, type(fact).__name__, getattr(fact, "label", fact.rule)
