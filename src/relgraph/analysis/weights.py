"""Weights: the strength of an edge, its cooperative and adverse parts, and the cost that paths read."""

from __future__ import annotations

from typing import Any

from relgraph.errors import ProjectionError
from relgraph.model.strengths import RANGE, strength


def strength_of(source: str, target: str, data: dict[str, object]) -> float:
    """Return the weight of an edge.

    Args:
        source: The node at one end, which an error names.
        target: The node at the other end.
        data: The attributes of the edge; without ``weight`` it weighs 1.

    Returns:
        The weight, 1e-6 to 1e12.

    Raises:
        ProjectionError: The weight is something else.

    Example:
        >>> strength_of("a", "b", {"weight": 2})
        2.0
    """
    try:
        return strength(data.get("weight", 1.0))
    except ValueError:
        raise ProjectionError(
            f"the edge {source} to {target} has weight {data.get('weight')}; "
            f"strengths must be positive, {RANGE}",
            "correct rg:weight of its act or relation, or leave it out",
        ) from None


def signed_parts(source: str, target: str, data: dict[str, Any]) -> tuple[float, float]:
    """Return the cooperative and the adverse part of the weight of an edge; the rest of it is neutral.

    Args:
        source: The node at one end, which an error names.
        target: The node at the other end.
        data: The attributes of the edge: ``cooperative`` and ``adverse`` where it stands for several, otherwise
            one ``sign`` for all of its ``weight``.

    Returns:
        The two parts.

    Raises:
        ProjectionError: The weight is not a number from 1e-6 to 1e12.

    Example:
        >>> signed_parts("a", "b", {"weight": 2.0, "sign": "adverse"})
        (0.0, 2.0)
    """
    weight = strength_of(source, target, data)
    if "cooperative" in data and "adverse" in data:
        return float(data["cooperative"]), float(data["adverse"])
    sign = data.get("sign")
    return (weight if sign == "cooperative" else 0.0, weight if sign == "adverse" else 0.0)


def cost_of(weight: float, exponent: float) -> float:
    """Return what a path pays for an edge: 1 / weight ** exponent.

    Args:
        weight: The strength of the edge.
        exponent: 0 to 2. With 1 an edge twice as strong is half as long (Newman 2001); with 0 every edge costs
            1 and weights do not matter; between them the number of steps weighs in (Opsahl, Agneessens and
            Skvoretz 2010, Social Networks 32).

    Returns:
        The cost.

    Raises:
        ProjectionError: An exponent out of range.

    Example:
        >>> cost_of(4.0, 1), cost_of(4.0, 0.5), cost_of(4.0, 0)
        (0.25, 0.5, 1.0)
    """
    if not 0 <= exponent <= 2:
        raise ProjectionError(
            f"the cost exponent is {exponent:g}; it must be a number from 0 to 2",
            "1 reads 1/weight as the cost of an edge, 0 counts steps",
        )
    return float(weight**-exponent)
