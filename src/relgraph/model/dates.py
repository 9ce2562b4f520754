"""Dates as sources give them: a day, a month or a year."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import cache


@cache
def days(date: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of a day, a month or a year; ``None`` where it is none of them.

    A month is all its days and a year all its months, so that ``2021-10`` is ``2021-10-01`` to ``2021-10-31``.
    A time zone is passed over.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?(?:Z|[+-]\d\d:\d\d)?", date)
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
