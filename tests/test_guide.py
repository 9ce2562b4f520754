"""The guide: every sentence of it is said in Turtle that conforms, and projects as it is told there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import REPOSITORY

import relgraph

GUIDE = (REPOSITORY / "docs" / "guide.md").read_text("utf-8")
CAST, *SENTENCES = re.findall(r"```turtle\n(.*?)```(?:\n\nIn `([\w-]+)`: ([^\n]*)\.\n)?", GUIDE, re.DOTALL)
TITLES = re.findall(r"^### (\d+)\. (.+)$", GUIDE, re.MULTILINE)


def told(network: relgraph.Network) -> set[str]:
    """Return the edges of a network as the guide writes them."""
    label = {node: data["label"] for node, data in network.nodes(data=True)}
    found = set()
    for source, target, data in network.edges(data=True):
        ends, arrow = (source, target), "->"
        if not data["directed"]:
            arrow = "-"
            if data.get("relation") in {"agreement", "proposes", "meets"}:
                ends = (min(ends, key=label.__getitem__), max(ends, key=label.__getitem__))
        found.add(f"{label[ends[0]]} {arrow} {label[ends[1]]}, {data['relation']}, {data['sign']}")
    return found


def test_there_are_thirty_sentences_each_with_its_act() -> None:
    assert len(TITLES) == len(SENTENCES) == 30
    assert [int(number) for number, _ in TITLES] == list(range(1, 31))
    assert all(network and edges for _, network, edges in SENTENCES)


@pytest.mark.parametrize(("block", "name", "edges"), SENTENCES, ids=[title for _, title in TITLES])
def test_a_sentence_is_said_as_it_projects(block: str, name: str, edges: str, tmp_path: Path) -> None:
    path = tmp_path / "sentence.ttl"
    path.write_text(CAST[0] + block, "utf-8")
    graph = relgraph.open(path)
    report = relgraph.validate(graph)
    assert report.conforms, report.violations
    network = relgraph.project(graph, name)
    expected = set(edges.split("; "))
    found = told(network)
    if name == "full":  # where the rest of the cast is drawn too
        found &= expected
    assert found == expected


def test_what_did_not_happen_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "absence.ttl"
    path.write_text(CAST[0] + SENTENCES[10][0], "utf-8")
    network = relgraph.project(relgraph.open(path), "full")
    assert [data["relation"] for *_, data in network.edges(data=True) if data["polarity"] == "negative"] == [
        "attends"
    ]


def test_the_words_that_the_guide_names_find_their_relation() -> None:
    for word, name in re.findall(r"`relgraph relations (\w+)` answers `(\w+)`", GUIDE):
        assert [entry.name for entry in relgraph.relations(word)] == [name]
