"""Files that are being written: what is to be removed where the process is ended from outside.

They are known apart from :mod:`relgraph.writing`, so that the command line can mind them from its first moment,
before it has loaded what writes.
"""

from __future__ import annotations

import contextlib
import os

TEMPORARY: set[str | os.PathLike[str]] = set()
"""The temporary files of this process, each from just before it is made until it has taken its place.

Among them may be folders.
"""


def discard_unfinished() -> None:
    """Remove what was written and has not taken its place, before the process is ended from outside.

    Example:
        >>> discard_unfinished()
    """
    for temporary in tuple(TEMPORARY):
        _remove(temporary)


def _remove(path: str | os.PathLike[str]) -> None:
    with contextlib.suppress(OSError):
        if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114 - pathlib is not loaded for this
            for entry in os.scandir(path):
                _remove(entry.path)
            os.rmdir(path)  # noqa: PTH106
        else:
            os.unlink(path)  # noqa: PTH108
