"""A graph as compacted JSON-LD 1.1 with a context of its own.

The context is generated from the ontology and is part of the document. Graphs are flat here, one node object
per subject, so that each value is compacted by itself as its subject comes; general processors hold the whole
document several times over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS, XSD, URIRef

from relgraph.canonical import Written, batches, lines_of, triples_of, with_declared
from relgraph.errors import OutputError
from relgraph.model.namespaces import ID, PREFIXES, RG, local_name
from relgraph.model.ontology import bundled_ontology
from relgraph.model.statements import nodes

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_THING = re.compile(r"[a-z]+(?:-[a-z]+)*/[A-Za-z0-9][A-Za-z0-9._-]*")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")  # what every reader of JSON takes for the same whole number
_ALIASES = {"id": "@id", "type": "@type"}
_VOCABULARY = {str(SKOS.Concept), str(RG.Relation)}  # values of these classes are named like properties


@dataclass(frozen=True)
class _Term:
    """A name of the context: its IRI, and ``@type`` and ``@container`` of its values, ``""`` for none."""

    iri: str
    type: str = ""
    container: str = ""

    def definition(self) -> str | dict[str, str]:
        """Return what the context says of the term."""
        said = {"@id": self.iri, "@type": self.type, "@container": self.container}
        return {key: value for key, value in said.items() if value} if self.type or self.container else self.iri


@cache
def _terms() -> dict[str, _Term]:
    """Return the terms of the ontology by name: its properties and classes, and those that it borrows.

    Where two have the same local name, the ontology's own has it, and the other is written as an IRI.
    """
    ontology = bundled_ontology()
    # These are RDF's own and need no declaration in the ontology.
    terms: list[tuple[str, URIRef | None]] = [
        (str(RDFS.label), OWL.AnnotationProperty),
        (str(RDFS.comment), OWL.AnnotationProperty),
        (str(RDF.value), None),
    ]
    for declared in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Class):
        subjects = ontology.subjects_of(str(RDF.type), str(declared))
        terms += [(iri.value, declared) for iri in subjects if isinstance(iri, ox.NamedNode)]
    named: dict[str, _Term] = {}
    for iri, kind in sorted(terms, key=lambda term: (not term[0].startswith(str(RG)), term[0])):
        name = local_name(iri)
        if name in named or name in _ALIASES or not _WORD.fullmatch(name):
            continue
        ranges = set(nodes(ontology, iri, str(RDFS.range)))
        if kind == OWL.AnnotationProperty:
            named[name] = _Term(iri, container="@language")
        elif kind == OWL.ObjectProperty:
            named[name] = _Term(iri, type="@id" if ranges.isdisjoint(_VOCABULARY) else "@vocab")
        elif kind == OWL.DatatypeProperty and ranges and str(XSD.string) not in ranges:
            named[name] = _Term(iri, type=min(ranges))
        else:
            named[name] = _Term(iri)
    return named


@cache
def _names() -> dict[str, str]:
    return {term.iri: name for name, term in _terms().items()}


def to_jsonld(store: ox.Store, written: Written, declared: Mapping[str, str] | None = None) -> Iterator[bytes]:
    """Yield compacted JSON-LD with its context in the document, so that nothing is fetched to read it.

    Things of ours are named relative to the base (``state/russia``), properties and classes by local name, and
    those that the ontology does not know by prefix where the data declare one, else by their IRI. The context
    holds what is used and no more. Texts of labels and notes are grouped by language where each has one.

    Args:
        store: The graph, its blank nodes named; see :func:`~relgraph.canonical.canonical_store`.
        written: Called with the number of further triples that are written.
        declared: Namespaces by prefix that the data declare.

    Yields:
        The chunks of a document in UTF-8.

    Raises:
        OutputError: An IRI whose scheme would be read as a prefix of the context, such as ``<xsd:date>``.

    Example:
        >>> import json, relgraph
        >>> document = json.loads(b"".join(to_jsonld(relgraph.open().oxigraph, lambda triples: None)))
        >>> document["@context"]["actor"]["@type"]
        '@id'
        >>> next(node["label"] for node in document["@graph"] if node["id"] == "state/russia")
        {'en': 'Russia'}
    """
    # Classes and properties; controlled values are named by @vocab alone.
    solutions = store.query("SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } }")
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    used = {term.value for solution in solutions for term in solution if isinstance(term, ox.NamedNode)}
    prefixes = _prefixes(store, used, declared)
    context: dict[str, object] = {
        "@base": str(ID),
        "@vocab": str(RG),
        "xsd": str(XSD),
        **_ALIASES,
        **{prefix: {"@id": namespace, "@prefix": True} for prefix, namespace in sorted(prefixes.items())},
        **{name: term.definition() for name, term in sorted(_terms().items()) if _in_context(name, term, used)},
    }
    lines = ",\n    ".join(f"{json.dumps(name)}: {json.dumps(said)}" for name, said in context.items())
    yield f'{{\n  "@context": {{\n    {lines}\n  }},\n  "@graph": ['.encode()
    between = "\n    "
    for batch in batches(lines_of(store), written):
        by_subject: dict[str, list[ox.Triple]] = {}
        for triple in triples_of(batch):
            by_subject.setdefault(str(triple.subject), []).append(triple)
        texts = (
            json.dumps(_node(triples, prefixes), ensure_ascii=False, indent=2)
            for triples in by_subject.values()
        )
        yield (between + ",\n    ".join(text.replace("\n", "\n    ") for text in texts)).encode()
        between = ",\n    "
    yield b"\n  ]\n}\n"


def _prefixes(store: ox.Store, used: set[str], declared: Mapping[str, str] | None) -> dict[str, str]:
    """Return the prefixes of the data that shorten a class or property, and that no IRI has as its scheme."""
    theirs = {
        prefix: namespace
        for prefix, namespace in with_declared(dict(PREFIXES), declared).items()
        if prefix and prefix not in PREFIXES and prefix not in _terms() and prefix not in _ALIASES
        if not namespace.startswith(str(ID)) and any(_local(iri, namespace) for iri in used)
    }
    if theirs:
        solutions = store.query(
            "SELECT DISTINCT ?scheme { { ?iri ?p ?o } UNION { ?s ?iri ?o } UNION { ?s ?p ?iri } "
            'UNION { ?s ?p ?text BIND(DATATYPE(?text) AS ?iri) } BIND(STRBEFORE(STR(?iri), ":") AS ?scheme) '
            "FILTER(ISIRI(?iri)) }"
        )
        assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
        for solution in solutions:
            theirs.pop(solution["scheme"].value, None)
    return theirs


def _local(iri: str, namespace: str) -> str:
    """Return what follows the namespace where it is a plain word, else nothing."""
    name = iri.removeprefix(namespace)
    return name if name != iri and _WORD.fullmatch(name) else ""


def _in_context(name: str, term: _Term, used: set[str]) -> bool:
    # What @vocab gives by itself needs no term.
    return term.iri in used and term.definition() != str(RG) + name


def _node(triples: list[ox.Triple], prefixes: Mapping[str, str]) -> dict[str, object]:
    node: dict[str, object] = {"id": _resource(triples[0].subject)}
    values: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = {}
    for triple in triples:
        values.setdefault(triple.predicate.value, []).append(triple.object)
    for predicate, objects in values.items():
        if predicate == str(RDF.type) and not any(isinstance(value, ox.Literal) for value in objects):
            node["type"] = _one([_vocabulary(value, prefixes) for value in objects])
            continue
        name = _names().get(predicate)
        term = _terms()[name] if name else _Term(predicate)
        key = name or _shortened(predicate, prefixes)
        if term.container and all(isinstance(value, ox.Literal) and value.language for value in objects):
            node[key] = _by_language(objects)
            continue
        shown = [_value(value, term, prefixes) for value in objects]
        # Outside an array, an object would be read as texts by language.
        node[key] = shown if term.container and isinstance(shown[0], dict) else _one(shown)
    return node


def _shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if name := _local(iri, namespace):
            return f"{prefix}:{name}"
    return _absolute(iri)


def _one(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values


def _by_language(objects: Iterable[object]) -> dict[str, object]:
    texts: dict[str, list[object]] = {}
    for value in objects:
        assert isinstance(value, ox.Literal)  # noqa: S101 - the caller looked
        texts.setdefault(value.language or "", []).append(value.value)
    return {language: _one(found) for language, found in sorted(texts.items())}


def _value(value: object, term: _Term, prefixes: Mapping[str, str]) -> object:
    if isinstance(value, ox.Literal):
        return _literal(value, term)
    if term.type == "@vocab":
        return _vocabulary(value, prefixes)
    return _resource(value) if term.type == "@id" else {"id": _resource(value)}


def _literal(literal: ox.Literal, term: _Term) -> object:
    text, datatype = literal.value, literal.datatype.value
    if literal.language:
        return {"@value": text, "@language": literal.language}
    if datatype == str(XSD.string):
        return {"@value": text} if term.type else text
    if term.type in ("", datatype):
        if datatype == str(XSD.integer) and _INTEGER.fullmatch(text):
            return int(text)
        if datatype == str(XSD.boolean) and text in ("true", "false"):
            return text == "true"
    if term.type == datatype:
        return text
    name = datatype.removeprefix(str(XSD))
    short = datatype.startswith(str(XSD)) and _WORD.fullmatch(name)
    return {"type": f"xsd:{name}" if short else _absolute(datatype), "@value": text}


def _resource(term: object) -> str:
    """Return a node as ``id`` has it: relative to the base where that is plain."""
    if not isinstance(term, ox.NamedNode):
        return str(term)
    name = term.value.removeprefix(str(ID))
    return name if name != term.value and _THING.fullmatch(name) else _absolute(term.value)


def _vocabulary(term: object, prefixes: Mapping[str, str]) -> str:
    """Return a class, relation or controlled value by its name where the context gives it one."""
    if not isinstance(term, ox.NamedNode):
        return str(term)
    if term.value in _names():
        return _names()[term.value]
    name = term.value.removeprefix(str(RG))
    taken = name in _terms() or name in _ALIASES or name in prefixes or name == "xsd"
    known = name == term.value or taken or not _WORD.fullmatch(name)
    return _shortened(term.value, prefixes) if known else name


def _absolute(iri: str) -> str:
    if iri.partition(":")[0] == "xsd":
        raise OutputError(f"JSON-LD would read <{iri}> as a name of XML Schema", "export to turtle or ntriples")
    return iri
