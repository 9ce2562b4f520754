"""Masking: the text of a query without what only looks like code."""

from __future__ import annotations

import re

# What holds no keyword and no variable: an escaped character of a name, comments, strings, IRIs.
_OPAQUE = re.compile(
    r"""\\. | \#[^\r\n]* | <[^<>"{}|^`\\\s]*>
      | \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
      | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+'""",
    re.VERBOSE | re.DOTALL,
)


def masked(text: str, keep: re.Pattern[str] | None = None) -> str:
    """Return ``text`` with blanks for its comments, strings and IRIs, everything else in its place.

    A comment that is a match of ``keep`` from end to end stays.
    """

    def blank(match: re.Match[str]) -> str:
        kept = keep is not None and keep.fullmatch(match[0].rstrip())
        return match[0] if kept else " " * len(match[0])

    return _OPAQUE.sub(blank, text)
