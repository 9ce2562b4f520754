"""Export: a graph as RDF, a network as the formats of network tools, the same bytes for the same input."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from relgraph.errors import OutputError, unknown_name
from relgraph.exporting.network import NETWORK_FORMATS
from relgraph.exporting.rdf import RDF_FORMATS
from relgraph.projection import Network
from relgraph.store import KnowledgeGraph

__all__ = ["NETWORK_FORMATS", "RDF_FORMATS", "export", "write"]


def export(graph: KnowledgeGraph | Network, format: str) -> bytes:
    """Return ``graph`` in ``format``.

    A :class:`~relgraph.store.KnowledgeGraph` goes to one of :data:`RDF_FORMATS`, a network to one of
    :data:`NETWORK_FORMATS`. Subjects stand in IRI order and blank nodes are named by RDFC-1.0, so that the same
    graph gives the same bytes. Turtle has two headed sections: what is written, and what the rules derive.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown format and
    :class:`~relgraph.errors.OutputError` for what the format cannot say, such as a control character in XML.
    """
    if isinstance(graph, KnowledgeGraph):
        if format not in RDF_FORMATS:
            raise unknown_name("RDF format", format, RDF_FORMATS)
        return RDF_FORMATS[format](graph)
    if format not in NETWORK_FORMATS:
        raise unknown_name("network format", format, NETWORK_FORMATS)
    return NETWORK_FORMATS[format](graph)


def write(content: bytes, path: str | os.PathLike[str]) -> None:
    """Write ``content`` to ``path`` whole or not at all; ``-`` is standard output.

    The bytes go to a temporary file beside ``path`` that then takes its place. Raises
    :class:`~relgraph.errors.OutputError` where that cannot be done; what stood at ``path`` stays then.
    """
    name = os.fspath(path)
    if name == "-":
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
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
            target.write_bytes(content)  # a device or a pipe, such as /dev/stdout, cannot be replaced
            return
        # What a link points to is replaced, not the link.
        target = target.resolve()
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
