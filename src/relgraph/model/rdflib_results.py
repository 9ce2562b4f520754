"""Results of rdflib as terms of the engine, which do not change when they are pickled, and back."""

from __future__ import annotations

from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Graph, Variable
from rdflib.query import Result
from rdflib.term import Node

from relgraph.model.terms import EngineTerm, to_oxigraph, to_rdflib

Packed: TypeAlias = tuple[str, list[str], list[list[EngineTerm | None]]]
"""Type, variables and rows of a result."""


def packed(result: Result) -> Packed:
    """Return a result of rdflib as terms of the engine.

    Args:
        result: What a query gave. Its rows are read to the last.

    Returns:
        Its type, variables and rows; of triples, the rows are these, and an ASK has one.

    Example:
        >>> packed(Graph().query("SELECT (1 AS ?one) {}"))[:2]
        ('SELECT', ['one'])
    """
    kind = str(result.type)
    if kind == "SELECT":
        names = [str(name) for name in result.vars or ()]
        rows = [[_packed(row.get(Variable(name))) for name in names] for row in result.bindings]
        return kind, names, rows
    if kind == "ASK":
        return kind, [], [[ox.Literal(bool(result.askAnswer))]]
    return kind, [], [[_packed(term) for term in triple] for triple in result.graph or ()]


def unpacked(content: Packed) -> Result:
    """Return what :func:`packed` was given.

    Args:
        content: Type, variables and rows.

    Returns:
        A result of rdflib.

    Example:
        >>> [str(one) for one, in unpacked(packed(Graph().query("SELECT (1 AS ?one) {}")))]
        ['1']
    """
    kind, names, rows = content
    result = Result(kind)
    if kind == "SELECT":
        variables = [Variable(name) for name in names]
        result.vars = variables
        terms = ([to_rdflib(term) for term in row] for row in rows)
        result.bindings = [
            {name: term for name, term in zip(variables, row, strict=True) if term is not None} for row in terms
        ]
    elif kind == "ASK":
        result.askAnswer = rows[0][0] == ox.Literal(True)
    else:
        result.graph = Graph()
        result.graph += (tuple(map(to_rdflib, row)) for row in rows)  # type: ignore[misc]
    return result


def _packed(term: Node | None) -> EngineTerm | None:
    return None if term is None else to_oxigraph(term)
