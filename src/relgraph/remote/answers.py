"""Answers of a query endpoint: kept whole before a row is read, in whatever of the two formats they came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, TypeAlias, cast

import pyoxigraph as ox

from relgraph.cleaning import clean
from relgraph.errors import StoreError
from relgraph.model.terms import EngineTerm
from relgraph.reading import Terms

Row: TypeAlias = tuple[EngineTerm | None, ...]

_IN_MEMORY = 1 << 24  # bytes of an answer, above which it goes to disk
# Labels of blank nodes are any text in JSON; Virtuoso's, nodeID://b10, are none that the parser takes.
_BLANK = re.compile(
    rb'("type"\s{0,9}:\s{0,9}"bnode"\s{0,9},\s{0,9}"value"\s{0,9}:\s{0,9}")([^"\\]{1,200})(?=")'
)
_TAIL = 300  # bytes that such a node takes at most
_END = re.compile(rb"</(?:[\w.-]+:)?sparql\s*>\s*\Z")
_XSD = "http://www.w3.org/2001/XMLSchema#"


class Answer:
    """Rows of an answer, or yes and no, in a file of their own that goes with it.

    Attributes:
        variables: The names of the columns, as the answer has them.
        boolean: The answer of an ASK, ``None`` where it has rows.
        is_cut: The endpoint says that it has a limit and that as many rows came.
    """

    def __init__(
        self,
        chunks: Iterable[bytes],
        results_format: ox.QueryResultsFormat,
        where: str,
        *,
        is_cut: bool = False,
    ) -> None:
        """Keep an answer.

        Args:
            chunks: Its content.
            results_format: JSON or XML, which say where they end.
            where: The endpoint, as messages show it.
            is_cut: See the attribute.

        Raises:
            StoreError: It is not of the format.
        """
        self._format, self._where = results_format, where
        self.is_cut = is_cut
        self._terms = Terms()
        self._file = cast(IO[bytes], SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - see close
        is_json = results_format == ox.QueryResultsFormat.JSON
        tail = b""
        for chunk in _relabelled(chunks) if is_json else chunks:
            self._file.write(chunk)
            tail = (tail + chunk)[-_TAIL:]
        if not is_json and not _END.search(tail):
            raise self._malformed("it ends before its end tag")
        parsed = self._parse()
        self.boolean: bool | None = None
        self.variables: tuple[str, ...] = ()
        if isinstance(parsed, ox.QueryBoolean):
            self.boolean = bool(parsed)
        else:
            self.variables = tuple(variable.value for variable in parsed.variables)
        self._length: int | None = None

    def __enter__(self) -> Answer:
        """Return this answer, which goes when it is left."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of the file."""
        self._file.close()

    def __len__(self) -> int:
        """Return the number of rows, all of which are parsed.

        Raises:
            StoreError: One of them is malformed, or the answer breaks off.
        """
        if self._length is None:
            self._length = sum(1 for _ in self._solutions())
        return self._length

    def rows(self, names: Sequence[str]) -> Iterator[Row]:
        """Yield the rows, with the columns ``names``.

        Yields:
            Terms, typed literals in the form in which a store of this package keeps them.

        Raises:
            StoreError: The answer has other variables than ``names``, or is malformed.
        """
        self.check(names)
        places = [self.variables.index(name) for name in names]
        straight = places == list(range(len(places)))
        stored = self._stored
        for solution in self._solutions():
            row = tuple(solution)
            yield tuple(map(stored, row if straight else [row[place] for place in places]))

    def check(self, names: Sequence[str]) -> None:
        """Raise StoreError where the answer has other variables than ``names``."""
        if self.boolean is not None or set(names) != set(self.variables):
            got = "yes or no" if self.boolean is not None else clean(", ".join(self.variables), 100) or "none"
            raise StoreError(
                f"{self._where}: the answer has other columns ({got}) than were asked for ({', '.join(names)})",
                "check the address: what answers is no SPARQL endpoint, or mixes answers up",
            )

    def _stored(self, term: EngineTerm | None) -> EngineTerm | None:
        # Virtuoso writes true as 1 in JSON.
        if isinstance(term, ox.Literal) and term.language is None and term.datatype.value.startswith(_XSD):
            return self._terms.stored(term)
        return term

    def _solutions(self) -> Iterator[ox.QuerySolution]:
        parsed = self._parse()
        assert isinstance(parsed, ox.QuerySolutions)  # noqa: S101 - asked before
        try:
            yield from parsed
        except (SyntaxError, ValueError, MemoryError) as error:
            raise self._malformed(str(error)) from None
        finally:
            del parsed  # not to be dropped in another thread, with a traceback

    def _parse(self) -> ox.QuerySolutions | ox.QueryBoolean:
        self._file.seek(0)
        try:
            return ox.parse_query_results(self._file, self._format)
        except (SyntaxError, ValueError, MemoryError) as error:
            raise self._malformed(str(error)) from None

    def _malformed(self, what: str) -> StoreError:
        return StoreError(
            f"{self._where}: the answer is malformed or breaks off: {clean(what, 150)}",
            "ask again; where it stays so, check the address and the endpoint's log",
        )


def _relabelled(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield JSON results with labels of blank nodes that the parser takes."""
    held = b""
    for chunk in chunks:
        held += chunk
        if b"bnode" in held:
            held = _BLANK.sub(_label, held)
        yield held[:-_TAIL]
        held = held[-_TAIL:]
    yield held


def _label(match: re.Match[bytes]) -> bytes:
    return match[0] if re.fullmatch(rb"[A-Za-z0-9]+", match[2]) else match[1] + b"x" + match[2].hex().encode()
