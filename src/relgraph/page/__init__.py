"""Render: a network as one HTML page that works from disk, without a network.

:mod:`~relgraph.page.rendering` fills the template. What goes into it has a module each:

* :mod:`~relgraph.page.content`: what the page tells of things, acts and passages;
* :mod:`~relgraph.page.drawing`: nodes and edges as they are drawn;
* :mod:`~relgraph.page.layout`: where the nodes stand, and :mod:`~relgraph.page.linlog`, who stands near whom;
* :mod:`~relgraph.page.legend`: which shape, colour and dashes mean what;
* :mod:`~relgraph.page.embedding`: the files of ``page/static/``, and what lets them and nothing else run.
"""

from relgraph.page.rendering import Page, draw, render

__all__ = ["Page", "draw", "render"]
