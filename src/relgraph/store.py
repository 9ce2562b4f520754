"""The graph: an rdflib graph over an Oxigraph store, which keeps what was read of it until it is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from types import MappingProxyType
from typing import Any, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from relgraph.model.acts import Act, read_acts
from relgraph.model.namespaces import PREFIXES, local_name
from relgraph.model.ontology import Ontology, read_ontology
from relgraph.model.sources import Passage
from relgraph.model.statements import Term, node_of
from relgraph.model.telling import telling
from relgraph.model.things import Thing, read_thing
from relgraph.wording import listed


@dataclass(slots=True)
class _Kept:
    """What was read of a graph since it was last changed."""

    ontology: Ontology | None = None
    acts: Mapping[str, Act] | None = None
    things: dict[str, Thing] = field(default_factory=dict)


class KnowledgeGraph(Graph):
    """An rdflib graph over the default graph of a pyoxigraph store.

    What is read of it, ``ontology``, ``acts`` and things, is kept until the graph is changed, by way of rdflib
    (``add``, ``remove``, ``update``, ``parse`` ...) or of ``oxigraph``. It answers the three look-ups of
    :class:`~relgraph.model.statements.Statements`.

    Attributes:
        oxigraph: The store, for queries at its own speed. It takes every call that a pyoxigraph store takes.
        sources: Names of what was opened, in order.
        revision: How often the graph was changed.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> len(graph.acts) > 100
        True
    """

    def __init__(self, oxigraph: ox.Store | None = None, sources: Iterable[str] = ()) -> None:
        """Take over a store.

        Args:
            oxigraph: A store that is written to through this graph alone from now on; ``None`` is a new one in
                memory.
            sources: Names of what is in it.
        """
        store = ox.Store() if oxigraph is None else oxigraph
        self.sources = tuple(sources)
        self.revision = 0
        self._unwatched = store
        self._kept = _Kept()
        # Not a pyoxigraph store, which cannot be subclassed, but all that is asked of one.
        self.oxigraph = cast(ox.Store, _WatchedStore(store, self._changed))
        # Without this identifier oxrdflib writes into a graph that a plain query of the store cannot see.
        super().__init__(store=OxigraphStore(store=self.oxigraph), identifier=DATASET_DEFAULT_GRAPH_ID)
        for prefix, namespace in PREFIXES.items():
            self.bind(prefix, namespace, override=True)

    @property
    def ontology(self) -> Ontology:
        """The bundled ontology with what the graph declares; :func:`~relgraph.model.ontology.read_ontology`."""
        # What another thread changes meanwhile puts a new object in the place of this one, so that nothing
        # that was read before a change is kept after it. The same holds for acts and things.
        kept = self._kept
        if kept.ontology is None:
            kept.ontology = read_ontology(self)
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
            things[iri] = read_thing(self, self.ontology, iri)
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

    def told(self, act: Act, passages: Iterable[Passage]) -> str:
        """Return who tells an act, in words; see :func:`~relgraph.model.telling.telling`."""
        manner, tellers = telling(self, self.ontology, act, passages)
        return " ".join([manner, listed(self.thing(iri).label for iri in tellers)] if tellers else [manner])

    def pairs_of(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of each statement with ``predicate``."""
        for quad in self._unwatched.quads_for_pattern(None, ox.NamedNode(predicate), None):
            yield quad.subject, quad.object

    def objects_of(self, subject: str, predicate: str) -> Iterator[Term]:
        """Yield what ``subject`` has as ``predicate``."""
        for quad in self._unwatched.quads_for_pattern(node_of(subject), ox.NamedNode(predicate), None):
            yield quad.object

    def subjects_of(self, predicate: str, value: str) -> Iterator[Term]:
        """Yield what has the node ``value`` as ``predicate``."""
        for quad in self._unwatched.quads_for_pattern(None, ox.NamedNode(predicate), node_of(value)):
            yield quad.subject

    def _changed(self) -> None:
        self.revision += 1
        self._kept = _Kept()


_READS = frozenset(
    (
        "backup",
        "contains_named_graph",
        "dump",
        "flush",
        "named_graphs",
        "optimize",
        "quads_for_pattern",
        "query",
    )
)
"""Methods of a pyoxigraph store that do not change it; any other one may."""


class _WatchedStore:
    """A pyoxigraph store that tells when it was changed."""

    def __init__(self, store: ox.Store, changed: Callable[[], None]) -> None:
        self._store = store
        self._changed = changed

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        method = getattr(self._store, name)
        if name in _READS:
            return method

        @wraps(method)
        def change(*arguments: Any, **options: Any) -> Any:
            try:
                return method(*arguments, **options)
            finally:
                self._changed()

        return change

    def __dir__(self) -> list[str]:
        return dir(self._store)

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    def __bool__(self) -> bool:
        return bool(self._store)

    def __contains__(self, quad: ox.Quad) -> bool:
        return quad in self._store
