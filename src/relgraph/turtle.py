"""Turtle in the stable order: subjects by IRI, one predicate a line; made for diffs and for every store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from relgraph.ontology import ID, PREFIXES

_RDF_TYPE = PREFIXES["rdf"] + "type"


def canonical(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return each of ``triples`` once, by subject, type first, predicate and object.

    Blank nodes are named by RDFC-1.0 (W3C, RDF Dataset Canonicalization): isomorphic graphs give the same.
    """
    dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    if any(isinstance(term, ox.BlankNode) for quad in dataset for term in (quad.subject, quad.object)):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=_order)


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), predicate != _RDF_TYPE, predicate, str(triple.object)


def prefixes_of(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return :data:`~relgraph.ontology.PREFIXES` and one prefix a kind of thing, such as ``state:``.

    Turtle's local names cannot hold the slash of ``state/russia`` unescaped, and not every store reads escapes.
    """
    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "id"}
    for triple in triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(str(ID)):
                kind, slash, _ = term.value[len(ID) :].partition("/")
                if slash and re.fullmatch(r"[a-z]+(?:-[a-z]+)*", kind) and kind not in PREFIXES:
                    prefixes[kind] = f"{ID}{kind}/"
    return prefixes


def turtle(sections: Sequence[tuple[str, Sequence[ox.Triple]]]) -> bytes:
    """Return ``sections``, each a heading (``""`` for none) and triples in order, as one Turtle document.

    Only prefixes that are used are declared, in alphabetical order.
    """
    prefixes = prefixes_of(triple for _, triples in sections for triple in triples)
    bodies = []
    for heading, triples in sections:
        written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        assert written is not None  # noqa: S101 - serialize returns bytes where it is given no output
        body = re.sub(r"\A(?:@prefix [^\n]*\n)*", "", written.decode()).replace("\n\t", "\n    ")
        # A blank line between subjects, so that a changed subject is a changed paragraph.
        body = re.sub(r" \.\n(?=\S)", " .\n\n", body)
        bodies.append(f"# {heading}\n# {'-' * len(heading)}\n\n{body}" if heading else body)
    declared = [
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in sorted(prefixes.items())
        if any(re.search(rf"(?:^|[\s^]){re.escape(prefix)}:", body) for body in bodies)
    ]
    return ("".join(declared) + "\n" + "\n".join(bodies)).encode()
