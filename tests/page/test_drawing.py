"""Nodes and edges as they are handed to vis-network."""

from __future__ import annotations

from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph

from .lake_council import act, graph_of
from .page_reading import data_of, drawn


@pytest.mark.parametrize("name", ["actors", "participation", "co-participation", "full"])
def test_every_projection_draws_each_node_and_edge_once(name: str, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name)
    data = data_of(relgraph.render(meeting, network))
    iris = [data["content"]["things"][node["id"]]["iri"] for node in data["nodes"]]
    assert iris == sorted(network)
    assert len(data["edges"]) == network.number_of_edges()
    # An undirected network has no arrows; a directed one has one for each directed edge.
    arrows = sum(bool(edge["arrows"]) for edge in data["edges"])
    directed = sum(edge["directed"] for *_, edge in network.edges(data=True))
    assert arrows == (directed if network.is_directed() else 0)


def test_who_takes_part_comes_before_what_in(lake: KnowledgeGraph) -> None:
    # In this two-mode network the event has the lesser IRI, and NetworkX may hand on either end first.
    data = data_of(relgraph.render(lake, relgraph.project(lake, "participation")))
    labels = [
        data["content"]["things"][end]["label"] for end in (data["edges"][0]["from"], data["edges"][0]["to"])
    ]
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
    assert (nodes["hub"]["score"], nodes["hub"]["rank"], nodes["leaf 3"]["rank"]) == (16, 1, 2)
    by_source = drawn(relgraph.render(graph, relgraph.project(graph, "actors"), size_by="out-degree"))
    assert by_source["hub"]["size"] == 5  # none
    assert by_source["leaf 3"]["size"] == 30


def test_parallel_edges_bend_apart(tmp_path: Path) -> None:
    body = "ex:a a rg:State . ex:b a rg:State .\n" + "".join(
        act(f"p{i}", "an act", f"rg:actor ex:{one} ; rg:relation rg:{relation} ; rg:object ex:{two}")
        for i, (one, relation, two) in enumerate(
            [("a", "supports", "b"), ("a", "opposes", "b"), ("b", "welcomes", "a"), ("b", "appreciates", "a")]
        )
    )
    graph = graph_of(tmp_path, body)
    edges = data_of(relgraph.render(graph, relgraph.project(graph, "actors")))["edges"]
    # Seen from one side: an edge from b to a bends to the other hand.
    bends = [edge["bend"] * (1 if edge["from"] == 0 else -1) for edge in edges]
    assert len(set(bends)) == 4
    assert sum(bends) == pytest.approx(0)


def test_a_graph_of_direct_relations_alone_is_drawn(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "ex:a a rg:State . ex:b a rg:State . ex:a rg:opposes ex:b .")
    data = data_of(relgraph.render(graph, relgraph.project(graph, "actors")))
    assert [(edge["relation"], edge["acts"], edge["family"]) for edge in data["edges"]] == [
        ("opposes", [], "bare")
    ]
