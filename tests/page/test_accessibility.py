"""Every state of the page is free of what axe-core finds, is reached by keyboard, and fits its screen."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import act, graph_of
from .page_reading import Reader, at, checkbox, edge_at, settle

DESKTOP, PHONE = {"width": 1400, "height": 900}, {"width": 360, "height": 740}


def opened(*buttons: str) -> Callable[[Page], None]:
    def open_all(page: Page) -> None:
        for name in buttons:
            page.get_by_role("button", name=name, exact=True).click()

    return open_all


def searched(page: Page) -> None:
    page.get_by_role("searchbox", name="Search").fill("land")


def filtered(page: Page) -> None:
    checkbox(page, "Modality", "asserted").uncheck()


def nothing(page: Page) -> None:
    page.get_by_role("searchbox", name="Search").fill("Atlantis")


def opened_cards(page: Page) -> None:
    page.click("text=open or close all >> nth=0")
    page.click("text=Why this rank?")


def opened_acts(page: Page) -> None:
    page.click("text=open or close all >> nth=0")


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "overview": ("", lambda page: None),
    "node": ("survey", opened_cards),
    "thing": ("report", opened_acts),
    "unknown": ("nowhere", lambda page: None),
    "act": ("a7", lambda page: None),
    "search": ("", searched),
    "no hit": ("", nothing),
    "filters": ("", filtered),
    "table": ("", opened("Table")),
    "source": ("a7", opened("Source")),
}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(state: str, size: dict[str, int], reader: Reader, lake_page: str) -> None:
    fragment, reach = STATES[state]
    page = reader.open(lake_page, at(fragment) if fragment else "", viewport=size)
    reach(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        settle(page)
        found: dict[str, Any] = Axe().run(page).response
        broken = [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found["violations"]]
        assert broken == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_everything_is_reached_by_keyboard(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    met: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(e => e.getAttribute('aria-label') || e.innerText || e.id)(document.activeElement)"
        )
        if met and name == met[0]:
            break
        met.append(name)
    for wanted in (
        "Search", "Filters", "Source", "Table", "Voice", "Size by", "Colour by", "Label language", "Reset",
        "Save PNG", "Save SVG", "Save CSV", "Zoom in", "Show the whole network", "Legend",
    ):  # fmt: skip
        assert wanted in met, (wanted, met)
    # The picture has no keys of its own, and is no stop.
    assert page.locator("#network [tabindex], #network[tabindex]").count() == 0
    assert "" not in met


def test_focus_goes_into_the_panel_and_back(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    page.get_by_role("searchbox", name="Search").fill("Westland")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2")
    assert page.evaluate("document.activeElement.textContent") == "Westland"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#details').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.wait_for_selector("#details", state="hidden")
    assert page.evaluate("document.activeElement.id") == "search"
    # From the list of the highest, which is hidden meanwhile, it goes back there.
    first = page.locator("#highest a").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2")
    page.keyboard.press("Escape")
    page.wait_for_selector("#details", state="hidden")
    assert first.evaluate("link => link === document.activeElement")


def test_what_is_told_anew_keeps_focus_and_open_cards(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at("survey"))
    page.locator("#details details.act > summary").first.click()
    closed = page.locator("#details details.act").first.evaluate("card => card.open")
    page.click("text=Why this rank?")
    steps = page.get_by_label("Neighbourhood")
    steps.focus()
    steps.select_option("2 steps")
    assert page.get_by_label("Neighbourhood").evaluate("select => select === document.activeElement")
    assert page.locator("#details details.why").evaluate("one => one.open")
    checkbox(page, "Polarity", "positive")
    page.get_by_role("checkbox", name="likely", exact=True).uncheck()
    assert page.locator("#details details.why").evaluate("one => one.open")
    assert page.locator("#details details.act").first.evaluate("card => card.open") == closed


def test_escape_closes_what_has_the_focus(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at("survey"))
    search = page.get_by_role("searchbox", name="Search")
    search.fill("land")
    page.keyboard.press("Escape")
    assert not page.locator("#suggestions").is_visible()
    assert page.inner_text("#details h2") == "Joint survey of fish stocks"
    checkbox(page, "Modality", "asserted").focus()
    page.keyboard.press("Escape")
    assert not page.locator("#filters").is_visible()
    assert page.evaluate("document.activeElement.id") == "filters-button"
    assert page.locator("#details").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector("#details", state="hidden")


def test_passages_of_the_source_are_reached_by_keyboard(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    page.get_by_role("button", name="Source", exact=True).click()
    marks = page.locator(".text mark")
    assert page.locator(".text mark[tabindex='0']").count() == 1
    marks.first.focus()
    page.keyboard.press("ArrowDown")
    assert marks.nth(1).evaluate("mark => mark === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2:has-text('Westland proposes a survey')")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    page.wait_for_selector("#details", state="hidden")
    assert marks.nth(1).evaluate("mark => mark === document.activeElement")
    page.keyboard.press("End")
    assert marks.last.evaluate("mark => mark === document.activeElement")


@pytest.mark.parametrize(
    "label",
    [
        "東南アジア諸国連合とロシア連邦の外相特別会合",
        "الاجتماع الاستثنائي لوزراء الخارجية",
        "Đối tác chiến lược ASEAN - Nga",
    ],
)
def test_other_scripts_are_whole(label: str, reader: Reader, tmp_path: Path) -> None:
    body = f'ex:a a rg:Meeting ; rdfs:label "{label}" . ex:b a rg:State ; rdfs:label "B" .\n'
    graph = graph_of(tmp_path, body + act("x", "x", "rg:actor ex:b ; rg:relation rg:attends ; rg:object ex:a"))
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "full")), at("a"), viewport=PHONE)
    assert page.inner_text("#details h2") == label
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # What is written on the canvas has lines of some twenty Latin characters, and all of it is there.
    lines = page.evaluate("relgraph.layers.labels().flatMap(({ lines }) => lines)")
    assert max(map(len, lines)) <= 26
    assert "".join(lines).replace(" ", "").startswith(label.replace(" ", "")[:20])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_labels_lie_under_no_button(size: dict[str, int], reader: Reader, meeting: KnowledgeGraph) -> None:
    text = relgraph.render(meeting, relgraph.project(meeting, "full"))
    page = reader.open(text, viewport=size)
    for _ in range(3):
        labels = page.evaluate("relgraph.layers.labels()")
        assert labels
        zoom = page.locator(".zoom").bounding_box()
        field = page.locator("#network").bounding_box()
        assert zoom is not None
        assert field is not None
        for label in labels:
            assert (
                label["right"] <= zoom["x"] - field["x"] + 0.5
                or label["bottom"] <= zoom["y"] - field["y"] + 0.5
                or label["top"] >= zoom["y"] + zoom["height"] - field["y"]
            )
        page.get_by_role("button", name="Zoom in").click()
        settle(page)


def test_the_highest_and_all_neighbours_are_labelled(reader: Reader, meeting: KnowledgeGraph) -> None:
    text = relgraph.render(meeting, relgraph.project(meeting, "full"))
    page = reader.open(text)
    highest = page.evaluate("relgraph.scoring.byRank().slice(0, 20)")
    assert set(highest) <= set(page.evaluate("relgraph.layers.named()"))
    page = reader.open(text, edge_at(text, 0))
    assert set(page.evaluate("relgraph.layers.lit()")) <= set(page.evaluate("relgraph.layers.named()"))


def test_all_neighbours_of_a_hub_are_labelled_and_none_across_another(reader: Reader, tmp_path: Path) -> None:
    body = "".join(f'ex:s{i} a rg:State ; rdfs:label "State {i}" .\n' for i in range(120))
    for i in range(1, 80):
        body += act(f"h{i}", "", f"rg:actor ex:s0 ; rg:relation rg:supports ; rg:object ex:s{i}")
    for i in range(80, 120):  # those that score higher than most neighbours
        for other in (1, 5, 9, 13):
            said = f"rg:actor ex:s{i} ; rg:relation rg:opposes ; rg:object ex:s{(i + other - 80) % 40 + 80}"
            body += act(f"o{i}x{other}", "", said)
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("s0"))
    named, lit = (set(page.evaluate(f"relgraph.layers.{what}()")) for what in ("named", "lit"))
    assert len(lit) == 80
    assert lit <= named
    assert len(named - lit) >= 10  # the highest that are no neighbours
    labels = page.evaluate("relgraph.layers.labels()")
    overlapping = [
        (a["number"], b["number"])
        for a, b in itertools.combinations(labels, 2)
        if min(a["right"], b["right"]) > max(a["left"], b["left"])
        and min(a["bottom"], b["bottom"]) > max(a["top"], b["top"])
    ]
    assert overlapping == []
