"""Shapes, applied to all of their nodes at once.

pySHACL goes into a shape within a shape (``sh:property``, ``sh:or``, ``sh:node`` ...) for one node after the
other, and writes each result as triples and as text, which takes nearly all of its time. Here such a shape is
evaluated once, for all nodes that a constraint is going to ask it about, and a result is a :class:`Finding`.
pySHACL still decides what a constraint demands and what is not a shape.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeAlias

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.core.shape_based_constraints import PropertyConstraintComponent
from pyshacl.errors import ConstraintLoadWarning, ReportableRuntimeError
from pyshacl.helper.expression_helper import value_nodes_from_path
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import Graph, URIRef
from rdflib.term import Node

from relgraph.shacl.cached_graph import CachedGraph


class Finding(NamedTuple):
    """What a constraint refuses.

    Attributes:
        shape: The shape that has the constraint.
        component: The kind of constraint.
        focus: The focus node.
        path: The path of the shape, or the property that a closed shape has not; ``None`` for a node shape.
        value: The value, ``None`` where no single one is at fault.
    """

    shape: Shape
    component: Node
    focus: Node
    path: Node | None
    value: Node | None


_Report: TypeAlias = tuple[str, Finding, list[Any]]
"""The form in which pySHACL's constraints hand on a result: its text, its node and its triples."""

_Reports: TypeAlias = dict[Node, list[_Report]]

_NONE: set[Node] = set()


def findings(shapes: Graph, graph: CachedGraph) -> Iterator[Finding]:
    """Yield what shapes refuse in a graph, in no order.

    Args:
        shapes: The shapes (SHACL core), to which pySHACL adds a few triples.
        graph: The data.

    Yields:
        What is refused, once for each way to it, as in a validation report.

    Raises:
        Exception: The shapes cannot be applied: pySHACL, rdflib and what they use raise many kinds.
    """
    for shape in _Shapes(shapes).in_bulk():
        for reports in shape.reports(shape.focus_nodes(graph), graph, []).values():  # type: ignore[no-untyped-call]
            for _, finding, _ in reports:
                yield finding


class _Shapes(ShapesGraph):
    """The shapes of a graph, each of which is applied in bulk."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        # A path is read again for each node, so what it consists of is looked up once.
        self._paths = SimpleNamespace(
            graph=SimpleNamespace(
                objects=cache(lambda subject, predicate: tuple(graph.objects(subject, predicate))),
                items=cache(lambda head: tuple(graph.items(head))),
                predicate_objects=graph.predicate_objects,
            )
        )
        self._in_bulk = {shape.node: _Shape(self, shape, self._paths) for shape in self.shapes}

    def in_bulk(self) -> Collection[_Shape]:
        return self._in_bulk.values()

    def lookup_shape_from_node(self, node: Any) -> _Shape:
        return self._in_bulk[node]


@dataclass
class _Bulk(SHACLExecutor):
    """What pySHACL hands on from a constraint to the shapes that it asks: all nodes it will ask about."""

    nodes: Collection[Node] = ()
    answers: dict[Shape, _Reports] = field(default_factory=dict)


class _Shape(Shape):
    """A shape that is applied to many nodes at once."""

    __slots__ = ("_paths",)

    def __init__(self, shapes: _Shapes, shape: Shape, paths: Any) -> None:
        super().__init__(shapes, shape.node, p=shape.is_property_shape, path=shape._path)
        self._paths = paths

    def validate(
        self, executor: Any, target_graph: Any, focus: Any = None, _evaluation_path: list[Any] | None = None
    ) -> tuple[bool, list[_Report]]:
        """Answer a constraint, which asks about one node at a time."""
        if self not in executor.answers:
            executor.answers[self] = self.reports(executor.nodes, target_graph, _evaluation_path or [])
        reports = executor.answers[self].get(focus, [])
        return not reports, reports

    def reports(self, nodes: Collection[Node], graph: CachedGraph, way: list[Any]) -> _Reports:
        """Return what is refused, by the node that it is refused of.

        Args:
            nodes: The nodes.
            graph: The data.
            way: The shapes on the way to this one, each with its constraint, by which pySHACL notices that one
                refers to itself.
        """
        reports: _Reports = defaultdict(list)
        if self.deactivated or not nodes:
            return reports
        if len(way) // 2 >= _Bulk.max_validation_depth:
            raise ReportableRuntimeError("they are nested too deeply")
        values = self._values(nodes, graph)
        asked = {value for of_node in values.values() for value in of_node}
        for constraint in self._constraints():
            bulk, here = _Bulk(nodes=asked), [*way, self, constraint]
            if isinstance(constraint, PropertyConstraintComponent):
                # Its results are those of other shapes, which have the values here as their focus nodes, and
                # which answer about all of them when they are asked about one.
                constraint.evaluate(bulk, graph, {value: {value} for value in islice(asked, 1)}, here)
                for answers in filter(None, bulk.answers.values()):
                    for node, of_node in values.items():
                        for value in of_node:
                            if value in answers:
                                reports[node] += answers[value]
            else:
                for report in constraint.evaluate(bulk, graph, values, here)[1]:
                    reports[report[1].focus].append(report)
        return reports

    def _values(self, nodes: Collection[Node], graph: CachedGraph) -> dict[Node, set[Node]]:
        if not self.is_property_shape:
            return {node: {node} for node in nodes}
        if isinstance(self._path, URIRef):
            column = graph.objects_by_subject(self._path)
            return {node: column.get(node, _NONE) for node in nodes}
        return {node: value_nodes_from_path(self._paths, node, self._path, graph) for node in nodes}

    def _constraints(self) -> Iterator[ConstraintComponent]:
        predicates = self.sg.graph.predicates(self.node, unique=True)
        for kind in dict.fromkeys(map(CONSTRAINT_PARAMETERS_MAP.get, predicates)):
            if kind is not None:
                try:
                    yield _telling(kind)(self)
                except ConstraintLoadWarning:  # pySHACL passes over it too
                    continue
        for custom in self.find_custom_constraints():  # type: ignore[no-untyped-call]
            custom.make_validator_for_shape(self)  # raises: only code could be its validator


@cache
def _telling(kind: type[ConstraintComponent]) -> type[ConstraintComponent]:
    """Return a kind of constraint that makes a :class:`Finding` of what it refuses."""
    return type(kind.__name__, (kind,), {"make_v_result": _report})


def _report(
    self: ConstraintComponent,
    datagraph: Graph,
    focus_node: Node,
    value_node: Node | None = None,
    *,
    result_path: Node | None = None,
    constraint_component: Node | None = None,
) -> _Report:
    """Take the place of what writes a result out, with the names that its callers know."""
    component = constraint_component or self.shacl_constraint_component
    path = result_path or self.shape.path()  # type: ignore[no-untyped-call]
    return "", Finding(self.shape, component, focus_node, path, value_node), []
