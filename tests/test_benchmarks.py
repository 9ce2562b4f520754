"""The benchmarks: what the generator writes, that rivals answer alike, how the table is made."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import REPOSITORY

import relgraph
from benchmarks.cases import CASES, Bar, Case, Way
from benchmarks.generator import write_blocs, write_graph, write_network, write_votes
from benchmarks.generator.blocs import BLOCS, bloc_of
from benchmarks.measuring import Figures, Measured, Verdict, judged, measure
from benchmarks.rivals.questions import DIRECTED, QUESTIONS
from benchmarks.table import table

PREFIXES = """
PREFIX ex: <https://example.org/terms#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rg: <https://w3id.org/relgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
FEATURES = {
    "states": "?x a rg:State",
    "organizations": "?x a rg:Organization",
    "a class that the data declare": "?x a ?class . ?class rdfs:subClassOf rg:Organization",
    "persons with offices of others": "?a rg:actor ?x ; rg:object ?o . ?x a rg:Person . ?o rg:officeOf ?of",
    "collectives that are fixed": "?x a rg:CollectiveActor ; rg:resolvesTo ?y ; rg:evidence ?e",
    "collectives that are not": "?x a rg:CollectiveActor FILTER NOT EXISTS { ?x rg:resolvesTo ?y }",
    "labels in several languages": '?x rdfs:label ?a , ?b FILTER(LANG(?a) = "en" && LANG(?b) = "ru")',
    "letters beyond ASCII": '?x rdfs:label ?a FILTER(REGEX(?a, "[^ -~]"))',
    "other names": "?x skos:altLabel ?y",
    "days": "?x rg:heldOn ?d FILTER(DATATYPE(?d) = xsd:date)",
    "months": "?x rg:heldOn ?d FILTER(DATATYPE(?d) = xsd:gYearMonth)",
    "years": "?x rg:heldOn ?d FILTER(DATATYPE(?d) = xsd:gYear)",
    "events of several days": "?x a rg:Meeting ; rg:from ?a ; rg:until ?b",
    "planned events": "?x rg:status rg:planned ; rg:expectedIn ?d",
    "proposed events": "?x rg:status rg:proposed ; rg:proposedFor ?d",
    "occasions": "?x rg:occasion ?y . ?y a rg:Anniversary",
    "attendance": "?x rg:relation rg:attends ; rg:modality rg:modalityAsserted",
    "planned attendance": "?x rg:relation rg:attends ; rg:modality rg:modalityPlanned",
    "chairs": "?x rg:relation rg:chairs",
    "co-chairs": "?x rg:relation rg:coChairs",
    "mechanisms": "?x rg:object ?m . ?m a rg:Mechanism",
    "topics": "?x a skos:Concept ; skos:inScheme ?scheme ; skos:broader ?y",
    "topics of acts": "?x rg:relation ?r ; rg:concerns ?t . ?t a skos:Concept",
    "topics of objects": "?x rg:object ?o . ?o rg:concerns ?t . ?t a skos:Concept",
    "topics of proposals": "?x rg:relation rg:proposes ; rg:object ?o . ?o rg:concerns ?t",
    "joint acts": "?x rg:relation ?r ; rg:actor ?a , ?b FILTER(STR(?a) < STR(?b))",
    "speech about acts": "?x rg:relation rg:affirms ; rg:object ?y . ?y rg:actor ?z",
    "nested speech": "?x rg:relation rg:affirms ; rg:object ?y . ?y rg:object ?z . ?z rg:saidBy ?speaker",
    "proposals that others back": (
        "?x rg:relation rg:supports ; rg:actor ?a ; rg:object ?o . ?o rg:involves ?b . "
        "?y rg:relation rg:proposes ; rg:object ?o ; rg:actor ?b FILTER(?a != ?b)"
    ),
    "stances on acts": "?x rg:relation rg:rejects ; rg:object ?y . ?y rg:actor ?z",
    "recipients": "?x rg:recipient ?y",
    "undirected relations": "?x rg:relation rg:strategicPartnerOf",
    "negative acts": "?x rg:polarity rg:negative",
    "asserted": "?x rg:modality rg:modalityAsserted",
    "planned": "?x rg:modality rg:modalityPlanned",
    "proposed": "?x rg:modality rg:modalityProposed",
    "wished": "?x rg:modality rg:modalityWished",
    "needed": "?x rg:modality rg:modalityNeeded",
    "certain": "?x rg:certainty rg:certain",
    "likely": "?x rg:certainty rg:likely",
    "doubtful": "?x rg:certainty rg:doubtful",
    "speakers": "?x rg:saidBy ?y . ?y a rg:State",
    "documents that speak": "?x rg:saidBy ?y . ?y a rg:Statement",
    "weights": "?x rg:weight ?w ; rg:relation ?r",
    "intensities": "?x rg:intensity ?i FILTER(?i < 0)",
    "inferences": "?x rg:inferredFrom ?y",
    "notes": "?x rg:editorialNote ?y",
    "passages": "?x oa:hasSelector ?s ; oa:hasSource ?d . ?s oa:start ?a ; oa:end ?b . ?d rg:sha256 ?h",
    "several passages": "?x rg:relation ?r ; rg:evidence ?a , ?b FILTER(STR(?a) < STR(?b))",
    "a background source": "?x oa:hasSource ?d . ?d a rg:BackgroundSource",
    "memberships": "?x rg:relation rg:memberOf ; rg:from ?d",
    "memberships that ended": "?x rg:relation rg:memberOf ; rg:until ?d",
    "codes": "?x rg:relation rg:hasCode",
    "instruments": "?x a rg:Instrument ; rg:accordsWith ?y",
    "relationships": "?x a rg:Relationship ; rg:involves ?y",
    "relations without acts": "?x ex:tradesWith ?y . ex:tradesWith rg:statedDirectly true",
}


def written(triples: int, seed: int = 7, broken: float = 0.0) -> str:
    file = io.StringIO()
    write_graph(file, triples=triples, seed=seed, broken=broken)
    return file.getvalue()


def module(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", name, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "small.ttl"
    path.write_text(written(4000), "utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def varied() -> ox.Store:
    store = ox.Store()
    store.load(written(40_000).encode(), format=ox.RdfFormat.TURTLE)
    return store


def test_the_same_seed_gives_the_same_bytes(small_file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.ttl"
    done = module("benchmarks.generator", "--triples", "4000", "--seed", "7", "-o", again)
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == small_file.read_bytes()
    printed = module("benchmarks.generator", "--triples", "4000", "--seed", "7")
    assert printed.stdout == small_file.read_text("utf-8")
    assert "triples" in printed.stderr
    assert written(4000, seed=8) != written(4000)


@pytest.mark.parametrize("triples", [3000, 10_000, 60_000])
def test_the_size_is_what_was_asked_for(triples: int) -> None:
    file = io.StringIO()
    out = write_graph(file, triples=triples, seed=3)
    store = ox.Store()
    store.load(file.getvalue().encode(), format=ox.RdfFormat.TURTLE)
    assert len(store) == out.triples
    assert 0.99 * triples <= len(store) <= triples


def test_a_number_of_acts_is_exact() -> None:
    file = io.StringIO()
    write_graph(file, acts=700, seed=3)
    store = ox.Store()
    store.load(file.getvalue().encode(), format=ox.RdfFormat.TURTLE)
    assert count(store, "?x rg:relation ?r") == 700


def test_a_graph_conforms(small_file: Path) -> None:
    report = relgraph.validate(relgraph.open(small_file))
    assert report.conforms, report.text()


def test_lint_finds_nothing_in_a_graph_or_a_table_of_votes(tmp_path: Path) -> None:
    votes, graph = tmp_path / "votes.ttl", tmp_path / "graph.ttl"
    graph.write_text(written(20_000), "utf-8", newline="\n")
    with votes.open("w", encoding="utf-8", newline="\n") as file:
        write_votes(file, 120, seed=7, voters=20, roll_calls=8)
    assert relgraph.lint(graph, votes) == []


def test_a_share_of_acts_may_be_wrong(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(written(4000, broken=0.3), "utf-8")
    report = relgraph.validate(relgraph.open(path))
    assert len({violation.shape for violation in report.violations}) > 5
    # What is wrong is wrong with acts, or with what they refer to.
    assert {violation.node.split("/")[-2] for violation in report.violations} == {"act"}


def count(store: ox.Store, pattern: str) -> int:
    rows = store.query(f"{PREFIXES} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(rows, ox.QuerySolutions)
    (row,) = rows
    return int(row["n"].value)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_graph_has(varied: ox.Store, feature: str) -> None:
    assert count(varied, FEATURES[feature]) > 0


def test_degrees_have_heavy_tails(varied: ox.Store) -> None:
    rows = varied.query(f"{PREFIXES} SELECT (COUNT(*) AS ?n) WHERE {{ ?act rg:actor ?a }} GROUP BY ?a")
    assert isinstance(rows, ox.QuerySolutions)
    acts = sorted(int(row["n"].value) for row in rows)
    assert acts[-1] > 20 * acts[len(acts) // 2]


def test_several_documents_are_sources(varied: ox.Store) -> None:
    assert count(varied, "?e oa:hasSource ?x") > 50


def test_a_table_of_votes_conforms_and_has_as_many(tmp_path: Path) -> None:
    path = tmp_path / "votes.ttl"
    with path.open("w", encoding="utf-8") as file:
        write_votes(file, 120, seed=7, voters=20, roll_calls=8)
    graph = relgraph.open(path)
    assert relgraph.validate(graph).conforms
    network = relgraph.project(graph, "participation")
    assert network.number_of_edges() == 120
    assert {data["bipartite"] for _, data in network.nodes(data=True)} == {0, 1}


def test_a_network_has_its_nodes_and_edges() -> None:
    file = io.StringIO()
    write_network(file, 50, 200, seed=7)
    edges = [line.split() for line in file.getvalue().splitlines()]
    assert len({(source, target) for source, target, _ in edges}) == 200
    assert len({node for source, target, _ in edges for node in (source, target)}) == 50


@pytest.fixture(scope="module")
def blocs(tmp_path_factory: pytest.TempPathFactory) -> relgraph.KnowledgeGraph:
    path = tmp_path_factory.mktemp("blocs") / "blocs.ttl"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        write_blocs(file, 200, 1500, seed=7)
    return relgraph.open(path)


def test_a_graph_of_blocs_conforms_and_is_the_same_each_time(
    blocs: relgraph.KnowledgeGraph, tmp_path: Path
) -> None:
    assert relgraph.validate(blocs).conforms
    first, again = tmp_path / "first.ttl", tmp_path / "again.ttl"
    for path in (first, again):
        done = module("benchmarks.generator", "--blocs", "40", "--edges", "120", "-o", path)
        assert done.returncode == 0, done.stderr
    assert first.read_bytes() == again.read_bytes()


def test_actors_in_blocs_have_as_many_edges_mostly_within_one(blocs: relgraph.KnowledgeGraph) -> None:
    network = relgraph.project(blocs, "actors")
    assert (network.number_of_nodes(), network.number_of_edges()) == (200, 1500)
    assert {bloc_of(iri) for iri in network} == set(range(BLOCS))
    within = sum(bloc_of(one) == bloc_of(other) for one, other in network.edges())
    assert 0.91 < within / 1500 < 0.95
    degrees = sorted(degree for _, degree in network.degree())
    assert degrees[0] >= 1
    assert degrees[-1] > 6 * degrees[100]
    parallel = sum(network.number_of_edges(*pair) > 1 for pair in {(a, b) for a, b in network.edges()})
    assert parallel > 100


def test_blocs_have_all_that_a_filter_may_ask_for(blocs: relgraph.KnowledgeGraph) -> None:
    network = relgraph.project(blocs, "full")
    edges = [data for _, _, data in network.edges(data=True) if data["acts"]]
    dates = {len(str(data["date"])) if data["date"] else 0 for data in edges}
    assert dates == {0, *map(len, ("2020", "2020-01", "2020-01-01", "2020/2022-06"))}
    assert {data["modality"] for data in edges} == {
        "asserted", "planned", "proposed", "wished", "needed", "predicted"
    }  # fmt: skip
    assert {data["certainty"] for data in edges} == {"certain", "likely", "doubtful"}
    assert {data["polarity"] for data in edges} == {"positive", "negative"}
    assert {node["kind"] for _, node in network.nodes(data=True)} >= {"State", "Organization", "Person"}


def test_too_few_edges_for_blocs_are_refused() -> None:
    with pytest.raises(ValueError, match="16 nodes at least"):
        write_blocs(io.StringIO(), 10, 100, seed=7)
    with pytest.raises(ValueError, match="as many edges"):
        write_blocs(io.StringIO(), 100, 10, seed=7)
    with pytest.raises(ValueError, match="no actor of a bloc"):
        bloc_of("https://w3id.org/relgraph/id/topic/rail")


@pytest.mark.parametrize("question", QUESTIONS)
def test_rivals_answer_alike(question: str, small_file: Path) -> None:
    by_rdflib = module("benchmarks.rivals.rdflib_alone", question, small_file)
    assert by_rdflib.returncode == 0, by_rdflib.stderr
    assert len(by_rdflib.stdout.splitlines()) == 3
    pytest.importorskip("nx_rustworkx")
    by_hand = module("benchmarks.rivals.by_hand", question, small_file)
    assert by_hand.stdout == by_rdflib.stdout, by_hand.stderr


def ties_of(rows: Iterable[tuple[str, str]], directed: bool) -> set[tuple[str, ...]]:
    return {row if directed else tuple(sorted(row)) for row in rows}


@pytest.mark.parametrize("question", QUESTIONS)
def test_relgraph_finds_what_rivals_find(question: str, small_file: Path) -> None:
    store = ox.Store()
    store.load(path=small_file, format=ox.RdfFormat.TURTLE)
    found = store.query(QUESTIONS[question])
    assert isinstance(found, ox.QuerySolutions)
    directed = question in DIRECTED
    theirs = ties_of(((row["a"].value, row["b"].value) for row in found), directed)
    fold = relgraph.fold_files(small_file, name=question)
    ours = ties_of(relgraph.collapse(fold.network(), directed=directed).edges, directed)
    first = [row.iri for row in relgraph.centrality(fold, "pagerank").rows[:3]]
    by_rdflib = module("benchmarks.rivals.rdflib_alone", question, small_file).stdout.split()
    if question == "co-participation":  # the one that both count alike
        assert (theirs, by_rdflib) == (ours, first)
    elif question == "topics":
        # The query counts topics of taking part too, and not those of what an act says.
        assert len(theirs & ours) > 0.75 * max(len(theirs), len(ours))
        assert by_rdflib[:2] == first[:2]
    else:
        # The query does not count who acts jointly, who is involved, or whose act an act is about.
        assert theirs < ours
        assert by_rdflib[0] == first[0]


def test_a_store_is_as_large_and_rows_are_the_same(small_file: Path) -> None:
    for name, rival in (("open_store", "load"), ("select", "select")):
        ours, theirs = (module(f"benchmarks.{way}", small_file) for way in (f"ours.{name}", f"rivals.{rival}"))
        assert sorted(ours.stdout.splitlines()) == sorted(theirs.stdout.splitlines()), ours.stderr
        assert ours.stdout


def test_measures_of_paths_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "network.txt"
    with path.open("w", encoding="utf-8") as file:
        write_network(file, 60, 400, seed=7)
    ours, theirs = (
        module(f"benchmarks.{way}", path).stdout.splitlines() for way in ("ours.paths", "rivals.networkx_paths")
    )
    assert [line.split()[0] for line in ours] == ["betweenness", "closeness", "harmonic"]
    # NetworkX compares sums of fractions, which rounding makes unequal where paths are equally long, so its
    # betweenness is not exact.
    assert ours[1:] == theirs[1:]
    assert ours[0].split()[1] == theirs[0].split()[1]


def test_shapes_by_hand_find_what_is_wrong(small_file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text(written(3000, broken=0.3), "utf-8")
    assert module("benchmarks.rivals.shacl", small_file).returncode == 0
    assert module("benchmarks.rivals.shacl", broken).returncode == 1


def test_the_command_prints_a_table(tmp_path: Path) -> None:
    names = ["actors", "open", "derive", "votes", "paths", "version"]
    chosen = [argument for name in names for argument in ("--only", name)]
    figures = tmp_path / "figures.json"
    done = module("benchmarks", "--scale", "0.002", "--rounds", "1", *chosen, "--by-cpu", "--json", figures)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["time", "s", "CPU", "s", "MiB", "ratio", "bar", "holds"]
    assert [line.split(":")[0] for line in lines if line[:1].strip() and ":" in line] == names
    assert "failed" not in done.stdout
    assert "time of ours" not in done.stdout, "--by-cpu"
    judged = [line for line in lines if line.endswith("not judged at this scale")]
    assert len(judged) == 8
    assert not [line for line in lines if line.endswith(("yes", "NO"))]
    assert figures.read_text("utf-8").count('"holds": null') == 8
    assert "writing 3,000 triples" in done.stderr


def test_an_unknown_line_is_refused() -> None:
    done = module("benchmarks", "--only", "nothing")
    assert done.returncode == 2
    assert "kglab-small" in done.stderr


def test_each_bar_names_a_way_of_its_line() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    for case in CASES:
        assert case.bars
        for bar in case.bars:
            assert bar.rival in {"", *(way.name for way in case.ways[1:])}
            assert (bar.at_most is None) != (bar.at_least is None)


def measured(folder: Path, *bars: Bar, rival: Way, scale: float = 1.0) -> tuple[Measured, list[str]]:
    said: list[str] = []
    ours = Way("ours", ("python", "-c", "pass"))
    return measure(Case("line", "title", (ours, rival), bars), 2, scale, folder, said.append), said


@pytest.mark.parametrize(
    ("bar", "ratio", "holds"),
    [
        (Bar("cpu", "rival", at_most=0.65), 0.6, True),
        (Bar("cpu", "rival", at_most=0.5), 0.6, False),
        (Bar("time", "rival", at_least=14), 20, True),
        (Bar("time", "rival", at_least=50), 20, False),
        (Bar("memory", "rival", at_most=2), 2, True),
    ],
)
def test_a_bar_against_a_rival(bar: Bar, ratio: float, holds: bool) -> None:
    verdict = judged(bar, Figures(time=1, cpu=6, memory=100), Figures(time=20, cpu=10, memory=50))
    assert verdict.ratio == pytest.approx(ratio)
    assert verdict.holds is holds


def test_a_bar_in_seconds() -> None:
    assert judged(Bar("time", at_most=3), Figures(2, 1, 1), None) == Verdict(Bar("time", at_most=3), 2, True)
    assert judged(Bar("time", at_most=3), Figures(4, 1, 1), None).holds is False


def test_the_ways_take_turns_and_a_slow_one_runs_once(tmp_path: Path) -> None:
    rival = Way("rival", ("python", "-c", "pass"), once=True)
    line, said = measured(tmp_path, Bar("memory", "rival", at_most=1000), rival=rival)
    assert [step.split(":")[1].strip() for step in said] == ["ours", "rival", "ours"]
    assert [verdict.holds for verdict in line.verdicts] == [True]
    assert "memory of ours at most 1000 of it  yes" in table([line], 1.0)


def test_a_way_that_is_not_installed_is_skipped_with_its_reason(tmp_path: Path) -> None:
    rival = Way("rival", ("python", "-c", "pass"), needs="no_such_module")
    line, _ = measured(tmp_path, Bar("cpu", "rival", at_most=1), rival=rival)
    assert [verdict.holds for verdict in line.verdicts] == [None]
    shown = table([line], 1.0)
    assert "not known" in shown
    assert "skipped: no no_such_module here, pip install -e '.[bench]'" in shown


def test_a_way_that_fails_misses_its_bar_and_says_why(tmp_path: Path) -> None:
    rival = Way("rival", ("python", "-c", "raise SystemExit('out of order')"))
    for scale in (1.0, 0.1):
        line, _ = measured(tmp_path, Bar("cpu", "rival", at_most=1), rival=rival, scale=scale)
        assert [verdict.holds for verdict in line.verdicts] == [False]
        assert "failed with 1: out of order" in table([line], scale)


@pytest.mark.parametrize("bar", [Bar("memory", "rival", at_most=1e9), Bar("memory", "rival", at_least=1e9)])
def test_below_scale_1_a_bar_is_measured_and_not_judged(bar: Bar, tmp_path: Path) -> None:
    rival = Way("rival", ("python", "-c", "pass"))
    line, _ = measured(tmp_path, bar, rival=rival, scale=0.5)
    (verdict,) = line.verdicts
    assert verdict.ratio is not None
    assert verdict.holds is None
    assert "not judged at this scale" in table([line], 0.5)
    assert "not judged" not in table([measured(tmp_path, bar, rival=rival)[0]], 1.0)
