"""Dates as sources give them: a day, a month, a year or what lasts from one to another, never more precise."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import cache
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[datetime.date, datetime.date]
"""The first and the last day of a date."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")

Precision: TypeAlias = Literal["day", "month", "year"]

OPEN = ".."
"""An end that is not told."""


@cache
def days(date: str) -> Span | None:
    """Return the first and the last day of a date.

    Args:
        date: A day, a month or a year as XML Schema writes them (``xsd:date``, ``xsd:gYearMonth``,
            ``xsd:gYear``); of an ``xsd:dateTime`` its day. A time zone is passed over. Or what
            :func:`lasting` returns.

    Returns:
        Two days, the same for a day; where an end is open the first or the last of all days. ``None`` where
        ``date`` is none of these, its year is not one of 1 to 9999, or it ends before it begins.

    Example:
        >>> [str(day) for day in days("2021-02")]
        ['2021-02-01', '2021-02-28']
        >>> [str(day) for day in days("1967/1999")]
        ['1967-01-01', '1999-12-31']
        >>> days("in spring") is None
        True
    """
    first, slash, last = date.partition("/")
    if slash:
        start = (datetime.date.min,) * 2 if first == OPEN else days(first)
        end = (datetime.date.max,) * 2 if last == OPEN else days(last)
        return (start[0], end[1]) if start and end and start[0] <= end[1] else None
    match = _DATE.fullmatch(date)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern has it
    try:
        begins = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return begins, begins
    last_month = month or 12
    return begins, datetime.date(year, last_month, calendar.monthrange(year, last_month)[1])


def lasting(start: str, end: str) -> str:
    """Return the date of what lasts, as ISO 8601 and EDTF level 0 and 1 write it.

    Args:
        start: When it begins, ``""`` where that is not told.
        end: When it ends, alike.

    Returns:
        Both with a slash between, ``..`` for an open end; ``start`` where both are the same; ``""`` where both
        are not told.

    Example:
        >>> lasting("1967", "1999"), lasting("1967", ""), lasting("2021-07-06", "2021-07-06")
        ('1967/1999', '1967/..', '2021-07-06')
    """
    return start if start == end else f"{start or OPEN}/{end or OPEN}"


def ends(date: str) -> tuple[str, str]:
    """Return when what lasts begins and ends, each ``""`` where it is open or where ``date`` does not last.

    Example:
        >>> ends("1967/.."), ends("2021-07-06")
        (('1967', ''), ('', ''))
    """
    first, slash, last = date.partition("/")
    return ("" if first == OPEN else first, "" if last == OPEN else last) if slash else ("", "")


def precision(date: str) -> Precision:
    """Return whether a date tells a day, a month or a year; of what lasts, the less precise of its ends.

    Args:
        date: One that :func:`days` reads.

    Example:
        >>> precision("2021-07-06"), precision("2021-07"), precision("2021"), precision("2021-07-06/2022")
        ('day', 'month', 'year', 'year')
    """
    told: set[Precision] = set()
    for first, last in filter(None, map(days, date.split("/"))):
        told.add("day" if first == last else "month" if first.month == last.month else "year")
    return next((unit for unit in ("year", "month") if unit in told), "day")
