"""Identity: which things may be one and the same, with the reasons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import OWL, RDF, SKOS

from relgraph.model.namespaces import ID, RG
from relgraph.model.read_graph import refuse_plain
from relgraph.model.statements import links, nodes, texts
from relgraph.records import to_csv, to_json
from relgraph.store import KnowledgeGraph

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
    kinds = dict(actors(graph))
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
    codes = {iri: set(texts(graph, iri, str(RG.isoAlpha2))) for iri in kinds}
    pairs = [
        Duplicate(
            a, b, graph.thing(a).label, graph.thing(b).label, graph.thing(a).kind,
            tuple(reason for reason in REASONS if reason in why
                  and not (reason == "same name but for accents" and "same name" in why)),
        )
        for (a, b), why in found.items()
        # Two countries of one name are two, as their codes tell.
        if why & {"owl:sameAs", "same code"} or not codes[a] or not codes[b] or codes[a] & codes[b]
    ]  # fmt: skip
    return Duplicates(
        sorted(pairs, key=lambda pair: (REASONS.index(pair.reasons[0]), pair.label, pair.iri, pair.other))
    )


def actors(graph: KnowledgeGraph) -> Iterator[tuple[str, str]]:
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
        if not node.startswith("_:"):
            yield "same code", node
        # A code that was given to another state later is not the same.
        years = [*texts(graph, node, str(RG["from"])), *texts(graph, node, str(RG.until))]
        for system in nodes(graph, node, str(RG.codeSystem)):
            for code in texts(graph, node, str(SKOS.notation)):
                yield "same code", " ".join((system, code, *years))
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
    if name.isascii():  # the same, in a tenth of the time
        return "".join(filter(str.isalnum, name.lower()))
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LNM")


def unaccented(key: str) -> str:
    """Return a key without accents and other marks.

    Example:
        >>> unaccented(name_key("Türkiye")), unaccented(name_key("Đà Nẵng"))
        ('turkiye', 'danang')
    """
    if key.isascii():
        return key
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
