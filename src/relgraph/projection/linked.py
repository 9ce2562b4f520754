"""Linked: the edges of a projection from acts that are read one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from relgraph.model.acts import Act, resolved_collectives
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import Ontology
from relgraph.model.read_graph import ReadGraph
from relgraph.projection.catalogue import Projection
from relgraph.projection.collectives import Collectives
from relgraph.projection.filters import Filter
from relgraph.projection.kinds import Kinds
from relgraph.projection.links import Edge, Linking
from relgraph.wording import counted, listed


class Linked:
    """The edges of one projection of one graph, of the acts that meet some filters."""

    def __init__(
        self,
        graph: ReadGraph,
        projection: Projection,
        of_acts: Sequence[Filter[Act]],
        ontology: Ontology,
        actor_classes: Collection[str],
        *,
        resolve: bool,
    ) -> None:
        """Read the acts.

        Args:
            graph: The graph.
            projection: The projection.
            of_acts: What acts have to meet.
            ontology: That of the graph, which may have relations of others beside its own.
            actor_classes: IRIs of classes of other vocabularies whose members are actors.
            resolve: Whether those for whom a collective stands take its place.
        """
        self._graph, self._projection, self._of_acts = graph, projection, of_acts
        self._groups = Collectives(resolved_collectives(graph) if resolve else {})
        self._linking = Linking(graph, projection, self._groups, ontology, actor_classes)
        self._acts = graph.acts

    @property
    def kinds(self) -> Kinds:
        """The classes of nodes."""
        return self._linking.kinds

    def left_out(self) -> Iterator[str]:
        """Leave out what does not meet the filters, and yield what that was, in sentences."""
        acts = self._acts
        for condition in self._of_acts:
            kept = {iri: act for iri, act in acts.items() if condition.keeps(act)}
            yield f"left out {counted(len(acts) - len(kept), 'act')} {condition.why}"
            acts = kept
        self._acts = acts
        negative = sum(act.negative and act.relation in self._linking.relations for act in acts.values())
        yield from of_negative(negative, self._projection)

    def edges(self) -> tuple[list[Edge], list[Edge]]:
        """Return the edges of acts, and those for which a content stands."""
        edges: list[Edge] = []
        spoken_for: list[Edge] = []
        for edge in self._linking.edges(self._acts):
            (spoken_for if edge.instead else edges).append(edge)
        return edges, spoken_for

    def bare_edges(self) -> Iterator[Edge]:
        """Yield the edges of direct relations that no act stands behind."""
        return self._linking.bare_edges()

    def unread(self) -> Iterator[str]:
        """Yield what could not be read, and which collectives were replaced, in sentences."""
        yield from _unread_classes(self._linking)
        used = {act.relation for act in self._graph.acts.values()}
        yield from unread_relations(self._graph, used)
        if self._groups.replaced:
            names = ", ".join(sorted(local_name(node) for node in self._groups.replaced))
            yield f"put the actors for whom they stand in the place of {names}"


def of_negative(number: int, projection: Projection) -> Iterator[str]:
    """Yield what became of negative acts, in a sentence where there are any.

    Args:
        number: How many of them the filters keep.
        projection: The projection.
    """
    if number and not projection.negative:
        yield f"left out {counted(number, 'negative act')}, which did not take place"
    elif number and not projection.stances:
        yield f"counted {counted(number, 'negative act')}, which did not take place, as ties too"


def _unread_classes(linking: Linking) -> Iterator[str]:
    """Say which classes of the data a projection could not read, and what it takes."""
    unread: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    may_act = {foreign for foreign, kinds in linking.foreign if "rg:Actor" in kinds}
    for (foreign, kinds), nodes in sorted(linking.foreign.items()):
        if "rg:Actor" in kinds or foreign not in may_act:
            unread.setdefault(kinds, []).append((foreign, len(nodes)))
    for kinds, classes in unread.items():
        names = listed([f"{counted(number, 'node')} of {foreign}" for foreign, number in classes], "and")
        are, each = ("is", "it") if len(classes) == 1 else ("are each", "each")
        name = f" {classes[0][0]}" if len(classes) == 1 else ""
        remedy = f"give {each} as --actor-class{name}, or " if "rg:Actor" in kinds else ""
        yield (
            f"left out links to {names}, which {are} not known to be a kind of {listed(kinds, 'or')}: "
            f"{remedy}state that {each} is rdfs:subClassOf {listed(kinds, 'or')}"
        )


def unread_relations(graph: ReadGraph, used: Collection[str]) -> Iterator[str]:
    """Say which relations that the data use enter no projection, and what it takes.

    Args:
        graph: The graph.
        used: The relations of its acts.
    """
    for relation in graph.ontology.relations.values():
        if relation.projections or relation.iri.startswith(str(RG)):
            continue
        if relation.iri in used or any(True for _ in graph.pairs_of(relation.iri)):
            yield (
                f"{relation.iri} enters no projection: state rg:entersProjection of it, such as "
                f"rg:actorsProjection (and rg:sign and rg:direction; it counts as {relation.sign}, "
                f"{'undirected' if relation.undirected else 'directed'})"
            )
