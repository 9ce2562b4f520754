"""A graph of any size: who there is, then report after report, and rows of event tables between them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TextIO

from benchmarks.generator.dossiers import Dossiers
from benchmarks.generator.population import Population, Sizes
from benchmarks.generator.turtle import Turtle


def write_graph(
    file: TextIO, *, triples: int | None = None, acts: int | None = None, seed: int, broken: float = 0.0
) -> Turtle:
    """Write a graph of a number of triples or of acts.

    Args:
        file: Where it is written.
        triples: How many triples it has, within a percent, from 2,000 on.
        acts: How many acts it has instead, exactly, from 400 on.
        seed: What makes it another graph.
        broken: The share of acts that break a shape or a check.

    Returns:
        What was written, with the numbers of triples and acts.
    """
    draw = random.Random(seed)
    out = Turtle(file)
    out.header()
    size = triples if triples is not None else (acts or 0) * 20
    population = Population(out, draw, Sizes.of(size))
    population.write()
    dossiers = Dossiers(out, draw, population, seed, broken)

    def fits(write: Callable[[], None]) -> bool:
        """Write one part more, unless that would be too much."""
        write()
        if (out.triples > size) if triples is not None else (out.acts > (acts or 0)):
            out.drop()
            return False
        out.flush()
        return True

    while fits(dossiers.report) and all(fits(dossiers.row) for _ in range(draw.randrange(12))):
        pass
    while fits(dossiers.row):
        pass
    return out
