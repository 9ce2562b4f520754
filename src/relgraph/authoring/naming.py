"""Naming: when two names are the same, and what things are called."""

from __future__ import annotations

import unicodedata

from relgraph.authoring.dossier import Dossier
from relgraph.authoring.iris import is_iri
from relgraph.model.quotations import ALIKE

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


class Called:
    """What the things of a dossier are called.

    Attributes:
        by_name: Their IRIs by :func:`name_key` of their labels and aliases.

    Example:
        >>> from relgraph.authoring.dossier import rows_of
        >>> things = rows_of("things.csv", [{"id": "arda", "label": "Arda", "aliases": "Ardans; The Ardans"}])
        >>> Called(Dossier({"base": "urn:x:"}, "", "", {"things.csv": things})).meant("the ardans")
        {'urn:x:arda'}
    """

    def __init__(self, dossier: Dossier) -> None:
        """Read the names of ``things.csv``."""
        self._dossier = dossier
        things = dossier.tables["things.csv"]
        self.ids = {row.cells["id"] for row in things} | {dossier.document.get("iri", "")} - {""}
        self.by_name: dict[str, set[str]] = {}
        for row in things:
            for name in (row.cells["label"], *row.several("aliases")):
                if name:
                    self.by_name.setdefault(name_key(name), set()).add(dossier.iri(row.cells["id"]))

    def meant(self, name: str) -> set[str]:
        """Return the IRIs of what a name, an id or an IRI may mean."""
        if is_iri(name):
            return {self._dossier.iri(name)}
        named = self.by_name.get(name_key(name), set())
        # What is the id of one and the name of another means neither.
        return {self._dossier.iri(name), *named} if name in self.ids else named
