"""Turtle for the tests of lint: a header of prefixes to put snippets under, and what lint finds in one."""

from __future__ import annotations

from relgraph.linting import lint

IRI = "https://example.org/"
HEADER = (
    "@prefix e: <https://example.org/> .\n"
    "@prefix geo: <http://www.opengis.net/ont/geosparql#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
FIRST = 6  # the line after the header


def found(turtle: str) -> list[tuple[str, int, int, str]]:
    return [(item.rule, item.line, item.column, item.found) for item in lint(turtle.encode())]
