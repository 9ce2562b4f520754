"""Verification: the graph read back from the store, and compared with what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Literal

import pyoxigraph as ox

from relgraph.canonical import canonical
from relgraph.cleaning import shortened
from relgraph.errors import DifferenceError, StoreError
from relgraph.remote.graph_store import GraphStore
from relgraph.remote.update_endpoint import UpdateEndpoint
from relgraph.wording import counted

# Larger graphs are counted.
_COMPARED = 100_000
# Triples beyond those that were sent that are read back; a store may have no end of them.
_TOO_MANY = 1_000


def read_back(
    reader: GraphStore | UpdateEndpoint, sent: Iterable[ox.Triple], total: int, *, exact: bool
) -> Literal["equal", "contained", "counted"]:
    """Read the graph back, and compare it with the triples that were sent.

    Up to 100,000 triples are compared one by one, where ``exact`` with blank nodes named by what they are
    linked to, so that isomorphic graphs are equal; larger graphs are counted.

    Args:
        reader: The graph in the store.
        sent: The triples that were sent; not touched where they are counted only.
        total: How many triples were sent.
        exact: The graph must have no other triples, as after it was replaced.

    Returns:
        ``"equal"`` (the graph has these triples and no others), ``"contained"`` (it has all of them) or
        ``"counted"`` (it has as many triples as it must).

    Raises:
        DifferenceError: A triple is not there, or one too many where ``exact``.
        StoreError: The graph cannot be read.
    """
    try:
        return _compare(reader, sent, total, exact=exact)
    except DifferenceError:
        raise
    except StoreError as error:
        raise StoreError(
            f"all {total:,} triples were sent, but they could not be read back: {error}", error.advice
        ) from None


def _compare(
    reader: GraphStore | UpdateEndpoint, sent: Iterable[ox.Triple], total: int, *, exact: bool
) -> Literal["equal", "contained", "counted"]:
    advice = "relgraph lint says which statements a store changes"
    if isinstance(reader, GraphStore):
        advice += "; if the store truncates its responses, give --query-url, which can count"
    if total > _COMPARED:
        count = reader.count()
        if count < total or (exact and count > total):
            raise DifferenceError(
                f"{reader.where}: {count:,} triples were read back, but {total:,} were sent", advice
            )
        return "counted"
    ours = set(canonical(sent))
    missing = set(ours)
    unexpected = 0
    theirs = reader.read()
    # Only a replaced graph may have blank nodes of ours.
    if exact:
        theirs = iter(canonical(islice(theirs, total + _TOO_MANY)))
    for triple in theirs:
        if triple in ours:
            missing.discard(triple)
        else:
            unexpected += 1
    if not missing and not (exact and unexpected):
        return "equal" if exact else "contained"
    lines = sorted(f"{triple} ." for triple in missing)
    parts = []
    if lines:
        shown = "; ".join(shortened(line, 160) for line in lines[:5])
        parts.append(f"{len(lines):,} of {len(ours):,} triples are missing or changed: {shown}")
    if exact and unexpected:
        is_, was = ("is", "was") if unexpected == 1 else ("are", "were")
        parts.append(f"{counted(unexpected, 'triple')} {is_} there that {was} not sent")
    raise DifferenceError(
        f"{reader.where}: {'; and '.join(parts)}",
        advice,
        missing=lines,
        unexpected=unexpected if exact else 0,
    )
