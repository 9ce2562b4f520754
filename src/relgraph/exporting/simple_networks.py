"""A network as NetworkX's own writers, its measures for simple graphs and pyvis take it."""

from __future__ import annotations

from typing import Any

from relgraph.analysis.collapsing import collapse, has_directions, ways
from relgraph.exporting.attributes import joined, plain_value, typed_network
from relgraph.projection import Network

_OF_ONE_EDGE = ("weight", "directed", "mirror")


def simple(network: Network) -> Network:
    """Return a network with one edge per pair and plain attributes.

    It is what :func:`relgraph.collapse` gives, with the attributes of nodes and edges: for
    ``networkx.write_graphml``, ``write_gexf`` and ``write_gml``, for measures that refuse parallel edges or
    self-loops, and for ``pyvis.network.Network.from_nx``, which writes into the network that it is given.

    Args:
        network: A network of a projection, or any NetworkX graph; it stays as it is.

    Returns:
        A new DiGraph, in which an edge without direction is two, one each way; a Graph where no edge points one
        way. Self-loops are left out. Every attribute is a text, a number or a truth value: a list is one text,
        a missing value is left out. Edges have ``weight``, the sum over those of the pair, and ``cost``
        (1 / weight), which paths read as length; of the other attributes all different texts, and a number or
        truth value where all that have one agree. They have no ``directed``, which pyvis takes for its own.

    Raises:
        OutputError: An attribute that no format can hold, or values of several types under one name.
        ProjectionError: A weight that is not a number from 1e-6 to 1e12, or nodes that have no order.

    Example:
        >>> import networkx as nx
        >>> import relgraph
        >>> network = simple(relgraph.project(relgraph.open(), "actors"))
        >>> type(network).__name__, max(nx.core_number(network).values())
        ('DiGraph', 3)
    """
    typed = typed_network(network)
    plain: Network = network.__class__()
    for node, data in typed.nodes.items():
        plain.add_node(node, **_flat(data))
    for source, target, key, data in typed.edges:
        named = {"key": key} if plain.is_multigraph() else {}
        plain.add_edge(source, target, **named, **data)
    directed = has_directions(plain)
    found = collapse(plain, directed=directed)
    for node, data in plain.nodes(data=True):
        found.nodes[node].update(data)
    parallel: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for source, target, data in ways(plain, directed=directed):
        turned = not directed and (target, source) in parallel
        parallel.setdefault((target, source) if turned else (source, target), []).append(data)
    for ends, parts in parallel.items():
        found.edges[ends].update(_common(parts))
    said = {name: plain_value("graph", name, value) for name, value in network.graph.items()}
    found.graph.update(_flat({name: value for name, value in said.items() if value is not None}))
    return found


def _flat(data: dict[str, Any]) -> dict[str, Any]:
    return {name: joined(name, value) if isinstance(value, list) else value for name, value in data.items()}


def _common(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the attributes of one edge that stands for ``parts``, save those that are of one edge alone."""
    common: dict[str, Any] = {}
    for name in dict.fromkeys(name for data in parts for name in data if name not in _OF_ONE_EDGE):
        values = [data[name] for data in parts if name in data]
        if isinstance(values[0], list):
            common[name] = joined(name, sorted({item for value in values for item in value}))
        elif isinstance(values[0], str):
            common[name] = ", ".join(sorted({value for value in values if value}))
        elif len(set(values)) == 1:
            common[name] = values[0]
    return common
