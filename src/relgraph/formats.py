"""The file formats that relgraph reads and writes: their names, their suffixes, and which are RDF.

Suffixes are known here only. A command says by name which formats it writes, and :func:`format_of` finds the
one that the name of a file asks for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox


@dataclass(frozen=True)
class Format:
    """A file format.

    Attributes:
        name: Its name, as ``--format`` takes it.
        suffixes: The suffixes of its files, in lower case, the usual one first. Formats may share a suffix.
        rdf: The syntax of pyoxigraph that reads it; ``None`` where it is not RDF.
        is_binary: Whether a terminal cannot show it.
    """

    name: str
    suffixes: tuple[str, ...]
    rdf: ox.RdfFormat | None = None
    is_binary: bool = False


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        # Graphs
        Format("turtle", (".ttl",), ox.RdfFormat.TURTLE),
        Format("ntriples", (".nt",), ox.RdfFormat.N_TRIPLES),
        Format("nquads", (".nq",), ox.RdfFormat.N_QUADS),
        Format("trig", (".trig",), ox.RdfFormat.TRIG),
        Format("rdfxml", (".rdf", ".owl", ".xml"), ox.RdfFormat.RDF_XML),
        Format("jsonld", (".jsonld", ".json"), ox.RdfFormat.JSON_LD),
        # Tables and reports
        Format("table", (".txt",)),
        Format("text", (".txt",)),
        Format("csv", (".csv",)),
        Format("tsv", (".tsv",)),
        Format("json", (".json",)),
        Format("xml", (".xml", ".srx")),
        # Networks
        Format("graphml", (".graphml",)),
        Format("gexf", (".gexf",)),
        Format("csv-nodes", (".csv",)),
        Format("parquet", (".parquet",), is_binary=True),
        # Pictures
        Format("svg", (".svg",)),
        Format("png", (".png",), is_binary=True),
        Format("html", (".html", ".htm")),
    )
}
"""The formats, by name."""

RDF_SUFFIXES: dict[str, ox.RdfFormat] = {
    suffix: entry.rdf for entry in FORMATS.values() if entry.rdf for suffix in entry.suffixes
}
"""The RDF syntax of each suffix that :func:`relgraph.open` reads, also before ``.gz`` (``.ttl.gz``)."""

# What the ranges there leave out: a class of what they have takes ten times as long to compile.
NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even as references (section 2.2)."""


def suffix_of(name: str | os.PathLike[str]) -> str:
    """Return the suffix that tells the format of a file.

    Args:
        name: The name of a file, or its path.

    Returns:
        The suffix in lower case, the one before ``.gz`` where the file is packed; ``""`` where there is none,
        as in the name of a hidden file such as ``.csv``.

    Example:
        >>> suffix_of("acts.ttl"), suffix_of("acts.TTL.gz"), suffix_of("acts")
        ('.ttl', '.ttl', '')
    """
    path = Path(name)
    return Path(path.stem if is_packed(path) else path.name).suffix.lower()


def is_packed(name: str | os.PathLike[str]) -> bool:
    """Return whether a file is packed with gzip, by its name.

    Args:
        name: The name of a file, or its path.

    Returns:
        Whether it has the suffix ``.gz``, in any case.

    Example:
        >>> is_packed("acts.ttl.GZ"), is_packed("acts.ttl"), is_packed(".gz")
        (True, False, False)
    """
    return Path(name).suffix.lower() == ".gz"


def format_of(name: str | os.PathLike[str], among: Iterable[str]) -> str | None:
    """Return the format that the suffix of a file stands for.

    Args:
        name: The name of a file, or its path.
        among: Names of the formats that are possible, in order of preference: ``.json`` is JSON-LD of a graph,
            and JSON of scores.

    Returns:
        The first of ``among`` that has the suffix, or ``None`` where none has it.

    Example:
        >>> format_of("scores.json", ["table", "csv", "json"]), format_of("graph.json", ["turtle", "jsonld"])
        ('json', 'jsonld')
    """
    suffix = suffix_of(name)
    return next((candidate for candidate in among if suffix in FORMATS[candidate].suffixes), None)


def suffixes_of(among: Iterable[str]) -> list[str]:
    """Return the usual suffixes of some formats.

    Args:
        among: Names of formats.

    Returns:
        The first suffix of each, in their order, each suffix once.

    Example:
        >>> suffixes_of(["csv", "csv-nodes", "graphml"])
        ['.csv', '.graphml']
    """
    return list(dict.fromkeys(FORMATS[name].suffixes[0] for name in among))
