"""Standard output and standard error: made ready, written out, given up; and what goes wrong, said."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from relgraph.cleaning import clean
from relgraph.errors import OutputError


def prepare_streams() -> None:
    """Let standard output and standard error take any character, also where whoever started us closed them."""
    # What has no standard output has no result; who wants no notes gets none.
    for name, number, closed in (("stdout", 1, os.O_RDONLY), ("stderr", 2, os.O_WRONLY)):
        stream = getattr(sys, name)
        if stream is None:
            handle = os.open(os.devnull, closed)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115 - until exit
        else:
            stream.reconfigure(errors="backslashreplace")


def drain(stream: TextIO) -> None:
    """Write what a stream has buffered, and discard what cannot be written."""
    try:
        stream.flush()
    except OSError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Discard what a stream has buffered, which would be written again at exit."""
    with contextlib.suppress(OSError, ValueError):
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, stream.fileno())
        os.close(handle)


def complain(message: str, advice: str) -> None:
    """Say on standard error what went wrong and, on a line of its own, what to do."""
    with said():
        print(f"relgraph: {clean(message)}", file=sys.stderr)
        if advice:
            print(f"  {clean(advice)}", file=sys.stderr)


@contextlib.contextmanager
def said() -> Iterator[None]:
    """Tell a failure of standard error from one of standard output."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard error: {error.strerror or error}") from None
