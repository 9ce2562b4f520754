"""Topics: what acts and things are about, through any depth of saying."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence

from rdflib import SKOS

from relgraph.model.acts import Act
from relgraph.model.namespaces import RG
from relgraph.model.statements import Statements, links

_CONCEPT = str(SKOS.Concept)


class Topics:
    """The topics of the acts and things of a graph."""

    def __init__(
        self,
        statements: Statements | None,
        acts: Mapping[str, Act],
        kinds: Callable[[str], Collection[str]],
    ) -> None:
        """Read what concerns what.

        Args:
            statements: The graph; ``None`` where nothing is asked.
            acts: Its acts by IRI.
            kinds: Tells the classes of a node, with those above them.
        """
        self._acts, self._kinds = acts, kinds
        self._concerned: dict[str, list[str]] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        if statements is not None:
            for thing, concern in links(statements, str(RG.concerns)):
                self._concerned.setdefault(thing, []).append(concern)

    def concerned_by(self, thing: str) -> Sequence[str]:
        """Return what a thing concerns, topic or not."""
        return self._concerned.get(thing, ())

    def of(self, about: str) -> list[str]:
        """Return the topics of a thing: itself, those that it concerns, and of an act those of its objects."""
        found: dict[str, None] = {}
        queue, seen = deque([about]), set()
        while queue:
            thing = queue.popleft()
            if thing in seen:
                continue
            seen.add(thing)
            if thing not in self._near:
                near = (thing, *self.concerned_by(thing))
                self._near[thing] = tuple(topic for topic in near if self._is_topic(topic))
            found.update(dict.fromkeys(self._near[thing]))
            if thing in self._acts:
                queue.extend(self._acts[thing].objects)
        return list(found)

    def _is_topic(self, iri: str) -> bool:
        # Controlled values of the ontology, such as modalities, are concepts too.
        return _CONCEPT in self._kinds(iri) and not iri.startswith(str(RG))
