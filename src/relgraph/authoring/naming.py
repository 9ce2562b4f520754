"""Naming: when two names are the same, and what the things of a dossier are called."""

from __future__ import annotations

import unicodedata

from relgraph.authoring.dossier import Dossier
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


def things_by_name(dossier: Dossier) -> dict[str, set[str]]:
    """Return the IRIs of the things of a dossier by :func:`name_key` of their labels and aliases.

    Example:
        >>> from relgraph.authoring.dossier import rows_of
        >>> things = rows_of("things.csv", [{"id": "arda", "label": "Arda", "aliases": "Ardans; The Ardans"}])
        >>> things_by_name(Dossier({"base": "urn:x:"}, "", "", {"things.csv": things}))["the ardans"]
        {'urn:x:arda'}
    """
    found: dict[str, set[str]] = {}
    for row in dossier.tables["things.csv"]:
        for name in (row.cells["label"], *row.several("aliases")):
            if name:
                found.setdefault(name_key(name), set()).add(dossier.iri(row.cells["id"]))
    return found
