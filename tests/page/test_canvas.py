"""What is on the canvas: from disk, on a phone, in the dark, with thousands of nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import graph_of
from .page_reading import Reader, at, processor_seconds, shown, solid, until


def test_draws_from_disk_without_a_network(reader: Reader, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, "full")
    page = reader.open(relgraph.render(meeting, network))
    assert shown(page)[0] == network.number_of_nodes()
    kinds = {data["kind"] for _, data in network.nodes(data=True)}
    assert page.locator("#kinds li").count() == len(kinds)
    for hue in ("blue", "teal", "vermilion", "purple", "amber", "sky", "slate", "brown", "grey"):
        assert solid(page, hue), f"nothing on the canvas is {hue}"


@pytest.mark.parametrize("fragment", ["", "council"])
def test_fits_a_telephone(fragment: str, reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, at(fragment) if fragment else "", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    canvas = page.locator("#nodes canvas").bounding_box()
    assert canvas is not None
    assert canvas["width"] == 390
    assert canvas["height"] > 400
    assert solid(page, "vermilion")
    if fragment:
        sheet = page.locator("#details").bounding_box()
        assert sheet is not None
        assert sheet["y"] > 300
        assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)


def test_follows_the_colour_scheme(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, color_scheme="light")

    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    light = ground()
    count = len(solid(page, "blue"))
    page.emulate_media(color_scheme="dark")
    until(page, lambda: ground() != light)
    # The canvas takes the colours of the other scheme with it.
    until(page, lambda: len(solid(page, "blue")) == pytest.approx(count, rel=0.1))


def test_draws_three_thousand_nodes_at_once(reader: Reader, tmp_path: Path) -> None:
    body = "".join(f'ex:n{i} a rg:State ; rdfs:label "state {i}" .\n' for i in range(3000)) + "".join(
        f"ex:n{i} rg:supports ex:n{i * i % max(1, i // 2)} .\n" for i in range(2, 3000)
    )
    graph = graph_of(tmp_path, body)
    network = relgraph.project(graph, "actors")
    text = relgraph.render(graph, network)
    before = processor_seconds(reader.browser)
    page = reader.open(text)
    assert shown(page) == (network.number_of_nodes(), 0)
    assert 0 < processor_seconds(reader.browser) - before < 15  # two to three on a machine of today
