"""RDF 1.1 syntax: our own cases after the grammars of Turtle, TriG, N-Triples and N-Quads (W3C, 2014).

``w3c/FORMAT/accept`` has a file a production, with what it says beside it as N-Triples or N-Quads;
``w3c/FORMAT/reject`` has what no production gives. A file without a statement is legal RDF and refused by
:func:`relgraph.open`, which never returns an empty graph: those cases stand under reject.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Run

import relgraph
from relgraph.errors import InputError, OutputError
from relgraph.exporting import RDF_FORMATS
from relgraph.formats import FORMATS

CASES = Path(__file__).parent / "w3c"
ACCEPT = sorted(
    path for path in CASES.glob("*/accept/*") if not path.name.endswith((".expected.nt", ".expected.nq"))
)
REJECT = sorted(CASES.glob("*/reject/*"))

# Where the reader takes more than the grammar gives, with the reason. A case here must be taken: a reader that
# becomes strict takes it off this list.
LAXER = {
    "turtle/rdf-1-2-version": "VERSION of RDF 1.2 is taken and passed over: it states nothing, and all that it"
    " announces is refused by itself",
}
# RDF 1.2 is read and then refused: the error names the term, which the reader no longer knows the line of.
WITHOUT_LINE = "rdf-1-2-"
# A file that states nothing is legal, and an error by our own rule.
STATES_NOTHING = ("empty-document", "comment-alone", "empty-graph-alone")
# Where the store keeps the value and not the spelling.
NORMALIZED = {
    "turtle/numbers": "the store writes each integer, decimal and double in one way: +7 is 7, 1e3 is 1000",
}


def name_of(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.stem}"


def canonical(statements: ox.Dataset) -> set[ox.Quad]:
    statements.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(statements)


def expected(path: Path) -> ox.Dataset:
    """Read what the case says: all graphs in one, as ``relgraph.open`` has it."""
    beside = next(path.parent.glob(f"{path.stem}.expected.*"))
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(path=str(beside))]
    if name_of(path) not in NORMALIZED:
        return ox.Dataset(quads)
    store = ox.Store()
    store.extend(quads)
    assert set(store) != set(quads), f"no longer so: {NORMALIZED[name_of(path)]}"
    return ox.Dataset(store)


def statements(graph: relgraph.KnowledgeGraph) -> ox.Dataset:
    return ox.Dataset(graph.oxigraph)


@pytest.mark.parametrize("path", ACCEPT, ids=name_of)
def test_what_must_parse_says_what_it_must_and_comes_back(path: Path, tmp_path: Path) -> None:
    graph = relgraph.open(path)
    assert canonical(statements(graph)) == canonical(expected(path))
    for name in RDF_FORMATS:
        again = tmp_path / f"again{FORMATS[name].suffixes[0]}"
        try:
            relgraph.write(relgraph.stream(graph, name), again)
        except OutputError as error:
            # XML 1.0 has characters that it cannot hold, whatever the grammar of the source allows.
            assert name == "rdfxml", error
            assert "control character" in str(error)
            assert not again.exists()
            continue
        assert canonical(statements(relgraph.open(again))) == canonical(expected(path)), name


@pytest.mark.parametrize("path", REJECT, ids=name_of)
def test_what_must_not_parse_is_refused_with_its_place(path: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.nt"
    good.write_text("<http://e/s> <http://e/p> <http://e/o> .\n", "utf-8")
    if name_of(path) in LAXER:
        assert len(relgraph.open(path)) > 0, f"no longer taken: {LAXER[name_of(path)]}"
        return
    with pytest.raises(InputError) as caught:
        relgraph.open(path)
    assert str(path) in str(caught.value)
    assert caught.value.advice
    if path.stem in STATES_NOTHING:
        assert "no triples" in str(caught.value)
        return
    place = "RDF 1.2 term" if path.stem.startswith(WITHOUT_LINE) else f"{path}, line "
    assert place in str(caught.value)
    # Nothing of the good file comes through beside a bad one.
    with pytest.raises(InputError, match=r"line |RDF 1\.2 term"):
        relgraph.open(good, path)


def test_a_refused_file_leaves_the_output_as_it_was(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.nt"
    out.write_bytes(b"old")
    result = run("export", "-d", CASES / "turtle/reject/no-object.ttl", "-o", out)
    assert result.returncode == 2
    assert b"no-object.ttl, line 2" in result.stderr
    assert out.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.nt"]


def test_every_deviation_is_a_case() -> None:
    assert set(LAXER) <= {name_of(path) for path in REJECT}
    assert set(NORMALIZED) <= {name_of(path) for path in ACCEPT}
