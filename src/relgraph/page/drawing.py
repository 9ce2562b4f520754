"""Drawing: nodes and edges as vis-network draws them, with sizes, labels, bends, widths and arrows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from relgraph.analysis import Scores
from relgraph.cleaning import clean
from relgraph.exporting.cutting import LISTED
from relgraph.page.content import NOT, Content, left_out
from relgraph.page.legend import KINDS, NEGATIVE, dashes_of, family_of
from relgraph.projection import PROJECTIONS, Network
from relgraph.wording import counted

_LABEL_LENGTH = 80
"""Code points of a label that are drawn."""


def radii(network: Network, scores: Mapping[str, float]) -> dict[str, float]:
    """Return the radius of each node: 30 for the highest score, areas in proportion to scores, at least 5.

    Args:
        network: The network that is drawn.
        scores: The score of each node; one that is not positive counts as none.

    Returns:
        The radius of each node in canvas units.

    Example:
        >>> import networkx as nx
        >>> radii(nx.Graph([("a", "b"), ("b", "c")]), {"a": 1.0, "b": 4.0, "c": 0.0})
        {'a': 15.0, 'b': 30.0, 'c': 5.0}
    """
    high = max((score for score in scores.values() if score > 0), default=1.0)
    return {
        node: round(max(5.0, 30 * math.sqrt(scores[node] / high)), 1) if scores[node] > 0 else 5.0
        for node in network
    }


def drawn_nodes(
    content: Content,
    scores: Scores,
    sizes: Mapping[str, float],
    positions: Mapping[str, tuple[int, int]],
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the nodes by number, with what vis-network draws of them.

    Args:
        content: What the page tells of the nodes.
        scores: The score and rank of each node.
        sizes: The radius of each node in canvas units.
        positions: The position of each node in canvas units.

    Yields:
        The number of a node and its options.
    """
    behind = _acts_behind(content.network)
    for rank, iri, _, _, (score, *_) in sorted(scores.rows, key=lambda row: content.number(row[1])):
        thing = content.things[content.number(iri)]
        yield (
            content.number(iri),
            {
                "label": clean(thing["label"], _LABEL_LENGTH) or " ",
                "group": thing["style"],
                "shape": KINDS[thing["style"]].shape,
                "size": sizes[iri],
                "x": positions[iri][0],
                "y": positions[iri][1],
                "rank": len(scores.rows) if rank is None else rank,
                "score": None if math.isnan(score) else float(f"{score:.6g}"),
                **({"behind": behind[iri]} if iri in behind else {}),
            },
        )


def _acts_behind(network: Network) -> dict[str, int]:
    """Return how many acts lie behind the edges of each node of which an edge lists more than the page has."""
    acts: dict[str, set[str]] = {
        end: set()
        for *ends, data in network.edges(data=True)
        if len(data.get("acts", ())) > LISTED
        for end in ends
    }
    for *ends, data in network.edges(data=True):
        for end in ends:
            if end in acts:
                acts[end].update(data.get("acts", ()))
    return {end: len(found) for end, found in acts.items()}


def drawn_edges(content: Content) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield the edges with what vis-network draws of them and the page tells of them.

    Edges between the same two nodes bend apart, evenly to both sides of the straight line.

    Args:
        content: What the page tells of nodes, acts and events, and the network whose edges these are.

    Yields:
        The numbers of the two nodes and the edge's options, in the order of the nodes' IRIs.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> content = Content(graph, relgraph.project(graph, "actors"), None)
        >>> start, end, options = next(drawn_edges(content))
        >>> content.things[start]["label"], options["relation"], content.things[end]["label"]
        ('ASEAN countries', 'agrees to', 'Eurasian Economic Union')
        >>> options["modality"], options["dashes"]
        ('planned', [12, 6])
    """
    network, numbers = content.network, content.act_numbers
    two_mode = nx.get_node_attributes(network, "bipartite")
    directed = network.is_directed()
    found = [
        # An undirected network yields either end first; a participant comes before the event.
        (b, a, data) if not directed and (two_mode.get(a, 0), a) > (two_mode.get(b, 0), b) else (a, b, data)
        for a, b, data in network.edges(data=True)
    ]
    found.sort(key=lambda edge: edge[:2])
    beside = Counter(frozenset(edge[:2]) for edge in found)
    projection = PROJECTIONS.get(network.graph.get("name", ""))
    # Whether an edge stands for several acts beside each other, and not for one and what it was said in.
    several = projection is not None and (projection.stances or projection.one_mode is not None)
    drawn: Counter[frozenset[str]] = Counter()
    for source, target, data in found:
        pair = frozenset((source, target))
        place = drawn[pair] - (beside[pair] - 1) / 2
        drawn[pair] += 1
        if source > target:
            place = -place  # which side is which depends on where the edge starts
        polarities = data.get("polarities") or (data.get("polarity"),)
        negative = set(polarities) == {"negative"}
        lists = {name: data.get(name, ()) for name in ("acts", "events", "organizations")}
        modality = NEGATIVE if negative else data.get("modality", "")
        yield (
            content.number(source),
            content.number(target),
            {
                "arrows": "to" if directed and data.get("directed", True) else "",
                "dashes": dashes_of(modality),
                "width": round(min(8.0, max(0.5, 1.4 * math.sqrt(float(data.get("weight", 1.0))))), 2),
                "bend": round(place * min(0.16, 1.2 / beside[pair]), 3),
                "family": family_of(data, content.ontology),
                "relation": NOT * negative + str(data.get("label", data.get("relation", ""))),
                "modality": modality,
                "certainty": data.get("certainty", ""),
                "acts": [numbers[iri] for iri in lists["acts"][:LISTED] if iri in numbers],
                "events": [content.number(iri) for iri in lists["events"][:LISTED]],
                "organizations": [content.number(iri) for iri in lists["organizations"][:LISTED]],
                **left_out(**lists),
                "note": _note(data),
                "together": "relations" in data or several,
            },
        )


def _note(data: Mapping[str, Any]) -> str:
    """Return what is to be said of a tie that no single act stands behind."""
    if "score" not in data:
        return ""
    return (
        f"Agreed {data['agreed']}, disagreed {data['disagreed']}, of {counted(data['shared'], 'thing')} on "
        f"which both have a stance; score {data['score']:.3g}"
    )
