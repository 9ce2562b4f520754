"""Terms: conversion between those of the engine (pyoxigraph) and those that Python users know (rdflib)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from relgraph.cleaning import shortened
from relgraph.errors import QueryError

Term: TypeAlias = URIRef | Literal | BNode
"""An RDF 1.1 term of rdflib."""

EngineTerm: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""A term of the engine, which keeps the lexical form that the store has; rdflib's changes some."""

# rdflib leaves a plain string as it is, and takes white space out of the others when it is told their datatype.
_TEXTS = (XSD.string, XSD.token, XSD.normalizedString)


@contextmanager
def quiet_rdflib() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that it cannot turn into a Python value."""
    log = logging.getLogger("rdflib.term")
    was_disabled, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = was_disabled


def refuse_rdf_12(term: EngineTerm | None) -> None:
    """Refuse a triple, or a literal with a base direction.

    Raises:
        QueryError: It is one of them, which RDF 1.1 lacks.
    """
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
        raise QueryError(f"query: {shortened(str(term), 200)} is RDF 1.2, not RDF 1.1", "select its parts")


def to_rdflib(term: EngineTerm | None) -> Term | None:
    """Convert a term of the engine.

    Args:
        term: The term, or ``None`` for an unbound variable.

    Returns:
        The term, a literal in the lexical form that it has; ``None`` for ``None``.

    Raises:
        QueryError: It is a triple or a literal with a base direction, which RDF 1.1 lacks.

    Example:
        >>> import pyoxigraph as ox
        >>> from rdflib import XSD
        >>> to_rdflib(ox.Literal("01", datatype=ox.NamedNode(XSD.integer))).n3()
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    refuse_rdf_12(term)
    assert isinstance(term, ox.Literal)  # noqa: S101 - a triple was refused
    if term.language is not None:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    if datatype not in _TEXTS:
        return Literal(term.value, datatype=datatype, normalize=False)
    text = Literal(term.value)
    if datatype != XSD.string:
        text.__setstate__((None, {"language": None, "datatype": datatype}))
    return text


def to_oxigraph(term: Term | Node | None) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Convert a term of rdflib.

    Args:
        term: An IRI, a literal or a blank node.

    Returns:
        The same term of the engine.

    Example:
        >>> from rdflib import Literal
        >>> str(to_oxigraph(Literal("Viet Nam", lang="en")))
        '"Viet Nam"@en'
    """
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, BNode):
        return ox.BlankNode(term)
    assert isinstance(term, Literal)  # noqa: S101 - a triple has no other terms
    if term.language is not None:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None)


def among(variable: str, iris: Iterable[str]) -> str:
    """Return the condition that a variable is one of some IRIs.

    Example:
        >>> among("?s", ["urn:a", "urn:b"]), among("?s", [])
        ('?s IN (<urn:a>, <urn:b>)', 'false')
    """
    listed = ", ".join(f"<{iri}>" for iri in iris)
    return f"{variable} IN ({listed})" if listed else "false"
