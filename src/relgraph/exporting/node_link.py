"""A network as NetworkX node-link data in JSON."""

from __future__ import annotations

import json

import networkx as nx

from relgraph.exporting.attributes import plain_value, typed_network
from relgraph.projection import Network


def to_node_link(network: Network) -> bytes:
    """Return node-link data as JSON, lists as arrays."""
    typed = typed_network(network)
    copy = network.__class__()
    copy.graph.update({name: plain_value("graph", name, value) for name, value in network.graph.items()})
    copy.add_nodes_from(typed.nodes.items())
    for source, target, key, data in typed.edges:
        named = {"key": key} if isinstance(copy, nx.MultiGraph) else {}
        copy.add_edge(source, target, **named, **data)
    content = nx.node_link_data(copy, edges="edges")
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
