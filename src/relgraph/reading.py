"""Reading: the triples of one file as its parser gives them, with what is wrong or changed in their terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from relgraph.cleaning import shortened
from relgraph.model.datatypes import CHECKED, RANGES, is_well_formed
from relgraph.model.namespaces import PREFIXES, local_name

_XSD = PREFIXES["xsd"]
_STRING = ox.NamedNode(f"{_XSD}string")
_SUBTYPES = "|".join([*(name for name in RANGES if name != "integer"), "dateTimeStamp"])
_DURATIONS = "duration|dayTimeDuration|yearMonthDuration"


def _patterns(*texts: str) -> list[re.Pattern[bytes]]:
    return [re.compile(text.encode()) for text in texts]


# What the store may change or refuse, wherever it stands: most files have none of it, and are read once.
# Each pattern begins with what is looked for as it stands, which takes a tenth of the time of one for all.
_UNUSUAL = _patterns(
    r"\^\^\s*#",
    r"\^\^\s*<[^<>]*\\",
    rf"\^\^\s*(?:<[^<>]*#|[^\s<>:^\"']*:)(?:{_SUBTYPES}|{_DURATIONS}|boolean|integer|decimal|double|float)\b",
    "\\+00:00[\"']",
    "-00:00[\"']",
    "24:00:00",
    "\\.(?<=:[0-9]{2}\\.)[0-9]*0(?:Z|[+-][0-9]{2}:[0-9]{2})?[\"']",
)
# Numbers without a datatype, such as 01, +1, .5, 1.50 and 1E0, are looked for where only shapes are left: a
# space for what may stand before or behind one, 1 for each digit but 0. A sign may follow a name, and any
# number the end of a text.
_SHAPES = bytes.maketrans(b"\t\n\r\f\v,;()[]{}<>#E23456789", b" " * 16 + b"e" + b"1" * 8)
_UNUSUAL_SHAPES = _patterns(
    r" 0(?:[01]|\.[01]*0[ .]|(?:\.[01]*)?e)",
    r" 1[01]*+(?:\.[01]*0[ .]|(?:\.[01]*)?e)",
    r" \.[01]",
    r"\+(?:[01](?![01]:)|\.)",  # not the zone of a time
    r" -(?:\.|0[01 .]|[01]*+\.[01]*0[ .]|[01]+(?:\.[01]*)?e)",
    r"\"(?<=[^ \\]\")[-+.01]",
    r"'(?<=[^ \\]')[-+.01]",
)
_TYPED = re.compile(
    rb"\"(?<![\\\"].)([^\"\\\r\n]*)\"\^\^(?:<[^<>\\\s]*#([A-Za-z]+)>|[A-Za-z0-9_.-]*:([A-Za-z]+)(?![A-Za-z0-9_.:%\\-]))"
)
# What may be one of these with what a prefix stands for before it: Month, where x: is xsd:g.
_ENDS_OF_TYPES = frozenset(local_name(iri)[place:] for iri in CHECKED for place in range(len(local_name(iri))))
# Leap days among them: years that 4 divides and 100 does not.
_DAY = (
    r"[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31)|[1-9][0-9](?:0[48]|[2468][048]|[13579][26])-02-29"
)
_FRACTION = r"0|-?(?:[1-9][0-9]{0,6}|(?:0|[1-9][0-9]{0,6})\.[0-9]{0,7}[1-9])"
_FORMS = {
    "date": _DAY,
    "dateTime": rf"(?:{_DAY})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?",
    "gYear": "[1-9][0-9]{3}",
    "gYearMonth": "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])",
    "integer": "0|-?[1-9][0-9]{0,17}",
    "decimal": _FRACTION,
    "double": _FRACTION,
    "duration": "P[1-9][0-9]{0,3}D",
    "boolean": "true|false",
    "string": r"[^\"\\\r\n]*",
}
_KEPT_LITERAL = re.compile(
    (
        r"\"(?<![\"\\].)(?:"
        + "|".join(rf"(?:{form})\"\^\^(?:<{_XSD}|[A-Za-z0-9_.-]*:){name}" for name, form in _FORMS.items())
        + r")(?:>|(?=[\s,;)\]]|\.\s))"
    ).encode()
)
_KEPT = {name: re.compile(form) for name, form in _FORMS.items()}
# What Python writes as the store does: numbers of 15 digits at most, each of which a double has.
_NUMBERS = {
    "integer": re.compile("[+-]?[0-9]{1,18}"),
    "decimal": re.compile(r"[+-]?[0-9]{1,9}\.[0-9]{1,9}"),
    "double": re.compile(r"[+-]?0*[1-9][0-9]{0,6}(?:\.[0-9]{1,8})?(?:[eE](?:\+?0*[0-6]|-0*[0-3]))?"),
}
_UNSAFE = re.compile(r"[^!#$%&'()*+,/:;=?@\[\]A-Za-z0-9._~-]")


@dataclass
class Terms:
    """What was found in the terms of the files that were read.

    Attributes:
        ill_typed: Literals that their datatype refuses, each with file, line and triple, in words.
        mended: With lenient reading, what was done to them and to IRIs, in words.
        narrowed: How often the store keeps a value in another form, by what it does, with one example for a
            datatype.
    """

    ill_typed: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    narrowed: Counter[str] = field(default_factory=Counter)
    _known: dict[ox.Literal, ox.Literal] = field(default_factory=dict)
    _changes: dict[tuple[ox.NamedNode, ox.NamedNode], str] = field(default_factory=dict)

    def has(self, literal: ox.Literal) -> bool:
        """Return whether :meth:`stored` was asked for a literal before."""
        return literal in self._known

    def stored(self, literal: ox.Literal) -> ox.Literal:
        """Return a literal in the form of the store, and count it where that is another one."""
        kept = self._known.get(literal)
        if kept is None:
            kept = self._known[literal] = _stored(literal)
        if kept != literal:
            datatypes = literal.datatype, kept.datatype
            change = self._changes.get(datatypes)
            if change is None:
                change = self._changes[datatypes] = _change(literal, kept)
            self.narrowed[change] += 1
        return kept


def is_typed_plainly(content: bytes) -> bool:
    """Tell whether each typed literal of a Turtle-like file is one that its datatype takes and the store keeps.

    They are counted, without parsing the file, where they are written as most are: ``"2021-07-06"^^xsd:date``.
    What is rarer is not counted, though it may be as right.

    Example:
        >>> is_typed_plainly(b'<urn:a> <urn:b> "2021-07-06"^^xsd:date , "x"^^xsd:string , 1 .')
        True
        >>> is_typed_plainly(b'<urn:a> <urn:b> "2021-02-30"^^xsd:date .')
        False
    """
    typed = content.count(b"^^")
    return not typed or len(_KEPT_LITERAL.findall(content)) == typed


def is_unusual(content: bytes, rdf_format: ox.RdfFormat, *, typed_plainly: bool = False) -> bool:
    """Tell whether a file has to be looked at term by term.

    Args:
        content: What is in it.
        rdf_format: Its format.
        typed_plainly: What :func:`is_typed_plainly` tells, where that is known.

    Returns:
        Whether the store may keep a literal of it in another form.

    Example:
        >>> is_unusual(b"<urn:a> <urn:b> 1 , 'x' .", ox.RdfFormat.TURTLE)
        False
        >>> is_unusual(b"<urn:a> <urn:b> 01 .", ox.RdfFormat.TURTLE)
        True
    """
    if rdf_format in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD):
        return True
    if not typed_plainly and any(pattern.search(content) for pattern in _UNUSUAL):
        return True
    if rdf_format in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        return False
    shapes = content.translate(_SHAPES)
    return any(pattern.search(shapes) for pattern in _UNUSUAL_SHAPES)


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
    found = _TYPED.findall(content)
    if len(found) != content.count(b"^^"):
        return True
    for text, by_iri, by_prefix in set(found):
        name = (by_iri or by_prefix).decode()
        if name in _ENDS_OF_TYPES and (
            f"{_XSD}{name}" not in CHECKED
            or not is_well_formed(text.decode("utf-8", "replace"), f"{_XSD}{name}")
        ):
            return True
    return False


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
        if isinstance(value, ox.Literal) and value.language is None and value.datatype != _STRING:
            # What was met before was well-formed.
            if not terms.has(value) and not is_well_formed(value.value, value.datatype.value):
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
    datatype, text = literal.datatype.value, literal.value
    if not datatype.startswith(_XSD):
        return literal
    name = datatype.removeprefix(_XSD)
    if name in _KEPT and _KEPT[name].fullmatch(text):
        return literal
    if name in _NUMBERS and _NUMBERS[name].fullmatch(text):
        number = _number_in_store(text, name)
        return literal if number == text else ox.Literal(number, datatype=literal.datatype)
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), literal))
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)  # noqa: S101 - it was one
    return quad.object


def _number_in_store(text: str, name: str) -> str:
    """Return a number that has the form of :data:`_NUMBERS` as the store writes it."""
    if name == "integer":
        return str(int(text))
    if name == "decimal":
        return format(Decimal(text).normalize() + 0, "f")  # 0 takes the sign from -0
    return repr(float(text)).removesuffix(".0")


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
