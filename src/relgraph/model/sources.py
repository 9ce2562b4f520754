"""Sources: the passages that acts rest on, and the text that they are passages of."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF

from relgraph.errors import InputError, SourceError
from relgraph.model.namespaces import OA, RG
from relgraph.model.statements import Statements, literals_by_subject, nodes, texts


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in a source an act stands.

    Attributes:
        evidence: The evidence node.
        document: The IRI of the source, ``""`` where none is stated.
        start: Offset in Unicode code points of the UTF-8 text (Web Annotation Data Model,
            TextPositionSelector); ``None`` for a passage of a table.
        end: The offset after the last code point, or ``None``.
        fragment: A part of a table (RFC 7111), ``""`` where there are offsets.
    """

    evidence: str
    document: str
    start: int | None
    end: int | None
    fragment: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one source document, known by its digest.

    Attributes:
        document: The IRI of the document.
        text: What it says.
    """

    document: str
    text: str

    def quote(self, passage: Passage) -> str:
        """Return the words at a passage.

        Args:
            passage: A passage of any document.

        Returns:
            The words, or ``""`` where it is of another document or has no offsets.

        Raises:
            SourceError: The passage is empty, or ends after the text does.

        Example:
            >>> text = SourceText("urn:report", "Russia proposes a summit.")
            >>> text.quote(Passage("urn:e1", "urn:report", 0, 15, ""))
            'Russia proposes'
        """
        if passage.document != self.document or passage.start is None or passage.end is None:
            return ""
        if not passage.start < passage.end <= len(self.text):
            raise SourceError(
                f"{passage.evidence}: a passage from {passage.start} to {passage.end} is not in the text of "
                f"{passage.document}, which has {len(self.text)} characters",
                "correct oa:start and oa:end of its selector: offsets count from 0, the end is exclusive",
            )
        return self.text[passage.start : passage.end]


def read_passages(statements: Statements, evidence: Iterable[str]) -> tuple[Passage, ...]:
    """Return the passages behind evidence nodes.

    Args:
        statements: The graph that they are in.
        evidence: The nodes.

    Returns:
        The passages by document and position: one per selector, one without a place for a node without any.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> act = graph.acts["https://w3id.org/relgraph/id/act/russia-proposes-tourism"]
        >>> [(passage.start, passage.end) for passage in read_passages(graph, act.evidence)]
        [(3918, 3969)]
    """
    found = []
    for node in evidence:
        document = next(iter(nodes(statements, node, str(OA.hasSource))), "")
        for selector in nodes(statements, node, str(OA.hasSelector)) or [""]:
            values = {
                name: next(iter(texts(statements, selector, str(term))), "") if selector else ""
                for name, term in (("start", OA.start), ("end", OA.end), ("fragment", RDF.value))
            }
            found.append(
                Passage(
                    evidence=node,
                    document=document,
                    start=_offset(values["start"]),
                    end=_offset(values["end"]),
                    fragment=values["fragment"],
                )
            )
    return tuple(sorted(found, key=lambda p: (p.document, p.start or 0, p.end or 0, p.evidence)))


def _offset(text: str) -> int | None:
    """Return the offset that ``text`` writes; no text is longer than a number of fifteen digits says."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def read_source(statements: Statements, path: str | os.PathLike[str]) -> SourceText:
    """Read a file as the document that has the same SHA-256.

    Args:
        statements: The graph that states the digests (``rg:sha256``) of its documents.
        path: A file of UTF-8 text.

    Returns:
        The text, with the document that it is.

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
    name = os.fspath(path)
    try:
        content = Path(name).read_bytes()
        text = content.decode("utf-8")
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}", "check the path of the source") from None
    except UnicodeDecodeError:
        raise InputError(
            f"{name}: is not UTF-8 text", "give the text file that the positions refer to"
        ) from None
    digest = hashlib.sha256(content).hexdigest()
    for document, digests in sorted(literals_by_subject(statements, str(RG.sha256)).items()):
        if digest in digests:
            return SourceText(document, text)
    raise SourceError(
        f"{name}: is not the text that the evidence refers to (its SHA-256 is {digest[:12]}...)",
        "give the file with the SHA-256 that the graph states, unchanged to the byte",
    )
