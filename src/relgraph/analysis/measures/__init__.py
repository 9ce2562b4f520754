"""The measures, by name: each one an entry beside the function that computes it.

A measure reads a network that :func:`~relgraph.analysis.collapsing.collapse` made: one edge per pair,
``weight`` (a strength) summed, ``cost`` for what reads paths, no self-loops. Paths, brokerage and effective
size are computed here; all else is NetworkX's.

A new measure is a function in the module of its kind and an entry below it, which says all that is to be known
of it elsewhere; see :class:`Measure`.
"""

from __future__ import annotations

from relgraph.analysis.measures.brokerage import BROKERAGE
from relgraph.analysis.measures.cohesion import COHESION
from relgraph.analysis.measures.definition import Measure, UndefinedError, Values
from relgraph.analysis.measures.degrees import DEGREES
from relgraph.analysis.measures.eigenvectors import SPECTRA
from relgraph.analysis.measures.paths import PATHS
from relgraph.analysis.measures.two_mode import TWO_MODE

__all__ = ["DEFAULT_MEASURES", "MEASURES", "Measure", "UndefinedError", "Values"]

MEASURES: dict[str, Measure] = {
    measure.name: measure for measure in (*DEGREES, *PATHS, *SPECTRA, *COHESION, *BROKERAGE, *TWO_MODE)
}
"""The measures, by name."""

DEFAULT_MEASURES = ("degree", "strength", "betweenness", "pagerank")
"""Those that are computed where none is asked for."""
