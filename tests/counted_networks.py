"""What a network says whether its acts were read one by one or counted where they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from relgraph import Network

_STATUS = (
    "relation", "label", "directed", "sign", "date", "dated_by", "from", "until", "modality", "polarity",
    "certainty", "said_by",
)  # fmt: skip
_COUNTED = ("weight", "newman", "score")
# Of single acts, which are not fetched where they are counted.
_NOT_FETCHED = ("acts", "evidence", "place", "places", "codes", "speech", "background", "count")

Edges: TypeAlias = dict[tuple[object, ...], tuple[int, float, float]]


def summed(network: Network) -> tuple[dict[str, Any], Edges]:
    """Return the nodes of a network, and the number, weight and intensity of its acts by pair and status."""
    edges: Edges = {}
    # An edge of a stance stands for all of its acts, read or counted.
    are_united = network.graph["name"] == "stances"
    for source, target, data in network.edges(data=True):
        ends = (source, target) if data["directed"] else tuple(sorted((source, target)))
        if "said_by" in data:
            key = *ends, *(data[name] for name in _STATUS)
        else:
            told = (name for name in sorted(data) if name not in (*_COUNTED, *_NOT_FETCHED, "intensity"))
            key = *ends, *((name, data[name]) for name in told)
        acts, weight, intensity = edges.get(key, (0, 0.0, 0.0))
        edges[key] = (
            acts + (1 if are_united else data.get("count", 1)),
            round(weight + data["weight"], 6),
            round(intensity + (data.get("intensity") or 0), 6),
        )
    return {node: (data["label"], data["kind"]) for node, data in network.nodes(data=True)}, edges


def first_difference(one: Network, other: Network) -> str:
    """Return in words where two networks differ first; ``""`` where they do not."""
    (nodes, edges), (other_nodes, other_edges) = summed(one), summed(other)
    return _first(nodes, other_nodes) or _first(edges, other_edges)


def _first(found: Mapping[Any, object], wanted: Mapping[Any, object]) -> str:
    different = (key for key in sorted({*found, *wanted}, key=str) if found.get(key) != wanted.get(key))
    return next((f"{key}: {found.get(key)} and {wanted.get(key)}" for key in different), "")
