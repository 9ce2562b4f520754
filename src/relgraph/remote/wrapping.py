"""Wrapping: a SELECT within another that counts its rows or takes a page of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from relgraph.querying.masking import masked

_SELECT = re.compile(r"(?<![\w:?$-])SELECT\b(?!\s*:)", re.IGNORECASE)


def variables_of(text: str) -> tuple[str, ...]:
    """Return the names of the variables that a SELECT asks for, in their order.

    Args:
        text: A SELECT that names its variables and has no SERVICE.

    Returns:
        The names.

    Example:
        >>> variables_of("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s")
        ('s', 'n')
    """
    found = ox.Store().query(text)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - it is a SELECT
    return tuple(variable.value for variable in found.variables)


def counting(text: str) -> str:
    """Return the query that counts the rows of a SELECT, as ``?n``.

    Example:
        >>> print(counting("PREFIX p: <urn:p> SELECT ?s { ?s p:a 1 }"))
        PREFIX p: <urn:p> SELECT (COUNT(*) AS ?n) WHERE { {
        SELECT ?s { ?s p:a 1 }
        } }
    """
    prologue, body = _split(text)
    return f"{prologue}SELECT (COUNT(*) AS ?n) WHERE {{ {{\n{body}\n}} }}"


def page_of(text: str, names: Sequence[str], *, offset: int, limit: int) -> str:
    """Return the query for a page of the rows of a SELECT, in the order of its variables.

    Example:
        >>> print(page_of("SELECT DISTINCT ?s { ?s ?p ?o }", ["s"], offset=20, limit=10))
        SELECT ?s WHERE { { SELECT ?s WHERE { {
        SELECT DISTINCT ?s { ?s ?p ?o }
        } } ORDER BY ?s } } LIMIT 10 OFFSET 20
    """
    prologue, body = _split(text)
    columns = " ".join(f"?{name}" for name in names)
    # Ordered inside: Virtuoso sorts no more than 10,000 rows for a page that it takes from them itself.
    return (
        f"{prologue}SELECT {columns} WHERE {{ {{ SELECT {columns} WHERE {{ {{\n{body}\n}} }} "
        f"ORDER BY {columns} }} }} LIMIT {limit} OFFSET {offset}"
    )


def _split(text: str) -> tuple[str, str]:
    """Return what stands before SELECT, and the rest."""
    found = _SELECT.search(masked(text))
    place = found.start() if found else 0
    return text[:place], text[place:]
