"""Evaluation: SPARQL 1.1 Query and Update over a graph."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox
from rdflib import XSD, Literal

from relgraph.canonical import canonical
from relgraph.cleaning import shortened
from relgraph.errors import QueryError
from relgraph.querying.catalogue import find_query
from relgraph.querying.labelling import in_languages
from relgraph.querying.limits import MEMORY, run_in_child
from relgraph.querying.parameters import bind_parameters
from relgraph.querying.refusals import refuse_load, refuse_service
from relgraph.querying.resolution import prefixes_of
from relgraph.querying.results import QueryResult
from relgraph.querying.syntax_errors import syntax_error
from relgraph.querying.terms import Term, to_rdflib
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted

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

    The dataset is the graph alone: FROM and FROM NAMED fetch nothing.

    A query with a limit, ``timeout`` or ``memory``, runs in a child process, which is killed when it exceeds
    the limit or when the caller is interrupted or ends. A query without either runs in this process until it
    is finished; one that is nested thousands of brackets deep crashes the process.

    Args:
        graph: What is asked.
        text_or_name: The text of a query or, where it is one word, the name of a bundled one, see
            :func:`~relgraph.querying.catalogue.named_queries`. Prefixes that are bound in ``graph`` need no
            declaration.
        parameters: Terms for declared parameters, or text as
            :func:`~relgraph.querying.resolution.resolve_term` reads it.
        timeout: Seconds. ``math.inf`` sets no limit and still lets Ctrl-C stop the query at once. Default: no
            limit.
        memory: Bytes by which the child process may grow, on Linux. Default: with ``timeout``,
            :data:`~relgraph.querying.limits.MEMORY`; else no limit.
        max_rows: The most rows, or triples, that are accepted. Default: any number.
        allow_service: Let SERVICE call other servers. By default text that could be parsed as a SERVICE clause
            is refused, also in a string or behind code on a commented line.

    Returns:
        The table, answer or triples.

    Raises:
        QueryError: The text is no such query (the message has line and column), is an update or has SERVICE; or
            the query exceeds a limit.
        NameNotFoundError: The query or a parameter is unknown, or a value names nothing or several things.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> supports = query(graph, "who-supports", parameters={"actor": "Russia"})
        >>> print(supports.dicts()[0]["objectLabel"])
        ASEAN's efforts towards a culture of dialogue
        >>> query(graph, "ASK { ?someone rg:supports ?something }", timeout=60).boolean
        True
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
        result = work()
    else:
        result = run_in_child(
            work, math.inf if timeout is None else timeout, MEMORY if memory is None else memory
        )
    return in_languages(graph, result) if asked.name else result


def update(graph: KnowledgeGraph, text: str, *, allow_service: bool = False) -> KnowledgeGraph:
    """Return a copy of ``graph`` changed by a SPARQL 1.1 Update.

    ``graph`` itself stays as it is. There is no time limit.

    Args:
        graph: What is copied.
        text: One or more update operations. Prefixes that are bound in ``graph`` need no declaration.
        allow_service: Let SERVICE and LOAD call other servers. By default both are refused.

    Returns:
        The changed copy, with the sources and prefixes of ``graph``.

    Raises:
        QueryError: The text is no update (the message has line and column), or has SERVICE or LOAD.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> changed = update(graph, "INSERT DATA { <urn:x> a rg:State }")
        >>> len(changed) - len(graph)
        1
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
    changed = KnowledgeGraph(store, graph.sources, graph.languages)
    for prefix, namespace in graph.namespaces():
        changed.bind(prefix, namespace, override=True)
    return changed


def _evaluate(store: ox.Store, text: str, prefixes: dict[str, str], max_rows: int | None) -> QueryResult:
    """Return the result of ``text``. The engine's exceptions pass through."""
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
