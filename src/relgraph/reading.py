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
# What the store may change or refuse, wherever it stands: most files have none of it, and are read once.
# Each pattern begins with what is looked for as it stands, which takes a tenth of the time of one for all.
_UNUSUAL = [
    re.compile(pattern.encode())
    for pattern in (
        r"\^\^\s*#",
        r"\^\^\s*<[^<>]*\\",
        rf"\^\^\s*(?:<[^<>]*#|[^\s<>:]*:)(?:{_SUBTYPES}|boolean|integer|decimal|double|float)\b",
        "\\+00:00[\"']",
        "-00:00[\"']",
        "T24:00:00",
    )
]
# The first character of a number, after which it goes on in a form that the store changes.
_UNUSUAL_NUMBER = re.compile(
    rb"[-+.0-9](?<=[\s,;(\[].)"
    rb"(?:(?<=0)[0-9]|(?<=[-+])0[0-9]|(?<=\+)[0-9]"
    rb"|(?:(?<=\.)|[0-9]*+\.)[0-9]++(?<=0)[\s,;.)\]]|[0-9.]*+(?<=[0-9.])[eE])"
)
_TYPED = re.compile(
    rb"\"([^\"\\\r\n]*)\"\^\^(?:<[^<>\\\s]*#([A-Za-z]+)>|[A-Za-z0-9_.-]*:([A-Za-z]+)(?![A-Za-z0-9_.:%\\-]))"
)
_PLAIN_TYPES = frozenset(local_name(iri).encode() for iri in CHECKED) | {b"string", b"anyURI"}
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
    _known: dict[ox.Literal, ox.Literal] = field(default_factory=dict)

    def stored(self, literal: ox.Literal) -> ox.Literal:
        """Return a literal in the form of the store, and count it where that is another one."""
        kept = self._known.get(literal)
        if kept is None:
            kept = self._known[literal] = _stored(literal)
        if kept != literal:
            self.narrowed[_change(literal, kept)] += 1
        return kept


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
    has_numbers = rdf_format not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
    return any(pattern.search(content) for pattern in _UNUSUAL) or (
        has_numbers and _UNUSUAL_NUMBER.search(content) is not None
    )


def may_be_ill_typed(content: bytes) -> bool:
    """Tell whether a literal of a Turtle-like file may be refused by its datatype, without parsing the file.

    Most typed literals are written plainly, ``"2021-07-06"^^xsd:date``. Each different one is looked at once,
    by the local name of its datatype, as if that were one of XML Schema.

    Example:
        >>> may_be_ill_typed(b'<urn:a> <urn:b> "2021-07-06"^^xsd:date .')
        False
        >>> may_be_ill_typed(b'<urn:a> <urn:b> "2021-02-30"^^xsd:date .')
        True
    """
    plain = _TYPED.findall(content)
    return len(plain) != content.count(b"^^") or not all(
        (by_iri or by_prefix) in _PLAIN_TYPES
        and is_well_formed(text.decode("utf-8", "replace"), _XSD + (by_iri or by_prefix).decode())
        for text, by_iri, by_prefix in set(plain)
    )


def read_terms(
    name: str,
    content: bytes,
    rdf_format: ox.RdfFormat,
    base: str | None,
    terms: Terms,
    *,
    lenient: bool,
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
    for quad in ox.parse(content, rdf_format, base_iri=base, lenient=lenient, rename_blank_nodes=True):
        found = quad
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype.value.startswith(_XSD):
            if value.datatype.value in CHECKED and not is_well_formed(value.value, value.datatype.value):
                where = _place(name, content, value, rdf_format)
                subject = "a blank node" if isinstance(quad.subject, ox.BlankNode) else str(quad.subject)
                what = f"{where}{shortened(str(value), 100)} on {shortened(subject, 200)}"
                if lenient:
                    terms.mended.append(f"{what}: kept as text")
                    found = ox.Quad(quad.subject, quad.predicate, ox.Literal(value.value), quad.graph_name)
                else:
                    terms.ill_typed.append(what)
            else:
                terms.stored(value)
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
