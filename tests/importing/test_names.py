"""States by what tables call them: numbers, codes and names, with their years, invented and of real tables."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY, SHARED

import relgraph
from relgraph.errors import NameNotFoundError
from relgraph.importing import SYSTEMS, Names, StateName, normalised, state_names
from relgraph.model.namespaces import ID

NAMES = Names()


def found(text: str, system: str | None = None, year: int | None = None) -> str | None:
    """Return which state a name means, by the end of its IRI."""
    name = NAMES.find(text, system, year)
    return name.iri.removeprefix(str(ID)).removeprefix("state/") if name else None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("France", "france"), ("iso2:FR", "france"), ("iso3:fra", "france"), ("iso-numeric:250", "france"),
        ("fips:FR", "france"), ("cameo:FRA", "france"), ("cow:220", "france"), ("gw:220", "france"),
        ("name:France", "france"), ("COW: 2", "united-states"), ("cow:002", "united-states"),
        ("iso-numeric:4", "afghanistan"), ("iso-numeric:004", "afghanistan"), ("cow:365.0", "russia"),
        ("fips:CH", "china"), ("iso2:CH", "switzerland"), ("fips:AU", "austria"), ("iso2:AU", "australia"),
        ("cameo:ROM", "romania"), ("iso3:ROU", "romania"), ("cow:713", "territory/taiwan"),
        ("cameo:BMU", "territory/bermuda"), ("fips:WE", "palestine"), ("fips:GZ", "palestine"),
    ],
)  # fmt: skip
def test_a_code_is_found_after_its_system(text: str, state: str) -> None:
    assert found(text) == state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Cote d'Ivoire", "cote-d-ivoire"), ("C\u00d4TE D\u2019IVOIRE", "cote-d-ivoire"),
        ("Ivory Coast", "cote-d-ivoire"),
        ("austriahungary", "austria-hungary"), ("Austria-Hungary", "austria-hungary"),
        ("Antigua & Barbuda", "antigua-and-barbuda"), ("antiguabarbuda", "antigua-and-barbuda"),
        ("Korea, Republic of", "south-korea"), ("Korea, South", "south-korea"),
        ("Korea (Democratic People's Republic of)", "north-korea"), ("Moldova, Republic of", "moldova"),
        ("the former Yugoslav Republic of Macedonia", "north-macedonia"), ("Gambia, The", "gambia"),
        ("Congo, the Democratic Republic of the", "dr-congo"), ("Zaire", "dr-congo"),
        ("Congo", "congo-brazzaville"),
        ("Soviet Union", "soviet-union"), ("USSR", "soviet-union"), ("Russian Federation", "russia"),
        ("Occupied Palestinian Territory", "palestine"), ("Hong Kong", "territory/hong-kong"),
        ("Wuerttemburg", "wuerttemberg"), ("W\u00fcrttemberg", "wuerttemberg"), ("Prussia", "prussia"),
        ("Kosovo", "kosovo"), ("Saint Lucia", "saint-lucia"), ("St. Lucia", "saint-lucia"),
        ("Republic of Vietnam", "south-vietnam"), ("Vietnam", "viet-nam"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(text: str, state: str) -> None:
    assert found(text) == state


@pytest.mark.parametrize(
    ("text", "system", "states"),
    [
        ("365", "cow", {1816: "russia", 1970: "russia", 2014: "russia", 1815: None, None: "russia"}),
        ("255", "cow", {1900: "germany", 1960: None, 2000: "germany", None: "germany"}),
        ("260", "cow", {1960: "west-germany", 2000: None, None: "west-germany"}),
        ("260", "gw", {1960: "west-germany", 1990: "germany", 2000: "germany", None: None}),
        ("678", "cow", {1980: "north-yemen", 1990: "north-yemen", 1991: None}),
        ("679", "cow", {1989: None, 1990: "yemen", 2014: "yemen"}),
        ("678", "gw", {1980: "north-yemen", 1990: "yemen", 2014: "yemen", None: None}),
        ("345", "cow", {1900: "serbia", 1960: "yugoslavia", 2006: "yugoslavia", 2007: "serbia", None: None}),
        ("340", "gw", {1900: "serbia", 2014: "serbia", None: "serbia"}),
        ("345", "gw", {1960: "yugoslavia", 2014: None, None: "yugoslavia"}),
        ("970", "cow", {2014: "nauru"}),
        ("970", "gw", {2014: "kiribati"}),
        ("816", "gw", {1960: "viet-nam"}),
        ("CS", "iso2", {1960: "czechoslovakia", 1995: None, 2005: "yugoslavia", None: None}),
        ("SUN", "iso3", {1980: "soviet-union", 2000: None, None: "soviet-union"}),
        ("Soviet Union", "name", {1921: None, 1980: "soviet-union", 1992: None}),
        ("Federal Republic of Germany", "name", {1980: "west-germany", 2000: "germany", None: "germany"}),
        ("Yugoslavia", "name", {1980: "yugoslavia", 2014: "serbia", None: "yugoslavia"}),
        ("Korea", "name", {1900: "korea", 2000: None, None: None}),
        ("Bavaria", "name", {1850: "bavaria", 2000: None, None: "bavaria"}),
    ],
)  # fmt: skip
def test_what_a_name_means_depends_on_the_year(
    text: str, system: str, states: dict[int | None, str | None]
) -> None:
    assert {year: found(text, system, year) for year in states} == states


@pytest.mark.parametrize(
    "text",
    ["", " ", "NA", "Atlantis", "the North", "French", "Paris", "NATO", "cow:", "cow:999", "iso2:XX", "iso3:",
     "cameo:EUR", "cameo:AFR", "fips:OS", "place:Mars", "Guinea, Equatoria", "C\u00f4te", ",", "()", "\0"],
)  # fmt: skip
def test_what_is_no_state_means_none(text: str) -> None:
    assert found(text) is None


def test_an_unknown_system_is_refused_with_the_nearest() -> None:
    with pytest.raises(NameNotFoundError, match="unknown system of codes 'iso-3'") as caught:
        NAMES.find("FRA", "iso-3")
    assert caught.value.advice == "did you mean iso3?"


def test_names_of_ones_own_are_found_by_the_same_rules() -> None:
    old = StateName("cow", "7", 1900, 1949, "urn:old", "Old Vale", "State")
    new = StateName("cow", "7", 1950, None, "urn:new", "Vale", "State")
    vale = StateName("name", "vale", None, None, "urn:new", "Vale", "State")
    also = StateName("name", "vale", None, None, "urn:other", "Vale Isle", "Territory", own=False)
    names = Names([old, new, vale, also])
    assert [names.find("7", "cow", year) for year in (1899, 1949, 1950, None)] == [None, old, new, None]
    assert names.find("VALE") == vale
    assert Names([vale, also._replace(own=True)]).find("Vale") is None
    assert Names([]).find("France") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cote d'Ivoire", "C\u00f4te d\u2019Ivoire"), ("austriahungary", "Austria-Hungary"),
        ("T\u00fcrkiye", "TURKIYE"), ("S\u00e3o Tom\u00e9 & Pr\u00edncipe", "Sao Tome and Principe"),
        ("The Gambia", "Gambia"), ("U.S.S.R.", "ussr"), ("Co\u0302te", "c\u00f4te"),
    ],
)  # fmt: skip
def test_names_are_alike_but_for_what_does_not_count(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_names_that_differ_stay_apart() -> None:
    assert len({normalised(name) for name in ("Niger", "Nigeria", "Guinea", "Guinea-Bissau", "Theland")}) == 5


def test_a_code_means_one_state_in_any_year() -> None:
    by_code: dict[tuple[str, str], set[StateName]] = {}
    for name in state_names():
        assert name.system in SYSTEMS
        if name.system != "name":
            by_code.setdefault((name.system, name.name), set()).add(name)
    for code, names in by_code.items():
        for year in range(1816, 2030):
            assert len({name.iri for name in names if name.holds_in(year)}) <= 1, (code, year)
    assert len([code for code in by_code if code[0] == "iso3"]) > 250


def test_every_state_of_today_has_the_codes_of_today() -> None:
    systems: dict[str, set[str]] = {}
    for name in state_names():
        if name.kind == "State" and name.last is None:
            systems.setdefault(name.label, set()).add(name.system)
    lacking = {label: set(SYSTEMS) - has for label, has in systems.items() if set(SYSTEMS) - has}
    numbers = {"cow", "gw"}
    assert {label for label, systems in lacking.items() if systems & {"iso2", "iso3", "iso-numeric"}} == {
        "Kosovo"
    }
    assert {label for label, systems in lacking.items() if systems & numbers} == {
        "Cook Islands", "Holy See", "Niue", "Palestine",
    }  # fmt: skip
    # The list of CAMEO is older than South Sudan, and has no code for Kosovo.
    assert {label for label, systems in lacking.items() if "cameo" in systems} == {"Kosovo", "South Sudan"}
    assert all("fips" not in systems for systems in lacking.values())


@pytest.mark.parametrize("profile", ["project", "standard"])
def test_the_bundled_names_conform(profile: str) -> None:
    files = [REPOSITORY / "data" / f"{name}.ttl" for name in ("gazetteer", "state-codes")]
    for paths in (files, files[:1], files[1:]):
        report = relgraph.validate(relgraph.open(*paths), profile=profile)
        assert report.conforms, report.text()
        assert report.warnings == ()


@pytest.fixture(scope="module")
def tables() -> Path:
    """Real tables, which are not part of the project."""
    path = SHARED / "data"
    if not path.is_dir():
        pytest.skip("the tables are not beside this checkout")
    return path


def rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Yield the rows of a table with a header."""
    with (
        gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file
    ):
        yield from csv.DictReader(file, delimiter=delimiter)


def unresolved(values: Iterable[tuple[str, int]], system: str | None = None) -> set[str]:
    """Return what of the values of a column means nothing in its year, and print it."""
    missing = {text for text, year in values if found(text, system, year) is None}
    print(f"not resolved: {sorted(missing)}")
    return missing


def test_all_that_vote_in_the_united_nations_are_found(tables: Path) -> None:
    years = {row["rcid"]: int(row["date"][:4]) for row in rows(tables / "un_roll_calls.csv.gz")}
    voted = {
        (row["country"], row["country_code"], years[row["rcid"]]) for row in rows(tables / "un_votes.csv.gz")
    }
    assert unresolved((name, year) for name, _, year in voted) == set()
    meant = {(name, year): found(name, None, year) for name, _, year in voted}
    # 200 names, of which Yugoslavia is that of Serbia too.
    assert len({name for name, _ in meant}) == 200
    assert len(set(meant.values())) == 201
    assert len({state for (_, year), state in meant.items() if year == 2015}) == 193
    # The code of Yugoslavia is given after it was withdrawn.
    assert unresolved(((code, year) for _, code, year in voted if code), "iso2") == {"YU"}
    for name, code, year in voted:
        assert found(code, "iso2", year) in (None, meant[name, year]), (name, code, year)


def test_all_members_of_the_state_system_are_found_by_number_and_name(tables: Path) -> None:
    members = {
        (row["ccode"], row["statenme"], year)
        for row in rows(tables / "states2016.csv")
        for year in range(int(row["styear"]), int(row["endyear"]) + 1)
    }
    assert unresolved(((number, year) for number, _, year in members), "cow") == set()
    assert unresolved((name, year) for _, name, year in members) == set()
    for number, name, year in members:
        assert found(number, "cow", year) == found(name, None, year), (number, name, year)
    # One number is that of Serbia and of Yugoslavia.
    assert len({number for number, *_ in members}) == 217
    assert len({found(number, "cow", year) for number, _, year in members}) == 218


def test_members_of_organizations_are_found_by_number_and_column(tables: Path) -> None:
    members = {
        (row["ccode"], row["state"], int(row["year"])) for row in rows(tables / "state_year_format3.csv.gz")
    }
    assert unresolved(((number, year) for number, _, year in members), "cow") == set()
    assert unresolved((name, year) for _, name, year in members) == set()
    for number, name, year in members:
        assert found(number, "cow", year) == found(name, None, year), (number, name, year)
    header = list(next(rows(tables / "igo_year_format3.csv.gz")))
    columns = header[header.index("afghanistan") : header.index("zimbabwe") + 1]
    assert set(columns) == {name for _, name, _ in members}


def test_countries_of_icews_are_found(tables: Path) -> None:
    events = list(rows(tables / "events.2018.sample.tab", "\t"))
    names = {row[f"{where}Country"] for row in events for where in ("Source ", "Target ", "")}
    assert unresolved((name, 2018) for name in names) == {"NA"}
    assert len(names) > 120


def test_countries_of_gdelt_are_found_and_regions_are_none(tables: Path) -> None:
    columns = [row["tableId"] for row in rows(tables / "GDELT2_events_schema.csv")]
    with (tables / "20191024143000.export.CSV").open(encoding="utf-8") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        events = [dict(zip(columns, line, strict=True)) for line in lines]
    actors = {event[f"{actor}CountryCode"] for event in events for actor in ("Actor1", "Actor2")} - {""}
    assert unresolved(((code, 2019) for code in actors), "cameo") == {"AFR", "EUR", "SAF", "SEA"}
    assert len(actors) > 90
    places = {
        event[f"{where}Geo_CountryCode"] for event in events for where in ("Actor1", "Actor2", "Action")
    } - {""}
    # OS is the oceans, YI Serbia and Montenegro, which were two states by then.
    assert unresolved(((code, 2019) for code in places), "fips") == {"OS", "YI"}
