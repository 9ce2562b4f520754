"""Edge rows: the rows of a query as a graph of acts, so that any data project, score and draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from relgraph.cleaning import shortened
from relgraph.errors import QueryError, unknown_name
from relgraph.model.dates import days, ends
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import Relation, sign_of
from relgraph.model.read_graph import ReadGraph
from relgraph.model.strengths import strength
from relgraph.model.terms import EngineTerm
from relgraph.querying.results import QueryResult
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted, listed

_NEEDED = ("source", "target")
_VARIABLES = (*_NEEDED, "relation", "weight", "date", "sign")
_OURS = "urn:relgraph:"
_EDGE = f"{_OURS}relation#edge"
_COLUMN = f"{_OURS}column#"
_PROJECTIONS = tuple(RG[f"{name}Projection"] for name in ("actors", "full"))
_SHOWN = 3
_NEAR = 0.8  # so alike that one is written for the other


@dataclass(frozen=True, order=True)
class _Row:
    """A row that makes an edge; ``sign`` is ``""`` where it is that of the relation.

    ``attributes`` are the further variables that are bound, with their values.
    """

    source: str
    target: str
    relation: str
    label: str
    sign: str
    weight: float
    date: str
    attributes: tuple[tuple[str, str], ...]


def edge_graph(graph: ReadGraph, edges: QueryResult) -> KnowledgeGraph:
    """Return the rows of a query as a graph of acts, which is projected, scored and drawn as any other.

    Each row is an act of its source, an actor, on its target, another one; two equal rows are two acts. A
    relation is one of the ontology, or of the data, which say what it means; any other one is directed, and
    neutral where no row tells its sign. Names, classes and languages of the nodes are those of ``graph``.

    Args:
        graph: What was asked, where the nodes are named.
        edges: The answer: a SELECT of ``?source`` and ``?target``, IRIs, and where it has them of ``?relation``
            (an IRI, or a text that names it), ``?weight`` (a number from 0.000001 to 1000000000000; 1 where it
            is not bound), ``?date`` (``2021``, ``2021-07``, ``2021-07-06``, or ``2021/2023`` of what lasts,
            with ``..`` for an end that is not told) and ``?sign`` (1, 0, -1, or ``cooperative``, ``neutral``,
            ``adverse``). Any other variable is an attribute of the edges under its name; one that
            is nearly one of these is refused.

    Returns:
        A new graph, whose notes say what was left out, and which variables are attributes.

    Raises:
        QueryError: The answer is no such table, or has no rows; or a row is no edge, whose number is told.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> asked = "SELECT ?source ?target { ?source rg:attends ?event . ?target rg:coChairs ?event }"
        >>> rows = relgraph.query(graph, asked)
        >>> network = relgraph.project(edge_graph(graph, rows), "actors")
        >>> network.number_of_edges() == len(rows) > 1
        True
    """
    _refuse_other_answers(edges)
    rows = _rows_of(edges)
    links = sorted(row for row in rows if row.source != row.target)
    if not links:
        raise QueryError(
            f"each of the {counted(len(rows), 'row')} links a thing to itself",
            "ask for pairs of different things",
        )
    nodes = sorted({end for row in links for end in (row.source, row.target)})
    store = ox.Store()
    attributes = [name for name in edges.variables if name not in _VARIABLES]
    stated = (*_named(graph, nodes), *_acts(graph, links), *_declared(attributes))
    store.extend(ox.Quad(*triple) for triple in stated)
    found = KnowledgeGraph(store, graph.sources, prefixes=graph.known_prefixes())
    found.label_as(graph)
    if loops := len(rows) - len(links):
        found.tell(f"left out {counted(loops, 'row')} whose source is the target")
    if attributes:
        found.tell(f"attributes of the edges: {listed([f'?{name}' for name in attributes])}")
    return found


def _refuse_other_answers(edges: QueryResult) -> None:
    """Refuse what is no table of edges."""
    expected = "write SELECT ?source ?target, and if you like ?relation ?weight ?date ?sign, and attributes"
    if edges.kind != "select":
        form = "ASK" if edges.kind == "ask" else "CONSTRUCT or DESCRIBE"
        raise QueryError(f"edges are the rows of a SELECT, and this is a query of the form {form}", expected)
    for name in edges.variables:  # any other is an attribute, and a slip of the pen is none
        if name not in _VARIABLES and get_close_matches(name.casefold(), _VARIABLES, n=1, cutoff=_NEAR):
            wrong = unknown_name("variable of an edge", f"?{name}", [f"?{known}" for known in _VARIABLES])
            raise QueryError(str(wrong), f"{wrong.advice} Call an attribute otherwise; {expected}")
    if lacking := [f"?{name}" for name in _NEEDED if name not in edges.variables]:
        raise QueryError(f"the query does not select {listed(lacking, 'and')}", expected)
    if not edges.terms:
        raise QueryError("the query has no rows", "loosen its WHERE clause: no edge follows from these data")


def _rows_of(edges: QueryResult) -> list[_Row]:
    rows, faults = [], []
    for number, terms in enumerate(edges.terms, start=1):
        try:
            rows.append(_row(dict(zip(edges.variables, terms, strict=True))))
        except ValueError as error:
            faults.append(f"row {number}: {error}")
    if faults:
        more = f"; and {len(faults) - _SHOWN:,} more" if len(faults) > _SHOWN else ""
        raise QueryError(
            f"{counted(len(faults), 'row')} of {len(edges.terms):,} cannot be an edge: "
            f"{'; '.join(faults[:_SHOWN])}{more}",
            "correct the query: filter such rows out, or make them what an edge takes",
        )
    return rows


def _row(terms: dict[str, EngineTerm | None]) -> _Row:
    """Return a row; raise ValueError, with what is wrong, where it is no edge."""
    source, target = (_node(name, terms[name]) for name in _NEEDED)
    relation, label = _relation(terms.get("relation"))
    weight, date, sign = (_text(name, terms.get(name)) for name in ("weight", "date", "sign"))
    if date and days(date) is None:
        raise ValueError(f"?date {shortened(date, 80)!r} is no date such as 2021, 2021-07-06 or 2021/2023")
    try:
        number = strength(weight) if weight else 1.0
    except ValueError as error:
        raise ValueError(f"?weight {error}") from None
    attributes = tuple(
        (name, _value(name, term))
        for name, term in terms.items()
        if name not in _VARIABLES and term is not None
    )
    return _Row(source, target, relation, label, _sign(sign), number, date, attributes)


def _node(name: str, term: EngineTerm | None) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    if term is None:
        raise ValueError(f"?{name} is not bound")
    if isinstance(term, ox.BlankNode):
        raise ValueError(
            f"?{name} is a blank node, which has no IRI: make one of its name, such as "
            f'BIND(IRI(CONCAT("urn:x:", ENCODE_FOR_URI(?name))) AS ?{name})'
        )
    raise ValueError(f"?{name} is {shortened(str(term), 80)}, and no IRI")


def _relation(term: EngineTerm | None) -> tuple[str, str]:
    """Return the IRI of a relation, and what it is called where it has no IRI of its own."""
    if term is None:
        return _EDGE, "edge"
    if isinstance(term, ox.NamedNode):
        return term.value, ""
    text = _text("relation", term).strip()
    if not text:
        raise ValueError("?relation is an empty text")
    return f"{_OURS}relation#{quote(text, safe='')}", text


def _text(name: str, term: EngineTerm | None) -> str:
    """Return the text of a literal, or the last part of an IRI such as ``rg:adverse``; ``""`` where unbound."""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode) and name == "sign":
        return local_name(term.value)
    if term is None:
        return ""
    raise ValueError(f"?{name} is {shortened(str(term), 80)}, and no {'IRI or ' * (name == 'relation')}text")


def _value(name: str, term: EngineTerm) -> str:
    """Return the value of an attribute: the text of a literal, or an IRI."""
    if isinstance(term, ox.Literal | ox.NamedNode):
        return term.value
    raise ValueError(f"?{name} is {shortened(str(term), 80)}, and no IRI or text: leave it out of the SELECT")


def _sign(text: str) -> str:
    if text and not sign_of(text):
        raise ValueError(f"?sign {shortened(text, 80)!r} is none of 1, 0, -1, cooperative, neutral and adverse")
    return sign_of(text)


def _named(graph: ReadGraph, nodes: Sequence[str]) -> Iterator[ox.Triple]:
    """Yield what nodes are named and are, and that they are actors."""
    naming = (*graph.labelling.properties, str(SKOS.altLabel))
    graph.prefetch(nodes)
    classes: dict[str, None] = {}
    for iri in nodes:
        node = ox.NamedNode(iri)
        for name in naming:
            for value in graph.objects_of(iri, name):
                if isinstance(value, ox.Literal):
                    yield ox.Triple(node, ox.NamedNode(name), value)
        stated = [term for term in graph.objects_of(iri, str(RDF.type)) if isinstance(term, ox.NamedNode)]
        classes |= {above: None for term in stated for above in graph.ontology.ancestors(term.value)}
        for kind in stated or [_named_node(RG.Actor)]:
            yield ox.Triple(node, _named_node(RDF.type), kind)
    # What is linked acts, whatever it is.
    for iri in classes:
        if str(RG.Actor) not in graph.ontology.ancestors(iri):
            yield _triple(iri, RDFS.subClassOf, RG.Actor)
    for predicate in map(str, (RDFS.subClassOf, RDFS.subPropertyOf, RG.resolvesTo)):
        for subject, value in graph.pairs_of(predicate):
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
                yield ox.Triple(subject, ox.NamedNode(predicate), value)


def _acts(graph: ReadGraph, rows: Sequence[_Row]) -> Iterator[ox.Triple]:
    """Yield the acts of rows, and what declares their relations."""
    relations = _Relations(graph, rows)
    yield from relations.declared()
    width = len(str(len(rows)))
    for number, row in enumerate(rows, start=1):
        act = f"{_OURS}edge:{number:0{width}}"
        yield _triple(act, RDF.type, RG.Act)
        yield _triple(act, RG.actor, row.source)
        yield _triple(act, RG.relation, relations.of(row))
        yield _triple(act, RG.object, row.target)
        yield ox.Triple(ox.NamedNode(act), _named_node(RG.weight), ox.Literal(row.weight))
        if "/" in row.date:
            told = dict(zip(("from", "until"), ends(row.date), strict=True))
        else:
            told = {"date": row.date}
        for name, date in told.items():
            if date:
                yield ox.Triple(ox.NamedNode(act), _named_node(RG[name]), ox.Literal(date))
        for name, value in row.attributes:
            yield ox.Triple(ox.NamedNode(act), _column(name), ox.Literal(value))


def _declared(attributes: Sequence[str]) -> Iterator[ox.Triple]:
    """Yield what declares attributes."""
    for name in attributes:
        yield ox.Triple(_column(name), _named_node(RDF.type), _named_node(RG.Attribute))
        yield ox.Triple(_column(name), _named_node(RDFS.label), ox.Literal(name))


def _column(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{_COLUMN}{quote(name, safe='')}")


class _Relations:
    """The relations of rows, one for each sign that they have.

    A relation has the sign that the ontology or the data say it has, else that of its rows where they agree.
    Rows of another sign are of a relation of the same name under it.
    """

    def __init__(self, graph: ReadGraph, rows: Sequence[_Row]) -> None:
        self._graph = graph
        self._labels = {row.relation: row.label for row in rows}
        signs: dict[str, set[str]] = {}
        for row in rows:
            signs.setdefault(row.relation, set()).add(row.sign)
        self._signs = signs
        self._own = {iri: self._own_sign(iri, of) for iri, of in signs.items()}

    def _own_sign(self, iri: str, signs: set[str]) -> str:
        known = self._known(iri)
        if known is not None:
            return known.sign
        (*_, first) = signs
        return first if len(signs) == 1 and first else "neutral"

    def _known(self, iri: str) -> Relation | None:
        return self._graph.ontology.relations.get(iri)

    def of(self, row: _Row) -> str:
        """Return the relation of a row."""
        return self._signed(row.relation, row.sign)

    def _signed(self, iri: str, sign: str) -> str:
        if sign in ("", self._own[iri]):
            return iri
        return f"{_OURS}{sign}/{quote(iri, safe='')}#{local_name(iri)}"

    def declared(self) -> Iterator[ox.Triple]:
        """Yield what declares them."""
        for iri, signs in self._signs.items():
            known = self._known(iri)
            label = known.label if known else self._labels[iri] or self._graph.thing(iri).label
            direction = RG.undirected if known and known.undirected else RG.directed
            weight = known.weight if known else 1.0
            for sign in dict.fromkeys((self._own[iri], *sorted(signs - {""}))):
                relation = self._signed(iri, sign)
                yield _triple(relation, RDF.type, RG.Relation)
                yield ox.Triple(ox.NamedNode(relation), _named_node(RDFS.label), ox.Literal(label))
                yield _triple(relation, RG.sign, RG[sign])
                yield _triple(relation, RG.direction, direction)
                yield ox.Triple(ox.NamedNode(relation), _named_node(RG.weight), ox.Literal(weight))
                for projection in _PROJECTIONS:
                    yield _triple(relation, RG.entersProjection, projection)
                if relation != iri:
                    yield _triple(relation, RDFS.subPropertyOf, iri)


def _named_node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


def _triple(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), _named_node(predicate), _named_node(value))
