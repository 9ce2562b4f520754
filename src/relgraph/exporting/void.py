"""Describe: what a graph contains, counted, in the VoID vocabulary."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import metadata
from itertools import takewhile
from pathlib import Path

import pyoxigraph as ox

from relgraph.bundle import bundled
from relgraph.disk.stored import StoredGraph
from relgraph.errors import InputError
from relgraph.model.namespaces import PREFIXES, RG
from relgraph.model.ontology import bundled_ontology
from relgraph.model.read_graph import refuse_plain
from relgraph.store import KnowledgeGraph

DATASET = "https://w3id.org/relgraph/data"
"""The bundled data set, and the named graph for its data in a store that has several."""

ONTOLOGY = "https://w3id.org/relgraph/ontology"
"""The ontology, and its named graph in a store that has several."""

_VOID, _OWL, _DCTERMS = PREFIXES["void"], PREFIXES["owl"], PREFIXES["dcterms"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
_LICENSE, _VERSION = ox.NamedNode(_DCTERMS + "license"), ox.NamedNode(_OWL + "versionInfo")
_TITLE, _DESCRIPTION = ox.NamedNode(_DCTERMS + "title"), ox.NamedNode(_DCTERMS + "description")

_COUNTS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?o) AS ?distinctObjects) WHERE { ?s ?p ?o }"""
_CLASSES = f"SELECT (COUNT(DISTINCT ?class) AS ?classes) WHERE {{ ?s {_TYPE} ?class }}"
# All subjects share the prefix that the first and the last of them share.
_ENTITIES = """SELECT (COUNT(?s) AS ?entities) (MIN(STR(?s)) AS ?first) (MAX(STR(?s)) AS ?last)
WHERE { { SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER(ISIRI(?s)) } } }"""
_OF_CLASS = f"""SELECT ?class (COUNT(DISTINCT ?s) AS ?entities)
WHERE {{ ?s {_TYPE} ?class FILTER(ISIRI(?s) && ISIRI(?class)) }} GROUP BY ?class"""
_OF_PROPERTY = """SELECT ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  (COUNT(DISTINCT ?o) AS ?distinctObjects) WHERE { ?s ?property ?o } GROUP BY ?property"""
_SOURCES = f"SELECT DISTINCT ?source WHERE {{ ?s <{PREFIXES['oa']}hasSource> ?source FILTER(ISIRI(?source)) }}"


def describe(graph: KnowledgeGraph, dataset: str | None = None) -> KnowledgeGraph:
    """Describe a graph as a data set, by the W3C Note "Describing Linked Datasets with the VoID Vocabulary".

    It counts triples, distinct subjects and objects, properties, classes and entities (the subjects that are
    IRIs); for each class its entities; for each property its triples, distinct subjects and objects. The
    partition of a class or property has an IRI that stays the same. It names the vocabularies of the properties
    and classes, the namespace that all entities share, and the documents that passages are from, with the
    labels that the graph gives them.

    Title, description, licence and version are what the graph states about the data set. Those of the bundled
    graph are the project's: name and summary of its package, licence and version of its ontology.

    Args:
        graph: The graph, which stays as it is.
        dataset: The IRI of the data set. Default: the one ``void:Dataset`` in the graph, or :data:`DATASET`
            where the graph is the bundled one.

    Returns:
        The description as a graph.

    Raises:
        InputError: The data set has no IRI or more than one, or ``dataset`` is not an absolute IRI.

    Example:
        >>> import relgraph
        >>> from rdflib import URIRef
        >>> from relgraph.model.namespaces import PREFIXES
        >>> graph = relgraph.open()
        >>> triples = describe(graph).value(URIRef(DATASET), URIRef(PREFIXES["void"] + "triples"))
        >>> int(triples) == len(graph)
        True
    """
    refuse_plain(graph)
    if isinstance(graph, StoredGraph):
        graph = graph.in_memory()  # the counts are of what was read and follows from it
    is_bundled = [Path(name).resolve() for name in graph.sources] == [bundled("data", "triples.ttl").resolve()]
    if dataset is None:
        dataset = DATASET if is_bundled else _stated_dataset(graph)
    try:
        node = ox.NamedNode(dataset)
    except ValueError:
        raise InputError(f"{dataset!r} is no absolute IRI", f"give one such as {DATASET}") from None
    store = ox.Store()
    for triple in (
        ox.Triple(node, _TYPE, ox.NamedNode(_VOID + "Dataset")),
        *_stated(graph, node),
        *(_of_the_project(node) if is_bundled else ()),
        *_counted(graph, node),
        *_sources(graph, node),
    ):
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object))
    return KnowledgeGraph(store)


def _stated_dataset(graph: KnowledgeGraph) -> str:
    dataset = ox.NamedNode(_VOID + "Dataset")
    stated = sorted(
        quad.subject.value
        for quad in graph.oxigraph.quads_for_pattern(None, _TYPE, dataset, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode)
    )
    if len(stated) == 1:
        return stated[0]
    names = ", ".join(graph.sources) or "the graph"
    if not stated:
        raise InputError(
            f"{names}: does not say what its data set is called",
            "give its IRI with --dataset, or state that it is a void:Dataset",
        )
    raise InputError(
        f"{names}: has {len(stated)} data sets, such as {stated[0]} and {stated[1]}",
        "say with --dataset which one is meant",
    )


def _stated(graph: KnowledgeGraph, dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield what ``graph`` states about ``dataset`` itself."""
    for predicate in (_TITLE, _DESCRIPTION, _LICENSE, _VERSION):
        for quad in graph.oxigraph.quads_for_pattern(dataset, predicate, None, ox.DefaultGraph()):
            yield quad.triple


def _of_the_project(dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield what is stated once for the project and is true of its data too."""
    project = metadata("relgraph")
    yield ox.Triple(dataset, _TITLE, ox.Literal(project["Name"], language="en"))
    yield ox.Triple(dataset, _DESCRIPTION, ox.Literal(project["Summary"], language="en"))
    for predicate in (_LICENSE, _VERSION):
        for value in bundled_ontology().objects_of(ONTOLOGY, predicate.value):
            yield ox.Triple(dataset, predicate, value)
    turtle = ox.NamedNode("http://www.w3.org/ns/formats/Turtle")
    yield ox.Triple(dataset, ox.NamedNode(_VOID + "feature"), turtle)


def _counted(graph: KnowledgeGraph, dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield the counts, the partitions with theirs, the vocabularies, and the namespace of the entities."""
    for query in (_COUNTS, _CLASSES, _ENTITIES):
        for row in _select(graph, query):
            first, last = row.pop("first", None), row.pop("last", None)
            if first is not None and last is not None:
                same = takewhile(lambda pair: pair[0] == pair[1], zip(first.value, last.value, strict=False))
                space = _namespace("".join(letter for letter, _ in same))
                if space:
                    yield ox.Triple(dataset, ox.NamedNode(_VOID + "uriSpace"), ox.Literal(space))
            yield from _described(dataset, row)
    for kind, query in (("class", _OF_CLASS), ("property", _OF_PROPERTY)):
        for row in _select(graph, query):
            term = row[kind]
            assert isinstance(term, ox.NamedNode)  # noqa: S101 - the queries see to that
            part = _part(dataset, kind, term.value)
            yield ox.Triple(dataset, ox.NamedNode(f"{_VOID}{kind}Partition"), part)
            yield from _described(part, row)
            if vocabulary := _namespace(term.value):
                # The bare namespace would be a term that the ontology does not define.
                vocabulary = ONTOLOGY if vocabulary == str(RG) else vocabulary
                yield ox.Triple(dataset, ox.NamedNode(_VOID + "vocabulary"), ox.NamedNode(vocabulary))


def _sources(graph: KnowledgeGraph, dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield the documents that passages are from, with their labels as ``graph`` has them."""
    for row in _select(graph, _SOURCES):
        source = row["source"]
        assert isinstance(source, ox.NamedNode)  # noqa: S101 - the query sees to that
        yield ox.Triple(dataset, ox.NamedNode(_DCTERMS + "source"), source)
        for predicate in (_LABEL, _TITLE):
            for quad in graph.oxigraph.quads_for_pattern(source, predicate, None, ox.DefaultGraph()):
                yield quad.triple


def _select(graph: KnowledgeGraph, query: str) -> Iterator[dict[str, ox.NamedNode | ox.Literal]]:
    """Yield the rows, each from variable to term; an aggregate over nothing is left out."""
    solutions = graph.oxigraph.query(query)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the queries here are SELECTs
    for solution in solutions:
        row = {variable.value: solution[variable] for variable in solutions.variables}
        yield {name: term for name, term in row.items() if isinstance(term, ox.NamedNode | ox.Literal)}


def _described(subject: ox.NamedNode, row: Mapping[str, ox.NamedNode | ox.Literal]) -> Iterator[ox.Triple]:
    """Yield ``row`` as statements about ``subject``; each variable is named after a property of VoID."""
    for name, term in row.items():
        yield ox.Triple(subject, ox.NamedNode(_VOID + name), term)


def _part(dataset: ox.NamedNode, kind: str, term: str) -> ox.NamedNode:
    """Return the IRI of the part of ``dataset`` that is about the class or property ``term``.

    It is named after the prefixed name of ``term``, or by its SHA-256 where no prefix of ours fits.
    """
    name = hashlib.sha256(term.encode()).hexdigest()[:16]
    for prefix, namespace in PREFIXES.items():
        local = term.removeprefix(namespace)
        if local != term and re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", local):
            name = f"{prefix}-{local}"
    start = dataset.value
    if not start.endswith(("/", "#")):
        start += "-" if "#" in start else "/"
    return ox.NamedNode(f"{start}{kind}-{name}")


def _namespace(iri: str) -> str:
    """Return ``iri`` up to its last ``/`` or ``#`` after the host, ``""`` where there is none."""
    found = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]+.*[/#]", iri)
    return found[0] if found else ""
