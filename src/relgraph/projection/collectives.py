"""Collectives: groups such as "the two sides", kept as nodes or replaced by those for whom they stand."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from relgraph.model.acts import Act


class Collectives:
    """What stands for what.

    Collectives are resolved before anything is folded: an act of "the two sides" is then the joint act of those
    for whom they stand, in every respect.

    Attributes:
        replaced: The collectives that were met and replaced so far.
    """

    def __init__(self, stands_for: Mapping[str, Sequence[str]]) -> None:
        """Take the actors for whom each collective stands; none keeps all collectives as nodes."""
        self._stands_for = stands_for
        self.replaced: set[str] = set()

    def resolved(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """Return ``nodes`` with each collective replaced by the actors for whom it stands in the end, sorted.

        Example:
            >>> Collectives({"sides": ["asean", "russia"], "asean": ["laos"]}).resolved(["sides", "china"])
            ('china', 'laos', 'russia')
        """
        found: dict[str, None] = {}
        queue, seen = deque(nodes), set()
        while queue:
            node = queue.popleft()
            if node in self._stands_for and node not in seen:
                seen.add(node)
                self.replaced.add(node)
                queue.extend(self._stands_for[node])
            elif node not in seen:
                found[node] = None
        return tuple(sorted(found))

    def resolved_acts(self, acts: Mapping[str, Act]) -> Mapping[str, Act]:
        """Return ``acts`` with the collectives among actors, objects and recipients resolved."""
        if not self._stands_for:
            return acts
        return {
            iri: act._replace(
                actors=self.resolved(act.actors),
                objects=self.resolved(act.objects),
                recipients=self.resolved(act.recipients),
            )
            for iri, act in acts.items()
        }
