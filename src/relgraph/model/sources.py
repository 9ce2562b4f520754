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
from relgraph.model.statements import nodes_of, objects_of, values
from relgraph.store import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in a source an act stands.

    ``document`` is the IRI of the source. ``start`` and ``end`` are offsets in
    Unicode code points, end exclusive (Web Annotation Data Model, TextPositionSelector); a passage of a table
    has ``None`` there and a ``fragment`` (RFC 7111) instead.
    """

    evidence: str
    document: str
    start: int | None
    end: int | None
    fragment: str


def read_passages(graph: KnowledgeGraph, evidence: Iterable[str]) -> tuple[Passage, ...]:
    """Return the passages behind these evidence nodes, by document and position."""
    found = []
    for node in evidence:
        document = next(iter(nodes_of(graph, node, str(OA.hasSource))), "")
        for selector in nodes_of(graph, node, str(OA.hasSelector)) or [""]:
            values = {
                name: next(iter(objects_of(graph, selector, str(term))), "") if selector else ""
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


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one source document, known by its digest."""

    document: str
    text: str

    def quote(self, passage: Passage) -> str:
        """Return the words at ``passage``, or ``""`` where it stands in another document or has no offsets."""
        if passage.document != self.document or passage.start is None or passage.end is None:
            return ""
        return self.text[passage.start : passage.end]


def read_source(graph: KnowledgeGraph, path: str | os.PathLike[str]) -> SourceText:
    """Read the text at ``path`` as the document of ``graph`` that has the same SHA-256.

    Raises :class:`~relgraph.errors.InputError` where the file cannot be read as UTF-8, and
    :class:`~relgraph.errors.SourceError` where no document of the graph has its digest.
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
    documents = values(graph, str(RG.sha256), literals=True)
    for document, digests in sorted(documents.items()):
        if digest in digests:
            return SourceText(document, text)
    raise SourceError(
        f"{name}: is not the text that the evidence refers to (its SHA-256 is {digest[:12]}...)",
        "give the file with the SHA-256 that the graph states, unchanged to the byte",
    )
