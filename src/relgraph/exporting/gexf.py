"""A network as GEXF 1.3 (https://gexf.net), with a timeline."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from relgraph.exporting.attributes import graph_texts, span_of, typed_network, xml_name, xml_text, xsd_text
from relgraph.exporting.cutting import cut
from relgraph.projection import Network

_GEXF_TYPES = {str: "string", list: "liststring", bool: "boolean", int: "long", float: "double"}


def to_gexf(network: Network) -> bytes:
    """Return GEXF 1.3, with lists as lists and an interval of days on each edge that has a date.

    An edge lasts from the first to the last day of its date, an edge of several acts from the first to the last
    of them; an end that is open is left out. Ends of intervals are inclusive in 1.3, so that one day is both
    the start and the end of its interval. Nodes have no interval: nothing tells how long an actor was there.
    ``kind`` keeps parallel edges of different relations apart in Gephi. Each edge says whether it is directed;
    ``networkx.read_gexf`` takes a file where all of them are alike.

    Long lists are cut (:func:`~relgraph.exporting.cutting.cut`), since Gephi shows each in a cell.

    NetworkX's own writer gets the namespace of XMLSchema-instance wrong in this version, gives ``graph`` a name
    that the schema does not know, has no ``kind`` and stamps the day of writing.

    Args:
        network: Any NetworkX graph.

    Returns:
        A document in UTF-8. A character that XML cannot hold becomes U+FFFD.

    Raises:
        OutputError: An attribute that no format can hold, or a node whose name XML cannot hold.

    Example:
        >>> import networkx as nx
        >>> network = nx.DiGraph()
        >>> network.add_edge("a", "b", date="2021-07")
        >>> print(*(line.strip() for line in to_gexf(network).decode().splitlines() if "<edge " in line))
        <edge id="e1" source="a" target="b" type="directed" start="2021-07-01" end="2021-07-31">
    """
    typed = cut(typed_network(network))
    spans = {key: span for _, _, key, data in typed.edges if any(span := span_of(data))}
    root = ET.Element(
        "gexf",
        {
            "xmlns": "http://gexf.net/1.3",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd",
            "version": "1.3",
        },
    )
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "relgraph"
    said = "; ".join(f"{name}: {text}" for name, text in graph_texts(network).items() if text)
    ET.SubElement(meta, "description").text = xml_text(said)
    graph = ET.SubElement(root, "graph", defaultedgetype="directed" if typed.directed else "undirected")
    graph.set("mode", "dynamic" if spans else "static")
    if spans:
        graph.set("timeformat", "date")
        graph.set("timerepresentation", "interval")
    node_ids = _gexf_attributes(graph, "node", typed.node_types, apart=("label",))
    edge_ids = _gexf_attributes(graph, "edge", typed.edge_types, apart=("label", "weight"))
    nodes, edges = ET.SubElement(graph, "nodes"), ET.SubElement(graph, "edges")
    for node, data in typed.nodes.items():
        element = ET.SubElement(nodes, "node", id=xml_name(node), label=xml_text(typed.label(node)))
        _gexf_values(element, node_ids, data)
    for (source, target, key, data), points in zip(typed.edges, typed.one_way, strict=True):
        element = ET.SubElement(edges, "edge", id=xml_text(key), source=str(source), target=str(target))
        element.set("type", "directed" if points else "undirected")
        if network.is_multigraph() and data.get("relation"):
            element.set("kind", xml_text(data["relation"]))
        for name in ("label", "weight"):
            if name in data:
                element.set(name, xml_text(data[name]))
        for end, day in zip(("start", "end"), spans.get(key, ()), strict=False):
            if day is not None:
                element.set(end, day.isoformat())
        _gexf_values(element, edge_ids, data)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _gexf_attributes(
    graph: ET.Element, what: str, types: dict[str, type], *, apart: tuple[str, ...]
) -> dict[str, str]:
    """Declare the attributes of nodes or edges, except those with a place of their own; return their ids."""
    ids = {name: f"{what}{number}" for number, name in enumerate(types) if name not in apart}
    if ids:
        declared = ET.SubElement(graph, "attributes", {"class": what, "mode": "static"})
        for name, given in ids.items():
            ET.SubElement(declared, "attribute", id=given, title=xml_text(name), type=_GEXF_TYPES[types[name]])
    return ids


def _gexf_values(element: ET.Element, ids: dict[str, str], data: dict[str, Any]) -> None:
    values = {given: data[name] for name, given in ids.items() if name in data}
    if not values:
        return
    parent = ET.SubElement(element, "attvalues")
    for given, value in values.items():
        if isinstance(value, list):
            # As Gephi writes and reads lists: only the quote and the backslash are escaped.
            quoted = (item.replace("\\", "\\\\").replace('"', '\\"') for item in value)
            text = "[" + ", ".join(f'"{item}"' for item in quoted) + "]"
        else:
            text = xsd_text(value)
        ET.SubElement(parent, "attvalue", {"for": given, "value": xml_text(text)})
