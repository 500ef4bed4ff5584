"""How results came about: the sentence with its parts marked, and the rule that filled each slot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg import rules
from kg.errors import QueryError
from kg.graph import Graph
from kg.lookup import answers, hint
from kg.model import LABELS

SLOTS = {
    "MEASURED_BY": ("metric", "rule"),
    "ON_DATASET": ("dataset", "dataset_rule"),
    "OF_METHOD": ("method", "method_rule"),
    "COMPARED_WITH": ("versus", "versus_rule"),
}
"""The relationships of a result, with the slot that each fills and the property that names the rule."""

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One slot of a result: what fills it, and the rule that filled it; None where the text does not say."""

    name: str
    value: str | None
    rule: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A result's id and paper, its sentence with `[part TEXT]` around what fills its slots, and the slots."""

    result: str
    paper: str
    sentence: str
    slots: tuple[Slot, ...]


def explain(graph: Graph, name: str) -> Iterator[Explanation]:
    """The explanations of a result by its id, or of all results with an entity of this name or alias, by id.

    Raises QueryError where the graph has no such result.
    """
    entities = {node["id"]: node for label in LABELS for node in graph.nodes(label)}
    wanted = {id for id, node in entities.items() if answers(node, {name.casefold()})}
    filled: dict[str, dict[str, str]] = {}
    for type in SLOTS:
        for row in graph.relationships(type):
            filled.setdefault(row["start"], {})[type] = row["end"]
    results = [
        node
        for node in graph.nodes("Result")
        if node["id"] in (name, f"result/{name}") or wanted.intersection(filled.get(node["id"], {}).values())
    ]
    if not results and wanted:
        raise QueryError(
            f"{name!r} has no results; `kg query paper -p paper=TITLE` shows what a paper reports"
        )
    if not results:
        raise QueryError(
            f"no result and no entity is called {name!r}{hint(graph, name, LABELS)}; "
            "give a name, an alias or the id of a result"
        )
    reported = {row["end"]: row["start"] for row in graph.relationships("REPORTS")}
    papers = {reported[node["id"]] for node in results}
    texts = {node["id"]: node for node in graph.nodes("Paper") if node["id"] in papers}
    places = _places(graph, papers)
    reasons = {rule.id: rule.reason for rule in rules.load()}
    for node in results:
        paper, ends = texts[reported[node["id"]]], filled.get(node["id"], {})
        parts = {ends[type]: slot for type, (slot, _) in SLOTS.items() if type in ends}
        yield Explanation(
            result=node["id"],
            paper=paper["title"],
            sentence=_marked(node, paper, parts, places.get(paper["id"], ())),
            slots=tuple(_slots(node, ends, entities, reasons)),
        )


def _places(graph: Graph, papers: set[str]) -> dict[str, list[tuple[Node, str]]]:
    """The mentions of each of these papers, each with the id of its entity."""
    inside = {row["start"]: row["end"] for row in graph.relationships("IN") if row["end"] in papers}
    named = {row["start"]: row["end"] for row in graph.relationships("OF") if row["start"] in inside}
    found: dict[str, list[tuple[Node, str]]] = {}
    for node in graph.nodes("Mention"):
        if node["id"] in inside:
            found.setdefault(inside[node["id"]], []).append((node, named[node["id"]]))
    return found


def _marked(
    result: Node, paper: Node, parts: Mapping[str, str], places: "list[tuple[Node, str]] | tuple[()]"
) -> str:
    """The sentence of a result with its number and the mentions that fill its slots marked."""
    text, sentence = paper[result["field"]], result["sentence"]
    first = text.rfind(sentence, 0, result["start"] + len(sentence))
    spans = {(result["start"], result["end"]): "number"}
    for mention, entity in places:
        within = first <= mention["start"] and mention["end"] <= first + len(sentence)
        if entity in parts and mention["field"] == result["field"] and within:
            spans.setdefault((mention["start"], mention["end"]), parts[entity])
    marked, end = "", first
    for (start, stop), part in sorted(spans.items()):
        if start >= end:
            marked += f"{text[end:start]}[{part} {text[start:stop]}]"
            end = stop
    return marked + str(text[end : first + len(sentence)])


def _slots(
    result: Node, ends: Mapping[str, str], entities: Mapping[str, Node], reasons: Mapping[str, str]
) -> Iterator[Slot]:
    number = "–".join(f"{result[key]:g}" for key in ("value", "value_high") if result[key] is not None)
    value = " ".join(filter(None, (result["qualifier"], number, result["unit"], f"({result['kind']})")))
    yield Slot(name="number", value=value, rule=result["rule"], reason=reasons.get(result["rule"]))
    for type, (slot, key) in SLOTS.items():
        rule = result[key] if slot != "metric" or type in ends else None
        name = entities[ends[type]]["name"] if type in ends else None
        if slot == "method" and name is None and result["ours"]:
            name = "(ours)"
        yield Slot(name=slot, value=name, rule=rule, reason=reasons.get(rule or ""))
    if result["setting"]:
        yield Slot(name="setting", value=result["setting"], rule=None, reason=None)
