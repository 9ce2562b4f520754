"""Names: the things that a label, an alternative label or the end of an IRI names, and near names."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS, URIRef

from relgraph.cleaning import clean
from relgraph.disk.stored import StoredGraph
from relgraph.identity import name_key, unaccented
from relgraph.model.namespaces import ID, RG, local_name
from relgraph.model.ontology import bundled_ontology
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import text_of, texts
from relgraph.store import KnowledgeGraph


def find_things(graph: KnowledgeGraph, text: str) -> tuple[URIRef, ...]:
    """Return the things that ``text`` names.

    It names what has it as a label (see :func:`~relgraph.model.labels.labels_of`) or
    ``skos:altLabel``; a thing of ours by the end of its IRI (``state/russia``); and a relation or
    controlled value of the ontology by its label or local name (``supports``, ``doubtful``).

    Case, spacing and the Unicode form in which a name is typed never matter. Where nothing has the
    name then, punctuation does not matter either, and at last accents do not.

    Args:
        graph: Where labels and things are looked up.
        text: The name.

    Returns:
        IRIs in their order; none where nothing has the name, several where several things have it.

    Example:
        >>> import relgraph
        >>> find_things(relgraph.open(), "russia")
        (rdflib.term.URIRef('https://w3id.org/relgraph/id/state/russia'),)
        >>> find_things(relgraph.open(), "RÚSSIA")
        (rdflib.term.URIRef('https://w3id.org/relgraph/id/state/russia'),)
        >>> find_things(relgraph.open(), "state/nowhere")
        ()
    """
    ending = unicodedata.normalize("NFC", text.strip())
    found: set[str] = set()
    try:
        node = ox.NamedNode(str(ID) + ending)
    except ValueError:
        pass
    else:
        if ending and any(True for _ in graph.oxigraph.quads_for_pattern(node, None, None)):
            found.add(node.value)
    if isinstance(graph, StoredGraph):
        # What was asked for since is not in the index of the store.
        asked = _names_by(graph, graph.label_properties)
        known = [*graph.names.with_key(key_of(text)), *asked, *_ontology_names()]
    else:
        known = [*names_in(graph), *_ontology_names()]
    for form in (_fold, name_key, key_of):
        wanted = form(text)
        found |= {iri for name, iri in known if wanted and form(name) == wanted}
        if found:
            break
    return tuple(URIRef(iri) for iri in sorted(found))


def did_you_mean(graph: KnowledgeGraph, text: str) -> str:
    """Return the advice for a name that nothing has.

    Args:
        graph: Where names are looked up.
        text: The name.

    Returns:
        A line with up to three near names: those that contain ``text``, the shortest first, or else those that
        are spelled alike. Where there is none, what else can be given.

    Example:
        >>> import relgraph
        >>> did_you_mean(relgraph.open(), "Vietnm")
        'did you mean Vietnam, or Viet Nam?'
    """
    wanted = _fold(text)
    known = {_fold(name): name for name in sorted(_named_nearly(graph, text), reverse=True)}
    near: list[str] = []
    if 3 <= len(wanted) <= 100:
        near = sorted((name for name in known if wanted in name), key=lambda name: (len(name), name))[:3]
        near = near or difflib.get_close_matches(wanted, sorted(known), n=3, cutoff=0.6)
    if near:
        return f"did you mean {', or '.join(clean(known[name], 80) for name in near)}?"
    return "give an IRI, a prefixed name such as id:state/russia, a quoted literal or a label"


def names_in(graph: ReadGraph) -> Iterator[tuple[str, str]]:
    """Return each name in a graph with the IRI of what has it."""
    return _names_by(graph, (*graph.labelling.properties, str(SKOS.altLabel)))


def _names_by(graph: ReadGraph, predicates: Iterable[str]) -> Iterator[tuple[str, str]]:
    for predicate in predicates:
        for subject, name in graph.pairs_of(predicate):
            if isinstance(name, ox.Literal) and isinstance(subject, ox.NamedNode):
                yield name.value, subject.value


def _named_nearly(graph: KnowledgeGraph, text: str) -> Iterator[str]:
    """Yield names that may be near: all; of a store on disk those that hold it or begin as it does."""
    yield from (name for name, _ in _ontology_names())
    if isinstance(graph, StoredGraph):
        key = key_of(text)
        if key:
            yield from graph.names.holding(key) or graph.names.beginning(key[:2])
    else:
        yield from (name for name, _ in names_in(graph))


@cache
def _ontology_names() -> tuple[tuple[str, str], ...]:
    ontology = bundled_ontology()
    return tuple(
        (name, term)
        for kind in (RG.Relation, SKOS.Concept)
        for term in sorted(map(text_of, ontology.subjects_of(str(RDF.type), str(kind))))
        for name in sorted({local_name(term), *texts(ontology, term, str(RDFS.label))})
    )


def _fold(text: str) -> str:
    """Return a name in one case, one spacing and one Unicode form."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    folded = " ".join(text.casefold().split())
    return folded if folded.isascii() else unicodedata.normalize("NFKC", folded)


def key_of(text: str) -> str:
    """Return what all names that may count as one have in common; see :func:`find_things`."""
    return unaccented(name_key(text))
