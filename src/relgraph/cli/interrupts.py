"""Signals that end the command: heard at any moment, one line, nothing unfinished left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from relgraph.cli.exit_codes import ENDED_BY

if TYPE_CHECKING:
    from socketserver import BaseServer

PATIENCE = 0.5
"""Seconds in which the command may end by itself, and close what it has open, before it is ended."""

_ends_well: set[int] = set()  # signals with which what runs ends as it should

_FREE = 100  # descriptors from here on are never those that a shell passes on, such as 3 in 3>file


class Interrupted(KeyboardInterrupt):
    """A signal that ends the command, raised where it is at work."""

    def __init__(self, number: int) -> None:
        """Keep the number of the signal."""
        super().__init__()
        self.number = number


class Interrupts:
    """What becomes of a signal that ends the command.

    It is raised in the main thread, once, so that what is at work is left in order. Where that takes too long,
    since a library does not return or has caught what was raised, another thread ends the process. Libraries
    catch what is raised while they load, so it ends the process at once then.
    """

    def __init__(self, clean_up: Callable[[], object]) -> None:
        """Prepare; ``clean_up`` is called before the process is ended."""
        self._clean_up = clean_up
        self.heard: int | None = None
        self._done = False
        self._telling = threading.Lock()

    def listen(self) -> None:
        """Hear signals from now on, save those that are ignored."""
        for number in ENDED_BY:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._raise)
        # The system writes the number of a signal into one end at once, whatever the main thread does.
        waiting, written = map(_out_of_the_way, os.pipe())
        if hasattr(os, "set_blocking"):
            os.set_blocking(written, False)
        signal.set_wakeup_fd(written, warn_on_full_buffer=False)
        threading.Thread(target=self._watch, args=(waiting,), daemon=True).start()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_forget)
        sys.unraisablehook = _unraisable

    def ignore(self) -> None:
        """Hear nothing any more: all is done."""
        self._done = True
        for number in ENDED_BY:
            if signal.getsignal(number) == self._raise:
                signal.signal(number, signal.SIG_IGN)

    def tell(self, error: KeyboardInterrupt) -> int:
        """Say what ends the command, where that has not been said, and return the exit code."""
        number = error.number if isinstance(error, Interrupted) else signal.SIGINT
        if self._telling.acquire(blocking=False):
            with contextlib.suppress(OSError):
                said = " ".join((ENDED_BY[signal.Signals(number)], *getattr(error, "__notes__", ())))
                os.write(2, f"relgraph: {said}\n".encode())
        return 128 + number

    def _raise(self, number: int, frame: FrameType | None) -> None:
        if self.heard is None and not self._done:
            self.heard = number  # what is being left in order is not disturbed by a second one
            if _is_loading(frame):
                self._end(number)
            raise Interrupted(number)

    def _watch(self, waiting: int) -> None:
        while (number := os.read(waiting, 1)[0]) not in ENDED_BY or self._done:
            pass
        time.sleep(PATIENCE)
        self._end(number)

    def _end(self, number: int) -> NoReturn:
        """End the process here and now."""
        try:
            self._clean_up()
            if os.isatty(2):
                os.write(2, b"\r\x1b[K\x1b[?25h")  # a bar is cleared, and the cursor shown again
        finally:
            os._exit(0 if number in _ends_well else self.tell(Interrupted(number)))


def _is_loading(frame: FrameType | None) -> bool:
    """Whether a module is being loaded, by whatever it may be doing for that."""
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _out_of_the_way(end: int) -> int:
    """Return the descriptor ``end`` under a number that no one means who writes to ``/dev/fd/3``."""
    try:
        import fcntl  # not on Windows
    except ImportError:
        return end
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _FREE)
    os.close(end)
    return moved


def _forget() -> None:
    """Let a signal end a child process as any other: its parent hears those of its own."""
    signal.set_wakeup_fd(-1)
    for number in ENDED_BY:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Say nothing of an interrupt that was raised where nothing can be: the process is ended all the same."""
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)


def serve_until_interrupted(server: BaseServer) -> None:
    """Serve until Ctrl-C, which is how that ends; other signals end it as any command."""
    _ends_well.add(signal.SIGINT)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt as interrupt:
            if getattr(interrupt, "number", signal.SIGINT) != signal.SIGINT:
                raise
