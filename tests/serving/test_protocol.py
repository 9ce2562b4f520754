"""The endpoint keeps to the SPARQL 1.1 Protocol: the cases for queries of the W3C suite, and further ones."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from conftest import Run
from rdflib import Graph

import relgraph
from relgraph import KnowledgeGraph
from relgraph.serving import GraphServer

from .conftest import FORM, QUERY, Answer, ask, get, post, post_direct, served

RESULTS = "{http://www.w3.org/2005/sparql-results#}"
WAYS = [get, post, post_direct]
Way = Callable[..., Answer]


@pytest.fixture(scope="module")
def of_graphs() -> Iterator[GraphServer]:
    """A server of a store with a default graph and three named graphs, of which two share a triple."""
    store = ox.Store()
    store.load(
        b"""
        <urn:s> <urn:in> <urn:default> .
        <urn:g:1> { <urn:s> <urn:in> <urn:both> , <urn:one> }
        <urn:g:2> { <urn:s> <urn:in> <urn:both> , <urn:two> }
        <urn:g:3> { <urn:s> <urn:in> <urn:three> }
        """,
        ox.RdfFormat.TRIG,
    )
    with served(KnowledgeGraph(store)) as server:
        yield server


@pytest.mark.parametrize("way", WAYS)
def test_a_query_is_answered_however_it_is_sent(way: Way, server: GraphServer) -> None:
    """query_get, query_post_form, query_post_direct."""
    answer = way(server, "ASK {}")
    assert answer.status == 200
    assert json.loads(answer.body) == {"head": {}, "boolean": True}


IN = "SELECT ?o { ?s <urn:in> ?o } ORDER BY ?o"
IN_NAMED = "SELECT ?g ?o { GRAPH ?g { ?s <urn:in> ?o } } ORDER BY ?g ?o"
ONE, TWO = [["urn:both"], ["urn:one"]], [["urn:both"], ["urn:two"]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("query", "graphs", "rows"),
    [
        (IN, {}, [["urn:default"]]),
        (IN, {"default-graph-uri": "urn:g:1"}, ONE),
        # a triple of two graphs is one triple of the two together
        (IN, {"default-graph-uri": ["urn:g:1", "urn:g:2"]}, [["urn:both"], ["urn:one"], ["urn:two"]]),
        (IN, {"default-graph-uri": ["urn:g:1", "urn:g:1"]}, ONE),
        (IN, {"named-graph-uri": "urn:g:1"}, []),
        (IN_NAMED, {"named-graph-uri": "urn:g:2"}, [["urn:g:2", *row] for row in TWO]),
        (
            IN_NAMED,
            {"named-graph-uri": ["urn:g:2", "urn:g:1"]},
            [["urn:g:1", *row] for row in ONE] + [["urn:g:2", *row] for row in TWO],
        ),
        (IN_NAMED, {"default-graph-uri": "urn:g:1"}, []),
        # query_dataset_full
        (
            "SELECT ?o ?g ?p { ?s <urn:in> ?o GRAPH ?g { ?s <urn:in> ?p } } ORDER BY ?o ?g ?p",
            {"default-graph-uri": ["urn:g:3"], "named-graph-uri": ["urn:g:1", "urn:g:2"]},
            [["urn:three", "urn:g:1", *row] for row in ONE] + [["urn:three", "urn:g:2", *row] for row in TWO],
        ),
        # query_multiple_dataset: what the request says goes before FROM
        ("SELECT ?o FROM <urn:g:3> { ?s <urn:in> ?o } ORDER BY ?o", {"default-graph-uri": "urn:g:1"}, ONE),
        ("SELECT ?o FROM <urn:g:3> { ?s <urn:in> ?o }", {}, [["urn:three"]]),
    ],
)
def test_a_request_says_which_graphs_are_asked(
    query: str, graphs: dict[str, list[str]], rows: list[list[str]], way: Way, of_graphs: GraphServer
) -> None:
    """query_dataset_default_graph(s), query_dataset_named_graph(s), query_dataset_full."""
    answer = way(of_graphs, query, **graphs)
    assert answer.status == 200, answer.text
    assert answer.rows() == rows


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["urn:g:4", "http://127.0.0.1:1/data.ttl", "not an IRI", ""])
def test_a_graph_that_is_not_there_is_told(iri: str, name: str, way: Way, of_graphs: GraphServer) -> None:
    answer = way(of_graphs, IN, **{name: ["urn:g:1", iri]})
    assert answer.status == 400
    assert iri in answer.text


def test_a_graph_without_named_graphs_has_none(server: GraphServer) -> None:
    answer = get(server, "ASK {}", **{"default-graph-uri": "urn:g:1"})
    assert (answer.status, "there is no named graph <urn:g:1>" in answer.text) == (400, True)


def read_table(kind: str, body: bytes) -> list[list[str]]:
    """Return the local names in one column, whatever the format."""
    match kind:
        case "application/sparql-results+json" | "application/json":
            return [[row["s"]["value"]] for row in json.loads(body)["results"]["bindings"]]
        case "application/sparql-results+xml" | "application/xml":
            return [[str(one.text)] for one in ElementTree.fromstring(body).iter(f"{RESULTS}uri")]
        case "text/csv":
            return list(csv.reader(io.StringIO(body.decode())))[1:]
    return [[line.strip("<>")] for line in body.decode().splitlines()[1:]]


STATES = "SELECT ?s { ?s a rg:State } ORDER BY ?s"
TABLES = [
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
]
TRIPLES = {
    "text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", [*TABLES, "application/json", "application/xml"])
def test_a_table_comes_in_the_format_that_is_asked_for(kind: str, way: Way, server: GraphServer) -> None:
    """query_content_type_select."""
    answer = way(server, STATES, kind)
    assert (answer.status, answer.type, answer.headers.get_content_charset()) == (200, kind, "utf-8")
    assert [row[0].rpartition("/")[2] for row in read_table(kind, answer.body)] == [
        "indonesia", "russia", "viet-nam"
    ]  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_yes_and_no_come_in_the_format_that_is_asked_for(kind: str, server: GraphServer) -> None:
    """query_content_type_ask."""
    for query, says in (("ASK { ?s a rg:State }", "true"), ("ASK { ?s a rg:None }", "false")):
        answer = get(server, query, kind)
        assert (answer.status, answer.type) == (200, kind)
        assert says in answer.text


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s a rg:State }", "DESCRIBE id:state\\/russia"])
@pytest.mark.parametrize("kind", sorted(TRIPLES))
def test_triples_come_in_the_format_that_is_asked_for(kind: str, query: str, server: GraphServer) -> None:
    """query_content_type_construct, query_content_type_describe."""
    answer = get(server, query, kind)
    assert (answer.status, answer.type) == (200, kind), answer.text
    read = Graph().parse(data=answer.body, format=TRIPLES[kind])
    assert set(read) == set(Graph().parse(data=get(server, query).body, format="turtle"))
    assert len(read) >= 3


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, TABLES[0]),
        ("", TABLES[0]),
        ("*/*", TABLES[0]),
        ("text/*", "text/csv"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", TABLES[1]),
        ("application/*;q=0.1, text/csv;q=0.2, text/tab-separated-values;q=1.000", TABLES[3]),
        ("*/*;q=0.5, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("TEXT/CSV ; charset=utf-8 ; Q=0.3", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ],
)
def test_what_is_wanted_most_is_sent(accept: str | None, kind: str, server: GraphServer) -> None:
    assert get(server, STATES, accept).type == kind


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (STATES, "text/turtle"),
        (STATES, "image/png"),
        (STATES, "text/csv;q=0"),
        (STATES, "text/csv;q=high"),
        ("CONSTRUCT WHERE { ?s a rg:State }", "text/csv"),
    ],
)
def test_what_cannot_be_written_so_is_told(query: str, accept: str, server: GraphServer) -> None:
    answer = get(server, query, accept)
    assert answer.status == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_not_allowed(method: str, server: GraphServer) -> None:
    """bad_query_method."""
    answer = ask(server, "/query?" + urlencode({"query": "ASK {}"}), method=method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_page_takes_no_post(server: GraphServer) -> None:
    answer = ask(server, "/", b"", headers={"Content-Type": FORM})
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_head_tells_what_get_would(server: GraphServer) -> None:
    path = "/query?" + urlencode({"query": STATES})
    got, head = ask(server, path), ask(server, path, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.body))


@pytest.mark.parametrize(
    "path", ["/query?query=ASK+%7B%7D&query=SELECT+%2A+%7B%7D", "/query?query=ASK+%7B%7D&query="]
)
def test_several_queries_are_refused(path: str, server: GraphServer) -> None:
    """bad_multiple_queries."""
    assert ask(server, path).status == 400
    form = path.partition("?")[2].encode()
    assert ask(server, body=form, headers={"Content-Type": FORM}).status == 400


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (415, "text/plain", b"ASK {}"),  # bad_query_wrong_media_type
        (415, None, b"query=ASK+%7B%7D"),  # bad_query_missing_form_type
        (415, None, b"ASK {}"),  # bad_query_missing_direct_type
        (415, f"{QUERY}; charset=UTF-16", "ASK {}".encode("utf-16")),  # bad_query_non_utf8
        (400, QUERY, "ASK { ?s ?p 'é' }".encode("latin-1")),
        (400, FORM, b"query=ASK+%7B+%3Fs+%3Fp+%27%E9%27+%7D"),
        (400, FORM, b""),
        (400, FORM, b"default-graph-uri=urn:g:1"),
        (400, QUERY, b""),
        (400, FORM, b"&".join([b"a=b"] * 2000)),
        (415, "multipart/form-data; boundary=x", b"--x\r\n"),
    ],
)
def test_what_is_sent_wrongly_is_refused(
    status: int, kind: str | None, body: bytes, server: GraphServer
) -> None:
    answer = ask(server, body=body, headers={"Content-Type": kind})
    assert answer.status == status, answer.text
    assert len(answer.text.strip()) > 5


def test_what_is_not_utf_8_in_an_address_is_refused(server: GraphServer) -> None:
    assert ask(server, "/query?query=" + quote("ASK { ?s ?p 'é' }", encoding="latin-1")).status == 400


def test_a_query_is_in_one_place(server: GraphServer) -> None:
    for kind, body in ((QUERY, b"ASK {}"), (FORM, b"query=ASK+%7B%7D")):
        answer = ask(server, "/query?query=ASK+%7B%7D", body, headers={"Content-Type": kind})
        assert answer.status == 400


@pytest.mark.parametrize("way", WAYS)
def test_where_a_query_is_wrong_is_told(way: Way, server: GraphServer) -> None:
    """bad_query_syntax."""
    answer = way(server, "ASK {WHERE")
    assert (answer.status, answer.type) == (400, "application/problem+json")
    query = "SELECT * {\n  ?s foo:bar ?o }"
    said = ["query, line 2, column 6: prefix foo: is not declared", "write PREFIX foo: <...> at the top"]
    for accept in (None, "*/*", "text/csv", TABLES[0], "application/json"):
        answer = way(server, query, accept)
        expected = "application/json" if accept == "application/json" else "application/problem+json"
        assert (answer.status, answer.type) == (400, expected)
        told = {"title": "Bad Request", "status": 400, "detail": said[0], "advice": said[1]}
        assert json.loads(answer.body) == told
    for accept in ("text/plain, text/csv", "text/*", "text/plain;q=0.5, text/csv"):
        answer = way(server, query, accept)
        assert (answer.status, answer.type, answer.text.splitlines()) == (400, "text/plain", said)


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "US-ASCII"])
def test_a_charset_that_is_utf_8_is_taken(charset: str, server: GraphServer) -> None:
    answer = ask(server, body=b"ASK {}", headers={"Content-Type": f"{QUERY};charset={charset}"})
    assert answer.status == 200


def test_any_script_comes_back_as_it_was_sent(server: GraphServer) -> None:
    for way in WAYS:
        answer = way(server, "SELECT ?x { VALUES ?x { 'Việt Nam Россия 😀 a+b&c%20=d' } }")
        assert answer.rows() == [["Việt Nam Россия 😀 a+b&c%20=d"]]


def test_without_a_query_it_says_what_can_be_asked(server: GraphServer) -> None:
    answer = ask(server)
    assert (answer.status, answer.type) == (200, "text/turtle")
    told = Graph().parse(data=answer.body, format="turtle")
    assert f"{server.address}query" in {str(value) for value in told.objects()}


def test_named_queries_and_their_parameters(server: GraphServer) -> None:
    everything = get(server, "who-supports").rows()
    russia = get(server, "who-supports", **{"$actor": "Russia"}).rows()
    assert len(everything) > len(russia) == 1
    assert russia[0][1] == "Russia"
    for given, word in (({"$actor": "Rusia"}, "did you mean"), ({"$nobody": "Russia"}, "known: actor, object")):
        answer = post(server, "who-supports", **given)
        assert (answer.status, word in answer.text) == (400, True)
    more: dict[str, Any] = {"$actor": ["Russia", "Indonesia"]}
    twice = get(server, "who-supports", **more)
    assert twice.status == 400


def test_what_other_programs_say_too_is_left_alone(server: GraphServer) -> None:
    assert get(server, "ASK {}", format="json", output="json", results="json").status == 200


def test_a_store_on_disk_is_asked_with_its_graphs(tmp_path: Path, run: Run) -> None:
    data = tmp_path / "data.trig"
    data.write_text("<urn:s> <urn:in> <urn:default> . <urn:g:1> { <urn:s> <urn:in> <urn:one> }", "utf-8")
    assert run("load", data, "--store", tmp_path / "store").returncode == 0
    with served(relgraph.open(tmp_path / "store")) as server:
        assert get(server, IN).rows() == [
            ["urn:default"],
            ["urn:one"],
        ]  # a store shows all of its graphs as one
        assert post(server, IN_NAMED).rows() == [["urn:g:1", "urn:one"]]
        assert get(server, IN, **{"default-graph-uri": "urn:g:1"}).rows() == [["urn:one"]]
        assert get(server, "INSERT DATA { <urn:a> <urn:b> <urn:c> }").status == 400
        assert ask(server, "/page/actors").status == 400  # there are no acts
