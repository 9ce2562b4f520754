"""Render: a network as one HTML page that works from disk, without a network.

:mod:`~relgraph.page.rendering` fills the template. What goes into it has a module each:

* :mod:`~relgraph.page.content`: what the page tells of things, acts and passages;
* :mod:`~relgraph.page.about`: what it tells of the network and the data as a whole;
* :mod:`~relgraph.page.standing`: scores, ranks and intervals;
* :mod:`~relgraph.page.drawing`: nodes and edges as they are drawn;
* :mod:`~relgraph.page.layout`: where the nodes stand, and :mod:`~relgraph.page.linlog`, who stands near whom;
* :mod:`~relgraph.page.legend`: which shape, colour and dashes mean what;
* :mod:`~relgraph.page.packing`: records as columns of JSON;
* :mod:`~relgraph.page.embedding`: the files of ``page/static/``, and what lets them and nothing else run.

:mod:`~relgraph.page.vis_networks` hands out a network as pyvis draws it itself.
"""

from relgraph.page.rendering import Page, draw, render
from relgraph.page.vis_networks import pyvis

__all__ = ["Page", "draw", "pyvis", "render"]
