"""Columns: of the triples of files those with some predicates alone, as a table for each, in no store."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

from relgraph.model.namespaces import OA, RG
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import Term, node_of


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from walking millions of young records again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


Texts: TypeAlias = tuple[str, ...]
_OF_OTHERS = tuple(map(str, (RG, OA, RDF, RDFS, OWL, SKOS, DCTERMS, PROV)))
"""Namespaces in which data declare no predicate of their own."""


class UnsuitableError(Exception):
    """Says that what was read needs a store.

    Such are a statement with a blank node, which is named by all that it is linked to, one of RDF 1.2, and
    formats that are not read term by term.
    """


@dataclass(slots=True)
class _Column:
    """What the subjects have as one predicate; equal tuples of one value are one tuple."""

    nodes: dict[str, Texts] = field(default_factory=dict)
    literals: dict[str, tuple[ox.Literal, ...]] = field(default_factory=dict)
    more_nodes: dict[str, set[str]] = field(default_factory=dict)
    more_literals: dict[str, set[ox.Literal]] = field(default_factory=dict)
    by_value: dict[str, Texts] | None = None

    def settle(self) -> None:
        """Put those of several values to the others, once all is read."""
        self.nodes.update((subject, tuple(sorted(texts))) for subject, texts in self.more_nodes.items())
        self.literals.update((subject, tuple(found)) for subject, found in self.more_literals.items())
        self.more_nodes, self.more_literals = {}, {}


class ColumnGraph(ReadGraph):
    """A graph of which the statements with some predicates were read, and nothing is known of the others.

    It answers the three look-ups as a store of the same triples does, for these predicates; for another one
    they raise ``KeyError``, since its statements were passed over.

    Attributes:
        prefixes: Namespaces by prefix that the files declare.

    Example:
        >>> graph = ColumnGraph(["urn:p"])
        >>> stated = ox.parse("<urn:a> <urn:p> <urn:b> ; <urn:q> <urn:c> .", ox.RdfFormat.TURTLE)
        >>> graph.take(stated, lambda literal: literal)
        >>> graph.nodes_by_subject("urn:p"), graph.holds("urn:q")
        ({'urn:a': ('urn:b',)}, False)
    """

    def __init__(
        self,
        predicates: Iterable[str],
        sources: Iterable[str] = (),
        languages: str | Iterable[str] = (),
        *,
        may_declare: bool = False,
    ) -> None:
        """Start without a triple.

        Args:
            predicates: Those of which the statements are kept.
            sources: Names of what is read.
            languages: The languages that labels are preferred in.
            may_declare: Whether to keep statements with predicates of the data's own too, until :meth:`keep`
                says which of them were declared for something.
        """
        super().__init__(sources, languages)
        self._columns: dict[str, _Column | None] = {predicate: _Column() for predicate in predicates}
        self._wanted = frozenset(self._columns)
        self._may_declare = may_declare
        self.prefixes: dict[str, str] = {}

    def take(self, quads: Iterable[ox.Quad], stored: Callable[[ox.Literal], ox.Literal]) -> None:
        """Keep what ``quads`` state with the predicates of this graph; see :meth:`passing`."""
        for _ in self.passing(quads, stored):
            pass

    def passing(  # noqa: PLR0912 - one loop, which runs a million times
        self, quads: Iterable[ox.Quad], stored: Callable[[ox.Literal], ox.Literal]
    ) -> Iterator[ox.Quad]:
        """Yield ``quads`` as they are, and keep what they state with the predicates of this graph; once each.

        Args:
            quads: As a parser gives them.
            stored: Gives the form in which the store would keep a literal of XML Schema that is no text.

        Yields:
            Each quad.

        Raises:
            UnsuitableError: A statement that is to be kept has a blank node or a triple term.
        """
        columns = self._columns
        alone: dict[object, Texts] = {}
        named, literal, string = ox.NamedNode, ox.Literal, ox.NamedNode(str(XSD.string))
        unmet = _Column()
        last: Term | None = None
        subject = ""
        for quad in quads:
            yield quad
            predicate = quad.predicate.value
            column = columns.get(predicate, unmet)
            if column is unmet:
                column = self._meet(predicate)
            if column is None:
                continue
            node, value = quad.subject, quad.object
            if node != last:
                if type(node) is not named:
                    self._pass_over(predicate)
                    continue
                last, subject = node, node.value
            if type(value) is named:
                text = value.value
                known = column.nodes.get(subject)
                if known is None:
                    pair = alone.get(text)
                    if pair is None:
                        pair = alone[text] = (text,)
                    column.nodes[subject] = pair
                elif known[0] != text:
                    more = column.more_nodes.get(subject)
                    if more is None:
                        more = column.more_nodes[subject] = {*known}
                    more.add(text)
            elif type(value) is literal:
                if value.language is None and value.datatype != string:
                    value = stored(value)
                before = column.literals.get(subject)
                if before is None:
                    column.literals[subject] = (value,)
                elif before[0] != value:
                    others = column.more_literals.get(subject)
                    if others is None:
                        others = column.more_literals[subject] = {*before}
                    others.add(value)
            else:
                self._pass_over(predicate)

    def _pass_over(self, predicate: str) -> None:
        """Let go of a column that cannot hold all of its statements, where nobody asked for it."""
        if predicate in self._wanted:
            raise UnsuitableError
        self._columns[predicate] = None

    def _meet(self, predicate: str) -> _Column | None:
        """Return a column for a predicate that is met for the first time, or ``None`` to pass over it."""
        own = self._may_declare and not predicate.startswith(_OF_OTHERS)
        self._columns[predicate] = _Column() if own else None
        return self._columns[predicate]

    def keep(self, declared: Iterable[str]) -> bool:
        """Let go of predicates of the data's own that were not declared for anything.

        Args:
            declared: Those that were.

        Returns:
            Whether all statements with these were kept; else the files are to be read again for them.
        """
        kept = self._wanted.union(declared)
        complete = all(self.holds(predicate) or predicate not in self._columns for predicate in kept)
        self._columns = {predicate: self._columns.get(predicate) or _Column() for predicate in kept}
        return complete

    def holds(self, predicate: str) -> bool:
        """Tell whether statements with ``predicate`` were read."""
        return self._columns.get(predicate) is not None

    def _column(self, predicate: str) -> _Column:
        column = self._columns[predicate]
        if column is None:
            raise KeyError(predicate)
        column.settle()
        return column

    def pairs_of(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of each statement with ``predicate``."""
        column = self._column(predicate)
        for subject, texts in column.nodes.items():
            yield from ((node_of(subject), node_of(text)) for text in texts)
        for subject, literals in column.literals.items():
            yield from ((node_of(subject), literal) for literal in literals)

    def objects_of(self, subject: str, predicate: str) -> Iterator[Term]:
        """Yield what ``subject`` has as ``predicate``."""
        column = self._column(predicate)
        yield from map(node_of, column.nodes.get(subject, ()))
        yield from column.literals.get(subject, ())

    def subjects_of(self, predicate: str, value: str) -> Iterator[Term]:
        """Yield what has the node ``value`` as ``predicate``."""
        column = self._column(predicate)
        if column.by_value is None:
            subjects: dict[str, list[str]] = {}
            for subject, texts in column.nodes.items():
                for text in texts:
                    subjects.setdefault(text, []).append(subject)
            column.by_value = {text: tuple(found) for text, found in subjects.items()}
        yield from map(node_of, column.by_value.get(value, ()))

    def nodes_by_subject(self, predicate: str) -> Mapping[str, Texts]:
        """Return the nodes that each subject has as ``predicate``, as text, sorted."""
        return self._column(predicate).nodes

    def literals_by_subject(self, predicate: str) -> Mapping[str, Texts]:
        """Return the lexical forms of the literals that each subject has as ``predicate``, sorted."""
        texts: dict[str, str] = {}
        alone: dict[str, Texts] = {}
        found: dict[str, Texts] = {}
        for subject, literals in self._column(predicate).literals.items():
            if len(literals) == 1:
                text = literals[0].value
                found[subject] = alone.setdefault(text, (text,))
            else:
                found[subject] = tuple(sorted(texts.setdefault(term.value, term.value) for term in literals))
        return found

    def known_prefixes(self) -> dict[str, str]:
        """Return the namespaces by prefix that the data, the package or rdflib declare."""
        from relgraph.store import KnowledgeGraph  # noqa: PLC0415 - few ask for them

        return KnowledgeGraph(prefixes=self.prefixes).known_prefixes()
