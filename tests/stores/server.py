"""Stores that are servers: SPARQL 1.1 Protocol and Graph Store HTTP Protocol on a loopback port."""

from __future__ import annotations

from abc import abstractmethod
from types import TracebackType
from typing import ClassVar, Self
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import requests
from requests.auth import HTTPDigestAuth

from .contract import Refused, Row, Store
from .process import Process

MEDIA_TYPES = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
"""Media type of each format of ``relgraph export``."""

PATIENCE = 300
"""Seconds after which a server that does not answer is given up: one on a loaded machine may be slow."""


class Server(Store):
    """A store behind a URL.

    ``url`` is its base; ``query_endpoint``, ``update_endpoint`` and ``graph_store`` are what they say, and
    ``user`` and ``password`` open the last two (``""`` where they are open).
    """

    url: str
    query_endpoint: str
    update_endpoint: str
    graph_store: str
    user: str = ""
    password: str = ""

    results_format: ClassVar[ox.QueryResultsFormat] = ox.QueryResultsFormat.JSON
    """The format in which it is asked for the rows of a query."""

    _process: Process | None = None

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and nobody's netrc

    @abstractmethod
    def _start(self) -> None:
        """Start ``_process``, set the attributes, and return when it answers."""

    def __enter__(self) -> Self:
        """Start it, empty."""
        try:
            self._start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.kill()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._session.close()
        if self._process is not None:
            self._process.stop()

    def select(self, query: str) -> list[Row]:
        """Return the rows that the query endpoint answers."""
        answer = self.request(
            f"{self.query_endpoint}?{self._dataset()}",
            data=urlencode({"query": query}).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": self.results_format.media_type,
            },
        )
        return rows(answer, self.results_format)

    def _dataset(self) -> str:
        """Return the parameters of the protocol that make the default graph the queried one."""
        return ""

    def request(
        self,
        url: str,
        method: str | None = None,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """Return what ``url`` of this server answers; raise ``Refused`` for a status of 400 and up."""
        if self.user and self._session.auth is None:
            self._session.auth = HTTPDigestAuth(self.user, self.password)
            # The challenge comes before any content: a server may close on a long one that it will not take.
            self._session.get(graph_url(self.graph_store, "urn:none"), timeout=PATIENCE)
        response = self._session.request(
            method or ("GET" if data is None else "POST"), url, data=data, headers=headers, timeout=PATIENCE
        )
        if response.status_code >= 400:
            raise Refused(f"{response.status_code} {response.text.strip() or response.reason}")
        return response.content


def graph_url(graph_store: str, graph: str | None) -> str:
    """Return the address of ``graph`` by Graph Store HTTP Protocol, section 4.2, indirect identification."""
    return f"{graph_store}?{'default' if graph is None else 'graph=' + quote(graph, safe='')}"


def rows(results: bytes | str, format: ox.QueryResultsFormat) -> list[Row]:
    """Return the rows of SPARQL 1.1 query results."""
    solutions = ox.parse_query_results(results, format=format)
    assert isinstance(solutions, ox.QuerySolutions)
    found: list[Row] = []
    for solution in solutions:
        row: Row = {}
        for variable in solutions.variables:
            term = solution[variable]
            assert not isinstance(term, ox.Triple)
            if term is not None:
                row[variable.value] = term
        found.append(row)
    return found
