"""Cells that a spreadsheet keeps as they are."""

from __future__ import annotations

import re

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
