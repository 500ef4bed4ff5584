"""Every rule finds what its examples say and keeps away from the rest."""

import pytest

from kg.extraction import extract
from kg.model import Fact, Paper, Result
from kg.rules import Rule, load


def found(text: str, rule: str) -> list[str]:
    title, _, abstract = text.replace("[[", "").replace("]]", "").partition(" | ")
    paper = Paper(id="t-0", title=title, abstract=abstract)
    facts: list[Fact] = [fact for _, facts in extract([paper]) for fact in facts]
    return [text for fact in facts for text in claimed(fact, rule)]


def claimed(fact: Fact, rule: str) -> list[str]:
    """What a rule has found in a fact: a name, a number, or what fills a slot of a result."""
    if not isinstance(fact, Result):
        return [fact.text] if fact.rule == rule else []
    slots = {
        fact.method_rule: fact.method,
        fact.dataset_rule: fact.dataset,
        fact.versus_rule: fact.versus,
    }
    return (
        [fact.value_text] if fact.rule == rule else [slots[rule] or fact.value_text] if rule in slots else []
    )


@pytest.mark.parametrize("rule", load(), ids=lambda rule: rule.id)
def test_a_rule_finds_what_it_must_and_nothing_else(rule: Rule) -> None:
    for text in rule.match:
        wanted = {part.split("]]")[0] for part in text.split("[[")[1:]}
        assert wanted <= set(found(text, rule.id)), text
    for text in rule.miss:
        assert not found(text, rule.id), text


@pytest.mark.parametrize("rule", load(), ids=lambda rule: rule.id)
def test_a_text_may_end_anywhere(rule: Rule) -> None:
    for text in (*rule.match, *rule.miss):
        title, _, abstract = text.replace("[[", "").replace("]]", "").partition(" | ")
        words = abstract.split(" ")
        cut = (" ".join(words[:size]).rstrip(".") for size in range(1, len(words) + 1))
        papers = [Paper(id="t-0", title=title, abstract=part) for part in cut]
        assert len(list(extract(papers))) == len(papers)


def test_no_rule_goes_unlisted() -> None:
    texts = [text for rule in load() for text in (*rule.match, *rule.miss)]
    papers = [Paper(id="t-0", title=text.split(" | ")[0], abstract=text.split(" | ")[1]) for text in texts]
    facts = [fact for _, found in extract(papers) for fact in found]
    used = {fact.rule for fact in facts}
    slots = (
        (fact.method_rule, fact.dataset_rule, fact.versus_rule) for fact in facts if isinstance(fact, Result)
    )
    used.update(rule for rules in slots for rule in rules if rule)
    assert used <= {rule.id for rule in load()}
