"""What each measure cannot say on the network at hand, why, and which one to use instead."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from relgraph.analysis.collapsed_edges import CollapsedEdges
from relgraph.analysis.measures import MEASURES, Measure
from relgraph.analysis.measures.eigenvectors import without_hits
from relgraph.late_imports import LateLibrary
from relgraph.projection import PROJECTIONS, EdgeList, one_mode_of
from relgraph.wording import counted, listed

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")

_NEAR_COMPLETE = 0.9
"""Share of possible links from which a measure that does not read weights hardly tells nodes apart."""

_ONE_MODE = (
    "use a one-mode projection such as actors (co-participation closes a triangle for any three at one event, "
    "by construction)"
)


def caveats(
    edges: EdgeList,
    simple: CollapsedEdges,
    directed: CollapsedEdges,
    names: tuple[str, ...],
    undefined: Mapping[str, int],
) -> Iterator[str]:
    """Yield what measures cannot tell about a network.

    Args:
        edges: Its edge list.
        simple: The edges collapsed without directions.
        directed: The edges collapsed with directions, and with blocs where ``brokerage`` is scored.
        names: The measures.
        undefined: For how many nodes a measure has no value, where it could be computed.

    Yields:
        Sentences.

    Example:
        >>> import networkx as nx
        >>> from relgraph.analysis.collapsed_edges import collapsed_edges
        >>> from relgraph.projection.edge_list import edge_list
        >>> edges = edge_list(nx.Graph(["ab", "cd"]))
        >>> simple, directed = (collapsed_edges(edges, directed=directed) for directed in (False, True))
        >>> for sentence in caveats(edges, simple, directed, ("closeness",), {}):
        ...     print(sentence.partition(";")[0])
        the network falls into 2 components: closeness counts only the nodes in reach
    """
    if simple.edges == 0:
        yield "no two nodes are linked, so no measure says anything"
        return
    wanted = set(names)
    count = len(simple)
    yield from _about_two_modes(edges, simple, wanted)
    yield from _about_density(edges, simple, directed, names)
    yield from _about_directions(edges, directed, wanted)
    yield from _about_parts(simple, directed, wanted)
    acts = np.ones(len(edges), dtype=np.int64) if edges.acts is None else edges.acts
    adverse = int(acts[edges.adverse > 0].sum())
    misled = _among(names, {name for name, measure in MEASURES.items() if measure.nearness})
    if adverse and misled:
        part = bool(((edges.adverse > 0) & (edges.adverse < edges.weight)).any())
        what = "edges" if edges.acts is None else "acts, each counted once per pair,"
        yield (
            f"{adverse} of {acts.sum()} {what} are adverse{', some in part' if part else ''}, "
            f"and {misled} would read enmity as nearness; use degree or strength, the balance that blocs "
            "counts, or keep relations of one sign"
        )
    projection = PROJECTIONS.get(edges.about.get("name", ""))
    if projection and projection.one_mode and projection.one_mode.compared:
        yield from _about_agreement(names)
    if "betweenness" in wanted and count < 3:
        yield "betweenness needs three nodes; it is 0 for fewer"
    someone_brokers = directed.edges < count * (count - 1)
    if "brokerage" in wanted and someone_brokers and len(set(directed.bloc)) == 1:
        yield "all nodes are in one bloc, so every broker is a coordinator there; give other blocs" + (
            "" if simple.sides else ", or use constraint, which needs none"
        )
    yield from _about_undefined(simple, names, undefined)


def _about_agreement(names: Iterable[str]) -> Iterator[str]:
    for reads_weights, what in (
        (False, "how many others a node was compared with"),
        (True, "how far a node agrees or disagrees with others, added up alike"),
    ):
        counting = {name for name, of in MEASURES.items() if not of.nearness and of.weights == reads_weights}
        if those := _among(names, counting):
            yield (
                f"friend and foe are tied alike here: read {those} as {what}, and sign and score, or blocs, "
                "for who is which"
            )


def _among(names: Iterable[str], others: Iterable[str]) -> str:
    """Return those of ``names`` that are among ``others``, as a list in words, ``""`` where none is."""
    found = [name for name in names if name in others]
    return listed(found) if found else ""


def _about_two_modes(edges: EdgeList, simple: CollapsedEdges, wanted: set[str]) -> Iterator[str]:
    sides = simple.sides
    if sides is None:
        source, target = simple.ends
        within = np.flatnonzero((simple.mode[source] == 0) & (simple.mode[target] == 0))
        if len(within):
            attributes = dict(zip(edges.nodes, edges.attributes, strict=True))
            ends = (simple.nodes[end[within[0]]] for end in (source, target))
            example = " to ".join(str(attributes[node].get("label", node)) for node in ends)
            yield (
                f"the network is not of two modes: {counted(len(within), 'tie')} from actor to actor, such as "
                f"{example}; --kind keeps actors of one kind on one side"
            )
        return
    mixed = sorted(name for name in wanted if MEASURES[name].within_modes)
    if mixed:
        scaled = (
            "two-mode-closeness and two-mode-eigenvector are"
            if simple.components == 1
            else "two-mode-closeness is"
        )
        yield (
            f"the network has two modes: in {listed(mixed)} compare nodes of one mode with each other only; "
            f"{scaled} scaled for each mode, and {one_mode_of(edges.about.get('name', ''))} links actors to "
            "actors"
        )
    if "betweenness" in wanted:
        instead = "two-mode-betweenness" if min(int(side.sum()) for side in sides) > 1 else "two-mode-degree"
        yield (
            f"the network has two modes, which betweenness is not scaled for; use {instead}. With directions "
            "read it would be 0 for all, since no path goes on from the second mode"
        )
    if "clustering" in wanted:
        yield (
            "clustering in a network of two modes, which has no triangles, is 0, or undefined (nan) for fewer "
            f"than two neighbours; {_ONE_MODE}"
        )
    holes = _among(sorted(wanted), {"constraint", "effective-size"})
    if holes:
        yield (
            "the network has two modes, so no two neighbours are linked and every tie bridges a hole: "
            f"{holes} only {'read' if ' and ' in holes else 'reads'} the degrees and weights; {_ONE_MODE}"
        )
    if "brokerage" in wanted:
        yield (
            "the network has two modes: brokerage is then between actors by an event, or between events by an "
            "actor; use a one-mode projection such as actors"
        )


def _about_density(
    edges: EdgeList, simple: CollapsedEdges, directed: CollapsedEdges, names: tuple[str, ...]
) -> Iterator[str]:
    count = len(simple)
    sides = simple.sides
    possible = int(sides[0].sum()) * int(sides[1].sum()) if sides else math.comb(count, 2)
    if count <= 2 or possible <= 2:
        return
    even = simple.is_even
    other = "a projection of other ties" + ("" if edges.about.get("name") == "actors" else ", such as actors")
    if even and simple.edges == possible and directed.is_symmetric:
        yield (
            "the network is nearly complete (density 1.00) and all its ties weigh the same, so that no measure "
            f"tells {'nodes of one mode' if sides else 'its nodes'} apart; use {other}"
        )
        return
    blind: dict[tuple[str, int], list[str]] = {}
    for name in names:
        measure = MEASURES[name]
        undefined = name == "clustering" if sides else measure.two_mode
        counts_ties = not measure.weights or (even and measure.local)
        if counts_ties and not undefined:
            density, few = _links(measure, simple, directed)
            if density >= _NEAR_COMPLETE:
                blind.setdefault((f"{density:.2f}", few), []).append(name)
    for (rounded, few), those in blind.items():
        tell = "tells" if len(those) == 1 else "tell"
        told = f"{tell} little but the {few} least linked nodes apart" if few else f"hardly {tell} nodes apart"
        instead = (
            f"all its ties weigh the same, so that strength says no more; use {other}"
            if even
            else "strength reads the weights, and a backbone keeps the ties that stand out"
        )
        yield f"the network is nearly complete (density {rounded}), so {listed(those)} {told}; {instead}"


def _links(measure: Measure, simple: CollapsedEdges, directed: CollapsedEdges) -> tuple[float, int]:
    """Return the density of the links that a measure counts, and how many nodes have well fewer.

    Those are the nodes with less than :data:`_NEAR_COMPLETE` of the links that they could have.
    """
    counted_in = directed if measure.directed else simple
    out, into = counted_in.out_degrees, counted_in.in_degrees
    one_way = {"in-degree": into, "out-degree": out}
    links = one_way.get(measure.name, out + into if measure.directed else out)
    ways = 2 if measure.directed and measure.name not in one_way else 1
    most = np.full(len(simple), len(simple) - 1)
    if simple.sides:
        first, second = simple.sides
        most = np.where(first, second.sum(), first.sum())
    most = ways * most
    return int(links.sum()) / int(most.sum()), int(np.count_nonzero(links < _NEAR_COMPLETE * most))


def _about_directions(edges: EdgeList, directed: CollapsedEdges, wanted: set[str]) -> Iterator[str]:
    one_way = edges.has_directions
    if not one_way and {"in-degree", "out-degree"} & wanted:
        yield "the network has no directions: in-degree and out-degree both equal degree; use degree"
    if not one_way and "brokerage" in wanted:
        yield (
            "the network has no directions: each pair is brokered in both orders, and gatekeeper equals "
            "representative"
        )
    if one_way and "eigenvector" in wanted and nx.is_directed_acyclic_graph(directed.graph):
        yield (
            "the network has no cycle, so with its directions eigenvector would be 0 for all; they are not "
            "read here, pagerank reads them"
        )


def _about_parts(simple: CollapsedEdges, directed: CollapsedEdges, wanted: set[str]) -> Iterator[str]:
    if "hits" in wanted and (silent := without_hits(directed)):
        yield (
            "hits falls into separate parts, each of sources with their targets, and reads the strongest: hub "
            f"and authority are 0 for {silent} of the nodes with ties; pagerank scores all"
        )
    if wanted.isdisjoint(("closeness", "two-mode-closeness")) or (components := simple.components) == 1:
        return
    if "closeness" in wanted:
        yield (
            f"the network falls into {components} components: closeness counts only the nodes in reach; "
            "harmonic counts all, those out of reach as 0"
        )
    if "two-mode-closeness" in wanted and simple.sides:
        yield (
            f"the network falls into {components} components: two-mode-closeness is taken in each, times its "
            "share of the nodes; two-mode-degree needs no paths"
        )


def _about_undefined(
    simple: CollapsedEdges, names: tuple[str, ...], undefined: Mapping[str, int]
) -> Iterator[str]:
    # In the order of the measures, whatever the order in which they were asked for.
    those_of: dict[str, list[str]] = {measure.undefined_for: [] for measure in MEASURES.values()}
    for name in names:
        # Of clustering in a network of two modes it is said with the rest about it.
        if undefined.get(name) and not (name == "clustering" and simple.sides):
            those_of[MEASURES[name].undefined_for].append(name)
    for whom, those in those_of.items():
        if whom and those:
            yield f"{listed(those)}: undefined (nan) for the {undefined[those[0]]} nodes {whom}"
