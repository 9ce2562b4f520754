"""Validation: does a graph keep to the shapes and checks, and if not, what, where and why."""

from relgraph.validation.profiles import PROFILES, Profile
from relgraph.validation.report import Report, Violation
from relgraph.validation.validating import CHECKS_OF_DERIVATION, ontology_graph, validate, validate_ontology

__all__ = [
    "CHECKS_OF_DERIVATION",
    "PROFILES",
    "Profile",
    "Report",
    "Violation",
    "ontology_graph",
    "validate",
    "validate_ontology",
]
