"""Notebooks: what a cell shows of a graph: the portrait of a thing, or the page of a network."""

from __future__ import annotations

from html import escape
from typing import Any, overload

from relgraph import showing
from relgraph.errors import ProjectionError
from relgraph.page import render
from relgraph.projection import Fold, Network
from relgraph.showing import Shown
from relgraph.store import KnowledgeGraph


class PageCell:
    """The page of a network as a notebook shows it: in a frame of its own that reaches nothing around it.

    Attributes:
        page: The page, as :func:`~relgraph.page.render` returns it.
        height: How high the frame is, in pixels.

    Example:
        >>> PageCell("<!doctype html><p>&</p>", 500)._repr_html_()[:65]
        '<iframe title="Network" sandbox="allow-scripts allow-downloads" w'
    """

    def __init__(self, page: str, height: int) -> None:
        """Take over a page."""
        self.page, self.height = page, height

    def __repr__(self) -> str:
        """Say what it is where no page is shown."""
        return f"PageCell(height={self.height})"

    def _repr_html_(self) -> str:
        return (
            '<iframe title="Network" sandbox="allow-scripts allow-downloads" width="100%" '
            f'height="{self.height}" srcdoc="{escape(self.page)}"></iframe>'
        )


@overload
def show(graph: KnowledgeGraph, entity: str, other: str | None = None) -> Shown: ...
@overload
def show(graph: KnowledgeGraph, entity: Network | Fold, *, height: int = 700, **options: Any) -> PageCell: ...
def show(
    graph: KnowledgeGraph,
    entity: str | Network | Fold,
    other: str | None = None,
    *,
    height: int = 700,
    **options: Any,
) -> Shown | PageCell:
    """Tell of a thing or two, see :func:`relgraph.showing.show`, or put the page of a network into a notebook.

    Args:
        graph: The graph.
        entity: A label, an alias or an IRI; or a network or a fold of the graph.
        other: The other of two things.
        height: The height of the page, in pixels.
        **options: Further arguments of :func:`relgraph.render`.

    Returns:
        What is to be told of the thing, or a page that shows itself as the last value of a cell.

    Raises:
        NameNotFoundError: A name means nothing in the graph, or both mean the same.
        ProjectionError: Options of a page are given for a thing; or as :func:`relgraph.render` raises it.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> type(show(graph, relgraph.project(graph, "actors"), size_by="pagerank")).__name__
        'PageCell'
        >>> show(graph, "Russia").thing.kind
        'State'
    """
    if not isinstance(entity, str):
        return PageCell(render(graph, entity, **options), height)
    if options:
        raise ProjectionError(
            f"{', '.join(sorted(options))}: options of a page, and {entity[:80]!r} is a thing",
            "give a network of relgraph.project in its place",
        )
    return showing.show(graph, entity, other)
