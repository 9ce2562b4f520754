"""Lint: the places in Turtle files at which a rule applies, with line and column."""

from __future__ import annotations

import codecs
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from relgraph.cleaning import shortened
from relgraph.disk.folders import is_store
from relgraph.errors import InputError
from relgraph.files import content_of, files_of
from relgraph.formats import FORMATS, RDF_SUFFIXES, suffix_of
from relgraph.linting.rule_table import RULES
from relgraph.linting.scanner import Hit, Scanner
from relgraph.model.namespaces import PREFIXES
from relgraph.rdf_syntax import located, too_long

_TURTLE = {suffix for name in ("turtle", "ntriples") for suffix in FORMATS[name].suffixes}
_SHOWN = 60  # characters of a text that a finding or a message quotes
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_ONTOLOGY = ox.NamedNode(PREFIXES["owl"] + "Ontology")


@dataclass(frozen=True)
class Finding:
    """A place in a Turtle file at which a rule applies.

    Attributes:
        file: The name of the file, ``standard input``, or ``bytes``.
        line: The line, from 1.
        column: The column, from 1, in Unicode code points.
        rule: The name of the rule.
        found: The text there, shortened to 60 characters.
        stores: Who changes or refuses it, see :class:`~relgraph.linting.Rule`.
        advice: What to do about it, from the rule.
    """

    file: str
    line: int
    column: int
    rule: str
    found: str
    stores: tuple[tuple[str, str], ...]
    advice: str


class UnreadableTurtleError(InputError):
    """A file that is not Turtle.

    Attributes:
        findings: What was found in the files before it, and in it.
    """

    def __init__(self, message: str, advice: str, findings: Iterable[Finding] = ()) -> None:
        """Keep ``findings`` beside ``message`` and ``advice``."""
        super().__init__(message, advice)
        self.findings = list(findings)


def lint(*sources: str | os.PathLike[str] | bytes) -> list[Finding]:
    """Find what a store would change or refuse.

    What stands in comments and strings is not syntax. A file of RDF 1.2 is looked at to its end; its syntax is
    among the findings.

    Args:
        sources: Each a Turtle or N-Triples file (``.ttl``, ``.nt``, or such a name with ``.gz``), a folder
            (every such file below it, hidden ones left out), ``-`` for Turtle on standard input, or Turtle as
            bytes.

    Returns:
        The findings in the order of the files, and in each by position.

    Raises:
        InputError: A source cannot be read.
        UnreadableTurtleError: A source is not Turtle; the error has the findings up to there.

    Example:
        >>> for item in lint(b"<https://example.org/s> <https://example.org/p> +5 ."):
        ...     print(item.line, item.column, item.rule, item.found, dict(item.stores)["Oxigraph"])
        1 49 integer-form +5 changed
    """
    findings: list[Finding] = []
    for source in sources:
        for name, content in _contents(source):
            try:
                findings += _lint(name, content)
            except UnreadableTurtleError as error:
                error.findings[:0] = findings
                raise
    return findings


def _contents(source: str | os.PathLike[str] | bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file that ``source`` stands for."""
    if isinstance(source, bytes):
        yield "bytes", source
        return
    name = os.fspath(source)
    if is_store(name):
        raise InputError(
            f"{name}: is a store on disk, and no Turtle",
            "lint the files that it was loaded from, or write it to one: relgraph export",
        )
    paths = list(files_of(name))
    if name != "-" and Path(name).is_dir():
        paths = [path for path in paths if path is not None and suffix_of(path) in _TURTLE]
    if not paths:
        raise InputError(f"{name}: no Turtle file in this folder", "Turtle files end in .ttl, .nt or with .gz")
    for path in paths:
        if path is not None and suffix_of(path) in RDF_SUFFIXES.keys() - _TURTLE:
            raise InputError(
                f"{name}: is not Turtle by its suffix", "relgraph export -f turtle writes it as Turtle"
            )
        yield content_of(path)


def _lint(name: str, content: bytes) -> list[Finding]:
    text = _decode(name, content)
    has_ontology, problem = _parse(name, content)
    scanner = Scanner(text, has_ontology=has_ontology)
    scanner.run()
    findings = _findings(name, text, scanner.hits)
    # Should the parser take what is no token here, an error is better than findings that end halfway.
    if scanner.stopped is not None and not problem:
        line = text.count("\n", 0, scanner.stopped) + 1
        problem = f", line {line}: {text[scanner.stopped : scanner.stopped + _SHOWN]!r} is not Turtle"
    if problem:
        raise UnreadableTurtleError(name + problem, "correct it there, and look at the file again", findings)
    return findings


def _decode(name: str, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableTurtleError(
            f"{name}, line 1, column 1: starts with the byte-order mark of UTF-16", "save the file as UTF-8"
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableTurtleError(f"{name}, line {line}: is not UTF-8", "save the file as UTF-8") from None


def _parse(name: str, content: bytes) -> tuple[bool, str]:
    """Return whether ``content`` declares an ontology, and where and why it is not Turtle, ``""`` if it is."""
    has_ontology = False
    try:
        # With a base, so that a relative IRI without one is a finding and does not end the parse.
        for triple in ox.parse(
            content.removeprefix(codecs.BOM_UTF8), ox.RdfFormat.TURTLE, base_iri="https://example.org/"
        ):
            if triple.predicate == _TYPE and triple.object == _ONTOLOGY:
                has_ontology = True
    except MemoryError:
        raise UnreadableTurtleError(*too_long(name)) from None
    except (SyntaxError, ValueError) as error:
        return has_ontology, located(str(error))
    return has_ontology, ""


def _findings(name: str, text: str, hits: list[Hit]) -> list[Finding]:
    """Return ``hits`` in ``text`` as findings, in the order of the text."""
    if not hits:
        return []
    lines = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    findings = []
    for rule, start, end in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        line = bisect_right(lines, start)
        found = shortened(text[start:end], _SHOWN)
        findings.append(
            Finding(
                name, line, start - lines[line - 1] + 1, rule, found, RULES[rule].stores, RULES[rule].advice
            )
        )
    return findings
