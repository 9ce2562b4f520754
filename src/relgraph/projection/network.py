"""Networks: edges into NetworkX graphs with an edge of its own for each, parallel edges merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from relgraph.late_imports import LateLibrary
from relgraph.model.acts import Act
from relgraph.model.attributes import united
from relgraph.model.dates import days, ends
from relgraph.model.namespaces import local_name, word
from relgraph.model.read_graph import ReadGraph
from relgraph.projection.catalogue import Projection
from relgraph.projection.links import Edge
from relgraph.records import to_html

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")

Network: TypeAlias = "nx.Graph[str]"
"""A NetworkX graph: MultiDiGraph, MultiGraph or Graph, as the projection says."""

Node: TypeAlias = "tuple[str, dict[str, Any]]"
"""A node with its attributes."""


_SHOWN = 10
"""Edges that a network shows of itself in a notebook."""


@dataclass(frozen=True, slots=True)
class DescribedEdge:
    """An edge with what a network says of it, the same in all networks that hold it.

    Attributes:
        edge: The edge.
        attributes: Its attributes in a network.
        part: What the part that it stands for counts: the chair weight where it is to preside, else 1.
    """

    edge: Edge
    attributes: dict[str, Any]
    part: float


def described(edge: Edge, chair_weight: float) -> DescribedEdge:
    """Return ``edge`` with its attributes."""
    act = edge.acts[0] if edge.acts else None
    speech = sorted({local_name(around.relation) for around in edge.acts[1:]})
    part = chair_weight if edge.relation.presiding else 1.0
    start, end = ends(edge.date)
    attributes = {
        "relation": edge.relation.name,
        "label": ("not: " if act and act.negative else "") + edge.relation.label,
        "directed": edge.directed,
        "sign": edge.sign,
        "weight": edge.relation.weight * part * (act.weight if act else 1.0),
        "date": edge.date,
        "dated_by": _dated_by(edge, act),
        "from": start,
        "until": end,
        "modality": word(act.modality) if act else "",
        "polarity": "negative" if act and act.negative else "positive",
        "certainty": word(act.certainty) if act else "",
        "said_by": act.said_by if act else "",
        "intensity": act.intensity if act else None,
        "place": act.place if act else "",
        "codes": act.codes if act else (),
        "speech": ", ".join(speech),
        "acts": tuple(around.iri for around in edge.acts if around.iri),
        "evidence": tuple(sorted({passage for around in edge.acts for passage in around.evidence})),
        "background": act.background if act else False,
    }
    if edge.counted:
        attributes |= {"background": None, "count": edge.counted}
    if len(edge.acts) == 1:  # most are
        attributes |= edge.acts[0].attributes
    else:
        attributes |= united(around.attributes for around in edge.acts)
    return DescribedEdge(edge, attributes, part)


def _dated_by(edge: Edge, act: Act | None) -> str:
    if act:
        return act.dated_by
    return "event" if edge.date else ""


def network_of(
    graph: ReadGraph,
    projection: Projection,
    edges: Sequence[DescribedEdge],
    counts: Mapping[str, float] | None = None,
    nodes: Sequence[Node] = (),
) -> Network:
    """Return the network of these edges, each of which is one of its own.

    Args:
        graph: What labels and kinds of nodes are read from.
        projection: What the edges are edges of.
        edges: The edges, in order.
        counts: How often each unit counts; once where there are no counts.
        nodes: All nodes; those that the edges link where there are none given.

    Returns:
        A new network.
    """
    network: Network = nx.MultiGraph() if projection.modes == 2 else nx.MultiDiGraph()
    network.add_nodes_from(nodes or nodes_of(graph, projection, [item.edge for item in edges]))
    for number, item in enumerate(edges, start=1):
        times = 1.0 if counts is None else counts[item.edge.unit]
        weight = item.attributes["weight"] * times
        network.add_edge(
            item.edge.source, item.edge.target, key=f"e{number}", **{**item.attributes, "weight": weight}
        )
    return network


def nodes_of(graph: ReadGraph, projection: Projection, edges: Iterable[Edge]) -> tuple[Node, ...]:
    """Return the nodes that edges link, in the order in which they stand in a network."""
    sources: set[str] = set()
    targets: set[str] = set()
    for edge in edges:
        sources.add(edge.source)
        targets.add(edge.target)
    if projection.modes == 1:
        return tuple(node_of(graph, iri) for iri in sorted(sources | targets))
    # Actors first: NetworkX tells an edge without direction from the node that it met first.
    return tuple(
        node_of(graph, iri, bipartite=mode)
        for mode, found in enumerate((sources, targets - sources))
        for iri in sorted(found)
    )


def node_of(graph: ReadGraph, iri: str, **attributes: Any) -> Node:
    """Return a node with its label, its kind and its aliases; an act without a label has what it says."""
    thing = graph.thing(iri)
    return iri, {"label": graph.node_label(iri), "kind": thing.kind, "aliases": thing.aliases, **attributes}


def shown_in_notebooks(network: Network) -> Network:
    """Return ``network``, which shows itself in a notebook from now on; copies of it do not."""
    network._repr_html_ = partial(_summary, network)  # type: ignore[attr-defined]
    return network


def _summary(network: Network) -> str:
    """Return what a network is and its first edges as HTML."""
    label: dict[str, str] = {node: str(data.get("label", node)) for node, data in network.nodes(data=True)}
    shown = ("modality", "polarity", "certainty", "date", "weight")
    rows = [
        {
            "source": label[source],
            "relation": data.get("label", ""),
            "target": label[target],
            **{key: data[key] for key in shown if key in data},
        }
        for source, target, data in islice(network.edges(data=True), _SHOWN)
    ]
    said = network.graph
    edges = network.number_of_edges()
    title = f"{said.get('name', 'network')}: {network.number_of_nodes():,} nodes, {edges:,} edges"
    more = edges - len(rows)
    notes = [f"and {more:,} more edges"] if more else []
    return to_html(rows, title, (*notes, str(said.get("direction", "")), *said.get("notes", ())))


def merge_parallel_edges(network: Network, attributes: Collection[str] = ()) -> Network:
    """Return ``network`` with one edge per pair and direction; an undirected edge stays one of its own.

    ``weight`` is the sum, ``cooperative`` and ``adverse`` are the parts of it that have that sign, ``sign`` is
    that of the larger part or ``neutral``; the others, and the ``attributes`` of acts, hold all values that the
    edges have.
    """
    parallel: dict[tuple[str, str, bool], list[dict[str, Any]]] = {}
    for source, target, data in network.edges(data=True):
        turned = network.is_directed() and not data["directed"] and target < source
        ends = (target, source) if turned else (source, target)
        parallel.setdefault((*ends, data["directed"]), []).append(data)
    merged = network.__class__()
    merged.add_nodes_from(network.nodes(data=True))
    for number, (ends_and_direction, parts) in enumerate(
        sorted(parallel.items(), key=lambda item: item[0]), start=1
    ):
        source, target, directed = ends_and_direction
        told = (((name, part[name]) for name in attributes if name in part) for part in parts)
        merged.add_edge(source, target, key=f"e{number}", **_merged(parts), directed=directed, **united(told))
    return merged


def _merged(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the attributes of one edge that stands for ``parts``."""

    def every(name: str) -> tuple[str, ...]:
        return tuple(sorted({part[name] for part in parts if part[name]}))

    weight = {
        sign: float(sum(part["weight"] for part in parts if part["sign"] == sign))
        for sign in ("cooperative", "adverse")
    }
    balance = weight["cooperative"] - weight["adverse"]
    dated = [(span, date) for date in every("date") if (span := days(date))]
    first = min(((span[0], date) for span, date in dated), default=(None, ""))[1]
    last = max(((span[1], date) for span, date in dated), default=(None, ""))[1]
    intensities = [part["intensity"] for part in parts if part["intensity"] is not None]
    return {
        "relation": ", ".join(every("relation")),
        "label": ", ".join(every("label")),
        "sign": "cooperative" if balance > 0 else "adverse" if balance < 0 else "neutral",
        "weight": float(sum(part["weight"] for part in parts)),
        **weight,
        "relations": every("relation"),
        "modalities": every("modality"),
        "polarities": every("polarity"),
        "dated_by": every("dated_by"),
        "certainties": every("certainty"),
        "intensity": float(sum(intensities)) if intensities else None,
        "places": every("place"),
        "codes": tuple(sorted({code for part in parts for code in part["codes"]})),
        # Of what lasts its first and its last end; one that is open is none.
        "first_date": ends(first)[0] if "/" in first else first,
        "last_date": ends(last)[1] if "/" in last else last,
        "acts": tuple(sorted({iri for part in parts for iri in part["acts"]})),
        "evidence": tuple(sorted({passage for part in parts for passage in part["evidence"]})),
        "background": all(part["background"] for part in parts),
    }
