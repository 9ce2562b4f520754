"""Which values are equal."""

from __future__ import annotations

import pytest
from turtle_snippets import HEADER, found


@pytest.mark.parametrize(
    ("objects", "text"),
    [
        (
            '"2021-07-06T10:00:00+07:00"^^xsd:dateTime , "2021-07-06T03:00:00+00:00"^^xsd:dateTime',
            '"2021-07-06T03:00:00+00:00"^^xsd:dateTime',
        ),
        ('"2021"^^xsd:gYear , "2021-01-01"^^xsd:date', '"2021-01-01"^^xsd:date'),
        ("1 , true", "true"),
        ("[ e:q 1 , true ]", "true"),
        ("10.0 , 1e1", "1e1"),
    ],
)
def test_equal_values_are_told_by_value(objects: str, text: str) -> None:
    assert text in [item[3] for item in found(f"{HEADER}e:s e:p {objects} .") if item[0] == "equal-values"]


@pytest.mark.parametrize(
    "objects",
    [
        '"2021-07-06T10:00:00"^^xsd:dateTime , "2021-07-06T10:00:00+07:00"^^xsd:dateTime',
        "( 1 true )",
        "1 , [ e:p true ]",
        '"2021"^^xsd:gYear , "2021-02"^^xsd:gYearMonth',
    ],
)
def test_different_values_are_not_equal(objects: str) -> None:
    assert "equal-values" not in {item[0] for item in found(f"{HEADER}e:s e:p {objects} .")}
