"""Records: results that are rows, as CSV, JSON and data frames."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from relgraph.errors import OutputError

if TYPE_CHECKING:
    from types import ModuleType

    import pandas as pd


def to_csv(records: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return records as CSV (RFC 4180) with a header.

    Args:
        records: The rows, each from column to value.
        columns: The columns in their order.

    Returns:
        The document. ``None`` is an empty field, and a number has as few digits as read back the same.

    Raises:
        ValueError: A record has a key that is not a column.

    Example:
        >>> to_csv([{"label": "Russia", "rank": 1}, {"label": "Laos, PDR", "rank": None}], ["label", "rank"])
        'label,rank\\r\\nRussia,1\\r\\n"Laos, PDR",\\r\\n'
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def for_spreadsheet(written: bytes) -> bytes:
    r"""Return CSV as a spreadsheet opens it safely: no cell is a formula, and it is taken for UTF-8.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it, which spreadsheets do not
    show; a number does not. All cells are quoted, so that none is split where another separator is usual.

    Args:
        written: CSV in UTF-8.

    Returns:
        The same table with a byte-order mark.

    Example:
        >>> for line in for_spreadsheet(b"label,change\r\n=1+1,-0.5\r\n").decode("utf-8-sig").splitlines():
        ...     print(line)
        "label","change"
        "'=1+1","-0.5"
    """
    text = written.decode("utf-8-sig")
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    longest = csv.field_size_limit(len(text) + 1)
    try:
        for row in csv.reader(io.StringIO(text, newline="")):  # an empty line is an empty cell
            writer.writerow(f"'{cell}" if _FORMULA.match(cell) else cell for cell in row or [""])
    finally:
        csv.field_size_limit(longest)
    return out.getvalue().encode("utf-8-sig")


# Some spreadsheets take the wide forms of the signs for the signs.
_FORMULA = re.compile(
    r"(?![+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z)[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
)


def to_html(
    records: Sequence[Mapping[str, object]], title: str, notes: Iterable[str] = (), *, most: int = 20
) -> str:
    """Return records as a table for a notebook.

    Args:
        records: The rows, each from column to value.
        title: What stands above them.
        notes: Sentences that stand below them.
        most: How many rows are shown; how many more there are is said.

    Returns:
        A fragment of HTML without colours or scripts of its own, in which every text is escaped.

    Example:
        >>> to_html([{"label": "A & B", "rank": 1}], "Scores", ["degree: number of neighbours"])[:36]
        '<p><strong>Scores</strong></p><table'
    """
    shown = list(records[:most])
    columns = list(shown[0]) if shown else []
    cells = "".join(
        f"<tr>{''.join(f'<td>{_cell(record.get(column))}</td>' for column in columns)}</tr>" for record in shown
    )
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>" if shown else ""
    more = [f"and {len(records) - most:,} more rows"] if len(records) > most else []
    said = "".join(f"<p><small>{escape(note)}</small></p>" for note in (*more, *notes))
    return f"<p><strong>{escape(title)}</strong></p>{table}{said}"


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return escape(text if len(text) <= 300 else text[:299] + "…")


def to_json(content: object) -> str:
    """Return a value as JSON (RFC 8259), indented, with null for nan, which JSON does not have.

    Args:
        content: Mappings, lists, tuples, texts, numbers, truth values and ``None``.

    Returns:
        The document, ending in a newline.

    Raises:
        TypeError: Something else in it.

    Example:
        >>> print(to_json([{"label": "Lào", "score": float("nan")}]), end="")
        [
          {
            "label": "Lào",
            "score": null
          }
        ]
    """
    return json.dumps(_without_nan(content), ensure_ascii=False, indent=2) + "\n"


def _without_nan(value: object) -> object:
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, Mapping):
        return {name: _without_nan(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return value


def to_frame(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return records as a data frame.

    Args:
        records: The rows, each from column to value.

    Returns:
        The data frame, its columns in the order in which the rows first have them.

    Raises:
        OutputError: pandas (extra ``pandas``) is not installed.

    Example:
        >>> to_frame([{"label": "Russia", "rank": 1}])
            label  rank
        0  Russia     1
    """
    frame: pd.DataFrame = pandas().DataFrame.from_records(records)
    return frame


def pandas() -> ModuleType:
    """Return the module pandas, which is an extra.

    Raises:
        OutputError: It is not installed.

    Example:
        >>> pandas().__name__
        'pandas'
    """
    try:
        import pandas as installed  # noqa: PLC0415 - an extra
    except ImportError:
        raise OutputError(
            "a data frame needs pandas, which is not installed", "pip install 'relgraph[pandas]'"
        ) from None
    return installed
