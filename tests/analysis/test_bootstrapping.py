"""How sure: draws whose chances are worked out by hand, sources, scenarios and seeds."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from acts_in_turtle import EX, act, graph_of
from hypothesis import given, settings
from hypothesis import strategies as st

import relgraph
from relgraph import KnowledgeGraph, fold
from relgraph.analysis import BootstrapScores, Scoring, backbone, bootstrap
from relgraph.errors import NameNotFoundError, ProjectionError


def column(scores: BootstrapScores, name: str) -> dict[str, float]:
    place = scores.measures.index(name)
    return {row[1].removeprefix(EX): row[4][place] for row in scores.rows}


def test_two_acts_have_three_kinds_of_draw(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, act("x1", "a", "b") + act("x2", "a", "c"))
    scores = bootstrap(fold(graph, "actors"), ["strength", "degree"], draws=4000)
    # Both acts with chance 1/2, the first twice with 1/4, the second twice with 1/4. A is in all of them.
    assert column(scores, "strength") == {"a": 2, "b": 1, "c": 1}
    assert column(scores, "strength-low") == {"a": 2, "b": 0, "c": 0}
    assert column(scores, "strength-high") == {"a": 2, "b": 2, "c": 2}
    # B shares the first rank where it is in both draws, and is last where it is in none.
    assert column(scores, "strength-rank-low") == {"a": 1, "b": 1, "c": 1}
    assert column(scores, "strength-rank-high") == {"a": 1, "b": 3, "c": 3}
    assert column(scores, "degree-low")["a"] == 1
    # A beats B save in the quarter in which they tie; B and C win as often.
    assert scores.outranks(EX + "a", EX + "b") == pytest.approx(3 / 4 + 1 / 8, abs=0.02)
    assert scores.outranks(EX + "b", EX + "c") == pytest.approx(1 / 2, abs=0.02)
    last = column(scores, "outranks-next")
    assert last["a"] == scores.outranks(EX + "a", EX + "b")
    assert last["b"] == scores.outranks(EX + "b", EX + "c")
    assert math.isnan(last["c"])
    assert sorted(set(scores.samples[EX + "b"][:, 0])) == [0, 1, 2]
    assert any("too few" in warning for warning in scores.warnings)
    # By degree A beats B where both are drawn, with chance 1/2, and where only C is, with 1/4; else they tie.
    assert scores.outranks("A", "B", "degree") == pytest.approx(3 / 4 + 1 / 8, abs=0.02)
    for wrong in (("A", "Z"), ("A", "B", "pagerank")):
        with pytest.raises(NameNotFoundError, match=r"Z|pagerank"):
            scores.outranks(*wrong)


def test_a_level_of_a_half_holds_the_middle_of_the_draws(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, act("x1", "a", "b") + act("x2", "a", "c"))
    scores = bootstrap(fold(graph, "actors"), ["strength"], draws=4000, level=0.4)
    # The quantiles 0.3 and 0.7 of 0, 1, 1, 2.
    assert (column(scores, "strength-low")["b"], column(scores, "strength-high")["b"]) == (1, 1)


def test_bare_relations_are_drawn_like_acts(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "ex:a rg:supports ex:b . ex:a rg:supports ex:c .")
    scores = bootstrap(fold(graph, "actors"), ["strength"], draws=500)
    assert column(scores, "strength-low") == {"a": 2, "b": 0, "c": 0}
    assert "strength-certain" not in scores.measures
    assert any("no act here is less than certain" in sentence for sentence in scores.method)


def test_what_is_less_than_certain_is_a_scenario(tmp_path: Path) -> None:
    body = (
        act("x1", "a", "b")
        + act("x2", "c", "a", certainty="likely")
        + act("x3", "c", "b", certainty="doubtful")
    )
    graph = graph_of(tmp_path, body)
    scores = bootstrap(fold(graph, "actors"), ["degree"], draws=50)
    assert column(scores, "degree") == {"a": 2, "b": 2, "c": 2}
    assert column(scores, "degree-certain") == {"a": 1, "b": 1, "c": 0}
    assert column(scores, "degree-rank-certain") == {"a": 1, "b": 1, "c": 3}
    assert any("without the 2 of 3 that are likely or doubtful" in sentence for sentence in scores.method)


def sourced(name: str, actor: str, other: str, *documents: str) -> str:
    passages = " , ".join(f"ex:{name}-{document}" for document in documents)
    text = act(name, actor, other, rest=f"; rg:evidence {passages} ")
    for document in documents:
        text += f"ex:{name}-{document} oa:hasSource ex:{document} .\n"
    return text


def test_sources_are_drawn_with_all_that_rests_on_them(tmp_path: Path) -> None:
    body = "".join(sourced(f"x{number}", "a", "b", f"d{number}") for number in range(1, 5))
    # The fifth document has two acts, which are drawn together; one more rests on two documents, one on none.
    body += sourced("x5", "a", "c", "d5") + sourced("x6", "a", "c", "d5") + sourced("x7", "a", "d", "d1", "d2")
    graph = graph_of(tmp_path, body + act("x8", "a", "e"))
    scores = bootstrap(fold(graph, "actors"), ["strength"], draws=3000, resample="sources")
    drawn = {name: scores.samples[EX + name][:, 0] for name in "abcde"}
    assert set(drawn["e"]) == {1}
    assert set(drawn["c"]) <= {0, 2, 4, 6, 8, 10}
    assert set(drawn["d"]) <= {0, 0.5, 1, 1.5, 2, 2.5}
    # Five documents are drawn, so B, who has four of them, has what C (two acts a draw) has not.
    assert set(drawn["b"] + drawn["c"] / 2) == {5}
    assert drawn["c"].mean() == pytest.approx(2, abs=0.1)
    assert drawn["d"].mean() == pytest.approx(1, abs=0.05)
    assert any("1 acts and direct relations rest on no source" in sentence for sentence in scores.method)


def test_few_sources_say_nothing_and_say_so(tmp_path: Path, meeting: KnowledgeGraph) -> None:
    graph = graph_of(tmp_path, "".join(sourced(f"x{n}", "a", "b", f"d{n}") for n in range(4)))
    for few, count in ((graph, 4), (meeting, 2)):
        with pytest.raises(
            ProjectionError, match=f"says nothing here: the acts rest on {count} sources"
        ) as caught:
            bootstrap(fold(few, "actors"), resample="sources")
        assert "resample acts" in caught.value.advice


def test_undefined_draws_are_counted_and_left_out(tmp_path: Path) -> None:
    body = act("x1", "a", "b") + "".join(act(f"y{number}", "b", "c") for number in range(9))
    graph = graph_of(tmp_path, body)
    scores = bootstrap(fold(graph, "actors"), ["constraint"], draws=400)
    missing = int(sum(math.isnan(value) for value in scores.samples[EX + "a"][:, 0]))
    # A stands alone where its one act of ten is not drawn: (9/10)^10 of the draws.
    assert missing == pytest.approx(400 * 0.9**10, abs=40)
    assert any(
        f"in {missing} of 400 draws" in warning or f"in {missing}, for A" in warning
        for warning in scores.warnings
    )
    assert column(scores, "constraint-low")["a"] == column(scores, "constraint-high")["a"] == 1
    assert scores.outranks(EX + "a", EX + "b") + scores.outranks(EX + "b", EX + "a") == 1


def test_scores_outside_their_interval_are_said(meeting: KnowledgeGraph) -> None:
    # Every draw leaves acts out, and here each neighbour rests on one act: hardly a draw has them all.
    scores = bootstrap(fold(meeting, "full"), ["degree"], draws=60)
    assert any(warning.startswith("degree: ") and "outside" in warning for warning in scores.warnings)


def test_a_backbone_can_be_scored(meeting: KnowledgeGraph) -> None:
    folded = fold(meeting, "actors", collectives="resolve")
    scores = bootstrap(folded, Scoring(("degree",), backbone="disparity"), draws=30)
    by_hand = relgraph.centrality(backbone(folded.network()), ["degree"])
    assert [row[4][0] for row in scores.rows] == [row[4][0] for row in by_hand.rows]


def test_the_seed_decides(meeting: KnowledgeGraph) -> None:
    folded = fold(meeting, "actors", collectives="resolve")
    first, again, other = (bootstrap(folded, draws=40, seed=seed) for seed in (1, 1, 2))
    assert first.to_csv() == again.to_csv()
    assert first.to_json() == again.to_json()
    assert first.to_csv() != other.to_csv()


def test_progress_counts_the_draws(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, act("x1", "a", "b"))
    seen: list[tuple[int, int]] = []
    bootstrap(fold(graph, "actors"), ["degree"], draws=7, progress=lambda *step: seen.append(step))
    assert seen == [(done, 7) for done in range(1, 8)]


def test_what_makes_no_sense_is_refused(meeting: KnowledgeGraph) -> None:
    folded = fold(meeting, "actors")
    with pytest.raises(NameNotFoundError) as caught:
        bootstrap(folded, resample="act")
    assert "acts" in caught.value.advice
    for wrong in ({"draws": 0}, {"level": 0.0}, {"level": 1.0}, {"level": math.nan}):
        with pytest.raises(ProjectionError, match="give no interval"):
            bootstrap(folded, **wrong)


pairs = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(pairs, st.sampled_from(["degree", "strength", "betweenness", "constraint", "pagerank"]))
def test_intervals_hold_together(
    tmp_path_factory: pytest.TempPathFactory, edges: list[tuple[str, str]], measure: str
) -> None:
    folder = tmp_path_factory.mktemp("b")
    found = []
    for prefix in ("", "z"):  # the same graph, its actors renamed
        body = "".join(act(f"x{n}", prefix + a, prefix + b) for n, (a, b) in enumerate(edges))
        graph = graph_of(folder, body, actors=[prefix + name for name in "abcde"])
        found.append(bootstrap(fold(graph, "actors"), [measure], draws=25))
    scores, renamed = found
    nodes = [row[1] for row in scores.rows]
    for a in nodes:
        for b in nodes:
            chance = scores.outranks(a, b)
            assert math.isnan(chance) or chance + scores.outranks(b, a) == pytest.approx(1)
            z = [EX + "z" + node.removeprefix(EX) for node in (a, b)]
            assert renamed.outranks(z[0], z[1]) == pytest.approx(chance, nan_ok=True)
    for name in (measure, f"{measure}-rank"):
        low, high = column(scores, f"{name}-low"), column(scores, f"{name}-high")
        for node in nodes:
            ends = low[node.removeprefix(EX)], high[node.removeprefix(EX)]
            assert all(map(math.isnan, ends)) or ends[0] <= ends[1]
            if name == measure and not math.isnan(ends[0]):
                assert set(ends) <= set(scores.samples[node][:, 0])


def test_an_undefined_score_has_no_rank_no_interval_and_no_alarm(tmp_path: Path) -> None:
    # E has one neighbour, so that its clustering is undefined on all acts; A to D are all linked.
    pairs = ["ab", "ac", "ad", "bc", "bd", "cd", "ae"]
    graph = graph_of(tmp_path, "".join(act(f"x{pair}", *pair) for pair in pairs))
    scores = bootstrap(fold(graph, "actors"), ["clustering"], draws=50)
    last = scores.rows[-1]
    assert (last[0], last[2]) == (None, "E")
    assert math.isnan(column(scores, "clustering-low")["e"])
    assert not any("for E" in warning for warning in scores.warnings)
    assert scores.records()[-1]["rank"] is None
    assert scores.to_csv().splitlines()[-1].startswith(",E,")
    assert '"rank": null' in scores.to_json()
    assert len(scores.top(5).rows) == 5


def test_ranks_outside_their_intervals_are_told(meeting: KnowledgeGraph) -> None:
    scores = bootstrap(fold(meeting, "topics"), ["constraint"], draws=50)
    told = [warning for warning in scores.warnings if "ranks lie outside their intervals" in warning]
    assert len(told) == 1
    ranks = {row[1].removeprefix(EX): row[0] for row in scores.rows}
    ends = column(scores, "constraint-rank-low"), column(scores, "constraint-rank-high")
    outside = sum(
        rank is not None and (rank < ends[0][node] or ends[1][node] < rank) for node, rank in ranks.items()
    )
    assert f" {outside} of " in told[0]
    assert not any("read the intervals of the ranks" in warning for warning in scores.warnings)
