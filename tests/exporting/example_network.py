"""A small network with every type of attribute."""

from __future__ import annotations

import networkx as nx

from relgraph import Network


def example() -> Network:
    """Three nodes, one of them isolated, and parallel edges whose dates are days, months, years and none."""
    network: Network = nx.MultiDiGraph(name="example", notes=("one", "two"))
    network.add_node("ex:a", label='A "<&>\n', kind="State", aliases=("Alpha", "the A"), rank=1, share=0.5)
    network.add_node("ex:b", label="B", kind="State", aliases=(), rank=2)
    network.add_node("ex:alone", label="", kind="", aliases=(), rank=3)
    for key, date, weight, directed in (
        ("e1", "2021-07-06", 1.5, True),
        ("e2", "2021", 2.0, False),
        ("e3", "2020-02", 3, True),
        ("e4", "", 1e-7, True),
        ("e5", "next year", 1e22, True),
        ("e6", "2021-10Z", 1.0, True),
    ):
        network.add_edge(
            "ex:a", "ex:b", key=key, relation="supports", modality="asserted", date=date, weight=weight,
            directed=directed, acts=(f"ex:{key}", 'ex:"\\'), count=7,
        )  # fmt: skip
    return network
