"""Canonical names for blank nodes: they depend on the graph alone, and isomorphic graphs get the same."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

import pyoxigraph as ox

from relgraph.confinement.child import run_in_child
from relgraph.errors import InputError, QueryError

_PATIENCE = 30.0  # seconds; RDFC-1.0 takes n! steps for n nodes that are all linked with each other
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def name_blank_nodes(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Name the blank nodes of a graph ``b0``, ``b1``, ... by what they are linked to.

    A blank node is identified by a hash of the statements about it, computed bottom-up from the ends of lists
    and nested nodes, and of the statements that it is the object of, computed top-down: one pass each way. Only
    nodes that hash alike, or that lead into a cycle, are left to RDFC-1.0 (W3C, RDF Dataset Canonicalization),
    which takes minutes for a list of a few hundred items and crashes the process on one of many thousands
    (pyoxigraph 0.5).

    Args:
        triples: All triples of a graph, in any order.

    Returns:
        The triples with the new names; those without blank nodes as they are.

    Raises:
        InputError: RDFC-1.0 takes longer than half a minute.

    Example:
        >>> import pyoxigraph as ox
        >>> def named(turtle):
        ...     return set(name_blank_nodes(quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)))
        >>> named("_:x <urn:p> _:y . _:y <urn:q> 1 .") == named("_:m <urn:q> 1 . _:n <urn:p> _:m .")
        True
    """
    given = list(triples)
    about, within = _linked(given)
    if not about:
        return given
    digests = _digests(about, within)
    often = Counter(digests.values())
    known: dict[_Term, _Term] = {
        node: ox.NamedNode(f"urn:sha256:{digest}") for node, digest in digests.items() if often[digest] == 1
    }
    rest = [_renamed(triple, known) for triple in given]
    if len(known) < len(about):
        plain = [triple for triple in rest if not _has_blank_node(triple)]
        rest = plain + _canonicalized([triple for triple in rest if _has_blank_node(triple)])
    alike = {
        term for triple in rest for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)
    }
    in_order = [*sorted(known.values(), key=str), *sorted(alike, key=str)]
    labels: dict[_Term, _Term] = {term: ox.BlankNode(f"b{number}") for number, term in enumerate(in_order)}
    return [_renamed(triple, labels) for triple in rest]


def blank_node_hashes(triples: Iterable[ox.Triple]) -> dict[ox.BlankNode, str]:
    """Return a hash of each blank node that leads into no cycle, of all that is said of and with it.

    Args:
        triples: All triples of a graph.

    Returns:
        The hashes, in hexadecimal digits. Nodes that nothing tells apart have the same.

    Example:
        >>> import pyoxigraph as ox
        >>> def hashes(turtle):
        ...     triples = (quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE))
        ...     return sorted(blank_node_hashes(triples).values())
        >>> hashes("_:x <urn:p> 1 . _:y <urn:p> 2 .") == hashes("_:y <urn:p> 1 . _:z <urn:p> 2 .")
        True
    """
    return _digests(*_linked(triples))


def _linked(
    triples: Iterable[ox.Triple],
) -> tuple[dict[ox.BlankNode, list[ox.Triple]], dict[ox.BlankNode, list[ox.Triple]]]:
    """Return the statements about each blank node, and those that it is the object of."""
    about: dict[ox.BlankNode, list[ox.Triple]] = {}
    within: dict[ox.BlankNode, list[ox.Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            about.setdefault(triple.subject, []).append(triple)
            within.setdefault(triple.subject, [])
        if isinstance(triple.object, ox.BlankNode):
            within.setdefault(triple.object, []).append(triple)
            about.setdefault(triple.object, [])
    return about, within


def _has_blank_node(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _canonicalized(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return triples with the names of RDFC-1.0, found in a process of its own: the engine hears no signal."""

    def work() -> bytes:
        dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return ox.serialize((quad.triple for quad in dataset), format=ox.RdfFormat.N_TRIPLES) or b""

    try:
        named = run_in_child(work, timeout=_PATIENCE) if hasattr(os, "fork") else work()
    except QueryError:
        raise InputError(
            "blank nodes that nothing tells apart are linked with each other in more ways than can be tried",
            "give them IRIs",
        ) from None
    return [quad.triple for quad in ox.parse(named, ox.RdfFormat.N_TRIPLES)]


def _renamed(triple: ox.Triple, names: dict[_Term, _Term]) -> ox.Triple:
    subject, value = triple.subject, triple.object
    named, other = names.get(subject, subject), names.get(value, value)
    if named is subject and other is value:
        return triple
    assert not isinstance(named, ox.Literal | ox.Triple)  # noqa: S101 - names are of nodes
    return ox.Triple(named, triple.predicate, other)


def _digests(
    about: dict[ox.BlankNode, list[ox.Triple]], within: dict[ox.BlankNode, list[ox.Triple]]
) -> dict[ox.BlankNode, str]:
    """Return a hash of each blank node that leads into no cycle."""
    # Bottom-up: a node comes after the blank nodes that its own statements name.
    waiting = {
        node: sum(isinstance(triple.object, ox.BlankNode) for triple in said) for node, said in about.items()
    }
    order = [node for node, count in waiting.items() if count == 0]
    down: dict[ox.BlankNode, str] = {}
    for node in order:  # grows during the walk
        down[node] = _hash(
            f"{said.predicate} {down[said.object] if isinstance(said.object, ox.BlankNode) else said.object}"
            for said in about[node]
        )
        for triple in within[node]:
            if isinstance(triple.subject, ox.BlankNode):
                waiting[triple.subject] -= 1
                if waiting[triple.subject] == 0:
                    order.append(triple.subject)
    # Top-down: with what a node is the object of.
    both: dict[ox.BlankNode, str] = {}
    for node in reversed(order):
        lines = (
            f"{both.get(triple.subject, '_') if isinstance(triple.subject, ox.BlankNode) else triple.subject}"
            f" {triple.predicate}"
            for triple in within[node]
        )
        both[node] = _hash([down[node], *sorted(lines)])
    return both


def _hash(lines: Iterable[str]) -> str:
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()
