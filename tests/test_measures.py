"""Measures: each against answers worked out by hand, the published two-mode centralities, and odd networks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations

import networkx as nx
import pytest
from conftest import Read
from hypothesis import given, settings
from hypothesis import strategies as st

import relgraph
from relgraph import MEASURES, PROJECTIONS, KnowledgeGraph, Network, Scores, centrality
from relgraph.analysis import collapse
from relgraph.analysis.measures import ROLES
from relgraph.errors import NameNotFoundError, ProjectionError


def graph(*edges: tuple[str, str, float], directed: bool = False) -> Network:
    network: Network = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for source, target, weight in edges:
        network.add_edge(source, target, weight=weight, directed=directed)
    return network


def plain(pairs: Iterable[str], *, directed: bool = False) -> Network:
    """Return the network of ``pairs`` such as ``"ab"``, each an edge of weight 1."""
    return graph(*((pair[0], pair[1], 1.0) for pair in pairs), directed=directed)


def two_mode(pairs: Iterable[str]) -> Network:
    """Return a network of actors (lower case) and events (upper case)."""
    network = plain(pairs)
    for node in network:
        network.nodes[node]["bipartite"] = int(node.isupper())
    return network


PATH = plain(["ab", "bc"])
STAR = plain(["sa", "sb", "sc", "sd"])
COMPLETE = plain(["ab", "ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de"])
BRIDGED = plain(["ab", "ac", "bc", "cd", "de", "df", "ef"])  # two triangles, joined by c-d
TWO_MODE_PATH = two_mode(["aX", "bX", "bY", "cY"])


@pytest.mark.parametrize(
    ("network", "measure", "node", "value"),
    [
        (STAR, "degree", "s", 4),
        (COMPLETE, "strength", "a", 4),
        (STAR, "betweenness", "s", 1),
        (BRIDGED, "betweenness", "c", 6 / 10),  # {a, b} x {d, e, f} of the 10 pairs of others
        (COMPLETE, "closeness", "a", 1),
        (STAR, "closeness", "a", 4 / 7),  # 4 others at 1 + 2 + 2 + 2
        (PATH, "harmonic", "a", 1 + 1 / 2),
        (PATH, "harmonic", "b", 2),
        (STAR, "harmonic", "a", 1 + 3 / 2),
        (COMPLETE, "harmonic", "a", 4),
        (COMPLETE, "eigenvector", "a", 1 / math.sqrt(5)),
        (STAR, "eigenvector", "s", math.sqrt(0.5)),
        (COMPLETE, "pagerank", "a", 1 / 5),
        (PATH, "constraint", "a", 1),  # all of a's strength goes to b
        (PATH, "constraint", "b", 2 * 0.5**2),
        (COMPLETE, "constraint", "a", 4 * (1 / 4 + 3 / 16) ** 2),
        (graph(("a", "b", 3), ("b", "c", 1)), "constraint", "b", 0.75**2 + 0.25**2),
        (PATH, "effective-size", "b", 2),
        (STAR, "effective-size", "s", 4),
        (COMPLETE, "effective-size", "a", 1),  # 4 - 2 * 6 / 4
        # b: 1 - 1/3 * 1/2, since a gives c a third and b's tie with c is half its strongest; c: 1 - 2/3 * 1.
        (graph(("a", "b", 2), ("a", "c", 1), ("b", "c", 1)), "effective-size", "a", 5 / 6 + 1 / 3),
        (COMPLETE, "core", "a", 4),
        (STAR, "core", "s", 1),
        (BRIDGED, "core", "c", 2),
        (BRIDGED, "clustering", "a", 1),
        (BRIDGED, "clustering", "c", 1 / 3),
        (PATH, "clustering", "b", 0),
        (PATH, "clustering", "a", math.nan),
        # From a the others lie at 1, 2, 3 and 4; the least is 2 + 2 * 2 in all.
        (TWO_MODE_PATH, "two-mode-degree", "a", 1 / 2),
        (TWO_MODE_PATH, "two-mode-degree", "X", 2 / 3),
        (TWO_MODE_PATH, "two-mode-closeness", "a", 6 / 10),
        (TWO_MODE_PATH, "two-mode-closeness", "b", 6 / 6),
        (TWO_MODE_PATH, "two-mode-closeness", "X", 5 / 7),  # least 3 + 2 * 1; 1 + 1 + 2 + 3
        (TWO_MODE_PATH, "two-mode-betweenness", "b", 4 / 4),  # {a, X} x {Y, c}, the most of one of 3 actors
        (TWO_MODE_PATH, "two-mode-betweenness", "X", 3 / 5),  # a with b, Y, c; one of 2 events could have 5
        # The eigenvector of a path of five is 1/2, sqrt(3)/2, 1, sqrt(3)/2, 1/2 over sqrt(3).
        (TWO_MODE_PATH, "two-mode-eigenvector", "a", 0.5 / math.sqrt(3) * math.sqrt(2)),
        (TWO_MODE_PATH, "two-mode-eigenvector", "X", 0.5 * math.sqrt(2)),
    ],
)
def test_answers_worked_out_by_hand(network: Network, measure: str, node: str, value: float) -> None:
    assert centrality(network, [measure]).value(node, measure) == pytest.approx(value, nan_ok=True)


def test_hubs_and_authorities() -> None:
    # Authorities c, d are the leading eigenvector of ((2, 1), (1, 1)): the golden ratio to 1.
    scores = centrality(plain(["ac", "bc", "bd"], directed=True), ["hits"])
    golden = (1 + math.sqrt(5)) / 2
    assert scores.measures == ("hub", "authority")
    assert scores.value("c", "authority") == pytest.approx(golden / (golden + 1))
    assert scores.value("a", "hub") == pytest.approx(golden / (2 * golden + 1))
    assert scores.value("a", "authority") == 0
    assert scores.rows[0][1] == "b"


def test_hits_follows_the_stronger_part_and_says_when_none_is() -> None:
    stronger = centrality(graph(("a", "b", 2), ("c", "d", 1), directed=True), ["hits"])
    assert (stronger.value("a", "hub"), stronger.value("c", "hub")) == (1, 0)
    assert any("0 for 2 of the nodes" in text and "pagerank" in text for text in stronger.warnings)
    # One component, but b as a target and b as a source share nothing: a-b is a part, b-c another.
    chain = centrality(graph(("a", "b", 2), ("b", "c", 1), directed=True), ["hits"])
    assert [chain.value(node, "hub") + chain.value(node, "authority") for node in "abc"] == [1, 1, 0]
    assert any("0 for 1 of the nodes" in text for text in chain.warnings)
    assert centrality(plain(["ac", "bc", "bd"], directed=True), ["hits"]).warnings == ()
    tied = centrality(graph(("a", "b", 1), ("c", "d", 1), directed=True), ["hits"])
    assert math.isnan(tied.value("a", "hub"))
    assert len(tied.warnings) == 1
    assert "equally strong" in tied.warnings[0]


# Brokerage


@pytest.mark.parametrize(
    ("blocs", "role"),
    [
        ("AAA", "coordinator"),
        ("BAB", "consultant"),
        ("BAA", "gatekeeper"),
        ("AAB", "representative"),
        ("BAC", "liaison"),
    ],
)
def test_the_five_roles(blocs: str, role: str) -> None:
    network = plain(["ij", "jk"], directed=True)
    scores = centrality(network, ["brokerage"], blocs=dict(zip("ijk", blocs, strict=True)))
    assert {name: scores.value("j", name) for name in scores.measures} == {
        "brokerage": 1.0,
        **{name: float(name == role) for name in ROLES},
    }
    assert scores.value("i", "brokerage") == scores.value("k", "brokerage") == 0


def test_a_pair_with_an_edge_of_its_own_is_not_brokered() -> None:
    closed = plain(["ij", "jk", "ik"], directed=True)
    back = plain(["ij", "jk", "ki"], directed=True)
    same = dict.fromkeys("ijk", "A")
    assert centrality(closed, ["brokerage"], blocs=same).value("j", "brokerage") == 0
    assert centrality(back, ["brokerage"], blocs=same).value("j", "brokerage") == 1  # k to i is another way


def test_without_directions_a_pair_counts_in_both_orders() -> None:
    blocs = {"s": "A", "a": "A", "b": "A", "c": "B", "d": "C"}
    scores = centrality(STAR, ["brokerage"], blocs=blocs)
    # a-b twice; a and b with c and d each way; c-d twice.
    expected = {"coordinator": 2, "gatekeeper": 4, "representative": 4, "liaison": 2, "consultant": 0}
    assert {name: scores.value("s", name) for name in ROLES} == expected
    assert scores.value("s", "brokerage") == 12
    assert any("both orders" in warning for warning in scores.warnings)


def test_blocs_are_louvain_or_an_attribute_or_given() -> None:
    network = BRIDGED.copy()
    by_louvain = centrality(network, ["brokerage"])
    # c brokers a and b to d in both orders (own bloc to other), nothing within its triangle.
    assert [by_louvain.value("c", name) for name in ROLES] == [0, 0, 2, 2, 0]
    nx.set_node_attributes(network, dict.fromkeys(network, "State"), "kind")
    by_kind = centrality(network, ["brokerage"], blocs="kind")
    assert by_kind.value("c", "coordinator") == 4
    assert any("one bloc" in warning for warning in by_kind.warnings)
    with pytest.raises(NameNotFoundError, match="unknown node attribute 'kin'"):
        centrality(network, ["brokerage"], blocs="kin")
    with pytest.raises(ProjectionError, match="no bloc is given for b and 4 more"):
        centrality(network, ["brokerage"], blocs={"a": "A"})


# Two modes


# Degree, closeness, betweenness and eigenvector of the Southern Women as Borgatti and Everett's measures are
# published for them, to two digits.
SOUTHERN_WOMEN = """
Evelyn Jefferson   .57 .80 .10 .34
Laura Mandeville   .50 .73 .05 .31
Theresa Anderson   .57 .80 .09 .37
Brenda Rogers      .50 .73 .05 .31
Charlotte McDowd   .29 .60 .01 .17
Frances Anderson   .29 .67 .01 .21
Eleanor Nye        .29 .67 .01 .23
Pearl Oglethorpe   .21 .67 .01 .18
Ruth DeSand        .29 .71 .02 .24
Verne Sanderson    .29 .71 .02 .22
Myra Liddel        .29 .69 .02 .19
Katherina Rogers   .43 .73 .05 .22
Sylvia Avondale    .50 .77 .07 .28
Nora Fayette       .57 .80 .11 .26
Helen Lloyd        .36 .73 .04 .20
Dorothy Murchison  .14 .65 .00 .13
Olivia Carleton    .14 .59 .01 .07
Flora Price        .14 .59 .01 .07
E1                 .17 .52 .00 .14
E2                 .17 .52 .00 .15
E3                 .33 .56 .02 .25
E4                 .22 .54 .01 .18
E5                 .44 .59 .04 .32
E6                 .44 .69 .07 .33
E7                 .56 .73 .13 .38
E8                 .78 .85 .24 .51
E9                 .67 .79 .23 .38
E10                .28 .55 .01 .17
E11                .22 .54 .02 .09
E12                .33 .56 .02 .20
E13                .17 .52 .00 .11
E14                .17 .52 .00 .11
"""


def test_southern_women_against_the_published_figures() -> None:
    columns = ["two-mode-degree", "two-mode-closeness", "two-mode-betweenness", "two-mode-eigenvector"]
    scores = centrality(nx.davis_southern_women_graph(), columns)
    lines = SOUTHERN_WOMEN.strip().splitlines()
    assert len(lines) == len(scores.rows) == 32
    for line in lines:
        node, *published = line.rsplit(maxsplit=4)
        for column, text in zip(columns, published, strict=True):
            # Half of the last digit, and a little for where they rounded a rounded figure.
            assert scores.value(node.strip(), column) == pytest.approx(float(text), abs=0.0055), (node, column)


def test_two_mode_closeness_stays_a_share_in_a_network_of_parts() -> None:
    network = two_mode(["aX", "bX", "cX", "dY"])
    scores = centrality(network, ["two-mode-closeness"])
    # X is as near as it could be to a, b and c, who are 3 of the 5 others; d to 1 of 5.
    assert scores.value("X", "two-mode-closeness") == pytest.approx(3 / 5)
    assert scores.value("d", "two-mode-closeness") == pytest.approx(1 / 5)
    assert any("2 components" in warning for warning in scores.warnings)


# Costs


@pytest.mark.parametrize(("exponent", "share"), [(0, 0), (1, 0.5), (2, 1)])
def test_the_cost_exponent_moves_shortest_paths(exponent: float, share: float) -> None:
    # a-c directly costs 1; by b 2, 1/2 + 1/2 or 1/4 + 1/4.
    network = graph(("a", "c", 1), ("a", "b", 2), ("b", "c", 2))
    scores = centrality(network, ["betweenness"], cost_exponent=exponent)
    assert scores.value("b", "betweenness") == share
    cost = {0: "1, whatever", 1: "1/weight", 2: "1/weight^2"}[int(exponent)]
    assert any("(betweenness): " + cost in sentence for sentence in scores.method)


def test_thirds_tie_with_a_whole() -> None:
    network = graph(("a", "c", 1), ("a", "b", 3), ("b", "d", 3), ("d", "c", 3))
    # b lies on a-d, and on one of the two shortest paths from a to c; of three pairs.
    assert centrality(network, ["betweenness"]).value("b", "betweenness") == pytest.approx(1.5 / 3)


def test_weights_far_apart_keep_their_order() -> None:
    network = graph(("a", "c", 1e6), ("a", "b", 1e6), ("b", "c", 1e-6), ("c", "d", 999_999.5))
    scores = centrality(network, ["betweenness", "closeness"], cost_exponent=2)
    assert scores.value("a", "betweenness") == pytest.approx(2 / 3)  # b to c and to d


@pytest.mark.parametrize("exponent", [-0.1, 2.5, math.nan])
def test_a_cost_exponent_out_of_range_is_an_error(exponent: float) -> None:
    with pytest.raises(ProjectionError, match="from 0 to 2"):
        centrality(PATH, ["closeness"], cost_exponent=exponent)


# What a measure cannot say


def with_sign(network: Network, sign: str) -> Network:
    signed = network.copy()
    for _, _, data in signed.edges(data=True):
        data["sign"] = sign
    return signed


def complete_but(*missing: str, directed: bool = False) -> Network:
    """Return the complete network of ten nodes without some pairs, all weights 1."""
    pairs = ("".join(pair) for pair in combinations("abcdefghij", 2))
    return plain((pair for pair in pairs if pair not in missing), directed=directed)


TOURNAMENT = plain(["ab", "ac", "ad", "bc", "bd", "cd"], directed=True)
DENSE = graph(("a", "b", 5), ("a", "c", 1), ("b", "c", 2))
APART = plain(["ab", "bc", "de"])
ONE_WAY = plain(["ab", "bc"], directed=True)


@pytest.mark.parametrize(
    ("network", "measure", "says", "offers"),
    [
        (DENSE, "degree", "nearly complete", "strength"),
        (DENSE, "core", "nearly complete", "strength"),
        (DENSE, "clustering", "nearly complete", "backbone"),
        (COMPLETE, "strength", "all its ties weigh the same", "actors"),
        (two_mode(["aX", "aX", "aY", "bX", "bY"]), "two-mode-degree", "nearly complete", "strength"),
        (TWO_MODE_PATH, "betweenness", "two modes", "two-mode-betweenness"),
        (TWO_MODE_PATH, "closeness", "two modes", "two-mode-closeness"),
        (two_mode(["aX", "bX"]), "betweenness", "two modes", "use two-mode-degree"),
        (two_mode(["aX", "bX", "cY"]), "closeness", "two modes", "two-mode-closeness is scaled"),
        (TWO_MODE_PATH, "clustering", "0, or undefined (nan) for fewer", "one-mode projection such as actors"),
        (TWO_MODE_PATH, "constraint", "constraint only reads", "one-mode projection such as actors"),
        (TWO_MODE_PATH, "brokerage", "two modes", "one-mode projection"),
        (APART, "eigenvector", "2 components", "pagerank"),
        (ONE_WAY, "eigenvector", "no cycle", "pagerank"),
        (APART, "closeness", "2 components", "harmonic"),
        (PATH, "hits", "no edge has a direction", "eigenvector, or pagerank where"),
        (two_mode(["aX", "aY", "bX", "bY"]), "degree", "no measure tells nodes of one mode", "actors"),
        (complete_but("ab"), "degree", "little but the 2 least linked", "projection of other ties"),
        (complete_but("ab"), "strength", "strength says no more", "projection of other ties"),
        (PATH, "in-degree", "no directions", "use degree"),
        (PATH, "two-mode-betweenness", "not two modes", "without two-mode-"),
        (two_mode(["aX", "bX"]), "two-mode-betweenness", "a single node", "two-mode-degree"),
        (with_sign(PATH, "adverse"), "closeness", "enmity", "degree or strength"),
        (with_sign(PATH, "adverse"), "eigenvector", "2 of 2 edges are adverse", "balance"),
    ],
)
def test_it_says_what_it_cannot_say_and_offers_another(
    network: Network, measure: str, says: str, offers: str
) -> None:
    warnings = centrality(network, [measure]).warnings
    assert any(says in warning and offers in warning for warning in warnings), warnings


def test_it_says_nothing_where_there_is_nothing_to_say() -> None:
    assert centrality(BRIDGED, ["degree", "strength", "betweenness", "closeness", "eigenvector"]).warnings == ()
    assert centrality(DENSE, ["strength", "betweenness", "pagerank"]).warnings == ()
    assert centrality(with_sign(PATH, "adverse"), ["degree", "strength"]).warnings == ()
    assert centrality(TWO_MODE_PATH, ["degree", "two-mode-closeness"]).warnings == ()


def test_a_tournament_tells_its_nodes_apart() -> None:
    scores = centrality(TOURNAMENT, ["in-degree", "out-degree", "pagerank"])
    assert [scores.value(node, "in-degree") for node in "abcd"] == [0, 1, 2, 3]
    assert scores.warnings == ()
    # Without its directions it is complete.
    assert any(
        "degree and clustering hardly" in text
        for text in centrality(TOURNAMENT, ["degree", "clustering"]).warnings
    )
    both_ways = plain(["ab", "ac", "bc", "ba", "ca", "cb"], directed=True)
    assert any("no measure tells" in text for text in centrality(both_ways, ["in-degree"]).warnings)


def test_one_node_with_few_ties_in_a_dense_network_is_told_apart() -> None:
    scores = centrality(complete_but("ab", "ac", "ad", "ae"), ["degree"])
    assert [scores.value(node, "degree") for node in "abf"] == [5, 8, 9]
    # 41 of 45 ties; a, b, c, d and e have less than nine tenths of nine.
    assert len(scores.warnings) == 1
    assert "density 0.91" in scores.warnings[0]
    assert "tells little but the 5 least linked nodes apart" in scores.warnings[0]


def test_the_other_measures_offered_apply_to_the_same_network() -> None:
    parted = centrality(two_mode(["aX", "bX", "cY"]), ["closeness", "pagerank"])
    assert not any("two-mode-eigenvector" in warning for warning in parted.warnings)
    for measure in ("clustering", "constraint", "effective-size"):
        (warning,) = centrality(TWO_MODE_PATH, [measure]).warnings
        assert "co-participation closes a triangle" in warning
    both = centrality(TWO_MODE_PATH, ["constraint", "effective-size"]).warnings
    assert any("constraint and effective-size only read the" in warning for warning in both)
    one_bloc = centrality(TWO_MODE_PATH, ["brokerage"], blocs=dict.fromkeys(TWO_MODE_PATH, "A"))
    assert any("in one bloc" in text and "constraint" not in text for text in one_bloc.warnings)
    complete = centrality(DENSE, ["brokerage"], blocs=dict.fromkeys("abc", "A"))
    assert not any("in one bloc" in warning for warning in complete.warnings)


def test_an_edge_that_is_adverse_in_part_is_counted() -> None:
    network = PATH.copy()
    for (_, _, data), adverse in zip(network.edges(data=True), (0.25, 0.0), strict=True):
        data.update(sign="cooperative", cooperative=1 - adverse, adverse=adverse)
    (warning,) = centrality(network, ["closeness"]).warnings
    assert warning.startswith("1 of 2 edges are adverse, some in part, and closeness would")


def test_isolates_have_no_constraint() -> None:
    network = PATH.copy()
    network.add_node("z")
    scores = centrality(network, ["constraint", "effective-size", "harmonic", "core"])
    assert math.isnan(scores.value("z", "constraint"))
    assert math.isnan(scores.value("z", "effective-size"))
    assert scores.value("b", "effective-size") == 2
    assert scores.value("z", "harmonic") == scores.value("z", "core") == 0
    assert any("constraint and effective-size: undefined (nan) for the 1" in text for text in scores.warnings)


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
    scores = centrality(relgraph.project(meeting, name), MEASURES, blocs="kind")
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


# Any network


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
    before = centrality(network, MEASURES, blocs=blocs)
    after = centrality(renamed, MEASURES, blocs={"n" + name: bloc for name, bloc in blocs.items()})
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


@pytest.mark.parametrize("weight", [0, -1, math.nan, math.inf, -math.inf, 1e-9, 1e9, "heavy", None])
@pytest.mark.parametrize("loop", [False, True])
def test_a_weight_that_is_no_strength_is_an_error(weight: object, loop: bool) -> None:
    network: Network = nx.Graph()
    network.add_edge("a", "a" if loop else "b", weight=weight)
    for measure in MEASURES:
        with pytest.raises(ProjectionError, match="must be positive"):
            centrality(network, [measure])


def test_one_node_and_self_loops() -> None:
    network: Network = nx.MultiDiGraph()
    network.add_edge("a", "a", weight=1.0)
    scores = centrality(network, MEASURES)
    assert scores.value("a", "degree") == scores.value("a", "brokerage") == 0
    assert scores.value("a", "pagerank") == 1
    check_reasons(scores)
