"""What relgraph ships and writes comes back exact from every store, and every named query answers alike in all.

The reference is pyoxigraph's parser, which keeps literals as they are written, and the bundled graph.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import URIRef

import relgraph
from relgraph import KnowledgeGraph
from relgraph.exporting import RDF_FORMATS

from . import all_readers, all_stores
from .conftest import Start, require
from .contract import Reader, Refused, Row, Store
from .oxigraph import Oxigraph
from .rdf4j import Rdf4j
from .server import MEDIA_TYPES, rows

REPOSITORY = Path(__file__).parent.parent.parent
Record = Callable[[str, object], None]

# Each store is started once: with xdist, all its tests go to one worker.
STORES = [
    pytest.param(store, id=store.name, marks=pytest.mark.xdist_group(store.name)) for store in all_stores()
]


@pytest.fixture(scope="session", params=STORES)
def store(request: pytest.FixtureRequest, start: Start) -> Store:
    program: type[Store] = request.param
    return start(program)


def _empty(store: Store) -> None:
    """Replace everything in ``store`` by no quads at all."""
    store.load(b"", "nquads")


# Files
# -----


def _is_there(path: Path) -> Callable[[str], bytes]:
    return lambda format: path.read_bytes()


@cache
def _graph(*sources: str) -> KnowledgeGraph:
    return relgraph.open(*sources)


def _exported(*sources: str) -> Callable[[str], bytes]:
    return lambda format: relgraph.export(_graph(*sources), format)


FILES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "data/triples.ttl": (_is_there(REPOSITORY / "data" / "triples.ttl"), "turtle"),
    "data/void.ttl": (_is_there(REPOSITORY / "data" / "void.ttl"), "turtle"),
    "ontology/relgraph.ttl": (_is_there(REPOSITORY / "ontology" / "relgraph.ttl"), "turtle"),
    **{f"export -f {format}": (_exported(), format) for format in RDF_FORMATS},
    **{
        f"export -f {format}, examples": (
            _exported(str(REPOSITORY / "ontology" / "examples" / "valid")),
            format,
        )
        for format in RDF_FORMATS
    },
}
"""What is loaded: a name, what returns its bytes, and its format."""


@cache
def _content(file: str) -> bytes:
    make, format = FILES[file]
    return make(format)


@cache
def _expected(file: str) -> frozenset[str]:
    rdf_format = ox.RdfFormat.from_media_type(MEDIA_TYPES[FILES[file][1]])
    assert rdf_format is not None
    return _canonical(ox.Dataset(ox.parse(_content(file), rdf_format)))


def _canonical(dataset: ox.Dataset) -> frozenset[str]:
    """Return the lines of the canonical N-Quads of ``dataset``, by RDFC-1.0."""
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def _difference(expected: Counter[str], found: Counter[str]) -> str:
    """Return what ``found`` lacks (-) and what it adds (+), some lines of each."""
    lines = []
    for mark, left in (("-", expected - found), ("+", found - expected)):
        lines += [f"{mark} {line}" for line in sorted(left.elements())[:8]]
        if left.total() > 8:
            lines.append(f"{mark} ... {left.total() - 8} more")
    return "\n".join(lines)


def _compare(
    record: Record, cell: tuple[str, str, str], expected: Counter[str], found: Counter[str], equal: str
) -> None:
    """Fail where the two differ; record what the cell of a table says: its table, row and column, ``equal``."""
    lost, added = (expected - found).total(), (found - expected).total()
    outcome = f"{found.total()}, {lost} lost, {added} added" if lost or added else f"{found.total()} {equal}"
    record("cell", [*cell, outcome])
    assert expected, "nothing to compare"
    difference = _difference(expected, found)
    assert not difference, f"{': '.join(cell)}: {outcome}\n{difference}"


@pytest.mark.parametrize("file", FILES)
def test_a_file_comes_back_exact(store: Store, file: str, record_property: Record) -> None:
    format = FILES[file][1]
    if format not in store.formats:
        record_property("cell", ["files", file, store.name, f"no {format}"])
        with pytest.raises(Refused):
            store.load(_content(file), format)
        return
    _empty(store)
    store.load(_content(file), format)
    found = _canonical(store.read_all())
    _compare(record_property, ("files", file, store.name), Counter(_expected(file)), Counter(found), "exact")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("reader", all_readers(), ids=lambda reader: str(reader.name))
def test_a_parser_reads_a_file_exactly(reader: type[Reader], file: str, record_property: Record) -> None:
    require(reader)
    format = FILES[file][1]
    if format not in reader.formats:
        record_property("cell", ["files", file, reader.name, f"no {format}"])
        pytest.skip(f"{reader.name} reads no {format}")
    found = _canonical(reader().parse(_content(file), format))
    _compare(record_property, ("files", file, reader.name), Counter(_expected(file)), Counter(found), "exact")


@pytest.mark.parametrize("program", [*all_stores(), *all_readers()], ids=lambda program: str(program.name))
def test_each_reads_what_is_shipped(program: type[Store] | type[Reader]) -> None:
    assert {"turtle", "ntriples", "nquads", "trig"} <= set(program.formats)


class _Absent(Reader):
    """A parser that nobody has."""

    name = "Absent"
    formats = ("turtle",)

    @classmethod
    def missing(cls) -> str:
        return "no absent: install it"

    def parse(self, content: bytes, format: str) -> ox.Dataset:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("said", "outcome"), [(None, pytest.skip.Exception), ("required", pytest.fail.Exception)]
)
def test_what_is_missing_is_skipped_or_a_failure(
    said: str | None, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RELGRAPH_STORES", raising=False)
    if said:
        monkeypatch.setenv("RELGRAPH_STORES", said)
    with pytest.raises(outcome, match="Absent: no absent: install it"):
        require(_Absent)


def test_loading_replaces_one_graph_or_all_and_reading_tells_graphs_apart(store: Store) -> None:
    ex = "https://example.org/"
    _empty(store)
    one, two = ox.NamedNode(ex + "one"), ox.NamedNode(ex + "two")
    store.load(f"<{ex}s> <{ex}p> 0 .".encode(), "turtle")
    for name, value in ((one, "1"), (two, "2"), (two, "3")):
        store.load(f"<{ex}s> <{ex}p> [ <{ex}q> {value} ] .".encode(), "turtle", name.value)
    assert {quad.graph_name for quad in store.read_all()} == {ox.DefaultGraph(), one, two}
    assert len(store.read_all()) == 5
    assert [quad.object for quad in store.read()] == [ox.Literal(0)]
    kept = _canonical(ox.Dataset(ox.parse(f"<{ex}s> <{ex}p> [ <{ex}q> 3 ] .", ox.RdfFormat.TURTLE)))
    assert _canonical(store.read(two.value)) == kept

    # One blank node in two graphs stays one.
    quads = f'_:b <{ex}p> "4" <{ex}one> .\n_:b <{ex}p> "5" .\n'
    for format, rdf_format in (("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)):
        expected = ox.Dataset(ox.parse(quads, ox.RdfFormat.N_QUADS))
        content = ox.serialize(expected, format=rdf_format)
        assert content is not None
        store.load(content, format)
        assert _canonical(store.read_all()) == _canonical(expected)


def test_what_is_no_turtle_is_refused(store: Store) -> None:
    with pytest.raises(Refused):
        store.load(b"<https://example.org/s> <https://example.org/p> ; .", "turtle")


# Queries
# -------


def _bindings(meeting: KnowledgeGraph, name: str) -> list[dict[str, str]]:
    """Return what the parameters of a query are bound to: each to two IRIs of its answers, all to a row's."""
    query, answer = relgraph.named_queries()[name], relgraph.query(meeting, name)
    names = [each.name for each in query.parameters if each.name in answer.variables]
    found = [{key: str(row[key]) for key in names if isinstance(row[key], URIRef)} for row in answer.dicts()]
    bindings = [max(found, key=len), max(reversed(found), key=len)] if names else []
    for key in names:
        values = sorted({row[key] for row in found if key in row})
        bindings += [{key: value} for value in values[:1] + values[1:][-1:]]
    return bindings


def _bound(text: str, parameters: dict[str, str]) -> str:
    """Put IRIs where ``text`` declares that its parameters go, as relgraph.query does."""
    for name, iri in parameters.items():
        text, found = re.subn(rf"# (VALUES \?{name} {{) UNDEF }}", rf"\1 <{iri}> }}", text)
        assert found, f"nothing takes the parameter {name}"
    return text


def _multiset(found: list[Row]) -> Counter[str]:
    return Counter(" ".join(f"?{name} {term}" for name, term in sorted(row.items())) for row in found)


def _answered(meeting: KnowledgeGraph, name: str, parameters: dict[str, str] | None = None) -> Counter[str]:
    """Return the rows that relgraph.query finds; a plain literal and an xsd:string are one term."""
    result = relgraph.query(meeting, name, parameters=parameters)
    return _multiset(rows(result.serialize("json"), ox.QueryResultsFormat.JSON))


def test_who_opposes_what_is_answered_alike(store: Store, record_property: Record) -> None:
    # Nobody opposes anything at the bundled meeting.
    graph = relgraph.derive(relgraph.open(REPOSITORY / "ontology" / "examples" / "valid" / "meeting.ttl"))
    _empty(store)
    store.load(_content("ontology/relgraph.ttl") + relgraph.export(graph, "turtle"), "turtle")
    found = _multiset(store.select(relgraph.named_queries()["who-opposes"].text))
    _compare(
        record_property, ("queries", "who-opposes", store.name), _answered(graph, "who-opposes"), found, "equal"
    )


@pytest.fixture(scope="class")
def answering(store: Store) -> Store:
    """The store with the bundled graph and the ontology in its default graph, and nothing else."""
    _empty(store)
    store.load(_content("ontology/relgraph.ttl") + _content("data/triples.ttl"), "turtle")
    return store


class TestQueries:
    @pytest.mark.parametrize("name", sorted(relgraph.named_queries().keys() - {"who-opposes"}))
    def test_a_named_query_finds_the_same_rows(
        self, answering: Store, meeting: KnowledgeGraph, name: str, record_property: Record
    ) -> None:
        found = _multiset(answering.select(relgraph.named_queries()[name].text))
        cell = ("queries", name, answering.name)
        _compare(record_property, cell, _answered(meeting, name), found, "equal")

    @pytest.mark.parametrize("name", sorted(relgraph.named_queries().keys() - {"who-opposes"}))
    def test_a_query_finds_the_same_rows_with_each_parameter_bound_to_what_it_finds(
        self, answering: Store, meeting: KnowledgeGraph, name: str, record_property: Record
    ) -> None:
        expected, found = Counter[str](), Counter[str]()
        for parameters in _bindings(meeting, name):
            said = f"{parameters}: "
            rows_here = _answered(meeting, name, {key: f"<{iri}>" for key, iri in parameters.items()})
            rows_there = _multiset(answering.select(_bound(relgraph.named_queries()[name].text, parameters)))
            assert rows_here, "an answer's own value has no row"
            expected += Counter({said + row: count for row, count in rows_here.items()})
            found += Counter({said + row: count for row, count in rows_there.items()})
        cell = ("queries", f"{name}, bound", answering.name)
        _compare(record_property, cell, expected, found, "equal")


# Any graph that keeps the rules of what is portable
# --------------------------------------------------

XSD = "http://www.w3.org/2001/XMLSchema#"
_names = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}|[\u0430-\u044f\u4e00-\u4eff]{1,4}", fullmatch=True)
_iris = _names.map(lambda name: ox.NamedNode(f"https://example.org/{name}"))
_texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]) | st.sampled_from('\n\t"\\'), max_size=20
)
_years = st.integers(1000, 2999)
_months = st.integers(1, 12)


def _typed(values: st.SearchStrategy[str], datatype: str) -> st.SearchStrategy[ox.Literal]:
    return values.map(lambda value: ox.Literal(value, datatype=ox.NamedNode(XSD + datatype)))


_dates = st.dates().filter(lambda date: date.year >= 1000).map(lambda date: date.isoformat())
_literals = st.one_of(
    _texts.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), _texts, st.sampled_from(["en", "ru", "pt-br"])),
    _typed(st.integers(-(2**63) + 1, 2**63 - 1).map(str), "integer"),
    _typed(
        st.builds(lambda whole, part: f"{whole}.{part}", st.integers(-999, 999), st.sampled_from("123456789")),
        "decimal",
    ),
    _typed(st.sampled_from(["true", "false"]), "boolean"),
    _typed(_dates, "date"),
    _typed(_years.map(str), "gYear"),
    _typed(st.builds("{}-{:02}".format, _years, _months), "gYearMonth"),
    _typed(_dates.map(lambda date: f"{date}T10:30:00+03:00"), "dateTime"),
)
_subjects = _iris | st.sampled_from("abc").map(ox.BlankNode)
_triples = st.builds(ox.Triple, _subjects, _iris, _subjects | _literals)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,  # the same graphs in every store and on every run
    database=None,
    phases=[Phase.generate],  # a store is too slow to look for the smallest graph that it changes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(triples=st.lists(_triples, min_size=1, max_size=60))
def test_a_portable_graph_comes_back_exact(store: Store, triples: list[ox.Triple]) -> None:
    expected = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    graph = KnowledgeGraph()
    graph.oxigraph.extend(expected)
    store.load(relgraph.export(graph, "turtle"), "turtle")
    difference = _difference(Counter(_canonical(expected)), Counter(_canonical(store.read())))
    assert not difference, f"{store.name}\n{difference}"


# Whatever happens
# ----------------


@pytest.mark.parametrize("program", [Oxigraph, Rdf4j], ids=lambda program: str(program.name))
def test_what_was_started_ends_with_a_process_that_is_killed(program: type[Oxigraph] | type[Rdf4j]) -> None:
    """A server and a Java virtual machine, the two kinds of child."""
    require(program)
    script = (
        f"import sys; from {program.__module__} import {program.__name__} as Program\n"
        "with Program() as store:\n"
        "    store.load(b'', 'turtle'); print(store._process.folder, flush=True); sys.stdin.read()"
    )
    tests = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(tests)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        folder = Path(starter.stdout.readline().strip())
        assert folder.is_dir()
        starter.kill()
    # The folder goes last, when the program has ended.
    deadline = time.monotonic() + 30
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
