"""Filters: what each keeps, and what it says that it leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ACTORS, GraphOf, Run, turtle
from small_graphs import EX, act, edges

import relgraph
from relgraph import KnowledgeGraph, projection
from relgraph.errors import NameNotFoundError, ProjectionError

AS_OF = (
    act("day", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:madeAt ex:m")
    + act(
        "month", 'rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:c ; rg:date "2021-08"^^xsd:gYearMonth'
    )
    + act("year", 'rg:actor ex:b ; rg:relation rg:supports ; rg:object ex:c ; rg:date "2022"^^xsd:gYear')
    + act("undated", "rg:actor ex:c ; rg:relation rg:supports ; rg:object ex:o")
    + 'ex:m a rg:Meeting ; rg:heldOn "2021-07-06"^^xsd:date .'
)


@pytest.mark.parametrize(
    ("as_of", "count"),
    [
        (None, 4),
        ("2021-07-05", 0),
        ("2021-07-06", 1),
        ("2021-07-31", 1),
        ("2021-08", 2),
        ("2022", 3),
        ("2030-01-01", 3),
    ],
)
def test_as_of_reads_the_date_of_the_act_else_of_its_event(
    graph_of: GraphOf, as_of: str | None, count: int
) -> None:
    graph = graph_of(AS_OF)
    if count == 0:
        with pytest.raises(ProjectionError, match="nothing to project"):
            relgraph.project(graph, "actors", as_of=as_of)
    else:
        network = relgraph.project(graph, "actors", as_of=as_of)
        assert network.number_of_edges() == count
        assert bool(network.graph["notes"]) == (as_of is not None)


def test_background_is_what_rests_on_background_sources_alone(meeting: KnowledgeGraph) -> None:
    everything = relgraph.project(meeting, "actors")
    told = relgraph.project(meeting, "actors", background=False)
    dropped = {data["acts"][0] for _, _, data in everything.edges(data=True) if data["background"]}
    assert len(dropped) == 3
    assert all("member-of" in iri for iri in dropped)
    assert everything.number_of_edges() - told.number_of_edges() == 3


def test_direct_relations_left_out_for_want_of_a_date_are_said(graph_of: GraphOf) -> None:
    graph = graph_of(
        act("x1", 'rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date "2020"^^xsd:gYear')
        + "ex:a rg:opposes ex:c ."
    )
    network = relgraph.project(graph, "actors", as_of="2021")
    assert network.graph["notes"] == (
        "left out 0 acts dated after 2021, or without a date",
        "left out 1 direct relation that no act stands behind, of which no date is known",
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"name": "actor"}, "did you mean actors"),
        ({"name": "actors", "relations": ["suports"]}, "did you mean supports"),
        ({"name": "actors", "collectives": "resolved"}, "did you mean resolve"),
        ({"name": "actors", "as_of": "last year"}, "YYYY-MM-DD"),
        ({"name": "actors", "as_of": "2021-02-30"}, "YYYY-MM-DD"),
        ({"name": "actors", "as_of": "2021-7-6"}, "YYYY-MM-DD"),
        ({"name": "actors", "as_of": "2021-07-06x"}, "YYYY-MM-DD"),
        ({"name": "actors", "since": "2021-13"}, "YYYY-MM-DD"),
        ({"name": "actors", "kinds": ["Sate"]}, "did you mean State"),
        ({"name": "actors", "kinds": ["Meeting"]}, "Organization"),
        ({"name": "actors", "modalities": ["plan"]}, "did you mean planned"),
        ({"name": "actors", "modalities": ["certain"]}, "asserted, needed"),
        ({"name": "actors", "certainties": ["sure"]}, "certain, doubtful, likely"),
        ({"name": "actors", "source_documents": ["Country code table"]}, "did you mean Country codes table"),
    ],
)
def test_unknown_names_and_dates(meeting: KnowledgeGraph, arguments: dict[str, object], says: str) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.project(meeting, **arguments)  # type: ignore[arg-type]
    assert says in caught.value.advice


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"name": "actors", "since": "2022", "as_of": "2021-12"}, "ends before it begins"),
        ({"name": "actors", "chair_weight": 2}, "nothing to weigh in 'actors'"),
        ({"name": "participation", "chair_weight": 0}, "is no strength"),
        ({"name": "participation", "chair_weight": float("nan")}, "is no strength"),
    ],
)
def test_options_that_cannot_be_met(meeting: KnowledgeGraph, arguments: dict[str, object], says: str) -> None:
    with pytest.raises(ProjectionError, match=says):
        relgraph.project(meeting, **arguments)  # type: ignore[arg-type]


WINDOW = (
    act("d", 'rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date "2021-07-06"^^xsd:date')
    + act("m", 'rg:actor ex:a ; rg:relation rg:welcomes ; rg:object ex:b ; rg:date "2021-08"^^xsd:gYearMonth')
    + act("y", 'rg:actor ex:a ; rg:relation rg:wishes ; rg:object ex:b ; rg:date "2022"^^xsd:gYear')
    + act("u", "rg:actor ex:a ; rg:relation rg:opposes ; rg:object ex:b")
)


@pytest.mark.parametrize(
    ("since", "as_of", "kept"),
    [
        ("2021-07-06", "2021-07-06", ["supports"]),
        ("2021-07-07", None, ["welcomes", "wishes"]),
        ("2021", "2021", ["supports", "welcomes"]),
        ("2021-07", "2021-07", ["supports"]),
        ("2021-08-31", "2021-09", ["welcomes"]),  # some day of August: may be the last
        ("2022-06", "2022-06", ["wishes"]),  # some day of 2022: may be in June
        ("2023", None, []),
        (None, "2021-07-05", []),
    ],
)
def test_a_window_has_what_may_lie_in_it(
    graph_of: GraphOf, since: str | None, as_of: str | None, kept: list[str]
) -> None:
    fold = projection.fold(graph_of(WINDOW), "actors", since=since, as_of=as_of)
    assert sorted(relation for _, relation, _ in edges(fold.network())) == kept
    assert f"left out {4 - len(kept)} act" in fold.notes[0]


FILTERS = (
    "ex:Ministry rdfs:subClassOf rg:Organization . ex:p a rg:Person . ex:w a ex:Ministry . ex:m a rg:Meeting ."
    + act("x1", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:e1")
    + act("x2", "rg:actor ex:a ; rg:relation rg:provides ; rg:object ex:c ; rg:evidence ex:e2", "Planned")
    + "ex:x3 a rg:Act ; rg:modality rg:modalityNeeded ; rg:certainty rg:doubtful ; rg:actor ex:p ;"
    " rg:relation rg:welcomes ; rg:object ex:w ; rg:evidence ex:e1 , ex:e2 .\n"
    "ex:a rg:opposes ex:w . ex:a rg:opposes ex:z . ex:p rg:attends ex:m . ex:w rg:attends ex:m ."
    'ex:e1 oa:hasSource ex:news . ex:e2 oa:hasSource ex:memo . ex:news rdfs:label "The News"@en .'
    'ex:memo rdfs:label "Memo"@en . ex:memo2 rdfs:label "Memo"@en .'
)


A_B, A_C, P_W = ("a", "supports", "b"), ("a", "provides", "c"), ("p", "welcomes", "w")
BARE = [("a", "opposes", "w"), ("a", "opposes", "z")]


@pytest.mark.parametrize(
    ("filters", "kept", "notes"),
    [
        ({}, [*BARE, A_C, A_B, P_W], ()),
        (
            {"relations": ["opposes", "supports"]},
            [*BARE, A_B],
            ("left out 2 links not by opposes or supports or what falls under it",),
        ),
        # ex:z has no type, so nobody knows that it is a state
        ({"kinds": ["State"]}, [A_C, A_B], ("left out 3 links with an actor not known to be State",)),
        # a ministry is an organization, as the data declare
        (
            {"kinds": ["Person", "rg:Organization"]},
            [P_W],
            ("left out 4 links with an actor not known to be Organization or Person",),
        ),
        (
            {"kinds": ["Ministry", EX + "Ministry", "Person", "State"]},
            [BARE[0], A_C, A_B, P_W],
            ("left out 1 link with an actor not known to be Ministry, Person or State",),
        ),
        (
            {"modalities": ["asserted", "needed"]},
            [A_B, P_W],
            (
                "left out 1 act of another modality than asserted or needed",
                "left out 2 direct relations that no act stands behind, of which no modality is known",
            ),
        ),
        (
            {"certainties": ["doubtful"]},
            [P_W],
            (
                "left out 2 acts of another certainty than doubtful",
                "left out 2 direct relations that no act stands behind, of which no certainty is known",
            ),
        ),
        (
            {"source_documents": ["The News"], "certainties": ["certain"]},
            [A_B],
            (
                "left out 1 act of another certainty than certain",
                "left out 1 act without evidence in The News",
                "left out 2 direct relations that no act stands behind, "
                "of which no certainty or source is known",
            ),
        ),
        (
            {"source_documents": [EX + "memo"]},
            [A_C, P_W],
            (
                f"left out 1 act without evidence in {EX}memo",
                "left out 2 direct relations that no act stands behind, of which no source is known",
            ),
        ),
        (
            {"background": False},
            [*BARE, A_C, A_B, P_W],
            (
                "left out 0 acts resting on background sources alone",
                "kept 2 direct relations that no act stands behind, whether background or not",
            ),
        ),
    ],
)
def test_filters_keep_what_they_say_and_say_what_they_leave_out(
    graph_of: GraphOf, filters: dict[str, object], kept: list[tuple[str, str, str]], notes: tuple[str, ...]
) -> None:
    network = relgraph.project(graph_of(FILTERS), "actors", **filters)  # type: ignore[arg-type]
    assert edges(network) == sorted(kept)
    assert network.graph["notes"] == notes


def test_kinds_are_of_actors_and_leave_events_and_things_in(graph_of: GraphOf) -> None:
    graph = graph_of(FILTERS + "ex:a rg:supports ex:plan . ex:plan a rg:Measure ; rg:involves ex:p .")
    assert edges(relgraph.project(graph, "participation", kinds=["Person"])) == [("p", "attends", "m")]
    assert edges(relgraph.project(graph, "full", kinds=["State"])) == sorted(
        [A_C, A_B, ("a", "supports", "plan")]
    )
    # One ministry at a meeting is no pair.
    with pytest.raises(ProjectionError, match="nothing to project") as caught:
        relgraph.project(graph, "co-participation", kinds=["Person"])
    assert "left out 1 link with an actor not known to be Person" in caught.value.advice
    assert "one per pair of actors" in caught.value.advice


def test_a_label_of_two_source_documents_is_refused(graph_of: GraphOf) -> None:
    two = FILTERS + act("x9", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:evidence ex:e9")
    graph = graph_of(two + "ex:e9 oa:hasSource ex:memo2 .")
    with pytest.raises(NameNotFoundError, match="names several source documents") as caught:
        relgraph.project(graph, "actors", source_documents=["Memo"])
    assert caught.value.advice == f"give one of {EX}memo, {EX}memo2"


def test_every_filter_is_an_option(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(turtle(ACTORS + FILTERS + WINDOW), "utf-8")

    def projected(*options: str) -> tuple[list[str], str]:
        result = run("project", "actors", "-d", "g.ttl", *options)
        assert result.returncode == 0, result.stderr
        found = json.loads(result.stdout)["edges"]
        return sorted(edge["relation"] for edge in found), result.stderr.decode()

    assert projected("--since", "2021-07", "--as-of", "2021-07")[0] == ["supports"]
    assert projected("--kind", "Person", "--kind", "Organization")[0] == ["welcomes"]
    assert projected("--modality", "planned")[0] == ["provides"]
    assert projected("--certainty", "doubtful", "--certainty", "likely")[0] == ["welcomes"]
    relations, said = projected("--source-document", "The News")
    assert relations == ["supports", "welcomes"]
    assert "without evidence in The News" in said
    assert "2 direct relations that no act stands behind" in said
    assert projected("--collapsed", "--kind", "State")[0] == ["opposes, supports, welcomes, wishes", "provides"]
    weighed = run("project", "co-participation", "-d", "g.ttl", "--chair-weight", "2")
    assert b"counted presiding 2 times" in weighed.stderr
    wrong = run("project", "actors", "-d", "g.ttl", "--kind", "Persn")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"did you mean Person?" in wrong.stderr
