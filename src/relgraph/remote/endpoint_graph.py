"""A graph behind a SPARQL endpoint: what is read of it is asked for there, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import ClassVar

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS

from relgraph.closures import SEALED
from relgraph.errors import InputError, StoreError
from relgraph.model.labels import LABELS, Labelling, label_properties
from relgraph.model.namespaces import RG
from relgraph.model.ontology import ontology_quads
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import Term, TripleIndex, text_of
from relgraph.model.terms import Term as RdfTerm
from relgraph.progress import Progress
from relgraph.querying.catalogue import find_query
from relgraph.querying.labelling import in_languages
from relgraph.querying.results import QueryResult
from relgraph.reading import Terms
from relgraph.remote.answers import Row
from relgraph.remote.connection import TIMEOUT
from relgraph.remote.query_endpoint import MAX_TIME, QueryEndpoint
from relgraph.remote.questions import answer, row_counts, thing_named, things_labelled
from relgraph.store import KnowledgeGraph

_BATCH = 300  # nodes that are asked for at once
_NO_BLANK = "FILTER(!isBlank(?s) && !isBlank(?o)) "
# What a vocabulary has with blank nodes, which nothing here asks for.
_OF_VOCABULARY = {
    str(RDF.type): f'FILTER(!(isBlank(?s) && STRSTARTS(STR(?o), "{OWL}"))) ',
    str(RDFS.subClassOf): _NO_BLANK,
    str(RDFS.subPropertyOf): _NO_BLANK,
}
# Of every relation the ontology asks, and of each class and property what is above it.
_HIERARCHY = tuple(map(str, (RDFS.subClassOf, RDFS.subPropertyOf, RG.presiding, RG.statedDirectly)))


class EndpointGraph(ReadGraph):
    """A graph that an endpoint has, which is asked for what is read of it, once.

    Attributes:
        endpoint: The endpoint.
        fetched_rows: How many rows of it have come so far.
    """

    lacks_store: ClassVar[tuple[str, str]] = (
        "this graph is behind an endpoint, and all of it is needed here",
        "fetch it: relgraph.fetch(graph); or ask it: graph.query(TEXT)",
    )

    def __init__(self, endpoint: QueryEndpoint, languages: str | Iterable[str] = ()) -> None:
        """Start with nothing read.

        Args:
            endpoint: What is asked.
            languages: The languages that labels are preferred in.
        """
        super().__init__((endpoint.where,), languages)
        self.endpoint = endpoint
        self.fetched_rows = 0
        self._progress: Progress | None = None
        self._columns: dict[str, TripleIndex] = {}
        self._objects: dict[tuple[str, str], list[Term]] = {}
        self._subjects: dict[tuple[str, str], list[Term]] = {}
        self._declared: TripleIndex | None = None
        self._has_closures: bool | None = None

    @property
    def counts(self) -> bool:
        """Whether the endpoint has the closures, so that it is asked for edges and not for acts."""
        return self.has_closures

    @property
    def has_closures(self) -> bool:
        """Whether the endpoint has closures, and they hold: of the statements that are there."""
        if self._has_closures is None:
            sealed = list(self.rows(f"SELECT DISTINCT ?n WHERE {{ ?seal {_iri(str(RG.closedOver))} ?n }}"))
            if not sealed:
                self.endpoint.require_triples()
            number = self.endpoint.count(f"SELECT ?s ?o WHERE {{ {SEALED} }}") if len(sealed) == 1 else -1
            self._has_closures = [text_of(term) for row in sealed for term in row if term] == [str(number)]
            if sealed and not self._has_closures:
                self.tell(
                    "what is there is not what its closures were made of: push all of it again, together, and "
                    "it is counted there"
                )
        return self._has_closures

    @property
    def has_blank_acts(self) -> bool:
        """Whether an act is a blank node there, or what one links, so that it cannot be asked for by name."""
        relation, actor, thing = (_iri(str(RG[name])) for name in ("relation", "actor", "object"))
        return any(
            self.endpoint.ask(f"ASK {{ {pattern} }}")
            for pattern in (
                f"?act {relation} ?any FILTER(isBlank(?act))",
                f"?act {actor}|{thing} ?end FILTER(isBlank(?end))",
            )
        )

    @property
    def has_blank_evidence(self) -> bool:
        """Whether evidence is a blank node there: acts are not read one by one where it is."""
        evidence = _iri(str(RG.evidence))
        return self.endpoint.ask(f"ASK {{ ?act {evidence} ?passage FILTER(isBlank(?passage)) }}")

    def rows(self, query: str) -> Iterator[Row]:
        """Yield the rows of a SELECT, all of them; see :meth:`QueryEndpoint.rows`.

        Args:
            query: A query whose rows differ from each other: ``SELECT DISTINCT``, or with GROUP BY.

        Yields:
            Terms of the engine in the order of the variables, ``None`` where one is unbound.

        Raises:
            StoreError: The endpoint refuses or fails, or the rows are not whole.
        """
        for row in self.endpoint.rows(query, self._progress):
            self.fetched_rows += 1
            yield row

    def query(
        self,
        text_or_name: str,
        *,
        parameters: Mapping[str, str | RdfTerm] | None = None,
        allow_service: bool = False,
    ) -> QueryResult:
        """Ask the endpoint a query as it is, with declarations for the prefixes of the package that it lacks.

        Where a hundred rows or more come, or as many as the endpoint says that it lets through, they are
        counted there: one more question. Of a hundred triples or more of a CONSTRUCT the rows are asked for
        that they are made from, and counted: two more questions, and further ones where these rows come in
        pages. Of a DESCRIBE the notes say that it cannot be checked.

        Args:
            text_or_name: The text of a query or the name of a bundled one, as :func:`relgraph.query` takes it.
            parameters: Terms for declared parameters, or text, which is looked up at the endpoint.
            allow_service: Let the endpoint call other servers.

        Returns:
            The table, answer or triples. What could not be found out stands in ``notes``.

        Raises:
            QueryError: It is no query, or is an update or has SERVICE, or the endpoint rejects it.
            NameNotFoundError: The query or a parameter is unknown, or a value names nothing or several things.
            StoreError: The endpoint refuses or fails, or answers a part; or a named query has to know the
                vocabulary, which the endpoint lacks. Where it only fails to count, the notes say so.
        """
        result = answer(self, self.endpoint, text_or_name, parameters or {}, allow_service=allow_service)
        if result.kind == "select" and find_query(text_or_name).name:
            self.prefetch(things_labelled(result))
            return in_languages(self, result)
        return result

    def row_counts(self) -> dict[str, int]:
        """Return how many rows each named query has, no parameter bound, as the endpoint counts them.

        Returns:
            The numbers by the names of the queries.

        Raises:
            StoreError: The endpoint refuses or fails, or lacks the vocabulary.
        """
        return row_counts(self, self.endpoint)

    def named(self, text: str) -> str:
        """Return the node that a label, an alias or an IRI names there.

        Args:
            text: What a reader calls the node.

        Returns:
            The IRI of the node.

        Raises:
            NameNotFoundError: It names nothing there, or several things.
            StoreError: The endpoint refuses or fails.
        """
        return thing_named(self, self.endpoint, text)

    def known_prefixes(self) -> dict[str, str]:
        """Return the namespaces by prefix that the package or rdflib declare."""
        return KnowledgeGraph().known_prefixes()

    @property
    def labelling(self) -> Labelling:
        """How labels are read; see :func:`~relgraph.model.labels.labelling_of`."""
        kept = self._kept
        if kept.labelling is None:
            others = [name for name in label_properties(self.declarations) if name not in LABELS]
            used = [name for name in others if self.endpoint.ask(f"ASK {{ ?s {_iri(name)} ?o }}")]
            asked = self.label_properties
            kept.labelling = Labelling(
                tuple(dict.fromkeys((*asked, *LABELS, *used))), self._languages, len(asked)
            )
        return kept.labelling

    def _gives_texts(self, predicate: str) -> bool:
        return self.endpoint.ask(f"ASK {{ ?s {_iri(predicate)} ?o FILTER(isLiteral(?o)) }}")

    @property
    def declarations(self) -> TripleIndex:
        """What the endpoint declares of relations, attributes and hierarchies, beside the bundled ontology."""
        if self._declared is None:
            parts = [f"{{ ?s {_iri(name)} ?o BIND({_iri(name)} AS ?p) }}" for name in _HIERARCHY]
            parts += [f"{{ ?s a {_iri(str(kind))} . ?s ?p ?o }}" for kind in (RG.Relation, RG.Attribute)]
            found = self.rows(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {' UNION '.join(parts)} {_NO_BLANK}}}")
            self._declared = TripleIndex(self._statements(found))
        return self._declared

    def pairs_of(self, predicate: str) -> Iterable[tuple[Term, Term]]:
        """Return subject and object of each statement with ``predicate``."""
        return self._column(predicate).pairs_of(predicate)

    def objects_of(self, subject: str, predicate: str) -> Iterable[Term]:
        """Return what ``subject`` has as ``predicate``."""
        if predicate in self._columns:
            return self._columns[predicate].objects_of(subject, predicate)
        if (subject, predicate) not in self._objects:
            names = self._naming()
            self.prefetch([subject], names if predicate in names else (predicate,))
        return self._objects[subject, predicate]

    def subjects_of(self, predicate: str, value: str) -> Iterable[Term]:
        """Return what has the node ``value`` as ``predicate``."""
        if predicate in self._columns:
            return self._columns[predicate].subjects_of(predicate, value)
        asked = predicate, value
        if asked not in self._subjects:
            text = f"SELECT DISTINCT ?s WHERE {{ ?s {_iri(predicate)} {_iri(value)} }}"
            verb, node = ox.NamedNode(predicate), ox.NamedNode(value)
            found = self._statements((subject, verb, node) for (subject,) in self.rows(text))
            self._subjects[asked] = [triple.subject for triple in found]
        return self._subjects[asked]

    def prefetch(self, iris: Iterable[str], predicates: Sequence[str] | None = None) -> None:
        """Ask for what nodes have as some predicates, many nodes at a time.

        Args:
            iris: The nodes; blank ones are passed over.
            predicates: What is asked of them. Default: what they are named by, labels, types and aliases.

        Raises:
            StoreError: The endpoint refuses or fails, or the rows are not whole.
        """
        names = self._naming() if predicates is None else predicates
        names = [name for name in names if name not in self._columns]
        wanted = sorted({iri for iri in iris if any((iri, name) not in self._objects for name in names)})
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            found: dict[tuple[str, str], list[Term]] = {(iri, name): [] for iri in batch for name in names}
            nodes = " ".join(map(_iri, batch))
            parts = " UNION ".join(
                f"{{ VALUES ?s {{ {nodes} }} ?s {_iri(name)} ?o BIND({_iri(name)} AS ?p) }}" for name in names
            )
            for triple in self._statements(self.rows(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {parts} }}")):
                said = text_of(triple.subject), triple.predicate.value
                if said not in found:
                    raise self._no_statement()
                found[said].append(triple.object)
            self._objects.update(found)

    def _column(self, predicate: str) -> TripleIndex:
        if predicate not in self._columns:
            verb = ox.NamedNode(predicate)
            text = f"SELECT DISTINCT ?s ?o WHERE {{ ?s {verb} ?o {_OF_VOCABULARY.get(predicate, '')}}}"
            found = []
            for triple in self._statements((subject, verb, value) for subject, value in self.rows(text)):
                if has_blank_node(triple):
                    raise StoreError(
                        f"{self.endpoint.where}: {predicate} links blank nodes, which cannot be asked for",
                        "fetch the data with relgraph export, and open the file",
                    )
                found.append(triple)
            self._columns[predicate] = TripleIndex(found)
        return self._columns[predicate]

    def _statements(self, rows: Iterable[Row]) -> Iterator[ox.Triple]:
        """Yield rows as triples, those of the vocabulary of the package left out."""
        bundled = bundled_statements()
        for row in rows:
            triple = self.triple_of(row)
            if triple not in bundled:
                yield triple

    def triple_of(self, row: Row) -> ox.Triple:
        """Return a row of three terms as a triple.

        Raises:
            StoreError: It is none.
        """
        subject, predicate, value = row
        if (
            isinstance(subject, ox.NamedNode | ox.BlankNode)
            and isinstance(predicate, ox.NamedNode)
            and isinstance(value, ox.NamedNode | ox.BlankNode | ox.Literal)
        ):
            return ox.Triple(subject, predicate, value)
        raise self._no_statement()

    def _no_statement(self) -> StoreError:
        return StoreError(
            f"{self.endpoint.where}: what it answers are no statements such as were asked for",
            "check the address: what answers is no SPARQL endpoint, or one that errs",
        )

    def _naming(self) -> tuple[str, ...]:
        return (*self.labelling.properties, str(SKOS.altLabel), str(RDF.type))


def connect(
    url: str,
    *,
    languages: str | Iterable[str] = (),
    timeout: float = TIMEOUT,
    max_time: float = MAX_TIME,
    graph_iri: str | None = None,
) -> EndpointGraph:
    """Return the graph behind a SPARQL endpoint, of which nothing is read yet.

    A user name and password are taken from ``RELGRAPH_USER`` and ``RELGRAPH_PASSWORD``, or from the netrc file,
    and sent to that host alone, where it asks for them. What is read is kept; where the endpoint has changed,
    connect again.

    Args:
        url: The address of any SPARQL 1.1 endpoint.
        languages: The languages that labels are preferred in, as :func:`relgraph.open` takes them.
        timeout: Seconds, for connecting and for each wait; ``math.inf`` for any time.
        max_time: Seconds for each question, its pages and waits included; ``math.inf`` for any time.
        graph_iri: The named graph that is asked; ``None``: what the endpoint asks by default.

    Returns:
        The graph, which can be projected and named as one that was opened.

    Raises:
        StoreError: ``url`` is no address of an endpoint, ``graph_iri`` no IRI, or a time not above zero.

    Example:
        >>> connect("https://example.org/sparql").sources
        ('https://example.org/sparql',)
    """
    return EndpointGraph(QueryEndpoint(url, timeout=timeout, max_time=max_time, graph_iri=graph_iri), languages)


@cache
def bundled_statements() -> frozenset[ox.Triple]:
    """Return the statements of the bundled ontology without blank nodes, which an endpoint may have too."""
    terms = Terms()
    return frozenset(
        ox.Triple(
            quad.subject,
            quad.predicate,
            terms.stored(quad.object) if isinstance(quad.object, ox.Literal) else quad.object,
        )
        for quad in ontology_quads()
        if not has_blank_node(quad.triple)
    )


def has_blank_node(triple: ox.Triple) -> bool:
    """Return whether subject or object is a blank node."""
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _iri(text: str) -> str:
    if text.startswith("_:"):
        raise InputError(f"{text} is a blank node, which an endpoint cannot be asked for", "give an IRI")
    return str(ox.NamedNode(text))
