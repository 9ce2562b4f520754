"""The evidence: the text beside the network, the table of acts, and what is saved and printed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import QUOTES, SOURCE, act, graph_of
from .page_reading import Reader, at, box_of, checkbox, panel, settle, shown, until


def test_a_passage_lights_its_act_and_an_act_its_passage(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    page.get_by_role("button", name="Source", exact=True).click()
    text = page.inner_text("#source-body .text")
    assert " ".join(text.split()) == " ".join(SOURCE.split())
    marked = page.locator("#source-body mark").all_inner_texts()
    assert [" ".join(words.split()) for words in marked] == [
        " ".join(words.split()) for words in sorted(QUOTES.values(), key=SOURCE.index)
    ]
    page.click("#source-body mark >> text=backed the survey")
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Ben Quay backs the survey"
    assert page.locator("#source-body mark.picked").all_inner_texts() == ["backed the survey"]
    lit = page.evaluate("relgraph.layers.lit().map(number => relgraph.data.things.label[number])")
    assert set(lit) == {"Ben Quay", "Joint survey of fish stocks"}
    # A passage whose act is filtered out is no longer marked.
    checkbox(page, "Modality", "planned").uncheck()
    page.get_by_role("button", name="Source", exact=True).click()
    assert page.locator("#source-body mark.hiddenmark").all_inner_texts() == [
        "The shore states will publish the results"
    ]


def test_the_text_scrolls_to_what_is_chosen(reader: Reader, tmp_path: Path) -> None:

    long = (
        "".join(f"Paragraph {n} of a long report. \U0001f30a\r\n\r\n" for n in range(400))
        + "Westland hails Eastland."
    )
    source = tmp_path / "long.txt"
    source.write_bytes(long.encode())
    start = long.index("Westland hails")
    body = (
        'ex:a a rg:State ; rdfs:label "Westland" . ex:b a rg:State ; rdfs:label "Eastland" .\n'
        f'ex:r a rg:Report ; rdfs:label "R" ; rg:sha256 "{hashlib.sha256(long.encode()).hexdigest()}" .\n'
        "ex:e a oa:SpecificResource ; oa:hasSource ex:r ; oa:hasSelector ex:s .\n"
        f"ex:s a oa:TextPositionSelector ; oa:start {start} ; oa:end {start + 23} .\n"
    ) + act("x", "hail", "rg:actor ex:a ; rg:relation rg:welcomes ; rg:object ex:b ; rg:evidence ex:e")
    graph = graph_of(tmp_path, body)
    text = relgraph.render(graph, relgraph.project(graph, "actors"), source=source)
    assert text.count("Paragraph 7 of") == 1  # carried once
    page = reader.open(text, at("x"))
    assert page.inner_text("#details mark") == "Westland hails Eastland"
    page.get_by_role("button", name="Source", exact=True).click()
    # Code points count, so that a wave and a line break of two characters do not shift it.
    assert page.locator("#source-body mark").all_inner_texts() == ["Westland hails Eastland"]
    box, pane = page.locator("#source-body mark").bounding_box(), page.locator("#source-body").bounding_box()
    assert box is not None
    assert pane is not None
    assert pane["y"] <= box["y"] <= pane["y"] + pane["height"]


def test_without_a_text_positions_and_the_link_are_given(reader: Reader, lake: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(lake, relgraph.project(lake, "full")))
    page.get_by_role("button", name="Source", exact=True).click()
    told = page.inner_text("#source-body")
    start = SOURCE.index(QUOTES["e2"])
    assert f"characters {start}\N{EN DASH}{start + len(QUOTES['e2'])}: Westland proposes a survey" in told
    assert page.get_by_role("link", name="Link to it").get_attribute("href") == "https://example.org/report"
    assert QUOTES["e2"] not in page.content()


def column(page: Page, name: str) -> list[str]:
    heads = page.locator("#sheet-head th").all_inner_texts()
    cells = page.locator(f"#sheet-body tr > :nth-child({heads.index(name) + 1})").all_inner_texts()
    return [cell.strip() for cell in cells]


def test_the_table_has_the_acts_that_are_shown_and_is_sorted(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    page.get_by_role("button", name="Table", exact=True).click()
    assert len(column(page, "act")) == shown(page)[1] == 7
    page.get_by_role("button", name="modality", exact=True).click()
    assert column(page, "modality") == ["asserted"] * 4 + ["needed", "planned", "proposed"]
    page.get_by_role("button", name="modality", exact=True).click()
    assert column(page, "modality")[0] == "proposed"
    assert page.locator("th[aria-sort=descending]").inner_text().strip().startswith("modality")
    assert column(page, "words")[0] == " ".join(QUOTES["e2"].split())
    checkbox(page, "Modality", "asserted").uncheck()
    assert column(page, "modality") == ["proposed", "planned", "needed"]
    page.click("#sheet-body a >> text=Westland proposes")
    page.wait_for_selector("#details h2:has-text('Westland proposes a survey')")


def saved(page: Page, kind: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save {kind}", exact=True).click()
    assert download.value.suggested_filename == f"Report-on-the-Lake-Council.{kind.lower()}"
    return download.value.path().read_bytes()


def test_the_table_is_saved_as_csv_with_where_it_is_from(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    checkbox(page, "Modality", "asserted").uncheck()
    text = saved(page, "CSV").decode("utf-8-sig")
    assert text.count("\r\n") >= 4
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["act"] for row in rows] == [
        "Westland proposes a survey", "Ben Quay says that the survey is needed",
        "The shore states publish the results",
    ]  # fmt: skip
    first = rows[0]
    assert first["words"] == QUOTES["e2"]
    assert (first["actors"], first["relation"], first["modality"], first["date"]) == (
        "Westland", "proposes", "proposed", "1931-05-04",
    )  # fmt: skip
    assert first["iri"] == "https://example.org/a2"
    assert len(first["source_sha256"]) == 64
    assert "modality" in first["view"]
    assert "graph.ttl" in first["data"]
    assert "no licence is stated" in first["data"]


def test_the_picture_is_saved_with_its_caption(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page)
    checkbox(page, "Modality", "asserted").uncheck()
    png = saved(page, "PNG")
    assert png.startswith(b"\x89PNG\r\n")
    field = page.locator("#network").bounding_box()
    assert field is not None
    assert int.from_bytes(png[16:20], "big") == 2 * int(field["width"])
    assert int.from_bytes(png[20:24], "big") > 2 * int(field["height"]) + 60
    svg = ElementTree.fromstring(saved(page, "SVG"))
    words = " ".join("".join(node.itertext()) for node in svg.iter("{http://www.w3.org/2000/svg}text"))
    nodes, acts = shown(page)
    for part in ("Report on the Lake Council", f"{nodes} nodes, {acts} acts; modality", "SHA-256", "Westland"):
        assert part in words
    assert not any("script" in node.tag for node in svg.iter())


HOSTILE = '=1+1\u202e\u0001,"<script>&\r\nx'


def test_hostile_labels_are_saved_as_text(reader: Reader, tmp_path: Path) -> None:
    literal = json.dumps(HOSTILE)
    body = f'ex:a a rg:State ; rdfs:label {literal} . ex:b a rg:State ; rdfs:label "B" .\n'
    body += f"ex:x a rg:Act ; rdfs:label {literal} ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ."
    graph = graph_of(tmp_path, body)
    page = reader.open(
        relgraph.render(graph, relgraph.project(graph, "actors"), title="Report on the Lake Council")
    )
    (row,) = csv.DictReader(io.StringIO(saved(page, "CSV").decode("utf-8-sig"), newline=""))
    assert row["actors"] == f"'{HOSTILE}"  # a spreadsheet takes no cell for a formula
    svg = saved(page, "SVG").decode()
    ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert "\u202e" not in svg


def test_print_is_light_whole_and_says_what_it_shows(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at("survey"), color_scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.locator("#details details.act[open]").count() == 3
    page.evaluate("for (const one of document.querySelectorAll('#details details')) one.open = false")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    settle(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    assert page.evaluate("relgraph.network.colours.ground") == "#fbfbf9"
    assert page.locator("#details details.act[open]").count() == 3
    caption = page.inner_text("#print-caption")
    assert "SHA-256" in caption
    assert f"{shown(page)[0]} nodes" in caption
    for hidden in (".tools", ".zoom", "#search"):
        assert not page.locator(hidden).is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    until(page, lambda: page.evaluate("relgraph.network.colours.ground") == "#12161b")


def test_print_fills_what_was_not_scrolled_to_and_the_width_of_the_page(reader: Reader, tmp_path: Path) -> None:
    body = 'ex:a a rg:State ; rdfs:label "A" . ex:b a rg:State ; rdfs:label "B" .\n' + "".join(
        act(f"x{n}", f"act {n}", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b") for n in range(150)
    )
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("a"))
    page.get_by_role("button", name="Table", exact=True).click()
    before = page.evaluate("relgraph.network.place()")
    assert page.locator("#details details.act").count() < 150
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#details details.act[open] .more dl").count() == 150
    assert page.locator("#sheet-body tr").count() == 150
    field, canvas = (page.locator(name).bounding_box() for name in ("#network", "#nodes canvas"))
    assert field is not None
    assert canvas == field
    for label in "AB":
        x, y = box_of(page, label)
        assert field["x"] < x < field["x"] + field["width"]
        assert field["y"] < y < field["y"] + field["height"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    settle(page)
    assert page.evaluate("relgraph.network.place()") == before
    # A print that the browser makes by itself has the same.
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")


def test_what_is_chosen_and_how_many_acts_a_pair_has_is_in_the_svg(reader: Reader, tmp_path: Path) -> None:
    body = "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}" .\n' for name in "abc")
    for name, ends in (("x", "ab"), ("y", "ab"), ("z", "bc")):
        said = f"rg:actor ex:{ends[0]} ; rg:relation rg:supports ; rg:object ex:{ends[1]}"
        body += act(name, name, said)
    graph = graph_of(tmp_path, body)
    network = relgraph.project(graph, "actors")
    title = "Report on the Lake Council"
    page = reader.open(relgraph.render(graph, network, lines="pairs", title=title))

    def words_and_faint() -> tuple[set[str], int]:
        svg = ElementTree.fromstring(saved(page, "SVG"))
        words = {"".join(node.itertext()) for node in svg.iter("{http://www.w3.org/2000/svg}text")}
        return words, sum(node.get("opacity") == "0.15" for node in svg.iter())

    words, faint = words_and_faint()
    assert {"A", "B", "C", "2"} <= words
    assert faint == 0
    page.get_by_role("searchbox", name="Search").fill("C")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2")
    settle(page)
    words, faint = words_and_faint()
    assert {"B", "C", "supports"} <= words
    assert "A" in words  # the highest are labelled beside a choice
    assert "2" not in words
    assert faint > 3
    assert {"state", "cooperative words", "asserted"} <= words  # its key


def test_a_picture_names_the_first_of_many_sources(reader: Reader, tmp_path: Path) -> None:
    body = "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}" .\n' for name in "ab")
    for number in range(100, 140):
        body += (
            f'ex:d{number} a rg:Report ; rdfs:label "Report {number}" .\n'
            f"ex:e{number} a oa:SpecificResource ; oa:hasSource ex:d{number} .\n"
        ) + act(
            f"x{number}",
            f"act {number}",
            f"rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:e{number}",
        )
    graph = graph_of(tmp_path, body)
    title = "Report on the Lake Council"
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors"), title=title))
    svg = ElementTree.fromstring(saved(page, "SVG"))
    words = ["".join(node.itertext()) for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    named = [text for text in words if text.startswith("Source: ")]
    assert named == [f"Source: Report {number}" for number in range(100, 112)]
    assert "and 28 more sources" in words
    assert saved(page, "PNG").startswith(b"\x89PNG")


def test_sources_licence_and_version_are_in_sight(reader: Reader, meeting: KnowledgeGraph) -> None:
    page = reader.open(relgraph.render(meeting, relgraph.project(meeting, "actors")))
    header = page.inner_text("header")
    assert "licence creativecommons.org/licenses/by/4.0/" in header
    assert "data version 0.1.0" in header
    assert "2 sources" in header
    assert page.title().endswith(", and 1 more document")


@pytest.mark.parametrize(
    ("documents", "voice"),
    [
        ("ex:r a rg:Report .", "the report itself"),
        ("ex:r a rg:Document .", "the document itself"),
    ],
)
def test_only_a_report_tells_as_a_report(documents: str, voice: str, reader: Reader, tmp_path: Path) -> None:
    body = (
        f'{documents} ex:a a rg:State . ex:b a rg:State . ex:r rdfs:label "R" .\n'
        "ex:e a oa:SpecificResource ; oa:hasSource ex:r ; oa:hasSelector ex:s .\n"
        "ex:s a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 .\n"
    ) + act("x", "x", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:e")
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")), at("x"))
    assert page.locator("#voice option").all_inner_texts()[1:] == [voice]
    assert ("told by R" in " ".join(panel(page).split())) == (voice == "the report itself")
