"""Namespaces, prefixes, and names of IRIs as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rdflib import Namespace

RG = Namespace("https://w3id.org/relgraph/ontology#")
ID = Namespace("https://w3id.org/relgraph/id/")
OA = Namespace("http://www.w3.org/ns/oa#")

PREFIXES: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "id": str(ID),
    "oa": str(OA),
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rg": str(RG),
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes bound in every graph, query and Turtle file of relgraph."""


def local_name(iri: str) -> str:
    """Return the part of ``iri`` after its last ``#``, or after the last ``/`` where there is no ``#``."""
    return iri.rsplit("#", 1)[-1] if "#" in iri else iri.rsplit("/", 1)[-1]


def full_iri(name: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that a prefixed name stands for; an IRI as it is, without angle brackets.

    Example:
        >>> full_iri("rg:Actor", PREFIXES), full_iri("<urn:a>", PREFIXES)
        ('https://w3id.org/relgraph/ontology#Actor', 'urn:a')
    """
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else name.strip("<>")


def short(iri: str) -> str:
    """Return ``iri`` as people refer to it: ``state/russia`` for a thing of ours, else its local name."""
    return iri.removeprefix(str(ID)) if iri.startswith(str(ID)) else local_name(iri)


@cache
def word(iri: str) -> str:
    """Return a controlled value as a word: ``asserted``, ``likely``; ``""`` for none."""
    return local_name(iri).removeprefix("modality").lower()
