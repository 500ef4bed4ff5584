"""What the rules read from files: every word can match, every spelling means one thing."""

from collections import defaultdict

import pytest

from extractors.lists import LISTS, cue_sets, key, lines, terms, words
from kg.tokenizer import tokens

JOINED = {"task-settings", "data-sources", "subsets"}
"""The sets whose readers join tokens again."""


@pytest.mark.parametrize("heading", sorted(cue_sets().keys() - JOINED))
def test_a_cue_is_one_token(heading: str) -> None:
    assert [cue for cue in sorted(cue_sets()[heading]) if tokens(f"{cue} x")[:-1] != [cue]] == []


def test_a_word_that_modifies_nothing_is_one_token() -> None:
    assert [word for word in sorted(words("not_modifiers")) if tokens(f"{word} x")[:-1] != [word]] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_spelling_of_a_list_has_one_name(name: str) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for term in terms(name):
        names[term.alias].add(term.name)
    assert {alias: found for alias, found in names.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", LISTS)
def test_a_name_has_one_line(name: str) -> None:
    first = [line.split(" = ")[0].removesuffix(" ?") for line in lines(name) if not line.startswith("[")]
    assert sorted(first) == sorted(set(first))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("FooNet-S", "FooNet", False),
        ("FooNetS", "FooNet", False),
        ("FooNets", "FooNet", True),
        ("CNNs", "CNN", True),
        ("graph networks'", "Graph Network", True),
        ("HEDGE LOSS", "hedge loss", True),
        ("GRAPH NETWORKS", "graph network", True),
    ],
)
def test_spellings_share_a_key(one: str, other: str, same: bool) -> None:
    assert (key(one) == key(other)) is same
