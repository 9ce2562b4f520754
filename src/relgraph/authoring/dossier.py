"""Dossiers: a source and the acts that people read in it, as tables in a folder.

The contract: which files and columns there are, what stands in a cell, and how cells survive a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from relgraph.authoring.cells import guarded, lines_of, unguarded
from relgraph.authoring.iris import is_iri, is_well_formed, whole
from relgraph.errors import DossierError
from relgraph.model.dates import days
from relgraph.model.sources import read_text
from relgraph.writing import write_folder

DOCUMENT = "document.toml"
_PARTS = re.compile(r"\s*<[^<>;]*;[^<>]*>\s*(?=;|$)|[^;]+")  # a semicolon within <> is of an IRI
START = "^"
"""What stands before a context that is all of the text up to the quote."""


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        says: What a cell of it says.
        pattern: The regular expression that a cell matches where it is not empty (ECMA-262, whole cell).
        required: Whether no cell may be empty.
    """

    says: str
    pattern: str = ""
    required: bool = False


_MODALITY = "asserted|planned|proposed|wished|needed|predicted"
_BEFORE = "the words before them, where they stand more than once; ^ and all before them, up to the start"
_EVIDENCE = "the id of the passage, where it has one; behind a blank that of its place"
_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
TABLES: Mapping[str, Mapping[str, Column]] = {
    "things.csv": {
        "id": Column("the rest of its IRI behind the base, such as state/arda; or an IRI", r"\S+", True),
        "kind": Column("its class in the ontology, such as State; several with ; between", "", True),
        "label": Column("what it is called, in the language of the document"),
        "aliases": Column("other names, with ; between"),
        "topics": Column("what it concerns: names of things, with ; between"),
        "involves": Column("whom it involves: names of actors, with ; between"),
        "status": Column("of an event, document or mechanism: a status of the ontology, such as held"),
        "date": Column("when an event was held", _DATE),
        "note": Column("an editorial note"),
    },
    "acts.csv": {
        "id": Column("the last part of the act's IRI: given once, never a row number", r"\S+", True),
        "actor": Column("who acts: names of things; several with ; between act jointly"),
        "relation": Column("a relation of the ontology: its name or label, such as proposes"),
        "object": Column("what it is done to or about: names of things, act:ID for an act"),
        "recipient": Column("to whom it is directed beside that"),
        "event": Column("the event at which it was made"),
        "said_by": Column("whose words it is: an actor or a document; empty where the text speaks"),
        "modality": Column("how its content stands to reality", _MODALITY),
        "polarity": Column("negative where the text says that it did not take place", "positive|negative"),
        "certainty": Column("how sure the reading is", "certain|likely|doubtful"),
        "from": Column("its date, or with until when it began; YYYY, YYYY-MM or YYYY-MM-DD", _DATE),
        "until": Column("when it ended, .. where the end is open; as precise as the source", rf"{_DATE}|\.\."),
        "quote": Column("the words of the text that it rests on"),
        "context": Column(_BEFORE),
        "topics": Column("what it concerns: names of things"),
        "derived_from": Column("acts and things from which the reading follows beside its passages"),
        "label": Column("what it is called; where it is empty, what it says"),
        "status": Column("where its review stands", "draft|accepted|dropped", True),
        "note": Column("an editorial note"),
        "evidence": Column(_EVIDENCE, r"\S+( \S+)?"),
    },
    "passages.csv": {
        "act": Column("the id of an act, or of a thing that the text names there", r"\S+", True),
        "n": Column("the order of its further passages: 2, 3 ...", r"\d{1,9}", True),
        "quote": Column("the words of the text", "", True),
        "context": Column(_BEFORE),
        "evidence": Column(_EVIDENCE, r"\S+( \S+)?"),
    },
    "statements.csv": {
        "subject": Column("a thing, an act (act:ID), the document or an IRI", "", True),
        "predicate": Column("a property: its name with a prefix, such as rg:resolvesTo, or its IRI", "", True),
        "object": Column("a thing, an act, an IRI, or the text of a literal", "", True),
        "type": Column("iri, empty for plain text, @ and a language, or the datatype", r"iri|@\S+|\S*:\S+"),
    },
}
"""What each table holds beside :data:`DOCUMENT` and the text; ``acts.csv`` is the one that has to be there."""

DOCUMENT_KEYS: Mapping[str, str] = {
    "text": "the file with the text, UTF-8, in the folder",
    "base": "what IRIs begin with, such as https://example.org/our-desk/",
    "iri": "the rest of the document's IRI, such as document/report-2021",
    "acts": "what stands between the base and the id of an act; act/ where it is not told",
    "kind": "its class in the ontology, such as Report or Statement",
    "title": "what it is called",
    "publisher": "who published it",
    "published": "when: YYYY, YYYY-MM or YYYY-MM-DD",
    "language": "the language of the text and of the labels, such as en",
    "licence": "the IRI of its licence",
    "sha256": "of the text: where it is told, the text has to have it",
}
"""The keys of ``document.toml``, all texts; see :data:`NEEDED`."""
NEEDED = ("text", "base", "iri", "kind", "title")
"""Those of them that have to be there."""
DEFAULTS = {"acts": "act/", "language": "en"}


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        file: The file, as it was given.
        number: Which row of the sheet it is: the head is 1.
        cells: What stands in each column.
    """

    file: str
    number: int
    cells: Mapping[str, str]

    def several(self, column: str) -> list[str]:
        """Return the parts of a cell between semicolons.

        Example:
            >>> Row("acts.csv", 2, {"actor": "Arda; Bree"}).several("actor")
            ['Arda', 'Bree']
            >>> Row("acts.csv", 2, {"actor": "Arda; <urn:x:a;b>"}).several("actor")
            ['Arda', '<urn:x:a;b>']
        """
        return [part for text in _PARTS.findall(self.cells[column]) if (part := text.strip())]

    def at(self, column: str) -> str:
        """Return where a cell is, in words.

        Example:
            >>> Row("acts.csv", 2, {}).at("actor")
            'acts.csv, row 2, actor'
        """
        return f"{self.file}, row {self.number}, {column}"


class Refused(NamedTuple):
    """A row that was proposed for a dossier and is not in it.

    Attributes:
        cells: What was proposed.
        reason: Why it is not there.
    """

    cells: Mapping[str, str]
    reason: str


@dataclass(frozen=True)
class Dossier:
    """A source and the acts that people read in it.

    Attributes:
        document: The keys of ``document.toml``, those that have a default with it.
        text: The text of the source.
        sha256: Of the file of that text.
        tables: The rows of each of :data:`TABLES`.
        place: Where its ``document.toml`` is, or just its name.
        refused: What was proposed for a draft and is not in it; no file of a dossier has it.
    """

    document: Mapping[str, str]
    text: str
    sha256: str
    tables: Mapping[str, tuple[Row, ...]]
    place: str = DOCUMENT
    refused: tuple[Refused, ...] = field(default=(), compare=False)

    @property
    def acts(self) -> tuple[Row, ...]:
        """The rows of ``acts.csv``."""
        return self.tables["acts.csv"]

    def iri(self, id: str) -> str:
        """Return the IRI of a thing by its id, which may be one."""
        return whole(id) if is_iri(id) else self.document["base"] + id

    def act_iri(self, id: str) -> str:
        """Return the IRI of an act by its id, which may be one."""
        return whole(id) if is_iri(id) else self.document["base"] + self.document["acts"] + id


def rows_of(file: str, all_cells: Iterable[Mapping[str, str]]) -> tuple[Row, ...]:
    """Return the rows of a table, numbered as in its sheet, from cells of which the empty ones are left out.

    Example:
        >>> (row,) = rows_of("passages.csv", [{"act": "x"}])
        >>> row.number, row.cells["act"], row.cells["context"]
        (2, 'x', '')
    """
    empty = dict.fromkeys(TABLES[file], "")
    return tuple(Row(file, number, {**empty, **cells}) for number, cells in enumerate(all_cells, start=2))


def read_dossier(folder: str | os.PathLike[str]) -> Dossier:
    """Read a dossier.

    Args:
        folder: The folder.

    Returns:
        What its files hold, cells as they stand there.

    Raises:
        DossierError: A file that is missing or cannot be read, a column that is missing or unknown, a cell that
            is not as :data:`TABLES` says, an id that stands twice; all of them at once.
        InputError: The text cannot be read as UTF-8.

    Example:
        >>> import relgraph
        >>> relgraph.read_dossier("nowhere")
        Traceback (most recent call last):
        relgraph.errors.DossierError: nowhere: is no folder
    """
    name = os.fspath(folder)
    if not Path(name).is_dir():
        raise DossierError(f"{name}: is no folder", "relgraph draft TEXT -o DOSSIER makes a dossier")
    document = _read_document(Path(name, DOCUMENT))
    sha256, text = read_text(Path(name, document["text"]))
    if document.get("sha256", sha256) != sha256:
        raise DossierError(
            f"{Path(name, document['text'])}: is not the text that the dossier was made with: its SHA-256 is "
            f"{sha256[:12]}...",
            "relgraph relocate finds the passages in the new text",
        )
    faults: list[str] = []
    tables = {file: tuple(_read_table(Path(name, file), columns, faults)) for file, columns in TABLES.items()}
    return _checked(Dossier(document, text, sha256, tables, str(Path(name, DOCUMENT))), faults)


def _checked(dossier: Dossier, faults: list[str]) -> Dossier:
    """Return a dossier unless there are faults in its tables: those that are known, and what makes no IRI."""
    tables = dossier.tables
    first: dict[str, Row] = {}
    for file, iri_of in (("acts.csv", dossier.act_iri), ("things.csv", dossier.iri)):
        for row in tables[file]:
            id = row.cells["id"]
            if not is_well_formed(iri_of(id)):
                faults.append(f"{row.at('id')}: {id[:60]!r} makes no IRI")
            elif (earlier := first.setdefault(iri_of(id), row)) is not row:
                faults.append(f"{row.at('id')}: {id!r} stands in {earlier.at('id')} already")
    for row in (*tables["acts.csv"], *tables["passages.csv"]):
        for id in row.cells["evidence"].split():
            if not is_well_formed(dossier.iri(id)):
                faults.append(f"{row.at('evidence')}: {id[:60]!r} makes no IRI")
    refuse(faults)
    return dossier


def as_read(dossier: Dossier) -> Dossier:
    """Return a dossier as it will be read once it is written.

    Raises:
        DossierError: It could not be read.

    Example:
        >>> document = {"text": "a.txt", "base": "urn:x:", "iri": "a", "kind": "Report", "title": "A"}
        >>> rows = rows_of("acts.csv", [{"id": "x", "status": "draft", "note": " early "}])
        >>> as_read(Dossier(document, "", "", {"acts.csv": rows, "things.csv": ()})).acts[0].cells["note"]
        'early'
    """
    check_document(dossier.document, dossier.place)
    faults: list[str] = []
    files = files_of(dossier)
    tables = {
        file: tuple(_rows(file, files[file], columns, faults) if file in files else ())
        for file, columns in TABLES.items()
    }
    return _checked(replace(dossier, document={**DEFAULTS, **dossier.document}, tables=tables), faults)


def refuse(faults: list[str], advice: str = "correct the cells and run it again") -> None:
    """Raise DossierError where there are faults: its message is the first, and says how many more there are."""
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise DossierError(faults[0] + more, advice, faults=faults)


def _read_document(path: Path) -> dict[str, str]:
    try:
        read = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise DossierError(f"{path}: {reason}", "it has to be TOML 1.0 in UTF-8") from None
    for key, value in read.items():
        if key not in DOCUMENT_KEYS or not isinstance(value, str):
            raise DossierError(
                f"{path}: {key} is {'no key' if key not in DOCUMENT_KEYS else 'no text'} of it",
                f"its keys, all texts, are {', '.join(DOCUMENT_KEYS)}",
            )
    check_document(read, str(path))
    return DEFAULTS | read


def check_document(told: Mapping[str, str], place: str = DOCUMENT) -> None:
    """Refuse what ``document.toml`` cannot say.

    Args:
        told: Its keys.
        place: Where it is, for the message.

    Raises:
        DossierError: A key is missing, or is no IRI, date, language or name of a file where it has to be one.

    Example:
        >>> check_document({"text": "a.txt", "base": "urn:x:", "iri": "a", "kind": "Report", "title": "A"})
    """
    for key in NEEDED:
        if not told.get(key):
            raise DossierError(f"{place}: {key} is missing", f"{key}: {DOCUMENT_KEYS[key]}")
    for key in ("base", "iri", "acts", "licence"):
        if key not in told:
            continue
        before = told["base"] if key in ("iri", "acts") and not is_iri(told[key]) else ""
        if not is_well_formed(before + whole(told[key])):
            raise DossierError(f"{place}: {key} is no IRI: {told[key][:80]!r}", f"{key}: {DOCUMENT_KEYS[key]}")
    if told["base"][-1] not in "/#:":
        raise DossierError(f"{place}: base ends in no /, # or :", f"write {told['base']}/ where that is meant")
    if "published" in told and days(told["published"]) is None:
        raise DossierError(
            f"{place}: published is no date: {told['published'][:40]!r}", "write it as YYYY-MM-DD"
        )
    if not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", told.get("language", DEFAULTS["language"])):
        raise DossierError(f"{place}: language is no language tag (BCP 47)", "write it as en or pt-BR")
    if Path(told["text"]).name != told["text"] or told["text"] in (DOCUMENT, *TABLES):
        raise DossierError(f"{place}: text is no name of a text in this folder", "put the text beside it")


def refuse_existing(folder: str | os.PathLike[str]) -> None:
    """Refuse a folder that holds a dossier: work in it would be lost.

    Raises:
        DossierError: It does.

    Example:
        >>> refuse_existing("nowhere")
    """
    if any(Path(folder, file).exists() for file in (DOCUMENT, *TABLES)):
        raise DossierError(
            f"{os.fspath(folder)}: is a dossier already", "give another folder: work in it would be lost"
        )


def _read_table(path: Path, columns: Mapping[str, Column], faults: list[str]) -> Iterator[Row]:
    if not path.exists() and path.name != "acts.csv":
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DossierError(f"{path}: {error.strerror or error}", "check that it can be read") from None
    yield from _rows(str(path), content, columns, faults)


def _rows(place: str, content: bytes, columns: Mapping[str, Column], faults: list[str]) -> Iterator[Row]:
    lines = lines_of(content, place, columns)
    head = [name.strip() for name in lines[0]]
    needed = [name for name, column in columns.items() if column.required]
    unknown = [name for name in head if name not in columns]
    if unknown or len(set(head)) < len(head) or not set(needed) <= set(head):
        faults.append(
            f"{place}, row 1: "
            + (f"{unknown[0]!r} is no column of it" if unknown else "a column is missing or stands twice")
            + f"; its columns are {', '.join(columns)}, of which it has to have {', '.join(needed)}"
        )
        return
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) > len(head) and any(line[len(head) :]):
            faults.append(f"{place}, row {number}: has {len(line)} cells, the head {len(head)}")
            continue
        cells = dict.fromkeys(columns, "")
        cells.update(zip(head, map(unguarded, line), strict=False))
        row = Row(place, number, {name: cell.strip() for name, cell in cells.items()})
        for name, column in columns.items():
            cell = row.cells[name]
            if column.required and not cell:
                faults.append(f"{row.at(name)}: is empty")
            elif cell and column.pattern and not re.fullmatch(column.pattern, cell):
                faults.append(f"{row.at(name)}: {cell[:60]!r} is not {column.says} ({column.pattern})")
        yield row


def write_dossier(dossier: Dossier, text: bytes, folder: str | os.PathLike[str]) -> None:
    """Write a dossier, all files or none.

    Args:
        dossier: The dossier.
        text: The bytes of its text.
        folder: The folder, which is made where there is none.

    Raises:
        DossierError: It could not be read again: a cell has a NUL or too many characters, an id stands twice.
        OutputError: It cannot be written.

    Example:
        >>> import tempfile
        >>> document = {"text": "text.txt", "base": "https://example.org/", "iri": "report", "kind": "Report"}
        >>> document["title"] = "Report on the meeting"
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_dossier(Dossier(document, "", "", {"acts.csv": (), "things.csv": ()}), b"", folder)
        ...     sorted(path.name for path in Path(folder).iterdir())
        ['acts.csv', 'document.toml', 'text.txt', 'things.csv']
    """
    as_read(dossier)
    write_folder({**files_of(dossier), dossier.document["text"]: text}, folder)


def files_of(dossier: Dossier) -> dict[str, bytes]:
    """Return the files of a dossier but its text, by name: a table without rows has its head.

    Lines end as RFC 4180 says, and the file begins with a byte-order mark, by which spreadsheets know UTF-8.
    """
    told = {key: dossier.document[key] for key in DOCUMENT_KEYS if key in dossier.document}
    found = {DOCUMENT: "".join(f"{key} = {_toml(value)}\n" for key, value in told.items()).encode()}
    for file, columns in TABLES.items():
        if not dossier.tables.get(file) and file in ("statements.csv", "passages.csv"):
            continue
        found[file] = table_of(columns, (row.cells for row in dossier.tables[file]))
    return found


def table_of(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return a table as a file; a cell that a row lacks is empty."""
    columns, out = tuple(columns), io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([guarded(cells.get(name, "")) for name in columns] for cells in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _toml(text: str) -> str:
    """Return a basic string of TOML 1.0, whose escapes are those of JSON, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
