"""The ontology as the rest of the package asks it: relations, classes, controlled values.

Nothing else in the package knows what a relation means. Direction, sign, weight, whether it is to take part or
to preside, and the projections that it enters are annotations in ``ontology/relgraph.ttl``, or in the data
where a user declares relations of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from relgraph.bundle import bundled
from relgraph.errors import InputError
from relgraph.model.attributes import edge_names
from relgraph.model.labels import Labelling, first_label
from relgraph.model.namespaces import RG, local_name, word
from relgraph.model.statements import Statements, TripleIndex, links, text_of, texts
from relgraph.model.strengths import RANGE, strength


@dataclass(frozen=True)
class Relation:
    """A direct relation with what its annotations say of it.

    Attributes:
        iri: The relation.
        name: Its local name, such as ``supports``.
        label: Its label.
        undirected: It holds both ways and counts once (``rg:direction``).
        sign: ``cooperative``, ``neutral`` or ``adverse`` (``rg:sign``).
        weight: What one act adds to an edge (``rg:weight``).
        speech_act: Saying it is doing it (``rg:speechAct``).
        taking_part: It falls under ``rg:participatesIn``.
        presiding: It, or a relation above it, is to preside (``rg:presiding``).
        projections: Names of the projections that it enters (``rg:entersProjection``).
    """

    iri: str
    name: str
    label: str
    undirected: bool
    sign: str
    weight: float
    speech_act: bool
    taking_part: bool
    presiding: bool
    projections: frozenset[str]


@dataclass(frozen=True)
class Ontology:
    """The relations and hierarchies of the ontology and of the data that extend it.

    Attributes:
        relations: Each relation by its IRI, in IRI order.
        parents: The direct superclasses or superproperties of each class and property.
        attributes: What edges call each attribute (``rg:Attribute``) of the data, by its IRI, in IRI order; see
            :func:`~relgraph.model.attributes.edge_names`.
    """

    relations: Mapping[str, Relation]
    parents: Mapping[str, tuple[str, ...]]
    attributes: Mapping[str, str] = field(default_factory=dict)
    _ancestors: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def ancestors(self, term: str) -> tuple[str, ...]:
        """Return ``term`` and everything above it, nearest first.

        Example:
            >>> [local_name(iri) for iri in read_ontology().ancestors(str(RG.coChairs))]
            ['coChairs', 'participatesIn']
        """
        if term not in self._ancestors:
            seen = {term: None}
            queue = deque([term])
            while queue:
                for parent in self.parents.get(queue.popleft(), ()):
                    if parent not in seen:
                        seen[parent] = None
                        queue.append(parent)
            self._ancestors[term] = tuple(seen)
        return self._ancestors[term]

    def named(self, name: str) -> tuple[Relation, ...]:
        """Return the relations that a name means.

        Args:
            name: An IRI, a name with the prefix ``rg:``, or a local name, which means all relations that have
                it: that of this ontology first, then those that data declare.

        Returns:
            The relations; none where nothing has that name.

        Example:
            >>> [relation.sign for relation in read_ontology().named("supports")]
            ['cooperative']
        """
        iri = name.strip("<>")
        if iri.startswith("rg:"):
            iri = f"{RG}{iri.removeprefix('rg:')}"
        if iri in self.relations:
            return (self.relations[iri],)
        found = [relation for relation in self.relations.values() if relation.name == name]
        return tuple(sorted(found, key=lambda relation: not relation.iri.startswith(RG)))

    def labelled(self, label: str) -> tuple[Relation, ...]:
        """Return the relations that have a label.

        Example:
            >>> [relation.name for relation in read_ontology().labelled("participates in")]
            ['participatesIn']
        """
        return tuple(relation for relation in self.relations.values() if relation.label == label)


@cache
def ontology_quads() -> tuple[ox.Quad, ...]:
    """Return the bundled ontology, parsed once."""
    return tuple(ox.parse(path=str(bundled("ontology", "relgraph.ttl"))))


@cache
def bundled_ontology() -> TripleIndex:
    """Return the statements of the bundled ontology, indexed once."""
    return TripleIndex(ontology_quads())


_SIGNS = {
    "cooperative": ("cooperative", "positive", "+", "1"),
    "neutral": ("neutral", "0", "-0"),
    "adverse": ("adverse", "negative", "-", "-1"),
}


def controlled_values(scheme: Literal["modality", "polarity", "certainty"]) -> frozenset[str]:
    """Return the words of a scheme of controlled values.

    Example:
        >>> sorted(controlled_values("certainty"))
        ['certain', 'doubtful', 'likely']
    """
    concepts = bundled_ontology().subjects_of(str(SKOS.inScheme), str(RG[f"{scheme}Scheme"]))
    return frozenset(word(text_of(concept)) for concept in concepts)


def sign_of(text: str) -> str:
    """Return the sign that data write as a word, a number or a mark; ``""`` for what is none.

    Example:
        >>> [sign_of(text) for text in ("1", "-1.0", "Positive", "adverse", "0", "2")]
        ['cooperative', 'adverse', 'cooperative', 'adverse', 'neutral', '']
    """
    folded = text.strip().casefold()
    with suppress(ValueError):
        folded = f"{float(folded):g}"
    return next((sign for sign, forms in _SIGNS.items() if folded in forms), "")


def read_ontology(*extensions: Statements, languages: tuple[str, ...] = ()) -> Ontology:
    """Return the bundled ontology, with what ``extensions`` declare.

    ``graph.ontology`` is that of an open graph, read once.

    Args:
        extensions: Graphs that declare relations (every subject of type ``rg:Relation``), attributes
            (``rg:Attribute``) and hierarchies. What data say of a relation goes before what the ontology says
            of it, save that it enters the projections that either of them names. Annotations that a relation
            lacks count as directed, neutral, weight 1, no speech act, in no projection.
        languages: The languages that labels are preferred in. One in such a language goes before another,
            whichever of the two says it.

    Returns:
        The ontology.

    Raises:
        InputError: A weight is not a number from 1e-6 to 1e12.

    Example:
        >>> read_ontology().relations[str(RG.proposes)].label
        'proposes'
    """
    graphs: tuple[Statements, ...] = (bundled_ontology(), *extensions)
    parents: dict[str, set[str]] = {}
    for graph in graphs:
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            for child, parent in links(graph, str(predicate)):
                parents.setdefault(child, set()).add(parent)
    hierarchy = Ontology({}, {child: tuple(sorted(above)) for child, above in sorted(parents.items())})
    presiding, labelling = marked("presiding", *extensions), Labelling(languages=languages)
    relations = {
        iri: _relation(iri, graphs, hierarchy.ancestors(iri), presiding, labelling)
        for iri in declared_relations(*extensions)
    }
    attributes = {
        iri: first_label(iri, extensions, labelling) or local_name(iri)
        for iri in declared_attributes(*extensions)
    }
    return Ontology(relations, hierarchy.parents, edge_names(attributes))


def declared_relations(*extensions: Statements) -> list[str]:
    """Return the IRIs of all relations that the ontology or ``extensions`` declare, sorted."""
    return _of_class(RG.Relation, bundled_ontology(), *extensions)


def declared_attributes(*extensions: Statements) -> list[str]:
    """Return the IRIs of all attributes that ``extensions`` declare, sorted."""
    return _of_class(RG.Attribute, *extensions)


def _of_class(iri: str, *graphs: Statements) -> list[str]:
    found = {
        subject.value
        for graph in graphs
        for subject in graph.subjects_of(str(RDF.type), str(iri))
        if isinstance(subject, ox.NamedNode)
    }
    return sorted(found)


def marked(name: Literal["presiding", "statedDirectly"], *extensions: Statements) -> set[str]:
    """Return the IRIs of the relations of which the ontology or ``extensions`` say that ``rg:NAME`` is true."""
    return {
        text_of(subject)
        for graph in (bundled_ontology(), *extensions)
        for subject, value in graph.pairs_of(str(RG[name]))
        if text_of(value) == "true"
    }


def _relation(
    iri: str,
    graphs: Sequence[Statements],
    above: Sequence[str],
    presiding: set[str],
    labelling: Labelling,
) -> Relation:
    latest = graphs[::-1]

    def values(name: str) -> list[str]:
        return next((found for graph in latest if (found := texts(graph, iri, str(RG[name])))), [])

    def named(name: str, default: str) -> str:
        return min(map(local_name, values(name)), default=default)

    weights = values("weight")
    try:
        weight = strength(weights[0]) if weights else 1.0
    except ValueError:
        raise InputError(
            f"rg:weight {weights[0][:80]!r} of {iri} is not a strength", f"write a number from {RANGE}"
        ) from None
    return Relation(
        iri=iri,
        name=local_name(iri),
        label=first_label(iri, latest, labelling) or local_name(iri),
        undirected=named("direction", "directed") == "undirected",
        sign=named("sign", "neutral"),
        weight=weight,
        speech_act="true" in values("speechAct"),
        taking_part=str(RG.participatesIn) in above,
        presiding=not presiding.isdisjoint(above),
        projections=frozenset(
            local_name(value).removesuffix("Projection")
            for graph in graphs
            for value in texts(graph, iri, str(RG.entersProjection))
        ),
    )
