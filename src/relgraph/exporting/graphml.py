"""A network as GraphML (http://graphml.graphdrawing.org)."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx

from relgraph.exporting.attributes import graph_texts, joined, typed_network, xml_name, xml_text
from relgraph.projection import Network


def to_graphml(network: Network) -> bytes:
    """Return GraphML with a typed key for each attribute.

    A list is one text (:func:`~relgraph.exporting.attributes.joined`), and an empty text is an empty element,
    which NetworkX reads as a missing value. A character that XML cannot hold becomes U+FFFD.

    Args:
        network: Any NetworkX graph.

    Returns:
        A document in UTF-8.

    Raises:
        OutputError: An attribute that no format can hold, or a node whose name XML cannot hold.

    Example:
        >>> import networkx as nx
        >>> network = nx.DiGraph()
        >>> network.add_edge("a", "b", weight=1.5)
        >>> print(to_graphml(network).decode().splitlines()[2].strip())
        <key id="d0" for="edge" attr.name="weight" attr.type="double" />
    """
    typed = typed_network(network)

    def flat(data: dict[str, Any]) -> dict[str, Any]:
        texts = {
            name: joined(name, value) if isinstance(value, list) else value for name, value in data.items()
        }
        return {name: xml_text(value) if isinstance(value, str) else value for name, value in texts.items()}

    copy = network.__class__()
    copy.graph.update(flat(dict(graph_texts(network))))
    for node, data in typed.nodes.items():
        copy.add_node(xml_name(node), **flat(data))
    for source, target, key, data in typed.edges:
        named = {"key": key} if isinstance(copy, nx.MultiGraph) else {}
        copy.add_edge(str(source), str(target), **named, **flat(data))
    out = io.BytesIO()
    # The lxml writer, which write_graphml prefers where lxml is installed, writes other bytes.
    nx.write_graphml_xml(copy, out, edge_id_from_attribute=None)
    return out.getvalue() + b"\n"
