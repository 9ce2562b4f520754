"""Kinds: the classes of the nodes of a network, with those above them."""

from __future__ import annotations

from collections.abc import Collection, Container
from functools import cache

import pyoxigraph as ox
from rdflib import RDF

from relgraph.model.namespaces import RG
from relgraph.model.read_graph import ReadGraph
from relgraph.projection.catalogue import Step, iri_of

_ACT, _ACTOR = str(RG.Act), str(RG.Actor)


class Kinds:
    """The classes of the nodes of one graph.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> str(RG.Act) in Kinds(graph, graph.acts).of(next(iter(graph.acts)))
        True
    """

    def __init__(self, graph: ReadGraph, acts: Container[str], actor_classes: Collection[str] = ()) -> None:
        """Read nothing yet.

        Args:
            graph: The graph.
            acts: The IRIs of what is read as an act.
            actor_classes: IRIs of classes of other vocabularies whose members are actors.
        """
        self._graph, self._acts, self._actor_classes = graph, acts, frozenset(actor_classes)
        self._of: dict[str, frozenset[str]] = {}
        self._of_types: dict[tuple[tuple[str, ...], bool], frozenset[str]] = {}

    def of(self, iri: str) -> frozenset[str]:
        """Return the classes of ``iri``, going up from its types; what is read as an act is one."""
        if iri not in self._of:
            stated = () if iri.startswith("_:") else self._graph.objects_of(iri, str(RDF.type))
            types = tuple(term.value for term in stated if isinstance(term, ox.NamedNode))
            self._of[iri] = self._by_types(types, iri in self._acts)
        return self._of[iri]

    def _by_types(self, types: tuple[str, ...], is_act: bool) -> frozenset[str]:
        key = types, is_act
        if key not in self._of_types:
            found = {above for iri in types for above in self._graph.ontology.ancestors(iri)}
            if not found.isdisjoint(self._actor_classes):
                found.add(_ACTOR)
            self._of_types[key] = frozenset(found | {_ACT} if is_act else found)
        return self._of_types[key]

    def are_all(self, actors: Collection[str], kinds: Collection[str]) -> bool:
        """Return whether all actors among some nodes are of one of some classes.

        Args:
            actors: IRIs of nodes; of those that are known not to be actors nothing is asked.
            kinds: IRIs of the classes.
        """
        return all(
            not self.of(node).isdisjoint(kinds) or (self.of(node) and _ACTOR not in self.of(node))
            for node in actors
        )


def leads_to(step: Step, kinds: frozenset[str]) -> bool:
    """Return whether a step of a path leads to a node.

    Args:
        step: The step, which may ask for some classes and leave out others.
        kinds: The classes of the node.

    Example:
        >>> step = Step("rg:object", kinds=("rg:Actor",))
        >>> leads_to(step, frozenset({_ACTOR})), leads_to(step, frozenset({_ACT}))
        (True, False)
    """
    wanted = not step.kinds or not kinds.isdisjoint(expanded(step.kinds))
    return wanted and kinds.isdisjoint(expanded(step.unless))


@cache
def expanded(names: Collection[str]) -> frozenset[str]:
    """Return the IRIs of prefixed names of the catalogue."""
    return frozenset(map(iri_of, names))
