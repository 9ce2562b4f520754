"""Open: RDF files, folders and standard input into one graph, refused where they are not right."""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph

from relgraph.bundle import bundled
from relgraph.canonical.blank_nodes import name_blank_nodes
from relgraph.cleaning import shortened
from relgraph.columns import ColumnGraph, UnsuitableError, collector_paused
from relgraph.errors import InputError
from relgraph.files import content_of, files_of, is_told_by_name
from relgraph.formats import RDF_SUFFIXES, is_packed, suffix_of
from relgraph.hostile import refuse_hostile
from relgraph.model.datatypes import is_well_formed
from relgraph.model.labels import LABELS, NAMES, label_properties, language_ranges
from relgraph.model.namespaces import PREFIXES
from relgraph.model.ontology import declared_relations
from relgraph.model.terms import to_oxigraph
from relgraph.rdf_syntax import prefixes_in, sniffed, syntax_error, too_long
from relgraph.reading import Terms, is_typed_plainly, is_unusual, may_be_ill_typed, read_terms, what_is_wrong
from relgraph.wording import counted

if TYPE_CHECKING:
    from relgraph.store import KnowledgeGraph

# One pass tells of most graphs that they have neither blank nodes nor terms of RDF 1.2.
_UNCOMMON = "ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o) || ISTRIPLE(?o) || HASLANGDIR(?o)) }"
_RDF_12 = "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(ISTRIPLE(?o) || HASLANGDIR(?o)) } LIMIT 1"
_RDF_12_TEXT = (b"<<", b"--ltr", b"--rtl", b"{|", b"~")  # or what looks like it
_BLANK_TEXT = (b"_:", b"[", b"(")  # likewise
_SHOWN, _LENGTH = 10, 850
_BATCH = 10_000


@collector_paused()
def open(
    *sources: str | os.PathLike[str] | Graph | Sequence[str | os.PathLike[str]],
    languages: str | Iterable[str] = (),
    base: str | None = None,
    lenient: bool = False,
) -> KnowledgeGraph:
    """Read sources together into one graph in memory.

    Named graphs are merged into the default graph. Blank nodes of different files stay apart and are named by
    what they are linked to. Nothing is fetched from a network: a remote JSON-LD context is an error. A
    byte-order mark is read past. Prefixes that the files declare are bound in the graph, save those that the
    package has for something else.

    Args:
        sources: Each a file (Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD, told by its suffix, see
            :data:`~relgraph.formats.RDF_SUFFIXES`), packed with gzip where it ends in ``.gz``
            (``acts.ttl.gz``), a folder (every such file below it, hidden ones left out), or ``-`` for standard
            input (format and packing are told from the content); a list of these; or a graph of rdflib, which
            is copied. Without sources: the bundled graph, ``data/triples.ttl``.
        languages: The languages that labels are preferred in, such as ``("vi", "en")``; see
            :func:`~relgraph.model.labels.labels_of`. ``graph.languages`` chooses others later.
        base: What relative IRIs are relative to, where a file says nothing of it.
        lenient: Keep an ill-typed literal as text, and an IRI that is none with the characters that it cannot
            hold percent-encoded. ``graph.notes`` lists both.

    Returns:
        The graph. Its ``notes`` say what the store keeps in another form than the files have it (``01`` as
        ``1``, ``xsd:byte`` as ``xsd:integer``), with how often.

    Raises:
        NameNotFoundError: A language that is no language tag.
        InputError: A source that is missing, unreadable, in no known format, damaged or swollen gzip (see
            :data:`~relgraph.files.UNPACKED`), wrong in syntax, nested too deeply, with relative IRIs and no
            base, ill-typed (all literals at once, with their lines), not RDF 1.1; or nothing in any of them. It
            names file, line and column where there are any.

    Example:
        >>> graph = open()
        >>> graph.thing("https://w3id.org/relgraph/id/organization/asean").label
        'ASEAN'
    """
    languages = language_ranges(languages)  # refused before anything is read
    _refuse_relative(base)
    store = ox.Store()
    terms = Terms()
    prefixes: dict[str, str] = {}
    clashes: list[str] = []
    names: list[str] = []
    may_be_uncommon = False
    for source in _flat(sources) or [str(bundled("data", "triples.ttl"))]:
        if isinstance(source, Graph):
            names.append("a graph of rdflib")
            may_be_uncommon = True
            store.extend(_quads_of(source, terms))
            prefixes = {str(p): str(n) for p, n in source.namespaces()} | prefixes
            continue
        names.append(os.fspath(source))
        for path in files_of(names[-1]):
            file = _File(*content_of(path), path)
            may_be_uncommon |= file.may_be_uncommon
            file.load(store, base, terms, lenient=lenient)
            clashes += _clashes(file.prefixes, prefixes | PREFIXES, file.name)
            prefixes = file.prefixes | prefixes
    if next(iter(store), None) is None:  # to count all takes far longer
        raise _nothing_in(names)
    _refuse_ill_typed(terms)
    if may_be_uncommon and store.query(_UNCOMMON):
        _refuse(store, _RDF_12, names, "RDF 1.2 term", "write it as an RDF 1.1 act or statement of its own")
        triples = name_blank_nodes(quad.triple for quad in store)
        store = ox.Store()  # which lets go of the one before
        store.bulk_extend(ox.Quad(*triple) for triple in triples)
    from relgraph.store import KnowledgeGraph  # noqa: PLC0415 - loads rdflib's engine, which columns do not need

    graph = KnowledgeGraph(store, names, languages, prefixes)
    graph.notes = (*_notes(terms), *clashes)
    return graph


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
        file = _File(*content_of(path), path)
        with file.reporting():
            yield from file.quads(base, Terms())


@collector_paused()
def open_columns(
    *sources: str | os.PathLike[str] | Graph | Sequence[str | os.PathLike[str]],
    predicates: Iterable[str],
    languages: str | Iterable[str] = (),
    base: str | None = None,
    lenient: bool = False,
) -> ColumnGraph | KnowledgeGraph:
    """Read of sources the statements with some predicates alone, in one pass and into no store.

    What data declare is followed: the labels of a property that is declared under ``rdfs:label``, and all
    statements with a relation that is declared as one (``rg:Relation``).

    Args:
        sources: As :func:`open` takes them.
        predicates: The IRIs of those predicates.
        languages: As :func:`open` takes them.
        base: Likewise.
        lenient: Likewise.

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
    _refuse_relative(base)
    wanted = {*predicates, str(RDF.type), str(RDFS.subPropertyOf), *LABELS, *NAMES}
    wanted |= {*declared_relations()}
    flat = _flat(sources) or [str(bundled("data", "triples.ttl"))]
    if any(isinstance(source, Graph) for source in flat):
        return open(*flat, languages=languages, base=base, lenient=lenient)
    files = [_File(*content_of(path), path) for source in flat for path in files_of(os.fspath(source))]
    names = [os.fspath(source) for source in flat]
    may_declare = any(file.may_declare for file in files)
    while True:
        terms = Terms()
        graph = ColumnGraph(wanted, names, languages, may_declare=may_declare)
        try:
            stated = [file.read_into(graph, base, terms, lenient=lenient) for file in files]
        except UnsuitableError:
            return open(*flat, languages=languages, base=base, lenient=lenient)
        _refuse_ill_typed(terms)
        if not any(stated):
            raise _nothing_in(names)
        declared = {*label_properties(graph), *declared_relations(graph)}
        if graph.keep(declared):
            break
        wanted |= declared
    clashes: list[str] = []
    for file in files:
        clashes += _clashes(file.prefixes, graph.prefixes | PREFIXES, file.name)
        graph.prefixes = file.prefixes | graph.prefixes
    graph.notes = (*_notes(terms), *clashes)
    return graph


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


def _quads_of(graph: Graph, terms: Terms) -> Iterator[ox.Quad]:
    """Yield the quads of a graph of rdflib, and note which of their literals are ill-typed."""
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


def _nothing_in(names: Iterable[str]) -> InputError:
    return InputError(f"{', '.join(names)}: no triples in it", "give a file that states something")


class _File:
    """One file that is read."""

    def __init__(self, name: str, content: bytes, path: Path | None) -> None:
        self.name, self.path = name, path
        for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            if content.startswith(mark):
                raise InputError(f"{name}: is UTF-16 text", "save the file as UTF-8")
        self.content = content.removeprefix(codecs.BOM_UTF8)
        if path is None or not is_told_by_name(path):
            self.format = sniffed(self.content)  # standard input, or a pipe
        else:
            try:
                self.format = RDF_SUFFIXES[suffix_of(path)]
            except KeyError:
                raise InputError(
                    f"{name}: cannot tell the format from the suffix {suffix_of(path) or '(none)'}",
                    f"rename it to end in one of {', '.join(sorted(RDF_SUFFIXES))}",
                ) from None
        refuse_hostile(name, self.content, self.format)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the file declares."""
        return prefixes_in(self._whole(), self.format)

    @property
    def may_declare(self) -> bool:
        """Whether the file may declare relations, or properties for labels."""
        content = self._whole()
        return b"subPropertyOf" in content or b"Relation" in content

    def load(self, store: ox.Store, base: str | None, terms: Terms, *, lenient: bool) -> None:
        """Read the file into ``store``."""
        plainly = is_typed_plainly(self.content)
        looked_at = lenient or is_unusual(self.content, self.format, typed_plainly=plainly)
        looked_at = looked_at or (not plainly and may_be_ill_typed(self.content))
        with self.reporting():
            if lenient or self._may_name_graphs:
                if looked_at:
                    quads = self.quads(base, terms, lenient=lenient)
                else:
                    quads = ox.parse(self.content, self.format, base_iri=base, rename_blank_nodes=True)
                merged = (ox.Quad(*quad.triple) for quad in quads)
                while batch := list(islice(merged, _BATCH)):  # the store holds what it adds at once twice
                    store.extend(batch)
            else:
                store.load(self.content, self.format, base_iri=base)
                if looked_at:
                    for _ in self.quads(base, terms):
                        pass
        if self.format == ox.RdfFormat.JSON_LD:
            self._refuse_what_was_dropped(base, lenient=lenient)
        self._let_go()

    def read_into(self, graph: ColumnGraph, base: str | None, terms: Terms, *, lenient: bool) -> bool:
        """Read the file into the columns of ``graph``, and return whether it states anything.

        Raises:
            UnsuitableError: It needs a store.
        """
        content = self._whole()
        if not self._is_like_turtle or any(text in content for text in _RDF_12_TEXT):
            raise UnsuitableError
        with self.reporting():
            if lenient or may_be_ill_typed(content):
                looked = Terms(terms.ill_typed, terms.mended)
                quads = self.quads(base, looked, lenient=lenient)
            elif self.path is None or is_packed(self.path) or len(content) != self.path.stat().st_size:
                quads = iter(ox.parse(content, self.format, base_iri=base))
            else:
                del content
                self._let_go()
                quads = iter(ox.parse(path=self.path, format=self.format, base_iri=base))
            first = next(quads, None)
            if first is not None:
                graph.take(chain((first,), quads), terms.stored)
        return first is not None

    def _whole(self) -> bytes:
        return self.content or content_of(self.path)[1].removeprefix(codecs.BOM_UTF8)

    def _let_go(self) -> None:
        """Keep what the file declares and no longer what is in it, where that can be read again."""
        self.prefixes  # noqa: B018 - read now
        if self.path is not None and self.path.is_file():
            self.content = b""

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Say where and why where the parser refuses the file."""
        try:
            yield
        except MemoryError:
            raise InputError(*too_long(self.name)) from None
        except (SyntaxError, ValueError, OSError) as error:
            raise syntax_error(self.name, self.content, self.format, str(error)) from None

    @property
    def may_be_uncommon(self) -> bool:
        """Whether there may be blank nodes in the file, or terms of RDF 1.2."""
        return not self._is_like_turtle or any(text in self.content for text in (*_BLANK_TEXT, *_RDF_12_TEXT))

    @property
    def _is_like_turtle(self) -> bool:
        return self.format not in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)

    @property
    def _may_name_graphs(self) -> bool:
        """Whether there may be named graphs in the file, which are read term by term into the one graph."""
        in_braces = self.format in (ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD) and b"{" in self.content
        return in_braces or self.format == ox.RdfFormat.N_QUADS

    def quads(self, base: str | None, terms: Terms, *, lenient: bool = False) -> Iterator[ox.Quad]:
        return read_terms(self.name, self._whole(), self.format, base, terms, lenient=lenient)

    def _refuse_what_was_dropped(self, base: str | None, *, lenient: bool) -> None:
        """Refuse JSON-LD with what the parser drops in silence: statements of which a term is none."""
        somewhere = "http://relgraph.invalid/a/b/"
        for quad in ox.parse(self.content, ox.RdfFormat.JSON_LD, base_iri=base or somewhere, lenient=True):
            if ":" not in quad.predicate.value:
                continue  # a key that the context has no IRI for says nothing
            for term in quad:
                if isinstance(term, ox.NamedNode) and term.value.startswith("http://relgraph.invalid/"):
                    raise InputError(
                        f"{self.name}: {term.value.removeprefix(somewhere)!r} is a relative IRI without a base",
                        "write @base into its context, or give --base IRI (base=)",
                    )
                if not lenient and (wrong := what_is_wrong(term)):
                    raise InputError(f"{self.name}: {wrong}", "correct it, or read it with --lenient")


def _refuse_ill_typed(terms: Terms) -> None:
    if terms.ill_typed:
        found = list(dict.fromkeys(terms.ill_typed))
        shown = "; ".join(found[:_SHOWN]) + (f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
        raise InputError(
            f"{counted(len(found), 'ill-typed literal')}: {shown}",
            "correct value or datatype (relgraph lint lists all), or keep them as text with --lenient",
        )


def _notes(terms: Terms) -> Iterator[str]:
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


def _clashes(found: Mapping[str, str], known: Mapping[str, str], name: str) -> list[str]:
    """Return a sentence on each prefix that a file declares for another namespace than it stands for here."""
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
        raise InputError(f"{', '.join(names)}: {what} {str(value)[:200]} on {subject} {predicate}", advice)
