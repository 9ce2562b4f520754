"""Stances: who backs, who rejects and who abstains, and which of several acts tells it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import GraphOf, Run, turtle
from hypothesis import given
from hypothesis import strategies as st
from small_graphs import EX, act, edges

import relgraph
from relgraph import Network

DECLARED = """
ex:abstainsOn a rg:Relation ; rdfs:label "abstains on"@en ; rg:sign rg:neutral ; rg:speechAct true ;
    rg:entersProjection rg:stancesProjection .
ex:d a rg:State ; rdfs:label "D"@en .  ex:e a rg:State ; rdfs:label "E"@en .
ex:pact a rg:Document ; rdfs:label "Pact"@en .  ex:fund a rg:Measure ; rdfs:label "Fund"@en .
"""


def stance(name: str, who: str, relation: str, thing: str = "pact", rest: str = "") -> str:
    prefix = "" if ":" in relation else "rg:"
    return act(name, f"rg:actor {who} ; rg:relation {prefix}{relation} ; rg:object ex:{thing}{rest}")


def on(date: str) -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(date)]
    return f' ; rg:date "{date}"^^xsd:{kind}'


NEGATIVE = " ; rg:polarity rg:negative"
SUMMIT = (
    DECLARED
    + stance("x1", "ex:a , ex:b , ex:c", "agreesTo", rest=on("2031-05-01"))
    + stance("x2", "ex:d", "rejects", rest=on("2031-05-01"))
    + stance("x3", "ex:e", "agreesTo", rest=on("2031-05-01") + NEGATIVE)
    + stance("x4", "ex:o", "ex:abstainsOn", rest=on("2031-05-01"))
    # C changes its mind a month later.
    + stance("x5", "ex:c", "rejects", rest=on("2031-06"))
)


def signs(network: Network, thing: str = "pact") -> dict[str, str]:
    """Return the sign of each stance on a thing, by the name of the actor."""
    return {
        source.removeprefix(EX): data["sign"]
        for source, target, data in network.edges(data=True)
        if target == EX + thing
    }


def edge(network: Network, who: str, thing: str = "pact") -> dict[str, Any]:
    (found,) = [data for *ends, data in network.edges(data=True) if ends == [EX + who, EX + thing]]
    return found


def test_who_signs_refuses_does_not_sign_and_abstains(graph_of: GraphOf) -> None:
    graph = graph_of(SUMMIT)
    network = relgraph.project(graph, "stances")
    assert signs(network) == {
        "a": "cooperative", "b": "cooperative", "c": "adverse",
        "d": "adverse", "e": "adverse", "o": "neutral",
    }  # fmt: skip
    assert network.graph["notes"] == ("set earlier stances aside for a later one in 1 pair: C on Pact",)
    not_signed = edge(network, "e")
    assert (not_signed["relation"], not_signed["polarity"]) == ("agreesTo", "negative")
    assert {network.nodes[EX + "pact"]["bipartite"], network.nodes[EX + "a"]["bipartite"]} == {0, 1}
    # On the day of the summit C had signed.
    then = relgraph.project(graph, "stances", as_of="2031-05")
    assert signs(then)["c"] == "cooperative"
    # Nobody acts towards anybody, so that no other projection has it.
    assert relgraph.fold(graph, "signed").network().number_of_edges() == 0


@pytest.mark.parametrize(
    ("relation", "rest", "sign"),
    [
        ("rejects", "", "adverse"),
        ("opposes", "", "adverse"),
        ("rejects", NEGATIVE, "cooperative"),
        ("supports", NEGATIVE, "adverse"),
        ("proposes", "", "cooperative"),
        ("welcomes", "", "cooperative"),
        ("ex:abstainsOn", NEGATIVE, "neutral"),
    ],
)
def test_not_to_do_it_is_the_opposite_stance(graph_of: GraphOf, relation: str, rest: str, sign: str) -> None:
    graph = graph_of(DECLARED + stance("x", "ex:a", relation, rest=rest))
    assert signs(relgraph.project(graph, "stances")) == {"a": sign}


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ("2031", "2032", "adverse"),
        ("2032", "2031", "cooperative"),
        ("2031-05-01", "2031-05-02", "adverse"),
        ("2031-05-01", "2031-06", "adverse"),
        ("2031-05-01", "2031-05-01", None),
        ("2031-05-01", "2031-05", None),  # some day of that month
        ("2031-05-01", "2031", None),
        ("", "2031", "adverse"),
        ("2031", "", "cooperative"),
        ("", "", None),
        ("-0044", "", None),  # a date that nothing compares is none
    ],
)
def test_a_stance_gives_way_only_to_one_that_lies_wholly_later(
    graph_of: GraphOf, first: str, second: str, left: str | None
) -> None:
    def dated(date: str) -> str:
        return ' ; rg:date "-0044"^^xsd:gYear' if date.startswith("-") else on(date) if date else ""

    graph = graph_of(
        DECLARED
        + stance("x1", "ex:a", "supports", rest=dated(first))
        + stance("x2", "ex:a", "opposes", rest=dated(second))
        + stance("x3", "ex:b", "supports")
    )
    network = relgraph.project(graph, "stances")
    assert signs(network) == {"b": "cooperative"} | ({"a": left} if left else {})
    (note,) = network.graph["notes"]
    assert note.endswith(": A on Pact")
    if left is None:
        assert note.startswith("left out 1 pair of actor and thing whose acts contradict each other")
    elif first and second:
        assert note.startswith("set earlier stances aside for a later one")
    else:
        assert note.startswith("set stances without a date aside for one with a date")


def test_what_lasts_gives_way_when_it_has_ended(graph_of: GraphOf) -> None:
    period = ' ; rg:from "2020"^^xsd:gYear ; rg:until "{}"^^xsd:gYear'
    over, lasting = (
        graph_of(
            DECLARED
            + stance("x1", "ex:a", "supports", rest=period.format(end))
            + stance("x2", "ex:a", "opposes", rest=on("2031"))
            + stance("x3", "ex:b", "supports")
        )
        for end in ("2030", "2031")
    )
    assert signs(relgraph.project(over, "stances"))["a"] == "adverse"
    assert "a" not in signs(relgraph.project(lasting, "stances"))


def test_three_contradictions_are_named_and_the_others_counted(graph_of: GraphOf) -> None:
    both = "".join(
        stance(f"x{who}{relation}", f"ex:{who}", relation)
        for who in "abcdeo"
        for relation in ("supports", "opposes")
    )
    folded = relgraph.fold(graph_of(DECLARED + both), "stances")
    assert folded.network().graph["notes"] == (
        "left out 6 pairs of actor and thing whose acts contradict each other, none of them wholly later: "
        "A on Pact, B on Pact, C on Pact and 3 more",
    )


def test_a_stance_has_the_status_of_its_latest_act_and_all_acts_that_say_the_same(graph_of: GraphOf) -> None:
    sourced = "".join(f" ; rg:evidence ex:e{n}" for n in range(2))
    graph = graph_of(
        DECLARED
        + stance("x1", "ex:a", "supports", rest=on("2030") + " ; rg:weight 3 ; rg:evidence ex:p1")
        + stance("x2", "ex:a", "opposes", rest=on("2031"))
        + stance("x3", "ex:a", "agreesTo", rest=on("2032") + sourced)
        + stance("x4", "ex:a", "supports", rest=on("2033") + " ; rg:saidBy ex:b ; rg:evidence ex:p4").replace(
            "rg:certain ;", "rg:doubtful ;"
        )
        + stance("x5", "ex:a", "welcomes")
    )
    ((_, _, data),) = relgraph.project(graph, "stances").edges(data=True)
    assert (data["relation"], data["date"], data["certainty"]) == ("supports", "2033", "doubtful")
    assert (data["said_by"], data["sign"], data["weight"]) == (EX + "b", "cooperative", 3.0)
    # Not what it said before it changed its mind.
    assert data["acts"] == (EX + "x4", EX + "x3", EX + "x5")
    assert data["evidence"] == (EX + "e0", EX + "e1", EX + "p4")
    ((_, _, merged),) = relgraph.project(graph, "stances", collapsed=True).edges(data=True)
    assert (merged["certainties"], merged["weight"]) == (("certain", "doubtful"), 3.0)
    assert merged["acts"] == (EX + "x3", EX + "x4", EX + "x5")


def test_what_is_only_planned_is_no_stance_but_what_is_said_of_it_is(graph_of: GraphOf) -> None:
    declared = "ex:signs a rg:Relation ; rg:sign rg:cooperative ; rg:entersProjection rg:stancesProjection .\n"
    graph = graph_of(
        DECLARED
        + declared
        + act("x1", "rg:actor ex:a ; rg:relation ex:signs ; rg:object ex:pact", "Planned")
        + act("x2", "rg:actor ex:b ; rg:relation ex:signs ; rg:object ex:pact")
        + act("x3", "rg:actor ex:c ; rg:relation rg:supports ; rg:object ex:pact", "Planned")
    )
    network = relgraph.project(graph, "stances")
    assert signs(network) == {"b": "cooperative", "c": "cooperative"}
    assert edge(network, "c")["modality"] == "planned"


def test_an_act_is_a_thing_and_an_actor_is_none(graph_of: GraphOf) -> None:
    graph = graph_of(
        DECLARED
        + stance("x1", "ex:a", "provides", "fund", " ; rg:recipient ex:b")
        + stance("x2", "ex:b", "welcomes", "x1")
        + stance("x3", "ex:c", "rejects", "x1")
        + stance("x4", "ex:c", "opposes", "a")
        # Untyped, but acting: an actor too.
        + "ex:d rg:supports ex:nobody . ex:nobody rg:supports ex:pact .\n"
    )
    network = relgraph.project(graph, "stances")
    assert edges(network) == [
        ("b", "welcomes", "x1"),
        ("c", "rejects", "x1"),
        ("nobody", "supports", "pact"),
    ]
    assert network.nodes[EX + "x1"]["label"] == "A provides Fund"


def test_what_one_says_of_its_own_stance_is_folded_into_it(graph_of: GraphOf) -> None:
    graph = graph_of(
        DECLARED
        + stance("x1", "ex:a", "supports")
        + stance("x2", "ex:a", "affirms", "x1")
        + stance("x3", "ex:b", "affirms", "x1")
    )
    ((source, target, data),) = relgraph.project(graph, "stances").edges(data=True)
    assert (source, target, data["acts"]) == (EX + "a", EX + "pact", (EX + "x1", EX + "x2"))
    assert data["speech"] == "affirms"


def test_a_bare_relation_beside_an_act_that_denies_it_is_a_contradiction(graph_of: GraphOf) -> None:
    graph = graph_of(DECLARED + "ex:a rg:agreesTo ex:pact .\n" + stance("x", "ex:a", "agreesTo", rest=NEGATIVE))
    folded = relgraph.fold(graph, "stances")
    assert list(folded.units.values()) == [graph.acts[EX + "x"], None]
    assert folded.network().number_of_edges() == 0
    assert "contradict each other" in folded.network().graph["notes"][0]


def test_a_choice_of_acts_has_the_stances_that_these_tell(graph_of: GraphOf) -> None:
    folded = relgraph.fold(graph_of(SUMMIT), "stances")
    without = dict.fromkeys(folded.units, 1.0)
    del without[EX + "x5"]
    assert signs(folded.network(without))["c"] == "cooperative"
    twice = folded.network({**dict.fromkeys(folded.units, 1.0), EX + "x1": 2.0})
    assert edge(twice, "a")["weight"] == 2.0


def test_collectives_that_sign_together_stand_for_their_members(graph_of: GraphOf) -> None:
    graph = graph_of(
        DECLARED
        + "ex:both a rg:CollectiveActor ; rg:resolvesTo ex:a , ex:b .\n"
        + stance("x1", "ex:both", "agreesTo")
    )
    assert signs(relgraph.project(graph, "stances")) == {"both": "cooperative"}
    resolved = relgraph.project(graph, "stances", collectives="resolve")
    assert signs(resolved) == {"a": "cooperative", "b": "cooperative"}


days = st.dates(datetime.date(2030, 1, 1), datetime.date(2030, 1, 9)).map(datetime.date.isoformat)


@given(st.lists(st.tuples(days, st.sampled_from(["supports", "opposes"])), min_size=1, max_size=5))
def test_of_days_the_last_one_tells(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("stances") / "g.ttl"
    stated = (stance(f"x{n}", "ex:a", relation, rest=on(day)) for n, (day, relation) in enumerate(said))
    path.write_text(turtle("ex:a a rg:State . ex:pact a rg:Document .\n" + "".join(stated)), "utf-8")
    last = {relation for day, relation in said if day == max(said)[0]}
    expected = {"supports": "cooperative", "opposes": "adverse"}[last.pop()] if len(last) == 1 else None
    found = signs(relgraph.fold(relgraph.open(path), "stances").network())
    assert found == ({"a": expected} if expected else {})


def test_the_command_line_has_stances(run: Run, tmp_path: Path) -> None:
    actors = 'ex:a a rg:State ; rdfs:label "A"@en .  ex:c a rg:State ; rdfs:label "C"@en .\n'
    (tmp_path / "g.ttl").write_text(turtle(actors + SUMMIT), "utf-8")
    network = json.loads(run("project", "stances", "-d", "g.ttl", "-f", "json").stdout)
    assert {edge["sign"] for edge in network["edges"]} == {"cooperative", "neutral", "adverse"}
    why = run("why", "C", "--projection", "stances", "-d", "g.ttl", "-m", "strength", "-f", "csv")
    rows = [line.split(",")[:3] for line in why.stdout.decode().splitlines()]
    # Without the refusal the signature stands, so that neither is missed.
    assert ["act", "C rejects Pact", "0.0"] in rows
    for command in (
        ("centrality", "stances", "-m", "two-mode-degree"),
        ("centrality", "stances", "-m", "degree", "--bootstrap", "20"),
        ("blocs", "stances"),
        ("timeline", "stances", "--by", "month", "-m", "degree"),
        ("render", "stances", "-o", "page.html"),
    ):
        assert run(*command, "-d", "g.ttl").returncode == 0, command
