"""Query: SPARQL 1.1 over a graph, by text or by the name of a bundled query, with parameters and limits.

:func:`query` answers a SELECT, ASK, CONSTRUCT or DESCRIBE with a :class:`QueryResult`; :func:`update` returns a
changed copy. The queries that come with the package are :func:`named_queries`; see
:mod:`relgraph.querying.parameters` for how a query declares what a caller may bind. :func:`resolve_term` and
:func:`find_things` turn what people type into RDF terms.
"""

from relgraph.confinement.child import MEMORY, SECONDS
from relgraph.model.terms import Term
from relgraph.querying.catalogue import NamedQuery, Parameter, named_queries
from relgraph.querying.evaluation import Dataset, query, update
from relgraph.querying.masking import asks_for_named_graphs
from relgraph.querying.names import find_things
from relgraph.querying.resolution import resolve_term
from relgraph.querying.results import GRAPH_FORMATS, TABLE_FORMATS, QueryResult

__all__ = [
    "GRAPH_FORMATS",
    "MEMORY",
    "SECONDS",
    "TABLE_FORMATS",
    "Dataset",
    "NamedQuery",
    "Parameter",
    "QueryResult",
    "Term",
    "asks_for_named_graphs",
    "find_things",
    "named_queries",
    "query",
    "resolve_term",
    "update",
]
