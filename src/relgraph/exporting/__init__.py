"""Export: a graph as RDF, a network as the formats of network tools, the same bytes for the same input."""

from __future__ import annotations

import contextlib
import gzip
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from relgraph.canonical.turtle import Progress
from relgraph.errors import OutputError, unknown_name
from relgraph.exporting.network import NETWORK_FORMATS
from relgraph.exporting.rdf import RDF_FORMATS, RDF_SUFFIXES
from relgraph.exporting.subsets import subset
from relgraph.projection import Network
from relgraph.store import KnowledgeGraph

__all__ = ["NETWORK_FORMATS", "RDF_FORMATS", "RDF_SUFFIXES", "export", "stream", "subset", "write"]


def export(graph: KnowledgeGraph | Network, format: str) -> bytes:
    """Return ``graph`` in ``format``.

    A :class:`~relgraph.store.KnowledgeGraph` goes to one of :data:`RDF_FORMATS`, a network to one of
    :data:`NETWORK_FORMATS`. Subjects stand in IRI order and blank nodes are named by what they are linked to,
    so that the same graph gives the same bytes.

    - ``turtle`` has two headed sections: what is written, and what the rules derive.
    - ``trig`` and ``nquads`` have a named graph for each document, under the document's IRI: the acts that rest
      on it with their evidence. An act on several documents stands in each. All else is in the default graph.
    - ``jsonld`` is compacted with a context that stands in the document, so that nothing is fetched to read it.
    - ``ntriples`` and ``rdfxml`` are the graph as it is.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown format and
    :class:`~relgraph.errors.OutputError` for what the format cannot say, such as a control character in XML.
    """
    return b"".join(stream(graph, format))


def stream(graph: KnowledgeGraph | Network, format: str, progress: Progress | None = None) -> Iterator[bytes]:
    """Return what :func:`export` returns as chunks, made as they are taken: for graphs of millions of triples.

    ``progress`` is called with a number of triples each time so many more are written. Raises as
    :func:`export` does: for an unknown format at once, for what the format cannot say while chunks are taken.
    """
    if isinstance(graph, KnowledgeGraph):
        if format not in RDF_FORMATS:
            raise unknown_name("RDF format", format, RDF_FORMATS)
        return RDF_FORMATS[format](graph, progress)
    if format not in NETWORK_FORMATS:
        raise unknown_name("network format", format, NETWORK_FORMATS)
    return iter((NETWORK_FORMATS[format](graph),))


def write(content: bytes | Iterable[bytes], path: str | os.PathLike[str]) -> None:
    """Write ``content``, whole or in chunks, to ``path`` whole or not at all; ``-`` is standard output.

    A name that ends in ``.gz`` is packed with gzip (RFC 1952), without name or time, so that the same content
    gives the same bytes. The bytes go to a temporary file beside ``path`` that then takes its place. Raises
    :class:`~relgraph.errors.OutputError` where that cannot be done; what stood at ``path`` stays then.
    """
    name = os.fspath(path)
    chunks = (content,) if isinstance(content, bytes) else content
    if name == "-":
        try:
            sys.stdout.flush()
            sys.stdout.buffer.writelines(chunks)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(
                f"standard output: {error.strerror or error}", "write to a file with -o"
            ) from None
        return
    if not name:
        raise OutputError("the name of the output is empty", "give a file, or - for standard output")
    target = Path(name)
    try:
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise OutputError(f"{name}: is a folder", "give the name of a file in it")
            with target.open("wb") as device:  # such as /dev/stdout, or a pipe: it cannot be replaced
                _write_file(device, chunks, compressed=name.lower().endswith(".gz"))
            return
        # What a link points to is replaced, not the link.
        target = target.resolve()
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(prefix=".relgraph-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                _write_file(file, chunks, compressed=name.lower().endswith(".gz"))
            Path(temporary).chmod(mode)
            Path(temporary).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise OutputError(
            f"{name}: {error.strerror or error}", "check that the folder exists and can be written"
        ) from None


def _write_file(file: IO[bytes], chunks: Iterable[bytes], *, compressed: bool) -> None:
    if not compressed:
        file.writelines(chunks)
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.writelines(chunks)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
