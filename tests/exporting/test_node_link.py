"""Node-link JSON: types are kept, and networks read back."""

from __future__ import annotations

import datetime
import json
from typing import Any

import networkx as nx
import numpy as np
import pytest
from example_network import example

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network


def test_json_keeps_lists_numbers_and_truth_values() -> None:
    network = example()
    network.graph["made"] = datetime.date(2021, 7, 6)
    network.nodes["ex:b"]["share"] = float("nan")
    network.nodes["ex:b"]["rank"] = np.int64(2)
    content = json.loads(relgraph.export(network, "json"))
    assert content["graph"] == {"name": "example", "notes": ["one", "two"], "made": "2021-07-06"}
    assert content["nodes"][1] == {"id": "ex:b", "label": "B", "kind": "State", "aliases": [], "rank": 2}
    edge = content["edges"][0]
    assert (edge["weight"], edge["directed"], edge["count"]) == (1.5, True, 7)
    assert edge["acts"] == ["ex:e1", 'ex:"\\']
    again = nx.node_link_graph(content, edges="edges")
    assert type(again) is nx.MultiDiGraph
    assert [edge["key"] for edge in content["edges"]] == ["e1", "e2", "e2", "e3", "e4", "e5", "e6"]


@pytest.mark.parametrize("nodes", [("ex:a", "ex:\u00e4\n"), ((1, "x"), (1, 2))])
def test_json_is_indented_as_the_standard_library_does(nodes: tuple[Any, Any]) -> None:
    network: Network = nx.MultiGraph(notes=("one",))
    network.add_edge(*nodes, acts=('ex:"\\', "\u2028 \u00e4"), none=(), share=None, weight=1e22, directed=False)
    network.add_edge(*nodes, label="a\nb", weight=2)
    for written in (network, nx.Graph([nodes]), nx.empty_graph(2)):
        content = relgraph.export(written, "json").decode()
        assert content == json.dumps(json.loads(content), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", PROJECTIONS)
def test_node_link_json_reads_back(name: str, meeting: KnowledgeGraph) -> None:
    network = relgraph.project(meeting, name)
    again = nx.node_link_graph(json.loads(relgraph.export(network, "json")), edges="edges")
    assert type(again) is type(network)
    assert set(again) == set(network)
    assert sum("mirror" not in data for *_, data in again.edges(data=True)) == network.number_of_edges()
