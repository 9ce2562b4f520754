"""Drawing: nodes and edges as the page draws them, with sizes, shapes, and what an edge stands for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from relgraph.page.content import Content, days_of, left_out
from relgraph.page.legend import KINDS, family_of
from relgraph.projection import PROJECTIONS, Network
from relgraph.projection.edge_list import is_mirror
from relgraph.wording import counted

LARGEST, SMALLEST = 30.0, 5.0
"""Radii in canvas units of a node with the highest score and of one with none, where there are few nodes."""

_FEW = 100
"""Nodes up to which their sizes do not shrink."""


def radii(network: Network, scores: Mapping[str, float]) -> dict[str, float]:
    """Return the radius of each node: areas in proportion to scores, smaller where there are many nodes.

    Args:
        network: The network that is drawn.
        scores: The score of each node; one that is not positive, or ``nan``, counts as none.

    Returns:
        The radius of each node in canvas units: 30 for the highest score and at least 5, both times
        (100 / n) ** 0.25 where there are n nodes, more than 100.

    Example:
        >>> import networkx as nx
        >>> radii(nx.Graph([("a", "b"), ("b", "c")]), {"a": 1.0, "b": 4.0, "c": 0.0})
        {'a': 15.0, 'b': 30.0, 'c': 5.0}
    """
    shrunk = shrinking(len(network))
    high = max((score for score in scores.values() if score > 0), default=1.0)
    return {
        node: round(
            shrunk * max(SMALLEST, LARGEST * math.sqrt(scores[node] / high) if scores[node] > 0 else 0), 1
        )
        for node in network
    }


def shrinking(nodes: int) -> float:
    """Return the share of its size that a node keeps among so many.

    Example:
        >>> shrinking(16), shrinking(1600)
        (1.0, 0.5)
    """
    return round(min(1.0, math.pow(_FEW / max(1, nodes), 0.25)), 3)


def drawn_nodes(
    content: Content, sizes: Mapping[str, float], positions: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the nodes by number, with their options for vis-network.

    Args:
        content: What the page tells of the nodes.
        sizes: The radius of each node in canvas units.
        positions: The position of each node in canvas units.

    Yields:
        The number of a node and its options.
    """
    behind = _acts_behind(content)
    for iri in sorted(content.network):
        number = content.number(iri)
        yield (
            number,
            {
                "label": " ",  # the page writes its labels itself
                "shape": KINDS[content.things[number]["style"]].shape,
                "size": sizes[iri],
                "x": positions[iri][0],
                "y": positions[iri][1],
                **({"mode": 1} if content.network.nodes[iri].get("bipartite") == 1 else {}),
                **({"behind": behind[iri]} if iri in behind else {}),
            },
        )


def _acts_behind(content: Content) -> dict[str, int]:
    """Return how many acts lie behind the edges of each node of which an edge lists more than the page has."""
    network = content.network
    acts: dict[str, set[str]] = {
        end: set()
        for *ends, data in network.edges(data=True)
        if len(data.get("acts", ())) > content.listed
        for end in ends
    }
    for *ends, data in network.edges(data=True):
        for end in ends:
            if end in acts:
                acts[end].update(data.get("acts", ()))
    return {end: len(found) for end, found in acts.items()}


EDGE: dict[str, Any] = {
    "from": 0, "to": 0, "relation": "", "family": "", "arrow": False, "weight": 1.0, "modality": "",
    "negative": False, "certainty": "", "acts": [], "around": [], "events": [], "organizations": [],
    "date": "", "first": None, "last": None, "attached": False, "takes": [], "note": "",
    "instead": [], "more": {},
}  # fmt: skip
"""What the page has of an edge, with the values that are left out where all edges have them.

``acts`` are those that it stands for, ``around`` the speech acts in which its one act was said. ``attached``
says that it tells what a thing is about or involves, and stays with the acts on that thing. ``takes`` has the
event in which a relation without an act takes part, as that of an act has its own. ``instead`` has the contents
of a speech act that stand for it: it is an edge where none of them is left.
"""

_OF_THINGS = ("concerns", "involves")
"""Relations by which a thing has what it is about and whom it involves, no stance of anybody."""


def drawn_edges(content: Content) -> list[dict[str, Any]]:
    """Return the edges as the page has them, in the order of the IRIs of their nodes.

    The last are those of speech acts for which a content stands.

    Args:
        content: What the page tells of nodes, acts and events, and the network whose edges these are.

    Returns:
        Records with some of the keys of :data:`EDGE`.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> content = Content(graph, relgraph.project(graph, "actors"), None)
        >>> edge = drawn_edges(content)[0]
        >>> content.things[edge["from"]]["label"], edge["relation"], content.things[edge["to"]]["label"]
        ('ASEAN countries', 'agrees to', 'Eurasian Economic Union')
        >>> edge["modality"], edge["arrow"]
        ('planned', True)
    """
    spoken_for = content.spoken_for
    return [
        *_drawn(content, content.network),
        *(() if spoken_for is None else _drawn(content, spoken_for)),
    ]


def _drawn(content: Content, network: Network) -> list[dict[str, Any]]:
    two_mode = nx.get_node_attributes(network, "bipartite")
    directed = network.is_directed()
    found = [
        # An undirected network yields either end first; a participant comes before the event.
        (b, a, data) if not directed and (two_mode.get(a, 0), a) > (two_mode.get(b, 0), b) else (a, b, data)
        for a, b, data in network.edges(data=True)
        if not is_mirror(data)
    ]
    found.sort(key=lambda edge: edge[:2])
    return [
        _edge(content, source, target, data, directed=directed and bool(data.get("directed", True)))
        for source, target, data in found
    ]


def _edge(
    content: Content, source: str, target: str, data: Mapping[str, Any], *, directed: bool
) -> dict[str, Any]:
    numbers, listed = content.act_numbers, content.listed
    lists = {name: data.get(name, ()) for name in ("acts", "events", "organizations")}
    acts = [numbers[iri] for iri in lists["acts"][:listed] if iri in numbers]
    own = len(acts) if stands_for_several(content.network, data) else 1
    polarities = data.get("polarities") or (data.get("polarity"),)
    negative = set(polarities) == {"negative"}
    modalities = data.get("modalities") or (data.get("modality", ""),)
    certainties = data.get("certainties") or (data.get("certainty", ""),)
    date = "" if acts else str(data.get("date", ""))
    relations = () if acts or own > 1 else content.ontology.named(str(data.get("relation", "")))
    return {
        "from": content.number(source),
        "to": content.number(target),
        "relation": str(data.get("label", data.get("relation", ""))),
        "family": family_of(data, content.ontology),
        "arrow": directed,
        "weight": float(f"{float(data.get('weight', 1.0)):.12g}"),
        "modality": modalities[0] if len(modalities) == 1 else "",
        "negative": negative,
        "certainty": certainties[0] if len(certainties) == 1 else "",
        "acts": acts[:own],
        "around": acts[own:],
        "events": [content.number(iri) for iri in lists["events"][:listed]],
        "organizations": [content.number(iri) for iri in lists["organizations"][:listed]],
        "date": date,
        **days_of(date),
        "attached": not acts and data.get("relation") in _OF_THINGS,
        "takes": [
            content.number(event) for one in relations for event in content.taken_part_in(one.iri, [target])
        ],
        "note": _note(data),
        "instead": [numbers[iri] for iri in data.get("instead", ())],
        **left_out(listed, **lists),
    }


def stands_for_several(network: Network, data: Mapping[str, Any]) -> bool:
    """Return whether an edge stands for several acts beside each other, not for one and what it was said in.

    Example:
        >>> stands_for_several(nx.Graph(name="co-participation"), {}), stands_for_several(nx.Graph(), {})
        (True, False)
    """
    projection = PROJECTIONS.get(network.graph.get("name", ""))
    one_mode = projection is not None and (projection.stances or projection.one_mode is not None)
    return one_mode or "relations" in data


def is_single(network: Network) -> bool:
    """Return whether each edge of a network stands for one act, so that it goes when that is left out.

    Example:
        >>> is_single(nx.Graph([("a", "b")])), is_single(nx.Graph([("a", "b")], name="co-participation"))
        (True, False)
    """
    return not any(stands_for_several(network, data) for *_, data in network.edges(data=True))


def _note(data: Mapping[str, Any]) -> str:
    """Return what is to be said of a tie that no single act stands behind."""
    if "score" not in data:
        return ""
    return (
        f"Agreed {data['agreed']}, disagreed {data['disagreed']}, of {counted(data['shared'], 'thing')} on "
        f"which both have a stance; score {data['score']:.3g}"
    )
