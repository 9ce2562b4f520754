"""Validate: does a graph keep to the shapes and checks beside the ontology, and if not, what, where and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from relgraph.bundle import bundled
from relgraph.derivation import derive, without_derived
from relgraph.errors import InputError, ValidationError
from relgraph.evidence import CHECKS_OF_EVIDENCE, check_evidence
from relgraph.identity import duplicates
from relgraph.model.namespaces import RG, short
from relgraph.model.ontology import declared_relations, marked
from relgraph.model.read_graph import refuse_plain
from relgraph.shacl import CachedGraph, Result, read_shapes, results_of, targets
from relgraph.store import KnowledgeGraph
from relgraph.validation.places import nearest_term, places_of
from relgraph.validation.profiles import profile_of
from relgraph.validation.report import IN_ORDER, Report, Violation
from relgraph.wording import counted

CHECKS_OF_DERIVATION: Mapping[str, str] = {
    "direct-relation-without-act": (
        "No act yields this direct relation: write the act, with its evidence, or take the relation out."
    ),
}
"""The checks that compare a graph with what the rules derive from it, each with its message."""


_WARNED = 10


def validate(
    graph: KnowledgeGraph,
    *,
    sources: Iterable[str | os.PathLike[str]] = (),
    shapes: Iterable[str | os.PathLike[str]] = (),
    base: str | None = None,
    profile: str = "evidence",
) -> Report:
    """Check a graph against ``ontology/shapes/data.ttl`` (core SHACL) and ``ontology/checks/*.rq``.

    Shapes and checks see the graph with all that the rules derive from it and with the ontology, so that a
    node that is typed by a subclass alone is checked as what it is. Where the graph itself holds both acts
    and direct relations, each of these has to follow from an act: see :data:`CHECKS_OF_DERIVATION`. Those that
    follow and are not stated are a warning, so that files of which some are derived go together; actors that
    may be one and the same are another.

    Args:
        graph: The graph, which is not changed.
        sources: Files of UTF-8 text. Evidence in the documents that have their SHA-256 is compared with them,
            see :data:`~relgraph.evidence.CHECKS_OF_EVIDENCE`.
        shapes: Files of shapes of your own (SHACL core), which are applied to the graph alone, as it is, in the
            place of those of the package; each of their results is a violation. They see literals in the form
            of the store (``graph.notes`` names what it keeps in another form than the files).
        base: What relative IRIs in files of shapes are relative to. Default: each file's own address.
        profile: What the data are for, a key of :data:`~relgraph.validation.profiles.PROFILES`: ``project``,
            ``standard`` or ``evidence``. What a lesser one does not demand is a warning. It has no effect on
            shapes of your own.

    Returns:
        What was checked and what is wrong, each node with its file and line where it begins a line of a file
        that can be read again.

    Raises:
        NameNotFoundError: There is no such profile.
        InputError: A file of shapes that cannot be read, or a source that is not UTF-8.
        ValidationError: Shapes that cannot be applied, or have code in them (SPARQL, JavaScript, rules); or
            neither a shape nor a check finds anything to look at: nothing was validated then, and that is not
            conforming.

    Example:
        >>> import relgraph
        >>> report = validate(relgraph.open())
        >>> report.conforms, len(report.violations)
        (True, 0)
    """
    refuse_plain(graph)
    use = profile_of(profile)
    own = list(shapes)
    report = _validated_by(graph, read_shapes(own, base)) if own else _validated(graph)
    paths = list(sources)
    if paths:
        report = _with_evidence(report, graph, paths)
    found = _explained(report.violations, graph)
    if own:
        return replace(report, violations=found)
    return replace(
        report,
        profile=use.name,
        violations=tuple(one for one in found if use.is_violation(one.shape)),
        warned=tuple(one for one in found if not use.is_violation(one.shape)),
    )


def _explained(violations: Sequence[Violation], graph: KnowledgeGraph) -> tuple[Violation, ...]:
    """Return violations with the place of each node, and the term that an undefined one is nearest to."""
    places = places_of(graph.sources, {violation.node for violation in violations}) if violations else {}
    return tuple(
        replace(
            violation,
            nearest=nearest_term(violation.value, violation.path) or nearest_term(violation.path),
            place=places.get(violation.node, ""),
        )
        for violation in violations
    )


def _validated(graph: KnowledgeGraph) -> Report:
    """Return the report of the shapes and checks of the package."""
    derived = derive(graph)
    ours = _shapes("data.ttl")
    looked_at = targets(ours, CachedGraph(derived))
    store = _copy(derived)
    store.load(path=str(bundled("ontology", "relgraph.ttl")))
    checks = sorted(bundled("ontology", "checks").glob("*-violation.rq"))
    violations = [found for path in checks for found in _check_violations(store, path)]
    violations += _derivation_violations(graph)
    _word_what_is_no_number(store)
    violations += _violations(set(results_of(CachedGraph(derived.with_store(store)), ours)))
    if not violations and not any(looked_at.values()):
        raise ValidationError(
            "nothing to validate: no node of this graph is of a class of the ontology or has a property of it",
            f"type acts, actors and events with the classes of {RG}, or with subclasses that the data declare",
        )
    report = _report(violations, looked_at, [*map(_check_name, checks), *CHECKS_OF_DERIVATION])
    return replace(report, warnings=tuple(_warnings(graph, derived)))


def _with_evidence(report: Report, graph: KnowledgeGraph, paths: Sequence[str | os.PathLike[str]]) -> Report:
    """Return a report with what a comparison of the evidence with its sources finds."""
    found = check_evidence(graph, paths)
    faults = [Violation(*fault, CHECKS_OF_EVIDENCE[fault.check]) for fault in found.faults]
    return replace(
        report,
        violations=tuple(sorted([*report.violations, *faults], key=IN_ORDER)),
        checks=tuple(sorted([*report.checks, *CHECKS_OF_EVIDENCE])),
        unchecked=found.unchecked,
    )


def _validated_by(graph: KnowledgeGraph, shapes: Graph) -> Report:
    """Return the report of shapes of one's own, each result of which is a violation."""
    store = _copy(graph)
    _word_what_is_no_number(store)
    plain = CachedGraph(graph.with_store(store))
    looked_at = targets(shapes, plain)
    if not any(looked_at.values()):
        raise ValidationError(
            "nothing to validate: no node of this graph is a target of these shapes",
            "correct the targets of the shapes, or give the data that they are for",
        )
    return _report(_violations(results_of(plain, shapes)), looked_at, [])


def validate_ontology(extension: Graph | None = None) -> Report:
    """Check the bundled ontology with its alignments against ``ontology/shapes/ontology.ttl``.

    Args:
        extension: Terms that go with them, checked as if they stood in the ontology too.

    Returns:
        What was checked and what is wrong.

    Example:
        >>> validate_ontology().conforms
        True
    """
    united = KnowledgeGraph()
    united += ontology_graph()
    for path in sorted(bundled("ontology", "alignments").glob("*.ttl")):
        united.parse(path, format="turtle")
    if extension is not None:
        united += extension
    shapes = _shapes("ontology.ttl")
    cached = CachedGraph(united)
    return _report(_violations(set(results_of(cached, shapes))), targets(shapes, cached), [])


# rdflib cannot compare NaN with a decimal, and ends in an ArithmeticError.
_NO_NUMBER = """
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(DATATYPE(?o) IN (xsd:double, xsd:float) && STR(?o) = "NaN") }
"""


def _word_what_is_no_number(store: ox.Store) -> None:
    """Make a word of each NaN, which is of no datatype that a shape asks for either."""
    solutions = store.query(_NO_NUMBER)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    for subject, predicate, value in map(tuple, list(solutions)):
        store.remove(ox.Quad(subject, predicate, value))
        store.add(ox.Quad(subject, predicate, ox.Literal("NaN")))


def _copy(graph: KnowledgeGraph) -> ox.Store:
    store = ox.Store()
    store.extend(quad for quad in graph.oxigraph)  # signals wait for the end of bulk_extend
    return store


def _report(violations: Iterable[Violation], looked_at: Mapping[str, set[Node]], checks: list[str]) -> Report:
    return Report(
        violations=tuple(sorted(violations, key=IN_ORDER)),
        checked={shape: len(found) for shape, found in sorted(looked_at.items())},
        checks=tuple(sorted(checks)),
        nodes=len(set().union(*looked_at.values())),
    )


@cache
def ontology_graph() -> Graph:
    """Return the bundled ontology as rdflib has it, parsed once. Do not change it."""
    return Graph().parse(bundled("ontology", "relgraph.ttl"), format="turtle")


@cache
def _shapes(name: str) -> Graph:
    return Graph().parse(bundled("ontology", "shapes", name), format="turtle")


def _violations(results: Iterable[Result]) -> Iterator[Violation]:
    for result in results:
        yield Violation(
            shape=result.shape,
            node=_text(result.node),
            path=_text(result.path),
            value="" if result.value == result.node else _text(result.value),
            message=result.message,
            component=result.component,
        )


def _check_name(path: Path) -> str:
    return path.stem.removesuffix("-violation")


def _check_violations(store: ox.Store, path: Path) -> Iterator[Violation]:
    """Run the check at ``path``: its second comment line is the message, each row of its query a violation."""
    query = path.read_text("utf-8")
    message = query.splitlines()[1].removeprefix("# ")
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - our own queries, all of this form
    names = {variable.value for variable in rows.variables}
    for row in rows:
        node, at, value = (row[name] if name in names else None for name in ("this", "path", "value"))
        yield Violation(_check_name(path), _text(node), _text(at), _text(value), message)


def _derivation_violations(graph: KnowledgeGraph) -> Iterator[Violation]:
    # Not graph.ontology, which refuses the weights that the shapes are to tell of.
    directly = marked("statedDirectly", graph)
    relations = [URIRef(iri) for iri in declared_relations(graph) if iri not in directly]
    stated = {triple for relation in relations for triple in graph.triples((None, relation, None))}
    # A graph of acts alone has yet to be derived, and one of direct relations alone has nothing to agree with.
    if not stated or (None, RG.relation, None) not in graph:
        return
    acts = derive(without_derived(graph))
    follows = {triple for relation in relations for triple in acts.triples((None, relation, None))}
    name = "direct-relation-without-act"
    for node, path, value in stated - follows:
        yield Violation(name, _text(node), _text(path), _text(value), CHECKS_OF_DERIVATION[name])


def _warnings(graph: KnowledgeGraph, derived: KnowledgeGraph) -> Iterator[str]:
    directly = marked("statedDirectly", graph)
    relations = [iri for iri in declared_relations(graph) if iri not in directly]
    stated, follows = (
        {(iri, *pair) for iri in relations for pair in found.pairs_of(iri)} for found in (graph, derived)
    )
    missing = len(follows - stated)
    if stated and missing:
        follow, them = ("follows", "it") if missing == 1 else ("follow", "them")
        yield (
            f"{counted(missing, 'direct relation')} that {follow} from acts {'is' if missing == 1 else 'are'} "
            f"not stated, though others are: relgraph derive writes {them}"
        )
    try:
        pairs = duplicates(graph)
    except InputError:  # a weight that the shapes tell of
        return
    for pair in pairs[:_WARNED]:
        yield (
            f"{pair.label} and {pair.other_label} may be one {pair.kind} ({', '.join(pair.reasons)}): "
            f"{' and '.join(_told_apart(pair.iri, pair.other))}"
        )
    if pairs:
        more = f"{len(pairs) - _WARNED} more; " if len(pairs) > _WARNED else ""
        yield f"{more}relgraph duplicates lists them, and relgraph merge writes them as one"


def _told_apart(*iris: str) -> list[str]:
    """Return IRIs as people refer to them, in full where that does not tell them apart."""
    words = [short(iri) for iri in iris]
    return words if len(set(words)) == len(iris) else list(iris)


def _text(term: Node | ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """Return a term as :class:`Violation` holds it."""
    if isinstance(term, BNode | ox.BlankNode):
        return "[]"
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, Literal):
        # Written by the store's own hand, so that shapes and checks show a literal alike.
        datatype = None if term.datatype is None else ox.NamedNode(term.datatype)
        return str(ox.Literal(str(term), datatype=datatype, language=term.language))
    return "" if term is None else str(term)
