"""Wording: hostile text is harmless to look at, and what scripts are written with stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relgraph.cleaning import clean, shortened
from relgraph.wording import counted, listed


@given(st.text(), st.booleans())
def test_nothing_that_drives_a_terminal_is_left(text: str, lines: bool) -> None:
    shown = clean(text, lines=lines)
    for char in shown:
        assert unicodedata.category(char) not in ("Cc", "Cs") or (lines and char == "\n")
        assert unicodedata.category(char) != "Cf" or char in "\u200c\u200d"
    assert clean(shown, lines=lines) == shown
    assert len(shown) <= 1000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("a\u202eb\u2066c\u200bd\xade\ufefff", "abcdef"),
        # Persian writes "wants" with a zero-width non-joiner.
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u062f",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u062f",
        ),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("a\r\n\tb\u2028c", "a b c"),
        ("half \ud83d", "half \ufffd"),
        ("no XML \ufffe\uffff", "no XML \ufffd\ufffd"),
        ("x" * 2000, "x" * 999 + "…"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_lines_are_kept_where_asked() -> None:
    assert clean("a \x07\r\n  b\n\nc", lines=True) == "a \ufffd\nb\n\nc"


def test_numbers_and_lists_read_as_people_write_them() -> None:
    assert [counted(number, "country") for number in (0, 1, 1000)] == [
        "0 countries",
        "1 country",
        "1,000 countries",
    ]
    assert counted(2, "day") == "2 days"
    assert [listed("abc"[:number]) for number in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert shortened("abcd", 4) == "abcd"
    assert shortened("abcde", 4) == "abc…"
