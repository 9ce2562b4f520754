"""Bare links: what a direct relation links that no act stands behind, by the patterns of a projection."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from relgraph.model.ontology import Relation
from relgraph.projection.catalogue import Path, Projection, Step
from relgraph.projection.kinds import Kinds


@dataclass(frozen=True)
class BareLinks:
    """What it takes to link the ends of direct relations.

    Attributes:
        projection: The entry of the catalogue.
        kinds: The classes of nodes.
        resolved: Puts those for whom nodes stand in their place.
        topics: Returns the topics of a thing.
        leads_to: Tells whether a step leads to a node of some classes.
    """

    projection: Projection
    kinds: Kinds
    resolved: Callable[[Iterable[str]], Collection[str]]
    topics: Callable[[str], Collection[str]]
    leads_to: Callable[[Step, str, frozenset[str]], bool]

    def pairs(self, source: str, target: str, relation: Relation) -> Iterator[tuple[str, str]]:
        """Yield the pairs of nodes that a direct relation links, by the links that need no more than its ends.

        Args:
            source: What stands for the actor of an act.
            target: What stands for its object.
            relation: The relation.
        """
        for link in self.projection.links:
            if (link.undirected and not relation.undirected) or link.targets == (link.source,) or link.relation:
                continue
            (step,) = link.source
            if step.property == "rg:object" and not self.leads_to(step, target, self.kinds.of(target)):
                continue
            targets = dict.fromkeys(node for path in link.targets for node in self._targets(target, path))
            if not targets:
                continue
            sources = self.resolved([source if step.property == "rg:actor" else target])
            yield from ((a, b) for a in sources for b in targets)

    def _targets(self, target: str, path: Path) -> Iterable[str]:
        (first, *rest) = path
        if first.property == "rg:about":
            return self.topics(target)
        # Graphs of direct relations alone often leave things untyped: such a thing may be what it has to be.
        if (
            first.property == "rg:object"
            and not rest
            and (not self.kinds.of(target) or self.leads_to(first, target, self.kinds.of(target)))
        ):
            return self.resolved([target])
        return ()
