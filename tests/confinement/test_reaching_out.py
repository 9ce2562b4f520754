"""Nothing leaves the machine unasked: generated spellings, each fence alone, a server that hears nothing."""

from __future__ import annotations

import contextlib
import json
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Run
from rdflib import Dataset, URIRef
from rdflib.plugins.sparql import prepareQuery, prepareUpdate

import relgraph
from relgraph import KnowledgeGraph
from relgraph.confinement import refusals
from relgraph.errors import InputError, QueryError
from relgraph.querying import query, update

# What stands before the clause: nothing, a triple that ends in it, or a name that runs into it.
NAMES = ("", "", "", "?a ?b ", "?a ?b 1", "?a ?b ?é", "?a ?b ?名", "?a ?b ?x1", "?a ?b $Ω", "?a ?b :",
         "?a ?b x:", "?a ?b <urn:a>", '?a ?b "a"', "?a ?b true", "?a ?b []", "?a ?b _:b")  # fmt: skip
GAPS = ("", " ", "\n", "\t", "\r\n", "#c\n", "# SERVICE\n", " #\n#'\n", "\u00a0")
WRAPS = ("{}", "{{ {} }}", "OPTIONAL {{ {} }}", "{{ SELECT * {{ {} }} }}", "{{ ?a ?b ?c }} UNION {{ {} }}",
         "FILTER EXISTS {{ {} }}", "MINUS {{ {} }}", "GRAPH ?g {{ {} }}")  # fmt: skip

STARTS = ("", "?a ?b ?c .", "BIND(1 AS ?n)", 'FILTER(?x < ?y) # "\n', 'VALUES ?v { """q" }')


def spellings(url: str, number: int, seed: int) -> Iterator[str]:
    """Yield queries that name ``url`` in clauses that some parser may take for a SERVICE."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(number):
        letters = "".join(
            dice.choice((letter, letter.lower(), f"\\u{ord(letter):04x}", f"\\U{ord(letter):08X}"))
            if dice.random() < 0.3
            else letter
            for letter in "SERVICE"
        )
        first, second, third, fourth = dice.choices(GAPS, k=4)
        silent = dice.choice(("", f"SILENT{first}"))
        place = dice.choice((f"<{url}>", "s:", "s:x", f"<{url}a>"))
        clause = f"{dice.choice(NAMES)}{second}{letters}{third}{silent}{place}{fourth}{{ ?s ?p ?o }}"
        for _ in range(dice.randrange(3)):
            clause = dice.choice(WRAPS).format(clause)
        before = dice.choice(STARTS)
        yield f"PREFIX s: <{url}> PREFIX : <{url}> PREFIX x: <urn:x#> SELECT * {{ {before} {clause} }}"


def test_no_spelling_is_answered_by_a_server(small: KnowledgeGraph, heard: tuple[str, list[str]]) -> None:
    url, asked = heard
    for text in spellings(url, 150, seed=10):
        with contextlib.suppress(QueryError):
            query(small, text)
        with contextlib.suppress(QueryError):
            small.query(text)
        with contextlib.suppress(QueryError):
            update(small, text.replace("SELECT *", "INSERT { <urn:a> <urn:b> 1 } WHERE"))
    assert asked == []


def test_every_spelling_that_the_engine_calls_is_refused(
    small: KnowledgeGraph, heard: tuple[str, list[str]]
) -> None:
    url, asked = heard
    reached = 0
    for text in spellings(url, 400, seed=11):
        before = len(asked)
        with contextlib.suppress(Exception):
            list(small._unwatched.query(text))  # type: ignore[arg-type] # what the engine does by itself
        if len(asked) > before:
            reached += 1
            with pytest.raises(QueryError, match="SERVICE"):
                refusals.refuse_service(text)
    assert reached > 5


def test_the_child_reaches_nobody_without_any_refusal(
    small: KnowledgeGraph, heard: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked = heard
    for module in ("relgraph.querying.evaluation", "relgraph.store", "relgraph.oxigraph_stores"):
        monkeypatch.setattr(f"{module}.refuse_service", lambda text: None)
        monkeypatch.setattr(f"{module}.refuse_load", lambda text: None)
    silent = f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"
    plain = silent.replace("SILENT ", "")
    insert = f"INSERT {{ <urn:a> <urn:b> ?s }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    attempts: tuple[Callable[[], object], ...] = (
        lambda: query(small, silent),
        lambda: query(small, plain, timeout=60),
        lambda: small.query(plain),
        lambda: list(small.query(silent)),
        lambda: small.query(plain, use_store_provided=False),
        lambda: small.query(prepareQuery(plain)),
        lambda: update(small, insert),
        lambda: update(small, f"LOAD SILENT <{url}>"),
        lambda: small.update(insert),
        lambda: small.update(f"LOAD <{url}>"),
        lambda: small.update(prepareUpdate(f"LOAD SILENT <{url}>")),
    )
    for attempt in attempts:
        with contextlib.suppress(Exception):
            attempt()
    assert asked == []


def test_the_graph_of_rdflib_refuses_as_queries_do(small: KnowledgeGraph, heard: tuple[str, list[str]]) -> None:
    url, asked = heard
    text = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    insert = f"INSERT {{ <urn:a> <urn:b> 1 }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    other = KnowledgeGraph()  # to name a graph makes one
    refused: tuple[Callable[[], object], ...] = (
        lambda: small.query(text),
        lambda: small.query(text, use_store_provided=False),
        lambda: small.query(prepareQuery(text)),
        lambda: small.update(insert),
        lambda: small.update(f"LOAD <{url}>"),
        lambda: small.update(f"CLEAR ALL; LOAD SILENT <{url}>"),
        lambda: update(small, f"LOAD <{url}>"),
        lambda: list(small.oxigraph.query(text)),  # type: ignore[arg-type]
        lambda: small.oxigraph.query(query=text.replace("SERVICE", "S\\u0045RVICE SILENT")),
        lambda: small.oxigraph.update(insert),
        lambda: small.oxigraph.update(f"LOAD SILENT <{url}>"),
        lambda: list(small.store.query(text, {}, {}, "__UNION__")),
        lambda: list(Dataset(store=small.store).query(text)),
        lambda: list(Dataset(store=small.store).query(prepareQuery(text))),
        lambda: list(Dataset(store=other.store).graph(URIRef("urn:g")).query(text)),
        lambda: Dataset(store=small.store).update(insert),
        lambda: Dataset(store=small.store).update(f"LOAD <{url}>"),
    )
    for attempt in refused:
        with pytest.raises(QueryError, match="calls another server, which is refused"):
            attempt()
    for source in (url, f"{url}x.ttl", "ftp://127.0.0.1/x.ttl"):
        with pytest.raises(InputError, match="is an address, and nothing is fetched"):
            small.parse(source)
        with pytest.raises(InputError, match="is an address, and nothing is fetched"):
            small.parse(location=source, format="turtle")
    with pytest.raises(InputError, match="would be fetched"):
        small.parse(data=json.dumps({"@context": f"{url}c.jsonld", "@id": "urn:a"}), format="json-ld")
    assert asked == []


def test_a_word_with_these_letters_is_asked_as_a_parameter(small: KnowledgeGraph) -> None:
    asked = "# Which?\n# param word: a word\nSELECT ?word {\n# VALUES ?word { UNDEF }\n}"
    assert query(small, asked, parameters={"word": '"at your service"'}).dicts() != []


def test_a_keyword_switches_it_on(small: KnowledgeGraph, heard: tuple[str, list[str]]) -> None:
    url, asked = heard
    text = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    attempts: tuple[Callable[[], object], ...] = (
        lambda: query(small, text, allow_service=True),
        lambda: list(small.query(text, allow_service=True)),
        lambda: update(small, f"LOAD SILENT <{url}>", allow_service=True),
        lambda: small.update(f"LOAD SILENT <{url}>", allow_service=True),
        lambda: small.parse(url, format="json-ld", allow_remote=True),
    )
    for number, attempt in enumerate(attempts, start=1):
        with contextlib.suppress(QueryError):
            attempt()
        assert len(asked) >= number


def test_commands_reach_nobody(tmp_path: Path, run: Run, heard: tuple[str, list[str]]) -> None:
    url, asked = heard
    text = f"SERVICE <{url}> {{ ?s ?p ?o }}"
    for name, content, command in (
        ("select.rq", f"SELECT * {{ {text} }}", ("query", "FILE")),
        (
            "construct.rq",
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {text} }}",
            ("export", "--construct", "FILE", "-f", "turtle"),
        ),
        ("insert.rq", f"INSERT {{ ?s ?p ?o }} WHERE {{ {text} }}", ("query", "FILE", "--allow-update")),
        ("load.rq", f"LOAD <{url}>", ("query", "FILE", "--allow-update")),
    ):
        file = tmp_path / name
        file.write_text(content, "utf-8")
        result = run(*(str(file) if part == "FILE" else part for part in command))
        assert result.returncode == 2, name
        assert b"calls another server, which is refused" in result.stderr
        assert result.stdout == b""
    assert asked == []


def test_the_graph_of_rdflib_answers_as_before(small: KnowledgeGraph, tmp_path: Path) -> None:
    text = "SELECT ?s ?l { ?s rdfs:label ?l OPTIONAL { ?s <urn:none> ?none } } ORDER BY ?s ?l"
    plain = relgraph.query(small, text)
    assert [tuple(row) for row in small.query(text)] == list(plain.rows)  # type: ignore[arg-type]
    assert small.query("ASK { ?s ?p ?o }").askAnswer is True
    assert bool(small.query("ASK { ?s <urn:none> ?o }")) is False
    assert len(small.query("CONSTRUCT WHERE { ?s ?p ?o }").graph or ()) == len(small)
    assert len(list(small.query(prepareQuery("SELECT * { ?s ?p ?o }")))) == len(small)
    with pytest.raises(SyntaxError):
        small.query("SELECT")
    before, revision = len(small), small.revision
    small.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert (len(small), small.revision > revision) == (before + 1, True)
    file = tmp_path / "more.ttl"
    file.write_text("<urn:d> <urn:e> <x> .", "utf-8")
    small.parse(file)
    small.parse(str(file), format="turtle")
    small.parse(data="<urn:f> <urn:g> 1 .")
    small.parse(data=json.dumps({"@id": "urn:h", "urn:i": 1}), format="json-ld")
    assert len(small) == before + 4


def test_this_process_opens_files_while_a_child_that_may_not_works(
    small: KnowledgeGraph, tmp_path: Path
) -> None:
    file = tmp_path / "x"
    failed: list[OSError] = []
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            try:
                file.write_text("x", "utf-8")
            except OSError as error:
                failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(5):
        small.update(f"INSERT DATA {{ <urn:a> <urn:b> {number} }}")
        small.parse(data=f"<urn:c> <urn:d> {number} .")
        small.query("ASK {}")
    done.set()
    writer.join()
    assert failed == []
