"""Authoring: texts into acts, by way of dossiers that people fill in and check."""

from relgraph.authoring.agreement import Agreement, compare
from relgraph.authoring.annotations import Annotated, draft_annotated
from relgraph.authoring.building import build
from relgraph.authoring.covering import Coverage, coverage
from relgraph.authoring.dossier import Dossier, read_dossier, write_dossier
from relgraph.authoring.drafted import draft
from relgraph.authoring.proposing import LanguageModel
from relgraph.authoring.relocation import Relocation, relocate
from relgraph.authoring.tabulating import tabulate

__all__ = [
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
]
