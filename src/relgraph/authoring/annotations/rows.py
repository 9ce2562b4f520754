"""Rows: marks as acts and things of a dossier, by the rules of docs/dossier.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from relgraph.authoring.annotations.marks import COMMENT, IDENTIFIER, NAMES, TAG, Mark, Span, column_of
from relgraph.authoring.dossier import TABLES
from relgraph.authoring.drafted import ANYTHING, Things, id_of_act, range_of, short_name, unique
from relgraph.authoring.gazetteer import NAME, Entry, Gazetteer
from relgraph.authoring.iris import ACT, is_iri, is_well_formed
from relgraph.authoring.quoting import quotation_of
from relgraph.model.dates import days
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import read_ontology
from relgraph.vocabulary import RelationEntry

_KINDS = {
    "per": "Person", "person": "Person", "org": "Organization", "organization": "Organization",
    "organisation": "Organization", "loc": "Place", "location": "Place", "place": "Place", "gpe": "Place",
}  # fmt: skip
"""Kinds of named entities by what schemes of annotation call them; classes of actors are known beside."""
_KINDS_OF_COLUMNS = {"event": "Meeting", "topics": ANYTHING}


class Rows:
    """The rows that marks make.

    Attributes:
        acts: Cells of ``acts.csv``.
        passages: Cells of ``passages.csv``.
        things: The things that they name.
    """

    def __init__(
        self, text: str, marks: Sequence[Mark], gazetteer: Gazetteer, relations: Sequence[RelationEntry]
    ) -> None:
        """Make the rows of marks in a text; names and relations are those that are given."""
        self._text, self._gazetteer = text, gazetteer
        self._ontology = read_ontology()
        actors = [one for one in self._ontology.parents if str(RG.Actor) in self._ontology.ancestors(one)]
        self._kinds = {local_name(one).casefold(): local_name(one) for one in actors} | _KINDS
        self._relations: dict[str, set[str]] = {}
        for entry in relations:
            for name in (entry.name, f"rg:{entry.name}", entry.label, entry.iri):
                self._relations.setdefault(name.casefold(), set()).add(entry.name)
        self.acts: list[dict[str, str]] = []
        self.passages: list[dict[str, str]] = []
        self._ids: set[str] = set()
        self._things_at: dict[Span, str] = {}
        self._numbers: dict[str, dict[Span, int]] = {}
        self.things = Things(self._entry, {})
        read = [(mark, *self._read(mark)) for mark in marks]
        # What is marked as a thing is known before acts name it; what has an IRI before what has a name alone.
        things = [one for one in read if self._is_thing(*one)]
        for mark, cells, notes in sorted(
            things, key=lambda one: (IDENTIFIER not in one[1], "kind" not in one[1])
        ):
            self._add_thing(mark, cells, notes)
        for mark, cells, notes in read:
            if not self._is_thing(mark, cells, notes):
                self._add_act(mark, cells, notes)

    def _is_thing(self, mark: Mark, cells: Mapping[str, list[str]], _notes: list[str]) -> bool:
        has_identity = bool(cells.get("kind") or cells.get(IDENTIFIER))
        return (mark.names or has_identity) and not (cells.get("relation") or mark.fillers)

    def _read(self, mark: Mark) -> tuple[dict[str, list[str]], list[str]]:
        """Return what is said of a mark: values by column, and notes of what fits none."""
        cells: dict[str, list[str]] = {}
        notes: list[str] = []
        for name, value in mark.said:
            column, told = column_of(name), value
            if (
                name == TAG
                and (pair := re.fullmatch(r"([\w ]+?)\s*[:=]\s*(\S.*)", value))
                and column_of(pair[1])
            ):
                column, told = column_of(pair[1]), pair[2]
            if name == COMMENT or column == "note":
                notes.append(told)
            elif found := self._fitting(column, told) or self._meant(name, value):
                values = cells.setdefault(found[0], [])
                values += [found[1]] if found[1] not in values else []
            else:
                notes.append(f"{name}: {value}" if name else value)
        return cells, notes

    def _fitting(self, column: str, value: str) -> tuple[str, str] | None:
        """Return a column and the value as it stands there, where it fits."""
        if column in NAMES:
            is_act = any(part.strip().startswith(ACT) for part in value.split(";"))
            return None if is_act else (column, " ".join(value.split()))
        if column == "label":  # which tools often call what says the kind
            return self._meant(TAG, value) or (column, " ".join(value.split()))
        if column and column != "relation":
            told = value.casefold()
            fits = re.fullmatch(TABLES["acts.csv"][column].pattern, told)
            is_date = column not in ("from", "until") or told == ".." or days(told) is not None
            return (column, told) if fits and is_date else None
        return None

    def _meant(self, name: str, value: str) -> tuple[str, str] | None:
        """Return what a tag, a layer or a value of a feature means whatever its name is."""
        names = self._relations.get(re.sub(r"(?i)^relation\s*[:=]\s*", "", value).casefold(), ())
        if len(names) == 1:
            return "relation", next(iter(names))
        if name == IDENTIFIER and is_iri(value) and is_well_formed(value):
            return IDENTIFIER, value
        if column_of(name):
            return None
        kind = self._kinds.get(value.casefold(), "")
        return ("kind", kind) if kind else None

    def _entry(self, name: str) -> Entry | None:
        """Return what the gazetteer knows by exactly this name, and not by a demonym or a capital."""
        bare = re.sub(r"(?i)^the\s+", "", name)
        for found in self._gazetteer.find(bare):
            if found.text == bare and found.manner == NAME and len(found.entries) == 1:
                return found.entries[0]
        return None

    def _add_thing(self, mark: Mark, cells: dict[str, list[str]], notes: list[str]) -> None:
        # Of two kinds or IRIs nobody has said which it is.
        kind, id = (
            values[0] if len(values := cells.get(name, [])) == 1 else "" for name in ("kind", IDENTIFIER)
        )
        told = {"kind": [kind], IDENTIFIER: [id]}
        notes += [
            f"{name}: {one}" for name, values in cells.items() if told.get(name) != values for one in values
        ]
        name = self._words(mark.spans[0])
        entry = self._entry(name)
        known = entry if entry and self._is_of(entry.kind, kind) else None
        thing = self.things.mark(name, kind, id, known, "; ".join(notes))
        self._things_at[mark.spans[0]] = thing
        self._add_passages(thing, mark.spans, 1)

    def _is_of(self, kind: str, told: str) -> bool:
        """Tell whether a kind is one that is told, which may be more general."""
        is_under = told in map(local_name, self._ontology.ancestors(str(RG[kind])))
        return not told or is_under or (told == "Place" and kind in ("State", "Territory"))

    def _add_act(self, mark: Mark, cells: dict[str, list[str]], notes: list[str]) -> None:
        for column, place in mark.fillers:
            values = cells.setdefault(column, [])
            name = self._words(place)
            if place in self._things_at:
                name = self.things.cell(self._things_at[place], name)
            values += [name] if name not in values else []
        row = {}
        for column, values in cells.items():
            if column in NAMES:
                row[column] = "; ".join(values)
            elif len(values) == 1 and column in TABLES["acts.csv"]:
                row[column] = values[0]
            else:  # of two relations nobody has said which it is
                notes += [f"{column}: {value}" for value in values]
        for column in NAMES:
            kind = (
                range_of(row.get("relation", "")) if column == "object" else _KINDS_OF_COLUMNS.get(column, "")
            )
            # Which kind of actor it is nobody has said: building asks for it.
            self.things.add(row.get(column, ""), "Actor" if kind in ("", "CollectiveActor") else kind)
        start, end = mark.spans[0]
        said = {column: row.get(column, "") for column in ("actor", "relation", "object")}
        id = id_of_act(said, self._ids) if any(said.values()) else unique(f"passage-{start}-{end}", self._ids)
        self._ids.add(id)
        quote, context = quotation_of(self._text, start, end)
        self.acts.append(
            {"id": id, **row, "quote": quote, "context": context, "status": "draft", "note": "; ".join(notes)}
        )
        self._add_passages(id, (span for span in mark.spans if span != mark.spans[0]), 2)

    def _add_passages(self, owner: str, spans: Iterable[Span], first: int) -> None:
        numbers = self._numbers.setdefault(owner, {})
        for span in spans:
            if span not in numbers:
                numbers[span] = first + len(numbers)
                quote, context = quotation_of(self._text, *span)
                self.passages.append(
                    {"act": owner, "n": str(numbers[span]), "quote": quote, "context": context}
                )

    def _words(self, place: Span) -> str:
        return short_name(self._text[slice(*place)].replace(";", ","))
