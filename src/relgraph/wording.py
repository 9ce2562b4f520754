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
