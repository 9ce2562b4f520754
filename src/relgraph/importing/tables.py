"""Tables: files as relations of DuckDB, all columns as text, each row with its place in the file."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relgraph.importing.canonical import quoted_name, quoted_text
from relgraph.importing.given_files import GivenFile
from relgraph.importing.headers import cell, encoding_of, header_of, opened, sheet
from relgraph.importing.mappings import Layout
from relgraph.importing.record_by_record import Record, copy_whole, records
from relgraph.late_imports import LateLibrary

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = LateLibrary("duckdb")

ROW = "file_row"
"""The column that a table has beside its own: where the row stands in the file, from 1 (RFC 7111)."""

_CHUNK = 1 << 22
_LONGEST_LINE = 1 << 25


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
            for there, name in zip(header_of(file, layout, encoding), layout.columns, strict=True)
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
    if encoding_of(file, encoding).replace("-sig", "") != "utf-8" or (lines := _lines(file.path)) is None:
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


def _reading(path: Path, layout: Layout, *, header: bool, long_lines: bool = False) -> str:
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
    if long_lines:  # for which DuckDB takes memory that a table without them does not need
        options |= {"max_line_size": str(_LONGEST_LINE), "buffer_size": str(2 * _LONGEST_LINE)}
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
    try:
        rows = _count(relation)
    except duckdb.Error:
        relation = _reading(path, clean, header=True, long_lines=True)
        rows = _count(relation)
    columns = ", ".join([*map(quoted_name, every), f"CAST({ROW} AS BIGINT) AS {ROW}"])
    whole = f"(SELECT {columns} FROM {relation})"
    return Table(file, replace(layout, columns=every), whole, path, rows, rejected)


def _of_text(file: GivenFile, layout: Layout, size: int, encoding: str) -> Iterator[Record]:
    least = size if layout.header else len(layout.columns)
    with opened(file, encoding, newline="") as lines:
        found = records(lines, layout.delimiter, layout.quote, size, least)
        if layout.header:
            next(found, None)
        yield from found


def _of_sheet(file: GivenFile, size: int) -> Iterator[Record]:
    for row, cells in enumerate(sheet(file), start=1):
        fields = tuple(map(cell, cells))[:size]
        if row > 1 and any(fields):
            yield Record(row, fields + ("",) * (size - len(fields)))
