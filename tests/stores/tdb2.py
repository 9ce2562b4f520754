"""Apache Jena 4.5 as Debian packages it: TDB2, its store on disk, and ARQ."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import jena
from .jvm import JvmStore, missing_packages

_JARS = Path("/usr/share/java")
_NAMES = (
    "jena-arq", "jena-base", "jena-core", "jena-dboe-base", "jena-dboe-index", "jena-dboe-storage",
    "jena-dboe-trans-data", "jena-dboe-transaction", "jena-iri", "jena-tdb2", "commons-cli", "commons-codec",
    "commons-compress", "commons-csv", "commons-io", "commons-lang3", "commons-logging", "dexx.collection",
    "gson", "guava", "httpclient", "httpclient-cache", "httpcore", "jackson-annotations", "jackson-core",
    "jackson-databind", "jakarta.json-api", "jcl-over-slf4j", "jsonld-java", "slf4j-api", "slf4j-nop", "thrift",
    "titanium-json-ld",
)  # fmt: skip


class Tdb2(JvmStore):
    """The TDB2 of ``libapache-jena-java``, in a folder of its own."""

    name = "TDB2"
    formats = ("turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads")

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here."""
        if not (_JARS / "jena-tdb2.jar").exists():
            return "no jena-tdb2.jar: apt install libapache-jena-java"
        return missing_packages()


class Engine(jena.Engine):
    """As Jena's, over a data set on disk."""

    @staticmethod
    def class_path(folder: Path) -> Sequence[Path]:
        """Return Debian's libraries, with the messages of Xerces at the place where Debian's build looks."""
        moved = "org/apache/jena/ext/"
        with zipfile.ZipFile(_JARS / "jena-core.jar") as jar:
            for name in jar.namelist():
                if name.startswith(moved + "xerces/") and name.endswith(".properties"):
                    target = folder / name.removeprefix(moved)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(jar.read(name))
        return [folder, *(_JARS / f"{name}.jar" for name in _NAMES)]

    def language(self, media_type: str) -> Any:
        """Return JSON-LD 1.0 for JSON-LD: Debian's build has nothing that reads JSON for 1.1."""
        if media_type == "application/ld+json":
            return self.java("org.apache.jena.riot.Lang").JSONLD10
        return super().language(media_type)

    def new_dataset(self) -> Any:
        """Return a new database in the folder of the worker."""
        return self.java("org.apache.jena.tdb2.TDB2Factory").connectDataset("db")
