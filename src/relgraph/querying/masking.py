"""Masking: the code of a query, with blanks for its comments, strings and IRIs."""

from __future__ import annotations

import re

# What holds no keyword and no variable: an escaped character of a name, comments, strings, IRIs.
_OPAQUE = re.compile(
    r"""\\. | \#[^\r\n]* | <[^<>"{}|^`\\\s]*>
      | \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
      | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'""",
    re.VERBOSE | re.DOTALL,
)

VARIABLE = re.compile(r"[?$]([\w\u00b7\u0300-\u036f\u203f\u2040]+)")
"""A variable in masked text, with its name."""


def masked(text: str, keep: re.Pattern[str] | None = None) -> str:
    """Return ``text`` with blanks for its comments, strings and IRIs.

    Everything else keeps its place, so that an offset into the one is an offset into the other.

    Args:
        text: A query or an update, well-formed or not.
        keep: A comment, string or IRI that this matches from end to end stays. Default: none does.

    Returns:
        A text of the same length.

    Example:
        >>> masked("ASK { <urn:a> ?p '}' }  # {")
        'ASK {         ?p     }     '
    """

    def blank(match: re.Match[str]) -> str:
        kept = keep is not None and keep.fullmatch(match[0].rstrip())
        return match[0] if kept else " " * len(match[0])

    return _OPAQUE.sub(blank, text)


_BRACKETED = re.compile(r"<[^<>]*>")
# A prefix may be called graph or from; a name or an IRI follows the others.
_NAMED_GRAPHS = re.compile(
    r"(?<![\w:?$@-])(?:GRAPH(?![\w:])|(?:FROM|USING|WITH)(?:\s*<|\s+(?:NAMED\b|[^\s:{}?$]*:)))", re.IGNORECASE
)


def asks_for_named_graphs(text: str) -> bool:
    """Return whether a query or an update has GRAPH, FROM, USING or WITH.

    Args:
        text: The query or update, well-formed or not. Comments and strings do not count.

    Returns:
        Whether it names graphs, or asks for their names.

    Example:
        >>> asks_for_named_graphs("SELECT * { GRAPH ?g { ?s ?p ?o } }")
        True
        >>> asks_for_named_graphs("SELECT ?graph { ?graph rdfs:label 'GRAPH' } # FROM <urn:g>")
        False
    """
    return _NAMED_GRAPHS.search(masked(text, keep=_BRACKETED)) is not None
