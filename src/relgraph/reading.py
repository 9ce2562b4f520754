"""Reading: the triples of one file as its parser gives them, with what is wrong or changed in their terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from relgraph.cleaning import shortened
from relgraph.model.datatypes import CHECKED, RANGES, is_well_formed
from relgraph.model.namespaces import PREFIXES, local_name

_XSD = PREFIXES["xsd"]
_SUBTYPES = "|".join([*(name for name in RANGES if name != "integer"), "dateTimeStamp"])
_DURATIONS = "duration|dayTimeDuration|yearMonthDuration"
# What the store may change or refuse, wherever it stands: most files have none of it, and are read once.
# Each pattern begins with what is looked for as it stands, which takes a tenth of the time of one for all.
_UNUSUAL = [
    re.compile(pattern.encode())
    for pattern in (
        r"\^\^\s*#",
        r"\^\^\s*<[^<>]*\\",
        rf"\^\^\s*(?:<[^<>]*#|[^\s<>:]*:)(?:{_SUBTYPES}|{_DURATIONS}|boolean|integer|decimal|double|float)\b",
        "\\+00:00[\"']",
        "-00:00[\"']",
        "24:00:00",
        "\\.(?<=:[0-9]{2}\\.)[0-9]*0(?:Z|[+-][0-9]{2}:[0-9]{2})?[\"']",
    )
]
# Numbers without a datatype, such as 01, +1, .5, 1.50 and 1E0, are looked for where only shapes are left: a
# space for what may stand before one, a bracket for what may stand behind it, 1 for each digit but 0.
_SHAPES = bytes.maketrans(b"\t\n\r\f\v,;([>]}#E23456789", b" " * 10 + b")))e" + b"1" * 8)
_UNUSUAL_SHAPES = [
    re.compile(pattern.encode())
    for pattern in (
        r" 0(?:[01]|\.[01]*0[ .)]|(?:\.[01]*)?e)",
        r" 1[01]*+(?:\.[01]*0[ .)]|(?:\.[01]*)?e)",
        r" \.[01]",
        r" \+[01.]",
        r" -(?:\.|0[01 .)]|[01]*+\.[01]*0[ .)]|[01]+(?:\.[01]*)?e)",
    )
]
_UNSAFE = re.compile(r"[^!#$%&'()*+,/:;=?@\[\]A-Za-z0-9._~-]")


@dataclass
class Terms:
    """What was found in the terms of the files that were read.

    Attributes:
        ill_typed: Literals that their datatype refuses, each with file, line and triple, in words.
        mended: With lenient reading, what was done to them and to IRIs, in words.
        narrowed: How often the store keeps a value in another form, by what it does.
    """

    ill_typed: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    narrowed: Counter[str] = field(default_factory=Counter)


def is_unusual(content: bytes, rdf_format: ox.RdfFormat) -> bool:
    """Tell whether a file has to be looked at term by term.

    Example:
        >>> is_unusual(b"<urn:a> <urn:b> 1 , 'x' .", ox.RdfFormat.TURTLE)
        False
        >>> is_unusual(b"<urn:a> <urn:b> 01 .", ox.RdfFormat.TURTLE)
        True
    """
    if rdf_format in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD):
        return True
    if any(pattern.search(content) for pattern in _UNUSUAL):
        return True
    if rdf_format in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        return False
    shapes = content.translate(_SHAPES)
    return any(pattern.search(shapes) for pattern in _UNUSUAL_SHAPES)


def read_terms(
    name: str, content: bytes, rdf_format: ox.RdfFormat, base: str | None, terms: Terms, *, lenient: bool
) -> Iterator[ox.Quad]:
    """Yield the quads of a file, and note what is wrong with their terms.

    Args:
        name: The name of the file.
        content: What is in it.
        rdf_format: Its format.
        base: What relative IRIs are relative to.
        terms: Where it is noted.
        lenient: Make a text of an ill-typed literal, and mend IRIs by percent-encoding what they cannot hold.

    Yields:
        The quads, as the parser gives them or mended. Their blank nodes are those of no other file.
    """
    known: dict[ox.Literal, ox.Literal] = {}
    for quad in ox.parse(content, rdf_format, base_iri=base, lenient=lenient, rename_blank_nodes=True):
        found = quad
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype.value.startswith(_XSD):
            if value not in known:
                known[value] = _stored(value)
            if value.datatype.value in CHECKED and not is_well_formed(value.value, value.datatype.value):
                where = _place(name, content, value, rdf_format)
                subject = "a blank node" if isinstance(quad.subject, ox.BlankNode) else str(quad.subject)
                what = f"{where}{shortened(str(value), 100)} on {shortened(subject, 200)}"
                if lenient:
                    terms.mended.append(f"{what}: kept as text")
                    found = ox.Quad(quad.subject, quad.predicate, ox.Literal(value.value), quad.graph_name)
                else:
                    terms.ill_typed.append(what)
            elif known[value] != value:
                terms.narrowed[_change(value, known[value])] += 1
        if lenient:
            found = _mended(name, found, terms)
        yield found


def _stored(literal: ox.Literal) -> ox.Literal:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), literal))
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)  # noqa: S101 - it was one
    return quad.object


def _change(before: ox.Literal, after: ox.Literal) -> str:
    if before.datatype != after.datatype:
        return f"xsd:{local_name(before.datatype.value)} as xsd:{local_name(after.datatype.value)}"
    return f"xsd:{local_name(before.datatype.value)} in another form, such as {before.value} as {after.value}"


def _place(name: str, content: bytes, literal: ox.Literal, rdf_format: ox.RdfFormat) -> str:
    """Return file and line of a literal, the file alone where its text is not found as it is."""
    text = re.escape(literal.value.encode())
    quoted = rdf_format not in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)
    match = re.search(rb"[\"']" + text + rb"[\"']+\s*\^\^" if quoted else text, content)
    if match is None:
        return f"{name}: "
    line = content.count(b"\n", 0, match.start()) + 1
    return f"{name}, line {line}: "


def what_is_wrong(term: object) -> str:
    """Return what is wrong with a term of lenient parsing, ``""`` where nothing is.

    Example:
        >>> what_is_wrong(ox.NamedNode("urn:a"))
        ''
    """
    try:
        if isinstance(term, ox.NamedNode):
            ox.NamedNode(term.value)
        elif isinstance(term, ox.Literal):
            ox.NamedNode(term.datatype.value)
            if term.language:
                ox.Literal("", language=term.language)
    except ValueError as error:
        return f"{shortened(str(term), 100)} is no term: {error}"
    return ""


def _mended(name: str, quad: ox.Quad, terms: Terms) -> ox.Quad:
    """Return a quad with IRIs percent-encoded and languages left out where they cannot be as they are."""

    def mended(term: Any) -> Any:
        if not what_is_wrong(term):
            return term
        if isinstance(term, ox.Literal):
            terms.mended.append(f"{name}: {shortened(str(term), 100)}: kept as text")
            return ox.Literal(term.value)
        iri = _UNSAFE.sub(lambda match: quote(match[0]) if match[0] < "\x80" else match[0], term.value)
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
            iri = f"urn:x-relgraph:{quote(iri, safe='')}"
        terms.mended.append(f"{name}: the IRI {shortened(term.value, 100)}: kept as {shortened(iri, 100)}")
        return ox.NamedNode(iri)

    return ox.Quad(*map(mended, quad))
