"""Why: what single acts, ties and events add to a score, by hand."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import pytest
from acts_in_turtle import EX, act, graph_of
from hypothesis import given, settings
from hypothesis import strategies as st

import relgraph
from relgraph import PROJECTIONS, KnowledgeGraph, fold
from relgraph.analysis import Why, why
from relgraph.errors import NameNotFoundError, ProjectionError


def effects(found: Why) -> list[tuple[str, str, float, int | None]]:
    return [
        (reason.what, reason.iri.removeprefix(EX), reason.effect, reason.rank_without)
        for reason in found.reasons
    ]


# A is tied to B by one act, to C by two; B and D by one that does not touch A. The meeting has x1 and x2.
FOUR = (
    act("x1", "a", "b", rest="; rg:madeAt ex:m ") + act("x2", "a", "c", rest="; rg:madeAt ex:m ")
    + act("x3", "c", "a") + act("x4", "b", "d") + 'ex:m a rg:Meeting ; rdfs:label "The meeting" .\n'
)  # fmt: skip


def test_degree_rests_on_whole_ties(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, FOUR)
    found = why(fold(graph, "actors"), "A", "degree")
    assert (found.iri, found.label, found.score, found.rank, found.nodes) == (EX + "a", "A", 2.0, 1, 4)
    # Without x1 A has C alone, as D has B and B has D; x2 and x3 carry one tie, and neither is missed alone.
    assert effects(found) == [
        ("tie", "c", 1.0, 2),
        ("event", "m", 1.0, 1),
        ("act", "x1", 1.0, 1),
        ("act", "x2", 0.0, 1),
        ("act", "x3", 0.0, 1),
    ]
    assert [reason.acts for reason in found.reasons] == [2, 2, 1, 1, 1]
    assert found.reasons[1].label == "The meeting"


def test_strength_loses_each_act_by_itself(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, FOUR)
    found = why(fold(graph, "actors"), EX + "a", "strength")
    assert effects(found) == [
        ("tie", "c", 2.0, 2),
        ("event", "m", 2.0, 1),
        ("act", "x1", 1.0, 1),
        ("act", "x2", 1.0, 1),
        ("act", "x3", 1.0, 1),
    ]


def test_acts_of_others_count_where_they_change_the_score(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, FOUR)
    found = why(fold(graph, "actors"), "B", "betweenness")
    # The path C-A-B-D: B is on two of three pairs. Without x4 D stands apart and B is an end.
    assert found.score == pytest.approx(2 / 3)
    by_what = {(what, iri): effect for what, iri, effect, _ in effects(found)}
    assert by_what["act", "x4"] == pytest.approx(2 / 3)
    # An act less between A and C leaves the tie; x1 is the whole tie of A and B, and listed as the act.
    assert set(by_what) == {("act", "x1"), ("act", "x4"), ("event", "m")}


def test_an_effect_can_be_negative(tmp_path: Path) -> None:
    # A between B and C; with the edge B-C there is nothing to be between.
    graph = graph_of(tmp_path, act("x1", "a", "b") + act("x2", "a", "c") + act("x3", "b", "c"))
    found = why(fold(graph, "actors"), "A", "betweenness")
    assert found.score == 0
    assert effects(found) == [("act", "x3", -1.0, 1), ("act", "x1", 0.0, 2), ("act", "x2", 0.0, 2)]


def test_a_score_that_is_undefined_without_an_act(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, act("x1", "a", "b") + act("x2", "b", "c"))
    found = why(fold(graph, "actors"), "A", "constraint")
    what, iri, effect, rank = effects(found)[0]
    assert (what, iri, rank) == ("act", "x1", None)
    assert math.isnan(effect)
    assert json.loads(found.to_json())["reasons"][0]["effect"] is None
    nothing = why(fold(graph, "actors"), "A", "two-mode-degree")
    assert math.isnan(nothing.score)
    assert nothing.reasons == ()
    assert "the score is undefined, so there is nothing that it rests on" in nothing.warnings
    assert nothing.to_csv().splitlines() == ["what,iri"]


def test_bare_relations_are_listed_as_such(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path, "ex:a rg:supports ex:b . ex:a rg:attends ex:m . ex:b rg:attends ex:m . ex:m a rg:Meeting ."
    )
    found = why(fold(graph, "actors"), "A", "strength")
    relation = f"{EX}a https://w3id.org/relgraph/ontology#supports {EX}b"
    assert effects(found) == [("relation", relation.removeprefix(EX), 1.0, 1)]
    assert (found.reasons[0].label, found.reasons[0].passages) == ("A supports B", ())
    taking_part = why(fold(graph, "participation"), "A")
    assert [reason.what for reason in taking_part.reasons] == ["relation", "event"]


def test_speaker_status_date_and_position(tmp_path: Path) -> None:
    graph = graph_of(tmp_path,
        'ex:x1 a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:saidBy ex:c ;'
        ' rg:modality rg:modalityPlanned ; rg:certainty rg:likely ; rg:date "2021-07"^^xsd:gYearMonth ;'
        " rg:evidence ex:e .\n ex:e oa:hasSource ex:doc ; oa:hasSelector ex:s .\n"
        " ex:s a oa:TextPositionSelector ; oa:start 5 ; oa:end 9 ."
    )  # fmt: skip
    found = why(fold(graph, "actors"), "A")
    reason = found.reasons[0]
    assert reason.label == "A supports B"  # an act without a label
    assert (reason.said_by, reason.modality, reason.certainty, reason.date) == (
        "C",
        "planned",
        "likely",
        "2021-07",
    )
    assert [(passage.document, passage.start, passage.end) for passage in reason.passages] == [
        (EX + "doc", 5, 9)
    ]
    (row,) = csv.DictReader(io.StringIO(found.to_csv()))
    assert (row["passages"], row["effect"], row["rank_without"]) == (EX + "doc#char=5,9", "1.0", "1")


def test_who_is_not_there_is_said(tmp_path: Path, meeting: KnowledgeGraph) -> None:
    graph = graph_of(tmp_path, FOUR)
    folded = fold(graph, "actors")
    with pytest.raises(ProjectionError, match=r"'E' is no node of projection 'actors'"):
        why(folded, "E")
    with pytest.raises(NameNotFoundError, match="is nothing in this graph"):
        why(folded, "https://example.org/nobody")
    with pytest.raises(NameNotFoundError, match="is a literal"):
        why(folded, '"A"@en')
    with pytest.raises(NameNotFoundError) as caught:
        why(fold(meeting, "actors"), "Rusia")
    assert "did you mean Russia" in caught.value.advice
    with pytest.raises(NameNotFoundError, match="unknown measure"):
        why(folded, "A", "importance")


def test_of_many_acts_those_of_the_actor_come_first(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "".join(act(f"x{n}", "b", "c") for n in range(6)) + act("z", "a", "b"))
    found = why(fold(graph, "actors"), "A", "harmonic", limit=1)
    # B is one step away, C that and a sixth of one.
    assert [(reason.iri, reason.rank_without) for reason in found.reasons] == [(EX + "z", 3)]
    assert found.reasons[0].effect == pytest.approx(1 + 6 / 7)
    assert "left out singly: 1 of 7 acts, those of the actor first" in found.method
    # What B and C do among themselves is nothing to the strength of A, and is not tried.
    steps: list[tuple[int, int]] = []
    near = why(fold(graph, "actors"), "A", "strength", progress=lambda *step: steps.append(step))
    assert effects(near) == [("act", "z", 1.0, 3)]
    assert steps == [(1, 1)]
    assert not any("left out singly" in sentence for sentence in near.method)


@pytest.mark.parametrize("name", PROJECTIONS)
def test_acts_of_the_meeting_add_up_to_strength(meeting: KnowledgeGraph, name: str) -> None:
    folded = fold(meeting, name, collectives="resolve")
    # ASEAN agrees by what the two sides say as one, in one act. Russia's proposal has a backer of its own.
    actor = {"co-membership": "Indonesia", "agreement": "Russia"}.get(name, "ASEAN")
    found = why(folded, actor, "strength")
    singly = sum(reason.effect for reason in found.reasons if reason.what in ("act", "relation"))
    if PROJECTIONS[name].one_mode:  # a tie rests on two acts, so that each of them takes it away
        assert singly > found.score
    else:
        assert singly == pytest.approx(found.score)
    sizes = [abs(reason.effect) for reason in found.reasons]
    assert sizes == sorted(sizes, reverse=True)
    assert all(reason.passages for reason in found.reasons if reason.what == "act")


pairs = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=7,
)


@settings(max_examples=15, deadline=None)
@given(pairs, st.sampled_from(["degree", "betweenness", "pagerank", "harmonic"]))
def test_an_effect_is_the_score_of_the_graph_without(
    tmp_path_factory: pytest.TempPathFactory, edges: list[tuple[str, str]], measure: str
) -> None:
    def opened(acts: dict[str, str]) -> KnowledgeGraph:
        # What keeps all five in the network, however few acts there are.
        linked = "ex:a rg:opposes ex:b , ex:c , ex:d , ex:e ."
        return graph_of(tmp_path_factory.mktemp("w"), "".join(acts.values()) + linked)

    acts = {f"x{n}": act(f"x{n}", a, b) for n, (a, b) in enumerate(edges)}
    graph = opened(acts)
    found = why(fold(graph, "actors"), "B", measure)
    for reason in found.reasons:
        name = reason.iri.removeprefix(EX)
        if reason.what == "act":
            without = opened({other: text for other, text in acts.items() if other != name})
            scores = relgraph.centrality(relgraph.project(without, "actors"), [measure])
            assert found.score - reason.effect == pytest.approx(scores.value(EX + "b", measure), abs=1e-8)


def test_where_an_iteration_stops_is_no_reason(tmp_path: Path) -> None:
    # No walk leads from the ring of D to T to A, B and C, and none ends in it: B owes it nothing. But PageRank
    # stops an iteration sooner or later without an act of the ring, which moves B's score by some 1e-12.
    ring = [(a, b) for a, b in zip("defghijklmnopqrst", "efghijklmnopqrstd", strict=True)]
    own = [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"), ("c", "a")]
    acts = [*own, *ring, *((b, a) for a, b in ring)]
    graph = graph_of(tmp_path, "".join(act(a + b, a, b) for a, b in acts), "abcdefghijklmnopqrst")
    found = why(fold(graph, "actors"), "B", "pagerank")
    assert {iri for what, iri, _, _ in effects(found) if what == "act"} == {a + b for a, b in own}
    assert all(abs(reason.effect) > 1e-3 for reason in found.reasons)


def test_effects_are_what_why_tells_of_every_node(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, FOUR)
    found = relgraph.effects(fold(graph, "actors"), "degree", top=2)
    assert list(found) == [EX + name for name in "abcd"]
    # By hand: B has A by x1, made at the meeting, and D by x4; C has A alone, by x2 and x3, and D has B by x4.
    assert {iri.removeprefix(EX): effects(each) for iri, each in found.items()} == {
        "a": [("tie", "c", 1.0, 2), ("event", "m", 1.0, 1)],
        "b": [("event", "m", 1.0, 1), ("act", "x1", 1.0, 1)],
        "c": [("tie", "a", 1.0, 4), ("act", "x2", 0.0, 3)],
        "d": [("act", "x4", 1.0, 4)],
    }
    assert [found[EX + name].score for name in "abcd"] == [2.0, 2.0, 1.0, 1.0]


def test_effects_of_a_limit_say_so_and_none_are_refused(tmp_path: Path) -> None:
    folded = fold(graph_of(tmp_path, FOUR), "actors")
    found = relgraph.effects(folded, "harmonic", limit=1)
    assert "left out singly: 1 of 4 acts, in the order of the edges" in found[EX + "d"].method
    assert [iri for what, iri, _, _ in effects(found[EX + "d"]) if what == "act"] == ["x1"]
    with pytest.raises(ProjectionError, match="0 reasons of each node were asked for"):
        relgraph.effects(folded, "degree", top=0)
    network: Any = relgraph.project(relgraph.open(), "actors")
    with pytest.raises(ProjectionError, match="a MultiDiGraph was given, not a Fold"):
        relgraph.effects(network, "degree")


def test_effects_leave_each_act_out_once(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    graph = graph_of(tmp_path, FOUR)
    relgraph.effects(fold(graph, "actors"), "betweenness", progress=lambda *step: steps.append(step))
    # Four acts, those of the meeting and those between A and C; what both ends of a tie lose is told at once.
    assert steps == [(n, 6) for n in range(1, 7)]


@pytest.mark.parametrize("name", ["actors", "participation", "stances", "co-participation", "agreement"])
@pytest.mark.parametrize("measure", ["strength", "betweenness", "constraint"])
def test_effects_in_the_meeting_are_those_of_why(meeting: KnowledgeGraph, name: str, measure: str) -> None:
    folded = fold(meeting, name, collectives="resolve")
    found = relgraph.effects(folded, measure, top=3)
    for iri in list(found)[::6]:
        assert found[iri].to_json() == why(folded, iri, measure).top(3).to_json()


@settings(max_examples=15, deadline=None)
@given(pairs, st.sampled_from(["degree", "betweenness", "pagerank", "clustering"]), st.integers(1, 4))
def test_effects_of_any_graph_are_those_of_why(
    tmp_path_factory: pytest.TempPathFactory, edges: list[tuple[str, str]], measure: str, top: int
) -> None:
    acts = "".join(act(f"x{n}", a, b, rest="; rg:madeAt ex:m " * (n % 2)) for n, (a, b) in enumerate(edges))
    folded = fold(graph_of(tmp_path_factory.mktemp("w"), acts + "ex:m a rg:Meeting ."), "actors")
    for iri, found in relgraph.effects(folded, measure, top=top).items():
        assert found.to_json() == why(folded, iri, measure).top(top).to_json()


def test_an_actor_that_is_not_ranked_is_refused_in_words(meeting: KnowledgeGraph) -> None:
    folded = fold(meeting, "participation", kinds=["State"])
    with pytest.raises(ProjectionError, match='Meeting" is not ranked here, where only State is') as caught:
        why(folded, "https://w3id.org/relgraph/id/event/special-meeting-2021")
    assert "relgraph show tells its acts" in caught.value.advice
    found = why(folded, "Russia")
    assert found.nodes == len(relgraph.effects(folded)) < len(folded.network())
