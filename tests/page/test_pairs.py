"""One line per pair, that opens into its acts; neighbourhoods and paths; nodes that are dragged."""

from __future__ import annotations

from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import act, graph_of
from .page_reading import Reader, at, box_of, checkbox, panel, settle, shown

CHAIN = "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}" .\n' for name in "abcdef") + "".join(
    act(f"x{i}", f"act {i}", f"rg:actor ex:{one} ; rg:relation rg:{relation} ; rg:object ex:{two}", modality)
    for i, (one, relation, two, modality) in enumerate(
        [
            ("a", "supports", "b", "Asserted"),
            ("a", "opposes", "b", "Planned"),
            ("a", "supports", "b", "Asserted"),
            ("b", "supports", "c", "Asserted"),
            ("d", "supports", "c", "Planned"),
            ("e", "supports", "f", "Asserted"),
        ]
    )
)


@pytest.fixture
def graph(tmp_path: Path) -> KnowledgeGraph:
    return graph_of(tmp_path, CHAIN)


def middle(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + two[0]) / 2, (one[1] + two[1]) / 2


def test_many_parallel_acts_open_as_one_line_per_pair(reader: Reader, meeting: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(meeting, relgraph.project(meeting, "actors")))
    button = page.get_by_role("button", name="One line per pair", exact=True)
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    page = reader.open(relgraph.render(meeting, relgraph.project(meeting, "full")))
    assert page.locator("#lines-button").get_attribute("aria-pressed") == "false"


def test_the_line_of_a_pair_opens_into_its_acts(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors"), lines="pairs"))
    page.mouse.click(*middle(box_of(page, "A"), box_of(page, "B")))
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "A and B"
    told = " ".join(panel(page).split())
    assert "3 edges" in told
    assert "A supports B · asserted · 2 edges" in told
    assert "A opposes B · planned" in told
    assert "ACTS BETWEEN THEM (3)" in told
    # The acts of the open line stand apart: each is told by itself.
    (ax, ay), (bx, by) = box_of(page, "A"), box_of(page, "B")
    met = set()
    for step in range(-60, 61, 4):
        across = ((ax + bx) / 2 + step * (by - ay) / 200, (ay + by) / 2 - step * (bx - ax) / 200)
        page.mouse.move(*across)
        settle(page)
        if page.locator("#tip").is_visible():
            met.add(page.inner_text("#tip").strip())
    assert {"A supports B", "A opposes B planned"} <= met
    page.click("#details >> text=A opposes B")
    page.wait_for_selector("#details h2:has-text('opposes')")
    assert "act 1" in panel(page)


def test_loops_stand_apart_and_say_which_way_they_go(reader: Reader, tmp_path: Path) -> None:
    """No projection has an edge from a node to itself; a network of the reader's own may."""
    body = 'ex:a a rg:State ; rdfs:label "A" . ex:b a rg:State ; rdfs:label "B" .\n'
    graph = graph_of(tmp_path, body + act("w", "w", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b"))
    network = relgraph.project(graph, "actors").copy()
    ((a, _, data),) = network.edges(data=True)
    for label in ("condemns", "supports", "welcomes"):
        network.add_edge(a, a, **{**data, "label": label})
    page = reader.open(relgraph.render(graph, network, lines="acts"))
    for _ in range(2):
        page.get_by_role("button", name="Zoom out").click()
        settle(page)
    x, y = box_of(page, "A")
    size = page.evaluate("relgraph.data.nodes[0].size * relgraph.network.frame().scale")
    met = []
    for step in range(10, 60):
        page.mouse.move(x, y - size * step / 10)
        settle(page)
        words = page.inner_text("#tip").strip() if page.locator("#tip").is_visible() else ""
        if words.endswith(" A") and words not in met:
            met.append(words)
    assert met == ["A condemns A", "A supports A", "A welcomes A"]
    heads = page.evaluate("relgraph.lines.drawn.lines.map(line => relgraph.lines.curve(line, 1).head > 1)")
    assert heads == [True] * 4


def test_neighbourhoods_reach_as_far_as_is_asked(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))

    def bright() -> list[str]:
        found: list[str] = page.evaluate(
            "relgraph.layers.lit().map(number => relgraph.data.things.label[number]).sort()"
        )
        return found

    assert bright() == ["A", "B"]
    page.get_by_label("Neighbourhood").select_option("3 steps")
    assert bright() == ["A", "B", "C", "D"]
    page.get_by_label("Directions").select_option("followed")
    assert bright() == ["A", "B", "C"]
    page.get_by_label("Directions").select_option("not read")
    checkbox(page, "Modality", "planned").uncheck()
    assert bright() == ["A", "B", "C"]
    page.get_by_label("Reads").select_option("the whole network")
    assert bright() == ["A", "B", "C", "D"]


def test_shortest_path_between_two(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))
    page.get_by_role("button", name="Shortest path to …").click()
    page.mouse.click(*box_of(page, "D"))
    page.wait_for_selector("#details h2:has-text('to')")
    assert page.inner_text("#details h2") == "A to D"
    assert "3 steps through what is shown, directions not read." in panel(page)
    assert page.locator("#details .act").count() == 5  # three of them between A and B
    page.get_by_label("Directions").select_option("followed")
    assert "No path through what is shown, along directions." in panel(page)
    assert "path=" in page.evaluate("location.hash")


def test_a_path_ends_at_what_the_search_finds_and_waits_no_longer(
    reader: Reader, graph: KnowledgeGraph
) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))

    def search(label: str) -> str:
        page.get_by_role("searchbox", name="Search").fill(label)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#details h2:has-text('{label}')")
        return page.inner_text("#details h2")

    page.get_by_role("button", name="Shortest path to …").click()
    assert search("D") == "A to D"
    assert search("B") == "B"
    page.get_by_role("button", name="Shortest path to …").click()
    page.click("#details .close")
    page.wait_for_selector("#details", state="hidden")
    assert search("C") == "C"


def test_a_node_that_is_dragged_stays_where_it_is_put(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")))
    x, y = box_of(page, "A")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=3)
    page.mouse.move(x + 60, y + 40, steps=3)
    page.mouse.up()
    settle(page)
    moved = box_of(page, "A")
    assert moved == pytest.approx((x + 60, y + 40), abs=4)
    checkbox(page, "Modality", "planned").uncheck()
    settle(page)
    assert shown(page)[1] == 4
    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_role("button", name="Reset", exact=True).click()
    settle(page)
    assert box_of(page, "A") == pytest.approx((x, y), abs=1)


def test_reset_clears_choice_filters_and_colours_at_once(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))
    checkbox(page, "Modality", "planned").uncheck()
    page.get_by_role("combobox", name="Colour by", exact=True).select_option("sign")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_function("!location.hash.replace('#', '')")
    settle(page)
    assert shown(page) == (6, 6)
    assert not page.locator("#details").is_visible()
    assert page.locator("#colour-by").input_value() == "kind"


def test_a_path_waits_no_longer_when_another_is_chosen(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))
    page.get_by_role("button", name="Shortest path to …").click()
    page.locator("#details details.act a", has_text="B").first.click()
    page.wait_for_selector("#details h2 bdi:text-is('B')")
    page.get_by_role("searchbox", name="Search").fill("F")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2 bdi:text-is('F')")


def test_colours_of_bloc_and_sign_are_told_in_words(reader: Reader, graph: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))
    colours = page.get_by_role("combobox", name="Colour by", exact=True)
    assert "bloc" not in panel(page)
    colours.select_option("bloc")
    assert "bloc\n1 of 3" in panel(page)
    colours.select_option("sign")
    assert "mostly cooperative" in panel(page)
