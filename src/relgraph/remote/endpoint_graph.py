"""A graph behind a SPARQL endpoint: what is read of it is asked for there, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS

from relgraph.errors import InputError, StoreError
from relgraph.model.labels import LABELS, Labelling, label_properties
from relgraph.model.namespaces import RG
from relgraph.model.ontology import Ontology, ontology_quads, read_ontology
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import Term, TripleIndex, text_of
from relgraph.progress import Progress
from relgraph.remote.answers import Row
from relgraph.remote.connection import TIMEOUT
from relgraph.remote.query_endpoint import MAX_TIME, QueryEndpoint
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted

_BATCH = 300  # nodes that are asked for at once
# Of every relation the ontology asks, and of each class and property what is above it.
_HIERARCHY = tuple(map(str, (RDFS.subClassOf, RDFS.subPropertyOf, RG.presiding, RG.statedDirectly)))


class EndpointGraph(ReadGraph):
    """A graph that an endpoint has, which is asked for what is read of it, once.

    Attributes:
        endpoint: The endpoint.
        fetched_rows: How many rows of it have come so far.
    """

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

    def rows(self, text: str) -> Iterator[Row]:
        """Yield the rows of a SELECT, all of them; see :meth:`QueryEndpoint.rows`.

        Args:
            text: A query whose rows differ from each other: ``SELECT DISTINCT``, or with GROUP BY.

        Yields:
            Terms of the engine in the order of the variables, ``None`` where one is unbound.

        Raises:
            StoreError: The endpoint refuses or fails, or the rows are not whole.
        """
        for row in self.endpoint.rows(text, self._progress):
            self.fetched_rows += 1
            yield row

    def known_prefixes(self) -> dict[str, str]:
        """Return the namespaces by prefix that the package or rdflib declare."""
        return KnowledgeGraph().known_prefixes()

    @property
    def labelling(self) -> Labelling:
        """How labels are read; see :func:`~relgraph.model.labels.labelling_of`."""
        kept = self._kept
        if kept.labelling is None:
            others = [name for name in label_properties(self._declarations()) if name not in LABELS]
            used = [name for name in others if self.endpoint.ask(f"ASK {{ ?s {_iri(name)} ?o }}")]
            kept.labelling = Labelling((*LABELS, *used), self._languages)
        return kept.labelling

    @property
    def ontology(self) -> Ontology:
        """The bundled ontology with what the endpoint declares."""
        kept = self._kept
        if kept.ontology is None:
            kept.ontology = read_ontology(self._declarations(), languages=self._languages)
        return kept.ontology

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
            found = self.rows(f"SELECT DISTINCT ?s WHERE {{ ?s {_iri(predicate)} {_iri(value)} }}")
            bundled = _bundled()
            self._subjects[asked] = [
                subject for subject, in found if (text_of(subject), predicate, ox.NamedNode(value)) not in bundled
            ]
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
        wanted = sorted(
            {iri for iri in iris if any((iri, name) not in self._objects for name in names)}
        )
        bundled = _bundled()
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            found: dict[tuple[str, str], list[Term]] = {(iri, name): [] for iri in batch for name in names}
            nodes = " ".join(map(_iri, batch))
            parts = " UNION ".join(
                f"{{ VALUES ?s {{ {nodes} }} ?s {_iri(name)} ?o BIND({_iri(name)} AS ?p) }}" for name in names
            )
            for subject, predicate, value in self.rows(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {parts} }}"):
                said = text_of(subject), text_of(predicate)
                if (*said, value) not in bundled:
                    found[said].append(value)
            self._objects.update(found)

    def _column(self, predicate: str) -> TripleIndex:
        if predicate not in self._columns:
            verb = ox.NamedNode(predicate)
            bundled = _bundled()
            found = [
                ox.Triple(subject, verb, value)
                for subject, value in self.rows(f"SELECT DISTINCT ?s ?o WHERE {{ ?s {verb} ?o }}")
                if (text_of(subject), predicate, value) not in bundled
            ]
            self._columns[predicate] = TripleIndex(self._named(found))
        return self._columns[predicate]

    def _named(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """Yield triples of nodes that can be asked for; of a vocabulary those without are passed over."""
        for triple in triples:
            if not any(isinstance(term, ox.BlankNode) for term in triple):
                yield triple
            elif not _describes_vocabulary(triple):
                raise StoreError(
                    f"{self.endpoint.where}: {triple.predicate.value} links blank nodes, which cannot be asked for",
                    "export the endpoint's data and open the file",
                )

    def _naming(self) -> tuple[str, ...]:
        return (*self.labelling.properties, str(SKOS.altLabel), str(RDF.type))

    def _declarations(self) -> TripleIndex:
        if self._declared is None:
            parts = [f"{{ ?s {_iri(name)} ?o BIND({_iri(name)} AS ?p) }}" for name in _HIERARCHY]
            parts.append(f"{{ ?s a {_iri(str(RG.Relation))} . ?s ?p ?o }}")
            found = self.rows(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {' UNION '.join(parts)} }}")
            bundled = _bundled()
            triples = [
                ox.Triple(*row) for row in found if (text_of(row[0]), text_of(row[1]), row[2]) not in bundled
            ]
            self._declared = TripleIndex(self._named(triples))
        return self._declared

    def _changed(self) -> None:
        super()._changed()


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
        timeout: Seconds, for connecting and for each wait.
        max_time: Seconds for each question, its pages and waits included.
        graph_iri: The named graph that is asked; ``None``: what the endpoint asks by default.

    Returns:
        The graph, which can be projected and named as one that was opened.

    Raises:
        StoreError: ``url`` is no address of an endpoint, or ``graph_iri`` no IRI.

    Example:
        >>> connect("https://example.org/sparql").sources
        ('https://example.org/sparql',)
    """
    return EndpointGraph(
        QueryEndpoint(url, timeout=timeout, max_time=max_time, graph_iri=graph_iri), languages
    )


@cache
def _bundled() -> frozenset[tuple[str, str, Term]]:
    """Return the statements of the bundled ontology, which an endpoint may have beside the data."""
    return frozenset(
        (text_of(quad.subject), quad.predicate.value, quad.object) for quad in ontology_quads()
    )


def _describes_vocabulary(triple: ox.Triple) -> bool:
    if triple.predicate.value == str(RDF.type):
        return isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(str(OWL))
    return triple.predicate.value in _HIERARCHY


def _iri(text: str) -> str:
    if text.startswith("_:"):
        raise InputError(f"{text} is a blank node, which an endpoint cannot be asked for", "give an IRI")
    return str(ox.NamedNode(text))
