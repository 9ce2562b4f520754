"""Packing: records as columns of JSON, each in the shortest of three forms, as ``static/data.js`` reads them.

A column is a list with a value per record, or ``{"of": values, "in": places}`` where few values recur, or
``{"rest": value, "at": records, "is": values}`` where nearly all are one value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any


def packed(values: Sequence[Any]) -> Any:
    """Return a column in the shortest form.

    Args:
        values: What JSON can hold, one per record.

    Returns:
        The list itself, or an object as the module says.

    Example:
        >>> packed([7, 8, 9])
        [7, 8, 9]
        >>> packed(["planned", "asserted", "planned", "asserted", "planned", "planned"])
        {'of': ['planned', 'asserted'], 'in': [0, 1, 0, 1, 0, 0]}
        >>> packed([None] * 9 + [4])
        {'rest': None, 'at': [9], 'is': [4]}
    """
    if not values:
        return []
    keys = list(map(repr, values))  # about as long as in JSON, and 1, 1.0 and True are told apart
    counts = Counter(keys)
    value_of = dict(zip(keys, values, strict=True))
    numbers = {key: number for number, key in enumerate(value_of)}
    rest = max(counts, key=lambda key: (counts[key], -numbers[key]))
    at = [place for place, key in enumerate(keys) if key != rest]
    once, each = sum(map(len, counts)), sum(map(len, keys))
    lengths = (
        each + len(keys),
        once + len(counts) + sum((len(str(numbers[key])) + 1) * count for key, count in counts.items()) + 16,
        each - len(rest) * counts[rest] + sum(len(str(place)) + 2 for place in at) + len(rest) + 24,
    )
    shortest = lengths.index(min(lengths))
    if shortest == 0:
        return list(values)
    if shortest == 1:
        return {"of": list(value_of.values()), "in": [numbers[key] for key in keys]}
    return {"rest": value_of[rest], "at": at, "is": [values[place] for place in at]}


def columns(records: Sequence[Mapping[str, Any]], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return records as columns.

    Args:
        records: Each has some of the keys of ``defaults`` and no others.
        defaults: The keys, each with the value that a record without it has.

    Returns:
        ``count``, the number of records, and a column for each key of which any record has another value than
        the default; ``defaults`` has those of the others.

    Example:
        >>> columns([{"label": "A"}, {"label": "B"}], {"label": "", "notes": []})
        {'count': 2, 'label': ['A', 'B'], 'defaults': {'notes': []}}
    """
    made: dict[str, Any] = {"count": len(records)}
    left: dict[str, Any] = {}
    for key, default in defaults.items():
        values = [record.get(key, default) for record in records]
        if all(value == default for value in values):
            left[key] = default
        else:
            made[key] = packed(values)
    return made | {"defaults": left}
