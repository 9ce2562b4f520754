"""Stores on disk: a loaded file answers as the file does, named graphs are kept, and what is wrong is said."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import REPOSITORY, Run

import relgraph
from relgraph.disk.folders import FolderLock
from relgraph.disk.manifests import read_manifest
from relgraph.disk.stored import StoredGraph
from relgraph.errors import InputError, NameNotFoundError, OutputError, RelgraphError, StoreError

DATA = REPOSITORY / "data" / "triples.ttl"
SUMMIT = REPOSITORY / "data" / "inner-sea-summit"
EXAMPLE = REPOSITORY / "ontology" / "examples" / "valid" / "meeting.ttl"
DATASET = """
<urn:a> <urn:p> _:x . _:x <urn:q> 1 .
<urn:g> { <urn:a> <urn:p> _:x , 2 . }
<urn:h> { <urn:b> <urn:p> 3 . <urn:a> <urn:p> 2 }
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled graph in a store. Tests must not change it."""
    folder = tmp_path_factory.mktemp("loaded") / "store"
    relgraph.load(DATA, store=folder)
    return folder


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    """A copy of the store, to be damaged."""
    return Path(shutil.copytree(store, tmp_path / "copy"))


def lines(graph: relgraph.KnowledgeGraph) -> list[str]:
    return relgraph.export(graph, "ntriples").decode().splitlines()


def generation(folder: Path) -> Path:
    return folder / read_manifest(folder).generation


@pytest.mark.parametrize("format", ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"])
def test_a_store_is_written_as_what_follows_from_its_file(store: Path, format: str) -> None:
    graph = relgraph.derive(relgraph.open(DATA))
    assert relgraph.export(relgraph.open(store), format) == relgraph.export(graph, format)
    assert len(relgraph.open(store)) == len(graph)


def test_what_follows_is_there_and_is_not_derived_again(tmp_path: Path) -> None:
    loaded = relgraph.load(EXAMPLE, store=tmp_path / "store")
    graph = relgraph.open(tmp_path / "store")
    derived = relgraph.derive(relgraph.open(EXAMPLE))
    assert loaded.derived > 0
    assert lines(graph) == lines(derived)
    assert loaded.triples == len(derived)


@pytest.mark.parametrize("appended", [False, True])
def test_what_follows_of_a_blank_node_is_in_the_store(tmp_path: Path, appended: bool) -> None:
    acts = tmp_path / "acts.ttl"
    acts.write_text(
        "@prefix rg: <https://w3id.org/relgraph/ontology#> .\n"
        "<urn:act> rg:certainty rg:certain ; rg:actor _:a ; rg:relation rg:supports ; rg:object <urn:b> .\n"
        "_:a a rg:State . <urn:b> a rg:State .\n"
    )
    if appended:
        relgraph.load(EXAMPLE, store=tmp_path / "store")
    loaded = relgraph.load(acts, store=tmp_path / "store", append=appended)
    assert loaded.derived > 0
    graph = relgraph.open(tmp_path / "store")
    assert (
        len(relgraph.query(graph, "SELECT ?who { ?who rg:supports <urn:b> FILTER isBlank(?who) }").terms) == 1
    )


@pytest.mark.parametrize("name", sorted(relgraph.named_queries()))
def test_named_queries_answer_as_they_do_of_the_file(store: Path, name: str) -> None:
    graph = relgraph.derive(relgraph.open(DATA))
    found, expected = relgraph.query(relgraph.open(store), name), relgraph.query(graph, name)
    assert found.variables == expected.variables
    assert sorted(map(str, found.terms)) == sorted(map(str, expected.terms))


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "who-supports", "-p", "actor=Rússia", "-f", "csv"),
        ("query", "SELECT ?r { ?r a rg:Relation } ORDER BY ?r", "-f", "csv"),
        ("show", "Russia"),
        ("describe",),
        ("validate",),
        ("project", "actors", "-f", "json"),
        ("centrality", "actors"),
        ("derive",),
    ],
)
def test_commands_say_the_same_of_a_store_and_of_its_file(
    store: Path, arguments: tuple[str, ...], run: Run
) -> None:
    more = ("--dataset", "https://example.org/d") if arguments == ("describe",) else ()
    of_file, of_store = (run(*arguments, *more, "-d", data) for data in (DATA, store))
    assert of_file.returncode == of_store.returncode == 0
    assert of_store.stdout == of_file.stdout != b""


def test_loading_and_adding_is_loading_all_at_once(tmp_path: Path, run: Run) -> None:
    assert run("load", EXAMPLE, "--store", "store").returncode == 0
    added = run("load", DATA, "--store", "store", "--append")
    assert (added.returncode, b"a second" in added.stderr) == (0, True)
    both = relgraph.derive(relgraph.open(EXAMPLE, DATA))
    assert lines(relgraph.open(tmp_path / "store")) == lines(both)
    relgraph.load(EXAMPLE, DATA, store=tmp_path / "other")
    of_both, of_one = (
        relgraph.query(
            relgraph.open(tmp_path / name), "SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p IN (" + closed + ")) }"
        )
        for closed in ["rg:about, rg:effectiveDate, rg:datedBy, rg:standsFor"]
        for name in ("store", "other")
    )
    assert set(of_both.terms) == set(of_one.terms) != set()


def test_named_graphs_are_kept_and_asked(tmp_path: Path, run: Run) -> None:
    (tmp_path / "d.trig").write_text(DATASET, "utf-8")
    for more in ((), ("--append",)):
        assert run("load", "d.trig", "--store", "store", *more).returncode == 0
    graph = relgraph.open(tmp_path / "store")
    asked = relgraph.query(
        graph, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    )
    assert [(str(row["g"]), int(str(row["n"]))) for row in asked.dicts()] == [("urn:g", 3), ("urn:h", 2)]
    within = run("query", "SELECT ?o FROM <urn:h> { ?s ?p ?o } ORDER BY ?o", "-d", "store", "-f", "csv")
    assert within.stdout.split() == [b"o", b"2", b"3"]
    alone = run("query", "SELECT ?o { ?s ?p ?o } ORDER BY ?o", "-d", "store", "--graph", "urn:h", "-f", "csv")
    assert alone.stdout == within.stdout
    assert len(relgraph.open(tmp_path / "store", graph="urn:g")) == 3
    with pytest.raises(NameNotFoundError) as caught:
        relgraph.open(tmp_path / "store", graph="urn:none")
    assert caught.value.advice == "there are urn:g, urn:h"
    # Blank nodes of two files stay apart, and one is the same in its graph and in the whole.
    assert len(graph) == 6
    shared = "ASK { GRAPH <urn:g> { ?s ?p ?x FILTER(ISBLANK(?x)) } ?x <urn:q> 1 }"
    assert relgraph.query(graph, shared).boolean is True


def test_a_store_is_read_and_never_changed(store: Path, run: Run) -> None:
    graph = relgraph.open(store)
    triple = next(iter(graph))
    for change in (
        lambda: graph.add(triple),
        lambda: graph.remove(triple),
        lambda: graph.update("DELETE WHERE { ?s ?p ?o }"),
        lambda: graph.parse(data="<urn:a> <urn:b> 1 .", format="turtle"),
        graph.oxigraph.clear,
        lambda: graph.oxigraph.update("DELETE WHERE { ?s ?p ?o }"),
    ):
        with pytest.raises(StoreError, match="read and never changed"):
            change()
    refused = run("query", "DELETE WHERE { ?s ?p ?o }", "--allow-update", "-d", store)
    assert (refused.returncode, b"read and never changed" in refused.stderr) == (2, True)
    written = run("export", "-o", store / "x.nt")
    assert (written.returncode, b"relgraph load alone writes" in written.stderr) == (2, True)
    assert lines(relgraph.open(store)) == lines(relgraph.open(DATA))


def test_one_store_is_opened_alone_and_as_it_was_loaded(store: Path) -> None:
    with pytest.raises(InputError, match="opened alone") as caught:
        relgraph.open(store, EXAMPLE)
    assert "--append" in caught.value.advice
    with pytest.raises(InputError, match="was read when it was loaded"):
        relgraph.open(store, lenient=True)
    with pytest.raises(InputError, match="is a store on disk"):
        relgraph.load(store, store=store.parent / "again")
    with pytest.raises(InputError, match="is a store on disk"):
        relgraph.lint(store)


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("<urn:a> <urn:p> ", "line 1"),
        ('<urn:a> <urn:p> "2021-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .', "ill-typed"),
        ("<a> <urn:p> 1 .", "No scheme"),
        ("<urn:a> <urn:p> <<( <urn:b> <urn:c> 1 )>> .", "RDF 1.2"),
    ],
)
def test_what_is_refused_leaves_the_store_as_it_was(tmp_path: Path, turtle: str, message: str) -> None:
    (tmp_path / "wrong.ttl").write_text(turtle, "utf-8")
    with pytest.raises(InputError, match=message):
        relgraph.load(tmp_path / "wrong.ttl", store=tmp_path / "store")
    assert not (tmp_path / "store").exists()
    relgraph.load(EXAMPLE, store=tmp_path / "store")
    before = lines(relgraph.open(tmp_path / "store"))
    for append in (False, True):
        with pytest.raises(InputError, match=message):
            relgraph.load(EXAMPLE, tmp_path / "wrong.ttl", store=tmp_path / "store", append=append)
        assert lines(relgraph.open(tmp_path / "store")) == before
        assert len(list((tmp_path / "store").iterdir())) == 2


def test_an_endpoint_is_no_file_to_load(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="an address, and no file") as refused:
        relgraph.load("http://127.0.0.1:1/query", store=tmp_path / "store")
    assert "relgraph export -d URL" in refused.value.advice
    assert not (tmp_path / "store").exists()


def test_nothing_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_text("# nothing", "utf-8")
    with pytest.raises(InputError, match="no triples"):
        relgraph.load(tmp_path / "empty.ttl", store=tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_nothing_else_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear", "utf-8")
    with pytest.raises(OutputError, match=r"something else in it, such as 'letter\.txt'"):
        relgraph.load(EXAMPLE, store=tmp_path / "mine")
    with pytest.raises(OutputError, match="is no folder"):
        relgraph.load(EXAMPLE, store=tmp_path / "mine" / "letter.txt")
    with pytest.raises(StoreError, match="no store to add to"):
        relgraph.load(EXAMPLE, store=tmp_path / "new", append=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "letter.txt"]


def test_a_load_waits_for_no_other(copy: Path) -> None:
    with FolderLock(copy, alone=True), pytest.raises(StoreError, match="another load is at work"):
        relgraph.load(EXAMPLE, store=copy)


def test_who_reads_a_store_goes_on_reading_what_it_opened(copy: Path) -> None:
    graph = relgraph.open(copy)
    assert isinstance(graph, StoredGraph)
    relgraph.load(EXAMPLE, store=copy)
    assert lines(graph) == lines(relgraph.open(DATA))
    assert len(relgraph.open(copy)) != len(graph)


Damage = Callable[[Path], object]


def largest(folder: Path) -> Path:
    return max(generation(folder).glob("*.sst"), key=lambda path: path.stat().st_size)


def garble(*paths: Path) -> None:
    for path in paths:
        content = bytearray(path.read_bytes())
        start = len(content) // 3
        content[start : start + 512] = bytes(255 - byte for byte in content[start : start + 512])
        path.write_bytes(content)


def another(name: str, value: object) -> Damage:
    def change(folder: Path) -> None:
        path = folder / "relgraph-store.json"
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), name: value}), "utf-8")

    return change


DAMAGES: dict[str, tuple[Damage, str]] = {
    "cut": (lambda folder: os.truncate(largest(folder), 1000), "is not as it was loaded"),
    "garbled": (lambda folder: garble(*generation(folder).glob("*.sst")), "is damaged"),
    "no table": (lambda folder: largest(folder).unlink(), "is missing"),
    "no current": (lambda folder: (generation(folder) / "CURRENT").unlink(), "is missing"),
    "manifest of the database": (
        lambda folder: garble(next(generation(folder).glob("MANIFEST-*"))),
        "is not as it was loaded",
    ),
    "no generation": (lambda folder: shutil.rmtree(generation(folder)), "is damaged"),
    "no names": (lambda folder: (generation(folder) / "names.sqlite").unlink(), "is missing"),
    "manifest": (lambda folder: os.truncate(folder / "relgraph-store.json", 40), "is damaged"),
    "not finished": (lambda folder: (folder / "relgraph-store.json").unlink(), "was not finished"),
    "format": (another("format", 99), "format 99"),
    "ontology": (another("ontology", "0"), "another version of the ontology"),
}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_damaged_store_is_said_to_be_damaged(copy: Path, name: str, run: Run) -> None:
    damage, message = DAMAGES[name]
    damage(copy)
    with pytest.raises(RelgraphError, match=message) as caught:
        lines(relgraph.open(copy))
    assert caught.value.advice
    for arguments in (
        ("query", "SELECT * { ?s ?p ?o FILTER(STRLEN(STR(?o)) > 0) }"),
        ("project", "full", "-f", "csv"),
    ):
        result = run(*arguments, "-d", copy)
        assert (result.returncode, result.stdout) == (2, b"")
        assert result.stderr.startswith(b"relgraph: ")
        assert b"Traceback" not in result.stderr
    relgraph.load(DATA, store=copy)  # a load replaces whatever it is
    assert lines(relgraph.open(copy)) == lines(relgraph.open(DATA))


def test_a_database_of_oxigraph_itself_is_told_apart(tmp_path: Path) -> None:
    raw = ox.Store(str(tmp_path / "raw"))
    raw.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c")))
    del raw
    with pytest.raises(StoreError, match="did not load") as caught:
        relgraph.open(tmp_path / "raw")
    assert "oxigraph dump" in caught.value.advice
    with pytest.raises(OutputError, match="something else in it"):
        relgraph.load(EXAMPLE, store=tmp_path / "raw")


def test_no_room_on_the_disk_leaves_the_store_as_it_was(copy: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    size = max(path.stat().st_size for path in generation(copy).iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    many = tmp_path / "many.nt"
    many.write_text("".join(f'<urn:{n}> <urn:p> "{n * n * n:050}" .\n' for n in range(20_000)), "utf-8")
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, hard))
    try:
        with pytest.raises(OutputError) as caught:
            relgraph.load(many, store=copy)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "has room" in caught.value.advice
    assert lines(relgraph.open(copy)) == lines(relgraph.open(DATA))
    assert len(list(copy.iterdir())) == 2
