"""Labelling: the labels in an answer, in the languages that a graph prefers."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox

from relgraph.model.labels import label_literal
from relgraph.model.read_graph import ReadGraph
from relgraph.model.terms import EngineTerm
from relgraph.querying.results import QueryResult


def in_languages(graph: ReadGraph, result: QueryResult) -> QueryResult:
    """Return the answer of a named query with its labels in the languages that the graph prefers.

    A column ``actorLabel`` has the labels of the column ``actor``. Named queries ask for English ones, so that
    they are the same for every store; here those in a preferred language, or by a property that was asked for,
    take their place where there are any, and what has no English label has another one.

    Args:
        graph: The graph, with its :attr:`~relgraph.model.read_graph.ReadGraph.languages`.
        result: The answer.

    Returns:
        The answer with the same rows in the same order.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open(languages="vi")
        >>> answer = relgraph.query(graph, "who-supports", parameters={"actor": "Russia"})
        >>> in_languages(graph, answer) == answer
        True
    """
    place = {name: number for number, name in enumerate(result.variables)}
    labelled = [(number, place[f"{name}Label"]) for name, number in place.items() if f"{name}Label" in place]
    if not labelled:
        return result
    preferring = graph.languages or graph.label_properties
    rows = []
    for found in result.terms:
        row: list[EngineTerm | None] = list(found)
        for thing, label in labelled:
            node = row[thing]
            if isinstance(node, ox.NamedNode) and (preferring or row[label] is None):
                english = row[label]
                row[label] = (
                    label_literal(graph, node.value, graph.labelling, preferred=english is not None) or english
                )
        rows.append(tuple(row))
    terms = tuple(rows)
    return result if terms == result.terms else replace(result, terms=terms)
