"""Open: RDF files, folders and standard input into one graph, refused where they are not right."""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph

from relgraph.bundle import bundled
from relgraph.canonical.blank_nodes import name_blank_nodes
from relgraph.cleaning import shortened
from relgraph.errors import InputError
from relgraph.files import content_of, files_of, is_told_by_name
from relgraph.formats import RDF_SUFFIXES, suffix_of
from relgraph.hostile import refuse_hostile
from relgraph.model.datatypes import is_well_formed
from relgraph.model.labels import language_ranges
from relgraph.model.namespaces import PREFIXES
from relgraph.model.terms import to_oxigraph
from relgraph.rdf_syntax import prefixes_in, sniffed, syntax_error, too_long
from relgraph.reading import Terms, is_unusual, read_terms, what_is_wrong
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted

# The store keeps a literal that its datatype refuses. A cast of its lexical form is unbound for all of these,
# and for some that are legal: what it finds is looked at in the file.
_CAST = ("boolean", "date", "dateTime", "double", "float", "gYear", "gYearMonth")
_UNCAST = (
    "decimal", "integer", "time", "gMonth", "gDay", "gMonthDay", "duration", "dayTimeDuration",
    "yearMonthDuration", "hexBinary", "base64Binary", "dateTimeStamp", "language",
)  # fmt: skip
# One pass tells of most graphs that they have no suspect literal, no blank node and no term of RDF 1.2.
_ODD = f"""
PREFIX xsd: <{PREFIXES["xsd"]}>
SELECT DISTINCT ?uncommon (IF(?is_suspect, ?o, false) AS ?suspect) WHERE {{
  ?s ?p ?o FILTER(!ISIRI(?o) || ISBLANK(?s))
  BIND(ISBLANK(?s) || !ISLITERAL(?o) || HASLANGDIR(?o) AS ?uncommon)
  BIND(DATATYPE(?o) AS ?type)
  BIND(IF(?type IN ({", ".join(f"xsd:{name}" for name in (*_CAST, *_UNCAST))}), COALESCE(
    {", ".join(f"IF(?type = xsd:{name}, xsd:{name}(STR(?o)), 1/0)" for name in _CAST)},
    IF(?type IN (xsd:integer, xsd:decimal) && REGEX(STR(?o), "^[+-]?[0-9]+([.][0-9]+)?$"), true, 1/0)
  ), true) AS ?value)
  BIND(ISLITERAL(?o) && !BOUND(?value) AS ?is_suspect)
  FILTER(?uncommon || ?is_suspect)
}}"""
_TRUE = ox.Literal("true", datatype=ox.NamedNode(f"{PREFIXES['xsd']}boolean"))
_RDF_12 = "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(ISTRIPLE(?o) || HASLANGDIR(?o)) } LIMIT 1"
_SHOWN, _LENGTH = 10, 850
_FLATTEN = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } } ; DROP NAMED"


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
    if base is not None and not _is_absolute(base):
        raise InputError(
            f"the base {base[:200]!r} is not an absolute IRI", "give one such as https://example.org/"
        )
    store = ox.Store()
    terms = Terms()
    prefixes: dict[str, str] = {}
    clashes: list[str] = []
    names: list[str] = []
    files: list[_File] = []
    for source in _flat(sources) or [str(bundled("data", "triples.ttl"))]:
        if isinstance(source, Graph):
            names.append("a graph of rdflib")
            store.extend(ox.Quad(*map(to_oxigraph, triple)) for triple in source)  # type: ignore[arg-type]
            prefixes = {str(p): str(n) for p, n in source.namespaces()} | prefixes
            continue
        names.append(os.fspath(source))
        for path in files_of(names[-1]):
            file = _File(*content_of(path), path)
            found = file.load(store, base, terms, lenient=lenient)
            clashes += _clashes(found, prefixes | PREFIXES, file.name)
            prefixes = found | prefixes
            files.append(file)
    if any(True for _ in store.named_graphs()):
        store.update(_FLATTEN)
    if not store:
        raise InputError(f"{', '.join(names)}: no triples in it", "give a file that states something")
    odd = store.query(_ODD)
    assert isinstance(odd, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    uncommon, suspects = False, []
    for solution in odd:
        uncommon |= solution["uncommon"] == _TRUE
        suspects.append(solution["suspect"])
    _refuse_ill_typed(suspects, files, base, terms)
    if uncommon:
        _refuse(store, _RDF_12, names, "RDF 1.2 term", "write it as an RDF 1.1 act or statement of its own")
        named = ox.Store()
        named.bulk_extend(ox.Quad(*triple) for triple in name_blank_nodes(quad.triple for quad in store))
        store = named
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


def _is_absolute(iri: str) -> bool:
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True


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

    def load(self, store: ox.Store, base: str | None, terms: Terms, *, lenient: bool) -> dict[str, str]:
        """Read the file into ``store``, and return the prefixes that it declares."""
        with self.reporting():
            if lenient:
                store.extend(self.quads(base, terms, lenient=True))
            else:
                store.load(self.content, self.format, base_iri=base)
                if is_unusual(self.content, self.format):
                    for _ in self.quads(base, terms):
                        pass
        if self.format == ox.RdfFormat.JSON_LD:
            self._refuse_what_was_dropped(base, lenient=lenient)
        found = prefixes_in(self.content, self.format)
        self.content = self.content if self.path is None else b""
        return found

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Say where and why where the parser refuses the file."""
        try:
            yield
        except MemoryError:
            raise InputError(*too_long(self.name)) from None
        except (SyntaxError, ValueError, OSError) as error:
            raise syntax_error(self.name, self.content, self.format, str(error)) from None

    def quads(self, base: str | None, terms: Terms, *, lenient: bool = False) -> Iterator[ox.Quad]:
        content = self.content or content_of(self.path)[1].removeprefix(codecs.BOM_UTF8)
        return read_terms(self.name, content, self.format, base, terms, lenient=lenient)

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


def _refuse_ill_typed(
    suspects: Iterable[object], files: Sequence[_File], base: str | None, terms: Terms
) -> None:
    wrong = [
        literal
        for literal in suspects
        if isinstance(literal, ox.Literal) and not is_well_formed(literal.value, literal.datatype.value)
    ]
    if wrong:
        looked = Terms()
        for file in files:
            for _ in file.quads(base, looked):
                pass
        terms.ill_typed = looked.ill_typed or [shortened(str(literal), 200) for literal in wrong]
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
