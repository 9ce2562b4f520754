"""Asking: which statements a projection is folded from."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDFS, SKOS

from relgraph.model.namespaces import OA, RG
from relgraph.projection.catalogue import projection_named

_ALWAYS = (
    "relation", "actor", "object", "recipient", "involves", "polarity", "weight", "intensity",
    "direction", "sign", "speechAct", "presiding", "entersProjection",
)  # fmt: skip
_WHEN = ("date", "from", "until", "madeAt", "heldOn", "expectedIn", "proposedFor")


def predicates_asked(
    name: str,
    *,
    attributes: bool = True,
    since: object = None,
    as_of: object = None,
    modalities: Iterable[str] = (),
    certainties: Iterable[str] = (),
    source_documents: Iterable[str] = (),
    background: bool = True,
    collectives: str = "keep",
    **_: object,
) -> frozenset[str]:
    """Return the predicates of the statements that a projection is folded from.

    Args:
        name: The name of the projection.
        attributes: Whether its edges are to say all that :func:`~relgraph.projection.project` lists; else what
            they weigh and which way they go, as measures read it.
        since: As :func:`~relgraph.projection.project` takes it, as are the options below.
        as_of: See there.
        modalities: See there.
        certainties: See there.
        source_documents: See there.
        background: See there.
        collectives: See there.

    Returns:
        Their IRIs, without those that any reading takes; see :func:`~relgraph.opening.open_columns`.

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
    if attributes or since is not None or as_of is not None or times_count:
        asked += [RG[name] for name in _WHEN]
    if attributes or projection.modalities or modalities:
        asked.append(RG.modality)
    if attributes or projection.stances or certainties:
        asked.append(RG.certainty)
    if attributes or projection.stances:
        asked.append(RG.saidBy)
    if attributes or source_documents or not background:
        asked += [RG.evidence, OA.hasSource]
    if collectives == "resolve":
        asked.append(RG.resolvesTo)
    return frozenset(map(str, asked))
