"""What each measure cannot say on the network at hand, why, and which one to use instead."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import networkx as nx

from relgraph.analysis.measures import MEASURES, modes
from relgraph.projection import Network

_NEAR_COMPLETE = 0.9
"""Density from which a measure that does not read weights can no longer tell nodes apart."""

_NEARNESS = frozenset(MEASURES).difference(
    ("degree", "in-degree", "out-degree", "strength", "two-mode-degree"),
)
"""Measures that take an edge for nearness, support or access."""


def cautions(network: Network, simple: Network, directed: Network, names: tuple[str, ...]) -> Iterator[str]:
    """Say what the measures ``names`` cannot tell about ``network``, collapsed without and with directions."""
    if simple.number_of_edges() == 0:
        yield "no two nodes are linked, so no measure says anything"
        return
    wanted = set(names)
    count = simple.number_of_nodes()
    yield from _about_two_modes(simple, wanted)
    yield from _about_density(simple, names)
    yield from _about_directions(network, directed, wanted)
    yield from _about_parts(simple, wanted)
    adverse = sum(data.get("sign") == "adverse" for _, _, data in network.edges(data=True))
    misled = _listed(names, _NEARNESS)
    if adverse and misled:
        yield (
            f"{adverse} of {network.number_of_edges()} edges are adverse, and {misled} would read enmity as "
            "nearness; use degree or strength, the balance that blocs counts, or keep relations of one sign"
        )
    if "betweenness" in wanted and count < 3:
        yield "betweenness needs three nodes; it is 0 for fewer"
    if "brokerage" in wanted and len({data["bloc"] for _, data in directed.nodes(data=True)}) == 1:
        yield (
            "all nodes are in one bloc, so every broker is a coordinator there; give other blocs, or use "
            "constraint, which needs none"
        )
    isolates = sum(1 for _ in nx.isolates(simple))
    without = _listed(names, {"constraint", "effective-size"})
    if isolates and without:
        yield f"{without}: undefined (nan) for the {isolates} nodes without a tie; degree is 0 there"
    few = sum(degree < 2 for _, degree in simple.degree())
    if "clustering" in wanted and few:
        yield f"clustering: undefined (nan) for the {few} nodes with fewer than two neighbours"


def _listed(names: Iterable[str], among: Iterable[str]) -> str:
    """Return those of ``names`` that are ``among`` others, as a list in words."""
    return in_words([name for name in names if name in among])


def in_words(names: list[str]) -> str:
    """Return ``names`` as a list in a sentence: ``a, b and c``."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _about_two_modes(simple: Network, wanted: set[str]) -> Iterator[str]:
    if modes(simple) is None:
        return
    mixed = sorted({"closeness", "harmonic", "eigenvector", "pagerank"} & wanted)
    if mixed:
        yield (
            f"the network has two modes: in {in_words(mixed)} compare actors with actors and events with "
            "events only; two-mode-closeness and two-mode-eigenvector are scaled for each mode, and "
            "co-participation links actors to actors"
        )
    if "betweenness" in wanted:
        yield (
            "the network has two modes, which betweenness is not scaled for; use two-mode-betweenness. With "
            "directions read it would be 0 for all, since no path goes on from the second mode"
        )
    if "clustering" in wanted:
        yield (
            "clustering is 0 in a network of two modes, which has no triangles; use it on a one-mode "
            "projection such as co-participation"
        )
    holes = _listed(sorted(wanted), {"constraint", "effective-size"})
    if holes:
        yield (
            "the network has two modes, so no two neighbours are linked and every tie bridges a hole: "
            f"{holes} only read the degrees and weights; use a one-mode projection such as co-participation"
        )
    if "brokerage" in wanted:
        yield (
            "the network has two modes: brokerage is then between actors by an event, or between events by an "
            "actor; use a one-mode projection such as actors"
        )


def _about_density(simple: Network, names: tuple[str, ...]) -> Iterator[str]:
    count = simple.number_of_nodes()
    sides = modes(simple)
    possible = len(sides[0]) * len(sides[1]) if sides else math.comb(count, 2)
    density = simple.number_of_edges() / possible
    if count <= 2 or possible <= 2 or density < _NEAR_COMPLETE:
        return
    if len({data["weight"] for _, _, data in simple.edges(data=True)}) == 1:
        yield (
            f"the network is nearly complete (density {density:.2f}) and all its ties weigh the same, so that "
            "no measure tells its nodes apart; use a projection of other ties, such as actors"
        )
        return
    blind = [
        name for name in names if not MEASURES[name].weights and (sides or not name.startswith("two-mode-"))
    ]
    if blind:
        yield (
            f"the network is nearly complete (density {density:.2f}), so {in_words(blind)} "
            f"hardly tell{'s' if len(blind) == 1 else ''} nodes apart; strength reads the weights, and a "
            "backbone keeps the ties that stand out"
        )


def _about_directions(network: Network, directed: Network, wanted: set[str]) -> Iterator[str]:
    one_way = any(
        data.get("directed", network.is_directed())
        for source, target, data in network.edges(data=True)
        if source != target
    )
    if not one_way and {"in-degree", "out-degree"} & wanted:
        yield "the network has no directions: in-degree and out-degree both equal degree; use degree"
    if not one_way and "brokerage" in wanted:
        yield (
            "the network has no directions: each pair is brokered in both orders, and gatekeeper equals "
            "representative"
        )
    if one_way and "eigenvector" in wanted and nx.is_directed_acyclic_graph(directed):
        yield (
            "the network has no cycle, so with its directions eigenvector would be 0 for all; they are not "
            "read here, pagerank reads them"
        )


def _about_parts(simple: Network, wanted: set[str]) -> Iterator[str]:
    components = nx.number_connected_components(simple)
    if components == 1:
        return
    if "closeness" in wanted:
        yield (
            f"the network falls into {components} components: closeness counts only the nodes in reach; "
            "harmonic counts all, those out of reach as 0"
        )
    if "two-mode-closeness" in wanted and modes(simple):
        yield (
            f"the network falls into {components} components: two-mode-closeness is taken in each, times its "
            "share of the nodes; two-mode-degree needs no paths"
        )
