"""Derive: what follows from the acts of a graph by the rules beside the ontology."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

import pyoxigraph as ox

from relgraph.bundle import bundled
from relgraph.confinement.child import forks
from relgraph.disk.stored import StoredGraph
from relgraph.model.namespaces import PREFIXES
from relgraph.model.ontology import ontology_quads
from relgraph.model.read_graph import refuse_plain
from relgraph.store import KnowledgeGraph

_PART = 200_000  # triples, some 50 MB
_RDF_TYPE = PREFIXES["rdf"] + "type"
# What a rule could have concluded. A relation that is stated directly needs no act.
_DERIVABLE = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rg: <https://w3id.org/relgraph/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?s ?p ?o } WHERE {
  { ?p a rg:Relation FILTER NOT EXISTS { ?p rg:statedDirectly true } ?s ?p ?o }
  UNION
  { { SELECT DISTINCT ?class ?o
      { ?class rdfs:subClassOf+ ?o FILTER(STRSTARTS(STR(?o), STR(rg:)) && ?class != ?o) } }
    ?s a ?class FILTER EXISTS { ?s a ?o } BIND(rdf:type AS ?p) }
  UNION
  { ?s a skos:Concept ; rdfs:label ?o ; skos:prefLabel ?o BIND(skos:prefLabel AS ?p) }
  UNION
  { ?s rg:isoAlpha2 ?o BIND(rg:isoAlpha2 AS ?p) }
  UNION
  { ?s schema:sameAs ?o FILTER(STRSTARTS(STR(?o), "http://www.wikidata.org/entity/Q"))
    BIND(schema:sameAs AS ?p) }
}
"""


def derive(graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return a graph with all that follows from it by ``ontology/rules/*.rq``.

    The rules see the bundled ontology and whatever relations and classes the graph declares itself. They run in
    the order of their file names until nothing new follows. The ontology is not part of the result. What stands
    in the graph stays, so a graph of direct relations without acts keeps them.

    Args:
        graph: The graph, which is not changed.

    Returns:
        A new graph.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> len(derive(without_derived(graph))) == len(graph) > len(without_derived(graph))
        True
    """
    refuse_plain(graph)
    store = _copy(graph)
    _add_what_follows(store)
    return graph.with_store(store)


def complete(graph: KnowledgeGraph) -> int:
    """Add to a graph all that follows from it, as :func:`derive` does to a copy.

    Args:
        graph: The graph, which nothing else may ask or change meanwhile. An exception, such as
            KeyboardInterrupt, leaves it with a part of what follows.

    Returns:
        How many triples were added.

    Example:
        >>> import relgraph
        >>> complete(relgraph.open())
        0
        >>> graph = without_derived(relgraph.open())
        >>> complete(graph) > 100, len(graph) == len(relgraph.open())
        (True, True)
    """
    if isinstance(graph, StoredGraph):  # it was loaded with what follows
        return 0
    found = _add_what_follows(graph.oxigraph)
    graph.concluded = frozenset(found)
    return len(found)


def conclude(store: ox.Store) -> list[ox.Quad]:
    """Add to a store the vocabulary and all that follows by the rules, and leave both there.

    Args:
        store: A store on disk, which takes many quads fastest in bulk.

    Returns:
        What follows that was not there.

    Example:
        >>> store = ox.Store()
        >>> conclude(store), len(store) == len(ontology_quads())
        ([], True)
    """
    return _conclusions(store, store.bulk_extend)


def following(graph: KnowledgeGraph) -> set[bytes]:
    """Return the triples of a graph that the rules conclude from the rest of it.

    Args:
        graph: The graph, which is not changed.

    Returns:
        Those triples that :func:`without_derived` leaves out and :func:`derive` then adds, each as a line of
        N-Triples with its end.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> len(following(graph)) == len(graph) - len(without_derived(graph))
        True
    """
    known = graph.concluded

    def concluded(store: ox.Store) -> Iterable[ox.Quad]:
        derivable = set(_derivable(store))
        own = derivable.difference(ontology_quads())
        # Where all of it has just been concluded, it was concluded from the rest alone.
        if not own or own == known:
            return own
        remove = store.remove
        for quad in derivable:
            remove(quad)
        return own.intersection(_conclusions(store))

    return set(io.BytesIO(_found(graph, concluded)))


def without_derived(graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return a graph without whatever the rules could have concluded, whether it follows or not.

    Left out are direct relations (all but those that are stated directly, such as ``rg:concerns``),
    superclasses of a class that is stated too, preferred labels of concepts that repeat the label, country
    codes and Wikidata matches as plain values.

    Args:
        graph: A graph whose relations all come from acts: one of bare direct relations loses them. It is not
            changed.

    Returns:
        A new graph.

    Example:
        >>> import relgraph
        >>> from rdflib import URIRef
        >>> proposes = URIRef("https://w3id.org/relgraph/ontology#proposes")
        >>> any(without_derived(relgraph.open()).triples((None, proposes, None)))
        False
    """
    lines = _found(graph, _derivable)
    kept = _copy(graph)
    for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES):
        kept.remove(quad)
    return graph.with_store(kept)


def _copy(graph: KnowledgeGraph) -> ox.Store:
    store = ox.Store()
    rest = iter(graph.oxigraph)
    # In parts, since the store takes twice the memory of what it is given at once; signals are handled between.
    for first in rest:
        store.extend(quad for quad in chain((first,), islice(rest, _PART)))
    return store


def _add_what_follows(store: ox.Store) -> list[ox.Quad]:
    """Add to a store what follows from it by the rules, and return that."""
    added = [quad for quad in ontology_quads() if quad not in store]
    try:
        return _conclusions(store)
    finally:
        for quad in added:
            store.remove(quad)


def _found(graph: KnowledgeGraph, find: Callable[[ox.Store], Iterable[ox.Quad]]) -> bytes:
    """Return in N-Triples what ``find`` finds in the store of ``graph``, which it may change.

    It is done in a process of its own, which shares the store: to copy it takes longer than all rules.
    """
    _rules(), ontology_quads()  # read here, since that process can open nothing
    apart = forks()
    stored = isinstance(graph, StoredGraph)

    def work() -> bytes:
        found = ox.serialize(
            find(graph.oxigraph if apart and not stored else _copy(graph)), format=ox.RdfFormat.N_TRIPLES
        )
        assert found is not None  # noqa: S101 - serialize returns bytes where it is given no output
        return found

    return graph.in_child(work) if apart else work()


def _conclusions(store: ox.Store, add: Callable[[list[ox.Quad]], None] | None = None) -> list[ox.Quad]:
    """Add the ontology and what follows by the rules, until nothing new follows, and return the latter."""
    add = add or store.extend
    store.extend(ontology_quads())
    found: list[ox.Quad] = []
    waiting = set(_rules())
    while waiting:
        for rule in _rules():
            if rule not in waiting:
                continue
            waiting.remove(rule)
            added = _construct(store, rule.question)
            add(added)
            found += added
            kinds = {_kind(quad) for quad in added}
            waiting |= {other for other in _rules() if other.may_give_more_after(kinds)}
    return found


def _derivable(store: ox.Store) -> list[ox.Quad]:
    """Add the ontology, and return what a rule could have concluded."""
    store.extend(ontology_quads())
    return _construct(store, _DERIVABLE)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule.

    Attributes:
        question: The CONSTRUCT query for what it concludes and is not there yet.
        kinds: The predicates and classes that it asks for by name, and perhaps other names in it.
        asks_for_all: It asks for what it does not name: a variable stands for a predicate or a class.
    """

    question: str
    kinds: frozenset[str]
    asks_for_all: bool

    def may_give_more_after(self, added: set[str]) -> bool:
        """Tell whether it may conclude something new once triples of the kinds ``added`` are there."""
        return bool(added) and (self.asks_for_all or not self.kinds.isdisjoint(added))


_RULE = re.compile(r"(.*)CONSTRUCT (\{[^}]*\})\s*WHERE \{(.*)\}\s*", re.DOTALL)
_NAME = re.compile(r"\b([a-z]+):(\w+)")
_OBJECT = re.compile(r"([a-z]+:\w+)\s+[a-z]+:\w+(?=\s*[;.}])")  # the second of two names, as the last word
_ASKS_FOR_ALL = re.compile(r"(?:\?\w+|;|\ba)\s+\?")


@cache
def _rules() -> tuple[_Rule, ...]:
    """Return the rules in the order of their file names."""
    return tuple(_rule(path.read_text("utf-8")) for path in sorted(bundled("ontology", "rules").glob("*.rq")))


def _rule(text: str) -> _Rule:
    match = _RULE.fullmatch(text)
    assert match is not None  # noqa: S101 - our own rules, all of this form
    prologue, head, body = match.groups()
    named = {f"{PREFIXES[prefix]}{local}" for prefix, local in _NAME.findall(_OBJECT.sub(r"\1", body))}
    question = f"{prologue}CONSTRUCT {head} WHERE {{{body} FILTER NOT EXISTS {head} }}"
    return _Rule(question, frozenset(named), _ASKS_FOR_ALL.search(body) is not None)


def _kind(quad: ox.Quad) -> str:
    """Return the class of which something is said to be, else the predicate."""
    if quad.predicate.value == _RDF_TYPE and isinstance(quad.object, ox.NamedNode):
        return quad.object.value
    return quad.predicate.value


def _construct(store: ox.Store, query: str) -> list[ox.Quad]:
    triples = store.query(query)
    assert isinstance(triples, ox.QueryTriples)  # noqa: S101 - our own queries, all of this form
    return [ox.Quad(*triple) for triple in triples]
