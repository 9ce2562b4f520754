"""Rendering: the page from its parts.

pyvis holds nodes, edges and options and fills the template; the page draws them with the vis-network script
that pyvis ships. Template, style and scripts are relgraph's own (``page/static/``): pyvis's own page fetches
from a CDN and writes labels unescaped.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from relgraph.analysis import centrality
from relgraph.cleaning import clean
from relgraph.errors import ProjectionError
from relgraph.exporting.cutting import said_of
from relgraph.model.read_graph import refuse_plain
from relgraph.model.sources import read_sources
from relgraph.model.statements import node_of
from relgraph.page import embedding
from relgraph.page.content import Content, about
from relgraph.page.drawing import drawn_edges, drawn_nodes, radii
from relgraph.page.layout import positions
from relgraph.page.legend import legend_record
from relgraph.projection import Network
from relgraph.store import KnowledgeGraph

_TITLE_LENGTH = 300
"""Code points of the heading."""


class Page(NamedTuple):
    """A page, and what is to be said of it beside what it says itself."""

    text: str
    notes: tuple[str, ...]


def render(
    graph: KnowledgeGraph,
    network: Network,
    *,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
    size_by: str = "degree",
    title: str | None = None,
) -> str:
    """Return ``network`` as the text of one HTML page.

    The page holds everything that it shows and requests nothing from any network. The same input gives the same
    text. Of what an edge, an act or a node lists it has the first 25 items and how many more there are.

    Args:
        graph: The graph that ``network`` is projected from; the page tells its acts and their sources.
        network: A network from :func:`~relgraph.projection.project`.
        source: The path of a document's text, whose SHA-256 the graph states, or several. With them the page
            quotes the passages that acts rest on; without them, it gives their positions only.
        size_by: The measure (see :data:`~relgraph.analysis.MEASURES`) that sizes the nodes: a node's radius
            grows with the square root of its score. A measure of several columns sizes by its first.
        title: The heading; by default the label of the document on which most acts rest.

    Returns:
        The page, to be written as UTF-8.

    Raises:
        NameNotFoundError: The measure is unknown.
        InputError: The source cannot be read.
        SourceError: The source is not the text that the evidence refers to.
        ProjectionError: The network has no nodes, or one that is no IRI.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> page = relgraph.render(graph, relgraph.project(graph, "actors"), title="Who acts on whom")
        >>> page.splitlines()[0], "<title>Who acts on whom</title>" in page
        ('<!doctype html>', True)
    """
    return draw(graph, network, source=source, size_by=size_by, title=title).text


def draw(
    graph: KnowledgeGraph,
    network: Network,
    *,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
    size_by: str = "degree",
    title: str | None = None,
) -> Page:
    """Return what :func:`render` does, with notes.

    Args:
        graph: As in :func:`render`, and so is what follows.
        network: The network.
        source: Texts to quote from.
        size_by: The measure that sizes the nodes.
        title: The heading.

    Returns:
        The page, and how many lists are cut in it and where all of them are; no note where none is.

    Raises:
        RelgraphError: As in :func:`render`.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> draw(graph, relgraph.project(graph, "actors")).notes
        ()
    """
    refuse_plain(graph)
    # pyvis loads IPython, which no other stop of the road needs.
    from pyvis.network import Network as VisNetwork  # noqa: PLC0415

    _check_nodes(network)
    texts = read_sources(graph, [source] if isinstance(source, str | os.PathLike) else source or ())
    scores = centrality(network, [size_by])
    content = Content(graph, network, texts)
    sizes = radii(network, {row[1]: row[4][0] for row in scores.rows})
    places = positions(network, sizes)

    page = VisNetwork(directed=True, heading=clean(title or content.title(), _TITLE_LENGTH))
    for number, options in drawn_nodes(content, scores, sizes, places):
        page.add_node(number, **options)
    edges = list(drawn_edges(content))
    for start, end, options in edges:
        page.add_edge(start, end, **options)
    notes = _cut((*(options for *_, options in edges), *content.acts, *content.things))

    scripts = [embedding.vis_network(), embedding.script()]
    style = embedding.style()
    page.set_template_dir(str(embedding.STATIC), "page.html")
    page.templateEnv.autoescape = True
    page.templateEnv.filters["json"] = embedding.json_in_script
    page.templateEnv.globals.update(
        scripts=scripts,
        style=style,
        script_hashes=" ".join(map(embedding.csp_hash, scripts)),
        style_hash=embedding.csp_hash(style),
        about=about(network, size_by, scores.warnings, notes),
        content={**content.record(), **legend_record(content.kind_label)},
        quoted=bool(texts),
    )
    return Page(str(page.generate_html()), notes)


def _cut(records: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Say how many lists in the records of a page are cut."""
    lists = Counter(name for record in records for name in record.get("more", ()))
    whole = "the network as json (relgraph project -f json) has all of them"
    return (f"{said_of(lists)}; {whole}",) if lists else ()


def _check_nodes(network: Network) -> None:
    """Refuse a network whose nodes cannot be things of a graph."""
    for node in network:
        try:
            node_of(node)
        except (AttributeError, ValueError):
            raise ProjectionError(
                f"node {str(node)[:80]!r} of the network is no IRI, so that no graph tells of it",
                "give a network of relgraph.project; pyvis itself draws relgraph.simple(network)",
            ) from None
