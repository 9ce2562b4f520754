"""Turtle in the canonical order, one predicate per line: made for diffs, and for every store."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from relgraph.canonical.order import Batch
from relgraph.model.namespaces import ID, PREFIXES

_IN_MEMORY = 2**24  # bytes of text that are kept in memory before the rest goes to a temporary file


@dataclass(frozen=True)
class Section:
    """A part of a document.

    Attributes:
        heading: A comment above it; ``""`` for none.
        batches: What is in it, in the canonical order.
        graph: The named graph that it is; ``None`` for the default graph.
    """

    heading: str
    batches: Iterable[Batch]
    graph: ox.NamedNode | None = None


def prefixes_of(terms: Iterable[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]) -> dict[str, str]:
    """Return the prefixes that can shorten some terms.

    Turtle's local names cannot hold the slash of ``state/russia`` unescaped, and not every store reads escapes:
    each kind of thing has a prefix of its own, and ``id:`` is left out.

    Args:
        terms: Subjects and objects.

    Returns:
        The namespaces by prefix: :data:`~relgraph.model.namespaces.PREFIXES` without ``id``, and one prefix per
        kind of thing.

    Example:
        >>> import pyoxigraph as ox
        >>> prefixes_of([ox.NamedNode("https://w3id.org/relgraph/id/state/russia")])["state"]
        'https://w3id.org/relgraph/id/state/'
    """
    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "id"}
    for term in terms:
        if isinstance(term, ox.NamedNode) and term.value.startswith(str(ID)):
            kind, slash, _ = term.value[len(ID) :].partition("/")
            if slash and re.fullmatch(r"[a-z]+(?:-[a-z]+)*", kind) and kind not in PREFIXES:
                prefixes[kind] = f"{ID}{kind}/"
    return prefixes


def store_prefixes(store: ox.Store, declared: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the prefixes that can shorten the terms of a store; see :func:`prefixes_of`.

    Args:
        store: A store; only its default graph counts.
        declared: Namespaces by prefix that go with them; those of the package come first.

    Returns:
        The namespaces by prefix.

    Example:
        >>> import relgraph
        >>> {"event", "organization", "state"} <= set(store_prefixes(relgraph.open().oxigraph))
        True
    """
    # One term for each beginning of an IRI of ours up to the slash.
    solutions = store.query(
        "SELECT DISTINCT ?kind { { ?term ?p ?o } UNION { ?s ?q ?term FILTER(ISIRI(?term)) } "
        f'FILTER(STRSTARTS(STR(?term), "{ID}")) BIND(STRBEFORE(STRAFTER(STR(?term), "{ID}"), "/") AS ?kind) }}'
    )
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    kinds = [str(solution[0].value) for solution in solutions]
    return with_declared(prefixes_of(ox.NamedNode(f"{ID}{kind}/") for kind in kinds), declared)


def to_turtle(triples: Batch, prefixes: Mapping[str, str] | None = None) -> bytes:
    """Return triples as a Turtle document without headings.

    Args:
        triples: Triples in the canonical order, see :func:`~relgraph.canonical.canonical`.
        prefixes: Namespaces by prefix that go with those of the package, which come first.

    Returns:
        A document in UTF-8 that declares the prefixes it uses.

    Example:
        >>> import pyoxigraph as ox
        >>> state = "https://w3id.org/relgraph/id/state/"
        >>> supports = ox.NamedNode("https://w3id.org/relgraph/ontology#supports")
        >>> triples = [ox.Triple(ox.NamedNode(state + "a"), supports, ox.NamedNode(state + "b"))]
        >>> print(to_turtle(triples).decode(), end="")
        @prefix rg: <https://w3id.org/relgraph/ontology#> .
        @prefix state: <https://w3id.org/relgraph/id/state/> .
        <BLANKLINE>
        state:a rg:supports state:b .
    """
    terms = (term for triple in triples for term in (triple.subject, triple.object))
    known = with_declared(prefixes_of(terms), prefixes)
    return b"".join(turtle_chunks([Section("", [triples] if triples else [])], known))


def with_declared(ours: dict[str, str], declared: Mapping[str, str] | None) -> dict[str, str]:
    """Return prefixes and one for each other namespace that is declared.

    Args:
        ours: Namespaces by prefix.
        declared: Others by prefix. Where several stand for one namespace, the first in the alphabet counts.

    Returns:
        The namespaces by prefix; where both have a prefix, that of ``ours``.

    Example:
        >>> sorted(with_declared({"rg": "urn:r"}, {"mfa": "urn:m", "m2": "urn:m", "rg": "urn:x"}).items())
        [('m2', 'urn:m'), ('rg', 'urn:r')]
    """
    theirs = {
        namespace: prefix
        for prefix, namespace in sorted((declared or {}).items(), reverse=True)
        if _PREFIX.fullmatch(prefix) and _NAMESPACE.fullmatch(namespace) and namespace not in ours.values()
    }
    return {prefix: namespace for namespace, prefix in theirs.items()} | ours


def turtle_chunks(sections: Iterable[Section], prefixes: dict[str, str]) -> Iterator[bytes]:
    """Yield a document in chunks: Turtle, or TriG where a section has a graph.

    The declarations of prefixes come first and are known last: until then the text waits in memory, and beyond
    some megabytes in a temporary file.

    Args:
        sections: The parts of the document.
        prefixes: Prefixes to shorten IRIs with. Those that are used are declared, in alphabetical order.

    Yields:
        The document in UTF-8.

    Example:
        >>> import pyoxigraph as ox
        >>> node = ox.NamedNode("urn:a")
        >>> section = Section("A heading", [[ox.Triple(node, node, ox.Literal("text"))]])
        >>> print(b"".join(turtle_chunks([section], {})).decode().strip())
        # A heading
        # ---------
        <BLANKLINE>
        <urn:a> <urn:a> "text" .
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
    # Most text does not use it, which the plain search tells faster than the pattern.
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
    return _TOKEN.sub(lambda token: _as_iri_where_unsafe(token, prefixes), body)


# A string, an IRI, or a prefixed name, which a space ends in what pyoxigraph writes.
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*+"|<[^>]*+>|(?<![\w.:-])(?P<prefix>(?:[A-Za-z][\w-]*+)?):(?P<local>(?:[^\s\\]|\\.)*+)'
)
_PREFIX = re.compile(r"(?:[A-Za-z][\w-]*)?", re.ASCII)
_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
# Local names that every store reads (relgraph.linting, local-name-*).
_PLAIN = re.compile(r"(?![0-9]+-)[\w.-]{0,400}")


def _as_iri_where_unsafe(token: re.Match[str], prefixes: dict[str, str]) -> str:
    """Return a prefixed name that not every store reads as a full IRI, every other token as it is."""
    local = token["local"]
    if local is None or _PLAIN.fullmatch(local):
        return token[0]
    return "<" + prefixes[token["prefix"]] + re.sub(r"\\(.)", r"\1", local) + ">"
