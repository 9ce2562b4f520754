"""RDF of any vocabulary becomes acts by a CONSTRUCT: what is written, and what is wrong with data or query."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import turtle

import relgraph
from relgraph.errors import InputError, LimitError, OutputError, QueryError
from relgraph.importing import ImportedRdf, import_rdf

ORG = "http://www.w3.org/ns/org#"
CLUBS = f"""
@prefix org: <{ORG}> .
ex:ida rdfs:label "Ida"@en . ex:lars rdfs:label "Lars"@en .
ex:club a org:Organization ; rdfs:label "Club"@en .
[] org:member ex:ida ; org:organization ex:club ; ex:since "2019"^^xsd:gYear ; ex:page ex:book .
[] org:member ex:lars ; org:organization ex:club ; ex:since "2020"^^xsd:gYear .
"""
HEAD = f"PREFIX ex: <https://example.org/>\nPREFIX org: <{ORG}>\nPREFIX rg: <https://w3id.org/relgraph/ontology#>\n"
MAP = (
    HEAD
    + """CONSTRUCT {
  [] a rg:Membership ; rg:actor ?who ; rg:relation rg:memberOf ; rg:object ?club ; rg:from ?since ;
    rg:evidence ?page .
  ?who a rg:Person . ?club a rg:Organization . ?who rdfs:label ?name .
} WHERE {
  ?m org:member ?who ; org:organization ?club ; ex:since ?since . ?who rdfs:label ?name
  OPTIONAL { ?m ex:page ?page }
}
"""
)


@pytest.fixture
def clubs(tmp_path: Path) -> Path:
    path = tmp_path / "clubs.ttl"
    path.write_text(turtle(CLUBS), "utf-8")
    return path


def importing(clubs: Path, mapping: str, **options: Any) -> ImportedRdf:
    return import_rdf([clubs], mapping, clubs.with_name("acts.ttl"), **options)


def test_acts_are_what_the_query_makes_and_nothing_else(clubs: Path) -> None:
    imported = importing(clubs, MAP)
    assert (imported.acts, imported.relations) == (2, 0)
    graph = relgraph.open(clubs.with_name("acts.ttl"))
    assert len(graph) == imported.triples
    ida, lars = sorted(graph.acts.values(), key=lambda act: act.actors)
    assert (ida.actors, ida.objects) == (("https://example.org/ida",), ("https://example.org/club",))
    assert (ida.date, lars.date) == ("2019/..", "2020/..")
    # One row tells its page, and so one act has evidence.
    assert (ida.evidence, lars.evidence) == (("https://example.org/book",), ())
    assert (ida.modality, ida.certainty) == ("", "")
    network = relgraph.project(graph, "membership")
    assert {data["label"] for _, data in network.nodes(data=True)} == {"Ida", "Lars", "club"}
    (note,) = imported.notes
    assert "Act-evidence (1)" in note
    assert "Act-certainty (2)" in note


def test_the_same_data_give_the_same_bytes(clubs: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "again.ttl"
    shuffled.write_text(turtle("\n".join([CLUBS.splitlines()[1], *reversed(CLUBS.splitlines()[2:])])), "utf-8")
    query = tmp_path / "map.rq"
    query.write_text(MAP, "utf-8")
    written = []
    for file, mapping, name in (
        (clubs, MAP, "1.ttl"),
        (shuffled, query, "2.ttl"),
        (clubs, str(query), "3.ttl"),
    ):
        import_rdf([file], mapping, tmp_path / name)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1] == written[2]
    assert b"_:b0 a rg:Membership" in written[0]
    assert b"@prefix org:" not in written[0]


def test_files_are_read_together_and_what_is_packed_is_packed(clubs: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.nt"
    more.write_text(f"<urn:x> <{ORG}memberOf> <https://example.org/club> .", "utf-8")
    query = HEAD + "CONSTRUCT { ?who rg:memberOf ?club } { ?who org:memberOf ?club . ?club a org:Organization }"
    imported = import_rdf([clubs, more], query, tmp_path / "out.ttl.gz")
    assert (imported.triples, imported.acts, imported.relations) == (1, 0, 1)
    assert (tmp_path / "out.ttl.gz").read_bytes()[:2] == b"\x1f\x8b"
    assert len(relgraph.open(tmp_path / "out.ttl.gz")) == 1


def test_a_relation_that_the_query_declares_is_one(clubs: Path) -> None:
    declared = (
        "CONSTRUCT { ?who ex:belongs ?club . ex:belongs a rg:Relation ; rg:sign rg:cooperative ;"
        " rg:entersProjection rg:actorsProjection } { ?m org:member ?who ; org:organization ?club }"
    )
    assert importing(clubs, HEAD + declared).relations == 2
    network = relgraph.project(relgraph.open(clubs.with_name("acts.ttl")), "actors")
    assert {data["sign"] for *_, data in network.edges(data=True)} == {"cooperative"}


def test_a_query_may_ask_for_the_document_of_all_acts(clubs: Path) -> None:
    query = "# param page: where it stands\n" + MAP.replace(
        "OPTIONAL { ?m ex:page ?page }", "VALUES ?page { UNDEF }"
    )
    importing(clubs, query, parameters={"page": "<https://example.org/register>"})
    acts = relgraph.open(clubs.with_name("acts.ttl")).acts.values()
    assert [act.evidence for act in acts] == [("https://example.org/register",)] * 2
    with pytest.raises(
        QueryError, match="query: parameter page: is declared, but nothing in the query takes it"
    ):
        importing(clubs, "# param page: where it stands\n" + MAP, parameters={"page": "<urn:page>"})


def test_what_is_ill_typed_is_read_and_told(clubs: Path) -> None:
    clubs.write_text(clubs.read_text("utf-8").replace('"2019"', '"in 2019"'), "utf-8")
    imported = importing(clubs, MAP.replace("rg:from", "ex:said"))
    assert imported.notes[0].startswith("read 1 term leniently")
    with pytest.raises(InputError, match="1 ill-typed literal"):
        importing(clubs, MAP, lenient=False)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * { ?s ?p ?o }", "query: SELECT gives no triples"),
        ("ASK { ?s ?p ?o }", "query: ASK gives no triples"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT is an update, which is refused"),
        ("CONSTRUCT { ?a rg:memberOf ?b }\n { ?a org:memberOf ?b", "query, line 5, column"),
        ("CONSTRUCT { ?a rg:memberOf ?b } { SERVICE <urn:s> { ?a ?p ?b } }", "SERVICE calls another server"),
        (
            "CONSTRUCT { ?a rg:memberOf ?b } { ?a org:memberOf ?b }",
            f"gives no triple of clubs.ttl: nothing there matches ?a <{ORG}memberOf> ?b",
        ),
        (
            "CONSTRUCT { ?a rg:memberOf ?b } { ?m org:member ?a ; org:organization ?b . ?a a org:Agent"
            " OPTIONAL { ?a org:none ?x } }",
            f"nothing there matches ?a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ORG}Agent>",
        ),
        (
            "CONSTRUCT { ?a rg:memberOf ?b } { ?m org:member ?a ; org:organization ?a . BIND(1 AS ?b) }",
            "each of its patterns matches something there, but all of them nothing together",
        ),
        ("CONSTRUCT { ?a rg:memberOf ?z } { ?m org:member ?a }", "variables of its template are not bound"),
        ("CONSTRUCT { ?a rg:memberOf ?b } { GRAPH ?g { ?m org:member ?a } }", "it asks for named graphs"),
        (
            "CONSTRUCT { ?a org:memberOf ?b } { ?m org:member ?a ; org:organization ?b }",
            f"gives 2 triples, and no act or direct relation of the ontology: it has {ORG}memberOf (2)",
        ),
        (
            "CONSTRUCT { ?a rg:memberof ?b } { ?m org:member ?a ; org:organization ?b }",
            "did you mean rg:memberOf?",
        ),
        (
            "CONSTRUCT { [] a rg:Membership ; rg:actor ?a ; rg:relation rg:memberOf . ?a a rg:Person }"
            " { ?m org:member ?a }",
            "what it gives cannot be projected",
        ),
        (
            "CONSTRUCT { [] a rg:Membership ; rg:actor ?a ; rg:object ?b . ?a a rg:Person ."
            " ?b a rg:Organization } { ?m org:member ?a ; org:organization ?b }",
            "what it gives cannot be projected",
        ),
        (
            "CONSTRUCT { ?a rg:memberOf ?b ; rg:memberrOf ?b . ?a a rg:Person . ?b a rg:Organization }"
            " { ?m org:member ?a ; org:organization ?b }",
            "(did you mean rg:memberOf?), 2 times",
        ),
    ],
)
def test_a_query_that_makes_no_acts_is_refused(clubs: Path, query: str, says: str) -> None:
    with pytest.raises(QueryError) as refused:
        importing(clubs, HEAD + query)
    assert says in str(refused.value)
    assert refused.value.advice
    assert not clubs.with_name("acts.ttl").exists()


def test_errors_name_the_file_of_the_query(clubs: Path, tmp_path: Path) -> None:
    query = tmp_path / "map.rq"
    query.write_text("CONSTRUCT { ?a rg:memberOf ?b }\nWHERE { ?a foo:bar ?b }", "utf-8")
    with pytest.raises(QueryError, match=r"map\.rq, line 2, column 12: prefix foo: is not declared") as refused:
        importing(clubs, str(query))
    assert refused.value.advice == "write PREFIX foo: <...> at the top"
    query.write_text("CONSTRUCT { ?a rg:memberOf ?a } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "utf-8")
    with pytest.raises(LimitError, match=r"map\.rq: more than 1 row") as over:
        importing(clubs, str(query), max_triples=1)
    assert over.value.limit == "rows"
    with pytest.raises(InputError, match="none"):
        importing(clubs, "none.rq")
    query.write_bytes(b"CONSTRUCT { ?a rg:memberOf '\xff' }")
    with pytest.raises(InputError, match="not UTF-8"):
        importing(clubs, str(query))


def test_a_query_without_an_end_is_stopped(clubs: Path) -> None:
    every = " ".join(f"?s{number} ?p{number} ?o{number} ." for number in range(8))
    endless = f"CONSTRUCT {{ ?s0 rg:memberOf ?s1 }} {{ {every} }}"
    with pytest.raises(LimitError, match=r"query: stopped after 0\.5 s") as stopped:
        importing(clubs, endless, timeout=0.5)
    assert stopped.value.limit == "time"


def test_a_file_that_was_there_stays_where_it_fails(clubs: Path) -> None:
    output = clubs.with_name("acts.ttl")
    output.write_text("kept", "utf-8")
    with pytest.raises(QueryError):
        importing(clubs, "CONSTRUCT { ?a rg:memberOf ?b } { ?a <urn:none> ?b }")
    assert output.read_text("utf-8") == "kept"
    with pytest.raises(OutputError):
        import_rdf([clubs], MAP, clubs.parent / "none" / "acts.ttl")
