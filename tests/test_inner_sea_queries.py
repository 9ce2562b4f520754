"""Every named query, asked of the invented summit, answers what a reader of its report would."""

from __future__ import annotations

import re

import pytest
from conftest import REPOSITORY

import relgraph
from relgraph.model.namespaces import local_name

ANSWERS = """
about-topic | topicLabel thingLabel
    fisheries | closure of the northern fishing grounds
    fisheries | the Fishers' Union protested against the closure of the northern fishing grounds
    safety at sea | Maridia is to provide four ships for the joint patrol
    safety at sea | Orvenna, Maridia and Tolland agreed to set up a joint patrol
    safety at sea | Orvenna, Maridia and Tolland plan to launch the joint patrol
    safety at sea | joint patrol in the Strait of Skell
    shipping | the Port Ellin Declaration states that free passage is the common good of all coasts
    shipping | free passage is the common good of all coasts
    shipping | freight rates double by autumn
    shipping | the Secretariat of the League expects freight rates to double
acts-between | relation modality saidByLabel | actor=Anton Reyk other=Talmar
    accuses | modalityAsserted | Anton Reyk
    coerces | modalityPlanned | Anton Reyk
    demands | modalityProposed | Anton Reyk
    threatens | modalityPlanned | Anton Reyk
acts-of | relation objectLabel polarity | actor=Sornia
    abstainsOn | Port Ellin Declaration | positive
    attends | ninth summit of the League of the Inner Sea | positive
    memberOf | League of the Inner Sea | positive
    signs | Port Ellin Declaration | negative
agreements | actorLabel objectLabel
    Brescova | Orvenna mediates in the dispute over the Heron
    Maridia | joint patrol in the Strait of Skell
    Orvenna | joint patrol in the Strait of Skell
    Tolland | joint patrol in the Strait of Skell
assistance | giverLabel relation assistanceLabel recipientLabel modality saidByLabel
    League of the Inner Sea | suspends | payments of the League to the port fund of Brescova | Brescova | modalityAsserted |
    Maridia | provides | four ships of Maridia | | modalityPlanned | Maridia
    Talmar | provides | weapons for the Ash Brigade | Ash Brigade | modalityAsserted | Anton Reyk
background | actorLabel
claims | actorLabel relation claimLabel modality saidByLabel
    the leaders at the ninth summit | affirms | free passage is the common good of all coasts | modalityAsserted | Port Ellin Declaration
    Secretariat of the League of the Inner Sea | assesses | freight rates double by autumn | modalityPredicted | Secretariat of the League of the Inner Sea
co-chairs | personLabel
discussed | actorLabel
documents | documentLabel kind status
    Port Ellin Declaration | Statement | adopted
    report of the Harbour Gazette on the ninth summit | Report |
    statement of Lena Osk of 14 March 2031 | Statement | issued
documents-issued | issuedLabel issuerLabel
    statement of Lena Osk of 14 March 2031 | Lena Osk
doubtful | actLabel certainty
    the Foreign Ministry of Talmar refused to sit at one table with Brescova | likely
editorial-notes | thingLabel
    the Foreign Ministry of Talmar refused to sit at one table with Brescova
    Anton Reyk would close the Strait of Skell to Talmari ships
emphasized-affirmed-pledged | actorLabel relation objectLabel
    the leaders at the ninth summit | affirms | free passage is the common good of all coasts
    Maridia | pledges | Maridia is to provide four ships for the joint patrol
event-connections | link thingLabel relation actorLabel | event=press conference after the ninth summit
    madeAt | Port Ellin Declaration | rejects | Anton Reyk
    madeAt | Talmar ships weapons to the Ash Brigade | accuses | Anton Reyk
    partOf | ninth summit of the League of the Inner Sea | |
inferred | actLabel
instruments | instrumentLabel
mechanisms | mechanismLabel status
    joint patrol in the Strait of Skell | planned
meeting-time-and-format | eventLabel date until
    ninth summit of the League of the Inner Sea | 2031-03-12 | 2031-03-14
occasions | eventLabel
organizations | role relation actorLabel modality saidByLabel | organization=Ash Brigade
    actor | attacks | Ash Brigade | modalityAsserted |
    recipient | provides | Talmar | modalityAsserted | Anton Reyk
persons | personLabel relation objectLabel
    Anton Reyk | holdsOffice | Prime Minister of Brescova
    Ida Brandt | holdsOffice | Envoy of Sornia
    Lena Osk | holdsOffice | Foreign Minister of Talmar
    Mira Vale | chairs | ninth summit of the League of the Inner Sea
    Mira Vale | holdsOffice | President of Orvenna
proposals | proposerLabel supporterLabel relation proposalLabel
    Mira Vale | | proposes | Orvenna mediates in the dispute over the Heron
    Mira Vale | Brescova | agreesTo | Orvenna mediates in the dispute over the Heron
said-by | relation actorLabel objectLabel modality | speaker=Anton Reyk
    accuses | Anton Reyk | Talmar ships weapons to the Ash Brigade | modalityAsserted
    coerces | Anton Reyk | Strait of Skell | modalityPlanned
    demands | Anton Reyk | Talmar is to hand over the leaders of the Ash Brigade | modalityProposed
    provides | Talmar | weapons for the Ash Brigade | modalityAsserted
    rejects | Anton Reyk | Port Ellin Declaration | modalityAsserted
    concedes | Talmar | hand-over of the leaders of the Ash Brigade | modalityProposed
    threatens | Anton Reyk | Anton Reyk would close the Strait of Skell to Talmari ships | modalityPlanned
security | thingLabel status relation actorLabel modality
    joint patrol in the Strait of Skell | planned | | |
    joint patrol in the Strait of Skell | planned | agreesTo | Maridia | modalityPlanned
    joint patrol in the Strait of Skell | planned | agreesTo | Orvenna | modalityPlanned
    joint patrol in the Strait of Skell | planned | agreesTo | Tolland | modalityPlanned
    joint patrol in the Strait of Skell | planned | launches | Maridia | modalityPlanned
    joint patrol in the Strait of Skell | planned | launches | Orvenna | modalityPlanned
    joint patrol in the Strait of Skell | planned | launches | Tolland | modalityPlanned
states | relation thingLabel polarity | state=Talmar
    concedes | hand-over of the leaders of the Ash Brigade | positive
    attends | ninth summit of the League of the Inner Sea | negative
status-by-topic | thingLabel status relation actorLabel | topic=fisheries
    closure of the northern fishing grounds | | |
    closure of the northern fishing grounds | | protests | Fishers' Union
suggestions | suggestionLabel
who-supports | actorLabel
who-takes-part | actorLabel relation eventLabel polarity
    Brescova | attends | ninth summit of the League of the Inner Sea | positive
    Maridia | attends | ninth summit of the League of the Inner Sea | positive
    Mira Vale | chairs | ninth summit of the League of the Inner Sea | positive
    Norrim | attends | ninth summit of the League of the Inner Sea | positive
    Orvenna | attends | ninth summit of the League of the Inner Sea | positive
    Quenland | attends | ninth summit of the League of the Inner Sea | positive
    Sornia | attends | ninth summit of the League of the Inner Sea | positive
    Talmar | attends | ninth summit of the League of the Inner Sea | negative
    Tolland | attends | ninth summit of the League of the Inner Sea | positive
"""  # noqa: E501 - one row, one line
# test_inner_sea_summit.py asks these.
TESTED_APART = {"only-planned", "who-opposes", "meetings", "evidence-of-relation"}


@pytest.fixture(scope="module")
def graph() -> relgraph.KnowledgeGraph:
    return relgraph.open(REPOSITORY / "data" / "inner-sea-summit" / "triples.ttl")


def expected_answers() -> list[tuple[str, list[str], dict[str, str], set[tuple[str, ...]]]]:
    """Return the query, its columns, its parameters and its rows, of each block of :data:`ANSWERS`."""
    found: list[tuple[str, list[str], dict[str, str], set[tuple[str, ...]]]] = []
    for line in ANSWERS.strip().splitlines():
        cells = tuple(cell.strip() for cell in line.split("|"))
        if line.startswith(" "):
            found[-1][3].add(cells)
        else:
            asked = re.findall(r"(\w+)=([^=]+)(?: |$)", cells[2]) if len(cells) > 2 else []
            found.append((cells[0], cells[1].split(), dict(asked), set()))
    return found


@pytest.mark.parametrize("block", expected_answers(), ids=lambda block: block[0])
def test_a_query_answers_what_a_reader_would(
    graph: relgraph.KnowledgeGraph, block: tuple[str, list[str], dict[str, str], set[tuple[str, ...]]]
) -> None:
    query, columns, parameters, expected = block
    answer = relgraph.query(graph, query, parameters=parameters)
    assert {
        tuple(local_name(str(row[name])) if row[name] else "" for name in columns) for row in answer.dicts()
    } == expected


def test_every_query_is_held_to_the_summit() -> None:
    answered = [query for query, *_ in expected_answers()]
    assert sorted([*answered, *TESTED_APART]) == sorted(relgraph.named_queries())
