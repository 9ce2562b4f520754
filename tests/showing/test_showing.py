"""What names a thing, and what links two: which acts, in which role, through what, in which order."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from conftest import GraphOf

import relgraph
from relgraph import Shown
from relgraph.errors import NameNotFoundError

EX = "https://example.org/"


def act(name: str, actor: str, relation: str, thing: str, rest: str = "") -> str:
    more = f" ; {rest}" if rest else ""
    return (
        f'ex:{name} a rg:Act ; rdfs:label "{name}"@en ; rg:actor {actor} ; rg:relation rg:{relation} ; '
        f"rg:object {thing}{more} .\n"
    )


THINGS = """
ex:p a rg:Person ; rdfs:label "Ada Ferry"@en .
ex:two a rg:CollectiveActor ; rdfs:label "the two sides"@en ; rg:resolvesTo ex:a , ex:b .
ex:all a rg:CollectiveActor ; rdfs:label "all sides"@en ; rg:resolvesTo ex:two , ex:c .
ex:pact a rg:Instrument ; rdfs:label "Harbour pact"@en ; rg:involves ex:b ; rg:concerns ex:trade .
ex:plan a rg:Measure ; rdfs:label "Lake plan"@en .
ex:trade a skos:Concept ; rdfs:label "trade"@en .
ex:m a rg:Meeting ; rdfs:label "Harbour talks"@en ; rg:heldOn "1931-05-04"^^xsd:date .
"""


def ways(shown: Shown) -> list[tuple[str, str, str, str, bool]]:
    return [
        (link.iri.removeprefix(EX), link.direction, link.how, link.through, link.direct)
        for link in sorted(shown.links, key=lambda link: link.iri)
    ]


@pytest.mark.parametrize(
    ("body", "way"),
    [
        (act("x", "ex:a", "supports", "ex:b"), ("to", "actor and object", "", True)),
        (act("x", "ex:b", "supports", "ex:a"), ("from", "object and actor", "", True)),
        (act("x", "ex:a", "provides", "ex:plan", "rg:recipient ex:b"), ("to", "actor and recipient", "", True)),
        (act("x", "ex:a , ex:b", "supports", "ex:c"), ("both", "actors together", "", True)),
        (act("x", "ex:a", "supports", "ex:plan", "rg:concerns ex:b"), ("to", "actor and concerned", "", True)),
        (
            act("x", "ex:a", "opposes", "ex:pact"),
            ("to", "actor and involved in its object", "Harbour pact", False),
        ),
        (act("x", "ex:b", "opposes", "ex:c", "rg:saidBy ex:a"), ("to", "speaker and actor", "", True)),
        (act("x", "ex:c", "opposes", "ex:b", "rg:saidBy ex:a"), ("to", "speaker and object", "", True)),
        (act("x", "ex:b", "opposes", "ex:a", "rg:saidBy ex:a"), ("from", "object and actor", "", True)),
        (
            act("x", "ex:c", "welcomes", "ex:a", "rg:recipient ex:b"),
            ("both", "object and recipient", "", False),
        ),
        (act("x", "ex:two", "affirms", "ex:plan"), ("both", "actors together", "the two sides", True)),
        (act("x", "ex:all", "affirms", "ex:plan"), ("both", "actors together", "all sides", True)),
        (act("x", "ex:c", "supports", "ex:two"), ("both", "each object", "the two sides", False)),
    ],
)
def test_an_act_links_two_by_their_roles_in_it(
    body: str, way: tuple[str, str, str, bool], graph_of: GraphOf
) -> None:
    assert ways(relgraph.show(graph_of(THINGS + body), "A", "B")) == [("x", *way)]


def test_an_act_about_an_act_links_with_whom_that_is_of_and_not_with_all_below_it(graph_of: GraphOf) -> None:
    body = (
        act("x1", "ex:a", "opposes", "ex:x2")
        + act("x2", "ex:b", "supports", "ex:c")
        + act("y1", "ex:a", "affirms", "ex:y2")
        + act("y2", "ex:c", "affirms", "ex:y3")
        + act("y3", "ex:b", "supports", "ex:plan")
    )
    graph = graph_of(THINGS + body)
    assert ways(relgraph.show(graph, "A", "B")) == [
        ("x1", "to", "actor and actor of its object", "x2", True),
        ("y1", "to", "actor and within its object", "y2", False),
    ]
    assert ("x1", "to", "actor and object of its object", "x2", False) in ways(relgraph.show(graph, "A", "C"))


def test_acts_that_are_about_each_other_are_read_to_an_end(graph_of: GraphOf) -> None:
    body = act("x", "ex:a", "affirms", "ex:y") + act("y", "ex:b", "affirms", "ex:x")
    assert [way[0] for way in ways(relgraph.show(graph_of(body), "A", "B"))] == ["x", "y"]


def test_what_two_share_is_an_act_of_each_and_marked_as_indirect(graph_of: GraphOf) -> None:
    body = (
        act("a-goes", "ex:a", "attends", "ex:m")
        + act("b-goes", "ex:b", "chairs", "ex:m")
        + act("a-joins", "ex:a", "memberOf", "ex:o")
        + act("b-stays-out", "ex:b", "memberOf", "ex:o", "rg:polarity rg:negative")
        + act("a-backs", "ex:a", "supports", "ex:plan", "rg:madeAt ex:m")
        + act("c-goes", "ex:c", "attends", "ex:m")
        + act("b-speaks", "ex:b", "affirms", "ex:trade", "rg:madeAt ex:m")
    )
    graph = graph_of(THINGS + body)
    assert ways(relgraph.show(graph, "A", "B")) == [
        ("a-goes", "both", "shared", "Harbour talks", False),
        ("a-joins", "both", "shared", "O", False),
        ("b-goes", "both", "shared", "Harbour talks", False),
        ("b-stays-out", "both", "shared", "O", False),
    ]
    (kept_out,) = [link for link in relgraph.show(graph, "A", "B").links if link.iri == EX + "b-stays-out"]
    assert kept_out.polarity == "negative"


def test_who_speaks_at_an_event_was_there_where_no_act_says_so_by_itself(graph_of: GraphOf) -> None:
    body = act("goes", "ex:a", "attends", "ex:m") + act(
        "speaks", "ex:b", "affirms", "ex:plan", "rg:madeAt ex:m"
    )
    assert ways(relgraph.show(graph_of(THINGS + body), "A", "B")) == [
        ("goes", "both", "shared", "Harbour talks", False),
        ("speaks", "both", "shared", "Harbour talks", False),
    ]


@pytest.mark.parametrize(
    ("name", "how", "through", "direct"),
    [
        ("A", "actor", "", True),
        ("Harbour pact", "object", "", True),
        ("C", "recipient", "", True),
        ("Ada Ferry", "speaker", "", True),
        ("Harbour talks", "made at", "", True),
        ("Lake plan", "concerned", "", True),
        ("B", "involved in its object", "Harbour pact", False),
        ("trade", "concerned by its object", "Harbour pact", False),
        ("Gazette", "source", "", True),
        ("ex:x", "the act itself", "", True),
        ("ex:e", "evidence", "", True),
        ("ex:y", "inferred from", "", True),
        ("rg:proposes", "qualified relation", "", True),
    ],
)
def test_each_thing_that_an_act_names_shows_it(
    name: str, how: str, through: str, direct: bool, graph_of: GraphOf
) -> None:
    body = (
        act(
            "x", "ex:a", "proposes", "ex:pact",
            "rg:recipient ex:c ; rg:saidBy ex:p ; rg:madeAt ex:m ; rg:concerns ex:plan ; rg:evidence ex:e ; "
            "rg:inferredFrom ex:y",
        )
        + 'ex:g a rg:Report ; rdfs:label "Gazette"@en . ex:e oa:hasSource ex:g . ex:y rdfs:label "note"@en .\n'
    )  # fmt: skip
    graph = graph_of(THINGS + body)
    shown = relgraph.show(graph, name.replace("ex:", EX))
    assert ways(shown) == [("x", "", how, through, direct)]
    assert "direction" not in shown.records()[0]


def test_what_involves_or_concerns_a_thing_is_told_of_it(graph_of: GraphOf) -> None:
    graph = graph_of(THINGS)
    assert dict(relgraph.show(graph, "B").facts)["involved in"] == ("Harbour pact",)
    assert dict(relgraph.show(graph, "trade").facts)["concerned by"] == ("Harbour pact",)
    assert relgraph.show(graph, "B").links == ()


def test_a_relation_without_an_act_is_shown_as_that(graph_of: GraphOf) -> None:
    stated = (
        "ex:a rg:supports ex:b . ex:b rg:opposes ex:a . ex:a rg:strategicPartnerOf ex:b . "
        "ex:b rg:strategicPartnerOf ex:a . ex:c rg:supports ex:a .\n"
    )
    told = act("x", "ex:c", "supports", "ex:a", "rg:certainty rg:certain")
    graph = graph_of(stated + told)
    shown = relgraph.show(graph, "A", "B")
    assert [(link.label, link.direction, link.how, link.told) for link in shown.links] == [
        ("A strategic partner of B", "both", "stated without an act", "no source is given"),
        ("A supports B", "to", "stated without an act", "no source is given"),
        ("B opposes A", "from", "stated without an act", "no source is given"),
    ]
    assert [way[0] for way in ways(relgraph.show(graph, "C"))] == ["x"], "the act stands behind it"


def dates(links: Iterable[relgraph.Link]) -> list[str]:
    return [link.date for link in links]


def test_links_are_in_the_order_of_their_dates_and_undated_ones_last(graph_of: GraphOf) -> None:
    body = "".join(
        act(f"x{number}", "ex:a", "supports", "ex:b", date)
        for number, date in enumerate(
            [
                "",
                'rg:date "1931-05"^^xsd:gYearMonth',
                'rg:date "1930"^^xsd:gYear',
                'rg:date "-0044"^^xsd:gYear',
                'rg:date "1931-05-04"^^xsd:date',
                'rg:from "1929"^^xsd:gYear ; rg:until "1935"^^xsd:gYear',
            ]
        )
    )
    graph = graph_of(body)
    for shown in (relgraph.show(graph, "A", "B"), relgraph.show(graph, "A")):
        assert dates(shown.links) == ["1929/1935", "1930", "1931-05", "1931-05-04", "-0044", ""]


def test_each_link_has_the_status_of_its_act_alone(graph_of: GraphOf) -> None:
    body = (
        act("plain", "ex:a", "supports", "ex:b")
        + act(
            "told", "ex:b", "supports", "ex:a",
            "rg:modality rg:modalityPlanned ; rg:polarity rg:negative ; rg:certainty rg:doubtful ; "
            "rg:saidBy ex:p",
        )
    )  # fmt: skip
    plain, told = relgraph.show(graph_of(THINGS + body), "A", "B").links
    assert (plain.modality, plain.polarity, plain.certainty, plain.said_by) == ("", "positive", "", "")
    assert (told.modality, told.polarity, told.certainty, told.said_by) == (
        "planned", "negative", "doubtful", "Ada Ferry",
    )  # fmt: skip


def test_an_act_without_a_label_says_that_it_did_not_take_place(graph_of: GraphOf) -> None:
    body = act("x", "ex:a", "supports", "ex:b", "rg:polarity rg:negative").replace('rdfs:label "x"@en ;', "")
    assert relgraph.show(graph_of(body), "A", "B").links[0].label == "not: A supports B"


def test_names_that_mean_nothing_or_the_same_are_refused(graph_of: GraphOf) -> None:
    graph = graph_of(THINGS)
    for names in (("A", "Nowhere"), ("Nowhere", "A"), ("A", EX + "nothing"), ('"A"', "B"), ("A", EX + "a")):
        with pytest.raises(NameNotFoundError):
            relgraph.show(graph, *names)


def test_the_other_way_round_is_the_same(meeting: relgraph.KnowledgeGraph) -> None:
    there, back = relgraph.show(meeting, "Russia", "ASEAN"), relgraph.show(meeting, "ASEAN", "Russia")
    turned = {"to": "from", "from": "to", "both": "both"}
    assert {(link.iri, turned[link.direction], link.direct) for link in there.links} == {
        (link.iri, link.direction, link.direct) for link in back.links
    }
    assert len(there.links) > 50
