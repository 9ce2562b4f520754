"""A graph as RDF/XML."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from relgraph.canonical import Batch, Written, batches, lines_of, triples_of, with_declared
from relgraph.errors import OutputError
from relgraph.formats import NOT_XML
from relgraph.model.namespaces import PREFIXES

_IN_MEMORY = 2**24  # bytes that wait in memory until all of the document is known to be well-formed
# A predicate is split into a namespace and the name at its end (Namespaces in XML 1.0, NCName).
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME = re.compile(rf"[{_NAME_START}][{_NAME_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*\Z")
# Names that mean something else to RDF/XML (section 7.2.2 and on).
_RESERVED = {
    PREFIXES["rdf"] + name
    for name in (
        "RDF", "ID", "about", "aboutEach", "aboutEachPrefix", "bagID", "datatype", "Description", "li",
        "nodeID", "parseType", "resource",
    )
}  # fmt: skip


def to_rdfxml(store: ox.Store, written: Written, declared: Mapping[str, str] | None = None) -> Iterator[bytes]:
    """Yield RDF/XML, one description per subject.

    Args:
        store: The graph, its blank nodes named; see :func:`~relgraph.canonical.canonical_store`.
        written: Called with the number of further triples that are written, all before the first chunk.
        declared: Namespaces by prefix that the data declare; those of predicates are declared.

    Yields:
        The chunks of a document in UTF-8.

    Raises:
        OutputError: A control character in a literal, which XML 1.0 cannot hold, or a predicate that does not
            end in an XML name or that RDF/XML reserves.

    Example:
        >>> import pyoxigraph as ox
        >>> store = ox.Store()
        >>> store.load("<urn:a> <http://www.w3.org/2004/02/skos/core#broader> <urn:b> .", ox.RdfFormat.TURTLE)
        >>> document = b"".join(to_rdfxml(store, lambda triples: None)).decode()
        >>> [line.strip() for line in document.splitlines() if "urn:" in line]
        ['<rdf:Description rdf:about="urn:a">', '<skos:broader rdf:resource="urn:b"/>']
    """
    prefixes = _prefixes(store, declared)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as waiting:
        triples = _checked(batches(lines_of(store), written))
        ox.serialize(triples, waiting, ox.RdfFormat.RDF_XML, prefixes=prefixes)
        waiting.seek(0)
        declaration, root = waiting.readline(), waiting.readline().decode()
        # pyoxigraph declares the namespaces in an order that changes from run to run.
        namespaces = " ".join(sorted(re.findall(r'xmlns:[^"]*"[^"]*"', root)))
        yield declaration + re.sub(r"xmlns:.*?(?=/?>$)", namespaces, root).encode()
        while chunk := waiting.read(2**20):
            yield chunk


def _prefixes(store: ox.Store, declared: Mapping[str, str] | None) -> dict[str, str]:
    """Return the prefixes of the package, and those of the data that have a predicate and are XML names."""
    ours = {name: iri for name, iri in PREFIXES.items() if name != "id"}
    solutions = store.query("SELECT DISTINCT ?p { ?s ?p ?o }")
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    namespaces = {_XML_NAME.sub("", solution["p"].value) for solution in solutions}
    return ours | {
        prefix: namespace
        for prefix, namespace in with_declared(ours, declared).items()
        if namespace in namespaces and _XML_NAME.match(prefix) and not prefix.lower().startswith("xml")
    }


def _checked(found: Iterable[Batch]) -> Iterator[ox.Triple]:
    """Yield the triples of ``found``; raise OutputError at the first that RDF/XML cannot express."""
    for batch in found:
        for triple in triples_of(batch):
            predicate, value = triple.predicate.value, triple.object
            if isinstance(value, ox.Literal) and NOT_XML.search(value.value):
                raise OutputError(
                    f"RDF/XML cannot hold the control character in {triple.predicate} of {triple.subject}",
                    "export to turtle or ntriples, or remove the character",
                )
            if predicate in _RESERVED or not _XML_NAME.search(predicate):
                raise OutputError(
                    f"RDF/XML has no name for the predicate {triple.predicate} of {triple.subject}",
                    "export to turtle or ntriples",
                )
            yield triple
