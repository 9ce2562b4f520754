"""Results: tables of terms, as rows, as data frames and in the standard formats."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import XSD, Literal

from relgraph.canonical import to_turtle
from relgraph.errors import OutputError, unknown_name
from relgraph.formats import FORMATS, NOT_XML
from relgraph.model.terms import EngineTerm, Term, quiet_rdflib, to_rdflib
from relgraph.querying.rows import Rows, in_format, rows_of, table_with
from relgraph.records import pandas, to_html

if TYPE_CHECKING:
    import pandas as pd

_RESULTS: dict[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
TABLE_FORMATS = tuple(_RESULTS)
"""Formats of the result of a SELECT or ASK."""

GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")
"""Formats of the result of a CONSTRUCT or DESCRIBE."""

_STRING = ox.NamedNode(str(XSD.string))
_PYTHON_TYPES = frozenset(
    XSD[name]
    for name in ("boolean", "date", "dateTime", "decimal", "double", "float", "int", "integer", "long")
)


@dataclass(frozen=True)
class QueryResult:
    """A table of RDF terms.

    Iteration, ``len`` and :meth:`dicts` go by row. The truth value of an ASK is its answer; of the others,
    whether there is a row.

    Attributes:
        kind: ``"select"``, ``"ask"`` or ``"graph"`` (CONSTRUCT and DESCRIBE).
        variables: The names of the columns: of a graph ``subject``, ``predicate``, ``object``; of an ASK
            ``boolean``, with one row.
        terms: The rows as terms of the engine, in the lexical forms that the store has; ``None`` where a
            variable is unbound. Of a SELECT they stand in the order of the query; of a graph each triple once,
            by subject, type first, predicate and object, blank nodes named by what they are linked to.
        prefixes: The namespaces by prefix that the query and the graph declare, which Turtle is written with.

    Example:
        >>> import relgraph
        >>> text = "SELECT ?state ?label { ?state a rg:State ; rdfs:label ?label } ORDER BY ?label"
        >>> states = relgraph.query(relgraph.open(), text)
        >>> states.variables, len(states)
        (('state', 'label'), 3)
        >>> [str(label) for state, label in states]
        ['Indonesia', 'Russia', 'Viet Nam']
    """

    kind: str
    variables: tuple[str, ...]
    terms: Rows
    prefixes: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def written(
        cls, kind: str, variables: tuple[str, ...], content: bytes, prefixes: Mapping[str, str]
    ) -> QueryResult:
        r"""Return a result from what the engine wrote, of which terms are made when they are asked for.

        Args:
            kind: As the attribute.
            variables: As the attribute.
            content: Of a SELECT TSV, of an ASK ``true`` or ``false``, of a graph N-Triples.
            prefixes: As the attribute.

        Returns:
            The result.

        Example:
            >>> QueryResult.written("select", ("a",), b'?a\n"x"\n', {}).dicts()
            [{'a': rdflib.term.Literal('x')}]
        """
        result = cls.__new__(cls)
        vars(result).update(kind=kind, variables=variables, prefixes=prefixes, _content=content)
        return result

    if not TYPE_CHECKING:  # which would take any name for an attribute

        def __getattr__(self, name: str) -> Rows:
            """Make the terms of what the engine wrote."""
            if name != "terms":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            terms = vars(self)["terms"] = self._read()
            return terms

    def _read(self) -> Rows:
        if self.kind == "ask":
            return ((ox.Literal(self._content == b"true"),),)
        if self.kind == "graph":
            return tuple(tuple(quad.triple) for quad in ox.parse(self._content, ox.RdfFormat.N_TRIPLES))
        return rows_of(self._content)

    @cached_property
    def _content(self) -> bytes:
        """What :meth:`written` takes."""
        if self.kind == "ask":
            return b"true" if self else b"false"
        if self.kind == "graph":
            return _bytes(ox.serialize(self._triples(), format=ox.RdfFormat.N_TRIPLES))
        return table_with(self.variables, self.terms)

    @cached_property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows as terms of rdflib."""
        converted = cache(to_rdflib)  # in most tables most terms recur
        with quiet_rdflib():
            return tuple(tuple(map(converted, row)) for row in self.terms)

    @property
    def boolean(self) -> bool | None:
        """The answer of an ASK; ``None`` for the other kinds."""
        return bool(self) if self.kind == "ask" else None

    def __bool__(self) -> bool:
        """Return the answer of an ASK, else whether there is any row."""
        return self.terms[0] == (ox.Literal(True),) if self.kind == "ask" else bool(self.terms)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.terms)

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook."""
        rows = [
            {name: None if term is None else str(term) for name, term in row.items()} for row in self.dicts()
        ]
        return to_html(rows, f"{len(rows):,} row{'' if len(rows) == 1 else 's'}")

    def dicts(self) -> list[dict[str, Term | None]]:
        """Return each row as a dict.

        Returns:
            Per row, terms by variable, ``None`` where it is unbound.

        Example:
            >>> import relgraph
            >>> relgraph.query(relgraph.open(), "SELECT ?a ?b { VALUES (?a ?b) { ('x'@en UNDEF) } }").dicts()
            [{'a': rdflib.term.Literal('x', lang='en'), 'b': None}]
        """
        return [dict(zip(self.variables, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a data frame.

        Returns:
            A frame with a column per variable. Numbers, booleans, dates and times become Python values;
            everything else becomes its text, such as an IRI, or a year or month, which are not dates; unbound
            is ``None``.

        Raises:
            OutputError: pandas is not installed.

        Example:
            >>> import relgraph
            >>> text = "SELECT ?when { VALUES ?when { '2021-07-06'^^xsd:date '2021-07'^^xsd:gYearMonth } }"
            >>> list(relgraph.query(relgraph.open(), text).to_pandas()["when"])
            [datetime.date(2021, 7, 6), '2021-07']
        """
        installed = pandas()
        columns = {
            name: installed.Series(
                [_python(row[index]) for row in self.rows], dtype=None if self.rows else object
            )
            for index, name in enumerate(self.variables)
        }
        frame: pd.DataFrame = installed.DataFrame(columns, columns=list(self.variables))
        return frame

    def serialize(self, format: str) -> bytes:
        r"""Return the result in a standard format, the same bytes for the same rows.

        Args:
            format: Of a SELECT or ASK ``"csv"`` or ``"tsv"`` (SPARQL 1.1 Query Results CSV and TSV Formats),
                ``"json"`` (SPARQL 1.1 Query Results JSON Format) or ``"xml"`` (SPARQL Query Results XML
                Format), in which blank nodes are named ``b0``, ``b1``, ... as they come. Of a graph
                ``"turtle"``, ``"ntriples"`` or ``"jsonld"``.

        Returns:
            UTF-8.

        Raises:
            NameNotFoundError: The format is unknown.
            OutputError: The format is for the other kind of result, or is XML and a term has a control
                character, which XML cannot hold.

        Example:
            >>> import relgraph
            >>> text = "SELECT ?name { VALUES ?name { 'ASEAN' 'Russia' } }"
            >>> relgraph.query(relgraph.open(), text).serialize("csv")
            b'name\r\nASEAN\r\nRussia\r\n'
        """
        if format not in (*TABLE_FORMATS, *GRAPH_FORMATS):
            raise unknown_name("format", format, (*TABLE_FORMATS, *GRAPH_FORMATS))
        if self.kind == "graph":
            if format not in GRAPH_FORMATS:
                raise OutputError(
                    f"{format} is a format for tables, and this query returns triples",
                    f"choose one of {', '.join(GRAPH_FORMATS)}, or write the query as a SELECT",
                )
            if format == "turtle":
                return to_turtle(self._triples(), self.prefixes)
            if format == "ntriples":
                return self._content
            return _bytes(ox.serialize(self._triples(), format=FORMATS[format].rdf))
        if format not in TABLE_FORMATS:
            raise OutputError(
                f"{format} is a format for triples, and this query returns a table",
                f"choose one of {', '.join(TABLE_FORMATS)}, or write the query as a CONSTRUCT",
            )
        if format == "json":
            return self._json()
        if format == "xml":
            self._refuse_what_xml_lacks()
        written = in_format(self._content, _RESULTS[format])
        # The engine ends some formats without a line end, which a text file has.
        return written if written.endswith(b"\n") else written + b"\n"

    def _triples(self) -> list[ox.Triple]:
        return [ox.Triple(*row) for row in self.terms]  # type: ignore[arg-type]

    def _json(self) -> bytes:
        """Return what json.dumps with an indent of 2 would, without the dict for each term that it takes."""
        if self.kind == "ask":
            return b'{\n  "head": {},\n  "boolean": %b\n}\n' % self._content
        blank: dict[str, str] = {}
        names = [_quoted(name) for name in self.variables]
        rows = []
        for row in self.terms:
            cells = [
                f"        {name}: {_json_term(term, blank)}"
                for name, term in zip(names, row, strict=True)
                if term is not None
            ]
            rows.append("      {\n" + ",\n".join(cells) + "\n      }" if cells else "      {}")
        columns = [f"      {name}" for name in names]
        return (
            '{\n  "head": {\n    "vars": '
            + _json_list(columns)
            + '\n  },\n  "results": {\n    "bindings": '
            + _json_list(rows)
            + "\n  }\n}\n"
        ).encode()

    def _refuse_what_xml_lacks(self) -> None:
        if self.kind == "ask" or not NOT_XML.search(self._content.decode()):
            return
        for number, row in enumerate(self.terms, start=1):
            for name, term in zip(self.variables, row, strict=True):
                if isinstance(term, ox.Literal) and NOT_XML.search(term.value):
                    raise OutputError(
                        f"row {number}, ?{name}: has a control character, which XML cannot hold",
                        "choose json, csv or tsv",
                    )


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _json_list(items: list[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n    ]" if items else "[]"


def _json_term(term: EngineTerm, blank: dict[str, str]) -> str:
    """Return ``term`` as in SPARQL 1.1 Query Results JSON Format, section 3.2.2."""
    more = ""
    if isinstance(term, ox.BlankNode):
        kind, value = "bnode", blank.setdefault(term.value, f"b{len(blank)}")
    elif isinstance(term, ox.NamedNode):
        kind, value = "uri", term.value
    else:
        assert isinstance(term, ox.Literal)  # noqa: S101 - triples are refused before there is a result
        kind, value = "literal", term.value
        if term.language is not None:
            more = f',\n          "xml:lang": {_quoted(term.language)}'
        elif term.datatype != _STRING:
            more = f',\n          "datatype": {_quoted(term.datatype.value)}'
    return f'{{\n          "type": "{kind}",\n          "value": {_quoted(value)}{more}\n        }}'


def _python(term: Term | None) -> object:
    if isinstance(term, Literal) and term.datatype in _PYTHON_TYPES and term.value is not None:
        return term.value
    return None if term is None else str(term)


def _bytes(written: bytes | None) -> bytes:
    assert written is not None  # noqa: S101 - without an output file it is the content
    return written
