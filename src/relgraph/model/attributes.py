"""Attributes: what acts have by properties that the data declare, such as further columns of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Attribute: TypeAlias = "tuple[str, tuple[str, ...]]"
"""The name of an attribute and its values, sorted."""

EDGE_NAMES = frozenset({
    "relation", "label", "directed", "sign", "weight", "date", "dated_by", "from", "until", "modality",
    "polarity", "certainty", "said_by", "intensity", "place", "codes", "speech", "acts", "evidence",
    "background", "count", "instead",
    # of collapsed edges
    "cooperative", "adverse", "relations", "modalities", "polarities", "certainties", "places", "first_date",
    "last_date",
    # of pairs of actors
    "newman", "events", "organizations", "agreed", "disagreed", "shared", "score",
})  # fmt: skip
"""What edges of networks have of their own, by name."""

_OF_OTHERS = {
    "id", "key", "source", "target", "source_label", "target_label", "mirror", "cost", "p_value",
    # arguments of add_edge of NetworkX, by which its readers and many a program give what an edge has
    "self", "u_for_edge", "v_for_edge", "u_of_edge", "v_of_edge",
}  # fmt: skip
_BESIDE = ("count", "first_day", "last_day")  # what tables put beside a column


def edge_names(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each attribute on edges: its label.

    Where edges, formats or an attribute before it have that name, whatever its case, `` (attribute)`` follows
    it, and a number where that is taken too.

    Args:
        labels: The label of each attribute by its IRI.

    Returns:
        The names by IRI, in IRI order; no two are alike.

    Example:
        >>> edge_names({"urn:a": "City", "urn:b": "Score", "urn:c": "city"})
        {'urn:a': 'City', 'urn:b': 'Score (attribute)', 'urn:c': 'city (attribute)'}
    """
    own = EDGE_NAMES | _OF_OTHERS
    taken = {*own, *(f"{name}_{more}" for name in own for more in _BESIDE)}
    names: dict[str, str] = {}
    for iri, label in sorted(labels.items()):
        name, number = label, 1
        while name.casefold() in taken:
            name = f"{label} (attribute{f' {number}' if number > 1 else ''})"
            number += 1
        taken.add(name.casefold())
        names[iri] = name
    return names


def worded(attributes: Iterable[Attribute]) -> str:
    """Return attributes in words, as one field of a table has them.

    Example:
        >>> worded([("City", ("Arda", "Bree")), ("Goods", ("tin",))])
        'City: Arda | Bree; Goods: tin'
    """
    return "; ".join(f"{name}: {' | '.join(values)}" for name, values in attributes)


def united(attributes: Iterable[Iterable[Attribute]]) -> dict[str, tuple[str, ...]]:
    """Return the attributes of several acts or edges as one has them, with all values that any of them has.

    Args:
        attributes: Those of each.

    Returns:
        The values by name, sorted.

    Example:
        >>> united([[("City", ("Bree",))], [("City", ("Arda", "Bree")), ("Goods", ("tin",))], []])
        {'City': ('Arda', 'Bree'), 'Goods': ('tin',)}
    """
    found: dict[str, set[str]] = {}
    for each in attributes:
        for name, values in each:
            found.setdefault(name, set()).update(values)
    return {name: tuple(sorted(values)) for name, values in found.items()}
