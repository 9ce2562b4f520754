"""Attributes of networks: one type per name, and what no format can say is refused."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

import relgraph
from relgraph import Network
from relgraph.errors import OutputError
from relgraph.exporting import NETWORK_FORMATS


@pytest.mark.parametrize("format", NETWORK_FORMATS)
@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"weight": float("nan")}, "weight nan"),
        ({"weight": float("inf")}, "out of range"),
        ({"weight": "much"}, "not a number"),
        ({"size": 2**63}, "out of range"),
        ({"what": {"a": 1}}, "type dict"),
        ({"what": (("a",),)}, "a list with a list"),
        ({"source": "x"}, "use themselves"),
        ({"what": "\ud800"}, "surrogate"),
    ],
)
def test_what_no_format_can_say_is_refused(format: str, attributes: dict[str, Any], said: str) -> None:
    network: Network = nx.DiGraph()
    network.add_edge("a", "b", **attributes)
    with pytest.raises(OutputError, match=said):
        relgraph.export(network, format)


def test_an_attribute_has_one_type() -> None:
    network: Network = nx.DiGraph()
    network.add_edge("a", "b", what="text")
    network.add_edge("b", "a", what=1)
    with pytest.raises(OutputError, match="several types: int, str"):
        relgraph.export(network, "json")


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_xml_refuses_a_control_character_in_the_name_of_a_node(format: str) -> None:
    network: Network = nx.Graph()
    network.add_node("a\x01")
    with pytest.raises(OutputError, match="control character"):
        relgraph.export(network, format)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_xml_has_a_replacement_character_for_any_other_control_character(format: str) -> None:
    network: Network = nx.Graph()
    network.add_node("a", node="bell \a")
    assert "bell \ufffd" in relgraph.export(network, format).decode()
