"""Manifests: what a store on disk says of itself, in one small file that is replaced as a whole."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from relgraph.bundle import bundled
from relgraph.errors import StoreError
from relgraph.writing import STORE

FORMAT = 1
"""The form of the folder; one that reads other stores than this has another number."""

AGAIN = "load the files again into a new folder: relgraph load DATA... --store NEW"
"""What to do with a store that cannot be read."""
_SUMMED = ("CURRENT", "MANIFEST-")  # small files of the database that say which others count
_PASSING = ("LOG", "LOCK", "OPTIONS-", "IDENTITY")  # what opening a database writes, or nothing needs


@dataclass(frozen=True)
class Manifest:
    """What a store says of itself.

    Attributes:
        generation: The folder in which the database is.
        triples: How many triples the graph has: what was read, and what follows from it.
        graphs: How many named graphs are kept beside it.
        blank_nodes: Whether it has blank nodes.
        closures: The predicates of closures that were added, which the data do not have.
        sources: Names of what was read, in order.
        prefixes: Namespaces by prefix that the data declare.
        notes: What was changed in reading it, in sentences.
        files: The files of the database, with size and, of those that say which others count, a checksum.
        format: The form of the folder.
        ontology: A hash of the vocabulary that it was loaded with.
        pyoxigraph: The version of the engine that wrote it.
    """

    generation: str
    triples: int
    graphs: int
    blank_nodes: bool
    closures: tuple[str, ...]
    sources: tuple[str, ...]
    prefixes: dict[str, str]
    notes: tuple[str, ...]
    files: dict[str, tuple[int, int | None]]
    format: int = FORMAT
    ontology: str = ""
    pyoxigraph: str = ox.__version__

    def text(self) -> str:
        """Return it as it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


@cache
def vocabulary_hash() -> str:
    """Return a hash of the bundled ontology and rules, by which a store is known to answer as files do."""
    digest = sha256()
    for path in (bundled("ontology", "relgraph.ttl"), *sorted(bundled("ontology", "rules").glob("*.rq"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a store.

    Args:
        folder: Where the store is.

    Returns:
        What it says of itself.

    Raises:
        StoreError: It is damaged, or of another version.
        OSError: It cannot be read.
    """
    content = (folder / STORE).read_bytes()
    try:
        found: dict[str, Any] = json.loads(content)
        if found["format"] == FORMAT:
            found["files"] = {name: tuple(marks) for name, marks in found["files"].items()}
            found.update({name: tuple(found[name]) for name in ("closures", "sources", "notes")})
            manifest = Manifest(**{field.name: found[field.name] for field in fields(Manifest)})
            if manifest.generation != Path(manifest.generation).name or not manifest.generation:
                raise ValueError("generation")
        else:
            manifest = None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StoreError(f"{folder}: its {STORE} is damaged", AGAIN) from None
    if manifest is None:
        raise StoreError(
            f"{folder}: is a store of format {str(found['format'])[:20]}; this relgraph reads format {FORMAT}",
            f"use the relgraph that loaded it, or {AGAIN}",
        )
    if manifest.ontology != vocabulary_hash():
        raise StoreError(
            f"{folder}: was loaded with another version of the ontology and its rules, and would answer "
            "otherwise than files do",
            f"use the relgraph that loaded it, or {AGAIN}",
        )
    return manifest


def files_in(generation: Path) -> dict[str, tuple[int, int | None]]:
    """Return the files of a database that is closed, as a manifest lists them."""
    return {
        path.name: (path.stat().st_size, zlib.crc32(path.read_bytes()) if _is(path.name, _SUMMED) else None)
        for path in sorted(generation.iterdir())
        if not _is(path.name, _PASSING)
    }


def refuse_damage(folder: Path, manifest: Manifest) -> None:
    """Refuse a database whose files are not those that the manifest lists.

    The database itself finds out what is wrong within a file, but not that the newest of its files are missing.

    Args:
        folder: Where the store is.
        manifest: What it says of itself.

    Raises:
        StoreError: A file is missing, or is not as it was.
    """
    generation = folder / manifest.generation
    for name, (size, checksum) in manifest.files.items():
        path = generation / name
        try:
            right = path.stat().st_size == size
            if right and checksum is not None:
                right = zlib.crc32(path.read_bytes()) == checksum
        except FileNotFoundError:
            raise StoreError(f"{folder}: is damaged: {manifest.generation}/{name} is missing", AGAIN) from None
        if not right:
            raise StoreError(
                f"{folder}: is damaged: {manifest.generation}/{name} is not as it was loaded", AGAIN
            )


def _is(name: str, starts: tuple[str, ...]) -> bool:
    return name.startswith(starts)
