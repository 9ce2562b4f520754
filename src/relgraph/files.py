"""Files and standard input: which files a name stands for, read and unpacked."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from relgraph.errors import InputError
from relgraph.formats import RDF_SUFFIXES, is_packed, suffix_of

UNPACKED = 100
"""How many times its size a gzip file may unpack to, beyond the first 64 MiB. N-Triples reach about 25."""


def files_of(name: str) -> Iterator[Path | None]:
    """Yield the RDF files that a name stands for.

    Args:
        name: A file, a folder, or ``-`` for standard input.

    Yields:
        The file whatever its suffix, all files below the folder that have a suffix of RDF (hidden ones left
        out, sorted), or ``None`` for standard input.

    Raises:
        InputError: Nothing has this name, it cannot be read, or there is no RDF file below the folder.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for name in ("one.ttl", "two.NT.gz", ".hidden.ttl", "notes.txt"):
        ...         Path(folder, name).touch()
        ...     [path.name for path in files_of(folder) if path]
        ['one.ttl', 'two.NT.gz']
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
    """Read a file or standard input, and unpack it where it is gzip.

    A suffix that tells the format also tells whether the file is packed; otherwise its first bytes do.

    Args:
        path: A file, or ``None`` for standard input.

    Returns:
        Its name for messages, and its bytes.

    Raises:
        InputError: It cannot be read, or is gzip that is damaged or unpacks to more than :data:`UNPACKED` times
            its size.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "acts.nt.gz")
        ...     _ = path.write_bytes(gzip.compress(b"<urn:a> <urn:b> <urn:c> ."))
        ...     content_of(path)[1]
        b'<urn:a> <urn:b> <urn:c> .'
    """
    name = "standard input" if path is None else str(path)
    if path is None and sys.stdin is None:
        raise InputError("standard input is closed", "give a file, or something to read")
    try:
        content = sys.stdin.buffer.read() if path is None else path.read_bytes()
    except OSError as error:
        raise InputError(f"{name[:300]}: {error.strerror or error}", "check that it can be read") from None
    packed = is_packed(path) if is_told_by_name(path) and path else content[:2] == b"\x1f\x8b"
    return name, _unpack(name, content) if packed else content


def is_told_by_name(path: Path | None) -> bool:
    """Return whether the name of a file tells its format, which that of standard input or a pipe does not.

    Args:
        path: A file, or ``None`` for standard input.

    Returns:
        Whether it has a suffix of RDF or is a regular file.

    Example:
        >>> is_told_by_name(Path("acts.ttl.gz")), is_told_by_name(Path("/dev/stdin")), is_told_by_name(None)
        (True, False, False)
    """
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
