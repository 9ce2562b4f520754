"""Changes: what an update would do to a store, found out in a child process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox

from relgraph.confinement.child import run_in_child

_FORMAT = ox.RdfFormat.N_QUADS


def changes_in_child(
    store: ox.Store, change: Callable[[], object], **limits: Any
) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Do ``change`` in a forked process, and return what it did to ``store``, which stays as it is here.

    Args:
        store: A store.
        change: What changes the store.
        **limits: As :func:`~relgraph.confinement.child.run_in_child` takes them.

    Returns:
        The quads that were removed, and those that were added.

    Raises:
        QueryError: ``change`` went over a limit or crashed.
        Exception: ``change`` raised it.

    Example:
        >>> store = ox.Store()
        >>> removed, added = changes_in_child(store, lambda: store.update("INSERT DATA { <urn:a> <urn:b> 1 }"))
        >>> len(store), len(removed), added[0].subject
        (0, 0, <NamedNode value=urn:a>)
    """

    def work() -> tuple[bytes, bytes]:
        before = _lines(store)
        change()
        after = _lines(store)
        return b"\n".join(before - after), b"\n".join(after - before)

    removed, added = (list(ox.parse(lines, _FORMAT)) for lines in run_in_child(work, **limits))
    return removed, added


def _lines(store: ox.Store) -> set[bytes]:
    written = store.dump(format=_FORMAT)
    assert written is not None  # noqa: S101 - without an output file it is the content
    return set(written.split(b"\n"))
