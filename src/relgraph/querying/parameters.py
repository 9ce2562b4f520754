"""Parameters: RDF terms substituted for the placeholders that a query declares.

A query declares its parameters in its leading comments, after its question::

    # Who takes part in what?
    # param actor: whoever takes part
    SELECT ?actor ?event WHERE {
      # VALUES ?actor { UNDEF }
      ?actor rg:participatesIn ?event
    }

As a comment the clause restricts nothing, so the file runs unchanged in any SPARQL 1.1 store: several stores
get ``UNDEF`` itself wrong. Binding a parameter uncomments the clause and replaces ``UNDEF`` with an RDF term,
as the store's own serializer writes it. A clause that is not in a comment is a placeholder too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rdflib import BNode
from rdflib.term import Node

from relgraph.errors import NameNotFoundError, QueryError, unknown_name
from relgraph.model.terms import Term, to_oxigraph
from relgraph.querying.catalogue import NamedQuery
from relgraph.querying.masking import masked
from relgraph.querying.resolution import resolve_term
from relgraph.store import KnowledgeGraph

# A placeholder: the clause, or a comment that is nothing else.
_CLAUSE = re.compile(r"(?:\#[ \t]*)?\bVALUES\s+[?$](?P<name>\w+)\s*\{\s*UNDEF\s*\}", re.IGNORECASE)


def bind_parameters(graph: KnowledgeGraph, asked: NamedQuery, parameters: Mapping[str, str | Term]) -> str:
    r"""Return the text of a query with terms substituted for the placeholders of its parameters.

    Args:
        graph: Where names are looked up.
        asked: The query.
        parameters: By the name of a declared parameter, a term, or text as
            :func:`~relgraph.querying.resolution.resolve_term` reads it. Parameters that are left out restrict
            nothing.

    Returns:
        The query's text; where ``parameters`` is empty, as it is.

    Raises:
        NameNotFoundError: A parameter is not declared, or its value names nothing or several things.
        QueryError: A value is a blank node, or the query has no placeholder for a parameter that it declares.

    Example:
        >>> import relgraph
        >>> from relgraph.querying.catalogue import find_query
        >>> asked = find_query("# What is it?\n# param s: a thing\nSELECT ?o { VALUES ?s { UNDEF } ?s a ?o }")
        >>> print(bind_parameters(relgraph.open(), asked, {"s": "Russia"}).splitlines()[-1])
        SELECT ?o { VALUES ?s { <https://w3id.org/relgraph/id/state/russia> } ?s a ?o }
    """
    code = masked(asked.text, keep=_CLAUSE)
    spans: list[tuple[int, int, str]] = []
    for name, value in parameters.items():
        if name not in {parameter.name for parameter in asked.parameters}:
            raise unknown_name("parameter", name, (parameter.name for parameter in asked.parameters))
        try:
            term = value if isinstance(value, Node) else resolve_term(graph, value)
        except NameNotFoundError as error:
            raise NameNotFoundError(f"parameter {name}: {error}", error.advice) from None
        if isinstance(term, BNode):
            raise QueryError(
                f"parameter {name}: a blank node has no name outside its file", "give an IRI or a literal"
            )
        written = f"VALUES ?{name} {{ {to_oxigraph(term)} }}"
        clauses = [clause for clause in _CLAUSE.finditer(code) if clause["name"] == name]
        if not clauses:
            raise QueryError(
                f"parameter {name}: is declared, but nothing in the query takes it",
                f"write # VALUES ?{name} {{ UNDEF }} on a line of its own where it is to restrict",
            )
        spans += [(*clause.span(), written) for clause in clauses]
    text = asked.text
    for start, end, written in sorted(spans, reverse=True):
        text = text[:start] + written + text[end:]
    return text
