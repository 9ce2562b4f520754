"""Agreement: how often two have the same stance, over what both have one on or over all things."""

from __future__ import annotations

import json
import math
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from conftest import GraphOf, Run, turtle
from hypothesis import given
from hypothesis import strategies as st
from small_graphs import EX

import relgraph
from relgraph import Network
from relgraph.analysis import balance, blocs
from relgraph.errors import NameNotFoundError, ProjectionError

VOTES = {"y": "ex:favours", "n": "ex:refuses", "-": "ex:abstainsOn"}
RELATIONS = "".join(
    f"ex:{name} a rg:Relation ; rg:sign rg:{sign} ; rg:entersProjection rg:stancesProjection .\n"
    for name, sign in (("favours", "cooperative"), ("refuses", "adverse"), ("abstainsOn", "neutral"))
)
STATES = "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}"@en .\n' for name in "abcdefgh")


def votes(**of: str) -> str:
    """Return a roll call per letter: y for, n against, - abstaining, a blank for who was not there."""
    return RELATIONS + "".join(
        f"ex:v{who}{number} rg:actor ex:{who} ; rg:object ex:r{number} ; rg:relation {VOTES[vote]} .\n"
        for who, cast in of.items()
        for number, vote in enumerate(cast)
        if vote != " "
    )


def tie(network: Network, a: str, b: str) -> dict[str, Any]:
    data: dict[str, Any] = network.edges[EX + a, EX + b]
    return data


def counts(data: dict[str, Any]) -> tuple[int, int, int, float]:
    return data["agreed"], data["disagreed"], data["shared"], data["score"]


# Of five roll calls, worked out by hand.
FIVE = votes(a="yyn-y", b="ynn-y", c="nnyy ", d="----y")


def test_pairs_are_compared_thing_by_thing(graph_of: GraphOf) -> None:
    network = relgraph.project(graph_of(FIVE, STATES), "agreement")
    assert type(network).__name__ == "Graph"
    # Both yes, differ, both no, both abstain, both yes: to abstain together is not to agree.
    assert counts(tie(network, "a", "b")) == (3, 1, 5, 0.4)
    assert counts(tie(network, "a", "c")) == (0, 3, 4, -0.75)
    assert counts(tie(network, "b", "c")) == (1, 2, 4, -0.25)
    assert counts(tie(network, "a", "d")) == (1, 0, 5, 0.2)
    assert counts(tie(network, "c", "d")) == (0, 0, 4, 0.0)
    assert {name: tie(network, *name)["sign"] for name in ("ab", "ac", "cd")} == {
        "ab": "cooperative", "ac": "adverse", "cd": "neutral",
    }  # fmt: skip
    assert {name: tie(network, *name)["weight"] for name in ("ab", "ac", "cd")} == {
        "ab": 2.0, "ac": 3.0, "cd": 1e-6,
    }  # fmt: skip
    assert network.graph["notes"] == (
        "tied 1 pair with a score of 0 by neutral ties of the least weight, 0.000001",
    )


def test_the_score_is_over_what_both_or_over_all_that_anybody_has_a_stance_on(graph_of: GraphOf) -> None:
    graph = graph_of(FIVE, STATES)
    network = relgraph.project(graph, "agreement", over="all")
    assert counts(tie(network, "a", "c")) == (0, 3, 4, -0.6)
    assert "score is taken over all 5 things on which any actor has a stance" in network.graph["notes"]


def test_pairs_that_share_too_little_are_left_out_and_counted(graph_of: GraphOf) -> None:
    graph = graph_of(votes(a="yyy", b="yy ", c="  y"), STATES)
    assert relgraph.project(graph, "agreement").number_of_edges() == 2
    network = relgraph.project(graph, "agreement", min_shared=2)
    assert list(network.edges()) == [(EX + "a", EX + "b")]
    assert set(network) == {EX + "a", EX + "b"}
    assert network.graph["notes"] == ("left out 1 pair with stances on fewer than 2 things of both",)
    with pytest.raises(ProjectionError, match="nothing to project") as caught:
        relgraph.project(graph, "agreement", min_shared=3)
    assert "left out 2 pairs" in caught.value.advice


def test_negative_acts_and_changes_of_mind_count(graph_of: GraphOf) -> None:
    graph = graph_of(
        votes(a="y", b="n") + "ex:vc a rg:Act ; rg:actor ex:c ; rg:relation ex:favours ; rg:object ex:r0 ;"
        " rg:polarity rg:negative .\n"
        'ex:va0 rg:date "2030"^^xsd:gYear . ex:later a rg:Act ; rg:actor ex:a ; rg:relation ex:refuses ;'
        ' rg:object ex:r0 ; rg:date "2031"^^xsd:gYear .\n',
        STATES,
    )
    network = relgraph.project(graph, "agreement")
    assert {pair: counts(tie(network, *pair))[:2] for pair in ("ab", "ac", "bc")} == dict.fromkeys(
        ("ab", "ac", "bc"), (1, 0)
    )
    assert "set earlier" in network.graph["notes"][0]


def test_who_contradicts_itself_has_no_stance_to_compare(graph_of: GraphOf) -> None:
    graph = graph_of(
        votes(a="yy", b="yy")
        + "ex:again a rg:Act ; rg:actor ex:a ; rg:relation ex:refuses ; rg:object ex:r0 .\n",
        STATES,
    )
    network = relgraph.project(graph, "agreement")
    assert counts(tie(network, "a", "b")) == (1, 0, 1, 1.0)
    assert network.graph["notes"] == (
        "left out 1 pair of actor and thing whose acts contradict each other, none of them wholly later: "
        "A on r0",
    )


def test_what_acts_weigh_makes_no_vote_count_twice(graph_of: GraphOf) -> None:
    graph = graph_of(votes(a="yy", b="yn") + "ex:va0 rg:weight 5 . ex:favours rg:weight 3 .\n", STATES)
    data = tie(relgraph.project(graph, "agreement"), "a", "b")
    assert counts(data) == (1, 1, 2, 0.0)
    assert (data["weight"], data["sign"]) == (1e-6, "neutral")


def test_a_resampled_network_weighs_what_was_drawn(graph_of: GraphOf) -> None:
    folded = relgraph.fold(graph_of(votes(a="yy", b="yn"), STATES), "agreement")
    drawn = folded.network({EX + "va0": 3.0, EX + "vb0": 2.0, EX + "va1": 1.0, EX + "vb1": 1.0})
    data = tie(drawn, "a", "b")
    assert (data["weight"], data["sign"], data["agreed"], data["disagreed"]) == (5.0, "cooperative", 1, 1)
    assert folded.network({EX + "va0": 1.0}).number_of_edges() == 0
    assert set(folded.network({EX + "va0": 1.0})) == set(folded.network())


def test_blocs_and_balance_read_the_sign_and_what_is_even_binds_nobody(graph_of: GraphOf) -> None:
    network = relgraph.project(
        graph_of(votes(a="yyy", b="yyy", c="nnn", d="nnn", e="---"), STATES), "agreement"
    )
    found = blocs(network)
    of = {iri.removeprefix(EX): bloc for iri, bloc in found.of.items()}
    assert of["a"] == of["b"] != of["c"] == of["d"]
    assert of["e"] not in {of["a"], of["c"]}
    assert "4 ties with a score of 0 left out of the search for blocs" in found.method
    counted = balance(network)
    assert (counted.cooperative, counted.adverse, counted.share) == (2, 4, 1.0)


def test_measures_say_that_friend_and_foe_are_tied_alike(graph_of: GraphOf) -> None:
    network = relgraph.project(graph_of(FIVE, STATES), "agreement")
    scores = relgraph.centrality(network, ["degree", "strength", "closeness"])
    assert not any(math.isnan(value) for row in scores.rows for value in row.values)
    warnings = " ".join(scores.warnings)
    assert "density 1.00" in warnings
    assert "read degree as how many others a node was compared with" in warnings
    assert "read strength as how far a node agrees or disagrees" in warnings
    assert "closeness would read enmity as nearness" in warnings


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "actors", "over": "all"}, "over has no pairs to compare in 'actors'"),
        ({"name": "stances", "min_shared": 2}, "min_shared has no pairs to compare in 'stances'"),
        ({"name": "agreement", "min_shared": 0}, "cannot share 0 things"),
        ({"name": "agreement", "min_shared": 1.5}, "cannot share 1.5 things"),
    ],
)
def test_options_that_mean_nothing_are_refused(
    graph_of: GraphOf, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ProjectionError, match=message):
        relgraph.project(graph_of(FIVE, STATES), **options)
    with pytest.raises(NameNotFoundError, match="way to take a score 'every'"):
        relgraph.project(graph_of(FIVE, STATES), "agreement", over="every")


cast = st.lists(st.text("yn- ", min_size=4, max_size=4), min_size=2, max_size=6)


@given(cast, st.integers(1, 3))
def test_it_is_what_counting_pair_by_pair_gives(
    tmp_path_factory: pytest.TempPathFactory, ballots: list[str], least: int
) -> None:
    path = tmp_path_factory.mktemp("votes") / "g.ttl"
    path.write_text(turtle(STATES + votes(**dict(zip("abcdef", ballots, strict=False)))), "utf-8")
    network = relgraph.fold(relgraph.open(path), "agreement", min_shared=least).network()
    expected = {}
    for (a, of_a), (b, of_b) in combinations(zip("abcdef", ballots, strict=False), 2):
        both = [x + y for x, y in zip(of_a, of_b, strict=True) if " " not in (x, y)]
        agreed = both.count("yy") + both.count("nn")
        disagreed = both.count("yn") + both.count("ny")
        if len(both) >= least:
            expected[EX + a, EX + b] = (agreed, disagreed, len(both), (agreed - disagreed) / len(both))
    assert {tuple(sorted((a, b))): counts(data) for a, b, data in network.edges(data=True)} == expected


def test_many_actors_are_compared_part_by_part(graph_of: GraphOf, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_of(FIVE, STATES)
    whole = relgraph.project(graph, "agreement", min_shared=2)
    monkeypatch.setattr("relgraph.projection.one_mode._CELLS", 1)
    parts = relgraph.project(graph, "agreement", min_shared=2)
    assert list(parts.edges(data=True)) == list(whole.edges(data=True))
    assert parts.graph["notes"] == whole.graph["notes"]


def test_the_command_line_compares(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(turtle(STATES + FIVE), "utf-8")
    found = json.loads(
        run("project", "agreement", "-d", "g.ttl", "--over", "all", "--min-shared", "5", "-f", "json").stdout
    )
    assert [(edge["agreed"], edge["shared"], edge["score"]) for edge in found["edges"]] == [
        (3, 5, 0.4), (1, 5, 0.2), (1, 5, 0.2),
    ]  # fmt: skip
    header, first, *_ = run("project", "agreement", "-d", "g.ttl", "-f", "csv").stdout.decode().splitlines()
    assert header.endswith("weight,agreed,disagreed,shared,score")
    assert first.endswith("2.0,3,1,5,0.4")
    refused = run("project", "actors", "-d", "g.ttl", "--over", "all")
    assert refused.returncode == 2
    assert "it goes with agreement" in refused.stderr.decode()
    assert run("project", "agreement", "-d", "g.ttl", "--min-shared", "0").returncode == 2
    assert run("project", "agreement", "-d", "g.ttl", "--over", "most").returncode == 2
    for command in (
        ("centrality", "agreement", "-m", "strength", "--bootstrap", "20"),
        ("centrality", "agreement", "-m", "strength", "--backbone", "disparity"),
        ("blocs", "agreement"),
        ("why", "A", "--projection", "agreement", "-m", "strength"),
        ("render", "agreement", "-o", "page.html"),
        ("project", "agreement", "-o", "pairs.gexf"),
        ("project", "agreement", "-o", "pairs.graphml"),
    ):
        assert run(*command, "-d", "g.ttl").returncode == 0, command


def test_stances_that_are_no_certain_facts_are_counted_and_said(graph_of: GraphOf) -> None:
    said = (
        "ex:va0 rg:relation rg:supports ; rg:modality rg:modalityWished ."
        " ex:vb0 rg:certainty rg:doubtful ; rg:saidBy ex:c ."
    )
    network = relgraph.project(
        graph_of(STATES + votes(b="y", c="n") + said + "ex:va0 rg:actor ex:a ; rg:object ex:r0 .", ""),
        "agreement",
    )
    assert network.number_of_edges() == 3
    (note,) = [note for note in network.graph["notes"] if "stances" in note and "told" in note]
    assert note.startswith("of 3 stances, 1 not told as fact, 1 not certain and 1 told by another")
    plain = relgraph.project(graph_of(STATES + votes(a="y", b="y"), ""), "agreement")
    assert not any("told" in note for note in plain.graph["notes"])
