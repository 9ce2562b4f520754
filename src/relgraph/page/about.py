"""About: what the page says of the network and the data as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rdflib import DCTERMS, OWL, RDF

from relgraph.bundle import bundled
from relgraph.exporting.void import ONTOLOGY
from relgraph.model.namespaces import PREFIXES
from relgraph.model.ontology import bundled_ontology
from relgraph.model.statements import Statements, text_of
from relgraph.projection import PROJECTIONS, Network
from relgraph.store import KnowledgeGraph

_ABOUT_DATA = {
    "licence": DCTERMS.license,
    "version": OWL.versionInfo,
    "issued": DCTERMS.issued,
    "modified": DCTERMS.modified,
}


def about(network: Network, warnings: Iterable[str], notes: Iterable[str] = ()) -> dict[str, Any]:
    """Return what the page says of the network as a whole.

    Args:
        network: A network from :func:`~relgraph.projection.project`.
        warnings: What the scores cannot say on this network.
        notes: What is to be said of the page itself.

    Returns:
        The name of the projection, what it is of, ``filters`` that it was projected with, in words, and
        ``rows`` of a term and its explanation.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> said = about(relgraph.project(graph, "actors", modalities=["planned"]), [])
        >>> said["projection"], said["filters"][0].partition(" acts")[2]
        ('actors', ' of another modality than planned')
    """
    said = network.graph
    projection = PROJECTIONS.get(said.get("name", ""))
    rows = [
        ("Nodes", projection.nodes if projection else ""),
        ("Edges", projection.edges if projection else ""),
        ("Left out", projection.drops if projection else ""),
        ("Weight", said.get("weight_unit", "")),
        ("Direction", said.get("direction", "")),
        ("Collectives", said.get("collectives", "")),
        ("Notes", "; ".join(notes)),
    ]
    return {
        "projection": str(said.get("name", "")),
        "directed": network.is_directed(),
        "collectives": str(said.get("collectives", "")),
        "filters": list(said.get("notes", ())),
        "ranksFirstMode": bool(said.get("kinds")),
        "rows": [row for row in rows if row[1]],
        "warnings": list(warnings),
    }


def about_data(graph: KnowledgeGraph) -> dict[str, Any]:
    """Return licence, version and dates that a graph states of its data set, and the names of its files.

    Those of the bundled graph are the project's, as :func:`relgraph.describe` has them.

    Args:
        graph: The graph.

    Returns:
        ``files`` without folders, and of ``licence``, ``version``, ``issued`` and ``modified`` those that are
        stated of one ``void:Dataset``, ``dcat:Dataset`` or ontology header.

    Example:
        >>> import relgraph
        >>> about_data(relgraph.open())["licence"]
        'https://creativecommons.org/licenses/by/4.0/'
    """
    files = [name if "://" in name else Path(name).name for name in graph.sources]
    if [Path(name).resolve() for name in graph.sources] == [bundled("data", "triples.ttl").resolve()]:
        return {"files": files, **_stated(bundled_ontology(), ONTOLOGY)}
    kinds = (PREFIXES["void"] + "Dataset", "http://www.w3.org/ns/dcat#Dataset", str(OWL.Ontology))
    sets = {text_of(term) for kind in kinds for term in graph.subjects_of(str(RDF.type), kind)}
    return {"files": files, **(_stated(graph, sets.pop()) if len(sets) == 1 else {})}


def _stated(statements: Statements, dataset: str) -> Mapping[str, str]:
    found = {
        name: sorted(text_of(term) for term in statements.objects_of(dataset, str(predicate)))
        for name, predicate in _ABOUT_DATA.items()
    }
    return {name: re.sub(r"T.*", "", values[0]) if name in ("issued", "modified") else values[0]
            for name, values in found.items() if values}  # fmt: skip
