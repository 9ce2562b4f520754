"""A graph in a store by the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pyoxigraph as ox

from relgraph.errors import StoreError
from relgraph.remote.addresses import graph_url, shown_graph
from relgraph.remote.connection import RDF_MEDIA_TYPES, Connection, rdf_format_of

# By this name a graph store is told from what answers any address with something of its own.
_NO_SUCH_GRAPH = "urn:relgraph:no-such-graph"
# Virtuoso's graph store takes a literal of 50,000 characters, and none of 900,000.
_LONG_LINE = 50_000


class NotAGraphStoreError(StoreError):
    """The address takes no triples by the graph store protocol."""


def is_graph_store(connection: Connection, url: str) -> bool:
    """Tell whether ``url`` may be a graph store; only sending triples shows that it is.

    Args:
        connection: The connection to the store.
        url: The address in question.

    Returns:
        Whether it answers for a graph that no store has with 404 or with no triples. ``R/statements`` (RDF4J,
        GraphDB) never counts: a PUT there replaces the whole repository.

    Raises:
        StoreError: It redirects, refuses access or fails, or there is no response.
    """
    if urlsplit(url).path.rstrip("/").endswith("/statements"):
        return False
    response = connection.request("GET", graph_url(url, _NO_SUCH_GRAPH), headers={"Accept": RDF_MEDIA_TYPES})
    if response.status_code == 404:
        connection.leave(response)
        return True
    if response.status_code < 300:
        # An address that heeds no graph is worse than none: to replace one would replace all.
        empty = rdf_format_of(response) is not None and next(connection.triples(response), None) is None
        connection.leave(response)
        return empty
    if response.status_code < 400 or response.status_code in (401, 403, 429) or response.status_code >= 500:
        connection.check(response)
    connection.leave(response)
    return False


class GraphStore:
    """A graph in a graph store.

    Attributes:
        protocol: How :class:`~relgraph.remote.Pushed` calls this protocol.
        default_batch: How many triples a request carries at most.
        where: The graph as a message shows it.
    """

    protocol: Literal["graph-store"] = "graph-store"
    default_batch = 10_000

    def __init__(self, connection: Connection, url: str, graph: ox.NamedNode | None) -> None:
        """Prepare for requests; nothing is sent yet.

        Args:
            connection: The connection to the store.
            url: The address of the graph store.
            graph: The name of the graph, ``None`` for the default graph.
        """
        self._connection = connection
        self._named = graph is not None
        self._url = graph_url(url, None if graph is None else graph.value)
        self.where = shown_graph(url, graph)

    def add(self, content: str) -> None:
        """Add triples to the graph.

        Args:
            content: Turtle.

        Raises:
            NotAGraphStoreError: The address does not know the method or the media type.
            StoreError: The store refuses or fails, or there is no response.
        """
        self._write("POST", content)

    def replace(self, content: str) -> None:
        """Replace the graph by triples; arguments and errors are those of :meth:`add`."""
        self._write("PUT", content)

    def _write(self, method: str, content: str) -> None:
        response = self._connection.request(
            method,
            self._url,
            data=content.encode(),
            headers={"Content-Type": "text/turtle"},
            repeatable=method == "PUT" or "_:" not in content,  # a blank node is added again each time
        )
        if response.status_code == 500 and max(map(len, content.splitlines())) > _LONG_LINE:
            words = self._connection.words(response)
            raise StoreError(
                f"{self.where}: the store failed (status 500){words}",
                "Virtuoso's graph store rejects literals of several hundred thousand characters: give its "
                "update endpoint, .../sparql-auth",
            )
        if response.status_code in (404, 405, 415, 501):
            words = self._connection.words(response)
            raise NotAGraphStoreError(
                f"{self.where}: it does not accept triples by the graph store protocol "
                f"(status {response.status_code}){words}",
                "give the address of its graph store, or of its update endpoint",
            )
        self._connection.check(response, named=self._named)

    def read(self) -> Iterator[ox.Triple]:
        """Return the triples of the graph as they come in; none where there is no such graph.

        Raises:
            StoreError: The store refuses or fails, or its response is not RDF.
        """
        response = self._connection.request("GET", self._url, headers={"Accept": RDF_MEDIA_TYPES})
        if response.status_code == 404:  # nothing is kept of an empty graph
            self._connection.leave(response)
            return iter(())
        self._connection.check_read(response)
        return self._connection.triples(response)

    def count(self) -> int:
        """Return the number of triples in the graph, which are all read; errors are those of :meth:`read`."""
        return sum(1 for _ in self.read())
