"""Naming: which things the names in the cells of a dossier mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import RDFS, SKOS

from relgraph.authoring.dossier import Dossier, is_iri, is_well_formed
from relgraph.model.statements import text_of
from relgraph.store import KnowledgeGraph


class Known(NamedTuple):
    """A graph whose things are known by name.

    Attributes:
        graph: The graph.
        names: Its things but acts, by their labels and aliases without case.
    """

    graph: KnowledgeGraph
    names: Mapping[str, set[str]]


def known_by_name(graph: KnowledgeGraph) -> Known:
    """Return a graph with the names of its things.

    Example:
        >>> import relgraph
        >>> sorted(known_by_name(relgraph.open()).names["sergey lavrov"])
        ['https://w3id.org/relgraph/id/person/sergey-lavrov']
    """
    found: dict[str, set[str]] = {}
    for predicate in (RDFS.label, SKOS.altLabel):
        for subject, name in graph.pairs_of(str(predicate)):
            if isinstance(subject, ox.NamedNode) and subject.value not in graph.acts:
                found.setdefault(text_of(name).casefold(), set()).add(subject.value)
    return Known(graph, found)


class Names:
    """The names that cells of a dossier may have: those of its things, then those of graphs."""

    def __init__(self, dossier: Dossier, known: Sequence[Known]) -> None:
        """Take down the names of things, and of the document its id."""
        self._dossier = dossier
        self._own: dict[str, set[str]] = {}
        self._ids = {row.cells["id"] for row in dossier.tables["things.csv"]}
        for row in dossier.tables["things.csv"]:
            for name in (row.cells["label"], *row.several("aliases")):
                self._own.setdefault(name.casefold(), set()).add(dossier.iri(row.cells["id"]))
        self._all: tuple[Mapping[str, set[str]], ...] = (self._own, *(one.names for one in known))

    def __iter__(self) -> Iterator[str]:
        """Yield all of them without case, as they are to be found."""
        return (name for names in self._all for name in names)

    def meant(self, name: str) -> set[str]:
        """Return the IRIs of the things that a name may mean: of the dossier, else of what is known."""
        if is_iri(name):
            return {name} if is_well_formed(name) else set()
        key = name.casefold()
        if name in self._ids or name == self._dossier.document["iri"]:
            # What is the id of one and the name of another means neither.
            return {self._dossier.iri(name), *self._own.get(key, ())}
        return next((names[key] for names in self._all if key in names), set())
