"""A text that is invented, and a dossier of it."""

from __future__ import annotations

import csv
from pathlib import Path

import relgraph
from relgraph.authoring.dossier import TABLES, Dossier

TEXT = (
    "Arda and Bree met at Port Cole on 4 May 2031.\r\n"
    "\u201cWe will send grain,\u201d said Ann\u00a0Oke, who leads Arda. Bree did not sign the Grain Pact. "
    "Arda said that Bree must pay. Bree must pay, too, in 2031\u201332.\n"
)
DOCUMENT = """text = "text.txt"
base = "https://example.org/pact/"
iri = "document/report"
kind = "Report"
title = "Report on Port Cole"
published = "2031-05-05"
licence = "https://creativecommons.org/licenses/by/4.0/"
"""
THINGS = """id,kind,label,aliases,status,date
state/arda,State,Arda,Ardans; the Republic of Arda,,
state/bree,State,Bree,,,
person/oke,Person,Ann Oke,,,
event/cole,Meeting,meeting at Port Cole,,held,2031-05-04
measure/grain,Measure,grain for Bree,,,
document/pact,Document,Grain Pact,,,
measure/payment,Measure,payment by Bree,,,
"""
COLUMNS = (
    "id", "actor", "relation", "object", "recipient", "event", "said_by", "modality", "polarity", "certainty",
    "from", "until", "quote", "context", "status",
)  # fmt: skip
ROWS = '''
meeting,Arda; Bree,attends,event/cole,,,,asserted,,certain,,,Arda and Bree met at Port Cole,,accepted
grain,Ardans,provides,grain for Bree,Bree,,Ann Oke,planned,,certain,,,"""We will send grain,""",,accepted
unsigned,bree,signs,Grain Pact,,,,asserted,negative,certain,,,Bree did not sign the Grain Pact,,accepted
demand,Arda,demands,act:payment,Bree,,state/arda,asserted,,certain,,,Bree must pay,said that,accepted
payment,Bree,provides,payment by Bree,,,state/arda,needed,,likely,2031,..,Bree must pay,Arda said that,accepted
rumour,Bree,threatens,Arda,,,,asserted,,doubtful,,,2031-32,,draft
'''
ACTS = ",".join(COLUMNS) + ROWS
OWN_GRAPH = """@prefix rg: <https://w3id.org/relgraph/ontology#> .
@prefix ex: <https://example.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:zeltia a rg:State ; rdfs:label "Zeltia"@en .
ex:twinsWith a owl:ObjectProperty , rg:Relation ; rdfs:label "twins with"@en ; skos:altLabel "twin with"@en ;
    skos:definition "Two towns become twins."@en ; rg:entersProjection rg:actorsProjection .
"""
"""A graph with a state and a relation of its own."""


def dossier_in(folder: Path, **files: str) -> Path:
    """Write the dossier with some of its files as they are given: ``acts``, ``things``, ``document`` ..."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {"document": "document.toml", "text": "text.txt"}
    for name, content in {"document": DOCUMENT, "text": TEXT, "things": THINGS, "acts": ACTS, **files}.items():
        Path(folder, names.get(name, f"{name}.csv")).write_bytes(content.encode())
    return folder


def changed(folder: Path, act: str, **cells: str) -> Dossier:
    """Change cells of a row of acts, and read the dossier again."""
    path = Path(folder, "acts.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["id"] == act).update(cells)
    columns = [name for name in TABLES["acts.csv"] if any(name in row for row in rows)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return relgraph.read_dossier(folder)
