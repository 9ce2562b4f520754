"""Problems: what is told of a request that has no answer, as problem details (RFC 9457) or as text.

A query that goes over a limit answers 500, as SPARQL 1.1 Protocol (2.1.7) has it for what a service fails or
refuses to execute. Wikidata's query service does so too; RDF4J and Fuseki answer 503, and Virtuoso 206 with a
part of the answer. Here 503 means that too many queries wait: clients ask again then, ``relgraph.connect``
among them, and a query over a limit would go over it again. 413 is of requests that are too long. So that
programs can tell a limit from a failure, the body names it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from relgraph.errors import LimitError, OutputError, RelgraphError
from relgraph.loopback import RefusedError
from relgraph.serving.answering import MOST_BYTES, Limits

PROBLEM_TYPES: Mapping[str, str] = MappingProxyType(
    {"application/problem+json": "json", "application/json": "json", "text/plain": "text"}
)
"""The formats of a problem by media type, the preferred ones first."""


def refusal_of(error: RelgraphError, limits: Limits | None = None) -> RefusedError:
    """Return how a request is refused.

    Args:
        error: What it raised.
        limits: What each query may take, where the request is a query.

    Returns:
        A refusal with status 400 for what is asked wrongly, and with 500 for what failed or went over a limit.

    Example:
        >>> from relgraph.errors import LimitError
        >>> limits = Limits(timeout=60, memory=2**30, max_rows=1000)
        >>> refusal = refusal_of(LimitError("query: stopped after 60 s", limit="time"), limits)
        >>> refusal.status.value, refusal.told
        (500, {'limit': {'name': 'time', 'value': 60, 'unit': 'seconds', 'option': '--timeout'}})
    """
    failed = isinstance(error, LimitError | OutputError)
    status = HTTPStatus.INTERNAL_SERVER_ERROR if failed else HTTPStatus.BAD_REQUEST
    if limits is None or not isinstance(error, LimitError) or not error.limit:
        return RefusedError(status, str(error), advice=error.advice)
    value, unit, option = {
        "time": (limits.timeout, "seconds", "--timeout"),
        "memory": (limits.memory, "bytes", "--memory"),
        "rows": (limits.max_rows, "rows", "--max-rows"),
        "bytes": (MOST_BYTES, "bytes", ""),
    }[error.limit]
    limit = {"name": error.limit, "value": value, "unit": unit}
    advice = "narrow it, or end it with LIMIT"
    if option:
        limit["option"] = option
        advice += f"; or start relgraph serve with a higher {option}"
    return RefusedError(status, str(error), advice=advice, told={"limit": limit})


def problem(refusal: RefusedError) -> bytes:
    """Return a refusal as problem details.

    Args:
        refusal: The refusal.

    Returns:
        A JSON object with ``title``, ``status`` and ``detail``, with ``advice`` where there is any, and with
        ``limit`` where one was passed: its ``name``, ``value`` and ``unit``, and the ``option`` that sets it.

    Example:
        >>> refusal = RefusedError(HTTPStatus.BAD_REQUEST, "the form has no query")
        >>> json.loads(problem(refusal))
        {'title': 'Bad Request', 'status': 400, 'detail': 'the form has no query'}
    """
    details = {"title": refusal.status.phrase, "status": refusal.status.value, "detail": str(refusal)}
    if refusal.advice:
        details["advice"] = refusal.advice
    return json.dumps({**details, **refusal.told}, ensure_ascii=False, indent=2).encode() + b"\n"
