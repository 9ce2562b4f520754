"""Evaluation: SPARQL 1.1 Query and Update over a graph."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

import pyoxigraph as ox

from relgraph.canonical import canonical
from relgraph.cleaning import shortened
from relgraph.confinement.child import MEMORY
from relgraph.confinement.refusals import refuse_load, refuse_nesting, refuse_service
from relgraph.disk.stored import StoredGraph, damage_of
from relgraph.errors import NameNotFoundError, QueryError
from relgraph.model.ontology import ontology_quads
from relgraph.model.read_graph import refuse_plain
from relgraph.model.terms import Term, refuse_rdf_12
from relgraph.oxigraph_stores import checked
from relgraph.querying.catalogue import find_query
from relgraph.querying.labelling import in_languages
from relgraph.querying.masking import VARIABLE, masked
from relgraph.querying.parameters import bind_parameters
from relgraph.querying.resolution import declared_prefixes, names_vocabulary, prefixes_of
from relgraph.querying.results import QueryResult
from relgraph.querying.rows import table_of, too_many_rows
from relgraph.querying.syntax_errors import syntax_error
from relgraph.store import KnowledgeGraph

_Answer: TypeAlias = tuple[str, tuple[str, ...], bytes]
# The first one is the outermost; a prefix may be called select too.
_SELECT = re.compile(r"(?<![\w:?$-])SELECT\b(?!\s*:)\s*(?:DISTINCT\b|REDUCED\b)?\s*(?P<all>\*)?", re.IGNORECASE)
_TRIPLE = ("subject", "predicate", "object")


class Dataset(NamedTuple):
    """What a query sees of a graph that has named graphs.

    Attributes:
        default: IRIs of the graphs that are its default graph together; an empty one where there are none.
        named: IRIs of the graphs that GRAPH finds.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def query(
    graph: KnowledgeGraph,
    text_or_name: str,
    *,
    parameters: Mapping[str, str | Term] | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    max_rows: int | None = None,
    ontology: bool = True,
    dataset: Dataset | None = None,
    allow_service: bool = False,
) -> QueryResult:
    """Answer a SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE over ``graph``.

    A query that names a term of the vocabulary sees the ontology beside the graph (``?relation a rg:Relation``
    and ``?class rdfs:subClassOf ?above`` have answers), see
    :func:`~relgraph.querying.resolution.names_vocabulary`; one that names none, as ``SELECT * { ?s ?p ?o }``,
    has answers from the graph alone. The graph itself stays as it is. What follows from the acts is not derived
    here: see :func:`~relgraph.derive`. FROM and FROM NAMED fetch nothing.

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
        ontology: Whether a query that names a term of the vocabulary sees the ontology.
        dataset: Named graphs that the query sees, and nothing else of ``graph``, in place of those of FROM and
            FROM NAMED. Default: the query says itself what it sees.
        allow_service: Let SERVICE call other servers. By default text that could be parsed as a SERVICE clause
            is refused, also in a string or behind code on a commented line.

    Returns:
        The table, answer or triples.

    Raises:
        QueryError: The text is no such query (the message has line and column), is an update or has SERVICE.
        LimitError: The query exceeds a limit.
        NameNotFoundError: The query, a parameter or a named graph is unknown, or a value names nothing or
            several things.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> supports = query(graph, "who-supports", parameters={"actor": "Russia"})
        >>> print(supports.dicts()[0]["objectLabel"])
        ASEAN's efforts towards a culture of dialogue
        >>> query(graph, "ASK { ?someone rg:supports ?something }", timeout=60).boolean
        True
    """
    refuse_plain(graph)
    asked = find_query(text_or_name)
    refuse_nesting(asked.text)
    if not allow_service:
        refuse_service(asked.text)
    text = bind_parameters(graph, asked, parameters or {})
    prefixes = prefixes_of(graph)
    # Read before the child is there, which can read no file.
    stored = isinstance(graph, StoredGraph)  # it has the vocabulary, and cannot be changed
    sees_ontology = ontology and not stored and dataset is None and names_vocabulary(text, prefixes)
    vocabulary = ontology_quads() if sees_ontology else ()
    store = graph.oxigraph

    def work() -> _Answer:
        seen = store if stored or hasattr(os, "fork") else _copy(store)
        if vocabulary:
            seen.extend(vocabulary)
        try:
            with checked():
                return _evaluate(seen, text, prefixes, max_rows, dataset)
        except SyntaxError:
            raise syntax_error(asked.text, prefixes) from None
        except (OSError, RuntimeError, ValueError) as error:
            if isinstance(graph, StoredGraph) and (damage := damage_of(error, str(graph.folder))):
                raise damage from None
            raise QueryError(f"query: {shortened(str(error), 300)}", "correct the query") from None

    limits = _limits(timeout, memory, allow_service=allow_service)
    kind, names, written = graph.in_child(work, **limits) if limits is not None else work()
    result = QueryResult.written(kind, names, written, prefixes | declared_prefixes(asked.text))
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
    if isinstance(graph, StoredGraph):
        graph.refuse_change()
    refuse_nesting(text)
    if not allow_service:
        refuse_service(text)
        refuse_load(text)
    prefixes = prefixes_of(graph)
    store = graph.oxigraph if hasattr(os, "fork") else _copy(graph.oxigraph)

    def change() -> None:
        try:
            with checked():
                store.update(text, prefixes=prefixes)
        except SyntaxError:
            raise syntax_error(text, prefixes, update=True) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"update: {shortened(str(error), 300)}", "correct the update") from None
        if any(True for _ in store.named_graphs()):
            raise QueryError(
                "update: it writes into a named graph, and there is one graph here",
                "leave GRAPH, WITH, INTO and TO out, or update a triple store",
            )

    limits = _limits(timeout, memory, allow_service=allow_service)
    if limits is None:
        change()
        return graph.with_store(store)
    removed, added = graph.changes_in_child(change, **limits)
    changed = _copy(store)
    for quad in removed:
        changed.remove(quad)
    changed.extend(added)
    return graph.with_store(changed)


def _limits(timeout: float | None, memory: int | None, *, allow_service: bool) -> dict[str, Any] | None:
    """Return the limits of a child process; ``None`` where there can be none and nobody asked for a limit."""
    if timeout is None and memory is None and not hasattr(os, "fork"):
        return None
    if timeout is not None and memory is None:
        memory = MEMORY
    timeout = math.inf if timeout is None else timeout
    return {"timeout": timeout, "memory": memory, "may_reach_out": allow_service}


def _copy(store: ox.Store) -> ox.Store:
    copy = ox.Store()
    copy.bulk_extend(store)
    return copy


def _evaluate(
    store: ox.Store, text: str, prefixes: dict[str, str], max_rows: int | None, dataset: Dataset | None
) -> _Answer:
    """Return what :meth:`QueryResult.written` takes. The engine's exceptions pass through."""
    if dataset is None:
        answer = store.query(text, prefixes=prefixes)
    else:
        store, default, named = _seen(store, dataset)
        answer = store.query(text, prefixes=prefixes, default_graph=default, named_graphs=named)
    if isinstance(answer, ox.QueryBoolean):
        return "ask", ("boolean",), b"true" if answer else b"false"
    if isinstance(answer, ox.QueryTriples):
        triples = canonical(_at_most(max_rows, answer))
        for triple in triples:
            for term in triple:
                refuse_rdf_12(term)
        return "graph", _TRIPLE, ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    names = in_order([variable.value for variable in answer.variables], text)
    return "select", names, table_of(answer, names, max_rows)


def _seen(
    store: ox.Store, dataset: Dataset
) -> tuple[ox.Store, list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph], list[ox.NamedNode | ox.BlankNode]]:
    """Return a store with its default graphs and its named graphs, as a query of it takes them."""
    try:
        default, named = ([ox.NamedNode(iri) for iri in dict.fromkeys(graphs)] for graphs in dataset)
    except ValueError:
        given = ", ".join(map(repr, (*dataset.default, *dataset.named)))
        raise NameNotFoundError(
            f"not each of {shortened(given, 300)} is an absolute IRI", "correct it"
        ) from None
    for graph in (*default, *named):
        if not store.contains_named_graph(graph):
            raise NameNotFoundError(
                f"there is no named graph {graph}",
                "SELECT ?g { GRAPH ?g { } } lists those that there are",
            )
    if len(default) < 2:
        return store, [*default], [*named]
    # The engine would count a triple once for each of the graphs that has it.
    merged = ox.Store()
    for graph in default:
        merged.extend(ox.Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
    for graph in named:
        merged.extend(store.quads_for_pattern(None, None, None, graph))
    return merged, [ox.DefaultGraph()], [*named]


def in_order(names: list[str], text: str) -> tuple[str, ...]:
    """Return the columns of ``SELECT *`` in the order in which ``text`` first names them.

    Args:
        names: The columns as an engine gives them.
        text: The query.

    Returns:
        The columns; those of any other SELECT as they are.

    Example:
        >>> in_order(["a", "b"], "SELECT * { ?b ?p ?a }")
        ('b', 'a')
    """
    code = masked(text)
    selects_all = _SELECT.search(code)
    if selects_all and selects_all["all"]:
        places = {name: place for place, name in enumerate(reversed(VARIABLE.findall(code)))}
        names = sorted(names, key=lambda name: -places.get(name, -1))
    return tuple(names)


def _at_most(limit: int | None, found: Iterable[ox.Triple]) -> list[ox.Triple]:
    kept = list(found if limit is None else islice(found, limit + 1))
    if limit is not None and len(kept) > limit:
        raise too_many_rows(limit)
    return kept
