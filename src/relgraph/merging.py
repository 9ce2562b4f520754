"""Merging: several things written as one, and told apart again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import OWL, RDFS, SKOS

from relgraph.canonical import blank_node_hashes
from relgraph.errors import InputError, NameNotFoundError
from relgraph.identity import actors, duplicates
from relgraph.model.namespaces import RG
from relgraph.model.read_graph import refuse_plain
from relgraph.model.statements import texts
from relgraph.store import KnowledgeGraph

_SAME_AS = ox.NamedNode(str(OWL.sameAs))
_LABEL, _ALT_LABEL = ox.NamedNode(str(RDFS.label)), ox.NamedNode(str(SKOS.altLabel))
_ADDED, _REMOVED = ox.NamedNode("urn:x-relgraph:added"), ox.NamedNode("urn:x-relgraph:removed")


@dataclass(frozen=True)
class Merged:
    """A graph in which several things became one, and what it takes to tell them apart again.

    Attributes:
        graph: The new graph.
        merged: What became of each old IRI.
        added: The triples that are new in it.
        removed: The triples that are no longer in it.
    """

    graph: KnowledgeGraph
    merged: dict[str, str]
    added: frozenset[ox.Triple]
    removed: frozenset[ox.Triple]

    def record(self) -> bytes:
        """Return the record that :func:`unmerge` reads: N-Quads with what was added and what was removed.

        Files have other names for the same blank nodes, so that the record names them by a hash of what is said
        of them.

        Returns:
            The record.

        Raises:
            InputError: Nothing tells a blank node of it apart.
        """
        mentioned = {
            term
            for triple in self.added | self.removed
            for term in (triple.subject, triple.object)
            if isinstance(term, ox.BlankNode)
        }
        groups = _by_hash(self.graph) if mentioned else {}
        names = {node: ox.BlankNode(name) for name, node in _named(groups).items() if node in mentioned}
        alike = {node for found in groups.values() if len(found) > 1 for node in found} & mentioned
        linked = any(
            quad.object in mentioned and (quad.object in alike or node in alike)
            for node in mentioned
            for quad in self.graph.oxigraph.quads_for_pattern(node, None, None)
        )
        if mentioned - names.keys() or linked:
            raise InputError(
                "blank nodes of what is merged cannot be told apart again", "give them IRIs, or keep no record"
            )
        quads = [
            ox.Quad(renamed.subject, renamed.predicate, renamed.object, graph)
            for graph, triples in ((_ADDED, self.added), (_REMOVED, self.removed))
            for renamed in _with_names(triples, names)
        ]
        return ox.serialize(sorted(quads, key=str), format=ox.RdfFormat.N_QUADS) or b""


def merge(graph: KnowledgeGraph, pairs: Iterable[tuple[str, str]] = (), *, same_as: bool = False) -> Merged:
    """Write several things as one.

    What is said of the old thing is said of the one that is kept; its labels become alternative labels where
    the kept one has a label in that language; the kept one is ``owl:sameAs`` the old IRI. Acts and evidence
    stay as they are: two acts do not become one.

    Args:
        graph: The graph, which is not changed.
        pairs: Each the IRI that is kept and the one that becomes it. Chains are followed.
        same_as: Merge also what ``owl:sameAs`` or a common code says to be the same; the one that more is said
            of is kept, one under ``https://w3id.org/relgraph/id/`` before all others.

    Returns:
        The new graph and the record of the merge.

    Raises:
        NameNotFoundError: Nothing is said of an IRI.
        InputError: A pair of two kinds or with two country codes, or nothing to merge.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> names = ("state/russia", "organization/asean")
        >>> merge(graph, [tuple(f"https://w3id.org/relgraph/id/{name}" for name in names)])
        Traceback (most recent call last):
            ...
        relgraph.errors.InputError: ASEAN (InternationalOrganization) and Russia (State) are of two kinds
    """
    refuse_plain(graph)
    wanted = list(pairs)
    if same_as:
        wanted += [
            (pair.iri, pair.other)
            for pair in duplicates(graph)
            if {"owl:sameAs", "same code"} & set(pair.reasons)
        ]
    target = _targets(graph, wanted)
    if not target:
        raise InputError("nothing to merge", "give pairs, or merge what owl:sameAs says to be the same")
    _refuse_different(graph, target)
    before = {quad.triple for quad in graph.oxigraph}
    after = set(_renamed(before, target))
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in after)
    return Merged(graph.with_store(store), target, frozenset(after - before), frozenset(before - after))


def unmerge(graph: KnowledgeGraph, record: bytes) -> KnowledgeGraph:
    """Undo a merge by its record.

    Args:
        graph: The merged graph, or one that has grown since.
        record: What :meth:`Merged.record` returned.

    Returns:
        A graph without what the merge added and with what it removed.

    Raises:
        InputError: The record is none, or the graph lacks what the merge added.

    Example:
        >>> import relgraph
        >>> unmerge(relgraph.open(), b"no record")
        Traceback (most recent call last):
            ...
        relgraph.errors.InputError: this is no record of a merge
    """
    refuse_plain(graph)
    try:
        quads = list(ox.parse(record, ox.RdfFormat.N_QUADS))
    except (SyntaxError, ValueError):
        quads = []
    if not quads or {quad.graph_name for quad in quads} - {_ADDED, _REMOVED}:
        raise InputError("this is no record of a merge", "give the file that relgraph merge --record wrote")
    found = _named(_by_hash(graph))
    names = {
        term: found.get(term.value, term)
        for quad in quads
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.BlankNode)
    }
    added, removed = (
        [ox.Quad(*triple) for triple in _with_names((q.triple for q in quads if q.graph_name == part), names)]
        for part in (_ADDED, _REMOVED)
    )
    missing = sum(quad not in graph.oxigraph for quad in added)
    if missing:
        raise InputError(
            f"{missing} of the {len(added)} triples that the merge added are not in this graph",
            "give the graph that was merged with this record",
        )
    store = ox.Store()
    store.bulk_extend(graph.oxigraph)
    for quad in added:
        store.remove(quad)
    store.extend(removed)
    return graph.with_store(store)


def _targets(graph: KnowledgeGraph, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what each old IRI becomes in the end."""
    becomes: dict[str, str] = {}

    def end(iri: str) -> str:
        while iri in becomes:
            iri = becomes[iri]
        return iri

    for kept, old in pairs:
        for iri in (kept, old):
            try:
                node = ox.NamedNode(iri)
            except ValueError:
                raise NameNotFoundError(f"{iri[:200]!r} is no IRI", "give the IRI of a thing") from None
            if not any(True for _ in graph.oxigraph.quads_for_pattern(node, None, None)):
                raise NameNotFoundError(
                    f"nothing is said of {iri[:200]}", "relgraph duplicates lists what may be one"
                )
        first, second = end(kept), end(old)
        if first != second:
            becomes[second] = first
        elif kept == old:
            raise InputError(f"{kept} is to be merged with itself", "give two IRIs")
    return {old: end(old) for old in sorted(becomes)}


def _refuse_different(graph: KnowledgeGraph, target: dict[str, str]) -> None:
    """Refuse to make one of what is of several kinds or has several country codes."""
    kinds = dict(actors(graph))
    for kept in sorted(set(target.values())):
        group = [kept, *(old for old, end in target.items() if end == kept)]
        for old in group[1:]:
            if old in kinds and kept in kinds and kinds[old] != kinds[kept]:
                a, b = graph.thing(old), graph.thing(kept)
                raise InputError(
                    f"{a.label} ({a.kind}) and {b.label} ({b.kind}) are of two kinds",
                    "merge things of one kind",
                )
        codes = {code: iri for iri in reversed(group) for code in texts(graph, iri, str(RG.isoAlpha2))}
        if len(codes) > 1:
            said = " and ".join(f"{code} ({iri})" for code, iri in sorted(codes.items()))
            raise InputError(f"what is to be one has the country codes {said}", "correct the wrong one first")


def _by_hash(graph: KnowledgeGraph) -> dict[str, list[ox.BlankNode]]:
    found: dict[str, list[ox.BlankNode]] = {}
    for node, digest in blank_node_hashes(quad.triple for quad in graph.oxigraph).items():
        found.setdefault(digest, []).append(node)
    return found


def _named(groups: dict[str, list[ox.BlankNode]]) -> dict[str, ox.BlankNode]:
    """Return blank nodes by names that are the same in each file of a graph; those alike by any of theirs."""
    return {
        f"h{digest[:32]}n{number}": node
        for digest, found in groups.items()
        for number, node in enumerate(sorted(found, key=str))
    }


def _with_names(triples: Iterable[ox.Triple], names: dict[ox.BlankNode, ox.BlankNode]) -> Iterator[ox.Triple]:
    for triple in triples:
        subject, value = (
            names.get(term, term) if isinstance(term, ox.BlankNode) else term
            for term in (triple.subject, triple.object)
        )
        assert not isinstance(subject, ox.Literal | ox.Triple)  # noqa: S101 - names are of nodes
        yield ox.Triple(subject, triple.predicate, value)


def _renamed(triples: set[ox.Triple], target: dict[str, str]) -> Iterator[ox.Triple]:
    node_of: dict[object, ox.NamedNode] = {
        ox.NamedNode(old): ox.NamedNode(kept) for old, kept in target.items()
    }
    languages = Counter(
        (triple.subject, triple.object.language)
        for triple in triples
        if triple.predicate == _LABEL and isinstance(triple.object, ox.Literal)
    )
    for triple in sorted(triples, key=str):
        subject = node_of.get(triple.subject) or triple.subject
        value = node_of.get(triple.object) or triple.object
        if triple.predicate == _SAME_AS and subject == value:
            continue
        predicate = triple.predicate
        if predicate == _LABEL and subject != triple.subject and isinstance(value, ox.Literal):
            if languages[subject, value.language]:
                predicate = _ALT_LABEL
            languages[subject, value.language] += 1
        yield ox.Triple(subject, predicate, value)
    for old, kept in target.items():
        yield ox.Triple(ox.NamedNode(kept), _SAME_AS, ox.NamedNode(old))
