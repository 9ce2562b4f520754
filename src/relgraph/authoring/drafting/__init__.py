"""Drafting: candidates for acts from a text, by small rules over names, relations and the grammar of English.

A candidate is a proposal to a reader. Nothing of it is in a graph before a person has confirmed it.
"""

from relgraph.authoring.drafting.candidates import Candidate, Draft, Thing, actors_of, draft_acts
from relgraph.authoring.drafting.parsing import Pipeline

__all__ = ["Candidate", "Draft", "Pipeline", "Thing", "actors_of", "draft_acts"]
