"""The gazetteer: what it holds, how names are found in a text, and that its script writes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

from relgraph.authoring.gazetteer import Gazetteer, load_gazetteer
from relgraph.errors import InputError
from relgraph.model.namespaces import ID


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str, str]]:
    return [(name.text, name.manner, name.entries[0].label) for name in gazetteer.find(text)]


def test_the_bundled_files_are_what_the_script_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, REPOSITORY / "data" / "gazetteer" / "build.py", tmp_path], check=True)
    for name in ("gazetteer.ttl", "state-codes.ttl"):
        assert (tmp_path / name).read_bytes() == (REPOSITORY / "data" / name).read_bytes(), "run make data"


def test_things_of_the_bundled_graph_keep_their_iris(gazetteer: Gazetteer) -> None:
    for name in ("state/russia", "state/viet-nam", "state/indonesia", "organization/asean", "organization/sco"):
        assert f"{ID}{name}" in gazetteer.entries


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("United States", "United States"), ("U.S.", "United States"), ("the Netherlands", "Netherlands"),
        ("Viet Nam", "Viet Nam"), ("Vietnam", "Viet Nam"), ("Ivory Coast", "C\u00f4te d\u2019Ivoire"),
        ("EU", "European Union"), ("Kremlin", "Russia"), ("Swedish", "Sweden"), ("Kosovo", "Kosovo"),
        ("USSR", "Soviet Union"), ("Federal Republic of Germany", "Germany"),
    ],
)  # fmt: skip
def test_a_thing_is_found_by_any_of_its_names(gazetteer: Gazetteer, name: str, label: str) -> None:
    assert gazetteer.named(name)[0].label == label


def test_every_state_has_a_name_a_code_and_a_capital() -> None:
    text = (REPOSITORY / "data" / "gazetteer.ttl").read_text("utf-8")
    states = [block for block in text.split("\n\n") if " a rg:State ;" in block and "rg:until" not in block]
    assert len(states) > 190
    # Five capitals are called as their states are.
    assert sum("rg:metonym" not in block for block in states) == 5
    assert [block.split()[0] for block in states if "rg:isoAlpha2" not in block] == ["state:kosovo"]


def test_codes_and_names_of_tables_are_no_names_in_texts(gazetteer: Gazetteer) -> None:
    assert (
        found(gazetteer, "In the CAR the RUS team sold KOR 365 GMY wgermany, Parma ham and Bavaria beer.") == []
    )
    assert found(gazetteer, "the Soviet Union and West Germany") == [
        ("Soviet Union", "name", "Soviet Union"),
        ("West Germany", "name", "West Germany"),
    ]


def test_the_longest_name_counts_and_none_within_another(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "The United Nations Security Council met.") == [
        ("United Nations Security Council", "name", "United Nations Security Council")
    ]
    assert [label for *_, label in found(gazetteer, "South Sudan and Sudan")] == ["South Sudan", "Sudan"]


def test_a_demonym_and_a_capital_are_told_from_a_name(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "A Kenyan aide flew to Oslo for Peru") == [
        ("Kenyan", "demonym", "Kenya"),
        ("Oslo", "metonym", "Norway"),
        ("Peru", "name", "Peru"),
    ]


def test_names_are_whole_words_in_their_own_case(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "They chad the turkey in Omanville; us, not US.") == [
        ("US", "name", "United States")
    ]


def test_a_possessive_ending_is_no_part_of_a_name(gazetteer: Gazetteer) -> None:
    (name,) = gazetteer.find("It was Chile\u2019s turn.")
    assert (name.start, name.end, name.text) == (7, 12, "Chile")
    assert [name.text for name in gazetteer.find("The Philippines' turn")] == ["Philippines"]


def test_an_office_is_found_in_any_case_and_number(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "two foreign ministers") == [("foreign ministers", "name", "Foreign Minister")]


def test_a_name_with_an_article_of_its_own_does_not_part_a_longer_one(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "the North Korean aide") == [("North Korean", "demonym", "North Korea")]
    assert found(gazetteer, "the North agreed") == [("the North", "name", "North Korea")]


def test_a_name_of_two_things_gives_both(tmp_path: Path) -> None:
    path = tmp_path / "two.ttl"
    path.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "@prefix rg: <https://w3id.org/relgraph/ontology#> ."
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        '<urn:a> a rg:State ; rdfs:label "Upper Vale"@en ; skos:altLabel "Vale"@en .'
        '<urn:b> a rg:State ; rdfs:label "Lower Vale"@en ; skos:altLabel "Vale"@en .',
        "utf-8",
    )
    (name,) = load_gazetteer(path).find("Vale agreed.")
    assert [entry.label for entry in name.entries] == ["Upper Vale", "Lower Vale"]


def test_what_is_no_turtle_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<urn:a> <urn:b>", "utf-8")
    with pytest.raises(InputError, match=r"broken\.ttl"):
        load_gazetteer(path)
    with pytest.raises(InputError, match=r"missing\.ttl"):
        load_gazetteer(tmp_path / "missing.ttl")


@pytest.mark.parametrize("name", ["Côte d'Ivoire", "Co\u0302te d\u2019Ivoire", "C\u00f4te\u00a0d\u2018Ivoire"])
def test_a_name_is_found_however_it_is_set(name: str) -> None:
    (found,) = load_gazetteer().find(f"Then {name} left.")
    assert (found.text, found.entries[0].kind) == (name, "State")
    assert load_gazetteer().named(name.upper()) == ()  # a name has its own case
