"""Refusals: SERVICE and LOAD, which call other servers."""

from __future__ import annotations

import re

from relgraph.errors import QueryError

# The engine's parser has no lexer: when it backtracks, what was a string or an IRI can become code. These
# patterns therefore look for the whole clause everywhere but in lines that are comments however the parser
# reads them. A keyword right after ``:``, ``?`` or ``$`` is a name.
_GAP = r"(?:\s|\#[^\r\n]*(?:[\r\n]|\Z))*+"
_PLACE = r"(?:<[^<>]*> | [?$]\w+ | [^\s<>(){}?$\"':]*+:(?:\\.|[^\s{}\#\\])*+)"
_SERVICE = re.compile(
    rf"(?P<name>[:?$]\w*)? SERVICE (?={_GAP} (?:SILENT {_GAP})? {_PLACE} {_GAP} \{{)",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LOAD = re.compile(
    rf"(?P<name>[:?$]\w*)? LOAD (?={_GAP} (?:SILENT {_GAP})? {_PLACE})",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_COMMENT_LINE = re.compile(r"(?:\A|(?<=[\r\n]))[ \t]*\#[^\"'\r\n]*(?=[\r\n]|\Z)")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")


def refuse_service(text: str) -> None:
    """Refuse text that has a SERVICE clause.

    Args:
        text: A query or an update. Whatever could be parsed as the clause counts, also in a string or behind
            code on a commented line.

    Raises:
        QueryError: It has one.

    Example:
        >>> refuse_service("SELECT ?service { ?service a <urn:service> }")
        >>> refuse_service("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }")
        Traceback (most recent call last):
            ...
        relgraph.errors.QueryError: query: SERVICE calls another server, which is refused
    """
    _refuse(_SERVICE, "SERVICE", text)


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
        relgraph.errors.QueryError: query: LOAD calls another server, which is refused
    """
    _refuse(_LOAD, "LOAD", text)


def _refuse(clause: re.Pattern[str], keyword: str, text: str) -> None:
    """Refuse ``text`` that has ``clause``, as it is or with its code point escapes decoded."""
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    for reading in (text, decoded):
        if any(match["name"] is None for match in clause.finditer(_COMMENT_LINE.sub("", reading))):
            raise QueryError(
                f"query: {keyword} calls another server, which is refused",
                f"remove the {keyword} clause, or allow it explicitly",
            )
