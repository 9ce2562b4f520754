"""Dates as sources give them: a day, a month or a year, never more precise than that."""

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


@cache
def days(date: str) -> Span | None:
    """Return the first and the last day of a date.

    Args:
        date: A day, a month or a year as XML Schema writes them (``xsd:date``, ``xsd:gYearMonth``,
            ``xsd:gYear``); of an ``xsd:dateTime`` its day. A time zone is passed over.

    Returns:
        Two days, the same for a day; ``None`` where ``date`` is none of them.

    Example:
        >>> [str(day) for day in days("2021-02")]
        ['2021-02-01', '2021-02-28']
        >>> days("in spring") is None
        True
    """
    match = _DATE.fullmatch(date)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern has it
    try:
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, datetime.date(year, last_month, calendar.monthrange(year, last_month)[1])


def precision(span: Span) -> Precision:
    """Return whether the days of a date are those of a day, a month or a year.

    Example:
        >>> precision(days("2021-07-06")), precision(days("2021-07")), precision(days("2021"))
        ('day', 'month', 'year')
    """
    first, last = span
    if first == last:
        return "day"
    return "month" if first.month == last.month else "year"
