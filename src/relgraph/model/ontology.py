"""The ontology as the rest of the package reads it: relations and kinds.

Nothing else in the package knows what a relation means. Direction, sign, weight and the projections that a
relation enters are annotations in ``ontology/relgraph.ttl``, or in the data where a user declares relations
of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from relgraph.bundle import bundled
from relgraph.errors import InputError, NameNotFoundError
from relgraph.model.namespaces import RG, local_name


@dataclass(frozen=True)
class Relation:
    """A direct relation with the annotations that projections read.

    ``undirected``: the relation holds both ways and counts once. ``sign``: ``cooperative``, ``neutral`` or
    ``adverse``. ``weight``: what one act adds to an edge. ``speech_act``: saying it is doing it.
    ``projections``: the names of the projections that the relation enters.
    """

    iri: URIRef
    name: str
    label: str
    undirected: bool
    sign: str
    weight: float
    speech_act: bool
    projections: frozenset[str]


@dataclass(frozen=True)
class Ontology:
    """The relations and class and property hierarchies of the ontology and of the data that extend it.

    ``relations`` maps the IRI of each relation to its :class:`Relation`. ``parents`` maps each class or
    property to its direct superclasses or superproperties.
    """

    relations: dict[str, Relation]
    parents: dict[str, tuple[str, ...]]

    def ancestors(self, term: str) -> tuple[str, ...]:
        """Return ``term`` and everything above it, nearest first."""
        seen = {term: None}
        queue = deque([term])
        while queue:
            for parent in self.parents.get(queue.popleft(), ()):
                if parent not in seen:
                    seen[parent] = None
                    queue.append(parent)
        return tuple(seen)

    def relation(self, name: str) -> Relation | None:
        """Return the relation with this IRI, prefixed name or local name (``supports``), or ``None``.

        A local name means the relation of this ontology, where it has one, before any that data declare. Raises
        :class:`~relgraph.errors.NameNotFoundError` where only data declare it, and more than once.
        """
        for iri in (name.strip("<>"), f"{RG}{name.removeprefix('rg:')}"):
            if iri in self.relations:
                return self.relations[iri]
        found = [relation for relation in self.relations.values() if relation.name == name]
        if len(found) > 1:
            raise NameNotFoundError(
                f"{name!r} names several relations",
                f"give one of {', '.join(relation.iri for relation in found)}",
            )
        return found[0] if found else None


@cache
def ontology_graph() -> Graph:
    """Return the bundled ontology, parsed once. Do not change it."""
    return Graph().parse(bundled("ontology", "relgraph.ttl"), format="turtle")


def read_ontology(*extensions: Graph) -> Ontology:
    """Return the bundled ontology, with the relations and hierarchies that ``extensions`` declare.

    A relation is every subject of type ``rg:Relation``; annotations that it lacks count as directed, neutral,
    weight 1, no speech act, in no projection. Raises :class:`~relgraph.errors.InputError` for a weight that is
    not a number from 1e-6 to 1e6.
    """
    graphs = (ontology_graph(), *extensions)
    relations = {}
    for graph in graphs:
        for iri in graph.subjects(RDF.type, RG.Relation):
            if isinstance(iri, URIRef):
                relations[str(iri)] = _relation(iri, graphs)
    parents: dict[str, set[str]] = {}
    for graph in graphs:
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            for child, parent in graph.subject_objects(predicate):
                if isinstance(child, URIRef) and isinstance(parent, URIRef):
                    parents.setdefault(str(child), set()).add(str(parent))
    return Ontology(
        relations=dict(sorted(relations.items())),
        parents={child: tuple(sorted(above)) for child, above in sorted(parents.items())},
    )


def _relation(iri: URIRef, graphs: Sequence[Graph]) -> Relation:
    def values(predicate: URIRef) -> list[Node]:
        # What data say of a relation goes before what the ontology says of it.
        for graph in reversed(graphs):
            found = list(graph.objects(iri, predicate))
            if found:
                return found
        return []

    def name(predicate: URIRef, default: str) -> str:
        return min((local_name(str(value)) for value in values(predicate)), default=default)

    weights = [str(value) for value in values(RG.weight)]
    try:
        weight = float(weights[0]) if weights else 1.0
        if not 1e-6 <= weight <= 1e6:
            raise ValueError
    except ValueError:
        raise InputError(
            f"rg:weight {weights[0][:80]!r} of {iri} is not a strength",
            "write a number from 0.000001 to 1000000",
        ) from None
    labels = sorted(
        (value.language not in (None, "en"), str(value))
        for value in values(RDFS.label)
        if isinstance(value, Literal)
    )
    return Relation(
        iri=iri,
        name=local_name(str(iri)),
        label=labels[0][1] if labels else local_name(str(iri)),
        undirected=name(RG.direction, "directed") == "undirected",
        sign=name(RG.sign, "neutral"),
        weight=weight,
        speech_act=any(str(value) == "true" for value in values(RG.speechAct)),
        projections=frozenset(
            local_name(str(value)).removesuffix("Projection") for value in values(RG.entersProjection)
        ),
    )
