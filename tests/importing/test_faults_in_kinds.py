"""Faults in tables of a kind: each costs its own row, and nothing is made of what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

import relgraph
from relgraph.importing import Imported, import_tables, mapping_named


def imported(kind: str, folder: Path, *tables: str) -> tuple[Imported, list[tuple[str, str, str, str]]]:
    """Return what was done, and who does what to whom when, sorted."""
    files = []
    for number, text in enumerate(tables):
        path = folder / f"table{number}.csv"
        path.write_text(text, "utf-8")
        files.append(str(path))
    done = import_tables(mapping_named(kind), files, folder / "acts.ttl")
    graph = relgraph.open(folder / "acts.ttl")

    def label(iri: str) -> str:
        return graph.thing(iri).label

    acts = graph.acts.values()
    return done, sorted(
        (label(act.actors[0]), act.relation.rpartition("#")[2], label(act.objects[0]), act.date) for act in acts
    )


def test_a_roll_call_that_stands_twice_makes_no_vote_twice(tmp_path: Path) -> None:
    votes = "rcid,country,vote\n1,France,yes\n2,France,no\n3,France,yes\n2,Chile,maybe\n,Chile,yes\n2,,yes\n"
    calls = "rcid,session,date,unres,short\n1,1,2001-01-01,R/1,one\n1,1,2001-01-01,R/1,one\n2,1,2001,R/2,two\n"
    done, votes_of = imported("un-votes", tmp_path, votes, calls + "2,1,2002,R/2,two\n")
    assert votes_of == [
        ("France", "votesAgainst", "roll call 2: R/2, two", ""),  # which of two days it was is not known
        ("France", "votesFor", "roll call 1: R/1, one", "2001-01-01"),
        ("France", "votesFor", "roll call 3", ""),
    ]
    assert [(each.row, each.reason) for each in done.rejected] == [
        ("5", "no relation"),
        ("6", "no object"),
        ("7", "no actor"),
    ]


def test_states_and_years_of_memberships_may_be_written_in_any_way(tmp_path: Path) -> None:
    rows = ["ccode,year,state,SEA", "2,1990,usa,1", "002,1991,usa,1", "2.0,1992.0,usa,1", "2,1992,usa,1"]
    done, memberships = imported(
        "cow-igo",
        tmp_path,
        "\n".join([*rows, "20,1992,can,0"]),
        "ioname,orgname,year\nSea,League of Seas,1990\n",
    )
    assert memberships == [("United States", "memberOf", "League of Seas", "1990/..")]
    assert done.rejected == ()


def test_a_membership_before_what_is_missing_says_so(tmp_path: Path) -> None:
    rows = ["ccode,year,state,sea,lake", "2,1990,usa,1,1", "2,1991,usa,-9,0", "2,1992,usa,1,0"]
    _, memberships = imported("cow-igo", tmp_path, "\n".join(rows))
    assert sorted(memberships) == [
        ("United States", "memberOf", "lake", "1990"),
        ("United States", "memberOf", "sea", "1990"),
        ("United States", "memberOf", "sea", "1992/.."),
    ]
    acts = relgraph.open(next(tmp_path.glob("*.ttl"))).acts.values()
    ends = {act.iri.rpartition("/")[2]: dict(act.attributes).get("end") for act in acts}
    assert [end for end in ends.values() if end] == [("it is not known whether it went on (-9)",)]
    assert ends["united-states-sea-1-1990"]


def test_a_year_or_a_status_that_is_none_costs_its_row_alone(tmp_path: Path) -> None:
    rows = ["ccode,year,state,sea", "2,1990,usa,1", "2,199x,usa,1", ",1990,can,1", "2,,usa,1", "20,1990,can,7"]
    done, memberships = imported("cow-igo", tmp_path, "\n".join(rows))
    assert memberships == [("United States", "memberOf", "sea", "1990/..")]
    assert [(each.file, each.row, each.reason) for each in done.rejected] == [
        ("table0.csv", "3", "from is no date such as 2014-05-31: 199x (--dates says how they are written)"),
        ("table0.csv", "4", "no actor"),
        ("table0.csv", "5", "from is no date such as 2014-05-31: no year (--dates says how they are written)"),
    ]
    assert done.left_out == {"status 7 of sea is none of 0 to 3, -1, -9": 1}


@pytest.mark.parametrize(
    ("day", "month", "year", "date"),
    [
        ("4", "4", "1949", "1949-04-04"), ("", "4", "1949", "1949-04"), ("-9", "4", "1949", "1949-04"),
        ("-9", "-9", "1949", "1949"), ("4", "", "1949", "1949"), (".", "NA", "1949", "1949"),
    ],
)  # fmt: skip
def test_a_date_of_an_alliance_is_as_precise_as_it_is_told(
    day: str, month: str, year: str, date: str, tmp_path: Path
) -> None:
    names = "version4id,ccode,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year"
    rows = [
        f"{names},right_censor",
        f"7,200,{day},{month},{year},,,,1",
        "7,,1,1,1950,,,,1",
        ",200,1,1,1950,,,,1",
    ]
    done, memberships = imported("cow-alliances", tmp_path, "\n".join(rows))
    assert memberships == [("United Kingdom", "memberOf", "alliance 7", f"{date}/..")]
    assert [(each.row, each.reason) for each in done.rejected] == [("3", "no actor"), ("4", "no object")]
