"""Words are found at their place, and a place as words that are found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relgraph.authoring.quoting import place_of, quotation_of

WORDS = ("Arda", "met", "Bree", "met.", "\u201cNo,\u201d", "said", "\n", "\u00a0", "\r\n", "2031\u201332")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)


@given(TEXTS, st.data())
def test_a_place_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if start < end:
        assert place_of(text, *quotation_of(text, start, end)) == (start, end)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ('"No," said Arda', "\u201cNo,\u201d said\r\nArda"), ("in 2031-32", "in 2031\u201332"),
        ("Ann Oke", "Ann\u00a0Oke"),
    ],
)  # fmt: skip
def test_quote_marks_dashes_and_spaces_may_differ(quote: str, words: str) -> None:
    text = "\u201cNo,\u201d said\r\nArda of Ann\u00a0Oke, in 2031\u201332."
    assert place_of(text, quote) == (text.index(words), text.index(words) + len(words))


def test_offsets_count_code_points() -> None:
    text = "\U0001f33e\U0001f33e Arda met."
    assert place_of(text, "Arda") == (3, 7)
