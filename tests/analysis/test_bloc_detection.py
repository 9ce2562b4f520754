"""Blocs: small networks worked out by hand, and how firm the blocs are."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import BRIDGED, plain

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network
from relgraph.analysis import balance, blocs
from relgraph.errors import ProjectionError


def ring() -> Network:
    """Return ten nodes in a circle, which has many ways to fall into blocs."""
    return plain(a + b for a, b in zip("abcdefghij", "bcdefghija", strict=True))


def test_two_triangles_are_two_blocs() -> None:
    found = blocs(BRIDGED)
    assert found.of == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}
    # 6 of 7 edges within; each half of the ends would make (7/14)^2 by chance.
    assert found.modularity == pytest.approx(6 / 7 - 2 * (7 / 14) ** 2)
    assert found.agreement == 1
    assert {row[4] for row in found.rows} == {1.0}
    assert (found.together("a", "b"), found.together("c", "d")) == (1, 0)
    assert found.balance is None
    assert found.warnings == ()


def test_weights_pull_and_parallel_edges_are_weight() -> None:
    square = plain(["ab", "bc", "cd", "da"])
    for pair in ("ab", "cd"):
        square.add_edge(*pair, weight=4.0)
    parallel = plain(["bc", "da", *["ab"] * 5, *["cd"] * 5])
    for network in (square, parallel):
        found = blocs(network)
        assert found.of == {"a": 1, "b": 1, "c": 2, "d": 2}
        assert found.modularity == pytest.approx(10 / 12 - 2 * (12 / 24) ** 2)


def test_a_higher_resolution_makes_smaller_blocs() -> None:
    assert len(set(blocs(BRIDGED, resolution=0.1).of.values())) == 1
    assert len(set(blocs(BRIDGED, resolution=3).of.values())) > 2


def test_stability_is_the_mean_of_falling_together() -> None:
    found = blocs(ring(), runs=40)
    assert found.agreement < 0.9
    for bloc, node, _, _, stability in found.rows:
        mates = [other for other in found.of if found.of[other] == bloc and other != node]
        assert mates
        assert stability == pytest.approx(sum(found.together(node, mate) for mate in mates) / len(mates))
    assert any(row[4] < 1 for row in found.rows)
    assert any("runs disagree" in warning for warning in blocs(ring(), runs=40).warnings) == (
        found.agreement < 0.8
    )
    # The best of all runs is what is returned.
    assert found.modularity >= max(blocs(ring(), runs=1, seed=seed).modularity for seed in range(5)) - 1e-9


def test_agreement_is_the_mean_over_pairs_of_runs() -> None:
    two = blocs(ring(), runs=2)
    nodes = sorted(ring())
    # With two runs a pair is together in none, one or both; from that both partitions' likeness follows.
    shares = {two.together(a, b) for a in nodes for b in nodes if a < b}
    assert (two.agreement == 1) == (0.5 not in shares)
    assert math.isnan(blocs(ring(), runs=1).agreement)


def test_the_same_seed_gives_the_same_blocs() -> None:
    assert blocs(ring(), seed=3).to_json() == blocs(ring(), seed=3).to_json()
    assert any(blocs(ring(), seed=3).to_csv() != blocs(ring(), seed=other).to_csv() for other in range(4, 12))


def test_isolates_are_blocs_and_no_edges_are_said() -> None:
    network = BRIDGED.copy()
    network.add_node("z")
    found = blocs(network)
    assert found.rows[-1] == (3, "z", "z", "", 1.0)
    edgeless: Network = nx.empty_graph(["a", "b"], create_using=nx.Graph)
    nothing = blocs(edgeless)
    assert set(nothing.of.values()) == {1, 2}
    assert math.isnan(nothing.modularity)
    assert any("no two nodes are tied" in warning for warning in nothing.warnings)
    assert json.loads(nothing.to_json())["modularity"] is None
    one: Network = nx.empty_graph(["a"], create_using=nx.Graph)
    assert blocs(one).of == {"a": 1}


@pytest.mark.parametrize(
    ("options", "says"),
    [({"runs": 0}, "0 runs"), ({"resolution": 0}, "positive"), ({"resolution": math.nan}, "positive")],
)
def test_numbers_that_make_no_sense_are_errors(options: dict[str, float], says: str) -> None:
    with pytest.raises(ProjectionError, match=says):
        blocs(BRIDGED, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("sign", ["adverse", "neutral"])
@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_a_weight_that_is_no_strength_is_an_error(weight: float, sign: str) -> None:
    network: Network = nx.Graph()
    network.add_edge("a", "b", weight=weight, sign=sign)
    with pytest.raises(ProjectionError, match="must be positive"):
        blocs(network)
    with pytest.raises(ProjectionError, match="must be positive"):
        balance(network)
    with pytest.raises(ProjectionError, match="no nodes"):
        blocs(nx.Graph())


def test_csv_json_and_frame_hold_the_same() -> None:
    found = blocs(BRIDGED)
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))
    assert [(row["iri"], row["bloc"], row["stability"]) for row in rows][:1] == [("a", "1", "1.0")]
    content = json.loads(found.to_json())
    assert [node["iri"] for node in content["nodes"]] == list("abcdef")
    assert content["balance"] is None
    assert list(found.to_pandas()["bloc"]) == [1, 1, 1, 2, 2, 2]


edges = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(1, 5), st.sampled_from("+-0")),
    max_size=14,
)


@settings(max_examples=50, deadline=None)
@given(edges)
def test_renaming_the_nodes_renames_blocs_and_triads(drawn: list[tuple[str, str, int, str]]) -> None:
    names = {"+": "cooperative", "-": "adverse", "0": "neutral"}
    networks: list[Network] = [nx.MultiDiGraph(), nx.MultiDiGraph()]
    for network, prefix in zip(networks, ("", "n"), strict=True):
        network.add_nodes_from(prefix + name for name in "abc")
        for source, target, weight, sign in drawn:
            network.add_edge(prefix + source, prefix + target, weight=float(weight), sign=names[sign])
    before, after = (blocs(network, runs=10) for network in networks)
    assert {"n" + node: bloc for node, bloc in before.of.items()} == after.of
    assert before.modularity == pytest.approx(after.modularity, nan_ok=True)
    assert set(before.of) == set(networks[0])
    assert all(0 < row[4] <= 1 for row in before.rows)
    triads, renamed = balance(networks[0]).triads, balance(networks[1]).triads
    assert [(*("n" + node for node in triad.nodes), triad.signs) for triad in triads] == [
        (*triad.nodes, triad.signs) for triad in renamed
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_edges_changes_no_bloc(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - test data
    ties = [
        (*pair, draw.choice((0.1, 0.2, 0.7))) for pair in combinations("abcdefghij", 2) if draw.random() < 0.5
    ]
    found = []
    for order in (ties, ties[::-1], draw.sample(ties, len(ties))):
        network: Network = nx.MultiGraph()
        for source, target, weight in order:
            network.add_edge(source, target, weight=weight)
            network.add_edge(target, source, weight=0.2)
        found.append(blocs(network, runs=20).to_json())
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_projection_of_the_meeting_has_blocs(meeting: KnowledgeGraph, name: str) -> None:
    network = relgraph.project(meeting, name)
    found = blocs(network, runs=10)
    assert set(found.of) == set(network)
    assert not math.isnan(found.modularity)
