"""The page shows the right part of the graph, works offline, and no text of a paper runs in it."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import birds
import hostile
import pytest

from kg import view
from kg.errors import GraphError, QueryError
from kg.graph import Graph


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return birds.build(tmp_path_factory.mktemp("birds"))


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return hostile.build(tmp_path_factory.mktemp("hostile"))


def drawn(graph: Graph, output: Path, **options: Any) -> dict[str, Any]:
    """What the page holds, once written."""
    view.write(graph, output, **options)
    page = output.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="graph">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def ids(content: dict[str, Any]) -> set[str]:
    return {node["id"] for node in content["nodes"]}


# Which nodes


def test_the_overview_has_entities_and_papers_with_results(songs: Graph, tmp_path: Path):
    content = drawn(songs, tmp_path / "page.html")
    assert {node["kind"] for node in content["nodes"]} == {"Paper", "Method", "Dataset", "Metric", "Task"}
    reporting = {row["start"] for row in songs.relationships("REPORTS")}
    assert {id for id in ids(content) if id.startswith("paper/")} == reporting
    joined = {end for edge in content["edges"] for end in (edge["from"], edge["to"])}
    assert joined == ids(content), "nodes without connections say nothing"


def test_the_limit_keeps_the_most_connected_and_papers_that_join_them(songs: Graph, tmp_path: Path):
    most = drawn(songs, tmp_path / "page.html", limit=4)
    assert ids(most) == {"paper/2204.00003", "method/cnn", "method/songnet", "task/song-detection"}


def test_what_is_written_is_counted(songs: Graph, tmp_path: Path):
    counts = view.write(songs, tmp_path / "page.html", around="Owls")
    content = drawn(songs, tmp_path / "page.html", around="Owls")
    assert counts == {
        "nodes": len(content["nodes"]),
        "relationships": sum(len(edge["types"]) for edge in content["edges"]),
        "facts": len(content["page"]["facts"]),
    }


@pytest.mark.parametrize("name", ["Birdsong-1K", "birdSONG1k", "BS-1k", "dataset/birdsong-1k"])
def test_around_finds_names_and_aliases_in_any_case(name: str, songs: Graph, tmp_path: Path):
    content = drawn(songs, tmp_path / "page.html", around=name)
    assert content["start"] == "dataset/birdsong-1k"
    assert {"paper/2301.00001", "result/2301.00001/abstract/10-14", "task/song-detection"} <= ids(content)
    assert "paper/t-00ff" not in ids(content), "more than two steps away"


def test_around_a_paper_or_an_author(songs: Graph, tmp_path: Path):
    assert drawn(songs, tmp_path / "page.html", around="2204.00003")["start"] == "paper/2204.00003"
    assert "author/bo" in ids(drawn(songs, tmp_path / "page.html", around="zoë ñ"))


def test_around_keeps_the_nearest(songs: Graph, tmp_path: Path):
    content = drawn(songs, tmp_path / "page.html", around="Silence", limit=2)
    assert ids(content) == {"dataset/silence", "paper/t-00ff"}


def test_an_unknown_name_suggests_the_nearest(songs: Graph, tmp_path: Path):
    with pytest.raises(QueryError, match=r"^the graph has no 'Birdsong', did you mean 'Birdsong1k'"):
        view.write(songs, tmp_path / "page.html", around="Birdsong")
    assert not list(tmp_path.iterdir())


def test_rows_name_nodes_and_bring_what_joins_them(songs: Graph, tmp_path: Path):
    rows = [{"method": "WaveFold", "value": 91.5}, {"method": "SongNet", "names": [{"dataset": "owls"}]}]
    found = ids(drawn(songs, tmp_path / "page.html", rows=rows))
    assert {"method/wavefold", "method/songnet", "dataset/owls", "paper/2301.00001"} <= found
    assert "task/owl-songs" not in found
    with pytest.raises(QueryError, match="the rows name no node"):
        view.write(songs, tmp_path / "page.html", rows=[{"value": 3, "name": None}])


@pytest.mark.parametrize("limit", [0, -1, 100_000])
def test_an_impossible_limit_is_refused(limit: int, songs: Graph, tmp_path: Path):
    with pytest.raises(QueryError, match=f"{limit} nodes"):
        view.write(songs, tmp_path / "page.html", limit=limit)


def test_a_graph_without_relationships_is_refused(tmp_path: Path):
    graph = hostile.write(tmp_path / "graph", {}, {})
    with pytest.raises(GraphError, match="graph: the graph has no relationships to draw"):
        view.write(graph, tmp_path / "page.html")


# What the page holds


def test_equal_graphs_give_equal_pages(songs: Graph, tmp_path: Path):
    view.write(songs, tmp_path / "first.html")
    view.write(Graph(songs.path), tmp_path / "second.html")
    assert (tmp_path / "first.html").read_bytes() == (tmp_path / "second.html").read_bytes()


def test_nodes_stand_apart(songs: Graph, tmp_path: Path):
    places = [(node["x"], node["y"]) for node in drawn(songs, tmp_path / "page.html")["nodes"]]
    gaps = [abs(complex(*a) - complex(*b)) for place, a in enumerate(places) for b in places[:place]]
    assert min(gaps) > 30


def test_facts_have_their_sentence_with_the_words_meant(bad: Graph, tmp_path: Path):
    page = drawn(bad, tmp_path / "page.html")["page"]
    facts = [page["facts"][number] for number in page["cards"][hostile.METHOD]["facts"]]
    before, words, after = next(fact for fact in facts if fact["amount"] == "84.5 %")["parts"]
    assert (before + words + after, words) == (hostile.READ, "84.5")
    mention = page["facts"][page["cards"][hostile.DATASET]["facts"][-1]]
    assert mention["parts"] == ["", "A-B", "."]


def test_a_mention_is_shown_in_its_own_sentence():
    from kg.view.facts import _parts

    text = "We follow Lee et al. Then, e.g. here, FooNet wins vs. BarNet. It is good."
    start = text.index("FooNet")
    node = {"field": "abstract", "start": start, "end": start + 6, "text": "FooNet"}
    parts = _parts({"abstract": text}, node)
    assert "".join(parts) == "We follow Lee et al. Then, e.g. here, FooNet wins vs. BarNet. "
    assert parts[1] == "FooNet"


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no chromium on the PATH")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A tab that fails the test on any dialog, error, refusal or request beyond the page."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    trouble: list[str] = []
    opened.on("dialog", lambda dialog: (trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))
    opened.on("pageerror", lambda error: trouble.append(f"error {error}"))
    opened.on("console", lambda message: trouble.append(f"console {message.text}"))
    opened.on("popup", lambda popup: trouble.append(f"popup {popup.url}"))
    opened.on("request", lambda request: request.url.endswith("page.html") or trouble.append(request.url))
    yield opened
    opened.wait_for_timeout(300)
    opened.close()
    assert trouble == []


def click(tab: Any, id: str) -> None:
    """Click where the node is drawn."""
    place = tab.evaluate("(id) => network.canvasToDOM(network.getPosition(id))", id)
    tab.mouse.click(place["x"], place["y"])


def test_a_click_shows_the_facts_of_a_method(tab: Any, bad: Graph, tmp_path: Path):
    view.write(bad, tmp_path / "page.html", limit=50)
    tab.goto((tmp_path / "page.html").as_uri())
    click(tab, hostile.METHOD)
    assert tab.inner_text("#panel h2") == "Bad href Net"
    fact = tab.locator("#panel .fact").filter(has_text="84.5 %")
    assert fact.locator("mark").inner_text() == "84.5"
    assert fact.locator("blockquote").inner_text() == hostile.READ
    assert "up to" in fact.inner_text() and "<i>1-shot</i>" in fact.inner_text()
    assert fact.locator(".chip").all_inner_texts() == ["▲\naccuracy", "■\nA&B <b>set</b>"]
    assert hostile.SCRIPT in fact.inner_text()


def test_a_click_shows_title_authors_and_link_of_a_paper(tab: Any, bad: Graph, tmp_path: Path):
    view.write(bad, tmp_path / "page.html")
    tab.goto((tmp_path / "page.html").as_uri())
    click(tab, hostile.PAPER)
    panel = tab.locator("#panel")
    assert panel.locator("h2").inner_text() == hostile.SCRIPT
    assert "<svg onload=alert(3)> author/..," in panel.inner_text()
    assert panel.locator("a").evaluate_all("links => links.map(link => link.href)") == [
        "https://arxiv.org/abs/2401.00001"
    ], "and javascript:alert(4) is no link"
    assert panel.locator(".fact").count() == len(hostile.PLAIN_VALUES)


def test_nothing_that_papers_say_becomes_markup(tab: Any, bad: Graph, tmp_path: Path):
    view.write(bad, tmp_path / "page.html", around="Bad href net")
    tab.goto((tmp_path / "page.html").as_uri())
    for id in tab.evaluate("network.body.data.nodes.getIds()"):
        tab.evaluate("(id) => network.body.emitter.emit('click', {nodes: [id]})", id)
        place = tab.evaluate("(id) => network.canvasToDOM(network.getPosition(id))", id)
        tab.mouse.move(place["x"], place["y"])
        tab.wait_for_timeout(250)
        assert tab.locator("#panel h2").count() == 1
    assert tab.locator("img, svg, i, b, #panel script").count() == 0
    assert tab.locator("script").count() == 3


def test_the_heading_is_escaped(tab: Any, tmp_path: Path):
    graph = hostile.build(tmp_path / "graph")
    view.write(graph, tmp_path / "page.html", around=hostile.SCRIPT)
    tab.goto((tmp_path / "page.html").as_uri())
    assert tab.inner_text("h1") == f"Around {hostile.SCRIPT}"
    assert tab.title() == f"Around {hostile.SCRIPT} · claimgraph"


def test_search_finds_by_alias_without_accents_and_selects(tab: Any, songs: Graph, tmp_path: Path):
    view.write(songs, tmp_path / "page.html")
    tab.goto((tmp_path / "page.html").as_uri())
    tab.fill("#search", "wave fold")
    assert tab.locator("#hits li").all_inner_texts() == ["●WaveFold"]
    tab.press("#search", "Enter")
    assert tab.inner_text("#panel h2") == "WaveFold"
    assert tab.evaluate("network.getSelectedNodes()") == ["method/wavefold"]
    tab.fill("#search", "zurich")
    tab.click("#hits button")
    assert tab.inner_text("#panel h2") == "Bird songs of Zürich"
    tab.fill("#search", "no such thing")
    assert tab.inner_text("#hits") == "Not on this page"
    tab.keyboard.press("Escape")
    assert tab.evaluate("network.getSelectedNodes()") == []


def test_the_legend_counts_and_hides(tab: Any, songs: Graph, tmp_path: Path):
    view.write(songs, tmp_path / "page.html")
    tab.goto((tmp_path / "page.html").as_uri())
    visible = "network.body.data.nodes.get().filter((node) => !node.hidden).map((node) => node.kind)"
    everything = tab.evaluate(visible)
    for line in tab.locator("#legend button").all():
        label, count = re.fullmatch(r".\s+(\w+)\s+(\d+)", line.inner_text()).groups()
        assert everything.count(label) == int(count)
        line.click()
        assert label not in tab.evaluate(visible)
        line.click()
        assert tab.evaluate(visible) == everything


def test_facts_lead_on_to_other_nodes(tab: Any, songs: Graph, tmp_path: Path):
    view.write(songs, tmp_path / "page.html", around="SongNet")
    tab.goto((tmp_path / "page.html").as_uri())
    assert tab.inner_text("#panel h2") == "SongNet"
    tab.click("#panel .chip:has-text('Owls')")
    assert tab.inner_text("#panel h2") == "Owls"
    tab.click("#panel .source")
    assert tab.inner_text("#panel h2") == "Bird songs of Zürich"
