"""Faults: acts that break a shape or a check."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.generator.turtle import Act
from benchmarks.generator.words import text

_WRONG: Sequence[Sequence[str]] = (
    ("rg:modality", "rg:held"),
    ("rg:polarity", "rg:doubtful"),
    ("rg:intensity", '"strong"'),
    ("rg:weight", "-1"),
    ("rg:date", '"yesterday"'),
    ("rg:recipient", "topic:nowhere"),
    ("rdfs:label", text("a second label")),
    ("a", "rg:Act", "rg:Report"),
)


def broken(act: Act, draw: random.Random) -> Act:
    """Return an act with one thing wrong."""
    if draw.random() < 0.1:
        return replace(act, evidence=("scheme:topic",))
    return replace(act, more=(*act.more, draw.choice(_WRONG)))
