"""Strengths: what a weight may be, of a relation, an act or an edge of a network."""

from __future__ import annotations

LEAST, MOST = 1e-6, 1e12
"""The least and the greatest weight. ``ontology/shapes`` state the same."""

RANGE = "0.000001 to 1000000000000"
"""The same in words."""


def strength(value: object) -> float:
    """Return a weight as a number.

    Args:
        value: A number, or a text that writes one.

    Raises:
        ValueError: It is no number from 1e-6 to 1e12.

    Example:
        >>> strength("2.5")
        2.5
        >>> strength(0)
        Traceback (most recent call last):
            ...
        ValueError: 0 is no number from 0.000001 to 1000000000000
    """
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        number = 0.0
    if not LEAST <= number <= MOST:
        raise ValueError(f"{str(value)[:80]} is no number from {RANGE}")
    return number
