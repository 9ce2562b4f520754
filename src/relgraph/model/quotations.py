"""Quotations: where the words of a passage stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_SPACE = re.compile(r"\s+")
# Single and double quote marks and dashes differ from one copy of a text to the next; offsets stay.
_SINGLE, _DOUBLE = "\u2018\u2019\u201a\u201b\u02bc", "\u201c\u201d\u201e\u201f\xab\xbb"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
ALIKE = str.maketrans(_SINGLE + _DOUBLE + _DASHES, "'" * 5 + '"' * 6 + "-" * 7)
"""Translates quote marks and dashes of all forms into plain ones."""


def places_of(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
    """Return all places where words stand, after those that come before and before those that follow.

    White space of any kind and length counts as one blank, and quote marks and dashes of all forms are
    alike, so that a quotation is found however it was set and its lines are broken (Web Annotation Data Model,
    4.2.4: the text is normalized before it is compared).

    Args:
        text: Where to look.
        exact: The words.
        prefix: The words before them.
        suffix: The words after them.

    Returns:
        Start and end in code points, without white space around them; none where ``exact`` has no words.

    Example:
        >>> places_of("They met.\\r\\nThey left.", "They left")
        [(11, 20)]
        >>> places_of("The \u201cSea Code\u201d holds.", '"Sea Code"')
        [(4, 14)]
    """
    words = exact.strip()
    if not words:
        return []
    head, tail = exact[: exact.index(words)], exact[exact.index(words) + len(words) :]
    before = _SPACE.sub(" ", prefix + head)
    wanted = _SPACE.sub(" ", words)
    sought = (before + wanted + _SPACE.sub(" ", tail + suffix)).translate(ALIKE)
    folded, cuts, removed = _folded(text)

    def place(offset: int) -> int:
        return offset + removed[bisect_right(cuts, offset) - 1]

    places = []
    at = folded.find(sought)
    while at >= 0:
        start = at + len(before)
        places.append((place(start), place(start + len(wanted) - 1) + 1))
        at = folded.find(sought, at + 1)
    return places


@lru_cache(maxsize=32)
def _folded(text: str) -> tuple[str, list[int], list[int]]:
    """Return ``text`` with characters that are alike made one, and how much was removed before which offset."""
    cuts, removed = [0], [0]
    for space in _SPACE.finditer(text):
        if (longer := space.end() - space.start() - 1) > 0:
            cuts.append(space.end() - removed[-1] - longer)
            removed.append(removed[-1] + longer)
    return _SPACE.sub(" ", text).translate(ALIKE), cuts, removed
