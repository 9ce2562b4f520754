"""One pass: files folded into a projection as they are read, with no store."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from rdflib import Graph

from relgraph.opening import open_columns
from relgraph.projection.asking import predicates_asked
from relgraph.projection.folding import fold
from relgraph.projection.folds import Fold


def fold_files(
    *sources: str | os.PathLike[str] | Graph | Sequence[str | os.PathLike[str]],
    name: str,
    attributes: bool = True,
    languages: str | Iterable[str] = (),
    base: str | None = None,
    lenient: bool = False,
    **options: Any,
) -> Fold:
    """Fold the acts of files into the edges of a projection, in one pass and into no store.

    The same as :func:`~relgraph.projection.fold` of what :func:`relgraph.open` reads, in less time and memory:
    only what the projection asks for is kept, see :func:`~relgraph.opening.open_columns`.

    Args:
        sources: As :func:`relgraph.open` takes them.
        name: The projection.
        attributes: Whether to read all that :func:`~relgraph.projection.project` lists of an edge. Without
            attributes :func:`relgraph.centrality` scores the fold in less time and memory; a network, a
            bootstrap, a timeline, a backbone and ``brokerage`` are refused.
        languages: As :func:`relgraph.open` takes them.
        base: Likewise.
        lenient: Likewise.
        **options: As :func:`~relgraph.projection.fold` takes them.

    Returns:
        The fold.

    Raises:
        NameNotFoundError: As :func:`relgraph.open` and :func:`~relgraph.projection.fold` do.
        InputError: As :func:`relgraph.open` does.
        ProjectionError: As :func:`~relgraph.projection.fold` does.

    Example:
        >>> import relgraph
        >>> folded = fold_files(name="actors")
        >>> relgraph.simple(folded.network()).edges == relgraph.simple(
        ...     relgraph.project(relgraph.open(), "actors")
        ... ).edges
        True
    """
    asked = predicates_asked(name, attributes=attributes, **options)
    graph = open_columns(
        *sources, predicates=asked, attributes=attributes, languages=languages, base=base, lenient=lenient
    )
    return fold(graph, name, **options)
