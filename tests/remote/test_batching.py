"""Requests: which triples go together, and how many."""

from __future__ import annotations

import re

from conftest import Read

import relgraph

from .stub_store import Start, graph_store


def test_blank_nodes_stay_together_in_one_request(read: Read, start: Start) -> None:
    lists = " ".join(f"<list{n}> rdf:value ({' '.join(map(str, range(n)))}) ." for n in range(3, 7))
    graph = read(lists + "<a> rdfs:label " + ", ".join(f"'{n}'" for n in range(20)) + " .")
    stub = start(graph_store(status=200))
    calls: list[tuple[int, int]] = []
    relgraph.push(
        graph, stub.url, replace=True, batch=5, verify=False, progress=lambda *call: calls.append(call)
    )
    written = [asked for asked in stub.asked if asked.method != "GET"]
    assert [asked.method for asked in written] == ["PUT"] + ["POST"] * (len(written) - 1)
    sizes = [len(asked.body.splitlines()) for asked in written]
    assert sum(sizes) == len(graph) == calls[-1][0] == calls[-1][1]
    assert [done for done, _ in calls] == [sum(sizes[: n + 1]) for n in range(len(sizes))]
    # A list of n is 2n + 1 triples that share blank nodes; everything else fits.
    assert sorted(size for size in sizes if size > 5) == [7, 9, 11, 13]
    labels = [set(re.findall(r"_:\w+", asked.body)) for asked in written]
    assert sum(map(len, labels)) == len(set().union(*labels)) == 3 + 4 + 5 + 6


def test_a_request_has_at_most_a_megabyte(read: Read, start: Start) -> None:
    graph = read("<a> rdfs:label " + ", ".join(f"'{'x' * 300_000}{n}'" for n in range(7)) + " .")
    stub = start(graph_store())
    relgraph.push(graph, stub.url, verify=False)
    assert [len(asked.body.splitlines()) for asked in stub.asked[1:]] == [3, 3, 1]
