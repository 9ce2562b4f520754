"""Resolution: the RDF term that an IRI, a literal, a prefixed name or a name stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

import pyoxigraph as ox
from rdflib import OWL, RDFS, XSD, Literal, URIRef

from relgraph.cleaning import shortened
from relgraph.errors import NameNotFoundError
from relgraph.model.namespaces import PREFIXES, RG, local_name
from relgraph.model.terms import to_rdflib
from relgraph.querying.masking import masked
from relgraph.querying.names import did_you_mean, find_things
from relgraph.store import KnowledgeGraph

_CASTS = ("boolean", "date", "dateTime", "decimal", "double", "float", "gYear", "gYearMonth", "integer")
_LITERAL = re.compile(
    r"""(?P<quoted>"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<type>\S+))?"""
)

_IN_BRACKETS = re.compile(r"<[^<>]*>")
_PREFIX = re.compile(r"(?i)(?<![\w:?$-])PREFIX\s+([^\s:]*):\s*<([^<>]*)>")
_BASE = re.compile(r"(?i)(?<![\w:?$-])BASE\s*<([^<>]*)>")
_NAMES_IRI = re.compile(r"<(?P<iri>[^<>]*)>|(?<![\w:?$@])(?P<prefix>(?:\w[\w.-]*)?):(?P<local>\w*)")
# Labels, comments and types are said of things; with these, and with those of OWL, a vocabulary is described.
_DESCRIBING = frozenset(map(str, (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)))


def resolve_term(graph: KnowledgeGraph, text: str) -> URIRef | Literal:
    """Return the RDF term that ``text`` stands for in ``graph``.

    ``text`` is read as the first of these that it has the form of:

    * an IRI: ``<urn:x>`` or ``https://example.org/x``;
    * a literal in SPARQL's syntax: ``"x"``, ``"x"@en``, ``"2021"^^xsd:gYear``;
    * a prefixed name, where the prefix is bound in ``graph``: ``rg:supports``, ``id:state/russia``;
    * else a name, see :func:`~relgraph.querying.names.find_things`.

    Args:
        graph: Where prefixes and names are looked up.
        text: What a person typed; white space around it is ignored.

    Returns:
        The term; a literal in the lexical form that was given.

    Raises:
        NameNotFoundError: A name means nothing (the advice has near names) or several things (the message has
            their IRIs), or an IRI or a literal is malformed or ill-typed.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> resolve_term(graph, "Russia").n3()
        '<https://w3id.org/relgraph/id/state/russia>'
        >>> resolve_term(graph, "rg:supports").n3()
        '<https://w3id.org/relgraph/ontology#supports>'
        >>> resolve_term(graph, '"2021-02-30"^^xsd:date')
        Traceback (most recent call last):
            ...
        relgraph.errors.NameNotFoundError: '"2021-02-30"^^xsd:date' is ill-typed: not a date
    """
    text = text.strip()
    if text.startswith("<"):
        if not text.endswith(">"):
            raise NameNotFoundError(
                f"{shortened(text, 80)!r} is not an IRI", "write <https://example.org/thing>"
            )
        return _iri(text[1:-1])
    if text.startswith(('"', "'")):
        return _literal(graph, text)
    if re.match(r"(?:https?://|urn:)", text, re.IGNORECASE):
        return _iri(text)
    prefix, colon, local = text.partition(":")
    prefixes = prefixes_of(graph)
    if colon and prefix in prefixes and not re.search(r"\s", local):
        return _iri(prefixes[prefix] + local)
    things = find_things(graph, text)
    if len(things) == 1:
        return things[0]
    if things:
        shown = ", ".join(f"<{thing}>" for thing in things[:5]) + (", ..." if len(things) > 5 else "")
        raise NameNotFoundError(
            f"{shortened(text, 80)!r} names {len(things)} things: {shown}", "give one of the IRIs"
        )
    raise NameNotFoundError(f"nothing here is called {shortened(text, 80)!r}", did_you_mean(graph, text))


def prefixes_of(graph: KnowledgeGraph) -> dict[str, str]:
    """Return the prefixes that need no declaration: those bound in ``graph``, of its data and of the package.

    Args:
        graph: A graph.

    Returns:
        Namespaces by prefix. Where several bind a prefix, that of the package counts, else that of the data.

    Example:
        >>> import relgraph
        >>> prefixes_of(relgraph.open())["rg"]
        'https://w3id.org/relgraph/ontology#'
    """
    bound = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    return bound | graph.prefixes | PREFIXES


def declared_prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that a query declares itself.

    Args:
        text: A query or an update.

    Returns:
        Namespaces by prefix; of one that is declared twice, the last.

    Example:
        >>> declared_prefixes("PREFIX mfa: <https://example.org/mfa/> ASK { mfa:x ?p '# PREFIX no: <urn:no>' }")
        {'mfa': 'https://example.org/mfa/'}
    """
    return dict(_PREFIX.findall(masked(text, keep=_IN_BRACKETS)))


def names_vocabulary(text: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a query names a term of the vocabulary, or one by which a vocabulary is described.

    Args:
        text: A query. Comments, strings and declarations of prefixes do not count.
        prefixes: Namespaces by prefix, beside those that the query declares.

    Returns:
        Whether an IRI of ``rg:`` or ``owl:``, or ``rdfs:subClassOf``, ``subPropertyOf``, ``domain`` or
        ``range``, is in it.

    Example:
        >>> prefixes = {"rg": str(RG), "rdfs": str(RDFS)}
        >>> names_vocabulary("SELECT ?r { ?r a rg:Relation }", prefixes)
        True
        >>> names_vocabulary("SELECT ?label { ?s rdfs:label ?label }  # rg:", prefixes)
        False
    """
    code = masked(text, keep=_IN_BRACKETS)
    known = {**prefixes, **declared_prefixes(text)}
    base = "".join(_BASE.findall(code)[-1:])
    asked = _BASE.sub(" ", _PREFIX.sub(" ", code))
    for found in _NAMES_IRI.finditer(asked):
        iri = found["iri"] if found["prefix"] is None else known.get(found["prefix"], "") + found["local"]
        iri = urljoin(base, iri)
        if iri.startswith((str(RG), str(OWL))) or iri in _DESCRIBING:
            return True
    return False


def _iri(text: str) -> URIRef:
    try:
        return URIRef(ox.NamedNode(text).value)
    except ValueError as error:
        raise NameNotFoundError(
            f"{shortened(text, 80)!r} is not an absolute IRI: {error}", "correct it"
        ) from None


def _literal(graph: KnowledgeGraph, text: str) -> Literal:
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise NameNotFoundError(
            f"{shortened(text, 80)!r} is not a literal", 'write "text", "text"@en or "2021"^^xsd:gYear'
        )
    suffix = f"@{match['language']}" if match["language"] else ""
    if match["type"]:
        suffix = f"^^{ox.NamedNode(_datatype(graph, match['type']))}"
    try:
        (quad,) = ox.parse(f"<a:s> <a:p> {match['quoted']}{suffix} .", ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        detail = str(error).split(": ", 1)[-1]
        raise NameNotFoundError(
            f"{shortened(text, 80)!r} is not a literal: {shortened(detail, 200)}", "correct it"
        ) from None
    literal = quad.object
    assert isinstance(literal, ox.Literal)  # noqa: S101 - the pattern admits nothing else
    # rdflib does not check every datatype; a cast of the lexical form is unbound where the datatype refuses it.
    if literal.datatype.value.removeprefix(str(XSD)) in _CASTS:
        cast = f"SELECT ({literal.datatype}({ox.Literal(literal.value)}) AS ?value) {{}}"
        solutions = ox.Store().query(cast)
        if any(solution["value"] is None for solution in solutions):  # type: ignore[union-attr]
            raise NameNotFoundError(
                f"{shortened(text, 80)!r} is ill-typed: not a {local_name(literal.datatype.value)}",
                "correct the value or its datatype",
            )
    term = to_rdflib(literal)
    assert isinstance(term, Literal)  # noqa: S101 - made from a literal
    return term


def _datatype(graph: KnowledgeGraph, text: str) -> URIRef:
    prefix, _, local = text.partition(":")
    if text.startswith("<") and text.endswith(">"):
        return _iri(text[1:-1])
    try:
        return _iri(prefixes_of(graph)[prefix] + local)
    except KeyError:
        raise NameNotFoundError(
            f"{shortened(text, 80)!r} is not a datatype", "write xsd:date or <IRI>"
        ) from None
