"""Labels: which of its names a node goes by. The one place where that is decided."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import DCTERMS, RDFS, SKOS

from relgraph.model.namespaces import local_name
from relgraph.model.statements import Statements

LABELS = (RDFS.label, SKOS.prefLabel, DCTERMS.title)
"""The properties by which a node has a label."""


def labels_of(statements: Statements, iri: str) -> list[str]:
    """Return the labels of a node, that which it goes by first.

    English comes before a text without a language, and that before any other language; in one language the
    first in alphabetical order. Labels are ``rdfs:label``, ``skos:prefLabel`` and ``dcterms:title``.

    Args:
        statements: The graph that the node is in.
        iri: The node.

    Returns:
        Texts that are more than white space; none where the node has no label.

    Example:
        >>> from relgraph.model.statements import TripleIndex
        >>> turtle = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "Rusland"@nl, "Russia"@en .'
        >>> labels_of(TripleIndex(ox.parse(turtle, ox.RdfFormat.TURTLE)), "urn:a")
        ['Russia', 'Rusland']
    """
    found = [
        ({"en": 0, None: 1}.get(term.language, 2), term.value)
        for predicate in LABELS
        for term in statements.objects_of(iri, str(predicate))
        if isinstance(term, ox.Literal) and term.value.strip()
    ]
    return list(dict.fromkeys(text for _, text in sorted(found)))


def label_of(statements: Statements, iri: str) -> str:
    """Return the label that a node goes by, its local name where it has none; see :func:`labels_of`."""
    return next(iter(labels_of(statements, iri)), local_name(iri))
