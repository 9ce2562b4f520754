"""A network as the formats of network tools."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable

import networkx as nx

from relgraph.projection import Network
from relgraph.querying import NOT_XML


def _flat(network: Network) -> Network:
    """Return a copy of ``network`` whose attributes XML can hold: texts, numbers and truth values.

    Several values stand in one text, separated by spaces (IRIs) or `` | `` (names); characters that XML cannot
    hold become U+FFFD.
    """

    def flat(name: str, value: object) -> object:
        if isinstance(value, tuple | list):
            value = (" | " if name in ("aliases", "notes") else " ").join(str(item) for item in value)
        return NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value

    copy = network.__class__()
    copy.graph.update({name: flat(name, value) for name, value in network.graph.items()})
    for node, data in network.nodes(data=True):
        copy.add_node(node, **{name: flat(name, value) for name, value in data.items()})
    for source, target, key, data in _edges(network):
        attributes = {name: flat(name, value) for name, value in data.items()}
        if isinstance(copy, nx.MultiGraph):
            copy.add_edge(source, target, key=key, **attributes)
        else:
            copy.add_edge(source, target, **attributes)
    return copy


def _edges(network: Network) -> Iterable[tuple[str, str, str, dict[str, object]]]:
    if isinstance(network, nx.MultiGraph):
        yield from network.edges(keys=True, data=True)
    else:
        for number, (source, target, data) in enumerate(network.edges(data=True), start=1):
            yield source, target, f"e{number}", data


def _graphml(network: Network) -> bytes:
    out = io.BytesIO()
    # The lxml writer, which write_graphml prefers where lxml is installed, writes other bytes.
    nx.write_graphml_xml(_flat(network), out, edge_id_from_attribute=None)
    return out.getvalue() + b"\n"


def _gexf(network: Network) -> bytes:
    flat = _flat(network)
    for _, _, _, data in _edges(flat):
        data["type"] = "directed" if data.get("directed", flat.is_directed()) else "undirected"
    text = "\n".join(nx.generate_gexf(flat, version="1.2draft"))
    # NetworkX stamps the day on which it writes.
    return (re.sub(r'\slastmodifieddate="[^"]*"', "", text) + "\n").encode()


def _json(network: Network) -> bytes:
    data = nx.node_link_data(network, edges="edges")
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


_EDGE_COLUMNS = (
    "source", "source_label", "relation", "target", "target_label", "directed", "sign", "weight", "newman",
    "date", "modality", "certainty", "said_by", "speech", "background", "events", "acts", "evidence",
)  # fmt: skip


def _csv(network: Network) -> bytes:
    """Return the edges, one a row. Several values in a field are separated by spaces."""
    flat = _flat(network)
    present = {name for _, _, _, data in _edges(flat) for name in data}
    columns = [name for name in _EDGE_COLUMNS if name in present or name.startswith(("source", "target"))]
    out = io.StringIO()
    table = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
    table.writeheader()
    for source, target, _, data in _edges(flat):
        ends = {
            "source": source,
            "source_label": flat.nodes[source].get("label", source),
            "target": target,
            "target_label": flat.nodes[target].get("label", target),
        }
        table.writerow({**data, **ends})
    return out.getvalue().encode()


NETWORK_FORMATS: dict[str, Callable[[Network], bytes]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
    "csv": _csv,
}
"""Formats of a network; ``json`` is NetworkX node-link data, ``csv`` a table of edges."""
