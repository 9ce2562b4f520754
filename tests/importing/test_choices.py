"""Which rows become acts, how dates are read and numbers added up, and texts of any kind."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Run
from hypothesis import example, given, settings
from hypothesis import strategies as st

import relgraph
from relgraph.errors import TableError
from relgraph.importing import Choice, Imported, Reading, import_tables, mapping_named, read_mapping
from relgraph.importing.statements import literal

ICEWS = Path(__file__).parent / "samples" / "icews.tab"


def edges(path: Path, text: str, choice: Choice | None = None, **options: object) -> Imported:
    path.write_text(text, "utf-8", newline="")
    reading = Reading(**options)  # type: ignore[arg-type]
    return import_tables(
        mapping_named("edges"), [str(path)], path.with_suffix(".ttl"), choice=choice, reading=reading
    )


def dates(path: Path) -> list[str]:
    graph = relgraph.open(path.with_suffix(".ttl"))
    return [act.date for act in sorted(graph.acts.values(), key=lambda act: act.iri)]


@pytest.mark.parametrize(
    ("form", "written", "read"),
    [
        ("%d/%m/%Y", "03/04/2020", "2020-04-03"),
        ("%m/%d/%Y", "03/04/2020", "2020-03-04"),
        ("%d %B %Y", "3 April 2020", "2020-04-03"),
        ("%m/%Y", "04/2020", "2020-04"),
        ("%Y.", "2020.", "2020"),
        ("%Y%m%d", "20200403", "2020-04-03"),
        ("%d/%m/%Y", "2020-04", "2020-04"),
        ("", "2020-04-03T10:30:00Z", "2020-04-03"),
    ],
)
def test_dates_are_read_as_told_and_as_precisely(form: str, written: str, read: str, tmp_path: Path) -> None:
    edges(tmp_path / "edges.csv", f"source,target,date\nArda,Bree,{written}\n", dates=form)
    assert dates(tmp_path / "edges.csv") == [read]


def test_a_date_that_is_not_as_told_is_rejected_by_itself(tmp_path: Path) -> None:
    rows = "source,target,date,until\nArda,Bree,31/02/2020,\nArda,Corin,28/02/2020,\n"
    done = edges(tmp_path / "edges.csv", rows, dates="%d/%m/%Y")
    assert [(each.row, each.reason.partition(":")[0]) for each in done.rejected] == [
        ("2", "from is no date such as 2014-05-31")
    ]
    assert dates(tmp_path / "edges.csv") == ["2020-02-28"]


@pytest.mark.parametrize(
    "written",
    ["-044", "0000", "2020-03-04/2021-05-06", "2020-03-045", "2020-03-04abc", "2020-03-04T", "2020/2021"],
)
def test_a_date_that_is_more_than_a_day_is_not_cut(written: str, tmp_path: Path) -> None:
    rows = f"source,target,date\nArda,Bree,{written}\nArda,Bree,2020-03-04 10:30:00\n"
    done = edges(tmp_path / "edges.csv", rows)
    (rejected,) = done.rejected
    assert rejected.reason.startswith(f"from is no date such as 2014-05-31: {written} ")
    assert dates(tmp_path / "edges.csv") == ["2020-03-04"]


@pytest.mark.parametrize("form", ["%d/%m", "%Q%Y", "%d/%m/%y", "none"])
def test_a_form_of_dates_that_is_none(form: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="--dates"):
        edges(tmp_path / "edges.csv", "source,target,date\nArda,Bree,2020\n", dates=form)
    assert not (tmp_path / "edges.ttl").exists()


def test_a_date_and_what_else_is_wrong(tmp_path: Path) -> None:
    """What is wrong behind a good period is told too."""
    rows = "source,target,from,until,modality\nArda,Bree,2001,2002,maybe\nArda,Bree,2003,2002,\n"
    rows += "Arda,Bree,2001,2001-13,\nArda,Bree,2001,2001-05,\n"
    done = edges(tmp_path / "edges.csv", rows)
    modality, order, until = (each.reason for each in done.rejected)
    assert modality.startswith("modality is none of asserted")
    assert modality.endswith(": maybe")
    assert order == "ends before it begins: 2003 to 2002"
    assert until.startswith("until is no date such as 2014-05-31: 2001-13")
    assert done.acts == 1


def test_what_lasts_keeps_its_end_where_it_is_added_up(tmp_path: Path) -> None:
    spans = ["1870-07,1871-05", "1870-08,1871-06", "1870,", ",1871", "1871,", "1870-01-01,1870-01-01"]
    rows = "".join(f"Arda,Bree,{span}\n" for span in [*spans, "1870-03-01,1870-03-09"])
    done = edges(tmp_path / "edges.csv", "source,target,from,until\n" + rows, choice=Choice(by="dyad-year"))
    graph = relgraph.open(tmp_path / "edges.ttl")
    assert {(act.date, act.weight) for act in graph.acts.values()} == {
        ("1870/1871", 2), ("1870/..", 1), ("../1871", 1), ("1871/..", 1), ("1870", 2),
    }  # fmt: skip
    assert (done.acts, done.stand_for) == (5, 7)


def test_root_codes(run: Run, tmp_path: Path) -> None:
    whole = import_tables(mapping_named("icews"), [str(ICEWS)], tmp_path / "all.ttl")
    wanted = len(re.findall(r"rg:code <[^>]*#cameo-(?:04|19)", (tmp_path / "all.ttl").read_text("utf-8")))
    done = run("import", "icews", ICEWS, "--root-codes", "04,19", "-o", tmp_path / "some.ttl")
    assert done.returncode == 0
    assert 0 < len(relgraph.open(tmp_path / "some.ttl").acts) == wanted < whole.acts
    assert f"left out {whole.acts - wanted} rows: not coded 04 or 19" in done.stderr.decode()


def test_acts_without_a_code_have_no_root(tmp_path: Path) -> None:
    rows = "source,target,code\nArda,Bree,cameo:042\nArda,Bree,\nArda,Bree,042\nArda,Bree,own:142\n"
    done = edges(tmp_path / "edges.csv", rows, Choice(roots=("04",)))
    assert (done.acts, done.left_out) == (2, {"not coded 04": 2})


def test_sums_are_the_same_in_any_order(tmp_path: Path) -> None:
    """0.1 ten thousand times, with what cancels out: 1000, not 1000.0000000001588."""
    rows = ["Arda,Bree,2001,0.1"] * 10_000 + ["Arda,Bree,2001,1e9"]
    for number, order in enumerate((rows, rows[::-1])):
        text = "\n".join(["source,target,date,weight", *order])
        edges(tmp_path / f"{number}.csv", text, Choice(by="dyad-year"))
        graph = relgraph.open(tmp_path / f"{number}.ttl")
        assert [act.weight for act in graph.acts.values()] == [1_000_001_000.0]


@pytest.mark.parametrize("by", ["", "dyad-year"])
def test_a_sign_that_is_wrong_costs_its_row_alone(by: str, tmp_path: Path) -> None:
    rows = "source,target,relation,date,sign\nArda,Bree,supports,2001,1\nArda,Bree,supports,2001,1.0\n"
    rows += "Arda,Bree,supports,2001,-1\nArda,Bree,supports,2001,-1\nArda,Bree,supports,2001,maybe\n"
    rows += "Arda,Bree,supports,2001,Positive\n"
    done = edges(tmp_path / "edges.csv", rows, Choice(by=by))
    assert [(each.row, each.reason) for each in done.rejected] == [
        ("4", "sign is adverse, and supports is cooperative"),
        ("5", "sign is adverse, and supports is cooperative"),
        ("6", "sign is none of 1, 0, -1: maybe"),
    ]
    assert done.stand_for == 3


def test_two_names_of_one_state_are_one_dyad(tmp_path: Path) -> None:
    rows = (
        "source,target,relation,date,weight\nFrance,Arda,supports,2001-02,2\ncow:220,Arda,supports,2001-05,3\n"
    )
    rows += "France,Arda,supports,2002-05,1\niso3:FRA,Arda,supports,2002,1\n"
    done = edges(tmp_path / "edges.csv", rows, Choice(by="dyad-year"))
    assert (done.acts, done.stand_for) == (2, 4)
    graph = relgraph.open(tmp_path / "edges.ttl")
    assert sorted((act.date, act.weight) for act in graph.acts.values()) == [("2001", 5.0), ("2002", 2.0)]


def test_an_act_id_that_was_there_before_is_rejected(tmp_path: Path) -> None:
    mapping = tmp_path / "mine.sql"
    mapping.write_text(
        '-- title = "mine"\n-- [tables.mine]\n-- columns = ["id", "a", "b"]\n'
        "SELECT id AS act_id, a AS actor, 'supports' AS relation, b AS object, file, file_row AS row\n"
        "FROM mine\n"
    )
    table = tmp_path / "mine.csv"
    table.write_text("id,a,b\n7,Arda,Bree\n8,Arda,Corin\n7,Arda,Doria\n7,Arda,Eria\n")
    done = import_tables(read_mapping(mapping), [str(table)], tmp_path / "out.ttl")
    assert [(each.row, each.reason) for each in done.rejected] == [
        (row, "an act of this act_id was there before: 7") for row in ("4", "5")
    ]
    assert done.acts == 2


def test_what_is_of_nobody_in_particular_does_not_add_up(tmp_path: Path) -> None:
    mapping, table = tmp_path / "mine.sql", tmp_path / "mine.csv"
    mapping.write_text(
        '-- [tables.mine]\n-- columns = ["a", "b"]\n'
        "SELECT file_row AS act_id, CASE WHEN a = 'police' THEN 'police ' || file_row ELSE a END AS actor,\n"
        "'supports' AS relation, b AS object, '2001' AS \"from\", a = 'police' AS named_once FROM mine\n"
    )
    table.write_text("a,b\nArda,Bree\nArda,Bree\npolice,Bree\npolice,Bree\n")
    kind, files = read_mapping(mapping), [str(table)]
    whole = import_tables(kind, files, tmp_path / "out.ttl")
    assert (whole.acts, whole.left_out) == (4, {})
    added = import_tables(kind, files, tmp_path / "out.ttl", choice=Choice(by="dyad-year"))
    assert (added.acts, added.stand_for) == (1, 2)
    assert added.left_out == {"of nobody in particular, and so not added up": 2}


def test_a_relation_of_each_sign_is_one_and_is_called_by_its_name(tmp_path: Path) -> None:
    rows = (
        "source,target,relation,sign\nArda,Bree,deals with,1\nArda,Bree,deals with,-1\nArda,Bree,deals with,\n"
    )
    edges(tmp_path / "edges.csv", rows)
    network = relgraph.project(relgraph.open(tmp_path / "edges.ttl"), "actors")
    found = {(data["relation"], data["label"], data["sign"]) for *_, data in network.edges(data=True)}
    assert found == {
        ("deals+with;cooperative", "deals with", "cooperative"),
        ("deals+with;adverse", "deals with", "adverse"),
        ("deals+with", "deals with", "neutral"),
    }


def test_a_mapping_may_have_the_query_of_another(tmp_path: Path) -> None:
    head = '-- [tables.mine]\n-- columns = ["{}", "b"]\n'
    query = "SELECT file_row AS act_id, a AS actor, 'supports' AS relation, b AS object FROM mine;\n"
    (tmp_path / "one.sql").write_text(head.format("a") + query)
    (tmp_path / "two.sql").write_text('-- query = "one.sql"\n' + head.format("a"))
    assert read_mapping(tmp_path / "two.sql").query == read_mapping(tmp_path / "one.sql").query
    (tmp_path / "two.sql").write_text('-- query = "none.sql"\n' + head.format("a"))
    with pytest.raises(TableError, match=r"two\.sql: none\.sql cannot be read"):
        read_mapping(tmp_path / "two.sql")


RAGGED = ("\tx", "\n", "\r", '"', "\ttoo\tmany\tfields\tby\tfar" + "\tx" * 60)


@pytest.mark.parametrize("place", [1, 4])
@pytest.mark.parametrize("fault", RAGGED)
def test_a_fault_in_a_table_without_quotes_costs_its_row(fault: str, place: int, tmp_path: Path) -> None:
    """Such a table is read once, as it is made into acts: what is wrong is found then."""
    lines = ICEWS.read_text("utf-8").splitlines()
    table = tmp_path / "icews.tab"
    lines[place] += fault
    table.write_text("\n".join(lines) + "\n", "utf-8", newline="")
    done = import_tables(mapping_named("icews"), [str(table)], tmp_path / "out.ttl")
    rejected = int("\t" in fault)
    assert sum(done.rows.values()) == len(lines) - 1 == done.acts + rejected
    assert [each.row for each in done.rejected] == [str(place + 1)] * rejected


def test_an_empty_line_before_the_header_is_no_header(tmp_path: Path) -> None:
    done = edges(tmp_path / "edges.csv", "\n\nsource,target\nArda,Bree\n\nArda,Corin\n")
    assert (done.acts, done.rows) == (2, {"edges.csv": 2})


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=60, deadline=None)
@example([("\r\n\t\x7f\x01", "\\u0041\\")])
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_any_texts_come_out_as_they_are(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("source", "target", "Note", "A text"), *(("Arda", "Bree", *row) for row in rows)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edges.csv"
        done = edges(path, text.getvalue())
        found = [
            (
                triple.subject.value.rpartition("/")[2],
                triple.predicate.value.rpartition("/")[2],
                triple.object.value,
            )
            for triple in ox.parse(path=str(path.with_suffix(".ttl")))
            if "/column/" in triple.predicate.value
        ]
    assert done.rejected == ()
    assert sorted(found) == sorted(
        (str(number), name, told.strip(" "))
        for number, row in enumerate(rows, start=2)
        for name, told in zip(("Note", "A+text"), row, strict=True)
        if told.strip(" ")
    )


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_literal_is_the_text(text: str) -> None:
    [triple] = ox.parse(f"<urn:a> <urn:b> {literal(text)} .", ox.RdfFormat.TURTLE)
    assert triple.object == ox.Literal(text)
