"""The file formats that relgraph reads and writes: what each is called, its suffixes, and who parses it.

A command says which of them it writes, by name, and :func:`format_of` finds the one that a file name asks for.
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
        name: What ``--format`` calls it.
        suffixes: The ends of names of such files, the usual one first. Two formats may share one.
        rdf: What it is to pyoxigraph where it is a syntax of RDF.
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
        # Tables
        Format("table", (".txt",)),
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
"""The formats by name."""

RDF_SUFFIXES: dict[str, ox.RdfFormat] = {
    suffix: entry.rdf for entry in FORMATS.values() if entry.rdf for suffix in entry.suffixes
}
"""The syntax of RDF that each suffix stands for, also before ``.gz`` (``.ttl.gz``)."""


NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even as references (section 2.2)."""


def suffix_of(name: str | os.PathLike[str]) -> str:
    """Return the suffix that tells the format, in lower case.

    Example:
        >>> suffix_of("acts.ttl"), suffix_of("acts.TTL.gz"), suffix_of("acts")
        ('.ttl', '.ttl', '')
    """
    path = Path(name)
    return Path(path.stem if path.suffix.lower() == ".gz" else path.name).suffix.lower()


def format_of(name: str | os.PathLike[str], among: Iterable[str]) -> str | None:
    """Return the format that the suffix of ``name`` stands for.

    Args:
        name: The name of a file.
        among: Names of formats; where several have the suffix, the first of them counts.

    Returns:
        One of ``among``, or ``None`` where none has the suffix.

    Example:
        >>> format_of("scores.json", ["table", "csv", "json"]), format_of("graph.json", ["turtle", "jsonld"])
        ('json', 'jsonld')
    """
    suffix = suffix_of(name)
    return next((candidate for candidate in among if suffix in FORMATS[candidate].suffixes), None)


def suffixes_of(among: Iterable[str]) -> list[str]:
    """Return the usual suffix of each of the formats ``among``, each suffix once.

    Example:
        >>> suffixes_of(["csv", "csv-nodes", "graphml"])
        ['.csv', '.graphml']
    """
    return list(dict.fromkeys(FORMATS[name].suffixes[0] for name in among))
