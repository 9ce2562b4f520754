"""Suggesting: what may be written into a cell, what the passage itself names first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rdflib import RDF

from relgraph.authoring.building import LINKS
from relgraph.authoring.dossier import Dossier
from relgraph.authoring.drafting.relations import Lexicon
from relgraph.authoring.drafting.sentences import Sentence, sentences
from relgraph.authoring.gazetteer import Gazetteer
from relgraph.authoring.iris import ACT
from relgraph.authoring.naming import Known, Names, name_key
from relgraph.authoring.quoting import places_of_acts
from relgraph.model.labels import label_of
from relgraph.model.namespaces import RG, local_name
from relgraph.model.statements import nodes
from relgraph.vocabulary import RelationEntry, relations

MOST = 12
"""How many suggestions there are at most."""
_REFERRING = ("object", "derived_from")
"""The columns in which an act may be named."""


class Suggestion(NamedTuple):
    """What may be written into a cell.

    Attributes:
        text: What the cell then has.
        kind: What it is: a class of the ontology, ``act`` or ``relation``.
        hint: What tells it from others: its label, its definition, or what an act says.
        here: Whether the passage, or the sentence that it stands in, has it.
    """

    text: str
    kind: str
    hint: str
    here: bool


class Suggestions:
    """What may be written into cells: the names of a gazetteer and of graphs, and relations by their words."""

    def __init__(self, gazetteer: Gazetteer, known: Sequence[Known]) -> None:
        """Read the names and relations of graphs.

        Args:
            gazetteer: Things by their names.
            known: Graphs whose things and relations are known by name too.
        """
        self._gazetteer, self._known = gazetteer, known
        graphs = (None, *(one.graph for one in known))
        entries = {entry.iri: entry for graph in graphs for entry in relations("", graph)}
        self._relations = tuple(sorted(entries.values(), key=lambda entry: entry.name))
        self._lexicon = Lexicon(self._relations)

    @property
    def relations(self) -> tuple[RelationEntry, ...]:
        """The relations that acts may have, by name."""
        return self._relations

    def thing_named(self, name: str) -> dict[str, str] | None:
        """Return the cells of a thing that the gazetteer or a graph knows by just this name, ``None`` for none.

        Example:
            >>> from relgraph.authoring.gazetteer import load_gazetteer
            >>> found = Suggestions(load_gazetteer(), ()).thing_named("Russian Federation")
            >>> found["label"], found["kind"]
            ('Russia', 'State')
        """
        for graph, names in self._known:
            for iri in sorted(names.get(name_key(name), ())) if len(names.get(name_key(name), ())) == 1 else ():
                kinds = [one for one in nodes(graph, iri, str(RDF.type)) if one.startswith(str(RG))]
                if kinds:
                    return {"id": iri, "kind": local_name(min(kinds)), "label": label_of(graph, iri)}
        entries = self._gazetteer.named(name)
        if len(entries) != 1:
            return None
        (entry,) = entries
        told = {"id": entry.iri, "kind": entry.kind, "label": entry.label}
        return told if name_key(name) == entry.label.casefold() else {**told, "aliases": name}

    def for_cell(self, dossier: Dossier, column: str, typed: str, act: str = "") -> list[Suggestion]:
        """Return what may be written into a cell, the likeliest first.

        Args:
            dossier: The dossier.
            column: The column.
            typed: What is there already, behind the last semicolon.
            act: The act in whose row the cell is: what its sentences name comes first, and is all there is
                where nothing has been typed.

        Returns:
            At most :data:`MOST` of them.

        Example:
            >>> import relgraph
            >>> from relgraph.authoring.gazetteer import load_gazetteer
            >>> dossier = relgraph.draft("Oman condemned the attack.", "", title="R", base="urn:x:")
            >>> suggestions = Suggestions(load_gazetteer(), ())
            >>> [one.text for one in suggestions.for_cell(dossier, "actor", "", dossier.acts[0].cells["id"])]
            ['Oman', 'attack']
            >>> suggestions.for_cell(dossier, "relation", "conde")[0].text
            'condemns'
        """
        places = places_of_acts(dossier)[0].get(act, [])
        around = [
            one for one in sentences(dossier.text) if any(a < one.end and one.start < b for a, b in places)
        ]
        if column == "relation":
            found = self._of_relations(typed, around)
        elif column in LINKS:
            found = self._of_names(dossier, typed, around, act if column in _REFERRING else None)
        else:
            found = iter(())
        return list({one.text: one for one in reversed(_ranked(found, typed))}.values())[::-1][:MOST]

    def _of_relations(self, typed: str, around: Iterable[Sentence]) -> Iterator[Suggestion]:
        here = {
            match.relation
            for sentence in around
            for first in range(len(sentence.tokens))
            for match in self._lexicon.at(sentence.tokens, first)
        }
        for entry in self._relations:
            words = (entry.name, entry.label, *entry.words)
            if (typed or entry.name in here) and any(_fits(word, typed) for word in words):
                yield Suggestion(entry.name, "relation", entry.definition, entry.name in here)

    def _of_names(
        self, dossier: Dossier, typed: str, around: Sequence[Sentence], act: str | None
    ) -> Iterator[Suggestion]:
        text = "\n".join(dossier.text[one.start : one.end] for one in around)
        names = Names(dossier, [])
        for row in dossier.tables["things.csv"]:
            label, aliases = row.cells["label"], row.several("aliases")
            called = [label, *aliases, row.cells["id"]]
            here = any(_stands(name, text) for name in called[:-1])
            if (typed or here) and any(_fits(name, typed) for name in called):
                told = label if len(names.meant(label)) == 1 and ";" not in label else row.cells["id"]
                yield Suggestion(told, row.cells["kind"], label if told != label else ", ".join(aliases), here)
        found = {entry.iri for one in self._gazetteer.find(text) for entry in one.entries}
        for entry in self._gazetteer.entries.values():
            called = [entry.label, *entry.aliases]
            fits = bool(typed) and any(_fits(name, typed) for name in called)
            if (fits or (entry.iri in found and not typed)) and ";" not in entry.label:
                yield Suggestion(entry.label, entry.kind, ", ".join(entry.aliases[:3]), entry.iri in found)
        for _, known in self._known if typed else ():
            for name in known:
                if _fits(name, typed) and (thing := self.thing_named(name)) and ";" not in thing["label"]:
                    yield Suggestion(thing["label"], thing["kind"], "", False)
        for row in dossier.acts if typed and act is not None else ():
            said = " ".join(filter(None, (row.cells[name] for name in ("actor", "relation", "object"))))
            told = f"{ACT}{row.cells['id']}"
            if (
                row.cells["id"] != act
                and row.cells["status"] != "dropped"
                and (_fits(said, typed) or _fits(told, typed))
            ):
                yield Suggestion(told, "act", said, False)


def _fits(name: str, typed: str) -> bool:
    """Tell whether a name, or a word in it, begins with what was typed."""
    low, wanted = name_key(name), typed.casefold().strip()
    return low.startswith(wanted) or bool(re.search(rf"[\s/(-]{re.escape(wanted)}", low))


def _stands(name: str, text: str) -> bool:
    return bool(name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))


def _ranked(found: Iterable[Suggestion], typed: str) -> list[Suggestion]:
    wanted = typed.casefold().strip()
    return sorted(
        found,
        key=lambda one: (
            one.text.casefold() != wanted or not wanted,
            not one.here,
            not one.text.casefold().startswith(wanted),
            one.kind == "act",
            len(one.text),
            one.text,
        ),
    )
