"""Blocs and balance: small networks worked out by hand, how firm the blocs are, and the command."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from conftest import Read, Run, turtle
from hypothesis import given, settings
from hypothesis import strategies as st

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network
from relgraph.analysis import Triad, balance, blocs
from relgraph.analysis.bloc_detection import adjusted_rand_index
from relgraph.errors import ProjectionError


def plain(*pairs: str) -> Network:
    network: Network = nx.MultiGraph()
    for source, target in map(tuple, pairs):
        network.add_edge(source, target, weight=1.0, directed=False)
    return network


def signed(*ties: str) -> Network:
    """Return a network of ties such as ``"a+b"`` and ``"b-c"``; ``"a0b"`` is neutral."""
    network: Network = nx.MultiDiGraph()
    for source, sign, target in map(tuple, ties):
        name = {"+": "cooperative", "-": "adverse", "0": "neutral"}[sign]
        network.add_edge(source, target, weight=1.0, directed=True, sign=name)
    return network


def ring() -> Network:
    """Return ten nodes in a circle, which has many ways to fall into blocs."""
    return plain(*(a + b for a, b in zip("abcdefghij", "bcdefghija", strict=True)))


TRIANGLES = plain("ab", "ac", "bc", "cd", "de", "df", "ef")  # two triangles, joined by c-d


def test_two_triangles_are_two_blocs() -> None:
    found = blocs(TRIANGLES)
    assert found.of == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}
    # 6 of 7 edges within; each half of the ends would make (7/14)^2 by chance.
    assert found.modularity == pytest.approx(6 / 7 - 2 * (7 / 14) ** 2)
    assert found.agreement == 1
    assert {row[4] for row in found.rows} == {1.0}
    assert (found.together("a", "b"), found.together("c", "d")) == (1, 0)
    assert found.balance is None
    assert found.warnings == ()


def test_weights_pull_and_parallel_edges_are_weight() -> None:
    square = plain("ab", "bc", "cd", "da")
    for pair in ("ab", "cd"):
        square.add_edge(*pair, weight=4.0)
    parallel = plain("bc", "da", *["ab"] * 5, *["cd"] * 5)
    for network in (square, parallel):
        found = blocs(network)
        assert found.of == {"a": 1, "b": 1, "c": 2, "d": 2}
        assert found.modularity == pytest.approx(10 / 12 - 2 * (12 / 24) ** 2)


def test_a_higher_resolution_makes_smaller_blocs() -> None:
    assert len(set(blocs(TRIANGLES, resolution=0.1).of.values())) == 1
    assert len(set(blocs(TRIANGLES, resolution=3).of.values())) > 2


@pytest.mark.parametrize(
    ("first", "second", "index"),
    [
        ((0, 0, 1, 1), (1, 1, 0, 0), 1),
        ((0, 0, 1, 1), (0, 1, 0, 1), (0 - 2 / 3) / (2 - 2 / 3)),  # 2 and 2 pairs of 6, none in both
        ((0, 0, 0, 1, 1, 1), (0, 0, 1, 1, 2, 2), (2 - 6 * 3 / 15) / (4.5 - 6 * 3 / 15)),
        ((0, 1, 2), (0, 1, 2), 1),
        ((0,), (0,), 1),
    ],
)
def test_the_adjusted_rand_index(first: tuple[int, ...], second: tuple[int, ...], index: float) -> None:
    assert adjusted_rand_index(first, second) == pytest.approx(index)
    assert adjusted_rand_index(second, first) == pytest.approx(index)


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
    network = TRIANGLES.copy()
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
        blocs(TRIANGLES, **options)  # type: ignore[arg-type]


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
    found = blocs(TRIANGLES)
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


# Balance


@pytest.mark.parametrize(
    ("ties", "balanced"),
    [
        (("a+b", "b+c", "a+c"), True),
        (("a+b", "b-c", "a-c"), True),  # a common foe
        (("a+b", "b+c", "a-c"), False),
        (("a-b", "b-c", "a-c"), False),
    ],
)
def test_the_four_triads(ties: tuple[str, ...], balanced: bool) -> None:
    found = balance(signed(*ties))
    assert len(found.triads) == 1
    assert found.triads[0].balanced == balanced
    assert found.share == float(balanced)
    assert (found.balanced, found.unbalanced) == ((found.triads, ()) if balanced else ((), found.triads))


def test_a_signed_network_worked_out() -> None:
    # abc is unbalanced, bcd balanced; a-d is no tie, and e is tied to a by both signs and to b by none.
    network = signed("a+b", "b+c", "c-a", "b+d", "d+c", "a+e", "e-a", "b0e", "a-a", "b+a")
    found = balance(network, {"a": 1, "b": 1, "c": 1, "d": 2, "e": 1})
    assert found.triads == (Triad(("a", "b", "c"), (1, -1, 1)), Triad(("b", "c", "d"), (1, 1, 1)))
    assert found.share == 0.5
    assert found.ambivalent == (("a", "e"),)
    assert (found.cooperative, found.adverse) == (4, 1)
    # Adverse within bloc 1, cooperative between 1 and 2.
    assert found.frustrated == (("a", "c", -1), ("b", "d", 1), ("c", "d", 1))
    assert balance(network).frustrated is None


def test_a_pair_that_turns_both_signs_leaves_its_triads() -> None:
    assert len(balance(signed("a+b", "b+c", "a+c")).triads) == 1
    assert balance(signed("a+b", "b+c", "a+c", "c-a")).triads == ()
    assert math.isnan(balance(signed("a+b")).share)


def test_adverse_ties_do_not_bind() -> None:
    # Two camps; within each all cooperate, between them all ties are adverse, and stronger.
    network = signed("a+b", "b+c", "a+c", "d+e", "e+f", "d+f")
    for pair in ("ad", "be", "cf"):
        network.add_edge(*pair, weight=9.0, directed=True, sign="adverse")
    found = blocs(network)
    assert found.of == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}
    assert found.balance is not None
    assert found.balance.frustrated == ()
    assert any("3 adverse edges left out" in sentence for sentence in found.method)
    assert any("2 of 2 triads are balanced (100%)" in sentence for sentence in found.method)


def test_no_adverse_tie_is_said() -> None:
    network = signed("a+b", "b+c", "a+c")
    network.graph["name"] = "signed"
    assert any("no tie is adverse" in sentence for sentence in blocs(network).method)


def test_adverse_ties_in_ambivalent_pairs_alone_are_said() -> None:
    network = signed("a+b", "b+c", "a+c", "c+d", "c-d")
    method = blocs(network).method
    assert not any("no tie is adverse" in sentence for sentence in method)
    assert any(
        "every adverse tie is in a pair with ties of both signs" in sentence and "the 1 triads" in sentence
        for sentence in method
    )


MIXED = """
    <a> a rg:State . <b> a rg:State . <c> a rg:State . <d> a rg:State . <e> a rg:State .
    <a> rg:supports <b> ; rg:appreciates <b> ; rg:opposes <b> .
    <a> rg:supports <c> . <b> rg:supports <c> . <c> rg:opposes <d> .
    <d> rg:supports <e> ; rg:opposes <e> . <e> rg:opposes <d> . <e> rg:supports <b> .
    <c> rg:supports <e> . <b> rg:opposes <d> .
"""


@pytest.mark.parametrize("name", ["actors", "signed", "full"])
def test_collapsing_changes_no_pair_triad_or_bloc(read: Read, name: str) -> None:
    acts = read(MIXED)
    apart, together = (relgraph.project(acts, name, collapsed=collapsed) for collapsed in (False, True))
    assert together.number_of_edges() < apart.number_of_edges()
    found = balance(together)
    # a to b is supported twice and opposed once, d to e once each: both pairs have both signs.
    assert [tuple(iri[-1] for iri in pair) for pair in found.ambivalent] == [("a", "b"), ("d", "e")]
    assert (found.cooperative, found.adverse) == (4, 2)
    assert [("".join(iri[-1] for iri in triad.nodes), triad.signs) for triad in found.triads] == [
        ("bcd", (1, -1, -1)),
        ("bce", (1, 1, 1)),
    ]
    assert found == balance(apart)
    before, after = blocs(apart), blocs(together)
    assert before.rows == after.rows
    assert before.modularity == after.modularity
    assert before.balance == after.balance
    assert any("left out" in text and "only as far as they are adverse" in text for text in after.method)


def test_of_an_edge_of_both_signs_the_cooperative_and_neutral_part_binds() -> None:
    network = plain("bc", "da")
    for pair, cooperative, adverse in (("ab", 3.0, 5.0), ("cd", 0.0, 5.0)):  # and 1 that is neutral
        weight = cooperative + adverse + 1
        network.add_edge(*pair, weight=weight, cooperative=cooperative, adverse=adverse, sign="adverse")
    bound = plain("bc", "cd", "da")
    bound.add_edge("a", "b", weight=4.0)
    assert blocs(network).rows == blocs(bound).rows
    assert blocs(network).modularity == blocs(bound).modularity


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


# On the meeting, and by command


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_projection_of_the_meeting_has_blocs(meeting: KnowledgeGraph, name: str) -> None:
    network = relgraph.project(meeting, name)
    found = blocs(network, runs=10)
    assert set(found.of) == set(network)
    assert not math.isnan(found.modularity)


def test_the_command_gives_the_same_bytes_and_centrality_reads_them(
    run: Run, meeting: KnowledgeGraph, tmp_path: Path
) -> None:
    first = run("blocs", "full", "--runs", "10", "--seed", "4", "-f", "json")
    again = run("blocs", "full", "--runs", "10", "--seed", "4", "-f", "json")
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout  # each process has hash seeds of its own
    assert run("blocs", "actors", "-f", "csv", "-o", "blocs.csv").returncode == 0
    from_file = run("centrality", "actors", "-m", "brokerage", "--blocs", "blocs.csv", "-f", "csv")
    by_louvain = relgraph.centrality(relgraph.project(meeting, "actors"), ["brokerage"]).to_csv().encode()
    assert from_file.returncode == 0, from_file.stderr
    assert from_file.stdout == by_louvain
    labels = (tmp_path / "blocs.csv").read_text("utf-8").replace("iri", "other")
    (tmp_path / "labels.csv").write_text(labels, encoding="utf-8")
    by_label = run("centrality", "actors", "-m", "brokerage", "--blocs", "labels.csv", "-f", "csv")
    assert by_label.stdout == by_louvain


def test_the_table_shows_unbalanced_triads_with_hostile_labels_cleaned(run: Run, tmp_path: Path) -> None:
    acts = "".join(
        f"ex:{a} a rg:State ; rdfs:label {label} . ex:{a} rg:{relation} ex:{b} .\n"
        for a, relation, b, label in (
            ("a", "supports", "b", '"A\\u001b[31m"'),
            ("b", "supports", "c", '"B"'),
            ("c", "opposes", "a", '"[bold]C"'),
        )
    )
    (tmp_path / "acts.ttl").write_text(turtle(acts), encoding="utf-8")
    result = run("blocs", "actors", "-d", "acts.ttl")
    text = result.stdout.decode()
    assert result.returncode == 0, result.stderr
    assert "unbalanced triad" in text
    assert "[bold]C" in text
    assert "\x1b" not in text
    assert b"0 of 1 triads are balanced" in result.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("bloc,name\n1,Russia\n", "has no columns"),
        ("bloc,label\n,Russia\n", "line 2: the bloc is empty"),
        ("bloc,label\n1,Russia\n2,Russia\n", "line 3: a second bloc"),
        ("bloc,label\n1,Russia\n", "no bloc is given"),
        (None, "No such file"),
    ],
)
def test_a_file_of_blocs_that_will_not_do(run: Run, tmp_path: Path, content: str | None, says: str) -> None:
    if content is not None:
        (tmp_path / "blocs.csv").write_text(content, encoding="utf-8")
    result = run("centrality", "actors", "-m", "brokerage", "--blocs", "blocs.csv")
    assert result.returncode == 2
    assert says in result.stderr.decode()
    assert b"Traceback" not in result.stderr
