"""Push: a graph into a running triple store, by SPARQL 1.1 Graph Store HTTP Protocol or SPARQL 1.1 Update."""

from __future__ import annotations

import html
import ipaddress
import logging
import os
import re
import socket
import ssl
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import IO, Literal, TypeAlias, cast
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit, urlunsplit

import networkx as nx
import pyoxigraph as ox
import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import get_netrc_auth
from urllib3.exceptions import HTTPError

from relgraph.canonical import canonical
from relgraph.errors import DifferenceError, StoreError, unknown_name
from relgraph.store import KnowledgeGraph

PROTOCOLS = ("auto", "graph-store", "update")
"""How :func:`push` may speak to a store; ``auto`` finds out which of the other two the address takes."""

DEFAULT_TIMEOUT = 60.0
"""Seconds without a byte after which a store counts as dead."""

_BATCH_BYTES = 1_000_000
# Virtuoso's compiler runs out of memory between 2,000 and 5,000 triples in one update.
_BATCH_TRIPLES = {"graph-store": 10_000, "update": 1_000}
_COMPARED = 100_000
# Triples beyond those that were sent that are read back; a store may have no end of them.
_TOO_MANY = 1_000
# Virtuoso's graph store takes a literal of 50,000 characters, and none of 900,000.
_LONG_LINE = 50_000
# By this name a graph store is told from what answers any address with something of its own.
_NO_SUCH_GRAPH = "urn:relgraph:no-such-graph"
_RDF = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_NAMES_A_GRAPH = {"graph", "default", "graph-uri", "default-graph-uri", "named-graph-uri"}
_CREDENTIALS = "set RELGRAPH_USER and RELGRAPH_PASSWORD, or add the host to your netrc file"

_Protocol: TypeAlias = Literal["graph-store", "update"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pushed:
    """What :func:`push` did.

    ``triples`` is how many were sent, ``graph`` the IRI of the graph that they went to, ``None`` for the
    default graph, ``protocol`` how: ``"graph-store"`` or ``"update"``. ``verified`` is what was found
    afterwards: ``"equal"`` (the graph there is exactly this one), ``"contained"`` (all of it is there),
    ``"counted"`` (too large to compare; as many triples as there must be) or ``""`` (nobody looked).
    """

    triples: int
    graph: str | None
    protocol: _Protocol
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
    timeout: float = DEFAULT_TIMEOUT,
    verify: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Pushed:
    """Send ``graph`` to the store at ``url``, into the graph ``graph_iri`` or its default graph.

    ``url`` (http or https) is an endpoint of the SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013, indirect graph
    identification) or of SPARQL 1.1 Update. ``protocol`` ``"auto"`` takes it for a graph store where it answers
    for a graph that no store has with 404 or with no triples, and accepts triples; else for an update endpoint.

    Without ``replace`` the triples are added; doing it twice leaves one copy. A graph with blank nodes is
    refused then, since each push would add new ones. With ``replace`` the graph there is exactly this one
    afterwards.

    A request carries at most ``batch`` triples (default 10,000 to a graph store, 1,000 in an update) and 1 MB.
    Triples that share blank nodes go in one request, however many they are. Nothing is sent twice and no
    redirect is followed. ``timeout`` is in seconds, for connecting and for each wait. ``progress`` is called
    with the number of triples sent and of all, after each request.

    With ``verify`` the graph is read back, from ``query_url`` where it is given, else from the graph store, or
    from what is guessed from an update endpoint: ``.../query`` for ``.../update``, ``R`` for ``R/statements``,
    else ``url`` itself. Up to 100,000 triples are compared one by one, after ``replace`` with blank
    nodes named by what they are linked to, so that isomorphic graphs are equal; larger graphs are counted.

    A store that asks for a user gets that of the environment variables ``RELGRAPH_USER`` and
    ``RELGRAPH_PASSWORD``, else that of the netrc file (``NETRC`` or ``~/.netrc``), by digest or basic
    authentication; no other host than that of ``url`` gets the former. A password that goes over plain http to
    another machine is warned of by ``logging``.

    Raises :class:`~relgraph.errors.DifferenceError` where the graph read back lacks a triple, or has one too
    many after ``replace``; :class:`~relgraph.errors.StoreError` for everything else that keeps the graph from
    getting there; :class:`~relgraph.errors.NameNotFoundError` for an unknown ``protocol``.
    """
    if protocol not in PROTOCOLS:
        raise unknown_name("protocol", protocol, PROTOCOLS)
    for number, what in ((batch, "batch"), (timeout, "timeout")):
        if number is not None and number <= 0:
            raise StoreError(f"a {what} of {number}", "give a number above zero")
    _check_address(url)
    if query_url is not None:
        _check_address(query_url)
    name = None if graph_iri is None else _graph_name(graph_iri)
    total = sum(1 for _ in _triples(graph))
    if not total:
        raise StoreError("there are no triples to push", "give data that state something")
    if not replace and any(_blank_nodes(triple) for triple in _triples(graph)):
        raise StoreError(
            "the graph has blank nodes, and each time that it is added they would be added anew",
            "give --replace, or name them by IRIs",
        )
    with closing(_Connection(url, query_url, timeout)) as connection:
        update = _Update(connection, url, name, query_url)
        target: _GraphStore | _Update = update
        if protocol == "graph-store" or (protocol == "auto" and _is_graph_store(connection, url)):
            target = _GraphStore(connection, url, name)
        if verify and (query_url is not None or target is update):
            update.check_reading()
        try:
            _send(target, graph, total, replace=replace, batch=batch, progress=progress)
        except _NoGraphStoreError:
            if protocol == "graph-store":
                raise
            target = update
            if verify:
                update.check_reading()
            _send(target, graph, total, replace=replace, batch=batch, progress=progress)
        reader = target if query_url is None else update
        verified = _verify(reader, graph, total, exact=replace) if verify else ""
        return Pushed(total, graph_iri, target.protocol, verified)


def _send(
    target: _GraphStore | _Update,
    graph: KnowledgeGraph,
    total: int,
    *,
    replace: bool,
    batch: int | None,
    progress: Callable[[int, int], None] | None,
) -> None:
    sent = 0
    for number, content in _batches(_triples(graph), batch or _BATCH_TRIPLES[target.protocol]):
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
                "push again with --replace, which starts afresh"
                if replace
                else "push again: what is there is not doubled; --replace starts afresh",
            ) from None
        except KeyboardInterrupt:
            _log.warning("interrupted after %s of %s triples were sent; push again", f"{sent:,}", f"{total:,}")
            raise
        sent += number
        if progress is not None:
            progress(sent, total)


def _triples(graph: KnowledgeGraph) -> Iterator[ox.Triple]:
    for quad in graph.oxigraph.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        yield quad.triple


def _batches(triples: Iterable[ox.Triple], most: int) -> Iterator[tuple[int, str]]:
    """Yield the number of triples and the N-Triples, which are Turtle and the inside of an update too."""
    lines: list[str] = []
    size = 0
    for unit in _units(triples):
        length = sum(len(line.encode()) for line in unit)
        if lines and (len(lines) + len(unit) > most or size + length > _BATCH_BYTES):
            yield len(lines), "".join(lines)
            lines, size = [], 0
        lines += unit
        size += length
    yield len(lines), "".join(lines)


def _units(triples: Iterable[ox.Triple]) -> Iterator[list[str]]:
    """Yield the lines that must stay together: a blank node is another one in the next request."""
    linked: nx.Graph[str] = nx.Graph()
    blank = []
    for triple in triples:
        if labels := _blank_nodes(triple):
            linked.add_edge(labels[0], labels[-1])
            blank.append((labels[0], f"{triple} .\n"))
        else:
            yield [f"{triple} .\n"]
    group = {label: number for number, found in enumerate(nx.connected_components(linked)) for label in found}
    together: defaultdict[int, list[str]] = defaultdict(list)
    for label, line in blank:
        together[group[label]].append(line)
    yield from together.values()


def _blank_nodes(triple: ox.Triple) -> list[str]:
    return [term.value for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)]


# Verification


def _verify(
    reader: _GraphStore | _Update, graph: KnowledgeGraph, total: int, *, exact: bool
) -> Literal["equal", "contained", "counted"]:
    try:
        return _compare(reader, graph, total, exact=exact)
    except DifferenceError:
        raise
    except StoreError as error:
        raise StoreError(
            f"all {total:,} triples were sent, but they could not be read back: {error}", error.advice
        ) from None


def _compare(
    reader: _GraphStore | _Update, graph: KnowledgeGraph, total: int, *, exact: bool
) -> Literal["equal", "contained", "counted"]:
    advice = "relgraph lint says which statements a store changes"
    if isinstance(reader, _GraphStore):
        advice += "; where it cuts its answers at a limit, give --query-url, which can count"
    if total > _COMPARED:
        count = reader.count()
        if count < total or (exact and count > total):
            raise DifferenceError(
                f"{reader.where}: {count:,} triples are read back, and {total:,} were sent", advice
            )
        return "counted"
    ours = set(canonical(_triples(graph)))
    missing = set(ours)
    unexpected = 0
    theirs = reader.read()
    # Only a replaced graph may have blank nodes of ours.
    if exact:
        theirs = iter(canonical(islice(theirs, total + _TOO_MANY)))
    for triple in theirs:
        if triple in ours:
            missing.discard(triple)
        else:
            unexpected += 1
    if not missing and not (exact and unexpected):
        return "equal" if exact else "contained"
    lines = sorted(f"{triple} ." for triple in missing)
    parts = []
    if lines:
        shown = "; ".join(line if len(line) <= 160 else line[:157] + "..." for line in lines[:5])
        parts.append(f"{len(lines):,} of {len(ours):,} triples are not there as they were sent: {shown}")
    if exact and unexpected:
        many = "1 triple is" if unexpected == 1 else f"{unexpected:,} triples are"
        parts.append(f"{many} there that {'was' if unexpected == 1 else 'were'} not sent")
    raise DifferenceError(
        f"{reader.where}: {'; and '.join(parts)}",
        advice,
        missing=lines,
        unexpected=unexpected if exact else 0,
    )


# The two protocols


class _NoGraphStoreError(StoreError):
    """The address takes no triples by the graph store protocol."""


def _is_graph_store(connection: _Connection, url: str) -> bool:
    """Tell whether ``url`` may be a graph store; only sending triples shows that it is."""
    if urlsplit(url).path.rstrip("/").endswith("/statements"):
        return False  # RDF4J and GraphDB: a PUT there replaces the whole repository
    response = connection.request("GET", _graph_url(url, _NO_SUCH_GRAPH), headers={"Accept": _RDF})
    if response.status_code == 404:
        response.close()
        return True
    if response.status_code < 300:
        rdf_format = _format(response)
        # An address that heeds no graph is worse than none: to replace one would replace all.
        empty = rdf_format is not None and next(connection.triples(response, rdf_format), None) is None
        response.close()
        return empty
    if response.status_code < 400 or response.status_code in (401, 403) or response.status_code >= 500:
        connection.check(response)
    response.close()
    return False


class _GraphStore:
    """A graph by Graph Store HTTP Protocol."""

    protocol: _Protocol = "graph-store"

    def __init__(self, connection: _Connection, url: str, graph: ox.NamedNode | None) -> None:
        self._connection = connection
        self._named = graph is not None
        self._url = _graph_url(url, None if graph is None else graph.value)
        self.where = f"{_shown(url)}, {_graph_words(graph)}"

    def add(self, content: str) -> None:
        self._write("POST", content)

    def replace(self, content: str) -> None:
        self._write("PUT", content)

    def _write(self, method: str, content: str) -> None:
        response = self._connection.request(
            method, self._url, data=content.encode(), headers={"Content-Type": "text/turtle"}
        )
        if response.status_code == 500 and max(map(len, content.splitlines())) > _LONG_LINE:
            words = self._connection.words(response)
            raise StoreError(
                f"{self.where}: the store failed (status 500){words}",
                "Virtuoso's graph store takes no literal of some hundred thousand characters: give its update "
                "endpoint, .../sparql-auth",
            )
        if response.status_code in (404, 405, 415, 501):
            words = self._connection.words(response)
            raise _NoGraphStoreError(
                f"{self.where}: it takes no triples by the graph store protocol "
                f"(status {response.status_code}){words}",
                "give the address of its graph store, or of its update endpoint",
            )
        self._connection.check(response, named=self._named)

    def read(self) -> Iterator[ox.Triple]:
        response = self._connection.request("GET", self._url, headers={"Accept": _RDF})
        if response.status_code == 404:  # nothing is kept of an empty graph
            response.close()
            return iter(())
        self._connection.check_read(response)
        return self._connection.triples(response, _format(response))

    def count(self) -> int:
        return sum(1 for _ in self.read())


class _Update:
    """A graph by SPARQL 1.1 Update, read by SPARQL 1.1 Query."""

    protocol: _Protocol = "update"

    def __init__(
        self, connection: _Connection, url: str, graph: ox.NamedNode | None, query_url: str | None
    ) -> None:
        self._connection = connection
        self._url = url
        self._query_url = query_url or _guessed_query_url(url)
        self._graph = graph
        self.where = f"{_shown(url)}, {_graph_words(graph)}"

    def add(self, content: str) -> None:
        self._update(self._insert(content))

    def replace(self, content: str) -> None:
        # In one request, so that what is refused does not leave an empty graph. Without SILENT a graph that is
        # not there yet is an error.
        name = "DEFAULT" if self._graph is None else f"GRAPH {self._graph}"
        self._update(f"DROP SILENT {name} ;\n{self._insert(content)}")

    def _update(self, update: str) -> None:
        response = self._connection.request(
            "POST", self._url, data=update.encode(), headers={"Content-Type": "application/sparql-update"}
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
        """Raise StoreError where the query endpoint does not answer, before anything is written."""
        try:
            self._query("ASK {}", "application/sparql-results+json").close()
        except StoreError as error:
            raise StoreError(
                f"the graph could not be read back afterwards: {error}",
                "check the address; --query-url says where to read, --no-verify does without",
            ) from None

    def read(self) -> Iterator[ox.Triple]:
        count = self.count()
        response = self._query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {self._in_graph('?s ?p ?o ')} }}", _RDF)
        read = 0
        for triple in self._connection.triples(response, _format(response)):
            read += 1
            yield triple
        if read < count:
            raise StoreError(
                f"{self.where}: all is sent, but only {read:,} of the {count:,} triples there can be read back",
                "raise the store's limit on results, or give --no-verify",
            )

    def count(self) -> int:
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ {self._in_graph('?s ?p ?o ')} }}"
        response = self._query(query, "application/sparql-results+json")
        try:
            return int(response.json()["results"]["bindings"][0]["n"]["value"])
        except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
            raise StoreError(
                f"{_shown(self._query_url)}: its answer to a count is no SPARQL result",
                "give its query endpoint as --query-url, or --no-verify",
            ) from None
        except requests.RequestException as error:
            raise self._connection.failure(self._query_url, error) from None


# HTTP


class _Connection:
    """Requests to a store, with the user's name and password where it asks for them."""

    def __init__(self, url: str, query_url: str | None, timeout: float) -> None:
        self._timeout = timeout
        self._home = urlsplit(url).netloc
        self._http = requests.Session()
        self._auth: dict[str, AuthBase] = {}
        # A store may repeat what it was sent: the query of an address can have a key in it.
        queries = [urlsplit(address).query for address in (url, query_url or "")]
        self._secrets = {part for query in queries for _, part in [("", query), *parse_qsl(query)]} - {""}

    def close(self) -> None:
        self._http.close()

    def request(
        self,
        method: str,
        url: str,
        *,
        data: bytes | dict[str, str] | None = None,
        headers: dict[str, str],
    ) -> requests.Response:
        """Return the answer, whatever its status, its body unread."""
        host = urlsplit(url).netloc
        response = self._once(method, url, data, headers)
        if response.status_code == 401 and host not in self._auth:
            auth = self._answer(url, response.headers.get("WWW-Authenticate", ""))
            if auth is not None:
                self._auth[host] = auth
                response.close()
                response = self._once(method, url, data, headers)
        return response

    def _once(
        self, method: str, url: str, data: bytes | dict[str, str] | None, headers: dict[str, str]
    ) -> requests.Response:
        try:
            return self._http.request(
                method,
                url,
                data=data,
                headers={"User-Agent": "relgraph", **headers},
                # Without one, requests would send what netrc says unasked, and in clear.
                auth=self._auth.get(urlsplit(url).netloc, _no_auth),
                timeout=self._timeout,
                # A redirected POST becomes a GET, and a password would go to who knows whom.
                allow_redirects=False,
                stream=True,
            )
        except requests.RequestException as error:
            raise self.failure(url, error) from None
        except (ValueError, KeyError, HTTPError):
            # Of headers that cannot be read or written: their text may have the password.
            raise StoreError(
                f"{_shown(url)}: the request cannot be made, or its answer not be understood",
                "check the address, and that user and password are plain letters",
            ) from None

    def _answer(self, url: str, challenge: str) -> AuthBase | None:
        """Return how to answer ``challenge``, or ``None`` where no user is known or it is of another kind."""
        known = _environment_user() if urlsplit(url).netloc == self._home else None
        known = known or get_netrc_auth(url)
        if known is None:
            return None
        user, password = known
        self._secrets |= {password, b64encode(f"{user}:{password}".encode()).decode()} - {""}
        if urlsplit(url).scheme == "http" and not _is_loopback(urlsplit(url).hostname or ""):
            _log.warning(
                "warning: the password goes to %s over plain http, where others can read along", _shown(url)
            )
        if re.search(r"(?:^|,)\s*digest\s", challenge, re.IGNORECASE):
            return HTTPDigestAuth(user, password)
        if re.search(r"(?:^|,)\s*basic\b", challenge, re.IGNORECASE):
            return HTTPBasicAuth(user.encode(), password.encode())
        return None

    def check(self, response: requests.Response, *, named: bool = True) -> None:
        """Raise StoreError unless ``response`` says that it was done."""
        status, where = response.status_code, _shown(response.url)
        if status < 300:
            self.words(response)  # read, since a store may be at work until its answer ends
            return
        if status < 400:
            location = _shown(response.headers.get("Location", "elsewhere"))
            response.close()
            raise StoreError(
                f"{where}: the store redirects to {location}",
                "no redirect is followed; give that address if it is the store's",
            )
        words = self.words(response)
        if status == 401:
            tried = urlsplit(response.url).netloc in self._auth
            what = "wrong user name or password" if tried else "the store asks for a user"
            raise StoreError(f"{where}: {what} (status 401)", _CREDENTIALS)
        # Virtuoso says it with status 500.
        if status == 403 or "no permission" in words.lower():
            raise StoreError(
                f"{where}: the store refuses access (status {status}){words}",
                "it may be read-only, or the user may lack the right to write",
            )
        if status == 413:
            raise StoreError(f"{where}: too much for one request (status 413)", "give a smaller --batch")
        if status in (429, 503):
            raise StoreError(f"{where}: the store is busy (status {status}){words}", "try again later")
        if not named and "default" in words.lower():
            advice = "this store has no default graph to write to: name a graph with --graph"
        elif status >= 500:
            advice = "its log may say more"
        else:
            advice = "check the address, and what the store says"
        what = "the store failed" if status >= 500 else "the store refuses this"
        raise StoreError(f"{where}: {what} (status {status}){words}", advice)

    def check_read(self, response: requests.Response) -> None:
        """Raise StoreError unless ``response`` has a body to read."""
        if response.status_code >= 300:
            self.check(response)

    def words(self, response: requests.Response) -> str:
        """Return ``: `` and the store's own words on one line, without markup, cut short, or ``""``."""
        try:
            content = next(response.iter_content(1 << 16), b"")
        except requests.RequestException:
            content = b""
        response.close()
        text = content.decode("utf-8", "replace")
        if re.match(r"\s*<", text):
            text = re.sub(r"(?is)<(head|script|style)\b.*?</\1>|<[^>]*>", " ", text)
            text = html.unescape(text)
        for secret in self._secrets:
            text = text.replace(secret, "***")
        text = " ".join(text.split())
        return f": {text if len(text) <= 200 else text[:197] + '...'}" if text else ""

    def triples(self, response: requests.Response, rdf_format: ox.RdfFormat | None) -> Iterator[ox.Triple]:
        """Yield the triples of the body as they come in."""
        if rdf_format is None:
            kind = response.headers.get("Content-Type", "nothing").split(";")[0][:60]
            response.close()
            raise StoreError(
                f"{_shown(response.url)}: it answers with {kind}, which is no RDF", "check the address"
            )
        try:
            body = cast(IO[bytes], _Body(response))  # reading is all that the parser asks of it
            for quad in ox.parse(body, rdf_format, base_iri=response.url):
                yield quad.triple
        except requests.RequestException as error:
            raise self.failure(response.url, error) from None
        except MemoryError:
            raise StoreError(
                f"{_shown(response.url)}: its answer holds a term of more than 16 MiB", "give --no-verify"
            ) from None
        except (SyntaxError, ValueError) as error:
            raise StoreError(
                f"{_shown(response.url)}: its answer is broken {rdf_format.name}: {str(error)[:200]}",
                "check the address",
            ) from None
        finally:
            response.close()

    def failure(self, url: str, error: requests.RequestException) -> StoreError:
        """Return what ``error`` means, without the request, which has the password, in its context."""
        error.request = error.response = None
        where, host = _shown(url), urlsplit(url).hostname
        causes = list(_chain(error))
        if any(isinstance(cause, TimeoutError | requests.Timeout) for cause in causes):
            return StoreError(
                f"{where}: no answer within {self._timeout:g} seconds", "try again with a longer --timeout"
            )
        if any(isinstance(cause, socket.gaierror) for cause in causes):
            return StoreError(f"{where}: no host is named {host}", "check the spelling and the network")
        for cause in causes:
            if isinstance(cause, ssl.SSLError):
                return StoreError(
                    f"{where}: no secure connection: {cause.reason or cause}",
                    "check its certificate (REQUESTS_CA_BUNDLE names authorities of your own), or give http",
                )
        if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
            return StoreError(f"{where}: nobody listens there", "start the store, or check host and port")
        return StoreError(f"{where}: the connection broke", "check that the store still runs")


class _Body:
    """The body of a response as a file, so that large graphs are parsed as they come in."""

    def __init__(self, response: requests.Response) -> None:
        self._chunks = response.iter_content(1 << 16)
        self._left = b""

    def read(self, size: int) -> bytes:
        self._left = self._left or next(self._chunks, b"")
        taken, self._left = self._left[:size], self._left[size:]
        return taken


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _environment_user() -> tuple[str, str] | None:
    user, password = os.environ.get("RELGRAPH_USER"), os.environ.get("RELGRAPH_PASSWORD")
    if user is None and password is None:
        return None
    if user is None or password is None:
        there, absent = ("USER", "PASSWORD") if password is None else ("PASSWORD", "USER")
        raise StoreError(f"RELGRAPH_{there} is set, and RELGRAPH_{absent} is not", "set both, or neither")
    if not (user + password).isprintable():
        raise StoreError("RELGRAPH_USER or RELGRAPH_PASSWORD has a control character in it", "correct them")
    return user, password


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _chain(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _format(response: requests.Response) -> ox.RdfFormat | None:
    return ox.RdfFormat.from_media_type(response.headers.get("Content-Type", "").split(";")[0].strip())


# Addresses


def _check_address(url: str) -> None:
    """Raise StoreError where ``url`` cannot be the address of a store."""
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        well_formed, parts = False, SplitResult("", "", "", "", "")
    # Looked for in the text too: nothing of a malformed address that may hold a password is shown.
    if parts.username is not None or parts.password is not None or "@" in url.partition("?")[0]:
        raise StoreError("the address holds a user name or password", f"leave it out, and {_CREDENTIALS}")
    if not well_formed or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise StoreError(
            f"{url[:200]!r} is not the address of a store",
            "give one such as http://localhost:7878/store, with http or https",
        )
    if {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)} & _NAMES_A_GRAPH:
        raise StoreError(f"{_shown(url)}: the address names a graph", "leave that out, and give --graph")


def _shown(url: str) -> str:
    """Return what a message may show of ``url``: neither a user nor a query, which may hold a key."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that is none"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))[:200]


def _graph_name(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise StoreError(
            f"{iri[:200]!r} is not the IRI of a graph",
            "give an absolute IRI, such as https://example.org/graph",
        ) from None


def _graph_words(graph: ox.NamedNode | None) -> str:
    return "default graph" if graph is None else f"graph {graph.value}"


def _graph_url(url: str, graph: str | None) -> str:
    """Return the address of ``graph`` in the store (Graph Store HTTP Protocol, section 4.2)."""
    parts = urlsplit(url)
    name = "default" if graph is None else f"graph={quote(graph, safe='')}"
    query = f"{parts.query}&{name}" if parts.query else name
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _guessed_query_url(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if path.endswith("/update"):
        path = path.removesuffix("update") + "query"
    elif path.endswith("/statements"):
        path = path.removesuffix("/statements")
    else:
        return url
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
