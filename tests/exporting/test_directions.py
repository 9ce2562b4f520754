"""Directions: a tie without one has none in any file, and what is read back is scored as before."""

from __future__ import annotations

import io
import json
from typing import Any

import networkx as nx
import pytest
from conftest import GraphOf
from hypothesis import given
from hypothesis import strategies as st
from network_readers import read_gexf, read_graphml

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network
from relgraph.analysis import centrality, collapse

JOINT = """
ex:a a rg:State . ex:b a rg:State . ex:c a rg:State .
ex:1 a rg:Support ; rg:actor ex:a, ex:b ; rg:relation rg:supports ; rg:object ex:plan ;
    rg:certainty rg:certain ; rg:modality rg:modalityAsserted .
ex:2 a rg:Support ; rg:actor ex:c, ex:b ; rg:relation rg:supports ; rg:object ex:plan ;
    rg:certainty rg:certain ; rg:modality rg:modalityAsserted .
"""
MEASURED = ("degree", "in-degree", "out-degree", "strength", "betweenness", "closeness", "pagerank")


def node_link(network: Network) -> Any:
    found: Network = nx.node_link_graph(json.loads(relgraph.export(network, "json")), edges="edges")
    return found


@pytest.mark.parametrize("kind", [nx.MultiDiGraph, nx.DiGraph, nx.MultiGraph, nx.Graph])
@pytest.mark.parametrize("format", ["graphml", "gexf", "json"])
def test_where_no_edge_is_directed_the_file_is_undirected(format: str, kind: type[Network]) -> None:
    network = kind()
    network.add_edge("a", "b", directed=False, weight=2.0)
    network.add_edge("c", "b", directed=False, weight=1.0)
    content = relgraph.export(network, format)
    if format == "json":
        again = nx.node_link_graph(json.loads(content), edges="edges")
        assert again.is_multigraph() == network.is_multigraph()
    else:
        again = getattr(nx, f"read_{format}")(io.BytesIO(content))
    assert not again.is_directed()
    assert again.number_of_edges() == 2
    assert nx.betweenness_centrality(again) == {"a": 0, "b": 1, "c": 0}


@pytest.mark.parametrize("format", ["graphml", "gexf", "json"])
def test_joint_acts_of_a_document_are_ties_without_direction(format: str, graph_of: GraphOf) -> None:
    network = relgraph.project(graph_of(JOINT), "actors")
    assert network.is_directed()
    assert {data["directed"] for *_, data in network.edges(data=True)} == {False}
    content = relgraph.export(network, format)
    again = (
        nx.node_link_graph(json.loads(content), edges="edges")
        if format == "json"
        else getattr(nx, f"read_{format}")(io.BytesIO(content))
    )
    named = {node[-1]: score for node, score in nx.betweenness_centrality(again).items()}
    assert named == {"a": 0, "b": 1, "c": 0}


def test_graphml_that_mixes_says_of_each_edge_whether_it_is_directed() -> None:
    network: Any = nx.MultiDiGraph()
    network.add_edge("a", "b", "e1", directed=False)
    network.add_edge("b", "c", "e2", directed=True)
    network.add_edge("c", "c", "e3", directed=False)
    graph, _, edges = read_graphml(relgraph.export(network, "graphml"))
    assert graph.get("edgedefault") == "directed"
    assert [(edge["xml"]["id"], edge["xml"]["directed"], edge["directed"]) for edge in edges] == [
        ("e1", "false", False), ("e2", "true", True), ("e3", "true", False),
    ]  # fmt: skip


def test_a_graph_without_the_attribute_has_the_direction_of_its_class() -> None:
    for kind in (nx.Graph, nx.DiGraph):
        network = kind([("a", "b")])
        graph, _, edges = read_graphml(relgraph.export(network, "graphml"))
        assert graph.get("edgedefault") == ("directed" if network.is_directed() else "undirected")
        assert edges[0]["xml"]["directed"] == str(network.is_directed()).lower()
        _, _, (edge,) = read_gexf(relgraph.export(network, "gexf"))
        assert edge["type"] == graph.get("edgedefault")
        assert type(node_link(network)) is kind


def test_edges_that_only_say_that_they_are_directed_are_so_in_an_undirected_graph_too() -> None:
    network = nx.Graph([("a", "b", {"directed": True})])
    assert read_graphml(relgraph.export(network, "graphml"))[0].get("edgedefault") == "directed"
    assert list(node_link(network).edges) == [("a", "b")]
    assert node_link(network).is_directed()


def test_node_link_that_mixes_has_two_edges_for_a_tie_and_parallel_ones_stay_apart() -> None:
    network: Network = nx.DiGraph()
    network.add_edge("a", "b", directed=False, weight=2.0)
    network.add_edge("b", "a", directed=True, weight=5.0)
    again = node_link(network)
    assert sorted(again.edges(keys=True, data="weight")) == [
        ("a", "b", "e1", 2.0), ("b", "a", "e1", 2.0), ("b", "a", "e2", 5.0),
    ]  # fmt: skip
    assert again.edges["b", "a", "e1"]["mirror"]
    assert sum("mirror" in data for *_, data in again.edges(data=True)) == 1
    assert sorted(again.to_undirected().edges(keys=True)) == [("a", "b", "e1"), ("a", "b", "e2")]
    assert centrality(again, ["strength"]).value("a", "strength") == 7.0


@pytest.mark.parametrize("collectives", ["keep", "resolve"])
@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_projection_is_scored_alike_when_json_is_read_back(
    name: str, collectives: str, meeting: KnowledgeGraph
) -> None:
    network = relgraph.project(meeting, name, collectives=collectives)
    again = node_link(network)
    assert centrality(again, MEASURED).rows == centrality(network, MEASURED).rows
    assert relgraph.balance(again) == relgraph.balance(network)
    # What NetworkX itself finds in the file, with directions and without.
    directed = any(data["directed"] for *_, data in network.edges(data=True))
    assert again.is_directed() == directed
    assert nx.betweenness_centrality(again) == pytest.approx(
        nx.betweenness_centrality(collapse(network, directed=directed))
    )
    assert nx.betweenness_centrality(again.to_undirected()) == pytest.approx(
        nx.betweenness_centrality(collapse(network, directed=False))
    )


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@pytest.mark.parametrize("name", PROJECTIONS)
def test_xml_is_scored_alike_when_it_is_read_back_edge_by_edge(
    name: str, format: str, meeting: KnowledgeGraph
) -> None:
    network = relgraph.project(meeting, name)
    content = relgraph.export(network, format)
    _, nodes, edges = read_graphml(content) if format == "graphml" else read_gexf(content)
    again: Network = nx.MultiDiGraph()
    again.add_nodes_from(nodes)
    for edge in edges:
        xml: dict[str, Any] = edge["xml"] if format == "graphml" else edge
        points = xml["directed"] == "true" if format == "graphml" else edge["type"] == "directed"
        again.add_edge(xml["source"], xml["target"], weight=float(edge["weight"]), directed=points)
    for measure in MEASURED:
        scored, expected = centrality(again, [measure]), centrality(network, [measure])
        for node in network:
            assert scored.value(node, measure) == pytest.approx(expected.value(node, measure), nan_ok=True)


edges = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.booleans(), st.integers(1, 4)), max_size=8
)


@given(edges, st.sampled_from([nx.MultiDiGraph, nx.MultiGraph, nx.DiGraph, nx.Graph]))
def test_any_mix_is_scored_and_written_alike_when_json_is_read_back(
    drawn: list[tuple[str, str, bool, int]], kind: type[Network]
) -> None:
    network = kind()
    network.add_nodes_from("abcd")
    for source, target, directed, weight in drawn:
        network.add_edge(source, target, directed=directed, weight=float(weight))
    again = node_link(network)
    for directed in (True, False):
        assert nx.utils.graphs_equal(collapse(again, directed=directed), collapse(network, directed=directed))
    assert relgraph.export(node_link(again), "json") == relgraph.export(again, "json")
