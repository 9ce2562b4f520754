"""A small graph with a source of its own: who said what at the Third Lake Council."""

from __future__ import annotations

from pathlib import Path

from conftest import turtle

import relgraph
from relgraph import KnowledgeGraph

EX = "https://example.org/"

SOURCE = """Lake Council meets in Harbour Town

The delegate of Westland, Ada Ferry, opened the third Lake Council on 4 May. Westland proposed a joint
survey of the fish stocks. “We need it before winter”, said Ben Quay, the minister of Eastland, and
backed the survey. The shore states will publish the results next year.

Ada Ferry thanked the League of Ports for its charts. Eastland objected to the new toll on the canal.
"""

QUOTES = {
    "e1": "Ada Ferry, opened the third Lake Council",
    "e2": "Westland proposed a joint\nsurvey of the fish stocks",
    "e3": "We need it before winter",
    "e4": "backed the survey",
    "e5": "The shore states will publish the results",
    "e6": "thanked the League of Ports for its charts",
    "e7": "Eastland objected to the new toll",
}


def evidence(sha256: str) -> str:
    """Return the report and one passage for each of QUOTES, at its place in SOURCE."""
    passages = [f'ex:report a rg:Report ; rdfs:label "Report on the Lake Council"@en ; rg:sha256 "{sha256}" .']
    for name, words in QUOTES.items():
        start = SOURCE.index(words)
        passages.append(
            f"ex:{name} a oa:SpecificResource ; oa:hasSource ex:report ; oa:hasSelector ex:{name}s .\n"
            f"ex:{name}s a oa:TextPositionSelector ; oa:start {start} ; oa:end {start + len(words)} ."
        )
    return "\n".join(passages)


THINGS = """
ex:westland a rg:State ; rdfs:label "Westland"@en ; skos:altLabel "Republic of Westland"@en .
ex:eastland a rg:State ; rdfs:label "Eastland"@en .
ex:ports a rg:Organization ; rdfs:label "League of Ports"@en ; skos:altLabel "Hafenbund Müritz"@de .
ex:ada a rg:Person ; rdfs:label "Ada Ferry"@en .
ex:ben a rg:Person ; rdfs:label "Ben Quay"@en .
ex:shore a rg:CollectiveActor ; rdfs:label "the shore states"@en .
ex:council a rg:Meeting ; rdfs:label "Third Lake Council"@en ; rg:heldOn "1931-05-04"^^xsd:date ;
    rg:status rg:held ; rg:concerns ex:fishing ; rg:editorialNote "The year is that of the yearbook."@en .
ex:survey a rg:Measure ; rdfs:label "Joint survey of fish stocks"@en ; rg:involves ex:westland ;
    rg:concerns ex:fishing .
ex:results a rg:Statement ; rdfs:label "Results of the survey"@en .
ex:charts a rg:Assistance ; rdfs:label "Charts of the lake"@en ; rg:involves ex:ports .
ex:toll a rg:Measure ; rdfs:label "Toll on the canal"@en ; rg:involves ex:ports .
ex:fishing a skos:Concept ; rdfs:label "fishing"@en .
"""


def act(name: str, label: str, rest: str, modality: str = "Asserted", certainty: str = "certain") -> str:
    return (
        f'ex:{name} a rg:Act ; rdfs:label "{label}"@en ; rg:modality rg:modality{modality} ; '
        f"rg:certainty rg:{certainty} ; {rest} .\n"
    )


ACTS = "".join(
    (
        act(
            "a1",
            "Ada Ferry opens the council",
            "rg:actor ex:ada ; rg:relation rg:chairs ; rg:object ex:council ; rg:evidence ex:e1",
        ),
        act(
            "a2",
            "Westland proposes a survey",
            "rg:actor ex:westland ; rg:relation rg:proposes ; rg:object ex:survey ; rg:madeAt ex:council ; "
            "rg:concerns ex:fishing ; rg:evidence ex:e2",
            "Proposed",
        ),
        act(
            "a3",
            "Ben Quay says that the survey is needed",
            "rg:actor ex:ben ; rg:relation rg:affirms ; rg:object ex:survey ; rg:saidBy ex:ben ; "
            "rg:evidence ex:e3",
            "Needed",
        ),
        act(
            "a4",
            "Ben Quay backs the survey",
            "rg:actor ex:ben ; rg:relation rg:supports ; rg:object ex:survey ; rg:evidence ex:e4",
        ),
        act(
            "a5",
            "The shore states publish the results",
            "rg:actor ex:shore ; rg:relation rg:issues ; rg:object ex:results ; rg:evidence ex:e5",
            "Planned",
        ),
        act(
            "a6",
            "Ada Ferry thanks the League of Ports",
            "rg:actor ex:ada ; rg:relation rg:appreciates ; rg:object ex:charts ; rg:recipient ex:ports ; "
            "rg:evidence ex:e6",
        ),
        act(
            "a7",
            "Eastland opposes the toll",
            "rg:actor ex:eastland ; rg:relation rg:opposes ; rg:object ex:toll ; rg:saidBy ex:ada ; "
            'rg:inferredFrom ex:a6 ; rg:editorialNote "The canal is read as that of the ports."@en ; '
            "rg:evidence ex:e7",
            "Asserted",
            "likely",
        ),
    )
)


def graph_of(folder: Path, body: str) -> KnowledgeGraph:
    path = folder / "graph.ttl"
    path.write_text(turtle(body), "utf-8")
    return relgraph.open(path)
