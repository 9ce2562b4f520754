"""Evaluation: SPARQL 1.1 Query and Update over a graph."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox
from rdflib import XSD, Literal

from relgraph.canonical.turtle import canonical
from relgraph.errors import QueryError
from relgraph.querying.catalogue import find_query
from relgraph.querying.limits import MEMORY, run_in_child
from relgraph.querying.parameters import bind_parameters
from relgraph.querying.refusals import refuse_load, refuse_service
from relgraph.querying.resolution import prefixes_of
from relgraph.querying.results import QueryResult
from relgraph.querying.syntax_errors import syntax_error
from relgraph.querying.terms import Term, to_rdflib
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted, shortened

_Row = TypeVar("_Row", ox.QuerySolution, ox.Triple)
_TRIPLE = ("subject", "predicate", "object")


def query(
    graph: KnowledgeGraph,
    text_or_name: str,
    *,
    parameters: Mapping[str, str | Term] | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    max_rows: int | None = None,
    allow_service: bool = False,
) -> QueryResult:
    """Answer a SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE over ``graph``.

    ``text_or_name`` is the text of a query or, where it is one word, the name of a bundled one (see
    :func:`named_queries`). Prefixes that are bound in ``graph`` need no declaration. The dataset is the graph
    alone: FROM and FROM NAMED fetch nothing.

    ``parameters`` binds declared parameters to terms, or to text as :func:`resolve_term` reads it.

    ``timeout`` (seconds) and ``memory`` (bytes by which the process may grow, on Linux) run the query in a
    process of its own, which is stopped when it goes over them or when the caller is interrupted or ends.
    ``timeout=math.inf`` sets no limit and still lets Ctrl-C stop the query at once. Where either is given,
    ``memory`` is :data:`MEMORY` by default. Without both the query runs in this process, to its end; one
    that is nested thousands of brackets deep takes the process with it.

    ``max_rows`` is the largest number of rows, or of triples, that is accepted.

    ``allow_service`` lets SERVICE call other servers. By default text that reads as a SERVICE clause is
    refused, also where it stands in a string or behind code on a commented line.

    Raises :class:`~relgraph.errors.QueryError` for text that is not such a query (with line and column), for
    an update, for SERVICE, and for a query over its limits; :class:`~relgraph.errors.NameNotFoundError` for an
    unknown query or parameter, or a value that names nothing or several things.
    """
    asked = find_query(text_or_name)
    if not allow_service:
        refuse_service(asked.text)
    text = bind_parameters(graph, asked, parameters or {})
    prefixes = prefixes_of(graph)

    def work() -> QueryResult:
        try:
            return _evaluate(graph.oxigraph, text, prefixes, max_rows)
        except SyntaxError:
            raise syntax_error(asked.text, prefixes) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"query: {shortened(str(error), 300)}", "correct the query") from None

    if timeout is None and memory is None:
        return work()
    return run_in_child(work, math.inf if timeout is None else timeout, MEMORY if memory is None else memory)


def update(graph: KnowledgeGraph, text: str, *, allow_service: bool = False) -> KnowledgeGraph:
    """Return a copy of ``graph`` changed by a SPARQL 1.1 Update; ``graph`` itself stays as it is.

    ``allow_service`` lets SERVICE and LOAD call other servers. There is no time limit.

    Raises :class:`~relgraph.errors.QueryError` for text that is not an update (with line and column), and for
    SERVICE and LOAD.
    """
    if not allow_service:
        refuse_service(text)
        refuse_load(text)
    store = ox.Store()
    store.extend(graph.oxigraph)
    prefixes = prefixes_of(graph)
    try:
        store.update(text, prefixes=prefixes)
    except SyntaxError:
        raise syntax_error(text, prefixes, update=True) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"update: {shortened(str(error), 300)}", "correct the update") from None
    changed = KnowledgeGraph(store, graph.sources)
    for prefix, namespace in graph.namespaces():
        changed.bind(prefix, namespace, override=True)
    return changed


def _evaluate(store: ox.Store, text: str, prefixes: dict[str, str], max_rows: int | None) -> QueryResult:
    """Return the result of ``text``; what the engine raises passes."""
    answer = store.query(text, prefixes=prefixes)
    log = logging.getLogger("rdflib.term")
    was_disabled, log.disabled = log.disabled, True  # rdflib logs a traceback for each ill-typed literal
    try:
        if isinstance(answer, ox.QueryBoolean):
            answered = Literal("true" if answer else "false", datatype=XSD.boolean)
            return QueryResult("ask", ("boolean",), ((answered,),))
        if isinstance(answer, ox.QueryTriples):
            triples = canonical(_at_most(max_rows, answer))
            rows = tuple(
                tuple(map(to_rdflib, (triple.subject, triple.predicate, triple.object))) for triple in triples
            )
            return QueryResult("graph", _TRIPLE, rows)
        return QueryResult(
            "select",
            tuple(variable.value for variable in answer.variables),
            tuple(tuple(map(to_rdflib, solution)) for solution in _at_most(max_rows, answer)),
        )
    finally:
        log.disabled = was_disabled


def _at_most(limit: int | None, found: Iterable[_Row]) -> list[_Row]:
    kept = list(found if limit is None else islice(found, limit + 1))
    if limit is not None and len(kept) > limit:
        raise QueryError(f"query: more than {counted(limit, 'row')}", "narrow it, or end it with LIMIT")
    return kept
