"""Turtle in the canonical order, one predicate per line: made for diffs, and for every store."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from relgraph.canonical.order import Batch, batches
from relgraph.model.namespaces import ID, PREFIXES

_IDS = f"<{ID}".encode()
_KIND = re.compile(rb"[a-z]+(?:-[a-z]+)*")
_CHUNK = 10_000  # lines
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


def prefixes_of(lines: Sequence[bytes], declared: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the prefixes that can shorten the terms of some triples.

    Turtle's local names cannot hold the slash of ``state/russia`` unescaped, and not every store reads escapes:
    each kind of thing has a prefix of its own, and ``id:`` is left out.

    Args:
        lines: Triples as lines of N-Triples.
        declared: Namespaces by prefix that go with those of the package, which come first.

    Returns:
        The namespaces by prefix: :data:`~relgraph.model.namespaces.PREFIXES` without ``id``, one prefix for
        each kind of thing that is a subject or an object, and those that are declared.

    Example:
        >>> line = b"<https://w3id.org/relgraph/id/state/russia> <urn:p> 'text' .\\n"
        >>> prefixes_of([line])["state"]
        'https://w3id.org/relgraph/id/state/'
    """
    start = len(_IDS)
    begins = {line[start : line.find(b"/", start)] for line in lines if line.startswith(_IDS)}
    kinds = {kind for kind in begins if _KIND.fullmatch(kind)}
    # Most objects are subjects elsewhere, so that few kinds are left to be found.
    known = b"|".join(map(re.escape, sorted(kinds)))
    others = re.compile(b' %b(?!(?:%b)/)(%b)/[^ "]*> \\.\n' % (re.escape(_IDS), known, _KIND.pattern))
    for first in range(0, len(lines), _CHUNK):
        kinds.update(others.findall(b"".join(lines[first : first + _CHUNK])))
    ours = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "id"}
    ours |= {kind: f"{ID}{kind}/" for kind in sorted(kind.decode() for kind in kinds) if kind not in PREFIXES}
    return with_declared(ours, declared)


def to_turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str] | None = None) -> bytes:
    """Return triples as a Turtle document without headings.

    Args:
        triples: Triples with canonical names for blank nodes, see :func:`~relgraph.canonical.canonical`.
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
    content = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert content is not None  # noqa: S101 - serialize returns bytes where it is given no output
    lines = sorted(io.BytesIO(content))
    return b"".join(turtle_chunks([Section("", batches(lines))], prefixes_of(lines, prefixes)))


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
        >>> section = Section("A heading", [[("<urn:a>", "<urn:a>", '"text"')]])
        >>> print(b"".join(turtle_chunks([section], {})).decode().strip())
        # A heading
        # ---------
        <BLANKLINE>
        <urn:a> <urn:a> "text" .
    """
    terms = _Terms(prefixes)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as waiting:
        for number, section in enumerate(sections):
            for text in _section(section, terms, is_first=number == 0):
                waiting.write(text.encode())
        declared = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(terms.used))
        yield f"{declared}\n".encode()
        waiting.seek(0)
        while chunk := waiting.read(2**20):
            yield chunk


def _section(section: Section, terms: _Terms, *, is_first: bool) -> Iterator[str]:
    if not is_first:
        yield "\n"
    if section.heading:
        yield f"# {section.heading}\n# {'-' * len(section.heading)}\n\n"
    margin = ""
    if section.graph is not None:
        margin = "    "
        yield f"{terms.written(str(section.graph))} {{\n"
    between = ""
    for batch in section.batches:
        text = between + _body(batch, terms)
        yield re.sub(r"(?m)^(?=.)", margin, text) if margin else text
        between = "\n"
    if section.graph is not None:
        yield "}\n"


def _body(batch: Batch, terms: _Terms) -> str:
    written = terms.all_written({subject for subject, _, _ in batch} | {value for _, _, value in batch})
    verbs = {predicate: terms.verb(predicate) for predicate in {predicate for _, predicate, _ in batch}}
    parts: list[str] = []
    last_subject = last_predicate = ""
    for subject, predicate, value in batch:
        if subject != last_subject:
            # A blank line between subjects, so that a changed subject is a changed paragraph.
            parts += (" .\n\n" if parts else "", written[subject], f" {verbs[predicate]} ", written[value])
        elif predicate != last_predicate:
            parts += (" ;\n    ", verbs[predicate], " ", written[value])
        else:
            parts += (" , ", written[value])
        last_subject, last_predicate = subject, predicate
    return "".join(parts) + " .\n"


class _Terms:
    """Terms in Turtle.

    Attributes:
        used: The prefixes that a term was shortened with, and those that a text only seems to have.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Shorten IRIs with ``prefixes``."""
        self.used: set[str] = set()
        self._prefixes = dict(prefixes)
        # Those of which the engine would choose no other for what is in their namespaces.
        self._plain = {
            f"<{namespace}": prefix
            for prefix, namespace in prefixes.items()
            if namespace.endswith(("/", "#"))
            and not any(
                other != prefix and (known.startswith(namespace) or namespace.startswith(known))
                for other, known in prefixes.items()
            )
        }
        names = "|".join(map(re.escape, sorted(prefixes, reverse=True)))
        self._use = re.compile(rf"[\s^]({names}):") if prefixes else None
        self._verbs = {f"<{PREFIXES['rdf']}type>": "a"}

    def verb(self, predicate: str) -> str:
        if predicate not in self._verbs:
            self._verbs[predicate] = self.written(predicate)
        return self._verbs[predicate]

    def written(self, term: str) -> str:
        return self.all_written([term])[term]

    def all_written(self, terms: Iterable[str]) -> dict[str, str]:
        """Return terms, each a text of N-Triples, in Turtle."""
        written: dict[str, str] = {}
        rest: list[str] = []
        for term in terms:
            if term[0] == "<":
                iri = _SHORT.fullmatch(term)
                if iri is not None and iri[1] in self._plain:
                    prefix = self._plain[iri[1]]
                    written[term] = f"{prefix}:{iri[2]}"
                    self.used.add(prefix)
                else:
                    rest.append(term)
            elif term[-1] != ">":
                written[term] = term
                self._note_use(term)
            elif (number := _INTEGER.fullmatch(term)) is not None:
                written[term] = number[1]
            else:
                rest.append(term)
        if rest:
            written |= zip(rest, self._by_engine(rest), strict=True)
        return written

    def _by_engine(self, terms: Sequence[str]) -> Iterator[str]:
        """Yield terms as the engine writes them, save names that not every store reads."""
        # Two subjects by turns, so that each term has a line, and nothing that a prefix could shorten.
        content = "".join(f"_:{'ab'[n % 2]} <{PREFIXES['rdf']}type> {term} .\n" for n, term in enumerate(terms))
        written = ox.serialize(
            ox.parse(content, ox.RdfFormat.N_TRIPLES), format=ox.RdfFormat.TURTLE, prefixes=self._prefixes
        )
        assert written is not None  # noqa: S101 - serialize returns bytes where it is given no output
        for line in written.decode().split("\n"):
            if line.startswith("_:"):
                text = _TOKEN.sub(lambda token: _as_iri_where_unsafe(token, self._prefixes), line[6:-2])
                self._note_use(f" {text}")
                yield text

    def _note_use(self, text: str) -> None:
        if self._use is not None and ":" in text:
            self.used.update(self._use.findall(text))


# A string, an IRI, or a prefixed name, which a space ends in what pyoxigraph writes.
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*+"|<[^>]*+>|(?<![\w.:-])(?P<prefix>(?:[A-Za-z][\w-]*+)?):(?P<local>(?:[^\s\\]|\\.)*+)'
)
_SHORT = re.compile(r"(<[^>]*[/#])([A-Za-z_][\w-]{0,399})>", re.ASCII)
_INTEGER = re.compile(rf'"(0|-?[1-9][0-9]*)"\^\^<{re.escape(PREFIXES["xsd"])}integer>')
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
