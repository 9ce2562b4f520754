"""A query endpoint: SPARQL 1.1 Query over HTTP, whose answers are whole or an error."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from threading import TIMEOUT_MAX
from typing import TypeVar

import pyoxigraph as ox
import requests

from relgraph.cleaning import clean
from relgraph.errors import QueryError, StoreError
from relgraph.progress import Progress
from relgraph.remote.addresses import check_address, named_graph, shown
from relgraph.remote.answers import Answer, Row
from relgraph.remote.connection import RDF_MEDIA_TYPES, TIMEOUT, Connection, rdf_format_of
from relgraph.remote.failures import ConnectionLostError, CutOffError
from relgraph.remote.waiting import seconds_to_wait
from relgraph.remote.wrapping import count_variable, counting, page_of, variables_of
from relgraph.wording import counted

MAX_TIME = 600.0
"""Seconds that a question may take, with its pages and its waiting."""

_ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
_MOST_BYTES = 1 << 32  # of one answer, unpacked
_TRIES = 6  # of a busy endpoint that does not say when to ask again, with waits of 1, 2, 4, 8 and 16 seconds
_TRIES_LOST = 3  # of one whose connection is lost

_OPTIONS = (
    "--timeout (in Python timeout= of relgraph.connect)",
    "--timeout, which allows ten times as much in all (in Python max_time= of relgraph.connect)",
)

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class QueryEndpoint:
    """A SPARQL endpoint that is asked, and never changed.

    Attributes:
        where: The endpoint as a message shows it.
        url: Its address.
        graph_iri: The graph that is asked, ``None`` for what the endpoint asks by default.

    Example:
        >>> QueryEndpoint("https://example.org/sparql?key=4711").where
        'https://example.org/sparql'
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = TIMEOUT,
        max_time: float = MAX_TIME,
        graph_iri: str | None = None,
        max_bytes: int = _MOST_BYTES,
    ) -> None:
        """Prepare for requests; nothing is sent yet.

        Args:
            url: The address of the endpoint.
            timeout: Seconds, for connecting and for each wait; ``math.inf`` for any time.
            max_time: Seconds for each question, its pages and waits included; ``math.inf`` for any time.
            graph_iri: The graph that is asked; ``None``: what the endpoint asks by default.
            max_bytes: The most bytes of one answer that are accepted.

        Raises:
            StoreError: ``url`` is no address of an endpoint, ``graph_iri`` no IRI, or a time not above zero.
        """
        check_address(url)
        for number, what in ((timeout, "timeout"), (max_time, "max_time")):
            if not number > 0:
                raise StoreError(f"invalid {what}: {number}", "give a number above zero")
        self.url = url
        self.graph_iri = None if graph_iri is None else named_graph(graph_iri).value
        self._max_bytes = max_bytes
        self._connection = Connection(
            url, None, min(timeout, TIMEOUT_MAX), min(max_time, TIMEOUT_MAX), _OPTIONS
        )
        self.where = shown(url)

    def close(self) -> None:
        """Close what is open to the endpoint."""
        self._connection.close()

    def ask(self, text: str) -> bool:
        """Return the answer of an ASK.

        Raises:
            QueryError: The endpoint rejects the query.
            StoreError: It refuses or fails, or answers something else.
        """
        with self.select(text) as answer:
            if answer.boolean is None:
                raise StoreError(
                    f"{self.where}: a question for yes or no was answered with rows", "check the address"
                )
            return answer.boolean

    def require_triples(self) -> None:
        """Refuse a graph without a triple, as a file without one is: it would answer everything with nothing.

        Raises:
            StoreError: There is none in the graph that is asked; or as :meth:`ask`.
        """
        if not self.ask("ASK { ?s ?p ?o }"):
            asked = "what it asks by default" if self.graph_iri is None else f"<{self.graph_iri}>"
            raise StoreError(
                f"{self.where}: no triples in {asked}",
                "check the address, and name the graph that has the data with --graph IRI (push takes no "
                "such option: export the graph to a file first)",
            )

    def count(self, text: str) -> int:
        """Return how many rows a SELECT has, as the endpoint counts them; errors are those of :meth:`ask`."""
        self._connection.start_again()
        return self._count(text)

    def select(self, text: str) -> Answer:
        """Return what the endpoint answers to a SELECT or ASK: a whole answer, though maybe not all rows.

        Raises:
            QueryError: The endpoint rejects the query.
            StoreError: It refuses or fails, or answers something else.
        """
        self._connection.start_again()
        return self._select(text)

    def construct(self, text: str) -> list[ox.Triple]:
        """Return what the endpoint answers to a CONSTRUCT or DESCRIBE; errors are those of :meth:`select`."""
        self._connection.start_again()
        return self._asked(text, RDF_MEDIA_TYPES, self._triples)

    def _triples(self, response: requests.Response) -> list[ox.Triple]:
        rdf_format = rdf_format_of(response)
        if rdf_format is None:
            raise self._not_results(response, "RDF")
        if not {"content-length", "transfer-encoding"} & {name.lower() for name in response.headers}:
            # Lines of triples that break off between two of them look whole.
            self._connection.leave(response)
            raise StoreError(
                f"{self.where}: the answer does not say where it ends, so that it may be a part",
                "write the query as a SELECT",
            )
        content = b"".join(self._limited(response))
        try:
            return [quad.triple for quad in ox.parse(content, rdf_format, base_iri=response.url)]
        except (SyntaxError, ValueError, MemoryError) as error:
            raise StoreError(
                f"{self.where}: the answer is malformed {rdf_format.name}: {clean(str(error), 150)}",
                "write the query as a SELECT",
            ) from None

    def rows(self, text: str, progress: Progress | None = None) -> Iterator[Row]:
        """Yield the rows of a SELECT, all of them.

        They are counted by the endpoint too. Where it answers fewer than it counts, it has a limit: they are
        asked for again, in pages of that many rows, which have to add up.

        Args:
            text: A query whose rows differ from each other: ``SELECT DISTINCT``, or with GROUP BY.
            progress: Told how many rows of how many are there.

        Yields:
            Rows in the order of the variables; ``None`` is unbound. They are whole where no error comes.

        Raises:
            StoreError: The endpoint refuses or fails, or what it answers and counts does not fit together.
        """
        self._connection.start_again()
        names = variables_of(text)
        with self._select(text) as answer:
            answer.check(names)
            found = len(answer)
            expected = self._count(text) if found else 0
            if found > expected:
                raise self._contradiction(f"{counted(found, 'row')} answered, {expected:,} counted")
            if found == expected:
                yield from answer.rows(names)
                if progress is not None:
                    progress(found, expected)
                return
        yield from self._pages(text, names, found, expected, progress)

    def _pages(
        self, text: str, names: tuple[str, ...], size: int, expected: int, progress: Progress | None
    ) -> Iterator[Row]:
        seen: set[Row] = set()
        while len(seen) < expected:
            with self._select(page_of(text, names, offset=len(seen), limit=size)) as page:
                before = len(seen)
                for row in page.rows(names):
                    if row in seen:
                        raise self._contradiction("a row of one page comes in another again", CutOffError)
                    if any(isinstance(term, ox.BlankNode) for term in row):
                        raise CutOffError(
                            f"{self.where}: the endpoint has a limit of {counted(size, 'row')} and blank "
                            "nodes, which cannot be told apart from page to page",
                            "raise its limit, or export its data there and open the file",
                        )
                    seen.add(row)
                    yield row
            if len(seen) == before:
                what = f"only {before:,} of {counted(expected, 'row')} come in pages"
                raise self._contradiction(what, CutOffError)
            if progress is not None:
                progress(len(seen), expected)
        if len(seen) > expected:
            raise self._contradiction(f"{counted(len(seen), 'row')} come in pages, {expected:,} were counted")

    def _count(self, text: str) -> int:
        with self._select(counting(text)) as answer:
            found = list(answer.rows([count_variable(text)]))
        try:
            ((number,),) = found
            return int(number.value)  # type: ignore[union-attr]
        except (ValueError, AttributeError):
            raise StoreError(
                f"{self.where}: the answer to a count is no number",
                "this engine cannot count what is in a subquery: export its data and open the file",
            ) from None

    def _contradiction(self, what: str, kind: type[StoreError] = StoreError) -> StoreError:
        return kind(
            f"{self.where}: the answers do not fit together: {what}",
            "the data may have changed meanwhile: ask again; else raise the endpoint's limit on rows, or "
            "export its data there and open the file",
        )

    def _select(self, text: str) -> Answer:
        def read(response: requests.Response) -> Answer:
            kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
            if kind not in _FORMATS:
                raise self._not_results(response, "SPARQL results")
            limit = response.headers.get("X-SPARQL-MaxRows", "")  # Virtuoso's, where as many rows came
            return Answer(self._limited(response), _FORMATS[kind], self.where, is_cut=bool(limit))

        return self._asked(text, _ACCEPT, read)

    def _limited(self, response: requests.Response) -> Iterator[bytes]:
        if "," in response.headers.get("Content-Encoding", ""):
            self._connection.leave(response)
            raise StoreError(f"{self.where}: the answer is packed more than once", "check the address")
        size = 0
        try:
            for chunk in self._connection.chunks(response):
                size += len(chunk)
                if size > self._max_bytes:
                    raise StoreError(
                        f"{self.where}: the answer has more than {self._max_bytes:,} bytes",
                        "ask for less: narrow the query, or end it with LIMIT",
                    )
                yield chunk
        finally:
            self._connection.leave(response)

    def _asked(self, text: str, accept: str, read: Callable[[requests.Response], _T]) -> _T:
        """Ask, and again where there is no answer, since a question changes nothing."""
        fields = {"query": text}
        if self.graph_iri is not None:
            fields["default-graph-uri"] = self.graph_iri
        for tried in range(_TRIES):
            wait = 2.0**tried
            last = tried == _TRIES - 1
            try:
                response = self._connection.request("POST", self.url, data=fields, headers={"Accept": accept})
                # One that says when is asked again by the connection, or asks for more time than there is.
                status, told = response.status_code, seconds_to_wait(response.status_code, response.headers)
                if status in (429, 503) and told is None and not last and self._connection.pause(wait):
                    self._connection.leave(response)
                    _log.warning("%s: the endpoint is busy; asked again after %g seconds", self.where, wait)
                    continue
                if response.status_code >= 300:
                    self._refuse(response)
                self._refuse_partial(response)
                return read(response)
            except ConnectionLostError:
                if tried + 1 >= _TRIES_LOST or not self._connection.pause(wait):
                    raise
                _log.warning("%s: connection lost; asked again after %g seconds", self.where, wait)
        raise AssertionError  # the last try returns or raises

    def _refuse(self, response: requests.Response) -> None:
        """Raise the error for a status that is no success."""
        status = response.status_code
        if status not in (400, 403, 404, 406, 413, 414, *range(500, 600)) or status == 503:
            self._connection.check(response)
        words = self._connection.words(response)
        what = f"{self.where}: %s (status {status}){words}"
        if status == 400:
            raise QueryError(
                what % "the endpoint rejects the query",
                "correct the query; where it is SPARQL 1.1, the engine cannot answer it: fetch the data with "
                "relgraph export, and ask the file",
            )
        if status == 403:
            raise StoreError(what % "access denied", "the user may lack the right to read there")
        if status in (404, 406):
            raise StoreError(what % "there is no SPARQL endpoint", "check the address")
        if status in (413, 414):
            raise StoreError(what % "the query is too long for the endpoint", "shorten it")
        raise StoreError(
            what % "the endpoint failed",
            "the query may be too much for this engine: narrow it, or fetch the data with relgraph export and "
            "ask the file; the endpoint's log may say more",
        )

    def _refuse_partial(self, response: requests.Response) -> None:
        """Raise StoreError where the answer says that it is a part, as Virtuoso's of limited time do."""
        told = response.headers.get("X-SQL-State", "") or response.headers.get("X-SQL-Message", "")
        if response.status_code == 206 or told:
            self._connection.leave(response)
            raise StoreError(
                f"{self.where}: the endpoint stopped before it was done, and answers a part",
                "ask for less, or raise the endpoint's limit on time",
            )

    def _not_results(self, response: requests.Response, expected: str) -> StoreError:
        kind = clean(response.headers.get("Content-Type", "").split(";")[0], 60)
        words = self._connection.words(response)
        return StoreError(
            f"{self.where}: {expected} expected, got {kind or 'an answer without Content-Type'}{words}",
            "check the address: it is to be that of the SPARQL endpoint, not of its web page",
        )
