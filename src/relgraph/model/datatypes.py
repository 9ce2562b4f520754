"""Datatypes: which texts are literals of the datatypes that RDF 1.1 takes from XML Schema 1.1, part 2."""

from __future__ import annotations

import calendar
import re

from relgraph.model.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]

RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
"""The least and the greatest value of ``xsd:integer`` and of what is derived from it, by local name."""

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH, _DAY = r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_OF_DAYS, _OF_TIME = r"(?:[0-9]+D)?", r"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
_OF_MONTHS = r"(?:[0-9]+Y)?(?:[0-9]+M)?"

_FORMS = {
    name: re.compile(form, re.ASCII)
    for name, form in {
        **dict.fromkeys(RANGES, "[+-]?[0-9]+"),
        "boolean": "true|false|1|0",
        "decimal": _NUMBER,
        "double": rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
        "float": rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
        "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
        "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
        "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE[:-1]}",
        "time": f"{_TIME}{_ZONE}",
        "gYear": f"{_YEAR}{_ZONE}",
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
        "gMonth": f"--{_MONTH}{_ZONE}",
        "gDay": f"---{_DAY}{_ZONE}",
        "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
        "duration": f"-?P(?=[0-9T]){_OF_MONTHS}{_OF_DAYS}{_OF_TIME}",
        "dayTimeDuration": f"-?P(?=[0-9T]){_OF_DAYS}{_OF_TIME}",
        "yearMonthDuration": f"-?P(?=[0-9]){_OF_MONTHS}",
        "hexBinary": "(?:[0-9A-Fa-f]{2})*",
        "base64Binary": r"(?:(?:[A-Za-z0-9+/]\s*){4})*"
        r"(?:(?:[A-Za-z0-9+/]\s*){2}=\s*=|(?:[A-Za-z0-9+/]\s*){3}=)?",
        "language": "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    }.items()
}

CHECKED = frozenset(_XSD + name for name in _FORMS)
"""The IRIs of the datatypes that are checked; any text is a literal of another one."""


def is_well_formed(lexical: str, datatype: str) -> bool:
    """Tell whether a text is a literal of its datatype; white space around it does not count.

    Args:
        lexical: The text.
        datatype: The IRI of the datatype.

    Returns:
        Whether it is, ``True`` for a datatype that is not one of :data:`CHECKED`.

    Example:
        >>> [is_well_formed(day, _XSD + "date") for day in ("2024-02-29", "2023-02-29", "2023-02-28T00:00:00")]
        [True, False, False]
        >>> is_well_formed("300", _XSD + "byte"), is_well_formed("12:00:00.1234567890123456789Z", _XSD + "time")
        (False, True)
    """
    name = datatype.removeprefix(_XSD)
    form = _FORMS.get(name)
    if form is None or not datatype.startswith(_XSD):
        return True
    text = lexical.strip(" \t\r\n")
    match = form.fullmatch(text)
    if match is None:
        return False
    if name in RANGES:
        least, most = RANGES[name]
        digits = text.lstrip("+-").lstrip("0") or "0"
        # No bound has more than 20 digits, and a text may have millions.
        number = int(digits[:21]) * (-1 if text.startswith("-") else 1)
        return (least is None or number >= least) and (most is None or number <= most)
    parts = match.groupdict()
    if parts.get("day") and parts.get("month"):
        # Leap years come back every 400 years, which four digits tell of.
        year = int(parts["year"][-4:]) if parts.get("year") else 4
        leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        days = 29 if parts["month"] == "02" and leaps else calendar.monthrange(2023, int(parts["month"]))[1]
        return int(parts["day"]) <= days
    return True
