"""Legend: which shape and colour a kind has, which colour a family of relations, which dashes a modality.

Colours are names of custom properties in ``static/page.css``, which has them for a light and a dark scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from relgraph.model.ontology import Ontology


class Kind(NamedTuple):
    """How things of a kind are drawn.

    Attributes:
        shape: A shape of vis-network.
        hue: A colour of the style sheet.
        label: The kind's name on the page where the ontology has none.
    """

    shape: str
    hue: str
    label: str = ""


class Family(NamedTuple):
    """How edges of a family of relations are drawn.

    Attributes:
        hue: A colour of the style sheet.
        label: The family's name in the legend.
    """

    hue: str
    label: str


KINDS: dict[str, Kind] = {
    "State": Kind("dot", "blue"),
    "Organization": Kind("square", "teal"),
    "StateGroup": Kind("hexagon", "teal"),
    "Territory": Kind("dot", "teal"),
    "Person": Kind("triangle", "vermilion"),
    "CollectiveActor": Kind("hexagon", "purple"),
    "Actor": Kind("star", "blue"),
    "Meeting": Kind("diamond", "amber"),
    "Anniversary": Kind("star", "amber"),
    "Event": Kind("dot", "amber"),
    "Situation": Kind("hexagon", "amber"),
    "Place": Kind("triangleDown", "grey"),
    "Mechanism": Kind("triangleDown", "sky"),
    "Relationship": Kind("hexagon", "sky"),
    "Office": Kind("triangle", "sky"),
    "Assistance": Kind("diamond", "slate"),
    "Measure": Kind("square", "slate"),
    "Claim": Kind("triangleDown", "slate"),
    "Report": Kind("star", "brown"),
    "Statement": Kind("square", "brown"),
    "Instrument": Kind("diamond", "brown"),
    "Document": Kind("triangle", "brown"),
    "BodyOfLaw": Kind("hexagon", "brown"),
    "Concept": Kind("dot", "grey", "topic"),
    "Act": Kind("star", "grey"),
    "": Kind("square", "grey", "of no known kind"),
}
"""Kinds by the local name of their class, in the order of the legend.

A class that is not here is drawn as the nearest class above it that is, and as ``""`` where none is.
"""

FAMILIES: dict[str, Family] = {
    "cooperative-speech": Family("blue", "cooperative words"),
    "cooperative": Family("teal", "cooperative deeds and ties"),
    "adverse": Family("vermilion", "adverse words and deeds"),
    "speech": Family("purple", "statements"),
    "participation": Family("amber", "taking part"),
    "neutral": Family("slate", "other acts"),
    "bare": Family("grey", "stated without an act"),
}
"""Families of relations by what the ontology says of them, in the order of the legend."""

NEGATIVE = "negative"
"""What stands in the place of the modality of what did not take place."""

DASHES: dict[str, list[int] | bool] = {
    "asserted": False,
    "planned": [12, 6],
    "proposed": [6, 6],
    "wished": [2, 5],
    "needed": [12, 5, 2, 5],
    "predicted": [6, 4, 2, 4, 2, 4],
    NEGATIVE: [2, 9],
}
"""Dashes of the modalities in canvas units, and of what did not happen; ``False`` is a solid line.

A modality that is not there is drawn as ``wished``.
"""


def family_of(data: Mapping[str, Any], ontology: Ontology) -> str:
    """Return the family of an edge.

    Args:
        data: The attributes of an edge of a network from :func:`~relgraph.projection.project`.
        ontology: What says of the edge's relation whether it is a speech act, and whether it means taking part.

    Returns:
        A key of :data:`FAMILIES`.

    Example:
        >>> from relgraph.model.ontology import read_ontology
        >>> family_of({"relation": "supports", "sign": "cooperative", "acts": ["urn:act"]}, read_ontology())
        'cooperative-speech'
        >>> family_of({"relation": "supports", "sign": "cooperative", "acts": []}, read_ontology())
        'bare'
    """
    relation = next(iter(ontology.named(str(data.get("relation", "")))), None)
    shared = data.get("events") or data.get("organizations")
    if shared or (relation and "participation" in relation.projections):
        return "participation"
    if not data.get("acts") and "score" not in data:
        return "bare"
    sign = data.get("sign", "neutral")
    speech = relation is not None and relation.speech_act
    if sign == "cooperative":
        return "cooperative-speech" if speech else "cooperative"
    if sign == "adverse":
        return "adverse"
    return "speech" if speech else "neutral"


def legend_record(kind_label: Callable[[str], str]) -> dict[str, Any]:
    """Return the legend as the page's scripts read it: kinds and families in order, dashes by modality.

    Args:
        kind_label: Tells what a key of :data:`KINDS` is called.

    Returns:
        What ``page.render`` embeds.

    Example:
        >>> legend_record(str.lower)["kinds"][0]
        {'style': 'State', 'shape': 'dot', 'hue': 'blue', 'label': 'state'}
    """
    return {
        "kinds": [
            {"style": style, "shape": kind.shape, "hue": kind.hue, "label": kind_label(style)}
            for style, kind in KINDS.items()
        ],
        "families": [
            {"name": name, "hue": family.hue, "label": family.label} for name, family in FAMILIES.items()
        ],
        "dashes": DASHES,
    }
