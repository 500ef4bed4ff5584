"""Every rule finds what its examples say and keeps away from the rest."""

import pytest

from kg.extraction import extract
from kg.model import Fact, Paper, Result
from kg.rules import Rule, load


def found(text: str, rule: str) -> list[str]:
    title, _, abstract = text.replace("[[", "").replace("]]", "").partition(" | ")
    paper = Paper(id="t-0", title=title, abstract=abstract)
    facts: list[Fact] = [fact for _, facts in extract([paper]) for fact in facts]
    return [fact.value_text if isinstance(fact, Result) else fact.text for fact in facts if fact.rule == rule]


@pytest.mark.parametrize("rule", load(), ids=lambda rule: rule.id)
def test_a_rule_finds_what_it_must_and_nothing_else(rule: Rule) -> None:
    for text in rule.match:
        wanted = {part.split("]]")[0] for part in text.split("[[")[1:]}
        assert wanted <= set(found(text, rule.id)), text
    for text in rule.miss:
        assert not found(text, rule.id), text


def test_no_rule_goes_unlisted() -> None:
    texts = [text for rule in load() for text in (*rule.match, *rule.miss)]
    papers = [Paper(id="t-0", title=text.split(" | ")[0], abstract=text.split(" | ")[1]) for text in texts]
    used = {fact.rule for _, facts in extract(papers) for fact in facts}
    assert used <= {rule.id for rule in load()}
