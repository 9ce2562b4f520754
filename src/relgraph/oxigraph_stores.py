"""Stores of Oxigraph: one that tells when it is changed, and one for rdflib that changes no literal.

Neither calls another server: text with SERVICE or LOAD is refused, save in a block of :func:`checked`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result

from relgraph.confinement.refusals import refuse_load, refuse_service
from relgraph.errors import QueryError
from relgraph.model.rdflib_results import unpacked
from relgraph.model.terms import to_oxigraph, to_rdflib

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query, Update

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

_checked: ContextVar[bool] = ContextVar("checked", default=False)


@contextmanager
def checked() -> Iterator[None]:
    """Let stores answer any text in a block: it has been looked at, or may call other servers.

    Example:
        >>> store = WatchedStore(ox.Store(), lambda: None, contextmanager(lambda: (yield))())
        >>> with checked():
        ...     bool(store.query("ASK { BIND('at your service' AS ?s) }"))
        True
    """
    before = _checked.set(True)
    try:
        yield
    finally:
        _checked.reset(before)


def text_of_asked(asked: str | Query | Update) -> str:
    """Return the text of a query or an update: itself, or what rdflib prepared it from.

    Raises:
        QueryError: It is not known.

    Example:
        >>> from rdflib.plugins.sparql import prepareQuery
        >>> text_of_asked(prepareQuery("ASK { ?s ?p ?o }"))
        'ASK { ?s ?p ?o }'
    """
    try:
        text: str = asked if isinstance(asked, str) else asked._original_args[0]
    except AttributeError:
        raise QueryError(
            "query: its text is not known", "give the text, or what prepareQuery returns"
        ) from None
    return text


class FaithfulStore(OxigraphStore):
    """A store of oxrdflib that hands literals on as they are, where rdflib's would change some."""

    def triples(
        self, triple_pattern: Any, context: Graph | None = None
    ) -> Iterator[tuple[Any, Iterator[Graph | None]]]:
        """Yield the triples of a pattern, each with its graph."""
        if context is None or context.identifier != DATASET_DEFAULT_GRAPH_ID:
            yield from super().triples(triple_pattern, context)
            return
        if not all(term is None or isinstance(term, URIRef | BNode | Literal) for term in triple_pattern):
            return
        subject, predicate, value = (
            None if term is None else cast(Any, to_oxigraph(term)) for term in triple_pattern
        )
        try:
            quads = self._inner.quads_for_pattern(subject, predicate, value, ox.DefaultGraph())
        except (TypeError, ValueError):  # a literal as a subject, which nothing has
            return
        for quad in quads:
            yield tuple(map(to_rdflib, quad.triple)), iter((context,))

    def query(
        self,
        query: str | Query,
        initNs: Mapping[str, Any],  # noqa: N803 - the names are rdflib's
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **options: Any,
    ) -> Result:
        """Answer a query over the default graph; what it leaves is answered by rdflib's own engine."""
        if not _checked.get():
            refuse_service(text_of_asked(query))
        # The engine takes bindings as substitutions, which is wrong where a variable is not projected.
        if not isinstance(query, str) or initBindings or queryGraph != DATASET_DEFAULT_GRAPH_ID or options:
            raise NotImplementedError
        prefixes = {prefix: str(namespace) for prefix, namespace in (*self.namespaces(), *initNs.items())}
        answer = self._inner.query(query, prefixes=prefixes)
        if isinstance(answer, ox.QueryBoolean):
            return unpacked(("ASK", [], [[ox.Literal(bool(answer))]]))
        if isinstance(answer, ox.QueryTriples):
            return unpacked(("CONSTRUCT", [], [list(triple) for triple in answer]))
        names = [variable.value for variable in answer.variables]
        return unpacked(("SELECT", names, [list(solution) for solution in answer]))

    def update(self, update: str | Update, *arguments: Any, **options: Any) -> None:
        """Change the store as oxrdflib does."""
        if not _checked.get():
            refuse_service(text_of_asked(update))
            refuse_load(text_of_asked(update))
        super().update(update, *arguments, **options)


class WatchedStore:
    """A pyoxigraph store that tells when it was changed, and calls no other server."""

    def __init__(
        self, store: ox.Store, changed: Callable[[], None], writing: AbstractContextManager[object]
    ) -> None:
        """Watch a store.

        Args:
            store: The store.
            changed: Called after each call that may have changed it.
            writing: Held during each such call.
        """
        self._store = store
        self._changed = changed
        self._writing = writing

    def __getattr__(self, name: str) -> Any:
        """Return what the store has by that name, watched where it may change it."""
        if name.startswith("_"):
            raise AttributeError(name)
        method = getattr(self._store, name)
        if name in ("query", "update"):
            method = _calling_nobody(method)
        if name in _READS:
            return method

        @wraps(method)
        def change(*arguments: Any, **options: Any) -> Any:
            with self._writing:
                try:
                    return method(*arguments, **options)
                finally:
                    self._changed()

        return change

    def __dir__(self) -> list[str]:
        """Return the names that the store has."""
        return dir(self._store)

    def __iter__(self) -> Iterator[ox.Quad]:
        """Iterate over the quads."""
        return iter(self._store)

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def __bool__(self) -> bool:
        """Return whether there is any quad."""
        return bool(self._store)

    def __contains__(self, quad: ox.Quad) -> bool:
        """Return whether the quad is there."""
        return quad in self._store


def _calling_nobody(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method of a store that takes SPARQL, and refuses what would call another server."""

    @wraps(method)
    def ask(*arguments: Any, **options: Any) -> Any:
        if not _checked.get():
            for text in [*arguments[:1], *(options[name] for name in ("query", "update") if name in options)]:
                refuse_service(text)
                if method.__name__ == "update":
                    refuse_load(text)
        return method(*arguments, **options)

    return ask
