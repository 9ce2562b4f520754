"""Neighbourhoods: of a large graph, what is told of a few things, read by queries into a graph in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import RDF, RDFS

from relgraph.model.namespaces import PREFIXES, RG
from relgraph.model.ontology import bundled_ontology, declared_attributes, declared_relations, marked
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import Term, nodes, text_of
from relgraph.model.terms import among
from relgraph.store import KnowledgeGraph

_PROLOGUE = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("oa", "rg"))
_NODES = "NODES"  # in a pattern: those of a batch
_Row: TypeAlias = "tuple[Term | None, ...]"
_EVIDENCE = ox.NamedNode(str(RG.evidence))
_BATCH = 300  # nodes that are asked for at once
_LEVELS = 3  # from an act to its evidence, to the selector of that, and to what else names these


def neighbourhood(graph: ReadGraph, things: Iterable[str]) -> KnowledgeGraph | None:
    """Read what a graph tells of some things: the acts that name them in any way, and what these name.

    Evidence and selectors may be blank nodes.

    Args:
        graph: A graph that answers queries (see :attr:`~relgraph.model.read_graph.ReadGraph.has_closures`).
        things: IRIs.

    Returns:
        A graph in memory, of which :func:`~relgraph.showing.show` tells the same of these things. ``None``
        where blank nodes name them, such as acts: they cannot be asked for, and the whole graph is to be read.

    Example:
        >>> import relgraph, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = relgraph.load("data/triples.ttl", store=f"{folder}/store")
        ...     graph = relgraph.open(f"{folder}/store")
        ...     russia = "https://w3id.org/relgraph/id/state/russia"
        ...     relgraph.show(neighbourhood(graph, [russia]), russia) == relgraph.show(relgraph.open(), russia)
        True
    """
    try:
        store = _read(_Reading(graph), set(things))
    except _BlankError:
        return None
    found = KnowledgeGraph(store, graph.sources)
    found.label_as(graph)
    found.notes = graph.notes
    return found


class _BlankError(Exception):
    """A blank node is in the way."""


def _read(reading: _Reading, wanted: set[str]) -> ox.Store:
    while collectives := reading.found("?found rg:resolvesTo ?node", wanted) - wanted:
        wanted |= collectives
    near = reading.found("?found rg:involves|rg:concerns ?node", wanted)
    acts = reading.found("?found ?property ?node ; rg:relation ?relation", wanted)
    acts |= reading.found("?found rg:object ?node ; rg:relation ?relation", near)
    acts |= reading.found("?passage oa:hasSource ?node . ?found rg:evidence ?passage", wanted)
    acts |= reading.found("?node rg:relation ?relation BIND(?node AS ?found)", wanted)
    acts |= reading.of_fragments(wanted)
    more = acts
    while more:  # an act is dated by what is said of it, at any depth
        more = reading.found("?found rg:object ?node ; rg:relation ?relation", more) | reading.found(
            "?node rg:object ?found . ?found rg:relation ?relation", more
        )
        more -= acts
        acts |= more
    triples = set(reading.linking(wanted)) | set(reading.declared())
    named = wanted | acts | near | reading.found("?found rg:partOf|rg:place ?node", wanted)
    named |= {end for triple in triples for end in (text_of(triple.subject), text_of(triple.object))}
    known: set[str] = set()
    for _ in range(1 + _LEVELS):
        said = set(reading.about(named - known))
        known |= named
        named = set[str]()
        for triple in said:
            if isinstance(triple.object, ox.NamedNode):
                named.add(text_of(triple.object))
                if triple.predicate == _EVIDENCE:  # a fragment is told of by its document
                    named.add(text_of(triple.object).partition("#")[0])
        triples |= said
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    return store


class _Reading:
    """What is asked of a graph, many nodes at a time."""

    def __init__(self, graph: ReadGraph) -> None:
        self._graph, self._numbers = graph, count()
        relations = graph.ontology.relations
        self._direct = sorted(relations.keys() - marked("statedDirectly", graph))
        self._relations = sorted(relations)

    def found(self, pattern: str, of: Iterable[str]) -> set[str]:
        """Return the nodes ``?found`` of a pattern of ``?node``, which is one of some."""
        found = {term for (term,) in self._rows("?found", pattern, of)}
        if any(isinstance(term, ox.BlankNode) for term in found):
            raise _BlankError
        return {text_of(term) for term in found if isinstance(term, ox.NamedNode)}

    def about(self, of: Iterable[str]) -> Iterator[ox.Triple]:
        """Yield what is stated of nodes, but for direct relations, and nothing of the vocabulary.

        What is stated of blank nodes that they name comes with it, and of those that these name.
        """
        of = (node for node in of if not node.startswith(str(RG)))
        of_node = f"?node ?verb ?value FILTER(!({among('?verb', self._direct)})) BIND(?node AS ?of)"
        near = "?node ?names ?of FILTER(ISBLANK(?of))"
        far = "?node ?names ?near FILTER(ISBLANK(?near)) ?near ?has ?of FILTER(ISBLANK(?of))"
        parts = (of_node, f"{near} ?of ?verb ?value", f"{far} ?of ?verb ?value")
        pattern = " UNION ".join(f"{{ VALUES ?node {{ {_NODES} }} {part} }}" for part in parts)
        for rows in self._answers("?of ?verb ?value", pattern, of):
            labels: dict[Term | None, Term] = {}  # they hold within one answer
            for row in rows:
                for term in row:
                    if isinstance(term, ox.BlankNode) and term not in labels:
                        labels[term] = ox.BlankNode(f"b{next(self._numbers)}")
                yield _triple(*(labels.get(term, term) for term in row))

    def linking(self, of: Iterable[str]) -> Iterator[ox.Triple]:
        """Yield the relations of nodes that are stated, in both directions."""
        is_relation = f"FILTER({among('?verb', self._relations)})"
        yield from self._triples("?node ?verb ?value", f"?node ?verb ?value {is_relation}", of)
        yield from self._triples("?value ?verb ?node", f"?value ?verb ?node {is_relation}", of)

    def declared(self) -> Iterator[ox.Triple]:
        """Yield what the graph declares of relations, attributes and classes."""
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            for subject, value in self._graph.pairs_of(str(predicate)):
                if not isinstance(subject, ox.Literal | ox.Triple):
                    yield ox.Triple(subject, ox.NamedNode(str(predicate)), value)
        bundled = {text_of(term) for term in bundled_ontology().subjects_of(str(RDF.type), str(RG.Relation))}
        relations = set(declared_relations(self._graph)) - bundled
        yield from self.about(relations.union(declared_attributes(self._graph)))

    def of_fragments(self, of: Iterable[str]) -> set[str]:
        """Return the acts whose evidence is named by a fragment of a document."""
        acts = set[str]()
        for iri in of:
            if str(RG.Document) in self._classes(iri):
                starts = ox.Literal(f"{iri}#")
                pattern = f"?found rg:evidence ?passage FILTER(STRSTARTS(STR(?passage), {starts}))"
                acts |= self.found(pattern, [iri])
        return acts

    def _classes(self, iri: str) -> set[str]:
        stated = nodes(self._graph, iri, str(RDF.type))
        return {above for name in stated for above in self._graph.ontology.ancestors(name)}

    def _triples(self, variables: str, pattern: str, of: Iterable[str]) -> Iterator[ox.Triple]:
        for row in self._rows(variables, pattern, of):
            if any(isinstance(term, ox.BlankNode) for term in row):
                raise _BlankError
            yield _triple(*row)

    def _rows(self, variables: str, pattern: str, of: Iterable[str]) -> Iterator[_Row]:
        for rows in self._answers(variables, f"VALUES ?node {{ {_NODES} }} {pattern}", of):
            yield from rows

    def _answers(self, variables: str, pattern: str, of: Iterable[str]) -> Iterator[Iterator[_Row]]:
        """Yield the rows for each batch of nodes, which take the place of :data:`_NODES` in a pattern."""
        wanted = sorted(iri for iri in of if ":" in iri)
        if any(iri.startswith("_:") for iri in wanted):
            raise _BlankError
        for start in range(0, len(wanted), _BATCH):
            named = " ".join(str(ox.NamedNode(iri)) for iri in wanted[start : start + _BATCH])
            where = pattern.replace(_NODES, named)
            yield self._graph.rows(f"{_PROLOGUE}SELECT DISTINCT {variables} WHERE {{ {where} }}")


def _triple(subject: Term | None, predicate: Term | None, value: Term | None) -> ox.Triple:
    assert isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(predicate, ox.NamedNode)  # noqa: S101
    assert value is not None  # noqa: S101 - the patterns bind all three
    return ox.Triple(subject, predicate, value)
