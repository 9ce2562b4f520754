"""The values of literals: which are equal, which fit 64 bits, and the form in which every store keeps them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from relgraph.model.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
INTEGER_SUBTYPES = {
    _XSD + name
    for name in (
        "int", "long", "short", "byte", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
}  # fmt: skip
"""The datatypes derived from xsd:integer."""

TIMES = {_XSD + name for name in ("dateTime", "dateTimeStamp", "time")}
DAYS = {_XSD + name for name in ("date", "gYear", "gYearMonth", "gMonth", "gDay", "gMonthDay")}
WITH_YEAR = {_XSD + name for name in ("date", "gYear", "gYearMonth", "dateTime", "dateTimeStamp")}

INTEGER = re.compile(r"[+-]?[0-9]+")
DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]{1,3})?")
_MOMENT = re.compile(
    r"(?P<year>-?[0-9]{4,9})(?:-(?P<month>[0-9]{2}))?(?:-(?P<day>[0-9]{2}))?"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2}(?:\.[0-9]+)?))?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)


def fits_64_bits(lexical: str) -> bool:
    """Tell whether an integer fits into 64 bits, the first of them the sign.

    Args:
        lexical: The integer in any form that XSD takes, spaces included.

    Example:
        >>> fits_64_bits("-9223372036854775808"), fits_64_bits("9223372036854775808")
        (True, False)
    """
    digits = lexical.strip().lstrip("+-").lstrip("0")
    return len(digits) < 19 or (len(digits) == 19 and int(digits) < 2**63 + lexical.strip().startswith("-"))


def shortest(lexical: str) -> str:
    """Return an integer or decimal in its shortest form, which XSD 1.1 calls canonical.

    Args:
        lexical: The number in any form that XSD takes, spaces included, without an exponent.

    Example:
        >>> shortest("+01.50"), shortest("-0"), shortest(".5")
        ('1.5', '0', '0.5')
    """
    whole, _, fraction = lexical.strip().lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    number = f"{whole}.{fraction}" if fraction else whole
    return f"-{number}" if lexical.strip().startswith("-") and number != "0" else number


def comparison_key(lexical: str, datatype: str) -> object:
    """Return a key that two literals share where Virtuoso takes them for one value.

    Numbers and truth values are one kind to it, and so are days and times: a year is its first day.

    Args:
        lexical: The lexical form of the literal.
        datatype: The IRI of its datatype.

    Returns:
        The key, or ``None`` for a literal that equals no other.

    Example:
        >>> xsd = "http://www.w3.org/2001/XMLSchema#"
        >>> comparison_key("1.0", xsd + "decimal") == comparison_key("true", xsd + "boolean")
        True
        >>> comparison_key("2021", xsd + "gYear") == comparison_key("2021-01-01", xsd + "date")
        True
    """
    if datatype == _XSD + "boolean":
        return {"true": "1", "1": "1", "false": "0", "0": "0"}.get(lexical)
    if datatype in INTEGER_SUBTYPES or datatype in (_XSD + "integer", _XSD + "decimal"):
        return shortest(lexical) if DECIMAL.fullmatch(lexical) else None
    if datatype == _XSD + "double" and _DOUBLE.fullmatch(lexical):
        try:
            return shortest(f"{Decimal(lexical):f}")
        except InvalidOperation:
            return None
    return _moment(lexical) if datatype in WITH_YEAR else None


def _moment(lexical: str) -> tuple[bool, int, float] | None:
    """Return whether a date or time has a zone, its minutes in UTC, and its seconds."""
    moment = _MOMENT.fullmatch(lexical)
    if moment is None or (moment["zone"] and not moment["hour"]):
        return None
    days = _days(int(moment["year"]), int(moment["month"] or 1), int(moment["day"] or 1))
    minutes = days * 1440 + int(moment["hour"] or 0) * 60 + int(moment["minute"] or 0)
    zone = moment["zone"]
    if zone and zone != "Z":
        minutes -= int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[4:6]))
    return bool(zone), minutes, float(moment["second"] or 0)


def _days(year: int, month: int, day: int) -> int:
    """Return the days of the proleptic Gregorian calendar since a fixed day, for any year."""
    if month <= 2:
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day


def portable_term(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """Return a term of the same value in the form that every store keeps, where there is one.

    For what a pyoxigraph store leaves as it is; it has written everything else in that form itself.

    Args:
        term: Any term of a triple; only a literal without a language changes.

    Example:
        >>> integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
        >>> portable_term(ox.Literal("+00123456789012345678901", datatype=integer)).value
        '123456789012345678901'
    """
    if not isinstance(term, ox.Literal) or term.language:
        return term
    lexical, datatype = term.value, term.datatype.value
    if datatype == _XSD + "integer" or datatype in INTEGER_SUBTYPES:
        if INTEGER.fullmatch(lexical.strip()):
            lexical = shortest(lexical)
            datatype = _XSD + "integer" if fits_64_bits(lexical) else datatype
    elif datatype == _XSD + "decimal" and DECIMAL.fullmatch(lexical.strip()):
        lexical = shortest(lexical)
    elif datatype in TIMES:  # a fraction of more digits than the store counts
        lexical = re.sub(r"(:[0-9]{2})(?:\.0+|(\.[0-9]*[1-9])0+)(?=Z|[+-]|$)", r"\1\2", lexical)
    return ox.Literal(lexical, datatype=ox.NamedNode(datatype))
