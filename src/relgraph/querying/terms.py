"""Terms: between the engine's (pyoxigraph) and those that Python users know (rdflib)."""

from __future__ import annotations

from typing import TypeAlias

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from relgraph.errors import QueryError
from relgraph.wording import shortened

Term: TypeAlias = URIRef | Literal | BNode
"""An RDF 1.1 term, as rdflib has it."""


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Term | None:
    """Return ``term``, one of the engine's, as rdflib has it."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple) or term.direction is not None:
        raise QueryError(f"query: {shortened(str(term), 200)} is RDF 1.2, not RDF 1.1", "select its parts")
    if term.language is not None:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    if datatype == XSD.string:
        return Literal(term.value)
    return Literal(term.value, datatype=datatype, normalize=False)


def to_oxigraph(term: Term | Node | None) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return ``term``, one of rdflib's, as the engine has it."""
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, BNode):
        return ox.BlankNode(term)
    assert isinstance(term, Literal)  # noqa: S101 - a triple has no other terms
    if term.language is not None:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None)
