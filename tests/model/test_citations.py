"""Passages as records, fields and quotes have them."""

from __future__ import annotations

import pytest

from relgraph import SourceText
from relgraph.errors import SourceError
from relgraph.model.citations import cited, passage_record, quoted, with_citations
from relgraph.model.sources import Passage

REPORT = SourceText("urn:report", "Lutha met Arrel. Lutha left.")
TABLE = SourceText("urn:table", "state,year")

BY_OFFSETS = Passage("urn:e1", "urn:report", 0, 5)
BY_ROW = Passage("urn:e2", "urn:table", fragment="row=7")
BY_WORDS = Passage("urn:e3", "urn:report", exact="Lutha", suffix=" left")
AT_TWO_PLACES = Passage("urn:e4", "urn:report", exact="Lutha")
ABSENT = Passage("urn:e5", "urn:report", exact="Norland")
WITHOUT_A_PLACE = Passage("urn:e6", "urn:report")
WITHOUT_A_SOURCE = Passage("urn:e7", "", 3, 5)
PAST_THE_END = Passage("urn:e8", "urn:report", 0, 29)


@pytest.mark.parametrize(
    ("passage", "field"),
    [
        (BY_OFFSETS, "urn:report#char=0,5"),
        (BY_ROW, "urn:table#row=7"),
        (BY_WORDS, "urn:report"),
        (WITHOUT_A_PLACE, "urn:report"),
        (WITHOUT_A_SOURCE, "urn:e7#char=3,5"),
    ],
)
def test_a_passage_is_cited_as_what_it_is(passage: Passage, field: str) -> None:
    assert cited([passage]) == field


@pytest.mark.parametrize(
    ("passage", "record"),
    [
        (BY_OFFSETS, {"document": "urn:report", "start": 0, "end": 5, "quote": "Lutha"}),
        (BY_ROW, {"document": "urn:table", "fragment": "row=7"}),
        (
            BY_WORDS,
            {
                "document": "urn:report",
                "exact": "Lutha",
                "suffix": " left",
                "start": 17,
                "end": 22,
                "quote": "Lutha",
            },
        ),
        (AT_TWO_PLACES, {"document": "urn:report", "exact": "Lutha", "note": "at 2 places of the text"}),
        (ABSENT, {"document": "urn:report", "exact": "Norland", "note": "not in the text"}),
        (WITHOUT_A_PLACE, {"document": "urn:report"}),
        (WITHOUT_A_SOURCE, {"document": "", "start": 3, "end": 5}),
    ],
)
def test_a_record_has_what_the_texts_at_hand_say(passage: Passage, record: dict[str, object]) -> None:
    assert passage_record(passage, [TABLE, REPORT]) == record


def test_no_way_to_a_quote_shortens_a_passage_that_ends_after_its_text() -> None:
    for quote in (
        lambda: passage_record(PAST_THE_END, REPORT),
        lambda: quoted([BY_OFFSETS, PAST_THE_END], [TABLE, REPORT]),
        lambda: with_citations([{"passages": []}], [[PAST_THE_END]], REPORT),
    ):
        with pytest.raises(SourceError, match=r"urn:e8: .*0 to 29.*28 characters"):
            quote()
    assert quoted([PAST_THE_END], TABLE) == ""


def test_a_table_has_quotes_where_there_are_words_to_quote() -> None:
    rows = [{"passages": [], "iri": "urn:a"}, {"passages": [], "iri": "urn:b"}]
    passages = [[BY_OFFSETS, BY_WORDS], [BY_ROW]]
    assert with_citations(rows, passages, REPORT) == [
        {"passages": "urn:report#char=0,5 urn:report", "quotes": "Lutha | Lutha", "iri": "urn:a"},
        {"passages": "urn:table#row=7", "quotes": "", "iri": "urn:b"},
    ]
    assert [row["quotes"] for row in with_citations(rows, passages)] == ["Lutha", ""]
    assert "quotes" not in with_citations(rows[1:], passages[1:])[0]
