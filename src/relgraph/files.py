"""Files and standard streams: which files a name stands for, read and unpacked, or written whole."""

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
        ...     write(b"<urn:a> <urn:b> <urn:c> .", path)
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
    is_packed = path.suffix.lower() == ".gz" if is_told_by_name(path) and path else content[:2] == b"\x1f\x8b"
    return name, _unpack(name, content) if is_packed else content


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


def write(content: bytes | str | Iterable[bytes], path: str | os.PathLike[str]) -> None:
    """Write a file whole or not at all, or to standard output.

    The bytes go to a temporary file beside the target, which then takes its place and keeps its permissions. A
    link is followed; a device or a pipe is written to directly.

    Args:
        content: The bytes, whole or in chunks, or a text, which is written as UTF-8.
        path: The file, or ``-`` for standard output. A file that ends in ``.gz`` is packed with gzip (RFC
            1952), without name or time, so that the same content gives the same bytes.

    Raises:
        OutputError: It cannot be written. A file that was there before is unchanged then, and also where taking
            the chunks raises something.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write([b"one ", b"two"], Path(folder, "out.txt"))
        ...     Path(folder, "out.txt").read_text()
        'one two'
    """
    name = os.fspath(path)
    if isinstance(content, str):
        content = content.encode()
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
        with contextlib.suppress(FileNotFoundError):
            target.stat()  # a link that leads to itself is refused here
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
