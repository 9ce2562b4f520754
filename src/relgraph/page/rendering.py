"""Rendering: the page from its parts.

pyvis holds the nodes and fills the template, and the vis-network script that pyvis ships moves the view and
lets nodes be dragged. Template, style and scripts are relgraph's own (``page/static/``): pyvis's own page
fetches from a CDN and writes labels unescaped. The page draws nodes and edges itself, edges from columns,
which takes a fifth of the bytes and a tenth of the time that vis-network takes for them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from relgraph.analysis import MEASURES, centrality
from relgraph.cleaning import clean
from relgraph.columns import collector_paused
from relgraph.errors import ProjectionError, unknown_name
from relgraph.exporting.cutting import said_of
from relgraph.model.read_graph import refuse_plain
from relgraph.model.sources import read_sources
from relgraph.model.statements import node_of
from relgraph.page import embedding
from relgraph.page.about import about, about_data
from relgraph.page.content import Content
from relgraph.page.drawing import EDGE, LARGEST, SMALLEST, drawn_edges, drawn_nodes, is_single, radii, shrinking
from relgraph.page.layout import positions
from relgraph.page.legend import legend_record
from relgraph.page.packing import columns
from relgraph.page.standing import standing, with_numbers
from relgraph.progress import Progress
from relgraph.projection import Fold, Network, refuse_empty
from relgraph.store import KnowledgeGraph

_TITLE_LENGTH = 300
"""Code points of the heading."""


class Page(NamedTuple):
    """A page, and what is to be said of it beside what it says itself."""

    text: str
    notes: tuple[str, ...]


def render(
    graph: KnowledgeGraph,
    network: Network | Fold,
    *,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
    size_by: str = "degree",
    title: str | None = None,
    measures: Iterable[str] = (),
    bootstrap: int = 0,
    lines: Literal["acts", "pairs"] | None = None,
    progress: Progress | None = None,
) -> str:
    """Return ``network`` as the text of one HTML page.

    The page holds everything that it shows and requests nothing from any network. The same input gives the same
    text. What an edge lists (acts, events) and what an act or a node lists (passages) is cut to the first 25,
    or fewer in a network of very many edges, and the page says how many more there are.

    Args:
        graph: The graph that ``network`` is projected from; the page tells its acts and their sources.
        network: A network from :func:`~relgraph.projection.project`, or a fold from
            :func:`~relgraph.projection.fold`.
        source: The path of a document's text, whose SHA-256 the graph states, or several. With them the page
            has these texts and marks the passages that acts rest on; without them, it gives their positions.
        size_by: The measure (see :data:`~relgraph.analysis.MEASURES`) that sizes the nodes when the page
            opens: a node's radius grows with the square root of its score. A measure of several columns sizes
            by its first.
        title: The heading; by default the label of the document that most acts rest on, and how many more there
            are.
        measures: Further measures whose scores and ranks the page has, of the whole network, and with a fold of
            fewer than 1,000 nodes and up to some 1,000 acts what they rest on, see
            :func:`~relgraph.analysis.effects`. The page itself counts degree and strength and walks PageRank,
            of what it shows.
        bootstrap: Draws for the intervals of scores and ranks, see :func:`~relgraph.analysis.bootstrap`; none
            by default. It takes a fold.
        lines: Whether the page opens with a line per act or a line per pair, which opens into its acts; by
            default per pair where there are more than 40 edges and at least two to a pair.
        progress: Called with how much of the measuring is done, and how much there is.

    Returns:
        The page, to be written as UTF-8.

    Raises:
        NameNotFoundError: A measure is unknown.
        InputError: The source cannot be read.
        SourceError: The source is not the text that the evidence refers to.
        ProjectionError: The network has no nodes, or one that is no IRI; intervals of what is no fold.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> page = relgraph.render(graph, relgraph.project(graph, "actors"), title="Who acts on whom")
        >>> page.splitlines()[0], "<title>Who acts on whom</title>" in page
        ('<!doctype html>', True)
    """
    return draw(
        graph, network, source=source, size_by=size_by, title=title, measures=measures, bootstrap=bootstrap,
        lines=lines, progress=progress,
    ).text  # fmt: skip


@collector_paused()
def draw(
    graph: KnowledgeGraph,
    network: Network | Fold,
    *,
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
    size_by: str = "degree",
    title: str | None = None,
    measures: Iterable[str] = (),
    bootstrap: int = 0,
    lines: Literal["acts", "pairs"] | None = None,
    progress: Progress | None = None,
) -> Page:
    """Return what :func:`render` does, with notes.

    Args:
        graph: As in :func:`render`, and so is what follows.
        network: The network.
        source: Texts to quote from.
        size_by: The measure that sizes the nodes.
        title: The heading.
        measures: Further measures.
        bootstrap: Draws for intervals.
        lines: A line per act or per pair.
        progress: Called with what is done.

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

    wanted = tuple(dict.fromkeys((size_by, *measures)))
    for measure in wanted:
        if measure not in MEASURES:
            raise unknown_name("measure", measure, MEASURES)
    fold = network if isinstance(network, Fold) else None
    network = network.network() if isinstance(network, Fold) else network
    if fold is not None:
        fold.require_acts("a page", "acts")
        refuse_empty(fold.name, network, fold.notes)
    _check_nodes(network)
    texts = read_sources(graph, [source] if isinstance(source, str | os.PathLike) else source or ())
    scores = centrality(network, [size_by])
    told = standing(fold if fold is not None else network, wanted, bootstrap, progress)
    content = Content(graph, network, texts, fold.spoken_for() if fold is not None else None)
    score_of = {row.iri: row.values[0] for row in scores.rows}
    sizes = radii(network, {node: score_of.get(node, 0.0) for node in network})
    places = positions(network, sizes)

    page = VisNetwork(directed=True, heading=clean(title or content.title(), _TITLE_LENGTH))
    for number, options in drawn_nodes(content, sizes, places):
        page.add_node(number, **options)
    edges = drawn_edges(content)
    numbered = with_numbers(told, content)
    notes = _cut((*edges, *content.acts, *content.things))

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
        content={
            "about": about(network, scores.warnings, notes),
            "data": about_data(graph),
            "edges": columns(edges, EDGE),
            **numbered,
            **content.record(),
            **legend_record(content.kind_label),
            "single": is_single(network),
            "speechStands": content.spoken_for is not None,
            "sizeBy": scores.measures[0],
            "lines": lines,
            "radius": [round(shrinking(len(network)) * size, 3) for size in (LARGEST, SMALLEST)],
        },
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
                "give a network of relgraph.project; relgraph.pyvis(network) draws any",
            ) from None
