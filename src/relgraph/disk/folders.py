"""Folders: which of them are stores, which are not and why, and who may change or remove what in them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from relgraph.errors import StoreError
from relgraph.writing import STORE

_PREFIX = "relgraph-generation-"


class FolderLock:
    """A lock on a folder while it is read or changed, so that no load removes or changes it meanwhile.

    The system releases it when the process ends, however that ends. Where it has no such locks, as Windows,
    nothing is locked.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, FolderLock(Path(folder), alone=False):
        ...     try:
        ...         FolderLock(Path(folder), alone=True)
        ...     except BlockingIOError:
        ...         print("somebody reads it")
        somebody reads it
    """

    def __init__(self, folder: Path, *, alone: bool) -> None:
        """Lock a folder.

        Args:
            folder: The folder.
            alone: Whether nobody else may have a lock on it.

        Raises:
            BlockingIOError: Somebody else has one.
            OSError: It cannot be opened.
        """
        self._handle = -1
        try:
            import fcntl  # noqa: PLC0415 - not on Windows
        except ImportError:
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise
        except OSError:  # some file systems have no locks
            pass
        self._handle = handle

    def release(self) -> None:
        """Release the folder."""
        if self._handle >= 0:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> FolderLock:
        """Return it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release the folder."""
        self.release()

    def __del__(self) -> None:
        """Release the folder."""
        self.release()


def is_store(name: str | os.PathLike[str]) -> bool:
    """Tell whether a folder is a store of ours or was to be one; see :func:`refuse_other_database`.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     is_store(folder)
        False
    """
    folder = Path(name)
    with suppress(OSError, ValueError):
        if (folder / STORE).exists() or _is_database(folder):
            return True
        return folder.is_dir() and any(entry.name.startswith(_PREFIX) for entry in folder.iterdir())
    return False


def refuse_other_database(folder: Path) -> None:
    """Refuse a folder without a manifest.

    Raises:
        StoreError: It is the database of another program, or a load into it was not finished.
    """
    if (folder / STORE).exists():
        return
    if _is_database(folder):
        raise StoreError(
            f"{folder}: is a database of Oxigraph that relgraph did not load",
            f"write it to a file and load that: oxigraph dump --location {folder} --file data.nq, then "
            "relgraph load data.nq --store NEW",
        )
    raise StoreError(
        f"{folder}: a load into it was not finished, and there is no store in it yet",
        f"load again: relgraph load DATA... --store {folder}",
    )


def next_generation(folder: Path) -> Path:
    """Return a folder for a new generation, which is not there."""
    taken = [int(path.name.removeprefix(_PREFIX)) for path in generations(folder)]
    return folder / f"{_PREFIX}{max(taken, default=0) + 1}"


def generations(folder: Path) -> list[Path]:
    """Return the generations in a folder: the current one, such as are still read, and leftovers."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.name.startswith(_PREFIX) and path.name.removeprefix(_PREFIX).isdecimal()
    ]


def _is_database(folder: Path) -> bool:
    return (folder / "CURRENT").is_file() and any(folder.glob("MANIFEST-*"))
