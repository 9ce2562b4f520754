"""A network as GraphML."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx

from relgraph.errors import OutputError
from relgraph.exporting.attributes import graph_texts, joined, typed_network
from relgraph.formats import NOT_XML
from relgraph.projection import Network


def xml_text(what: str, value: Any) -> str:
    """Return ``value`` as a text; characters that XML cannot hold become U+FFFD, save in the name of a node."""
    if what == "node" and NOT_XML.search(str(value)):
        raise OutputError(
            f"XML cannot hold the control character in node {value!r}", "rename it, or export to json"
        )
    return NOT_XML.sub("\ufffd", str(value))


def to_graphml(network: Network) -> bytes:
    """Return GraphML with a typed key for each attribute; several values are one text."""
    typed = typed_network(network)

    def flat(data: dict[str, Any]) -> dict[str, Any]:
        texts = {
            name: joined(name, value) if isinstance(value, list) else value for name, value in data.items()
        }
        return {
            name: xml_text(name, value) if isinstance(value, str) else value for name, value in texts.items()
        }

    copy = network.__class__()
    copy.graph.update(flat(dict(graph_texts(network))))
    for node, data in typed.nodes.items():
        copy.add_node(xml_text("node", node), **flat(data))
    for source, target, key, data in typed.edges:
        named = {"key": key} if isinstance(copy, nx.MultiGraph) else {}
        copy.add_edge(str(source), str(target), **named, **flat(data))
    out = io.BytesIO()
    # The lxml writer, which write_graphml prefers where lxml is installed, writes other bytes.
    nx.write_graphml_xml(copy, out, edge_id_from_attribute=None)
    return out.getvalue() + b"\n"
