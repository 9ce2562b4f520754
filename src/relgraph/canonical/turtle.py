"""Turtle in the stable order: subjects by IRI, one predicate a line; made for diffs and for every store."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from relgraph.canonical.blank_nodes import name_blank_nodes
from relgraph.model.namespaces import ID, PREFIXES

Batch: TypeAlias = Sequence[ox.Triple]
"""All triples of some subjects, in the stable order."""

Written: TypeAlias = Callable[[int], object]
"""Is told each time how many more triples are written."""

_RDF_TYPE = PREFIXES["rdf"] + "type"
_BATCH = 5_000  # triples that are held at once, about 5 MB
_IN_MEMORY = 2**24  # bytes of text that are kept in memory before the rest goes to a temporary file


@dataclass(frozen=True)
class Section:
    """A part of a document: ``heading`` (``""`` for none), ``batches``, and the named graph they are in."""

    heading: str
    batches: Iterable[Batch]
    graph: ox.NamedNode | None = None


def canonical(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return each of ``triples`` once, by subject, type first, predicate and object.

    Blank nodes are named by what they are linked to: isomorphic graphs give the same.
    """
    return sorted(name_blank_nodes(set(triples)), key=_order)


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), predicate != _RDF_TYPE, predicate, str(triple.object)


def canonical_store(store: ox.Store) -> ox.Store:
    """Return the default graph of ``store`` with blank nodes named (without any: ``store``)."""
    if not store.query("ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }"):
        return store
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    named = ox.Store()
    named.extend(ox.Quad(*triple) for triple in name_blank_nodes(quad.triple for quad in quads))
    return named


def subjects_of(store: ox.Store) -> list[ox.NamedNode | ox.BlankNode]:
    """Return the subjects of the default graph of ``store`` in the stable order."""
    solutions = store.query("SELECT DISTINCT ?s { ?s ?p ?o }")
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    found = [solution[0] for solution in solutions]
    return sorted((term for term in found if isinstance(term, ox.NamedNode | ox.BlankNode)), key=str)


def batches(
    store: ox.Store,
    subjects: Iterable[ox.NamedNode | ox.BlankNode],
    *,
    without: ox.Store | None = None,
    written: Written | None = None,
) -> Iterator[list[ox.Triple]]:
    """Yield the triples of ``subjects`` in ``store`` that are not in ``without``, some thousand at a time."""
    batch: list[ox.Triple] = []
    for subject in subjects:
        found = [
            quad.triple
            for quad in store.quads_for_pattern(subject, None, None, ox.DefaultGraph())
            if without is None or quad not in without
        ]
        batch += sorted(found, key=_order)
        if len(batch) >= _BATCH:
            yield batch
            if written is not None:
                written(len(batch))
            batch = []
    if batch:
        yield batch
        if written is not None:
            written(len(batch))


def prefixes_of(terms: Iterable[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]) -> dict[str, str]:
    """Return :data:`~relgraph.model.namespaces.PREFIXES` and a prefix per kind of thing (``state:``).

    Turtle's local names cannot hold the slash of ``state/russia`` unescaped, and not every store reads escapes.
    """
    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "id"}
    for term in terms:
        if isinstance(term, ox.NamedNode) and term.value.startswith(str(ID)):
            kind, slash, _ = term.value[len(ID) :].partition("/")
            if slash and re.fullmatch(r"[a-z]+(?:-[a-z]+)*", kind) and kind not in PREFIXES:
                prefixes[kind] = f"{ID}{kind}/"
    return prefixes


def store_prefixes(store: ox.Store) -> dict[str, str]:
    """Return :func:`prefixes_of` of what stands in the default graph of ``store``."""
    # One term for each beginning of an IRI of ours up to the slash.
    solutions = store.query(
        "SELECT DISTINCT ?kind { { ?term ?p ?o } UNION { ?s ?q ?term FILTER(ISIRI(?term)) } "
        f'FILTER(STRSTARTS(STR(?term), "{ID}")) BIND(STRBEFORE(STRAFTER(STR(?term), "{ID}"), "/") AS ?kind) }}'
    )
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    kinds = [str(solution[0].value) for solution in solutions]
    return prefixes_of(ox.NamedNode(f"{ID}{kind}/") for kind in kinds)


def turtle(triples: Batch) -> bytes:
    """Return ``triples``, which are in the stable order, as one Turtle document without headings."""
    terms = (term for triple in triples for term in (triple.subject, triple.object))
    return b"".join(turtle_chunks([Section("", [triples] if triples else [])], prefixes_of(terms)))


def turtle_chunks(sections: Iterable[Section], prefixes: dict[str, str]) -> Iterator[bytes]:
    """Yield ``sections`` as one document: Turtle, or TriG where a section has a graph.

    Only those of ``prefixes`` that are used are declared, in alphabetical order. They stand first and are known
    last: what comes between waits in memory, and beyond some megabytes in a temporary file.
    """
    unused = dict(prefixes)
    used = {}
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as waiting:
        for number, section in enumerate(sections):
            for text in _section(section, prefixes, is_first=number == 0):
                for prefix in [prefix for prefix in unused if _uses(text, prefix)]:
                    used[prefix] = unused.pop(prefix)
                waiting.write(text.encode())
        yield ("".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(used.items())) + "\n").encode()
        waiting.seek(0)
        while chunk := waiting.read(2**20):
            yield chunk


def _uses(text: str, prefix: str) -> bool:
    # Most text has none of it, which is found out faster without a pattern.
    return f"{prefix}:" in text and re.search(rf"(?:^|[\s^]){re.escape(prefix)}:", text) is not None


def _section(section: Section, prefixes: dict[str, str], *, is_first: bool) -> Iterator[str]:
    if not is_first:
        yield "\n"
    if section.heading:
        yield f"# {section.heading}\n# {'-' * len(section.heading)}\n\n"
    margin = ""
    if section.graph is not None:
        name = _body([ox.Triple(section.graph, section.graph, section.graph)], prefixes).split(" ", 1)[0]
        margin = "    "
        yield f"{name} {{\n"
    between = ""
    for batch in section.batches:
        text = between + _body(batch, prefixes)
        yield re.sub(r"(?m)^(?=.)", margin, text) if margin else text
        between = "\n"
    if section.graph is not None:
        yield "}\n"


def _body(triples: Batch, prefixes: dict[str, str]) -> str:
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    assert written is not None  # noqa: S101 - serialize returns bytes where it is given no output
    body = re.sub(r"\A(?:@prefix [^\n]*\n)*", "", written.decode()).replace("\n\t", "\n    ")
    # A blank line between subjects, so that a changed subject is a changed paragraph.
    body = re.sub(r" \.\n(?=\S)", " .\n\n", body)
    return _TOKEN.sub(lambda token: _spelled(token, prefixes), body)


# A string, an IRI, or a prefixed name, which a space ends in what pyoxigraph writes.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|<[^>]*+>|(?P<prefix>[A-Za-z][\w-]*+):(?P<local>(?:[^\s\\]|\\.)*+)')
# Local names that every store reads (relgraph.linting, local-name-*).
_PLAIN = re.compile(r"(?![0-9]+-)[\w.-]{0,400}")


def _spelled(token: re.Match[str], prefixes: dict[str, str]) -> str:
    """Return a prefixed name that not every store reads as a full IRI, every other token as it is."""
    local = token["local"]
    if local is None or _PLAIN.fullmatch(local):
        return token[0]
    return "<" + prefixes[token["prefix"]] + re.sub(r"\\(.)", r"\1", local) + ">"
