"""Query: SPARQL 1.1 over a graph, by text or by the name of a bundled query, with parameters and limits.

A query declares its parameters in its leading comments, after its question::

    # Who takes part in what?
    # param actor: whoever takes part
    SELECT ?actor ?event WHERE {
      # VALUES ?actor { UNDEF }
      ?actor rg:participatesIn ?event
    }

As a comment the clause restricts nothing, so the file runs as it stands in any SPARQL 1.1 store: several stores
get ``UNDEF`` itself wrong. To bind a parameter is to write the clause out with an RDF term, as the store's own
serializer writes it, in the place of ``UNDEF``. A clause that is no comment is a place of the parameter too.
"""

from __future__ import annotations

import difflib
import json
import logging
import math
import os
import pickle
import re
import select
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from relgraph.bundle import bundled
from relgraph.canonical import canonical, to_turtle
from relgraph.errors import NameNotFoundError, OutputError, QueryError, unknown_name
from relgraph.model.namespaces import ID, PREFIXES, RG, local_name
from relgraph.model.ontology import bundled_ontology
from relgraph.model.statements import text_of, texts
from relgraph.records import pandas
from relgraph.store import KnowledgeGraph

if TYPE_CHECKING:
    import pandas as pd

Term: TypeAlias = URIRef | Literal | BNode
"""An RDF 1.1 term, as rdflib has it."""

MEMORY = 4 * 2**30
"""Bytes by which a query in a process of its own may grow, unless it is told otherwise."""

_Row = TypeVar("_Row", ox.QuerySolution, ox.Triple)
_TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True)
class Parameter:
    """A variable of a query that a caller may bind, and what it stands for."""

    name: str
    description: str


@dataclass(frozen=True)
class NamedQuery:
    """A query with the question that it answers and the parameters that it declares, in their order."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str


@dataclass(frozen=True)
class QueryResult:
    """A table of RDF terms. Iterating, ``len`` and ``dicts`` go by row.

    ``kind`` is ``"select"``, ``"ask"`` or ``"graph"`` (CONSTRUCT and DESCRIBE). ``variables`` names the
    columns: of a graph ``subject``, ``predicate``, ``object``; of an ASK ``boolean``, with one row. ``rows``
    holds terms, ``None`` where a variable is unbound: of a SELECT in the order of the query, of a graph each
    triple once, by subject, type first, predicate and object, blank nodes named by what they are linked to.

    The truth value of an ASK is its answer; of the others, whether there is a row.
    """

    kind: str
    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    @property
    def boolean(self) -> bool | None:
        """The answer of an ASK; ``None`` for the other kinds."""
        return bool(self) if self.kind == "ask" else None

    def __bool__(self) -> bool:
        """Return the answer of an ASK, else whether there is any row."""
        return str(self.rows[0][0]) == "true" if self.kind == "ask" else bool(self.rows)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def dicts(self) -> list[dict[str, Term | None]]:
        """Return each row as a dict from variable to term, ``None`` where it is unbound."""
        return [dict(zip(self.variables, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame with a column for each variable.

        Numbers, booleans, dates and times become Python values; everything else, such as an IRI or a year or
        month (which are no days), its text; unbound is ``None``.

        Raises :class:`~relgraph.errors.OutputError` where pandas is not installed.
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
        """Return the result in ``format``, the same bytes for the same rows, UTF-8.

        A SELECT or ASK is written as ``csv``, ``tsv`` (SPARQL 1.1 Query Results CSV and TSV Formats), ``json``
        (SPARQL 1.1 Query Results JSON Format) or ``xml`` (SPARQL Query Results XML Format), where blank nodes
        are named ``b0``, ``b1``, ... as they come; a graph as ``turtle``, ``ntriples`` or ``jsonld``.

        Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown format, and
        :class:`~relgraph.errors.OutputError` for one of the other kind of result, or for a control character
        in XML, which has no way to write it.
        """
        if format not in (*TABLE_FORMATS, *GRAPH_FORMATS):
            raise unknown_name("format", format, (*TABLE_FORMATS, *GRAPH_FORMATS))
        if self.kind == "graph":
            if format not in GRAPH_FORMATS:
                raise OutputError(
                    f"{format} is a format for tables, and this query returns triples",
                    f"choose one of {', '.join(GRAPH_FORMATS)}, or write the query as a SELECT",
                )
            triples = [ox.Triple(*map(_to_oxigraph, row)) for row in self.rows]  # type: ignore[arg-type]
            if format == "turtle":
                return to_turtle(triples)
            return _bytes(ox.serialize(triples, format=GRAPH_FORMATS[format]))
        if format not in TABLE_FORMATS:
            raise OutputError(
                f"{format} is a format for triples, and this query returns a table",
                f"choose one of {', '.join(TABLE_FORMATS)}, or write the query as a CONSTRUCT",
            )
        table = self._json()
        if format == "json":
            return table
        if format == "xml":
            self._refuse_what_xml_lacks()
        return _bytes(
            ox.parse_query_results(table, format=ox.QueryResultsFormat.JSON).serialize(format=TABLE_FORMATS[format])
        )

    def _json(self) -> bytes:
        document: dict[str, object]
        if self.kind == "ask":
            document = {"head": {}, "boolean": bool(self)}
        else:
            blank: dict[BNode, str] = {}
            bindings = [
                {
                    name: _json_term(term, blank)
                    for name, term in zip(self.variables, row, strict=True)
                    if term is not None
                }
                for row in self.rows
            ]
            document = {"head": {"vars": list(self.variables)}, "results": {"bindings": bindings}}
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

    def _refuse_what_xml_lacks(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            for name, term in zip(self.variables, row, strict=True):
                if term is not None and NOT_XML.search(term):
                    raise OutputError(
                        f"row {number}, ?{name}: has a control character, which XML cannot hold",
                        "choose json, csv or tsv",
                    )


TABLE_FORMATS: dict[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even as references (section 2.2)."""


def named_queries() -> dict[str, NamedQuery]:
    """Return the bundled queries by name, in alphabetical order."""
    return dict(_bundled_queries())


@cache
def _bundled_queries() -> dict[str, NamedQuery]:
    files = sorted(bundled("queries").glob("*.rq"))
    return {file.stem: _read_query(file.stem, file.read_text(encoding="utf-8")) for file in files}


def _read_query(name: str, text: str) -> NamedQuery:
    """Read the header of ``text``: the question, then what it says of its parameters."""
    header = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        header.append(line.lstrip("# ").rstrip())
    found = [re.fullmatch(r"param\s+(\w+)\s*:\s*(.+)", line) for line in header]
    return NamedQuery(
        name=name,
        question=header[0] if header and found[0] is None else "",
        parameters=tuple(Parameter(match[1], match[2]) for match in found if match is not None),
        text=text,
    )


def query(
    graph: KnowledgeGraph,
    text_or_name: str,
    *,
    parameters: Mapping[str, str | Term] | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    max_rows: int | None = None,
    allow_service: bool = False,
) -> QueryResult:
    """Answer a SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE over ``graph``.

    ``text_or_name`` is the text of a query or, where it is one word, the name of a bundled one (see
    :func:`named_queries`). Prefixes that are bound in ``graph`` need no declaration. The dataset is the graph
    alone: FROM and FROM NAMED fetch nothing.

    ``parameters`` binds declared parameters to terms, or to text as :func:`resolve_term` reads it.

    ``timeout`` (seconds) and ``memory`` (bytes by which the process may grow, on Linux) run the query in a
    process of its own, which is stopped when it goes over them or when the caller is interrupted or ends.
    ``timeout=math.inf`` sets no limit and still lets Ctrl-C stop the query at once. Where either is given,
    ``memory`` is :data:`MEMORY` by default. Without both the query runs in this process, to its end; one
    that is nested thousands of brackets deep takes the process with it.

    ``max_rows`` is the largest number of rows, or of triples, that is accepted.

    ``allow_service`` lets SERVICE call other servers. By default text that reads as a SERVICE clause is
    refused, also where it stands in a string or behind code on a commented line.

    Raises :class:`~relgraph.errors.QueryError` for text that is not such a query (with line and column), for
    an update, for SERVICE, and for a query over its limits; :class:`~relgraph.errors.NameNotFoundError` for an
    unknown query or parameter, or a value that names nothing or several things.
    """
    asked = _find(text_or_name)
    if not allow_service:
        _refuse(_SERVICE, "SERVICE", asked.text)
    text = _bind(graph, asked, parameters or {})
    prefixes = _prefixes(graph)

    def work() -> QueryResult:
        try:
            return _evaluate(graph.oxigraph, text, prefixes, max_rows)
        except SyntaxError:
            raise _syntax_error(graph, asked.text) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"query: {str(error)[:300]}", "correct the query") from None

    if timeout is None and memory is None:
        return work()
    return _in_child(work, math.inf if timeout is None else timeout, MEMORY if memory is None else memory)


def update(graph: KnowledgeGraph, text: str, *, allow_service: bool = False) -> KnowledgeGraph:
    """Return a copy of ``graph`` changed by a SPARQL 1.1 Update; ``graph`` itself stays as it is.

    ``allow_service`` lets SERVICE and LOAD call other servers. There is no time limit.

    Raises :class:`~relgraph.errors.QueryError` for text that is not an update (with line and column), and for
    SERVICE and LOAD.
    """
    if not allow_service:
        _refuse(_SERVICE, "SERVICE", text)
        _refuse(_LOAD, "LOAD", text)
    store = ox.Store()
    store.extend(graph.oxigraph)
    try:
        store.update(text, prefixes=_prefixes(graph))
    except SyntaxError:
        raise _syntax_error(graph, text, update=True) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"update: {str(error)[:300]}", "correct the update") from None
    changed = KnowledgeGraph(store, graph.sources)
    for prefix, namespace in graph.namespaces():
        changed.bind(prefix, namespace, override=True)
    return changed


def _find(text_or_name: str) -> NamedQuery:
    if not text_or_name.strip():
        raise QueryError("query: is empty", "give the name of a query, or SPARQL")
    if re.search(r"[\s{}]", text_or_name):
        return _read_query("", text_or_name)
    try:
        return _bundled_queries()[text_or_name]
    except KeyError:
        raise unknown_name("query", text_or_name, _bundled_queries()) from None


def _prefixes(graph: KnowledgeGraph) -> dict[str, str]:
    return {prefix: str(namespace) for prefix, namespace in graph.namespaces()} | PREFIXES


# Parameters
# ----------


def _bind(graph: KnowledgeGraph, asked: NamedQuery, parameters: Mapping[str, str | Term]) -> str:
    """Return the text of ``asked`` with terms in the places that its parameters declare."""
    code = _code(asked.text, keep=_CLAUSE)
    places: list[tuple[int, int, str]] = []
    for name, value in parameters.items():
        if name not in {parameter.name for parameter in asked.parameters}:
            raise unknown_name("parameter", name, (parameter.name for parameter in asked.parameters))
        try:
            term = value if isinstance(value, Node) else resolve_term(graph, value)
        except NameNotFoundError as error:
            raise NameNotFoundError(f"parameter {name}: {error}", error.advice) from None
        if isinstance(term, BNode):
            raise QueryError(
                f"parameter {name}: a blank node has no name outside its file", "give an IRI or a literal"
            )
        written = f"VALUES ?{name} {{ {_to_oxigraph(term)} }}"
        clauses = [clause for clause in _CLAUSE.finditer(code) if clause["name"] == name]
        if not clauses:
            raise QueryError(
                f"parameter {name}: is declared, but nothing in the query takes it",
                f"write # VALUES ?{name} {{ UNDEF }} on a line of its own where it is to restrict",
            )
        places += [(*clause.span(), written) for clause in clauses]
    text = asked.text
    for start, end, written in sorted(places, reverse=True):
        text = text[:start] + written + text[end:]
    return text


# The place of a parameter: the clause, or a comment that is nothing else.
_CLAUSE = re.compile(r"(?:\#[ \t]*)?\bVALUES\s+[?$](?P<name>\w+)\s*\{\s*UNDEF\s*\}", re.IGNORECASE)
# What holds no keyword and no variable: an escaped character of a name, comments, strings, IRIs.
_OPAQUE = re.compile(
    r"""\\. | \#[^\r\n]* | <[^<>"{}|^`\\\s]*>
      | \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
      | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'""",
    re.VERBOSE | re.DOTALL,
)


def _code(text: str, keep: re.Pattern[str] | None = None) -> str:
    """Return ``text`` with blanks for its comments, strings and IRIs, everything else in its place.

    A comment that is a match of ``keep`` from end to end stays.
    """

    def blank(match: re.Match[str]) -> str:
        kept = keep is not None and keep.fullmatch(match[0].rstrip())
        return match[0] if kept else " " * len(match[0])

    return _OPAQUE.sub(blank, text)


_CASTS = ("boolean", "date", "dateTime", "decimal", "double", "float", "gYear", "gYearMonth", "integer")
_LITERAL = re.compile(
    r"""(?P<quoted>"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<type>\S+))?"""
)


def resolve_term(graph: KnowledgeGraph, text: str) -> URIRef | Literal:
    """Return the RDF term that ``text`` stands for in ``graph``.

    ``text`` is read as the first of these that it has the form of:

    * an IRI: ``<urn:x>`` or ``https://example.org/x``;
    * a literal in SPARQL's syntax: ``"x"``, ``"x"@en``, ``"2021"^^xsd:gYear``;
    * a prefixed name, where the prefix is bound in ``graph``: ``rg:supports``, ``id:state/russia``;
    * else a name, see :func:`find_things`.

    Raises :class:`~relgraph.errors.NameNotFoundError` where a name means nothing (with near names) or several
    things (with their IRIs), and where an IRI or a literal is malformed or ill-typed.
    """
    text = text.strip()
    if text.startswith("<"):
        if not text.endswith(">"):
            raise NameNotFoundError(f"{_shown(text)} is not an IRI", "write <https://example.org/thing>")
        return _iri(text[1:-1])
    if text.startswith(('"', "'")):
        return _literal(graph, text)
    if re.match(r"(?:https?://|urn:)", text, re.IGNORECASE):
        return _iri(text)
    prefix, colon, local = text.partition(":")
    prefixes = _prefixes(graph)
    if colon and prefix in prefixes and not re.search(r"\s", local):
        return _iri(prefixes[prefix] + local)
    things = find_things(graph, text)
    if len(things) == 1:
        return things[0]
    if things:
        shown = ", ".join(f"<{thing}>" for thing in things[:5]) + (", ..." if len(things) > 5 else "")
        raise NameNotFoundError(f"{_shown(text)} names {len(things)} things: {shown}", "give one of the IRIs")
    raise NameNotFoundError(f"nothing here is called {_shown(text)}", _near(graph, text))


def find_things(graph: KnowledgeGraph, text: str) -> tuple[URIRef, ...]:
    """Return the IRIs of what ``text`` names, in IRI order.

    It names what has it as ``rdfs:label``, ``skos:prefLabel`` or ``skos:altLabel``, in any case and spacing;
    a thing of ours by the end of its IRI (``state/russia``); and a relation or controlled value of the
    ontology by its label or local name (``supports``, ``doubtful``).
    """
    wanted = _fold(text)
    found = {iri for name, _, iri in _names(graph) if name == wanted}
    try:
        node = ox.NamedNode(str(ID) + text.strip())
    except ValueError:
        pass
    else:
        if text.strip() and any(True for _ in graph.oxigraph.quads_for_pattern(node, None, None)):
            found.add(node.value)
    return tuple(URIRef(iri) for iri in sorted(found))


def _names(graph: KnowledgeGraph) -> Iterator[tuple[str, str, str]]:
    """Yield the folded name, the name and the IRI of what has one."""
    for predicate in (RDFS.label, SKOS.prefLabel, SKOS.altLabel):
        for quad in graph.oxigraph.quads_for_pattern(None, ox.NamedNode(str(predicate)), None):
            if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                yield _fold(quad.object.value), quad.object.value, quad.subject.value
    yield from _ontology_names()


@cache
def _ontology_names() -> tuple[tuple[str, str, str], ...]:
    ontology = bundled_ontology()
    return tuple(
        (_fold(name), name, term)
        for kind in (RG.Relation, SKOS.Concept)
        for term in sorted(map(text_of, ontology.subjects_of(str(RDF.type), str(kind))))
        for name in sorted({local_name(term), *texts(ontology, term, str(RDFS.label))})
    )


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _near(graph: KnowledgeGraph, text: str) -> str:
    """Return the advice for a name that means nothing."""
    wanted = _fold(text)
    known = {folded: name for folded, name, _ in sorted(_names(graph), reverse=True)}
    near: list[str] = []
    if 3 <= len(wanted) <= 100:
        near = sorted((name for name in known if wanted in name), key=lambda name: (len(name), name))[:3]
        near = near or difflib.get_close_matches(wanted, sorted(known), n=3, cutoff=0.6)
    if near:
        return f"did you mean {', or '.join(_shown(known[name])[1:-1] for name in near)}?"
    return "give an IRI, a prefixed name such as id:state/russia, a quoted literal or a label"


def _iri(text: str) -> URIRef:
    try:
        return URIRef(ox.NamedNode(text).value)
    except ValueError as error:
        raise NameNotFoundError(f"{_shown(text)} is not an absolute IRI: {error}", "correct it") from None


def _literal(graph: KnowledgeGraph, text: str) -> Literal:
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise NameNotFoundError(
            f"{_shown(text)} is not a literal", 'write "text", "text"@en or "2021"^^xsd:gYear'
        )
    suffix = f"@{match['language']}" if match["language"] else ""
    if match["type"]:
        suffix = f"^^{ox.NamedNode(_datatype(graph, match['type']))}"
    try:
        (quad,) = ox.parse(f"<a:s> <a:p> {match['quoted']}{suffix} .", ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        detail = str(error).split(": ", 1)[-1]
        raise NameNotFoundError(f"{_shown(text)} is not a literal: {detail[:200]}", "correct it") from None
    literal = quad.object
    assert isinstance(literal, ox.Literal)  # noqa: S101 - it was written as one
    # rdflib does not check every datatype; a cast of the lexical form is unbound where the datatype refuses it.
    if literal.datatype.value.removeprefix(str(XSD)) in _CASTS:
        cast = f"SELECT ({literal.datatype}({ox.Literal(literal.value)}) AS ?value) {{}}"
        solutions = ox.Store().query(cast)
        if any(solution["value"] is None for solution in solutions):  # type: ignore[union-attr]
            raise NameNotFoundError(
                f"{_shown(text)} is ill-typed: not a {local_name(literal.datatype.value)}",
                "correct the value or its datatype",
            )
    term = _to_rdflib(literal)
    assert isinstance(term, Literal)  # noqa: S101 - it is made of one
    return term


def _datatype(graph: KnowledgeGraph, text: str) -> URIRef:
    prefix, _, local = text.partition(":")
    if text.startswith("<") and text.endswith(">"):
        return _iri(text[1:-1])
    try:
        return _iri(_prefixes(graph)[prefix] + local)
    except KeyError:
        raise NameNotFoundError(f"{_shown(text)} is not a datatype", "write xsd:date or <IRI>") from None


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")


# What is refused, and what is wrong
# ----------------------------------

# The engine reads without a lexer, so that what is a string or an IRI in one reading can be code in another.
# These therefore look for the whole clause anywhere but in a line that is a comment in every reading. A
# keyword right behind ``:``, ``?`` or ``$`` is a name.
_GAP = r"(?:\s|\#[^\r\n]*(?:[\r\n]|\Z))*+"
_PLACE = r"(?:<[^<>]*> | [?$]\w+ | [^\s<>(){}?$\"':]*+:(?:\\.|[^\s{}\#\\])*+)"
_SERVICE = re.compile(
    rf"(?P<name>[:?$]\w*)? SERVICE (?={_GAP} (?:SILENT {_GAP})? {_PLACE} {_GAP} \{{)",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LOAD = re.compile(
    rf"(?P<name>[:?$]\w*)? LOAD (?={_GAP} (?:SILENT {_GAP})? {_PLACE})",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_COMMENT_LINE = re.compile(r"(?:\A|(?<=[\r\n]))[ \t]*\#[^\"'\r\n]*(?=[\r\n]|\Z)")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


def _refuse(clause: re.Pattern[str], keyword: str, text: str) -> None:
    """Refuse ``text`` that has ``clause``, as it stands or with its code point escapes undone."""
    undone = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    for reading in (text, undone):
        if any(match["name"] is None for match in clause.finditer(_COMMENT_LINE.sub("", reading))):
            raise QueryError(
                f"query: {keyword} calls another server, which is refused",
                f"remove the {keyword} clause, or allow it explicitly",
            )


def _syntax_error(graph: KnowledgeGraph, text: str, *, update: bool = False) -> QueryError:
    """Return the error for ``text``, as the user wrote it, that the engine's parser refuses."""
    code = _code(text)
    position, complaint = _parser_complaint(text, _prefixes(graph), update=update)
    rest = text[position:].split("\n", maxsplit=1)[0].strip()
    message = f"not SPARQL 1.1 near {_shown(rest)}" if rest else "not SPARQL 1.1 near the end of the line"
    advice = "look at what stands just before: a bracket, a quote, a dot or a keyword"

    missing = code.count("{") - code.count("}")
    if missing > 0:
        advice = f"{missing} closing brace{'s are' if missing > 1 else ' is'} missing"
    start = re.match(r"(?:\s|(?:BASE|PREFIX\s+[^\s:]*:)(?=\s))*(\w*)", code, re.IGNORECASE)
    word = start[1].upper() if start else ""
    forms = _UPDATES if update else _FORMS
    declared = set(_prefixes(graph)) | set(re.findall(r"(?i)\bPREFIX\s+([^\s:]*):", code))
    used = re.finditer(r"(?<![\w:?$.%\\-])([A-Za-z][\w-]*):", code)
    undeclared = next((prefix for prefix in used if prefix[1] not in declared), None)
    if text.startswith("\ufeff"):
        position, message = 0, "starts with a byte-order mark"
        advice = "save it as UTF-8 without a byte-order mark"
    elif start and word in _UPDATES and not update:
        position, message = start.start(1), f"{word} is an update, which is refused"
        advice = "a query is a SELECT, ASK, CONSTRUCT or DESCRIBE"
    elif start and word not in (*forms, "BASE", "PREFIX"):
        position, message = start.start(1), f"starts with {_shown(start[1])}"
        near = difflib.get_close_matches(word, forms, n=1)
        advice = f"did you mean {near[0]}?" if near else f"it starts with one of {', '.join(forms)}"
    elif undeclared:
        position, message = undeclared.start(), f"prefix {undeclared[1]}: is not declared"
        advice = f"write PREFIX {undeclared[1]}: <...> at the top"
    elif re.search(r"(?<![\w:])id:[\w-]+/", code):
        advice = "a prefixed name cannot hold a slash: write the IRI in full, <https://...>"
    elif "variable that is unbound" in complaint:
        message = "a variable after SELECT is neither grouped by nor aggregated"
        advice = "name it in GROUP BY, or put it into COUNT, MIN, SAMPLE or the like"
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return QueryError(f"{'update' if update else 'query'}, line {line}, column {column}: {message}", advice)


def _parser_complaint(text: str, prefixes: dict[str, str], *, update: bool) -> tuple[int, str]:
    """Return where the engine's parser gives up, as an offset into ``text``, and what it says."""
    # It reads as many characters as a keyword has before it compares them, and reports where they end; behind
    # the padding that is always the length of the keyword too far.
    padded = text + "\n" + " " * 32
    try:
        if update:
            ox.Store().update(padded, prefixes=prefixes)
        else:
            ox.Store().query(padded, prefixes=prefixes)
    except SyntaxError as error:
        complaint = str(error)
    else:
        return 0, ""
    where = re.search(r"at (\d+):(\d+): expected (?:one of )?(.*)", complaint, re.DOTALL)
    if where is None:
        return 0, complaint
    # Lines end at \n; lines and columns count from 1, columns in characters.
    lines = text.split("\n")
    position = sum(len(line) + 1 for line in lines[: int(where[1]) - 1]) + int(where[2]) - 1
    expected = re.sub(r"\[_\]", "", where[3])
    if re.fullmatch(r"[A-Z_]+(?:, [A-Z_]+)*(?:, )?", expected):
        position -= min(map(len, re.findall(r"[A-Z_]+", expected)))
    return max(0, min(position, len(text))), complaint


# Evaluation
# ----------


def _evaluate(store: ox.Store, text: str, prefixes: dict[str, str], max_rows: int | None) -> QueryResult:
    """Return the result of ``text``; what the engine raises passes."""
    answer = store.query(text, prefixes=prefixes)
    log = logging.getLogger("rdflib.term")
    was_disabled, log.disabled = log.disabled, True  # rdflib logs a traceback for each ill-typed literal
    try:
        if isinstance(answer, ox.QueryBoolean):
            answered = Literal("true" if answer else "false", datatype=XSD.boolean)
            return QueryResult("ask", ("boolean",), ((answered,),))
        if isinstance(answer, ox.QueryTriples):
            triples = canonical(_at_most(max_rows, answer))
            rows = tuple(
                tuple(map(_to_rdflib, (triple.subject, triple.predicate, triple.object))) for triple in triples
            )
            return QueryResult("graph", _TRIPLE, rows)
        return QueryResult(
            "select",
            tuple(variable.value for variable in answer.variables),
            tuple(tuple(map(_to_rdflib, solution)) for solution in _at_most(max_rows, answer)),
        )
    finally:
        log.disabled = was_disabled


def _at_most(limit: int | None, found: Iterable[_Row]) -> list[_Row]:
    kept = list(found if limit is None else islice(found, limit + 1))
    if limit is not None and len(kept) > limit:
        raise QueryError(f"query: more than {limit} rows", "narrow it, or end it with LIMIT")
    return kept


def _in_child(work: Callable[[], QueryResult], timeout: float, memory: int) -> QueryResult:
    """Do ``work`` in a forked process, which shares the store as it is, and return what it returns.

    The engine neither takes a time limit nor lets a signal through while it works, so it can only be stopped
    from outside, with its process.
    """
    if not hasattr(os, "fork"):
        raise QueryError(
            "query: a limit needs a system that can fork, and this one cannot", "run it without a limit"
        )
    if not timeout > 0 or not memory > 0:
        raise QueryError("query: a limit must be more than 0", "give seconds and bytes")
    results, out = os.pipe()
    parent_ended, alive = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(results)
        os.close(alive)
        _serve(work, memory, out, parent_ended)
    os.close(out)
    os.close(parent_ended)
    finished = False
    try:
        payload = _read(results, timeout)
        finished = payload is not None
    finally:
        if not finished:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(results)
        os.close(alive)
    if payload is None:
        raise QueryError(
            f"query: stopped after {timeout:g} s", "narrow it, end it with LIMIT, or give it more time"
        )
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGABRT, signal.SIGKILL):
        raise QueryError(
            f"query: stopped, it needed more than {memory / 2**20:.0f} MiB of memory",
            "narrow it, or end it with LIMIT",
        )
    if status != 0:
        raise QueryError(f"query: the engine broke down on it (status {status})", "nest it less deeply")
    outcome = pickle.loads(payload)  # noqa: S301 - written by our own child
    if isinstance(outcome, QueryError):
        raise outcome
    assert isinstance(outcome, QueryResult)  # noqa: S101 - the child sends nothing else
    return outcome


def _serve(work: Callable[[], QueryResult], memory: int, out: int, parent_ended: int) -> None:
    """Do ``work`` as the child, send its outcome through ``out``, and exit."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends this process
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the engine prints when it runs out of memory

        def end_with_parent() -> None:
            os.read(parent_ended, 1)
            os._exit(1)

        threading.Thread(target=end_with_parent, daemon=True).start()
        _limit_memory(memory)
        try:
            payload = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        except QueryError as error:
            payload = pickle.dumps(error)
        with os.fdopen(out, "wb") as pipe:
            pipe.write(payload)
        os._exit(0)
    except MemoryError:
        os.abort()
    finally:
        os._exit(1)


def _limit_memory(memory: int) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return
    limit = pages * resource.getpagesize() + memory
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(results: int, timeout: float) -> bytes | None:
    """Return all that comes through ``results``, or ``None`` after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    poll = select.poll()
    poll.register(results, select.POLLIN | select.POLLHUP)
    chunks: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        # A wait is cut into hours: poll counts milliseconds in an int.
        if left > 0 and not poll.poll(min(left, 3600) * 1000):
            continue
        if left <= 0:
            return None
        chunk = os.read(results, 1 << 20)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


# Terms
# -----


def _to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Term | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple) or term.direction is not None:
        raise QueryError(f"query: {str(term)[:200]} is RDF 1.2, not RDF 1.1", "select its parts")
    if term.language is not None:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    if datatype == XSD.string:
        return Literal(term.value)
    return Literal(term.value, datatype=datatype, normalize=False)


def _to_oxigraph(term: Term | Node | None) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, BNode):
        return ox.BlankNode(term)
    assert isinstance(term, Literal)  # noqa: S101 - a triple has no other terms
    if term.language is not None:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None)


def _json_term(term: Term, blank: dict[BNode, str]) -> dict[str, str]:
    """Return ``term`` as SPARQL 1.1 Query Results JSON Format, section 3.2.2, has it."""
    if isinstance(term, BNode):
        return {"type": "bnode", "value": blank.setdefault(term, f"b{len(blank)}")}
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    written = {"type": "literal", "value": str(term)}
    if term.language is not None:
        written["xml:lang"] = term.language
    elif term.datatype is not None:
        written["datatype"] = str(term.datatype)
    return written


_PYTHON_TYPES = frozenset(
    XSD[name]
    for name in ("boolean", "date", "dateTime", "decimal", "double", "float", "int", "integer", "long")
)


def _python(term: Term | None) -> object:
    if isinstance(term, Literal) and term.datatype in _PYTHON_TYPES and term.value is not None:
        return term.value
    return None if term is None else str(term)


def _bytes(written: bytes | None) -> bytes:
    assert written is not None  # noqa: S101 - without an output file it is the content
    return written
