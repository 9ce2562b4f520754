"""The languages of labels: every command that shows labels takes ``--lang``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_results import fails, lines
from conftest import Run, turtle

import relgraph
from relgraph import KnowledgeGraph
from relgraph.querying import query

TALKS = """
ex:a a rg:State ; rdfs:label "Ruritania"@en , "Ruritanien"@de , "Руритания"@ru .
ex:b a rg:State ; rdfs:label "Zubrowka"@en , "Зубровка"@ru .
ex:m a rg:Meeting ; rdfs:label "Talks"@en , "Gespräche"@de-AT ; rg:status rg:held ;
    rg:heldOn "2031-02-03"^^xsd:date .
ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b ; rg:madeAt ex:m ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e .
ex:y a rg:Act ; rg:actor ex:b ; rg:relation rg:attends ; rg:object ex:m ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:certain ; rg:evidence ex:e .
ex:e a oa:SpecificResource ; oa:hasSource ex:d . ex:d a rg:Report ; rdfs:label "Gazette"@en .
ex:a rg:supports ex:b . ex:b rg:attends ex:m .
"""


def shown(content: bytes) -> str:
    """Return a text with the characters that JSON in a page escapes."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), content.decode())


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.ttl"
    path.write_text(turtle(TALKS), "utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "who-supports"],
        ["query", "who-supports", "-f", "csv"],
        ["show", "Ruritanien"],
        ["project", "actors", "-f", "csv"],
        ["project", "full", "-f", "graphml"],
        ["project", "full", "-f", "gexf"],
        ["centrality", "actors", "-m", "degree"],
        ["blocs", "actors"],
        ["timeline", "actors", "-m", "degree"],
        ["why", "https://example.org/a", "--projection", "actors", "-m", "degree"],
        ["render", "actors"],
    ],
    ids=" ".join,
)
def test_labels_are_in_the_language_asked_for(arguments: list[str], run: Run, talks: Path) -> None:
    english = run(*arguments, "-d", talks, "--lang", "en")
    russian = run(*arguments, "-d", talks, "--lang", "ru,de")
    assert (english.returncode, russian.returncode) == (0, 0), russian.stderr
    assert "Руритания" in shown(russian.stdout)
    assert english.stdout != russian.stdout


def test_run_writes_labels_in_the_language_asked_for(run: Run, talks: Path, tmp_path: Path) -> None:
    assert run("run", "-d", talks, "-o", tmp_path / "out", "--lang", "ru,de").returncode in (0, 1)
    for name in ("centrality.csv", "graph.graphml", "graph.gexf", "answers/who-supports.csv", "index.html"):
        assert "Зубровка" in shown((tmp_path / "out" / name).read_bytes()), name
    assert "Gespräche" in (tmp_path / "out" / "graph.graphml").read_text("utf-8")


def test_what_has_no_label_in_these_languages_keeps_its_own(run: Run, talks: Path) -> None:
    rows = lines(run("project", "full", "-f", "csv-nodes", "-d", talks, "--lang", "ru").stdout)
    labels = {line.split(",")[0]: line.split(",")[1] for line in rows}
    assert labels["https://example.org/m"] == "Talks"
    assert labels["https://example.org/b"] == "Зубровка"


def test_a_language_that_nothing_is_named_in_is_said(run: Run, talks: Path) -> None:
    result = run("show", "Zubrowka", "-d", talks, "--lang", "vn,fr")
    assert result.returncode == 0
    assert "no label of these data is in vn or fr; labels are as without --lang" in lines(result.stderr)
    assert result.stdout == run("show", "Zubrowka", "-d", talks).stdout
    assert b"no label" not in run("show", "Zubrowka", "-d", talks, "--lang", "fr,ru").stderr


@pytest.mark.parametrize("given", ["", "x!", "en_GB", "ru,", "123456789"])
def test_what_is_no_language_tag_is_refused(given: str, run: Run, talks: Path) -> None:
    fails(run("show", "Zubrowka", "-d", talks, "--lang", given), "is no language tag")


def test_a_query_of_ones_own_is_answered_as_it_is_written(talks: Path) -> None:
    graph = relgraph.open(talks, languages=("ru",))
    text = "SELECT ?a ?aLabel { ?a a rg:State ; rdfs:label ?aLabel FILTER(LANG(?aLabel) = 'en') } ORDER BY ?a"
    assert [str(label) for _, label in query(graph, text)] == ["Ruritania", "Zubrowka"]


def test_the_answer_has_the_rows_it_had_and_the_language_of_each_label(talks: Path) -> None:
    english, russian = (query(relgraph.open(talks, languages=tags), "who-supports") for tags in ((), ("ru",)))
    assert english.variables == russian.variables
    changed = {
        (str(before), str(after))
        for old, new in zip(english, russian, strict=True)
        for before, after in zip(old, new, strict=True)
        if before != after
    }
    assert changed == {("Ruritania", "Руритания"), ("Zubrowka", "Зубровка")}
    bindings = json.loads(russian.serialize("json"))["results"]["bindings"]
    assert bindings[0]["actorLabel"] == {"type": "literal", "value": "Руритания", "xml:lang": "ru"}


def test_the_page_names_classes_and_relations_in_the_language_asked_for(tmp_path: Path, talks: Path) -> None:
    own = 'rg:State rdfs:label "Государство"@ru . rg:supports rdfs:label "поддерживает"@ru .'
    path = tmp_path / "own.ttl"
    path.write_text(turtle(TALKS + own), "utf-8")
    graph: KnowledgeGraph = relgraph.open(path, languages="ru")
    page = shown(relgraph.render(graph, relgraph.project(graph, "actors")).encode())
    assert "Государство" in page
    assert "поддерживает" in page
    english = relgraph.open(path, languages="en")
    page = shown(relgraph.render(english, relgraph.project(english, "actors")).encode())
    assert "Государство" not in page
    assert "поддерживает" not in page
