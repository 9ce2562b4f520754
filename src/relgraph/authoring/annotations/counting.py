"""Counting: positions in a text as standards and tools count them, as places in code points."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from relgraph.authoring.annotations.marks import Span, alike

_WAYS = (
    ("code points", False, False),
    ("UTF-16 units", True, False),
    ("code points, a line end one", False, True),
    ("UTF-16 units, a line end one", True, True),
)


class Counting:
    """A way to count the characters of a text.

    Attributes:
        name: What is counted, in words.
    """

    def __init__(self, name: str, text: str, *, utf16: bool, line_ends_once: bool) -> None:
        """Count a text."""
        self.name, self._text = name, text
        self._places: list[int | None] = []
        for at, character in enumerate(text):
            if line_ends_once and character == "\n" and text[at - 1 : at] == "\r":
                continue
            self._places.append(at)
            if utf16 and character > "\uffff":
                self._places.append(None)
        self._places.append(len(text))

    def place(self, start: int, end: int) -> Span | None:
        """Return the place of what stands between two positions; nothing where the text has no such place."""
        if not 0 <= start <= end < len(self._places):
            return None
        first, last = self._places[start], self._places[end]
        return None if first is None or last is None else (first, last)

    def find(self, start: int, end: int, words: str) -> Span | None:
        """Return the place of what stands between two positions where it is these words."""
        place = self.place(start, end)
        return place if place and alike(self._text[slice(*place)], words) else None


@lru_cache(maxsize=8)
def countings(text: str) -> tuple[Counting, ...]:
    r"""Return the ways to count a text that give different places: first that of the Web Annotation Data Model.

    Browsers and Java count UTF-16 units, and browsers make one character of CR and LF, as RFC 5147 does.

    Example:
        >>> [one.name for one in countings("A \U0001f600.")]
        ['code points', 'UTF-16 units']
        >>> [one.place(3, 4) for one in countings("A \U0001f600.")]
        [(3, 4), None]
    """
    astral, lines = any(character > "\uffff" for character in text), "\r\n" in text
    return tuple(
        Counting(name, text, utf16=utf16, line_ends_once=once)
        for name, utf16, once in _WAYS
        if (astral or not utf16) and (lines or not once)
    )


def likeliest(text: str, positions: Iterable[tuple[int, int, str]]) -> tuple[Counting, ...]:
    r"""Return the ways to count a text, first the one by which the most words stand at their positions.

    Args:
        text: The text.
        positions: Start, end and the words between.

    Returns:
        All ways; where as many words speak for two, the first stays before the other.

    Example:
        >>> [one.name for one in likeliest("\U0001f600 They", [(3, 7, "They")])]
        ['UTF-16 units', 'code points']
    """
    positions = list(positions)
    ways = countings(text)
    fits = {way.name: sum(way.find(*position) is not None for position in positions) for way in ways}
    return tuple(sorted(ways, key=lambda way: -fits[way.name]))


def by_fragment(text: str) -> tuple[Counting, ...]:
    """Return the way to count a text that RFC 5147 has for fragments, in which a line end is one character."""
    return (Counting("characters", text, utf16=False, line_ends_once=True),)
