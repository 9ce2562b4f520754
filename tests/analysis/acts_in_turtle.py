"""Graphs of a few acts, written as Turtle."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from conftest import turtle

import relgraph
from relgraph import KnowledgeGraph

EX = "https://example.org/"


def act(
    name: str, actor: str, other: str, date: str = "", *, rest: str = "", certainty: str = "certain"
) -> str:
    """Return an act of support with a label; ``rest`` are more of its properties, each after a semicolon."""
    datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(date), "")
    dated = f'; rg:date "{date}"^^xsd:{datatype} ' if date else ""
    return (
        f'ex:{name} a rg:Act ; rdfs:label "{name} in words" ; rg:actor ex:{actor} ; rg:relation rg:supports ;'
        f" rg:object ex:{other} ; rg:modality rg:modalityAsserted ;"
        f" rg:certainty rg:{certainty} {dated}{rest}.\n"
    )


def graph_of(folder: Path, body: str, actors: Iterable[str] = "abcdef") -> KnowledgeGraph:
    """Return the graph of ``body`` and of states that are called as they are in it, in capitals."""
    path = folder / "g.ttl"
    named = "".join(f'ex:{name} a rg:State ; rdfs:label "{name.upper()}"@en .\n' for name in actors)
    path.write_text(turtle(named + body), "utf-8")
    return relgraph.open(path)


# 2020: A two neighbours, B and C one. 2021: B two, A and C one. 2023: A and D one; B and C are gone.
YEARS = (
    act("x1", "a", "b", "2020-03-01") + act("x2", "a", "c", "2020-05")
    + act("x3", "b", "a", "2021") + act("x4", "b", "c", "2021-11-30")
    + act("x5", "d", "a", "2023-01-01")
)  # fmt: skip
