"""Records: what the page is told of a dossier, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rdflib import OWL, RDF

from relgraph.authoring import compare
from relgraph.authoring.covering import PAGE
from relgraph.authoring.dossier import TABLES, Dossier, Row
from relgraph.authoring.drafted import range_of
from relgraph.authoring.drafting.sentences import sentences
from relgraph.authoring.quoting import place_of
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import bundled_ontology, read_ontology
from relgraph.model.statements import text_of
from relgraph.reviewing.desk import Desk
from relgraph.reviewing.editing import passages_of, with_tables

Record = dict[str, Any]
Faults = Mapping[str, Mapping[str, Sequence[str]]]
KIND_FOR = {
    "actor": "Organization", "recipient": "Organization", "said_by": "Person", "event": "Meeting",
    "topics": "Situation",
}  # fmt: skip
"""Of which class a new name most often is, by its column; of an object, its relation tells."""
_APART = ("id", "status", "quote", "context", "evidence")
"""The columns that a record has in another form than among its cells."""
_NO_THINGS = (RG.Act, RG.Relation, RG.Code)


class Records:
    """What the page is told of a desk: all of it at first, then what has changed since."""

    def __init__(self, desk: Desk) -> None:
        """Take down what the desk has now."""
        self._desk = desk
        self._told: dict[str, tuple[int, Record]] = {}
        self._version = 0

    def whole(self) -> Record:
        """Return all of it: text, sentences, what may stand in cells, and what :meth:`since` returns."""
        desk, text = self._desk, self._desk.dossier.text
        told = [(one.start, one.end, text.count(PAGE, 0, one.start) + 1) for one in sentences(text)]
        relations = [
            {
                "name": one.name,
                "label": one.label,
                "definition": one.definition,
                "objectKind": range_of(one.name),
            }
            for one in desk.suggestions.relations
        ]
        return {
            "title": desk.dossier.document["title"],
            "text": text,
            "sentences": told,
            "relations": relations,
            "columns": {name: column.says for name, column in TABLES["acts.csv"].items()},
            "choices": {
                name: TABLES["acts.csv"][name].pattern.split("|")
                for name in ("modality", "polarity", "certainty")
            },
            "kinds": kinds_of_things(),
            "kindFor": KIND_FOR,
            **self.since(0),
        }

    def since(self, version: int) -> Record:
        """Return what has changed since a version: acts, things, and in what the other dossier differs.

        Args:
            version: The ``version`` of what the page was told last; 0 for nothing.

        Returns:
            ``acts``, those that are new or changed; ``order``, the ids of all; ``things``, all, where one has
            changed; ``comparison``, where there is another dossier; ``version``.
        """
        desk = self._desk
        now = {row.cells["id"]: act_record(desk.dossier, row, desk.faults) for row in desk.dossier.acts}
        things = [_told(row) for row in desk.dossier.tables["things.csv"]]
        parts: dict[str, Record] = {f"act {id}": record for id, record in now.items()}
        parts["things"] = {"things": things}
        parts["comparison"] = {"comparison": _comparison(desk.dossier, desk.other)}
        # What is gone is told anew where it comes back, such as by an undo: the page has forgotten it.
        self._told = {name: told for name, told in self._told.items() if name in parts}
        changed = [name for name, record in parts.items() if self._told.get(name, (0, None))[1] != record]
        if changed:
            self._version += 1
            self._told.update({name: (self._version, parts[name]) for name in changed})
        new = {name for name, (since, _) in self._told.items() if since > version}
        found: Record = {"version": self._version, "order": list(now)}
        found["acts"] = [record for id, record in now.items() if f"act {id}" in new]
        for name in ("things", "comparison"):
            if name in new:
                found |= parts[name]
        return found


def act_record(dossier: Dossier, row: Row, faults: Faults) -> Record:
    """Return the record of an act: its cells, and where its passages stand.

    Args:
        dossier: The dossier.
        row: The row of the act.
        faults: What is wrong, by id and column.

    Returns:
        ``id``, ``status``, ``row`` (its number), ``cells`` that are not empty, ``passages`` (``start`` and
        ``end`` in code points, or ``quote`` and what is ``wrong``) and ``faults`` by column.
    """
    passages: list[Record] = []
    for one in passages_of(dossier, row.cells["id"]):
        place = place_of(dossier.text, one.cells["quote"], one.cells["context"])
        if isinstance(place, str):
            passages.append({"quote": one.cells["quote"], "wrong": place})
        else:
            passages.append({"start": place[0], "end": place[1]})
    cells = {name: cell for name, cell in row.cells.items() if cell and name not in _APART}
    return {
        "id": row.cells["id"],
        "status": row.cells["status"],
        "row": row.number,
        "cells": cells,
        "passages": passages,
        "faults": {column: list(says) for column, says in faults.get(row.cells["id"], {}).items()},
    }


def kinds_of_things() -> list[str]:
    """Return the classes that things may be of: those of the ontology but acts, relations and codes.

    Example:
        >>> kinds = kinds_of_things()
        >>> "State" in kinds, "Condemnation" in kinds
        (True, False)
    """
    ontology, hierarchy = bundled_ontology(), read_ontology()
    classes = [text_of(one) for one in ontology.subjects_of(str(RDF.type), str(OWL.Class))]
    return sorted(
        local_name(iri)
        for iri in classes
        if iri.startswith(str(RG)) and not {*map(str, _NO_THINGS)} & {iri, *hierarchy.ancestors(iri)}
    )


def _told(row: Row) -> Record:
    return {name: cell for name, cell in row.cells.items() if cell}


def _comparison(dossier: Dossier, other: Dossier | None) -> Record | None:
    """Return what another dossier says of the same text, and where it differs."""
    if other is None:
        return None
    agreement = compare(dossier, other)
    differing: dict[str, dict[str, str]] = {}
    for one in agreement.differences:
        if one.id and one.other_id:
            differing.setdefault(one.id, {})[one.field] = one.other_value
    pairs = dict(agreement.pairs)
    met = set(pairs.values())
    alone = [row for row in other.acts if row.cells["status"] != "dropped" and row.cells["id"] not in met]
    again = (row._replace(cells={**row.cells, "status": "draft"}) for row in dossier.acts)
    dropped = {
        theirs: ours
        for ours, theirs in compare(with_tables(dossier, {"acts.csv": again}), other).pairs
        if ours not in pairs
    }
    return {
        "title": other.document["title"],
        "pairs": pairs,
        "differing": differing,
        "alone": [act_record(other, row, {}) | {"dropped": dropped.get(row.cells["id"], "")} for row in alone],
        "f1": round(agreement.f1, 2),
        "only": [one.id for one in agreement.differences if one.id and not one.other_id],
    }
