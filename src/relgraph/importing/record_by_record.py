"""Record by record: a delimited text with faults in it, each record told apart by the csv module.

DuckDB reads a text without faults many times faster. Of one with faults it tells the first and ends, or passes
over what it cannot read without a word; so such a text is copied, whole records into a plain copy and the rest
to the rejected.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple

_LONGEST_FIELD = 1 << 25  # as long as a line that DuckDB reads
_LONGEST = 1000
"""How many lines a quoted field may have: where a quote is open for longer, it was no quote."""
_OPEN = "a quoted field does not end"


class Record(NamedTuple):
    """A record of a delimited text.

    Attributes:
        row: Its place among the records of the text, from 1, the header among them (RFC 7111).
        fields: Its fields; what could be read of it where it is rejected.
        reason: Why it is rejected; ``""`` where it is not.
    """

    row: int
    fields: tuple[str, ...]
    reason: str = ""


def records(lines: Iterable[str], delimiter: str, quote: str, size: int, least: int) -> Iterator[Record]:
    """Yield the records of a delimited text, empty lines left out.

    A record has as many fields as there are columns; further fields that are empty say nothing and are dropped.
    Where a quoted field does not end, or what stands behind it is no delimiter, the line in which it begins is
    rejected, and reading goes on with the next one: a stray quote costs its own line.

    Args:
        lines: The lines with their ends; bytes that are not in the encoding as surrogates.
        delimiter: What stands between fields.
        quote: What fields may be quoted with; ``""`` for nothing.
        size: How many columns there are.
        least: How many of them a record has to have.

    Example:
        >>> [record.reason for record in records(["a,b", '"c', "d,e", "f"], ",", '"', 2, 2)]
        ['', 'a quoted field does not end', '', '1 field, 2 columns']
    """
    ahead, rest = deque[str](), iter(lines)
    row = 0
    while True:
        taken = [ahead.popleft() if ahead else next(rest, "")]
        if not taken[0]:
            return
        if not taken[0].strip("\r\n"):
            continue
        row += 1
        fields, reason = _read(taken[0], delimiter, quote)
        if reason == _OPEN:
            # Quotes come in pairs in what is whole.
            quotes = taken[0].count(quote)
            while quotes % 2 and len(taken) < _LONGEST:
                if not (line := ahead.popleft() if ahead else next(rest, "")):
                    break
                taken.append(line)
                quotes += line.count(quote)
            fields, reason = _read("".join(taken), delimiter, quote)
        if reason and len(taken) > 1:
            ahead.extendleft(reversed(taken[1:]))
            fields = (taken[0].rstrip("\r\n"),)
        elif not reason:
            fields, reason = _fitted(fields, size, least)
        yield Record(row, fields, reason)


def _read(text: str, delimiter: str, quote: str) -> tuple[tuple[str, ...], str]:
    text = text.removesuffix("\n").removesuffix("\r")
    if not quote:
        return tuple(text.split(delimiter)), ""
    limit = csv.field_size_limit(_LONGEST_FIELD)  # of the whole process
    try:
        found = list(csv.reader([text], delimiter=delimiter, quotechar=quote, strict=True))
    except csv.Error as error:
        said = str(error)
        if "unexpected end" in said:
            return (text,), _OPEN
        if "field limit" in said:
            return (text,), f"a field of more than {_LONGEST_FIELD:,} characters"
        # Or, in what a quote seems to span, a line ends outside of quotes.
        return (text,), "a quote stands within a field"
    finally:
        csv.field_size_limit(limit)
    return tuple(found[0]) if found else (), ""


def _fitted(fields: tuple[str, ...], size: int, least: int) -> tuple[tuple[str, ...], str]:
    while len(fields) > size and not fields[-1].strip():
        fields = fields[:-1]
    if not least <= len(fields) <= size:
        count = f"{len(fields)} field" + "s" * (len(fields) != 1)
        return fields, f"{count}, {size} columns"
    text = "".join(fields)
    if "\0" in text:
        return fields, "a NUL byte"
    if any("\ud800" <= character <= "\udfff" for character in text if character > "\ud7ff"):
        return fields, "bytes that are not in its encoding"
    return fields + ("",) * (size - len(fields)), ""


def copy_whole(found: Iterable[Record], columns: Iterable[str], file: IO[str]) -> Iterator[Record]:
    """Write whole records as CSV with their rows in a last column, and yield those that are rejected.

    Args:
        found: The records.
        columns: What the header of the copy says.
        file: Where they are written.

    Example:
        >>> import io
        >>> file = io.StringIO()
        >>> list(copy_whole([Record(2, ("x",)), Record(3, ("y", "z"), "2 fields")], ["a", "file_row"], file))
        [Record(row=3, fields=('y', 'z'), reason='2 fields')]
        >>> file.getvalue()
        '"a","file_row"\\n"x","2"\\n'
    """
    writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for record in found:
        if record.reason:
            yield record
        else:
            writer.writerow([*record.fields, record.row])
