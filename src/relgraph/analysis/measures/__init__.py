"""The measures, by name: what each one is, its unit and normalization, and NetworkX's function behind it.

A measure reads a network that :func:`collapse` made: one edge a pair, ``weight`` (a strength) summed, ``cost``
for what reads paths, no self-loops. Brokerage roles and effective size are computed here; all else is
NetworkX's.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import networkx as nx
from scipy import sparse

from relgraph.errors import ProjectionError
from relgraph.projection import Network

Values: TypeAlias = "dict[str, float]"
"""One value a node."""


class UndefinedError(Exception):
    """Why a measure has no value on a network; ``centrality`` makes it a warning."""


@dataclass(frozen=True)
class Measure:
    """A measure of the nodes of a network.

    ``meaning`` says what one unit of it is. A ``directed`` measure reads the collapsed network with its
    directions (an undirected edge counts both ways), any other reads it without. ``compute`` takes that network
    and returns one value a node for each of ``columns``; the first column ranks. It raises
    :class:`UndefinedError` with the reason where the network gives it nothing to measure. ``paths`` says that
    it reads the ``cost`` of edges, ``weights`` that it reads their ``weight`` or ``cost`` at all, ``local``
    that the edges of others make no difference to the value of a node.
    """

    name: str
    meaning: str
    directed: bool
    columns: tuple[str, ...]
    compute: Callable[[Network], tuple[Values, ...]]
    weights: bool = True
    paths: bool = False
    local: bool = False


def collapse(network: Network, *, directed: bool, cost_exponent: float = 1.0) -> Network:
    """Return ``network`` as a Graph or DiGraph with one edge a pair, ``weight`` summed, self-loops left out.

    ``cost`` is what a path pays for an edge: 1 / weight ** ``cost_exponent`` (0 to 2). With 1, the default, an
    edge twice as strong is half as long (Newman 2001); with 0 every edge costs 1 and weights do not matter;
    between them the number of steps weighs in (Opsahl, Agneessens and Skvoretz 2010, Social Networks 32).
    An edge with ``directed`` false counts once in a Graph and both ways in a DiGraph. Nodes keep ``bipartite``.

    Raises :class:`~relgraph.errors.ProjectionError` for a weight that is not a number from 1e-6 to 1e6, and for
    an exponent out of range.
    """
    if not 0 <= cost_exponent <= 2:
        raise ProjectionError(
            f"the cost exponent is {cost_exponent:g}; it must be a number from 0 to 2",
            "1 reads 1/weight as the cost of an edge, 0 counts steps",
        )
    simple: Network = nx.DiGraph() if directed else nx.Graph()
    for node in sorted(network):
        data = network.nodes[node]
        simple.add_node(node, **({"bipartite": data["bipartite"]} if "bipartite" in data else {}))
    for source, target, data in network.edges(data=True):
        weight = strength_of(source, target, data)
        if source == target:
            continue
        ways = [(source, target)]
        if directed and not data.get("directed", network.is_directed()):
            ways.append((target, source))
        for a, b in ways:
            before = simple.edges[a, b]["weight"] if simple.has_edge(a, b) else 0.0
            simple.add_edge(a, b, weight=before + weight)
    for _, _, data in simple.edges(data=True):
        data["cost"] = data["weight"] ** -cost_exponent
    simple.graph["cost_exponent"] = cost_exponent
    return simple


LEAST_STRENGTH = 1e-6
"""The least weight of an edge."""


def strength_of(source: str, target: str, data: dict[str, object]) -> float:
    """Return the weight of an edge; raises ProjectionError where it is not a number from 1e-6 to 1e6."""
    try:
        weight = float(data.get("weight", 1.0))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        weight = math.nan
    if not LEAST_STRENGTH <= weight <= 1e6:
        raise ProjectionError(
            f"the edge {source} to {target} has weight {data.get('weight')}; "
            "strengths must be positive, 1e-6 to 1e6",
            "correct rg:weight of its relation, or leave the relation out",
        )
    return weight


def signed_parts(source: str, target: str, data: dict[str, Any]) -> tuple[float, float]:
    """Return the cooperative and the adverse part of the weight of an edge; what is left of it is neutral.

    An edge of a collapsed network states its parts, any other has one ``sign``. Raises what :func:`strength_of`
    does.
    """
    weight = strength_of(source, target, data)
    if "cooperative" in data and "adverse" in data:
        return float(data["cooperative"]), float(data["adverse"])
    sign = data.get("sign")
    return (weight if sign == "cooperative" else 0.0, weight if sign == "adverse" else 0.0)


# Degree and strength


def _degree(network: Network) -> tuple[Values]:
    """Count neighbours: parallel edges once, self-loops never. 0 to n - 1."""
    return ({node: float(value) for node, value in network.degree()},)


def _in_degree(network: Network) -> tuple[Values]:
    """Count the nodes with an edge to the node; an undirected edge is one to both its ends."""
    return ({node: float(value) for node, value in network.in_degree()},)  # type: ignore[attr-defined]


def _out_degree(network: Network) -> tuple[Values]:
    """Count the nodes with an edge from the node; an undirected edge is one from both its ends."""
    return ({node: float(value) for node, value in network.out_degree()},)  # type: ignore[attr-defined]


def _strength(network: Network) -> tuple[Values]:
    """Sum the weights of the node's edges (Barrat et al. 2004, PNAS 101), in the projection's unit."""
    return ({node: float(value) for node, value in network.degree(weight="weight")},)


# Paths


def _betweenness(network: Network) -> tuple[Values]:
    """Sum, over pairs of others, the share of their shortest paths that pass through the node.

    Divided by the number of those pairs, (n - 1)(n - 2) / 2. Paths are shortest in cost; a pair without a path
    adds nothing; 0 for everyone in a network of two nodes. Freeman (1977), Sociometry 40; computed after
    Brandes (2001).
    """
    exact = network.copy()
    for source, target, cost in _comparable_costs(network):
        exact.edges[source, target]["cost"] = cost
    return (dict(nx.betweenness_centrality(exact, normalized=True, weight="cost")),)


def _comparable_costs(network: Network) -> list[tuple[str, str, int]]:
    """Return the costs as whole numbers in one ratio, so that paths of equal cost are equal to a computer.

    In floating point 1/3 + 1/3 + 1/3 may differ from 1, which would break a tie of two shortest paths.
    """
    edges = list(network.edges(data=True))
    if network.graph["cost_exponent"] == 0:
        return [(source, target, 1) for source, target, _ in edges]
    if network.graph["cost_exponent"] == 1:
        weights = [Fraction(data["weight"]).limit_denominator(10**6) for _, _, data in edges]
        multiple = 1
        for weight in set(weights):
            multiple = math.lcm(multiple, weight.numerator)
            if multiple > 10**60:
                break
        else:
            return [
                (source, target, multiple // weight.numerator * weight.denominator)
                for (source, target, _), weight in zip(edges, weights, strict=True)
            ]
    least = min((data["cost"] for _, _, data in edges), default=1.0)
    return [(source, target, round(1e9 * data["cost"] / least)) for source, target, data in edges]


def _closeness(network: Network) -> tuple[Values]:
    """Return the reciprocal of the mean distance to the nodes in reach, times their share of all others.

    With r nodes in reach at distances d: (r / sum of d) * (r / (n - 1)). 0 for an isolate. Freeman (1978/79),
    Social Networks 1; the share after Wasserman and Faust (1994).
    """
    return (dict(nx.closeness_centrality(network, distance="cost", wf_improved=True)),)


def _harmonic(network: Network) -> tuple[Values]:
    """Sum 1 / distance over all other nodes; what is out of reach adds 0. Not normalized.

    Defined on networks in several parts. Marchiori and Latora (2000), Physica A 285; Boldi and Vigna (2014).
    """
    return (dict(nx.harmonic_centrality(network, distance="cost")),)


# Spectra and walks


def _eigenvector(network: Network) -> tuple[Values]:
    """Return the leading eigenvector of the weighted adjacency matrix, of Euclidean norm 1.

    Unique only where the network is connected. Bonacich (1972), Journal of Mathematical Sociology 2.
    """
    if not nx.is_connected(network):
        raise UndefinedError(
            f"the network falls into {nx.number_connected_components(network)} components, and the leading "
            "eigenvector is not unique there; use pagerank, or strength"
        )
    if len(network) < 3:
        # The sparse solver needs more nodes than eigenvectors and one; a power iteration does not.
        return (dict(nx.eigenvector_centrality(network, weight="weight", max_iter=1000)),)
    return (dict(nx.eigenvector_centrality_numpy(network, weight="weight")),)


def _pagerank(network: Network) -> tuple[Values]:
    """Return the share of time that a random walk spends at the node. Sum 1.

    The walk follows an edge out in proportion to its weight with probability 0.85, else jumps anywhere; from a
    node without a way out it jumps. Page, Brin, Motwani and Winograd (1999); Brin and Page (1998).
    """
    return (dict(nx.pagerank(network, alpha=0.85, weight="weight", tol=1e-12, max_iter=1000)),)


def _hits(network: Network) -> tuple[Values, Values]:
    """Return hub and authority scores: hubs point at authorities, authorities are pointed at by hubs.

    They are the leading singular vectors of the weighted adjacency matrix, each scaled to sum 1. Kleinberg
    (1999), Journal of the ACM 46. Where the edges fall into parts that share no source and no target, all score
    0 save those of the strongest part. Undefined where no edge has a direction (both are eigenvector then) and
    where the two strongest parts are equally strong.
    """
    if network.number_of_edges() == 0:
        raise UndefinedError("no two nodes are linked")
    if is_symmetric(network):
        raise UndefinedError(
            "no edge has a direction, so hubs and authorities are the same nodes; use eigenvector, or pagerank "
            "where the network is in parts"
        )
    if _tied(_parts_of_hits(network)):
        raise UndefinedError(
            "separate parts of the network are equally strong, so that no one of them leads; use pagerank"
        )
    # Without a start of our own the solver takes a random one.
    hubs, authorities = nx.hits(network, max_iter=10_000, tol=0, nstart=dict.fromkeys(network, 1.0))
    return dict(hubs), dict(authorities)


def is_symmetric(network: Network) -> bool:
    """Whether every edge of the collapsed, directed network counts as much the other way."""
    return all(
        network.has_edge(target, source) and network.edges[target, source]["weight"] == data["weight"]
        for source, target, data in network.edges(data=True)
    )


def _parts_of_hits(network: Network) -> list[tuple[float, set[str]]]:
    """Return the parts into which nodes as sources and nodes as targets fall, the strongest first.

    Each with its largest singular value, which it has once, and its nodes. The largest of all is that of the
    adjacency matrix, whose leading vectors are 0 outside the part it comes from.
    """
    sides: nx.Graph[tuple[str, str]] = nx.Graph()
    for source, target, data in network.edges(data=True):
        sides.add_edge(("source", source), ("target", target), weight=data["weight"])
    parts = [
        (_spectral_norm(sides.subgraph(part)), {node for _, node in part})
        for part in nx.connected_components(sides)
    ]
    return sorted(parts, key=lambda part: -part[0])


def without_hits(network: Network) -> int:
    """Return how many nodes with ties score 0 as hub and authority, being outside the strongest part.

    0 where hits is undefined.
    """
    if is_symmetric(network):
        return 0
    try:
        parts = _parts_of_hits(network)
    except sparse.linalg.ArpackError:
        return 0
    return 0 if _tied(parts) else len(set().union(*(nodes for _, nodes in parts[1:])) - parts[0][1])


def _tied(parts: list[tuple[float, set[str]]]) -> bool:
    return len(parts) > 1 and math.isclose(parts[0][0], parts[1][0], rel_tol=1e-9)


def _spectral_norm(part: nx.Graph[tuple[str, str]]) -> float:
    """Return the largest singular value of the matrix from the sources to the targets of ``part``."""
    sources = sorted(node for node in part if node[0] == "source")
    matrix = nx.bipartite.biadjacency_matrix(part, sources)
    if min(matrix.shape) == 1:
        return float(sparse.linalg.norm(matrix))
    return float(sparse.linalg.svds(matrix, k=1, return_singular_vectors=False)[0])


# Structural holes and cohesion


def _linked(network: Network) -> Network:
    return network.subgraph([node for node, degree in network.degree() if degree])


def _constraint(network: Network) -> tuple[Values]:
    """Return how far the node's ties lead back to each other: high where there is no hole to bridge.

    Sum over neighbours j of (p_ij + sum over q of p_iq p_qj) squared, p_ij the share of i's strength that is
    its tie with j. nan for an isolate; may exceed 1 with few neighbours. Burt (1992), Structural Holes.
    """
    linked = _linked(network)
    found = dict(nx.constraint(linked, weight="weight")) if len(linked) else {}
    return ({node: found.get(node, math.nan) for node in network},)


def _effective_size(network: Network) -> tuple[Values]:
    """Return the number of neighbours less their redundancy: 1 where all are linked, d where none are.

    Sum over neighbours j of 1 - sum over q of p_iq m_jq, p_iq the share of i's strength that is its tie with q,
    m_jq that tie of j as a part of j's strongest. nan for an isolate. Burt (1992), Structural Holes.
    """
    linked = _linked(network)
    if len(linked) == 0:
        return (dict.fromkeys(network, math.nan),)
    # NetworkX 3.6 divides by the strongest tie of the wrong node (its pull request 8906), or takes cubic time.
    weights = nx.to_scipy_sparse_array(linked, weight="weight").astype(float)
    shares = sparse.diags_array(1 / weights.sum(axis=1)) @ weights
    parts = sparse.diags_array(1 / weights.max(axis=1).toarray()) @ weights
    redundancy = ((weights > 0) * (shares @ parts.T)).sum(axis=1)
    found = {node: linked.degree(node) - float(lost) for node, lost in zip(linked, redundancy, strict=True)}
    return ({node: found.get(node, math.nan) for node in network},)


def _core(network: Network) -> tuple[Values]:
    """Return the largest k such that the node has k neighbours who each have k such neighbours, and so on.

    Seidman (1983), Social Networks 5. Weights are not read; 0 for an isolate.
    """
    return ({node: float(value) for node, value in nx.core_number(network).items()},)


def _clustering(network: Network) -> tuple[Values]:
    """Return the share of pairs of neighbours that are linked, 0 to 1; nan with fewer than two neighbours.

    Watts and Strogatz (1998), Nature 393. Weights are not read.
    """
    found = nx.clustering(network)
    return (
        {
            # The stubs know that one node alone has one value.
            node: float(found[node]) if degree > 1 else math.nan  # type: ignore[index]
            for node, degree in network.degree()
        },
    )


# Brokerage

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
            for target in reached.difference(network[source], (source,)):
                counts["brokerage"][broker] += 1
                counts[_role(bloc[source], bloc[broker], bloc[target])][broker] += 1
    return tuple(counts.values())


def _role(source: str, broker: str, target: str) -> str:
    if source == target:
        return "coordinator" if source == broker else "consultant"
    if target == broker:
        return "gatekeeper"
    return "representative" if source == broker else "liaison"


# Two modes


def modes(network: Network) -> tuple[set[str], set[str]] | None:
    """Return the nodes of either mode (``bipartite`` 0 and 1), or ``None`` where there are not two modes."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for node, data in network.nodes(data=True):
        if data.get("bipartite") not in (0, 1):
            return None
        sides[data["bipartite"]].add(node)
    crossing = all((source in sides[0]) != (target in sides[0]) for source, target in network.edges())
    return sides if crossing and all(sides) else None


def _first_mode(network: Network) -> set[str]:
    sides = modes(network)
    if sides is None:
        raise UndefinedError(
            "the network has not two modes (nodes with bipartite 0 and 1, edges from one to the other); "
            "use the measure without two-mode- in its name"
        )
    return sides[0]


def _two_mode_degree(network: Network) -> tuple[Values]:
    """Return the share of the other mode that the node is linked to, 0 to 1. Weights are not read.

    Borgatti and Everett (1997), Social Networks 19.
    """
    return (dict(nx.bipartite.degree_centrality(network, _first_mode(network))),)


def _two_mode_closeness(network: Network) -> tuple[Values]:
    """Return the least possible sum of distances over the node's own, 0 to 1. A step costs 1.

    With n nodes in its mode and m in the other the least is m + 2 (n - 1): all of the other mode one step away,
    the rest of its own two. In a network of several parts it is taken in the node's part, times the part's
    share of all other nodes; 0 for an isolate. Borgatti and Everett (1997), Social Networks 19.
    """
    first = _first_mode(network)
    values = dict.fromkeys(network, 0.0)
    # NetworkX takes the least of the whole network in every part, which makes scores above 1.
    for part in nx.connected_components(network):
        if len(part) > 1:
            share = (len(part) - 1) / (len(network) - 1)
            found = nx.bipartite.closeness_centrality(network.subgraph(part), first & part)
            values.update({node: value * share for node, value in found.items()})
    return (values,)


def _two_mode_betweenness(network: Network) -> tuple[Values]:
    """Return betweenness over the most that a node of its mode could have with modes of these sizes, 0 to 1.

    A step costs 1. Borgatti and Everett (1997), Social Networks 19.
    """
    first = _first_mode(network)
    try:
        return (dict(nx.bipartite.betweenness_centrality(network, first)),)
    except ZeroDivisionError:
        raise UndefinedError(
            "one mode has a single node, so nothing of the other can lie between; use two-mode-degree"
        ) from None


def _two_mode_eigenvector(network: Network) -> tuple[Values]:
    """Return the leading eigenvector of the two-mode network over its largest possible value, sqrt(1/2).

    Each mode has Euclidean norm 1 then. Weights are not read. Borgatti and Everett (1997), Social Networks 19.
    """
    _first_mode(network)
    if not nx.is_connected(network):
        raise UndefinedError(
            f"the network falls into {nx.number_connected_components(network)} components, and the leading "
            "eigenvector is not unique there; use two-mode-degree"
        )
    plain: Network = nx.Graph()
    plain.add_nodes_from(network)
    plain.add_edges_from(network.edges(), weight=1.0)
    return ({node: value * math.sqrt(2) for node, value in _eigenvector(plain)[0].items()},)


def _catalogue() -> dict[str, Measure]:
    def one(
        name: str,
        meaning: str,
        compute: Callable[[Network], tuple[Values, ...]],
        *,
        directed: bool = False,
        weights: bool = True,
        paths: bool = False,
        local: bool = False,
    ) -> Measure:
        return Measure(name, meaning, directed, (name,), compute, weights, paths, local)

    entries = (
        one("degree", "number of neighbours", _degree, weights=False, local=True),
        one(
            "in-degree",
            "number of nodes with an edge to it",
            _in_degree,
            directed=True,
            weights=False,
            local=True,
        ),
        one(
            "out-degree",
            "number of nodes with an edge from it",
            _out_degree,
            directed=True,
            weights=False,
            local=True,
        ),
        one("strength", "sum of the weights of its edges", _strength, local=True),
        one(
            "betweenness",
            "share of shortest paths between others that pass through it (Freeman 1977), 0 to 1",
            _betweenness,
            paths=True,
        ),
        one(
            "closeness",
            "reciprocal of the mean distance to the nodes in reach, scaled by their share "
            "(Freeman 1979; Wasserman and Faust 1994)",
            _closeness,
            paths=True,
        ),
        one(
            "harmonic",
            "sum of 1/distance to all others, 0 for those out of reach (Marchiori and Latora 2000)",
            _harmonic,
            paths=True,
        ),
        one(
            "eigenvector",
            "weighted ties to nodes that score high themselves (Bonacich 1972), Euclidean norm 1",
            _eigenvector,
        ),
        one(
            "pagerank",
            "share of time of a random walk along weighted edges, damping 0.85 (Page et al. 1999), sum 1",
            _pagerank,
            directed=True,
        ),
        Measure(
            "hits",
            "hub: weighted edges to authorities; authority: weighted edges from hubs (Kleinberg 1999), "
            "each of sum 1",
            True,
            ("hub", "authority"),
            _hits,
        ),
        one(
            "constraint",
            "how far its weighted ties lead back to each other, low for one who bridges holes (Burt 1992)",
            _constraint,
        ),
        one(
            "effective-size",
            "number of neighbours less their redundancy, by weighted ties (Burt 1992)",
            _effective_size,
        ),
        one(
            "core",
            "largest k such that it has k neighbours who have k such neighbours (Seidman 1983), "
            "weights not read",
            _core,
            weights=False,
        ),
        one(
            "clustering",
            "share of pairs of its neighbours that are linked (Watts and Strogatz 1998), weights not read",
            _clustering,
            weights=False,
        ),
        Measure(
            "brokerage",
            "ordered pairs without an edge of their own that it links, in all and by role between blocs "
            "(Gould and Fernandez 1989), weights not read",
            True,
            ("brokerage", *ROLES),
            _brokerage,
            weights=False,
        ),
        one(
            "two-mode-degree",
            "share of the other mode that it is linked to (Borgatti and Everett 1997), weights not read",
            _two_mode_degree,
            weights=False,
        ),
        one(
            "two-mode-closeness",
            "least possible sum of distances over its own (Borgatti and Everett 1997), a step costs 1",
            _two_mode_closeness,
            weights=False,
        ),
        one(
            "two-mode-betweenness",
            "betweenness over the most that its mode allows (Borgatti and Everett 1997), a step costs 1",
            _two_mode_betweenness,
            weights=False,
        ),
        one(
            "two-mode-eigenvector",
            "ties to nodes of the other mode that score high themselves (Borgatti and Everett 1997), "
            "Euclidean norm 1 in each mode, weights not read",
            _two_mode_eigenvector,
            weights=False,
        ),
    )
    return {measure.name: measure for measure in entries}


MEASURES: dict[str, Measure] = _catalogue()
"""The measures, by name."""

DEFAULT_MEASURES = ("degree", "strength", "betweenness", "pagerank")
