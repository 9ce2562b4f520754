"""Merging: several things written as one, and told apart again."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GraphOf, Run, turtle
from hypothesis import given, settings
from hypothesis import strategies as st

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import InputError, NameNotFoundError

EX = "https://example.org/"


def named(name: str, label: str, kind: str = "State", rest: str = "") -> str:
    return f'ex:{name} a rg:{kind} ; rdfs:label "{label}"@en {rest}.\n'


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
    with pytest.raises(InputError, match=r"country codes QA .* and QB"):
        relgraph.merge(graph, [(f"{EX}m1", f"{EX}m2")])
    with pytest.raises(InputError, match="are of two kinds"):
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


def reopened(graph: KnowledgeGraph, folder: Path, more: str = "") -> KnowledgeGraph:
    """Write a graph and read it again, with other names for its blank nodes where there is more."""
    (folder / "merged.ttl").write_bytes(relgraph.export(graph, "turtle"))
    (folder / "more.ttl").write_text(turtle(more), "utf-8")
    return relgraph.open(folder / "merged.ttl", *([folder / "more.ttl"] if more else []))


@settings(max_examples=25, deadline=None)
@given(
    a=st.lists(st.integers(0, 30), min_size=1, max_size=3),
    b=st.lists(st.integers(0, 30), min_size=1, max_size=3),
    grown=st.lists(st.integers(31, 99), max_size=3),
)
def test_blank_nodes_come_back_to_whom_they_belonged(
    a: list[int], b: list[int], grown: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("merging")

    def codes(name: str, values: list[int]) -> str:
        return (
            f"ex:{name} a rg:State" + "".join(f' ; rg:hasCode [ skos:notation "{v}" ]' for v in values) + " .\n"
        )

    acts = "[] rg:actor ex:b ; rg:object ex:a . [] rg:actor ex:a ; rg:object ex:a ."
    (folder / "in.ttl").write_text(turtle(codes("a", a) + codes("b", b) + acts), "utf-8")
    graph = relgraph.open(folder / "in.ttl")
    merged = relgraph.merge(graph, [(f"{EX}a", f"{EX}b")])
    more = "".join(codes(f"c{number}", [number]) for number in grown)
    back = relgraph.unmerge(reopened(merged.graph, folder, more), merged.record())
    expected = relgraph.open(folder / "in.ttl", *([folder / "more.ttl"] if more else []))
    assert relgraph.export(back, "ntriples") == relgraph.export(expected, "ntriples")


def test_no_record_is_kept_of_blank_nodes_that_nothing_tells_apart(graph_of: GraphOf) -> None:
    graph = graph_of(named("k1", "One") + named("k2", "Two") + "_:x ex:p _:y , ex:k2 . _:y ex:p _:x .")
    merged = relgraph.merge(graph, [(f"{EX}k1", f"{EX}k2")])
    with pytest.raises(InputError, match="cannot be told apart"):
        merged.record()


def test_country_codes_of_all_that_becomes_one_are_compared(graph_of: GraphOf) -> None:
    graph = graph_of(
        named("m1", "One", rest='; rg:isoAlpha2 "QA" ') + named("m2", "Two")
        + named("m3", "Three", rest='; rg:isoAlpha2 "QB" ')
    )  # fmt: skip
    with pytest.raises(InputError, match=r"country codes QA .* and QB"):
        relgraph.merge(graph, [(f"{EX}m2", f"{EX}m1"), (f"{EX}m2", f"{EX}m3")])


def test_the_record_is_a_file_of_its_own_and_a_large_cell_is_no_traceback(tmp_path: Path, run: Run) -> None:
    data, pairs = tmp_path / "in.ttl", tmp_path / "pairs.csv"
    data.write_text(turtle(TWO), "utf-8")
    pair = f"--pair={EX}v1={EX}v2"
    same = run("merge", pair, "-d", str(data), "-o", "same.nq", "--record", "same.nq")
    assert (same.returncode, (tmp_path / "same.nq").exists()) == (2, False)
    pairs.write_text('iri,other\n"' + "x" * 200_000 + '",y\n', "utf-8")
    large = run("merge", "--from", str(pairs), "-d", str(data))
    assert (large.returncode, b"is no CSV" in large.stderr, b"Traceback" in large.stderr) == (2, True, False)


def test_pairs_may_be_prefixed_names(tmp_path: Path, run: Run) -> None:
    data = tmp_path / "in.ttl"
    data.write_text(turtle(TWO), "utf-8")
    short, full = (
        run("merge", "--pair", pair, "-d", str(data), "-f", "ntriples")
        for pair in ("ex:v1=ex:v2", f"{EX}v1={EX}v2")
    )
    assert (short.returncode, short.stdout) == (0, full.stdout)
