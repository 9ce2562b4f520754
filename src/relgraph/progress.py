"""Progress of what takes long: how callers are told, the same everywhere.

The bar that the command line shows of it is in ``cli/terminal.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, TypeVar

_T = TypeVar("_T")

Progress: TypeAlias = Callable[[int, int], object]
"""Called with how much is done and how much there is in all, each time that more is done."""


def steps(items: Sequence[_T], progress: Progress | None) -> Iterator[_T]:
    """Yield ``items``, and tell ``progress`` after each of them how many are done.

    Args:
        items: What there is to do.
        progress: Who is told, or ``None``.

    Yields:
        Each item in turn.

    Example:
        >>> for item in steps("ab", lambda done, total: print(f"{done} of {total}")):
        ...     print(item)
        a
        1 of 2
        b
        2 of 2
    """
    for done, item in enumerate(items, start=1):
        yield item
        if progress is not None:
            progress(done, len(items))
