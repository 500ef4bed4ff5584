"""Lists what was missed and what was found wrongly, each with its sentence and what comes nearest to it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluation import KINDS, SLOTS, Entry, Signature, address, forms, match, prediction, signed
from kg.model import Fact, Mention, Paper, Result

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z$\\])|\n{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One miss or false find; `hint` names what comes nearest to it on the other side."""

    kind: str
    fault: str
    key: str
    text: str
    sentence: str
    hint: str = ""


def errors(
    gold: Mapping[str, Entry], predicted: Mapping[str, Entry], papers: Iterable[Paper]
) -> Iterator[Difference]:
    """Every miss and false find with the sentence it stands in, paper by paper."""
    for paper in papers:
        if paper.id in gold:
            ours, theirs = gold[paper.id], predicted.get(paper.id, {})
            for kind in KINDS:
                yield from _entity_errors(kind, ours[kind], theirs.get(kind, []), paper)
            yield from _repository_errors(ours, theirs, paper)
            yield from _result_errors(ours, theirs, paper.id)


def judged(gold: Entry, facts: Iterable[Fact]) -> Iterator[tuple[str, bool]]:
    """The rule of each of a paper's facts, and whether the gold annotations have what it found."""
    facts = list(facts)
    names = {KINDS[kind]: set().union(*map(forms, gold[kind])) for kind in KINDS}
    names["Repository"] = {address(url) for url in gold["repos"]}
    for mention in facts:
        if isinstance(mention, Mention):
            own = {address(mention.name)} if mention.label == "Repository" else forms({"text": mention.text})
            yield mention.rule, bool(own & names[mention.label])
    ours, theirs = signed(gold, prediction("", facts))
    wanted = Counter(signature for signature, _ in ours)
    results = (fact for fact in facts if not isinstance(fact, Mention))
    for result, (signature, _) in zip(results, theirs, strict=True):
        yield result.rule, wanted[signature] > 0
        yield from _judged_slots(result, signature, wanted)
        wanted[signature] -= 1


def _judged_slots(
    result: Result, found: Signature, wanted: Iterable[Signature]
) -> Iterator[tuple[str, bool]]:
    """The rule of each filled slot, and whether a gold result of the same value and kind has it so filled."""
    rivals = [signature for signature in wanted if signature[:2] == found[:2]]
    rules = {"dataset": result.dataset_rule, "method": result.method_rule}
    for place, slot in enumerate(SLOTS, 2):
        if rule := rules.get(slot):
            yield rule, any(rival[place] == found[place] for rival in rivals)


def _entity_errors(
    kind: str, gold: Sequence[Entry], predicted: Sequence[Entry], paper: Paper
) -> Iterator[Difference]:
    matched = match(gold, predicted)
    sides = (
        ("miss", gold, predicted, {i for i, _ in matched}),
        ("false", predicted, gold, {j for _, j in matched}),
    )
    for fault, own, other, met in sides:
        for entity in (entity for n, entity in enumerate(own) if n not in met):
            rival = next((e["text"] for e in other if forms(e) & forms(entity)), None)
            hint = f"one with {rival}" if rival else "" if entity.get("named", True) else "generic"
            yield _difference(kind, fault, entity, paper, hint)
    for i, j in matched if kind == "methods" else ():
        roles = gold[i]["role"], predicted[j].get("role")
        if roles[0] != roles[1] and "introduced" in roles:
            fault = "miss" if roles[0] == "introduced" else "false"
            hint = f"taken for {roles[1]}, is {roles[0]}"
            yield _difference("methods:introduced", fault, gold[i], paper, hint)


def _difference(kind: str, fault: str, entity: Entry, paper: Paper, hint: str) -> Difference:
    names = [entity["text"], *entity.get("aliases", ())]
    text, sentence = " = ".join(names), _sentence(names, paper)
    return Difference(kind=kind, fault=fault, key=paper.id, text=text, sentence=sentence, hint=hint)


def _repository_errors(gold: Entry, predicted: Entry, paper: Paper) -> Iterator[Difference]:
    ours, theirs = ({address(url): url for url in entry.get("repos", [])} for entry in (gold, predicted))
    for fault, own, other in (("miss", ours, theirs), ("false", theirs, ours)):
        for place, url in own.items():
            if place not in other:
                yield _difference("repos", fault, {"text": url, "aliases": [place]}, paper, "")


def _result_errors(gold: Entry, predicted: Entry, key: str) -> Iterator[Difference]:
    ours, theirs = signed(gold, predicted)
    both = Counter(s for s, _ in ours) & Counter(s for s, _ in theirs)
    left, right = (_unmatched(side, both) for side in (ours, theirs))
    for fault, own, other in (("miss", left, right), ("false", right, left)):
        for signature, result in own:
            parts = ("value", "kind", *SLOTS)
            text = " | ".join(str(result.get(part)) for part in parts)
            hint = _nearest(signature, [s for s, _ in other], parts)
            sentence = result.get("sentence") or ""
            yield Difference(kind="results", fault=fault, key=key, text=text, sentence=sentence, hint=hint)


def _unmatched(
    side: Iterable[tuple[Signature, Entry]], both: Mapping[Signature, int]
) -> list[tuple[Signature, Entry]]:
    spent: Counter[Signature] = Counter()
    rest = []
    for signature, result in side:
        spent[signature] += 1
        if spent[signature] > both.get(signature, 0):
            rest.append((signature, result))
    return rest


def _nearest(signature: Signature, others: Sequence[Signature], parts: Sequence[str]) -> str:
    """Which slots differ from the other side's result of the same number, if there is one."""
    rivals = [other for other in others if other[0] == signature[0]]
    if not rivals:
        return "no result with this number"
    rival = max(rivals, key=lambda other: sum(a == b for a, b in zip(signature, other, strict=True)))
    differing = zip(parts, signature, rival, strict=True)
    return "differs: " + ", ".join(f"{part} {theirs}" for part, own, theirs in differing if own != theirs)


def _sentence(names: Iterable[str], paper: Paper) -> str:
    """The sentence that holds the first of the names that stands in the paper."""
    for name in names:
        for text in (paper.title, paper.abstract, paper.comment or "", paper.code or ""):
            at = text.find(name)
            if at >= 0:
                ends = [0, *(m.end() for m in SENTENCE_END.finditer(text)), len(text)]
                start = max(end for end in ends if end <= at)
                return text[start : min(end for end in ends if end > at)].strip()
    return ""
