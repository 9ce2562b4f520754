"""Linting: what in a Turtle file a store will change or refuse, and a graph without it.

The rules were found by loading small files into the stores and parsers that they name and reading them back;
``tests/stores/test_lint_rules.py`` does so again for each rule and each store. A new rule is an entry in
``rules.toml`` and a condition where its kind is found: ``iris.py``, ``literals.py``, or ``scanner.py`` for
syntax.
"""

from relgraph.linting.linter import Finding, UnreadableTurtleError, lint
from relgraph.linting.portability import portable
from relgraph.linting.rule_table import CHANGED, EITHER, REFUSED, RULES, Rule, affected

__all__ = [
    "CHANGED",
    "EITHER",
    "REFUSED",
    "RULES",
    "Finding",
    "Rule",
    "UnreadableTurtleError",
    "affected",
    "lint",
    "portable",
]
