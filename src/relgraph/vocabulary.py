"""Vocabulary: the relations as one who writes acts looks for them, by word, sense and code."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox
from rdflib import OWL, RDFS, SKOS

from relgraph.bundle import bundled
from relgraph.errors import NameNotFoundError
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import Ontology, bundled_ontology, read_ontology
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import Statements, TripleIndex, text_of
from relgraph.wording import counted

_MATCHES = tuple(str(SKOS[name]) for name in ("closeMatch", "broadMatch"))
_NEAR, _SHORT = 0.85, 5  # of 1, for words of so many letters: condem is near condemn, and said not near aid
_AUXILIARIES = frozenset({"is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would"})
IRREGULAR: Mapping[str, tuple[str, str]] = {
    "say": ("said", "said"), "tell": ("told", "told"), "meet": ("met", "met"), "hold": ("held", "held"),
    "give": ("gave", "given"), "send": ("sent", "sent"), "leave": ("left", "left"), "lead": ("led", "led"),
    "take": ("took", "taken"), "sell": ("sold", "sold"), "buy": ("bought", "bought"),
    "fight": ("fought", "fought"), "withdraw": ("withdrew", "withdrawn"), "swear": ("swore", "sworn"),
    "shoot": ("shot", "shot"), "break": ("broke", "broken"), "build": ("built", "built"),
    "begin": ("began", "begun"), "seek": ("sought", "sought"), "speak": ("spoke", "spoken"),
    "stand": ("stood", "stood"), "pay": ("paid", "paid"), "make": ("made", "made"), "lay": ("laid", "laid"),
    "put": ("put", "put"), "cut": ("cut", "cut"), "set": ("set", "set"), "hide": ("hid", "hidden"),
    "forbid": ("forbade", "forbidden"), "undertake": ("undertook", "undertaken"),
    "overthrow": ("overthrew", "overthrown"), "strike": ("struck", "struck"), "think": ("thought", "thought"),
    "know": ("knew", "known"), "see": ("saw", "seen"), "go": ("went", "gone"), "come": ("came", "come"),
    "get": ("got", "got"), "find": ("found", "found"), "keep": ("kept", "kept"),
    "become": ("became", "become"), "write": ("wrote", "written"), "win": ("won", "won"),
    "lose": ("lost", "lost"), "show": ("showed", "shown"), "bring": ("brought", "brought"),
    "fall": ("fell", "fallen"), "grow": ("grew", "grown"), "feel": ("felt", "felt"),
    "hear": ("heard", "heard"), "rise": ("rose", "risen"), "run": ("ran", "run"), "sit": ("sat", "sat"),
    "spend": ("spent", "spent"), "fly": ("flew", "flown"), "draw": ("drew", "drawn"),
    "choose": ("chose", "chosen"), "foresee": ("foresaw", "foreseen"), "quit": ("quit", "quit"),
    "deal": ("dealt", "dealt"), "have": ("had", "had"), "do": ("did", "done"), "let": ("let", "let"),
    "call": ("called", "called"),
}  # fmt: skip
"""Past and participle of verbs that reports are full of, which no ending tells."""
_BASES = {form: base for base, forms in IRREGULAR.items() for form in forms}


@dataclass(frozen=True)
class RelationEntry:
    """A relation as the vocabulary lists it.

    Attributes:
        iri: The relation.
        name: Its local name, such as ``supports``.
        kind: The kind of act that qualifies it, by its local name, such as ``Support``; ``""`` for none.
        label: How it reads from the actor to the object.
        inverse_label: How it reads from the object to the actor; ``""`` where the data declare none.
        definition: What it means.
        note: When to use another; ``""`` for no note.
        words: Words by which texts say it, in base form, in alphabetical order.
        sign: ``cooperative``, ``neutral`` or ``adverse``.
        undirected: It holds both ways and counts once.
        speech_act: Saying it is doing it.
        under: Names of the relations above it, nearest first.
        codes: The codes of CAMEO and the types of PLOVER whose events it stands for, such as ``CAMEO 111``.
    """

    iri: str
    name: str
    kind: str
    label: str
    inverse_label: str
    definition: str
    note: str
    words: tuple[str, ...]
    sign: str
    undirected: bool
    speech_act: bool
    under: tuple[str, ...]
    codes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dictionary, for JSON."""
        return asdict(self)


def relations(word: str = "", graph: ReadGraph | None = None) -> tuple[RelationEntry, ...]:
    """List the relations, or those that a word may mean.

    Args:
        word: A word or words as a text has them, a name, or a code, such as ``condemn``, ``rg:supports``,
            ``CAMEO 111`` or ``ACCUSE``. Default: all.
        graph: A graph that may declare relations of its own. Default: none.

    Returns:
        All relations by name; or those that the word may mean, the nearest first: those that are called so,
        else those of which a name or a word is nearly so.

    Raises:
        NameNotFoundError: No relation is near the word.

    Example:
        >>> [entry.name for entry in relations("denounces")]
        ['condemns']
        >>> [entry.name for entry in relations("CAMEO 163")]
        ['sanctions']
    """
    extensions = () if graph is None else (graph.declarations,)
    ontology = read_ontology(*extensions)
    described = (bundled_ontology(), *extensions)
    entries = tuple(
        sorted(
            (_entry(iri, ontology, described) for iri in ontology.relations),
            key=lambda entry: (entry.name.casefold(), entry.iri),
        )
    )
    if not word.strip():
        return entries
    found = _meant(" ".join(word.casefold().split()), entries)
    if not found:
        raise NameNotFoundError(
            f"no relation is near {word!r}",
            f"list all {counted(len(entries), 'relation')} with relgraph relations, and read docs/guide.md",
        )
    return found


def _entry(iri: str, ontology: Ontology, described: Iterable[Statements]) -> RelationEntry:
    relation = ontology.relations[iri]

    def texts_of(predicate: str) -> list[str]:
        return sorted({text_of(term) for graph in described for term in graph.objects_of(iri, predicate)})

    def text(predicate: str) -> str:
        return next(iter(texts_of(predicate)), "")

    return RelationEntry(
        iri=iri,
        name=relation.name,
        kind=_kinds().get(iri, ""),
        label=relation.label,
        inverse_label=text(f"{RG}inverseLabel"),
        definition=text(str(SKOS.definition)),
        note=text(str(SKOS.scopeNote)),
        words=tuple(texts_of(str(SKOS.altLabel))),
        sign=relation.sign,
        undirected=relation.undirected,
        speech_act=relation.speech_act,
        under=tuple(local_name(above) for above in ontology.ancestors(iri)[1:]),
        codes=_codes().get(iri, ()),
    )


@cache
def _kinds() -> Mapping[str, str]:
    """Return the kind of act that the ontology ties to each relation."""
    restricted = {
        text_of(node): text_of(value) for node, value in bundled_ontology().pairs_of(str(OWL.hasValue))
    }
    return {
        restricted[text_of(above)]: local_name(text_of(kind))
        for kind, above in bundled_ontology().pairs_of(str(RDFS.subClassOf))
        if text_of(above) in restricted
    }


@cache
def _codes() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of each relation that the alignment with CAMEO and PLOVER names."""
    quads = ox.parse(path=str(bundled("ontology", "alignments", "plover-cameo.ttl")))
    alignment = TripleIndex(quads)
    found: dict[str, set[str]] = {}
    for predicate in _MATCHES:
        for relation, code in alignment.pairs_of(predicate):
            labels = alignment.objects_of(text_of(code), str(RDFS.label))
            found.setdefault(text_of(relation), set()).update(map(text_of, labels))
    return {relation: tuple(sorted(codes)) for relation, codes in found.items()}


def _meant(word: str, entries: tuple[RelationEntry, ...]) -> tuple[RelationEntry, ...]:
    names = {entry.iri: _names(entry) for entry in entries}
    forms = {word, *_base_forms(word)}
    if any(character.isdigit() for character in word):  # a code, or the first digits of several
        code = word.removeprefix("cameo").strip()
        # What no relation has falls under the code above it; those at the root have two digits.
        for length in range(len(code), 1, -1) if code.isdigit() else (len(code),):
            begins = code[:length]
            if found := [
                entry for entry in entries if any(name.startswith(begins) for name in names[entry.iri])
            ]:
                return tuple(found)
        return ()
    called = [entry for entry in entries if forms & names[entry.iri]]
    if not called:  # withdraw, of what is called withdraw from
        first = tuple(f"{form} " for form in forms)
        called = [entry for entry in entries if any(name.startswith(first) for name in names[entry.iri])]
    if called:
        return tuple(sorted(called, key=lambda entry: forms.isdisjoint(_base_forms(entry.name.casefold()))))

    def nearness(entry: RelationEntry) -> float:
        alike = (name for name in names[entry.iri] if name[0] == word[0])
        return max((difflib.SequenceMatcher(None, word, name).ratio() for name in alike), default=0.0)

    if len(word) < _SHORT:
        return ()
    near = sorted(((nearness(entry), entry) for entry in entries), key=lambda pair: -pair[0])
    return tuple(entry for ratio, entry in near if ratio >= _NEAR)


def _names(entry: RelationEntry) -> set[str]:
    """Return all that a relation is called by, in lower case."""
    codes = [name for code in entry.codes for name in (code, code.partition(" ")[2])]
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", entry.kind)  # ExpressionOfConcern
    names = (
        entry.iri, entry.name, f"rg:{entry.name}", entry.label, entry.inverse_label, kind, *entry.words, *codes,
    )  # fmt: skip
    return {name.casefold() for name in names} - {""}


def _base_forms(words: str) -> set[str]:
    """Return what the first of some words may be a form of: denounces and denounced are of denounce."""
    while words.partition(" ")[0] in _AUXILIARIES and " " in words:
        words = words.partition(" ")[2].removesuffix(" by")
    first, _, rest = words.partition(" ")
    stems = {first, _BASES.get(first, first)}
    for ending, instead in (
        ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ):  # fmt: skip
        if first.endswith(ending) and len(first) > len(ending) + 1:
            stem = first.removesuffix(ending) + instead
            stems.add(stem)
            if len(stem) > 3 and stem[-1] == stem[-2]:
                stems.add(stem[:-1])  # ban, banned
    return {" ".join(filter(None, (stem, rest))) for stem in stems}
