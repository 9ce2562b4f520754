"""Periods: what lasts is read in filters and networks, and ends when it ends."""

from __future__ import annotations

import pytest
from conftest import GraphOf
from hypothesis import given
from hypothesis import strategies as st
from small_graphs import act

import relgraph
from relgraph.analysis import timeline
from relgraph.errors import ProjectionError
from relgraph.model.dates import days, ends, lasting, precision


def member(rest: str) -> str:
    return act("m", f"rg:actor ex:a ; rg:relation rg:memberOf ; rg:object ex:o ; {rest}")


def year(value: str) -> str:
    return f'"{value}"^^xsd:gYear'


FROM_TO = f"rg:from {year('1967')} ; rg:until {year('1999')}"


@pytest.mark.parametrize(
    ("period", "window", "kept"),
    [
        (FROM_TO, {"as_of": "1980"}, True),
        (FROM_TO, {"as_of": "1966"}, False),
        (FROM_TO, {"as_of": "1999-06"}, True),  # some day of 1999
        (FROM_TO, {"as_of": "2000"}, False),
        (FROM_TO, {"since": "1999-12-31"}, True),
        (FROM_TO, {"since": "2000"}, False),
        (FROM_TO, {"since": "1970", "as_of": "1975"}, True),
        (FROM_TO, {"since": "1970", "as_of": "2005"}, False),  # over by then
        (f"rg:from {year('1967')}", {"as_of": "2020"}, True),
        (f"rg:from {year('1967')}", {"since": "2020"}, True),  # no end is told
        (f"rg:until {year('1999')}", {"as_of": "1950"}, True),  # nor a beginning
        (f"rg:until {year('1999')}", {"as_of": "2000"}, False),
        (f"rg:date {year('1992')} ; rg:until {year('1999')}", {"as_of": "1991"}, False),
        (f"rg:date {year('1992')} ; rg:until {year('1999')}", {"as_of": "1995"}, True),
        (f"rg:date {year('1992')} ; rg:until {year('1999')}", {"as_of": "2005"}, False),
        (f"rg:date {year('1992')}", {"as_of": "2005"}, True),  # what has no end does not end
        ('rg:from "2021-07-06"^^xsd:date ; rg:until "2021-08"^^xsd:gYearMonth', {"as_of": "2021-08-31"}, True),
        ('rg:from "2021-07-06"^^xsd:date ; rg:until "2021-08"^^xsd:gYearMonth', {"as_of": "2021-09"}, False),
    ],
)
def test_what_lasts_is_there_while_it_lasts(
    graph_of: GraphOf, period: str, window: dict[str, str], kept: bool
) -> None:
    graph = graph_of(member(period))
    if kept:
        assert relgraph.project(graph, "actors", **window).number_of_edges() == 1  # type: ignore[arg-type]
    else:
        with pytest.raises(ProjectionError, match="nothing to project"):
            relgraph.project(graph, "actors", **window)  # type: ignore[arg-type]


def test_edges_have_date_and_ends(graph_of: GraphOf) -> None:
    def edge(rest: str) -> tuple[str, str, str]:
        ((_, _, data),) = relgraph.project(graph_of(member(rest)), "actors").edges(data=True)
        return data["date"], data["from"], data["until"]

    assert edge(FROM_TO) == ("1967/1999", "1967", "1999")
    assert edge(f"rg:from {year('1967')}") == ("1967/..", "1967", "")
    assert edge(f"rg:until {year('1999')}") == ("../1999", "", "1999")
    assert edge(f"rg:date {year('1967')}") == ("1967", "", "")


EVENT = 'ex:m a rg:Meeting ; rg:from "2030-10-31"^^xsd:date ; rg:until "2030-11-12"^^xsd:date .\n'


def test_an_event_of_several_days_dates_its_acts_and_does_not_end_them(graph_of: GraphOf) -> None:
    graph = graph_of(
        EVENT + act("x", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:madeAt ex:m")
    )
    for window in ({"since": "2030-11"}, {"as_of": "2030-10-31"}, {"as_of": "2031"}):
        network = relgraph.project(graph, "actors", **window)  # type: ignore[arg-type]
        assert [data["date"] for *_, data in network.edges(data=True)] == ["2030-10-31/2030-11-12"]
    with pytest.raises(ProjectionError, match="nothing to project"):
        relgraph.project(graph, "actors", since="2030-11-13")


def test_taking_part_is_dated_by_its_event_however_it_is_said(graph_of: GraphOf) -> None:
    own = (
        "ex:observes a rg:Relation ; rdfs:subPropertyOf rg:participatesIn ;"
        " rg:entersProjection rg:participationProjection .\n"
    )
    for stated in (
        "ex:a rg:attends ex:m .",
        "ex:a ex:observes ex:m .",
        act("x", "rg:actor ex:a ; rg:relation ex:observes ; rg:object ex:m"),
    ):
        graph = graph_of(EVENT + own + stated)
        network = relgraph.project(graph, "participation", as_of="2030-11")
        assert [data["date"] for *_, data in network.edges(data=True)] == ["2030-10-31/2030-11-12"]
        with pytest.raises(ProjectionError, match="nothing to project"):
            relgraph.project(graph, "participation", as_of="2030-09")


@pytest.mark.parametrize("date", ["-0044", "12021", "0000"])
def test_dates_out_of_range_are_called_that(graph_of: GraphOf, date: str) -> None:
    graph = graph_of(
        act("x1", f"rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date {year(date)}")
        + act("x2", f"rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:c ; rg:date {year('2020')}")
        + act("x3", "rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:o")
    )
    assert relgraph.project(graph, "actors", as_of="2021").graph["notes"] == (
        "left out 1 act dated outside the years 1 to 9999, or by what is no date, which no window compares",
        "left out 1 act dated after 2021, or without a date",
    )


@pytest.mark.parametrize(
    ("by", "periods"),
    [
        ("year", ["1998", "1999", "2000"]),
        ("quarter", ["1998-Q4", "1999-Q1", "1999-Q2", "1999-Q3", "1999-Q4", "2000-Q1"]),
        ("month", None),
    ],
)
def test_what_lasts_is_in_each_period_between(graph_of: GraphOf, by: str, periods: list[str] | None) -> None:
    lasting = 'rg:from "1998-11"^^xsd:gYearMonth ; rg:until "2000-01-15"^^xsd:date'
    times = timeline(relgraph.fold(graph_of(member(lasting)), "actors"), "degree", by=by)
    found = list(dict.fromkeys(row.period for row in times.rows if row.status != "gone"))
    if periods is None:
        assert found[:3] == ["1998-11", "1998-12", "1999-01"]
        assert len(found) == 15
        assert found[-1] == "2000-01"
    else:
        assert found == periods


def test_what_has_no_end_lasts_as_long_as_anything_is_told(graph_of: GraphOf) -> None:
    graph = graph_of(
        member(f"rg:from {year('1998')}")
        + act("x", f"rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date {year('2001')}")
    )
    times = timeline(relgraph.fold(graph, "actors"), "degree")
    last = max(row.period for row in times.rows)
    assert [row.period for row in times.rows if row.label == "O" and row.status != "gone"] == [
        "1998", "1999", "2000", "2001",
    ]  # fmt: skip
    assert last == "2001"


def test_what_has_ended_is_not_added_up(graph_of: GraphOf) -> None:
    graph = graph_of(
        member(FROM_TO)
        + act("x", f"rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:date {year('2001')}")
    )
    times = timeline(relgraph.fold(graph, "actors"), "strength", cumulative=True)
    assert [(row.period, row.values[0]) for row in times.rows if row.label == "A"][-2:] == [
        ("1999", 1),
        ("2001", 1),
    ]


years = st.integers(1, 9999).map("{:04}".format)


@given(years, years)
def test_a_period_has_the_days_of_its_ends(start: str, end: str) -> None:
    span = days(lasting(start, end))
    if start <= end:
        first, last = days(start), days(end)
        assert first is not None
        assert last is not None
        assert span == (first[0], last[1])
        assert precision(lasting(start, end)) == "year"
    else:
        assert span is None
    assert ends(lasting(start, "")) == (start, "")
    assert ends(lasting("", end)) == ("", end)
    assert lasting("", "") == ""
