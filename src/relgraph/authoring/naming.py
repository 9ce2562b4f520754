"""Naming: when two names are the same, and which things the names in the cells of a dossier mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import RDFS, SKOS

from relgraph.authoring.dossier import Dossier
from relgraph.authoring.iris import is_iri, is_well_formed, whole
from relgraph.model.quotations import ALIKE
from relgraph.model.statements import text_of
from relgraph.store import KnowledgeGraph

LETTERS = r"(?:[^\W_][\u0300-\u036f]*)+"
"""A regular expression for letters and digits, with accents that are characters of their own."""


def plain(name: str) -> str:
    """Return a name as it is compared where case matters: composed, with plain blanks, apostrophes and dashes.

    Example:
        >>> plain("Pays\u2013Bas  d\u2019 Or"), len(plain("e\u0301"))
        ("Pays-Bas d' Or", 1)
    """
    return " ".join(unicodedata.normalize("NFC", name).translate(ALIKE).split())


def name_key(name: str) -> str:
    """Return what names have in common that are the same: in any case, however they are set.

    Composed and decomposed letters (Unicode NFC), white space of any kind and length, and apostrophes, quote
    marks and dashes of all forms are alike, as they are in quotations.

    Example:
        >>> name_key("C\u00f4te\u00a0d\u2019Ivoire") == name_key("CO\u0302TE  d'Ivoire")
        True
    """
    return unicodedata.normalize("NFC", plain(name).casefold())


class Known(NamedTuple):
    """A graph whose things are known by name.

    Attributes:
        graph: The graph.
        names: Its things but acts, by :func:`name_key` of their labels and aliases.
    """

    graph: KnowledgeGraph
    names: Mapping[str, set[str]]


def known_by_name(graph: KnowledgeGraph) -> Known:
    """Return a graph with the names of its things.

    Example:
        >>> import relgraph
        >>> sorted(known_by_name(relgraph.open()).names["sergey lavrov"])
        ['https://w3id.org/relgraph/id/person/sergey-lavrov']
    """
    found: dict[str, set[str]] = {}
    for predicate in (RDFS.label, SKOS.altLabel):
        for subject, name in graph.pairs_of(str(predicate)):
            if isinstance(subject, ox.NamedNode) and subject.value not in graph.acts:
                found.setdefault(name_key(text_of(name)), set()).add(subject.value)
    return Known(graph, found)


class Names:
    """The names that cells of a dossier may have: those of its things, then those of graphs.

    Attributes:
        ids: The ids of its own things, and of the document.
        by_name: The IRIs of its own things by :func:`name_key` of their labels and aliases.

    Example:
        >>> from relgraph.authoring.dossier import rows_of
        >>> things = rows_of("things.csv", [{"id": "arda", "label": "Arda", "aliases": "Ardans; The Ardans"}])
        >>> Names(Dossier({"base": "urn:x:"}, "", "", {"things.csv": things})).meant("the ardans")
        {'urn:x:arda'}
    """

    def __init__(self, dossier: Dossier, known: Sequence[Known] = ()) -> None:
        """Read the names of ``things.csv``; ``known`` are graphs whose things are known by name too."""
        self._dossier = dossier
        things = dossier.tables["things.csv"]
        self.ids = {row.cells["id"] for row in things} | {dossier.document.get("iri", "")} - {""}
        self.by_name: dict[str, set[str]] = {}
        for row in things:
            for name in (row.cells["label"], *row.several("aliases")):
                if name:
                    self.by_name.setdefault(name_key(name), set()).add(dossier.iri(row.cells["id"]))
        self._foreign = [one.names for one in known]

    def __iter__(self) -> Iterator[str]:
        """Yield all of them, as :func:`name_key` has them."""
        return (name for names in (self.by_name, *self._foreign) for name in names)

    def meant(self, name: str) -> set[str]:
        """Return the IRIs of what a name, an id or an IRI may mean: of the dossier, else of what is known."""
        if is_iri(name):
            return {whole(name)} if is_well_formed(whole(name)) else set()
        key = name_key(name)
        own = self.by_name.get(key, set())
        if name in self.ids:
            # What is the id of one and the name of another means neither.
            return {self._dossier.iri(name), *own}
        return own or next((names[key] for names in self._foreign if key in names), set())
