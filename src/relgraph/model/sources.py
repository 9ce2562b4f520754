"""Sources: the passages that acts rest on, and the texts that they are passages of."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF

from relgraph.errors import InputError, SourceError
from relgraph.model.namespaces import OA, RG
from relgraph.model.ontology import Ontology
from relgraph.model.quotations import places_of
from relgraph.model.statements import Statements, nodes, text_of, texts

# A graph has tens of thousands of passages: each IRI is put together once.
_SOURCE, _SELECTOR, _BYTES = str(OA.hasSource), str(OA.hasSelector), str(OA.DataPositionSelector)
_START, _END, _EXACT, _PREFIX, _SUFFIX = map(str, (OA.start, OA.end, OA.exact, OA.prefix, OA.suffix))
_TYPE, _VALUE, _SHA256 = str(RDF.type), str(RDF.value), str(RG.sha256)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in a source an act stands: by offsets, by a fragment, by its words, or nowhere in particular.

    Attributes:
        evidence: The evidence node.
        document: The IRI of the source, ``""`` where none is stated.
        start: Offset in Unicode code points of the UTF-8 text (Web Annotation Data Model,
            TextPositionSelector), ``None`` where there are no offsets.
        end: The offset after the last code point, or ``None``.
        fragment: A part by another measure, as the data write it: rows of a table (RFC 7111), bytes.
        exact: The words of the passage (Web Annotation Data Model, TextQuoteSelector).
        prefix: The words before them.
        suffix: The words after them.
    """

    evidence: str
    document: str
    start: int | None = None
    end: int | None = None
    fragment: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def place(self) -> str:
        """Where it is, in words; ``""`` where that is not told.

        Example:
            >>> Passage("urn:e", "urn:report", 8, 29).place
            'characters 8-29'
            >>> [Passage("urn:e", "urn:table", fragment=part).place for part in ("row=7", "row=1-*")]
            ['row 7', 'all rows']
        """
        if self.start is not None and self.end is not None:
            return f"characters {self.start}-{self.end}"
        if self.fragment.startswith("row="):  # RFC 7111
            return "all rows" if self.fragment == "row=1-*" else f"row {self.fragment.removeprefix('row=')}"
        return self.fragment or (f"“{' '.join(self.exact.split())}”" if self.exact else "")


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one source document, known by its digest.

    Attributes:
        document: The IRI of the document.
        text: What it says.
    """

    document: str
    text: str

    def places(self, passage: Passage) -> list[tuple[int, int]]:
        """Return start and end of a passage: the one of its offsets, or all where its words stand.

        Args:
            passage: A passage of any document.

        Returns:
            Offsets in code points; none where it is of another document, where its words are not in the text,
            or where it has neither offsets nor words. White space of any length counts as alike in words.

        Raises:
            SourceError: The passage is empty, or ends after the text does.

        Example:
            >>> text = SourceText("urn:report", "They met. They left.")
            >>> text.places(Passage("urn:e", "urn:report", exact="They"))
            [(0, 4), (10, 14)]
            >>> text.places(Passage("urn:e", "urn:report", exact="They", suffix=" left"))
            [(10, 14)]
        """
        if passage.document != self.document:
            return []
        if passage.start is None or passage.end is None:
            return places_of(self.text, passage.exact, passage.prefix, passage.suffix)
        if not 0 <= passage.start < passage.end <= len(self.text):
            raise SourceError(
                f"{passage.evidence}: a passage from {passage.start} to {passage.end} is not in the text of "
                f"{passage.document}, which has {len(self.text)} characters",
                "correct oa:start and oa:end of its selector: offsets count from 0, the end is exclusive",
            )
        return [(passage.start, passage.end)]

    def quote(self, passage: Passage) -> str:
        """Return the words at a passage.

        Args:
            passage: A passage of any document.

        Returns:
            The words, or ``""`` where :meth:`places` has not exactly one place.

        Raises:
            SourceError: The passage is empty, or ends after the text does.

        Example:
            >>> text = SourceText("urn:report", "Russia proposes a summit.")
            >>> text.quote(Passage("urn:e1", "urn:report", 0, 15))
            'Russia proposes'
        """
        places = self.places(passage)
        return self.text[slice(*places[0])] if len(places) == 1 else ""


def read_passages(statements: Statements, evidence: Iterable[str]) -> tuple[Passage, ...]:
    """Return the passages behind evidence nodes.

    Args:
        statements: The graph that they are in.
        evidence: The nodes. One of which nothing is stated and whose IRI ends in a fragment such as ``#row=7``
            is that part of the document before it; one that is a document itself is a passage without a place.

    Returns:
        The passages by document and position: one per source and selector, one without a place for a node
        without any.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> act = graph.acts["https://w3id.org/relgraph/id/act/russia-proposes-tourism"]
        >>> [(passage.start, passage.end) for passage in read_passages(graph, act.evidence)]
        [(3918, 3969)]
    """
    found = [passage for node in evidence for passage in _passages(statements, node)]
    return tuple(
        sorted(found, key=lambda p: (p.document, p.start or 0, p.end or 0, p.evidence, p.fragment, p.exact))
    )


def documents_of(statements: Statements, ontology: Ontology, evidence: Iterable[str]) -> dict[str, set[str]]:
    """Return the documents behind evidence nodes.

    Args:
        statements: The graph that they are in.
        ontology: Its ontology, which has the kinds of documents.
        evidence: The nodes. One without a source of its own may be a document, or what a fragment names of one.

    Returns:
        The documents of each node, and of what else has a source.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> found = documents_of(graph, graph.ontology, ["urn:none"])
        >>> found["urn:none"], len({document for of in found.values() for document in of}) > 0
        (set(), True)
    """
    found = {node: set(documents) for node, documents in statements.nodes_by_subject(_SOURCE).items()}
    top = str(RG.Document)
    kinds = {top, *(iri for iri in ontology.parents if top in ontology.ancestors(iri))}
    known = {text_of(term) for kind in kinds for term in statements.subjects_of(_TYPE, kind)}
    for node in set(evidence) - found.keys():
        found[node] = {node, node.partition("#")[0]} & known
    return found


def _passages(statements: Statements, node: str) -> Iterator[Passage]:
    documents = nodes(statements, node, _SOURCE)
    selectors = nodes(statements, node, _SELECTOR)
    if not documents and not selectors:
        document, _, fragment = node.rpartition("#")
        if re.match(r"[a-z]+=.", fragment):
            yield Passage(node, document, fragment=fragment)
        else:
            is_document = any(True for _ in statements.objects_of(node, _SHA256))
            yield Passage(node, node if is_document else "")
        return
    for document in documents or [""]:
        for selector in selectors:
            yield _selected(statements, node, document, selector)
        if not selectors:
            yield Passage(node, document)


def _selected(statements: Statements, node: str, document: str, selector: str) -> Passage:
    def first(term: str) -> str:
        return next(iter(texts(statements, selector, term)), "")

    start, end = first(_START), first(_END)
    if _BYTES in nodes(statements, selector, _TYPE):
        return Passage(node, document, fragment=f"bytes {start}-{end}")
    return Passage(
        evidence=node,
        document=document,
        start=_offset(start),
        end=_offset(end),
        fragment=first(_VALUE),
        exact=first(_EXACT),
        prefix=first(_PREFIX),
        suffix=first(_SUFFIX),
    )


def _offset(text: str) -> int | None:
    """Return the offset that ``text`` writes; no text is longer than a number of fifteen digits says."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,15}", text) else None


def read_source(statements: Statements, path: str | os.PathLike[str]) -> SourceText:
    """Read a file as the document that has the same SHA-256.

    Args:
        statements: The graph that states the digests (``rg:sha256``) of its documents.
        path: A file of UTF-8 text.

    Returns:
        The text, with the document that it is; with the first one where several have its digest.

    Raises:
        InputError: The file cannot be read as UTF-8.
        SourceError: No document of the graph has its digest.

    Example:
        >>> import pyoxigraph as ox
        >>> from relgraph.model.statements import TripleIndex
        >>> digest = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
        >>> stated = ox.parse(f'<urn:report> <{RG.sha256}> "{digest}" .', ox.RdfFormat.TURTLE)
        >>> read_source(TripleIndex(stated), __file__).document
        'urn:report'
    """
    return read_sources(statements, [path])[0]


def read_sources(statements: Statements, paths: Iterable[str | os.PathLike[str]]) -> tuple[SourceText, ...]:
    """Read files as the documents that have the same SHA-256.

    Args:
        statements: The graph that states the digests (``rg:sha256``) of its documents.
        paths: Files of UTF-8 text.

    Returns:
        A text for each document that one of the files is, in the order of the files.

    Raises:
        InputError: A file cannot be read as UTF-8.
        SourceError: No document of the graph has the digest of a file.

    Example:
        >>> from relgraph import open as open_graph
        >>> read_sources(open_graph(), [])
        ()
    """
    found: dict[str, SourceText] = {}
    digests = documents_by_digest(statements)
    for path in paths:
        digest, text = read_text(path)
        if digest not in digests:
            raise SourceError(
                f"{os.fspath(path)}: is not the text that the evidence refers to "
                f"(its SHA-256 is {digest[:12]}...)",
                "give the file with the SHA-256 that the graph states, unchanged to the byte",
            )
        found |= {document: SourceText(document, text) for document in digests[digest]}
    return tuple(found.values())


def documents_by_digest(statements: Statements) -> dict[str, list[str]]:
    """Return the documents that each SHA-256 is stated of, in IRI order."""
    found: dict[str, list[str]] = {}
    for document, digests in sorted(statements.literals_by_subject(str(RG.sha256)).items()):
        for digest in digests:
            found.setdefault(digest.strip().lower(), []).append(document)
    return found


def read_text(path: str | os.PathLike[str]) -> tuple[str, str]:
    """Return the SHA-256 of a file and its text.

    Raises:
        InputError: The file cannot be read as UTF-8.
    """
    name = os.fspath(path)
    try:
        content = Path(name).read_bytes()
        return hashlib.sha256(content).hexdigest(), content.decode("utf-8")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise InputError(
                f"{name}: is not UTF-8 text: byte {error.start} is {error.object[error.start]:#04x}",
                "give the text that the positions refer to; save a text as UTF-8 before there are any",
            ) from None
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise InputError(f"{name}: {reason}", "check the path of the source") from None
