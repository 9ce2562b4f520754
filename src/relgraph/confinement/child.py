"""A child process: it opens nothing, and is killed when it takes too much time or memory."""

from __future__ import annotations

import contextlib
import faulthandler
import math
import os
import pickle
import select
import signal
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from relgraph.confinement.calls import forbid_sockets
from relgraph.errors import LimitError, QueryError

_T = TypeVar("_T")
_is_child = False
# Between its pipes and its fork no other thread may fork: that child would hold the ends too, and neither the
# end of an answer nor the end of this process would be seen before it is done.
_forking = threading.Lock()

MEMORY = 4 * 2**30
"""Bytes by which a query in a child process may grow by default."""

# Where a process cannot fork, a query cannot be stopped, and a limit would refuse every query.
SECONDS = 60.0 if hasattr(os, "fork") else None
"""Seconds that the command line gives a query."""


def forks() -> bool:
    """Tell whether :func:`run_in_child` works in another process: not where it was called from one already.

    Example:
        >>> run_in_child(forks)
        False
    """
    return hasattr(os, "fork") and not _is_child


def run_in_child(
    work: Callable[[], _T],
    *,
    timeout: float = math.inf,
    memory: int | None = None,
    may_reach_out: bool = False,
    may_read_files: bool = False,
    lock: AbstractContextManager[object] | None = None,
    asker: int | None = None,
) -> _T:
    """Do ``work`` in a forked process and return what it returns.

    The engine takes no time limit and handles no signal while it works, so it can only be stopped from
    outside, by killing its process. A fork shares the store without copying it, and what the child changes
    stays its own. The child ends with this process, however that ends, and when an exception such as
    KeyboardInterrupt leaves this function. It can open no file and no connection. In such a process ``work`` is
    done at once: the limits of that process hold.

    Args:
        work: What to do. What it returns or raises is pickled.
        timeout: Seconds, more than 0. Default: no limit.
        memory: Bytes by which the address space of the child may grow, more than 0. Only Linux limits it.
            Default: no limit.
        may_reach_out: Let the child open files and connections.
        may_read_files: Let it open files, and no connection: see :mod:`relgraph.confinement.calls`. Where the
            system cannot tell one from the other, it opens nothing.
        lock: Held while the process is forked: what another thread is writing meanwhile would never be
            finished in the child, which then waits for it. Default: none.
        asker: The descriptor of a connection: where its other end is closed, nobody waits for what ``work``
            returns, and it is stopped. Only Linux tells. Default: none.

    Returns:
        What ``work`` returned.

    Raises:
        LimitError: ``work`` went over a limit, or nobody waits for it.
        QueryError: ``work`` crashed; or a limit is not more than 0, or the system cannot fork.
        Exception: ``work`` raised it.

    Example:
        >>> run_in_child(lambda: 6 * 7)
        42
        >>> import time
        >>> run_in_child(lambda: time.sleep(3600), timeout=0.1, memory=2**30)
        Traceback (most recent call last):
            ...
        relgraph.errors.LimitError: query: stopped after 0.1 s
    """
    if _is_child:
        return work()
    if not hasattr(os, "fork"):
        raise QueryError(
            "query: a limit needs a system that can fork, and this one cannot", "run it without a limit"
        )
    if not timeout > 0 or not (memory is None or memory > 0):
        raise QueryError("query: a limit must be more than 0", "give seconds and bytes")
    with lock or contextlib.nullcontext(), _forking:
        results, out = os.pipe()
        parent_ended, alive = os.pipe()
        with warnings.catch_warnings():
            # Python warns of threads that a child lacks; this one needs none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            os.close(results)
            os.close(alive)
            refuse = None if may_reach_out else (_connect_nowhere if may_read_files else _open_nothing)
            _serve(work, memory, out, parent_ended, refuse)
        os.close(out)
        os.close(parent_ended)
    finished = False
    try:
        payload = _read(results, timeout, asker)
        finished = payload is not None
    finally:
        if not finished:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(results)
        os.close(alive)
    if payload is None:
        raise LimitError(
            f"query: stopped after {timeout:g} s",
            "narrow it, end it with LIMIT, or give it more time (--timeout; in Python timeout=)",
            limit="time",
        )
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGABRT, signal.SIGKILL):
        allowed = "there is" if memory is None else f"{memory / 2**20:.0f} MiB"
        raise LimitError(
            f"query: stopped, it needed more than {allowed} of memory",
            "narrow it, or end it with LIMIT",
            limit="memory",
        )
    if status != 0:
        raise QueryError(f"query: the engine crashed (status {status})", "nest it less deeply")
    returned: _T
    raised: Exception | None
    returned, raised = pickle.loads(payload)  # noqa: S301 - written by our own child
    if raised is not None:
        raise raised
    return returned


def _serve(
    work: Callable[[], object],
    memory: int | None,
    out: int,
    parent_ended: int,
    refuse: Callable[[], object] | None,
) -> None:
    """Do ``work`` as the child, send its outcome through ``out`` and exit.

    ``parent_ended`` is the read end of a pipe that the parent holds open until it ends. ``refuse`` keeps this
    process from reaching out.
    """
    global _is_child  # noqa: PLW0603 - it is one for good
    _is_child = True
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends this process
        # The parent reports how this process ends: the engine prints nothing when it runs out of memory, and
        # Python no traceback when it crashes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        faulthandler.disable()

        def end_with_parent() -> None:
            os.read(parent_ended, 1)
            os._exit(1)

        threading.Thread(target=end_with_parent, daemon=True).start()
        if memory is not None:
            _limit_memory(memory)
        if refuse is not None:
            refuse()
        try:
            payload = pickle.dumps((work(), None), pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            raise
        except Exception as error:
            payload = pickle.dumps((None, _as_it_travels(error)))
        with os.fdopen(out, "wb") as pipe:
            pipe.write(payload)
        os._exit(0)
    except MemoryError:
        os.abort()
    finally:
        os._exit(1)


def _as_it_travels(error: Exception) -> Exception:
    """Return ``error`` if it is the same after pickling, else a QueryError with its words."""
    try:
        if str(pickle.loads(pickle.dumps(error))) == str(error):  # noqa: S301 - pickled here
            return error
    except Exception:  # noqa: S110 - classes of others raise what they like
        pass
    return QueryError(f"query: {error}", "correct it")


def _open_nothing() -> None:
    """Keep this process from opening any descriptor, so that no connection can be made and no file read."""
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _connect_nowhere() -> None:
    """Keep this process from making any connection, where the system can do that alone; else as above."""
    if not forbid_sockets():
        _open_nothing()


def _limit_memory(memory: int) -> None:
    """Limit the address space of this process to what it has and ``memory`` bytes more."""
    import resource  # noqa: PLC0415 - not on Windows

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return
    limit = pages * resource.getpagesize() + memory
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(results: int, timeout: float, asker: int | None) -> bytearray | None:
    """Return all that comes through ``results``, or ``None`` after ``timeout`` seconds.

    Raises:
        LimitError: The other end of ``asker`` is closed.
    """
    deadline = time.monotonic() + timeout
    poll = select.poll()
    poll.register(results, select.POLLIN | select.POLLHUP)
    if asker is not None:
        poll.register(asker, getattr(select, "POLLRDHUP", 0))
    content = bytearray()
    while True:
        left = deadline - time.monotonic()
        # One hour at a time: poll counts milliseconds in an int.
        ready = poll.poll(min(left, 3600) * 1000) if left > 0 else []
        if left <= 0:
            return None
        if not ready:
            continue
        if asker in dict(ready):
            raise LimitError("query: stopped, nobody waits for the answer any more", "ask again")
        chunk = os.read(results, 1 << 16)
        if not chunk:
            return content
        content += chunk
