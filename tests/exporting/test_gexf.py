"""GEXF: the rules of its schema, types, lists, and a timeline of real dates."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from conftest import GraphOf
from example_network import example
from network_readers import read_gexf

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network


def test_a_year_and_a_month_span_their_days_and_no_date_no_time() -> None:
    _, nodes, edges = read_gexf(relgraph.export(example(), "gexf"))
    assert {edge["id"]: (edge.get("start"), edge.get("end")) for edge in edges} == {
        "e1": ("2021-07-06", "2021-07-06"),
        "e2": ("2021-01-01", "2021-12-31"),
        "e3": ("2020-02-01", "2020-02-29"),
        "e4": (None, None),
        "e5": (None, None),
        "e6": ("2021-10-01", "2021-10-31"),
    }
    assert edges[1]["date"] == "2021"
    assert nodes["ex:a"]["aliases"] == ["Alpha", "the A"]
    assert nodes["ex:alone"]["aliases"] == []
    assert nodes["ex:a"]["label"] == 'A "<&>\n'
    assert (nodes["ex:a"]["rank"], nodes["ex:a"]["share"], "share" in nodes["ex:b"]) == (1, 0.5, False)
    assert [edge["type"] for edge in edges].count("undirected") == 1
    assert {(edge["kind"], edge["relation"], edge["modality"]) for edge in edges} == {
        ("supports", "supports", "asserted")
    }
    assert [float(edge["weight"]) for edge in edges] == [1.5, 2.0, 3.0, 1e-7, 1e22, 1.0]
    assert edges[0]["acts"] == ["ex:e1", 'ex:"\\']


def test_an_edge_of_several_acts_lasts_from_the_first_to_the_last() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "b", first_date="1967", last_date="2021-06", weight=1.0)
    network.add_edge("b", "a", first_date="", last_date="", weight=1.0)
    _, _, edges = read_gexf(relgraph.export(network, "gexf"))
    assert [(edge.get("start"), edge.get("end")) for edge in edges] == [
        ("1967-01-01", "2021-06-30"), (None, None),
    ]  # fmt: skip


@pytest.mark.parametrize("collapsed", [False, True])
@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ('rg:from "1967"^^xsd:gYear ; rg:until "1999"^^xsd:gYear', "1967-01-01", "1999-12-31"),
        ('rg:from "1967"^^xsd:gYear', "1967-01-01", None),
        ('rg:until "1999-02"^^xsd:gYearMonth', None, "1999-02-28"),
        ('rg:date "1992-05-01"^^xsd:date ; rg:until "1999"^^xsd:gYear', "1992-05-01", "1999-12-31"),
        ('rg:date "1992-05-01"^^xsd:date', "1992-05-01", "1992-05-01"),
        ('rg:date "-0431"^^xsd:gYear', None, None),
        ('rg:from "-0431"^^xsd:gYear ; rg:until "-0404"^^xsd:gYear', None, None),
        ('rg:from "1967"^^xsd:gYear ; rg:until "12021"^^xsd:gYear', None, None),
    ],
)
def test_an_edge_lasts_as_long_as_its_act_and_an_open_end_is_left_out(
    graph_of: GraphOf, period: str, start: str | None, end: str | None, collapsed: bool
) -> None:
    graph = graph_of(
        "ex:a a rg:State . ex:o a rg:Organization . ex:m a rg:Act ; rg:actor ex:a ; rg:relation rg:memberOf ;"
        f" rg:object ex:o ; rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; {period} ."
    )
    network = relgraph.project(graph, "actors", collapsed=collapsed)
    content = relgraph.export(network, "gexf")
    _, _, (edge,) = read_gexf(content)
    assert (edge.get("start"), edge.get("end")) == (start, end)
    assert nx.read_gexf(io.BytesIO(content)).number_of_edges() == 1


def test_an_edge_of_several_acts_has_no_end_where_one_of_them_has_none(graph_of: GraphOf) -> None:
    lasting = (
        "ex:{} a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;"
        " rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; {} .\n"
    )
    graph = graph_of(
        "ex:a a rg:State . ex:b a rg:State .\n"
        + lasting.format("x", 'rg:from "2001"^^xsd:gYear')
        + lasting.format("y", 'rg:date "2010-03-04"^^xsd:date')
    )
    _, _, (edge,) = read_gexf(relgraph.export(relgraph.project(graph, "actors", collapsed=True), "gexf"))
    assert (edge["start"], edge.get("end")) == ("2001-01-01", None)


def test_ends_alone_are_read_and_those_in_the_wrong_order_are_not() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "b", **{"from": "1967", "until": "1970"})
    network.add_edge("a", "b", **{"from": "1967", "until": ""})
    network.add_edge("a", "b", **{"from": "1970", "until": "1967"})
    network.add_edge("a", "b", **{"from": "spring", "until": "1967"})
    _, _, edges = read_gexf(relgraph.export(network, "gexf"))
    assert [(edge.get("start"), edge.get("end")) for edge in edges] == [
        ("1967-01-01", "1970-12-31"), ("1967-01-01", None), (None, None), (None, None),
    ]  # fmt: skip
    assert [edge["from"] for edge in edges] == ["1967", "1967", "1970", "spring"]


@pytest.mark.parametrize("collapsed", [False, True])
@pytest.mark.parametrize("name", PROJECTIONS)
def test_gexf_of_every_projection_keeps_to_the_schema(
    name: str, collapsed: bool, meeting: KnowledgeGraph
) -> None:
    network = relgraph.project(meeting, name, collapsed=collapsed)
    content = relgraph.export(network, "gexf")
    graph, nodes, edges = read_gexf(content)
    assert set(nodes) == set(network)
    assert len(edges) == network.number_of_edges()
    dates = [data.get("first_date", data.get("date", "")) for *_, data in network.edges(data=True)]
    assert sum("start" in edge for edge in edges) == sum(bool(date) for date in dates)
    assert all(
        edge["relation"] and {"modality", "modalities", "events", "organizations", "score"} & edge.keys()
        for edge in edges
    )
    if len({edge["type"] for edge in edges}) == 1:
        again = nx.read_gexf(io.BytesIO(content))
        assert again.is_directed() == (graph.get("defaultedgetype") == "directed")
        assert again.number_of_edges() == network.number_of_edges()
        for *_, data in again.edges(data=True):
            assert isinstance(data["weight"], float)
            assert isinstance(data["directed"], bool)


def test_gexf_of_joint_acts_alone_reads_back_undirected() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "b", directed=False, weight=2.0, date="2021")
    again = nx.read_gexf(io.BytesIO(relgraph.export(network, "gexf")))
    assert not again.is_directed()
    assert again.edges["a", "b"]["start"] == "2021-01-01"


@pytest.mark.parametrize("name", PROJECTIONS)
def test_gexf_reads_back_and_is_not_stamped(name: str, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name)
    content = relgraph.export(network, "gexf")
    assert b"lastmodifieddate" not in content
    root = ET.fromstring(content)
    space = root.tag.split("}")[0] + "}"
    assert len(root.findall(f".//{space}node")) == network.number_of_nodes()
    edges = root.findall(f".//{space}edge")
    assert len(edges) == network.number_of_edges()
    undirected = sum(not data["directed"] for _, _, data in network.edges(data=True))
    if network.is_directed():
        assert sum(edge.get("type") == "undirected" for edge in edges) == undirected
    labels = {node.get("label") for node in root.findall(f".//{space}node")}
    assert labels == {data["label"] for _, data in network.nodes(data=True)}
