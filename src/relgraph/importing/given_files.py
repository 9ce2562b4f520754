"""Given files: tables as they are given, unpacked into plain files, with the digest of what was given."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from relgraph.errors import TableError
from relgraph.files import UNPACKED

_CHUNK = 1 << 20
_ALWAYS = 64 << 20  # what any file may unpack to
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PARQUET = b"PAR1"


@dataclass(frozen=True)
class GivenFile:
    """A table as it was given.

    Attributes:
        name: Its name, for people: the file, and of a zip archive the file in it.
        path: The plain file.
        format: ``text``, ``parquet`` or ``excel``.
        sha256: The digest of what was given, packed as it was.
    """

    name: str
    path: Path
    format: str
    sha256: str


def given_files(name: str, folder: Path) -> list[GivenFile]:
    """Return the tables in a file.

    Args:
        name: A file, gzip or a zip archive of files, or ``-`` for standard input.
        folder: An empty folder for what is unpacked.

    Returns:
        The tables: one, but of an archive all files in it.

    Raises:
        TableError: It cannot be read, is empty or damaged, or unpacks to more than a hundred times its size.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        ...     path = Path(one) / "pacts.csv.gz"
        ...     _ = path.write_bytes(gzip.compress(b"a,b"))
        ...     given = given_files(str(path), Path(other))[0]
        ...     given.path.read_bytes(), given.format
        (b'a,b', 'text')
    """
    label = "standard input" if name == "-" else Path(name).name
    with _worded(name):
        path = _spooled(folder) if name == "-" else Path(name).absolute()
        with path.open("rb") as file:
            start = file.read(4)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if not start:
            raise TableError(f"{label}: is empty", "give a file with a table in it")
        if start[:2] == _GZIP:
            with gzip.open(path) as packed:
                plain = _unpacked(packed, folder / "unpacked", path, label)
            return [GivenFile(label, plain, _format(plain, Path(label).stem), digest)]
        if start == _ZIP and not label.lower().endswith(_EXCEL):
            return list(_in_archive(path, folder, label, digest))
        return [GivenFile(label, path, _format(path, label), digest)]


def _in_archive(path: Path, folder: Path, label: str, digest: str) -> Iterator[GivenFile]:
    with zipfile.ZipFile(path) as archive:
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir()
            and not any(part.startswith((".", "__MACOSX")) for part in Path(member.filename).parts)
        ]
        if not members:
            raise TableError(f"{label}: no file is in this archive", "give an archive of tables")
        for number, member in enumerate(members):
            with archive.open(member) as packed:
                plain = _unpacked(packed, folder / f"unpacked-{number}", path, label)
            name = member.filename
            shown = label if len(members) == 1 else f"{label}/{name}"
            yield GivenFile(shown, plain, _format(plain, name), digest)


def _spooled(folder: Path) -> Path:
    path = folder / "standard-input"
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file, _CHUNK)
    return path


def _unpacked(packed: IO[bytes] | gzip.GzipFile, plain: Path, path: Path, label: str) -> Path:
    """Write what is unpacked into a plain file, as long as that is no bomb."""
    most = _ALWAYS + UNPACKED * path.stat().st_size
    with plain.open("wb") as file:
        size = 0
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise TableError(
                    f"{label}: unpacks to more than {UNPACKED} times its size",
                    "unpack it yourself where that is meant",
                )
            file.write(chunk)
    if not size:
        raise TableError(f"{label}: is empty", "give a file with a table in it")
    return plain


def _format(path: Path, name: str) -> str:
    with path.open("rb") as file:
        if file.read(4) == _PARQUET:
            return "parquet"
    return "excel" if name.lower().endswith(_EXCEL) else "text"


@contextmanager
def _worded(name: str) -> Iterator[None]:
    """Say of which file it is that it cannot be read."""
    try:
        yield
    except (
        gzip.BadGzipFile,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise TableError(
            f"{name}: is damaged, or packed in a way that is not read: {error}", "pack it again"
        ) from None
    except OSError as error:
        raise TableError(
            f"{name}: {error.strerror or error}", "give a table, or - for standard input"
        ) from None
