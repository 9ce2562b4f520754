"""Queries of a user are answered whole, refused where the endpoint cuts them off, or told of in notes."""

from __future__ import annotations

import threading

import pytest
from conftest import Run

import relgraph
from relgraph.errors import StoreError

from .sparql_server import engine, query_of
from .stub_store import Answer, Answers, Asked, Start

NUMBER = 150
TURTLE = "".join(
    f"<urn:s{number}> <urn:p> <urn:o{number}> ; <urn:k> <urn:k{number % 120}> .\n" for number in range(NUMBER)
)
PAIRS = "SELECT ?s ?o { ?s <urn:p> ?o }"


@pytest.mark.parametrize("most", [100, 101, 128, 137, 149])
@pytest.mark.parametrize(
    "text",
    [
        PAIRS,
        "SELECT DISTINCT * WHERE { ?s <urn:p> ?o } ORDER BY ?o LIMIT 1000",
        "SELECT ?limit { { SELECT ?limit { ?limit <urn:p> ?o } LIMIT 150 } }",
        "CONSTRUCT { ?o a ?s } { ?s <urn:p> ?o }",
        "CONSTRUCT WHERE { ?s <urn:p> ?o }",
        "CONSTRUCT { [] <urn:q> ?s } WHERE { ?s <urn:p> ?o } LIMIT 150",
    ],
)
def test_a_query_that_is_cut_off_is_refused_whatever_the_limit(text: str, most: int, start: Start) -> None:
    what = "triples" if text.startswith("CONSTRUCT") else "rows"
    with pytest.raises(StoreError, match=f"{most} of 150 {what} came: the endpoint cuts its answers off"):
        relgraph.connect(start(engine(TURTLE, most=most)).url).query(text)
    for enough in (150, 151, None):
        remote = relgraph.connect(start(engine(TURTLE, most=enough)).url)
        assert len(remote.query(text)) == NUMBER
        assert remote.notes == ()


@pytest.mark.parametrize(
    ("text", "triples"),
    [
        ("CONSTRUCT { ?s <urn:a> ?o . ?o <urn:b> ?s , ?s } { ?s <urn:p> ?o }", 300),
        ("CONSTRUCT { ?s <urn:a> ?o ; <urn:b> ?o , 1 } { ?s <urn:p> ?o } ORDER BY ?s LIMIT 70", 210),
        ("CONSTRUCT { [] <urn:a> ?k ; <urn:b> ( ?k ) } { { ?s <urn:k> ?k } }", 600),
        ("CONSTRUCT { ?k <urn:a> ?k , 01 , 1.0 , ?none } { ?s <urn:k> ?k }", 360),
        ("CONSTRUCT WHERE { ?s <urn:p> ?o ; <urn:k> ?k }", 300),
    ],
)
def test_triples_are_counted_and_not_the_rows_that_they_are_made_from(
    text: str, triples: int, start: Start
) -> None:
    with pytest.raises(StoreError, match=f"160 of {triples} triples came"):
        relgraph.connect(start(engine(TURTLE, most=160)).url).query(text)
    remote = relgraph.connect(start(engine(TURTLE, most=triples)).url)
    assert (len(remote.query(text)), remote.notes) == (triples, ())


def test_fewer_triples_than_rows_are_whole_where_the_limit_is_on_what_is_answered(start: Start) -> None:
    remote = relgraph.connect(start(engine(TURTLE, most=130)).url)
    assert len(remote.query("CONSTRUCT { ?k a <urn:K> } { ?s <urn:k> ?k }")) == 120
    assert remote.notes == ()


@pytest.mark.parametrize(
    ("turtle", "pages", "words"),
    [
        (
            TURTLE.replace("<urn:o", "_:o").replace("> ; <urn:k>", " ; <urn:k>"),
            True,
            "a limit of 137 rows and blank nodes",
        ),
        (TURTLE, False, "a row of one page comes in another again"),
    ],
)
def test_triples_are_refused_where_their_rows_are_cut_off_for_good(
    turtle: str, pages: bool, words: str, start: Start
) -> None:
    text = "CONSTRUCT WHERE { ?s <urn:p> ?o }"
    with pytest.raises(StoreError, match=words):
        relgraph.connect(start(engine(turtle, most=137, pages=pages)).url).query(text)
    assert len(relgraph.connect(start(engine(turtle)).url).query(text)) == NUMBER


def test_an_endpoint_that_tells_of_its_limit_is_asked_below_a_hundred_too(start: Start) -> None:
    told = relgraph.connect(start(engine(TURTLE, most=37, says_limit=True)).url)
    with pytest.raises(StoreError, match="37 of 150 rows came"):
        told.query(PAIRS)
    assert len(told.query(f"{PAIRS} LIMIT 37")) == 37


@pytest.mark.parametrize(
    ("text", "further"),
    [
        (PAIRS, 1),
        (f"{PAIRS} LIMIT 137", 0),
        (f"{PAIRS} LIMIT 400", 1),
        (f"{PAIRS} LIMIT 99", 0),
        (f"SELECT * {{ {{ {PAIRS} LIMIT 137 }} }}", 1),
        (f"{PAIRS} # LIMIT 150", 1),
        ("CONSTRUCT { ?s a ?o } { ?s <urn:p> ?o }", 2),
        ("CONSTRUCT { ?s a ?o } { ?s <urn:p> ?o } LIMIT 99", 0),
        ("DESCRIBE <urn:s1>", 0),
        ("ASK { ?s <urn:p> ?o }", 0),
    ],
)
def test_a_query_is_asked_once_and_counted_where_a_limit_may_have_cut_it(
    text: str, further: int, start: Start
) -> None:
    stub = start(engine(TURTLE))
    relgraph.connect(stub.url).query(text)
    assert query_of(stub.asked[0]) == text
    assert len(stub.asked) == 1 + further


def test_of_a_describe_it_is_said_that_it_cannot_be_checked(start: Start, run: Run) -> None:
    stub = start(engine(TURTLE))
    done = run("query", "DESCRIBE <urn:s1>", "-f", "ntriples", "-d", stub.url)
    assert (done.returncode, done.stdout.count(b"\n")) == (0, 2)
    assert done.stderr == b"2 triples came; whether these are all cannot be found out of a DESCRIBE\n"


def uncounting(answer: Answer | None, done: threading.Event | None = None) -> Answers:
    """Answer all questions but those that count."""
    honest = engine(TURTLE)

    def answers(asked: Asked) -> Answer | None:
        if "COUNT" not in query_of(asked):
            return honest(asked)
        if done is not None:
            done.wait(60)
        return answer

    return answers


@pytest.mark.parametrize(
    ("text", "what"), [(PAIRS, b"rows"), ("CONSTRUCT { ?s a ?o } { ?s <urn:p> ?o }", b"triples")]
)
@pytest.mark.parametrize("status", [400, 500, None])
def test_where_a_count_fails_what_came_is_told_to_be_unchecked(
    text: str, what: bytes, status: int | None, start: Start, run: Run
) -> None:
    done = threading.Event()
    stub = start(uncounting(Answer(status, b"no subqueries")) if status else uncounting(None, done))
    fmt = "ntriples" if what == b"triples" else "csv"
    try:
        result = run("query", text, "-f", fmt, "--timeout", "2", "-d", stub.url)
    finally:
        done.set()
    assert result.returncode == 0
    assert result.stdout.count(b"urn:o") == NUMBER
    said = b"150 %b came; whether these are all could not be found out: http://127.0.0.1" % what
    assert said in result.stderr
    assert (b"no subqueries" if status else b"no answer within 2 seconds") in result.stderr


def test_an_endpoint_that_says_it_cut_off_and_cannot_count_is_refused(start: Start) -> None:
    cutting = engine(TURTLE, most=120, says_limit=True)
    stub = start(lambda asked: Answer(500) if "COUNT" in query_of(asked) else cutting(asked))
    with pytest.raises(StoreError, match="the endpoint failed"):
        relgraph.connect(stub.url).query(PAIRS)


def test_more_than_are_counted_is_told(start: Start) -> None:
    remote = relgraph.connect(start(engine(TURTLE, lie=lambda query, number: number - 1)).url)
    assert len(remote.query(PAIRS)) == NUMBER
    assert remote.notes == (
        "150 rows came, and asked again the endpoint has 149: the data changed meanwhile, or it errs",
    )
