"""Where the words of a passage stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relgraph.model.quotations import places_of

TEXT = "Lutha\u00a0 did not\r\nsign. 😀 Lutha left; Lutha stayed."


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "found"),
    [
        ("did not sign", "", "", ["did not\r\nsign"]),
        ("Lutha did", "", "", ["Lutha\u00a0 did"]),
        ("Lutha", "", "", ["Lutha", "Lutha", "Lutha"]),
        ("Lutha", "😀 ", "", ["Lutha"]),
        ("Lutha", "", " stayed", ["Lutha"]),
        (" Lutha ", "left;", "stayed", ["Lutha"]),
        ("Lutha", "left; ", " left", []),
        ("lutha", "", "", []),
        ("", "Lutha", "", []),
        (" \n", "", "", []),
    ],
)
def test_words_are_found_however_lines_are_broken(
    exact: str, prefix: str, suffix: str, found: list[str]
) -> None:
    assert [TEXT[start:end] for start, end in places_of(TEXT, exact, prefix, suffix)] == found


def test_words_that_overlap_themselves_are_all_found() -> None:
    assert places_of("aaaa", "aa") == [(0, 2), (1, 3), (2, 4)]


@given(st.text("ab \n\r\u00a0é😀", max_size=40), st.data())
def test_any_part_of_a_text_is_found_where_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end].strip()
    places = places_of(text, text[start:end])
    assert (
        (start + text[start:end].find(words), start + text[start:end].find(words) + len(words)) in places
    ) == bool(words)
    assert {" ".join(text[a:b].split()) for a, b in places} <= {" ".join(words.split())}
