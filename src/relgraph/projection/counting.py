"""Counting: how the edges of a projection count, where that can be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from relgraph.errors import ProjectionError, unknown_name
from relgraph.model.strengths import RANGE, strength
from relgraph.projection.catalogue import PROJECTIONS, Projection
from relgraph.wording import listed

OVER = ("shared", "all")
"""Over which things a score can be taken: those on which both have a stance, or all on which anybody has."""


@dataclass(frozen=True)
class Counting:
    """How edges count.

    Attributes:
        chair_weight: What presiding counts, where any other part counts 1.
        over: One of :data:`OVER`: over which things the score of a pair is taken.
        min_shared: How many things a pair has to share.
    """

    chair_weight: float = 1.0
    over: str = "shared"
    min_shared: int = 1

    def check(self, projection: Projection) -> None:
        """Refuse what is out of range or means nothing in ``projection``.

        Raises:
            NameNotFoundError: There is no such thing to take a score over.
            ProjectionError: A number out of range, or an option that says nothing of this projection.
        """
        try:
            strength(self.chair_weight)
        except ValueError:
            raise ProjectionError(
                f"the chair weight {self.chair_weight:g} is no strength", f"give one from {RANGE}"
            ) from None
        if self.over not in OVER:
            raise unknown_name("way to take a score", self.over, OVER)
        if self.min_shared < 1 or self.min_shared != int(self.min_shared):
            raise ProjectionError(
                f"a pair cannot share {self.min_shared:g} things at least", "give 1 or a greater whole number"
            )
        weighing = [entry.name for entry in PROJECTIONS.values() if entry.weighs_presiding]
        if self.chair_weight != 1 and not projection.weighs_presiding:
            raise ProjectionError(
                f"a chair weight has nothing to weigh in {projection.name!r}",
                f"it goes with {listed(weighing)}",
            )
        if projection.one_mode is None or not projection.one_mode.compared:
            comparing = [
                entry.name for entry in PROJECTIONS.values() if entry.one_mode and entry.one_mode.compared
            ]
            for option, given in (("over", self.over != "shared"), ("min_shared", self.min_shared != 1)):
                if given:
                    raise ProjectionError(
                        f"{option} has no pairs to compare in {projection.name!r}",
                        f"it goes with {listed(comparing)}",
                    )
