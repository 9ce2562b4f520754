"""The graph: an rdflib graph over an Oxigraph store, which keeps what was read of it until it is changed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Graph, Variable, plugin
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.parser import Parser, create_input_source
from rdflib.query import Result
from rdflib.term import Node
from rdflib.util import guess_format

from relgraph.confinement.child import opening_nothing, run_in_child
from relgraph.confinement.refusals import refuse_load, refuse_nesting, refuse_service
from relgraph.errors import InputError, QueryError
from relgraph.model.acts import Act, read_acts
from relgraph.model.labels import Labelling, labelling_of, language_ranges
from relgraph.model.namespaces import PREFIXES, local_name
from relgraph.model.ontology import Ontology, read_ontology
from relgraph.model.statements import Term, node_of
from relgraph.model.terms import EngineTerm, to_oxigraph, to_rdflib
from relgraph.model.things import Thing, read_thing

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query, Update


@dataclass(slots=True)
class _Kept:
    """What was read of a graph since it was last changed."""

    ontology: Ontology | None = None
    acts: Mapping[str, Act] | None = None
    labelling: Labelling | None = None
    things: dict[str, Thing] = field(default_factory=dict)


class KnowledgeGraph(Graph):
    """An rdflib graph over the default graph of a pyoxigraph store.

    What is read of it, ``ontology``, ``acts`` and things, is kept until the graph is changed, by way of rdflib
    (``add``, ``remove``, ``update``, ``parse`` ...) or of ``oxigraph``. It answers the three look-ups of
    :class:`~relgraph.model.statements.Statements`.

    Attributes:
        oxigraph: The store, for queries at its own speed. It takes every call that a pyoxigraph store takes.
        sources: Names of what was opened, in order.
        revision: How often the graph was changed.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> len(graph.acts) > 100
        True
    """

    def __init__(
        self,
        oxigraph: ox.Store | None = None,
        sources: Iterable[str] = (),
        languages: str | Iterable[str] = (),
    ) -> None:
        """Take over a store.

        Args:
            oxigraph: A store that is written to through this graph alone from now on; ``None`` is a new one in
                memory.
            sources: Names of what is in it.
            languages: The languages that labels are preferred in; see :attr:`languages`.
        """
        store = ox.Store() if oxigraph is None else oxigraph
        self.sources = tuple(sources)
        self.revision = 0
        self._languages = language_ranges(languages)
        self._unwatched = store
        self._kept = _Kept()
        # Not a pyoxigraph store, which cannot be subclassed, but all that is asked of one.
        self.oxigraph = cast(ox.Store, _WatchedStore(store, self._changed))
        # Without this identifier oxrdflib writes into a graph that a plain query of the store cannot see.
        super().__init__(store=OxigraphStore(store=self.oxigraph), identifier=DATASET_DEFAULT_GRAPH_ID)
        for prefix, namespace in PREFIXES.items():
            self.bind(prefix, namespace, override=True)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that labels are preferred in; see :func:`~relgraph.model.labels.labels_of`.

        To choose others is a change of the graph: what was folded of it before is to be folded again.

        Example:
            >>> import relgraph
            >>> graph = relgraph.open()
            >>> graph.languages = ("vi", "en")
            >>> graph.languages
            ('vi', 'en')
        """
        return self._languages

    @languages.setter
    def languages(self, languages: str | Iterable[str]) -> None:
        self._languages = language_ranges(languages)
        self._changed()

    @property
    def labelling(self) -> Labelling:
        """How labels are read; see :func:`~relgraph.model.labels.labelling_of`."""
        kept = self._kept
        if kept.labelling is None:
            kept.labelling = labelling_of(self, self._languages)
        return kept.labelling

    @property
    def ontology(self) -> Ontology:
        """The bundled ontology with what the graph declares; :func:`~relgraph.model.ontology.read_ontology`."""
        # What another thread changes meanwhile puts a new object in the place of this one, so that nothing
        # that was read before a change is kept after it. The same holds for acts and things.
        kept = self._kept
        if kept.ontology is None:
            kept.ontology = read_ontology(self, languages=self._languages)
        return kept.ontology

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts by IRI, in IRI order; see :func:`~relgraph.model.acts.read_acts`."""
        kept = self._kept
        if kept.acts is None:
            kept.acts = MappingProxyType(read_acts(self, self.ontology))
        return kept.acts

    def thing(self, iri: str) -> Thing:
        """Return a node with its label, kind and aliases; see :func:`~relgraph.model.things.read_thing`."""
        things = self._kept.things
        if iri not in things:
            things[iri] = read_thing(self, self.ontology, iri, self.labelling)
        return things[iri]

    def act_label(self, act: Act) -> str:
        """Return the label of an act, what it says where it has none: its actors, relation and objects."""
        label = self.thing(act.iri).label
        if label != local_name(act.iri):
            return label
        relation = self.ontology.relations.get(act.relation)
        actors, objects = (
            ", ".join(self.thing(iri).label for iri in iris) for iris in (act.actors, act.objects)
        )
        return f"{actors} {relation.label if relation else local_name(act.relation)} {objects}"

    def pairs_of(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of each statement with ``predicate``."""
        for quad in self._unwatched.quads_for_pattern(None, ox.NamedNode(predicate), None):
            yield quad.subject, quad.object

    def objects_of(self, subject: str, predicate: str) -> Iterator[Term]:
        """Yield what ``subject`` has as ``predicate``."""
        for quad in self._unwatched.quads_for_pattern(node_of(subject), ox.NamedNode(predicate), None):
            yield quad.object

    def subjects_of(self, predicate: str, value: str) -> Iterator[Term]:
        """Yield what has the node ``value`` as ``predicate``."""
        for quad in self._unwatched.quads_for_pattern(None, ox.NamedNode(predicate), node_of(value)):
            yield quad.subject

    def query(
        self, query_object: str | Query, *arguments: Any, allow_service: bool = False, **options: Any
    ) -> Result:
        """Answer a query as rdflib does, without calling any other server.

        Args:
            query_object: A text, or what rdflib's ``prepareQuery`` returns.
            *arguments: Passed on to rdflib.
            allow_service: Let SERVICE call other servers.
            **options: Passed on to rdflib.

        Returns:
            The result, of which every row has been read.

        Raises:
            QueryError: It has SERVICE, or is nested too deeply, or the system gave it no memory.

        Example:
            >>> import relgraph
            >>> graph = relgraph.open()
            >>> [str(name) for name, in graph.query("SELECT ?n { ?s a rg:State ; rdfs:label ?n } ORDER BY ?n")]
            ['Indonesia', 'Russia', 'Viet Nam']
        """
        text = _text_of(query_object)
        refuse_nesting(text)
        if not allow_service:
            refuse_service(text)
        if allow_service or not hasattr(os, "fork"):
            return super().query(query_object, *arguments, **options)

        def work() -> _Answer | Exception:
            try:
                return _answer_of(Graph.query(self, query_object, *arguments, **options))
            except QueryError:
                raise
            except Exception as error:
                return error.__class__(*map(str, error.args))

        answer = run_in_child(work)
        if isinstance(answer, Exception):
            raise answer
        return _result_of(answer)

    def update(
        self, update_object: str | Update, *arguments: Any, allow_service: bool = False, **options: Any
    ) -> None:
        """Change the graph as rdflib does, without calling any other server.

        Args:
            update_object: A text, or what rdflib's ``prepareUpdate`` returns.
            *arguments: Passed on to rdflib.
            allow_service: Let SERVICE and LOAD call other servers.
            **options: Passed on to rdflib.

        Raises:
            QueryError: It has SERVICE or LOAD, or is nested too deeply.

        Example:
            >>> graph = KnowledgeGraph()
            >>> graph.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
            >>> len(graph)
            1
        """
        text = _text_of(update_object)
        refuse_nesting(text)
        if allow_service:
            super().update(update_object, *arguments, **options)
            return
        refuse_service(text)
        refuse_load(text)
        # Loaded now, since nothing can be opened later.
        from rdflib.plugins.sparql.processor import SPARQLUpdateProcessor  # noqa: F401, PLC0415

        with opening_nothing():
            super().update(update_object, *arguments, **options)

    def parse(  # noqa: PLR0917 - the parameters are rdflib's
        self,
        source: Any = None,
        publicID: str | None = None,  # noqa: N803 - the name is rdflib's
        format: str | None = None,
        location: str | None = None,
        file: Any = None,
        data: str | bytes | None = None,
        *,
        allow_remote: bool = False,
        **options: Any,
    ) -> KnowledgeGraph:
        """Read into this graph as rdflib does, and fetch nothing.

        Args:
            source: A file, its name, or an object that rdflib reads.
            publicID: The base of relative IRIs.
            format: The name that rdflib has for the format.
            location: The name of a file.
            file: An open file.
            data: The content itself.
            allow_remote: Fetch an address, or what the content refers to.
            **options: Passed on to rdflib.

        Returns:
            This graph.

        Raises:
            InputError: It is an address, or refers to one.

        Example:
            >>> KnowledgeGraph().parse("https://example.org/acts.ttl")
            Traceback (most recent call last):
                ...
            relgraph.errors.InputError: https://example.org/acts.ttl: is an address, and nothing is fetched
        """
        if allow_remote:
            super().parse(source, publicID, format, location, file, data, **options)
            return self
        for name in (source, location):
            if isinstance(name, str) and _ADDRESS.match(name):
                raise InputError(
                    f"{name[:200]}: is an address, and nothing is fetched",
                    "download it and open the file, or allow it (allow_remote=True)",
                )
        read = create_input_source(source, publicID, location, file, data, format)
        format = format or guess_format(read.getPublicId() or "") or read.content_type
        content = read.getByteStream() or read.getCharacterStream()
        data = content.read() if content is not None else data
        base = publicID or read.getPublicId()
        plugin.get(format or "turtle", Parser)  # loads it now, since nothing can be opened later
        try:
            with opening_nothing():
                super().parse(data=data, publicID=base, format=format or "turtle", **options)
        except OSError as error:
            raise InputError(
                f"{base or 'the content'}: refers to something that would be fetched: {error}",
                "write it into the content, or allow it (allow_remote=True)",
            ) from None
        return self

    def _changed(self) -> None:
        self.revision += 1
        self._kept = _Kept()


_ADDRESS = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+://")
_Answer = tuple[str, list[str], list[list[EngineTerm | None]]]
"""Type, variables and rows of a result of rdflib, in terms that do not change on their way."""


def _text_of(asked: str | Query | Update) -> str:
    return asked if isinstance(asked, str) else asked._original_args[0]


def _answer_of(result: Result) -> _Answer:
    if result.type == "SELECT":
        names = [str(name) for name in result.vars or ()]
        rows = [[_engine_term(row.get(Variable(name))) for name in names] for row in result.bindings]
        return "SELECT", names, rows
    if result.type == "ASK":
        return "ASK", [], [[ox.Literal(bool(result.askAnswer))]]
    triples = [[_engine_term(term) for term in triple] for triple in result.graph or ()]
    return str(result.type), [], triples


def _engine_term(term: Node | None) -> EngineTerm | None:
    return None if term is None else to_oxigraph(term)


def _result_of(answer: _Answer) -> Result:
    kind, names, rows = answer
    result = Result(kind)
    if kind == "SELECT":
        variables = [Variable(name) for name in names]
        result.vars = variables
        terms = ([to_rdflib(term) for term in row] for row in rows)
        result.bindings = [
            {name: term for name, term in zip(variables, row, strict=True) if term is not None} for row in terms
        ]
    elif kind == "ASK":
        result.askAnswer = rows[0][0] == ox.Literal(True)
    else:
        result.graph = Graph()
        result.graph += (tuple(map(to_rdflib, row)) for row in rows)  # type: ignore[misc]
    return result


_READS = frozenset(
    (
        "backup",
        "contains_named_graph",
        "dump",
        "flush",
        "named_graphs",
        "optimize",
        "quads_for_pattern",
        "query",
    )
)
"""Methods of a pyoxigraph store that do not change it; any other one may."""


class _WatchedStore:
    """A pyoxigraph store that tells when it was changed."""

    def __init__(self, store: ox.Store, changed: Callable[[], None]) -> None:
        self._store = store
        self._changed = changed

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        method = getattr(self._store, name)
        if name in _READS:
            return method

        @wraps(method)
        def change(*arguments: Any, **options: Any) -> Any:
            try:
                return method(*arguments, **options)
            finally:
                self._changed()

        return change

    def __dir__(self) -> list[str]:
        return dir(self._store)

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    def __bool__(self) -> bool:
        return bool(self._store)

    def __contains__(self, quad: ox.Quad) -> bool:
        return quad in self._store
