"""Portability: a graph with its literals in the form that every store keeps."""

from __future__ import annotations

import pyoxigraph as ox

from relgraph.exporting import export
from relgraph.linting.linter import Finding, lint
from relgraph.linting.values import portable_term
from relgraph.model.read_graph import refuse_plain
from relgraph.store import KnowledgeGraph


def portable(graph: KnowledgeGraph) -> tuple[KnowledgeGraph, list[Finding]]:
    """Write the literals of a graph in the form that every store keeps.

    Only the form changes, never the value. The store of an open graph has done most of it on reading: numbers
    and truth values in their shortest form, datatypes derived from xsd:integer as xsd:integer,
    xsd:dateTimeStamp as xsd:dateTime, ``+00:00`` as ``Z``, 24:00:00 as the start of the next day, language tags
    in lower case. What it leaves, numbers and fractions of more digits than it counts, is shortened here.

    Args:
        graph: The graph, which stays as it is.

    Returns:
        The new graph, and what stays unsafe in it: the findings of :func:`~relgraph.linting.lint` on
        ``export(result, "turtle")``, with its lines.

    Example:
        >>> import relgraph
        >>> graph = relgraph.KnowledgeGraph()
        >>> graph.update('INSERT DATA { <urn:a> <urn:b> 00123456789012345678901, "P1Y"^^xsd:duration }')
        >>> result, unsafe = portable(graph)
        >>> sorted(quad.object.value for quad in result.oxigraph)
        ['123456789012345678901', 'P1Y']
        >>> for item in unsafe:
        ...     print(item.line, item.rule, item.found)
        3 long-integer 123456789012345678901
        3 duration "P1Y"^^xsd:duration
    """
    refuse_plain(graph)
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, portable_term(quad.object), quad.graph_name)
        for quad in graph.oxigraph
    )
    result = graph.with_store(store)
    return result, lint(export(result, "turtle"))
