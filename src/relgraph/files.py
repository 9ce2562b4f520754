"""Files on disk and standard streams: which ones a name stands for, read and unpacked, or written whole."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from relgraph.errors import InputError, OutputError
from relgraph.formats import RDF_SUFFIXES, suffix_of

UNPACKED = 100
"""How many times its size a gzip file may unpack to, beyond the first 64 MiB. N-Triples pack to a 25th."""


def files_of(name: str) -> Iterator[Path | None]:
    """Yield the RDF files that ``name`` stands for: itself, those below a folder, ``None`` for standard input.

    Raises :class:`~relgraph.errors.InputError` where there is none.
    """
    if name == "-":
        yield None
        return
    if not name:
        raise InputError("the name of a file is empty", "give a file, a folder, or - for standard input")
    path = Path(name)
    try:
        is_folder = path.is_dir()
        if is_folder:
            next(path.iterdir(), None)
        elif not path.exists():
            raise InputError(
                f"{name}: no such file or folder", "check the spelling, or give - for standard input"
            )
    except OSError as error:
        raise InputError(f"{name[:300]}: {error.strerror or error}", "check that it can be read") from None
    if is_folder:
        found = sorted(
            file
            for file in path.rglob("*")
            if suffix_of(file) in RDF_SUFFIXES
            and file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
        )
        if not found:
            raise InputError(
                f"{name}: no RDF file in this folder", f"RDF files end in {', '.join(sorted(RDF_SUFFIXES))}"
            )
        yield from found
        return
    yield path


def content_of(path: Path | None) -> tuple[str, bytes]:
    """Return the name of a file (standard input for ``None``) as messages have it, and its bytes, unpacked.

    Raises :class:`~relgraph.errors.InputError` for what cannot be read, and for gzip that is damaged or unpacks
    to more than :data:`UNPACKED` times its size.
    """
    name = "standard input" if path is None else str(path)
    if path is None and sys.stdin is None:
        raise InputError("standard input is closed", "give a file, or something to read")
    try:
        content = sys.stdin.buffer.read() if path is None else path.read_bytes()
    except OSError as error:
        raise InputError(f"{name[:300]}: {error.strerror or error}", "check that it can be read") from None
    is_packed = path.suffix.lower() == ".gz" if is_told_by_name(path) and path else content[:2] == b"\x1f\x8b"
    return name, _unpack(name, content) if is_packed else content


def is_told_by_name(path: Path | None) -> bool:
    """Return whether the suffix tells the format: not that of standard input or of a pipe."""
    return path is not None and (suffix_of(path) in RDF_SUFFIXES or path.is_file())


def _unpack(name: str, packed: bytes) -> bytes:
    limit = max(UNPACKED * len(packed), 2**26)
    content = bytearray()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            while chunk := file.read(2**20):
                content += chunk
                if len(content) > limit:
                    raise InputError(
                        f"{name}: unpacks to more than {UNPACKED} times its size",
                        "unpack it first if you trust it",
                    )
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{name}: is damaged gzip: {error}", "fetch or pack it again") from None
    return bytes(content)


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
