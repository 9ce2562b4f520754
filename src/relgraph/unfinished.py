"""Files that are being written: what is to be removed where the process is ended from outside.

They are known apart from :mod:`relgraph.writing`, so that the command line can mind them from its first moment,
before it has loaded what writes.
"""

from __future__ import annotations

import contextlib
import os

TEMPORARY: set[str | os.PathLike[str]] = set()
"""The temporary files of this process, each from just before it is made until it has taken its place.

Among them may be folders with nothing but files in them.
"""


def discard_unfinished() -> None:
    """Remove what was written and has not taken its place, before the process is ended from outside.

    Example:
        >>> discard_unfinished()
    """
    for temporary in tuple(TEMPORARY):
        with contextlib.suppress(OSError):
            if os.path.isdir(temporary):  # noqa: PTH112 - pathlib is not loaded for this
                for entry in os.scandir(temporary):
                    os.unlink(entry.path)  # noqa: PTH108
                os.rmdir(temporary)  # noqa: PTH106
            else:
                os.unlink(temporary)  # noqa: PTH108
