"""Reports: what a validation found, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from relgraph.cleaning import clean
from relgraph.model.namespaces import PREFIXES
from relgraph.wording import counted


@dataclass(frozen=True, order=True)
class Violation:
    """One thing wrong with a graph. IRIs stand as they are, literals as in Turtle, a blank node as ``[]``.

    Attributes:
        shape: The local name of the shape, or the name of the check, that refuses the node.
        node: The node.
        path: The property at fault, ``""`` where there is none.
        value: Its value, ``""`` where there is none.
        message: What to do.
    """

    shape: str
    node: str
    path: str
    value: str
    message: str


IN_ORDER = attrgetter("shape", "node", "path", "value", "message")  # far faster than the order of a dataclass


@dataclass(frozen=True)
class Report:
    """The outcome of a validation.

    Attributes:
        violations: What is wrong, in order of shape, node, path and value.
        checked: How many nodes of the graph each shape looked at.
        checks: Names of the checks that were run.
        nodes: How many nodes were looked at altogether.
        warnings: What is not wrong and yet to be looked at, in sentences: actors that may be one, and direct
            relations that follow and are not stated.
        unchecked: IRIs of documents that have passages, but whose text was not among those given.
    """

    violations: tuple[Violation, ...]
    checked: Mapping[str, int]
    checks: tuple[str, ...]
    nodes: int
    warnings: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations

    def text(self, limit: int | None = None) -> str:
        """Return the report in words, one paragraph per shape or check.

        Args:
            limit: The most nodes that are listed in each; ``None`` lists all.

        Returns:
            Lines of text.

        Example:
            >>> Report((), {"Act": 2}, ("act-kind",), 2).text()
            'conforms: 2 nodes, 1 shape, 1 check\\n'
        """
        shapes = sum(1 for number in self.checked.values() if number)
        looked = (
            f"{counted(self.nodes, 'node')}, {counted(shapes, 'shape')}, {counted(len(self.checks), 'check')}"
        )
        warnings = [
            *(f"warning: {warning}" for warning in self.warnings),
            *(f"not checked, its text was not given: {_shown(document)}" for document in self.unchecked),
        ]
        if self.conforms:
            return "\n".join([f"conforms: {looked}", *warnings]) + "\n"
        lines = [f"does not conform: {counted(len(self.violations), 'violation')} in {looked}"]
        for (shape, message), group in groupby(self.violations, key=lambda found: (found.shape, found.message)):
            found = list(group)
            lines += ["", f"{clean(shape, 200)}: {clean(message, 500)}"]
            for violation in found[:limit]:
                where = " ".join(
                    _shown(part) for part in (violation.node, violation.path, violation.value) if part
                )
                lines.append(f"  {where}")
            if limit is not None and len(found) > limit:
                lines.append(f"  and {len(found) - limit} more")
        if warnings:
            lines += ["", *warnings]
        return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    """Return ``text`` of a :class:`Violation` as one short line with nothing in it that a terminal obeys."""
    if text != "[]" and not text.startswith('"'):
        for prefix, namespace in PREFIXES.items():
            if prefix != "id" and text.startswith(namespace):
                text = f"{prefix}:{text.removeprefix(namespace)}"
                break
        else:
            text = f"<{text}>"
    return clean(text, 200)
