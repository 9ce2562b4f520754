"""The time limit of a whole push, beside the one for each wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


class OverTimeError(Exception):
    """The time is over, and what was being done has not ended."""


class Deadline:
    """The moment by which all has to be done.

    What waits for a network is done in a thread of its own: the look-up of a host name takes no limit, and of a
    response that comes in byte by byte each wait is short. A thread that is given up ends when its wait does.
    """

    def __init__(self, seconds: float) -> None:
        """Begin to count ``seconds``."""
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._working: threading.Thread | None = None

    @property
    def left(self) -> float:
        """How many seconds are left, not below 0."""
        return max(0.0, self._end - time.monotonic())

    @property
    def is_working(self) -> bool:
        """Whether a thread that was given up is still at work on what it was given."""
        return self._working is not None and self._working.is_alive()

    def within(self, work: Callable[[], _T]) -> _T:
        """Do ``work``, and return what it returns or raise what it raises.

        Raises:
            OverTimeError: It has not ended when the time is over.

        Example:
            >>> Deadline(60).within(lambda: 6 * 7)
            42
        """
        results: list[_T] = []
        errors: list[BaseException] = []

        def do() -> None:
            try:
                results.append(work())
            except BaseException as error:
                errors.append(error)

        self._working = threading.Thread(target=do, daemon=True)
        self._working.start()
        self._working.join(self.left)
        if self._working.is_alive():
            raise OverTimeError
        if errors:
            raise errors[0]
        return results[0]
