"""A graph that keeps what was looked up in it, predicate by predicate, as validation reads one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator
from functools import cache
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.term import Node

from relgraph.model.terms import EngineTerm, to_rdflib
from relgraph.store import KnowledgeGraph

_Column: TypeAlias = dict[Node, set[Node]]


class CachedGraph(Graph):
    """A graph of which all triples with a predicate are read when one of them is first looked up.

    Shapes look up one predicate of thousands of nodes, for which a dictionary is far faster than a store.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        """Read ``graph``, which must not change meanwhile."""
        super().__init__(store=graph.store, identifier=graph.identifier)
        self._oxigraph = graph.oxigraph
        self.objects_by_subject = cache(self._objects_by_subject)
        self._subjects = cache(self._subjects_by_object)
        self._term: Callable[[EngineTerm], Any] = cache(to_rdflib)

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Any]:
        """Yield the objects of a subject and a predicate, from the cache where both are given."""
        if subject is None or not isinstance(predicate, URIRef):
            yield from super().objects(subject, predicate, unique)
        else:
            yield from self.objects_by_subject(predicate).get(subject, ())

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Generator[Any]:
        """Yield the subjects of a predicate and an object, likewise."""
        if object is None or not isinstance(predicate, URIRef):
            yield from super().subjects(predicate, object, unique)
        else:
            yield from self._subjects(predicate).get(object, ())

    def subject_objects(self, predicate: Any = None, unique: bool = False) -> Generator[Any]:
        """Yield subject and object of each triple with a predicate, likewise."""
        if not isinstance(predicate, URIRef):
            yield from super().subject_objects(predicate, unique)
            return
        for subject, values in self.objects_by_subject(predicate).items():
            for value in values:
                yield subject, value

    def _objects_by_subject(self, predicate: URIRef) -> _Column:
        column: _Column = defaultdict(set)
        pattern = (None, ox.NamedNode(predicate), None, ox.DefaultGraph())
        for quad in self._oxigraph.quads_for_pattern(*pattern):
            column[self._term(quad.subject)].add(self._term(quad.object))
        return column

    def _subjects_by_object(self, predicate: URIRef) -> _Column:
        column: _Column = defaultdict(set)
        for subject, value in self.subject_objects(predicate):
            column[value].add(subject)
        return column
