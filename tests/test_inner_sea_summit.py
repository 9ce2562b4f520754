"""The invented summit: its report and its graph say the same, and so do all networks and answers."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import combinations

import pytest
from conftest import REPOSITORY, Run

import relgraph
from relgraph.derivation import derive, without_derived
from relgraph.model.namespaces import OA, RG, local_name

FOLDER = REPOSITORY / "data" / "inner-sea-summit"
DATA, REPORT = FOLDER / "triples.ttl", FOLDER / "report.txt"

# As a reader has it from the report: who, what, to what, whether it took place, how, in whose words, when.
SAID = """
Brescova | signs | Port Ellin Declaration | negative | asserted |  | 2031-03-14
Brescova | memberOf | League of the Inner Sea | positive | asserted |  | 2031-03-14
Norrim | signs | Port Ellin Declaration | negative | asserted |  | 2031-03-14
Norrim | memberOf | League of the Inner Sea | positive | asserted |  | 2031-03-14
Quenland | signs | Port Ellin Declaration | negative | asserted |  | 2031-03-14
Quenland | memberOf | League of the Inner Sea | positive | asserted |  | 2031-03-14
Sornia | signs | Port Ellin Declaration | negative | asserted |  | 2031-03-14
Sornia | memberOf | League of the Inner Sea | positive | asserted |  | 2031-03-14
Mira Vale | chairs | ninth summit of the League of the Inner Sea | positive | asserted |  | 2031-03-12/2031-03-14
Mira Vale | holdsOffice | President of Orvenna | positive | asserted |  | 2031-03-14
Brescova | attends | ninth summit of the League of the Inner Sea | positive | asserted |  | 2031-03-12/2031-03-14
Maridia | attends | ninth summit of the League of the Inner Sea | positive | asserted |  | 2031-03-12/2031-03-14
Norrim | attends | ninth summit of the League of the Inner Sea | positive | asserted |  | 2031-03-12/2031-03-14
Orvenna | attends | ninth summit of the League of the Inner Sea | positive | asserted |  | 2031-03-12/2031-03-14
Quenland | attends | ninth summit of the League of the Inner Sea | positive | asserted |  | 2031-03-12/2031-03-14
Sornia | attends | ninth summit of the League of the Inner Sea | positive | asserted |  | 2031-03-12/2031-03-14
Tolland | attends | ninth summit of the League of the Inner Sea | positive | asserted |  | 2031-03-12/2031-03-14
Talmar | attends | ninth summit of the League of the Inner Sea | negative | asserted |  | 2031-03-12/2031-03-14
Talmar | memberOf | League of the Inner Sea | positive | asserted |  | 2031-03-14
Foreign Ministry of Talmar | rejects | sitting at one table with Brescova | positive | asserted | Foreign Ministry of Talmar | 2031-03-14
coast guard of Brescova | coerces | freighter Heron | positive | asserted |  | 2031-03-02
the leaders at the ninth summit | adopts | Port Ellin Declaration | positive | asserted |  | 2031-03-14
Brescova | votesAgainst | Port Ellin Declaration | positive | asserted |  | 2031-03-14
Norrim | votesAgainst | Port Ellin Declaration | positive | asserted |  | 2031-03-14
Quenland | abstainsOn | Port Ellin Declaration | positive | asserted |  | 2031-03-14
Sornia | abstainsOn | Port Ellin Declaration | positive | asserted |  | 2031-03-14
the leaders at the ninth summit | condemns | the coast guard of Brescova seized the Heron | positive | asserted | Port Ellin Declaration | 2031-03-14
the leaders at the ninth summit | requests | Brescova is to release the Heron | positive | proposed | Port Ellin Declaration | 2031-03-14
the leaders at the ninth summit | requests | Brescova is to release the crew of the Heron | positive | proposed | Port Ellin Declaration | 2031-03-14
Brescova | releases | crew of the Heron | positive | proposed | Port Ellin Declaration | 2031-03-14
Brescova | releases | freighter Heron | positive | proposed | Port Ellin Declaration | 2031-03-14
the leaders at the ninth summit | affirms | free passage is the common good of all coasts | positive | asserted | Port Ellin Declaration | 2031-03-14
Anton Reyk | holdsOffice | Prime Minister of Brescova | positive | asserted |  | 2031-03-14
Anton Reyk | rejects | Port Ellin Declaration | positive | asserted | Anton Reyk | 2031-03-14
Anton Reyk | accuses | Talmar ships weapons to the Ash Brigade | positive | asserted | Anton Reyk | 2031-03-14
Talmar | provides | weapons for the Ash Brigade | positive | asserted | Anton Reyk | 2031-03-14
Ash Brigade | attacks | border posts of Brescova | positive | asserted |  | 2029/..
Lena Osk | holdsOffice | Foreign Minister of Talmar | positive | asserted |  | 2031-03-14
Lena Osk | denies | Talmar ships weapons to the Ash Brigade | positive | asserted | Lena Osk | 2031-03-14
Lena Osk | issues | statement of Lena Osk of 14 March 2031 | positive | asserted |  | 2031-03-14
Anton Reyk | demands | Talmar is to hand over the leaders of the Ash Brigade | positive | proposed | Anton Reyk | 2031-03-14
Talmar | concedes | hand-over of the leaders of the Ash Brigade | positive | proposed | Anton Reyk | 2031-03-14
Anton Reyk | threatens | Anton Reyk would close the Strait of Skell to Talmari ships | positive | planned | Anton Reyk | 2031-03-14
Anton Reyk | coerces | Strait of Skell | positive | planned | Anton Reyk | 2031-03-14
Mira Vale | proposes | Orvenna mediates in the dispute over the Heron | positive | proposed | Mira Vale | 2031-03-14
Orvenna | mediates | dispute over the Heron | positive | proposed | Mira Vale | 2031-03-14
Brescova | agreesTo | Orvenna mediates in the dispute over the Heron | positive | proposed |  | 2031-03-14
League of the Inner Sea | suspends | payments of the League to the port fund of Brescova | positive | asserted |  | 2031-03-13
Quenland | opposes | the League suspended its payments to the port fund of Brescova | positive | asserted |  | 2031-03-14
Maridia | sanctions | Skell Towage | positive | asserted |  | 2031-03-14
Tolland | sanctions | Skell Towage | positive | asserted |  | 2031-03-14
Maridia | memberOf | League of the Inner Sea | positive | asserted |  | 2031-03-14
Orvenna | memberOf | League of the Inner Sea | positive | asserted |  | 2031-03-14
Tolland | memberOf | League of the Inner Sea | positive | asserted |  | 2031-03-14
Maridia, Orvenna, Tolland | agreesTo | joint patrol in the Strait of Skell | positive | planned |  | 2031-03-14
Maridia, Orvenna, Tolland | launches | joint patrol in the Strait of Skell | positive | planned |  | 2031-05-01
Maridia | pledges | Maridia is to provide four ships for the joint patrol | positive | planned | Maridia | 2031-03-14
Maridia | provides | four ships of Maridia | positive | planned | Maridia | 2031-03-14
Ida Brandt | holdsOffice | Envoy of Sornia | positive | asserted |  | 2031-03-14
Ida Brandt | expressesConcernAbout | situation of the crew of the Heron | positive | asserted | Ida Brandt | 2031-03-14
Ida Brandt | requests | going on talking | positive | proposed | Ida Brandt | 2031-03-14
Fishers' Union | protests | closure of the northern fishing grounds | positive | asserted |  | 2031-03-14
Secretariat of the League of the Inner Sea | assesses | freight rates double by autumn | positive | predicted | Secretariat of the League of the Inner Sea | 2031-03-14
Tidewater Party | condemns | Mira Vale invited Brescova to the ninth summit | positive | asserted | Tidewater Party | 2031-03-14
Mira Vale | invites | Brescova | positive | asserted |  | 2031-03-14
"""  # noqa: E501 - one assertion, one line
NORTH = ("Maridia", "Orvenna", "Tolland")
MEMBERS = (*NORTH, "Brescova", "Norrim", "Quenland", "Sornia", "Talmar")


@pytest.fixture(scope="module")
def graph() -> relgraph.KnowledgeGraph:
    return relgraph.open(DATA)


@pytest.fixture
def answer(run: Run):  # type: ignore[no-untyped-def]
    def rows(*arguments: str) -> list[dict[str, str]]:
        result = run(*arguments, "-d", DATA, "-f", "csv")
        assert result.returncode == 0, result.stderr
        return list(csv.DictReader(io.StringIO(result.stdout.decode())))

    return rows


def labels_of(network: relgraph.Network) -> dict[str, str]:
    return {node: data["label"] for node, data in network.nodes(data=True)}


def edges(network: relgraph.Network) -> Counter[tuple[str, str, str, str]]:
    label = labels_of(network)
    return Counter(
        (*sorted((label[a], label[b])), data["relation"], data["sign"])
        if not data["directed"]
        else (label[a], label[b], data["relation"], data["sign"])
        for a, b, data in network.edges(data=True)
    )


def test_the_report_and_its_graph_belong_together(graph: relgraph.KnowledgeGraph, run: Run) -> None:
    result = run("validate", "-d", DATA, "--source", REPORT)
    assert result.returncode == 0, result.stdout
    assert 350 < len(REPORT.read_text("utf-8").split()) < 550
    assert relgraph.export(graph, "turtle") == DATA.read_bytes()
    assert relgraph.export(derive(without_derived(graph)), "turtle") == DATA.read_bytes()


def test_every_passage_is_a_part_of_a_sentence(graph: relgraph.KnowledgeGraph) -> None:
    text = REPORT.read_text("utf-8")
    starts, ends = (
        {node: int(str(value)) for node, value in graph.subject_objects(OA[name])} for name in ("start", "end")
    )
    quotes = {text[start : ends[node]] for node, start in starts.items()}
    assert len(quotes) == len(starts) > 30
    assert all(quote == quote.strip() and "\n" not in quote for quote in quotes)


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_what_the_report_says_is_in_the_graph(line: str, graph: relgraph.KnowledgeGraph) -> None:
    actors, relation, thing, polarity, modality, speaker, date = (part.strip() for part in line.split("|"))

    def label(iri: str) -> str:
        return graph.thing(iri).label

    found = [
        act
        for act in graph.acts.values()
        if local_name(act.relation) == relation
        and ", ".join(sorted(map(label, act.actors))) == actors
        and list(map(label, act.objects)) == [thing]
    ]
    assert len(found) == 1
    (act,) = found
    assert (act.polarity, act.date) == (polarity, date)
    assert local_name(act.modality) == f"modality{modality.capitalize()}"
    assert (label(act.said_by) if act.said_by else "") == speaker


def test_the_graph_says_nothing_else(graph: relgraph.KnowledgeGraph) -> None:
    assert len(graph.acts) == len(SAID.strip().splitlines())


def test_every_sentence_of_the_report_has_a_passage(graph: relgraph.KnowledgeGraph) -> None:
    text = REPORT.read_text("utf-8")
    starts = sorted(int(str(value)) for value in graph.objects(None, OA.start))
    ends = [match.end() for match in re.finditer(r"[.”\"](?=\s)(?<!Mr\.)(?<!Ms\.)|$", text)]
    without = [
        text[begin:end].strip()
        for begin, end in zip([0, *ends], ends, strict=False)
        if text[begin:end].strip() and not any(begin <= start < end for start in starts)
    ]
    # What did not come has no act: nobody says that Talmar refused.
    assert without == ["From Talmar there was no answer."]


def test_who_is_against_whom(graph: relgraph.KnowledgeGraph) -> None:
    # What Reyk threatens to do to Talmar stands for the threat: the pair counts once.
    adverse = {edge[:3] for edge in edges(relgraph.project(graph, "signed")) if edge[3] == "adverse"}
    assert adverse == {
        ("Anton Reyk", "Talmar", "accuses"),
        ("Anton Reyk", "Talmar", "coerces"),
        ("Anton Reyk", "Talmar", "demands"),
        ("Ash Brigade", "Brescova", "attacks"),
        ("coast guard of Brescova", "Talmar", "coerces"),
        ("League of the Inner Sea", "Brescova", "suspends"),
        ("Maridia", "Skell Towage", "sanctions"),
        ("Quenland", "League of the Inner Sea", "opposes"),
        ("Tidewater Party", "Mira Vale", "condemns"),
        ("Tolland", "Skell Towage", "sanctions"),
        ("the leaders at the ninth summit", "coast guard of Brescova", "condemns"),
    }


def test_who_is_linked_to_whom_by_what(graph: relgraph.KnowledgeGraph) -> None:
    found = {edge[:3] for edge in edges(relgraph.project(graph, "actors")) if edge[3] != "adverse"}
    league = "League of the Inner Sea"
    leaders = "the leaders at the ninth summit"
    assert found == {
        *((name, league, "memberOf") for name in MEMBERS),
        *((*pair, relation) for pair in combinations(NORTH, 2) for relation in ("agreesTo", "launches")),
        ("Brescova", "Orvenna", "agreesTo"),
        ("Brescova", "Talmar", "releases"),
        ("Brescova", "crew of the Heron", "releases"),
        # It is involved in what is rejected, and not its target.
        ("Foreign Ministry of Talmar", "Brescova", "rejects"),
        ("Ida Brandt", "all sides of the dispute", "requests"),
        ("Ida Brandt", "crew of the Heron", "expressesConcernAbout"),
        ("Lena Osk", "Talmar", "denies"),
        ("Mira Vale", "Brescova", "invites"),
        ("Mira Vale", "Orvenna", "proposes"),
        ("Orvenna", "Brescova", "mediates"),
        ("Orvenna", "Talmar", "mediates"),
        ("Talmar", "Ash Brigade", "provides"),
        ("Talmar", "Brescova", "concedes"),
        ("Talmar", "leaders of the Ash Brigade", "concedes"),
        (leaders, "Brescova", "requests"),
    }


def test_who_is_concerned_with_what(graph: relgraph.KnowledgeGraph) -> None:
    found = {edge[:3] for edge in edges(relgraph.project(graph, "topics"))}
    assert found == {
        ("Fishers' Union", "fisheries", "protests"),
        ("Secretariat of the League of the Inner Sea", "shipping", "assesses"),
        ("shipping", "the leaders at the ninth summit", "affirms"),
        *((name, "safety at sea", relation) for name in NORTH for relation in ("agreesTo", "launches")),
    }


def test_what_did_not_happen_is_an_edge_in_full_alone(graph: relgraph.KnowledgeGraph) -> None:
    for name in ("actors", "signed", "participation", "co-participation", "topics"):
        network = relgraph.project(graph, name)
        assert all(data.get("polarity") != "negative" for _, _, data in network.edges(data=True)), name
    full = relgraph.project(graph, "full")
    negative = [data["relation"] for _, _, data in full.edges(data=True) if data.get("polarity") == "negative"]
    assert sorted(negative) == ["attends", "signs", "signs", "signs", "signs"]


def test_who_took_part_and_with_whom(graph: relgraph.KnowledgeGraph) -> None:
    took_part = edges(relgraph.project(graph, "participation"))
    summit = "ninth summit of the League of the Inner Sea"
    assert set(took_part) == {
        *((*sorted((name, summit)), "attends", "neutral") for name in MEMBERS if name != "Talmar"),
        (*sorted(("Mira Vale", summit)), "chairs", "neutral"),
    }
    together = {edge[:2] for edge in edges(relgraph.project(graph, "co-participation"))}
    assert together == set(combinations(sorted({*MEMBERS, "Mira Vale"} - {"Talmar"}), 2))


def test_who_belongs_to_what(graph: relgraph.KnowledgeGraph) -> None:
    belonging = edges(relgraph.project(graph, "membership"))
    assert {edge[:2] for edge in belonging} == {
        tuple(sorted((name, "League of the Inner Sea"))) for name in MEMBERS
    }
    together = edges(relgraph.project(graph, "co-membership"))
    assert {edge[:2] for edge in together} == set(combinations(sorted(MEMBERS), 2))


def test_who_backs_and_who_rejects_what(graph: relgraph.KnowledgeGraph) -> None:
    network = relgraph.project(graph, "stances")
    label = labels_of(network)
    stances = {(*sorted((label[a], label[b])), data["sign"]) for a, b, data in network.edges(data=True)}
    declaration = "Port Ellin Declaration"
    for name, sign in {
        "Anton Reyk": "adverse", "Brescova": "adverse", "Norrim": "adverse",
        "the leaders at the ninth summit": "cooperative",
    }.items():  # fmt: skip
        assert (*sorted((name, declaration)), sign) in stances
    # To abstain is neutral, and not to sign is adverse: which of them counts the report does not say.
    note = "".join(network.graph["notes"]) if "notes" in network.graph else str(network.graph)
    assert f"Quenland on {declaration}" in note
    assert f"Sornia on {declaration}" in note


def test_who_agrees_with_whom(graph: relgraph.KnowledgeGraph) -> None:
    network = relgraph.project(graph, "agreement")
    label = labels_of(network)
    scores = {tuple(sorted((label[a], label[b]))): data["score"] for a, b, data in network.edges(data=True)}
    assert scores[("Brescova", "Norrim")] == 1
    assert scores[("Brescova", "the leaders at the ninth summit")] == -1
    assert all(scores[pair] == 1 for pair in combinations(NORTH, 2))


def test_answers_say_what_a_reader_would(answer) -> None:  # type: ignore[no-untyped-def]
    planned = {(row["thingLabel"], row["status"].rpartition("#")[2]) for row in answer("query", "only-planned")}
    assert planned == {
        ("Anton Reyk demanded that Talmar hand over the leaders of the Ash Brigade", "modalityProposed"),
        ("Anton Reyk threatened to close the strait to Talmari ships", "modalityPlanned"),
        ("Anton Reyk would close the Strait of Skell to Talmari ships", "modalityPlanned"),
        ("Brescova agreed to the mediation of Orvenna", "modalityProposed"),
        ("Brescova is to release the Heron", "modalityProposed"),
        ("Brescova is to release the crew of the Heron", "modalityProposed"),
        ("Ida Brandt urged all sides to go on talking", "modalityProposed"),
        ("Maridia is to provide four ships for the joint patrol", "modalityPlanned"),
        ("Maridia pledged four ships for the joint patrol", "modalityPlanned"),
        ("Mira Vale proposed that Orvenna mediate", "modalityProposed"),
        ("Orvenna mediates in the dispute over the Heron", "modalityProposed"),
        ("Orvenna, Maridia and Tolland agreed to set up a joint patrol", "modalityPlanned"),
        ("Orvenna, Maridia and Tolland plan to launch the joint patrol", "modalityPlanned"),
        ("Talmar is to hand over the leaders of the Ash Brigade", "modalityProposed"),
        ("joint patrol in the Strait of Skell", "planned"),
        ("tenth summit of the League of the Inner Sea", "planned"),
        ("the Port Ellin Declaration calls on Brescova to release the Heron", "modalityProposed"),
        ("the Port Ellin Declaration calls on Brescova to release the crew of the Heron", "modalityProposed"),
        ("the Secretariat of the League expects freight rates to double", "modalityPredicted"),
    }
    against = {
        (row["actorLabel"], row["polarity"].rpartition("#")[2])
        for row in answer("query", "who-opposes")
        if row["objectLabel"] == "Port Ellin Declaration"
    }
    assert against == {
        ("Anton Reyk", "positive"), ("Brescova", "positive"), ("Norrim", "positive"), ("Brescova", "negative"),
        ("Norrim", "negative"), ("Quenland", "negative"), ("Sornia", "negative"),
    }  # fmt: skip
    meetings = {(row["eventLabel"], row["date"], row["until"]) for row in answer("query", "meetings")}
    assert meetings == {
        ("ninth summit of the League of the Inner Sea", "2031-03-12", "2031-03-14"),
        ("tenth summit of the League of the Inner Sea", "2033", ""),
    }
    said = answer("query", "said-by", "-p", "speaker=Port Ellin Declaration")
    assert {row["relation"].rpartition("#")[2] for row in said} >= {"condemns", "requests", "affirms"}


def test_each_act_has_a_passage_of_the_report(graph: relgraph.KnowledgeGraph) -> None:
    rows = relgraph.query(graph, "evidence-of-relation").dicts()
    assert {str(row["act"]) for row in rows} == graph.acts.keys()
    assert {graph.thing(str(row["document"])).label for row in rows} == {
        "report of the Harbour Gazette on the ninth summit"
    }
    assert all(row["start"] is not None and row["end"] is not None for row in rows)


def test_no_claim_of_one_side_is_told_as_a_relation(graph: relgraph.KnowledgeGraph) -> None:
    def labels(relation: str) -> set[tuple[str, str]]:
        pairs = graph.subject_objects(RG[relation])
        return {(graph.thing(str(a)).label, graph.thing(str(b)).label) for a, b in pairs}

    # That Talmar ships weapons is what Reyk says, and Osk denies it.
    assert labels("provides") == set()
    assert ("Anton Reyk", "Talmar ships weapons to the Ash Brigade") in labels("accuses")
    assert labels("attends") == {
        (name, "ninth summit of the League of the Inner Sea") for name in MEMBERS if name != "Talmar"
    }
    assert labels("signs") == set()
    # What is only planned is no fact either.
    assert labels("launches") == set()
    assert labels("coerces") == {("coast guard of Brescova", "freighter Heron")}


def test_place_part_and_publication_are_shown(run: Run) -> None:
    summit = run("show", "ninth summit of the League of the Inner Sea", "-d", DATA).stdout.decode()
    assert "place: Port Ellin, capital of Orvenna" in summit
    assert "partOf: summits of the League of the Inner Sea" in summit
    assert "has part: press conference after the ninth summit, vote on the Port Ellin Declaration" in summit
    assert "publishedOn: 2031-03-14" in run("show", "Port Ellin Declaration", "-d", DATA).stdout.decode()
    assert "place of: ninth summit" in run("show", "Port Ellin, capital of Orvenna", "-d", DATA).stdout.decode()
