"""Words for people: text made safe to look at, numbers with their nouns, names as a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_JOINERS = "\u200c\u200d"
"""Format characters that Persian, Indic scripts and emoji are written with."""


def clean(text: str, length: int = 1000, *, lines: bool = False) -> str:
    r"""Return ``text`` as it may be shown: nothing in it drives a terminal, turns a line around or hides.

    Control characters become U+FFFD. Format characters (Unicode category Cf: direction overrides, soft hyphens,
    zero-width spaces) are left out, save the two joiners. White space becomes single spaces.

    Args:
        text: Any text, hostile or not.
        length: The most characters that are kept; a longer text ends in ``…``.
        lines: Keep line breaks.

    Returns:
        The text on one line, or on its own lines.

    Example:
        >>> clean("Russia\x1b[31m \u202eand\n  ASEAN", 18)
        'Russia\ufffd[31m and A…'
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_shown, text))
    kept = text.splitlines() if lines else [text]
    return shortened("\n".join(" ".join(line.split()) for line in kept), length)


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return char if char.isspace() else "\ufffd"
    if category == "Cs":  # half a character
        return "\ufffd"
    return "" if category == "Cf" and char not in _JOINERS else char


def shortened(text: str, length: int) -> str:
    """Return ``text``, cut to ``length`` characters where it has more; the last one is ``…`` then.

    Example:
        >>> shortened("ASEAN-Russia Special Meeting", 12)
        'ASEAN-Russi…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"


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
