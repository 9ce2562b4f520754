"""Editing: a dossier with something changed, as a new dossier; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from relgraph.authoring.building import LINKS, faults_of
from relgraph.authoring.dossier import TABLES, Dossier, Row
from relgraph.authoring.iris import ACT, is_iri
from relgraph.authoring.naming import Known, Names
from relgraph.authoring.quoting import place_of, quotation_of
from relgraph.errors import DossierError

Cells = Mapping[str, str]
Places = Sequence[tuple[int, int] | int]
_NAMED = {
    "acts.csv": tuple(LINKS),
    "things.csv": ("topics", "involves"),
    "passages.csv": ("act",),
    "statements.csv": ("subject", "object"),
}
"""The columns of each table that have names in them."""


def with_tables(dossier: Dossier, tables: Mapping[str, Iterable[Row]]) -> Dossier:
    """Return a dossier with other rows in some tables, all rows numbered as they will stand in the sheets.

    Args:
        dossier: The dossier.
        tables: The rows of each table that changes, by its file.

    Returns:
        The new dossier.
    """
    rows = {**dossier.tables, **tables}
    numbered = {
        file: tuple(Row(file, number, row.cells) for number, row in enumerate(rows[file], start=2))
        for file in TABLES
    }
    return replace(dossier, tables=numbered)


def with_cells(dossier: Dossier, file: str, id: str, cells: Cells) -> Dossier:
    """Return a dossier with other cells in the row that has an id, in ``acts.csv`` or ``things.csv``."""
    rows = (
        row._replace(cells={**row.cells, **cells}) if row.cells["id"] == id else row
        for row in dossier.tables[file]
    )
    return with_tables(dossier, {file: rows})


def with_row(dossier: Dossier, file: str, cells: Cells) -> Dossier:
    """Return a dossier with one more row at the end of a table; cells that are not given are empty."""
    row = Row(file, 0, {**dict.fromkeys(TABLES[file], ""), **cells})
    return with_tables(dossier, {file: (*dossier.tables[file], row)})


def passages_of(dossier: Dossier, id: str) -> list[Row]:
    """Return the rows that quote passages of an act: its own, then the further ones by their number."""
    own = [row for row in dossier.acts if row.cells["id"] == id and row.cells["quote"]]
    more = [row for row in dossier.tables["passages.csv"] if row.cells["act"] == id]
    return own + sorted(more, key=lambda row: int(row.cells["n"]))


def with_places(dossier: Dossier, id: str, places: Places) -> Dossier:
    """Return a dossier in which an act rests on these places of the text, its own first.

    Args:
        dossier: The dossier.
        id: The act.
        places: Start and end of each passage in code points; a number is the passage that the act has in that
            place, which stays as it is, as does one that the act has there already.

    Returns:
        The new dossier.

    Raises:
        DossierError: A place has no words.
    """
    text = dossier.text
    rows = [row.cells for row in passages_of(dossier, id)]
    had = {place_of(text, cells["quote"], cells["context"]): cells for cells in rows}
    quoted: list[dict[str, str]] = []
    for place in dict.fromkeys(places):
        if isinstance(place, int):
            if not 0 <= place < len(rows):
                raise DossierError(f"the act has no passage {place}", "load the page again")
            quoted.append({name: rows[place][name] for name in ("quote", "context", "evidence")})
            continue
        words = text[slice(*place)] if 0 <= place[0] < place[1] <= len(text) else ""
        if not words.strip():
            raise DossierError(f"from {place[0]} to {place[1]} the text has no words", "mark words of the text")
        start = place[0] + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        quote, context = quotation_of(text, start, end)
        cells = had.get((start, end), {"quote": quote, "context": context, "evidence": ""})
        quoted.append({name: cells[name] for name in ("quote", "context", "evidence")})
    own = quoted[0] if quoted else dict.fromkeys(("quote", "context", "evidence"), "")
    others = [row for row in dossier.tables["passages.csv"] if row.cells["act"] != id]
    more = [
        Row("passages.csv", 0, {"act": id, "n": str(number), **cells})
        for number, cells in enumerate(quoted[1:], start=2)
    ]
    return with_tables(with_cells(dossier, "acts.csv", id, own), {"passages.csv": (*others, *more)})


def with_thing(dossier: Dossier, name: str, thing: Cells) -> Dossier:
    """Return a dossier that has a thing under a name: as a new row, or as one more alias of the row it has."""
    iri = dossier.iri(thing["id"])
    for row in dossier.tables["things.csv"]:
        if dossier.iri(row.cells["id"]) == iri:
            aliases = "; ".join([*row.several("aliases"), name])
            return with_cells(dossier, "things.csv", row.cells["id"], {"aliases": aliases})
    return with_row(dossier, "things.csv", thing)


def with_names_kept(before: Dossier, after: Dossier, id: str) -> Dossier:
    """Return a dossier in which cells name a thing by its label where they did by a name that it has lost.

    Args:
        before: The dossier before the thing was changed.
        after: The one after that.
        id: The thing.

    Returns:
        The new dossier. Where two things have that label, cells have the id.
    """
    iri, was, now = before.iri(id), Names(before), Names(after)
    label = next(row.cells["label"] for row in after.tables["things.csv"] if row.cells["id"] == id)
    called = label if label and ";" not in label and now.meant(label) == {iri} else id

    def kept(row: Row, file: str) -> Row:
        cells = dict(row.cells)
        for column in _NAMED[file]:
            parts = row.several(column)
            new = [called if was.meant(part) == {iri} != now.meant(part) else part for part in parts]
            if new != parts:
                cells[column] = "; ".join(new)
        return row._replace(cells=cells)

    return with_tables(after, {file: [kept(row, file) for row in after.tables[file]] for file in TABLES})


def unknown_names(dossier: Dossier, row: Row, columns: Iterable[str]) -> list[str]:
    """Return the names in cells of an act that mean no thing of the dossier, each once."""
    names = Names(dossier, ())
    told = dict.fromkeys(name for column in columns if column in LINKS for name in row.several(column))
    return [name for name in told if not (name.startswith(ACT) or is_iri(name) or names.meant(name))]


def without_unused(dossier: Dossier, ids: Collection[str]) -> Dossier:
    """Return a dossier without those of some things that nothing in it names."""
    names = Names(dossier, ())
    used = {
        iri
        for file, columns in _NAMED.items()
        for row in dossier.tables[file]
        for column in columns
        for name in row.several(column)
        for iri in names.meant(name)
    }
    things = dossier.tables["things.csv"]
    kept = [row for row in things if row.cells["id"] not in ids or dossier.iri(row.cells["id"]) in used]
    return with_tables(dossier, {"things.csv": kept}) if len(kept) < len(things) else dossier


def with_id(dossier: Dossier, id: str, given: str) -> Dossier:
    """Return a dossier in which an act has another id, also where others refer to it."""

    def renamed(row: Row, file: str) -> Row:
        cells = dict(row.cells)
        for column in _NAMED[file]:
            parts = row.several(column)
            if any(_is_act(part, id) for part in parts):
                cells[column] = "; ".join(f"{ACT}{given}" if _is_act(part, id) else part for part in parts)
        if file == "passages.csv" and cells["act"] == id:
            cells["act"] = given
        return row._replace(cells=cells)

    tables = {file: [renamed(row, file) for row in dossier.tables[file]] for file in TABLES}
    return with_cells(with_tables(dossier, tables), "acts.csv", id, {"id": given})


def _is_act(part: str, id: str) -> bool:
    return part.startswith(ACT) and part.removeprefix(ACT).strip() == id


def changed_act(before: Dossier, after: Dossier) -> str:
    """Return the first act of a dossier that says something else than before, or is new; ``""`` for none."""
    rows = {row.cells["id"]: row.cells for row in before.acts}
    further = {id: [row.cells for row in passages_of(before, id)] for id in rows}
    for row in after.acts:
        id = row.cells["id"]
        if rows.get(id) != row.cells or further[id] != [one.cells for one in passages_of(after, id)]:
            return id
    return ""


def referring(dossier: Dossier, id: str) -> list[str]:
    """Return the ids of the acts that refer to one and were not dropped."""
    return [
        row.cells["id"]
        for row in dossier.acts
        if row.cells["status"] != "dropped"
        and row.cells["id"] != id
        and any(_is_act(part, id) for column in LINKS for part in row.several(column))
    ]


def check_cells(cells: Cells, file: str) -> None:
    """Refuse what columns of a table cannot say.

    Raises:
        DossierError: There is no such column, or the cell is not as the contract has it.

    Example:
        >>> check_cells({"from": "2031-05"}, "acts.csv")
    """
    for column, cell in cells.items():
        if column not in TABLES[file] or column == "id":
            raise DossierError(f"{column[:40]!r} is no column of {file} that changes", "load the page again")
        told = TABLES[file][column]
        if told.required and not cell:
            raise DossierError(f"{column} is empty", f"{column}: {told.says}")
        if cell and told.pattern and not re.fullmatch(told.pattern, cell):
            raise DossierError(f"{column}: {cell[:60]!r} is not {told.says}", f"it has the form {told.pattern}")


def faults_by_act(dossier: Dossier, known: Sequence[Known]) -> dict[str, dict[str, list[str]]]:
    """Return what is wrong in the rows of acts that were not dropped, by id and column.

    What is wrong with a further passage stands under ``quote``.
    """
    places = {
        row.at(column): (row.cells[owner], column if file == "acts.csv" else "quote")
        for file, owner in (("acts.csv", "id"), ("passages.csv", "act"))
        for row in dossier.tables[file]
        for column in TABLES[file]
    }
    found: dict[str, dict[str, list[str]]] = {}
    for fault in faults_of(dossier, known):
        place, _, says = fault.partition(": ")
        if place in places:
            id, column = places[place]
            found.setdefault(id, {}).setdefault(column, []).append(says)
    return found
