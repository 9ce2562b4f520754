"""Who tells an act: a speaker, else its documents, else nobody."""

from __future__ import annotations

import pytest
from conftest import GraphOf

import relgraph

DOCUMENTS = """
ex:gazette a rg:Report ; rdfs:label "Gazette"@en . ex:courier a rg:Report ; rdfs:label "Courier"@en .
ex:table a rg:BackgroundSource ; rdfs:label "Treaty table"@en .
ex:joint a ex:Communique ; rdfs:label "Joint Statement"@en .
ex:Communique rdfs:subClassOf rg:Statement .
ex:p a rg:Person ; rdfs:label "Ada Ferry"@en .
ex:g oa:hasSource ex:gazette . ex:c oa:hasSource ex:courier . ex:t oa:hasSource ex:table .
ex:nowhere oa:hasSelector ex:at . ex:at oa:start 1 ; oa:end 2 .
"""


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ("", "no source is given"),
        ("; rg:evidence ex:nowhere", "no source is given"),
        ("; rg:evidence ex:undescribed", "no source is given"),
        ("; rg:evidence ex:g", "told by Gazette"),
        ("; rg:evidence ex:g , ex:c", "told by Courier and Gazette"),
        ("; rg:evidence ex:t", "according to Treaty table"),
        ("; rg:evidence ex:g , ex:t", "according to Gazette and Treaty table"),
        ("; rg:evidence ex:g ; rg:saidBy ex:p", "said by Ada Ferry"),
        ("; rg:saidBy ex:p", "said by Ada Ferry"),
        ("; rg:saidBy ex:joint", "in the words of Joint Statement"),
        ("; rg:evidence <https://example.org/table#row=7>", "according to Treaty table"),
    ],
)
def test_each_act_is_told_by_what_tells_it(rest: str, told: str, graph_of: GraphOf) -> None:
    graph = graph_of(
        DOCUMENTS + f"ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:b {rest} ."
    )
    (link,) = relgraph.show(graph, "A", "B").links
    assert link.told == told
