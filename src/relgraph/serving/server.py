"""The server: the start page, the endpoint and the pages of a graph, for this machine alone."""

from __future__ import annotations

import html
import json
import os
import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any

from relgraph.errors import InputError, RelgraphError
from relgraph.loopback import HOST, LoopbackHandler, LoopbackServer, RefusedError, static_files
from relgraph.projection import PROJECTIONS
from relgraph.querying import named_queries
from relgraph.querying.resolution import prefixes_of
from relgraph.serving.answering import Answering, Limits
from relgraph.serving.drawing import Drawings
from relgraph.serving.editor import editor_files
from relgraph.serving.problems import PROBLEM_TYPES, problem, refusal_of
from relgraph.serving.protocol import GRAPH_TYPES, TABLE_TYPES, Asked, accepted, asked_by_address, asked_by_post
from relgraph.serving.terms import terms_of
from relgraph.store import KnowledgeGraph

_MOST_BYTES = 1 << 20  # of a query
_MOST_CLIENTS = 500  # connections at a time
_PATIENCE = 2.0  # seconds that a browser waits for a page before it is told to wait
# What is answered may be shown by a browser, but nothing in it runs.
_ANSWER = MappingProxyType({"Content-Security-Policy": "default-src 'none'; sandbox", "Vary": "Accept"})
# The page of a projection says itself which scripts it has, by their hashes.
_DRAWN = MappingProxyType({"Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'"})


class GraphServer(LoopbackServer):
    """A server of one graph, on loopback.

    Whoever has an account on this machine can ask it; no web page can: a request has to name this host, and
    none is answered that another page makes, read or not.

    Attributes:
        address: Where the start page is.
        limits: What each query may take.
    """

    request_queue_size = 128

    def __init__(self, graph: KnowledgeGraph, limits: Limits, port: int = 0) -> None:
        """Listen; :meth:`serve_forever` answers.

        Args:
            graph: What is served. It is left alone from now on.
            limits: What each query may take.
            port: The port; 0 for any that is free.

        Raises:
            InputError: The port cannot be listened to, or the system cannot fork.
        """
        if not hasattr(os, "fork"):
            raise InputError("a server needs a system that can fork, and this one cannot", "use relgraph query")
        super().__init__(port, _Handler)
        self.address = f"http://{HOST}:{self.port}/"
        self.limits = limits
        self.answering = Answering(graph, limits)
        self.drawings = Drawings(graph, self.answering)
        self.files = static_files("serving") | editor_files()
        # Browsers ask for it beside the page of a projection.
        self.files["favicon.ico"] = self.files["icon.svg"]
        about = _about(graph, limits, "yasgui.min.js" in self.files)
        for name, told in (
            ("about.json", about), ("prefixes.json", about["prefixes"]), ("terms.json", terms_of(graph)),
        ):  # fmt: skip
            self.files[name] = "application/json", json.dumps(told, ensure_ascii=False).encode()
        self._clients = threading.BoundedSemaphore(_MOST_CLIENTS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a client in a thread of its own, unless there are too many."""
        if not self._clients.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._clients.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer a client until it goes."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._clients.release()


def _about(graph: KnowledgeGraph, limits: Limits, has_editor: bool) -> dict[str, Any]:
    """Return what the start page tells of a graph."""
    return {
        "sources": [Path(name).name for name in graph.sources],
        "triples": len(graph),
        "limits": {"timeout": limits.timeout, "rows": limits.max_rows},
        "prefixes": dict(sorted(prefixes_of(graph).items())),
        "yasgui": has_editor,
        "queries": [
            {
                "name": one.name,
                "question": one.question,
                "text": one.text,
                "parameters": [[parameter.name, parameter.description] for parameter in one.parameters],
            }
            for one in named_queries().values()
        ],
        "projections": [
            {"name": one.name, "nodes": one.nodes, "edges": one.edges} for one in PROJECTIONS.values()
        ],
    }


class _Handler(LoopbackHandler):
    """Answers one client."""

    server: GraphServer

    def do_GET(self) -> None:  # noqa: N802 - the names are http.server's
        """Answer with a page, or what a query asks."""
        self._answer(self._got)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:  # noqa: N802
        """Answer what a query asks."""
        self._answer(self._posted)

    def do_PUT(self) -> None:  # noqa: N802
        """Refuse: nothing is written."""
        self._answer(self._not_allowed)

    do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_PUT  # noqa: N815

    def _answer(self, work: Callable[[str, str], None]) -> None:
        try:
            self.refuse_others()
            path, _, encoded = self.path.partition("?")
            work(path, encoded)
        except RefusedError as refusal:
            self.send_refusal(refusal)

    def explained(self, refusal: RefusedError) -> tuple[str, bytes]:
        """Return what says why a request is refused: to who asks a query, in the form that is accepted."""
        kind = accepted(self.headers.get_all("Accept") or [], PROBLEM_TYPES) or next(iter(PROBLEM_TYPES))
        if self.path.partition("?")[0] != "/query" or PROBLEM_TYPES[kind] == "text":
            return super().explained(refusal)
        return kind, problem(refusal)

    def _not_allowed(self, path: str, encoded: str) -> None:
        allowed = MappingProxyType({"Allow": "GET, HEAD, POST" if path == "/query" else "GET, HEAD"})
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, f"{self.command} is not for this", allowed)

    def _got(self, path: str, encoded: str) -> None:
        # What another server between would take for the next request is not read as one here.
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            raise RefusedError(HTTPStatus.BAD_REQUEST, f"a {self.command} has no body")
        if path == "/query":
            asked = asked_by_address(encoded)
            if asked is None:
                self._describe()
            else:
                self._query(asked)
        elif path.startswith("/page/"):
            self._page(path.removeprefix("/page/"), encoded)
        elif (name := path.removeprefix("/") or "start.html") in self.server.files:
            self.send(HTTPStatus.OK, *self.server.files[name])
        else:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is no such page")

    def _posted(self, path: str, encoded: str) -> None:
        if path != "/query":
            self._not_allowed(path, encoded)
        if "Transfer-Encoding" in self.headers:
            raise RefusedError(HTTPStatus.LENGTH_REQUIRED, "the length of the body has to be told")
        self._query(asked_by_post(encoded, self.headers, self.body(_MOST_BYTES)))

    def _query(self, asked: Asked) -> None:
        accept = self.headers.get_all("Accept") or []
        table, triples = accepted(accept, TABLE_TYPES), accepted(accept, GRAPH_TYPES)
        if table is None and triples is None:
            raise _not_acceptable()
        table_format = None if table is None else TABLE_TYPES[table]
        formats = {"select": table_format, "ask": table_format}
        try:
            kind, content = self.server.answering.answer(
                asked,
                {**formats, "graph": None if triples is None else GRAPH_TYPES[triples]},
                self.connection.fileno(),
            )
        except RelgraphError as error:
            raise refusal_of(error, self.server.limits) from None
        media_type = triples if kind == "graph" else table
        if media_type is None:
            raise _not_acceptable()
        self.send(HTTPStatus.OK, media_type, content, _ANSWER)

    def _describe(self) -> None:
        """Say what can be asked here, as SPARQL 1.1 Service Description has it."""
        formats = "".join(
            f"  sd:resultFormat <http://www.w3.org/ns/formats/{name}> ;\n"
            for name in (
                "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
                "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
            )
        )  # fmt: skip
        text = (
            "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n\n"
            f"[] a sd:Service ;\n  sd:endpoint <{self.server.address}query> ;\n"
            f"  sd:supportedLanguage sd:SPARQL11Query ;\n{formats}"
            f"  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .\n"
        )
        self.send(HTTPStatus.OK, "text/turtle", text.encode(), _ANSWER)

    def _page(self, name: str, encoded: str) -> None:
        try:
            page = self.server.drawings.page(name, encoded, _PATIENCE)
        except RelgraphError as error:
            refusal = refusal_of(error)
            if name not in PROJECTIONS:
                refusal.status = HTTPStatus.NOT_FOUND
            raise refusal from None
        if page is None:
            waiting = _WAITING.format(name=html.escape(name))
            self.send(HTTPStatus.OK, "text/html", waiting.encode(), MappingProxyType({"Refresh": "1"}))
        else:
            self.send(HTTPStatus.OK, "text/html", page, _DRAWN)


_WAITING = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<link rel="stylesheet" href="/serve.css">
<main class="waiting">
<h1>{name}</h1>
<p role="status">The network is being drawn. It comes up here by itself.</p>
</main>
</html>
"""


def _not_acceptable() -> RefusedError:
    offered = ", ".join((*TABLE_TYPES, *GRAPH_TYPES))
    return RefusedError(HTTPStatus.NOT_ACCEPTABLE, f"the answer is written as one of {offered} alone")
