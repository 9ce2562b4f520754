"""Batches: the triples of a graph cut into requests, without tearing blank nodes apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import networkx as nx
import pyoxigraph as ox

_BATCH_BYTES = 1_000_000


def batches(triples: Iterable[ox.Triple], most: int) -> Iterator[tuple[int, str]]:
    """Cut triples into requests of at most 1 MB.

    Triples that share blank nodes stay together, however many they are: a blank node is another one in the next
    request.

    Args:
        triples: The triples.
        most: How many triples a request has at most.

    Yields:
        The number of triples, and the triples as N-Triples, which are Turtle and the inside of an update too.

    Example:
        >>> import pyoxigraph as ox
        >>> turtle = "<urn:a> <urn:b> 1, 2, 3 . [] <urn:first> 1 ; <urn:rest> [ <urn:first> 2 ] ."
        >>> triples = [quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)]
        >>> [number for number, _ in batches(triples, 2)]
        [2, 1, 3]
    """
    lines: list[str] = []
    size = 0
    for unit in _units(triples):
        length = sum(len(line.encode()) for line in unit)
        if lines and (len(lines) + len(unit) > most or size + length > _BATCH_BYTES):
            yield len(lines), "".join(lines)
            lines, size = [], 0
        lines += unit
        size += length
    yield len(lines), "".join(lines)


def _units(triples: Iterable[ox.Triple]) -> Iterator[list[str]]:
    """Yield the lines that must stay together."""
    linked: nx.Graph[str] = nx.Graph()
    blank = []
    for triple in triples:
        if labels := blank_labels(triple):
            linked.add_edge(labels[0], labels[-1])
            blank.append((labels[0], f"{triple} .\n"))
        else:
            yield [f"{triple} .\n"]
    group = {label: number for number, found in enumerate(nx.connected_components(linked)) for label in found}
    together: defaultdict[int, list[str]] = defaultdict(list)
    for label, line in blank:
        together[group[label]].append(line)
    yield from together.values()


def blank_labels(triple: ox.Triple) -> list[str]:
    """Return the labels of the blank nodes in ``triple``, at most two.

    Example:
        >>> import pyoxigraph as ox
        >>> blank_labels(ox.Triple(ox.BlankNode("b0"), ox.NamedNode("urn:p"), ox.Literal("one")))
        ['b0']
    """
    return [term.value for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)]
