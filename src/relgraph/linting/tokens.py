"""The terminals of Turtle: RDF 1.1 Turtle, section 6.5, and those that RDF 1.2 adds."""

from __future__ import annotations

import re
import sys

# All repetition is possessive, so that no text makes the search backtrack.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE = rf"\\[tbnrf\"'\\]|{_UCHAR}"
_PREFIX = rf"[{_BASE}](?:[{_CHARS}]|\.++(?=[{_CHARS}]))*+"
TOKEN = re.compile(
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
"""One token at a position of a text.

The last group is its kind: ``skip`` (white space and comments), ``pname`` (a prefixed name), ``word`` (``a``,
``true``, the directives of SPARQL), ``iri``, ``long`` and ``string`` (in three quotes and in one), ``language``
(a tag, or a directive such as ``@prefix``), ``number`` (with ``double``, ``decimal`` or ``integer`` inside),
``blank`` or ``mark`` (punctuation).
"""

_ESCAPES = re.compile(_ESCAPE)
_NAMED_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescape(text: str) -> str:
    r"""Replace the escapes of a string or an IRI by the characters that they stand for.

    Args:
        text: What stands between the quotes or the angle brackets.

    Returns:
        The text that is meant, with U+FFFD for a number that is not a Unicode character.

    Example:
        >>> unescape(r"caf\u00E9 \"x\"")
        'café "x"'
    """
    return _ESCAPES.sub(lambda match: _character(match[0]), text) if "\\" in text else text


def _character(escape: str) -> str:
    if escape[1] not in "uU":
        return _NAMED_ESCAPES.get(escape[1], escape[1])
    code = int(escape[2:], 16)
    return "\ufffd" if code > sys.maxunicode or 0xD800 <= code <= 0xDFFF else chr(code)
