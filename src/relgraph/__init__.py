"""relgraph: a knowledge graph of diplomatic relations.

One road, walked in one direction, with one function a stop::

    open -> validate -> derive -> query -> project -> centrality -> render / export
"""

from relgraph.analysis import MEASURES, Scores, backbone, balance, blocs, centrality
from relgraph.analysis.bootstrapping import bootstrap
from relgraph.analysis.explanation import why
from relgraph.analysis.timelines import bump_chart, timeline
from relgraph.derivation import derive
from relgraph.errors import RelgraphError
from relgraph.exporting import export, stream, subset, write
from relgraph.exporting.network import edges_frame, nodes_frame
from relgraph.exporting.void import describe
from relgraph.linting import Finding, lint, portable
from relgraph.model.sources import SourceText, read_source
from relgraph.page import render
from relgraph.projection import PROJECTIONS, Fold, Network, fold, project
from relgraph.querying import QueryResult, named_queries, query
from relgraph.remote import Pushed, push
from relgraph.store import KnowledgeGraph, open
from relgraph.validation import Report, validate

__version__ = "0.1.0"

__all__ = [
    "MEASURES",
    "PROJECTIONS",
    "Finding",
    "Fold",
    "KnowledgeGraph",
    "Network",
    "Pushed",
    "QueryResult",
    "RelgraphError",
    "Report",
    "Scores",
    "SourceText",
    "backbone",
    "balance",
    "blocs",
    "bootstrap",
    "bump_chart",
    "centrality",
    "derive",
    "describe",
    "edges_frame",
    "export",
    "fold",
    "lint",
    "named_queries",
    "nodes_frame",
    "open",
    "portable",
    "project",
    "push",
    "query",
    "read_source",
    "render",
    "stream",
    "subset",
    "timeline",
    "validate",
    "why",
    "write",
]
