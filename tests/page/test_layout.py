"""Where the nodes stand."""

from __future__ import annotations

import pytest

import relgraph
from relgraph import KnowledgeGraph

from .page_reading import data_of


@pytest.mark.parametrize("name", ["actors", "full"])
def test_no_two_nodes_overlap(name: str, meeting: KnowledgeGraph) -> None:
    nodes = data_of(relgraph.render(meeting, relgraph.project(meeting, name)))["nodes"]
    for place, node in enumerate(nodes):
        for other in nodes[:place]:
            apart = ((node["x"] - other["x"]) ** 2 + (node["y"] - other["y"]) ** 2) ** 0.5
            assert apart > node["size"] + other["size"], (node["label"], other["label"])
