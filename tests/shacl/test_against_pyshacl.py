"""Shapes that are applied to all of their nodes at once refuse what pySHACL refuses, node by node."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl.errors import ShapeRecursionWarning
from rdflib import SH, Graph, URIRef

import relgraph
from relgraph.bundle import bundled
from relgraph.derivation import derive
from relgraph.errors import ValidationError
from relgraph.model.namespaces import local_name
from relgraph.shacl import CachedGraph, results_of
from relgraph.shacl.shapes import shape_name
from relgraph.store import KnowledgeGraph

EXAMPLES = [
    list(relgraph.open(path).oxigraph)
    for path in sorted((Path(__file__).parents[2] / "ontology" / "examples" / "valid").glob("*.ttl"))
    if not path.stem.startswith("ontology-")
]
OURS = Graph().parse(bundled("ontology", "shapes", "data.ttl"), format="turtle")


def kept(graph: KnowledgeGraph) -> Graph:
    """Return the same triples in rdflib's memory, which is what pySHACL is made for."""
    memory = Graph()
    for triple in graph:
        memory.add(triple)
    return memory


def refused_by_pyshacl(graph: KnowledgeGraph, shapes: Graph) -> Counter[tuple[object, ...]] | None:
    """Return the results of pySHACL's own report, or ``None`` where it cannot apply the shapes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", ShapeRecursionWarning)
            _, report, _ = pyshacl.validate(kept(graph), shacl_graph=shapes, inference="none")
    except Exception:
        return None
    assert isinstance(report, Graph)
    found: Counter[tuple[object, ...]] = Counter()
    for result in report.objects(None, SH.result):
        shape, component, severity, path = (
            report.value(result, predicate)
            for predicate in (
                SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity, SH.resultPath
            )
        )  # fmt: skip
        assert shape is not None
        said = local_name(str(component)).removesuffix("ConstraintComponent")
        before = "(warning) " if severity == SH.Warning else ""
        found[
            shape_name(shapes, shape),
            report.value(result, SH.focusNode),
            path if isinstance(path, URIRef) else None,
            report.value(result, SH.value),
            f"{before}{shapes.value(shape, SH.message) or f'sh:{said[0].lower()}{said[1:]}'}",
        ] += 1
    return found


def refused(graph: KnowledgeGraph, shapes: Graph) -> Counter[tuple[object, ...]] | None:
    """Return the results that the package finds, without the value of the constraint in the message."""
    try:
        return Counter(
            (found.shape, found.node, found.path, found.value, re.sub(r"(sh:\w+) .*", r"\1", found.message))
            for found in results_of(CachedGraph(graph), shapes)
        )
    except ValidationError:
        return None


PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NODES = ["ex:a", "ex:b", "ex:c", "ex:d", "_:e", "_:f"]
LITERALS = [
    "1", "2", "2.5", "3e0", "true", '"x"', '"abc"', '""', '"x"@en', '"y"@en', '"y"@en-gb', '"z"@fr',
    '"2020-01-01"^^xsd:date', '"2021-01-01"^^xsd:date', '"2020-01-01T00:00:00"^^xsd:dateTime',
    '"no"^^xsd:integer',
]  # fmt: skip
PREDICATES = ["ex:p", "ex:q", "ex:r"]

triples = st.one_of(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(NODES + LITERALS)),
    st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(["ex:C", "ex:D", "ex:E"])),
    st.tuples(
        st.sampled_from(["ex:D", "ex:E"]), st.just("rdfs:subClassOf"), st.sampled_from(["ex:C", "ex:D", "ex:E"])
    ),
).map(" ".join)
data = st.lists(triples, min_size=1, max_size=25).map(
    lambda lines: PREFIXES + "".join(f"{it} .\n" for it in lines)
)

paths = st.recursive(
    st.sampled_from(PREDICATES),
    lambda inner: st.one_of(
        inner.map("[ sh:inversePath {} ]".format),
        inner.map("[ sh:zeroOrMorePath {} ]".format),
        inner.map("[ sh:oneOrMorePath {} ]".format),
        inner.map("[ sh:zeroOrOnePath {} ]".format),
        st.tuples(inner, inner).map(lambda pair: f"( {pair[0]} {pair[1]} )"),
        st.tuples(inner, inner).map(lambda pair: f"[ sh:alternativePath ( {pair[0]} {pair[1]} ) ]"),
    ),
    max_leaves=3,
)
of_values = st.sampled_from(
    [
        "sh:class ex:C", "sh:class ex:C , ex:D", "sh:datatype xsd:integer", "sh:datatype xsd:string",
        "sh:nodeKind sh:IRI", "sh:nodeKind sh:BlankNodeOrLiteral", "sh:minInclusive 2", "sh:maxExclusive 2.5",
        "sh:minExclusive 1", 'sh:maxInclusive "2020-06-01"^^xsd:date', "sh:minLength 2", "sh:maxLength 1",
        'sh:pattern "^[xy]"', 'sh:pattern "X" ; sh:flags "i"', 'sh:languageIn ( "en" )', "sh:hasValue 1",
        "sh:hasValue ex:a", "sh:in ( 1 ex:a )", "sh:equals ex:q", "sh:disjoint ex:q",
        "sh:closed true", "sh:closed true ; sh:ignoredProperties ( ex:p )", "sh:severity sh:Warning",
        "sh:deactivated true",
    ]
)  # fmt: skip
of_paths = st.sampled_from(
    [
        "sh:minCount 1", "sh:minCount 2", "sh:maxCount 0", "sh:maxCount 1", "sh:uniqueLang true",
        "sh:lessThan ex:q", "sh:lessThanOrEquals ex:q",
    ]
)  # fmt: skip
NAMED = [f"ex:s{number}" for number in range(3)]


def joined(constraints: list[str]) -> str:
    return " ; ".join(dict.fromkeys(constraints))


def property_shapes(constraint: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(st.one_of(of_paths, of_values, constraint), max_size=3).map(joined)
    return st.tuples(paths, body).map(lambda parts: f"sh:path {parts[0]} ; {parts[1]}")


def of_shapes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return constraints that go into shapes: of the given constraints, with a path, or by their names."""
    node_shapes = st.one_of(inner.map("[ {} ]".format), st.sampled_from(NAMED))
    with_path = property_shapes(inner).map("[ {} ]".format)
    either = st.one_of(node_shapes, with_path)
    lists = st.lists(either, min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        node_shapes.map("sh:node {}".format),
        with_path.map("sh:property {}".format),
        either.map("sh:not {}".format),
        *(lists.map(f"sh:{name} ( {{}} )".format) for name in ("and", "or", "xone")),
    )


constraints = st.recursive(of_values, of_shapes, max_leaves=5)
qualified = st.tuples(
    st.one_of(constraints, property_shapes(constraints)),
    st.sampled_from(["sh:qualifiedMinCount 1", "sh:qualifiedMaxCount 1"]),
    st.sampled_from(["", "; sh:qualifiedValueShapesDisjoint true"]),
).map(lambda parts: f"sh:path ex:p ; sh:qualifiedValueShape [ {parts[0]} ] ; {parts[1]} {parts[2]}")
bodies = st.lists(
    st.one_of(
        constraints,
        st.one_of(property_shapes(constraints), qualified).map("sh:property [ {} ]".format),
    ),
    min_size=1,
    max_size=4,
).map(joined)
targets = st.sampled_from(
    [
        "sh:targetNode ex:a , ex:b , ex:nowhere , 1", "sh:targetClass ex:C", "sh:targetSubjectsOf ex:p",
        "sh:targetObjectsOf ex:q",
    ]
)  # fmt: skip
shapes_of_all_kinds = st.lists(st.tuples(targets, bodies), min_size=len(NAMED), max_size=len(NAMED)).map(
    lambda shapes: (
        PREFIXES
        + "".join(
            f"{name} a sh:NodeShape ; {target} ; {body} .\n"
            for name, (target, body) in zip(NAMED, shapes, strict=True)
        )
    )
)


@given(data, shapes_of_all_kinds)
@settings(max_examples=100, deadline=None)
def test_any_shapes_refuse_of_any_data_what_pyshacl_refuses(turtle: str, shapes: str) -> None:
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    graph = KnowledgeGraph(store)
    parsed = Graph().parse(data=shapes, format="turtle")
    assert refused(graph, parsed) == refused_by_pyshacl(graph, parsed)


@st.composite
def changed_examples(draw: st.DrawFn) -> KnowledgeGraph:
    """Return an example of which something is taken out, and into which something of all of them is put."""
    quads = draw(st.sampled_from(EXAMPLES))
    all_quads = st.sampled_from([quad for example in EXAMPLES for quad in example])
    kept = [quad for quad in quads if draw(st.integers(0, 9))]
    changes = draw(st.lists(st.tuples(st.sampled_from(quads), all_quads, all_quads), max_size=8))
    store = ox.Store()
    store.extend(kept)
    store.extend(ox.Quad(one.subject, other.predicate, third.object) for one, other, third in changes)
    return derive(KnowledgeGraph(store))


@given(changed_examples())
@settings(max_examples=10, deadline=None)
def test_the_shapes_of_the_package_refuse_of_any_change_what_pyshacl_refuses(graph: KnowledgeGraph) -> None:
    graph.oxigraph.load(path=str(bundled("ontology", "relgraph.ttl")))
    assert refused(graph, OURS) == refused_by_pyshacl(graph, OURS)
