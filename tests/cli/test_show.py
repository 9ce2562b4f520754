"""The command relgraph show, and what it says where there is no source."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from command_results import fails, lines
from conftest import ACTORS, Run, turtle

WORDS = "Aland did not sign. Borduria signed."
EX = "https://example.org/"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "gazette.txt"
    path.write_bytes(WORDS.encode())
    return path


@pytest.fixture
def data(tmp_path: Path, source: Path) -> Path:
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    path = tmp_path / "acts.ttl"
    path.write_text(
        turtle(
            ACTORS
            + f"""
            ex:g a rg:Report ; rdfs:label "Gazette"@en ; rg:sha256 "{digest}" .
            ex:e1 oa:hasSource ex:g ; oa:hasSelector [ a oa:TextPositionSelector ; oa:start 0 ; oa:end 18 ] .
            ex:e2 oa:hasSource ex:g ; oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact "Borduria signed" ] .
            ex:told a rg:Support ; rdfs:label "A does not back B"@en ; rg:actor ex:a ; rg:relation rg:supports ;
                rg:object ex:b ; rg:polarity rg:negative ; rg:date "1931-05-04"^^xsd:date ;
                rg:evidence ex:e1 , ex:e2 .
            ex:bare a rg:Support ; rdfs:label "B backs A"@en ; rg:actor ex:b ; rg:relation rg:supports ;
                rg:object ex:a .
            """
        ),
        "utf-8",
    )
    return path


def test_the_command_lists_both_ways_with_status_teller_and_passages(
    run: Run, data: Path, source: Path
) -> None:
    result = run("show", "A", "--with", "B", "-d", data, "--source", source)
    assert result.returncode == 0, result.stderr
    text = result.stdout.decode()
    (told,) = [line for line in lines(result.stdout) if "A does not back B" in line]
    (bare,) = [line for line in lines(result.stdout) if "B backs A" in line]
    assert text.index(told) < text.index(bare)
    for words in ("1931-05-04", "→", "negative", "(the report)", "Gazette, characters 20-35, 0-18"):
        assert words in told, words
    for words in ("undated", "←", "positive", "(no source is given)"):
        assert words in bare, words
    assert "“Aland did not sign”" in text
    assert "“Borduria signed”" in text


@pytest.mark.parametrize("others", [[], ["--with", "B"]])
def test_csv_and_json_have_the_same_rows(run: Run, data: Path, source: Path, others: list[str]) -> None:
    asked = ["show", "A", *others, "-d", data, "--source", source]
    rows = list(csv.DictReader(io.StringIO(run(*asked, "-f", "csv").stdout.decode())))
    content = json.loads(run(*asked, "-f", "json").stdout)
    assert (
        [row["iri"] for row in rows] == [link["iri"] for link in content["links"]] == [EX + "told", EX + "bare"]
    )
    assert rows[0]["passages"] == f"{EX}g {EX}g#char=0,18"
    assert rows[0]["quotes"] == "Borduria signed | Aland did not sign"
    assert [row["told"] for row in rows] == ["told by Gazette", "no source is given"]
    assert ("direction" in rows[0]) == bool(others)
    assert content["thing"]["label"] == "A"
    assert ("other" in content) == bool(others)
    assert [passage["quote"] for passage in content["links"][0]["passages"]] == [
        "Borduria signed", "Aland did not sign",
    ]  # fmt: skip


def test_what_is_not_there_is_said(run: Run, data: Path) -> None:
    nothing = run("show", "A", "--with", "O", "-d", data)
    assert (nothing.returncode, lines(nothing.stdout)[-1]) == (0, "Nothing here links the two.")
    fails(run("show", "Russia", "--with", "Nowhere"), "nothing here is called 'Nowhere'")
    fails(run("show", "Russia", "--with", "Russia"), "both names mean")


def test_why_tells_quotations_and_acts_without_a_source(run: Run, data: Path) -> None:
    result = run("why", "B", "-d", data, "-f", "csv")
    assert result.returncode == 0, result.stderr
    (row,) = [row for row in csv.DictReader(io.StringIO(result.stdout.decode())) if row["what"] == "act"]
    assert (row["told"], row["passages"], row["polarity"]) == ("no source is given", "", "positive")
    table = run("why", "B", "-d", data).stdout.decode()
    assert "(no source is given)" in table
    assert "the report" not in table
