"""Analyse: what the network of a projection says about its nodes, with what was done and what it cannot say.

Parallel edges are first collapsed into one edge with summed weights, since several measures refuse or misread
a multigraph; self-loops are left out. Weights are strengths, so path measures read 1 / weight as the cost of an
edge. What NetworkX computes is NetworkX's.

``collapsing`` makes the networks that ``measures`` read, and ``scoring`` computes them; ``caveats`` says what
they cannot tell. ``bootstrapping``, ``timelines`` and ``explanation``, which ``leaving_out`` computes, score
many networks of one fold.
``backbone_extraction``, ``bloc_detection`` and ``structural_balance`` look at the network as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relgraph.late_imports import late_names

if TYPE_CHECKING:
    from relgraph.analysis.backbone_extraction import backbone
    from relgraph.analysis.bloc_detection import BlocRow, Blocs, blocs
    from relgraph.analysis.bootstrapping import BootstrapScores, bootstrap
    from relgraph.analysis.chart import bump_chart
    from relgraph.analysis.collapsing import collapse
    from relgraph.analysis.explanation import Reason, Why, effects, why
    from relgraph.analysis.measures import DEFAULT_MEASURES, MEASURES, Measure
    from relgraph.analysis.score_table import ScoreRow, Scores
    from relgraph.analysis.scoring import Scoring, centrality
    from relgraph.analysis.structural_balance import Balance, Triad, balance
    from relgraph.analysis.timelines import Standing, Timeline, timeline

__all__ = [
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
]

_HOMES = {
    "backbone_extraction": ("backbone",),
    "bloc_detection": (
        "BlocRow",
        "Blocs",
        "blocs",
    ),
    "bootstrapping": (
        "BootstrapScores",
        "bootstrap",
    ),
    "chart": ("bump_chart",),
    "collapsing": ("collapse",),
    "explanation": (
        "Reason",
        "Why",
        "effects",
        "why",
    ),
    "measures": (
        "DEFAULT_MEASURES",
        "MEASURES",
        "Measure",
    ),
    "score_table": (
        "ScoreRow",
        "Scores",
    ),
    "scoring": (
        "Scoring",
        "centrality",
    ),
    "structural_balance": (
        "Balance",
        "Triad",
        "balance",
    ),
    "timelines": (
        "Standing",
        "Timeline",
        "timeline",
    ),
}
"""The names of the package, by the module that they come from."""

__getattr__ = late_names("relgraph.analysis", _HOMES)


def __dir__() -> list[str]:
    """List the names before they are loaded."""
    return sorted({*globals(), *__all__})
