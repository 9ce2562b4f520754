"""Partitions of nodes into blocs: how alike they are."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from typing import Any, TypeAlias

Partition: TypeAlias = "tuple[int, ...]"
"""The bloc of each node, from 0, in the order of the nodes."""


def adjusted_rand_index(first: Partition, second: Partition) -> float:
    """Return how alike two partitions of the same nodes are.

    (pairs together in both - expected) / (mean of the pairs together in each - expected), expected with the
    sizes of the blocs kept. Hubert and Arabie (1985), Journal of Classification 2.

    Args:
        first: The bloc of each node, in the order of the nodes.
        second: The same of another partition.

    Returns:
        1 where they are the same, 0 where they are as alike as by chance, below 0 where less.

    Example:
        >>> adjusted_rand_index((0, 0, 1, 1), (1, 1, 0, 0))
        1.0
        >>> round(adjusted_rand_index((0, 0, 1, 1), (0, 1, 0, 1)), 3)
        -0.5
    """

    def pairs(counts: Counter[Any]) -> int:
        return sum(math.comb(count, 2) for count in counts.values())

    both = pairs(Counter(zip(first, second, strict=True)))
    in_first, in_second = pairs(Counter(first)), pairs(Counter(second))
    every = math.comb(len(first), 2)
    expected = in_first * in_second / every if every else 0.0
    highest = (in_first + in_second) / 2
    return 1.0 if highest == expected else (both - expected) / (highest - expected)


def similarity_to_runs(found: dict[Partition, int]) -> dict[Partition, float]:
    """Return how similar each outcome of a search is to all of its runs.

    Args:
        found: The different outcomes, each with how many runs ended there.

    Returns:
        For each outcome the sum of its adjusted Rand indices with all runs, itself included.

    Example:
        >>> similarity_to_runs({(0, 0, 1, 1): 3, (0, 0, 0, 0): 1})  # which are as alike as by chance
        {(0, 0, 1, 1): 3.0, (0, 0, 0, 0): 1.0}
    """
    similarity = {run: float(times) for run, times in found.items()}
    for first, second in combinations(found, 2):
        index = adjusted_rand_index(first, second)
        similarity[first] += found[second] * index
        similarity[second] += found[first] * index
    return similarity
