"""Annotations: what people marked in a text with other tools, as a dossier."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from relgraph.authoring.annotations.cas import read_cas_json, read_cas_xmi
from relgraph.authoring.annotations.marks import Found, Left
from relgraph.authoring.annotations.rows import Rows
from relgraph.authoring.annotations.web import read_web
from relgraph.authoring.dossier import Dossier
from relgraph.authoring.drafted import dossier_of
from relgraph.authoring.gazetteer import load_gazetteer
from relgraph.cleaning import clean
from relgraph.errors import DossierError, InputError
from relgraph.store import KnowledgeGraph
from relgraph.vocabulary import relations
from relgraph.wording import counted

__all__ = ["Annotated", "Left", "draft_annotated"]

_ADVICE = (
    "give Web Annotation JSON-LD (or lines of it), UIMA CAS JSON 0.4.0, or UIMA CAS XMI with its type system"
)


class Annotated(NamedTuple):
    """What came in of files of annotations.

    Attributes:
        dossier: The dossier; nothing in it is accepted.
        left: What is left out, with the reason.
        remarks: What else a person has to know, such as passages whose words could not be checked.
    """

    dossier: Dossier
    left: tuple[Left, ...]
    remarks: tuple[str, ...]


def draft_annotated(
    text: str,
    sha256: str,
    files: Iterable[str | os.PathLike[str]],
    *,
    title: str,
    base: str,
    document: Mapping[str, str] | None = None,
    known: Sequence[KnowledgeGraph] = (),
) -> Annotated:
    """Return a dossier of a text with what others marked in it, each a draft; docs/dossier.md has the rules.

    Args:
        text: The text.
        sha256: Of its file.
        files: Files of annotations: web annotations in JSON-LD, UIMA CAS as JSON or as XMI.
        title: What the document is called.
        base: What IRIs begin with.
        document: Further keys of ``document.toml``.
        known: Graphs whose actors and relations are known by name, beside the bundled gazetteer and ontology.

    Returns:
        The dossier, and what is left out of it.

    Raises:
        InputError: A file cannot be read, or has none of the formats.
        DossierError: An annotation is none, such as one that ends before it starts; or none is in the text.

    Example:
        >>> import tempfile
        >>> selector = {"type": "TextQuoteSelector", "exact": "condemned the raid"}
        >>> annotation = {"type": "Annotation", "target": {"selector": selector}, "body":
        ...     {"type": "TextualBody", "purpose": "tagging", "value": "condemns"}}
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "marks.json")
        ...     _ = path.write_text(json.dumps(annotation))
        ...     found = draft_annotated("Peru condemned the raid.", "", [path], title="R", base="urn:x:")
        >>> [(row.cells["relation"], row.cells["quote"]) for row in found.dossier.acts]
        [('condemns', 'condemned the raid')]
    """
    found = Found()
    for file in files:
        read = _read(os.fspath(file), text)
        if not read.marks:
            reason = f": {read.left[0].where}: {read.left[0].reason}" if read.left else ""
            of = counted(sum(one.number for one in read.left), "annotation")
            raise DossierError(
                f"{os.fspath(file)}: of {of} none marks words of the text{reason}",
                "give the text that was annotated",
            )
        found.marks += read.marks
        found.left += read.left
        found.remarks += read.remarks
    entries = {entry.iri: entry for graph in (None, *known) for entry in relations("", graph)}
    rows = Rows(text, found.marks, load_gazetteer(graphs=known), tuple(entries.values()))
    told = {"base": base, "title": title, **(document or {}), "sha256": sha256}
    cells = {"acts.csv": rows.acts, "passages.csv": rows.passages, "things.csv": list(rows.things.rows())}
    return Annotated(dossier_of(text, told, cells), tuple(found.left), tuple(found.remarks))


def _read(name: str, text: str) -> Found:
    try:
        content = Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise InputError(f"{name}: {reason}", "check the path of the annotations") from None
    if not content.strip():
        raise InputError(f"{name}: is empty", _ADVICE)
    if content.startswith(b"PK"):
        raise InputError(f"{name}: is a ZIP archive", "unpack it, and give the file of annotations in it")
    if content.startswith(b"#FORMAT=WebAnno TSV"):
        raise InputError(f"{name}: is WebAnno TSV, which is not read", "export it as UIMA CAS JSON 0.4.0")
    if Path(name).suffix.lower() in (".xmi", ".xml") or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_cas_xmi(name, content, text)
    try:
        data = _json(name, content)
        if isinstance(data, dict) and any(key.startswith("%") for key in data):
            return read_cas_json(name, data, text)
        return read_web(name, data, text)
    except RecursionError:
        raise InputError(f"{name}: is nested too deeply", _ADVICE) from None


def _json(name: str, content: bytes) -> object:
    """Return what a file of JSON has, or of lines of JSON."""
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: is not UTF-8 text: byte {error.start} is {error.object[error.start]:#04x}", _ADVICE
        ) from None
    lines = [(number, line) for number, line in enumerate(written.split("\n"), 1) if line.strip()]
    is_lines = len(lines) > 1 and all(re.fullmatch(r"\s*\{.*\}\s*", line) for _, line in lines)
    data = []
    for number, part in lines if is_lines else [(1, written)]:
        try:
            data.append(json.loads(part))
        except json.JSONDecodeError as error:
            where = f"line {number + error.lineno - 1}, column {error.colno}"
            raise InputError(f"{name}, {where}: is no JSON: {error.msg}", _ADVICE) from None
        except ValueError as error:  # a number of thousands of digits
            raise InputError(f"{name}, line {number}: is no JSON: {clean(str(error))}", _ADVICE) from None
    return data if is_lines else data[0]
