"""Open: RDF files, folders and standard input into one graph, refused where they are not right."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from relgraph.bundle import bundled
from relgraph.canonical.blank_nodes import name_blank_nodes
from relgraph.errors import InputError
from relgraph.files import content_of, files_of, is_told_by_name
from relgraph.formats import RDF_SUFFIXES, suffix_of
from relgraph.model.labels import language_ranges
from relgraph.rdf_syntax import sniffed, syntax_error, too_long
from relgraph.store import KnowledgeGraph

_XSD = "http://www.w3.org/2001/XMLSchema#"
# Each datatype that is checked, with the one whose cast checks it.
_CHECKED = {
    **{
        name: name
        for name in (
            "boolean", "date", "dateTime", "decimal", "double", "float", "gYear", "gYearMonth", "integer",
        )
    },
    **dict.fromkeys(
        (
            "int", "long", "short", "byte", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger",
            "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
        ),
        "integer",
    ),
}  # fmt: skip
# The store keeps a literal that its datatype refuses; a cast of its lexical form is unbound exactly then. Whole
# and decimal numbers are told by their form, since the store's own stop at 64 and 128 bits.
_FORMS = {"integer": r"^\\s*[+-]?[0-9]+\\s*$", "decimal": r"^\\s*[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)\\s*$"}


def _value(cast: str) -> str:
    return f'IF(REGEX(STR(?o), "{_FORMS[cast]}"), true, 1/0)' if cast in _FORMS else f"xsd:{cast}(STR(?o))"


_ILL_TYPED = (
    f"PREFIX xsd: <{_XSD}>\nSELECT ?s ?p ?o WHERE {{\n  ?s ?p ?o FILTER(ISLITERAL(?o))\n"
    "  BIND(DATATYPE(?o) AS ?type)\n  FILTER(?type IN ("
    + ", ".join(f"xsd:{name}" for name in _CHECKED)
    + "))\n  BIND(COALESCE("
    + ", ".join(f"IF(?type = xsd:{name}, {_value(cast)}, 1/0)" for name, cast in _CHECKED.items())
    + ") AS ?value)\n  FILTER(!BOUND(?value))\n} ORDER BY STR(?s) STR(?p) STR(?o) LIMIT 1"
)
# One pass tells of most graphs that they have neither blank nodes nor terms of RDF 1.2.
_UNCOMMON = "ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o) || ISTRIPLE(?o) || HASLANGDIR(?o)) }"
_RDF_12 = "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(ISTRIPLE(?o) || HASLANGDIR(?o)) } LIMIT 1"
_FLATTEN = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } } ; DROP NAMED"


def open(*sources: str | os.PathLike[str], languages: str | Iterable[str] = ()) -> KnowledgeGraph:
    """Read sources together into one graph in memory.

    Named graphs are merged into the default graph. Blank nodes of different files stay apart and are named by
    what they are linked to. Nothing is fetched from a network: a remote JSON-LD context is an error.

    Args:
        sources: Each a file (Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD, told by its suffix, see
            :data:`~relgraph.formats.RDF_SUFFIXES`), packed with gzip where it ends in ``.gz``
            (``acts.ttl.gz``), a folder (every such file below it, hidden ones left out), or ``-`` for standard
            input (format and packing are told from the content). Without sources: the bundled graph,
            ``data/triples.ttl``.
        languages: The languages that labels are preferred in, such as ``("vi", "en")``; see
            :func:`~relgraph.model.labels.labels_of`. ``graph.languages`` chooses others later.

    Returns:
        The graph.

    Raises:
        NameNotFoundError: A language that is no language tag.
        InputError: A source that is missing, unreadable, in no known format, damaged or swollen gzip (see
            :data:`~relgraph.files.UNPACKED`), wrong in syntax, ill-typed (numbers, dates and truth values are
            looked at), not RDF 1.1, or empty. It names file, line and column where there are any.

    Example:
        >>> graph = open()
        >>> graph.thing("https://w3id.org/relgraph/id/organization/asean").label
        'ASEAN'
    """
    languages = language_ranges(languages)  # refused before anything is read
    store = ox.Store()
    names = [os.fspath(source) for source in sources] or [str(bundled("data", "triples.ttl"))]
    for name in names:
        for path in files_of(name):
            _load(store, path)
    if any(True for _ in store.named_graphs()):
        store.update(_FLATTEN)
    if len(store) == 0:
        raise InputError(f"{', '.join(names)}: no triples in it", "give a file that states something")
    _refuse(store, _ILL_TYPED, names, "ill-typed literal", "correct the value or its datatype")
    if store.query(_UNCOMMON):
        _refuse(store, _RDF_12, names, "RDF 1.2 term", "write it as an RDF 1.1 act or statement of its own")
        named = ox.Store()
        named.bulk_extend(ox.Quad(*triple) for triple in name_blank_nodes(quad.triple for quad in store))
        store = named
    return KnowledgeGraph(store, names, languages)


def _load(store: ox.Store, path: Path | None) -> None:
    name, content = content_of(path)
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if content.startswith(mark):
            raise InputError(
                f"{name}, line 1, column 1: starts with a byte-order mark",
                "save the file as UTF-8 without a byte-order mark",
            )
    if path is None or not is_told_by_name(path):
        rdf_format = sniffed(content)  # standard input, or a pipe
    else:
        try:
            rdf_format = RDF_SUFFIXES[suffix_of(path)]
        except KeyError:
            raise InputError(
                f"{name}: cannot tell the format from the suffix {suffix_of(path) or '(none)'}",
                f"rename it to end in one of {', '.join(sorted(RDF_SUFFIXES))}",
            ) from None
    try:
        store.load(content, rdf_format)
    except MemoryError:
        raise InputError(*too_long(name)) from None
    except (SyntaxError, ValueError, OSError) as error:
        raise syntax_error(name, content, rdf_format, str(error)) from None


def _refuse(store: ox.Store, query: str, names: list[str], what: str, advice: str) -> None:
    """Raise the error for the first triple that ``query`` finds, if it finds one."""
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    for solution in solutions:
        subject, predicate, value = solution["s"], solution["p"], solution["o"]
        raise InputError(f"{', '.join(names)}: {what} {str(value)[:200]} on {subject} {predicate}", advice)
