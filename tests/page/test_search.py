"""The search."""

from __future__ import annotations

from pathlib import Path

import relgraph

from .lake_council import act, graph_of
from .page_reading import Reader, at, checkbox, shown


def test_search_finds_by_label_and_alias(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    page.keyboard.press("/")
    page.keyboard.type("republic of w")
    assert page.inner_text("#suggestions") == "Westland also Republic of Westland"
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Westland"
    assert page.evaluate("location.hash") == at("westland")
    page.keyboard.press("Escape")
    page.wait_for_selector("#details", state="hidden")
    assert page.input_value("#search") == ""
    # Accents and case do not matter; the arrow keys move; a click chooses.
    page.fill("#search", "MURITZ")
    assert page.inner_text("#suggestions").startswith("League of Ports")
    page.fill("#search", "land")
    assert page.locator("#suggestions [role=option]").all_inner_texts()[:2] == [
        "Eastland state",
        "Westland state",
    ]
    page.keyboard.press("ArrowDown")
    selected = page.locator("#suggestions [aria-selected=true]")
    assert selected.inner_text() == "Westland state"
    assert page.get_attribute("#search", "aria-activedescendant") == selected.get_attribute("id")
    page.click("#suggestions >> text=Eastland")
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Eastland"
    page.fill("#search", "Atlantis")
    assert page.inner_text("#suggestions") == "Nothing of this name here"


def test_search_finds_acts_relations_and_words_of_the_source(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    page.get_by_role("searchbox", name="Search").fill("needed")
    assert page.locator("#suggestions [role=option]").all_inner_texts() == [
        "Ben Quay says that the survey is needed act"
    ]
    page.fill("#search", "fish stocks")
    kinds = page.locator("#suggestions [role=option] small").all_inner_texts()
    assert kinds == ["measure", "passage"]
    page.click("#suggestions li >> nth=1")
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Westland proposes a survey"
    # A relation is shown alone.
    page.fill("#search", "propos")
    page.click("#suggestions >> text=show it alone")
    assert shown(page) == (2, 1)


def test_search_finds_a_label_in_any_language(reader: Reader, tmp_path: Path) -> None:
    body = 'ex:a a rg:State ; rdfs:label "Viet Nam"@en , "Việt Nam"@vi , "越南"@zh . ex:b a rg:State .\n'
    graph = graph_of(tmp_path, body + "ex:a rg:supports ex:b .")
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")))
    page.fill("#search", "越南")
    assert page.inner_text("#suggestions") == "Viet Nam also 越南"
    languages = page.get_by_role("combobox", name="Label language", exact=True)
    assert languages.locator("option").all_inner_texts() == ["as given", "en", "vi", "zh"]
    languages.select_option("zh")
    assert page.locator("#highest a").first.inner_text() == "越南"
    assert "lang=zh" in page.evaluate("location.hash")


def test_search_finds_letters_with_a_stroke_and_tells_the_words_around(reader: Reader, tmp_path: Path) -> None:
    body = 'ex:a a rg:Person ; rdfs:label "Kim Đặng" . ex:b a rg:State ; rdfs:label "Łódź" .\n'
    words = "두 나라는 경제 협력을 위하여 새로운 회담을 열기로 하였으며 한국은 의료 물자를 지원하기로 했다"
    body += (
        "ex:e a oa:SpecificResource ; oa:hasSource ex:r ; oa:hasSelector ex:s .\n"
        f'ex:s a oa:TextQuoteSelector ; oa:exact "{words}" .\n'
        'ex:r a rg:Report ; rdfs:label "R" .\n'
    )
    body += act("x", "x", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:e")
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")))
    for wanted, found in (("dang", "Kim Đặng person"), ("lodz", "Łódź state")):
        page.fill("#search", wanted)
        assert page.inner_text("#suggestions") == found
    page.fill("#search", "지원")
    assert "지원하기로 했다 passage" in page.inner_text("#suggestions")


def test_values_of_filters_stand_in_the_language_that_is_chosen(reader: Reader, tmp_path: Path) -> None:
    body = 'ex:a a rg:State ; rdfs:label "Viet Nam"@en , "越南"@zh . ex:b a rg:State ; rdfs:label "B"@en .\n'
    body += act("x", "x", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:saidBy ex:a")
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), "#&lang=zh")
    assert checkbox(page, "Speaker", "越南").is_checked()
    voice = page.get_by_role("combobox", name="Voice", exact=True)
    assert voice.locator("option").all_inner_texts() == ["all voices", "越南"]
    voice.select_option("越南")
    assert "voice: 越南" in page.inner_text("#filtered")
    page.get_by_role("combobox", name="Label language", exact=True).select_option("en")
    assert checkbox(page, "Speaker", "Viet Nam").is_checked()
    assert page.get_by_role("button", name="Only Viet Nam", exact=True).count() == 1
