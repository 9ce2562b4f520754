"""Authoring: texts into acts, by way of dossiers that people fill in and check."""

from relgraph.authoring.building import build
from relgraph.authoring.dossier import Dossier, read_dossier, write_dossier
from relgraph.authoring.tabulating import tabulate

__all__ = ["Dossier", "build", "read_dossier", "tabulate", "write_dossier"]
