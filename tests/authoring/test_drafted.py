"""From a text file to a graph: a draft whose rows people accept, and the sentences without an act."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import SHARED, Run

import relgraph
from relgraph.authoring.covering import PAGE

from .pact import OWN_GRAPH

TEXT = (
    "Foreign Minister Anna Berg of Norway met the President of Kenya in Nairobi on 3 May 2031.\n\n"
    "Norway condemned the attack on the port. The ferry was late that day.\n\n"
    "Kenya did not sign the Nairobi Agreement. \u201cWe will support Kenya,\u201d Berg said.\n"
)


def accept(folder: Path) -> None:
    """Accept each row that has a relation and an object, and drop the others, as a hasty reader would."""
    path = folder / "acts.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["status"] = "accepted" if row["relation"] and row["object"] else "dropped"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_from_a_text_to_a_page_in_five_commands(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    done = run(
        "draft", "report.txt", "-o", "desk", "--title", "Report from Nairobi", "--published", "2031-05-04"
    )
    assert done.returncode == 0, done.stderr
    assert run("build", "desk", "-o", "graph.ttl").returncode == 2  # nobody has accepted anything
    accept(tmp_path / "desk")
    done = run("build", "desk", "-o", "graph.ttl")
    assert done.returncode == 0, done.stderr
    assert "conforms to evidence" in done.stderr.decode()
    assert run("validate", "graph.ttl", "--source", "report.txt").returncode == 0
    assert (
        run("render", "actors", "-d", "graph.ttl", "--source", "report.txt", "-o", "page.html").returncode == 0
    )
    graph = relgraph.open(tmp_path / "graph.ttl")
    kenya = "https://w3id.org/relgraph/id/state/kenya"  # the same in every dossier
    (unsigned,) = [act for act in graph.acts.values() if act.negative]
    assert unsigned.actors == (kenya,)
    assert {act.date for act in graph.acts.values()} <= {"", "2031-05-03", "2031-05-04"}


def test_nothing_is_accepted_and_every_row_has_its_words(tmp_path: Path) -> None:
    found = relgraph.draft(TEXT, "", title="R", base="https://example.org/")
    assert found.acts
    for row in found.acts:
        assert row.cells["status"] == "draft"
        assert row.cells["quote"] in TEXT
    ids = [row.cells["id"] for row in found.acts]
    assert len(set(ids)) == len(ids)


def test_no_work_is_lost(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    assert run("draft", "report.txt", "-o", "desk").returncode == 0
    before = (tmp_path / "desk" / "acts.csv").read_bytes()
    done = run("draft", "report.txt", "-o", "desk")
    assert done.returncode == 2
    assert b"is a dossier already" in done.stderr
    assert (tmp_path / "desk" / "acts.csv").read_bytes() == before


def test_what_only_dropped_rows_name_is_not_in_the_graph(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    assert run("draft", "report.txt", "-o", "desk").returncode == 0
    path = tmp_path / "desk" / "acts.csv"
    text = path.read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    keep = next(row["id"] for row in rows if row["relation"] == "condemns")
    accept(tmp_path / "desk")
    changed = [
        line.replace("accepted", "dropped") if not line.startswith(keep) else line
        for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("\n".join(changed) + "\n", "utf-8")
    graph = run("build", "desk").stdout.decode()
    assert "state:norway" in graph
    assert "kenya" not in graph.lower()


def test_sentences_without_an_act_are_listed(run: Run, tmp_path: Path) -> None:
    found = relgraph.coverage(relgraph.draft(TEXT, "", title="R", base="https://example.org/"))
    without = [TEXT[one.start : one.end].strip() for one in found if not one.acts]
    assert without == ["The ferry was late that day."]
    assert found.share == pytest.approx(4 / 5)
    (tmp_path / "report.txt").write_text(TEXT.replace("Kenya did", PAGE + "Kenya did"), "utf-8")
    assert run("draft", "report.txt", "-o", "desk").returncode == 0
    done = run("coverage", "desk")
    assert done.returncode == 0
    assert "The ferry was late that day." in done.stdout.decode()
    assert "page 2: 2 of 2 sentences" in done.stderr.decode()
    assert "4 of 5 sentences carry an act: 80%" in done.stderr.decode()


def test_actors_and_relations_of_a_graph_are_known_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(OWN_GRAPH, "utf-8")
    (tmp_path / "report.txt").write_text("Zeltia will not twin with Norway.", "utf-8")
    assert run("draft", "report.txt", "-o", "desk", "--with", "own.ttl").returncode == 0
    (row,) = relgraph.read_dossier(tmp_path / "desk").acts
    assert [row.cells[name] for name in ("actor", "object", "modality", "polarity")] == [
        "Zeltia", "Norway", "planned", "negative",
    ]  # fmt: skip
    accept(tmp_path / "desk")
    done = run("build", "desk", "--with", "own.ttl", "--profile", "project")
    assert done.returncode == 0, done.stderr
    assert b"https://example.org/own#twinsWith" in done.stdout


NONE = pytest.param("", marks=pytest.mark.skip("the public texts are not beside this checkout"))
TEXTS = sorted(path.name for path in (SHARED / "texts").glob("*") if path.is_dir())


@pytest.mark.parametrize("name", TEXTS or [NONE])
def test_a_public_text_goes_from_draft_to_a_graph_that_conforms(name: str, run: Run, tmp_path: Path) -> None:
    text = SHARED / "texts" / name / "text.txt"
    assert run("draft", text, "-o", "desk", "--published", "2020").returncode == 0
    accept(tmp_path / "desk")
    done = run("build", "desk", "-o", "graph.ttl")
    assert done.returncode == 0, done.stderr
    assert run("validate", "graph.ttl", "--profile", "evidence", "--source", text).returncode == 0
    graph = (tmp_path / "graph.ttl").read_text("utf-8")
    rows = list(csv.DictReader((tmp_path / "desk" / "acts.csv").read_text("utf-8").splitlines()))
    assert not [row["id"] for row in rows if len(row["quote"].split()) > 12 and row["quote"] in graph]
