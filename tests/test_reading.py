"""Reading: what is wrong in a file is told at once, what is changed is counted, what is hostile is refused."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
from pathlib import Path

import pytest
from conftest import Run
from rdflib import Graph
from reading_files import EX, HEAD, write

import relgraph
from relgraph.errors import InputError
from relgraph.model.namespaces import PREFIXES


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".rdf", ".jsonld", ".trig", ".ttl.gz"])
def test_a_byte_order_mark_is_read_past(tmp_path: Path, suffix: str) -> None:
    graph = relgraph.open(write(tmp_path / "in.ttl", f"{HEAD}ex:a ex:b ex:c ."))
    fmt = {".nt": "ntriples", ".rdf": "rdfxml", ".jsonld": "jsonld", ".trig": "trig"}.get(suffix, "turtle")
    content = b"\xef\xbb\xbf" + relgraph.export(graph, fmt)
    path = tmp_path / f"marked{suffix}"
    path.write_bytes(gzip.compress(content) if suffix.endswith(".gz") else content)
    assert len(relgraph.open(path)) == 1


def test_utf_16_is_named(tmp_path: Path) -> None:
    path = tmp_path / "in.ttl"
    path.write_bytes(f"{HEAD}ex:a ex:b ex:c .".encode("utf-16"))
    with pytest.raises(InputError, match="is UTF-16 text") as refused:
        relgraph.open(path)
    assert refused.value.advice == "save the file as UTF-8"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("in.ttl", "<a> <https://example.org/b> <c> ."),
        ("in.jsonld", json.dumps({"@id": "a", f"{EX}b": [{"@id": "c"}, {"@id": f"{EX}d"}]})),
        ("in.jsonld", json.dumps([{"@id": f"{EX}x", f"{EX}b": {"@id": "c"}}, {"@id": f"{EX}y", f"{EX}b": 1}])),
        (
            "in.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">'
            '<rdf:Description rdf:about="a"><e:b rdf:resource="c"/></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_a_relative_iri_is_told_as_that_and_a_base_makes_it_whole(tmp_path: Path, name: str, text: str) -> None:
    path = write(tmp_path / name, text)
    with pytest.raises(InputError) as refused:
        relgraph.open(path)
    assert "base" in refused.value.advice
    graph = relgraph.open(path, base="https://example.org/folder/")
    assert b"<https://example.org/folder/c>" in relgraph.export(graph, "ntriples")
    with pytest.raises(InputError, match="is not an absolute IRI"):
        relgraph.open(path, base="folder/")


def test_an_iri_that_is_none_can_be_mended(tmp_path: Path, run: Run) -> None:
    path = write(tmp_path / "in.nt", "<https://example.org/a b> <https://example.org/p> <not one> .\n")
    with pytest.raises(InputError):
        relgraph.open(path)
    graph = relgraph.open(path, lenient=True)
    assert b"<https://example.org/a%20b>" in relgraph.export(graph, "ntriples")
    assert len(graph) == 1
    result = run("export", "-d", str(path), "--lenient", "-f", "ntriples")
    assert (result.returncode, result.stdout.count(b"\n")) == (0, 1)
    assert b"read 2 terms leniently" in result.stderr


def test_prefixes_that_the_data_declare_are_known_and_kept(tmp_path: Path, run: Run) -> None:
    path = write(
        tmp_path / "in.ttl",
        "@prefix mfa: <https://example.org/mfa/> .\n@prefix rg: <https://example.org/not-ours/> .\n"
        "@prefix unused: <urn:u> .\nmfa:x mfa:y mfa:z ; rg:a 1 .",
    )
    graph = relgraph.open(path)
    assert graph.prefixes == {"mfa": "https://example.org/mfa/", "unused": "urn:u"}
    assert len(relgraph.query(graph, "SELECT ?o { mfa:x mfa:y ?o }")) == 1
    for fmt in ("turtle", "trig"):
        written = relgraph.export(relgraph.derive(graph), fmt).decode()
        assert "mfa:x" in written
        assert "@prefix mfa: <https://example.org/mfa/>" in written
        assert "unused" not in written
        assert "<https://example.org/not-ours/a>" in written
    result = run("query", "CONSTRUCT { ?s mfa:y ?o } WHERE { ?s mfa:y ?o }", "-d", str(path), "-f", "turtle")
    assert b"mfa:x mfa:y mfa:z" in result.stdout


def test_a_graph_of_rdflib_and_lists_are_opened(tmp_path: Path) -> None:
    plain = Graph().parse(data=f"{HEAD}ex:a ex:b ex:c , 01 , 'x'@en .", format="turtle")
    first = write(tmp_path / "a.ttl", f"{HEAD}ex:d ex:e ex:f .")
    graph = relgraph.open(plain)
    assert len(graph) == 3
    assert len(relgraph.open([first, str(first)], plain)) == 4
    assert len(relgraph.query(graph, "SELECT ?o { ex:a ex:b ?o }")) == 3
    with pytest.raises(InputError, match="a int cannot be opened"):
        relgraph.open(5)  # type: ignore[arg-type]


def test_a_file_that_states_nothing_is_legal_among_others(tmp_path: Path) -> None:
    empty, other = write(tmp_path / "a.ttl", "# nothing\n"), write(tmp_path / "b.ttl", f"{HEAD}ex:a ex:b 1 .")
    assert len(relgraph.open(empty, other)) == 1
    with pytest.raises(InputError, match="no triples in it"):
        relgraph.open(empty)


def test_a_triple_of_two_named_graphs_counts_once(tmp_path: Path) -> None:
    path = write(
        tmp_path / "in.trig",
        f"@prefix rg: <{PREFIXES['rg']}> .\n{HEAD}"
        "ex:g1 { ex:a a rg:State . ex:b a rg:State . ex:a rg:supports ex:b . _:x ex:p _:x . }\n"
        "ex:g2 { ex:a rg:supports ex:b . _:x ex:q 1 . }\n",
    )
    graph = relgraph.open(path)
    network = relgraph.project(graph, "actors")
    assert network.number_of_edges() == 1
    assert len(set(graph.subjects())) == 3  # the blank node is one in one file


ENTITIES = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9)]
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE r [{"".join(ENTITIES)}]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
    '<rdf:Description rdf:about="urn:a"><e:b>&e8;</e:b></rdf:Description></rdf:RDF>'
)
PLAIN_ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY base "https://example.org/"><!ENTITY e "&base;e#">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
    '<rdf:Description rdf:about="&e;a"><e:b rdf:resource="&base;c"/></rdf:Description></rdf:RDF>'
)
DEEP = 16_000
HOSTILE = {
    "bomb.rdf": (BOMB, "its entities expand to"),
    "bomb-é.rdf": (BOMB.replace("&e", "&é").replace("ENTITY e", "ENTITY é"), "its entities expand to"),
    "bomb-colon.rdf": (BOMB.replace("&e", "&e:").replace("ENTITY e", "ENTITY e:"), "its entities expand to"),
    "deep-é.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="urn:e#"><é>'
        + "<è>" * DEEP + "</è>" * DEEP + "</é></rdf:RDF>",
        "nested more than 6,000 deep",
    ),
    "itself.rdf": (BOMB.replace('"ha"', '"&e8;"'), "an entity expands to itself"),
    "outside.rdf": (
        PLAIN_ENTITIES.replace('"https://example.org/"', 'SYSTEM "file:///etc/passwd"'), "read from elsewhere"
    ),
    "deep.ttl": (
        "<urn:a> <urn:b> " + "[ <urn:c> " * DEEP + "1" + " ]" * DEEP + " .", "nested more than 6,000 deep"
    ),
    "list.ttl": ("<urn:a> <urn:b> " + "( " * DEEP + ")" * DEEP + " .", "nested more than 6,000 deep"),
    "deep.jsonld": ('{"urn:b":' * DEEP + "1" + "}" * DEEP, "nested more than 1,000 deep"),
    "deep.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
        + "<rdf:Description><e:b>" * DEEP + "</e:b></rdf:Description>" * DEEP + "</rdf:RDF>",
        "nested more than 6,000 deep",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_before_they_are_parsed(tmp_path: Path, name: str, run: Run) -> None:
    text, says = HOSTILE[name]
    path = write(tmp_path / name, text)
    with pytest.raises(InputError, match=says):
        relgraph.open(path)
    result = run("validate", str(path))
    assert result.returncode == 2
    assert says.encode() in result.stderr


def test_what_looks_hostile_and_is_not_is_read(tmp_path: Path) -> None:
    assert len(relgraph.open(write(tmp_path / "entities.rdf", PLAIN_ENTITIES))) == 1
    many = "".join(f"ex:a{n} ex:b [ ex:c ( 1 2 ) ; ex:d '[[[[(((' ] .\n" for n in range(800))
    assert len(relgraph.open(write(tmp_path / "many.ttl", HEAD + many))) == 800 * 7
    brackets = f'{HEAD}ex:a ex:b "{"[" * 5000}" . # {"(" * 5000}\n'
    assert len(relgraph.open(write(tmp_path / "text.ttl", brackets))) == 1


def test_blank_nodes_of_different_files_stay_apart_in_lenient_reading_too(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.ttl").write_text("_:x <https://example.org/p> 1 .", "utf-8")
    assert len(relgraph.open(tmp_path)) == len(relgraph.open(tmp_path, lenient=True)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "<urn:a> <urn:p> 1 .\n" + "\n" * 300_000,
        '<urn:a> <urn:p> "x ' + "1" * 300_000 + '" .',
        "<urn:a> <urn:p> " + "1" * 300_000 + " .",
        '<urn:a> <urn:p> """' + "^^ " * 100_000 + '""" .',
        '<urn:a> <urn:p> """' + "prefix " * 50_000 + '""" .',
        '<urn:a> <urn:p> "' + "^" * 300_000 + '" .',
        '<urn:a> <urn:p> "' + "^^x " * 100_000 + '" .',
        '<urn:a> <urn:p> "' + "^^a." * 100_000 + '" .',
        "<?xml version='1.0'?>" + "<!--" * 100_000,
        "<?xml version='1.0'?>" + "<![CDATA[" * 100_000,
    ],
    ids=[
        "empty lines",
        "digits in a text",
        "digits",
        "signs of a datatype",
        "words of a declaration",
        "carets",
        "words after carets",
        "names after carets",
        "comments",
        "character data",
    ],
)
def test_a_file_takes_a_time_in_proportion_to_its_size(text: str, tmp_path: Path) -> None:
    # Patterns that go back at each character took minutes on these.
    path = tmp_path / ("g.rdf" if text.startswith("<?xml") else "g.ttl")
    path.write_text(text, "utf-8")
    with contextlib.suppress(InputError):
        assert len(relgraph.open(path)) == 1


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ('{"@graph":[{"@id":"urn:a","urn:p":1},{"@id":"http://ex.org/a b","urn:p":2}]}', "http://ex.org/a b"),
        ('{"@id":"urn:a","urn:p":{"@id":"not an iri x"},"urn:q":1}', "'not an iri x' is a relative IRI"),
        ('{"@id":"urn:a","urn:q":1,"urn:p":{"@value":"x","@language":"no lang!"}}', "no lang!"),
        ('{"@id":"urn:a","urn:q":1,"urn:p p":2}', "urn:p p"),
        ('{"@id":"urn:a","urn:q":1,"@type":"urn:x y"}', "urn:x y"),
    ],
)
def test_json_ld_of_which_the_parser_drops_a_statement_is_refused(
    document: str, said: str, tmp_path: Path
) -> None:
    path, again = tmp_path / "g.jsonld", tmp_path / "again.nt"
    path.write_text(document, "utf-8")
    with pytest.raises(InputError, match=re.escape(said)):
        relgraph.open(path)
    graph = relgraph.open(path, lenient=True, base="https://example.org/")
    again.write_bytes(relgraph.export(graph, "ntriples"))
    assert len(graph) == len(relgraph.open(again)) == 2


def test_a_key_without_a_meaning_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonld"
    path.write_text('{"@id":"urn:a","remark":"of no vocabulary","urn:q":1}', "utf-8")
    assert len(relgraph.open(path)) == 1


def test_a_number_of_thousands_of_digits_is_no_traceback(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "g.jsonld"
    path.write_text('{"@id":"urn:a","urn:p":' + "1" * 5000 + "}", "utf-8")
    assert b"Traceback" not in run("export", "-d", str(path), "-f", "ntriples").stderr
