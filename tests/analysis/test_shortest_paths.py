"""Measures of paths against NetworkX, which walks the same network with costs that are fractions."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import networkx as nx
import pytest
from small_networks import graph

import relgraph
from relgraph import Network
from relgraph.analysis import Scoring, collapse

PATHS = ("betweenness", "closeness", "harmonic")

WEIGHTS: dict[str, Callable[[random.Random], float]] = {
    "alike": lambda _: 1,
    "few ties": lambda chance: chance.randint(1, 5),
    "costs beyond 2**53": lambda chance: chance.choice(
        [1, 2, 3, 6, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
    ),
    "fractions": lambda chance: chance.randint(1, 9) / chance.randint(1, 9),
    "very far apart": lambda chance: 10.0 ** chance.randint(-6, 12),
}


def made(nodes: int, edges: int, weigh: Callable[[random.Random], float]) -> Network:
    """Return a network by chance: two parts and an isolate, parallel edges, self-loops, edges of both kinds."""
    chance = random.Random(7)  # noqa: S311 - not for secrets
    network: Network = nx.MultiDiGraph()
    network.add_nodes_from(f"n{number}" for number in range(nodes + 1))
    for _ in range(edges):
        part = chance.choice([range(nodes // 2), range(nodes // 2, nodes)])
        source, target = (f"n{chance.choice(part)}" for _ in range(2))
        network.add_edge(source, target, weight=weigh(chance), directed=chance.random() < 0.5)
    return network


def by_networkx(network: Network, exponent: int) -> dict[str, dict[str, Any]]:
    simple = collapse(network, directed=False)
    for _, _, data in simple.edges(data=True):
        data["cost"] = Fraction(data["weight"]).limit_denominator(10**6) ** -exponent
    return {
        "betweenness": nx.betweenness_centrality(simple, weight="cost"),
        "closeness": nx.closeness_centrality(simple, distance="cost"),
        "harmonic": dict(nx.harmonic_centrality(simple, distance="cost")),
    }


@pytest.mark.parametrize("exponent", [0, 1])
@pytest.mark.parametrize("weigh", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize(("nodes", "edges"), [(4, 6), (40, 60), (40, 400)])
def test_what_networkx_gives_with_exact_costs(
    nodes: int, edges: int, weigh: Callable[[random.Random], float], exponent: int
) -> None:
    network = made(nodes, edges, weigh)
    scores = relgraph.centrality(network, Scoring(PATHS, cost_exponent=exponent))
    for measure, expected in by_networkx(network, exponent).items():
        found = {node: scores.value(node, measure) for node in network}
        assert found == pytest.approx(
            {node: float(value) for node, value in expected.items()}, rel=1e-9, abs=1e-15
        )


@pytest.mark.parametrize("names", [tuple("axyc"), tuple("ayxc"), tuple("cxya"), tuple("cyxa")])
def test_the_shorter_path_is_found_where_floating_point_sees_none(names: tuple[str, ...]) -> None:
    many = 10**9
    left, longer, shorter, right = names
    # 1 / (many - 1) + 1 / (many + 1) exceeds 2 / many by one part in 10**18.
    network = graph(
        (left, longer, many - 1), (longer, right, many + 1), (left, shorter, many), (shorter, right, many)
    )
    scores = relgraph.centrality(network, ["betweenness"])
    # The shorter one lies between the ends. From the longer to it the way leads over the stronger tie.
    assert {node: scores.value(node, "betweenness") for node in names} == pytest.approx(
        {left: 0, longer: 0, shorter: 1 / 3, right: 1 / 3}
    )


def test_networks_of_one_node_and_of_two() -> None:
    alone: Network = nx.Graph()
    alone.add_node("a")
    assert relgraph.centrality(alone, PATHS).rows[0].values == (0, 0, 0)
    for row in relgraph.centrality(graph(("a", "b", 4)), PATHS).rows:
        assert row.values == (0, 4, 4)


def test_a_long_chain() -> None:
    length = 900
    chain = nx.path_graph([f"n{number:03}" for number in range(length)])
    scores = relgraph.centrality(chain, PATHS)
    for place, node in enumerate(chain):
        before, after = place, length - 1 - place
        pairs = (length - 1) * (length - 2) / 2
        total = (before * (before + 1) + after * (after + 1)) / 2
        assert scores.value(node, "betweenness") == pytest.approx(before * after / pairs, rel=1e-9)
        assert scores.value(node, "closeness") == pytest.approx((length - 1) / total, rel=1e-9)
    assert scores.value("n000", "harmonic") == pytest.approx(
        sum(1 / step for step in range(1, length)), rel=1e-9
    )


@pytest.mark.parametrize(("own", "other"), [(2, 2), (2, 7), (7, 2), (9, 5), (5, 9), (12, 12)])
def test_two_modes_as_networkx_gives_them(own: int, other: int) -> None:
    network = nx.bipartite.random_graph(own, other, 0.5, seed=3)
    network = nx.relabel_nodes(network, {node: f"n{node:02}" for node in network})
    first = {node for node, data in network.nodes(data=True) if data["bipartite"] == 0}
    scores = relgraph.centrality(network, ["two-mode-betweenness", "two-mode-closeness"])
    expected = nx.bipartite.betweenness_centrality(network, first)
    assert {node: scores.value(node, "two-mode-betweenness") for node in network} == pytest.approx(
        expected, rel=1e-9
    )
    if nx.is_connected(network):
        expected = nx.bipartite.closeness_centrality(network, first)
        assert {node: scores.value(node, "two-mode-closeness") for node in network} == pytest.approx(
            expected, rel=1e-9
        )
