"""Words for people: numbers with their nouns, names as a list."""

from __future__ import annotations

import re
from collections.abc import Iterable


def counted(number: int, noun: str) -> str:
    """Return ``number`` with ``noun``, in the plural where it is not one, thousands apart.

    Example:
        >>> counted(1, "act"), counted(1200, "triple"), counted(0, "query")
        ('1 act', '1,200 triples', '0 queries')
    """
    if number != 1:
        noun = re.sub(r"(?<=[^aeiou])y$", "ie", noun) + "s"
    return f"{number:,} {noun}"


def some(names: Iterable[str], number: int | None = None) -> str:
    """Return the first three of ``names``, and how many more there are, of ``number`` where that is given.

    Example:
        >>> some(["a", "b"]), some("abcde"), some("abcd", 60)
        ('a, b', 'a, b, c and 2 more', 'a, b, c and 57 more')
    """
    names = list(names)
    more = (len(names) if number is None else number) - 3
    return ", ".join(names[:3]) + (f" and {more:,} more" if more > 0 else "")


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return ``names`` as a list in a sentence, with ``last`` before the last of them.

    Example:
        >>> listed(["degree", "strength", "pagerank"])
        'degree, strength and pagerank'
        >>> listed(["planned", "wished"], "or")
        'planned or wished'
    """
    *most, final = names
    return f"{', '.join(most)} {last} {final}" if most else final
