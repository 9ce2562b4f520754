"""The graph: an rdflib graph over an Oxigraph store, which keeps what was read of it until it is changed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pyoxigraph as ox
import rdflib
from rdflib import RDF, Graph, plugin
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.parser import Parser
from rdflib.query import Processor, Result, UpdateProcessor
from rdflib.store import Store

from relgraph.confinement.changes import changes_in_child
from relgraph.confinement.child import run_in_child
from relgraph.confinement.refusals import refuse_load, refuse_nesting, refuse_service
from relgraph.errors import InputError
from relgraph.model.namespaces import PREFIXES
from relgraph.model.rdflib_inputs import input_content
from relgraph.model.rdflib_results import packed, unpacked
from relgraph.model.read_graph import ReadGraph
from relgraph.model.statements import Term, node_of, text_of
from relgraph.oxigraph_stores import FaithfulStore, WatchedStore, checked, text_of_asked
from relgraph.records import to_html

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query, Update

_T = TypeVar("_T")


class KnowledgeGraph(ReadGraph, Graph):
    """An rdflib graph over the default graph of a pyoxigraph store.

    What is read of it, ``ontology``, ``acts`` and things, is kept until the graph is changed, by way of rdflib
    (``add``, ``remove``, ``update``, ``parse`` ...) or of ``oxigraph``. It answers the three look-ups of
    :class:`~relgraph.model.statements.Statements`.

    Attributes:
        oxigraph: The store, for queries at its own speed. It takes every call that a pyoxigraph store takes,
            and refuses SPARQL that would call another server.
        sources: Names of what was opened, in order.
        notes: What was changed in reading it, in sentences.
        prefixes: Namespaces by prefix that the data declare, but for the prefixes of the package.
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
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """Take over a store.

        Args:
            oxigraph: A store that is written to through this graph alone from now on; ``None`` is a new one in
                memory.
            sources: Names of what is in it.
            languages: The languages that labels are preferred in; see :attr:`languages`.
            prefixes: Namespaces by prefix that the data declare; those of the package go before them.
        """
        store = ox.Store() if oxigraph is None else oxigraph
        ReadGraph.__init__(self, sources, languages)
        self._unwatched = store
        self._writing = RLock()
        self._concluded: tuple[int, frozenset[ox.Quad]] = (0, frozenset())
        # Not a pyoxigraph store, which cannot be subclassed, but all that is asked of one.
        self.oxigraph = cast(ox.Store, WatchedStore(store, self._changed, self._writing))
        # Without this identifier oxrdflib writes into a graph that a plain query of the store cannot see.
        Graph.__init__(self, store=FaithfulStore(store=self.oxigraph), identifier=DATASET_DEFAULT_GRAPH_ID)
        self.prefixes = {
            prefix: namespace
            for prefix, namespace in sorted((prefixes or {}).items())
            if prefix not in PREFIXES
        }
        for prefix, namespace in {**self.prefixes, **PREFIXES}.items():
            self.bind(prefix, namespace, override=True)

    def _repr_html_(self) -> str:
        """Show what the graph holds in a notebook."""
        kinds = Counter(self.thing(text_of(subject)).kind for subject, _ in self.pairs_of(str(RDF.type)))
        rows = [
            {"kind": kind, "nodes": number}
            for kind, number in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        ]
        names = ", ".join(Path(name).name for name in self.sources)
        return to_html(rows, f"{len(self):,} triples, {len(self.acts):,} acts", [names] if names else [])

    @property
    def concluded(self) -> frozenset[ox.Quad]:
        """What the last change added since it follows; see :func:`~relgraph.derivation.complete`."""
        revision, quads = self._concluded
        return quads if revision == self.revision else frozenset()

    @concluded.setter
    def concluded(self, quads: frozenset[ox.Quad]) -> None:
        self._concluded = self.revision, quads

    def known_prefixes(self) -> dict[str, str]:
        """Return the namespaces by prefix that the data, the package or rdflib declare."""
        return {prefix: str(namespace) for prefix, namespace in self.namespaces()}

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

    def with_store(self, oxigraph: ox.Store) -> KnowledgeGraph:
        """Return a graph over another store, with the sources and prefixes of this one, naming things alike.

        Args:
            oxigraph: A store, which is taken over.

        Returns:
            A new graph.

        Example:
            >>> from rdflib import URIRef
            >>> graph = KnowledgeGraph(sources=["talks.ttl"])
            >>> graph.bind("mfa", "https://example.org/mfa/")
            >>> other = graph.with_store(ox.Store())
            >>> other.sources, ("mfa", URIRef("https://example.org/mfa/")) in other.namespaces()
            (('talks.ttl',), True)
        """
        graph = KnowledgeGraph(oxigraph, self.sources, prefixes=self.prefixes)
        graph.label_as(self)
        for prefix, namespace in self.namespaces():
            graph.bind(prefix, namespace, override=True, replace=True)
        return graph

    def in_child(self, work: Callable[[], _T], **limits: Any) -> _T:
        """Do ``work`` in a child process, which has a copy of this graph as it is between two changes.

        Args:
            work: What to do; what it changes stays in the child.
            **limits: As :func:`~relgraph.confinement.child.run_in_child` takes them.

        Returns:
            What ``work`` returned.

        Raises:
            QueryError: ``work`` went over a limit or crashed.
            Exception: ``work`` raised it.

        Example:
            >>> graph = KnowledgeGraph()
            >>> graph.in_child(lambda: graph.oxigraph.update("INSERT DATA { <urn:a> <urn:b> 1 }") or len(graph))
            1
            >>> len(graph)
            0
        """
        return run_in_child(work, lock=self._writing, **limits)

    def changes_in_child(
        self, change: Callable[[], object], **limits: Any
    ) -> tuple[list[ox.Quad], list[ox.Quad]]:
        """Return what ``change`` does to this graph, which stays as it is; see :meth:`in_child`.

        Args:
            change: What changes the graph.
            **limits: As :func:`~relgraph.confinement.child.run_in_child` takes them.

        Returns:
            The quads that were removed, and those that were added.

        Raises:
            QueryError: ``change`` went over a limit or crashed.
            Exception: ``change`` raised it.

        Example:
            >>> graph = KnowledgeGraph()
            >>> removed, added = graph.changes_in_child(lambda: graph.bind("x", "urn:x:"))
            >>> removed, added
            ([], [])
        """
        return changes_in_child(self._unwatched, change, lock=self._writing, **limits)

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
        _refuse(query_object, allow_service=allow_service)
        _load_engine_of_rdflib()
        if allow_service or not hasattr(os, "fork"):
            with checked() if allow_service else nullcontext():
                return super().query(query_object, *arguments, **options)
        answer = self.in_child(lambda: packed(Graph.query(self, query_object, *arguments, **options)))
        result = unpacked(answer)
        if result.graph is not None:
            result.graph.namespace_manager = self.namespace_manager
        return result

    def update(
        self, update_object: str | Update, *arguments: Any, allow_service: bool = False, **options: Any
    ) -> None:
        """Change the graph as rdflib does, without calling any other server.

        It takes longer the larger the graph is: to add or remove a few triples, call ``add`` or ``remove``.

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
        text = _refuse(update_object, allow_service=allow_service)
        if not allow_service:
            refuse_load(text)
        _load_engine_of_rdflib()
        if allow_service or not hasattr(os, "fork"):
            with checked() if allow_service else nullcontext():
                super().update(update_object, *arguments, **options)
            return
        removed, added = self.changes_in_child(lambda: Graph.update(self, update_object, *arguments, **options))
        for quad in removed:
            self.oxigraph.remove(quad)
        self.oxigraph.extend(added)

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
            InputError: It is an address, or refers to one, or there is no such file.

        Example:
            >>> KnowledgeGraph().parse("https://example.org/acts.ttl")
            Traceback (most recent call last):
                ...
            relgraph.errors.InputError: https://example.org/acts.ttl: is an address, and nothing is fetched
        """
        if allow_remote:
            super().parse(source, publicID, format, location, file, data, **options)
            return self
        content, base, guessed = input_content(location or source, file, data)
        base, format = publicID or base, format or guessed
        plugin.get(format, Parser)  # loaded now, since nothing can be opened later

        def work() -> tuple[bytes | None, list[tuple[str, str]]]:
            if hasattr(os, "fork"):
                rdflib.NORMALIZE_LITERALS = False  # in the child alone
            graph = KnowledgeGraph()
            Graph.parse(graph, data=content, publicID=base, format=format, **options)
            return graph.oxigraph.dump(format=ox.RdfFormat.N_QUADS), list(graph.namespaces())

        try:
            quads, prefixes = self.in_child(work) if hasattr(os, "fork") else work()
        except OSError as error:
            raise InputError(
                f"{base or 'the content'}: refers to something that would be fetched: {error}",
                "write it into the content, or allow it (allow_remote=True)",
            ) from None
        self.oxigraph.extend(ox.parse(quads, ox.RdfFormat.N_QUADS))
        for prefix, namespace in prefixes:
            self.bind(prefix, namespace, override=False)
        return self


def _refuse(asked: str | Query | Update, *, allow_service: bool) -> str:
    """Return the text of what is asked, unless it is refused."""
    text = text_of_asked(asked)
    refuse_nesting(text)
    if not allow_service:
        refuse_service(text)
    return text


def _load_engine_of_rdflib() -> None:
    """Load what rdflib loads when it is first asked, since a child cannot open it."""
    for name, kind in (("default", Store), ("sparql", Processor), ("sparql", UpdateProcessor)):
        plugin.get(name, kind)
