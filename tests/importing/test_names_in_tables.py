"""Names in tables: what they mean in a year, IRIs that are none, what several rows tell of one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

import relgraph
from relgraph.errors import TableError
from relgraph.importing import Choice, Imported, Names, Reading, import_tables, mapping_named
from relgraph.model.namespaces import ID, RG

Edges = Callable[..., tuple[Imported, relgraph.KnowledgeGraph]]


@pytest.fixture
def edges(tmp_path: Path) -> Edges:
    """Return what imports rows, and opens what comes of it, so that it has to be RDF."""

    def imported(
        *rows: str, choice: Choice | None = None, base: str = str(ID)
    ) -> tuple[Imported, relgraph.KnowledgeGraph]:
        table, output = tmp_path / "edges.csv", tmp_path / "edges.ttl"
        table.write_text("\n".join(rows), "utf-8")
        reading = Reading(base=base)
        done = import_tables(mapping_named("edges"), [str(table)], output, choice=choice, reading=reading)
        return done, relgraph.open(output)

    return imported


def ends(graph: relgraph.KnowledgeGraph) -> list[tuple[str, str]]:
    """Return who acts on whom, without what all IRIs begin with."""
    return [
        (act.actors[0].removeprefix(str(ID)), act.objects[0].removeprefix(str(ID)))
        for act in sorted(graph.acts.values(), key=lambda act: act.iri)
    ]


@pytest.mark.parametrize("choice", [None, Choice(by="dyad-year")], ids=str)
def test_a_name_of_several_states_is_that_of_its_year(choice: Choice | None, edges: Edges) -> None:
    done, graph = edges(
        "source,target,date",
        "Federal Republic of Germany,France,1980-05-01",
        "Federal Republic of Germany,France,2001",
        "Korea,Japan,1900",
        "Korea,Japan,2000",
        "Yugoslavia,Italy,1980",
        "Yugoslavia,Italy,2010",
        "Soviet Union,Italy,1995",
        "Yugoslavia,Chile,",
        choice=choice,
    )
    assert sorted(ends(graph)) == [
        ("actor/Korea", "state/japan"),
        ("state/germany", "state/france"),
        ("state/korea", "state/japan"),
        ("state/serbia", "state/italy"),
        ("state/soviet-union", "state/italy"),
        ("state/west-germany", "state/france"),
        ("state/yugoslavia", "state/chile"),
        ("state/yugoslavia", "state/italy"),
    ]
    assert [name for name, *_ in done.unresolved] == ["Korea"]


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Sri Lanka (Ceylon)", "sri-lanka"), ("Burma/Myanmar", "myanmar"), ("Iran (Persia)", "iran"),
        ("Congo, Democratic Republic of (Zaire)", "dr-congo"), ("Germany (Austria)", None),
        ("Germany/France", None), ("Georgia (Atlanta)", None),
        ("Korea (Korea)", None), ("France (France)", "france"),
    ],
)  # fmt: skip
def test_two_names_beside_each_other_mean_what_both_mean(name: str, state: str | None) -> None:
    found = Names().find(name)
    assert (found and found.iri) == (state and f"{ID}state/{state}")


@pytest.mark.parametrize(
    ("name", "year", "state"),
    [
        ("Dominican Rep.", None, "dominican-republic"), ("Congo, Dem. Rep.", None, "dr-congo"),
        ("Congo, Rep.", None, "congo-brazzaville"), ("S. Korea", None, "south-korea"),
        ("Dem. People's Rep. of Korea", None, "north-korea"), ("Rep. of Korea", None, "south-korea"),
        ("Solomon Is.", None, "solomon-islands"), ("Isle", None, None), ("Rep", None, None),
        # as Gleditsch and Ward name the states of their numbers
        ("Russia (Soviet Union)", 1950, "russia"), ("Yemen (Arab Republic of Yemen)", 1980, "north-yemen"),
        ("Yemen (Arab Republic of Yemen)", 2000, "yemen"), ("Yemen (Arab Republic of Yemen)", None, None),
        ("Yemen, People's Republic of", 1980, "south-yemen"),
        ("Korea, People's Republic of", 1980, "north-korea"),
    ],
)  # fmt: skip
def test_names_that_tables_cut_short(name: str, year: int | None, state: str | None) -> None:
    found = Names().find(name, year=year)
    assert (found and found.iri) == (state and f"{ID}state/{state}")


def test_ends_may_be_codes_of_a_system(run: Run, tmp_path: Path) -> None:
    table, output = tmp_path / "dyads.csv", tmp_path / "dyads.ttl"
    table.write_text(
        "ccode1,ccode2,year,what\n2,260.0,1980,tea\n002,255,2001,tin\n345,999,2010,\n,2,2001,\n", "utf-8"
    )
    options = ("--columns", "source=ccode1,target=ccode2,date=year", "--codes")
    done = run("import", "edges", table, *options, "cow", "-o", output)
    assert done.returncode == 0, done.stderr
    assert ends(relgraph.open(output)) == [
        ("state/united-states", "state/west-germany"),
        ("state/united-states", "state/germany"),
        ("state/serbia", "actor/cow%3A999"),
    ]
    assert b'column/what> "tea"' in output.read_bytes()
    assert b"rejected 1 row: first dyads.csv, row 5: no actor" in done.stderr
    done = run("import", "edges", table, *options, "iso-3", "-o", output)
    assert (done.returncode, b"did you mean iso3?" in done.stderr) == (2, True), done.stderr
    done = run("import", "icews", table, "--codes", "cow", "-o", output)
    assert (done.returncode, b"--codes goes with the kind edges" in done.stderr) == (2, True), done.stderr


NO_IRIS = [
    "http://x.org/a b", "http://x.org/<a>", 'http://x.org/"a', "http://x.org/a\x01", "http://x.org/%zz",
    "http://[a", "http://x:port/", "http://x/#a#b", "http://x/\ue000", "://", "1a://b", "urn:x:{y}", "urn:x y",
    "http://x\\y",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_IRIS)
def test_what_is_no_iri_is_a_name(text: str, edges: Edges) -> None:
    quoted = text.replace('"', '""')
    _, graph = edges("source,target,relation", f'"{quoted}",urn:x:b,"{quoted}"')
    (act,) = graph.acts.values()
    assert (graph.thing(act.actors[0]).label, act.objects[0]) == (text, "urn:x:b")
    assert act.actors[0].startswith(f"{ID}actor/")
    assert act.relation.startswith(f"{ID}relation/")


def test_a_relation_may_be_an_iri_of_ones_own_but_no_term_that_the_ontology_lacks(edges: Edges) -> None:
    done, graph = edges(
        "source,target,relation",
        "a,b,urn:own:pays",
        "a,b,https://example.org/pays",
        f"a,b,{RG}supports",
        f"a,b,{RG}suports",
    )
    relations = sorted(act.relation for act in graph.acts.values())
    assert relations == ["https://example.org/pays", f"{RG}supports", "urn:own:pays"]
    assert [(each.row, each.reason) for each in done.rejected] == [
        ("5", f"the ontology has no relation {RG}suports")
    ]


def test_relations_of_other_names_or_signs_have_other_iris(edges: Edges) -> None:
    _, graph = edges(
        "source,target,relation,sign", "a,b,pays,1", "a,b,pays-cooperative,", "a,b,pays,", "a,b,pays,-1"
    )
    acts = graph.acts.values()
    assert len({act.relation for act in acts}) == 4
    assert sorted(data["sign"] for *_, data in relgraph.project(graph, "signed").edges(data=True)) == [
        "adverse",
        "cooperative",
    ]


def test_what_any_row_tells_of_a_thing_holds_for_all(edges: Edges) -> None:
    rows = (
        "source,target,source_kind,target_kind,target_label",
        "urn:x:ann,urn:x:bo,,,",
        "urn:x:bo,urn:x:ann,,Person,Ann",
        "urn:x:ann,urn:x:bo,,State,Bo",
    )
    _, graph = edges(*rows)
    ann, bo = (graph.thing(f"urn:x:{name}") for name in ("ann", "bo"))
    assert [(thing.kind, thing.label) for thing in (ann, bo)] == [("Person", "Ann"), ("State", "Bo")]
    done, _ = edges(*rows, "urn:x:bo,France,,,", choice=Choice(states_only=True))
    assert (done.acts, done.left_out) == (1, {"not of a state on a state": 3})


def test_a_name_is_one_thing_of_the_kind_that_any_row_tells(edges: Edges) -> None:
    done, graph = edges(
        "source,target,source_kind,target_kind,event",
        "Ann,Bo,Person,,",
        "Bo,Ann,Person,,",
        "Bo,Cem,,Person,Summit",
        "Cem,Summit,Organization,,",
        "Dee,Cem,Actor,,",
        "Dee,Georgia,Person,,",
        "Georgia,Dee,Person,,",
    )
    assert ends(graph) == [
        ("person/Ann", "person/Bo"),
        ("person/Bo", "person/Ann"),
        ("person/Bo", "person/Cem"),
        ("organization/Cem", "event/Summit"),
        ("actor/Dee", "actor/Cem"),  # which Cem it is, no row says
        ("person/Dee", "state/georgia"),
        ("person/Georgia", "person/Dee"),
    ]
    assert [name for name, *_ in done.unresolved] == ["Cem"]


def test_a_relation_is_found_with_a_capital(edges: Edges) -> None:
    _, graph = edges("source,target,relation", "a,b,Supports", "a,b,SUPPORTS", "a,b,Votes for", "a,b,Pays")
    assert [act.relation.rpartition("#")[2] or act.relation for act in graph.acts.values()] == [
        "supports",
        "supports",
        "votesFor",
        f"{ID}relation/Pays",
    ]


@pytest.mark.parametrize(
    ("kind", "advice"), [("person", "such as Person"), ("rg:State", "such as State"), ("Dog", "or Person")]
)
def test_a_kind_that_there_is_not_is_refused_with_the_nearest(kind: str, advice: str, edges: Edges) -> None:
    with pytest.raises(TableError, match=f"Bo: its kind '{kind}' is no class") as caught:
        edges("source,target,source_kind", f"Bo,France,{kind}")
    assert advice in caught.value.advice


@pytest.mark.parametrize("base", ["here", "https://example.org/a b/", "https://example.org/>", "x:"])
def test_what_iris_begin_with_is_an_iri(base: str, edges: Edges) -> None:
    with pytest.raises(TableError, match="is no IRI"):
        edges("source,target", "a,b", base=base)
