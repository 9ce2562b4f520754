"""The canonical order: by subject, type first, in batches that keep a subject together."""

from __future__ import annotations

from itertools import pairwise

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from relgraph.canonical import batches, canonical, canonical_store, lines_of, triples_of
from relgraph.model.namespaces import PREFIXES

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
A, B, P, Z = (ox.NamedNode(f"urn:{name}") for name in "abpz")


def store_of(turtle: str) -> ox.Store:
    store = ox.Store()
    store.load(turtle, ox.RdfFormat.TURTLE)
    return store


def test_type_comes_first_and_each_triple_once() -> None:
    # A predicate that sorts before rdf:type, which is http://...
    first = ox.NamedNode("a:first")
    wanted = [
        ox.Triple(A, TYPE, Z),
        ox.Triple(A, first, ox.Literal("1")),
        ox.Triple(A, first, B),
        ox.Triple(A, P, A),
        ox.Triple(B, first, A),
    ]
    for triples in (wanted, wanted[::-1], wanted[2:] + wanted):
        assert canonical(triples) == wanted


def test_batches_keep_subjects_together_and_tell_their_sizes() -> None:
    store = ox.Store()
    for number in range(4_000):
        for value in range(3):
            store.add(ox.Quad(ox.NamedNode(f"urn:{number:04}"), P, ox.Literal(str(value))))
    told: list[int] = []
    found = list(batches(lines_of(store), told.append))
    assert len(found) > 1
    assert told == [len(batch) for batch in found]
    assert max(told) < 5_003
    flat = [triple for batch in found for triple in triples_of(batch)]
    assert flat == canonical(quad.triple for quad in store)
    for before, after in pairwise(found):
        assert before[-1][0] != after[0][0]


# What sorts otherwise as a line than term by term: a predicate that begins with another, one before rdf:type, a
# subject or a literal that begins with another, and text that looks like the rest of a line.
_NAMES = ["p", "p-2", "p/2", "p.2", "p2", "P"]
_SUBJECTS = st.sampled_from(_NAMES).map(lambda name: ox.NamedNode(f"urn:{name}")) | st.sampled_from(
    ["b1", "b10", "b2"]
).map(ox.BlankNode)
_PREDICATES = st.sampled_from(
    [TYPE, ox.NamedNode("a:first"), *(ox.NamedNode(f"urn:{name}") for name in _NAMES)]
)
_TEXTS = st.text(max_size=5) | st.sampled_from(
    ["a", "a b", "a .\n", f" {TYPE} ", "\u2028", "\x85", "\x01\x7f\t"]
)
_VALUES = (
    _SUBJECTS
    | _PREDICATES
    | _TEXTS.map(ox.Literal)
    | st.builds(lambda text, tag: ox.Literal(text, language=tag), _TEXTS, st.sampled_from(["en", "en-gb"]))
    | st.integers(-10, 10).map(ox.Literal)
)


@given(st.lists(st.builds(ox.Triple, _SUBJECTS, _PREDICATES, _VALUES), min_size=1))
def test_the_order_of_lines_is_that_of_terms(triples: list[ox.Triple]) -> None:
    named = canonical(triples)
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in named)
    assert [triple for batch in batches(lines_of(store)) for triple in triples_of(batch)] == named


def test_a_store_is_copied_only_where_it_has_blank_nodes() -> None:
    plain = store_of("<urn:a> <urn:p> 1 .")
    assert canonical_store(plain) is plain
    store = store_of("_:x <urn:p> [] .")
    before = set(store)
    named = canonical_store(store)
    assert set(store) == before
    assert {str(quad.subject) for quad in named} <= {"_:b0", "_:b1"}
    assert len(named) == 1
