"""Statements: the three look-ups that reading a graph takes, and what is read by them.

Nothing in this package asks more of a graph than :class:`Statements`, so that anything which answers the three
can be read: a store, a parsed file, a set of columns.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Statements(ABC):
    """What answers the three look-ups. Nodes are given as text: an IRI, or ``_:b0`` for a blank node."""

    @abstractmethod
    def pairs_of(self, predicate: str) -> Iterable[tuple[Term, Term]]:
        """Yield subject and object of each statement with ``predicate``."""

    @abstractmethod
    def objects_of(self, subject: str, predicate: str) -> Iterable[Term]:
        """Yield what ``subject`` has as ``predicate``."""

    @abstractmethod
    def subjects_of(self, predicate: str, value: str) -> Iterable[Term]:
        """Yield what has the node ``value`` as ``predicate``."""

    def holds(self, predicate: str) -> bool:
        """Tell whether statements with ``predicate`` were read at all, so that none means none."""
        return True

    def nodes_by_subject(self, predicate: str) -> Mapping[str, tuple[str, ...]]:
        """Return the nodes that each subject has as ``predicate``, as text, sorted."""
        return _grouped(
            (subject, value) for subject, value in self.pairs_of(predicate) if not isinstance(value, ox.Literal)
        )

    def literals_by_subject(self, predicate: str) -> Mapping[str, tuple[str, ...]]:
        """Return the lexical forms of the literals that each subject has as ``predicate``, sorted."""
        return _grouped(
            (subject, value) for subject, value in self.pairs_of(predicate) if isinstance(value, ox.Literal)
        )


class TripleIndex(Statements):
    """Triples in memory that answer the three look-ups, such as those of one small file.

    Example:
        >>> import pyoxigraph as ox
        >>> index = TripleIndex(ox.parse("<urn:a> <urn:p> <urn:b>, 'x' .", ox.RdfFormat.TURTLE))
        >>> texts(index, "urn:a", "urn:p"), nodes(index, "urn:a", "urn:p")
        (['urn:b', 'x'], ['urn:b'])
    """

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        """Index ``triples``, whatever graph they are in."""
        self._pairs: dict[str, list[tuple[Term, Term]]] = {}
        self._objects: dict[tuple[str, str], list[Term]] = {}
        self._subjects: dict[tuple[str, str], list[Term]] = {}
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            self._pairs.setdefault(predicate, []).append((subject, value))
            self._objects.setdefault((text_of(subject), predicate), []).append(value)
            if not isinstance(value, ox.Literal):
                self._subjects.setdefault((predicate, text_of(value)), []).append(subject)

    def pairs_of(self, predicate: str) -> Iterable[tuple[Term, Term]]:
        """Return subject and object of each statement with ``predicate``."""
        return self._pairs.get(predicate, ())

    def objects_of(self, subject: str, predicate: str) -> Iterable[Term]:
        """Return what ``subject`` has as ``predicate``."""
        return self._objects.get((subject, predicate), ())

    def subjects_of(self, predicate: str, value: str) -> Iterable[Term]:
        """Return what has the node ``value`` as ``predicate``."""
        return self._subjects.get((predicate, value), ())


def text_of(term: Term) -> str:
    """Return an IRI or the lexical form of a literal as it is, anything else as N-Triples writes it.

    Example:
        >>> text_of(ox.NamedNode("urn:a")), text_of(ox.Literal("x", language="en")), text_of(ox.BlankNode("b0"))
        ('urn:a', 'x', '_:b0')
    """
    if isinstance(term, ox.NamedNode) or isinstance(term, ox.Literal):  # noqa: SIM101 - this runs a million times
        return term.value
    return str(term)


def node_of(text: str) -> ox.NamedNode | ox.BlankNode:
    """Return the node that ``text`` names: ``_:b0`` a blank one, everything else an IRI.

    Raises:
        ValueError: ``text`` is not an absolute IRI.

    Example:
        >>> node_of("_:b0"), node_of("urn:a")
        (<BlankNode value=b0>, <NamedNode value=urn:a>)
    """
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


def texts(statements: Statements, subject: str, predicate: str) -> list[str]:
    """Return what ``subject`` has as ``predicate``, nodes and literals, as text, sorted."""
    return sorted(map(text_of, statements.objects_of(subject, predicate)))


def nodes(statements: Statements, subject: str, predicate: str) -> list[str]:
    """Return the nodes that ``subject`` has as ``predicate``, as text, sorted."""
    return sorted(
        text_of(term) for term in statements.objects_of(subject, predicate) if not isinstance(term, ox.Literal)
    )


def _grouped(pairs: Iterable[tuple[Term, Term]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    several: dict[str, list[str]] = {}
    alone: dict[str, tuple[str, ...]] = {}  # one tuple for all that have this value and no other
    for subject, value in pairs:
        node, text = text_of(subject), text_of(value)
        if node in found:
            several.setdefault(node, [*found[node]]).append(text)
        else:
            found[node] = alone.setdefault(text, (text,))
    found.update((node, tuple(sorted(values))) for node, values in several.items())
    return found


def links(statements: Statements, predicate: str) -> Iterator[tuple[str, str]]:
    """Yield the IRIs that ``predicate`` links, sorted; blank nodes and literals are passed over."""
    yield from sorted(
        (subject.value, value.value)
        for subject, value in statements.pairs_of(predicate)
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode)
    )
