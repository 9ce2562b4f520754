"""All measures on any network: a value or a reason, whatever the nodes are called."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import networkx as nx
import pytest
from conftest import Read
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import two_mode

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, Network
from relgraph.analysis import MEASURES, Scores, Scoring, centrality, collapse
from relgraph.analysis.measures.brokerage import ROLES
from relgraph.errors import RelgraphError


def check_reasons(scores: Scores) -> None:
    """Every nan is said: its measure stands in a warning, or no two nodes are linked."""
    column_of = {column: name for name, measure in MEASURES.items() for column in measure.columns}
    for place, column in enumerate(scores.measures):
        values = [row[4][place] for row in scores.rows]
        assert not any(math.isinf(value) or value < 0 for value in values), column
        if any(math.isnan(value) for value in values):
            assert any(
                ("undefined" in warning and column_of[column] in warning) or "no two nodes" in warning
                for warning in scores.warnings
            ), (column, scores.warnings)


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_measure_runs_on_every_projection_of_the_meeting(meeting: KnowledgeGraph, name: str) -> None:
    scores = centrality(relgraph.project(meeting, name), Scoring(tuple(MEASURES), blocs="kind"))
    assert len(scores.measures) == sum(len(measure.columns) for measure in MEASURES.values())
    check_reasons(scores)
    defined = [
        column
        for place, column in enumerate(scores.measures)
        if not all(math.isnan(row[4][place]) for row in scores.rows)
    ]
    assert {"degree", "strength", "betweenness", "closeness", "harmonic", "pagerank", "core"} <= set(defined)


def test_every_measure_runs_on_bare_direct_relations(read: Read) -> None:
    bare = read(
        "<russia> a rg:State ; rg:supports <asean> ; rg:coChairs <meeting> .\n"
        "<asean> a rg:Organization ; rg:supports <russia> ; rg:opposes <other> .\n"
        "<other> a rg:State ; rg:attends <meeting> . <meeting> a rg:Meeting .\n"
    )
    for name in ("actors", "participation", "co-participation", "full"):
        check_reasons(centrality(relgraph.project(bare, name), MEASURES))


node = st.sampled_from("abcdef")

edges = st.lists(
    st.tuples(node, node, st.booleans(), st.integers(1, 5), st.sampled_from(["adverse", "neutral"])),
    max_size=15,
)


def built(drawn: list[tuple[str, str, bool, int, str]], prefix: str = "") -> Network:
    network: Network = nx.MultiDiGraph()
    network.add_nodes_from(prefix + name for name in "abc")
    for source, target, directed, weight, sign in drawn:
        network.add_edge(prefix + source, prefix + target, weight=float(weight), directed=directed, sign=sign)
    return network


@settings(max_examples=80, deadline=None)
@given(edges)
def test_any_network_gets_values_or_reasons_and_renaming_renames_them(
    drawn: list[tuple[str, str, bool, int, str]],
) -> None:
    network, renamed = built(drawn), built(drawn, "n")
    blocs = {name: "AB"[place % 2] for place, name in enumerate("abcdef")}
    before = centrality(network, Scoring(tuple(MEASURES), blocs=blocs))
    moved = {"n" + name: bloc for name, bloc in blocs.items()}
    after = centrality(renamed, Scoring(tuple(MEASURES), blocs=moved))
    check_reasons(before)
    for name in network:
        for column in before.measures:
            assert before.value(name, column) == pytest.approx(
                after.value("n" + name, column), abs=1e-6, nan_ok=True
            ), column
        roles = sum(before.value(name, role) for role in ROLES)
        assert roles == before.value(name, "brokerage")


@settings(max_examples=40, deadline=None)
@given(edges)
def test_effective_size_is_what_networkx_finds_node_by_node(
    drawn: list[tuple[str, str, bool, int, str]],
) -> None:
    network = built(drawn)
    simple = collapse(network, directed=False)
    expected = nx.effective_size(simple, nodes=list(simple), weight="weight")
    scores = centrality(network, ["effective-size"])
    for name in network:
        assert scores.value(name, "effective-size") == pytest.approx(expected[name], nan_ok=True)


memberships = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("WXYZ")), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(memberships)
def test_two_mode_scores_are_shares(drawn: list[tuple[str, str]]) -> None:
    network = two_mode([a + b for a, b in drawn])
    network.add_nodes_from("ab", bipartite=0)  # one of them may be there without an event
    columns = [name for name in MEASURES if name.startswith("two-mode-")]
    scores = centrality(network, columns)
    check_reasons(scores)
    for row in scores.rows:
        assert all(math.isnan(value) or 0 <= value <= 1 + 1e-9 for value in row[4])


def test_one_node_and_self_loops() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "a", weight=1.0)
    scores = centrality(network, MEASURES)
    assert scores.value("a", "degree") == scores.value("a", "brokerage") == 0
    assert scores.value("a", "pagerank") == 1
    check_reasons(scores)


def foreign_networks() -> dict[str, nx.Graph[Any]]:
    """Return networks of others: nodes of all kinds, attributes of other names or for other things."""
    odd: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    odd.add_node(1, label=3, kind=None, aliases="one")
    odd.add_edge(1, 2, weight=3, directed="yes", acts=7, date=1999, sign=None, relation=5, label=None)
    return {
        "numbers": nx.path_graph(5),
        "directed numbers": nx.DiGraph([(1, 2), (2, 3), (3, 1)]),
        "parallel numbers": nx.MultiDiGraph([(1, 2), (1, 2), (2, 3), (3, 3)]),
        "club": nx.karate_club_graph(),
        "women and events": nx.davis_southern_women_graph(),
        "pairs": nx.grid_2d_graph(2, 3),
        "letters": nx.cycle_graph("abc"),
        "isolates": nx.empty_graph(3),
        "no nodes": nx.Graph(),
        "numbers and texts": nx.Graph([(1, "a"), ("a", 2.5)]),
        "classes": nx.Graph([(int, str)]),
        "odd attributes": odd,
    }


TAKE_A_NETWORK: dict[str, Callable[[Any], object]] = {
    "centrality": lambda network: centrality(network).to_json(),
    "every measure": lambda network: centrality(network, MEASURES).to_csv(),
    "brokerage between kinds": lambda network: centrality(network, Scoring(("brokerage",), blocs="kind")),
    "blocs": lambda network: relgraph.blocs(network).to_json(),
    "balance": relgraph.balance,
    "disparity": relgraph.backbone,
    "noise-corrected": lambda network: relgraph.backbone(network, "noise-corrected"),
    "collapse": lambda network: collapse(network, directed=True),
    "simple": relgraph.simple,
    "nodes": relgraph.nodes_frame,
    "edges": relgraph.edges_frame,
    "render": lambda network: relgraph.render(relgraph.open(), network),
    **{format: partial(relgraph.export, format=format) for format in relgraph.exporting.NETWORK_FORMATS},
}


@pytest.mark.parametrize("function", TAKE_A_NETWORK)
@pytest.mark.parametrize("name", foreign_networks())
def test_any_network_is_taken_or_refused_with_advice(name: str, function: str) -> None:
    network = foreign_networks()[name]
    try:
        TAKE_A_NETWORK[function](network)
    except RelgraphError as error:
        assert error.advice
        refused = ("no nodes", "numbers and texts", "classes")
        assert name in refused or function in ("render", "brokerage between kinds"), error
    assert nx.utils.graphs_equal(network, foreign_networks()[name])


@pytest.mark.parametrize("nodes", [(1, "a", 2), (1, "1"), (None.__class__, 2)])
def test_nodes_without_an_order_or_written_alike_are_refused(nodes: tuple[Any, ...]) -> None:
    network = nx.path_graph(nodes)
    with pytest.raises(RelgraphError, match="have no order"):
        relgraph.balance(network)
    if nodes == (1, "1"):
        with pytest.raises(RelgraphError, match="nodes 1 and '1' are written alike"):
            relgraph.export(network, "json")


def test_a_page_tells_of_nothing_that_no_graph_has(meeting: KnowledgeGraph) -> None:
    with pytest.raises(RelgraphError, match="node '0' of the network is no IRI") as caught:
        relgraph.render(meeting, nx.path_graph(3))
    assert "relgraph.pyvis" in caught.value.advice
    page = relgraph.render(meeting, nx.Graph([("urn:x:one", "urn:x:two")]))
    assert "urn:x:two" in page
