"""Each command does what it says."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from command_results import fails, lines
from conftest import Run, turtle

import relgraph


def test_validate_conforms_and_violates(run: Run, tmp_path: Path) -> None:
    assert run("validate").returncode == 0
    bad = tmp_path / "bad.ttl"
    bad.write_text(turtle("ex:x a rg:Support ; rg:actor ex:a ."), "utf-8")
    result = run("validate", bad)
    assert result.returncode == 1
    assert b"https://example.org/x" in result.stdout
    assert b"does not conform" in result.stdout
    assert run("validate", "-d", bad).stdout == result.stdout


def test_queries_lists_each_with_its_question(run: Run) -> None:
    text = run("queries").stdout.decode()
    for query in relgraph.named_queries().values():
        assert query.name in text
        assert query.question in text


def test_queries_counts_the_rows_on_the_data_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.ttl"
    path.write_text(turtle("ex:a a rg:State ."), "utf-8")
    for arguments, count in (([], "5"), (["-d", path], "0")):
        (line,) = [line for line in lines(run("queries", *arguments).stdout) if line.startswith("who-supports")]
        assert line.split()[-1] == count


def test_queries_counts_the_rows_that_query_has_of_acts_without_what_follows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "acts.ttl"
    act = "ex:a a rg:Membership ; rg:actor ex:arda ; rg:relation rg:memberOf ; rg:object ex:union ;"
    path.write_text(
        turtle(
            "ex:arda a rg:State . ex:union a rg:InternationalOrganization .\n"
            + act
            + " rg:modality rg:modalityAsserted ; rg:certainty rg:certain ."
        ),
        "utf-8",
    )
    (line,) = [line for line in lines(run("queries", "-d", path).stdout) if line.startswith("acts-between")]
    rows = list(
        csv.DictReader(io.StringIO(run("query", "acts-between", "-d", path, "-f", "csv").stdout.decode()))
    )
    assert [row["other"] for row in rows] == ["https://example.org/union"]
    assert line.split()[-1] == "1"


def test_query_by_name_from_a_file_and_from_standard_input(run: Run, tmp_path: Path) -> None:
    text = "SELECT ?who WHERE { ?who rg:coChairs ?meeting } ORDER BY ?who"
    (tmp_path / "q.rq").write_text(text, "utf-8")
    from_file = run("query", "q.rq", "-f", "csv")
    from_stdin = run("query", "-", "-f", "csv", stdin=text.encode())
    assert from_file.returncode == 0
    assert from_file.stdout == from_stdin.stdout
    assert len(list(csv.reader(io.StringIO(from_file.stdout.decode())))) == 3


PERSONS = "SELECT ?p WHERE { ?p a rg:Person } ORDER BY ?p"


ANY_PERSON = "ASK { ?p a rg:Person }"


@pytest.mark.parametrize(
    ("form", "fmt"),
    [(PERSONS, fmt) for fmt in ("csv", "tsv", "json", "xml", "table")]
    + [(ANY_PERSON, fmt) for fmt in ("json", "xml", "table")],
)
def test_tables_in_every_format(run: Run, form: str, fmt: str) -> None:
    result = run("query", "-", "-f", fmt, stdin=form.encode())
    assert result.returncode == 0, result.stderr
    content = result.stdout
    if fmt == "json":
        data = json.loads(content)
        assert data["boolean"] is True if "ASK" in form else len(data["results"]["bindings"]) == 3
    elif fmt == "xml":
        assert ET.fromstring(content).tag.endswith("sparql")
    elif form.startswith("ASK"):
        assert content == b"yes\n"
    else:
        assert len(lines(content)) == 4


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "jsonld"])
@pytest.mark.parametrize("form", ["CONSTRUCT WHERE { ?p a rg:Person }", "DESCRIBE id:state\\/russia"])
def test_triples_in_every_format(run: Run, form: str, fmt: str, tmp_path: Path) -> None:
    suffix = {"turtle": "ttl", "ntriples": "nt", "jsonld": "jsonld"}[fmt]
    result = run("query", "-", "-f", fmt, "-o", f"out.{suffix}", stdin=form.encode())
    assert result.returncode == 0, result.stderr
    assert len(relgraph.open(tmp_path / f"out.{suffix}")) >= 3


def test_a_parameter_by_label_iri_prefixed_name_and_literal(run: Run) -> None:
    said = [
        run("query", "said-by", "-f", "csv", "-p", f"speaker={value}").stdout
        for value in (
            "Sergey Lavrov", "sergey lavrov", "https://w3id.org/relgraph/id/person/sergey-lavrov",
            "<https://w3id.org/relgraph/id/person/sergey-lavrov>",
        )
    ]  # fmt: skip
    assert len(set(said)) == 1
    assert len(lines(said[0])) > 5
    nobody = run("query", "said-by", "-f", "csv", "-p", 'speaker="Sergey Lavrov"')
    assert len(lines(nobody.stdout)) == 1, "a literal is not the person whom it names"


def test_show_tells_speaker_status_and_place(run: Run) -> None:
    text = run("show", "lavrov").stdout.decode() + run("show", "Sergey Lavrov").stdout.decode()
    assert "https://w3id.org/relgraph/id/person/sergey-lavrov" in text
    assert re.search(r"pledge.*planned.*certain", text, re.IGNORECASE)
    assert re.search(r"characters \d+-\d+", text)


def test_show_quotes_the_source_only_where_it_is_the_right_one(run: Run, article: Path, tmp_path: Path) -> None:
    text = run("show", "4th ASEAN-Russia Summit", "--source", article).stdout.decode()
    assert f"“{article.read_text('utf-8')[2885:2956]}”" in text
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(article.read_bytes() + b"\n")
    fails(run("show", "4th ASEAN-Russia Summit", "--source", wrong), "is not the text")


@pytest.mark.parametrize("projection", ["actors", "participation", "co-participation", "full"])
@pytest.mark.parametrize("fmt", ["graphml", "gexf", "json", "csv"])
def test_project_in_every_format(run: Run, projection: str, fmt: str) -> None:
    result = run("project", projection, "-f", fmt)
    assert result.returncode == 0, result.stderr
    if fmt in ("graphml", "gexf"):
        ET.fromstring(result.stdout)
    elif fmt == "json":
        assert json.loads(result.stdout)["nodes"]
    else:
        assert next(csv.reader(io.StringIO(result.stdout.decode())))[0] == "source"


def test_project_options_reach_the_projection(run: Run) -> None:
    everything = json.loads(run("project", "actors").stdout)["edges"]
    some = json.loads(run("project", "actors", "--relation", "supports", "--without-background").stdout)[
        "edges"
    ]
    assert 0 < len(some) < len(everything)
    assert all("supports" in (edge["relation"], edge["speech"]) for edge in some)
    early = run("project", "actors", "--as-of", "2000-01-01")
    assert {edge["relation"] for edge in json.loads(early.stdout)["edges"]} == {
        "establishesRelationsWith",
        "memberOf",
    }
    assert b"left out" in early.stderr


def test_centrality_says_what_it_did_on_standard_error(run: Run) -> None:
    result = run("centrality", "actors", "--collectives", "resolve", "--top", "2")
    table = lines(result.stdout)
    assert "Russia" in table[1]
    assert "ASEAN" in table[2]
    assert len(table) == 3
    assert b"collectives resolved" in result.stderr
    scores = json.loads(run("centrality", "full", "-m", "pagerank", "-f", "json").stdout)["scores"]
    assert sum(row["pagerank"] for row in scores) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"])
def test_export_reads_back(run: Run, fmt: str, tmp_path: Path, meeting: relgraph.KnowledgeGraph) -> None:
    suffix = {
        "turtle": "ttl",
        "ntriples": "nt",
        "rdfxml": "rdf",
        "jsonld": "jsonld",
        "trig": "trig",
        "nquads": "nq",
    }
    name = f"out.{suffix[fmt]}"
    assert run("export", "-f", fmt, "-o", name).returncode == 0
    assert len(relgraph.open(tmp_path / name)) == len(meeting)


def test_derive_adds_what_follows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle(
            "ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;"
            " rg:certainty rg:certain ; rg:modality rg:modalityAsserted . ex:c rg:supports ex:d ."
        ),
        "utf-8",
    )
    text = run("derive", "-d", path).stdout.decode()
    assert text.count("rg:supports ex:") == 2
    afresh = run("derive", "-d", path, "--afresh").stdout.decode()
    assert afresh.count("rg:supports ex:") == 1


def test_standard_input_as_data_and_pipes_between_commands(run: Run) -> None:
    turtle_text = run("export", "-f", "turtle").stdout
    piped = run("query", "who-supports", "-f", "csv", "-d", "-", stdin=turtle_text)
    assert piped.stdout == run("query", "who-supports", "-f", "csv").stdout


def test_an_update_that_is_allowed_writes_the_changed_graph(run: Run, tmp_path: Path) -> None:
    text = b"DELETE WHERE { ?act rg:certainty rg:doubtful }"
    result = run("query", "-", "--allow-update", "-f", "ntriples", "-o", "changed.nt", stdin=text)
    assert result.returncode == 0, result.stderr
    before = relgraph.query(relgraph.open(), "ASK { ?act rg:certainty rg:doubtful }")
    after = relgraph.query(relgraph.open(tmp_path / "changed.nt"), "ASK { ?act rg:certainty rg:doubtful }")
    assert (before.boolean, after.boolean) == (True, False)
