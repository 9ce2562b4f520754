"""Drafted dossiers: candidates of a text as rows that a person has yet to accept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from rdflib import RDFS

from relgraph.authoring.dossier import DEFAULTS, TABLES, Dossier, Row
from relgraph.authoring.drafting import Candidate, draft_acts
from relgraph.authoring.gazetteer import Gazetteer, load_gazetteer
from relgraph.authoring.quoting import quotation_of
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import bundled_ontology
from relgraph.model.statements import nodes
from relgraph.vocabulary import relations

_ANYTHING = "Measure"
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
    gazetteer: Gazetteer | None = None,
) -> Dossier:
    """Return a dossier of a text with the acts that rules find in it, each a draft.

    Actors that the gazetteer knows have its IRIs, the same in every dossier; what else is named has one under
    the base.

    Args:
        text: The text.
        sha256: Of its file.
        title: What the document is called.
        base: What IRIs begin with.
        document: Further keys of ``document.toml``.
        gazetteer: Names of actors and offices; the bundled one by default.

    Returns:
        The dossier. Nothing in it is accepted.

    Example:
        >>> import relgraph
        >>> found = draft("Oman condemned the attack.", "", title="Report", base="https://example.org/")
        >>> [(row.cells["actor"], row.cells["relation"], row.cells["status"]) for row in found.acts]
        [('Oman', 'condemns', 'draft')]
    """
    gazetteer = gazetteer or load_gazetteer()
    found = draft_acts(text, gazetteer, relations())
    # One object each: acts of an enumeration are acts of their own.
    candidates = [one._replace(object=_short(name)) for one in found.acts for name in one.object.split(";")]
    acts = list(_rows_of_acts(text, candidates))
    kinds = {thing.name: (thing.kind, thing.aliases) for thing in found.things}
    things = _Things(gazetteer, kinds)
    for act in candidates:
        for name in (act.actor, act.recipient, act.said_by):
            things.add(name)
        things.add(act.object, _range_of(act.relation))
        things.add(act.event, "Meeting")
    told = {
        "text": "text.txt", "base": base, "iri": f"document/{slug(title)}", "kind": "Report", "title": title,
        **DEFAULTS, **(document or {}), "sha256": sha256,
    }  # fmt: skip
    tables = {
        "things.csv": _rows("things.csv", things.rows()),
        "acts.csv": _rows("acts.csv", acts),
        "passages.csv": (),
        "statements.csv": (),
    }
    return Dossier(told, text, sha256, tables)


class _Things:
    """The things that rows name, each once."""

    def __init__(self, gazetteer: Gazetteer, kinds: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
        self._gazetteer, self._kinds = gazetteer, kinds
        self._called = {alias.casefold(): name for name, (_, aliases) in kinds.items() for alias in aliases}
        self._found: dict[str, dict[str, str]] = {}
        self._ids: set[str] = set()

    def add(self, names: str, kind: str = _ANYTHING) -> None:
        """Add what a cell names; ``kind`` is what it is where nothing else tells."""
        for name in filter(None, map(str.strip, names.split(";"))):
            name = self._called.get(name.casefold(), name)  # noqa: PLW2901 - one thing has one row
            key = name.casefold()
            if key in self._found:
                continue
            entries = self._gazetteer.named(name)
            stated, aliases = self._kinds.get(name, ("", ()))
            if entries and (not stated or entries[0].kind == stated):
                entry = entries[0]
                self._found[key] = {"id": entry.iri, "kind": entry.kind, "label": entry.label}
                if entry.label != name:
                    self._found[key]["aliases"] = name
                continue
            kind_of_it = _NARROWER.get(stated, stated) or kind
            folder = _FOLDERS.get(kind_of_it, re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind_of_it).lower())
            id = _unique(f"{folder}/{slug(name)}", self._ids)
            self._found[key] = {"id": id, "kind": kind_of_it, "label": name, "aliases": "; ".join(aliases)}
            if kind_of_it == "Meeting":
                self._found[key]["status"] = "held"

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield a row for each thing; one that has several names here is one row."""
        by_id: dict[str, dict[str, str]] = {}
        for cells in self._found.values():
            kept = by_id.setdefault(cells["id"], cells)
            if kept is not cells and cells.get("aliases"):
                kept["aliases"] = "; ".join(filter(None, (kept.get("aliases", ""), cells["aliases"])))
        yield from by_id.values()


def _rows_of_acts(text: str, candidates: Iterable[Candidate]) -> Iterator[dict[str, str]]:
    ids: set[str] = set()
    for one in candidates:
        quote, context = quotation_of(text, one.start, one.end)
        said = f"{one.actor} {one.relation} {one.object}".replace(";", " ")
        yield {
            "id": _unique(slug(said)[:60].strip("-"), ids), "actor": one.actor, "relation": one.relation,
            "object": one.object, "recipient": one.recipient, "event": one.event, "said_by": one.said_by,
            "modality": one.modality, "polarity": one.polarity if one.polarity == "negative" else "",
            "certainty": one.certainty, "from": one.from_, "until": one.until, "quote": quote, "context": context,
            "status": "draft",
        }  # fmt: skip


def _short(name: str) -> str:
    return " ".join(name.split()[:_WORDS]).rstrip(",:-\u2013\u2014 ")


def _range_of(relation: str) -> str:
    """Return the class that a relation of the ontology leads to, by local name."""
    ranges = nodes(bundled_ontology(), str(RG[relation]), str(RDFS.range)) if relation else []
    named = [local_name(iri) for iri in ranges if iri.startswith(str(RG))]
    return _NARROWER.get(named[0], named[0]) if named else _ANYTHING


def slug(text: str) -> str:
    """Return a text as the last part of an IRI: letters of ASCII, digits and hyphens.

    Example:
        >>> slug("Côte d'Ivoire: the Ministers")
        'cote-d-ivoire-the-ministers'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


def _unique(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return found


def _rows(file: str, all_cells: Iterable[Mapping[str, str]]) -> tuple[Row, ...]:
    empty = dict.fromkeys(TABLES[file], "")
    return tuple(Row(file, number, {**empty, **cells}) for number, cells in enumerate(all_cells, start=2))
