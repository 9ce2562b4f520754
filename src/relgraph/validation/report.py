"""Reports: what a validation found, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import SH

from relgraph.canonical import canonical, to_turtle
from relgraph.cleaning import clean
from relgraph.model.namespaces import PREFIXES
from relgraph.records import to_html
from relgraph.wording import counted

_SHAPES = "https://w3id.org/relgraph/shapes#"


@dataclass(frozen=True, order=True)
class Violation:
    """One thing wrong with a graph. IRIs stand as they are, literals as in Turtle, a blank node as ``[]``.

    Attributes:
        shape: The local name of the shape, or the name of the check, that refuses the node.
        node: The node.
        path: The property at fault, ``""`` where there is none.
        value: Its value, ``""`` where there is none.
        message: What to do.
        component: The kind of constraint, by the local name of its IRI in SHACL.
        nearest: The term that an undefined one is nearest to, such as ``rg:modalityAsserted``; ``""`` for none.
        place: The file and line where the node is described; ``""`` where that is not known.
    """

    shape: str
    node: str
    path: str
    value: str
    message: str
    component: str = field(default="SPARQLConstraintComponent", compare=False)
    nearest: str = field(default="", compare=False)
    place: str = field(default="", compare=False)


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
        profile: The name of the profile; ``""`` with shapes of one's own.
        warned: What is wrong and no violation in that profile.
    """

    violations: tuple[Violation, ...]
    checked: Mapping[str, int]
    checks: tuple[str, ...]
    nodes: int
    warnings: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    profile: str = ""
    warned: tuple[Violation, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations

    def _repr_html_(self) -> str:
        """Show the verdict and the first findings in a notebook."""
        rows = [
            {"shape": found.shape, "node": found.node, "message": found.message} for found in self.violations
        ]
        verdict = "Conforms" if self.conforms else f"{len(rows):,} violation{'' if len(rows) == 1 else 's'}"
        return to_html(rows, f"{verdict}: {self.nodes:,} nodes checked", self.warnings)

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
            lines = [f"conforms: {looked}"]
        else:
            lines = [f"does not conform: {counted(len(_each_once(self.violations)), 'violation')} in {looked}"]
        lines += [*_paragraphs(self.violations, "", limit), *_paragraphs(self.warned, "warning: ", limit)]
        if warnings and (self.violations or self.warned):
            lines.append("")
        return "\n".join([*lines, *warnings]) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return the report as a dictionary, for JSON.

        Example:
            >>> Report((), {"Act": 2}, ("act-kind",), 2).to_dict()["conforms"]
            True
        """
        findings = [
            {"severity": severity, **asdict(found)}
            for severity, several in (("violation", self.violations), ("warning", self.warned))
            for found in several
        ]
        return {
            "conforms": self.conforms,
            "profile": self.profile,
            "nodes": self.nodes,
            "findings": findings,
            "warnings": list(self.warnings),
            "unchecked": list(self.unchecked),
            "checked": dict(self.checked),
            "checks": list(self.checks),
        }

    def to_turtle(self) -> bytes:
        """Return the validation report of SHACL (W3C 2017, section 3), which does not conform where it warns.

        Example:
            >>> print(*Report((), {}, (), 0).to_turtle().decode().splitlines()[-2:], sep="\\n")
            _:b0 a sh:ValidationReport ;
                sh:conforms true .
        """
        return _w3c_report(self)


def _paragraphs(violations: Iterable[Violation], before: str, limit: int | None) -> Iterator[str]:
    """Yield the lines of a report: a paragraph for each shape or check."""
    for (shape, message), group in groupby(violations, key=lambda found: (found.shape, found.message)):
        found = _each_once(group)
        yield from ("", f"{before}{clean(shape, 200)}: {clean(message, 500)}")
        for violation in found[:limit]:
            parts = (violation.node, violation.path, violation.value)
            line = f"  {' '.join(_shown(part) for part in parts if part)}"
            line += f"  did you mean {violation.nearest}?" if violation.nearest else ""
            yield line + (f"  ({clean(violation.place, 300)})" if violation.place else "")
        if limit is not None and len(found) > limit:
            yield f"  and {len(found) - limit} more"


def _each_once(violations: Iterable[Violation]) -> list[Violation]:
    """Return once what several constraints find wrong with one value; all blank nodes are called []."""
    seen: set[Violation] = set()
    found = []
    for violation in violations:
        if violation.node == "[]" or violation not in seen:
            seen.add(violation)
            found.append(violation)
    return found


def _w3c_report(report: Report) -> bytes:
    named, prefix = ox.NamedNode, str(SH)
    whole = ox.BlankNode("report")
    findings = [(found, "Violation") for found in report.violations]
    findings += [(found, "Warning") for found in report.warned]
    triples = [
        ox.Triple(whole, named(f"{PREFIXES['rdf']}type"), named(f"{prefix}ValidationReport")),
        ox.Triple(whole, named(f"{prefix}conforms"), ox.Literal(not findings)),  # section 3.6.1
    ]
    for number, (found, severity) in enumerate(findings):
        result = ox.BlankNode(f"result{number}")
        triples.append(ox.Triple(whole, named(f"{prefix}result"), result))
        said: dict[str, ox.NamedNode | ox.BlankNode | ox.Literal] = {
            "resultSeverity": named(f"{prefix}{severity}"),
            "sourceConstraintComponent": named(f"{prefix}{found.component}"),
            "resultMessage": ox.Literal(found.message, language="en"),
            "focusNode": _term(found.node),
            "sourceShape": named(f"{_SHAPES}{quote(found.shape)}"),
        }
        if found.path:
            said["resultPath"] = _term(found.path)
        if found.value:
            said["value"] = _term(found.value)
        triples.append(ox.Triple(result, named(f"{PREFIXES['rdf']}type"), named(f"{prefix}ValidationResult")))
        triples += [ox.Triple(result, named(prefix + name), term) for name, term in said.items()]
    return to_turtle(canonical(triples), {"rgs": _SHAPES, "sh": prefix})


def _term(text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the term that ``text`` of a :class:`Violation` stands for."""
    if text == "[]":
        return ox.BlankNode()
    if not text.startswith('"'):
        return ox.NamedNode(text)
    (quad,) = ox.parse(f"<urn:s> <urn:p> {text} .", ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)  # noqa: S101 - it begins with a quotation mark
    return quad.object


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
