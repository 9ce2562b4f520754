"""What all that score a fold share: the graph that was folded, a Scoring with its backbone, and progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from acts_in_turtle import EX, YEARS, act, graph_of
from rdflib import RDF, URIRef

from relgraph import Fold, KnowledgeGraph, fold, project
from relgraph.analysis import Scoring, backbone, bootstrap, centrality, timeline, why
from relgraph.errors import NameNotFoundError, ProjectionError
from relgraph.model.namespaces import RG


@pytest.mark.parametrize(
    "score",
    [
        lambda folded: bootstrap(folded, "degree", draws=5),
        lambda folded: bootstrap(folded, "degree", draws=5, resample="sources"),
        lambda folded: timeline(folded, "degree"),
        lambda folded: timeline(folded, "degree", by="event"),
        lambda folded: why(folded, "A", "degree"),
    ],
)
def test_a_graph_that_was_changed_after_it_was_folded_is_not_scored(
    tmp_path: Path, score: Callable[[Fold], object]
) -> None:
    sources = "".join(f"ex:e{n} oa:hasSource ex:d{n} .\n" for n in range(5))
    evidence = "; rg:evidence " + " , ".join(f"ex:e{n}" for n in range(5))
    graph = graph_of(tmp_path, act("x", "a", "b", "2021", rest=f"{evidence} ; rg:madeAt ex:m ") + sources)
    folded = fold(graph, "actors")
    score(folded)
    graph.add((URIRef(EX + "z"), RDF.type, RG.State))
    with pytest.raises(ProjectionError, match="the graph was changed after it was folded") as caught:
        score(folded)
    assert caught.value.advice == "fold it again"
    score(fold(graph, "actors"))


def test_one_name_or_several_are_a_scoring_by_them() -> None:
    scoring = Scoring(("degree",), backbone="disparity")
    assert Scoring.of(scoring) is scoring
    assert Scoring.of("degree") == Scoring(("degree",))
    assert Scoring.of(name for name in ("pagerank", "hits")) == Scoring(("pagerank", "hits"))
    assert Scoring(("strength", "degree", "strength")).measures == ("strength", "degree")
    assert Scoring.of(["degree", "degree"]).measures == ("degree",)


def test_measures_that_there_are_not_make_no_scoring() -> None:
    for names in ("betweeness", ["degree", "betweeness"]):
        with pytest.raises(NameNotFoundError, match="unknown measure 'betweeness'") as caught:
            Scoring.of(names)
        assert caught.value.advice == "did you mean betweenness?"
    with pytest.raises(NameNotFoundError, match="unknown measure"):
        Scoring(("betweeness",))
    for nothing in (Scoring.of, lambda names: Scoring(tuple(names))):
        with pytest.raises(ProjectionError, match="no measure asked for") as refused:
            nothing(())
        assert refused.value.advice.startswith("known: degree, in-degree")


BACKBONES = [("disparity", 0.05), ("disparity", 0.4), ("noise-corrected", 0.4)]
TIES = ("degree", "strength")


@pytest.mark.parametrize(("method", "alpha"), BACKBONES)
def test_centrality_scores_the_backbone(meeting: KnowledgeGraph, method: str, alpha: float) -> None:
    network = project(meeting, "actors", collectives="resolve")
    scores = centrality(network, Scoring(TIES, backbone=method, alpha=alpha))
    by_hand = centrality(backbone(network, method, alpha=alpha), TIES)
    assert scores == by_hand
    assert scores.rows != centrality(network, TIES).rows
    assert f"backbone ({method}, alpha {alpha:g})" in " ".join(scores.method)


@pytest.mark.parametrize(("method", "alpha"), BACKBONES)
def test_why_leaves_acts_out_before_the_backbone(meeting: KnowledgeGraph, method: str, alpha: float) -> None:
    folded = fold(meeting, "actors", collectives="resolve")
    found = why(folded, "Russia", Scoring(("strength",), backbone=method, alpha=alpha))

    def by_hand(without: set[str]) -> float:
        network = folded.network({unit: 1.0 for unit in folded.units if unit not in without})
        return centrality(backbone(network, method, alpha=alpha), "strength").value(found.iri, "strength")

    assert found.score == by_hand(set())
    assert found.score < centrality(folded.network(), "strength").value(found.iri, "strength")
    acts = [reason for reason in found.reasons if reason.what == "act"]
    assert acts
    for reason in acts[:20]:
        assert reason.effect == pytest.approx(found.score - by_hand({reason.iri}))


@pytest.mark.parametrize(("method", "alpha"), BACKBONES)
def test_a_timeline_scores_the_backbone_of_each_period(
    meeting: KnowledgeGraph, method: str, alpha: float
) -> None:
    folded = fold(meeting, "actors", collectives="resolve")
    times = timeline(folded, Scoring(TIES, backbone=method, alpha=alpha))
    window = project(meeting, "actors", collectives="resolve", since="2021", as_of="2021")
    by_hand = centrality(backbone(window, method, alpha=alpha), TIES)
    rows = [row for row in times.rows if row.period == "2021" and row.status != "gone"]
    assert {row.iri: row.values for row in rows} == {row.iri: row.values for row in by_hand.rows}
    assert by_hand.rows != centrality(window, TIES).rows


@pytest.mark.parametrize(("alpha", "ties"), [(0.05, 0), (0.5, 4)])
def test_bootstrap_scores_the_backbone_of_each_draw(tmp_path: Path, alpha: float, ties: int) -> None:
    # One act, so that each draw is all there is. Each of its four ties has a p-value of (1 - 1/4) ** 3.
    graph = graph_of(tmp_path, act("x", "a", "b , ex:c , ex:d , ex:e"))
    folded = fold(graph, "actors")
    scores = bootstrap(folded, Scoring(("degree",), backbone="disparity", alpha=alpha), draws=3)
    by_hand = centrality(backbone(folded.network(), alpha=alpha), "degree")
    assert by_hand.value(EX + "a", "degree") == ties
    assert {row.iri: row.values[0] for row in scores.rows} == {row.iri: row.values[0] for row in by_hand.rows}
    for row in by_hand.rows:
        assert scores.samples[row.iri].tolist() == [list(row.values)] * 3


@pytest.mark.parametrize("score", [bootstrap, timeline, why])
def test_blocs_and_costs_reach_every_network(tmp_path: Path, score: Callable[..., object]) -> None:
    folded = fold(graph_of(tmp_path, YEARS), "actors")
    more = ("A",) if score is why else ()
    with pytest.raises(NameNotFoundError, match="unknown node attribute 'kin'"):
        score(folded, *more, scoring=Scoring(("brokerage",), blocs="kin"))
    with pytest.raises(ProjectionError, match="from 0 to 2"):
        score(folded, *more, scoring=Scoring(("closeness",), cost_exponent=3))


def test_progress_is_told_each_step_of_all(tmp_path: Path) -> None:
    folded = fold(graph_of(tmp_path, YEARS), "actors")
    told: list[tuple[int, int]] = []
    bootstrap(folded, "degree", draws=4, progress=lambda *step: told.append(step))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    told.clear()
    timeline(folded, "degree", progress=lambda *step: told.append(step))
    assert told == [(1, 3), (2, 3), (3, 3)]  # 2020, 2021, 2023
    told.clear()
    why(folded, "A", "degree", progress=lambda *step: told.append(step))
    assert told == [(done, 5) for done in range(1, 6)]  # x1, x2, x3, x5; x1 and x3, the tie with B
