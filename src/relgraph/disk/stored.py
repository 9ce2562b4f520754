"""Stored graphs: a store on disk as a graph that is read and never changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn, cast

import pyoxigraph as ox
from rdflib.query import Result

from relgraph.cleaning import shortened
from relgraph.disk.folders import FolderLock, refuse_other_database
from relgraph.disk.manifests import Manifest, read_manifest, refuse_damage
from relgraph.disk.names import NAMES_FILE, StoredNames
from relgraph.errors import NameNotFoundError, RelgraphError, StoreError
from relgraph.model.statements import Term
from relgraph.store import KnowledgeGraph

VOCABULARY = "vocabulary.nt"
"""The file of a generation with what the load added of the vocabulary."""

_DEFAULT = ox.DefaultGraph()
_TRIES = 100
_BATCH = 10_000
_SHOWN = 5


class StoredGraph(KnowledgeGraph):
    """A graph over a store on disk, which every call reads and none changes.

    Queries, and :attr:`oxigraph` where it is asked one, see all that is in the store: what was read, what
    follows from it, the vocabulary and the closures, and the named graphs. To everything else it is a graph of
    what was read and what follows from that: it counts, yields and exports these alone.

    Attributes:
        folder: Where the store is.
        manifest: What the store says of itself.
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        store: ox.Store,
        held: FolderLock,
        languages: str | Iterable[str],
    ) -> None:
        """Take over what :func:`open_stored` opened.

        Args:
            folder: Where the store is.
            manifest: What the store says of itself.
            store: Its database, opened read-only.
            held: The generation, which no load removes as long as this graph is there.
            languages: The languages that labels are preferred in.
        """
        lines = (folder / manifest.generation / VOCABULARY).read_bytes()
        contents = Contents(store, ox.parse(lines, ox.RdfFormat.N_TRIPLES), manifest, str(folder))
        super().__init__(cast(ox.Store, contents), manifest.sources, languages, manifest.prefixes)
        self.folder, self.manifest = folder, manifest
        self.notes = manifest.notes
        self._held = held

    def __len__(self) -> int:
        """Return how many triples were read or follow."""
        return self.manifest.triples

    @property
    def has_closures(self) -> bool:
        """Whether the load added the closures, so that projections can be counted by the store."""
        return bool(self.manifest.closures)

    def rows(self, query: str) -> Iterator[tuple[Term | None, ...]]:
        """Yield the solutions of a SELECT query of this package; see :meth:`ReadGraph.rows`."""

        def work() -> list[tuple[Term | None, ...]]:
            with reading(str(self.folder)):
                solutions = self.oxigraph.query(query)
                assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
                return [tuple(solution) for solution in solutions]

        yield from self.in_child(work)

    @cached_property
    def names(self) -> StoredNames:
        """The labels of things, by which they are found."""
        with reading(str(self.folder)):
            return StoredNames(self.folder / self.manifest.generation / NAMES_FILE)

    def named_graph(self, iri: str) -> KnowledgeGraph:
        """Return a named graph of the store, read into memory, as if there were nothing else.

        Args:
            iri: Its IRI.

        Returns:
            A graph of what was read, with nothing that follows from it.

        Raises:
            NameNotFoundError: There is no such graph.
        """
        try:
            found = _in_memory(self.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
        except ValueError:
            found = ox.Store()
        if not found:
            raise NameNotFoundError(
                f"{self.folder}: there is no graph {shortened(iri, 200)} in it", self._which_graphs()
            )
        graph = self.with_store(found)
        graph.notes = self.notes
        return graph

    def in_memory(self) -> KnowledgeGraph:
        """Return a copy that is no longer on disk, of what was read and follows from it alone."""
        return self.with_store(_in_memory(iter(self.oxigraph)))

    def _which_graphs(self) -> str:
        with reading(str(self.folder)):
            first = sorted(graph.value for graph in islice(self.oxigraph.named_graphs(), _SHOWN))
        more = f" and {self.manifest.graphs - len(first):,} more" if self.manifest.graphs > len(first) else ""
        return f"there are {', '.join(first)}{more}" if first else "it has no named graphs: leave --graph out"

    def refuse_change(self) -> NoReturn:
        """Say that a store on disk is read only."""
        raise _unchanged(str(self.folder))

    def in_child(self, work: Callable[[], Any], **limits: Any) -> Any:
        """Do ``work`` in a child process, which may read files: those of the store are opened when needed."""
        return super().in_child(work, **{"may_read_files": True, **limits})

    def query(self, query_object: Any, *arguments: Any, **options: Any) -> Result:
        """Answer a query as :meth:`KnowledgeGraph.query` does."""
        with reading(str(self.folder)):
            return super().query(query_object, *arguments, **options)

    def update(self, update_object: Any, *arguments: Any, **options: Any) -> NoReturn:
        """Refuse to change the store."""
        self.refuse_change()

    def parse(self, *arguments: Any, **options: Any) -> NoReturn:
        """Refuse to change the store."""
        self.refuse_change()


class Contents:
    """What was read into a store and follows from it, as a pyoxigraph store of that alone; queries see all."""

    def __init__(
        self, store: ox.Store, vocabulary: Iterable[ox.Quad], manifest: Manifest | None, name: str
    ) -> None:
        """Leave out of a store what a load added.

        Args:
            store: The store.
            vocabulary: The quads of the vocabulary that are to be left out.
            manifest: Of the store; ``None`` while it is loaded.
            name: What the store is called.
        """
        self._store, self._manifest, self._name = store, manifest, name
        self.vocabulary = frozenset(vocabulary)
        self._describing = frozenset(quad.predicate for quad in self.vocabulary)
        self._closures = frozenset(map(ox.NamedNode, manifest.closures if manifest else ()))
        self.query = store.query
        self.named_graphs = store.named_graphs
        self.contains_named_graph = store.contains_named_graph

    def quads_for_pattern(
        self, subject: Any, predicate: Any, value: Any, graph_name: Any = None
    ) -> Iterator[ox.Quad]:
        """Yield the quads of a pattern, of the default graph where no other is named."""
        found = self._store.quads_for_pattern(subject, predicate, value, graph_name or _DEFAULT)
        vocabulary, describing = self.vocabulary, self._describing
        closures = () if predicate in self._closures else self._closures  # who asks for one by name has it
        with reading(self._name):
            if graph_name not in (None, _DEFAULT) or (predicate and predicate not in describing):
                yield from found
                return
            for quad in found:
                name = quad.predicate
                if name in closures or (name in describing and quad in vocabulary):
                    continue
                yield quad

    def dump(
        self, output: Any = None, format: ox.RdfFormat | None = None, *, from_graph: Any = None, **options: Any
    ) -> bytes | None:
        """Write the triples as a pyoxigraph store does."""
        triples = (quad.triple for quad in self.quads_for_pattern(None, None, None, from_graph))
        return ox.serialize(triples, output, format, **options)

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield the quads."""
        return self.quads_for_pattern(None, None, None)

    def __contains__(self, quad: ox.Quad) -> bool:
        """Return whether a quad is there."""
        with reading(self._name):
            return quad in self._store and quad not in self.vocabulary and quad.predicate not in self._closures

    def __len__(self) -> int:
        """Return the number of triples."""
        return self._manifest.triples if self._manifest else sum(1 for _ in self)

    def __bool__(self) -> bool:
        """Return whether there is any triple."""
        return next(iter(self), None) is not None

    def __getattr__(self, name: str) -> Any:
        """Refuse whatever else a store can do, which is to change it."""
        if name.startswith("_") or not hasattr(ox.Store, name):
            raise AttributeError(name)

        def refuse(*_: Any, **__: Any) -> NoReturn:
            raise _unchanged(self._name)

        return refuse


def open_stored(name: str | os.PathLike[str], languages: str | Iterable[str] = ()) -> StoredGraph:
    """Open a store on disk, without reading more than what is asked of it.

    Args:
        name: The folder.
        languages: The languages that labels are preferred in.

    Returns:
        The graph, with what follows from its acts.

    Raises:
        StoreError: It is no store, of another version, damaged or not finished, or cannot be read.
    """
    folder = Path(name)
    try:
        for _ in range(_TRIES):
            refuse_other_database(folder)
            manifest = read_manifest(folder)
            try:
                held = FolderLock(folder / manifest.generation, alone=False)
            except BlockingIOError:  # it is being removed: another one is current
                continue
            except FileNotFoundError:
                if read_manifest(folder) == manifest:
                    raise
                continue
            refuse_damage(folder, manifest)
            with reading(str(folder), manifest):
                store = ox.Store.read_only(str(folder / manifest.generation))
                return StoredGraph(folder, manifest, store, held, languages)
    except RelgraphError:
        raise
    except FileNotFoundError as error:
        raise _damaged(str(folder), f"{Path(str(error.filename)).name} is missing") from None
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}", "check that it can be read") from None
    raise StoreError(f"{folder}: is being loaded again and again", "wait until the loads are done")


def _in_memory(quads: Iterator[ox.Quad]) -> ox.Store:
    store = ox.Store()
    while batch := [ox.Quad(*quad.triple) for quad in islice(quads, _BATCH)]:
        store.extend(batch)
    return store


@contextmanager
def reading(name: str, manifest: Manifest | None = None) -> Iterator[None]:
    """Say what is wrong with a store where the engine cannot read it.

    Args:
        name: What the store is called.
        manifest: What the store says of itself, where that is known.

    Raises:
        StoreError: The engine found damage in the block; what else is raised there passes through.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        known = damage_of(error, name, manifest)
        if known is None:
            raise
        raise known from None


def damage_of(error: Exception, name: str, manifest: Manifest | None = None) -> StoreError | None:
    """Return what an error of the engine says of a store on disk; ``None`` where it says something else.

    Args:
        error: What was raised.
        name: What the store is called.
        manifest: What the store says of itself, where that is known.

    Example:
        >>> print(damage_of(RuntimeError("Corruption: block checksum mismatch"), "acts"))
        acts: is damaged: block checksum mismatch
        >>> damage_of(RuntimeError("maximum recursion depth exceeded"), "acts") is None
        True
    """
    what = " ".join(str(error).split())
    if not any(
        sign in what
        for sign in ("Corruption:", "IO error:", "Not implemented:", "Invalid argument:", "file descriptors")
    ):
        return None
    if "file descriptors" in what or "Too many open files" in what:
        return StoreError(
            f"{name}: needs more open files than the system allows", "raise the limit: ulimit -n 1024"
        )
    if "ermission denied" in what:
        return StoreError(f"{name}: cannot be read: permission denied", "check who may read its files")
    if manifest is not None and manifest.pyoxigraph != ox.__version__:
        return StoreError(
            f"{name}: was loaded by pyoxigraph {manifest.pyoxigraph}, and {ox.__version__} cannot read it: "
            f"{what[:200]}",
            "use that version, or load the files again into a new folder",
        )
    return _damaged(name, what.removeprefix("Corruption: ")[:200])


def _damaged(name: str, what: str) -> StoreError:
    return StoreError(
        f"{name}: is damaged: {what}",
        "load the files again into a new folder: relgraph load DATA... --store NEW",
    )


def _unchanged(name: str) -> StoreError:
    return StoreError(
        f"{name}: a store on disk is read and never changed",
        f"load more into it: relgraph load DATA... --store {name} --append",
    )
