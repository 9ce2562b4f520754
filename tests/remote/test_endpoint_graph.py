"""Graphs behind endpoints: read, asked, fetched, and how many requests that takes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import Read, Run

import relgraph
from relgraph import EndpointGraph, KnowledgeGraph
from relgraph.closures import answerable
from relgraph.errors import InputError, NameNotFoundError, QueryError, StoreError
from relgraph.model.ontology import ontology_quads
from relgraph.remote import fetch

from .sparql_server import JSON, engine, query_of, results
from .stub_store import Answer, Answers, Asked, Start

LABELS = "SELECT * { ?s rdfs:label ?o } ORDER BY ?s ?o"


def ntriples(graph: KnowledgeGraph, *, vocabulary: bool = True) -> str:
    quads = [*graph.oxigraph, *(ontology_quads() if vocabulary else ())]
    content = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert content is not None
    return content.decode()


@pytest.fixture(scope="module")
def honest(meeting: KnowledgeGraph) -> Answers:
    """An endpoint with the bundled graph and the vocabulary."""
    return engine(ntriples(meeting))


def test_a_limit_of_rows_changes_nothing(meeting: KnowledgeGraph, start: Start) -> None:
    remote = relgraph.connect(start(engine(ntriples(meeting), most=400)).url)
    assert remote.ontology == meeting.ontology
    assert list(remote.acts.values()) == list(meeting.acts.values())
    remote.prefetch(meeting.acts)
    for iri in sorted(meeting.acts):
        assert remote.thing(iri) == meeting.thing(iri)


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "-f", "turtle"),
        ("duplicates",),
        ("projections",),
        ("queries",),
        ("relations",),
        ("project", "actors"),
        ("query", "who-supports"),
        ("push", "http://127.0.0.1:1/store", "--replace"),
    ],
)
def test_a_graph_without_triples_is_refused_as_a_file_is(
    arguments: tuple[str, ...], start: Start, run: Run
) -> None:
    done = run(*arguments, "-d", start(engine("")).url)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"no triples in what it asks by default" in done.stderr
    assert b"--graph IRI" in done.stderr


def test_what_was_read_is_not_asked_again(meeting: KnowledgeGraph, honest: Answers, start: Start) -> None:
    stub = start(honest)
    remote = relgraph.connect(stub.url)
    iris = sorted(meeting.acts)
    remote.prefetch(iris)
    assert remote.ontology == meeting.ontology
    before = len(stub.asked)
    assert [remote.thing(iri) for iri in iris] == [meeting.thing(iri) for iri in iris]
    assert list(remote.pairs_of("urn:no-such")) == list(remote.pairs_of("urn:no-such")) == []
    assert len(stub.asked) == before + 1
    assert before < 30
    assert remote.fetched_rows > len(iris)


def test_a_blank_node_is_told_of_and_never_passed_over(start: Start) -> None:
    remote = relgraph.connect(start(engine("_:a <urn:p> <urn:b> .")).url)
    with pytest.raises(StoreError, match="links blank nodes"):
        list(remote.pairs_of("urn:p"))
    with pytest.raises(InputError, match="blank node"):
        list(remote.objects_of("_:a", "urn:p"))


@pytest.mark.parametrize(
    "row",
    [
        {"s": {"type": "literal", "value": "x"}, "o": {"type": "uri", "value": "urn:a"}},
        {"s": {"type": "uri", "value": "urn:a"}},
    ],
)
def test_what_is_no_statement_is_an_error(row: dict[str, object], start: Start) -> None:
    one = {"type": "literal", "value": "1"}

    def answers(asked: Asked) -> Answer:
        body = results({"n": one}, names=("n",)) if "COUNT" in query_of(asked) else results(row)
        return Answer(200, body, {"Content-Type": JSON})

    with pytest.raises(StoreError, match="no statements"):
        list(relgraph.connect(start(answers).url).pairs_of("urn:p"))


@pytest.mark.parametrize("name", sorted(relgraph.named_queries()))
def test_named_queries_are_sent_as_they_are(
    name: str, meeting: KnowledgeGraph, honest: Answers, start: Start
) -> None:
    stub = start(honest)
    found = relgraph.connect(stub.url).query(name)
    assert found.serialize("csv") == relgraph.query(meeting, name).serialize("csv")
    assert relgraph.named_queries()[name].text in [query_of(asked) for asked in stub.asked]


def test_a_named_query_is_refused_where_the_vocabulary_is_not(meeting: KnowledgeGraph, start: Start) -> None:
    remote = relgraph.connect(start(engine(ntriples(meeting, vocabulary=False))).url)
    with pytest.raises(StoreError, match=r"lacks the vocabulary.*who-supports would find a part"):
        remote.query("who-supports")
    assert not remote.query("ASK { ?s rdfs:subClassOf ?o }").boolean
    assert "lacks the vocabulary" in remote.notes[0]


@pytest.mark.parametrize("form", [str, str.upper, "  {} ".format])
def test_a_parameter_is_looked_up_there(
    form: object, meeting: KnowledgeGraph, honest: Answers, start: Start
) -> None:
    asked = {"speaker": form("Viet Nam")}  # type: ignore[operator]
    remote = relgraph.connect(start(honest).url)
    assert (
        remote.query("said-by", parameters=asked).rows
        == relgraph.query(meeting, "said-by", parameters=asked).rows
    )
    with pytest.raises(NameNotFoundError, match="nothing here is called 'Atlantis'"):
        remote.query("said-by", parameters={"speaker": "Atlantis"})


@pytest.mark.parametrize(
    "text",
    [
        LABELS,
        "ASK { ?s a rg:State }",
        "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o FILTER(?o = rg:State) }",
        "PREFIX l: <http://www.w3.org/2000/01/rdf-schema#>\nSELECT * { ?s l:label ?o } ORDER BY ?o ?s LIMIT 3",
        "SELECT (COUNT(*) AS ?n) { ?s rg:actor ?o } # a comment",
    ],
)
def test_a_query_of_the_user_answers_as_over_the_file(text: str, meeting: KnowledgeGraph, start: Start) -> None:
    remote = relgraph.connect(start(engine(ntriples(meeting, vocabulary=False))).url)
    here, there = relgraph.query(meeting, text), remote.query(text)
    assert (there.kind, there.variables, there.rows) == (here.kind, here.variables, here.rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "is an update"),
        ("SELECT * { ?s ?p ?o } ; CLEAR ALL", "is an update"),
        ("SELECT * { ?s ?p ?o } ; \\u0049NSERT { ?s ?p ?o }", "is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE calls another server"),
        ("hello { world }", "is no SPARQL query"),
        ("SELECT * " + "{" * 6000 + "}" * 6000, "is nested more than 500 deep"),
        ("SELECT ?x {", "the endpoint rejects the query"),
    ],
)
def test_what_is_no_query_is_not_sent(text: str, words: str, honest: Answers, start: Start) -> None:
    stub = start(honest)
    with pytest.raises(QueryError, match=words):
        relgraph.connect(stub.url).query(text)
    assert bool(stub.asked) == ("rejects" in words)


def test_a_service_is_called_by_the_endpoint_alone(start: Start, heard: tuple[str, list[str]]) -> None:
    answer = results({"s": {"type": "uri", "value": "urn:a"}}, names=("s",))
    remote = relgraph.connect(start(lambda asked: Answer(200, answer, {"Content-Type": JSON})).url)
    address, asked = heard
    found = remote.query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", allow_service=True)
    assert (found.variables, len(found), asked) == (("s",), 1, [])


def test_all_is_fetched_without_vocabulary_and_closures(read: Read, start: Start) -> None:
    graph = read("<a> a rg:State ; rdfs:label 'A' ; <urn:p> [ <urn:q> 1 ], ( 2 ) . [] a rg:Person .")
    closures = "<urn:a> <https://w3id.org/relgraph/ontology#standsFor> <urn:a> ."
    stub = start(engine(ntriples(graph) + closures))
    remote = relgraph.connect(stub.url)
    found = fetch(remote)
    assert relgraph.export(found, "ntriples") == relgraph.export(graph, "ntriples")
    assert found.notes[-1].startswith("fetched ")
    with pytest.raises(StoreError, match="and this needs them all in memory"):
        fetch(remote, max_triples=10)
    with pytest.raises(StoreError, match="blank nodes, which cannot be told apart"):
        fetch(relgraph.connect(start(engine(ntriples(graph), most=20)).url))


def test_commands_take_an_endpoint(meeting: KnowledgeGraph, honest: Answers, start: Start, run: Run) -> None:
    url = start(honest).url
    for arguments in (
        ("query", "said-by", "-f", "csv"),
        ("query", LABELS, "-f", "json"),
        ("export", "-f", "ntriples"),
        ("project", "actors", "-f", "csv"),
        ("centrality", "actors", "-f", "csv"),
    ):
        result = run(*arguments, "-d", url)
        assert result.returncode == 0, result.stderr
        assert result.stdout
    assert b"acts are fetched" in result.stderr
    result = run("export", "-f", "turtle", "-d", url, "-d", "x.ttl")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"an endpoint is given beside other data" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "questions"),
    [(("queries",), 37), (("relations", "-f", "json"), 3), (("projections", "-f", "json"), 3)],
)
def test_lists_are_asked_for_and_nothing_is_fetched(
    arguments: tuple[str, ...], questions: int, honest: Answers, start: Start, run: Run
) -> None:
    stub = start(honest)
    there = run(*arguments, "-d", stub.url)
    assert there.returncode == 0, there.stderr
    assert there.stdout == run(*arguments).stdout
    assert len(stub.asked) == questions


def test_a_relation_that_an_endpoint_declares_is_in_the_lists(read: Read, start: Start, run: Run) -> None:
    graph = read(
        "<blesses> a rg:Relation ; rdfs:subPropertyOf rg:supports ; rdfs:label 'blesses'@en ; "
        "skos:definition 'The actor blesses it.'@en ; rg:entersProjection 'actors' ."
    )
    url = start(engine(ntriples(graph, vocabulary=False))).url
    listed = run("relations", "blesses", "-d", url)
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert b"The actor blesses it." in listed.stdout
    assert run("projections", "-f", "json", "-d", url).stdout.count(b'"blesses"') == 1
    assert relgraph.connect(url).ontology == graph.ontology


def test_rows_are_not_counted_of_a_part(meeting: KnowledgeGraph, start: Start, run: Run) -> None:
    done = run("queries", "-d", start(engine(ntriples(meeting, vocabulary=False))).url)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"lacks the vocabulary" in done.stderr


def test_functions_that_need_a_store_say_what_to_do(honest: Answers, start: Start) -> None:
    remote: EndpointGraph = relgraph.connect(start(honest).url)
    with pytest.raises(InputError, match="behind an endpoint") as caught:
        relgraph.export(remote, "turtle")  # type: ignore[arg-type]
    assert "relgraph.fetch(" in caught.value.advice


def test_closures_of_two_pushes_hold_for_neither(read: Read, start: Start) -> None:
    of_both = "<a> a rg:State . <b> a rg:State . <both> a rg:CollectiveActor ; rg:resolvesTo <a> , <b> . "
    act = "<s{0}> rg:actor {1} ; rg:relation rg:supports ; rg:object <c> . <c> a rg:State ."
    parts = [of_both + act.format(1, "<a>"), act.format(2, "<both>")]
    whole = answerable(read(" ".join(parts)))
    for content, counts in (([whole], True), (map(answerable, map(read, parts)), False)):
        remote = relgraph.connect(start(engine("".join(map(ntriples, content)))).url)
        assert remote.counts == counts
        here, there = (
            relgraph.centrality(relgraph.fold(graph, "actors", collectives="resolve"), "strength")
            for graph in (whole, remote)
        )
        assert [(row.label, row.values) for row in there.rows] == [(row.label, row.values) for row in here.rows]


def test_acts_that_were_added_without_closures_are_not_passed_over(read: Read, start: Start) -> None:
    data = (
        "<s{0}> rg:actor <a{0}> ; rg:relation rg:supports ; rg:object <b{0}> ; rg:date '2020'^^xsd:gYear . "
        "<a{0}> a rg:State . <b{0}> a rg:State ."
    )
    whole, added = answerable(read(data.format(1))), read(data.format(1) + data.format(2))
    for content, counts in ((ntriples(whole), True), (ntriples(whole) + ntriples(added), False)):
        remote = relgraph.connect(start(engine(content)).url)
        assert remote.counts == counts
        network = relgraph.project(remote, "actors", collectives="resolve")
        assert network.number_of_edges() == (1 if counts else 2)
        assert any("not what its closures were made of" in note for note in remote.notes) != counts
