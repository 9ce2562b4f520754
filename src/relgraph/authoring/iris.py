"""IRIs as cells write them."""

from __future__ import annotations

import re

import pyoxigraph as ox

ACT = "act:"
"""What stands before the id of an act in a cell that names things and acts."""
_WHOLE = re.compile(r"<[^<>]+>$|[A-Za-z][A-Za-z0-9+.-]*:(//|[^/\s]+:)")


def is_iri(text: str) -> bool:
    """Tell whether a cell is a whole IRI: any in angle brackets, without them one such as of http or urn.

    Example:
        >>> is_iri("https://example.org/a"), is_iri("<mailto:a@example.org>")
        (True, True)
        >>> is_iri("state/arda"), is_iri("act:x1"), is_iri("mailto:a@example.org")
        (False, False, False)
    """
    return bool(_WHOLE.match(text)) and not text.startswith(ACT)


def whole(text: str) -> str:
    """Return a whole IRI without its angle brackets; anything else as it is.

    Example:
        >>> whole("<mailto:a@example.org>"), whole("urn:x:a")
        ('mailto:a@example.org', 'urn:x:a')
    """
    return text[1:-1] if text.startswith("<") and is_iri(text) else text


def is_well_formed(iri: str) -> bool:
    """Tell whether a text is an absolute IRI (RFC 3987).

    Example:
        >>> is_well_formed("https://example.org/a"), is_well_formed("https://example.org/a b")
        (True, False)
    """
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True
