"""Addresses of stores and of the graphs in them: checked, shown without secrets, derived from each other."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit, urlunsplit

import pyoxigraph as ox

from relgraph.errors import StoreError
from relgraph.remote.credentials import HOW_TO_GIVE

_NAMES_A_GRAPH = {"graph", "default", "graph-uri", "default-graph-uri", "named-graph-uri"}


def check_address(url: str) -> None:
    """Raise StoreError where ``url`` cannot be the address of a store.

    Args:
        url: An absolute http or https URL without user name and password; its query may not name a graph.

    Raises:
        StoreError: It is anything else. Nothing of an address that may hold a password is shown.

    Example:
        >>> from relgraph.errors import StoreError
        >>> check_address("https://example.org/store")
        >>> try:
        ...     check_address("localhost:7878/store")
        ... except StoreError as error:
        ...     print(error)
        'localhost:7878/store' is not the address of a store
    """
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        well_formed, parts = False, SplitResult("", "", "", "", "")
    # Looked for in the text too: nothing of a malformed address that may hold a password is shown.
    if parts.username is not None or parts.password is not None or "@" in url.partition("?")[0]:
        raise StoreError("the address contains a user name or password", f"remove it, and {HOW_TO_GIVE}")
    if not well_formed or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise StoreError(
            f"{url[:200]!r} is not the address of a store",
            "give one such as http://localhost:7878/store, with http or https",
        )
    if {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)} & _NAMES_A_GRAPH:
        raise StoreError(
            f"{shown(url)}: the address names a graph", "remove that part of its query, and give --graph"
        )


def shown(url: str) -> str:
    """Return what a message may show of ``url``: neither a user nor a query, which may hold a key.

    Example:
        >>> shown("https://ali:open-sesame@example.org/store?key=4711")
        'https://example.org/store'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "a malformed address"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))[:200]


def graph_url(url: str, graph: str | None) -> str:
    """Return the address of a graph in a store (Graph Store HTTP Protocol, section 4.2).

    Args:
        url: The address of the graph store.
        graph: The IRI of the graph, ``None`` for the default graph.

    Returns:
        ``url`` with the graph in its query.

    Example:
        >>> graph_url("http://localhost:7878/store", "https://example.org/acts")
        'http://localhost:7878/store?graph=https%3A%2F%2Fexample.org%2Facts'
        >>> graph_url("http://localhost:7878/store?key=4711", None)
        'http://localhost:7878/store?key=4711&default'
    """
    parts = urlsplit(url)
    name = "default" if graph is None else f"graph={quote(graph, safe='')}"
    query = f"{parts.query}&{name}" if parts.query else name
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def guessed_query_url(url: str) -> str:
    """Return the query endpoint that probably belongs to the update endpoint ``url``.

    Returns:
        ``.../query`` for ``.../update``, the repository ``R`` for ``R/statements`` (RDF4J, GraphDB), else
        ``url`` itself.

    Example:
        >>> guessed_query_url("http://localhost:3030/acts/update")
        'http://localhost:3030/acts/query'
        >>> guessed_query_url("http://localhost:8080/rdf4j-server/repositories/acts/statements")
        'http://localhost:8080/rdf4j-server/repositories/acts'
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if path.endswith("/update"):
        path = path.removesuffix("update") + "query"
    elif path.endswith("/statements"):
        path = path.removesuffix("/statements")
    else:
        return url
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def named_graph(iri: str) -> ox.NamedNode:
    """Return the name of a graph.

    Raises:
        StoreError: ``iri`` is not an absolute IRI.

    Example:
        >>> named_graph("https://example.org/acts")
        <NamedNode value=https://example.org/acts>
    """
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise StoreError(
            f"{iri[:200]!r} is not the IRI of a graph",
            "give an absolute IRI, such as https://example.org/graph",
        ) from None


def shown_graph(url: str, graph: ox.NamedNode | None) -> str:
    """Return what a message may show of a graph in the store at ``url``; ``None`` is the default graph.

    Example:
        >>> shown_graph("http://localhost:7878/store?key=4711", None)
        'http://localhost:7878/store, default graph'
    """
    return f"{shown(url)}, {'default graph' if graph is None else f'graph {graph.value}'}"
