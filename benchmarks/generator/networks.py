"""A weighted network with heavy-tailed degrees, as a list of edges."""

from __future__ import annotations

import random
from typing import TextIO

from benchmarks.generator.population import Skewed


def write_network(file: TextIO, nodes: int, edges: int, *, seed: int) -> None:
    """Write both ends and the weight of edges without direction.

    Args:
        file: Where they are written.
        nodes: How many nodes there are, each with an edge to the next one.
        edges: How many edges there are.
        seed: What makes it another network.
    """
    draw = random.Random(seed)
    skewed = Skewed(draw, nodes)
    pairs = dict.fromkeys(_pair(node, (node + 1) % nodes) for node in range(nodes))
    while len(pairs) < edges:
        # Who acts is less uneven than whom they turn to.
        one, other = draw.randrange(nodes), skewed.one()
        if one != other:
            pairs[_pair(one, other)] = None
    for first, second in pairs:
        file.write(f"n{first} n{second} {1 + draw.randrange(9)}\n")


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)
