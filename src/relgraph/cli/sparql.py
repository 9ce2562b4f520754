"""SPARQL that commands are given: the name of a query, a file, or standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import relgraph
from relgraph.cli.terminal import note
from relgraph.errors import InputError, unknown_name

_FORM = r"(?i)\s*(?:SELECT|ASK|CONSTRUCT|DESCRIBE|BASE|PREFIX)\s"


def query_text(query: str, data: Sequence[str]) -> str:
    """Return the SPARQL that ``query`` is or stands for (a file, -), or the name that it is."""
    from relgraph.querying.query_files import decoded_query, read_query

    if query == "-":
        if "-" in data:
            raise InputError("standard input cannot be both the query and the data", "put one in a file")
        return decoded_query(sys.stdin.buffer.read(), "standard input")
    if any(character in query for character in "{}<\n"):
        return query
    if Path(query).suffix in (".rq", ".sparql", ".ru") or (os.sep in query and not re.match(_FORM, query)):
        return read_query(query)
    if any(character.isspace() for character in query):
        return query
    if query not in relgraph.named_queries():
        raise unknown_name("query", query, relgraph.named_queries())
    return query


def say_where_named_graphs_are(text: str, graph: relgraph.KnowledgeGraph) -> None:
    """Print a note if SPARQL asks for named graphs where there are none."""
    from relgraph.disk.stored import StoredGraph
    from relgraph.querying import asks_for_named_graphs

    if isinstance(graph, StoredGraph):
        if not graph.manifest.graphs and asks_for_named_graphs(text):
            note("GRAPH and FROM find nothing here: this store has no named graphs")
    elif asks_for_named_graphs(text):
        note(
            "GRAPH, FROM, USING and WITH find nothing here: what is read is one graph, into which named graphs "
            "are merged; a store on disk that the file is loaded into keeps them (relgraph load)"
        )
