"""A network as GraphML (http://graphml.graphdrawing.org)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from relgraph.exporting.attributes import graph_texts, joined, typed_network, xml_name, xml_text, xsd_text
from relgraph.projection import Network

_GRAPHML_TYPES = {str: "string", list: "string", bool: "boolean", int: "long", float: "double"}


def to_graphml(network: Network) -> bytes:
    """Return GraphML with a typed key for each attribute.

    Each edge says whether it is directed, and where none is, the graph is undirected. Gephi and Cytoscape read
    a file that mixes; ``networkx.read_graphml`` refuses it, and
    :func:`~relgraph.exporting.node_link.to_node_link` is what NetworkX reads then.

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
    texts = graph_texts(network)
    root = ET.Element(
        "graphml",
        {
            "xmlns": "http://graphml.graphdrawing.org/xmlns",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": "http://graphml.graphdrawing.org/xmlns "
            "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
        },
    )
    keys: dict[tuple[str, str], str] = {}
    for what, types in (
        ("graph", dict.fromkeys(texts, str)), ("node", typed.node_types), ("edge", typed.edge_types),
    ):  # fmt: skip
        for name, kind in types.items():
            keys[what, name] = f"d{len(keys)}"
            declared = {"id": keys[what, name], "for": what, "attr.name": xml_text(name)}
            ET.SubElement(root, "key", {**declared, "attr.type": _GRAPHML_TYPES[kind]})

    def add_data(what: str, element: ET.Element, data: Mapping[str, Any]) -> None:
        for name, value in data.items():
            text = joined(name, value) if isinstance(value, list) else xsd_text(value)
            ET.SubElement(element, "data", key=keys[what, name]).text = xml_text(text)

    graph = ET.SubElement(root, "graph", edgedefault="directed" if typed.directed else "undirected")
    add_data("graph", graph, texts)
    for node, data in typed.nodes.items():
        add_data("node", ET.SubElement(graph, "node", id=xml_name(node)), data)
    for (source, target, key, data), points in zip(typed.edges, typed.one_way, strict=True):
        edge = ET.SubElement(graph, "edge", source=str(source), target=str(target))
        if network.is_multigraph():
            edge.set("id", xml_text(key))
        edge.set("directed", xsd_text(points))
        add_data("edge", edge, data)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()
