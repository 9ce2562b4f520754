"""Given files: tables as they are given, unpacked into plain files, with the digest of what was given."""

from __future__ import annotations

import errno
import gzip
import hashlib
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from relgraph.errors import TableError
from relgraph.files import UNPACKED
from relgraph.wording import listed

_CHUNK = 1 << 20
_ALWAYS = 64 << 20  # what any file may unpack to
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")  # the second of an archive without files
_OF_WORKBOOKS = ("[Content_Types].xml", "META-INF/manifest.xml")
_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PARQUET = b"PAR1"
_SHOWN = 8


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
        name: A file, gzip or a zip archive of files, ``-`` for standard input; ``ARCHIVE/NAME`` for one file of
            an archive.
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
        given, member = _archive_in(Path(name))
        path = given.absolute() if given.is_file() and name != "-" else _spooled(given, folder)
        with path.open("rb") as file:
            start = file.read(4)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if not start:
            raise TableError(f"{label}: is empty", "give a file with a table in it")
        if start[:2] == _GZIP:
            with gzip.open(path) as packed:
                plain = folder / "unpacked"
                _unpack(packed, plain, _most(path), label)
            return [GivenFile(label, plain, _format(plain, Path(label).stem), digest)]
        if start in _ZIP and (member or not label.lower().endswith(_EXCEL)):
            return list(_in_archive(path, folder, given.name if member else label, digest, member))
        if start in _ZIP and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as workbook:
                _refuse_bomb(sum(part.file_size for part in workbook.infolist()), _most(path), label)
        return [GivenFile(label, path, _format(path, label), digest)]


def _archive_in(path: Path) -> tuple[Path, str]:
    """Return the archive in which a path ends, and the name in it; the path alone where it is a file."""
    for archive in () if path.exists() else path.parents:
        if archive.is_file():
            return archive, path.relative_to(archive).as_posix()
    return path, ""


def _in_archive(path: Path, folder: Path, label: str, digest: str, only: str) -> Iterator[GivenFile]:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if any(name in names for name in _OF_WORKBOOKS):
            _refuse_bomb(sum(part.file_size for part in archive.infolist()), _most(path), label)
            yield GivenFile(label, path, "excel", digest)
            return
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir()
            and not any(part.startswith((".", "__MACOSX")) for part in Path(member.filename).parts)
        ]
        if only:
            members = [member for member in members if member.filename == only]
        if not members:
            what = repr(only) if only else "file"
            raise TableError(
                f"{label}: no {what} is in this archive",
                f"it has {listed(names[:_SHOWN], 'and')}" if names else "give an archive of tables",
            )
        most = _most(path)
        for number, member in enumerate(members):
            plain = folder / f"unpacked-{number}"
            with archive.open(member) as packed:
                most -= _unpack(packed, plain, most, label)
            name = member.filename
            shown = label if len(members) == 1 and not only else f"{label}/{name}"
            yield GivenFile(shown, plain, _format(plain, name), digest)


def _spooled(given: Path, folder: Path) -> Path:
    """Return a copy of what cannot be read twice: standard input, or a pipe."""
    path = folder / "spooled"
    with ExitStack() as opened, path.open("wb") as file:
        stream = sys.stdin.buffer if str(given) == "-" else opened.enter_context(given.open("rb"))
        shutil.copyfileobj(stream, file, _CHUNK)
    return path


def _most(path: Path) -> int:
    """Return how many bytes a file may unpack to, all that is in it together."""
    return _ALWAYS + UNPACKED * path.stat().st_size


def _unpack(packed: IO[bytes] | gzip.GzipFile, plain: Path, most: int, label: str) -> int:
    """Write what is unpacked into a plain file, as long as that is no bomb; return how many bytes it is."""
    with plain.open("wb") as file:
        size = 0
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            _refuse_bomb(size, most, label)
            file.write(chunk)
    if not size:
        raise TableError(f"{label}: is empty", "give a file with a table in it")
    return size


def _refuse_bomb(size: int, most: int, label: str) -> None:
    if size > most:
        raise TableError(
            f"{label}: unpacks to more than {UNPACKED} times its size", "unpack it yourself where that is meant"
        )


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
        if error.errno == errno.ENOSPC:
            raise TableError(
                f"{name}: there is no room in {tempfile.gettempdir()} for what is in it",
                "make room there, or set TMPDIR to a folder that has it",
            ) from None
        raise TableError(
            f"{name}: {error.strerror or error}", "give a table, or - for standard input"
        ) from None
