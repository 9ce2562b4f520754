"""Why: what single acts, ties and events add to a score, by hand, and the command."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import Run, turtle
from hypothesis import given, settings
from hypothesis import strategies as st

import relgraph
from relgraph import KnowledgeGraph
from relgraph.analysis.explanation import Why, why
from relgraph.errors import NameNotFoundError, ProjectionError
from relgraph.projection import PROJECTIONS, fold

EX = "https://example.org/"
Build = Callable[[str], KnowledgeGraph]
ACTORS = "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}"@en .\n' for name in "abcde")


def act(name: str, actor: str, other: str, rest: str = "") -> str:
    return (
        f'ex:{name} a rg:Act ; rdfs:label "{name} in words" ; rg:actor ex:{actor} ; rg:relation rg:supports ;'
        f" rg:object ex:{other} ; rg:modality rg:modalityAsserted ; rg:certainty rg:certain {rest}.\n"
    )


@pytest.fixture
def graph_of(tmp_path: Path) -> Build:
    def build(body: str) -> KnowledgeGraph:
        path = tmp_path / "g.ttl"
        path.write_text(turtle(ACTORS + body), "utf-8")
        return relgraph.open(path)

    return build


def effects(found: Why) -> list[tuple[str, str, float, int | None]]:
    return [
        (reason.what, reason.iri.removeprefix(EX), reason.effect, reason.rank_without)
        for reason in found.reasons
    ]


# A is tied to B by one act, to C by two; B and D by one that does not touch A. The meeting has x1 and x2.
FOUR = (
    act("x1", "a", "b", "; rg:madeAt ex:m ") + act("x2", "a", "c", "; rg:madeAt ex:m ")
    + act("x3", "c", "a") + act("x4", "b", "d") + 'ex:m a rg:Meeting ; rdfs:label "The meeting" .\n'
)  # fmt: skip


def test_degree_rests_on_whole_ties(graph_of: Build) -> None:
    graph = graph_of(FOUR)
    found = why(graph, fold(graph, "actors"), "A", "degree")
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


def test_strength_loses_each_act_by_itself(graph_of: Build) -> None:
    graph = graph_of(FOUR)
    found = why(graph, fold(graph, "actors"), EX + "a", "strength")
    assert effects(found) == [
        ("tie", "c", 2.0, 2),
        ("event", "m", 2.0, 1),
        ("act", "x1", 1.0, 1),
        ("act", "x2", 1.0, 1),
        ("act", "x3", 1.0, 1),
    ]


def test_acts_of_others_count_where_they_change_the_score(graph_of: Build) -> None:
    graph = graph_of(FOUR)
    found = why(graph, fold(graph, "actors"), "B", "betweenness")
    # The path C-A-B-D: B is on two of three pairs. Without x4 D stands apart and B is an end.
    assert found.score == pytest.approx(2 / 3)
    by_what = {(what, iri): effect for what, iri, effect, _ in effects(found)}
    assert by_what["act", "x4"] == pytest.approx(2 / 3)
    # An act less between A and C leaves the tie; x1 is the whole tie of A and B, and listed as the act.
    assert set(by_what) == {("act", "x1"), ("act", "x4"), ("event", "m")}


def test_an_effect_can_be_negative(graph_of: Build) -> None:
    # A between B and C; with the edge B-C there is nothing to be between.
    graph = graph_of(act("x1", "a", "b") + act("x2", "a", "c") + act("x3", "b", "c"))
    found = why(graph, fold(graph, "actors"), "A", "betweenness")
    assert found.score == 0
    assert effects(found) == [("act", "x3", -1.0, 1), ("act", "x1", 0.0, 2), ("act", "x2", 0.0, 2)]


def test_a_score_that_is_undefined_without_an_act(graph_of: Build) -> None:
    graph = graph_of(act("x1", "a", "b") + act("x2", "b", "c"))
    found = why(graph, fold(graph, "actors"), "A", "constraint")
    what, iri, effect, rank = effects(found)[0]
    assert (what, iri, rank) == ("act", "x1", None)
    assert math.isnan(effect)
    assert json.loads(found.to_json())["reasons"][0]["effect"] is None
    nothing = why(graph, fold(graph, "actors"), "A", "two-mode-degree")
    assert math.isnan(nothing.score)
    assert nothing.reasons == ()
    assert "the score is undefined, so there is nothing that it rests on" in nothing.warnings
    assert nothing.to_csv().splitlines() == ["what,iri"]


def test_bare_relations_are_listed_as_such(graph_of: Build) -> None:
    graph = graph_of(
        "ex:a rg:supports ex:b . ex:a rg:attends ex:m . ex:b rg:attends ex:m . ex:m a rg:Meeting ."
    )
    found = why(graph, fold(graph, "actors"), "A", "strength")
    relation = f"{EX}a https://w3id.org/relgraph/ontology#supports {EX}b"
    assert effects(found) == [("relation", relation.removeprefix(EX), 1.0, 1)]
    assert (found.reasons[0].label, found.reasons[0].passages) == ("A supports B", ())
    taking_part = why(graph, fold(graph, "participation"), "A")
    assert [reason.what for reason in taking_part.reasons] == ["relation", "event"]


def test_speaker_status_date_and_position(graph_of: Build) -> None:
    graph = graph_of(
        'ex:x1 a rg:Act ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:saidBy ex:c ;'
        ' rg:modality rg:modalityPlanned ; rg:certainty rg:likely ; rg:date "2021-07"^^xsd:gYearMonth ;'
        " rg:evidence ex:e .\n ex:e oa:hasSource ex:doc ; oa:hasSelector ex:s .\n"
        " ex:s a oa:TextPositionSelector ; oa:start 5 ; oa:end 9 ."
    )  # fmt: skip
    found = why(graph, fold(graph, "actors"), "A")
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


def test_who_is_not_there_is_said(graph_of: Build, meeting: KnowledgeGraph) -> None:
    graph = graph_of(FOUR)
    folded = fold(graph, "actors")
    with pytest.raises(ProjectionError, match=r"'E' is no node of projection 'actors'"):
        why(graph, folded, "E")
    with pytest.raises(NameNotFoundError, match="is nothing in this graph"):
        why(graph, folded, "https://example.org/nobody")
    with pytest.raises(NameNotFoundError, match="is a literal"):
        why(graph, folded, '"A"@en')
    with pytest.raises(NameNotFoundError) as caught:
        why(meeting, fold(meeting, "actors"), "Rusia")
    assert "did you mean Russia" in caught.value.advice
    with pytest.raises(NameNotFoundError, match="unknown measure"):
        why(graph, folded, "A", "importance")


def test_of_many_acts_those_of_the_actor_come_first(graph_of: Build) -> None:
    graph = graph_of("".join(act(f"x{n}", "b", "c") for n in range(6)) + act("z", "a", "b"))
    found = why(graph, fold(graph, "actors"), "A", "harmonic", limit=1)
    # B is one step away, C that and a sixth of one.
    assert [(reason.iri, reason.rank_without) for reason in found.reasons] == [(EX + "z", 3)]
    assert found.reasons[0].effect == pytest.approx(1 + 6 / 7)
    assert "left out singly: 1 of 7 acts, those of the actor first" in found.method
    # What B and C do among themselves is nothing to the strength of A, and is not tried.
    steps: list[int] = []

    def counted(found: Iterable[int]) -> Iterable[int]:
        steps.extend(found)
        return steps

    near = why(graph, fold(graph, "actors"), "A", "strength", progress=counted)
    assert effects(near) == [("act", "z", 1.0, 3)]
    assert len(steps) == 1
    assert not any("left out singly" in sentence for sentence in near.method)


@pytest.mark.parametrize("name", PROJECTIONS)
def test_acts_of_the_meeting_add_up_to_strength(meeting: KnowledgeGraph, name: str) -> None:
    folded = fold(meeting, name, collectives="resolve")
    found = why(meeting, folded, "ASEAN", "strength")
    singly = sum(reason.effect for reason in found.reasons if reason.what in ("act", "relation"))
    if name == "co-participation":  # a tie rests on two acts, so that each of them takes it away
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
        path = tmp_path_factory.mktemp("w") / "g.ttl"
        # What keeps all five in the network, however few acts there are.
        path.write_text(turtle(ACTORS + "".join(acts.values()) + "ex:a rg:opposes ex:b , ex:c , ex:d , ex:e ."))
        return relgraph.open(path)

    acts = {f"x{n}": act(f"x{n}", a, b) for n, (a, b) in enumerate(edges)}
    graph = opened(acts)
    found = why(graph, fold(graph, "actors"), "B", measure)
    for reason in found.reasons:
        name = reason.iri.removeprefix(EX)
        if reason.what == "act":
            without = opened({other: text for other, text in acts.items() if other != name})
            scores = relgraph.centrality(relgraph.project(without, "actors"), [measure])
            assert found.score - reason.effect == pytest.approx(scores.value(EX + "b", measure), abs=1e-8)


# The command


def test_the_command_tells_speaker_status_and_place(run: Run) -> None:
    result = run("why", "Russia", "--collectives", "resolve", "-m", "degree", "-f", "json")
    assert result.returncode == 0, result.stderr
    content = json.loads(result.stdout)
    assert (content["label"], content["measure"], content["rank"]) == ("Russia", "degree", 1)
    assert {"act", "tie", "event"} <= {reason["what"] for reason in content["reasons"]}
    acts = [reason for reason in content["reasons"] if reason["what"] == "act"]
    assert all(reason["modality"] and reason["certainty"] and reason["passages"] for reason in acts)
    assert all("quote" not in passage for reason in acts for passage in reason["passages"])
    few = run("why", "Russia", "-m", "harmonic", "--limit", "2")
    assert b"left out singly: 2 of " in few.stderr
    shown = run("why", "Russia", "--collectives", "resolve", "--top", "4").stdout.decode().splitlines()
    assert shown[0] == f"Russia: degree {content['score']:g}, rank 1 of {content['nodes']}"
    assert len(shown) == 6
    assert "characters" in shown[-1]


def test_the_command_quotes_the_source_that_it_is_given(run: Run, article: Path) -> None:
    text = article.read_text("utf-8")
    result = run("why", "Sergey Lavrov", "--source", article, "-f", "csv")
    rows = [row for row in csv.DictReader(io.StringIO(result.stdout.decode())) if row["quotes"]]
    assert rows
    for row in rows:
        start, end = row["passages"].split(" ")[0].partition("#char=")[2].split(",")
        assert row["quotes"].startswith(text[int(start) : int(end)])
    table = run("why", "Sergey Lavrov", "--source", article).stdout.decode()
    assert "“" in table


def test_the_command_says_who_is_not_there(run: Run) -> None:
    unknown = run("why", "Atlantis")
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    assert unknown.stderr.startswith(b"relgraph: nothing here is called")
    absent = run("why", "tourism")
    assert absent.returncode == 2
    assert b"is no node of projection 'actors'" in absent.stderr
