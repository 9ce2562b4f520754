"""GraphML: typed keys, and networks that read back."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import Any

import networkx as nx
import pytest
from example_network import example

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph


def test_graphml_has_typed_keys_and_one_type_an_attribute() -> None:
    content = relgraph.export(example(), "graphml")
    keys = {
        (key.get("for"), key.get("attr.name")): key.get("attr.type")
        for key in ET.fromstring(content).findall("{http://graphml.graphdrawing.org/xmlns}key")
    }
    assert keys["edge", "weight"] == "double"
    assert keys["edge", "directed"] == "boolean"
    assert keys["edge", "count"] == keys["node", "rank"] == "long"
    assert keys["node", "share"] == "double"
    network: Any = example()
    network.remove_edge("ex:a", "ex:b", "e2")  # that without direction: NetworkX reads no file that mixes
    again = nx.read_graphml(io.BytesIO(relgraph.export(network, "graphml")))
    assert again.nodes["ex:a"]["aliases"] == "Alpha | the A"
    edge = again.get_edge_data("ex:a", "ex:b", "e3")
    assert (edge["weight"], edge["count"], edge["directed"], edge["date"]) == (3.0, 7, True, "2020-02")
    assert type(edge["weight"]) is float
    assert edge["acts"] == 'ex:e3 ex:"\\'
    assert again.graph["notes"] == "one | two"


@pytest.mark.parametrize("name", PROJECTIONS)
def test_graphml_reads_back_with_types(name: str, meeting: KnowledgeGraph) -> None:
    network: Any = relgraph.project(meeting, name).copy()
    if network.is_directed():
        ties = [edge[:3] for edge in network.edges(keys=True, data="directed") if not edge[3]]
        network.remove_edges_from(ties)  # NetworkX reads no file that mixes
    again = nx.read_graphml(
        io.BytesIO(relgraph.export(network, "graphml")), force_multigraph=network.is_multigraph()
    )
    assert set(again) == set(network)
    assert again.number_of_edges() == network.number_of_edges()
    assert again.is_directed() == network.is_directed()
    for _, _, data in again.edges(data=True):
        assert isinstance(data["weight"], float)
        assert isinstance(data["directed"], bool)
        assert data["relation"]
