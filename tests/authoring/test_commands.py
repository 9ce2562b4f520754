"""From a folder of tables to a graph, and back, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import REPOSITORY, Run
from rdflib import RDFS, Literal, URIRef

import relgraph

from .pact import DOCUMENT, TEXT, changed, dossier_in


def test_a_dossier_is_built(run: Run, tmp_path: Path) -> None:
    dossier_in(tmp_path / "pact")
    done = run("build", "pact", "-o", "graph.ttl")
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().strip() == "5 acts; conforms to evidence; 1 row still to be reviewed, left out"
    graph = relgraph.open(tmp_path / "graph.ttl")
    assert len(graph.acts) == 5
    again = run("build", "pact")
    assert again.stdout == (tmp_path / "graph.ttl").read_bytes()
    for words in ("We will send", "Bree must pay"):  # no sentence of a source is in the graph
        assert words.encode() not in again.stdout


def test_what_is_wrong_stops_it_and_is_told_row_by_row(run: Run, tmp_path: Path) -> None:
    dossier_in(tmp_path / "pact")
    changed(tmp_path / "pact", "grain", actor="Nobody")
    changed(tmp_path / "pact", "unsigned", quote="nothing of the kind")
    done = run("build", "pact", "-o", "graph.ttl")
    assert done.returncode == 2
    said = done.stderr.decode()
    assert "pact/acts.csv, row 3, actor: 'Nobody' is no thing of things.csv" in said
    assert "pact/acts.csv, row 4, quote: 'nothing of the kind' is not in the text" in said
    assert not (tmp_path / "graph.ttl").exists()


def test_what_does_not_conform_is_told_by_its_row(run: Run, tmp_path: Path) -> None:
    dossier_in(tmp_path / "pact")
    changed(tmp_path / "pact", "grain", quote="")
    done = run("build", "pact", "-o", "graph.ttl")
    assert done.returncode == 1
    assert "pact/acts.csv, row 3" in done.stderr.decode()
    assert not (tmp_path / "graph.ttl").exists()
    assert run("build", "pact", "--profile", "standard", "-o", "graph.ttl").returncode == 0


def test_nothing_accepted_is_nothing_to_build(run: Run, tmp_path: Path) -> None:
    dossier_in(tmp_path / "pact", acts="id,actor,relation,status\nx,Arda,supports,draft\n")
    done = run("build", "pact")
    assert done.returncode == 2
    assert b"no row of pact/acts.csv is accepted" in done.stderr
    assert b"give --drafts" in done.stderr
    changed(tmp_path / "pact", "x", status="dropped")
    assert b"give --drafts" not in run("build", "pact", "--drafts").stderr


def test_a_graph_goes_there_and_back(run: Run, tmp_path: Path) -> None:
    data = REPOSITORY / "data" / "inner-sea-summit"
    done = run("tabulate", data / "triples.ttl", "--source", data / "report.txt", "-o", "summit")
    assert done.returncode == 0, done.stderr
    assert "65 rows in acts.csv" in done.stderr.decode()
    assert run("build", "summit", "-o", "graph.ttl").returncode == 0
    one, another = (
        {quad.triple for quad in relgraph.open(path).oxigraph.quads_for_pattern(None, None, None)}
        for path in (tmp_path / "graph.ttl", data / "triples.ttl")
    )
    assert one == another


def test_passages_are_found_in_a_text_that_was_changed(run: Run, tmp_path: Path) -> None:
    dossier_in(tmp_path / "pact")
    (tmp_path / "same.txt").write_bytes(("Above. " + TEXT).encode())
    done = run("relocate", "pact", "same.txt", "-o", "moved")
    assert done.returncode == 0
    assert done.stderr.decode().strip() == "6 moved"
    assert run("build", "moved", "-o", "graph.ttl").returncode == 0
    (tmp_path / "cut.txt").write_bytes(TEXT.replace("Bree did not sign the Grain Pact. ", "").encode())
    done = run("relocate", "pact", "cut.txt")
    assert done.returncode == 1
    assert "gone" in done.stdout.decode()


def test_two_readings_are_compared(run: Run, tmp_path: Path) -> None:
    for name in ("ann", "ben"):
        dossier_in(tmp_path / name)
    changed(tmp_path / "ben", "grain", modality="wished")
    done = run("compare", "ann", "ben")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[-1].split()[2:] == ["modality", "planned", "wished"]
    assert "6 acts and 6, 6 matched: F1 1.00" in done.stderr.decode()
    assert json.loads(run("compare", "ann", "ben", "-f", "json").stdout)["equal"]["modality"] == 5
    dossier_in(tmp_path / "other", text="Another text.")
    done = run("compare", "ann", "other")
    assert done.returncode == 2
    assert b"of different texts" in done.stderr


def test_a_spreadsheet_keeps_dates(run: Run, tmp_path: Path) -> None:
    folder = dossier_in(tmp_path / "pact")
    relgraph.write_dossier(relgraph.read_dossier(folder), TEXT.encode(), tmp_path / "sheet")
    assert b",'2031-05-04," in (tmp_path / "sheet" / "things.csv").read_bytes()
    assert run("build", "sheet").stdout == run("build", "pact").stdout


def test_no_dossier_is_written_over(run: Run, tmp_path: Path) -> None:
    dossier_in(tmp_path / "pact")
    dossier_in(tmp_path / "mine")
    (tmp_path / "new.txt").write_bytes(("Above. " + TEXT).encode())
    assert run("build", "pact", "-o", "graph.ttl").returncode == 0
    before = {path: path.read_bytes() for path in (tmp_path / "mine").iterdir()}
    for command in (
        ("relocate", "pact", "new.txt", "-o", "mine"),
        ("tabulate", "graph.ttl", "--source", "pact/text.txt", "-o", "mine"),
        ("draft", "new.txt", "-o", "mine"),
    ):
        done = run(*command)
        assert done.returncode == 2
        assert b"is a dossier already" in done.stderr
    assert {path: path.read_bytes() for path in (tmp_path / "mine").iterdir()} == before
    done = run("draft", "new.txt", "-o", "desk", "--licence", "CC BY")
    assert done.returncode == 2
    assert b"licence is no IRI" in done.stderr
    assert not (tmp_path / "desk").exists()


def test_quotes_that_are_at_no_one_place_are_told(run: Run, tmp_path: Path) -> None:
    for name in ("ann", "ben"):
        dossier_in(tmp_path / name)
    changed(tmp_path / "ben", "grain", quote="nothing of the kind")
    changed(tmp_path / "ben", "payment", context="")
    for command in (("compare", "ann", "ben"), ("coverage", "ben")):
        done = run(*command)
        said = done.stderr.decode()
        assert done.returncode == 0
        assert "warning: ben/acts.csv, row 3, quote: 'nothing of the kind' is not in the text" in said
        assert "warning: ben/acts.csv, row 6, quote: 'Bree must pay' stands at 2 places" in said
        assert "warning: not at one place in the text: 2 quotes" in said
        assert b"nothing of the kind" not in run("coverage", "ann").stderr


def test_a_text_without_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    done = run("draft", "empty.txt", "-o", "desk")
    assert done.returncode == 0
    assert done.stderr.decode().startswith("0 candidates, no sentence; 0 things")
    done = run("coverage", "desk")
    assert (done.returncode, done.stderr.decode().strip()) == (0, "the text has no sentence")
    for command in (("build", "desk"), ("build", "desk", "--drafts")):
        done = run(*command)
        assert done.returncode == 2
        assert "--drafts" not in done.stderr.decode()
        assert "add rows to desk/acts.csv" in done.stderr.decode()


def test_two_texts_are_not_one_document(run: Run, tmp_path: Path) -> None:
    for name, text in (("a", "Oman condemned the attack."), ("b", "Oman condemned the strike.")):
        (tmp_path / f"{name}.txt").write_text(text)
        assert run("draft", f"{name}.txt", "-o", name, "--title", "Report").returncode == 0
    done = run("build", "a", "b", "--drafts")
    said = done.stderr.decode()
    assert done.returncode == 2
    assert "b/document.toml: its document has the IRI https://example.org/report/document/report" in said
    assert "as that of a/document.toml has, and their texts differ: change iri, or base, in one of them" in said


def test_words_that_name_a_thing_and_are_gone_are_told(run: Run, tmp_path: Path) -> None:
    dossier_in(
        tmp_path / "pact",
        passages="act,n,quote,context\nstate/arda,1,did not sign,\ngrain,2,did not sign,\n",
    )
    assert run("build", "pact", "-o", "graph.ttl").returncode == 0
    (tmp_path / "cut.txt").write_bytes(TEXT.replace("Bree did not sign the Grain Pact. ", "").encode())
    done = run("relocate", "pact", "cut.txt", "-o", "moved")
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "warning: passages.csv 2 names state/arda where the new text does not: delete the row" in said
    assert said.count("warning") == 1
    done = run("build", "moved", "-o", "graph.ttl")
    assert done.returncode == 2
    assert "moved/passages.csv, row 2, quote: 'did not sign' is not in the text" in done.stderr.decode()
    assert "it only names state/arda: delete the row where the text does no longer" in done.stderr.decode()
    lines = (tmp_path / "moved" / "passages.csv").read_text("utf-8").splitlines()
    (tmp_path / "moved" / "passages.csv").write_text("\n".join([lines[0], lines[2]]))
    assert run("build", "moved", "-o", "graph.ttl").returncode == 0


def test_one_of_several_documents_is_tabulated(run: Run, tmp_path: Path) -> None:
    for name, text in (("a", "Oman condemned the attack."), ("b", "Russia condemned the strike.")):
        (tmp_path / f"{name}.txt").write_text(text)
        assert run("draft", f"{name}.txt", "-o", name, "--title", name).returncode == 0
    assert run("build", "a", "b", "--drafts", "--profile", "standard", "-o", "both.ttl").returncode == 0
    for name in ("a", "b"):
        assert run("tabulate", "both.ttl", "--source", f"{name}.txt", "-o", f"{name}-2").returncode == 0
        done = run("build", f"{name}-2", "--profile", "standard")
        assert done.stdout == (tmp_path / "both.ttl").read_bytes()


def test_a_text_in_another_language_is_said_to_be_beyond_the_rules(run: Run, tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text("Die Minister von Oman verurteilten den Angriff.")
    done = run("draft", "de.txt", "-o", "desk")
    assert done.returncode == 0
    assert b"the rules found no act: they read English" in done.stderr


def test_a_dossier_of_another_language_is_built_and_asked(run: Run, tmp_path: Path) -> None:
    text = "\u0627\u062c\u062a\u0645\u0639\u062a \u0623\u0631\u062f\u0627 \u0648\u0628\u0631\u064a."
    things = "id,kind,label\nstate/arda,State,\u0623\u0631\u062f\u0627\nstate/bree,State,\u0628\u0631\u064a\n"
    arda, bree = (line.rpartition(",")[2] for line in things.splitlines()[1:])
    dossier_in(
        tmp_path / "pact",
        text=text,
        document=DOCUMENT + 'language = "ar"\n',
        things=things,
        acts=f"id,actor,relation,object,modality,certainty,quote,status\nx,{arda},meets,{bree},asserted,certain,{text},accepted\n",
    )
    assert run("build", "pact", "-o", "graph.ttl").returncode == 0
    graph = relgraph.open(tmp_path / "graph.ttl")
    assert arda.encode() in run("show", arda, "-d", "graph.ttl").stdout
    (act,) = graph.acts
    labels = list(graph.objects(URIRef(act), RDFS.label))
    assert labels == [Literal(f"{arda} meets {bree}", lang="en")]
    again = run("tabulate", "graph.ttl", "--source", "pact/text.txt", "-o", "again")
    assert again.returncode == 0, again.stderr
    assert run("build", "again").stdout == (tmp_path / "graph.ttl").read_bytes()


def test_drafts_that_say_too_little_are_left_out(run: Run, tmp_path: Path) -> None:
    dossier_in(tmp_path / "pact")
    changed(tmp_path / "pact", "rumour", relation="")
    done = run("build", "pact", "--drafts")
    assert done.returncode == 0, done.stderr
    assert b"5 acts; conforms to evidence; 1 row still to be reviewed, left out" in done.stderr


def test_a_text_of_one_endless_word_is_drafted(run: Run, tmp_path: Path) -> None:
    Path(tmp_path, "word.txt").write_text("x." * 70_000)
    assert run("draft", "word.txt", "-o", "d").returncode == 0


def test_a_dossier_that_could_not_be_read_is_not_written(run: Run, tmp_path: Path) -> None:
    Path(tmp_path, "nul.txt").write_text("Oman condemned the \0 attack.")
    done = run("draft", "nul.txt", "-o", "d")
    assert done.returncode == 2
    assert b"NUL" in done.stderr
    assert not Path(tmp_path, "d").exists()
