"""Drafted dossiers: candidates of a text as rows that a person has yet to accept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, count
from typing import TypeAlias

from rdflib import OWL, RDF, RDFS

from relgraph.authoring.dossier import DEFAULTS, TABLES, Dossier, Refused, rows_of
from relgraph.authoring.drafting import Candidate, Draft, draft_acts
from relgraph.authoring.gazetteer import Entry, Gazetteer, load_gazetteer
from relgraph.authoring.naming import name_key
from relgraph.authoring.quoting import quotation_of
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import bundled_ontology, read_ontology
from relgraph.model.statements import nodes
from relgraph.store import KnowledgeGraph
from relgraph.vocabulary import RelationEntry, relations

Proposer: TypeAlias = Callable[[str, Gazetteer, Sequence[RelationEntry]], Draft]
"""What finds the acts of a text, given the actors and relations that are known."""

ANYTHING = "Measure"
"""The kind of what an act is about where neither the gazetteer nor its relation tells another."""
_WORDS = 8
"""Words of the text that a name has at most: the graph has names of its own, and no sentence of a source."""
_NARROWER = {"Event": "Meeting", "Actor": "CollectiveActor"}
"""What a thing of a general class most often is."""
_FOLDERS = {"StateGroup": "group", "CollectiveActor": "collective"}


def draft(
    text: str,
    sha256: str,
    *,
    title: str,
    base: str,
    document: Mapping[str, str] | None = None,
    known: Sequence[KnowledgeGraph] = (),
    proposer: Proposer = draft_acts,
) -> Dossier:
    """Return a dossier of a text with the acts that are found in it, each a draft.

    Actors that the gazetteer knows have its IRIs, the same in every dossier; what else is named has one under
    the base.

    Args:
        text: The text.
        sha256: Of its file.
        title: What the document is called.
        base: What IRIs begin with.
        document: Further keys of ``document.toml``.
        known: Graphs whose actors are known by name, and whose relations by their words, beside the bundled
            gazetteer and ontology.
        proposer: What finds the acts: rules, or a :class:`~relgraph.LanguageModel`.

    Returns:
        The dossier. Nothing in it is accepted; ``refused`` has what was proposed and is not in it.

    Raises:
        RelgraphError: The proposer cannot find them.

    Example:
        >>> import relgraph
        >>> found = draft("Oman condemned the attack.", "", title="Report", base="https://example.org/")
        >>> [(row.cells["actor"], row.cells["relation"], row.cells["status"]) for row in found.acts]
        [('Oman', 'condemns', 'draft')]
    """
    gazetteer = load_gazetteer(graphs=known)
    entries = {entry.iri: entry for graph in (None, *known) for entry in relations("", graph)}
    found = proposer(text, gazetteer, tuple(entries.values()))
    # One object each: acts of an enumeration are acts of their own.
    candidates = [
        one._replace(object=short_name(name), event=short_name(one.event))
        for one in found.acts
        for name in one.object.split(";")
    ]
    acts = list(_rows_of_acts(text, candidates))
    kinds = {thing.name: (thing.kind, thing.aliases) for thing in found.things}
    things = Things(lambda name: next(iter(gazetteer.named(name)), None), kinds)
    for act in candidates:
        for name in (act.actor, act.recipient, act.said_by):
            things.add(name)
        things.add(act.object, range_of(act.relation))
        things.add(act.event, "Meeting")
    told = {"base": base, "title": title, **(document or {}), "sha256": sha256}
    return dossier_of(text, told, {"things.csv": things.rows(), "acts.csv": acts}, found.refused)


def dossier_of(
    text: str,
    told: Mapping[str, str],
    cells: Mapping[str, Iterable[Mapping[str, str]]],
    refused: tuple[Refused, ...] = (),
) -> Dossier:
    """Return a dossier of a text, from the cells of its tables.

    Args:
        text: The text.
        told: Keys of ``document.toml``, of which ``base``, ``title`` and ``sha256`` are needed.
        cells: What stands in the rows of tables, by file.
        refused: What was proposed for them and is not there.

    Returns:
        The dossier.

    Example:
        >>> told = {"base": "https://example.org/", "title": "Report", "sha256": ""}
        >>> dossier_of("They met.", told, {}).document["iri"]
        'document/report'
    """
    iri = f"document/{slug(told['title'])}"
    document = {"text": "text.txt", "iri": iri, "kind": "Report", **DEFAULTS, **told}
    tables = {file: rows_of(file, cells.get(file, ())) for file in TABLES}
    return Dossier(document, text, told["sha256"], tables, refused=refused)


class Things:
    """The things that rows name, each once, with all names that they have there."""

    def __init__(
        self, known: Callable[[str], Entry | None], kinds: Mapping[str, tuple[str, tuple[str, ...]]]
    ) -> None:
        """Take what a name means that is known, and kind and further names of what else is named."""
        self._known, self._kinds = known, kinds
        self._called = {name_key(alias): name for name, (_, aliases) in kinds.items() for alias in aliases}
        self._by_id: dict[str, dict[str, str]] = {}
        self._names: dict[str, dict[str, None]] = {}
        self._id_of: dict[str, str] = {}
        self._marked: dict[str, str] = {}
        self._ids_of: dict[str, set[str]] = {}

    def add(self, names: str, kind: str = ANYTHING) -> None:
        """Add what a cell names; ``kind`` is what it is where nothing else tells."""
        for name in filter(None, map(str.strip, names.split(";"))):
            if name in self._by_id:
                continue
            called = self._called.get(name_key(name), name)
            if name_key(called) not in self._id_of:
                self._id_of[name_key(called)] = self._described(called, kind)
            self._names[self._id_of[name_key(called)]].update(dict.fromkeys((called, name)))

    def mark(self, name: str, kind: str, id: str = "", entry: Entry | None = None, note: str = "") -> str:
        """Add what someone marked as a thing, and return its id.

        Args:
            name: The words that were marked.
            kind: Its kind, where that is told.
            id: Its IRI, where that is told. These come first: another of the same name and kind is the same
                thing then, unless two have them.
            entry: What it is where it has no IRI.
            note: A note.
        """
        alike = f"{kind} {name_key(name)}"
        if id and self._marked.setdefault(alike, id) != id:
            self._marked[alike] = ""
        if not id:
            id = self._marked.get(alike, "") or (
                entry.iri if entry else id_of_thing(kind or ANYTHING, name, self._by_id)
            )
            self._marked[alike] = id
        if entry and id == entry.iri:
            kind, label = entry.kind, entry.label
        else:
            kind, label = kind or ANYTHING, name
        cells = self._by_id.setdefault(id, {"id": id, "kind": kind, "label": label, "status": ""})
        notes = filter(None, (*cells.get("note", "").split("; "), note))
        cells["note"] = "; ".join(dict.fromkeys(notes))
        self._names.setdefault(id, {})[name] = None
        self._id_of.setdefault(name_key(name), id)
        self._ids_of.setdefault(name_key(name), set()).add(id)
        return id

    def cell(self, id: str, name: str) -> str:
        """Return what a cell has for what was marked: its name, or its id where others are so called."""
        return name if self._ids_of[name_key(name)] == {id} else id

    def _described(self, name: str, kind: str) -> str:
        """Describe a thing, and return its id."""
        stated, aliases = self._kinds.get(name, ("", ()))
        entry = self._known(name)
        if entry and entry.kind == "Office" and kind == "Actor":
            entry = None  # who acts is who holds it
        if entry and stated in ("", entry.kind):
            id, kind, label = entry.iri, entry.kind, entry.label
        else:
            kind, label = _NARROWER.get(stated, stated) or kind, name
            id = id_of_thing(kind, name, self._by_id)
        status = "held" if kind == "Meeting" else ""
        self._by_id.setdefault(id, {"id": id, "kind": kind, "label": label, "status": status})
        self._names.setdefault(id, {}).update(dict.fromkeys(aliases))
        return id

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield a row for each thing."""
        for id, cells in self._by_id.items():
            others = [name for name in self._names[id] if name_key(name) != name_key(cells["label"])]
            yield {**cells, "aliases": "; ".join(others)}


def _rows_of_acts(text: str, candidates: Iterable[Candidate]) -> Iterator[dict[str, str]]:
    ids: set[str] = set()
    for one in candidates:
        quote, context = quotation_of(text, one.start, one.end)
        negative = "negative" if one.polarity == "negative" else ""
        id = id_of_act(one._asdict(), ids)
        ids.add(id)
        yield {
            "id": id, "actor": one.actor, "relation": one.relation,
            "object": one.object, "recipient": one.recipient, "event": one.event, "said_by": one.said_by,
            "modality": one.modality, "polarity": negative, "certainty": one.certainty, "from": one.from_,
            "until": one.until, "quote": quote, "context": context, "status": "draft",
        }  # fmt: skip


def short_name(name: str) -> str:
    """Return as many words of a name as the graph may have of a text."""
    return " ".join(name.split()[:_WORDS]).rstrip(",:-\u2013\u2014 ")


def id_of_thing(kind: str, name: str, taken: Collection[str]) -> str:
    """Return the id that a thing is given, which none has yet.

    Example:
        >>> id_of_thing("StateGroup", "the Gulf states", ["group/the-gulf-states"])
        'group/the-gulf-states-2'
    """
    folder = _FOLDERS.get(kind, re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower())
    return unique(f"{folder}/{slug(name)}", taken)


def id_of_act(cells: Mapping[str, str], taken: Collection[str]) -> str:
    """Return the id that an act is given by what it says, which none has yet.

    Example:
        >>> id_of_act({"actor": "Oman; Iran", "relation": "condemns", "object": "attack"}, [])
        'oman-iran-condemns-attack'
    """
    return unique(
        slug(" ".join(cells[name] for name in ("actor", "relation", "object")))[:60].strip("-"), taken
    )


@cache
def range_of(relation: str) -> str:
    """Return the class that a relation, or the nearest above it, leads to, or the first of several.

    Example:
        >>> range_of("attends"), range_of("condemns")
        ('Meeting', 'Measure')
    """
    ontology = bundled_ontology()
    above = read_ontology().ancestors(str(RG[relation])) if relation else ()
    ranges = [found for one in above for found in nodes(ontology, one, str(RDFS.range))]
    lists = [member for one in ranges for member in nodes(ontology, one, str(OWL.unionOf))]
    named = [*ranges, *(first for one in lists for first in nodes(ontology, one, str(RDF.first)))]
    found = next((local_name(iri) for iri in named if iri.startswith(str(RG))), ANYTHING)
    return _NARROWER.get(found, found)


def slug(text: str) -> str:
    """Return a text as the last part of an IRI: letters of ASCII, digits and hyphens.

    Example:
        >>> slug("Côte d'Ivoire: the Ministers")
        'cote-d-ivoire-the-ministers'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


def unique(name: str, taken: Collection[str]) -> str:
    """Return a name that is not taken yet: with a number behind it where it is."""
    numbered = (f"{name}-{number}" for number in count(2))
    return next(found for found in chain([name], numbered) if found not in taken)
