"""Look-ups in the statements of a graph."""

from __future__ import annotations

import pyoxigraph as ox

from relgraph.store import KnowledgeGraph


def values(graph: KnowledgeGraph, predicate: str, *, literals: bool = False) -> dict[str, list[str]]:
    """Return the nodes (or the literals) that are values of ``predicate``, by subject, each list sorted."""
    found: dict[str, list[str]] = {}
    for quad in graph.oxigraph.quads_for_pattern(None, ox.NamedNode(predicate), None):
        if isinstance(quad.object, ox.Literal) != literals:
            continue
        found.setdefault(text_of(quad.subject), []).append(text_of(quad.object))
    for values in found.values():
        if len(values) > 1:
            values.sort()
    return found


def text_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return an IRI or the lexical form of a literal as it is, anything else as N-Triples writes it."""
    if isinstance(term, ox.NamedNode) or isinstance(term, ox.Literal):  # noqa: SIM101 - this runs a million times
        return term.value
    return str(term)


def objects_of(graph: KnowledgeGraph, subject: str, predicate: str) -> list[str]:
    """Return what ``subject`` has as ``predicate``, as text, sorted."""
    pattern = graph.oxigraph.quads_for_pattern(node_of(subject), ox.NamedNode(predicate), None)
    return sorted(text_of(quad.object) for quad in pattern)


def node_of(text: str) -> ox.NamedNode | ox.BlankNode:
    """Return the node that ``text`` names: ``_:b0`` a blank one, everything else an IRI."""
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


def nodes_of(graph: KnowledgeGraph, subject: str, predicate: str) -> list[str]:
    """Return the nodes that ``subject`` has as ``predicate``, as text, sorted."""
    pattern = graph.oxigraph.quads_for_pattern(node_of(subject), ox.NamedNode(predicate), None)
    return sorted(text_of(quad.object) for quad in pattern if not isinstance(quad.object, ox.Literal))
