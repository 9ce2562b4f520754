"""Change over time: ranks by hand, dates as precise as the source, and events."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from acts_in_turtle import EX, YEARS, act, graph_of
from conftest import turtle

import relgraph
from relgraph import KnowledgeGraph, fold
from relgraph.analysis import Scoring, Timeline, timeline
from relgraph.analysis.timelines import PERIODS
from relgraph.errors import NameNotFoundError, ProjectionError


def rows(times: Timeline) -> list[tuple[str, int | None, int | None, str, str]]:
    return [(row.period, row.rank, row.change, row.status, row.label) for row in times.rows]


def test_ranks_and_their_changes_by_year(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, YEARS)
    times = timeline(fold(graph, "actors"), "degree")
    assert rows(times) == [
        ("2020", 1, None, "new", "A"),
        ("2020", 2, None, "new", "B"),
        ("2020", 2, None, "new", "C"),
        ("2021", 1, 1, "up", "B"),
        ("2021", 2, -1, "down", "A"),
        ("2021", 2, 0, "same", "C"),
        ("2023", 1, 1, "up", "A"),
        ("2023", 1, None, "new", "D"),
        ("2023", None, None, "gone", "B"),
        ("2023", None, None, "gone", "C"),
    ]
    assert [row.values for row in times.rows] == [(2,), (1,), (1,), (2,), (1,), (1,), (1,), (1,), (), ()]
    assert times.rows[0].date == "2020-01-01"


def test_who_comes_back_is_compared_with_the_last_time(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, YEARS + act("x6", "c", "d", "2024") + act("x7", "c", "a", "2024"))
    times = timeline(fold(graph, "actors"), "degree")
    assert rows(times)[-3:] == [
        ("2024", 1, 1, "back", "C"), ("2024", 2, -1, "down", "A"), ("2024", 2, -1, "down", "D"),
    ]  # fmt: skip


def test_cumulative_periods_hold_all_before_them(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, YEARS)
    times = timeline(fold(graph, "actors"), "strength", cumulative=True)
    # A: x1 and x2; with x3; with x5. B: x1; with x3 and x4. Nobody goes.
    assert [(row.period, row.label, row.values[0]) for row in times.rows if row.label in "AB"] == [
        ("2020", "A", 2), ("2020", "B", 1), ("2021", "A", 3),
        ("2021", "B", 3), ("2023", "A", 4), ("2023", "B", 3),
    ]  # fmt: skip
    assert not any(row.status == "gone" for row in times.rows)


@pytest.mark.parametrize(
    ("by", "periods", "says"),
    [
        ("year", ["2020", "2021", "2023"], "left out 1 of 7: without a date"),
        ("quarter", ["2020-Q1", "2020-Q2", "2021-Q4", "2023-Q1"], "1 of 7: dated by a year alone"),
        ("month", ["2020-03", "2020-05", "2021-11", "2023-01"], "which tells no month"),
    ],
)
def test_a_date_is_as_precise_as_it_is(tmp_path: Path, by: str, periods: list[str], says: str) -> None:
    # A date that the calendar does not have is none.
    broken = act("x7", "c", "d").replace("rg:certain .", 'rg:certain ; rg:date "2021-13" .')
    graph = graph_of(tmp_path, YEARS + act("x6", "c", "d") + broken)
    times = timeline(fold(graph, "actors"), "degree", by=by)
    assert list(dict.fromkeys(row.period for row in times.rows)) == periods
    assert any(says in sentence for sentence in times.method)
    assert any("1 of 7: without a date" in sentence for sentence in times.method)
    assert any("1 of 7: dated outside the years 1 to 9999" in sentence for sentence in times.method)


@pytest.mark.parametrize("name", ["actors", "full", "participation"])
def test_a_year_is_the_projection_of_its_window(meeting: KnowledgeGraph, name: str) -> None:
    times = timeline(fold(meeting, name, collectives="resolve"), "pagerank")
    for year in {row.period for row in times.rows}:
        window = relgraph.project(meeting, name, collectives="resolve", since=year, as_of=year)
        expected = relgraph.centrality(window, ["pagerank"])
        found = [row for row in times.rows if row.period == year and row.status != "gone"]
        assert [row.iri for row in found] == [row[1] for row in expected.rows]
        assert [row.rank for row in found] == [row[0] for row in expected.rows]
        for row, scored in zip(found, expected.rows, strict=True):
            assert row.values == pytest.approx(scored[4], rel=1e-6)


EVENTS = (
    'ex:m1 a rg:Meeting ; rdfs:label "Zeta" ; rg:heldOn "2021-07-06"^^xsd:date .\n'
    'ex:m2 a rg:Meeting ; rdfs:label "Alpha" ; rg:expectedIn "2021-07"^^xsd:gYearMonth .\n'
    'ex:m3 a rg:Meeting ; rdfs:label "Alpha" .\n'
    'ex:m4 a rg:Meeting ; rdfs:label "Beta" ; rg:heldOn "2021-07-06"^^xsd:date .\n'
)


def test_events_stand_in_order_of_date_then_label(tmp_path: Path) -> None:
    graph = graph_of(tmp_path,
        EVENTS
        + act("x1", "a", "b", rest="; rg:madeAt ex:m1 ") + act("x2", "a", "c", rest="; rg:madeAt ex:m2 ")
        + act("x3", "b", "c", rest="; rg:madeAt ex:m3 ") + act("x4", "b", "d", rest="; rg:madeAt ex:m4 ")
        + act("x5", "c", "d", "2021")
    )  # fmt: skip
    times = timeline(fold(graph, "actors"), "degree", by="event")
    periods = list(dict.fromkeys((row.period, row.date, row.event.removeprefix(EX)) for row in times.rows))
    assert periods == [
        ("Beta", "2021-07-06", "m4"), ("Zeta", "2021-07-06", "m1"),
        ("Alpha", "2021-07", "m2"), ("Alpha", "", "m3"),  # some day of July; no day at all
    ]  # fmt: skip
    assert "left out 1 of 5: made at no event, and not taking part in one" in times.method
    # Two events of one name stay two periods.
    records = times.records()
    assert {record["event"] for record in records if record["period"] == "Alpha"} == {EX + "m2", EX + "m3"}


def test_taking_part_belongs_to_its_event_and_bare_relations_do_too(tmp_path: Path) -> None:
    bare = "ex:a rg:attends ex:m1 . ex:b rg:coChairs ex:m1 . ex:a rg:attends ex:u . ex:c rg:attends ex:mech ."
    graph = graph_of(tmp_path, EVENTS + bare + " ex:mech a rg:Mechanism .")
    folded = fold(graph, "participation")
    times = timeline(folded, "degree", by="event")
    # What is untyped may be an event; a mechanism is none.
    assert [(row.period, row.label) for row in times.rows if row.rank == 2 or row.period == "u"][:2] == [
        ("Zeta", "A"), ("Zeta", "B"),
    ]  # fmt: skip
    assert {row.period for row in times.rows} == {"Zeta", "u"}
    assert "left out 1 of 4: made at no event, and not taking part in one" in times.method
    # Taking part is dated by the event, also where no act tells of it.
    by_year = timeline(folded, "degree", by="year")
    assert {row.period for row in by_year.rows} == {"2021"}
    assert "left out 2 of 4: direct relations, which have no date" in by_year.method


def test_a_period_in_which_nobody_is_linked_has_no_rows(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path, EVENTS + "ex:a rg:attends ex:m1 . ex:b rg:attends ex:m1 . ex:c rg:attends ex:m4 ."
    )
    times = timeline(fold(graph, "co-participation"), "strength", by="event")
    assert {row.period for row in times.rows} == {"Zeta"}
    assert any(warning == "Beta: no two nodes are linked, so there are no rows" for warning in times.warnings)


def test_an_undefined_score_has_no_rank(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, YEARS)
    times = timeline(fold(graph, "actors"), "two-mode-degree")
    assert {(row.rank, row.status) for row in times.rows if row.status != "gone"} == {(None, "undefined")}
    assert all(record["two-mode-degree"] is None for record in times.records())


def test_a_period_too_small_for_a_backbone_is_undefined(tmp_path: Path) -> None:
    body = "".join(
        act(f"y{number}", "a", "b", "2020") + act(f"z{number}", "c", "d", "2020") for number in range(9)
    )
    graph = graph_of(tmp_path, body + act("x", "a", "c", "2021"))
    times = timeline(fold(graph, "actors"), Scoring(("degree",), backbone="noise-corrected"))
    assert [row.label for row in times.rows if row.period == "2020" and row.values == (1,)] == [
        "A",
        "B",
        "C",
        "D",
    ]
    assert {(row.status, row.rank) for row in times.rows if row.period == "2021" and row.label in "AC"} == {
        ("undefined", None)
    }
    assert any(warning.startswith("2021: the weights sum to 1") for warning in times.warnings)


def test_top_keeps_the_best_mean_ranks(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, YEARS)
    times = timeline(fold(graph, "actors"), "degree")
    # Mean ranks, the last place and one where there is none: A 4/3, B (2 + 1 + 3)/3, C (2 + 2 + 3)/3, D 9/3.
    assert {row.label for row in times.top(1).rows} == {"A"}
    assert {row.label for row in times.top(2).rows} == {"A", "B"}
    assert {row.label for row in times.top(3).rows} == {"A", "B", "C"}
    assert times.top(9).rows == times.rows
    assert times.top(0).rows == ()


def test_unknown_names(meeting: KnowledgeGraph) -> None:
    folded = fold(meeting, "actors")
    with pytest.raises(NameNotFoundError, match="unknown period 'years'"):
        timeline(folded, "degree", by="years")
    with pytest.raises(NameNotFoundError) as caught:
        timeline(folded, "degre")
    assert caught.value.advice == "did you mean degree?"


@pytest.mark.parametrize("by", PERIODS)
def test_csv_and_json_hold_the_same(meeting: KnowledgeGraph, by: str) -> None:
    times = timeline(fold(meeting, "full"), "hits", by=by)
    table = list(csv.DictReader(io.StringIO(times.to_csv())))
    content = json.loads(times.to_json())
    assert len(table) == len(content["rows"]) == len(times.rows) > 0
    for text, record in zip(table, content["rows"], strict=True):
        assert text == {name: "" if value is None else str(value) for name, value in record.items()}
    assert {"hub", "authority"} <= set(table[0])
    assert ("event" in table[0]) == (by == "event")


def test_a_rank_among_more_is_told(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path, act("x", "a", "b", "2020") + act("y", "a", "b", "2021") + act("z", "b", "c", "2021")
    )
    times = timeline(fold(graph, "actors"), "degree")
    assert [(row.label, row.rank, row.ranked, row.change) for row in times.rows if row.period == "2021"] == [
        ("B", 1, 3, 0), ("A", 2, 3, -1), ("C", 2, 3, None),
    ]  # fmt: skip
    told = "over the periods: from 2 to 3 actors have a rank: a change of rank is one of the field too"
    assert told in times.warnings
    assert times.to_pandas()["ranked"].tolist() == [2, 2, 3, 3, 3]


LASTING = """
ex:u a rg:Organization ; rdfs:label "Union"@en .
ex:m1 a rg:Act ; rg:actor ex:a ; rg:relation rg:memberOf ; rg:object ex:u ; rg:from "2027"^^xsd:gYear .
ex:m2 a rg:Act ; rg:actor ex:b ; rg:relation rg:memberOf ; rg:object ex:u ; rg:from "2027"^^xsd:gYear ;
  rg:until "2028"^^xsd:gYear .
ex:m3 a rg:Act ; rg:actor ex:c ; rg:relation rg:memberOf ; rg:object ex:u ; rg:from "2030"^^xsd:gYear .
"""


@pytest.fixture
def lasting(tmp_path: Path) -> KnowledgeGraph:
    """Members of a union, of whom one leaves."""
    path = tmp_path / "lasting.ttl"
    actors = "".join(f'ex:{name} a rg:State ; rdfs:label "{name}"@en .\n' for name in "abc")
    path.write_text(turtle(actors + LASTING), "utf-8")
    return relgraph.open(path)


@pytest.mark.parametrize(
    ("window", "degrees"),
    [
        ({}, {"2027": 2, "2028": 2, "2029": 1, "2030": 2}),
        ({"as_of": "2030"}, {"2027": 2, "2028": 2, "2029": 1, "2030": 2}),
        ({"as_of": "2029"}, {"2027": 2, "2028": 2, "2029": 1}),
        ({"as_of": "2032"}, {"2027": 2, "2028": 2, "2029": 1, "2030": 2, "2031": 2, "2032": 2}),
        ({"since": "2029"}, {"2029": 1, "2030": 2}),
        ({"since": "2028", "as_of": "2029-06"}, {"2028": 2, "2029": 1}),
    ],
)
def test_a_window_chooses_periods_and_changes_none(
    window: dict[str, str], degrees: dict[str, int], lasting: KnowledgeGraph
) -> None:
    folded = relgraph.fold(lasting, "membership")
    times = timeline(folded, "degree", since=window.get("since"), as_of=window.get("as_of"))
    rows = [row for row in times.rows if row.label == "Union"]
    assert {row.period: row.values[0] for row in rows} == degrees
    assert rows[0].status == ("new" if "since" not in window else "same")


def test_periods_by_event_have_no_window(lasting: KnowledgeGraph) -> None:
    folded = relgraph.fold(lasting, "membership")
    with pytest.raises(ProjectionError, match="no window"):
        relgraph.timeline(folded, "degree", by="event", since="2027")
    with pytest.raises(ProjectionError, match="ends before it begins"):
        relgraph.timeline(folded, "degree", since="2030", as_of="2029")
