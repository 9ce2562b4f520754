"""The load tells right answers from wrong ones."""

from __future__ import annotations

import os

from benchmarks.serving import QUERIES, Load, asked, size_of
from relgraph.serving import GraphServer


def test_a_wrong_answer_is_a_fault(server: GraphServer) -> None:
    right = [asked(server.address, *query) for query in QUERIES]
    assert len({*right}) == len(QUERIES)
    for answers, faults in ((right, False), ([answer + b" " for answer in right], True)):
        load = Load(server.address, answers, seconds=1)
        load.client(0)
        assert load.times
        assert bool(load.faults) == faults
        assert len(load.faults) in (0, len(load.times))


def test_a_process_has_a_size() -> None:
    size = size_of(os.getpid())
    assert size.memory > 10
    assert size.descriptors > 2
