"""Small files of Turtle whose lines the tests of reading count."""

from __future__ import annotations

from pathlib import Path

from relgraph.model.namespaces import PREFIXES

XSD = PREFIXES["xsd"]
EX = "https://example.org/"
HEAD = f"@prefix ex: <{EX}> .\n@prefix xsd: <{XSD}> .\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
