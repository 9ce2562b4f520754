"""The commands: relgraph lint, and relgraph export --portable."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

from conftest import Run
from turtle_snippets import FIRST, HEADER

from relgraph.linting import RULES, lint


def lines(result: subprocess.CompletedProcess[bytes]) -> list[str]:
    return result.stdout.decode().splitlines()


def test_lint_prints_a_table_of_places(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEADER + 'e:s e:p +5 , "x"@en .\n', "utf-8")
    (tmp_path / "b.ttl").write_text(HEADER + "e:s e:p 5.\n", "utf-8")
    (tmp_path / ".hidden.ttl").write_text("no Turtle", "utf-8")
    (tmp_path / "c.txt").write_text("no Turtle", "utf-8")
    result = run("lint", ".")
    assert result.returncode == 1
    head, first, second = lines(result)
    assert head.split() == ["place", "rule", "found", "stores", "what", "to", "do"]
    assert first.split()[:3] == ["a.ttl:6:9", "integer-form", "+5"]
    assert "Oxigraph, Virtuoso, TDB2, rdflib: changed" in first
    assert second.split()[:3] == ["b.ttl:6:9", "number-before-dot", "5."]
    assert "Virtuoso, RDF4J: refused" in second
    assert result.stderr == b"2 findings\n"
    assert run("lint", "a.ttl", "-d", "b.ttl").stdout == result.stdout


def test_lint_writes_json_and_csv(run: Run) -> None:
    turtle = (HEADER + 'e:s e:p "a\u2028b"^^xsd:string .\n').encode()
    result = run("lint", "-", "-f", "json", stdin=turtle)
    assert result.returncode == 1
    (item,) = json.loads(result.stdout)
    assert item == {
        "file": "standard input",
        "line": FIRST,
        "column": 9,
        "rule": "written-string",
        "found": '"a\u2028b"^^xsd:string',
        "stores": {"Virtuoso": "changed"},
        "advice": RULES["written-string"].advice,
    }
    (row,) = csv.DictReader(
        io.StringIO(run("lint", "-", "-f", "csv", stdin=turtle).stdout.decode(), newline="")
    )
    assert row["stores"] == "Virtuoso: changed"
    assert {name: str(item[name]) for name in row if name != "stores"} == {
        name: value for name, value in row.items() if name != "stores"
    }


def test_lint_of_a_clean_file_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEADER, "utf-8")
    result = run("lint", "a.ttl")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"0 findings\n")
    assert json.loads(run("lint", "a.ttl", "-f", "json").stdout) == []


def test_lint_without_files_looks_at_the_bundled_data_and_ontology(run: Run) -> None:
    result = run("lint", "-f", "json")
    assert result.returncode in (0, 1)
    assert [item for item in json.loads(result.stdout) if item["stores"]] == []


def test_lint_of_no_turtle_ends_with_2_after_what_it_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEADER + 'e:s e:p +5 , "open .\n', "utf-8")
    result = run("lint", "a.ttl")
    assert result.returncode == 2
    assert "integer-form" in lines(result)[1]
    first, advice = result.stderr.decode().splitlines()
    assert first.startswith("relgraph: a.ttl, line 6")
    assert advice.startswith("  ")
    missing = run("lint", "none.ttl")
    assert (missing.returncode, missing.stdout) == (2, b"")


def test_lint_of_a_hostile_file_does_not_drive_the_terminal(run: Run) -> None:
    turtle = HEADER + 'e:s e:p "\x1b]0;owned\x07\u202e\n'.replace("\n", "") + '"^^xsd:string .\n'
    result = run("lint", "-", stdin=turtle.encode())
    assert result.returncode == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout.decode())


def test_lint_lists_its_rules(run: Run) -> None:
    result = run("lint", "--rules")
    assert result.returncode == 0
    assert [line.split()[0] for line in lines(result)[1:]] == list(RULES)
    listed = json.loads(run("lint", "--rules", "-f", "json").stdout)
    assert [item["rule"] for item in listed] == list(RULES)
    assert all(item["why"] and item["finds"] and item["advice"] for item in listed)


def test_export_portable_lists_the_rest_and_ends_with_0(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEADER + 'e:s e:p " 5 "^^xsd:integer , "P1Y"^^xsd:duration .\n', "utf-8")
    result = run("export", "-f", "turtle", "--portable", "-d", "a.ttl", "-o", "b.ttl")
    assert result.returncode == 0
    written = (tmp_path / "b.ttl").read_text("utf-8")
    assert " 5 ," in written or ", 5 " in written
    (line,) = result.stderr.decode().splitlines()
    number = 1 + next(n for n, text in enumerate(written.splitlines()) if "P1Y" in text)
    assert line.startswith(f"not portable: line {number}: duration")
    assert "Virtuoso" in line
    assert [item.rule for item in lint(tmp_path / "b.ttl")] == ["duration"]
    assert run("export", "-f", "ntriples", "--portable", "-d", "a.ttl").stderr.startswith(
        b"not portable: duration"
    )
