"""Query: SPARQL 1.1 over a graph, by text or by the name of a bundled query, with parameters and limits."""

from relgraph.querying.catalogue import NamedQuery, Parameter, named_queries
from relgraph.querying.evaluation import query, update
from relgraph.querying.limits import MEMORY
from relgraph.querying.names import find_things
from relgraph.querying.resolution import resolve_term
from relgraph.querying.results import NOT_XML, QueryResult
from relgraph.querying.terms import Term

__all__ = [
    "MEMORY",
    "NOT_XML",
    "NamedQuery",
    "Parameter",
    "QueryResult",
    "Term",
    "find_things",
    "named_queries",
    "query",
    "resolve_term",
    "update",
]
