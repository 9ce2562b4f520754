"""Waiting as long as a busy store asks (``Retry-After``, RFC 9110, section 10.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_BUSY = (429, 503)


def seconds_to_wait(status: int, headers: Mapping[str, str]) -> float | None:
    """Return after how many seconds a store asks to be asked again.

    Args:
        status: The status of its response.
        headers: The headers: ``Retry-After`` has seconds or a date, which is read against their ``Date``.

    Returns:
        At least 1 second, or ``None`` where the store is not busy or does not say.

    Example:
        >>> seconds_to_wait(503, {"Retry-After": "30"})
        30.0
        >>> told = "Sat, 05 Jul 2031 10:00:00 GMT"
        >>> seconds_to_wait(429, {"Retry-After": "Sat, 05 Jul 2031 10:02:00 GMT", "Date": told})
        120.0
        >>> seconds_to_wait(503, {"Retry-After": "soon"}) is None
        True
    """
    asked = headers.get("Retry-After", "").strip()
    if status not in _BUSY or not asked:
        return None
    if asked.isascii() and asked.isdigit():
        return max(1.0, float(asked))
    until = _moment(asked)
    if until is None:
        return None
    now = _moment(headers.get("Date", "")) or datetime.now(UTC)
    return max(1.0, (until - now).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
