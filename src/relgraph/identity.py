"""Identity: which things may be one and the same, with the reasons, and several things written as one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS

from relgraph.errors import InputError, NameNotFoundError
from relgraph.model.namespaces import ID, RG
from relgraph.model.statements import links, nodes, texts
from relgraph.records import to_csv, to_json
from relgraph.store import KnowledgeGraph, refuse_plain

REASONS = (
    "owl:sameAs",
    "same code",
    "same IRI under another base",
    "same name",
    "same name but for accents",
)
"""Why two things may be one, the strongest reason first."""

_ACTOR = str(RG.Actor)
_SAME_AS = ox.NamedNode(str(OWL.sameAs))
_LABEL, _ALT_LABEL = ox.NamedNode(str(RDFS.label)), ox.NamedNode(str(SKOS.altLabel))


class Duplicate(NamedTuple):
    """Two actors that may be one and the same.

    Attributes:
        iri: The one that a merge would keep.
        other: The other one.
        label: What the first goes by.
        other_label: What the other goes by.
        kind: The kind of both.
        reasons: Those of :data:`REASONS` that hold.
    """

    iri: str
    other: str
    label: str
    other_label: str
    kind: str
    reasons: tuple[str, ...]


class Duplicates(tuple[Duplicate, ...]):
    """Pairs, those with the strongest reasons first."""

    __slots__ = ()

    def records(self) -> list[dict[str, str]]:
        """Return the pairs as dicts: iri, other, label, other_label, kind and reasons, in one text."""
        return [{**pair._asdict(), "reasons": "; ".join(pair.reasons)} for pair in self]

    def to_csv(self) -> str:
        """Return the records as CSV with a header, as ``relgraph merge --from`` takes it."""
        return to_csv(self.records(), list(Duplicate._fields))

    def to_json(self) -> str:
        """Return the records as a JSON list."""
        return to_json(self.records())


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
        """Return the record that :func:`unmerge` reads: N-Quads with what was added and what was removed."""
        quads = sorted(
            (
                ox.Quad(triple.subject, triple.predicate, triple.object, graph)
                for graph, triples in ((_ADDED, self.added), (_REMOVED, self.removed))
                for triple in triples
            ),
            key=str,
        )
        return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


_ADDED, _REMOVED = ox.NamedNode("urn:x-relgraph:added"), ox.NamedNode("urn:x-relgraph:removed")


def duplicates(graph: KnowledgeGraph) -> Duplicates:
    """Return the actors that may be one and the same.

    Two actors of one kind (states, organizations, persons, collectives ...) are a pair where ``owl:sameAs``
    says so, where they have one code (ISO 3166-1, a code of one code system, one Wikidata item), where their
    IRIs end alike under two bases (``state/russia``), or where they share a name: a label or an alternative
    one, as far as letters and digits go, whatever their Unicode form, case, spacing and punctuation. Names that
    are alike but for accents are a reason of their own; names that are merely similar are none. Of several that
    share a name, each makes a pair with the first.

    Args:
        graph: The graph.

    Returns:
        The pairs, strongest reason first, then by label.

    Example:
        >>> import relgraph
        >>> duplicates(relgraph.open())
        ()
    """
    refuse_plain(graph)
    kinds = dict(_actors(graph))
    found: dict[tuple[str, str], set[str]] = {}
    groups: dict[tuple[str, str, str], list[str]] = {}
    for iri, kind in kinds.items():
        for reason, key in _keys(graph, iri):
            groups.setdefault((reason, kind, key), []).append(iri)
    for (reason, _, _), members in sorted(groups.items()):
        first, *others = sorted(set(members), key=lambda iri: _preference(graph, iri))
        for other in others:
            found.setdefault(_pair(graph, first, other), set()).add(reason)
    for a, b in links(graph, str(OWL.sameAs)):
        if a != b and a in kinds and b in kinds:
            found.setdefault(_pair(graph, a, b), set()).add("owl:sameAs")
    pairs = [
        Duplicate(
            a, b, graph.thing(a).label, graph.thing(b).label, graph.thing(a).kind,
            tuple(reason for reason in REASONS if reason in why
                  and not (reason == "same name but for accents" and "same name" in why)),
        )
        for (a, b), why in found.items()
    ]  # fmt: skip
    return Duplicates(
        sorted(pairs, key=lambda pair: (REASONS.index(pair.reasons[0]), pair.label, pair.iri, pair.other))
    )


def _actors(graph: KnowledgeGraph) -> Iterator[tuple[str, str]]:
    """Yield each actor with the kind that is right under ``rg:Actor``."""
    ontology = graph.ontology
    seen = set()
    for subject, value in graph.pairs_of(str(RDF.type)):
        if not (isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode)):
            continue
        line = ontology.ancestors(value.value)
        if _ACTOR in line and value.value != _ACTOR and subject.value not in seen:
            seen.add(subject.value)
            yield (
                subject.value,
                next((kind for kind in line if _ACTOR in ontology.parents.get(kind, ())), _ACTOR),
            )


def _keys(graph: KnowledgeGraph, iri: str) -> Iterator[tuple[str, str]]:
    """Yield what an actor has in common with another one that may be the same, with the reason."""
    thing = graph.thing(iri)
    for name in {thing.label, *thing.aliases}:
        if key := name_key(name):
            yield "same name", key
            yield "same name but for accents", unaccented(key)
    for code in texts(graph, iri, str(RG.isoAlpha2)):
        yield "same code", f"ISO 3166-1 {code.upper()}"
    for node in nodes(graph, iri, str(RG.hasCode)):
        for system in nodes(graph, node, str(RG.codeSystem)):
            for code in texts(graph, node, str(SKOS.notation)):
                yield "same code", f"{system} {code}"
    for same in (
        str(SKOS.exactMatch),
        "https://schema.org/sameAs",
        "http://schema.org/sameAs",
        str(OWL.sameAs),
    ):
        for item in nodes(graph, iri, same):
            if re.fullmatch(r"https?://www\.wikidata\.org/entity/Q[0-9]+", item):
                yield "same code", item.rpartition("/")[2]
    ending = re.search(r"[^/#]+/[^/#]+$", iri)
    if ending:
        yield "same IRI under another base", ending[0]


def name_key(name: str) -> str:
    """Return what of a name counts: its letters and digits, in one case and one Unicode form.

    Example:
        >>> name_key("Côte d'Ivoire") == name_key("CO\\u0302TE D-IVOIRE"), name_key("Viet Nam")
        (True, 'vietnam')
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LNM")


def unaccented(key: str) -> str:
    """Return a key without accents and other marks.

    Example:
        >>> unaccented(name_key("Türkiye")), unaccented(name_key("Đà Nẵng"))
        ('turkiye', 'danang')
    """
    apart = unicodedata.normalize("NFD", key)
    plain = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    return plain.translate(str.maketrans("đøłħŧıßæœ", "dolhtisao"))


def _preference(graph: KnowledgeGraph, iri: str) -> tuple[bool, int, str]:
    """Sort what is kept first: IRIs of this vocabulary, then what more is said of."""
    node = ox.NamedNode(iri)
    store = graph.oxigraph
    used = sum(1 for _ in store.quads_for_pattern(None, None, node))
    return (not iri.startswith(str(ID)), -used, iri)


def _pair(graph: KnowledgeGraph, a: str, b: str) -> tuple[str, str]:
    return (a, b) if _preference(graph, a) <= _preference(graph, b) else (b, a)


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
        relgraph.errors.InputError: ASEAN is an Organization and Russia a State
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
    kinds = dict(_actors(graph))
    for old, kept in target.items():
        _refuse_different(graph, kinds, old, kept)
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
    added = [ox.Quad(*quad.triple) for quad in quads if quad.graph_name == _ADDED]
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
    store.extend(ox.Quad(*quad.triple) for quad in quads if quad.graph_name == _REMOVED)
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


def _refuse_different(graph: KnowledgeGraph, kinds: dict[str, str], old: str, kept: str) -> None:
    if old in kinds and kept in kinds and kinds[old] != kinds[kept]:
        a, b = graph.thing(old), graph.thing(kept)
        raise InputError(f"{a.label} is an {a.kind} and {b.label} a {b.kind}", "merge things of one kind")
    codes = {code for iri in (old, kept) for code in texts(graph, iri, str(RG.isoAlpha2))}
    if len(codes) > 1:
        raise InputError(
            f"{old} and {kept} have the country codes {' and '.join(sorted(codes))}",
            "correct the wrong one first",
        )


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
