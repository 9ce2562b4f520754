"""Quoting: the words of a passage as a place in the text, and a place as words that are found again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from relgraph.authoring.dossier import START, Dossier, Row
from relgraph.model.quotations import ALIKE, places_of
from relgraph.wording import counted


@lru_cache(maxsize=1 << 14)
def place_of(text: str, quote: str, context: str = "") -> tuple[int, int] | str:
    """Return where words stand in a text.

    White space, quote marks and dashes that differ do not matter.

    Args:
        text: The text.
        quote: The words.
        context: The words before them; behind ``^`` all that the text has before them.

    Returns:
        Start and end in code points; where there is not one place, what is wrong, in words.

    Example:
        >>> place_of("They met. They left.", "They", "met.")
        (10, 14)
        >>> place_of("They met. They left.", "They")
        "'They' stands at 2 places, such as at 0 and 10: give the words before it as context"
        >>> place_of("They met. He left.", "He left early")
        "'He left early' is not in the text; the nearest are the words at 10: 'He left.'"
    """
    if context.startswith(START):
        head = context.removeprefix(START).translate(ALIKE).split()
        places = [at for at in places_of(text, quote) if text[: at[0]].translate(ALIKE).split() == head]
    else:
        before = f"{context} " if context else ""
        places = places_of(text, quote, before) or (places_of(text, quote, context) if context else [])
    if len(places) == 1:
        return places[0]
    shown = repr(quote if len(quote) <= 60 else quote[:60] + "…")
    if places:
        at = " and ".join(str(start) for start, _ in places[:2])
        return f"{shown} stands at {len(places)} places, such as at {at}: give the words before it as context"
    if context and places_of(text, quote):
        return f"{shown} is in the text, but not behind {context[-40:]!r}"
    start, words = _nearest(text, quote)
    return f"{shown} is not in the text" + (
        f"; the nearest are the words at {start}: {words!r}" if words else ""
    )


_MOST_WORDS = 50_000
"""Words of a text in which the nearest to a quote are looked for: among more it takes seconds per quote."""


class Unplaced(NamedTuple):
    """A quote that is not at one place in the text.

    Attributes:
        row: The row that has it.
        reason: Why, in words.
    """

    row: Row
    reason: str


def told(unplaced: Iterable[Unplaced]) -> tuple[str, ...]:
    """Return which quotes are not at one place in the text, a line each, and how many they are.

    Example:
        >>> told([Unplaced(Row("acts.csv", 2, {}), "'x' is not in the text")])
        ("acts.csv, row 2, quote: 'x' is not in the text", 'not at one place in the text: 1 quote')
    """
    lines = [f"{row.at('quote')}: {reason}" for row, reason in unplaced]
    return (*lines, f"not at one place in the text: {counted(len(lines), 'quote')}") if lines else ()


def places_of_acts(dossier: Dossier) -> tuple[dict[str, list[tuple[int, int]]], tuple[Unplaced, ...]]:
    """Return where the passages of each act stand, by its id, and the quotes that are not at one place.

    Acts that were dropped, and their passages, are left out.

    Example:
        >>> from relgraph.authoring.dossier import rows_of
        >>> rows = rows_of("acts.csv", [{"id": "a", "quote": "They"}, {"id": "b", "quote": "He"}])
        >>> tables = {"acts.csv": rows, "passages.csv": ()}
        >>> places, unplaced = places_of_acts(Dossier({}, "They met.", "", tables))
        >>> places, [one.row.number for one in unplaced]
        ({'a': [(0, 4)]}, [3])
    """
    found: dict[str, list[tuple[int, int]]] = {}
    unplaced = []
    dropped = {row.cells["id"] for row in dossier.acts if row.cells["status"] == "dropped"}
    for row in (*dossier.acts, *dossier.tables["passages.csv"]):
        act = row.cells["id"] if "id" in row.cells else row.cells["act"]
        if act in dropped or not row.cells["quote"]:
            continue
        place = place_of(dossier.text, row.cells["quote"], row.cells["context"])
        if isinstance(place, str):
            unplaced.append(Unplaced(row, place))
        else:
            found.setdefault(act, []).append(place)
    return found, tuple(unplaced)


def _nearest(text: str, quote: str) -> tuple[int, str]:
    """Return the part of a text, as many words long, that shares most with a quote, and where it begins."""
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    wanted = quote.split()
    if not words or not wanted or len(words) > _MOST_WORDS:
        return 0, ""
    matcher = SequenceMatcher(
        a=[text[a:b].casefold() for a, b in words], b=[one.casefold() for one in wanted], autojunk=False
    )
    found = matcher.find_longest_match()
    if not found.size:
        return 0, ""
    first = max(0, found.a - found.b)
    last = min(len(words), first + len(wanted)) - 1
    return words[first][0], " ".join(text[words[first][0] : words[last][1]].split())[:80]


def quotation_of(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words at a place, and as much of what stands before them as tells them from all others.

    Args:
        text: The text.
        start: Where they begin, in code points.
        end: Where they end, exclusive.

    Returns:
        Quote and context, for which :func:`place_of` has that place, where it begins and ends with a character.

    Example:
        >>> quotation_of("They met. They left.", 10, 14)
        ('They', 'met.')
        >>> quotation_of("They met. They left.", 0, 4)
        ('They', '^')
    """
    quote = text[start:end]
    if len(places_of(text, quote)) == 1:
        return quote, ""
    words = _starts_of_words(text)
    before = bisect_left(words, start)

    def is_told(count: int) -> bool:
        return place_of(text, quote, text[words[before - count] : start].strip()) == (start, end)

    # More words tell it apart as well: as many as are needed are found by doubling, then by halving.
    most = 1
    while most < before and not is_told(most):
        most = min(2 * most, before)
    if not before or not is_told(most):
        return quote, START + text[:start].strip()
    count = bisect_left(range(most // 2 + 1, most), True, key=is_told) + most // 2 + 1
    return quote, text[words[before - count] : start].strip()


@lru_cache(maxsize=4)
def _starts_of_words(text: str) -> tuple[int, ...]:
    return tuple(found.start() for found in re.finditer(r"\S+", text))
