"""The page of the invented summit: what a reader is told of refusal, speech, place and prediction."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from conftest import REPOSITORY

import relgraph

from .page_reading import Reader, data_of, panel

FOLDER = REPOSITORY / "data" / "inner-sea-summit"


def at(name: str) -> str:
    return "#" + quote(f"https://example.org/inner-sea/{name}", safe="")


@pytest.fixture(scope="module")
def summit_page() -> str:
    graph = relgraph.open(FOLDER / "triples.ttl")
    return relgraph.render(graph, relgraph.project(graph, "full"), source=FOLDER / "report.txt")


def test_what_was_refused_is_told_once_as_that(reader: Reader, summit_page: str) -> None:
    told = " ".join(panel(reader.open(summit_page, at("quenland"))).split())
    assert told.count("did not happen") == 1  # of five acts, not to sign alone
    assert "not: not:" not in summit_page
    refused = [edge for edge in data_of(summit_page)["edges"] if edge["negative"]]
    assert sorted(edge["relation"] for edge in refused) == ["not: attends", *["not: signs"] * 4]
    page = reader.open(summit_page, at("norrim-does-not-sign"))
    told = " ".join(panel(page).split())
    assert "It did not happen that Norrim signs Port Ellin Declaration" in told
    assert "took place no" in told


def test_a_document_speaks_and_its_words_are_quoted(reader: Reader, summit_page: str) -> None:
    page = reader.open(summit_page, at("declaration-condemns-seizure"))
    told = " ".join(panel(page).split())
    assert "in the words of Port Ellin Declaration" in told
    assert "place Port Ellin, capital of Orvenna" in told
    assert page.inner_text("#details mark").startswith("The Declaration condemns")


def test_a_prediction_is_drawn_as_one(summit_page: str) -> None:
    predicted = [edge for edge in data_of(summit_page)["edges"] if edge["modality"] == "predicted"]
    assert [edge["relation"] for edge in predicted] == ["assesses"]
    dashes = data_of(summit_page)["dashes"]
    assert [status for status in dashes if dashes[status] == dashes["predicted"]] == ["predicted"]


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (500, 900), (360, 640)])
def test_the_legend_has_one_word_for_all_organizations(
    reader: Reader, summit_page: str, width: int, height: int
) -> None:
    page = reader.open(summit_page, viewport={"width": width, "height": height})
    if width < 1000:
        page.click("#legend > summary")
    entry = page.locator("#kinds li", has_text="armed group")
    said = entry.locator(".said").inner_text().split("\n")
    assert said[0] == "organization"
    assert "company" in said[1]
    assert "organization" not in said[1].split(", ")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
