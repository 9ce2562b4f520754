"""Published figures, which the projections give on the tables that they were computed from."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from conftest import SHARED, turtle
from small_graphs import EX

import relgraph
from relgraph import KnowledgeGraph, Network


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table, which is not part of the project."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def opened(path: Path, lines: list[str]) -> KnowledgeGraph:
    path.write_text(turtle("".join(lines)), "utf-8")
    return relgraph.open(path)


def test_full_members_of_intergovernmental_organizations_in_2014(tmp_path: Path) -> None:
    """Pevehouse, Nordstrom, McManus and Jamison (2020), Correlates of War, version 3, state-year."""
    lines = []
    for row in rows("state_year_format3.csv.gz"):
        if row["year"] == "2014":
            organizations = [name for name, value in row.items() if value == "1" and name[0].isalpha()]
            lines.append(f'ex:{row["state"]} a rg:State ; rdfs:label "{row["state"]}"@en .\n')
            lines += [
                f"ex:{row['state']} rg:memberOf ex:org-{name} .\n"
                for name in organizations
                if name not in ("ccode", "year")
            ]
    graph = opened(tmp_path / "igo.ttl", lines)
    network = relgraph.project(graph, "membership")
    states = [node for node, data in network.nodes(data=True) if data["bipartite"] == 0]
    assert (len(states), len(network) - len(states), network.number_of_edges()) == (195, 309, 12_295)
    degrees = {"france": 116, "norway": 105, "belgium": 102, "finland": 102, "netherlands": 102}
    assert {name: network.degree[EX + name] for name in degrees} == degrees
    shared = relgraph.project(graph, "co-membership")
    assert shared.edges[EX + "indonesia", EX + "malaysia"]["weight"] == 67
    assert shared.edges[EX + "russia", EX + "indonesia"]["weight"] == 42
    assert round(nx.density(shared), 4) == 0.9996


@pytest.fixture(scope="module")
def votes_of_2015(tmp_path_factory: pytest.TempPathFactory) -> tuple[KnowledgeGraph, dict[str, str]]:
    """Roll calls of the General Assembly (Voeten, Strezhnev and Bailey), and the node of each country."""
    calls = {row["rcid"] for row in rows("un_roll_calls.csv.gz") if row["date"].startswith("2015")}
    lines = [
        f"ex:{vote} a rg:Relation ; rg:sign rg:{sign} ; rg:entersProjection rg:stancesProjection .\n"
        for vote, sign in (("yes", "cooperative"), ("abstain", "neutral"), ("no", "adverse"))
    ]
    countries: dict[str, str] = {}
    for number, row in enumerate(rows("un_votes.csv.gz")):
        if row["rcid"] in calls:
            node = countries.setdefault(row["country"], f"s{len(countries)}")
            said = f"rg:relation ex:{row['vote']} ; rg:object ex:r{row['rcid']}"
            lines.append(f"ex:v{number} rg:actor ex:{node} ; {said} .\n")
    lines += [f"ex:{node} a rg:State .\n" for node in countries.values()]
    path = tmp_path_factory.mktemp("votes") / "votes.ttl"
    return opened(path, lines), {name: EX + node for name, node in countries.items()}


def test_similarity_of_votes_in_2015(votes_of_2015: tuple[KnowledgeGraph, dict[str, str]]) -> None:
    graph, node = votes_of_2015
    network: Network = relgraph.project(graph, "agreement", over="all")
    assert (len(network), network.number_of_edges()) == (193, 18_528)

    def tie(a: str, b: str) -> dict[str, Any]:
        found: dict[str, Any] = network.edges[node[a], node[b]]
        return found

    cuba = tie("United States", "Cuba")
    assert (cuba["agreed"], cuba["disagreed"], cuba["score"]) == (9, 55, -46 / 78)
    assert tie("United Kingdom", "France")["score"] == 57 / 78
