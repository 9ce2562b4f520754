"""Brokerage: who links pairs that have no tie of their own, within and between blocs."""

from __future__ import annotations

from collections import Counter

from relgraph.analysis.measures.definition import Measure, Values, of_graph
from relgraph.projection import Network

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")
"""The roles of a broker, by the blocs of source, broker and target: AAA, BAB, BAA, AAB, ABC."""


def _brokerage(network: Network) -> tuple[Values, ...]:
    """Count the pairs that the node brokers: an edge from a to it, one from it to b, and none from a to b.

    All of them first, then by role. With the node in bloc A: coordinator (a and b in A), consultant or
    itinerant broker (a and b in one other bloc), gatekeeper (a in another, b in A), representative (a in A, b
    in another), liaison (three blocs). An ordered pair counts once; where no edge has a direction each pair
    counts in both orders. Weights are not read, nothing is normalized. Gould and Fernandez (1989), Sociological
    Methodology 19. Reads the node attribute ``bloc``.
    """
    counts: dict[str, Values] = {name: dict.fromkeys(network, 0.0) for name in ("brokerage", *ROLES)}
    bloc = {node: str(data["bloc"]) for node, data in network.nodes(data=True)}
    for broker in network:
        reached = set(network.successors(broker))  # type: ignore[attr-defined]
        for source in network.predecessors(broker):  # type: ignore[attr-defined]
            unlinked = Counter(map(bloc.__getitem__, reached.difference(network[source], (source,))))
            for target, pairs in unlinked.items():
                counts["brokerage"][broker] += pairs
                counts[_role(bloc[source], bloc[broker], target)][broker] += pairs
    return tuple(counts.values())


def _role(source: str, broker: str, target: str) -> str:
    if source == target:
        return "coordinator" if source == broker else "consultant"
    if target == broker:
        return "gatekeeper"
    return "representative" if source == broker else "liaison"


BROKERAGE: tuple[Measure, ...] = (
    Measure(
        "brokerage",
        "ordered pairs without an edge of their own that it links, in all and by role between blocs "
        "(Gould and Fernandez 1989), weights not read",
        of_graph(_brokerage),
        directed=True,
        columns=("brokerage", *ROLES),
        weights=False,
    ),
)
"""Brokerage."""
