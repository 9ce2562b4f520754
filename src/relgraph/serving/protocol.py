"""The SPARQL 1.1 Protocol: which query a request asks, over which graphs, and in which format the answer is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import Message
from http import HTTPStatus
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qsl

from relgraph.loopback import RefusedError
from relgraph.querying import Dataset

TABLE_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "application/sparql-results+json": "json",
        "application/sparql-results+xml": "xml",
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
        "application/json": "json",
        "application/xml": "xml",
    }
)
"""The formats of a SELECT or ASK by media type, the preferred ones first."""

GRAPH_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "text/turtle": "turtle",
        "application/n-triples": "ntriples",
        "application/rdf+xml": "rdfxml",
        "application/ld+json": "jsonld",
    }
)
"""The formats of a CONSTRUCT or DESCRIBE by media type, the preferred ones first."""

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")


class Asked(NamedTuple):
    """What a request asks.

    Attributes:
        text: The query, or the name of a bundled one.
        parameters: Values of its parameters by name, from ``$name=value`` in the request.
        dataset: The graphs that the request names; ``None`` where it names none.
    """

    text: str
    parameters: Mapping[str, str]
    dataset: Dataset | None


def asked_by_address(encoded: str) -> Asked | None:
    """Return what a GET asks; ``None`` where it has no query.

    Args:
        encoded: What stands behind the question mark.

    Returns:
        What is asked.

    Raises:
        RefusedError: It is malformed, has several queries, or an update.

    Example:
        >>> asked_by_address("query=ASK%20%7B%7D&default-graph-uri=urn:g").dataset
        Dataset(default=('urn:g',), named=())
    """
    pairs = _pairs(encoded)
    queries = _only_queries(pairs)
    return _asked(queries[0], pairs) if queries else None


def asked_by_post(encoded: str, headers: Message, body: bytes) -> Asked:
    """Return what a POST asks.

    Args:
        encoded: What stands behind the question mark of its address.
        headers: Its headers.
        body: Its body: a form, or the query itself.

    Returns:
        What is asked.

    Raises:
        RefusedError: It is malformed, of another media type, has no query or several, or an update.
    """
    kind = _media_type(headers)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body is not UTF-8") from None
    if kind == _FORM:
        if encoded:
            raise RefusedError(
                HTTPStatus.BAD_REQUEST, "what a form asks stands in the body, not in the address"
            )
        pairs = _pairs(text)
        queries = _only_queries(pairs)
        if not queries:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "the form has no query")
        return _asked(queries[0], pairs)
    pairs = _pairs(encoded)
    if _only_queries(pairs):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "there is a query in the body and one in the address")
    return _asked(text, pairs)


def _media_type(headers: Message) -> str:
    told = headers.get_all("Content-Type") or []
    kind = headers.get_content_type() if len(told) == 1 else ""
    if kind == _UPDATE:
        raise _update_refused()
    if kind not in (_FORM, _QUERY):
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a POST is {_FORM} or {_QUERY}")
    charset = headers.get_content_charset("utf-8")
    if charset.replace("-", "") not in ("utf8", "usascii"):
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a query is UTF-8")
    return kind


def _pairs(encoded: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "a parameter is not UTF-8") from None
    except ValueError:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "there are too many parameters") from None


def _only_queries(pairs: list[tuple[str, str]]) -> list[str]:
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in pairs):
        raise _update_refused()
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "there are several queries")
    return queries


def _update_refused() -> RefusedError:
    return RefusedError(HTTPStatus.FORBIDDEN, "updates are refused: this graph is read alone")


def _asked(text: str, pairs: list[tuple[str, str]]) -> Asked:
    # Others are left alone: many programs tell the format here too.
    default, named = (
        tuple(value for name, value in pairs if name == graph)
        for graph in ("default-graph-uri", "named-graph-uri")
    )
    parameters = [(name[1:], value) for name, value in pairs if name.startswith("$")]
    if len(dict(parameters)) < len(parameters):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "a parameter has several values")
    return Asked(text, dict(parameters), Dataset(default, named) if default or named else None)


def accepted(accept: list[str], offered: Mapping[str, str]) -> str | None:
    """Return the media type in which a client wants an answer most (RFC 9110, section 12.5.1).

    Args:
        accept: The values of its headers ``Accept``.
        offered: What there is, the preferred one first.

    Returns:
        One of ``offered``; ``None`` where none is accepted.

    Example:
        >>> accepted(["text/csv;q=0.5, application/*"], TABLE_TYPES)
        'application/sparql-results+json'
        >>> accepted(["text/html"], TABLE_TYPES) is None
        True
    """
    if not "".join(accept).strip():
        return next(iter(offered))
    qualities: dict[str, float] = {}
    for told in ",".join(accept).split(","):
        kind, *parameters = (part.strip().lower() for part in told.split(";"))
        quality = next((value[2:].strip() for value in parameters if value.startswith("q=")), "1")
        if kind:
            qualities[kind] = float(quality) if _QUALITY.fullmatch(quality) else 0.0

    def wanted(kind: str) -> float:
        ranges = (kind, kind.partition("/")[0] + "/*", "*/*")
        return next((qualities[one] for one in ranges if one in qualities), 0.0)

    best = max(offered, key=wanted)
    return best if wanted(best) > 0 else None
