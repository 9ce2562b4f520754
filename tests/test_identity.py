"""Identity: who may be one, and why; several written as one, and told apart again."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle
from hypothesis import given
from hypothesis import strategies as st

import relgraph
from relgraph.errors import InputError, NameNotFoundError
from relgraph.identity import name_key, unaccented

EX = "https://example.org/"


def named(name: str, label: str, kind: str = "State", rest: str = "") -> str:
    return f'ex:{name} a rg:{kind} ; rdfs:label "{label}"@en {rest}.\n'


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Viet Nam", "Viet Nam", "same name"),
        ("Viet Nam", "VIETNAM", "same name"),
        ("Côte d'Ivoire", "Côte d\u2019Ivoire", "same name"),
        ("Côte d'Ivoire", "Co\u0302te d-Ivoire", "same name"),
        ("Korea (Republic)", "Korea, Republic", "same name"),
        ("Türkiye", "Turkiye", "same name but for accents"),
        ("Đà Nẵng", "Da Nang", "same name but for accents"),
    ],
)
def test_names_that_are_one_are_said(graph_of: GraphOf, one: str, other: str, reason: str) -> None:
    (pair,) = relgraph.duplicates(graph_of(named("x1", one) + named("x2", other)))
    assert {pair.iri, pair.other} == {f"{EX}x1", f"{EX}x2"}
    assert pair.reasons == (reason,)


@pytest.mark.parametrize(
    "turtle",
    [
        named("x1", "Guinea") + named("x2", "Guiana"),
        named("x1", "Georgia") + named("x2", "Georgia", "Person"),
        named("x1", "Niger") + named("x2", "Nigeria"),
        named("x1", "...") + named("x2", "---"),
        'ex:x1 a rg:Meeting ; rdfs:label "Talks" . ex:x2 a rg:Meeting ; rdfs:label "Talks" .',
    ],
)
def test_what_is_merely_similar_or_of_another_kind_is_no_pair(graph_of: GraphOf, turtle: str) -> None:
    assert relgraph.duplicates(graph_of(turtle)) == ()


def test_codes_aliases_same_as_and_other_bases_are_reasons(graph_of: GraphOf) -> None:
    graph = graph_of(
        named("y1", "Arcadia", rest='; rg:isoAlpha2 "QA" ')
        + named("y2", "Land of Arcadia", rest='; rg:isoAlpha2 "QA" ; skos:altLabel "arcadia"@en ')
        + named("y3", "Beltane", rest="; <http://www.w3.org/2002/07/owl#sameAs> ex:y4 ")
        + named("y4", "Cimmeria")
        + '<https://one.example/state/lutha> a rg:State ; rdfs:label "L"@en .\n'
        '<https://two.example/state/lutha> a rg:State ; rdfs:label "Lutha"@en .\n'
    )
    assert {
        frozenset((pair.iri[-2:], pair.other[-2:])): pair.reasons for pair in relgraph.duplicates(graph)
    } == {
        frozenset(("y1", "y2")): ("same code", "same name"),
        frozenset(("y3", "y4")): ("owl:sameAs",),
        frozenset(("ha",)): ("same IRI under another base",),
    }
    report = relgraph.validate(graph)
    assert sum("may be one State" in warning for warning in report.warnings) == 3


@given(st.text(max_size=30))
def test_keys_do_not_depend_on_form_or_case(name: str) -> None:
    assert name_key(name) == name_key(name.upper()) or name.upper().casefold() != name.casefold()
    assert unaccented(unaccented(name_key(name))) == unaccented(name_key(name))


TWO = (
    named("v1", "Viet Nam", rest='; rg:isoAlpha2 "VN" ') + named("v2", "Vietnam", rest='; rg:isoAlpha2 "VN" ')
    + "ex:x a rg:Act ; rg:actor ex:v1 ; rg:relation rg:supports ; rg:object ex:a .\n"
    + "ex:y a rg:Act ; rg:actor ex:v2 ; rg:relation rg:supports ; rg:object ex:a ; rg:recipient ex:v2 .\n"
)  # fmt: skip


def test_what_is_merged_acts_as_one_and_nothing_is_lost(graph_of: GraphOf) -> None:
    graph = graph_of(TWO)
    merged = relgraph.merge(graph, [(f"{EX}v1", f"{EX}v2")])
    assert merged.merged == {f"{EX}v2": f"{EX}v1"}
    thing = merged.graph.thing(f"{EX}v1")
    assert (thing.label, thing.aliases) == ("Viet Nam", ("Vietnam",))
    scores = relgraph.centrality(relgraph.project(merged.graph, "actors"), "strength")
    assert {row.label: row.values[0] for row in scores.rows} == {"Viet Nam": 2, "A": 2}
    assert relgraph.query(merged.graph, f"ASK {{ <{EX}v1> owl:sameAs <{EX}v2> }}").boolean
    assert len(merged.graph.acts) == len(graph.acts) == 2
    back = relgraph.unmerge(merged.graph, merged.record())
    assert relgraph.export(back, "ntriples") == relgraph.export(graph, "ntriples")


def test_chains_are_followed_and_a_circle_ends(graph_of: GraphOf) -> None:
    graph = graph_of(named("k1", "One") + named("k2", "Two") + named("k3", "Three"))
    merged = relgraph.merge(graph, [(f"{EX}k1", f"{EX}k2"), (f"{EX}k2", f"{EX}k3"), (f"{EX}k3", f"{EX}k1")])
    assert merged.merged == {f"{EX}k2": f"{EX}k1", f"{EX}k3": f"{EX}k1"}
    assert relgraph.unmerge(merged.graph, merged.record()).thing(f"{EX}k3").label == "Three"


def test_what_cannot_be_one_is_refused(graph_of: GraphOf) -> None:
    graph = graph_of(
        named("m1", "One", rest='; rg:isoAlpha2 "QA" ') + named("m2", "Two", rest='; rg:isoAlpha2 "QB" ')
        + named("m3", "Three", "Person")
    )  # fmt: skip
    with pytest.raises(InputError, match="country codes QA and QB"):
        relgraph.merge(graph, [(f"{EX}m1", f"{EX}m2")])
    with pytest.raises(InputError, match="Three is an Person"):
        relgraph.merge(graph, [(f"{EX}m1", f"{EX}m3")])
    with pytest.raises(InputError, match="nothing to merge"):
        relgraph.merge(graph)
    with pytest.raises(InputError, match="with itself"):
        relgraph.merge(graph, [(f"{EX}m1", f"{EX}m1")])
    for iri in (f"{EX}nobody", "no iri"):
        with pytest.raises(NameNotFoundError):
            relgraph.merge(graph, [(f"{EX}m1", iri)])
    for record in (b"", b"<urn:a> <urn:b> <urn:c> .", b"garbage"):
        with pytest.raises(InputError, match="no record of a merge"):
            relgraph.unmerge(graph, record)


def test_commands_list_merge_and_undo(tmp_path: Path, run: Run) -> None:
    data = tmp_path / "in.ttl"
    data.write_text(turtle(TWO + named("a", "A")), "utf-8")
    pairs, out, record = tmp_path / "pairs.csv", tmp_path / "out.ttl", tmp_path / "merge.nq"
    assert run("duplicates", "-d", str(data), "-o", str(pairs)).returncode == 0
    assert pairs.read_text("utf-8").startswith("iri,other,label,other_label,kind,reasons")
    done = run("merge", "--from", str(pairs), "-d", str(data), "-o", str(out), "--record", str(record))
    assert (done.returncode, b"merged 1 thing into others" in done.stderr) == (0, True)
    assert run("duplicates", "-d", str(out), "-f", "csv").stdout.count(b"\n") == 1
    back = run("merge", "--undo", str(record), "-d", str(out), "-f", "ntriples")
    assert back.stdout == run("export", "-d", str(data), "-f", "ntriples").stdout
    same = run("merge", "--same-as", "-d", str(data), "-f", "ntriples")
    assert b"sameAs" in same.stdout
    for wrong in (("merge", "--pair", "x", "-d", str(data)), ("merge", "--from", str(data), "-d", str(data))):
        assert run(*wrong).returncode == 2


def test_two_documents_of_two_bases_meet(graph_of: GraphOf) -> None:
    def report(base: str, what: str) -> str:
        return (
            f'<{base}/state/arcadia> a rg:State ; rdfs:label "Arcadia"@en ; rg:isoAlpha2 "QA" .\n'
            f"<{base}/act> a rg:Act ; rg:actor <{base}/state/arcadia> ;"
            f" rg:relation rg:{what} ; rg:object ex:b .\n"
        )

    graph = graph_of(report("https://one.example", "supports") + report("https://two.example", "opposes"))
    assert len(relgraph.project(graph, "signed")) == 3
    merged = relgraph.merge(graph, same_as=True).graph
    network = relgraph.project(merged, "signed")
    assert {data["label"] for _, data in network.nodes(data=True)} == {"Arcadia", "B"}
    assert network.number_of_edges() == 2
