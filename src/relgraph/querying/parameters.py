"""Parameters: RDF terms in the places that a query declares for them.

A query declares its parameters in its leading comments, after its question::

    # Who takes part in what?
    # param actor: whoever takes part
    SELECT ?actor ?event WHERE {
      # VALUES ?actor { UNDEF }
      ?actor rg:participatesIn ?event
    }

As a comment the clause restricts nothing, so the file runs as it stands in any SPARQL 1.1 store: several stores
get ``UNDEF`` itself wrong. To bind a parameter is to write the clause out with an RDF term, as the store's own
serializer writes it, in the place of ``UNDEF``. A clause that is no comment is a place of the parameter too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rdflib import BNode
from rdflib.term import Node

from relgraph.errors import NameNotFoundError, QueryError, unknown_name
from relgraph.querying.catalogue import NamedQuery
from relgraph.querying.masking import masked
from relgraph.querying.resolution import resolve_term
from relgraph.querying.terms import Term, to_oxigraph
from relgraph.store import KnowledgeGraph

# The place of a parameter: the clause, or a comment that is nothing else.
_CLAUSE = re.compile(r"(?:\#[ \t]*)?\bVALUES\s+[?$](?P<name>\w+)\s*\{\s*UNDEF\s*\}", re.IGNORECASE)


def bind_parameters(graph: KnowledgeGraph, asked: NamedQuery, parameters: Mapping[str, str | Term]) -> str:
    """Return the text of ``asked`` with terms in the places that its parameters declare."""
    code = masked(asked.text, keep=_CLAUSE)
    places: list[tuple[int, int, str]] = []
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
        places += [(*clause.span(), written) for clause in clauses]
    text = asked.text
    for start, end, written in sorted(places, reverse=True):
        text = text[:start] + written + text[end:]
    return text
