"""Questions of a user: a query sent to an endpoint as it is, and its answer checked for being whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pyoxigraph as ox
from rdflib import RDFS, SKOS

from relgraph.canonical import canonical
from relgraph.confinement.refusals import refuse_nesting, refuse_service
from relgraph.errors import NameNotFoundError, QueryError, StoreError
from relgraph.model.namespaces import ID, RG
from relgraph.model.read_graph import ReadGraph
from relgraph.model.terms import Term, refuse_rdf_12
from relgraph.querying.catalogue import NamedQuery, find_query, named_queries
from relgraph.querying.evaluation import in_order
from relgraph.querying.masking import masked
from relgraph.querying.parameters import bind_parameters
from relgraph.querying.resolution import declared_prefixes, prefixes_of
from relgraph.querying.results import QueryResult
from relgraph.remote.checking import check_rows, check_triples
from relgraph.remote.query_endpoint import QueryEndpoint
from relgraph.remote.wrapping import form_of, variables_of
from relgraph.showing import node_named
from relgraph.store import KnowledgeGraph

_TRIPLE = ("subject", "predicate", "object")
_PREFIX = re.compile(r"(?<![\w:?$@.-])((?:[^\W\d_][\w.-]*)?):")
_NEEDS_VOCABULARY = re.compile(r"\b(?:subClassOf|subPropertyOf|rg:Relation)\b")
_MOST_NAMES = 500_000
_LABEL = ox.NamedNode(str(RDFS.label))


def answer(
    graph: ReadGraph,
    endpoint: QueryEndpoint,
    text_or_name: str,
    parameters: Mapping[str, str | Term],
    *,
    allow_service: bool,
) -> QueryResult:
    """Return what an endpoint answers to a query, labels as they come.

    Args:
        graph: The graph behind the endpoint, which is told what could not be found out.
        endpoint: What is asked.
        text_or_name: See :meth:`~relgraph.EndpointGraph.query`, as for the others.
        parameters: Terms for declared parameters, or text.
        allow_service: Let the endpoint call other servers.

    Returns:
        The answer.

    Raises:
        RelgraphError: See there.

    Example:
        >>> import relgraph
        >>> graph = relgraph.connect("https://example.org/sparql")
        >>> answer(graph, graph.endpoint, "CLEAR ALL", {}, allow_service=False)
        Traceback (most recent call last):
            ...
        relgraph.errors.QueryError: query: is an update, which no endpoint is sent
    """
    asked = find_query(text_or_name)
    refuse_nesting(asked.text)
    form = form_of(asked.text)
    if not allow_service:
        refuse_service(asked.text)
    prefixes = prefixes_of(KnowledgeGraph())
    text = _with_prefixes(_bound(graph, endpoint, asked, parameters), prefixes)
    _check_vocabulary(graph, endpoint, asked)
    prefixes |= declared_prefixes(text)
    if form == "ASK":
        return QueryResult("ask", ("boolean",), ((ox.Literal(endpoint.ask(text)),),), prefixes)
    if form == "SELECT":
        return _table(graph, endpoint, text, prefixes)
    triples = canonical(endpoint.construct(text))
    for triple in triples:
        for term in triple:
            refuse_rdf_12(term)
    check_triples(graph, endpoint, text, form, triples)
    return QueryResult("graph", _TRIPLE, tuple(map(tuple, triples)), prefixes)


def _table(graph: ReadGraph, endpoint: QueryEndpoint, text: str, prefixes: Mapping[str, str]) -> QueryResult:
    names: tuple[str, ...] | None
    try:
        names = variables_of(text)
    except (QueryError, SyntaxError, ValueError, RuntimeError):  # SERVICE, or what is beyond SPARQL 1.1
        names = None
    with endpoint.select(text) as answered:
        found = names or answered.variables
        rows = list(answered.rows(found))
        is_cut = answered.is_cut
    check_rows(graph, endpoint, text, len(rows), is_cut=is_cut)
    for row in rows:
        for term in row:
            refuse_rdf_12(term)
    columns = in_order(list(found), text)
    if columns != found:
        places = [found.index(name) for name in columns]
        rows = [tuple(row[place] for place in places) for row in rows]
    return QueryResult("select", columns, tuple(rows), prefixes)


def _check_vocabulary(graph: ReadGraph, endpoint: QueryEndpoint, asked: NamedQuery) -> None:
    """Refuse a named query, which is written for data with their vocabulary, where the endpoint lacks that."""
    if not (asked.name or _NEEDS_VOCABULARY.search(masked(asked.text))):
        return
    if not endpoint.ask(f"ASK {{ <{RG.supports}> a <{RG.Relation}> }}"):
        if asked.name:
            endpoint.require_triples()
        what = "the endpoint lacks the vocabulary, which tells what lies under a relation or class"
        if asked.name:
            raise StoreError(
                f"{endpoint.where}: {what}: {asked.name} would find a part",
                "load ontology/relgraph.ttl into it too; or fetch it with relgraph export, and ask the file",
            )
        graph.tell(what)
    elif asked.name and not endpoint.ask(f"ASK {{ ?s <{RG.standsFor}> ?o }}"):
        graph.tell(
            "the endpoint has no closures, which relgraph writes with all that follows from the acts: what was "
            "not derived before is missing there"
        )


def _with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a query with the declarations that it lacks, on its first line, so that no line moves."""
    declared = declared_prefixes(text)
    used = {prefix for prefix in _PREFIX.findall(masked(text)) if prefix in prefixes and prefix not in declared}
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}> " for prefix in sorted(used)) + text


def _bound(
    graph: ReadGraph, endpoint: QueryEndpoint, asked: NamedQuery, parameters: Mapping[str, str | Term]
) -> str:
    """Return the text with terms for the parameters, whose names are looked up at the endpoint."""
    texts = [value for value in parameters.values() if isinstance(value, str)]
    if not texts:
        return bind_parameters(KnowledgeGraph(), asked, parameters)
    return _with_names(graph, endpoint, texts, lambda names: bind_parameters(names, asked, parameters))


def row_counts(graph: ReadGraph, endpoint: QueryEndpoint) -> dict[str, int]:
    """Return how many rows each named query has at an endpoint, as that counts them.

    Args:
        graph: The graph behind the endpoint, which is told what could not be found out.
        endpoint: What is asked.

    Returns:
        The numbers by the names of the queries.

    Raises:
        StoreError: The endpoint refuses or fails, or lacks the vocabulary.

    Example:
        >>> import relgraph
        >>> graph = relgraph.connect("http://127.0.0.1:1/sparql")
        >>> row_counts(graph, graph.endpoint)
        Traceback (most recent call last):
            ...
        relgraph.errors.StoreError: http://127.0.0.1:1/sparql: connection refused
    """
    queries = named_queries()
    _check_vocabulary(graph, endpoint, next(iter(queries.values())))  # which all need
    return {name: endpoint.count(query.text) for name, query in queries.items()}


def thing_named(graph: ReadGraph, endpoint: QueryEndpoint, text: str) -> str:
    """Return the node that a label, an alias or an IRI names at an endpoint.

    Args:
        graph: The graph behind the endpoint.
        endpoint: What is asked.
        text: What a reader calls the node.

    Returns:
        The IRI of the node.

    Raises:
        NameNotFoundError: It names nothing there, or several things.
        StoreError: The endpoint refuses or fails.

    Example:
        >>> import relgraph
        >>> graph = relgraph.connect("http://127.0.0.1:1/sparql")
        >>> thing_named(graph, graph.endpoint, "Russia")
        Traceback (most recent call last):
            ...
        relgraph.errors.StoreError: http://127.0.0.1:1/sparql: connection refused
    """
    try:
        node = ox.NamedNode(text.strip("<> "))
    except ValueError:
        node = None
    if node is not None and endpoint.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} }}"):
        return node.value
    return _with_names(graph, endpoint, [text], lambda names: node_named(names, text))


def _with_names(
    graph: ReadGraph, endpoint: QueryEndpoint, texts: list[str], resolve: Callable[[KnowledgeGraph], str]
) -> str:
    """Return what ``resolve`` does with a graph of the things that have one of some names."""
    try:
        return resolve(_called(graph, endpoint, texts))
    except NameNotFoundError:
        pass
    # Case, accents and punctuation do not matter, and near names are advised: that takes all names.
    predicates = (*graph.labelling.properties, str(SKOS.altLabel))
    names = " ".join(f"<{predicate}>" for predicate in predicates)
    number = endpoint.count(f"SELECT ?s ?o WHERE {{ VALUES ?p {{ {names} }} ?s ?p ?o }}")
    if number > _MOST_NAMES:
        return resolve(_called(graph, endpoint, texts))
    store = ox.Store()
    for predicate in predicates:
        for subject, name in graph.pairs_of(predicate):
            store.add(ox.Quad(subject, _LABEL, name))  # type: ignore[arg-type]
    return resolve(KnowledgeGraph(store, languages=graph.languages))


def _called(graph: ReadGraph, endpoint: QueryEndpoint, texts: list[str]) -> KnowledgeGraph:
    """Return those that are called as one of ``texts``, in any case, or whose IRI ends so."""
    store = ox.Store()
    values = ", ".join(sorted({str(ox.Literal(" ".join(text.split()).lower())) for text in texts}))
    for predicate in (*graph.labelling.properties, str(SKOS.altLabel)):
        found = endpoint.rows(
            f"SELECT DISTINCT ?s ?o WHERE {{ ?s <{predicate}> ?o FILTER(LCASE(STR(?o)) IN ({values})) }}"
        )
        for subject, name in found:
            if not isinstance(subject, ox.BlankNode):
                store.add(ox.Quad(subject, _LABEL, name))  # type: ignore[arg-type]
    for text in texts:
        try:
            node = ox.NamedNode(str(ID) + text.strip())
        except ValueError:
            continue
        if "/" in text and endpoint.ask(f"ASK {{ {node} ?p ?o }}"):
            store.add(ox.Quad(node, ox.NamedNode("urn:x-relgraph:there"), node))
    return KnowledgeGraph(store, languages=graph.languages)


def things_labelled(result: QueryResult) -> set[str]:
    """Return the things of an answer that have a column for their label.

    Example:
        >>> row = (ox.NamedNode("urn:a"), ox.Literal("A"))
        >>> things_labelled(QueryResult("select", ("actor", "actorLabel"), (row,)))
        {'urn:a'}
    """
    labelled = [place for place, name in enumerate(result.variables) if f"{name}Label" in result.variables]
    things = (row[place] for row in result.terms for place in labelled)
    return {thing.value for thing in things if isinstance(thing, ox.NamedNode)}
