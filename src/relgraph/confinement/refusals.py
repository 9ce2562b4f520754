"""Refusals: text that calls other servers, or that is nested too deeply to be parsed."""

from __future__ import annotations

import re

from relgraph.errors import QueryError

DEEPEST = 500
"""How deeply brackets and signs may be nested. The engine's parser crashes between 2,000 and 5,000."""

# The engine's parser has no lexer: when it backtracks, what was a string, an IRI or a comment can become code.
# So letters count wherever they stand, and nothing that has a clause is missed.
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")
_LOAD = re.compile(r"(?<![\w:?$-])LOAD(?!\w)|(?<=[\w})>\"'])LOAD\s*(?:SILENT\b|<)", re.IGNORECASE | re.ASCII)
_NESTING = re.compile(r"[{(\[]|[})\]]|(?:[!+-]\s*){50,}")


def refuse_service(text: str) -> None:
    r"""Refuse text that has the letters of SERVICE anywhere, in any case or as code point escapes.

    Args:
        text: A query or an update.

    Raises:
        QueryError: It has them, be it in a string, a comment or a longer word.

    Example:
        >>> refuse_service("SELECT * { ?s ?p ?o }")
        >>> refuse_service("SELECT * { S\\u0045RVICE <https://example.org/sparql> { ?s ?p ?o } }")
        Traceback (most recent call last):
            ...
        relgraph.errors.QueryError: query: SERVICE calls another server, which is refused
    """
    if any("service" in reading.lower() for reading in _readings(text)):
        raise QueryError(
            "query: SERVICE calls another server, which is refused",
            "allow it (--allow-service, allow_service=True), or write a word that has these letters in two "
            'parts, such as CONCAT("ser", "vice"), or as a parameter',
        )


def refuse_load(text: str) -> None:
    """Refuse text that has a LOAD operation.

    Args:
        text: An update. Whatever could be parsed as the operation counts, also in a string.

    Raises:
        QueryError: It has one.

    Example:
        >>> refuse_load("INSERT DATA { <urn:a> <urn:load> <urn:b> }")
        >>> refuse_load("LOAD SILENT <https://example.org/data.ttl>")
        Traceback (most recent call last):
            ...
        relgraph.errors.QueryError: update: LOAD calls another server, which is refused
    """
    if any(_LOAD.search(reading) for reading in _readings(text)):
        raise QueryError(
            "update: LOAD calls another server, which is refused",
            "open the file with relgraph, or allow it (--allow-service, allow_service=True)",
        )


def refuse_nesting(text: str) -> None:
    """Refuse text that is nested so deeply that the parser of the engine would crash.

    Args:
        text: A query or an update.

    Raises:
        QueryError: Brackets, or signs in a row, are nested more than :data:`DEEPEST` deep.

    Example:
        >>> refuse_nesting("SELECT * " + "{" * 10_000)
        Traceback (most recent call last):
            ...
        relgraph.errors.QueryError: query: is nested more than 500 deep
    """
    depth = deepest = 0
    for match in _NESTING.finditer(text):
        if len(match[0]) > 1:
            deepest = max(deepest, depth + len(match[0]))
        elif match[0] in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif depth:
            depth -= 1
    if deepest > DEEPEST:
        raise QueryError(f"query: is nested more than {DEEPEST} deep", "write it flatter")


def _readings(text: str) -> tuple[str, str]:
    """Return ``text`` as it is and with its code point escapes decoded."""
    return text, _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
