"""Sizes that are measured, and the bars that the page has to keep, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Size:
    """A generated graph.

    Attributes:
        nodes: How many actors it has, which is also what ``--only`` calls it.
        edges: How many edges there are between them.
    """

    nodes: int
    edges: int

    def scaled(self, scale: float) -> Size:
        """Return the size at a scale, with no fewer than 40 nodes."""
        nodes = max(40, round(self.nodes * scale))
        return Size(nodes, max(nodes, round(self.edges * scale)))


SIZES = (Size(300, 1000), Size(1000, 3300), Size(3000, 10_000), Size(6700, 33_000))


@dataclass(frozen=True)
class Bar:
    """A limit of a quantity that a line of the table has.

    Attributes:
        line: The name of the line.
        quantity: ``time`` and ``cpu`` in seconds, ``memory`` and ``bytes`` in bytes, or ``share``.
        nodes: The sizes that it is for.
        at_most: The figure may be no more than this.
        at_least: The figure may be no less than this.
    """

    line: str
    quantity: str
    nodes: tuple[int, ...]
    at_most: float | None = None
    at_least: float | None = None

    def holds(self, figure: float) -> bool:
        """Return whether a figure keeps to the bar."""
        if self.at_least is not None:
            return figure >= self.at_least
        return self.at_most is not None and figure <= self.at_most

    def by_cpu(self) -> Bar:
        """Return the bar with CPU in place of time, which other work on the machine does not change."""
        return replace(self, quantity="cpu") if self.quantity == "time" else self


_ALL = (300, 1000, 3000, 6700)
_TO_10_000_EDGES = (300, 1000, 3000)

BARS = (
    Bar("render", "time", (6700,), at_most=25),
    Bar("render", "memory", (6700,), at_most=800e6),
    Bar("data per edge", "bytes", _ALL, at_most=350),
    Bar("neighbours of one bloc", "share", (300, 1000), at_least=0.95),
    Bar("picture under nodes", "share", _ALL, at_most=0.15),
    Bar("first picture", "time", (300,), at_most=2),
    Bar("first picture", "time", (3000,), at_most=5),
    Bar("hover", "cpu", _TO_10_000_EDGES, at_most=0.016),
    Bar("hover with a choice", "cpu", _TO_10_000_EDGES, at_most=0.016),
    Bar("choice", "cpu", _TO_10_000_EDGES, at_most=0.1),
    Bar("pan", "cpu", _TO_10_000_EDGES, at_most=0.05),
    Bar("pan with a choice", "cpu", _TO_10_000_EDGES, at_most=0.05),
    Bar("zoom", "cpu", _TO_10_000_EDGES, at_most=0.05),
    Bar("zoom with a choice", "cpu", _TO_10_000_EDGES, at_most=0.05),
    Bar("filter", "cpu", _TO_10_000_EDGES, at_most=0.3),
)
