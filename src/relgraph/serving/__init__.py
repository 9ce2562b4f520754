"""Serving: the graph on a page of this machine, as a SPARQL 1.1 endpoint and as pages of its projections.

:class:`GraphServer` listens on loopback alone. Each query is answered, and each page drawn, in a child process
with limits; the process that listens reads nothing of the store once it serves.
"""

from relgraph.serving.answering import Limits
from relgraph.serving.server import GraphServer

__all__ = ["GraphServer", "Limits"]
