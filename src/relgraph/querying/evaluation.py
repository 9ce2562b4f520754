"""Evaluation: SPARQL 1.1 Query and Update over a graph."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import TypeAlias, TypeVar

import pyoxigraph as ox

from relgraph.canonical import canonical
from relgraph.cleaning import shortened
from relgraph.confinement.child import MEMORY, run_in_child
from relgraph.confinement.refusals import refuse_load, refuse_nesting, refuse_service
from relgraph.errors import QueryError
from relgraph.model.ontology import ontology_quads
from relgraph.model.terms import EngineTerm, Term, refuse_rdf_12
from relgraph.querying.catalogue import find_query
from relgraph.querying.labelling import in_languages
from relgraph.querying.masking import masked
from relgraph.querying.parameters import bind_parameters
from relgraph.querying.resolution import prefixes_of
from relgraph.querying.results import QueryResult
from relgraph.querying.syntax_errors import syntax_error
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted

_T = TypeVar("_T")
_Row = TypeVar("_Row", ox.QuerySolution, ox.Triple)
_Answer: TypeAlias = tuple[str, tuple[str, ...], tuple[tuple[EngineTerm | None, ...], ...]]
_SELECT = re.compile(r"\bSELECT\b\s*(?:DISTINCT\b|REDUCED\b)?\s*(?P<all>\*)?", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_TRIPLE = ("subject", "predicate", "object")


def query(
    graph: KnowledgeGraph,
    text_or_name: str,
    *,
    parameters: Mapping[str, str | Term] | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    max_rows: int | None = None,
    ontology: bool = True,
    allow_service: bool = False,
) -> QueryResult:
    """Answer a SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE over ``graph``.

    The query sees the graph and the ontology (``?relation a rg:Relation`` has answers), so that a count of all
    triples counts both; the graph itself stays as it is. What follows from the acts is not derived here: see
    :func:`~relgraph.derive`. FROM and FROM NAMED fetch nothing.

    It runs in a child process, which can open nothing, and is killed when it exceeds a limit or when the caller
    is interrupted or ends. Where the system cannot fork, it runs in this one, over a copy.

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
            :data:`~relgraph.confinement.child.MEMORY`; else no limit.
        max_rows: The most rows, or triples, that are accepted. Default: any number.
        ontology: Whether the query sees the ontology beside the graph.
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
    refuse_nesting(asked.text)
    if not allow_service:
        refuse_service(asked.text)
    text = bind_parameters(graph, asked, parameters or {})
    prefixes = prefixes_of(graph)
    vocabulary = ontology_quads() if ontology else ()  # read before the child is there, which can read no file
    store = graph.oxigraph

    def work() -> _Answer:
        seen = store if hasattr(os, "fork") else _copy(store)
        seen.extend(vocabulary)
        try:
            return _evaluate(seen, text, prefixes, max_rows)
        except SyntaxError:
            raise syntax_error(asked.text, prefixes) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"query: {shortened(str(error), 300)}", "correct the query") from None

    if timeout is not None and memory is None:
        memory = MEMORY
    result = QueryResult(*_confined(work, timeout, memory, may_reach_out=allow_service))
    return in_languages(graph, result) if asked.name else result


def update(
    graph: KnowledgeGraph,
    text: str,
    *,
    timeout: float | None = None,
    memory: int | None = None,
    allow_service: bool = False,
) -> KnowledgeGraph:
    """Return a copy of ``graph`` changed by a SPARQL 1.1 Update.

    ``graph`` itself stays as it is. The update runs in a child process, as a query does, and does not see the
    ontology.

    Args:
        graph: What is copied.
        text: One or more update operations. Prefixes that are bound in ``graph`` need no declaration.
        timeout: Seconds. Default: no limit.
        memory: Bytes by which the child process may grow, on Linux. Default: with ``timeout``,
            :data:`~relgraph.confinement.child.MEMORY`; else no limit.
        allow_service: Let SERVICE and LOAD call other servers. By default both are refused.

    Returns:
        The changed copy, with the sources and prefixes of ``graph``.

    Raises:
        QueryError: The text is no update (the message has line and column), has SERVICE or LOAD, or exceeds a
            limit.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> changed = update(graph, "INSERT DATA { <urn:x> a rg:State }")
        >>> len(changed) - len(graph)
        1
    """
    refuse_nesting(text)
    if not allow_service:
        refuse_service(text)
        refuse_load(text)
    prefixes = prefixes_of(graph)
    store = graph.oxigraph

    def work() -> bytes:
        seen = store if hasattr(os, "fork") else _copy(store)
        try:
            seen.update(text, prefixes=prefixes)
        except SyntaxError:
            raise syntax_error(text, prefixes, update=True) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"update: {shortened(str(error), 300)}", "correct the update") from None
        written = seen.dump(format=ox.RdfFormat.N_QUADS)
        assert written is not None  # noqa: S101 - without an output file it is the content
        return written

    if timeout is not None and memory is None:
        memory = MEMORY
    changed = ox.Store()
    changed.load(_confined(work, timeout, memory, may_reach_out=allow_service), ox.RdfFormat.N_QUADS)
    result = KnowledgeGraph(changed, graph.sources, graph.languages)
    for prefix, namespace in graph.namespaces():
        result.bind(prefix, namespace, override=True)
    return result


def _confined(work: Callable[[], _T], timeout: float | None, memory: int | None, *, may_reach_out: bool) -> _T:
    """Do ``work`` in a child process, or here where the system has none and no limit was asked for."""
    if timeout is None and memory is None and not hasattr(os, "fork"):
        return work()
    return run_in_child(
        work, timeout=math.inf if timeout is None else timeout, memory=memory, may_reach_out=may_reach_out
    )


def _copy(store: ox.Store) -> ox.Store:
    copy = ox.Store()
    copy.bulk_extend(store)
    return copy


def _evaluate(store: ox.Store, text: str, prefixes: dict[str, str], max_rows: int | None) -> _Answer:
    """Return kind, variables and rows of what ``text`` asks for. The engine's exceptions pass through."""
    answer = store.query(text, prefixes=prefixes)
    if isinstance(answer, ox.QueryBoolean):
        answered = ox.Literal(bool(answer))
        return "ask", ("boolean",), ((answered,),)
    if isinstance(answer, ox.QueryTriples):
        rows = canonical(_at_most(max_rows, answer))
        return "graph", _TRIPLE, tuple((row.subject, row.predicate, row.object) for row in rows)
    solutions = _at_most(max_rows, answer)
    for solution in solutions:
        for term in solution:
            refuse_rdf_12(term)
    names = _in_order([variable.value for variable in answer.variables], text)
    return "select", names, tuple(tuple(solution[name] for name in names) for solution in solutions)


def _in_order(names: list[str], text: str) -> tuple[str, ...]:
    """Return the columns of ``SELECT *`` in the order in which ``text`` first names them."""
    code = masked(text)
    selects_all = _SELECT.search(code)
    if selects_all and selects_all["all"]:
        places = {name: place for place, name in enumerate(reversed(_VARIABLE.findall(code)))}
        names = sorted(names, key=lambda name: -places.get(name, -1))
    return tuple(names)


def _at_most(limit: int | None, found: Iterable[_Row]) -> list[_Row]:
    kept = list(found if limit is None else islice(found, limit + 1))
    if limit is not None and len(kept) > limit:
        raise QueryError(f"query: more than {counted(limit, 'row')}", "narrow it, or end it with LIMIT")
    return kept
