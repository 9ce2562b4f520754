"""Asking: which statements a projection is folded from."""

from __future__ import annotations

from typing import Any

from rdflib import RDFS, SKOS

from relgraph.model.namespaces import OA, RG
from relgraph.projection.catalogue import projection_named

_ALWAYS = (
    "relation", "actor", "object", "recipient", "involves", "polarity", "weight", "intensity",
    "direction", "sign", "speechAct", "presiding", "entersProjection",
)  # fmt: skip
_WHEN = ("date", "from", "until", "madeAt", "heldOn", "expectedIn", "proposedFor", "publishedOn", "partOf")


def predicates_asked(name: str, *, attributes: bool = True, **options: Any) -> frozenset[str]:
    """Return the predicates of the statements that a projection is folded from.

    Args:
        name: The name of the projection.
        attributes: Whether its edges are to say all that :func:`~relgraph.projection.project` lists; else what
            they weigh and which way they go, as measures read it.
        **options: As :func:`~relgraph.projection.project` takes them; some ask for more.

    Returns:
        Their IRIs, without those that any reading takes; see :func:`~relgraph.opening.open_columns`. Those that
        ``relations`` gives with a prefix have it still.

    Raises:
        NameNotFoundError: There is no projection of that name.

    Example:
        >>> str(RG.modality) in predicates_asked("actors", attributes=False)
        False
        >>> str(RG.modality) in predicates_asked("participation", attributes=False)
        True
    """
    projection = projection_named(name)
    times_count = projection.stances or (projection.one_mode and projection.one_mode.while_both_last)
    asked = [RG[name] for name in _ALWAYS]
    asked += [RDFS.subClassOf, SKOS.altLabel]
    dates = attributes or options.get("since") is not None or options.get("as_of") is not None or times_count
    if dates:
        asked += [RG[name] for name in _WHEN]
    if attributes:
        asked += [RG.place, RG.code]
    if attributes or projection.modalities or options.get("modalities"):
        asked.append(RG.modality)
    if attributes or projection.stances or options.get("certainties"):
        asked.append(RG.certainty)
    if attributes or projection.stances:
        asked.append(RG.saidBy)
    if dates or options.get("source_documents") or not options.get("background", True):
        asked += [RG.evidence, OA.hasSource]
    if options.get("collectives") == "resolve":
        asked.append(RG.resolvesTo)
    foreign = {name.strip("<>") for name in options.get("relations", ()) if ":" in name}
    return frozenset({*map(str, asked), *foreign})
