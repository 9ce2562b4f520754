"""A graph as RDF: Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, subject by subject."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from relgraph.canonical import (
    Batch,
    Section,
    Written,
    batches,
    canonical_store,
    store_prefixes,
    subjects_of,
    turtle_chunks,
)
from relgraph.derivation import derive, without_derived
from relgraph.errors import OutputError
from relgraph.exporting.jsonld import jsonld
from relgraph.formats import NOT_XML
from relgraph.model.namespaces import PREFIXES
from relgraph.store import KnowledgeGraph

_Subject: TypeAlias = ox.NamedNode | ox.BlankNode
_IN_MEMORY = 2**24  # bytes of RDF/XML that wait in memory until all of it is known to be well-formed


def _turtle(graph: KnowledgeGraph, written: Written) -> Iterator[bytes]:
    store = canonical_store(graph.oxigraph)
    derived = _derived(store)
    stated = batches(store, subjects_of(store), without=derived, written=written)
    follows = batches(derived, subjects_of(derived), written=written)
    sections = [
        Section(heading, found)
        for heading, found, size in (
            ("Written" if len(derived) else "", stated, len(store) - len(derived)),
            ("Derived from the acts above by ontology/rules", follows, len(derived)),
        )
        if size
    ]
    return turtle_chunks(sections, store_prefixes(store))


def _derived(store: ox.Store) -> ox.Store:
    """Return what of ``store`` follows from the rest of it by the rules."""
    derived = ox.Store()
    base = without_derived(KnowledgeGraph(store))
    if len(base.oxigraph) == len(store):
        return derived
    follows = derive(base).oxigraph
    derived.extend(quad for quad in store if quad not in base.oxigraph and quad in follows)
    return derived


def _trig(graph: KnowledgeGraph, written: Written) -> Iterator[bytes]:
    store = canonical_store(graph.oxigraph)
    default, documents = _by_document(store)
    sections = [Section("", batches(store, default, written=written))] if default else []
    for document, subjects in documents.items():
        sections.append(Section("", batches(store, subjects, written=written), document))
    return turtle_chunks(sections, store_prefixes(store))


def _nquads(graph: KnowledgeGraph, written: Written) -> Iterator[bytes]:
    store = canonical_store(graph.oxigraph)
    default, documents = _by_document(store)
    groups: list[tuple[ox.NamedNode | ox.DefaultGraph, list[_Subject]]] = [(ox.DefaultGraph(), default)]
    for name, subjects in (*groups, *documents.items()):
        for batch in batches(store, subjects, written=written):
            quads = [ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in batch]
            yield _serialized(quads, ox.RdfFormat.N_QUADS)


def _by_document(store: ox.Store) -> tuple[list[_Subject], dict[ox.NamedNode, list[_Subject]]]:
    """Return the subjects of the default graph, and those of the named graph of each document.

    A named graph describes acts and their evidence. Documents without an IRI have none.
    """
    solutions = store.query(
        f"PREFIX rg: <{PREFIXES['rg']}> PREFIX oa: <{PREFIXES['oa']}>\n"
        "SELECT ?document ?act ?evidence ?selector { ?act rg:relation ?relation ; rg:evidence ?evidence .\n"
        "?evidence oa:hasSource ?document FILTER(ISIRI(?document))\n"
        "OPTIONAL { ?evidence oa:hasSelector ?selector } }"
    )
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    groups: dict[ox.NamedNode, set[_Subject]] = {}
    for document, *subjects in solutions:
        assert isinstance(document, ox.NamedNode)  # noqa: S101 - the query filters
        groups.setdefault(document, set()).update(
            subject for subject in subjects if isinstance(subject, ox.NamedNode | ox.BlankNode)
        )
    placed = set().union(*groups.values())
    default = [subject for subject in subjects_of(store) if subject not in placed]
    return default, {document: sorted(groups[document], key=str) for document in sorted(groups, key=str)}


def _ntriples(graph: KnowledgeGraph, written: Written) -> Iterator[bytes]:
    store = canonical_store(graph.oxigraph)
    for batch in batches(store, subjects_of(store), written=written):
        yield _serialized(batch, ox.RdfFormat.N_TRIPLES)


def _jsonld(graph: KnowledgeGraph, written: Written) -> Iterator[bytes]:
    store = canonical_store(graph.oxigraph)
    return jsonld(store, batches(store, subjects_of(store), written=written))


def _serialized(statements: Iterable[ox.Triple] | Iterable[ox.Quad], rdf_format: ox.RdfFormat) -> bytes:
    content = ox.serialize(statements, format=rdf_format)
    assert content is not None  # noqa: S101 - serialize returns bytes where it is given no output
    return content


# RDF/XML

# A predicate is written as a namespace and a name (Namespaces in XML 1.0, NCName) at its end.
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME = re.compile(rf"[{_NAME_START}][{_NAME_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*\Z")
# Names that mean something else to RDF/XML (section 7.2.2 and on).
_RESERVED = {
    PREFIXES["rdf"] + name
    for name in (
        "RDF", "ID", "about", "aboutEach", "aboutEachPrefix", "bagID", "datatype", "Description", "li",
        "nodeID", "parseType", "resource",
    )
}  # fmt: skip


def _rdfxml(graph: KnowledgeGraph, written: Written) -> Iterator[bytes]:
    store = canonical_store(graph.oxigraph)
    prefixes = {name: iri for name, iri in PREFIXES.items() if name != "id"}
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as waiting:
        triples = _speakable(batches(store, subjects_of(store), written=written))
        ox.serialize(triples, waiting, ox.RdfFormat.RDF_XML, prefixes=prefixes)
        waiting.seek(0)
        declaration, root = waiting.readline(), waiting.readline().decode()
        # The writer declares its namespaces in an order that changes from run to run.
        declared = " ".join(sorted(re.findall(r'xmlns:[^"]*"[^"]*"', root)))
        yield declaration + re.sub(r"xmlns:.*?(?=/?>$)", declared, root).encode()
        while chunk := waiting.read(2**20):
            yield chunk


def _speakable(found: Iterable[Batch]) -> Iterator[ox.Triple]:
    """Yield the triples of ``found``; raise OutputError at the first that RDF/XML has no way to write."""
    for batch in found:
        for triple in batch:
            predicate, value = triple.predicate.value, triple.object
            if isinstance(value, ox.Literal) and NOT_XML.search(value.value):
                raise OutputError(
                    f"RDF/XML cannot hold the control character in {triple.predicate} of {triple.subject}",
                    "export to turtle or ntriples, or remove the character",
                )
            if predicate in _RESERVED or not _XML_NAME.search(predicate):
                raise OutputError(
                    f"RDF/XML has no name for the predicate {triple.predicate} of {triple.subject}",
                    "export to turtle or ntriples",
                )
            yield triple


RDF_FORMATS: dict[str, Callable[[KnowledgeGraph, Written], Iterator[bytes]]] = {
    "turtle": _turtle,
    "ntriples": _ntriples,
    "rdfxml": _rdfxml,
    "jsonld": _jsonld,
    "trig": _trig,
    "nquads": _nquads,
}
"""Formats of a graph."""
