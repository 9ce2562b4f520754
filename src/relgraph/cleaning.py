"""Cleaning: text of any origin made safe to look at."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
"""Format characters that Persian, Indic scripts and emoji are written with."""


def clean(text: str, length: int = 1000, *, lines: bool = False) -> str:
    r"""Return ``text`` as it may be shown: nothing in it drives a terminal, turns a line around or hides.

    Control characters, halves of characters and U+FFFE and U+FFFF, which XML has not, become U+FFFD. Format
    characters (Unicode category Cf: direction overrides, soft hyphens, zero-width spaces) are left out, save
    the two joiners. White space becomes single spaces.

    Args:
        text: Any text, hostile or not.
        length: The most characters that are kept; a longer text ends in ``…``.
        lines: Keep line breaks.

    Returns:
        The text on one line, or on its own lines, empty ones at its ends left out.

    Example:
        >>> clean("Russia\x1b[31m \u202eand\n  ASEAN", 18)
        'Russia\ufffd[31m and A…'
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_shown, text))
    kept = text.splitlines() if lines else [text]
    return shortened("\n".join(" ".join(line.split()) for line in kept).strip("\n"), length)


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return char if char.isspace() else "\ufffd"
    if category == "Cs" or char in "\ufffe\uffff":  # half a character, or none
        return "\ufffd"
    return "" if category == "Cf" and char not in _JOINERS else char


def shortened(text: str, length: int) -> str:
    """Return ``text``, cut to ``length`` characters where it has more; the last one is ``…`` then.

    Example:
        >>> shortened("ASEAN-Russia Special Meeting", 12)
        'ASEAN-Russi…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"
