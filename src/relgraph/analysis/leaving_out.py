"""Leaving out: what scores lose without an act, a tie or an event, each left out once for all nodes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from relgraph.analysis.events import events_of
from relgraph.analysis.score_table import ScoreRow, ranks
from relgraph.analysis.scoring import Counts
from relgraph.progress import Progress, steps
from relgraph.projection import Fold

_NOISE = 1e-9
"""Share of a score below which an effect is none: PageRank moves by as much with where its iteration stops."""


class LeftOut(NamedTuple):
    """What is left out together.

    Attributes:
        what: ``act``, ``relation``, ``tie`` or ``event``.
        iri: The act or relation, the node at the other end of the tie, or the event.
        units: The units of the fold that are left out with it.
        tied: Whose tie it is, which it tells of alone; ``""`` for what is no tie.
    """

    what: str
    iri: str
    units: frozenset[str]
    tied: str = ""


class Effect(NamedTuple):
    """What a score loses without something.

    Attributes:
        of: What is left out.
        size: The score with all acts minus the score without it; ``nan`` where it is undefined without it.
        rank: The rank without it; ``None`` where the score is undefined without it.
    """

    of: LeftOut
    size: float
    rank: int | None


def by_size(label: Callable[[LeftOut], str]) -> Callable[[Effect], tuple[bool, float, str, str]]:
    """Return the key that sorts effects: what is undefined first, then the largest, then by label."""
    return lambda effect: (
        not math.isnan(effect.size),
        -abs(effect.size),
        label(effect.of),
        effect.of.iri,
    )


@dataclass(frozen=True)
class LeavingOut:
    """What of a fold is left out to tell what the scores of some nodes rest on.

    Attributes:
        fold: The acts.
        nodes: The nodes whose scores are asked about.
        is_local: Whether a score changes only with the acts of its node, and of events that these belong to.
        limit: How many acts are left out one by one, those of ``nodes`` first.
    """

    fold: Fold
    nodes: Sequence[str]
    is_local: bool
    limit: int

    @cached_property
    def ties(self) -> dict[str, dict[str, set[str]]]:
        """The acts behind the ties of each node, by the node at the other end.

        A tie of a one-mode projection rests on no act by itself, but on two of taking part: its events tell
        more.
        """
        fold = self.fold
        found: dict[str, dict[str, set[str]]] = {}
        if fold.projection.one_mode:
            return found

        def tie(one: str, other: str, units: Sequence[str]) -> None:
            for node, end in ((one, other), (other, one)):
                found.setdefault(node, {}).setdefault(end, set()).update(units)

        for source, target, data in fold.network().edges(data=True):
            if source != target:
                # The act that the edge folds stands first, acts of saying it behind; a stance folds several.
                acts = data["acts"] if fold.collapsed or fold.projection.stances else data["acts"][:1]
                tie(source, target, [unit for unit in acts if unit in fold.units])
        for unit, pairs in fold.pairs.items():
            for one, other in pairs if fold.units[unit] is None else ():
                tie(one, other, [unit])
        return found

    @cached_property
    def own(self) -> dict[str, set[str]]:
        """The acts and relations of each of ``nodes``."""
        found = {node: set[str]().union(*self.ties.get(node, {}).values()) for node in self.nodes}
        for unit, act in self.fold.units.items():
            for actor in act.actors if act else ():
                if actor in found:
                    found[actor].add(unit)
        return found

    @cached_property
    def singly(self) -> tuple[str, ...]:
        """The acts and relations that may change a score, those of ``nodes`` first."""
        own = set[str]().union(*self.own.values())
        may = (unit for unit in self.fold.units if unit in own or not self.is_local)
        return tuple(sorted(may, key=lambda unit: unit not in own))

    def all(self) -> list[LeftOut]:
        """Return what is left out."""
        units, events = self.fold.units, dict[str, set[str]]()
        for unit, found in events_of(self.fold).items():
            for event in found:
                events.setdefault(event, set()).add(unit)
        matter = set(self.singly)
        singly = self.singly[: self.limit]
        return [
            *(LeftOut("act" if units[unit] else "relation", unit, frozenset({unit})) for unit in singly),
            *(
                LeftOut("tie", other, frozenset(behind), node)
                for node in self.nodes
                for other, behind in sorted(self.ties.get(node, {}).items())
                if other not in events and len(behind) > 1
            ),
            *(
                LeftOut("event", event, frozenset(of))
                for event, of in sorted(events.items())
                if not of.isdisjoint(matter)
            ),
        ]

    def effects(
        self,
        rows: Sequence[ScoreRow],
        values_of: Callable[[Counts], NDArray[np.float64]],
        label: Callable[[LeftOut], str],
        top: int | None = None,
        progress: Progress | None = None,
    ) -> Mapping[str, list[Effect]]:
        """Return what the scores of ``nodes`` lose, by the node.

        An act of a node is told even where its effect is 0; all else only where it has one.

        Args:
            rows: The scores with all acts.
            values_of: Scores the nodes of ``rows`` by how often each unit counts; the first column counts.
            label: What each thing that is left out is called, by which equal effects are sorted.
            top: How many effects of each node; all where there is none.
            progress: Called with how many of the things to leave out have been left out, and how many there
                are.

        Returns:
            The effects, largest first; those that are undefined stand before all.
        """

        order = by_size(label)
        place = {row.iri: number for number, row in enumerate(rows)}
        scores = np.array([row.values[0] for row in rows], dtype=np.float64)
        asked = np.zeros(len(rows), dtype=np.bool_)
        asked[[place[node] for node in self.nodes]] = True
        asked &= ~np.isnan(scores)
        owners: dict[str, list[int]] = {}
        for node, own in self.own.items():
            for unit in own:
                owners.setdefault(unit, []).append(place[node])

        found: list[list[Effect]] = [[] for _ in rows]
        least = np.zeros(len(rows))  # what an effect has to be of to be among the largest
        together: dict[frozenset[str], list[LeftOut]] = {}
        for each in self.all() if asked.any() else ():
            together.setdefault(each.units, []).append(each)
        number_of = {unit: number for number, unit in enumerate(self.fold.units)}
        for units, alike in steps(list(together.items()), progress):
            counts = np.ones(len(number_of))
            counts[[number_of[unit] for unit in units]] = 0.0
            left = values_of(counts)[:, 0]
            lost, rank = scores - left, ranks(left[np.newaxis])[0]
            lost[np.abs(lost) <= _NOISE * np.abs(scores)] = 0.0
            of_these = np.zeros(len(rows), dtype=np.bool_)
            for unit in units:
                of_these[owners.get(unit, [])] = True
            size = np.where(np.isnan(lost), np.inf, np.abs(lost))
            large = asked & (size >= least)
            for each in alike:
                told = lost != 0
                if each.tied:
                    told &= np.arange(len(rows)) == place[each.tied]
                elif each.what == "event":
                    told &= of_these | (not self.is_local)
                else:
                    told = of_these if self.is_local else told | of_these
                for at in np.flatnonzero(told & large).tolist():
                    effect = Effect(
                        each,
                        float(f"{lost[at]:.12g}"),
                        None if math.isnan(rank[at]) else int(rank[at]),
                    )
                    found[at].append(effect)
                    if top is not None and len(found[at]) >= 2 * top:
                        found[at] = sorted(found[at], key=order)[:top]
                        last = found[at][-1].size
                        # Below it by what rounding the effect may take.
                        least[at] = math.inf if math.isnan(last) else abs(last) * (1 - 1e-9)
        return {node: sorted(found[place[node]], key=order)[:top] for node in self.nodes}
