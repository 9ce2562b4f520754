"""Rows: tables of terms in SPARQL 1.1 TSV, as which the engine hands them over and nothing of them is lost."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeAlias

import pyoxigraph as ox

from relgraph.errors import LimitError
from relgraph.model.terms import EngineTerm, refuse_rdf_12
from relgraph.wording import counted

Rows: TypeAlias = tuple[tuple[EngineTerm | None, ...], ...]
"""Rows of terms, ``None`` where a variable is unbound."""

_TSV = ox.QueryResultsFormat.TSV
# Texts stand in quotes, their tabs, line ends and quotes escaped: only a cell begins in these ways.
_BLANK = re.compile(rb"(?<=[\t\n])_:[^\t\n]+")
# Every triple and every base direction has one of these, and some texts.
_RDF_12 = (b"<<(", b"--ltr", b"--rtl")


class _Lines(io.BytesIO):
    """Takes a line of names and lines of rows, and refuses to take more than there may be."""

    def __init__(self, max_rows: int | None) -> None:
        super().__init__()
        self._max_rows, self._lines = max_rows, 0

    def write(self, content: bytes, /) -> int:  # type: ignore[override] # the engine writes bytes
        if self._max_rows is not None:
            self._lines += content.count(b"\n")
            if self._lines - 1 > self._max_rows:
                raise too_many_rows(self._max_rows)
        return super().write(content)


def table_of(solutions: ox.QuerySolutions, columns: Sequence[str], max_rows: int | None = None) -> bytes:
    r"""Return the solutions of a SELECT as TSV.

    Args:
        solutions: Solutions of which none has been read.
        columns: The names of their variables, in the order of the columns.
        max_rows: The most rows that are accepted. Default: any number.

    Returns:
        A line of names and a line for each solution.

    Raises:
        LimitError: There are more rows.
        QueryError: One of them has a term that RDF 1.1 lacks.

    Example:
        >>> solutions = ox.Store().query("SELECT ?a ?b { VALUES (?a ?b) { (1 'x') (2 UNDEF) } }")
        >>> table_of(solutions, ["b", "a"])
        b'?b\t?a\n"x"\t1\n\t2\n'
    """
    names = [variable.value for variable in solutions.variables]
    lines = _Lines(max_rows)
    solutions.serialize(lines, _TSV)
    table = lines.getvalue()
    if names != list(columns):
        cells = itemgetter(*map(names.index, columns))
        table = b"".join(b"\t".join(cells(line.split(b"\t"))) + b"\n" for line in table.split(b"\n")[:-1])
    if any(sign in table for sign in _RDF_12):
        for row in rows_of(table):
            for term in row:
                refuse_rdf_12(term)
    return table


def too_many_rows(max_rows: int) -> LimitError:
    """Return the error for an answer of more rows, or triples, than are accepted.

    Example:
        >>> str(too_many_rows(1000))
        'query: more than 1,000 rows'
    """
    return LimitError(
        f"query: more than {counted(max_rows, 'row')}", "narrow it, or end it with LIMIT", limit="rows"
    )


def rows_of(table: bytes) -> Rows:
    r"""Return the rows of a table.

    Args:
        table: TSV, as :func:`table_of` returns it.

    Returns:
        The rows.

    Example:
        >>> rows_of(b'?a\t?b\n<urn:x>\t\n')
        ((<NamedNode value=urn:x>, None),)
    """
    solutions = ox.parse_query_results(table, _TSV)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the line of names is no answer of an ASK
    return tuple(tuple(solution) for solution in solutions)


def table_with(columns: Sequence[str], rows: Rows) -> bytes:
    r"""Return rows as TSV.

    Args:
        columns: The names of the columns.
        rows: The rows.

    Returns:
        A line of names and a line for each row.

    Example:
        >>> table_with(["a", "b"], ((ox.NamedNode("urn:x"), None),))
        b'?a\t?b\n<urn:x>\t\n'
    """
    names = "\t".join(f"?{name}" for name in columns)
    lines = ("\t".join("" if term is None else str(term) for term in row) for row in rows)
    written = "".join(f"{line}\n" for line in (names, *lines)).encode()
    # A term as text has more escapes than the engine writes into TSV.
    return in_format(written, _TSV)


def in_format(table: bytes, results_format: ox.QueryResultsFormat) -> bytes:
    r"""Return a table in a format of the engine, with blank nodes named ``b0``, ``b1``, ... as they come.

    Args:
        table: TSV, or what an ASK answers.
        results_format: The format.

    Returns:
        UTF-8.

    Example:
        >>> in_format(b'?a\t?b\n_:x\t_:y\n_:y\t"1, 2"\n', ox.QueryResultsFormat.CSV)
        b'a,b\r\n_:b0,_:b1\r\n_:b1,"1, 2"\r\n'
    """
    if b"\t_:" in table or b"\n_:" in table:
        names: dict[bytes, bytes] = {}
        table = _BLANK.sub(lambda match: names.setdefault(match[0], b"_:b%d" % len(names)), table)
    written = ox.parse_query_results(table, _TSV).serialize(format=results_format)
    assert written is not None  # noqa: S101 - without an output file it is the content
    return written
