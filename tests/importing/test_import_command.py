"""The command ``import``: five columns become a network, and what was done is said so that it adds up."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

SAMPLES = Path(__file__).parent / "samples"
TRADE = """exporter,importer,year,worth,goods
France,iso3:JPN,2001,2.5,tin
Japan,Atlantis,2001,1,tea
,Japan,2001,1,tea
"""


@pytest.fixture
def trade(tmp_path: Path) -> Path:
    path = tmp_path / "trade.csv"
    path.write_text(TRADE, "utf-8")
    return path


NAMED = "source=exporter,target=importer,date=year,weight=worth"


def test_five_columns_become_a_scored_and_drawn_network(trade: Path, run: Run, tmp_path: Path) -> None:
    output = tmp_path / "trade.ttl"
    done = run("import", "edges", trade, "--columns", NAMED, "-o", output)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == f"{output}: 2 acts, 3 things\n"
    said = done.stderr.decode()
    assert "trade.csv: 3 rows" in said
    assert "rejected 1 row: first trade.csv, row 4: no actor" in said
    assert (tmp_path / "trade.rejected.csv").read_text("utf-8") == "file,row,reason\ntrade.csv,4,no actor\n"
    assert "Atlantis" in (tmp_path / "trade.unresolved.csv").read_text("utf-8")
    scores = run("centrality", "actors", "-m", "strength", "-f", "csv", "-d", output)
    assert b"France,State,2.5" in scores.stdout
    page = run("render", "actors", "-d", output, "-o", tmp_path / "trade.html")
    assert page.returncode == 0, page.stderr
    assert "Atlantis" in (tmp_path / "trade.html").read_text("utf-8")


def test_standard_input_and_output(run: Run, tmp_path: Path) -> None:
    done = run("import", "edges", "-", "--columns", NAMED, stdin=TRADE.encode())
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"@prefix")
    assert b"2 acts, 3 things" in done.stderr
    assert b"give --rejects to list them" in done.stderr


def test_what_comes_in_by_a_query(run: Run, tmp_path: Path) -> None:
    (tmp_path / "friends.ttl").write_text("<urn:a> <http://xmlns.com/foaf/0.1/knows> <urn:b> .", "utf-8")
    (tmp_path / "map.rq").write_text(
        "PREFIX rg: <https://w3id.org/relgraph/ontology#>\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\n"
        "CONSTRUCT { ?a rg:associateOf ?b } WHERE { ?a foaf:knows ?b }",
        "utf-8",
    )
    output = tmp_path / "acts.ttl"
    done = run("import", "rdf", tmp_path / "friends.ttl", "--map", tmp_path / "map.rq", "-o", output)
    assert done.returncode == 0, done.stderr
    assert b"associateOf" in output.read_bytes()


def test_agreement_is_counted_at_once(run: Run, tmp_path: Path) -> None:
    votes = [SAMPLES / name for name in ("un_votes.csv", "un_roll_calls.csv")]
    done = run("import", "un-votes", *votes, "--as", "agreement", "-o", tmp_path / "pairs.csv")
    assert done.returncode == 0, done.stderr
    assert b"6 pairs, of 8 acts on 2 things" in done.stderr
    assert ",France,https://w3id.org/relgraph/id/state/japan,Japan,1,1,2,0.0" in (
        tmp_path / "pairs.csv"
    ).read_text("utf-8")


def test_a_column_may_have_a_comma_in_its_name(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "edges.csv"
    table.write_text('"who, first","whom"\nArda,Bree\n', "utf-8")
    done = run(
        "import", "edges", table, "--columns", '"source=who, first",target=whom', "-o", tmp_path / "out.ttl"
    )
    assert done.returncode == 0, done.stderr


def test_kinds_are_listed(run: Run) -> None:
    done = run("import", "--list")
    assert done.returncode == 0
    for kind in (
        "edges",
        "icews",
        "polecat",
        "gdelt1",
        "gdelt2",
        "un-votes",
        "cow-igo",
        "cow-alliances",
        "rdf",
    ):
        assert f"\n{kind} ".encode() in b"\n" + done.stdout


def test_a_kind_tells_its_columns_and_how_to_get_it(run: Run) -> None:
    done = run("import", "icews", "--list")
    assert done.returncode == 0, done.stderr
    assert b"doi:10.7910/DVN/28075" in done.stdout
    assert b"events: Event ID, Event Date, Source Name" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give a kind"),
        (("edges",), "give a kind"),
        (("edgez", "trade.csv"), "did you mean edges?"),
        (("edges", "none.csv"), "none.csv: No such file"),
        (
            ("edges", "trade.csv", "--columns", "source=exporters"),
            "edges needs exporters (source), and has exporter",
        ),
        (
            ("edges", "trade.csv", "--columns", "source=exporter,target=importer,date=when"),
            "edges needs when (date)",
        ),
        (("edges", str(SAMPLES / "icews.tab")), "edges needs source and target, and has Event ID"),
        (("edges", "trade.csv", "--columns", NAMED, "--where", "weight > 1; SELECT 1"), "--where: "),
        (("edges", "trade.csv", "--columns", NAMED, "--encoding", "rot13"), "unknown encoding"),
        (("edges", "trade.csv", "--columns", NAMED, "--encoding", "utf-16"), "is no text in utf-16"),
        (("edges", "trade.csv", "trade.csv", "--columns", NAMED), "trade.csv: is given twice"),
        (("edges", "trade.csv", "--columns", "sauce=a"), "'sauce' is no column of edges"),
        (("edges", "trade.csv", "--columns", "source"), "give NAME=COLUMN"),
        (("edges", "trade.csv", "--columns", "source=a,source=b"), "there is source twice"),
        (("edges", "trade.csv", "--columns", "source=a,target=a"), "there is a for two"),
        (("edges", "trade.csv", "--columns", NAMED, "--delimiter", "ab"), "give one character"),
        (("edges", "trade.csv", "--columns", NAMED, "--delimiter", '"'), "give one character"),
        (("edges", "trade.csv", "--columns", NAMED, "--base", "here"), "base 'here' is no IRI"),
        (("edges", "trade.csv", "--years", "20-10"), "the first and the last"),
        (("edges", "trade.csv", "--columns", NAMED, "--encoding", "klingon"), "unknown encoding"),
        (("edges", "trade.csv", "--columns", NAMED, "--max-rejects", "0"), "1 row rejected, 0 are allowed"),
        (("edges", "trade.csv", "--columns", NAMED, "--where", "no_column"), "no_column"),
        (("edges", "trade.csv", "--columns", NAMED, "--years", "1800"), "not in 1800"),
        (("icews", "trade.csv"), "events needs Event ID"),
        (("un-votes", str(SAMPLES / "un_votes.csv")), "no file is its table roll_calls"),
        (("--mapping", "none.sql", "trade.csv"), "none.sql: No such file"),
        (("rdf", "trade.csv"), "--map goes with the kind rdf"),
        (("trade.csv", "--map", "trade.csv"), "relgraph import rdf FILES --map FILE"),
        (("rdf", "trade.csv", "--map", "map.rq", "--years", "2001"), "--years is of tables, and not of rdf"),
        (("edges", "trade.csv", "--mapping", "none.sql"), "leave 'edges' out"),
        (("edges", "trade.csv", "--columns", NAMED, "--over", "all"), "--over goes with --as agreement"),
        (("edges", "trade.csv", "--columns", NAMED, "-f", "csv"), "-f csv goes with --as agreement"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_in_a_line(
    arguments: tuple[str, ...], words: str, trade: Path, run: Run, tmp_path: Path
) -> None:
    here = [str(tmp_path / each) if each == "trade.csv" else each for each in arguments]
    done = run("import", *here, "-o", tmp_path / "out.ttl")
    assert done.returncode == 2, done.stdout
    assert words in done.stderr.decode(), done.stderr
    assert b"Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["trade.csv"]


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ('columns = "source"', "give a list"),
        ('delimiter = "ab"', "give one character"),
        ("quote = \"''\"", "give one character"),
        ("delimiter = 1", "give a text"),
        ('header = "no"', "give true or false"),
    ],
)
def test_the_head_of_a_mapping_has_values_that_can_be_used(
    line: str, advice: str, trade: Path, run: Run, tmp_path: Path
) -> None:
    mapping = tmp_path / "mine.sql"
    mapping.write_text(f"-- [tables.trade]\n-- {line}\nSELECT 1", "utf-8")
    done = run("import", "--mapping", mapping, trade, "-o", tmp_path / "out.ttl")
    assert done.returncode == 2, done.stdout
    assert f"mine.sql: [tables.trade] has {line.partition(' ')[0]} = " in done.stderr.decode()
    assert advice in done.stderr.decode()
