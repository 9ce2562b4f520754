"""Push: a graph into a running triple store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from threading import TIMEOUT_MAX
from typing import Literal

import pyoxigraph as ox

from relgraph.errors import StoreError, unknown_name
from relgraph.model.read_graph import refuse_plain
from relgraph.progress import Progress
from relgraph.remote.addresses import check_address, named_graph
from relgraph.remote.batching import batches, blank_labels
from relgraph.remote.connection import TIMEOUT, Connection
from relgraph.remote.graph_store import GraphStore, NotAGraphStoreError, is_graph_store
from relgraph.remote.update_endpoint import UpdateEndpoint
from relgraph.remote.verification import read_back
from relgraph.store import KnowledgeGraph

PROTOCOLS = ("auto", "graph-store", "update")
"""How :func:`push` may speak to a store; ``auto`` finds out which of the other two the address takes."""


@dataclass(frozen=True)
class Pushed:
    """What :func:`push` did.

    Attributes:
        triples: How many triples were sent.
        graph: The IRI of the graph that they went to, ``None`` for the default graph.
        protocol: How they were sent: ``"graph-store"`` or ``"update"``.
        verified: What was found afterwards: ``"equal"`` (the graph there is exactly this one), ``"contained"``
            (all of it is there), ``"counted"`` (too large to compare; as many triples as there must be) or
            ``""`` (not verified).
    """

    triples: int
    graph: str | None
    protocol: Literal["graph-store", "update"]
    verified: Literal["equal", "contained", "counted", ""]


def push(
    graph: KnowledgeGraph,
    url: str,
    *,
    graph_iri: str | None = None,
    replace: bool = False,
    protocol: str = "auto",
    query_url: str | None = None,
    batch: int | None = None,
    timeout: float = TIMEOUT,
    max_time: float | None = None,
    verify: bool = True,
    progress: Progress | None = None,
) -> Pushed:
    """Send a graph to a triple store.

    A request carries at most ``batch`` triples and 1 MB. Triples that share blank nodes go in one request,
    however many they are. Nothing is sent twice and no redirect is followed.

    A store that asks for a user gets that of the environment variables ``RELGRAPH_USER`` and
    ``RELGRAPH_PASSWORD``, else that of the netrc file (``NETRC`` or ``~/.netrc``), by digest or basic
    authentication; no other host than that of ``url`` gets the former. A password that goes over plain http to
    another machine is warned of by ``logging``.

    A store that is busy (status 429 or 503) and says when to ask again (``Retry-After``) is asked again then,
    within ``max_time``, where sending twice leaves one copy: not where blank nodes are added.

    Args:
        graph: The graph to send, with at least one triple.
        url: An endpoint (http or https) of the SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013, indirect graph
            identification) or of SPARQL 1.1 Update.
        graph_iri: The IRI of the graph to send to; ``None``: the store's default graph.
        replace: Afterwards the graph there is exactly this one. Otherwise the triples are added, and doing it
            twice leaves one copy; a graph with blank nodes is refused then, since each push would add new ones.
        protocol: One of :data:`PROTOCOLS`. ``"auto"`` takes ``url`` for a graph store where it answers for a
            graph that no store has with 404 or with no triples, and accepts triples; else for an update
            endpoint.
        query_url: The query endpoint to read back from; ``None``: the graph store itself, or what is guessed
            from an update endpoint: ``.../query`` for ``.../update``, ``R`` for ``R/statements``, else ``url``.
        batch: How many triples a request carries at most; ``None``: 10,000 to a graph store, 1,000 in an
            update.
        timeout: Seconds, for connecting and for each wait.
        max_time: Seconds for everything, waiting included; ``None``: ten times ``timeout``, and as much again
            for every 100,000 triples.
        verify: Read the graph back. Up to 100,000 triples are compared one by one, after ``replace`` with blank
            nodes named by what they are linked to, so that isomorphic graphs are equal; larger graphs are
            counted.
        progress: Called with the number of triples sent and of all, after each request.

    Returns:
        How much was sent where, and what was found there.

    Raises:
        DifferenceError: The graph read back lacks a triple, or has one too many after ``replace``.
        StoreError: Anything else keeps the graph from getting there.
        NameNotFoundError: ``protocol`` is unknown.

    Example:
        >>> import relgraph
        >>> from relgraph.errors import StoreError
        >>> try:
        ...     push(relgraph.open(), "https://ali:open-sesame@example.org/store")
        ... except StoreError as error:
        ...     print(error)
        the address contains a user name or password
    """
    refuse_plain(graph)
    if protocol not in PROTOCOLS:
        raise unknown_name("protocol", protocol, PROTOCOLS)
    for number, what in ((batch, "batch"), (timeout, "timeout"), (max_time, "max_time")):
        if number is not None and not 0 < number <= TIMEOUT_MAX:
            raise StoreError(f"invalid {what}: {number}", "give a number above zero")
    check_address(url)
    if query_url is not None:
        check_address(query_url)
    name = None if graph_iri is None else named_graph(graph_iri)
    total = sum(1 for _ in _triples(graph))
    if not total:
        raise StoreError("there are no triples to push", "give data with at least one triple")
    if not replace and any(blank_labels(triple) for triple in _triples(graph)):
        raise StoreError(
            "the graph has blank nodes, and each push would add new copies of them",
            "give --replace, or name them by IRIs",
        )
    if max_time is None:
        max_time = min(10 * timeout * (1 + total / 100_000), TIMEOUT_MAX)
    with closing(Connection(url, query_url, timeout, max_time)) as connection:
        update = UpdateEndpoint(connection, url, name, query_url)
        target: GraphStore | UpdateEndpoint = update
        if protocol == "graph-store" or (protocol == "auto" and is_graph_store(connection, url)):
            target = GraphStore(connection, url, name)
        if verify and (query_url is not None or target is update):
            update.check_reading()
        try:
            _send(target, graph, total, replace=replace, batch=batch, progress=progress)
        except NotAGraphStoreError:
            if protocol == "graph-store":
                raise
            target = update
            if verify:
                update.check_reading()
            _send(target, graph, total, replace=replace, batch=batch, progress=progress)
        reader = target if query_url is None else update
        verified = read_back(reader, _triples(graph), total, exact=replace) if verify else ""
        return Pushed(total, graph_iri, target.protocol, verified)


def _send(
    target: GraphStore | UpdateEndpoint,
    graph: KnowledgeGraph,
    total: int,
    *,
    replace: bool,
    batch: int | None,
    progress: Progress | None,
) -> None:
    sent = 0
    for number, content in batches(_triples(graph), batch or target.default_batch):
        try:
            if replace and not sent:
                target.replace(content)
            else:
                target.add(content)
        except StoreError as error:
            if not sent:
                raise
            raise StoreError(
                f"{error} (after {sent:,} of {total:,} triples were sent)",
                "push again with --replace, which starts over"
                if replace
                else "push again: triples that are already there are not duplicated; --replace starts over",
            ) from None
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(f"after {sent:,} of {total:,} triples were sent; push again")
            raise
        sent += number
        if progress is not None:
            progress(sent, total)


def _triples(graph: KnowledgeGraph) -> Iterator[ox.Triple]:
    for quad in graph.oxigraph.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        yield quad.triple
