"""relgraph: a knowledge graph of diplomatic relations.

One road, walked in one direction, with one function per stop::

    open -> validate -> derive -> query -> project -> centrality -> render / export

Names are loaded when they are first asked for, so that importing the package takes no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relgraph.late_imports import late_names

if TYPE_CHECKING:
    from relgraph.analysis import (
        DEFAULT_MEASURES,
        MEASURES,
        Balance,
        BlocRow,
        Blocs,
        BootstrapScores,
        Measure,
        Reason,
        ScoreRow,
        Scores,
        Scoring,
        Standing,
        Timeline,
        Triad,
        Why,
        backbone,
        balance,
        blocs,
        bootstrap,
        bump_chart,
        centrality,
        collapse,
        effects,
        timeline,
        why,
    )
    from relgraph.authoring import (
        Agreement,
        Annotated,
        Coverage,
        Dossier,
        LanguageModel,
        Relocation,
        build,
        compare,
        coverage,
        draft,
        draft_annotated,
        read_dossier,
        relocate,
        tabulate,
        write_dossier,
    )
    from relgraph.derivation import derive
    from relgraph.errors import RelgraphError
    from relgraph.exporting import describe, edges_frame, export, nodes_frame, simple, stream, subset
    from relgraph.identity import Duplicate, Duplicates, duplicates
    from relgraph.linting import Finding, lint, portable
    from relgraph.loading import Loaded, load
    from relgraph.merging import Merged, merge, unmerge
    from relgraph.model.sources import SourceText, read_source, read_sources
    from relgraph.notebook import show
    from relgraph.opening import open
    from relgraph.page import pyvis, render
    from relgraph.projection import (
        PROJECTIONS,
        EdgeList,
        Fold,
        Network,
        Projection,
        edge_graph,
        fold,
        fold_files,
        project,
    )
    from relgraph.querying import QueryResult, named_queries, query
    from relgraph.remote import EndpointGraph, Pushed, connect, fetch, push
    from relgraph.showing import Link, Shown
    from relgraph.store import KnowledgeGraph
    from relgraph.validation import Report, validate
    from relgraph.vocabulary import RelationEntry, relations
    from relgraph.writing import write

__version__ = "0.1.0"

__all__ = [
    "DEFAULT_MEASURES",
    "MEASURES",
    "PROJECTIONS",
    "Agreement",
    "Annotated",
    "Balance",
    "BlocRow",
    "Blocs",
    "BootstrapScores",
    "Coverage",
    "Dossier",
    "Duplicate",
    "Duplicates",
    "EdgeList",
    "EndpointGraph",
    "Finding",
    "Fold",
    "KnowledgeGraph",
    "LanguageModel",
    "Link",
    "Loaded",
    "Measure",
    "Merged",
    "Network",
    "Projection",
    "Pushed",
    "QueryResult",
    "Reason",
    "RelationEntry",
    "RelgraphError",
    "Relocation",
    "Report",
    "ScoreRow",
    "Scores",
    "Scoring",
    "Shown",
    "SourceText",
    "Standing",
    "Timeline",
    "Triad",
    "Why",
    "backbone",
    "balance",
    "blocs",
    "bootstrap",
    "build",
    "bump_chart",
    "centrality",
    "collapse",
    "compare",
    "connect",
    "coverage",
    "derive",
    "describe",
    "draft",
    "draft_annotated",
    "duplicates",
    "edge_graph",
    "edges_frame",
    "effects",
    "export",
    "fetch",
    "fold",
    "fold_files",
    "lint",
    "load",
    "merge",
    "named_queries",
    "nodes_frame",
    "open",
    "portable",
    "project",
    "push",
    "pyvis",
    "query",
    "read_dossier",
    "read_source",
    "read_sources",
    "relations",
    "relocate",
    "render",
    "show",
    "simple",
    "stream",
    "subset",
    "tabulate",
    "timeline",
    "unmerge",
    "validate",
    "why",
    "write",
    "write_dossier",
]

_HOMES = {
    "analysis": (
        "DEFAULT_MEASURES",
        "MEASURES",
        "Balance",
        "BlocRow",
        "Blocs",
        "BootstrapScores",
        "Measure",
        "Reason",
        "ScoreRow",
        "Scores",
        "Scoring",
        "Standing",
        "Timeline",
        "Triad",
        "Why",
        "backbone",
        "balance",
        "blocs",
        "bootstrap",
        "bump_chart",
        "centrality",
        "collapse",
        "effects",
        "timeline",
        "why",
    ),
    "authoring": (
        "Agreement",
        "Annotated",
        "Coverage",
        "Dossier",
        "LanguageModel",
        "Relocation",
        "build",
        "compare",
        "coverage",
        "draft",
        "draft_annotated",
        "read_dossier",
        "relocate",
        "tabulate",
        "write_dossier",
    ),
    "derivation": ("derive",),
    "errors": ("RelgraphError",),
    "exporting": (
        "describe",
        "edges_frame",
        "export",
        "nodes_frame",
        "simple",
        "stream",
        "subset",
    ),
    "identity": (
        "Duplicate",
        "Duplicates",
        "duplicates",
    ),
    "linting": (
        "Finding",
        "lint",
        "portable",
    ),
    "merging": (
        "Merged",
        "merge",
        "unmerge",
    ),
    "loading": ("Loaded", "load"),
    "model.sources": (
        "SourceText",
        "read_source",
        "read_sources",
    ),
    "opening": ("open",),
    "notebook": ("show",),
    "page": (
        "pyvis",
        "render",
    ),
    "projection": (
        "PROJECTIONS",
        "EdgeList",
        "Fold",
        "Network",
        "Projection",
        "edge_graph",
        "fold",
        "fold_files",
        "project",
    ),
    "querying": (
        "QueryResult",
        "named_queries",
        "query",
    ),
    "remote": (
        "EndpointGraph",
        "Pushed",
        "connect",
        "fetch",
        "push",
    ),
    "showing": (
        "Link",
        "Shown",
    ),
    "store": ("KnowledgeGraph",),
    "validation": (
        "Report",
        "validate",
    ),
    "vocabulary": ("RelationEntry", "relations"),
    "writing": ("write",),
}
"""The names of the front door, by the module that they come from."""

__getattr__ = late_names("relgraph", _HOMES)


def __dir__() -> list[str]:
    """List the front door before it is loaded."""
    return sorted({*globals(), *__all__})
