"""Programs that the stores start: each in a folder of its own, and none of them outlives the tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PROGRAMS = Path(__file__).with_name("programs")
"""Scripts that run in processes of their own."""


class Process:
    """A program that runs in ``folder``, under ``programs/guard.py``, until :meth:`stop` or our own end.

    It is in a session of its own, so that Ctrl-C reaches the tests alone, which then stop it in their order.
    ``pipes`` connects its standard input and output; without them its output goes to ``log`` in the folder.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        *,
        pipes: bool = False,
        environment: dict[str, str] | None = None,
    ) -> None:
        """Start ``command`` in ``folder``, which goes when it ends."""
        self.folder = folder
        alive, self._alive = os.pipe()
        self._log = (folder / "log").open("w+b")  # stays open: the folder goes with the program
        self.guard = subprocess.Popen(
            [sys.executable, PROGRAMS / "guard.py", str(alive), folder, *command],
            stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
            stdout=subprocess.PIPE if pipes else self._log,
            stderr=self._log,
            pass_fds=[alive],
            start_new_session=True,
            env=environment,
        )
        os.close(alive)

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Return when ``ready()``; raise RuntimeError where it ends before or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.guard.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.guard.args!r} did not start:\n{self.log()}")
            time.sleep(0.05)

    def log(self) -> str:
        """Return the end of what it printed."""
        size = os.fstat(self._log.fileno()).st_size
        return os.pread(self._log.fileno(), 4000, max(0, size - 4000)).decode("utf-8", "replace")

    def stop(self) -> None:
        """End it at once and remove its folder; nothing happens where that is done."""
        if self._alive >= 0:
            os.close(self._alive)
            self._alive = -1
        self.guard.wait()
        for pipe in (self.guard.stdin, self.guard.stdout, self._log):
            if pipe is not None:
                pipe.close()


def new_folder() -> Path:
    """Return a new empty folder, which the :class:`Process` that runs in it removes."""
    return Path(tempfile.mkdtemp(prefix="relgraph-store-"))


def free_port() -> int:
    """Return a port of the loopback interface on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Tell whether something listens on ``port`` of the loopback interface."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
