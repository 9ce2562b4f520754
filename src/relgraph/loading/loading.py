"""Load: files into a store on disk, all of it or nothing."""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph

from relgraph.closures import CLOSURES, closing_quads
from relgraph.columns import ColumnGraph, collector_paused
from relgraph.derivation import conclude
from relgraph.disk.folders import FolderLock, generations, is_store, next_generation
from relgraph.disk.manifests import Manifest, files_in, read_manifest, refuse_damage, vocabulary_hash
from relgraph.disk.names import NAMES_FILE, write_names
from relgraph.disk.stored import VOCABULARY, Contents, reading
from relgraph.errors import InputError, OutputError, StoreError
from relgraph.loading.streaming import Stream, named
from relgraph.model.labels import LABELS, NAMES
from relgraph.model.namespaces import PREFIXES, RG
from relgraph.model.ontology import declared_relations, ontology_quads
from relgraph.model.read_graph import ReadGraph
from relgraph.opening.sources import (
    given_sources,
    names_of,
    notes_of,
    nothing_in,
    read_each,
    refuse_ill_typed,
)
from relgraph.projection.asking import predicates_asked
from relgraph.querying.names import key_of, names_in
from relgraph.reading import Terms
from relgraph.store import KnowledgeGraph
from relgraph.unfinished import TEMPORARY
from relgraph.writing import STORE

LoadProgress: TypeAlias = Callable[[str, int], object]
"""Called with what is being done, and how many statements that has come to."""

_BLANK = "{ ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }"
_NEW = ".new"
_TRIES = 50


@dataclass(frozen=True)
class Loaded:
    """What a load did.

    Attributes:
        folder: Where the store is.
        read: How many statements were read.
        triples: How many triples its graph has now, with what follows.
        derived: How many of them follow from this load.
        closures: How many triples the closures are.
        graphs: How many named graphs are kept.
        notes: What was changed in reading, in sentences.
    """

    folder: Path
    read: int
    triples: int
    derived: int
    closures: int
    graphs: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Task:
    """What is loaded: into which folder, what is given, the store that it is added to, how it is read."""

    folder: Path
    given: list[Any]
    before: Manifest | None
    base: str | None
    lenient: bool
    told: LoadProgress


@collector_paused()
def load(
    *sources: str | os.PathLike[str] | Graph | Sequence[str | os.PathLike[str]],
    store: str | os.PathLike[str],
    append: bool = False,
    base: str | None = None,
    lenient: bool = False,
    progress: LoadProgress | None = None,
) -> Loaded:
    """Load sources into a store on disk, with what follows from them.

    :func:`relgraph.open` opens the folder at once, however large the store is. In it are the statements, all of
    them in the default graph and those of named graphs there too; what follows from the acts; and, for queries
    alone, the vocabulary and the closures (see :func:`~relgraph.closures.closing_quads`).

    All is built beside the store that may be there and then takes its place in one step. Whatever ends a load
    before that leaves the store that was there, or none. What is reported as loaded is on the disk.

    Args:
        sources: As :func:`relgraph.open` takes them, with the same checks.
        store: The folder. It is new, empty or such a store, which is replaced.
        append: Add to the store, which is there.
        base: What relative IRIs are relative to.
        lenient: As in :func:`relgraph.open`.
        progress: Told what is being done, and how many statements that has come to.

    Returns:
        What was done.

    Raises:
        InputError: As :func:`relgraph.open` does.
        OutputError: The folder has something else in it, or cannot be written.
        StoreError: Another load is at work there; or the store that is added to cannot be read.

    Example:
        >>> import tempfile, relgraph
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     loaded = load(store=folder)
        ...     graph = relgraph.open(folder)
        ...     loaded.triples == len(graph) == len(relgraph.open())
        True
    """
    given = given_sources(sources, base)
    for source in given:
        if not isinstance(source, Graph) and is_store(source):
            raise InputError(
                f"{source}: is a store on disk, and no file",
                f"write it to one and load that: relgraph export -d {source} -o data.nt",
            )
        if isinstance(source, str) and source.lower().startswith(("http://", "https://")):
            raise InputError(
                f"{source}: is an address, and no file",
                "fetch what an endpoint has into a file and load that: relgraph export -d URL -o data.nt",
            )
    told = progress or (lambda what, number: None)
    folder = Path(store)
    made = _made(folder)
    try:
        with _alone_in(folder):
            before = _refuse_what_is_there(folder, append=append)
            _clear(folder, before)
            loaded = _build(_Task(folder, given, before if append else None, base, lenient, told))
            _clear(folder, read_manifest(folder))
    finally:
        if made and not (folder / STORE).exists():
            with suppress(OSError):
                folder.rmdir()
    return loaded


def _made(folder: Path) -> bool:
    """Make the folder where it is not there, and return whether it was made."""
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_dir():
            return False
        raise OutputError(f"{folder}: is no folder", "give a folder that is new, empty or a store") from None
    except OSError as error:
        raise OutputError(
            f"{folder}: {error.strerror or error}", "give a folder in one that is there and can be written"
        ) from None
    _to_disk(folder.parent)
    return True


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    try:
        held = FolderLock(folder, alone=True)
    except BlockingIOError:
        raise StoreError(f"{folder}: another load is at work there", "wait until it is done") from None
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}", "check that it can be read") from None
    with held:
        yield


def _refuse_what_is_there(folder: Path, *, append: bool) -> Manifest | None:
    """Return the manifest of the store that is there, if one is; refuse what is something else."""
    if (folder / STORE).exists():
        if not append:  # whatever it is, it is ours, and is replaced
            with suppress(StoreError):
                return read_manifest(folder)
            return None
        manifest = read_manifest(folder)
        refuse_damage(folder, manifest)
        return manifest
    ours = {path.name for path in generations(folder)} | {STORE + _NEW}
    other = [path.name for path in folder.iterdir() if path.name not in ours]
    if other:
        raise OutputError(
            f"{folder}: has something else in it, such as {sorted(other)[0]!r}",
            "give a folder that is new, empty or a store",
        )
    if append:
        raise StoreError(f"{folder}: there is no store to add to", "load without --append (append=)")
    return None


def _clear(folder: Path, current: Manifest | None) -> None:
    """Remove what interrupted loads left, and generations that nobody reads any more."""
    with suppress(OSError):
        (folder / (STORE + _NEW)).unlink()
    for path in generations(folder):
        if current is None or path.name != current.generation:
            with suppress(OSError), FolderLock(path, alone=True):  # whoever reads it has a lock on it
                shutil.rmtree(path)


def _build(task: _Task) -> Loaded:
    generation = next_generation(task.folder)
    TEMPORARY.add(generation)
    try:
        with _worded(task.folder):
            loaded, manifest = _filled(task, generation)
            _take_its_place(task.folder, manifest, generation)
    except BaseException:
        if generation in TEMPORARY:
            _remove(generation)
            TEMPORARY.discard(generation)
        raise
    return loaded


def _remove(generation: Path) -> None:
    """Remove what was not finished; what the engine writes there meanwhile, too."""
    for _ in range(_TRIES):
        shutil.rmtree(generation, ignore_errors=True)
        if not generation.exists():
            return
        time.sleep(0.1)


def _filled(task: _Task, generation: Path) -> tuple[Loaded, Manifest]:
    """Fill a new generation, and return what that came to, with everything on the disk."""
    folder, before, told = task.folder, task.before, task.told
    store = _begun(folder, generation, before)
    terms = Terms()
    stream = Stream(before.prefixes if before else {}, PREFIXES, lambda number: told("reading", number))
    columns = ColumnGraph(_asked(), may_declare=True)
    quads = stream.of(read_each(task.given), task.base, terms, lenient=task.lenient)
    store.bulk_extend(columns.passing(quads, Terms().stored))
    refuse_ill_typed(terms)
    if not stream.read:
        raise nothing_in(names_of(task.given))
    if stream.aside:
        if before is not None and before.blank_nodes:
            stream.aside += _taken_out(store)
        store.bulk_extend(named(stream.aside))
    stated = {quad for quad in ontology_quads() if quad in store}
    told("deriving", 0)
    derived = conclude(store)
    contents = Contents(store, set(ontology_quads()) - stated, None, str(folder))
    told("closing", 0)
    # To look all that up in the store takes three times as long. What has blank nodes is there alone.
    whole = before is None and not stream.aside
    if whole:
        columns.take(derived, Terms().stored)
        whole = columns.keep(declared_relations(columns))
    added, closures = _close(store, columns if whole else KnowledgeGraph(cast(ox.Store, contents)))
    del columns
    store.flush()
    triples, graphs = _counts(store, len(contents.vocabulary) + closures)
    blank_nodes = bool(stream.aside) or (before is not None and before.blank_nodes)
    vocabulary = ox.serialize(sorted(contents.vocabulary, key=str), format=ox.RdfFormat.N_TRIPLES) or b""
    told("writing", triples)
    graph = KnowledgeGraph(cast(ox.Store, contents))
    write_names(generation / NAMES_FILE, ((key_of(name), name, iri) for name, iri in names_in(graph)))
    del store, contents, graph
    gc.collect()  # closes the database
    (generation / VOCABULARY).write_bytes(vocabulary)
    notes = [*(before.notes if before else ()), *notes_of(terms), *stream.notes()]
    manifest = Manifest(
        generation=generation.name,
        triples=triples,
        graphs=graphs,
        blank_nodes=blank_nodes,
        closures=added,
        sources=(*(before.sources if before else ()), *names_of(task.given)),
        prefixes=stream.prefixes,
        notes=tuple(dict.fromkeys(notes)),
        files=files_in(generation),
        ontology=vocabulary_hash(),
    )
    for path in (*generation.iterdir(), generation):
        _to_disk(path)
    return (
        Loaded(folder, stream.read, triples, len(derived), closures, graphs, manifest.notes),
        manifest,
    )


def _begun(folder: Path, generation: Path, before: Manifest | None) -> ox.Store:
    """Return a new store, or a copy of the one before without what that added for queries.

    A copy shares the large files with what it is of, which the database never changes.
    """
    if before is None:
        return ox.Store(str(generation))
    generation.mkdir()
    for name in before.files:
        source, copy = folder / before.generation / name, generation / name
        if name in (VOCABULARY, NAMES_FILE):
            continue
        if name.endswith(".sst"):
            with suppress(OSError):  # some file systems have no links
                copy.hardlink_to(source)
                continue
        shutil.copyfile(source, copy)
    with reading(str(folder), before):
        store = ox.Store(str(generation))
    for predicate in before.closures:
        store.update(f"DELETE WHERE {{ ?s <{predicate}> ?o }}")
    lines = (folder / before.generation / VOCABULARY).read_bytes()
    added = set(ox.parse(lines, ox.RdfFormat.N_TRIPLES))
    for quad in added:
        store.remove(quad)
    return store


def _taken_out(store: ox.Store) -> list[ox.Quad]:
    """Remove the statements with blank nodes of a store, and return them with nodes of their own."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}
    found = [
        quad
        for quad in store
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    ]
    kept = []
    graphs = {quad.triple for quad in found if quad.graph_name != ox.DefaultGraph()}
    for quad in found:
        store.remove(quad)
        if quad.graph_name == ox.DefaultGraph() and quad.triple in graphs:
            continue  # it is said again for the graph that it is in
        terms: list[Any] = [
            names.setdefault(term, ox.BlankNode()) if isinstance(term, ox.BlankNode) else term
            for term in quad.triple
        ]
        kept.append(ox.Quad(terms[0], terms[1], terms[2], quad.graph_name))
    return kept


def _asked() -> set[str]:
    """Return the predicates that closures are read from."""
    asked = predicates_asked("full", attributes=False, since="", collectives="resolve")
    closed = map(str, (RDF.type, RDFS.subPropertyOf, RG.concerns))
    return {*asked, *closed, *declared_relations(), *LABELS, *NAMES}


def _close(store: ox.Store, graph: ReadGraph) -> tuple[tuple[str, ...], int]:
    """Add the closures that the data do not state; return their predicates and how many triples they are."""
    added = tuple(
        predicate
        for predicate in CLOSURES
        if next(store.quads_for_pattern(None, ox.NamedNode(predicate), None), None) is None
    )
    nodes = frozenset(map(ox.NamedNode, added))
    found = [quad for quad in closing_quads(graph) if quad.predicate in nodes]
    store.bulk_extend(found)
    return added, len(found)


def _counts(store: ox.Store, hidden: int) -> tuple[int, int]:
    """Return how many triples the default graph has but for what is hidden, and how many graphs have names."""
    graphs = sum(1 for _ in store.named_graphs())
    if not graphs:
        return len(store) - hidden, 0
    solutions = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    number = next(iter(solutions))["n"]
    assert isinstance(number, ox.Literal)  # noqa: S101 - a count
    return int(number.value) - hidden, graphs


def _take_its_place(folder: Path, manifest: Manifest, generation: Path) -> None:
    """Let the manifest name a generation that is on the disk, in one step that lasts once it is done."""
    new = folder / (STORE + _NEW)
    new.write_text(manifest.text(), "utf-8")
    _to_disk(new)
    TEMPORARY.discard(generation)  # from here on nothing may remove it
    new.replace(folder / STORE)
    _to_disk(folder)


def _to_disk(path: Path) -> None:
    """Have the system write a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _worded(folder: Path) -> Iterator[None]:
    """Say where it is that the engine or the system could not write."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        what = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise OutputError(f"{folder}: {what[:300]}", "check that it can be written and has room") from None
