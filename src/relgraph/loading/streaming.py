"""Streaming: the statements of sources as a store on disk keeps them, with no graph of them in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import Graph

from relgraph.canonical.blank_nodes import name_blank_nodes
from relgraph.errors import InputError
from relgraph.opening.source_file import SourceFile
from relgraph.opening.sources import clashes_of, quads_of
from relgraph.reading import Terms
from relgraph.wording import counted

_TOLD = 20_000  # quads after which it is told how many there are
_DEFAULT = ox.DefaultGraph()
_COMPOSED = "urn:relgraph:in:"


class Stream:
    """What sources state, quad by quad, for the default graph and, where it has a name, its own graph too.

    Quads with blank nodes are held back in :attr:`aside` until all are known by which the nodes are named.

    Attributes:
        read: How many statements were read.
        aside: Those with blank nodes.
        prefixes: Namespaces by prefix that the sources declare.
        clashes: What is to be said of prefixes.
        unnamed: How many statements were in graphs that are named by blank nodes, of which nothing is kept.
    """

    def __init__(self, prefixes: dict[str, str], known: dict[str, str], told: Callable[[int], object]) -> None:
        """Start with nothing read.

        Args:
            prefixes: Namespaces by prefix that are known from before.
            known: Those of the package.
            told: Called with the number of statements, now and then.
        """
        self.read = self.unnamed = 0
        self.aside: list[ox.Quad] = []
        self.prefixes = dict(prefixes)
        self.clashes: list[str] = []
        self._known, self._told = known, told

    def of(
        self, given: Iterable[SourceFile | Graph], base: str | None, terms: Terms, *, lenient: bool
    ) -> Iterator[ox.Quad]:
        """Yield what there is to store of sources.

        Args:
            given: The sources.
            base: What relative IRIs are relative to.
            terms: Keeps the terms that are ill-typed or changed.
            lenient: As in :func:`relgraph.open`.

        Yields:
            Each statement for the default graph, and again for the named graph that it is in.

        Raises:
            InputError: As :func:`relgraph.open` does; of ill-typed literals ``terms`` tells.
        """
        for source in given:
            if isinstance(source, Graph):
                yield from self._kept("a graph of rdflib", quads_of(source, terms))
                declared = {str(prefix): str(namespace) for prefix, namespace in source.namespaces()}
            else:
                yield from self._kept(source.name, source.stream(base, terms, lenient=lenient))
                declared = source.prefixes
                self.clashes += clashes_of(declared, self.prefixes | self._known, source.name)
            self.prefixes = declared | self.prefixes
        self._told(self.read)

    def _kept(self, name: str, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        blank, triple, default, told = ox.BlankNode, ox.Triple, _DEFAULT, self._told
        for quad in quads:
            self.read += 1
            if not self.read % _TOLD:
                told(self.read)
            subject, value, graph = quad.subject, quad.object, quad.graph_name
            if type(value) is triple or (type(value) is ox.Literal and value.direction is not None):
                raise InputError(
                    f"{name}: RDF 1.2 term {str(value)[:200]} on {_shown(subject)} {quad.predicate}",
                    "write it as an RDF 1.1 act or statement of its own",
                )
            if type(graph) is blank:
                self.unnamed += 1
                quad, graph = ox.Quad(subject, quad.predicate, value), default  # noqa: PLW2901 - in its place
            if type(subject) is blank or type(value) is blank:
                self.aside.append(ox.Quad(subject, quad.predicate, value, graph))
                continue
            if graph == default:
                yield quad
            else:
                yield ox.Quad(subject, quad.predicate, value)
                yield quad

    def notes(self) -> list[str]:
        """Return what is to be said of what was read."""
        if not self.unnamed:
            return self.clashes
        what = f"{counted(self.unnamed, 'statement')} in graphs named by blank nodes"
        return [*self.clashes, f"{what}: kept in the default graph alone"]


def named(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Name blank nodes by what they are linked to, in the default graph and in those that statements are in.

    Args:
        quads: All statements with blank nodes.

    Returns:
        The statements for the default graph, and once more for the graph that each is in.

    Example:
        >>> turtle = "<urn:g> { _:x <urn:p> 1 }"
        >>> for quad in named(ox.parse(turtle, ox.RdfFormat.TRIG)):
        ...     print(quad.subject, quad.predicate, quad.graph_name)
        _:b0 <urn:p> DEFAULT
        _:b0 <urn:p> <urn:g>
    """
    # Naming knows no graphs: what a graph of its own says is said once more, with that graph in the predicate.
    composed: dict[str, tuple[ox.NamedNode, Any]] = {}
    triples: list[ox.Triple] = []
    for quad in quads:
        triples.append(quad.triple)
        if quad.graph_name != _DEFAULT:
            iri = f"{_COMPOSED}{quote(str(quad.graph_name), '')}:{quote(quad.predicate.value, '')}"
            composed[iri] = quad.predicate, quad.graph_name
            triples.append(ox.Triple(quad.subject, ox.NamedNode(iri), quad.object))
    found = []
    for triple in name_blank_nodes(dict.fromkeys(triples)):
        predicate, graph = composed.get(triple.predicate.value, (triple.predicate, _DEFAULT))
        found.append(ox.Quad(triple.subject, predicate, triple.object, graph))
    return found


def _shown(subject: Any) -> str:
    return "a blank node" if isinstance(subject, ox.BlankNode) else str(subject)
