"""The terms of a table as text, to compare the tables of two engines."""

from __future__ import annotations


def texts(rows: object) -> list[tuple[str | None, ...]]:
    return [tuple(None if term is None else term.n3() for term in row) for row in rows]  # type: ignore[attr-defined]
