"""Reviewing: a dossier on a page of this machine, where a person accepts, changes, drops and adds acts."""

from relgraph.reviewing.desk import ChangedElsewhereError, Desk
from relgraph.reviewing.server import ReviewServer

__all__ = ["ChangedElsewhereError", "Desk", "ReviewServer"]
