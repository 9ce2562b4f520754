"""Answering: each query in a child process with limits, a few at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import TypeVar

import pyoxigraph as ox

from relgraph.errors import LimitError, OutputError
from relgraph.exporting.rdfxml import to_rdfxml
from relgraph.loopback import RefusedError
from relgraph.querying import QueryResult, named_queries, query
from relgraph.serving.protocol import Asked
from relgraph.store import KnowledgeGraph

_T = TypeVar("_T")

MOST_BYTES = 2**28
"""Bytes of an answer."""

AT_ONCE = max(2, os.cpu_count() or 1)
"""Queries that are answered at a time."""

WAITING = 100
"""Queries that may wait for their turn; further ones are sent away."""


@dataclass(frozen=True)
class Limits:
    """What a query may take.

    Attributes:
        timeout: Seconds, of waiting for its turn and of work each.
        memory: Bytes by which its process may grow.
        max_rows: Rows or triples of its answer.
    """

    timeout: float
    memory: int
    max_rows: int


class Answering:
    """Answers queries of a graph, which is left alone from now on.

    A child has a copy of this process as it is when it is forked. What another thread holds then is held in the
    child for good, so that no thread here reads the store: all of it is done in children.
    """

    def __init__(self, graph: KnowledgeGraph, limits: Limits) -> None:
        """Load what children need, since they can open no file.

        Args:
            graph: What is asked.
            limits: What each query may take.
        """
        self._graph, self._limits = graph, limits
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._waiting = threading.BoundedSemaphore(AT_ONCE + WAITING)
        named_queries()
        triples = query(graph, "CONSTRUCT { ?s a rg:Act } { ?s a rg:Act } LIMIT 1")
        table = query(graph, "SELECT ?s { ?s ?p ?o } LIMIT 1")
        for result, formats in ((triples, ("turtle", "rdfxml", "jsonld")), (table, ("json", "xml", "csv"))):
            for format in formats:
                written(result, format)

    def answer(
        self, asked: Asked, format_of: Mapping[str, str | None], asker: int | None = None
    ) -> tuple[str, bytes]:
        """Answer a query.

        Args:
            asked: What is asked.
            format_of: The format of an answer by its kind (``"select"``, ``"ask"``, ``"graph"``); ``None``
                where the client accepts none.
            asker: The descriptor of the connection to the client: where it has gone, the query is stopped.

        Returns:
            The kind of the answer, and what it has; nothing where its format is ``None``.

        Raises:
            RefusedError: Too many others wait.
            LimitError: It takes too much.
            RelgraphError: It is no query, or asks for what is not there.
        """
        limits = self._limits

        def work() -> tuple[str, bytes]:
            result = query(
                self._graph,
                asked.text,
                parameters=asked.parameters,
                max_rows=limits.max_rows,
                dataset=asked.dataset,
            )
            format = format_of[result.kind]
            content = b"" if format is None else written(result, format)
            if len(content) > MOST_BYTES:
                raise LimitError(
                    f"query: the answer has more than {MOST_BYTES / 2**20:.0f} MiB",
                    "narrow it, or end it with LIMIT",
                    limit="bytes",
                )
            return result.kind, content

        with self._turn():
            return self._graph.in_child(work, timeout=limits.timeout, memory=limits.memory, asker=asker)

    def draw(self, work: Callable[[], _T], seconds: float) -> _T:
        """Do what takes its time and may open files in a child process, beside the queries.

        Args:
            work: What to do.
            seconds: How long it may take.

        Returns:
            What ``work`` returned.

        Raises:
            RelgraphError: It takes too much, or ``work`` raised it.
        """
        return self._graph.in_child(work, timeout=seconds, memory=self._limits.memory, may_read_files=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._waiting.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turns.acquire(timeout=min(self._limits.timeout, threading.TIMEOUT_MAX)):
                raise _busy()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._waiting.release()


def _busy() -> RefusedError:
    return RefusedError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "too many queries are waiting",
        MappingProxyType({"Retry-After": "2"}),
        advice="ask again in a moment",
    )


def written(result: QueryResult, format: str) -> bytes:
    """Return a result in a format of :mod:`relgraph.serving.protocol`.

    Args:
        result: A result.
        format: The format: those of :meth:`QueryResult.serialize`, and ``rdfxml`` for triples.

    Returns:
        UTF-8.

    Raises:
        OutputError: The format cannot hold it.

    Example:
        >>> import relgraph
        >>> result = relgraph.query(relgraph.open(), "ASK { ?s a rg:State }")
        >>> written(result, "csv")
        b'true\\n'
    """
    if format != "rdfxml":
        return result.serialize(format)
    store = ox.Store()
    store.extend(ox.Quad(*row) for row in result.terms)  # type: ignore[arg-type]
    try:
        return b"".join(to_rdfxml(store, lambda _: None, result.prefixes))
    except OSError:  # it writes what is long into a file, which a child cannot open
        raise OutputError("the answer is too long for RDF/XML", "accept text/turtle") from None
