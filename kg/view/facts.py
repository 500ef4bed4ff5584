"""What the side panel of the page says of each node: its facts, with their sentences and the words meant."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from kg.graph import Graph
from kg.text import plain

SLOTS = {
    "REPORTS": ("end", "paper", "start"),
    "OF_METHOD": ("start", "method", "end"),
    "ON_DATASET": ("start", "dataset", "end"),
    "MEASURED_BY": ("start", "metric", "end"),
    "FOR_TASK": ("start", "task", "end"),
    "COMPARED_WITH": ("start", "versus", "end"),
}
"""Relationships of a result: the end where it stands, and what the node at the other end is to it."""

LABELS = ("Paper", "Author", "Method", "Dataset", "Metric", "Task", "Repository", "Result")
SHOWN = 40
"""The most facts in one panel; how many more there are is said there."""

BOUNDARY = re.compile(r"(?<!\bal)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bFig)[.!?]['\")]?\s+(?=[^a-z\s])")

Fact = dict[str, Any]
"""A result has `slots`, a mention its `entity`; both have their `paper`, `node` and `order`."""


def panel(graph: Graph, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Cards for the chosen nodes (id to label), the facts that they refer to by number, and all names."""
    found = {**dict(_results(graph, chosen)), **dict(_mentions(graph, chosen))}
    lists = _shares(found)
    ids = sorted({fact for id in chosen for fact in lists[id][:SHOWN]})
    numbers = {id: number for number, id in enumerate(ids)}
    links = _links(graph, chosen)
    needed = chosen.keys() | {end for ends in links.values() for end in ends}
    for id in ids:
        needed |= {found[id]["paper"], *found[id].get("slots", {}).values()}
    nodes = {node["id"]: node for label in LABELS for node in graph.nodes(label) if node["id"] in needed}
    names = {id: _name(node) for id, node in nodes.items()}
    cards = {
        id: _card(nodes[id], [nodes[end] for end in links[id]])
        | {"label": label, "facts": [numbers[fact] for fact in lists[id][:SHOWN]], "count": len(lists[id])}
        for id, label in chosen.items()
    }
    return {"cards": cards, "facts": [_shown(found[id], nodes) for id in ids], "names": names}


def _results(graph: Graph, chosen: Mapping[str, str]) -> Iterator[tuple[str, Fact]]:
    """Each result that is, or belongs to, a chosen node."""
    slots: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind, (result, slot, other) in SLOTS.items():
        for row in graph.relationships(kind):
            slots[row[result]][slot] = row[other]
    for node in graph.nodes("Result"):
        ends = slots[node["id"]]
        if node["id"] in chosen or not chosen.keys().isdisjoint(ends.values()):
            paper = ends.pop("paper")
            order = (0, node["kind"], node["efficiency"], ends.get("metric", "~"), -node["value"], node["id"])
            yield node["id"], {"paper": paper, "slots": ends, "order": order, "node": node}


def _mentions(graph: Graph, chosen: Mapping[str, str]) -> Iterator[tuple[str, Fact]]:
    """One mention of each chosen entity in each paper, in the abstract rather than in the title."""
    entities = {row["start"]: row["end"] for row in graph.relationships("OF") if row["end"] in chosen}
    papers = {row["start"]: row["end"] for row in graph.relationships("IN") if row["start"] in entities}
    best: dict[tuple[str, str], Fact] = {}
    for node in graph.nodes("Mention"):
        if entity := entities.get(node["id"]):
            pair = entity, papers[node["id"]]
            order = (1, node["role"] != "introduced", node["field"] != "abstract", node["start"], node["id"])
            if pair not in best or order < best[pair]["order"]:
                best[pair] = {"paper": pair[1], "entity": entity, "order": order, "node": node}
    for fact in best.values():
        yield fact["node"]["id"], fact


def _shares(found: Mapping[str, Fact]) -> defaultdict[str, list[str]]:
    """For each node the ids of its facts, in order; mentions where a paper has no result of the entity."""
    lists: defaultdict[str, list[str]] = defaultdict(list)
    told: set[tuple[str, str]] = set()
    for id in sorted(found, key=lambda id: found[id]["order"]):
        fact = found[id]
        if entity := fact.get("entity"):
            about = [entity] if (entity, fact["paper"]) not in told else []
        else:
            about = [id, fact["paper"], *fact["slots"].values()]
            told |= {(entity, fact["paper"]) for entity in about}
        for node in dict.fromkeys(about):
            lists[node].append(id)
    return lists


def _links(graph: Graph, chosen: Mapping[str, str]) -> Mapping[str, list[str]]:
    """The ids of each chosen paper's authors, in their order, and of its repositories."""
    ends: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for kind in ("AUTHORED_BY", "HAS_CODE"):
        for row in graph.relationships(kind):
            if row["start"] in chosen:
                ends[row["start"]].append((row.get("position", 0), row["end"]))
    return defaultdict(list, {id: [end for _, end in sorted(found)] for id, found in ends.items()})


def _name(node: Mapping[str, Any]) -> str:
    if "value_text" in node:
        return _amount(node)
    return plain(node["title"]).text if "title" in node else str(node["name"])


def _card(node: Mapping[str, Any], links: list[Mapping[str, Any]]) -> dict[str, Any]:
    """What the panel says of a node itself."""
    if "title" in node:
        about = (node["year"], ", ".join(node["categories"] or ()), node["journal"])
        return {
            "arxiv": node["arxiv_id"],
            "note": " · ".join(str(part) for part in about if part),
            "authors": [link["name"] for link in links if "url" not in link],
            "code": [link["url"] for link in links if "url" in link],
        }
    return {key: node[key] for key in ("aliases", "papers", "url") if node.get(key)}


def _shown(fact: Fact, nodes: Mapping[str, Mapping[str, Any]]) -> Fact:
    """A fact as the page holds it."""
    node, paper = fact["node"], fact["paper"]
    shown = {"paper": paper, "parts": _parts(nodes[paper], node)}
    if "slots" not in fact:
        return shown | {"role": node["role"]}
    shown |= {"slots": fact["slots"], "amount": _amount(node)}
    return shown | {key: node[key] for key in ("kind", "qualifier", "setting", "ours", "rule") if node[key]}


def _amount(node: Mapping[str, Any]) -> str:
    """A result's number with its unit."""
    text, unit = plain(node["value_text"]).text, node["unit"] or ""
    return text if not unit or unit in text else f"{text}{'' if unit == 'x' else ' '}{unit}"


def _parts(paper: Mapping[str, Any], node: Mapping[str, Any]) -> list[str]:
    """The sentence around a fact as what precedes its words, the words, and what follows."""
    text, start, end = paper.get(node["field"]) or "", node["start"], node["end"]
    if not start < end <= len(text):
        return ["", "", plain(node.get("sentence") or node["text"]).text]
    first, last = _sentence(text, start, end, node.get("sentence"))
    return [plain(text[a:b]).text for a, b in ((first, start), (start, end), (end, last))]


def _sentence(text: str, start: int, end: int, sentence: str | None) -> tuple[int, int]:
    """Where the sentence around `text[start:end]` stands: the one that is given, else from stop to stop."""
    first = text.find(sentence, max(0, end - len(sentence))) if sentence else -1
    if sentence and 0 <= first <= start:
        return first, first + len(sentence)
    stops = [0, *(stop.end() for stop in BOUNDARY.finditer(text)), len(text)]
    return max(stop for stop in stops if stop <= start), min(stop for stop in stops if stop >= end)
