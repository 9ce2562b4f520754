"""Headers: which table of a mapping a file is, and which of its columns is which."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations
from typing import IO, TYPE_CHECKING, Any

from relgraph.errors import TableError
from relgraph.importing.canonical import first_line, is_reserved
from relgraph.importing.given_files import GivenFile
from relgraph.importing.mappings import Layout
from relgraph.late_imports import LateLibrary
from relgraph.wording import listed

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = LateLibrary("duckdb")

_DELIMITERS = ("\t", ",", ";", "|")
_MOST = 2000
"""How many columns a table may have: DuckDB takes minutes for more."""
_SHOWN = 8
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1f\ud800-\udfff]")  # in a header


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
    told, why = renamed or {}, []
    for layout in layouts:
        header = header_of(file, layout, encoding)
        _refuse_many(file, header)
        if not layout.header:
            every = (*layout.columns, *layout.optional)
            if len(layout.columns) <= len(_without_excess(header, len(every))) <= len(every):
                return replace(layout, delimiter=layout.delimiter or "\t")
            why.append(f"{layout.name} has {len(every)} columns, it {len(header)}")
            continue
        found, lacking = _found(layout, header, told, is_only=len(layouts) == 1)
        if not lacking:
            _refuse_twice(file, header, found)
            known = {folded: name for name, folded in found.items()}
            columns = tuple(
                known.get(_folded(name)) or _apart(name.strip()) or f"column{place}"  # row names of R have none
                for place, name in enumerate(_without_excess(header, 0), start=1)
            )
            called = {
                name: next(each.strip() for each in header if _folded(each) == folded)
                for name, folded in found.items()
                if folded != _folded(name) and name not in told
            }
            delimiter = layout.delimiter or _delimiter(file, encoding)
            return replace(layout, columns=columns, delimiter=delimiter, called=called)
        why.append(f"{layout.name} needs {listed(lacking[:5], 'and')}")
    if len(layouts) > 1 or not layout.header:
        raise TableError(
            f"{file.name}: is none of the tables that this takes: {'; '.join(why)}",
            "give the file as it is published with its header; of an archive the table alone (a.zip/table.csv)",
        )
    names = [name.strip() for name in header if name.strip()]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    raise TableError(
        f"{file.name}: {why[0]}, and has {', '.join(names[:_SHOWN])}{more}",
        f"say which column is which: --columns {','.join(f'{name}=NAME' for name in layout.columns[:2])}",
    )


def _found(
    layout: Layout, header: Sequence[str], told: Mapping[str, str], *, is_only: bool
) -> tuple[dict[str, str], list[str]]:
    """Return which folded name of a header is which column, and the columns that are missing."""
    there = set(map(_folded, header)) - {""}
    taken = set(map(_folded, told.values()))
    found: dict[str, str] = {}
    lacking = []
    for name in (*layout.columns, *layout.optional):
        own, said = _folded(name), _folded(told.get(name, ""))
        others = [other for other in map(_folded, layout.also.get(name, ())) if other in there - taken]
        if said in there:
            found[name] = said
        elif name in told and (is_only or own not in there):
            lacking.append(f"{told[name]} ({name})")
        elif own in there - taken or name in told:
            found[name] = own
        elif len(others) == 1:
            found[name] = others[0]
        elif name in layout.columns:
            lacking.append(name)
    return found, lacking


def _apart(name: str) -> str:
    """Return what a column that a mapping does not know is called: nothing that it or the importer has."""
    return f"{name} (column)" if is_reserved(name) else name


def _refuse_many(file: GivenFile, header: Sequence[str]) -> None:
    if len(header) > _MOST:
        raise TableError(
            f"{file.name}: has {len(header):,} columns, and {_MOST:,} are allowed",
            "leave out what is not needed",
        )


def _refuse_twice(file: GivenFile, header: Sequence[str], found: Mapping[str, str]) -> None:
    names = [_folded(name) for name in _without_excess(header, 0)]
    twice = next((header[place] for place, name in enumerate(names) if name and name in names[:place]), None)
    if twice is not None:
        raise TableError(f"{file.name}: two columns are called {twice!r}", "rename one of them in its header")
    same = next((pair for pair in combinations(found, 2) if found[pair[0]] == found[pair[1]]), None)
    if same is not None:
        raise TableError(f"--columns: {listed(same, 'and')} are the same column", "give each its own")


def _without_excess(fields: Sequence[str], size: int) -> Sequence[str]:
    """Return fields without empty ones at their end, beyond so many."""
    end = len(fields)
    while end > size and not fields[end - 1].strip():
        end -= 1
    return fields[:end]


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def header_of(file: GivenFile, layout: Layout, encoding: str) -> list[str]:
    """Return the fields of the first record of a file."""
    if file.format == "parquet":
        try:
            with duckdb.connect() as connection:
                return [column for column, *_ in connection.read_parquet(str(file.path)).description]
        except duckdb.Error as error:
            raise TableError(f"{file.name}: cannot be read: {first_line(error)}", "write it again") from None
    if file.format == "excel":
        return [cell(value) for value in next(iter(sheet(file)), [])]
    delimiter = layout.delimiter or _delimiter(file, encoding)
    line = _first_line(file, encoding)
    if not layout.quote:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, quotechar=layout.quote), [])
    except csv.Error as error:
        raise TableError(
            f"{file.name}: its header cannot be read: {error}", "give a table with a header"
        ) from None


def _first_line(file: GivenFile, encoding: str) -> str:
    """Return the first line with something on it; refuse what is no text."""
    with opened(file, encoding) as lines:
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


def encoding_of(file: GivenFile, encoding: str) -> str:
    """Return the encoding of a text: the one that is told, else UTF-8 or UTF-16, as its first bytes say."""
    if encoding:
        return encoding
    with file.path.open("rb") as content:
        start = content.read(2)
    return "utf-16" if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


@contextmanager
def opened(file: GivenFile, encoding: str, newline: str | None = None) -> Iterator[IO[str]]:
    """Open a text; bytes that are not in its encoding are read as surrogates.

    Args:
        file: The file.
        encoding: As in :func:`laid_out`.
        newline: As in :func:`open`.

    Raises:
        TableError: There is no such encoding, or the text is not in it.
    """
    name = encoding_of(file, encoding)
    try:
        text = file.path.open(encoding=name, errors="surrogateescape", newline=newline)
    except LookupError:
        raise TableError(f"unknown encoding {encoding!r}", "such as cp1252, latin-1 or utf-16") from None
    with text:
        try:
            yield text
        except UnicodeError as error:
            raise TableError(
                f"{file.name}: is no text in {name}: {error}", "say its --encoding, such as cp1252 or utf-16-le"
            ) from None


def sheet(file: GivenFile) -> list[list[Any]]:
    """Return the cells of the first sheet of a workbook, row by row."""
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


def cell(value: object) -> str:
    """Return what a cell of a sheet shows: 2014 and not 2014.0, a day without a time of none."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
