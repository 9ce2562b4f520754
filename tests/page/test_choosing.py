"""A click chooses a node or an edge."""

from __future__ import annotations

from pathlib import Path

import relgraph

from .lake_council import act, graph_of
from .page_reading import Reader, panel, settle, solid

PAIR = """
ex:m a rg:Meeting ; rdfs:label "Third Lake Council"@en .  ex:p a rg:Person ; rdfs:label "Ada Ferry"@en .
"""


def test_click_on_a_node_and_on_an_edge(reader: Reader, tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path, PAIR + act("x", "Ada attends", "rg:actor ex:p ; rg:relation rg:attends ; rg:object ex:m")
    )
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "full")))

    def middle(colour: str) -> tuple[float, float]:
        spots = solid(page, colour)
        return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)

    person = middle("vermilion")
    page.mouse.click(*person)
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Ada Ferry"
    page.click("#details .close")
    page.wait_for_selector("#details", state="hidden")
    settle(page)
    meeting = middle("amber")
    # The edge is the straight line between the two.
    halfway = ((person[0] + meeting[0]) / 2, (person[1] + meeting[1]) / 2)
    page.mouse.move(*halfway)
    page.wait_for_selector("#tip", state="visible")
    assert page.inner_text("#tip").strip() == "Ada Ferry attends Third Lake Council"
    page.mouse.click(*halfway)
    page.wait_for_selector("#details h2")
    assert page.inner_text("#details h2") == "Ada Ferry attends Third Lake Council"
    assert "Ada attends" in panel(page)
    page.mouse.click(30, 880)  # nothing is drawn there
    page.wait_for_selector("#details", state="hidden")
