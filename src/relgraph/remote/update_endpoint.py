"""A graph in a store by SPARQL 1.1 Update, read by SPARQL 1.1 Query."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal

import pyoxigraph as ox
import requests

from relgraph.errors import StoreError
from relgraph.remote.addresses import guessed_query_url, shown, shown_graph
from relgraph.remote.connection import RDF_MEDIA_TYPES, Connection

_RESULTS = "application/sparql-results+json"


class UpdateEndpoint:
    """A graph in a store that takes updates.

    Attributes:
        protocol: How :class:`~relgraph.remote.Pushed` calls this protocol.
        default_batch: How many triples a request carries at most.
        where: The graph as a message shows it.
    """

    protocol: Literal["update"] = "update"
    # Virtuoso's compiler runs out of memory between 2,000 and 5,000 triples in one update.
    default_batch = 1_000

    def __init__(
        self, connection: Connection, url: str, graph: ox.NamedNode | None, query_url: str | None
    ) -> None:
        """Prepare for requests; nothing is sent yet.

        Args:
            connection: The connection to the store.
            url: The address of the update endpoint.
            graph: The name of the graph, ``None`` for the default graph.
            query_url: The address of the query endpoint; ``None``: guessed from ``url``.
        """
        self._connection = connection
        self._url = url
        self._query_url = query_url or guessed_query_url(url)
        self._graph = graph
        self.where = shown_graph(url, graph)

    def add(self, content: str) -> None:
        """Add triples to the graph.

        Args:
            content: N-Triples, one a line.

        Raises:
            StoreError: The store refuses or fails, or there is no response.
        """
        # A blank node is added again each time.
        self._update(self._insert(content), repeatable="_:" not in content)

    def replace(self, content: str) -> None:
        """Replace the graph by triples; arguments and errors are those of :meth:`add`."""
        # In one request, so that what is refused does not leave an empty graph. Without SILENT a graph that is
        # not there yet is an error.
        name = "DEFAULT" if self._graph is None else f"GRAPH {self._graph}"
        self._update(f"DROP SILENT {name} ;\n{self._insert(content)}", repeatable=True)

    def _update(self, update: str, *, repeatable: bool) -> None:
        response = self._connection.request(
            "POST",
            self._url,
            data=update.encode(),
            headers={"Content-Type": "application/sparql-update"},
            repeatable=repeatable,
        )
        self._connection.check(response, named=self._graph is not None)

    def _insert(self, content: str) -> str:
        if "_:" in content:  # Virtuoso takes blank nodes in this form only; both mean the same
            return f"INSERT {{\n{self._in_graph(content)}}} WHERE {{}}"
        return f"INSERT DATA {{\n{self._in_graph(content)}}}"

    def _in_graph(self, pattern: str) -> str:
        return pattern if self._graph is None else f"GRAPH {self._graph} {{\n{pattern}}}\n"

    def _query(self, query: str, accept: str) -> requests.Response:
        # In a form, which every store takes; Virtuoso never answers a query that is the whole body.
        response = self._connection.request(
            "POST", self._query_url, data={"query": query}, headers={"Accept": accept}
        )
        self._connection.check_read(response)
        return response

    def check_reading(self) -> None:
        """Check, before anything is written, that the query endpoint answers.

        Raises:
            StoreError: It does not.
        """
        try:
            self._connection.content(self._query("ASK {}", _RESULTS))
        except StoreError as error:
            raise StoreError(
                f"the graph could not be read back afterwards: {error}",
                f"{error.advice}; --query-url says where to read, --no-verify skips it",
            ) from None

    def read(self) -> Iterator[ox.Triple]:
        """Read the graph, having counted its triples.

        Yields:
            Each triple as it comes in.

        Raises:
            StoreError: The store refuses or fails, its response is not RDF, or has fewer triples than were
                counted: some stores truncate their results at a limit.
        """
        count = self.count()
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {self._in_graph('?s ?p ?o ')} }}"
        response = self._query(query, RDF_MEDIA_TYPES)
        read = 0
        for triple in self._connection.triples(response):
            read += 1
            yield triple
        if read < count:
            raise StoreError(
                f"{self.where}: only {read:,} of the {count:,} triples there can be read back",
                "raise the store's limit on results, or give --no-verify",
            )

    def count(self) -> int:
        """Return the number of triples in the graph.

        Raises:
            StoreError: The store refuses or fails, or its response is not SPARQL results in JSON.
        """
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ {self._in_graph('?s ?p ?o ')} }}"
        content = self._connection.content(self._query(query, _RESULTS))
        try:
            return int(json.loads(content)["results"]["bindings"][0]["n"]["value"])
        except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
            raise StoreError(
                f"{shown(self._query_url)}: the response to a count is not a SPARQL result",
                "give its query endpoint as --query-url, or --no-verify",
            ) from None
