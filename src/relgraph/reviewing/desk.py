"""The desk: a dossier under review, which is saved with each decision."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from relgraph.authoring import read_dossier
from relgraph.authoring.building import LINKS, build, rows_by_iri
from relgraph.authoring.dossier import DOCUMENT, TABLES, Dossier, Row, as_read, files_of
from relgraph.authoring.drafted import id_of_act, id_of_thing
from relgraph.authoring.gazetteer import load_gazetteer
from relgraph.authoring.naming import Names, known_by_name
from relgraph.authoring.quoting import place_of
from relgraph.errors import DossierError
from relgraph.model.namespaces import RG
from relgraph.reviewing.editing import (
    Cells,
    Places,
    changed_act,
    check_cells,
    faults_by_act,
    referring,
    unknown_names,
    with_cells,
    with_id,
    with_names_kept,
    with_places,
    with_row,
    with_tables,
    with_thing,
    without_unused,
)
from relgraph.reviewing.suggesting import Suggestions
from relgraph.store import KnowledgeGraph
from relgraph.validation import Violation, validate
from relgraph.wording import listed
from relgraph.writing import write_folder

_NEW = re.compile(r"new-\d+")
_NEEDED = {
    "actor": "who acts",
    "relation": "what is done",
    "object": "to or about what",
    "quote": "the words that it rests on",
}
_KEPT = ("id", "status", "quote", "context", "evidence", "note")
"""What is not taken over from the row of another person."""


class ChangedElsewhereError(DossierError):
    """A decision on what is not there any more: the files or the row were changed elsewhere since."""


class Problem(NamedTuple):
    """What keeps the accepted rows from being a graph that conforms.

    Attributes:
        act: The id of the act, ``""`` for anything else.
        says: What is wrong.
    """

    act: str
    says: str


class Change(NamedTuple):
    """What became of a change.

    Attributes:
        id: The act; one that was added has another from when it is accepted.
        said: What has to be said of it, or ``""``: a row in which something is wrong is a draft, whatever its
            status was to be.
    """

    id: str
    said: str


class Desk:
    """A dossier under review.

    Each decision is written to the files of the dossier, whole and at once, before a method returns. A row that
    is added goes by ``new-1``, ``new-2`` ... until it is accepted: then it is given the id that it keeps.

    Attributes:
        folder: The folder of the dossier.
        dossier: What it says now.
        other: The dossier of another person of the same text, ``None`` where there is none.
        suggestions: What may be written into its cells.
        faults: What is wrong in rows that were not dropped, by id of the act and column.
    """

    dossier: Dossier
    faults: Mapping[str, Mapping[str, Sequence[str]]]

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        known: Iterable[KnowledgeGraph] = (),
        other: Dossier | None = None,
    ) -> None:
        """Read a dossier.

        Args:
            folder: The folder, which has to be one that can be written.
            known: Graphs whose things and relations are known by name too.
            other: The dossier of another person, of the same text.

        Raises:
            DossierError: It cannot be read, or the other is of another text.
        """
        self.folder = os.fspath(folder)
        self._graphs = tuple(known)
        self._known = [known_by_name(graph) for graph in self._graphs]
        self.suggestions = Suggestions(load_gazetteer(graphs=self._graphs), self._known)
        self.other = other
        self._earlier: list[Dossier] = []
        self._last: tuple[str, ...] = ()
        self._came_in: set[str] = set()
        self._load()
        if other and other.sha256 != self.dossier.sha256:
            raise DossierError(
                "the two dossiers are of different texts",
                "relgraph relocate finds the passages of one in the text of the other",
            )

    def problems(self) -> tuple[Problem, ...]:
        """Build and validate what was accepted, and return what is wrong.

        Example:
            >>> import hashlib, relgraph, tempfile
            >>> text = b"Oman condemned the attack."
            >>> sha256 = hashlib.sha256(text).hexdigest()
            >>> found = relgraph.draft(text.decode(), sha256, title="R", base="urn:x:")
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     relgraph.write_dossier(found, text, folder)
            ...     desk = Desk(folder)
            ...     before = desk.problems()
            ...     change = desk.change("oman-condemns-attack", {"status": "accepted"})
            ...     before, desk.problems()
            ((Problem(act='', says='no row is accepted yet'),), ())
        """
        if not any(row.cells["status"] == "accepted" for row in self.dossier.acts):
            return (Problem("", "no row is accepted yet"),)
        ids = {f"{row.file}, row {row.number}": row.cells["id"] for row in self.dossier.acts}
        try:
            report = validate(build([self.dossier], known=self._graphs), profile="evidence")
        except DossierError as error:
            return tuple(Problem(ids.get(_row_in(fault), ""), fault) for fault in error.faults)
        rows = rows_by_iri([self.dossier])
        return tuple(Problem(ids.get(rows.get(one.node, ""), ""), self._said(one)) for one in report.violations)

    def _said(self, violation: Violation) -> str:
        """Return what is wrong, with the column and the thing that it is about."""
        things = {self.dossier.iri(row.cells["id"]): row.cells for row in self.dossier.tables["things.csv"]}
        columns = {str(RG[property]): column for column, property in LINKS.items()}
        thing = things.get(violation.value) or things.get(violation.node)
        about = f"{thing['label'] or thing['id']} ({thing['kind']})" if thing else ""
        told = " ".join(filter(None, (columns.get(violation.path, ""), about)))
        return f"{told}: {violation.message}" if told else violation.message

    def change(self, id: str, cells: Cells, places: Places | None = None) -> Change:
        """Change cells of the row of an act.

        Args:
            id: The act.
            cells: What columns say from now on.
            places: Where its passages stand from now on, in code points, its own first; a number keeps the
                passage that it has in that place now, counted from 0. ``None``: as they do.

        Returns:
            What became of it.

        Raises:
            ChangedElsewhereError: There is no such row any more, or the files were changed by another program.
            DossierError: A column or a status that there is not, a place without words, or another row refers
                to one that is to be dropped.
            OutputError: The dossier cannot be written.
        """
        dossier, change = self._changed(self.dossier, id, cells, places)
        self._save(dossier, (id, *sorted(cells)) if places is None else ())
        return change

    def add(self, places: Places, cells: Cells | None = None) -> str:
        """Add a draft of an act that rests on passages of the text.

        Args:
            places: Where they stand, in code points.
            cells: What else it says.

        Returns:
            Its id.

        Raises:
            DossierError: As in :meth:`change`, or no place is given.
        """
        dossier, id = self._added(self.dossier, places, cells or {})
        self._save(dossier)
        return id

    def add_thing(self, kind: str, label: str) -> str:
        """Add a thing that the text names, and return its id.

        Raises:
            DossierError: It has no name or kind.
        """
        cells = {"kind": kind, "label": " ".join(label.split()), "status": "held" if kind == "Meeting" else ""}
        check_cells(cells, "things.csv")
        if not cells["label"]:
            raise DossierError("a thing needs a name", "write what it is called")
        taken = {row.cells["id"] for row in self.dossier.tables["things.csv"]}
        id = id_of_thing(kind, cells["label"], taken)
        self._save(with_row(self.dossier, "things.csv", {"id": id, **cells}))
        return id

    def change_thing(self, id: str, cells: Cells) -> None:
        """Change cells of the row of a thing. Acts that name it by a name that it loses have its label then.

        Raises:
            ChangedElsewhereError: There is no such row.
            DossierError: A column that there is not.
        """
        _row_of(self.dossier, "things.csv", id)
        told = _plain(cells)
        check_cells(told, "things.csv")
        self._save(with_names_kept(self.dossier, with_cells(self.dossier, "things.csv", id, told), id))

    def take(self, other_id: str, id: str = "", column: str = "") -> str:
        """Take over what the other dossier says.

        Args:
            other_id: An act of it.
            id: The act of this one that is the same; ``""``: the act is added as a draft.
            column: The column to take over, where there is such an act.

        Returns:
            The id of the act here.

        Raises:
            ChangedElsewhereError: One of the two has no such act.
            DossierError: As in :meth:`change`.
        """
        if self.other is None:
            raise DossierError(
                "there is no other dossier", "relgraph review takes a second one to compare with"
            )
        theirs = _row_of(self.other, "acts.csv", other_id)
        columns = [column] if id else [name for name in TABLES["acts.csv"] if name not in _KEPT]
        cells = {name: theirs.cells.get(name, "") for name in columns}
        dossier = self._with_things_of(self.other, theirs, columns)
        if id:
            dossier, _ = self._changed(dossier, id, cells, None)
        else:
            place = place_of(self.other.text, theirs.cells["quote"], theirs.cells["context"])
            if isinstance(place, str):
                raise DossierError(place, "mark the words in the text, and add the act")
            dossier, id = self._added(dossier, [place], cells)
        self._save(dossier)
        return id

    def undo(self) -> str | None:
        """Go back to what the dossier said before the last decision.

        Returns:
            The id of the act that it was about, ``""`` where it was about none that is there; ``None`` where
            there was no decision.
        """
        if not self._earlier:
            return None
        earlier, before = self._earlier[:-1], self.dossier
        self._save(self._earlier[-1])
        self._earlier = earlier
        return changed_act(before, self.dossier)

    def _changed(
        self, dossier: Dossier, id: str, cells: Cells, places: Places | None
    ) -> tuple[Dossier, Change]:
        told = _plain(cells)
        check_cells(told, "acts.csv")
        before = _row_of(dossier, "acts.csv", id).cells["status"]
        if told.get("status") == "dropped" and (others := referring(dossier, id)):
            raise DossierError(
                f"{listed(others)} {'refers' if len(others) == 1 else 'refer'} to this act",
                "drop that first, or let it refer to something else",
            )
        dossier = with_cells(dossier, "acts.csv", id, told)
        if places is not None:
            dossier = with_places(dossier, id, places)
        for name in unknown_names(dossier, _row_of(dossier, "acts.csv", id), told):
            if thing := self.suggestions.thing_named(name):
                dossier = self._with_thing(dossier, name, thing)
        dossier = without_unused(dossier, self._came_in)
        row = _row_of(dossier, "acts.csv", id).cells
        if row["status"] != "accepted":
            return self._with_drafts(dossier, id, "")
        lacking = [f"{column} ({says})" for column, says in _NEEDED.items() if not row[column]]
        lacking += list(faults_by_act(dossier, self._known).get(id, {}))
        if lacking:
            dossier = with_cells(dossier, "acts.csv", id, {"status": "draft"})
            return self._with_drafts(dossier, id, f"not accepted yet; to be mended: {listed(lacking)}")
        if _NEW.fullmatch(id) and before != "accepted":
            given = id_of_act(row, {one.cells["id"] for one in dossier.acts} - {id})
            return with_id(dossier, id, given), Change(given, "")
        return dossier, Change(id, "")

    def _with_drafts(self, dossier: Dossier, id: str, said: str) -> tuple[Dossier, Change]:
        """Make drafts of the accepted acts in which something is wrong, now that one is not accepted."""
        again: list[str] = []
        while referring(dossier, id):
            faults = faults_by_act(dossier, self._known)
            rows = [row.cells for row in dossier.acts]
            wrong = [row["id"] for row in rows if row["status"] == "accepted" and row["id"] in faults]
            if not wrong:
                break
            for other in wrong:
                dossier = with_cells(dossier, "acts.csv", other, {"status": "draft"})
            again += wrong
        if again:
            said = "; ".join(filter(None, (said, f"drafts again, since they rest on it: {listed(again)}")))
        return dossier, Change(id, said)

    def _added(self, dossier: Dossier, places: Places, cells: Cells) -> tuple[Dossier, str]:
        if not places:
            raise DossierError("an act that is added needs a passage", "mark its words in the text")
        ids = {row.cells["id"] for row in dossier.acts}
        id = next(name for number in range(1, len(ids) + 2) if (name := f"new-{number}") not in ids)
        told = {"id": id, "status": "draft", "modality": "asserted", "certainty": "certain"}
        dossier = with_row(dossier, "acts.csv", told)
        dossier, change = self._changed(dossier, id, cells, places)
        return dossier, change.id

    def _with_things_of(self, other: Dossier, theirs: Row, columns: Iterable[str]) -> Dossier:
        """Return the dossier with the things of another that a row of it names and this one does not know."""
        dossier, names = self.dossier, Names(other, ())
        rows = {other.iri(row.cells["id"]): row.cells for row in other.tables["things.csv"]}
        for name in unknown_names(dossier, theirs, columns):
            for iri in sorted(names.meant(name) & rows.keys()):
                id = rows[iri]["id"] if dossier.iri(rows[iri]["id"]) == iri else iri
                dossier = self._with_thing(dossier, name, {**rows[iri], "id": id})
        return dossier

    def _with_thing(self, dossier: Dossier, name: str, thing: Cells) -> Dossier:
        """Return a dossier that has a thing under a name; a row that is new goes when nothing names it more."""
        found = with_thing(dossier, name, thing)
        if len(found.tables["things.csv"]) > len(dossier.tables["things.csv"]):
            self._came_in.add(thing["id"])
        return found

    def _load(self) -> None:
        # Rows are told by file and number alone here: the page shows one dossier. What cannot be read is not
        # written over by the next decision either.
        self.dossier = with_tables(read_dossier(self.folder), {})
        self._on_disk = self._files()
        self.faults = faults_by_act(self.dossier, self._known)
        self._earlier, self._last, self._came_in = [], (), set()

    def _files(self) -> dict[str, bytes]:
        """Return what is in the files of the dossier, the text too: what it says may be changed elsewhere."""
        found = {}
        for path in (Path(self.folder, file) for file in (DOCUMENT, *TABLES, self.dossier.document["text"])):
            try:
                found[path.name] = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise DossierError(f"{path}: {error.strerror or error}", "put the file back") from None
        return found

    def _save(self, dossier: Dossier, cells: tuple[str, ...] = ()) -> None:
        """Write what has changed; ``cells`` are those of a row that are being written in, letter by letter."""
        if self._files() != self._on_disk:
            self._load()
            raise ChangedElsewhereError(
                f"{self.folder}: was changed by another program", "it was read again: decide again"
            )
        if dossier == self.dossier:
            return
        as_read(dossier)  # what could not be read again is refused before anything is written
        before, after = files_of(self.dossier), files_of(dossier)
        changed = {file: content for file, content in after.items() if content != before.get(file)}
        # A table without rows is left out of a new dossier; here it keeps its file, and its head.
        changed |= {file: before[file].partition(b"\r\n")[0] + b"\r\n" for file in before.keys() - after.keys()}
        write_folder(changed, self.folder)
        self._on_disk = self._files()
        if not cells or cells != self._last or "status" in cells:
            self._earlier.append(self.dossier)
        self._last = cells
        self.dossier = dossier
        self.faults = faults_by_act(dossier, self._known)


def _row_of(dossier: Dossier, file: str, id: str) -> Row:
    for row in dossier.tables[file]:
        if row.cells["id"] == id:
            return row
    raise ChangedElsewhereError(f"{file} has no {id[:80]!r} any more", "look at what the page shows now")


def _plain(cells: Cells) -> dict[str, str]:
    return {column: " ".join(cell.split()) for column, cell in cells.items()}


def _row_in(fault: str) -> str:
    """Return file and row of a fault, without its column."""
    match = re.match(r"(.*?, row \d+), \w+: ", fault)
    return match[1] if match else ""
