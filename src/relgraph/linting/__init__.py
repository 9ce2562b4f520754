"""Portability: what in a Turtle file a store will change or refuse, and a graph without it.

The rules were found by loading small files into the stores and parsers that :data:`RULES` names and reading
them back; the tests do so again for each rule and each store.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox

from relgraph.errors import InputError
from relgraph.exporting import export
from relgraph.linting.rules import CHANGED, EITHER, REFUSED, RULES, Rule
from relgraph.model.namespaces import PREFIXES
from relgraph.store import SUFFIXES, KnowledgeGraph, content_of, files_of, suffix_of, too_long

__all__ = [
    "CHANGED",
    "EITHER",
    "REFUSED",
    "RULES",
    "Finding",
    "Rule",
    "UnreadableTurtleError",
    "lint",
    "portable",
]


@dataclass(frozen=True)
class Finding:
    """A place in a Turtle file at which a rule applies.

    ``line`` and ``column`` count from 1, the column in Unicode code points. ``found`` is the text there,
    shortened to 60 characters. ``stores`` and ``advice`` are the rule's, see :class:`Rule`.
    """

    file: str
    line: int
    column: int
    rule: str
    found: str
    stores: tuple[tuple[str, str], ...]
    advice: str


class UnreadableTurtleError(InputError):
    """A file that is no Turtle; ``findings`` are those made before it, and in it."""

    def __init__(self, message: str, advice: str, findings: Iterable[Finding] = ()) -> None:
        """Keep ``findings`` too."""
        super().__init__(message, advice)
        self.findings = list(findings)


# Tokens: the terminals of RDF 1.1 Turtle, section 6.5, and those that RDF 1.2 adds. All repetition is
# possessive, so that no text makes the search go back.

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE = rf"\\[tbnrf\"'\\]|{_UCHAR}"
_PREFIX = rf"[{_BASE}](?:[{_CHARS}]|\.++(?=[{_CHARS}]))*+"
_TOKEN = re.compile(
    rf"""(?P<skip>(?:[ \t\r\n]++|\#[^\r\n]*+)++)
    |(?P<pname>(?:{_PREFIX})?+:(?:(?:[{_BASE}_:0-9]|{_PLX})(?:[{_CHARS}:]|{_PLX}|\.++(?=[{_CHARS}:%\\]))*+)?+)
    |(?P<word>{_PREFIX})
    |(?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|{_UCHAR})*+>)
    |(?P<long>\"\"\"(?:(?:\"{{1,2}}+(?!\"))?+(?:[^"\\]|{_ESCAPE}))*+\"\"\"
             |'''(?:(?:'{{1,2}}+(?!'))?+(?:[^'\\]|{_ESCAPE}))*+''')
    |(?P<string>"(?:[^"\\\r\n]|{_ESCAPE})*+"|'(?:[^'\\\r\n]|{_ESCAPE})*+')
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+)
    |(?P<number>[+-]?+(?:
        (?P<double>(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)[eE][+-]?+[0-9]++)
        |(?P<decimal>[0-9]*+\.[0-9]++)|(?P<integer>[0-9]++)))
    |(?P<blank>_:[{_BASE}_0-9](?:[{_CHARS}]|\.++(?=[{_CHARS}]))*+)
    |(?P<mark><<\(|\)>>|<<|>>|\{{\||\|\}}|\^\^|[.;,\[\]()~])""",
    re.VERBOSE,
)

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DOT_SEGMENT = re.compile(r"[^?#]*?/\.\.?(?:[/?#]|$)")
_LATER_SUBTAG = re.compile(r"-(?:[a-z]{2}|[a-z]{4})(?:-|$)", re.IGNORECASE)
_XSD = PREFIXES["xsd"]
_RDF = PREFIXES["rdf"]
_OWL = PREFIXES["owl"]
_GEO = "http://www.opengis.net/ont/geosparql#"
_GEOMETRIES = {_GEO + "wktLiteral", "http://www.openlinksw.com/schemas/virtrdf#Geometry"}
_INTEGERS = {
    _XSD + name
    for name in (
        "int", "long", "short", "byte", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
}  # fmt: skip
_FLOATS = {_XSD + "double", _XSD + "float"}
_DURATIONS = {_XSD + "duration", _XSD + "yearMonthDuration", _XSD + "dayTimeDuration"}
_TIMES = {_XSD + "dateTime", _XSD + "dateTimeStamp", _XSD + "time"}
_DAYS = {_XSD + name for name in ("date", "gYear", "gYearMonth", "gMonth", "gDay", "gMonthDay")}
_WITH_YEAR = {_XSD + name for name in ("date", "gYear", "gYearMonth", "dateTime", "dateTimeStamp")}
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$")
_MOMENT = re.compile(
    r"(?P<year>-?[0-9]{4,9})(?:-(?P<month>[0-9]{2}))?(?:-(?P<day>[0-9]{2}))?"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2}(?:\.[0-9]+)?))?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_CANONICAL_DECIMAL = re.compile(r"0|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]|-?[1-9][0-9]*")
_SHOWN = 60


def lint(*sources: str | os.PathLike[str] | bytes) -> list[Finding]:
    """Return what in ``sources`` a store would change or refuse, in the order of the files.

    A source is a Turtle or N-Triples file (``.ttl``, ``.nt``), a folder (every ``.ttl`` file below it, hidden
    ones left out), ``-`` for Turtle on standard input, or Turtle as bytes. What stands in comments and strings
    is no syntax. A file of RDF 1.2 is looked at to its end; its syntax is among the findings.

    Raises :class:`~relgraph.errors.InputError` for what cannot be read; for what is no Turtle it is an
    :class:`UnreadableTurtleError`, which carries the findings made so far.
    """
    findings: list[Finding] = []
    for source in sources:
        for name, content in _contents(source):
            findings += _lint(name, content, findings)
    return findings


def portable(graph: KnowledgeGraph) -> tuple[KnowledgeGraph, list[Finding]]:
    """Return ``graph`` with its literals in the form that every store keeps, and what stays unsafe.

    Only the form changes, never the value. The store of an open graph has done most of it on reading: numbers
    and truth values in their shortest form, datatypes derived from xsd:integer as xsd:integer,
    xsd:dateTimeStamp as xsd:dateTime, ``+00:00`` as ``Z``, 24:00:00 as the start of the next day, language tags
    in lower case. What it leaves, numbers and fractions of more digits than it counts, is shortened here.
    ``graph`` stays as it is. The findings are those of
    :func:`lint` on ``export(result, "turtle")``, and their lines are its lines.
    """
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, _safe(quad.object), quad.graph_name) for quad in graph.oxigraph
    )
    result = KnowledgeGraph(store, graph.sources)
    return result, lint(export(result, "turtle"))


def _contents(source: str | os.PathLike[str] | bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file that ``source`` stands for."""
    if isinstance(source, bytes):
        yield "bytes", source
        return
    name = os.fspath(source)
    paths = list(files_of(name))
    if name != "-" and Path(name).is_dir():
        paths = [path for path in paths if path is not None and suffix_of(path) in _TURTLE]
    if not paths:
        raise InputError(f"{name}: no Turtle file in this folder", "Turtle files end in .ttl, .nt or with .gz")
    for path in paths:
        if path is not None and suffix_of(path) in SUFFIXES.keys() - _TURTLE:
            raise InputError(
                f"{name}: is not Turtle by its suffix", "relgraph export -f turtle writes it as Turtle"
            )
        yield content_of(path)


_TURTLE = {".ttl", ".nt"}


def _lint(name: str, content: bytes, before: list[Finding]) -> list[Finding]:
    """Return the findings of one file; ``before`` are those of the files before it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableTurtleError(
            f"{name}, line 1, column 1: starts with the byte-order mark of UTF-16",
            "save the file as UTF-8",
            before,
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableTurtleError(
            f"{name}, line {line}: is not UTF-8", "save the file as UTF-8", before
        ) from None
    marked = text.startswith("\ufeff")
    problem = ""
    has_ontology = False
    try:
        # A base of its own, so that an IRI without one is a finding and not the end.
        for triple in ox.parse(
            content[len(codecs.BOM_UTF8) :] if marked else content,
            ox.RdfFormat.TURTLE,
            base_iri="https://example.org/",
        ):
            if triple.predicate.value == _RDF + "type" and triple.object == ox.NamedNode(_OWL + "Ontology"):
                has_ontology = True
    except MemoryError:
        raise UnreadableTurtleError(*too_long(name), before) from None
    except (SyntaxError, ValueError) as error:
        problem = _problem(str(error))
    scan = _Scan(text, has_ontology=has_ontology)
    scan.run(1 if marked else 0)
    lines = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))] if scan.found or marked else [0]
    findings = []
    # A datatype is looked at before the string that it belongs to.
    for rule, start, end in sorted(
        [("byte-order-mark", 0, 1)] * marked + scan.found, key=lambda item: (item[1], item[2])
    ):
        line = bisect_right(lines, start)
        shown = text[start:end] if end - start <= _SHOWN else text[start : start + _SHOWN - 3] + "..."
        findings.append(
            Finding(
                name, line, start - lines[line - 1] + 1, rule, shown, RULES[rule].stores, RULES[rule].advice
            )
        )
    if scan.stopped is not None and not problem:
        line = text.count("\n", 0, scan.stopped) + 1
        problem = f", line {line}: {text[scan.stopped : scan.stopped + _SHOWN]!r} is no Turtle"
    if problem:
        raise UnreadableTurtleError(
            name + problem, "correct it there, and look at the file again", before + findings
        )
    return findings


def _problem(message: str) -> str:
    """Return ``message`` of the parser with line and column moved to the front."""
    where = re.search(r"line (\d+)(?: between columns| column) (\d+)", message)
    detail = re.sub(r" \([^()]*line \d+\)$", "", message).split(": ", 1)[-1]
    return (f", line {where[1]}, column {where[2]}: " if where else ": ") + detail[:300]


class _Frame:
    """What is open: a statement, or a bracket in it. A collection has no predicate."""

    __slots__ = ("predicate", "subject")

    def __init__(self, subject: str | None = None) -> None:
        self.subject = subject
        self.predicate: str | None = None


class _Scan:
    """One pass over the tokens of a file: ``found`` has (rule, start, end) in order, positions in the text.

    ``stopped`` is where no token begins. What stands after that is not looked at: in a file that is no Turtle
    nothing says where a string ends.
    """

    def __init__(self, text: str, *, has_ontology: bool) -> None:
        self.text = text
        self.has_ontology = has_ontology
        self.found: list[tuple[str, int, int]] = []
        self.stopped: int | None = None
        self._prefixes: dict[str, str] = {}
        self._base: str | None = None
        self._clean: dict[str, str] = {}  # prefixed names in which nothing was found, with their IRIs
        self._frames = [_Frame()]
        self._last: re.Match[str] | None = None
        self._string: re.Match[str] | None = None  # waits for its language tag or datatype
        self._typed = False  # ... after ^^
        self._directive = ""  # what the next token belongs to
        self._prefix = ""
        self._blanks = 0
        self._values: dict[tuple[str, str, object], tuple[str, str]] = {}

    def run(self, position: int) -> None:
        """Walk through the text from ``position``."""
        text = self.text
        while position < len(text):
            token = _TOKEN.match(text, position)
            if token is None:
                self.stopped = position
                break
            position = token.end()
            if token.lastgroup != "skip":
                if not (self._string is not None and self._after_string(self._string, token)):
                    self._take(token)
                self._last = token
        if self._string is not None:
            self._literal(self._string)

    def _after_string(self, string: re.Match[str], token: re.Match[str]) -> bool:
        """Take what follows ``string``, and tell whether it belongs to it."""
        kind = token.lastgroup
        if kind == "mark" and token[0] == "^^":
            self._typed = True
            return True
        self._string = None
        if self._typed and kind in ("iri", "pname"):
            self._literal(string, datatype=self._iri(token), end=token.end())
            return True
        self._literal(string)
        if not self._typed and kind == "language":
            self._language(token)
            return True
        return False

    def _take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if self._directive:
            self._declare(token)
        elif kind in ("iri", "pname"):
            self._term(self._iri(token), token)
        elif kind == "mark":
            self._mark(token)
        elif kind in ("string", "long"):
            self._string, self._typed = token, False
        elif kind == "word":
            self._word(token)
        elif kind == "number":
            datatype = next(name for name in ("integer", "decimal", "double") if token[name] is not None)
            self._value(token[0], _XSD + datatype, token.start(), token.end())
        elif kind == "blank":
            self._term(token[0], token)
        elif token[0] in ("@prefix", "@base", "@version"):
            self._directive = token[0][1:]
            if token[0] == "@version":
                self._add("version-directive", token)

    def _declare(self, token: re.Match[str]) -> None:
        """Take what follows a directive."""
        if self._directive == "prefix" and token.lastgroup == "pname":
            self._directive, self._prefix = "namespace", token[0]
            if token[0].startswith("a."):
                self._add("prefix-with-dot", token)
            return
        if token.lastgroup == "iri":
            if self._directive == "namespace":
                self._prefixes[self._prefix] = self._iri(token)
                self._clean.clear()
            elif self._directive == "base":
                self._base = self._iri(token)
                self._clean.clear()
        self._directive = ""

    def _add(self, rule: str, token: re.Match[str]) -> None:
        self.found.append((rule, token.start(), token.end()))

    def _word(self, token: re.Match[str]) -> None:
        word = token[0]
        if word == "a":
            self._term(_RDF + "type", token)
        elif word in ("true", "false"):
            self._value(word, _XSD + "boolean", token.start(), token.end())
        elif word.lower() in ("prefix", "base", "version"):
            self._directive = word.lower()
            self._add("version-directive" if self._directive == "version" else "sparql-directive", token)

    def _mark(self, token: re.Match[str]) -> None:
        mark = token[0]
        if mark in _SYNTAX_RULES:
            self._add(_SYNTAX_RULES[mark], token)
        if mark == ".":
            self._before_dot(token)
            self._frames = [_Frame()]
        elif mark == ";":
            if self._last is not None and self._last[0] == ";":
                self._add("repeated-semicolon", token)
            self._frames[-1].predicate = None
        elif mark in ("[", "(", "<<", "<<(", "{|"):
            self._blanks += 1
            blank = f"[{self._blanks}"
            if mark != "{|":
                self._term(blank, token)
            self._frames.append(_Frame(None if mark.startswith("<<") else blank))
            if mark == "(":
                self._frames[-1].predicate = ""
        elif mark in ("]", ")", ">>", ")>>", "|}") and len(self._frames) > 1:
            self._frames.pop()

    def _before_dot(self, dot: re.Match[str]) -> None:
        last = self._last
        if last is not None and last.end() == dot.start():
            if last.lastgroup == "number":
                self.found.append(("number-before-dot", last.start(), dot.end()))
            elif last[0] in ("true", "false"):
                self.found.append(("boolean-before-dot", last.start(), dot.end()))

    def _term(self, term: str, token: re.Match[str]) -> None:
        frame = self._frames[-1]
        if frame.subject is None:
            frame.subject = term
        elif frame.predicate is None:
            frame.predicate = term
            if term == _OWL + "imports" and not self.has_ontology:
                self._add("owl-imports", token)

    def _iri(self, token: re.Match[str]) -> str:
        """Return the IRI that ``token`` stands for, and note what is found in it."""
        written = token[0]
        if written in self._clean:
            return self._clean[written]
        number = len(self.found)
        iri = self._written_iri(token) if token.lastgroup == "iri" else self._prefixed_iri(token)
        if len(iri.encode()) >= 1000:
            self._add("long-iri", token)
        if len(self.found) == number:
            self._clean[written] = iri
        return iri

    def _written_iri(self, token: re.Match[str]) -> str:
        iri = token[0][1:-1]
        if "\\" in iri:
            iri = re.sub(_UCHAR, lambda match: _character(match[0]), iri)
        if _SCHEME.match(iri):
            if "%" in iri:
                self._add("percent-encoding", token)
            if "/." in iri and _DOT_SEGMENT.match(iri):
                self._add("dot-segment", token)
            return iri
        if self._base is None:
            self._add("relative-iri", token)
            return iri
        if iri.startswith("?"):
            self._add("based-iri", token)
        if "%" in iri:
            self._add("percent-encoding", token)
        return _join(self._base, iri)

    def _prefixed_iri(self, token: re.Match[str]) -> str:
        prefix, _, local = token[0].partition(":")
        for rule, is_there in (
            ("local-name-escape", "\\" in local),
            ("local-name-percent", re.search(r"(?<!\\)%", local)),
            ("local-name-colon", ":" in local),
            ("local-name-digits", re.match("[0-9]+-", local)),
            ("long-local-name", len(local.encode()) >= 450),
        ):
            if is_there:
                self._add(rule, token)
        return self._prefixes.get(prefix + ":", token[0]) + re.sub(r"\\(.)", r"\1", local)

    def _language(self, token: re.Match[str]) -> None:
        tag, _, direction = token[0][1:].partition("--")
        if direction:
            self._add("base-direction", token)
        if tag != tag.lower():
            self._add("language-case", token)
        if _LATER_SUBTAG.search(re.split("(?:^|-)[a-z0-9]-", tag, maxsplit=1, flags=re.IGNORECASE)[0]):
            self._add("language-region", token)

    def _literal(self, string: re.Match[str], datatype: str = "", end: int = 0) -> None:
        written = string[0]
        quotes = 3 if string.lastgroup == "long" else 1
        if quotes == 3 and "\r" in written:
            self._add("raw-carriage-return", string)
        lexical = written[quotes:-quotes]
        if "\\" in lexical:
            lexical = re.sub(_ESCAPE, lambda match: _character(match[0]), lexical)
        if "\0" in lexical:
            self._add("null-character", string)
        if "\ufffe" in lexical or "\uffff" in lexical:
            self._add("noncharacter", string)
        if datatype:
            self._value(lexical, datatype, string.start(), end)

    def _value(self, lexical: str, datatype: str, start: int, end: int) -> None:
        for rule in _value_rules(lexical, datatype, has_ontology=self.has_ontology):
            self.found.append((rule, start, end))
        frame = self._frames[-1]
        if frame.subject and frame.predicate:
            key = _value_key(lexical, datatype)
            if key is not None:
                known = self._values.setdefault((frame.subject, frame.predicate, key), (lexical, datatype))
                if known != (lexical, datatype):
                    self.found.append(("equal-values", start, end))


_SYNTAX_RULES = {"<<": "quoted-triple", "<<(": "triple-term", "{|": "annotation", "~": "reifier"}
_NAMED_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def _character(escape: str) -> str:
    """Return what ``escape`` stands for, U+FFFD for what is no Unicode character."""
    if escape[1] not in "uU":
        return _NAMED_ESCAPES.get(escape[1], escape[1])
    code = int(escape[2:], 16)
    return "\ufffd" if code > sys.maxunicode or 0xD800 <= code <= 0xDFFF else chr(code)


def _join(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:  # a base that is no URL; the parser says so
        return reference


def _value_rules(lexical: str, datatype: str, *, has_ontology: bool) -> Iterator[str]:  # noqa: PLR0912 - a table
    """Yield the rules that a literal falls under by its datatype and lexical form."""
    if datatype == _XSD + "integer":
        if _INTEGER.fullmatch(lexical.strip()):
            if not _CANONICAL_INTEGER.fullmatch(lexical):
                yield "integer-form"
            if not _fits(lexical):
                yield "long-integer"
    elif datatype in _INTEGERS:
        # Beyond 64 bits it is kept as it is.
        if not has_ontology and _INTEGER.fullmatch(lexical.strip()) and _fits(lexical):
            yield "integer-subtype"
    elif datatype == _XSD + "decimal":
        if _DECIMAL.fullmatch(lexical.strip()):
            if not _CANONICAL_DECIMAL.fullmatch(lexical):
                yield "decimal-form"
            if len(lexical.strip().partition(".")[2].rstrip("0")) > 15:
                yield "long-decimal"
    elif datatype in _FLOATS:
        yield "floating-point"
    elif datatype == _XSD + "boolean":
        if lexical.strip() in ("0", "1"):
            yield "boolean-digit"
    elif datatype == _XSD + "string":
        yield "written-string"
    elif datatype in _DURATIONS:
        yield "duration"
    elif datatype in _GEOMETRIES:
        yield "wkt-literal"
    elif datatype == _RDF + "XMLLiteral":
        yield "xml-literal"
    elif datatype in _TIMES or datatype in _DAYS:
        yield from _time_rules(lexical, datatype)


def _time_rules(lexical: str, datatype: str) -> Iterator[str]:
    zone = _ZONE.search(lexical)
    if datatype == _XSD + "dateTimeStamp":
        yield "date-time-stamp"
    if zone is not None:
        if datatype in _DAYS:
            yield "date-zone"
        elif zone[0] == "Z":
            yield "utc-letter"
        if zone[0] in ("+00:00", "-00:00"):
            yield "zero-offset"
    if datatype in _TIMES and "." in lexical:
        yield "second-fraction"
    if "T24:" in lexical:
        yield "end-of-day"
    if lexical.startswith("-") and datatype in _WITH_YEAR:
        yield "negative-year"


def _fits(lexical: str) -> bool:
    """Tell whether a whole number is one of 64 bits, the first of them the sign."""
    digits = lexical.strip().lstrip("+-").lstrip("0")
    return len(digits) < 19 or (len(digits) == 19 and int(digits) < 2**63 + lexical.strip().startswith("-"))


def _value_key(lexical: str, datatype: str) -> object:
    """Return what is the same for two literals that Virtuoso takes for one, ``None`` where it compares them."""
    if datatype == _XSD + "boolean":
        return {"true": "1", "1": "1", "false": "0", "0": "0"}.get(lexical)
    if datatype in _INTEGERS or datatype in (_XSD + "integer", _XSD + "decimal"):
        return _shortest(lexical) if _DECIMAL.fullmatch(lexical) else None
    if datatype == _XSD + "double" and re.fullmatch(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]{1,3})?", lexical):
        try:
            return _shortest(f"{Decimal(lexical):f}")
        except InvalidOperation:
            return None
    moment = _MOMENT.fullmatch(lexical) if datatype in _WITH_YEAR else None
    if moment is None or (moment["zone"] and not moment["hour"]):
        return None
    days = _days(int(moment["year"]), int(moment["month"] or 1), int(moment["day"] or 1))
    minutes = days * 1440 + int(moment["hour"] or 0) * 60 + int(moment["minute"] or 0)
    zone = moment["zone"]
    if zone and zone != "Z":
        minutes -= int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[4:6]))
    return bool(zone), minutes, float(moment["second"] or 0)


def _days(year: int, month: int, day: int) -> int:
    """Return the days of the proleptic Gregorian calendar from a fixed day on, for any year."""
    if month <= 2:
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day


def _shortest(lexical: str) -> str:
    """Return a whole or decimal number in its shortest form, which XSD 1.1 calls canonical."""
    whole, _, fraction = lexical.strip().lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    number = f"{whole}.{fraction}" if fraction else whole
    return f"-{number}" if lexical.strip().startswith("-") and number != "0" else number


def _safe(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """Return ``term`` in the form that every store keeps, where there is one of the same value.

    For what a pyoxigraph store leaves as it is; all else it has written in that form itself.
    """
    if not isinstance(term, ox.Literal) or term.language:
        return term
    lexical, datatype = term.value, term.datatype.value
    if datatype == _XSD + "integer" or datatype in _INTEGERS:
        if _INTEGER.fullmatch(lexical.strip()):
            lexical = _shortest(lexical)
            datatype = _XSD + "integer" if _fits(lexical) else datatype
    elif datatype == _XSD + "decimal" and _DECIMAL.fullmatch(lexical.strip()):
        lexical = _shortest(lexical)
    elif datatype in _TIMES:  # a fraction of more digits than the store counts
        lexical = re.sub(r"(:[0-9]{2})(?:\.0+|(\.[0-9]*[1-9])0+)(?=Z|[+-]|$)", r"\1\2", lexical)
    return ox.Literal(lexical, datatype=ox.NamedNode(datatype))
