"""Cells that a spreadsheet keeps as they are, and tables as spreadsheets save them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Collection

from relgraph.errors import DossierError

_AS_CSV = "save it as CSV UTF-8: in Excel by that name, in LibreOffice as Text CSV with the character set UTF-8"
# What a spreadsheet takes for a formula, a number, a date or a truth value.
_RISKY = re.compile(
    r"'*([=+\-@\t\r]|\s*[\d.,]+\s*([-/.:%eE]|$)|\d+\s+\w|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*[\s.,/-]*\d"
    r"|(true|false)$)",
    re.IGNORECASE,
)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet changes: behind an apostrophe, where it looks like no plain text.

    Example:
        >>> guarded("2021-07"), guarded("1-2"), guarded("Arda meets Bree")
        ("'2021-07", "'1-2", 'Arda meets Bree')
    """
    return "'" + cell if _RISKY.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell that :func:`guarded` was given, or one that was never guarded as it is.

    Example:
        >>> unguarded("'2021-07"), unguarded("2021-07"), unguarded("'t was agreed")
        ('2021-07', '2021-07', "'t was agreed")
    """
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def quoted(text: str) -> str:
    """Return a text as a cell that keeps it whole: as JSON writes it, where its ends would be lost.

    Example:
        >>> quoted("Arda"), quoted(" Arda"), quoted("")
        ('Arda', '" Arda"', '""')
    """
    is_marked = len(text) > 1 and text[0] == text[-1] == '"'
    kept = text.strip() == text != "" and "\0" not in text and not is_marked
    return text if kept else json.dumps(text, ensure_ascii=False)


def unquoted(cell: str) -> str:
    """Return the text that :func:`quoted` was given.

    Example:
        >>> unquoted('" Arda"'), unquoted('"Arda" or "Bree"')
        (' Arda', '"Arda" or "Bree"')
    """
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        with contextlib.suppress(ValueError):
            return str(json.loads(cell))
    return cell


def lines_of(content: bytes, place: str, columns: Collection[str]) -> list[list[str]]:
    """Return the cells of a table, line by line, its head first.

    Args:
        content: The bytes of its file: CSV (RFC 4180) in UTF-8.
        place: Where it is, for the message.
        columns: The columns that it may have.

    Returns:
        The lines, cells as they stand there.

    Raises:
        DossierError: It is something else, as spreadsheets save it too.

    Example:
        >>> lines_of(b"id,status", "acts.csv", ("id", "status"))
        [['id', 'status']]
        >>> lines_of(b"id;status", "acts.csv", ("id", "status"))
        Traceback (most recent call last):
        relgraph.errors.DossierError: acts.csv, row 1: semicolons stand between its columns, not commas
    """
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise DossierError(f"{place}: is a workbook of a spreadsheet, not CSV", f"open it and {_AS_CSV}")
    # In UTF-16 every other byte of Latin letters is zero.
    zeros = max(content[start::2].count(0) for start in (0, 1))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or zeros > len(content) / 4:
        raise DossierError(f"{place}: is UTF-16 (Excel: Unicode text), not UTF-8", _AS_CSV)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        bad = content[error.start : error.start + 1]
        raise DossierError(
            f"{place}, row {_rows_to(before)}: the byte 0x{bad.hex()} is not UTF-8 "
            f"(in Windows-1252 it is {bad.decode('cp1252', 'replace')!r})",
            _AS_CSV,
        ) from None
    if "\0" in text:
        row = _rows_to(text[: text.index("\0")])
        raise DossierError(f"{place}, row {row}: has a NUL character", "delete it: the file is damaged")
    if not text.strip():
        raise DossierError(
            f"{place}: is empty", f"its first row names its columns, of {', '.join(columns)}; the others follow"
        )
    head = text.lstrip().partition("\n")[0]
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if sum(part.strip('" \r') in columns for part in head.split(mark)) > 1:
            raise DossierError(
                f"{place}, row 1: {name} stand between its columns, not commas",
                "save it with commas: LibreOffice asks for the field delimiter; Excel takes the list separator "
                "of the system's regional settings",
            )
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        limit = f"a cell has more than {csv.field_size_limit():,} characters"
        reason = limit if "field limit" in str(error) else str(error)
        raise DossierError(
            f"{place}, row {len(lines) + 1}: {reason}",
            "it has to be CSV (RFC 4180): a cell that has a quote mark stands in quote marks, and has it twice",
        ) from None
    return lines


def _rows_to(before: str) -> int:
    """Return the number of the row in which a text ends."""
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        rows.extend(csv.reader(io.StringIO(before, newline="")))
    return max(1, len(rows) + before.endswith(("\n", "\r")))
