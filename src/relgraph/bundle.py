"""The files that come with the package: ontology, data, queries, page."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def bundled(*parts: str) -> Path:
    """Return the path of a bundled file or folder, such as ``bundled("ontology", "rules")``.

    A wheel carries these inside the package; an editable install reads the repository's own copy.
    """
    package = Path(str(files("relgraph")))
    inside = package.joinpath(*parts)
    return inside if inside.exists() else package.parent.parent.joinpath(*parts)
