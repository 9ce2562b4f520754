"""Things: nodes with their label, kind and other names."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import RDF, SKOS

from relgraph.model.labels import ANY_LANGUAGE, Labelling, labels_of
from relgraph.model.namespaces import local_name
from relgraph.model.ontology import Ontology
from relgraph.model.statements import Statements, texts


@dataclass(frozen=True, slots=True)
class Thing:
    """A node as people refer to it.

    Attributes:
        iri: The node.
        label: What it goes by (see :func:`~relgraph.model.labels.labels_of`), else its local name.
        kind: The local name of its most specific class, such as ``State``; ``""`` where it has no type.
        aliases: Its other labels and its alternative ones (``skos:altLabel``), sorted.
    """

    iri: str
    label: str
    kind: str
    aliases: tuple[str, ...]


def read_thing(
    statements: Statements, ontology: Ontology, iri: str, labelling: Labelling = ANY_LANGUAGE
) -> Thing:
    """Return the node ``iri`` with its label, kind and aliases.

    Args:
        statements: The graph that the node is in.
        ontology: The ontology of that graph.
        iri: The node.
        labelling: How the labels of that graph are read.

    Returns:
        The thing, also where the graph says nothing of it.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> thing = read_thing(graph, graph.ontology, "https://w3id.org/relgraph/id/state/russia")
        >>> thing.label, thing.kind
        ('Russia', 'State')
    """
    labels = labels_of(statements, iri, labelling) or [local_name(iri)]
    aliases = {*labels[1:], *texts(statements, iri, str(SKOS.altLabel))}
    # The most specific class is the one that lies under all others; a tie goes to the first in IRI order.
    types = dict.fromkeys(texts(statements, iri, str(RDF.type)))
    kind = max(types, key=lambda name: len(ontology.ancestors(name)), default="")
    return Thing(iri, labels[0], local_name(kind) if kind else "", tuple(sorted(aliases)))
