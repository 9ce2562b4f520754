"""Events: where acts were made, and what acts of participation are participation in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rdflib import RDF

from relgraph.model.namespaces import RG
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import texts
from relgraph.projection import Fold


def events_of(fold: Fold) -> dict[str, tuple[str, ...]]:
    """Return the events that each unit of a fold belongs to.

    A unit belongs to the event at which it was made and, where it says that somebody takes part in something,
    to that. What such a relation points to is an event unless its type says that it is something else.

    Args:
        fold: The acts.

    Returns:
        The IRIs of the events of each unit, empty for one that belongs to none.

    Raises:
        ProjectionError: The graph was changed after it was folded.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> found = events_of(relgraph.fold(graph, "participation", relations=["coChairs"]))
        >>> {graph.thing(event).label for events in found.values() for event in events}
        {"ASEAN-Russia Special Foreign Ministers' Meeting"}
    """
    taken_part_in = taking_part(fold.graph)
    found: dict[str, tuple[str, ...]] = {}
    for unit, act in fold.units.items():
        if act is None:
            _, relation, target = unit.split(" ")
            events = taken_part_in(relation, [target])
        else:
            events = [act.event] if act.event else []
            events += taken_part_in(act.relation, act.objects)
        found[unit] = tuple(dict.fromkeys(events))
    return found


def taking_part(graph: ReadGraph) -> Callable[[str, Iterable[str]], list[str]]:
    """Return a function that tells in which events a relation to some things is taking part.

    Args:
        graph: The graph that has the types of the things.

    Returns:
        A function of the IRI of a relation and those of things, which returns the events among these; none
        where the relation is not one of taking part.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> event = "https://w3id.org/relgraph/id/event/special-meeting-2021"
        >>> taken_part_in = taking_part(graph)
        >>> taken_part_in(str(RG.coChairs), [event]) == [event], taken_part_in(str(RG.supports), [event])
        (True, [])
    """
    ontology = graph.ontology
    is_event: dict[str, bool] = {}

    def taken_part_in(relation: str, things: Iterable[str]) -> list[str]:
        known = ontology.relations.get(relation)
        if known is None or not known.taking_part:
            return []
        things = list(things)
        for thing in things:
            if thing not in is_event:
                types = texts(graph, thing, str(RDF.type))
                is_event[thing] = not types or any(str(RG.Event) in ontology.ancestors(name) for name in types)
        return [thing for thing in things if is_event[thing]]

    return taken_part_in
