"""What the page tells of things, acts and passages."""

from __future__ import annotations

from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import InputError, SourceError

from .lake_council import QUOTES, SOURCE, act, graph_of
from .page_reading import data_of


def test_a_class_of_ones_own_is_drawn_as_the_class_above_it(tmp_path: Path) -> None:
    body = (
        'ex:CityState rdfs:subClassOf rg:State ; rdfs:label "city state" .\n'
        'ex:v a ex:CityState ; rdfs:label "Harbour Town" . ex:w a rg:State ; rdfs:label "Westland" .\n'
    ) + act("x", "a tie", "rg:actor ex:v ; rg:relation rg:supports ; rg:object ex:w")
    graph = graph_of(tmp_path, body)
    page = relgraph.render(graph, relgraph.project(graph, "actors"))
    things = {thing["label"]: thing for thing in data_of(page)["things"]}
    assert things["Harbour Town"]["kind"] == "city state"
    assert things["Harbour Town"]["style"] == things["Westland"]["style"] == "State"


def test_passages_enter_only_from_a_source_that_matches(
    lake: KnowledgeGraph, source: Path, tmp_path: Path
) -> None:
    network = relgraph.project(lake, "full")
    without = relgraph.render(lake, network)
    assert not any(words.split("\n", 1)[0] in without for words in QUOTES.values())
    data = data_of(relgraph.render(lake, network, source=source))
    acts = {act["relation"]: [data["passages"][number] for number in act["passages"]] for act in data["acts"]}
    start = SOURCE.index("Westland proposed")
    (passage,) = acts["proposes"]
    assert (passage["start"], passage["end"]) == (start, start + len(QUOTES["e2"]))
    # The text is there once, and the passage is a part of it.
    (text,) = data["texts"]
    assert text["text"] == SOURCE
    assert text["text"][passage["start"] : passage["end"]] == QUOTES["e2"]

    changed = tmp_path / "changed.txt"
    changed.write_bytes(SOURCE.replace("\n", "\r\n").encode())
    with pytest.raises(SourceError, match=r"changed\.txt: is not the text"):
        relgraph.render(lake, network, source=changed)
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        relgraph.render(lake, network, source=tmp_path / "nowhere.txt")
