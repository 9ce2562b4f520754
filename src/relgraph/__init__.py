"""relgraph: a knowledge graph of diplomatic relations.

One road, walked in one direction, with one function a stop::

    open -> validate -> derive -> query -> project -> centrality -> render / export
"""

from relgraph.acts import SourceText, read_source
from relgraph.analysis import MEASURES, Scores, centrality
from relgraph.derivation import derive
from relgraph.describing import describe
from relgraph.errors import RelgraphError
from relgraph.exporting import export, stream, subset, write
from relgraph.portability import Finding, lint, portable
from relgraph.projection import PROJECTIONS, Network, project
from relgraph.pushing import Pushed, push
from relgraph.querying import QueryResult, named_queries, query
from relgraph.rendering import render
from relgraph.store import KnowledgeGraph, open
from relgraph.validation import Report, validate

__version__ = "0.1.0"

__all__ = [
    "MEASURES",
    "PROJECTIONS",
    "Finding",
    "KnowledgeGraph",
    "Network",
    "Pushed",
    "QueryResult",
    "RelgraphError",
    "Report",
    "Scores",
    "SourceText",
    "centrality",
    "derive",
    "describe",
    "export",
    "lint",
    "named_queries",
    "open",
    "portable",
    "project",
    "push",
    "query",
    "read_source",
    "render",
    "stream",
    "subset",
    "validate",
    "write",
]
