"""Authoring: texts into acts, by way of dossiers that people fill in and check."""

from relgraph.authoring.agreement import Agreement, compare
from relgraph.authoring.building import build
from relgraph.authoring.dossier import Dossier, read_dossier, write_dossier
from relgraph.authoring.relocation import Relocation, relocate
from relgraph.authoring.tabulating import tabulate

__all__ = [
    "Agreement",
    "Dossier",
    "Relocation",
    "build",
    "compare",
    "read_dossier",
    "relocate",
    "tabulate",
    "write_dossier",
]
