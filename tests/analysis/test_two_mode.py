"""Measures of two modes, against the published figures."""

from __future__ import annotations

import networkx as nx
import pytest
from small_networks import two_mode

from relgraph.analysis import centrality

# Degree, closeness, betweenness and eigenvector of the Southern Women as Borgatti and Everett's measures are
# published for them, to two digits.
SOUTHERN_WOMEN = """
Evelyn Jefferson   .57 .80 .10 .34
Laura Mandeville   .50 .73 .05 .31
Theresa Anderson   .57 .80 .09 .37
Brenda Rogers      .50 .73 .05 .31
Charlotte McDowd   .29 .60 .01 .17
Frances Anderson   .29 .67 .01 .21
Eleanor Nye        .29 .67 .01 .23
Pearl Oglethorpe   .21 .67 .01 .18
Ruth DeSand        .29 .71 .02 .24
Verne Sanderson    .29 .71 .02 .22
Myra Liddel        .29 .69 .02 .19
Katherina Rogers   .43 .73 .05 .22
Sylvia Avondale    .50 .77 .07 .28
Nora Fayette       .57 .80 .11 .26
Helen Lloyd        .36 .73 .04 .20
Dorothy Murchison  .14 .65 .00 .13
Olivia Carleton    .14 .59 .01 .07
Flora Price        .14 .59 .01 .07
E1                 .17 .52 .00 .14
E2                 .17 .52 .00 .15
E3                 .33 .56 .02 .25
E4                 .22 .54 .01 .18
E5                 .44 .59 .04 .32
E6                 .44 .69 .07 .33
E7                 .56 .73 .13 .38
E8                 .78 .85 .24 .51
E9                 .67 .79 .23 .38
E10                .28 .55 .01 .17
E11                .22 .54 .02 .09
E12                .33 .56 .02 .20
E13                .17 .52 .00 .11
E14                .17 .52 .00 .11
"""


def test_southern_women_against_the_published_figures() -> None:
    columns = ["two-mode-degree", "two-mode-closeness", "two-mode-betweenness", "two-mode-eigenvector"]
    scores = centrality(nx.davis_southern_women_graph(), columns)
    lines = SOUTHERN_WOMEN.strip().splitlines()
    assert len(lines) == len(scores.rows) == 32
    for line in lines:
        node, *published = line.rsplit(maxsplit=4)
        for column, text in zip(columns, published, strict=True):
            # Half of the last digit, and a little for where they rounded a rounded figure.
            assert scores.value(node.strip(), column) == pytest.approx(float(text), abs=0.0055), (node, column)


def test_two_mode_closeness_stays_a_share_in_a_network_of_parts() -> None:
    network = two_mode(["aX", "bX", "cX", "dY"])
    scores = centrality(network, ["two-mode-closeness"])
    # X is as near as it could be to a, b and c, who are 3 of the 5 others; d to 1 of 5.
    assert scores.value("X", "two-mode-closeness") == pytest.approx(3 / 5)
    assert scores.value("d", "two-mode-closeness") == pytest.approx(1 / 5)
    assert any("2 components" in warning for warning in scores.warnings)
