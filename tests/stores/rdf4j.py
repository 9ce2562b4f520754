"""Eclipse RDF4J 2.2: MemoryStore."""

from __future__ import annotations

import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from .jvm import JvmStore, missing_packages

# The parsers, the one for queries and the functions of the rules, by hand: in this build one jar's list of
# services hides the others.
_FORMATS = {
    "text/turtle": ("TURTLE", "turtle.TurtleParserFactory"),
    "application/n-triples": ("NTRIPLES", "ntriples.NTriplesParserFactory"),
    "application/rdf+xml": ("RDFXML", "rdfxml.RDFXMLParserFactory"),
    "application/ld+json": ("JSONLD", "jsonld.JSONLDParserFactory"),
    "application/trig": ("TRIG", "trig.TriGParserFactory"),
    "application/n-quads": ("NQUADS", "nquads.NQuadsParserFactory"),
}
_FUNCTIONS = ("StrStarts", "Concat")


class Rdf4j(JvmStore):
    """The RDF4J that the ``pycorese`` package carries."""

    name = "RDF4J"
    formats = ("turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads")

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here."""
        return missing_packages("pycorese")


class Engine:
    """Rio reads and writes, the MemoryStore answers."""

    refusals: ClassVar[tuple[str, ...]] = (
        "org.eclipse.rdf4j.rio.RDFParseException",
        "org.eclipse.rdf4j.query.MalformedQueryException",
    )

    def __init__(self) -> None:
        """Make an empty repository."""
        import jpype  # noqa: PLC0415 - in the worker alone

        self.java = jpype.JClass
        self.resources = jpype.JArray(self.java("org.eclipse.rdf4j.model.Resource"))
        parsers = self.java("org.eclipse.rdf4j.rio.RDFParserRegistry").getInstance()
        for _, factory in _FORMATS.values():
            parsers.add(self.java(f"org.eclipse.rdf4j.rio.{factory}")())
        queries = self.java("org.eclipse.rdf4j.query.parser.QueryParserRegistry").getInstance()
        queries.add(self.java("org.eclipse.rdf4j.query.parser.sparql.SPARQLParserFactory")())
        functions = self.java(
            "org.eclipse.rdf4j.query.algebra.evaluation.function.FunctionRegistry"
        ).getInstance()
        for name in _FUNCTIONS:
            functions.add(self.java(f"org.eclipse.rdf4j.query.algebra.evaluation.function.string.{name}")())
        store = self.java("org.eclipse.rdf4j.sail.memory.MemoryStore")()
        repository = self.java("org.eclipse.rdf4j.repository.sail.SailRepository")(store)
        repository.initialize()
        self.connection = repository.getConnection()

    @staticmethod
    def class_path(folder: Path) -> Sequence[Path]:
        """Return the one library of the package."""
        return sorted(Path(sysconfig.get_path("data"), "share", "pycorese").glob("corese-core-*.jar"))

    def load(self, path: str, media_type: str, graph: str | None, whole: bool) -> None:
        """Replace ``graph``, or all, in one transaction."""
        name, _ = _FORMATS[media_type]
        values = self.java("org.eclipse.rdf4j.model.impl.SimpleValueFactory").getInstance()
        # No context at all stands for every one, the context null for the graph without a name.
        contexts = self.resources([None if graph is None else values.createIRI(graph)])
        everywhere = self.resources([])
        rdf_format = getattr(self.java("org.eclipse.rdf4j.rio.RDFFormat"), name)
        self.connection.begin()
        try:
            self.connection.clear(everywhere if whole else contexts)
            file = self.java("java.io.File")(path)
            self.connection.add(file, "", rdf_format, everywhere if whole else contexts)
            self.connection.commit()
        except BaseException:
            self.connection.rollback()
            raise

    def trig(self) -> str:
        """Return what Rio writes."""
        out = self.java("java.io.ByteArrayOutputStream")()
        # Its N-Quads writer escapes what is beyond U+FFFF as two surrogates, which is no N-Quads.
        writer = self.java("org.eclipse.rdf4j.rio.trig.TriGWriter")(out)
        self.connection.export(writer, self.resources([]))
        return str(out.toString("UTF-8"))

    def select(self, query: str) -> str:
        """Return what the repository answers."""
        out = self.java("java.io.ByteArrayOutputStream")()
        writer = self.java("org.eclipse.rdf4j.query.resultio.sparqljson.SPARQLResultsJSONWriter")(out)
        language = self.java("org.eclipse.rdf4j.query.QueryLanguage").SPARQL
        self.connection.prepareTupleQuery(language, query).evaluate(writer)
        return str(out.toString("UTF-8"))
