"""Checking: whether the answer to a query of a user is whole, by asking the endpoint further questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pyoxigraph as ox
from rdflib import RDF

from relgraph.cleaning import clean
from relgraph.errors import QueryError, StoreError
from relgraph.model.read_graph import ReadGraph
from relgraph.remote.answers import Row
from relgraph.remote.failures import CutOffError
from relgraph.remote.query_endpoint import QueryEndpoint
from relgraph.remote.wrapping import limit_of, solutions_of, template_of, variables_of
from relgraph.wording import counted

# Rows or triples from which an answer is checked. Limits of fewer are rare, and most answers are shorter: to
# check them all would double what the usual question costs. Virtuoso tells of its limit whatever that is.
_FEW = 100
_BATCH = 10_000  # rows of which triples are made at once
_A, _ROW = ox.NamedNode(RDF.type), ox.NamedNode("urn:x-relgraph:row")
_UNCHECKED = (QueryError, StoreError, SyntaxError, ValueError, RuntimeError)


def check_rows(
    graph: ReadGraph, endpoint: QueryEndpoint, text: str, found: int, *, is_cut: bool = False
) -> None:
    """Have the rows of a SELECT counted, where a limit of the endpoint may have cut them off.

    Args:
        graph: The graph behind the endpoint, which is told what could not be found out.
        endpoint: What is asked.
        text: The SELECT that was answered.
        found: How many rows came.
        is_cut: The endpoint says that it has a limit and that as many rows came.

    Raises:
        StoreError: There are more rows; or the endpoint says that it cut them off, and cannot count them.

    Example:
        >>> import relgraph
        >>> graph = relgraph.connect("http://127.0.0.1:1/sparql")
        >>> check_rows(graph, graph.endpoint, "SELECT * { ?s ?p ?o }", 137)
        >>> graph.notes[0].partition(":")[0]
        '137 rows came; whether these are all could not be found out'
    """
    if not (is_cut or found >= _FEW) or found == limit_of(text):
        return
    try:
        expected = endpoint.count(text)
    except _UNCHECKED as error:
        if is_cut:
            raise
        _tell_unchecked(graph, counted(found, "row"), error)
        return
    _compare(graph, endpoint, found, expected, "row")


def check_triples(
    graph: ReadGraph, endpoint: QueryEndpoint, text: str, form: str, triples: Sequence[ox.Triple]
) -> None:
    """Make the triples of a CONSTRUCT here too, from the rows of its pattern, and compare how many there are.

    Virtuoso cuts off triples where it would not cut off the rows; others do it the other way round. What a
    DESCRIBE has to give, only the endpoint knows.

    Args:
        graph: The graph behind the endpoint, which is told what could not be found out.
        endpoint: What is asked.
        text: The query that was answered.
        form: CONSTRUCT or DESCRIBE.
        triples: What came, each triple once.

    Raises:
        StoreError: There are more triples; or the rows are cut off, and do not come in pages.

    Example:
        >>> import relgraph
        >>> graph = relgraph.connect("http://127.0.0.1:1/sparql")
        >>> check_triples(graph, graph.endpoint, "DESCRIBE <urn:a>", "DESCRIBE", [])
        >>> graph.notes
        ('0 triples came; whether these are all cannot be found out of a DESCRIBE',)
    """
    came = counted(len(triples), "triple")
    if form == "DESCRIBE":
        graph.tell(f"{came} came; whether these are all cannot be found out of a DESCRIBE")
        return
    if len(triples) < _FEW:
        return
    try:
        rows = solutions_of(text)
        made = set(triples_of(text, variables_of(rows), endpoint.rows(rows)))
    except CutOffError:
        raise
    except _UNCHECKED as error:
        _tell_unchecked(graph, came, error)
        return
    kept = ox.Store()  # which writes values as those have them that were made
    kept.extend(ox.Quad(*triple) for triple in triples)
    _compare(graph, endpoint, len(kept), len(made), "triple")


def triples_of(text: str, names: Sequence[str], rows: Iterable[Row]) -> Iterator[ox.Triple]:
    """Yield the triples that a CONSTRUCT makes from rows.

    Args:
        text: The CONSTRUCT.
        names: The variables of the rows.
        rows: The rows; ``None`` is unbound.

    Yields:
        The triples, some of them several times.

    Raises:
        SyntaxError: It is no SPARQL 1.1.

    Example:
        >>> text = "CONSTRUCT { ?s a <urn:C> . <urn:a> <urn:p> ?o } WHERE { ?s ?p ?o }"
        >>> made = triples_of(text, ("s", "o"), [(ox.NamedNode("urn:b"), None)])
        >>> [triple.subject.value for triple in made]
        ['urn:b']
    """
    prologue, template = template_of(text)
    places = [ox.NamedNode(f"{_ROW.value}:{place}") for place in range(len(names))]
    row = "_".join(("row", *names))  # no variable is called so
    bound = " ".join(
        f"OPTIONAL {{ ?{row} {place} ?{name} }}" for name, place in zip(names, places, strict=True)
    )
    making = f"{prologue}CONSTRUCT {template} WHERE {{ ?{row} a {_ROW} {bound} }}"
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        store = ox.Store()
        for number, terms in enumerate(batch):
            node = ox.NamedNode(f"{_ROW.value}#{number}")
            store.add(ox.Quad(node, _A, _ROW))
            for place, term in zip(places, terms, strict=True):
                if term is not None:
                    store.add(ox.Quad(node, place, term))
        made = store.query(making)
        assert isinstance(made, ox.QueryTriples)  # noqa: S101 - it is a CONSTRUCT
        yield from made


def _compare(graph: ReadGraph, endpoint: QueryEndpoint, found: int, expected: int, what: str) -> None:
    if found < expected:
        raise StoreError(
            f"{endpoint.where}: {found:,} of {counted(expected, what)} came: the endpoint cuts its answers off",
            "ask for less: narrow the query, or take it in parts with ORDER BY, LIMIT and OFFSET",
        )
    if found > expected:
        graph.tell(
            f"{counted(found, what)} came, and asked again the endpoint has {expected:,}: the data changed "
            "meanwhile, or it errs"
        )


def _tell_unchecked(graph: ReadGraph, came: str, error: Exception) -> None:
    graph.tell(f"{came} came; whether these are all could not be found out: {clean(str(error), 300)}")
