"""Open: RDF files, folders and standard input into one graph, refused where they are not right."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph

from relgraph.bundle import bundled
from relgraph.canonical.blank_nodes import name_blank_nodes
from relgraph.cleaning import shortened
from relgraph.columns import ColumnGraph, UnsuitableError, collector_paused
from relgraph.disk.folders import is_store
from relgraph.errors import InputError
from relgraph.files import content_of, files_of
from relgraph.model.datatypes import is_well_formed
from relgraph.model.labels import LABELS, NAMES, label_properties, language_ranges
from relgraph.model.namespaces import PREFIXES, full_iri
from relgraph.model.ontology import declared_attributes, declared_relations
from relgraph.model.terms import to_oxigraph
from relgraph.opening.source_file import SourceFile
from relgraph.reading import Terms
from relgraph.wording import counted

if TYPE_CHECKING:
    from relgraph.store import KnowledgeGraph

# One pass tells of most graphs that they have neither blank nodes nor terms of RDF 1.2.
_UNCOMMON = "ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o) || ISTRIPLE(?o) || HASLANGDIR(?o)) }"
_RDF_12 = "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(ISTRIPLE(?o) || HASLANGDIR(?o)) } LIMIT 1"
_REIFIES = f"{PREFIXES['rdf']}reifies"
_BLANK = re.compile(r"_:[0-9a-f]+")  # as the store names it, by chance
_SHOWN, _LENGTH = 10, 850
_SCHEMES = ("http:", "https:", "urn:")


@collector_paused()
def open(
    *sources: str | os.PathLike[str] | Graph | Sequence[str | os.PathLike[str]],
    languages: str | Iterable[str] = (),
    base: str | None = None,
    lenient: bool = False,
    graph: str | None = None,
) -> KnowledgeGraph:
    """Read sources together into one graph in memory, or open a store on disk.

    Named graphs are merged into the default graph. Blank nodes of different files stay apart and are named by
    what they are linked to. Nothing is fetched from a network: a remote JSON-LD context is an error. A
    byte-order mark is read past. Prefixes that the files declare are bound in the graph, save those that the
    package has for something else.

    Args:
        sources: Each a file (Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD, told by its suffix, see
            :data:`~relgraph.formats.RDF_SUFFIXES`), packed with gzip where it ends in ``.gz``
            (``acts.ttl.gz``), a folder (every such file below it, hidden ones left out), or ``-`` for standard
            input (format and packing are told from the content); a list of these; or a graph of rdflib, which
            is copied. Or one folder that :func:`relgraph.load` made. Without sources: the bundled graph,
            ``data/triples.ttl``.
        languages: The languages that labels are preferred in, such as ``("vi", "en")``; see
            :func:`~relgraph.model.labels.labels_of`. ``graph.languages`` chooses others later.
        base: What relative IRIs are relative to, where a file says nothing of it.
        lenient: Keep an ill-typed literal as text, and an IRI that is none with the characters that it cannot
            hold percent-encoded. ``graph.notes`` lists both.
        graph: The IRI of a named graph of a store on disk: this alone is read, into memory.

    Returns:
        The graph; of a store on disk one that is read only, with what follows from its acts. Its ``notes`` say
        what the store keeps in another form than the files have it (``01`` as ``1``, ``xsd:byte`` as
        ``xsd:integer``), with how often.

    Raises:
        NameNotFoundError: A language that is no language tag.
        InputError: A source that is missing, unreadable, in no known format, damaged or swollen gzip (see
            :data:`~relgraph.files.UNPACKED`), wrong in syntax, nested too deeply, with relative IRIs and no
            base, ill-typed (all literals at once, with their lines), not RDF 1.1; or nothing in any of them. It
            names file, line and column where there are any.
        StoreError: A store on disk that is damaged, of another version or not finished.

    Example:
        >>> graph = open()
        >>> graph.thing("https://w3id.org/relgraph/id/organization/asean").label
        'ASEAN'
    """
    languages = language_ranges(languages)  # refused before anything is read
    given = given_sources(sources, base)
    if any(map(_is_stored, given)):
        return _stored(given, languages, base, graph, lenient=lenient)
    _refuse_graph(names_of(given), graph)
    return _opened(read_each(given), names_of(given), languages, base, lenient=lenient)


def _opened(
    given: Iterable[SourceFile | Graph],
    names: list[str],
    languages: tuple[str, ...],
    base: str | None,
    *,
    lenient: bool,
) -> KnowledgeGraph:
    store = ox.Store()
    terms = Terms()
    prefixes: dict[str, str] = {}
    clashes: list[str] = []
    may_be_uncommon = False
    for source in given:
        if isinstance(source, Graph):
            may_be_uncommon = True
            store.extend(quads_of(source, terms))
            prefixes = {str(p): str(n) for p, n in source.namespaces()} | prefixes
            continue
        may_be_uncommon |= source.load(store, base, terms, lenient=lenient)
        clashes += clashes_of(source.prefixes, prefixes | PREFIXES, source.name)
        prefixes = source.prefixes | prefixes
    if next(iter(store), None) is None:  # to count all takes far longer
        raise nothing_in(names)
    refuse_ill_typed(terms)
    if may_be_uncommon and store.query(_UNCOMMON):
        _refuse(store, _RDF_12, names, "RDF 1.2 term", "write it as an RDF 1.1 act or statement of its own")
        triples = name_blank_nodes(quad.triple for quad in store)
        store = ox.Store()  # which lets go of the one before
        store.bulk_extend(ox.Quad(*triple) for triple in triples)
    from relgraph.store import KnowledgeGraph  # noqa: PLC0415 - loads rdflib's engine, which columns do not need

    graph = KnowledgeGraph(store, names, languages, prefixes)
    graph.notes = (*notes_of(terms), *clashes)
    return graph


def given_sources(sources: Iterable[Any], base: str | None) -> list[Any]:
    """Return the sources that :func:`open` was given, each for itself; the bundled graph without any.

    Args:
        sources: Names, graphs and lists of them.
        base: What relative IRIs are relative to, which is checked.

    Returns:
        The names and graphs.

    Raises:
        InputError: ``base`` is no absolute IRI, or a source is of another kind.
    """
    _refuse_relative(base)
    return _flat(sources) or [str(bundled("data", "triples.ttl"))]


def _is_stored(source: Any) -> bool:
    return not isinstance(source, Graph) and is_store(source)


def _refuse_graph(names: list[str], graph: str | None) -> None:
    if graph is not None:
        raise InputError(
            f"there is no graph {shortened(graph, 200)} here: of {', '.join(names)[:200]} one graph is read, "
            "into which named graphs are merged",
            "leave --graph (graph=) out, or load the files into a store (relgraph load), which keeps them",
        )


def _stored(
    given: list[Any], languages: tuple[str, ...], base: str | None, graph: str | None, *, lenient: bool
) -> KnowledgeGraph:
    """Open a store on disk, which was read when it was loaded, and with which nothing else is opened."""
    names = names_of(given)
    folder = next(os.fspath(source) for source in given if _is_stored(source))
    if len(given) > 1:
        raise InputError(
            f"{folder}: is a store on disk, which is opened alone, and not with {len(given) - 1} more",
            f"load the others into it: relgraph load DATA... --store {folder} --append",
        )
    if base is not None or lenient:
        raise InputError(
            f"{', '.join(names)}: is a store on disk, and was read when it was loaded",
            "leave --base (base=) and --lenient (lenient=) out, or load again with them",
        )
    from relgraph.disk.stored import open_stored  # noqa: PLC0415 - loads rdflib's engine, as below

    stored = open_stored(folder, languages)
    return stored if graph is None else stored.named_graph(graph)


def as_written(name: str | os.PathLike[str], base: str) -> Iterator[ox.Quad]:
    """Yield what a file or a folder states, each literal as it is written there, ill-typed ones too.

    Args:
        name: As :func:`open` takes it.
        base: What relative IRIs are relative to.

    Yields:
        The statements, file by file.

    Raises:
        InputError: A file that is missing, unreadable or wrong in syntax.

    Example:
        >>> from tempfile import NamedTemporaryFile
        >>> with NamedTemporaryFile(suffix=".ttl") as file:
        ...     _ = file.write(b"<a> <urn:p> 01 .")
        ...     file.flush()
        ...     for quad in as_written(file.name, "https://example.org/"):
        ...         print(quad.subject, quad.object)
        <https://example.org/a> "01"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    for path in files_of(os.fspath(name)):
        file = SourceFile(*content_of(path), path)
        with file.reporting():
            yield from file.quads(base, Terms())


@collector_paused()
def open_columns(
    *sources: str | os.PathLike[str] | Graph | Sequence[str | os.PathLike[str]],
    predicates: Iterable[str],
    attributes: bool = True,
    languages: str | Iterable[str] = (),
    base: str | None = None,
    lenient: bool = False,
    graph: str | None = None,
) -> ColumnGraph | KnowledgeGraph:
    """Read of sources the statements with some predicates alone, in one pass and into no store.

    What data declare is followed: the labels of a property that is declared under ``rdfs:label``, and all
    statements with a relation that is declared as one (``rg:Relation``), or an attribute (``rg:Attribute``).

    Args:
        sources: As :func:`open` takes them.
        predicates: Those predicates: IRIs, or prefixed names that the files, the package or rdflib declare.
        attributes: Whether statements with attributes are read.
        languages: As :func:`open` takes them.
        base: Likewise.
        lenient: Likewise.
        graph: Likewise.

    Returns:
        The columns of Turtle, TriG, N-Triples and N-Quads; their ``notes`` are of what is in them. What needs a
        store is opened into one: other formats, a graph of rdflib, statements of these predicates with a blank
        node, which is named by all that it is linked to, and RDF 1.2, which is refused there.

    Raises:
        NameNotFoundError: As :func:`open` does.
        InputError: Likewise.

    Example:
        >>> from relgraph.model.namespaces import RG
        >>> graph = open_columns(predicates=[str(RG.heldOn)])
        >>> len(graph.literals_by_subject(str(RG.heldOn))) > 2, graph.holds(str(RG.evidence))
        (True, False)
    """
    languages = language_ranges(languages)
    given = given_sources(sources, base)
    names = names_of(given)
    if any(map(_is_stored, given)):
        return _stored(given, languages, base, graph, lenient=lenient)
    _refuse_graph(names, graph)
    if any(isinstance(source, Graph) for source in given):
        return _opened(read_each(given), names, languages, base, lenient=lenient)
    files: list[SourceFile] = []
    may_declare = False
    for file in read_each(given):
        assert isinstance(file, SourceFile)  # noqa: S101 - none of them is a graph
        may_declare |= file.may_declare or (attributes and file.may_have_attributes)
        file.let_go()
        files.append(file)
    prefixes: dict[str, str] = {}
    clashes: list[str] = []
    for file in files:
        clashes += clashes_of(file.prefixes, prefixes | PREFIXES, file.name)
        prefixes = file.prefixes | prefixes
    wanted = {*_full(predicates, prefixes), str(RDF.type), str(RDFS.subPropertyOf), *LABELS, *NAMES, _REIFIES}
    wanted |= {*declared_relations()}
    while True:
        terms = Terms()
        columns = ColumnGraph(wanted, names, languages, may_declare=may_declare)
        try:
            stated = [file.read_into(columns, base, terms, lenient=lenient) for file in files]
        except UnsuitableError:
            return _opened(files, names, languages, base, lenient=lenient)
        refuse_ill_typed(terms)
        if not any(stated):
            raise nothing_in(names)
        declared = {*label_properties(columns), *declared_relations(columns)}
        if attributes:
            declared |= {*declared_attributes(columns)}
        if columns.keep(declared):
            break
        wanted |= declared
    columns.prefixes = prefixes
    columns.notes = (*notes_of(terms), *clashes)
    return columns


def _full(names: Iterable[str], prefixes: dict[str, str]) -> Iterator[str]:
    """Yield the IRIs of predicates, some of which may be prefixed names."""
    known: dict[str, str] | None = None
    for name in names:
        if name.startswith(_SCHEMES):
            yield name
            continue
        if known is None:
            from relgraph.store import KnowledgeGraph  # noqa: PLC0415 - as above

            known = KnowledgeGraph(prefixes=prefixes).known_prefixes()
        yield full_iri(name, known)


def _flat(sources: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for source in sources:
        if isinstance(source, (str, os.PathLike, Graph)):
            found.append(source)
        elif isinstance(source, Iterable) and not isinstance(source, (bytes, io.IOBase)):
            found += _flat(source)
        else:
            raise InputError(
                f"a {type(source).__name__} cannot be opened",
                "give the name of a file or folder, - for standard input, a list of them, or a graph of rdflib",
            )
    return found


def names_of(given: Iterable[Any]) -> list[str]:
    """Return the names of sources for messages."""
    return ["a graph of rdflib" if isinstance(source, Graph) else os.fspath(source) for source in given]


def read_each(given: Iterable[Any]) -> Iterator[SourceFile | Graph]:
    """Yield the graphs of rdflib, and the files one by one as they are read."""
    for source in given:
        if isinstance(source, Graph):
            yield source
        else:
            yield from (SourceFile(*content_of(path), path) for path in files_of(os.fspath(source)))


def quads_of(graph: Graph, terms: Terms) -> Iterator[ox.Quad]:
    """Yield the quads of a graph of rdflib.

    Args:
        graph: The graph.
        terms: Told which of the literals are ill-typed.
    """
    for triple in graph:
        subject, predicate, value = map(to_oxigraph, triple)
        if isinstance(value, ox.Literal) and not is_well_formed(value.value, value.datatype.value):
            terms.ill_typed.append(shortened(str(value), 200))
        yield ox.Quad(subject, predicate, value)  # type: ignore[arg-type]


def _refuse_relative(base: str | None) -> None:
    try:
        ox.NamedNode("urn:none" if base is None else base)
    except ValueError:
        raise InputError(
            f"the base {str(base)[:200]!r} is not an absolute IRI", "give one such as https://example.org/"
        ) from None


def nothing_in(names: Iterable[str]) -> InputError:
    """Return the error for sources that state nothing."""
    return InputError(f"{', '.join(names)}: no triples in it", "give a file that states something")


def refuse_ill_typed(terms: Terms) -> None:
    """Raise the error for ill-typed literals, where some were read."""
    if terms.ill_typed:
        found = list(dict.fromkeys(terms.ill_typed))
        shown = "; ".join(found[:_SHOWN]) + (f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
        raise InputError(
            f"{counted(len(found), 'ill-typed literal')}: {shown}",
            "correct value or datatype (relgraph lint lists all), or keep them as text with --lenient",
        )


def notes_of(terms: Terms) -> Iterator[str]:
    """Yield sentences on what was changed in reading."""
    if terms.mended:
        yield f"read {counted(len(terms.mended), 'term')} leniently: {_the_first_of(terms.mended)}"
    if terms.narrowed:
        changes = ", ".join(f"{number:,} {what}" for what, number in sorted(terms.narrowed.items()))
        yield f"kept {counted(terms.narrowed.total(), 'literal')} in the form of the store: {changes}"


def _the_first_of(items: Sequence[str]) -> str:
    """Return as many items as a line of a terminal's message holds, and how many there are beyond these."""
    shown = [item for number, item in enumerate(items[:_SHOWN]) if sum(map(len, items[: number + 1])) < _LENGTH]
    shown = shown or [shortened(items[0], _LENGTH)]
    more = len(items) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def clashes_of(found: Mapping[str, str], known: Mapping[str, str], name: str) -> list[str]:
    """Return a sentence on each prefix that a file declares for another namespace than it stands for here.

    Args:
        found: Namespaces by prefix that the file declares.
        known: Those that the prefixes stand for here.
        name: The name of the file.
    """
    return [
        f"prefix {prefix}: stands for <{known[prefix]}> here, and in {name} for <{namespace[:200]}>"
        for prefix, namespace in sorted(found.items())
        if known.get(prefix, namespace) != namespace
    ]


def _refuse(store: ox.Store, query: str, names: list[str], what: str, advice: str) -> None:
    """Raise the error for the first triple that ``query`` finds, if it finds one."""
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    for solution in solutions:
        subject, predicate, value = solution["s"], solution["p"], solution["o"]
        what = _BLANK.sub("a blank node", f"{what} {str(value)[:200]} on {subject} {predicate}")
        raise InputError(f"{', '.join(names)}: {what}", advice)
