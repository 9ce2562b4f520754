"""Things: nodes with their label, kind and other names."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, SKOS

from relgraph.model.namespaces import local_name
from relgraph.model.ontology import Ontology
from relgraph.model.statements import node_of, objects_of
from relgraph.store import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Thing:
    """A node with its English label (else any label, else its local name), kind and other names.

    ``kind`` is the local name of its most specific class, such as ``State``; ``""`` where it has no type.
    """

    iri: str
    label: str
    kind: str
    aliases: tuple[str, ...]


def read_thing(graph: KnowledgeGraph, ontology: Ontology, iri: str) -> Thing:
    """Return the node ``iri`` with its label, kind and aliases."""
    labels: list[tuple[int, str]] = []
    for predicate in (RDFS.label, SKOS.prefLabel, DCTERMS.title):
        for quad in graph.oxigraph.quads_for_pattern(node_of(iri), ox.NamedNode(str(predicate)), None):
            if isinstance(quad.object, ox.Literal) and quad.object.value.strip():
                rank = {"en": 0, None: 1}.get(quad.object.language, 2)
                labels.append((rank, quad.object.value))
    aliases = set(objects_of(graph, iri, str(SKOS.altLabel)))
    label = min(labels)[1] if labels else local_name(iri)
    types = set(objects_of(graph, iri, str(RDF.type)))
    # The most specific class is the one that lies under all others; a tie goes to the first in IRI order.
    kind = max(sorted(types), key=lambda name: len(ontology.ancestors(name)), default="")
    aliases.update(text for _, text in labels if text != label)
    return Thing(iri=iri, label=label, kind=local_name(kind) if kind else "", aliases=tuple(sorted(aliases)))
