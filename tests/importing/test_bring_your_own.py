"""Bring your own: each vocabulary that the page shows comes in by the lines that stand there."""

from __future__ import annotations

import csv
import io
import re
import shlex
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run

from relgraph.importing import import_rdf

PAGE = (REPOSITORY / "docs" / "bring-your-own.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\w[^:\n]*): [^\n]*\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
STEP = re.compile(
    r"^`(?P<file>[\w.]+)`:\n\n```\w+\n(?P<content>.*?)```$"
    r"|^    relgraph (?P<command>[^\n]+)\n(?:\nEdges: (?P<edges>[^\n]+)\n)?",
    re.DOTALL | re.MULTILINE,
)


def told(content: bytes) -> set[str]:
    """Return the edges of a network in CSV as the page writes them."""
    found = set()
    for row in csv.DictReader(io.StringIO(content.decode())):
        directed = row["directed"] == "True"
        ends = [row["source_label"], row["target_label"]]
        source, target = ends if directed else sorted(ends)
        found.add(f"{source} {'->' if directed else '-'} {target}, {row['relation']}, {row['sign']}")
    return found


def test_the_page_is_read_whole() -> None:
    assert [*SECTIONS] == ["FOAF", "schema.org", "W3C ORG", "followthemoney", "Wikidata"]
    found = [match for section in SECTIONS.values() for match in STEP.finditer(section)]
    assert sum(match["file"] is not None for match in found) == PAGE.count("```") // 2
    assert sum(match["command"] is not None for match in found) == len(
        re.findall(r"^    relgraph ", PAGE, re.M)
    )
    assert sum(match["edges"] is not None for match in found) == PAGE.count("\nEdges: ")


@pytest.mark.parametrize("name", SECTIONS)
def test_a_vocabulary_comes_in_by_the_lines_that_stand_there(name: str, run: Run, tmp_path: Path) -> None:
    for step in STEP.finditer(SECTIONS[name]):
        if step["file"]:
            (tmp_path / step["file"]).write_text(step["content"], "utf-8")
            continue
        arguments = shlex.split(step["command"])
        if arguments[:2] == ["import", "rdf"]:  # what the command does
            _, _, file, given, query, output_option, output = arguments
            assert (given, output_option) == ("--map", "-o")
            import_rdf([tmp_path / file], tmp_path / query, tmp_path / output)
            continue
        done = run(*arguments)
        assert done.returncode == 0, (step["command"], done.stdout, done.stderr)
        assert b"Traceback" not in done.stderr
        if step["edges"]:
            assert told(done.stdout) == set(step["edges"].split("; "))
