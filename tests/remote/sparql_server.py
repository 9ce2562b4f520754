"""A SPARQL endpoint over an Oxigraph store, honest or not, and answers as bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs

import pyoxigraph as ox

from .stub_store import Answer, Answers, Asked

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"

Lie = Callable[[str, int], int]
"""Is given a query and what was counted, and returns what is told."""


def query_of(asked: Asked) -> str:
    """Return the query of a request."""
    return parse_qs(asked.body)["query"][0]


def engine(
    turtle: str,
    *,
    most: int | None = None,
    lie: Lie | None = None,
    pages: bool = True,
    format: str = JSON,
    says_limit: bool = False,
) -> Answers:
    """Answer as an endpoint that has ``turtle``.

    ``most`` is its silent limit of rows. Without ``pages`` it minds no OFFSET. With ``says_limit`` it names its
    limit in a header, as Virtuoso does.
    """
    store = ox.Store()
    store.extend(ox.parse(turtle, ox.RdfFormat.TURTLE))

    def answers(asked: Asked) -> Answer:
        query = query_of(asked)
        if not pages:
            query = re.sub(r"OFFSET \d+", "", query)
        try:
            found = store.query(query)
        except SyntaxError as error:
            return Answer(400, f"malformed: {error}\n\nSPARQL query:\n{query}".encode())
        if isinstance(found, ox.QueryTriples):
            content = ox.serialize(list(found)[:most], format=ox.RdfFormat.N_TRIPLES)
            return Answer(200, content or b"", {"Content-Type": "application/n-triples"})
        told = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        headers = {"Content-Type": format}
        if isinstance(found, ox.QuerySolutions):
            rows = told["results"]["bindings"]
            if lie is not None and told["head"]["vars"] == ["n"]:
                rows[0]["n"]["value"] = str(lie(query, int(rows[0]["n"]["value"])))
            if says_limit and most is not None and len(rows) >= most:
                headers["X-SPARQL-MaxRows"] = str(most)
            told["results"]["bindings"] = rows[:most]
        body = json.dumps(told).encode()
        if format == XML:
            parsed = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            body = parsed.serialize(format=ox.QueryResultsFormat.XML) or b""
        return Answer(200, body, headers)

    return answers


def results(*rows: dict[str, object], names: tuple[str, ...] = ("s", "o")) -> bytes:
    """Return JSON results."""
    return json.dumps({"head": {"vars": list(names)}, "results": {"bindings": list(rows)}}).encode()


def http(body: bytes, kind: str = JSON, *headers: str, length: int | None = None) -> bytes:
    """Return a response, of which ``length`` is claimed."""
    lines = ("HTTP/1.1 200 OK", f"Content-Type: {kind}", f"Content-Length: {length or len(body)}", *headers)
    return "\r\n".join((*lines, "Connection: close", "", "")).encode() + body
