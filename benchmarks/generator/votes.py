"""A table of who took part in which roll call."""

from __future__ import annotations

import random
from typing import TextIO

from benchmarks.generator.turtle import Act, Turtle
from benchmarks.generator.words import day, name, text


def write_votes(file: TextIO, votes: int, *, seed: int, voters: int = 190, roll_calls: int = 73) -> Turtle:
    """Write a table of who took part in which roll call.

    Args:
        file: Where it is written.
        votes: How many of the pairs of voter and roll call took part; of the rest, the state was absent.
        voters: How many states there are.
        roll_calls: How many roll calls there are.
        seed: Which of the pairs they are.

    Returns:
        What was written.
    """
    draw = random.Random(seed)
    out = Turtle(file)
    out.header()
    table = "document:roll-calls"
    out.put(table, ("a", "rg:Report"), ("rdfs:label", text("table of roll calls")))
    states = [name(number)[0] for number in range(voters)]
    for state in states:
        out.put(f"state:{state.lower()}", ("a", "rg:State"), ("rdfs:label", text(state)))
    for number in range(roll_calls):
        out.put(
            f"event:roll-call-{number}",
            ("a", "rg:Meeting"),
            ("rdfs:label", text(f"roll call {number + 1}")),
            ("rg:status", "rg:held"),
            ("rg:heldOn", day((2015 + number // 12, number % 12 + 1, 1 + number * 7 % 28))),
        )
    pairs = [(state, number) for state in states for number in range(roll_calls)]
    wanted = votes
    for position, (state, number) in enumerate(pairs):
        # Each choice of that many pairs is equally likely.
        if draw.random() * (len(pairs) - position) >= wanted:
            continue
        wanted -= 1
        evidence = out.cell(f"vote-{position}", table, f"row={position + 2}")
        told = text(f"{state} votes in roll call {number + 1}")
        voter, event = f"state:{state.lower()}", f"event:roll-call-{number}"
        out.act(Act(f"act:{state.lower()}-votes-{position}", "attends", told, (voter,), event, (evidence,)))
        out.flush()
    return out
