"""The rows of a query are edges, of any data: what they carry, and what is wrong with them by their number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from conftest import GraphOf, Run, turtle
from small_graphs import EX

import relgraph
from relgraph import KnowledgeGraph, Network
from relgraph.errors import QueryError

TRADE = """
ex:n a ex:Nation ; rdfs:label "Nord"@en , "Norden"@de .  ex:s a ex:Nation ; rdfs:label "Syd"@en .
ex:w a ex:Union ; rdfs:label "West"@en . ex:Nation rdfs:subClassOf ex:Body .
ex:1 ex:exporter ex:n ; ex:importer ex:s ; ex:tons 2.5 ; ex:in "2021-03-04"^^xsd:date .
ex:2 ex:exporter ex:s ; ex:importer ex:n ; ex:tons 4 ; ex:in "2022"^^xsd:gYear ; ex:mood -1 .
ex:3 ex:exporter ex:n ; ex:importer ex:w ; ex:mood 1 .
ex:4 ex:exporter ex:w ; ex:importer ex:w .
ex:exports rdfs:label "exports to"@en .
"""
ALL = """
SELECT ?source ?target (ex:exports AS ?relation) (?tons AS ?weight) (?in AS ?date) (?mood AS ?sign) {
  ?flow ex:exporter ?source ; ex:importer ?target .
  OPTIONAL { ?flow ex:tons ?tons } OPTIONAL { ?flow ex:in ?in } OPTIONAL { ?flow ex:mood ?mood }
}
"""


def edge_graph(graph: KnowledgeGraph, query: str) -> KnowledgeGraph:
    return relgraph.edge_graph(graph, relgraph.query(graph, query))


def told(network: Network, *names: str) -> list[tuple[Any, ...]]:
    return sorted(
        (source.removeprefix(EX), target.removeprefix(EX), *(data[name] for name in names))
        for source, target, data in network.edges(data=True)
    )


def test_rows_are_edges_with_all_that_they_say(graph_of: GraphOf) -> None:
    edges = edge_graph(graph_of(TRADE), ALL)
    assert edges.notes == ("left out 1 row whose source is the target",)
    network = relgraph.project(edges, "actors")
    assert isinstance(network, nx.MultiDiGraph)
    assert told(network, "relation", "label", "weight", "date", "sign", "directed") == [
        ("n", "s", "exports", "exports to", 2.5, "2021-03-04", "neutral", True),
        ("n", "w", "exports", "exports to", 1.0, "", "cooperative", True),
        ("s", "n", "exports", "exports to", 4.0, "2022", "adverse", True),
    ]
    assert {
        node.removeprefix(EX): (data["label"], data["kind"]) for node, data in network.nodes(data=True)
    } == {
        "n": ("Nord", "Nation"),
        "s": ("Syd", "Nation"),
        "w": ("West", "Union"),
    }


def test_edges_of_rows_are_edges_as_any_other(graph_of: GraphOf) -> None:
    graph = graph_of(TRADE)
    graph.languages = ("de",)
    edges = edge_graph(graph, ALL)
    signed = relgraph.project(edges, "signed")
    assert told(signed, "sign") == [("n", "w", "cooperative"), ("s", "n", "adverse")]
    assert {data["label"] for _, data in signed.nodes(data=True)} == {"Norden", "Syd", "West"}
    dated = relgraph.project(edges, "actors", since="2022", kinds=["Nation"])
    assert told(dated, "date") == [("s", "n", "2022")]
    assert told(relgraph.project(edges, "actors", kinds=["Body"]), "weight") == [
        ("n", "s", 2.5),
        ("s", "n", 4.0),
    ]
    assert told(relgraph.project(edges, "actors", relations=["ex:exports"]), "weight") == [
        ("n", "s", 2.5), ("n", "w", 1.0), ("s", "n", 4.0),
    ]  # fmt: skip
    strength = relgraph.centrality(relgraph.fold(edges, "actors"), relgraph.Scoring(("strength",)))
    assert [(row.label, row.values) for row in strength.rows] == [
        ("Norden", (7.5,)), ("Syd", (6.5,)), ("West", (1.0,)),
    ]  # fmt: skip
    years = relgraph.timeline(relgraph.fold(edges, "actors"), relgraph.Scoring(("degree",)), by="year")
    assert {row.period for row in years.rows} == {"2021", "2022"}


def test_a_relation_of_the_ontology_or_of_the_data_says_what_it_means(graph_of: GraphOf) -> None:
    graph = graph_of(
        "ex:feuds a rg:Relation ; rg:sign rg:adverse ; rg:direction rg:undirected ; rg:weight 3 ;"
        " rdfs:label 'feuds' .\n"
    )
    rows = (
        "(ex:a ex:b ex:feuds) (ex:a ex:c rg:supports) (ex:b ex:c rg:attends)"
        " (ex:c ex:a UNDEF) (ex:c ex:b 'is near')"
    )
    network = relgraph.project(
        edge_graph(graph, f"SELECT * {{ VALUES (?source ?target ?relation) {{ {rows} }} }}"), "actors"
    )
    assert told(network, "relation", "label", "sign", "directed", "weight") == [
        ("a", "b", "feuds", "feuds", "adverse", False, 3.0),
        ("a", "c", "supports", "supports", "cooperative", True, 1.0),
        ("b", "c", "attends", "attends", "neutral", True, 1.0),
        ("c", "a", "edge", "edge", "neutral", True, 1.0),
        ("c", "b", "is%20near", "is near", "neutral", True, 1.0),
    ]


def test_a_row_may_have_another_sign_than_its_relation(graph_of: GraphOf) -> None:
    rows = "(ex:a ex:b -1) (ex:b ex:a rg:cooperative) (ex:c ex:a UNDEF) (ex:c ex:b '0.0')"
    network = relgraph.project(
        edge_graph(
            graph_of(""),
            "SELECT ?source ?target ?sign (rg:condemns AS ?relation)"
            f" {{ VALUES (?source ?target ?sign) {{ {rows} }} }}",
        ),
        "actors",
        relations=["rg:condemns"],
    )
    assert told(network, "relation", "sign") == [
        ("a", "b", "condemns", "adverse"),
        ("b", "a", "condemns", "cooperative"),
        ("c", "a", "condemns", "adverse"),
        ("c", "b", "condemns", "neutral"),
    ]


def test_rows_that_agree_on_a_sign_are_of_a_relation_that_has_it(graph_of: GraphOf) -> None:
    edges = edge_graph(
        graph_of(""), "SELECT ?source ?target ?sign { VALUES (?source ?target ?sign) { (ex:a ex:b -1) } }"
    )
    (relation,) = edges.ontology.named("edge")
    assert relation.sign == "adverse"


def test_equal_rows_are_edges_of_their_own_and_what_lasts_has_ends(graph_of: GraphOf) -> None:
    rows = "(ex:a ex:b '2020/2021') (ex:a ex:b '2020/2021') (ex:a ex:c '../2019-05')"
    edges = edge_graph(
        graph_of(""), f"SELECT ?source ?target ?date {{ VALUES (?source ?target ?date) {{ {rows} }} }}"
    )
    assert told(relgraph.project(edges, "actors"), "date", "from", "until") == [
        ("a", "b", "2020/2021", "2020", "2021"),
        ("a", "b", "2020/2021", "2020", "2021"),
        ("a", "c", "../2019-05", "", "2019-05"),
    ]
    over = relgraph.project(edges, "actors", as_of="2020")
    assert told(over) == [("a", "b"), ("a", "b")]


def test_what_is_linked_is_an_actor_whatever_else_it_is(graph_of: GraphOf) -> None:
    graph = graph_of("ex:m a rg:Meeting . ex:t a skos:Concept . ex:x a rg:Act ; rg:relation rg:supports .\n")
    rows = "(ex:m ex:t) (ex:t ex:x) (ex:x ex:m) (ex:unknown ex:m)"
    edges = edge_graph(graph, f"SELECT ?source ?target {{ VALUES (?source ?target) {{ {rows} }} }}")
    assert told(relgraph.project(edges, "actors")) == [("m", "t"), ("t", "x"), ("unknown", "m"), ("x", "m")]


def test_collectives_are_resolved_as_in_the_data(graph_of: GraphOf) -> None:
    graph = graph_of("ex:both a rg:CollectiveActor ; rg:resolvesTo ex:a , ex:b .\n")
    edges = edge_graph(graph, "SELECT ?source ?target { VALUES (?source ?target) { (ex:both ex:c) } }")
    resolved = relgraph.project(edges, "actors", collectives="resolve")
    assert told(resolved, "directed") == [("a", "b", False), ("a", "c", True), ("b", "c", True)]


def test_further_variables_are_attributes_of_edges(graph_of: GraphOf, run: Run, tmp_path: Path) -> None:
    graph = graph_of(TRADE)
    query = """
    SELECT ?source ?target ?flow (?tons AS ?load) (?mood AS ?score) {
      ?flow ex:exporter ?source ; ex:importer ?target OPTIONAL { ?flow ex:tons ?tons }
      OPTIONAL { ?flow ex:mood ?mood } FILTER(?source != ?target)
    }"""
    edges = edge_graph(graph, query)
    assert edges.notes == ("attributes of the edges: ?flow, ?load and ?score",)
    network = relgraph.project(edges, "actors")
    found = {
        data["flow"]: (data.get("load"), data.get("score (attribute)"), data["weight"])
        for *_, data in network.edges(data=True)
    }
    assert found == {
        (f"{EX}1",): (("2.5",), None, 1.0),
        (f"{EX}2",): (("4",), ("-1",), 1.0),
        (f"{EX}3",): (None, ("1",), 1.0),
    }
    path = tmp_path / "trade.ttl"
    path.write_text(turtle(TRADE), "utf-8")
    result = run("why", f"{EX}n", "--edges", query, "-d", path, "-f", "json")
    assert result.returncode == 0, result.stderr
    acts = [reason for reason in json.loads(result.stdout)["reasons"] if reason["what"] == "act"]
    assert {"flow": [f"{EX}2"], "load": ["4"], "score (attribute)": ["-1"]} in [
        reason["attributes"] for reason in acts
    ]


def test_a_blank_node_is_no_value_of_an_attribute(graph_of: GraphOf) -> None:
    graph = graph_of("ex:n ex:p ex:s , [] .\n")
    with pytest.raises(
        QueryError, match=r"row 1: \?blank is _:\w+, and no IRI or text: leave it out of the SELECT"
    ):
        edge_graph(
            graph, "SELECT * { ?source ex:p ?target , ?blank FILTER(isBlank(?blank) && isIRI(?target)) }"
        )


@pytest.mark.parametrize(
    ("query", "says", "advice"),
    [
        ("ASK { ?s ?p ?o }", "of the form ASK", "write SELECT ?source ?target"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "of the form CONSTRUCT or DESCRIBE", "write SELECT ?source ?target"),
        ("SELECT ?source { ?source ?p ?o }", "does not select ?target", "write SELECT ?source ?target"),
        ("SELECT ?a ?b { ?a ?p ?b }", "does not select ?source and ?target", "write SELECT ?source ?target"),
        ("SELECT * { ?source ?relatoin ?target }", "unknown variable of an edge '?relatoin'", "?relation"),
        ("SELECT * { ?source ?Target ?target }", "unknown variable of an edge '?Target'", "otherwise"),
        (
            "SELECT ?source ?target ?wieght { ?source ?wieght ?target }",
            "unknown variable of an edge '?wieght'",
            "did you mean ?weight?",
        ),
        ("SELECT ?source ?target { ?source ex:none ?target }", "has no rows", "loosen its WHERE clause"),
        ("SELECT ?source ?target { ?source a rg:State BIND(?source AS ?target) }", "to itself", "pairs"),
    ],
)  # fmt: skip
def test_a_query_of_another_kind_is_refused(graph_of: GraphOf, query: str, says: str, advice: str) -> None:
    with pytest.raises(QueryError) as refused:
        edge_graph(graph_of(TRADE), query)
    assert says in str(refused.value)
    assert advice in refused.value.advice


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("source", "'Nord'", 'row 2: ?source is "Nord", and no IRI'),
        ("target", "UNDEF", "row 2: ?target is not bound"),
        ("weight", "'many'", "row 2: ?weight many is no number from 0.000001 to 1000000000000"),
        ("weight", "0", "row 2: ?weight 0 is no number"),
        ("weight", "-2", "row 2: ?weight -2 is no number"),
        ("weight", "'NaN'^^xsd:double", "row 2: ?weight NaN is no number"),
        ("weight", "ex:heavy", "row 2: ?weight is <https://example.org/heavy>, and no text"),
        ("date", "'in spring'", "row 2: ?date 'in spring' is no date"),
        ("date", "'2021/2020'", "row 2: ?date '2021/2020' is no date"),
        ("date", "20210706", "row 2: ?date '20210706' is no date"),
        ("sign", "2", "row 2: ?sign '2' is none of 1, 0, -1"),
        ("sign", "'friendly'", "row 2: ?sign 'friendly' is none of"),
        ("sign", "'NaN'", "row 2: ?sign 'NaN' is none of"),
        ("relation", "' '", "row 2: ?relation is an empty text"),
    ],
)
def test_a_row_that_is_no_edge_is_told_by_its_number(
    graph_of: GraphOf, variable: str, value: str, says: str
) -> None:
    good = {
        "source": "ex:n",
        "target": "ex:s",
        "relation": "ex:r",
        "weight": "1",
        "date": "'2021'",
        "sign": "1",
    }
    names = " ".join(f"?{name}" for name in good)
    rows = f"({' '.join(good.values())}) ({' '.join({**good, variable: value}.values())})"
    with pytest.raises(QueryError, match="1 row of 2 cannot be an edge") as refused:
        edge_graph(graph_of(TRADE), f"SELECT {names} {{ VALUES ({names}) {{ {rows} }} }}")
    assert says in str(refused.value)


def test_blank_nodes_are_told_how_to_get_a_name(graph_of: GraphOf) -> None:
    graph = graph_of('[] ex:name "Nils" ; ex:likes [ ex:name "Sif Ek" ] .')
    likes = "?one ex:likes ?other . ?one ex:name ?first . ?other ex:name ?last"
    with pytest.raises(QueryError, match=r"\?source is a blank node, which has no IRI: make one") as refused:
        edge_graph(graph, f"SELECT (?one AS ?source) (?other AS ?target) {{ {likes} }}")
    assert 'BIND(IRI(CONCAT("urn:x:", ENCODE_FOR_URI(?name))) AS ?source)' in str(refused.value)
    named = 'BIND(IRI(CONCAT("urn:x:", ENCODE_FOR_URI(?%s))) AS ?%s)'
    edges = edge_graph(
        graph,
        f"SELECT ?source ?target {{ {likes} {named % ('first', 'source')} {named % ('last', 'target')} }}",
    )
    assert told(relgraph.project(edges, "actors")) == [("urn:x:Nils", "urn:x:Sif%20Ek")]


def test_many_faults_are_counted_and_the_first_told(graph_of: GraphOf) -> None:
    rows = " ".join(f"({number} ex:a)" for number in range(5))
    with pytest.raises(QueryError) as refused:
        edge_graph(graph_of(""), f"SELECT ?source ?target {{ VALUES (?source ?target) {{ {rows} }} }}")
    assert str(refused.value).startswith("5 rows of 5 cannot be an edge: row 1: ?source is")
    assert str(refused.value).endswith("and 2 more")


@pytest.fixture
def trade(tmp_path: Path) -> list[str]:
    (tmp_path / "trade.ttl").write_text(turtle(TRADE), "utf-8")
    (tmp_path / "map.rq").write_text(ALL, "utf-8")
    return ["--edges", "map.rq", "-d", "trade.ttl"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("project", "-f", "json"),
        ("project", "signed", "-f", "graphml"),
        ("centrality", "actors", "-f", "csv"),
        ("centrality", "-m", "strength", "--bootstrap", "20", "-f", "json"),
        ("blocs", "-f", "csv"),
        ("timeline", "-f", "csv"),
        ("why", "Nord", "-f", "csv"),
        ("render",),
    ],
    ids=" ".join,
)
def test_every_command_of_networks_takes_them(arguments: tuple[str, ...], trade: list[str], run: Run) -> None:
    first, again = (run(*arguments, *trade) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert b"Nord" in first.stdout
    assert first.stdout == again.stdout
    assert b"left out 1 row whose source is the target" in first.stderr


def test_a_store_and_standard_input_are_asked_too(trade: list[str], tmp_path: Path, run: Run) -> None:
    of_file = json.loads(run("project", *trade, "-f", "json").stdout)
    assert run("load", "trade.ttl", "--store", "trade.store").returncode == 0
    of_store = run("project", "--edges", "-", "-d", "trade.store", "-f", "json", stdin=ALL.encode())
    assert of_store.returncode == 0, of_store.stderr
    assert json.loads(of_store.stdout) == of_file
    assert [len(of_file[part]) for part in ("nodes", "edges")] == [3, 3]


def test_without_a_projection_there_have_to_be_edges(trade: list[str], run: Run) -> None:
    missing = run("project", "-d", "trade.ttl")
    assert missing.returncode == 2
    assert b"Missing argument 'PROJECTION'" in missing.stderr
    wrong = run("project", "--edges", "none.rq", "-d", "trade.ttl")
    assert wrong.returncode == 2
    assert b"none.rq" in wrong.stderr
    service = run(
        "project", "--edges", "SELECT ?source ?target { SERVICE <urn:x> { ?source ?p ?target } }", *trade[2:]
    )
    assert service.returncode == 2
    assert b"SERVICE" in service.stderr
    every = " ".join(f"?s{number} ?p{number} ?o{number} ." for number in range(8))
    endless = run(
        "project", "--timeout", "1", *trade[2:],
        "--edges", f"SELECT ?source ?target {{ ?source ?a ?target . {every} }}",
    )  # fmt: skip
    assert endless.returncode == 2
    assert b"stopped after 1 s" in endless.stderr
