"""Stances: which of the acts of an actor towards one thing tell where it stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from relgraph.model.attributes import united
from relgraph.model.dates import Span, days
from relgraph.model.namespaces import RG
from relgraph.model.read_graph import ReadGraph
from relgraph.projection.network import DescribedEdge, node_of
from relgraph.wording import counted, some

_Pair: TypeAlias = tuple[str, str]
_UNTOLD: Span = (datetime.date.min, datetime.date.min)
_SURENESS = {str(RG.certain): 3, "": 2, str(RG.likely): 1, str(RG.doubtful): 0}


def standing(
    graph: ReadGraph,
    edges: Iterable[DescribedEdge],
    counts: Mapping[str, float] | None = None,
    *,
    apart: bool = False,
) -> tuple[list[DescribedEdge], tuple[str, ...]]:
    """Return the stance of each actor to each thing.

    A stance is superseded by one of another sign that lies wholly later: that begins after it ends. Dates are
    as precise as their source, so that a year and a day in it do not supersede each other. Where any act of a
    pair is dated, those of another sign without a date are set aside. If what is left has several signs, the
    pair has no stance.

    Args:
        graph: What labels are read from.
        edges: The edges of acts, one per act, actor and thing, in order.
        counts: How often each unit counts, which multiplies its weight; once where there are no counts.
        apart: Whether the edges of a stance stay apart.

    Returns:
        One edge per actor and thing: that of the latest act, of the surest where several are, with the sum of
        the weights of all acts that say the same, and with these acts and their evidence; ``part`` is how often
        the most counted of them counts. Or these edges apart. Then what was left out, in sentences.
    """
    pairs: dict[_Pair, list[DescribedEdge]] = {}
    for item in edges:
        counts_as, times = item, 1.0 if counts is None else counts[item.edge.unit]
        if times != 1:
            weight = item.attributes["weight"] * times
            counts_as = replace(item, attributes={**item.attributes, "weight": weight}, part=times)
        pairs.setdefault((item.edge.source, item.edge.target), []).append(counts_as)
    found: list[DescribedEdge] = []
    unclear: list[_Pair] = []
    earlier: list[_Pair] = []
    undated: list[_Pair] = []
    for pair, items in pairs.items():
        kept = items
        if len({item.edge.sign for item in items}) > 1:
            dated = [item for item in items if days(item.edge.date)]
            kept = _latest(dated) if dated else []
            if not kept:
                unclear.append(pair)
                continue
            sign = kept[0].edge.sign
            if any(item.edge.sign != sign for item in dated):
                earlier.append(pair)
            without = [item for item in items if not days(item.edge.date)]
            if any(item.edge.sign != sign for item in without):
                undated.append(pair)
            kept += (item for item in without if item.edge.sign == sign)
        found += kept if apart else [_united(kept)]
    return found, tuple(_left_out(graph, unclear, earlier, undated))


def _span(item: DescribedEdge) -> Span:
    return days(item.edge.date) or _UNTOLD


def _latest(dated: Sequence[DescribedEdge]) -> list[DescribedEdge]:
    """Return the edges of the stance that no other supersedes; none where several signs are left."""
    last = max(_span(item)[0] for item in dated)
    signs = {item.edge.sign for item in dated if _span(item)[1] >= last}
    if len(signs) > 1:
        return []
    (sign,) = signs
    turned = max((_span(item)[0] for item in dated if item.edge.sign != sign), default=datetime.date.min)
    return [item for item in dated if item.edge.sign == sign and _span(item)[1] >= turned]


def _united(items: Sequence[DescribedEdge]) -> DescribedEdge:
    if len(items) == 1:
        return items[0]

    def rank(item: DescribedEdge) -> tuple[object, ...]:
        told = item.edge.acts[0] if item.edge.acts else None
        sureness = _SURENESS.get(told.certainty, 0) if told else 0
        return _span(item)[::-1], sureness, told is not None and not told.said_by

    first = max(items, key=rank)
    acts = dict.fromkeys(act for item in (first, *items) for act in item.attributes["acts"])
    attributes = {
        **first.attributes,
        "weight": sum(item.attributes["weight"] for item in items),
        "acts": tuple(acts),
        "evidence": tuple(sorted({passage for item in items for passage in item.attributes["evidence"]})),
        "background": all(item.attributes["background"] for item in items),
    }
    if "count" in first.attributes:
        attributes["count"] = sum(item.attributes["count"] for item in items)
    attributes |= united(act.attributes for item in items for act in item.edge.acts)
    return replace(first, attributes=attributes, part=max(item.part for item in items))


def _left_out(
    graph: ReadGraph, unclear: Sequence[_Pair], earlier: Sequence[_Pair], undated: Sequence[_Pair]
) -> Iterator[str]:
    def named(pairs: Sequence[_Pair]) -> str:
        return some(
            [" on ".join(node_of(graph, end)[1]["label"] for end in pair) for pair in pairs[:3]], len(pairs)
        )

    if unclear:
        yield (
            f"left out {counted(len(unclear), 'pair')} of actor and thing whose acts contradict each other, "
            f"none of them wholly later: {named(unclear)}"
        )
    if earlier:
        yield f"set earlier stances aside for a later one in {counted(len(earlier), 'pair')}: {named(earlier)}"
    if undated:
        yield (
            "set stances without a date aside for one with a date that contradicts them in "
            f"{counted(len(undated), 'pair')}: {named(undated)}"
        )
