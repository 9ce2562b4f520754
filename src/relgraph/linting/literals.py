"""The rules on literals: on the text of a string, on a language tag, and on a value with its datatype."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relgraph.linting.values import DAYS, DECIMAL, INTEGER, INTEGER_SUBTYPES, TIMES, WITH_YEAR, fits_64_bits
from relgraph.model.datatypes import is_well_formed
from relgraph.model.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
_BY_DATATYPE = {
    _XSD + "double": "floating-point",
    _XSD + "float": "floating-point",
    _XSD + "string": "written-string",
    _XSD + "duration": "duration",
    _XSD + "yearMonthDuration": "duration",
    _XSD + "dayTimeDuration": "duration",
    PREFIXES["rdf"] + "XMLLiteral": "xml-literal",
    "http://www.opengis.net/ont/geosparql#wktLiteral": "wkt-literal",
    "http://www.openlinksw.com/schemas/virtrdf#Geometry": "wkt-literal",
}
"""Datatypes for which the rule is the same whatever the value."""

_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_CANONICAL_DECIMAL = re.compile(r"0|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]|-?[1-9][0-9]*")
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$")
_SINGLETON = re.compile("(?:^|-)[a-z0-9]-", re.IGNORECASE)
_LATER_SUBTAG = re.compile(r"-(?:[a-z]{2}|[a-z]{4})(?:-|$)", re.IGNORECASE)


def string_rules(written: str, lexical: str) -> Iterator[str]:
    r"""Find the rules that apply to the text of a string.

    Args:
        written: The string as it stands in the file.
        lexical: The text that it means, without quotes and escapes.

    Yields:
        The names of the rules.

    Example:
        >>> list(string_rules(r'"a\u0000"', "a\0"))
        ['null-character']
    """
    if "\r" in written:
        yield "raw-carriage-return"
    if "\0" in lexical:
        yield "null-character"
    if "\ufffe" in lexical or "\uffff" in lexical:
        yield "noncharacter"


def language_rules(written: str) -> Iterator[str]:
    """Find the rules that apply to a language tag.

    Args:
        written: The tag without ``@``, with the direction of RDF 1.2 where it has one.

    Yields:
        The names of the rules.

    Example:
        >>> list(language_rules("en-GB")), list(language_rules("ar--rtl"))
        (['language-case', 'language-region'], ['base-direction'])
    """
    tag, _, direction = written.partition("--")
    if direction:
        yield "base-direction"
    if tag != tag.lower():
        yield "language-case"
    # What follows a singleton, such as x, is an extension or for private use (RFC 5646).
    if _LATER_SUBTAG.search(_SINGLETON.split(tag, maxsplit=1)[0]):
        yield "language-region"


def value_rules(lexical: str, datatype: str, *, has_ontology: bool) -> Iterator[str]:
    """Find the rules that apply to a literal by its datatype and lexical form.

    Args:
        lexical: The lexical form, without quotes and escapes.
        datatype: The IRI of the datatype.
        has_ontology: Whether the file declares an ontology, in which derived datatypes may stand.

    Yields:
        The names of the rules.

    Example:
        >>> list(value_rules("+1.50", "http://www.w3.org/2001/XMLSchema#decimal", has_ontology=False))
        ['decimal-form']
    """
    if not is_well_formed(lexical, datatype):
        yield "ill-typed"
    elif datatype in _BY_DATATYPE:
        yield _BY_DATATYPE[datatype]
    elif datatype == _XSD + "integer":
        yield from _integer_rules(lexical)
    elif datatype in INTEGER_SUBTYPES:
        # Beyond 64 bits it is kept as it is.
        if not has_ontology and INTEGER.fullmatch(lexical.strip()) and fits_64_bits(lexical):
            yield "integer-subtype"
    elif datatype == _XSD + "decimal":
        yield from _decimal_rules(lexical)
    elif datatype == _XSD + "boolean":
        if lexical.strip() in ("0", "1"):
            yield "boolean-digit"
    elif datatype in TIMES or datatype in DAYS:
        yield from _time_rules(lexical, datatype)


def _integer_rules(lexical: str) -> Iterator[str]:
    if INTEGER.fullmatch(lexical.strip()):
        if not _CANONICAL_INTEGER.fullmatch(lexical):
            yield "integer-form"
        if not fits_64_bits(lexical):
            yield "long-integer"


def _decimal_rules(lexical: str) -> Iterator[str]:
    if DECIMAL.fullmatch(lexical.strip()):
        if not _CANONICAL_DECIMAL.fullmatch(lexical):
            yield "decimal-form"
        if len(lexical.strip().partition(".")[2].rstrip("0")) > 15:
            yield "long-decimal"


def _time_rules(lexical: str, datatype: str) -> Iterator[str]:
    zone = _ZONE.search(lexical)
    if datatype == _XSD + "dateTimeStamp":
        yield "date-time-stamp"
    if zone is not None:
        if datatype in DAYS:
            yield "date-zone"
        elif zone[0] == "Z":
            yield "utc-letter"
        if zone[0] in ("+00:00", "-00:00"):
            yield "zero-offset"
    if datatype in TIMES and "." in lexical:
        yield "second-fraction"
    if "T24:" in lexical:
        yield "end-of-day"
    if lexical.startswith("-") and datatype in WITH_YEAR:
        yield "negative-year"
