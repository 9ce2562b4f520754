"""A network as JSON, in the node-link form of NetworkX."""

from __future__ import annotations

import json

import networkx as nx

from relgraph.exporting.attributes import plain_value, typed_network
from relgraph.projection import Network


def to_node_link(network: Network) -> bytes:
    """Return node-link data as JSON, lists as arrays; a missing value has no member.

    Args:
        network: Any NetworkX graph.

    Returns:
        A document in UTF-8 that ``networkx.node_link_graph(document, edges="edges")`` takes.

    Raises:
        OutputError: An attribute that no format can hold.

    Example:
        >>> import json
        >>> import networkx as nx
        >>> json.loads(to_node_link(nx.path_graph(["a", "b"])))["edges"]
        [{'source': 'a', 'target': 'b'}]
    """
    typed = typed_network(network)
    copy = network.__class__()
    copy.graph.update({name: plain_value("graph", name, value) for name, value in network.graph.items()})
    copy.add_nodes_from(typed.nodes.items())
    for source, target, key, data in typed.edges:
        named = {"key": key} if isinstance(copy, nx.MultiGraph) else {}
        copy.add_edge(source, target, **named, **data)
    content = nx.node_link_data(copy, edges="edges")
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
