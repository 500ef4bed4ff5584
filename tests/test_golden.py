"""What the rules find in the sample, line by line: a change of a rule shows what else it changes.

`make golden` writes the lines anew; read the difference before you commit it.
"""

from collections.abc import Iterator
from pathlib import Path

import kg
from kg.extraction import extract
from kg.model import Fact, Mention, Paper
from kg.sources import read

SAMPLE = sorted((Path(kg.__file__).parent / "sample").iterdir())
GOLDEN = Path(__file__).with_name("golden") / "facts.txt"


def lines() -> Iterator[str]:
    """A heading for each paper of the sample and a line for each of its facts."""
    for paper, facts in extract(one for path in SAMPLE for one in read(path) if isinstance(one, Paper)):
        yield f"# {paper.id} {paper.title}"
        yield from dict.fromkeys(map(line, facts))


def line(fact: Fact) -> str:
    """The fact without its place."""
    if isinstance(fact, Mention):
        role = f" {fact.role}" if fact.role else ""
        return (
            f"{fact.label} {fact.name}{role}{' generic' if fact.generic else ''} | {fact.text} | {fact.rule}"
        )
    number = "-".join(filter(None, (fact.value, fact.value_high))) + (fact.unit or "")
    slots = (fact.metric, fact.dataset, fact.method or ("(ours)" if fact.ours else None), fact.versus)
    rules = (fact.rule, fact.dataset_rule, fact.method_rule, fact.versus_rule)
    filled = " | ".join(slot or "-" for slot in slots)
    return f"{fact.kind} {number} | {filled} | {' '.join(filter(None, rules))}"


def test_the_sample_still_says_what_it_said() -> None:
    assert list(lines()) == GOLDEN.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    print(*lines(), sep="\n")
