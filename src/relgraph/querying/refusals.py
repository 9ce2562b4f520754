"""Refusals: SERVICE and LOAD, which call other servers."""

from __future__ import annotations

import re

from relgraph.errors import QueryError

# The engine reads without a lexer, so that what is a string or an IRI in one reading can be code in another.
# These therefore look for the whole clause anywhere but in a line that is a comment in every reading. A
# keyword right behind ``:``, ``?`` or ``$`` is a name.
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
    """Refuse ``text`` that has a SERVICE clause."""
    _refuse(_SERVICE, "SERVICE", text)


def refuse_load(text: str) -> None:
    """Refuse ``text`` that has a LOAD operation."""
    _refuse(_LOAD, "LOAD", text)


def _refuse(clause: re.Pattern[str], keyword: str, text: str) -> None:
    """Refuse ``text`` that has ``clause``, as it stands or with its code point escapes undone."""
    undone = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    for reading in (text, undone):
        if any(match["name"] is None for match in clause.finditer(_COMMENT_LINE.sub("", reading))):
            raise QueryError(
                f"query: {keyword} calls another server, which is refused",
                f"remove the {keyword} clause, or allow it explicitly",
            )
