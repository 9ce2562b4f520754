"""Writing: files whole or not at all, a folder as one; streams, devices and descriptors as they are."""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO

from relgraph.errors import OutputError
from relgraph.formats import is_packed
from relgraph.unfinished import TEMPORARY

INCOMPLETE = "INCOMPLETE.sha256"
"""The file that stays in a folder whose files were being replaced when the process was killed."""

STORE = "relgraph-store.json"
"""The file that makes a folder a store on disk, in which nothing else is written."""

_ABOUT_INCOMPLETE = (
    "# Writing this folder was cut off: some files are new, the others are as before. Write it again.\n"
    "# sha256sum -c INCOMPLETE.sha256 tells them apart: OK is new.\n"
)
_ADVICE = "check that its folder exists, can be written and has room"
_DESCRIPTOR = re.compile(r"(?:/dev|/proc/\d+(?:/task/\d+)?)/fd/\d+")


def write(content: bytes | str | Iterable[bytes], path: str | os.PathLike[str]) -> None:
    """Write a file whole or not at all, or to standard output.

    The bytes go to a temporary file beside the target, which then takes its place and keeps its permissions. A
    link is followed, and a file that is read-only is left alone. A device, a pipe or a descriptor such as
    ``/dev/stdout`` or ``/dev/fd/3`` is written to where it stands, so that ``>>`` appends.

    Args:
        content: The bytes, whole or in chunks, or a text, which is written as UTF-8.
        path: The file, or ``-`` for standard output. A file that ends in ``.gz`` is packed with gzip (RFC
            1952), without name or time, so that the same content gives the same bytes.

    Raises:
        OutputError: It cannot be written. A file that was there before is unchanged then, and also where taking
            the chunks raises something.
        BrokenPipeError: Nobody reads standard output, the pipe or the descriptor any more.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write([b"one ", b"two"], Path(folder, "out.txt"))
        ...     Path(folder, "out.txt").read_text()
        'one two'
    """
    name = os.fsdecode(path)
    if isinstance(content, str):
        content = content.encode()
    chunks = (content,) if isinstance(content, bytes) else _bytes_of(content)
    if name == "-":
        if sys.stdout is None:
            raise OutputError("standard output is closed", "write to a file")
        with _worded("standard output", "write to a file with -o"):
            sys.stdout.flush()
            sys.stdout.buffer.writelines(chunks)
            sys.stdout.buffer.flush()
        return
    with _worded(name):
        stream = _stream(name)
        if stream is not None:
            with stream:
                _write_chunks(stream, chunks, compressed=is_packed(name))
            return
    with _Draft(name) as draft:
        draft.fill(chunks)
        draft.take_its_place()


def _bytes_of(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chunks of ``content``; refuse what has none, such as a graph."""
    for chunk in content if isinstance(content, Iterable) else [None]:
        if not isinstance(chunk, bytes):
            raise OutputError(
                f"a {type(content).__name__} is not the content of a file",
                "write what relgraph.export(graph, format) returns: relgraph.write(content, path)",
            )
        yield chunk


def write_folder(contents: Mapping[str, bytes], folder: str | os.PathLike[str]) -> None:
    """Write several files of a folder, all of them or none.

    Each is written beside its place first. Then all take their places within milliseconds, which an interrupt
    waits for. A process that is killed in that moment leaves a file :data:`INCOMPLETE`, which says which files
    are new. Other files in the folder stay.

    Args:
        contents: The bytes of each file, by its name from the folder on.
        folder: The folder, which is made where there is none.

    Raises:
        OutputError: Something cannot be written. All is as before then, save where the message says otherwise.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_folder({"a.txt": b"one", "more/b.txt": b"two"}, Path(folder, "out"))
        ...     sorted(path.name for path in Path(folder, "out").rglob("*"))
        ['a.txt', 'b.txt', 'more']
    """
    name = os.fsdecode(folder)
    if not name:
        raise OutputError("the name of the folder is empty", "give a folder")
    with ExitStack() as stack:
        with _worded(name, "give a folder that can be written"):
            for parent in sorted({Path(name, file).parent for file in contents}):
                _make(parent, stack)
        drafts = [stack.enter_context(_Draft(str(Path(name, file)))) for file in (INCOMPLETE, *contents)]
        digests = (f"{hashlib.sha256(content).hexdigest()}  {file}\n" for file, content in contents.items())
        for draft, content in zip(
            drafts, ((_ABOUT_INCOMPLETE + "".join(digests)).encode(), *contents.values()), strict=True
        ):
            draft.fill((content,))
        with _alone_in(name):
            try:
                _take_their_places(drafts)
            except KeyboardInterrupt:
                _take_their_places(drafts)
                raise


class _Draft:
    """The new content of a file, which stands beside it until it takes its place."""

    def __init__(self, name: str) -> None:
        """Find out whether there may be a file ``name``; raise OutputError where not."""
        self._name = name
        if not name:
            raise OutputError("the name of the output is empty", "give a file, or - for standard output")
        # What a link points to is replaced, not the link.
        self.target = Path(os.path.realpath(name))
        with _worded(name):
            try:
                status = Path(name).stat()
            except FileNotFoundError:
                status = None
        if name.endswith((os.sep, os.altsep or os.sep)) or (status and stat.S_ISDIR(status.st_mode)):
            raise OutputError(f"{name}: is a folder", "give the name of a file in it")
        with _worded(name):
            is_stream = _descriptor(name) is not None or (status and not stat.S_ISREG(status.st_mode))
        if is_stream:
            raise OutputError(f"{name}: is no file, and cannot be replaced", "remove it, or give another name")
        if any((parent / STORE).exists() for parent in list(self.target.parents)[:2]):
            raise OutputError(
                f"{name}: is in a store on disk, which relgraph load alone writes", "give another folder"
            )
        if status and not (status.st_mode & 0o222 and os.access(name, os.W_OK)):
            raise OutputError(f"{name}: is read-only", "make it writable, or give another name")
        self._mode = stat.S_IMODE(status.st_mode) & 0o777 if status else None
        self._temporary = self.target.parent / f".relgraph-{os.urandom(8).hex()}"

    def __enter__(self) -> _Draft:
        # Known before it is there, so that it is found at any moment.
        TEMPORARY.add(self._temporary)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _remove(self._temporary)
        TEMPORARY.discard(self._temporary)

    def fill(self, chunks: Iterable[bytes]) -> None:
        """Write all of the content."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with _worded(self._name):
            handle = os.open(self._temporary, flags, 0o666 if self._mode is None else 0o600)
            with os.fdopen(handle, "wb") as file:
                _write_chunks(file, chunks, compressed=is_packed(self._name))
            if self._mode is not None:
                self._temporary.chmod(self._mode)

    def take_its_place(self) -> None:
        """Replace the file, where that has not been done."""
        if self._temporary.exists():
            with _worded(self._name):
                self._temporary.replace(self.target)


def _take_their_places(drafts: list[_Draft]) -> None:
    """Let the files of a folder take their places, of which the first says that it is incomplete meanwhile."""
    for draft in drafts:
        draft.take_its_place()
    _remove(drafts[0].target)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _make(folder: Path, stack: ExitStack) -> None:
    """Make a folder and those above it; those that are empty when ``stack`` is left are removed again."""
    for path in (*reversed(folder.parents), folder):
        if not path.exists():
            stack.callback(_remove_empty, path)
    folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _alone_in(folder: str) -> Iterator[None]:
    """Wait while another process replaces the files of a folder, and keep others waiting."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    with _worded(folder):
        handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems have no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _worded(
    name: str, advice: str = "check that its folder exists, can be written and has room"
) -> Iterator[None]:
    """Say which output it is that fails; a pipe that nobody reads any more is left to the caller."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{name[:300]}: {error.strerror or error}", advice) from None


def _stream(name: str) -> IO[bytes] | None:
    """Open what is written to where it stands; ``None`` where ``name`` is that of a file or a folder."""
    place = _descriptor(name)
    if place is not None:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        ours = {os.path.realpath(folder) for folder in ("/dev/fd", "/proc/self/fd", "/proc/thread-self/fd")}
        # Opened by its name, a file would be written from its start.
        is_ours = str(place.parent) in ours
        handle = os.dup(int(place.name)) if is_ours else os.open(place, os.O_WRONLY | os.O_APPEND)
        return os.fdopen(handle, "wb")
    try:
        mode = Path(name).stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    return os.fdopen(os.open(name, os.O_WRONLY), "wb")


def _descriptor(name: str) -> Path | None:
    """Return the descriptor that a name leads to, such as ``/proc/4711/fd/1``, or ``None``."""
    for _ in range(40):
        folder, last = os.path.split(name)
        place = Path(os.path.realpath(folder), last)
        # Followed link by link: a descriptor is itself a link to the file that was opened.
        if _DESCRIPTOR.fullmatch(str(place)):
            return place
        if not place.is_symlink():
            return None
        name = str(place.parent / place.readlink())
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _write_chunks(file: IO[bytes], chunks: Iterable[bytes], *, compressed: bool) -> None:
    if not compressed:
        file.writelines(chunks)
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.writelines(chunks)
