"""Nodes and edges as they are handed to vis-network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import act, graph_of
from .page_reading import Reader, box_of, data_of, drawn, edge_at, settle


@pytest.mark.parametrize("name", list(relgraph.PROJECTIONS))
def test_every_projection_draws_each_node_and_edge_once(name: str, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name)
    data = data_of(relgraph.render(meeting, network))
    assert [node["iri"] for node in data["nodes"]] == sorted(network)
    assert len(data["edges"]) == network.number_of_edges()
    # An undirected network has no arrows; a directed one has one for each directed edge.
    arrows = sum(edge["arrow"] for edge in data["edges"])
    directed = sum(edge["directed"] for *_, edge in network.edges(data=True))
    assert arrows == (directed if network.is_directed() else 0)


def test_who_takes_part_comes_before_what_in(lake: KnowledgeGraph) -> None:
    # In this two-mode network the event has the lesser IRI, and NetworkX may hand on either end first.
    data = data_of(relgraph.render(lake, relgraph.project(lake, "participation")))
    labels = [data["things"][end]["label"] for end in (data["edges"][0]["from"], data["edges"][0]["to"])]
    assert labels == ["Ada Ferry", "Third Lake Council"]


def test_area_is_in_proportion_to_the_score(tmp_path: Path) -> None:
    # A star of 16 leaves: degrees 16 and 1, areas 16 to 1, radii 4 to 1 with 30 for the highest.
    leaves = "".join(
        f'ex:n{i} a rg:State ; rdfs:label "leaf {i}" .\n'
        + act(f"x{i}", "hail", f"rg:actor ex:n{i} ; rg:relation rg:welcomes ; rg:object ex:hub")
        for i in range(16)
    )
    graph = graph_of(tmp_path, 'ex:hub a rg:State ; rdfs:label "hub" .\n' + leaves)
    nodes = drawn(relgraph.render(graph, relgraph.project(graph, "actors")))
    assert nodes["hub"]["size"] == 30
    assert nodes["leaf 3"]["size"] == 7.5
    by_source = drawn(relgraph.render(graph, relgraph.project(graph, "actors"), size_by="out-degree"))
    assert by_source["hub"]["size"] == 5  # none
    assert by_source["leaf 3"]["size"] == 30


def test_parallel_edges_stand_apart(reader: Reader, tmp_path: Path) -> None:
    body = "ex:a a rg:State . ex:b a rg:State .\n" + "".join(
        act(f"p{i}", f"act {i}", f"rg:actor ex:{one} ; rg:relation rg:{relation} ; rg:object ex:{two}")
        for i, (one, relation, two) in enumerate(
            [("a", "supports", "b"), ("a", "opposes", "b"), ("b", "welcomes", "a"), ("b", "appreciates", "a")]
        )
    )
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "actors")))
    # Across the middle between the two nodes, four edges are met one after the other.
    ends = sorted((box_of(page, name) for name in "ab"), key=lambda end: end[0])
    x, y = (sum(part) / 2 for part in zip(*ends, strict=True))
    met: list[str] = []
    for step in range(-150, 151, 3):
        page.mouse.move(x, y + step)
        settle(page)
        told = page.inner_text("#tip").strip() if page.locator("#tip").is_visible() else ""
        if told and (not met or met[-1] != told) and " " in told:
            met.append(told)
    assert sorted(met) == ["a opposes b", "a supports b", "b appreciates a", "b welcomes a"]


def test_a_graph_of_direct_relations_alone_is_drawn(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "ex:a a rg:State . ex:b a rg:State . ex:a rg:opposes ex:b .")
    data = data_of(relgraph.render(graph, relgraph.project(graph, "actors")))
    assert [(edge["relation"], edge["acts"], edge["family"]) for edge in data["edges"]] == [
        ("opposes", [], "bare")
    ]


COMPARED = """
ex:a a rg:State . ex:b a rg:State . ex:c a rg:State . ex:text a rg:Document . ex:o a rg:Organization .
ex:x1 rg:actor ex:a , ex:b ; rg:relation rg:agreesTo ; rg:object ex:text .
ex:x2 rg:actor ex:c ; rg:relation rg:agreesTo ; rg:object ex:text ; rg:polarity rg:negative .
ex:x3 rg:actor ex:a ; rg:relation rg:welcomes ; rg:object ex:text .
ex:a rg:memberOf ex:o . ex:b rg:memberOf ex:o .
"""


@pytest.mark.parametrize("collapsed", [False, True])
def test_what_did_not_take_place_is_drawn_as_that(tmp_path: Path, collapsed: bool) -> None:
    graph = graph_of(tmp_path, COMPARED)
    data = data_of(relgraph.render(graph, relgraph.project(graph, "stances", collapsed=collapsed)))
    (refused,) = [edge for edge in data["edges"] if data["nodes"][edge["from"]]["label"] == "c"]
    assert (refused["relation"], refused["family"]) == ("not: agrees to", "adverse")
    assert [act["relation"] for act in data["acts"] if act["negative"]] == ["agrees to"]


def test_ties_of_one_mode_say_what_they_rest_on(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, COMPARED)

    def tie(projection: str) -> dict[str, Any]:
        edge: dict[str, Any] = data_of(relgraph.render(graph, relgraph.project(graph, projection)))["edges"][0]
        return edge

    agreement = tie("agreement")
    assert (agreement["family"], agreement["acts"]) == ("cooperative", [])
    assert agreement["note"] == "Agreed 1, disagreed 0, of 1 thing on which both have a stance; score 1"
    shared = tie("co-membership")
    assert (shared["family"], len(shared["organizations"]), shared["note"]) == ("participation", 1, "")
    # Two acts say the same; neither was said in the other.
    assert [(len(edge["acts"]), edge["around"]) for edge in (tie("stances"), tie("membership"))] == [
        (2, []), (0, []),
    ]  # fmt: skip


def test_the_panel_tells_how_two_compare(reader: Reader, tmp_path: Path) -> None:
    graph = graph_of(tmp_path, COMPARED)
    text = relgraph.render(graph, relgraph.project(graph, "agreement"))
    page = reader.open(text, edge_at(text, 0))
    assert "Agreed 1, disagreed 0, of 1 thing" in page.inner_text("#details")
    assert "no act lies behind it" not in page.inner_text("#details")
    text = relgraph.render(graph, relgraph.project(graph, "stances"))
    page = reader.open(text, edge_at(text, 2))
    assert page.locator("#details .chip.negative").count() == 1
    assert page.inner_text("#details h2") == "c not: agrees to text"
    assert "It did not happen that c agrees to text" in page.inner_text("#details")
