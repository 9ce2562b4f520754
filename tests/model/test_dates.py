"""Dates: a day, a month or a year has a first and a last day, and nothing else has."""

from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relgraph.model.dates import days, precision


@given(st.dates())
def test_a_day_is_its_own_span(day: datetime.date) -> None:
    assert days(day.isoformat()) == (day, day)
    assert days(f"{day.isoformat()}T12:00:00Z") == (day, day)
    assert precision(day.isoformat()) == "day"


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_and_a_year_have_all_their_days(year: int, month: int) -> None:
    first, last = datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
    assert days(f"{year:04}-{month:02}") == (first, last)
    assert precision(f"{year:04}-{month:02}") == "month"
    whole = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    assert days(f"{year:04}") == whole
    assert precision(f"{year:04}") == "year"


@pytest.mark.parametrize(
    ("date", "first"),
    [("2021-07-06+07:00", "2021-07-06"), ("2021-07Z", "2021-07-01"), ("2021-05:00", "2021-01-01")],
)
def test_a_time_zone_is_passed_over(date: str, first: str) -> None:
    span = days(date)
    assert span is not None
    assert span[0].isoformat() == first


@pytest.mark.parametrize(
    "date",
    [
        "",
        "21",
        "2021-13",
        "2021-02-30",
        "2021-7",
        "0000",
        "-0044",
        "12021",
        "2021-07-06 ",
        "July 2021",
        "\uff12\uff10\uff12\uff11",
    ],
)
def test_what_is_no_date_has_no_days(date: str) -> None:
    assert days(date) is None
