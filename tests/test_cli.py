"""The installed command, as a user meets it: results, exit codes, messages and files."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import click
import pytest
from conftest import Run, turtle

import relgraph
from relgraph.cli.app import cli

COMMANDS = sorted(cli.commands)


def lines(content: bytes) -> list[str]:
    return content.decode().splitlines()


def fails(result: subprocess.CompletedProcess[bytes], says: str, code: int = 2) -> None:
    """Assert one clear line, at most one of advice, no traceback, nothing on standard output."""
    err = lines(result.stderr)
    assert result.returncode == code, err
    assert err[0].startswith("relgraph: "), err
    assert len(err) <= 2
    assert all(len(line) < 2000 for line in err)
    assert says in "\n".join(err), err
    assert b"Traceback" not in result.stderr
    assert result.stdout == b""


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert result.returncode == 0
    text = result.stdout.decode()
    assert f"relgraph {name}" in text.split("Example:")[1]
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    assert f"relgraph {name}" in readme


@pytest.mark.parametrize("name", COMMANDS)
def test_data_means_the_same_everywhere(name: str) -> None:
    options = {option for param in cli.commands[name].params for option in param.opts}
    assert {"-d", "--data"} <= options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    for param in cli.commands[name].params:
        if isinstance(param, click.Option):
            assert param.help, param.opts


def test_no_command_is_help(run: Run) -> None:
    assert b"Commands:" in run().stdout + run().stderr


# The road


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
    for arguments, count in (([], "4"), (["-d", path], "0")):
        (line,) = [line for line in lines(run("queries", *arguments).stdout) if line.startswith("who-supports")]
        assert line.split()[-1] == count


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
    assert {edge["relation"] for edge in json.loads(early.stdout)["edges"]} == {"memberOf"}
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
    assert text.count("rg:supports <https://example.org/") == 2
    afresh = run("derive", "-d", path, "--afresh").stdout.decode()
    assert afresh.count("rg:supports <https://example.org/") == 1


def test_standard_input_as_data_and_pipes_between_commands(run: Run) -> None:
    turtle_text = run("export", "-f", "turtle").stdout
    piped = run("query", "who-supports", "-f", "csv", "-d", "-", stdin=turtle_text)
    assert piped.stdout == run("query", "who-supports", "-f", "csv").stdout


def test_run_writes_everything_the_same_bytes_twice(run: Run, tmp_path: Path) -> None:
    results = [run("run", "-o", name) for name in ("one", "two")]
    assert all(result.returncode == 0 for result in results), results[0].stderr
    found = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    ]
    assert found[0] == found[1]
    names = {str(path) for path in found[0]}
    assert {
        "index.html",
        "centrality.csv",
        "graph.graphml",
        "graph.gexf",
        "triples.nt",
        "validation.txt",
    } <= names
    assert {f"answers/{name}.csv" for name in relgraph.named_queries()} <= names
    assert all(found[0].values()), "no file is empty"
    summary = results[0].stdout.decode()
    assert "Russia" in summary
    assert "one/index.html" in summary
    assert b"\x1b[" not in results[0].stdout


# Bad input


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["validate", "none.ttl"], "no such file"),
        (["query", "who-suports"], "did you mean who-supports"),
        (["query", "none.rq"], "none.rq"),
        (["query", "who-supports", "-f", "cvs"], "did you mean csv"),
        (["query", "who-supports", "-p", "speeker=x"], "unknown parameter"),
        (["query", "said-by", "-p", "speeker=x"], "did you mean speaker"),
        (["query", "said-by", "-p", "speaker"], "name=value"),
        (["query", "said-by", "-p", "speaker=Nobody at all"], "Nobody at all"),
        (["query", "who-supports", "-f", "turtle"], "table"),
        (["query", "who-supports", "-o", "none/out.csv", "-f", "csv"], "none/out.csv"),
        (["show", "Sergei Lavrow"], "Lavrov"),
        (["show", ""], ""),
        (["project", "actor"], "did you mean actors"),
        (["project", "actors", "--relation", "suports"], "did you mean supports"),
        (["project", "actors", "--as-of", "yesterday"], "YYYY-MM-DD"),
        (["project", "actors", "--collectives", "maybe"], "keep, resolve"),
        (["centrality", "actors", "-m", "pagerang"], "did you mean pagerank"),
        (["centrality", "actors", "--top", "0"], "--top"),
        (["render", "actors", "--source", "none.txt"], "none.txt"),
        (["export", "-f", "turtel"], "did you mean turtle"),
        (["export"], "--format"),
        (["exprot"], "exprot"),
        (["export", "--frmat", "turtle"], "--frmat"),
        (["run", "-o", "/dev/null/x"], "/dev/null/x"),
        (["run", "-o", ""], "empty"),
        (["validate", ""], "empty"),
        (["query", "SELECT * {}"], ".rq file"),
        (["query", "who-supports", "--timeout", "0"], "--timeout"),
    ],
)
def test_one_clear_line(arguments: list[str], says: str, run: Run, tmp_path: Path) -> None:
    fails(run(*arguments), says)
    assert list(tmp_path.iterdir()) == []


def bad_files() -> dict[str, tuple[bytes, str]]:
    return {
        "syntax.ttl": (b"<a:b> <a:c> 1 .\n<a:b> <a:c> x:y .", "line 2, column 13"),
        "bom.ttl": ("\ufeff<a:b> <a:c> 1 .".encode(), "byte-order mark"),
        "empty.ttl": (b"", "no triples"),
        "typed.ttl": (b'<a:b> <a:c> "x"^^<http://www.w3.org/2001/XMLSchema#gYear> .', "ill-typed"),
        "remote.jsonld": (b'{"@context": "http://127.0.0.1:9/c", "@id": "a:b", "c": "d"}', "remote JSON-LD"),
        "wrong.docx": (b"PK", "suffix .docx"),
    }


@pytest.mark.parametrize("name", bad_files())
@pytest.mark.parametrize("command_name", ["validate", "query", "project", "render", "export", "run"])
def test_bad_files_are_refused_by_every_command(name: str, command_name: str, run: Run, tmp_path: Path) -> None:
    content, says = bad_files()[name]
    path = tmp_path / name
    path.write_bytes(content)
    arguments = {
        "validate": [], "query": ["who-supports"], "project": ["full"], "render": ["full", "-o", "page.html"],
        "export": ["-f", "ntriples", "-o", "out.nt"], "run": ["-o", "out"],
    }[command_name]  # fmt: skip
    fails(run(command_name, *arguments, "-d", path), says)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_query_with_a_syntax_error_an_update_and_service(run: Run) -> None:
    fails(run("query", "-", stdin=b"SELECT * WHERE {\n ?s ?p }"), "line 2")
    fails(run("query", "-", stdin=b"DELETE WHERE { ?s ?p ?o }"), "update")
    fails(run("query", "-", stdin=b"ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "SERVICE")
    fails(run("query", "-", "-d", "-", stdin=b"ASK {}"), "standard input")


def test_an_update_that_is_allowed_writes_the_changed_graph(run: Run, tmp_path: Path) -> None:
    text = b"DELETE WHERE { ?act rg:certainty rg:doubtful }"
    result = run("query", "-", "--allow-update", "-f", "ntriples", "-o", "changed.nt", stdin=text)
    assert result.returncode == 0, result.stderr
    before = relgraph.query(relgraph.open(), "ASK { ?act rg:certainty rg:doubtful }")
    after = relgraph.query(relgraph.open(tmp_path / "changed.nt"), "ASK { ?act rg:certainty rg:doubtful }")
    assert (before.boolean, after.boolean) == (True, False)


def test_a_query_of_one_word_or_no_text_is_no_name(run: Run) -> None:
    fails(run("query", "-", stdin=b"who-supports"), "line 1")
    fails(run("query", "-", stdin=b"\xff\xfe"), "not UTF-8")


ENDLESS = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_timeout_stops_a_runaway_query(run: Run) -> None:
    began = time.monotonic()
    fails(run("query", "-", "--timeout", "1", stdin=ENDLESS), "stopped after 1 s")
    assert time.monotonic() - began < 20, "it was stopped, not finished"


def test_interrupt_stops_at_once(command: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [command, "query", "-", "-o", "out.csv", "-f", "csv"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdin is not None
    process.stdin.write(ENDLESS)
    process.stdin.close()
    process.stdin = None
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.decode().strip() == "relgraph: interrupted"
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_place_leaves_what_was_there(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    fails(run("export", "-f", "turtle", "-o", folder), "is a folder")
    assert list(folder.iterdir()) == []


def test_a_reader_that_stops_early_is_no_error(command: Path) -> None:
    export = subprocess.Popen(
        [command, "export", "-f", "ntriples"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert export.stdout is not None
    export.stdout.read(100)
    export.stdout.close()
    assert export.stderr is not None
    assert export.stderr.read() == b""
    export.wait(timeout=60)


@pytest.mark.parametrize("arguments", [["queries"], ["--help"], ["export", "-f", "ntriples"], ["validate"]])
def test_a_full_disk_behind_standard_output_is_said(arguments: list[str], command: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run([command, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 2
    assert result.stderr.decode().splitlines()[0].startswith("relgraph: standard output: ")
    assert b"Traceback" not in result.stderr


def test_a_closed_standard_input_is_said(command: Path) -> None:
    result = subprocess.run(["sh", "-c", '"$0" validate - <&-', command], capture_output=True, check=False)
    fails(result, "standard input is closed")


def test_a_reader_that_stops_early_is_no_violation(command: Path) -> None:
    script = '("$0" query only-planned -f csv; echo $? >&2) | true'
    result = subprocess.run(["sh", "-c", script, command], capture_output=True, check=False)
    assert result.stderr.split() in ([b"141"], [b"0"])


def test_run_that_fails_leaves_what_was_there(run: Run, tmp_path: Path) -> None:
    assert run("run", "-o", "out").returncode == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("something else", "utf-8")
    fails(run("run", "-o", "out", "--source", wrong), "is not the text")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_run_on_data_in_which_no_actor_acts_towards_another(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.ttl"
    path.write_text(
        turtle(
            'ex:a a rg:State ; rdfs:label "A"@en . ex:m a rg:Meeting ; rdfs:label "M"@en ; rg:status rg:held .'
            " ex:a rg:attends ex:m ."
        ),
        "utf-8",
    )
    result = run("run", "-o", "out", "-d", path)
    assert result.returncode in (0, 1), result.stderr
    assert (tmp_path / "out" / "centrality.csv").read_text("utf-8").count("\n") == 3


def test_derive_afresh_does_not_empty_a_graph_of_direct_relations(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bare.ttl"
    path.write_text(turtle("ex:a rg:supports ex:b ."), "utf-8")
    fails(run("derive", "-d", path, "--afresh"), "no acts")


def test_a_table_in_a_file_does_not_depend_on_the_terminal(command: Path, tmp_path: Path) -> None:
    in_pipe, in_terminal = tmp_path / "pipe.txt", tmp_path / "terminal.txt"
    subprocess.run([command, "centrality", "actors", "-o", in_pipe], check=True, capture_output=True)
    leader, follower = pty.openpty()
    subprocess.run(
        [command, "centrality", "actors", "-o", in_terminal], check=True, stdout=follower, stderr=follower
    )
    os.close(follower)
    os.close(leader)
    assert in_pipe.read_bytes() == in_terminal.read_bytes()


def test_show_takes_a_note_for_a_note(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle('ex:a a rg:State ; rg:editorialNote "sic: repaired" ; rg:involves "text" .'), "utf-8"
    )
    assert "sic: repaired" in run("show", "https://example.org/a", "-d", path).stdout.decode()
    fails(run("show", "https://example.org/none", "-d", path), "nothing in this graph")


HOSTILE = '<script>alert(1)</script> \\" \\\\ \\u202Ertl \\u0007\\u001B[31mred ' + "x" * 100_000


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path.with_name(tmp_path.name + "-data")
    folder.mkdir()
    path = folder / "hostile.ttl"
    path.write_text(
        turtle(
            f'ex:a a rg:State ; rdfs:label "{HOSTILE}"@en . ex:b a rg:State ; rdfs:label "B"@en .'
            " ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ;"
            " rg:certainty rg:certain ; rg:modality rg:modalityAsserted ."
        ),
        "utf-8",
    )
    return path


def test_hostile_labels_do_not_drive_the_terminal(run: Run, hostile: Path) -> None:
    for arguments in (["show", "B"], ["centrality", "actors"], ["show", "https://example.org/a"]):
        result = run(*arguments, "-d", hostile)
        assert result.returncode == 0, result.stderr
        shown = result.stdout.decode()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
        assert "script" in shown
        assert len(shown) < 20_000


def test_a_terminal_gets_colour_and_a_pipe_does_not(command: Path) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [command, "query", "who-supports"], stdout=follower, stderr=follower,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "NO_COLOR": ""},
    )  # fmt: skip
    os.close(follower)
    shown = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    process.wait(timeout=60)
    os.close(leader)
    assert b"\x1b[" in shown
    assert (
        b"\x1b["
        not in subprocess.run([command, "query", "who-supports"], capture_output=True, check=True).stdout
    )
