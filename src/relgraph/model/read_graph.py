"""A graph as the road reads it: its ontology, acts and things, kept until it changes, whatever holds it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

import pyoxigraph as ox
from rdflib import Graph

from relgraph.errors import InputError, NameNotFoundError
from relgraph.model.acts import Act, read_acts
from relgraph.model.labels import Labelling, labelling_of, language_ranges
from relgraph.model.namespaces import RG, full_iri, local_name
from relgraph.model.ontology import Ontology, read_ontology
from relgraph.model.sources import Passage
from relgraph.model.statements import Statements, Term, nodes
from relgraph.model.telling import telling
from relgraph.model.things import Thing, read_thing
from relgraph.wording import listed

_NEGATIVE = str(RG.negative)


@dataclass(slots=True)
class _Kept:
    """What was read of a graph since it was last changed."""

    ontology: Ontology | None = None
    acts: Mapping[str, Act] | None = None
    labelling: Labelling | None = None
    things: dict[str, Thing] = field(default_factory=dict)


class ReadGraph(Statements):
    """Statements with what is read of them.

    Attributes:
        sources: Names of what was opened, in order.
        notes: What was changed in reading it, in sentences.
        revision: How often the graph was changed.
    """

    lacks_store: ClassVar[tuple[str, str]] = (
        "this graph holds what one projection asked for, in columns, and there is no store to ask",
        "read the files into one: relgraph.open(FILE)",
    )
    """What is said where a store is needed, and what to do."""

    def __init__(self, sources: Iterable[str], languages: str | Iterable[str]) -> None:
        """Start with nothing read.

        Args:
            sources: Names of what was opened.
            languages: The languages that labels are preferred in; see :attr:`languages`.
        """
        self.sources = tuple(sources)
        self.notes: tuple[str, ...] = ()
        self.revision = 0
        self._languages = language_ranges(languages)
        self._label_properties: tuple[str, ...] = ()
        self._kept = _Kept()

    @property
    def has_closures(self) -> bool:
        """Whether it answers :meth:`rows` and holds the closures, so that projections can be counted there."""
        return False

    @property
    def counts(self) -> bool:
        """Whether projections are counted there unless all of each act is asked for: acts would come slowly."""
        return False

    def rows(self, query: str) -> Iterator[tuple[Term | None, ...]]:
        """Yield the solutions of a SELECT query of this package, all of them or an error.

        Args:
            query: The text, with its prefixes declared.

        Yields:
            The terms of each, in the order of the variables; ``None`` where one is not bound.
        """
        raise NotImplementedError

    def named(self, text: str) -> str:
        """Return the node that a label, an alias or an IRI names; see :func:`relgraph.showing.node_named`.

        Args:
            text: What a reader calls the node.

        Raises:
            InputError: The graph was read for the edges of a projection alone, which name nothing.
        """
        raise InputError(*self.lacks_store)

    def prefetch(self, iris: Iterable[str], predicates: Sequence[str] | None = None) -> None:
        """Read what nodes have at once, where to read it one by one is slow; else do nothing.

        Args:
            iris: The nodes that are asked for next.
            predicates: What is asked of them. Default: what they are named by.
        """

    @abstractmethod
    def known_prefixes(self) -> dict[str, str]:
        """Return the namespaces by prefix that the data, the package or rdflib declare."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that labels are preferred in; see :func:`~relgraph.model.labels.labels_of`.

        To choose others is a change of the graph: what was folded of it before is to be folded again.

        Example:
            >>> import relgraph
            >>> graph = relgraph.open()
            >>> graph.languages = ("vi", "en")
            >>> graph.languages
            ('vi', 'en')
        """
        return self._languages

    @languages.setter
    def languages(self, languages: str | Iterable[str]) -> None:
        self._languages = language_ranges(languages)
        self._changed()

    @property
    def label_properties(self) -> tuple[str, ...]:
        """The properties that name things before ``rdfs:label`` does, those that go before others first.

        They are given as IRIs or as prefixed names that the graph knows. To choose others is a change of the
        graph, as it is with :attr:`languages`.

        Example:
            >>> import relgraph
            >>> graph = relgraph.open()
            >>> graph.label_properties = ["rg:isoAlpha2"]
            >>> graph.thing("https://w3id.org/relgraph/id/state/russia").label
            'RU'
        """
        return self._label_properties

    @label_properties.setter
    def label_properties(self, names: Iterable[str]) -> None:
        names = tuple(names)
        prefixes = self.known_prefixes() if names else {}
        iris = tuple(dict.fromkeys(full_iri(name, prefixes) for name in names))
        for name, iri in zip(names, iris, strict=False):
            try:
                is_used = self._gives_texts(iri)
            except ValueError:  # no IRI
                is_used = False
            if not is_used:
                raise NameNotFoundError(
                    f"nothing in this graph is named by {name[:80]!r}",
                    "give the IRI of a property that its things have a text by, such as "
                    "http://xmlns.com/foaf/0.1/nick",
                )
        self._label_properties = iris
        self._changed()

    def label_as(self, other: ReadGraph) -> None:
        """Name things as another graph does: in its languages, by its properties.

        Example:
            >>> import relgraph
            >>> graph, other = relgraph.open(), relgraph.open(languages="vi")
            >>> graph.label_as(other)
            >>> graph.languages
            ('vi',)
        """
        self._languages, self._label_properties = other._languages, other._label_properties
        self._changed()

    def _gives_texts(self, predicate: str) -> bool:
        """Tell whether anything has a text by ``predicate``."""
        return any(isinstance(value, ox.Literal) for _, value in self.pairs_of(predicate))

    @property
    def labelling(self) -> Labelling:
        """How labels are read; see :func:`~relgraph.model.labels.labelling_of`."""
        kept = self._kept
        if kept.labelling is None:
            kept.labelling = labelling_of(self, self._languages, self._label_properties)
        return kept.labelling

    @property
    def declarations(self) -> Statements:
        """What declares relations and hierarchies: the graph, or no more of it where it is elsewhere."""
        return self

    @property
    def ontology(self) -> Ontology:
        """The bundled ontology with what the graph declares; :func:`~relgraph.model.ontology.read_ontology`."""
        # What another thread changes meanwhile puts a new object in the place of this one, so that nothing
        # that was read before a change is kept after it. The same holds for acts and things.
        kept = self._kept
        if kept.ontology is None:
            kept.ontology = read_ontology(self.declarations, languages=self._languages)
        return kept.ontology

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts by IRI, in IRI order; see :func:`~relgraph.model.acts.read_acts`."""
        kept = self._kept
        if kept.acts is None:
            kept.acts = MappingProxyType(read_acts(self, self.ontology))
        return kept.acts

    def thing(self, iri: str) -> Thing:
        """Return a node with its label, kind and aliases; see :func:`~relgraph.model.things.read_thing`."""
        things = self._kept.things
        if iri not in things:
            things[iri] = read_thing(self, self.ontology, iri, self.labelling)
        return things[iri]

    def act_label(self, act: Act) -> str:
        """Return the label of an act, what it says where it has none: its actors, relation and objects.

        ``not:`` stands before what did not take place.
        """
        label = self.thing(act.iri).label
        if label != local_name(act.iri):
            return label
        relation = self.ontology.relations.get(act.relation)
        actors, objects = (
            ", ".join(self.thing(iri).label for iri in iris) for iris in (act.actors, act.objects)
        )
        said = "not: " if act.negative else ""
        return f"{said}{actors} {relation.label if relation else local_name(act.relation)} {objects}"

    def node_label(self, iri: str) -> str:
        """Return the label of a node; an act without one has what it says."""
        if not self.counts:
            return self.act_label(self.acts[iri]) if iri in self.acts else self.thing(iri).label
        label = self.thing(iri).label
        relation = nodes(self, iri, str(RG.relation)) if label == local_name(iri) else ()
        if not relation:
            return label
        actors, objects, polarity = (
            tuple(nodes(self, iri, str(RG[name]))) for name in ("actor", "object", "polarity")
        )
        return self.act_label(
            Act.of(relation[0], iri=iri, actors=actors, objects=objects, negative=_NEGATIVE in polarity[:1])
        )

    def told(self, act: Act, passages: Iterable[Passage]) -> str:
        """Return who tells an act, in words; see :func:`~relgraph.model.telling.telling`."""
        manner, tellers = telling(self, self.ontology, act, passages)
        return " ".join([manner, listed(self.thing(iri).label for iri in tellers)] if tellers else [manner])

    def tell(self, note: str) -> None:
        """Add a sentence to :attr:`notes`, once."""
        self.notes = tuple(dict.fromkeys((*self.notes, note)))

    def _changed(self) -> None:
        self.revision += 1
        self._kept = _Kept()


def refuse_plain(graph: object, *, needs_store: bool = True) -> None:
    """Refuse a graph that a function cannot ask what it has to know.

    Args:
        graph: What was given as a graph.
        needs_store: Whether the function asks a store; columns are in none.

    Raises:
        InputError: It is a graph of rdflib, which tells nothing of what a :class:`ReadGraph` does; or columns,
            and a store is needed.

    Example:
        >>> import rdflib
        >>> refuse_plain(rdflib.Graph())
        Traceback (most recent call last):
            ...
        relgraph.errors.InputError: a plain Graph of rdflib was given, not a KnowledgeGraph
    """
    if isinstance(graph, Graph) and not isinstance(graph, ReadGraph):
        raise InputError(
            f"a plain {type(graph).__name__} of rdflib was given, not a KnowledgeGraph",
            "read it first: relgraph.open(graph)",
        )
    if needs_store and isinstance(graph, ReadGraph) and not isinstance(graph, Graph):
        raise InputError(*graph.lacks_store)
