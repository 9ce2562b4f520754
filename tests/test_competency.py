"""The questions that the graph is judged by.

Each file of ``tests/competency/`` holds the rows that a bundled query has to give, worked out from the
article. It is named after the query, with ``@NAME=VALUE`` behind it where a parameter is bound. The network
questions stand below as the calls that answer them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph
from relgraph.analysis import collapse
from relgraph.model.namespaces import ID
from relgraph.model.ontology import read_ontology

EXPECTED = {path.stem: path for path in sorted((Path(__file__).parent / "competency").glob("*.csv"))}
QUERIES = relgraph.named_queries()
PUBLIC = [f"CQ{number:02}" for number in range(1, 21)]


def rows(text: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row) for row in csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", EXPECTED)
def test_the_query_gives_the_expected_rows(name: str, meeting: KnowledgeGraph) -> None:
    query, at, parameter = name.partition("@")
    parameters = dict([parameter.split("=", 1)]) if at else {}
    given = relgraph.query(meeting, query, parameters=parameters).serialize("csv").decode()
    assert rows(given) == rows(EXPECTED[name].read_text("utf-8"))


@pytest.mark.parametrize("question", PUBLIC)
def test_every_public_question_has_a_query_with_expected_rows(question: str) -> None:
    answering = [
        name for name, query in QUERIES.items() if re.search(rf"^# answers .*\b{question}\b", query.text, re.M)
    ]
    assert answering
    for query in answering:
        expected = [path for name, path in EXPECTED.items() if name.partition("@")[0] == query]
        assert expected
        assert all(len(rows(path.read_text("utf-8"))) > 1 for path in expected)


def labels(names: set[str], meeting: KnowledgeGraph, *columns: str, query: str) -> None:
    found = {
        " | ".join(str(row[column]) for column in columns) for row in relgraph.query(meeting, query).dicts()
    }
    assert found == names


def test_who_supports_what_and_who_says_so(meeting: KnowledgeGraph) -> None:
    labels(
        {
            "Sergey Lavrov | Central role of ASEAN in the regional architecture | Sergey Lavrov",
            "ASEAN countries | Stronger tourism cooperation (Russian proposal) | None",
            "Viet Nam | Development of the Strategic Partnership to a new height | Bui Thanh Son",
            "Russia | ASEAN's efforts towards a culture of dialogue | Bui Thanh Son",
        },
        meeting, "actorLabel", "objectLabel", "saidByLabel", query="who-supports",
    )  # fmt: skip


def test_the_meetings_with_date_and_status(meeting: KnowledgeGraph) -> None:
    found = {
        (str(row["date"]), str(row["status"]).rsplit("#", 1)[1])
        for row in relgraph.query(meeting, "meetings").dicts()
    }
    assert found == {
        ("2021-07-06", "held"), ("2021-06-28", "held"), ("2020-11", "held"),
        ("2021-10", "proposed"), ("2021", "planned"),
    }  # fmt: skip


def test_the_passage_of_the_summit_proposal_lies_in_its_sentence(meeting: KnowledgeGraph) -> None:
    found = relgraph.query(
        meeting,
        "evidence-of-relation",
        parameters={"relation": "rg:proposes", "object": "4th ASEAN-Russia Summit"},
    ).dicts()
    assert found
    for row in found:
        assert 2867 <= int(str(row["start"])) < int(str(row["end"])) <= 2957


# Network questions


def ids(*names: str) -> tuple[str, ...]:
    return tuple(str(ID) + name for name in names)


RUSSIA, ASEAN, INDONESIA, VIET_NAM = ids(
    "state/russia", "organization/asean", "state/indonesia", "state/viet-nam"
)
NAMED = {"State", "InternationalOrganization", "Person"}


def test_nq01_highest_degree_among_named_actors(meeting: KnowledgeGraph) -> None:
    resolved = relgraph.centrality(relgraph.project(meeting, "actors", collectives="resolve"), ["degree"])
    assert [row[1] for row in resolved.rows if row[3] in NAMED][:2] == [RUSSIA, ASEAN]
    for projection in ("actors", "full"):
        kept = relgraph.centrality(relgraph.project(meeting, projection), ["degree"])
        assert next(row[1] for row in kept.rows if row[3] in NAMED) == RUSSIA


@pytest.mark.parametrize("projection", ["participation", "full"])
def test_nq02_event_of_highest_degree(meeting: KnowledgeGraph, projection: str) -> None:
    scores = relgraph.centrality(relgraph.project(meeting, projection), ["degree"])
    ranked = [row for row in scores.rows if row[3] == "Meeting"]
    assert ranked[0][1] == ids("event/special-meeting-2021")[0]
    assert ranked[0][4] > ranked[1][4]


@pytest.mark.parametrize("collectives", ["keep", "resolve"])
def test_nq03_indonesia_and_viet_nam_are_not_linked_but_connected(
    meeting: KnowledgeGraph, collectives: str
) -> None:
    ties = collapse(
        relgraph.project(meeting, "actors", collectives=collectives, background=False), directed=False
    )
    assert not ties.has_edge(INDONESIA, VIET_NAM)
    assert RUSSIA in set(ties[INDONESIA]) & set(ties[VIET_NAM])
    together = relgraph.project(meeting, "co-participation")
    retno, bui = ids("person/retno-marsudi", "person/bui-thanh-son")
    assert together.edges[retno, bui]["events"] == ids("event/special-meeting-2021")


def test_nq04_strongest_tie(meeting: KnowledgeGraph) -> None:
    ties = collapse(relgraph.project(meeting, "actors", collectives="resolve"), directed=False)
    ranked: list[tuple[str, str, float]] = sorted(ties.edges(data="weight"), key=lambda edge: -edge[2])
    assert set(ranked[0][:2]) == {RUSSIA, ASEAN}
    assert ranked[0][2] > 1.5 * ranked[1][2]


def test_nq05_persons_by_statements(meeting: KnowledgeGraph) -> None:
    relations = read_ontology().relations
    statements: Counter[str] = Counter()
    for act in meeting.acts.values():
        for person in ids("person/bui-thanh-son", "person/sergey-lavrov", "person/retno-marsudi"):
            if (person in act.actors and relations[act.relation].speech_act) or act.said_by == person:
                statements[person] += 1
    bui, lavrov, retno = (
        statements[person]
        for person in ids("person/bui-thanh-son", "person/sergey-lavrov", "person/retno-marsudi")
    )
    assert bui > lavrov > retno == 0
    listed = relgraph.query(meeting, "said-by", parameters={"speaker": "Retno Marsudi"})
    assert len(listed) == 0


# Queries as a whole


def test_every_act_that_a_query_tells_of_comes_with_its_place(meeting: KnowledgeGraph) -> None:
    places = {"act", "document", "start", "end"}
    told = {name for name, query in QUERIES.items() if places <= set(relgraph.query(meeting, name).variables)}
    assert len(told) > 10
    acts = meeting.acts
    for name in told:
        for row in relgraph.query(meeting, name).dicts():
            if row["act"] is not None and not acts[str(row["act"])].background:
                assert row["start"] is not None, f"{name}: {row['act']}"
