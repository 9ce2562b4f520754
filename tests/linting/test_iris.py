"""IRIs under the prefixes and the base of their file."""

from __future__ import annotations

from turtle_snippets import found

from relgraph.model.namespaces import PREFIXES

XSD = PREFIXES["xsd"]


def test_prefixes_decide_what_a_datatype_is() -> None:
    turtle = (
        f"@prefix x: <{XSD}> . @prefix xsd: <https://example.org/> .\n"
        '<https://example.org/s> xsd:p "5"^^xsd:int , "5"^^x:int , "6"^^<' + XSD + "int> .\n"
        f'@prefix xsd: <{XSD}> . xsd:s xsd:p "7" ^^ xsd:int .'
    )
    texts = [item[3] for item in found(turtle)]
    assert texts == ['"5"^^x:int', f'"6"^^<{XSD}int>', '"7" ^^ xsd:int']
