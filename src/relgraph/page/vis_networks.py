"""Networks of pyvis: a network as pyvis draws it, for options of one's own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from relgraph.cleaning import clean
from relgraph.projection import Network
from relgraph.projection.edge_list import is_mirror

if TYPE_CHECKING:
    from pyvis.network import Network as VisNetwork

_LABEL_LENGTH = 80
"""Code points of a label that are drawn."""


def pyvis(network: Network) -> VisNetwork:
    """Return a network as a pyvis Network, whose options can be set and which writes a page of pyvis.

    Nodes go by their IRIs, and are as large as they have edges. Edges have their relation as label and keep
    their directions; parallel ones stay. The page of :func:`~relgraph.page.render` is another one: that of
    pyvis fetches scripts from elsewhere.

    Args:
        network: A network from :func:`~relgraph.projection.project`, or any other.

    Returns:
        A new pyvis Network. Labels and titles are escaped, since pyvis writes them as markup.

    Example:
        >>> import relgraph
        >>> drawn = relgraph.pyvis(relgraph.project(relgraph.open(), "actors"))
        >>> drawn.toggle_physics(False)
        >>> drawn.num_nodes(), drawn.num_edges(), drawn.directed
        (16, 78, True)
    """
    # pyvis loads IPython, which nothing else needs.
    from pyvis.network import Network as VisNetwork  # noqa: PLC0415

    def text(value: object) -> str:
        return escape(clean(str(value), _LABEL_LENGTH))

    # A pyvis network without directions drops parallel edges.
    drawn = VisNetwork(directed=True, cdn_resources="in_line")
    for node, data in network.nodes(data=True):
        label, kind = text(data.get("label", node)), text(data.get("kind", ""))
        drawn.add_node(
            str(node), label=label or " ", title=f"{label} {kind}".strip(), value=network.degree(node)
        )
    for source, target, data in network.edges(data=True):
        if is_mirror(data):
            continue
        points = network.is_directed() and bool(data.get("directed", True))
        said = text(data.get("label", data.get("relation", "")))
        width = float(data.get("weight", 1.0))
        drawn.add_edge(
            str(source), str(target), title=said, label=said, arrows="to" if points else "", value=width
        )
    return drawn
