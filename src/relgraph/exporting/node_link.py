"""A network as JSON, in the node-link form of NetworkX."""

from __future__ import annotations

import json
from typing import Any

from relgraph.exporting.attributes import plain_value, typed_network, xsd_text
from relgraph.projection import Network


def to_node_link(network: Network) -> bytes:
    """Return node-link data as JSON, lists as arrays; a missing value has no member.

    Where no edge points one way the graph is undirected. Node-link data cannot mix: where some edges point one
    way and others do not, the graph is directed, and an edge without direction is two, one each way. They have
    one key, both have ``directed`` false, and the second has ``mirror`` true, by which
    :func:`relgraph.centrality` and all that collapses edges count the tie once. ``to_undirected()`` of what
    NetworkX reads makes them one edge again.

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
    # NetworkX makes a tuple of a list that names a node.
    names = {node: node if isinstance(node, tuple) else plain_value("node", "id", node) for node in typed.nodes}
    edges: list[tuple[Any, Any, str, dict[str, Any]]] = []
    for (source, target, key, data), points in zip(typed.edges, typed.one_way, strict=True):
        if points or not typed.mixed:
            edges.append((source, target, key, data))
        else:
            tie = {**data, "directed": False}
            edges += [(source, target, key, tie), (target, source, key, {**tie, "mirror": True})]
    pairs = [(source, target) for source, target, *_ in edges]
    apart = set(pairs) if typed.directed else set(map(frozenset, pairs))
    parallel = network.is_multigraph() or len(apart) < len(pairs)
    values = {name: plain_value("graph", name, value) for name, value in network.graph.items()}
    content = {
        "directed": typed.directed,
        "multigraph": parallel,
        "graph": values,
        "nodes": [{**data, "id": names[node]} for node, data in typed.nodes.items()],
        "edges": [],
    }
    head = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode()
    if not edges:
        return head + b"\n"
    records = [
        _indented(
            {**data, "source": names[source], "target": names[target], **({"key": key} if parallel else {})}
        )
        for source, target, key, data in edges
    ]
    return b"".join((head.removesuffix(b"]\n}"), b"\n", b",\n".join(records), b"\n ]\n}\n"))


_PLAIN = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_BY_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",\n    ", ": "))


def _indented(record: dict[str, Any]) -> bytes:
    """Return the record of an edge as ``json.dumps`` does with an indent, by its encoder without one.

    That one is written in C, which matters for edges with hundreds of acts.
    """
    members = []
    for name, value in record.items():
        if isinstance(value, tuple):  # a node is named so
            text = json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n   ")
        elif isinstance(value, list) and value:
            text = f"[\n    {_BY_LINE.encode(value)[1:-1]}\n   ]"
        else:
            text = _PLAIN.encode(value)
        members.append(f"   {_PLAIN.encode(xsd_text(name))}: {text}")
    return ("  {\n" + ",\n".join(members) + "\n  }").encode()
