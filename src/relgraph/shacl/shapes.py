"""Shapes read from files, the nodes that they target, and the results of a validation by name and message."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pyoxigraph as ox
from pyshacl.errors import ShapeRecursionWarning
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from relgraph.cleaning import clean
from relgraph.errors import ValidationError
from relgraph.model.namespaces import local_name
from relgraph.model.terms import to_rdflib
from relgraph.opening import as_written
from relgraph.shacl.cached_graph import CachedGraph
from relgraph.shacl.evaluation import findings

# What SHACL-SPARQL, SHACL-JS and the advanced features run: code, which could do anything.
_CODE = [
    SH[name]
    for name in (
        "sparql", "select", "ask", "construct", "update", "js", "jsFunctionName", "rule", "target", "validator",
        "nodeValidator", "propertyValidator", "expression",
    )
]  # fmt: skip


@dataclass(frozen=True)
class Result:
    """A result of a validation report (SHACL, section 3.6).

    Attributes:
        shape: The name of the shape, see :func:`shape_name`.
        node: The focus node.
        path: The property, ``None`` where there is none or where it is more than one property.
        value: The value.
        message: The shape's ``sh:message``; else the constraint, such as ``sh:minCount 1``. A severity other
            than that of a violation stands before it: ``(warning)``.
        component: The kind of constraint, by the local name of its IRI.
    """

    shape: str
    node: Node | None
    path: Node | None
    value: Node | None
    message: str
    component: str


def read_shapes(paths: Sequence[str | os.PathLike[str]], base: str | None) -> Graph:
    """Read files of shapes together, literals in the form of the store, in which data have them too.

    Args:
        paths: The files.
        base: What relative IRIs are relative to. Default: each file's own address.

    Returns:
        The shapes.

    Raises:
        InputError: A file that cannot be read.
        ValidationError: Shapes with code in them (SPARQL, JavaScript, rules), or none that has a target.

    Example:
        >>> from relgraph.bundle import bundled
        >>> len(read_shapes([bundled("ontology", "shapes", "data.ttl")], None)) > 500
        True
    """
    store = ox.Store()
    for path in paths:
        store.extend(as_written(path, base or Path(path).absolute().as_uri()))
    shapes = Graph()
    for quad in store:
        subject, predicate, value = (to_rdflib(term) for term in quad.triple)
        assert subject is not None and predicate is not None and value is not None  # noqa: S101 - a triple
        shapes.add((subject, predicate, value))
    names = ", ".join(os.fspath(path) for path in paths)
    for predicate in _CODE:
        for shape in shapes.subjects(predicate):
            raise ValidationError(
                f"{names}: {shape_name(shapes, shape)} has sh:{local_name(predicate)}, which is not SHACL core",
                "take it out, or validate with a processor that runs the code of shapes",
            )
    with _of_pyshacl():
        targeted = any(map(_has_target, ShapesGraph(shapes).shapes))
    if not targeted:
        raise ValidationError(f"{names}: no shape in it has a target", "give a file of SHACL shapes")
    return shapes


def targets(shapes: Graph, graph: CachedGraph) -> dict[str, set[Node]]:
    """Return the nodes that each node shape, and each other shape with a target, looks at.

    Args:
        shapes: The shapes.
        graph: The data.

    Returns:
        The nodes by the name of the shape, see :func:`shape_name`.

    Raises:
        ValidationError: The shapes cannot be applied.

    Example:
        >>> import relgraph
        >>> shapes = Graph().parse(format="turtle", data='''
        ... @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rg: <https://w3id.org/relgraph/ontology#> .
        ... <https://example.org/State> a sh:NodeShape ; sh:targetClass rg:State .''')
        >>> {name: len(nodes) for name, nodes in targets(shapes, CachedGraph(relgraph.open())).items()}
        {'State': 3}
    """
    found: dict[str, set[Node]] = {}
    node_shapes = set(shapes.subjects(RDF.type, SH.NodeShape))
    with _of_pyshacl():
        for shape in ShapesGraph(shapes).shapes:
            if shape.node in node_shapes or _has_target(shape):
                nodes: set[Node] = shape.focus_nodes(graph)
                found.setdefault(shape_name(shapes, shape.node), set()).update(nodes)
    return found


@contextmanager
def _of_pyshacl() -> Iterator[None]:
    """Say of what pySHACL raises that the shapes cannot be applied, and keep what it prints to itself."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", ShapeRecursionWarning)
            yield
    except ShapeRecursionWarning:
        raise ValidationError(
            "the shapes cannot be applied: one refers to itself, which SHACL leaves undefined",
            "take the circle out",
        ) from None
    except Exception as error:  # its own kinds, and those of rdflib, re and decimal on malformed shapes
        raise ValidationError(
            f"the shapes cannot be applied: {clean(str(error), 500)}", "correct the shapes"
        ) from None


def _has_target(shape: Shape) -> bool:
    return any(any(True for _ in declared) for declared in shape.target())  # type: ignore[no-untyped-call]


def results_of(graph: CachedGraph, shapes: Graph) -> Iterator[Result]:
    """Yield the results of a validation, in no order.

    Args:
        graph: The data.
        shapes: The shapes.

    Yields:
        What is refused.

    Raises:
        ValidationError: The shapes cannot be applied.

    Example:
        >>> import relgraph
        >>> shapes = Graph().parse(format="turtle", data='''
        ... @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rg: <https://w3id.org/relgraph/ontology#> .
        ... <https://example.org/State> sh:targetClass rg:State ;
        ...     sh:property [ sh:path rg:format ; sh:minCount 2 ] .''')
        >>> graph = CachedGraph(relgraph.open())
        >>> sorted({(result.shape, result.message) for result in results_of(graph, shapes)})
        [('State', 'sh:minCount 2')]
    """
    said = cache(partial(_said, shapes))
    with _of_pyshacl():
        found = list(findings(shapes, graph))
    for shape, component, node, path, value in found:
        name, message = said(shape, component)
        yield Result(
            name, node, path if isinstance(path, URIRef) else None, value, message, local_name(str(component))
        )


def _said(shapes: Graph, shape: Shape, component: Node) -> tuple[str, str]:
    """Return the name and the message of the results of a constraint."""
    return shape_name(shapes, shape.node), _severity(shape.severity) + _message(shapes, shape.node, component)


def shape_name(shapes: Graph, shape: Node) -> str:
    """Return the local name of a shape; of one without an IRI, that of the shape that it is a part of."""
    met = {shape}
    waiting = [shape]
    for node in waiting:
        if isinstance(node, URIRef):
            return local_name(node)
        above = set(shapes.subjects(None, node)) - met
        met |= above
        waiting += sorted(above, key=lambda term: (isinstance(term, BNode), str(term)))
    return "[]"


def _severity(severity: Node | None) -> str:
    """Return what goes before a message: with results of any severity data do not conform (section 3.6.1)."""
    return "" if severity in (None, SH.Violation) else f"({local_name(str(severity)).lower()}) "


def _message(shapes: Graph, shape: Node | None, component: Node | None) -> str:
    """Return the message of a shape; else the constraint, by the name of its component's first parameter."""
    message = shapes.value(shape, SH.message)
    if message is not None:
        return str(message)
    name = local_name(str(component)).removesuffix("ConstraintComponent")
    parameter = name[:1].lower() + name[1:]
    value = shapes.value(shape, SH[parameter])
    shown = local_name(value) if isinstance(value, URIRef) else value if isinstance(value, Literal) else ""
    return f"sh:{parameter} {shown}".rstrip()
