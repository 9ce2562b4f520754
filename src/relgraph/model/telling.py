"""Telling: whose words an act is, where the source has it, and what is to be said where it has no source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from rdflib import RDF

from relgraph.model.acts import Act
from relgraph.model.namespaces import RG
from relgraph.model.ontology import Ontology
from relgraph.model.sources import Passage
from relgraph.model.statements import Statements, texts

Manner: TypeAlias = Literal["said by", "in the words of", "told by", "according to", "no source is given"]


class Telling(NamedTuple):
    """Who tells an act.

    Attributes:
        manner: ``said by`` a quoted speaker; ``in the words of`` a document that speaks for itself; ``told by``
            reports in their own voice; ``according to`` any other document, such as a table;
            ``no source is given`` where there is neither speaker nor document.
        tellers: The IRIs of those.
    """

    manner: Manner
    tellers: tuple[str, ...]


def telling(statements: Statements, ontology: Ontology, act: Act, passages: Iterable[Passage]) -> Telling:
    """Return who tells an act.

    Args:
        statements: The graph that it is in.
        ontology: The ontology of that graph.
        act: The act.
        passages: The passages that it rests on.

    Returns:
        The speaker, else the documents of the passages.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> act = graph.acts["https://w3id.org/relgraph/id/act/russia-proposes-tourism"]
        >>> telling(graph, graph.ontology, act, [])
        Telling(manner='no source is given', tellers=())
    """

    def is_a(iri: str, kind: str) -> bool:
        return any(kind in ontology.ancestors(term) for term in texts(statements, iri, str(RDF.type)))

    if act.said_by:
        speaks = is_a(act.said_by, str(RG.Document))
        return Telling("in the words of" if speaks else "said by", (act.said_by,))
    documents = tuple(sorted({passage.document for passage in passages} - {""}))
    if not documents:
        return Telling("no source is given", ())
    told = all(is_a(document, str(RG.Report)) for document in documents)
    return Telling("told by" if told else "according to", documents)
