"""Balance of a signed network: which triads of friends and foes hold, and which pull apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relgraph.late_imports import LateLibrary
from relgraph.projection import Network
from relgraph.projection.edge_list import ordered, signed_parts

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")


@dataclass(frozen=True)
class Triad:
    """Three nodes of which every two have a tie of one sign.

    Attributes:
        nodes: Their IRIs, in order.
        signs: Those of the ties first-second, first-third and second-third: 1 cooperative, -1 adverse.
    """

    nodes: tuple[str, str, str]
    signs: tuple[int, int, int]

    @property
    def balanced(self) -> bool:
        """Whether the product of the signs is positive: no adverse tie, or two."""
        return math.prod(self.signs) > 0


@dataclass(frozen=True)
class Balance:
    """Triads of a signed network after Cartwright and Harary (1956), Psychological Review 63.

    Attributes:
        triads: All triads, in IRI order.
        ambivalent: Pairs with ties of both signs; they have no one sign and are in no triad.
        cooperative: How many pairs have cooperative ties alone.
        adverse: How many pairs have adverse ties alone.
        frustrated: The ties that no two camps could explain given the blocs, as pairs with their sign: adverse
            within a bloc, or cooperative between blocs (Doreian and Mrvar 1996, Social Networks 18). ``None``
            where no blocs were given.
    """

    triads: tuple[Triad, ...]
    ambivalent: tuple[tuple[str, str], ...]
    cooperative: int
    adverse: int
    frustrated: tuple[tuple[str, str, int], ...] | None

    @property
    def balanced(self) -> tuple[Triad, ...]:
        """The triads without an adverse tie, or with two: the friend of a friend, the foe of a foe."""
        return tuple(triad for triad in self.triads if triad.balanced)

    @property
    def unbalanced(self) -> tuple[Triad, ...]:
        """The triads with one adverse tie, or three."""
        return tuple(triad for triad in self.triads if not triad.balanced)

    @property
    def share(self) -> float:
        """The share of triads that are balanced, 0 to 1; ``nan`` where there is no triad."""
        return len(self.balanced) / len(self.triads) if self.triads else math.nan

    def sentences(self) -> tuple[str, ...]:
        """Return what was counted, in words."""
        said = [
            f"signed ties: {self.cooperative} cooperative and {self.adverse} adverse pairs, "
            f"{len(self.ambivalent)} with ties of both signs, which count in no triad"
        ]
        if not self.adverse and not self.ambivalent:
            said.append("balance: no tie is adverse, so that every triad is balanced and balance says nothing")
            return tuple(said)
        if not self.adverse:
            said.append(
                "balance: every adverse tie is in a pair with ties of both signs, so that none is in the "
                f"{len(self.triads)} triads counted and balance says nothing"
            )
        elif self.triads:
            said.append(
                f"balance (Cartwright and Harary 1956): {len(self.balanced)} of {len(self.triads)} triads are "
                f"balanced ({self.share:.0%})"
            )
        else:
            said.append("balance: no three nodes are tied in pairs of one sign, so there is no triad to judge")
        if self.frustrated is not None:
            said.append(
                f"{len(self.frustrated)} ties go against the blocs: adverse within one, "
                "or cooperative between two"
            )
        return tuple(said)


def balance(network: Network, blocs: Mapping[str, object] | None = None) -> Balance:
    """Count the balanced and unbalanced triads of a signed network.

    A pair is cooperative or adverse where all its edges that are not neutral are so, in either direction; an
    edge of a collapsed network that has parts of both signs counts as one of each. Weights, neutral edges and
    self-loops do not count.

    Args:
        network: A network whose edges have ``sign``.
        blocs: The bloc of each node, by IRI; adds the frustrated ties.

    Returns:
        The triads, and how many pairs have ties of which sign.

    Raises:
        ProjectionError: A weight that is not positive, or nodes that have no order.

    Example:
        >>> network = nx.Graph()
        >>> network.add_edges_from(["ab", "bc"], sign="adverse")
        >>> network.add_edge("a", "c", sign="cooperative")
        >>> balance(network).balanced  # a and c have a common foe
        (Triad(nodes=('a', 'b', 'c'), signs=(-1, 1, -1)),)
    """
    ordered(network)  # refused where the nodes have no order
    signs: dict[tuple[str, str], set[int]] = {}
    for source, target, data in network.edges(data=True):
        cooperative, adverse = signed_parts(source, target, data)
        found = {sign for sign, part in ((1, cooperative), (-1, adverse)) if part > 0}
        if found and source != target:
            first, second = sorted((source, target))
            signs.setdefault((first, second), set()).update(found)
    pair_sign = {pair: next(iter(found)) for pair, found in sorted(signs.items()) if len(found) == 1}
    triads = []
    for triangle in nx.all_triangles(nx.Graph(pair_sign.keys())):
        a, b, c = sorted(triangle)
        triads.append(Triad((a, b, c), (pair_sign[a, b], pair_sign[a, c], pair_sign[b, c])))
    frustrated = None
    if blocs is not None:
        frustrated = tuple(
            (a, b, sign) for (a, b), sign in pair_sign.items() if (blocs[a] == blocs[b]) != (sign > 0)
        )
    return Balance(
        triads=tuple(sorted(triads, key=lambda triad: triad.nodes)),
        ambivalent=tuple(pair for pair, found in sorted(signs.items()) if len(found) == 2),
        cooperative=sum(sign > 0 for sign in pair_sign.values()),
        adverse=sum(sign < 0 for sign in pair_sign.values()),
        frustrated=frustrated,
    )
