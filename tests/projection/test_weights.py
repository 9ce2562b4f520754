"""Weight and intensity of acts, and what weight is allowed: the same in shapes, projections and measures."""

from __future__ import annotations

import pytest
from conftest import GraphOf
from small_graphs import act

import relgraph
from relgraph.errors import InputError, ProjectionError
from relgraph.model.strengths import strength


def supports(name: str, rest: str, target: str = "b") -> str:
    return act(name, f"rg:actor ex:a ; rg:relation rg:supports ; rg:object ex:{target} ; {rest}")


def test_an_act_counts_as_often_as_it_says(graph_of: GraphOf) -> None:
    heavy = "ex:trades a rg:Relation ; rg:weight 2 ; rg:entersProjection rg:actorsProjection .\n"
    graph = graph_of(
        heavy
        + supports("x1", "rg:weight 5 ; rg:intensity 3.5")
        + supports("x2", "rg:intensity -1.5")
        + supports("x3", "rg:weight 0.5", "c")
        + act("x4", "rg:actor ex:b ; rg:relation ex:trades ; rg:object ex:c ; rg:weight 3")
    )
    network = relgraph.project(graph, "actors")
    assert sorted(
        (source[-1], target[-1], data["weight"], data["intensity"])
        for source, target, data in network.edges(data=True)
        if data["intensity"] is not None
    ) == [("a", "b", 1.0, -1.5), ("a", "b", 5.0, 3.5)]
    merged = relgraph.project(graph, "actors", collapsed=True)
    assert {
        (source[-1], target[-1]): (data["weight"], data["intensity"])
        for source, target, data in merged.edges(data=True)
    } == {("a", "b"): (6.0, 2.0), ("a", "c"): (0.5, None), ("b", "c"): (6.0, None)}
    scores = relgraph.centrality(network, "strength")
    assert {row.label: row.values[0] for row in scores.rows} == {"A": 6.5, "B": 12.0, "C": 6.5}


WEIGHTS = [
    *((text, True) for text in ("0.000001", "1000000000000", "2.5e3")),
    *((text, False) for text in ("0", "-2", "0.0000009", "1000000000001")),
    *((f'"{text}"^^xsd:double', False) for text in ("INF", "-INF", "NaN")),
]


@pytest.mark.parametrize(("weight", "allowed"), WEIGHTS)
def test_shapes_projections_and_measures_allow_the_same_weights(
    graph_of: GraphOf, weight: str, allowed: bool
) -> None:
    shape_of = {
        supports("x", f"rg:weight {weight}"): "Act-weight",
        f"ex:trades a rg:Relation ; rg:weight {weight} .\n" + supports("x", ""): "Relation-weight",
    }
    for turtle, shape in shape_of.items():
        graph = graph_of(turtle)
        found = {violation.shape for violation in relgraph.validate(graph).violations}
        assert (shape not in found) == allowed
        if allowed:
            relgraph.project(graph, "actors")
        else:
            with pytest.raises(InputError, match="rg:weight"):
                relgraph.project(graph, "actors")
    number = weight.replace('"', "").partition("^")[0]
    if allowed:
        assert strength(number) == float(number)
    else:
        with pytest.raises(ValueError, match="no number from"):
            strength(number)


@pytest.mark.parametrize("intensity", ['"strong"', '"NaN"^^xsd:double', '"INF"^^xsd:double', "1e13"])
def test_an_intensity_is_a_number(graph_of: GraphOf, intensity: str) -> None:
    graph = graph_of(supports("x", f"rg:intensity {intensity}"))
    assert "Act-intensity" in {violation.shape for violation in relgraph.validate(graph).violations}
    with pytest.raises(InputError, match=r"rg:intensity .* cannot be counted"):
        relgraph.project(graph, "actors")


def test_chair_weights_are_strengths_too(graph_of: GraphOf) -> None:
    graph = graph_of("ex:a rg:coChairs ex:m . ex:b rg:attends ex:m . ex:m a rg:Meeting .")
    assert relgraph.project(graph, "co-participation", chair_weight=1e7).number_of_edges() == 1
    with pytest.raises(ProjectionError, match="no strength"):
        relgraph.project(graph, "co-participation", chair_weight=1e13)
