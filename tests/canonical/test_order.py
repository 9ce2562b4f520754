"""The canonical order: by subject, type first, in batches that keep a subject together."""

from __future__ import annotations

from itertools import pairwise

import pyoxigraph as ox

from relgraph.canonical import batches, canonical, canonical_store, subjects_of
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
    for given in (wanted, wanted[::-1], wanted[2:] + wanted):
        assert canonical(given) == wanted


def test_batches_keep_subjects_together_and_tell_their_sizes() -> None:
    store = ox.Store()
    for number in range(4_000):
        for value in range(3):
            store.add(ox.Quad(ox.NamedNode(f"urn:{number:04}"), P, ox.Literal(str(value))))
    told: list[int] = []
    found = list(batches(store, subjects_of(store), written=told.append))
    assert len(found) > 1
    assert told == [len(batch) for batch in found]
    assert max(told) < 5_003
    flat = [triple for batch in found for triple in batch]
    assert flat == canonical(quad.triple for quad in store)
    for before, after in pairwise(found):
        assert before[-1].subject != after[0].subject


def test_batches_leave_out_what_is_in_another_store() -> None:
    store = store_of("<urn:a> <urn:p> 1 , 2 . <urn:b> <urn:p> 1 .")
    known = store_of("<urn:a> <urn:p> 1 . <urn:b> <urn:p> 1 .")
    (batch,) = batches(store, subjects_of(store), without=known)
    assert [triple.object.value for triple in batch if isinstance(triple.object, ox.Literal)] == ["2"]
    assert list(batches(known, subjects_of(known), without=store)) == []


def test_a_store_is_copied_only_where_it_has_blank_nodes() -> None:
    plain = store_of("<urn:a> <urn:p> 1 .")
    assert canonical_store(plain) is plain
    store = store_of("_:x <urn:p> [] .")
    before = set(store)
    named = canonical_store(store)
    assert set(store) == before
    assert {str(subject) for subject in subjects_of(named)} <= {"_:b0", "_:b1"}
    assert len(named) == 1
