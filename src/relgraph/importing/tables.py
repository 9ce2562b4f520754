"""Tables: files as relations of DuckDB, all columns as text, each row with its place in the file."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from relgraph.errors import TableError
from relgraph.importing.canonical import first_line, is_reserved, quoted_name, quoted_text
from relgraph.importing.given_files import GivenFile
from relgraph.importing.mappings import Layout
from relgraph.importing.record_by_record import Record, copy_whole, records
from relgraph.late_imports import LateLibrary
from relgraph.wording import listed

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = LateLibrary("duckdb")

ROW = "file_row"
"""The column that a table has beside its own: where the row stands in the file, from 1 (RFC 7111)."""

_DELIMITERS = ("\t", ",", ";", "|")
_CHUNK = 1 << 22
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1f\ud800-\udfff]")  # in a header


@dataclass(frozen=True)
class Table:
    """A file as DuckDB reads it.

    Attributes:
        file: The file.
        layout: What is known of it, with the columns that it has.
        relation: The SQL that reads it, with the column :data:`ROW`.
        path: The plain file that is read.
        rows: How many of its records are read.
        rejected: The records that were left out.
        seen_through: Whether it was read to its end. One that was not may be found to have faults, and then
            :func:`without_faults` reads it.
    """

    file: GivenFile
    layout: Layout
    relation: str
    path: Path
    rows: int
    rejected: tuple[Record, ...] = ()
    seen_through: bool = True


def laid_out(
    file: GivenFile, layouts: Sequence[Layout], encoding: str = "", renamed: Mapping[str, str] | None = None
) -> Layout:
    """Tell which of some tables a file is, by its header or by how many columns it has.

    Args:
        file: The file.
        layouts: What is known of each table.
        encoding: Of its text; ``""``: UTF-8, or what its first bytes say.
        renamed: What the file calls columns, by their names.

    Returns:
        The layout of the table, with all columns of the file in its ``columns``.

    Raises:
        TableError: It is none of them, and which columns are missing; or its text cannot be read.
    """
    missing = []
    for layout in layouts:
        header = _header(file, layout, encoding)
        names = {_folded(name): name for name in header} if layout.header else {}
        if not layout.header:
            every = (*layout.columns, *layout.optional)
            if len(layout.columns) <= len(_without_excess(header, len(every))) <= len(every):
                return replace(layout, delimiter=layout.delimiter or "\t")
            missing.append(f"{layout.name} has {len(every)} columns, it {len(header)}")
            continue
        here = {name: _folded((renamed or {}).get(name, name)) for name in (*layout.columns, *layout.optional)}
        lacking = [name for name in layout.columns if here[name] not in names]
        if not lacking:
            known = {folded: name for name, folded in here.items()}
            _refuse_twice(file, header)
            columns = tuple(
                known.get(_folded(name)) or _apart(name.strip()) or f"column{place}"  # row names of R have none
                for place, name in enumerate(_without_excess(header, 0), start=1)
            )
            return replace(layout, columns=columns, delimiter=layout.delimiter or _delimiter(file, encoding))
        missing.append(f"{layout.name} needs {listed(lacking[:5], 'and')}")
    raise TableError(
        f"{file.name}: is none of the tables that this takes: {'; '.join(missing)}",
        "give the file as it is published, with its header",
    )


def _apart(name: str) -> str:
    """Return what a column that a mapping does not know is called: nothing that it or the importer has."""
    return f"{name} (column)" if is_reserved(name) else name


def _refuse_twice(file: GivenFile, header: Sequence[str]) -> None:
    names = [_folded(name) for name in _without_excess(header, 0)]
    twice = next((header[place] for place, name in enumerate(names) if name and name in names[:place]), None)
    if twice is not None:
        raise TableError(f"{file.name}: two columns are called {twice!r}", "rename one of them in its header")


def _without_excess(fields: Sequence[str], size: int) -> Sequence[str]:
    """Return fields without empty ones at their end, beyond so many."""
    end = len(fields)
    while end > size and not fields[end - 1].strip():
        end -= 1
    return fields[:end]


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _header(file: GivenFile, layout: Layout, encoding: str) -> list[str]:
    if file.format == "parquet":
        try:
            with duckdb.connect() as connection:
                return [column for column, *_ in connection.read_parquet(str(file.path)).description]
        except duckdb.Error as error:
            raise TableError(f"{file.name}: cannot be read: {first_line(error)}", "write it again") from None
    if file.format == "excel":
        return [_cell(value) for value in next(iter(_sheet(file)), [])]
    delimiter = layout.delimiter or _delimiter(file, encoding)
    line = _first_line(file, encoding)
    if not layout.quote:
        return line.split(delimiter)
    return next(csv.reader([line], delimiter=delimiter, quotechar=layout.quote), [])


def _first_line(file: GivenFile, encoding: str) -> str:
    """Return the first line with something on it; refuse what is no text."""
    with file.path.open(encoding=_encoding(file, encoding), errors="surrogateescape", newline=None) as lines:
        for line in lines:
            if _NO_TEXT.search(line):
                raise TableError(
                    f"{file.name}: is no text", "give CSV, TSV, Parquet or Excel; or say --encoding"
                )
            if line.strip():
                return line.rstrip("\r\n").removeprefix("\ufeff")
    raise TableError(f"{file.name}: is empty", "give a file with a table in it")


def _delimiter(file: GivenFile, encoding: str) -> str:
    """Return what stands between the names of the header; of none of them it is one column."""
    if file.format != "text":
        return ","
    line = _first_line(file, encoding)
    outside = re.sub(r'"[^"]*"', "", line)
    found = {each: outside.count(each) for each in _DELIMITERS if each in outside}
    if not found:
        raise TableError(
            f"{file.name}: its first line has no tab, comma, semicolon or bar: {line[:60]!r}",
            "give a table with a header, or say what stands between its fields (--delimiter)",
        )
    most = sorted(found, key=lambda each: -found[each])
    if len(most) > 1 and found[most[0]] == found[most[1]]:
        raise TableError(f"{file.name}: its header can be read in two ways", "say which with --delimiter")
    return most[0]


def _encoding(file: GivenFile, encoding: str) -> str:
    if encoding:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise TableError(f"unknown encoding {encoding!r}", "such as cp1252, latin-1 or utf-16") from None
        return encoding
    with file.path.open("rb") as content:
        start = content.read(2)
    return "utf-16" if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def read_table(file: GivenFile, layout: Layout, folder: Path, encoding: str = "") -> Table:
    """Make a relation of a file.

    A text without faults is read as it is. Of one with faults a copy is made, without the records that have
    them (see :mod:`relgraph.importing.record_by_record`), and so is one of a sheet.

    Args:
        file: The file.
        layout: What :func:`laid_out` tells of it.
        folder: Where copies are made.
        encoding: As in :func:`laid_out`.

    Returns:
        The table.

    Raises:
        TableError: It cannot be read.
    """
    if file.format == "parquet":
        path = quoted_text(str(file.path))
        columns = ", ".join(
            f"CAST({quoted_name(there)} AS VARCHAR) AS {quoted_name(name)}"
            for there, name in zip(_header(file, layout, encoding), layout.columns, strict=True)
        )
        relation = (
            f"(SELECT {columns}, file_row_number + 1 AS {ROW} FROM read_parquet({path}, file_row_number=true))"
        )
        return Table(file, layout, relation, file.path, _count(relation))
    if file.format == "text" and (whole := _whole(file, layout, folder, encoding)):
        return whole
    return _copied(file, layout, folder, encoding)


def without_faults(table: Table, folder: Path, encoding: str = "") -> Table:
    """Return a table of the records of a text that have no faults, read record by record.

    Args:
        table: The table.
        folder: Where a copy is made.
        encoding: As in :func:`laid_out`.
    """
    return _copied(table.file, table.layout, folder, encoding)


def _whole(file: GivenFile, layout: Layout, folder: Path, encoding: str) -> Table | None:
    """Return the table of a text that DuckDB reads as it is, to its end."""
    if _encoding(file, encoding).replace("-sig", "") != "utf-8" or (lines := _lines(file.path)) is None:
        return None
    path = file.path
    if lines.end == "\r\n":  # DuckDB 2.0 reads no row of these, without a word
        path = folder / "line-feeds"
        with file.path.open("rb") as content, path.open("wb") as copy:
            copy.writelines(line.removesuffix(b"\r\n") + b"\n" for line in content)
    reading = _reading(path, layout, header=layout.header)
    first = 2 if layout.header else 1
    relation = f"(SELECT *, row_number() OVER () + {first - 1} AS {ROW} FROM {reading})"
    if not layout.quote and not lines.empty:  # a record is a line: reading it twice takes a third of the time
        return Table(file, layout, relation, path, lines.number - first + 1, seen_through=False)
    try:
        rows = _count(reading)
    except duckdb.Error:
        return None
    return Table(file, layout, relation, path, rows)


def _count(relation: str) -> int:
    with duckdb.connect() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])


class _Lines(NamedTuple):
    """The lines of a text: what they end in, how many they are, and whether some are empty."""

    end: str
    number: int
    empty: bool


def _lines(path: Path) -> _Lines | None:
    """Return the lines of a text; ``None`` where their ends differ, the first is empty, or there are NULs or
    bytes that are no UTF-8.

    DuckDB lets NULs pass, and takes an empty line for a header.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    feeds = returns = both = 0
    empty = False
    last = b""
    with path.open("rb") as content:
        try:
            while chunk := content.read(_CHUNK):
                if b"\0" in chunk or (not last and chunk[:1] in b"\r\n"):
                    return None
                if not (chunk.isascii() and last.isascii()):
                    decoder.decode(chunk)
                feeds += chunk.count(b"\n")
                if b"\r" in chunk or last == b"\r":
                    returns += chunk.count(b"\r")
                    both += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
                    empty = empty or b"\n\r" in last + chunk
                empty = empty or b"\n\n" in chunk or last + chunk[:1] == b"\n\n"
                last = chunk[-1:]
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
    if returns and not feeds == returns == both:
        return None
    return _Lines("\r\n" if returns else "\n", feeds + (last != b"\n"), empty)


def _reading(path: Path, layout: Layout, *, header: bool) -> str:
    """Return the SQL that reads a text strictly: nothing is guessed, and what is not understood is an error."""
    every = layout.columns if layout.header else (*layout.columns, *layout.optional)
    columns = ", ".join(f"{quoted_text(name)}: 'VARCHAR'" for name in every)
    options = {
        "header": str(header).lower(),
        "auto_detect": "false",
        "columns": f"{{{columns}}}",
        "delim": quoted_text(layout.delimiter),
        "quote": quoted_text(layout.quote),
        "escape": quoted_text(layout.quote),
        "new_line": "'\\n'",
        "nullstr": f"[{', '.join(map(quoted_text, ('', *layout.nulls)))}]",
        "strict_mode": "true",
        "null_padding": "false",
    }
    told = ", ".join(f"{name}={value}" for name, value in options.items())
    return f"read_csv({quoted_text(str(path))}, {told})"


def _copied(file: GivenFile, layout: Layout, folder: Path, encoding: str) -> Table:
    every = layout.columns if layout.header else (*layout.columns, *layout.optional)
    path = folder / f"copy-{len(list(folder.iterdir()))}.csv"
    with path.open("w", encoding="utf-8", newline="") as copy:
        if file.format == "excel":
            found: Iterable[Record] = _of_sheet(file, len(every))
        else:
            found = _of_text(file, layout, len(every), encoding)
        rejected = tuple(copy_whole(found, (*every, ROW), copy))
    clean = replace(layout, columns=(*every, ROW), optional=(), delimiter=",", quote='"', header=True)
    relation = _reading(path, clean, header=True)
    columns = ", ".join([*map(quoted_name, every), f"CAST({ROW} AS BIGINT) AS {ROW}"])
    whole = f"(SELECT {columns} FROM {relation})"
    return Table(file, replace(layout, columns=every), whole, path, _count(relation), rejected)


def _of_text(file: GivenFile, layout: Layout, size: int, encoding: str) -> Iterator[Record]:
    least = size if layout.header else len(layout.columns)
    with file.path.open(encoding=_encoding(file, encoding), errors="surrogateescape", newline="") as lines:
        found = records(lines, layout.delimiter, layout.quote, size, least)
        if layout.header:
            next(found, None)
        yield from found


def _of_sheet(file: GivenFile, size: int) -> Iterator[Record]:
    for row, cells in enumerate(_sheet(file), start=1):
        fields = tuple(map(_cell, cells))[:size]
        if row > 1 and any(fields):
            yield Record(row, fields + ("",) * (size - len(fields)))


def _sheet(file: GivenFile) -> list[list[Any]]:
    try:
        import python_calamine  # noqa: PLC0415 - an extra
    except ImportError:
        raise TableError(
            f"{file.name}: python-calamine, which reads Excel, is not installed",
            "pip install 'relgraph[excel]'",
        ) from None
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(file.path)
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError) as error:
        raise TableError(f"{file.name}: is no workbook that can be read: {error}", "save it as CSV") from None


def _cell(value: object) -> str:
    """Return what a cell of a sheet shows: 2014 and not 2014.0, a day without a time of none."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
