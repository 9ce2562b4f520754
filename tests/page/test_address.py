"""The view is in the address: it can be sent, gone back from, and says so where it names what is not there."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import ACTS, EX, SOURCE, THINGS, act, evidence, graph_of
from .page_reading import Reader, at, box_of, checkbox, edge_at, panel, settle, shown, until


def test_the_whole_view_is_in_the_address(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at("survey"))
    checkbox(page, "Modality", "asserted").uncheck()
    page.get_by_role("combobox", name="Size by", exact=True).select_option("strength")
    page.get_by_role("combobox", name="Colour by", exact=True).select_option("bloc")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_label("Neighbourhood").select_option("2 steps")
    box = page.locator("#network").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + box["height"] - 80, steps=4)
    page.mouse.up()
    page.wait_for_timeout(300)
    address = page.evaluate("location.hash")
    assert "view=" in address
    told, numbers = panel(page), shown(page)
    again = reader.open(lake_page, address)
    assert (panel(again), shown(again)) == (told, numbers)
    assert again.evaluate("relgraph.network.place()") == address.partition("view=")[2]
    assert again.locator("#size-by").input_value() == "strength"
    assert again.locator("#colour-by").input_value() == "bloc"


def test_an_edge_keeps_its_name_when_the_graph_grows(reader: Reader, tmp_path: Path, source: Path) -> None:
    digest = hashlib.sha256(SOURCE.encode()).hexdigest()
    body = THINGS + ACTS + evidence(digest)
    small = graph_of(tmp_path, body)
    text = relgraph.render(small, relgraph.project(small, "full"), source=source)
    page = reader.open(text, edge_at(text, 3))
    told = page.inner_text("#details h2")
    (tmp_path / "more").mkdir()
    more = 'ex:aa a rg:State ; rdfs:label "Aaland" .\n' + act(
        "a0", "Aaland", "rg:actor ex:aa ; rg:relation rg:attends ; rg:object ex:council"
    )
    large = graph_of(tmp_path / "more", body + more)
    page = reader.open(relgraph.render(large, relgraph.project(large, "full"), source=source), edge_at(text, 3))
    assert page.inner_text("#details h2") == told
    assert not page.locator("#message").is_visible()


def test_an_edge_of_several_acts_keeps_its_name_when_it_has_another(reader: Reader, tmp_path: Path) -> None:
    body = "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}" .\n' for name in "ab")
    body += act("x2", "act 2", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b")
    small = graph_of(tmp_path, body)
    text = relgraph.render(small, relgraph.project(small, "actors", collapsed=True))
    reader.open(text, edge_at(text, 0)).wait_for_selector("#details h2:has-text('A supports B')")
    (tmp_path / "more").mkdir()
    body += act("x1", "act 1", "rg:actor ex:a ; rg:relation rg:condemns ; rg:object ex:b")
    large = graph_of(tmp_path / "more", body)
    page = reader.open(
        relgraph.render(large, relgraph.project(large, "actors", collapsed=True)), edge_at(text, 0)
    )
    page.wait_for_selector("#details h3:has-text('Acts behind it (2)')")


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("#" + quote(EX + "atlantis", safe=""), "https://example.org/atlantis"),
        ("#edge=a|b|c|d", "edge=a|b|c|d"),
        ("#&modality=dreamt", "modality dreamt"),
        ("#&nonsense=1", "nonsense=1"),
        ("#&size=fame", "size=fame"),
        ("#%E0%A4%A", "%E0%A4%A"),
        ("#&from=1e12", "from=1e12"),
        ("#&until=99999999999", "until=99999999999"),
        ("#&from=", "from="),
        ("#&undated=maybe", "undated=maybe"),
        ("#&view=abc", "view=abc"),
        ("#&view=0,0,0", "view=0,0,0"),
        ("#&steps=9", "steps=9"),
        ("#&voice=Neptune", "voice=Neptune"),
        ("#&stray", "stray"),
        ("#pair=" + quote(EX + "ada", safe=""), "pair="),
    ],
)
def test_an_unknown_address_says_so(fragment: str, said: str, reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, fragment)
    assert said in page.inner_text("#message")
    page.click("#message >> text=Dismiss")
    assert not page.locator("#message").is_visible()


def test_a_choice_is_brought_into_view_after_a_move(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
        settle(page)
    until(page, lambda: "view=" in page.evaluate("location.hash"))
    field = page.locator("#network").bounding_box()
    assert field is not None

    def is_in_view(label: str) -> bool:
        x, y = box_of(page, label)
        across, down = x - field["x"], y - field["y"]
        return 0 < across < field["width"] and 0 < down < field["height"]

    for label in ("Westland", "Eastland", "League of Ports"):
        page.get_by_role("searchbox", name="Search").fill(label)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#details h2:has-text('{label}')")
        until(page, partial(is_in_view, label))
    place = page.evaluate("relgraph.network.place()")
    until(page, lambda: page.evaluate("location.hash").endswith(f"view={place}"))


def test_links_keep_the_filters(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at("survey"))
    checkbox(page, "Modality", "asserted").uncheck()
    href = page.locator("#details a", has_text="Westland").first.get_attribute("href")
    assert href is not None
    again = reader.open(lake_page, "#" + href.partition("#")[2])
    assert again.inner_text("#details h2") == "Westland"
    assert not checkbox(again, "Modality", "asserted").is_checked()


def test_back_goes_back(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at("survey"))
    page.click("#details a >> text=/^Westland$/ >> nth=0")
    page.wait_for_selector("#details h2:has-text('Westland')")
    checkbox(page, "Modality", "asserted").uncheck()
    page.go_back()
    page.wait_for_selector("#details h2:has-text('Joint survey')")


def test_a_thing_that_is_no_node_has_its_acts(reader: Reader, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "actors")
    event = "https://w3id.org/relgraph/id/event/special-meeting-2021"
    page = reader.open(relgraph.render(meeting, network))
    page.get_by_role("searchbox", name="Search").fill(meeting.thing(event).label)
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == meeting.thing(event).label
    drawn = {iri for *_, data in network.edges(data=True) for iri in data["acts"]}
    at_it = [iri for iri in drawn if meeting.acts[iri].event == event]
    assert f"Acts with it ({len(at_it)})".upper() in panel(page).upper()
    assert page.evaluate("relgraph.layers.lit().length") > 2
    assert page.evaluate("location.hash") == "#" + quote(event, safe="")
    only = page.evaluate("location.hash") + "&modality=planned"
    assert "The filters leave out" in panel(reader.open(reader.file.read_text("utf-8"), only))


def test_an_act_without_an_edge_of_its_own_is_told(reader: Reader, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "actors")
    around = next(data["acts"][1] for *_, data in network.edges(data=True) if len(data["acts"]) > 1)
    page = reader.open(relgraph.render(meeting, network), "#" + quote(around, safe=""))
    assert page.inner_text("#details h2") == meeting.act_label(meeting.acts[around])
    assert page.evaluate("relgraph.layers.lit().length") > 0
