"""Places: the file and line where a node is described, and the term that a wrong one is nearest to."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from relgraph.errors import InputError
from relgraph.files import content_of, files_of
from relgraph.formats import RDF_SUFFIXES, suffix_of
from relgraph.model.namespaces import PREFIXES, RG, local_name
from relgraph.model.ontology import ontology_quads
from relgraph.model.statements import text_of
from relgraph.rdf_syntax import prefixes_in

_WITH_LINES = (".ttl", ".nt", ".trig", ".nq")
_SUBJECT = re.compile(r"\s*(?:<([^<>\"{}|^`\\\x00-\x20]*)>|([\w.-]*):([\w.%:-]*[\w%:-]))(?=[\s;]|$)")
_BASE = re.compile(r"(?im)^\s*@?base\s*<([^<>\s]+)>")
_NEAR = 0.75  # of 1: Supprot is near Support, and Parliament not near Agreement


def places_of(sources: Iterable[str], nodes: Collection[str]) -> dict[str, str]:
    """Return where nodes are first described, as ``acts.ttl, line 12``.

    Args:
        sources: The names of what was opened. Files of Turtle, TriG, N-Triples and N-Quads are looked at, where
            they can be read again.
        nodes: The IRIs that are looked for.

    Returns:
        The places by IRI: the first line that begins with the node. What begins no line has none.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     name = f"{folder}/acts.ttl"
        ...     _ = open(name, "w").write("@prefix ex: <https://example.org/> .\\n\\nex:a ex:p 1 .")
        ...     places_of([name], {"https://example.org/a"})["https://example.org/a"].removeprefix(folder)
        '/acts.ttl, line 3'
    """
    found: dict[str, str] = {}
    wanted = set(nodes)
    for path in _files(sources):
        if not wanted:
            break
        name, content = content_of(path)
        prefixes = PREFIXES | prefixes_in(content, RDF_SUFFIXES[suffix_of(path)])
        text = content.decode("utf-8", "replace")
        base = match[1] if (match := _BASE.search(text)) else ""
        for number, line in enumerate(text.splitlines(), 1):
            subject = _SUBJECT.match(line)
            if subject is None:
                continue
            iri, prefix, local = subject.groups()
            node = urljoin(base, iri) if iri is not None else prefixes.get(prefix, "") + local
            if node in wanted:
                wanted.remove(node)
                found[node] = f"{name}, line {number}"
    return found


def _files(sources: Iterable[str]) -> Iterator[Path]:
    """Yield the files of some sources that have lines, and can be read again."""
    for source in sources:
        with contextlib.suppress(InputError):  # a graph of rdflib, or what is there no more
            for path in files_of(source) if source != "-" else ():
                if path is not None and path.is_file() and suffix_of(path) in _WITH_LINES:
                    yield path


def nearest_term(iri: str) -> str:
    """Return the term of the ontology that an undefined one of its namespace is nearest to.

    Args:
        iri: Any IRI.

    Returns:
        The term as ``rg:modalityAsserted``; ``""`` where it is defined, of another namespace, or near none.

    Example:
        >>> nearest_term(f"{RG}asserted"), nearest_term(f"{RG}suports"), nearest_term(f"{RG}supports")
        ('rg:modalityAsserted', 'rg:supports', '')
    """
    if not iri.startswith(RG) or iri in _terms():
        return ""
    word = local_name(iri).casefold()
    names = {local_name(term).casefold(): local_name(term) for term in _terms()}
    within = sorted((name for name in names if len(word) > 3 and word in name), key=len)
    near = within or difflib.get_close_matches(word, sorted(names), n=1, cutoff=_NEAR)
    return f"rg:{names[near[0]]}" if near else ""


@cache
def _terms() -> frozenset[str]:
    return frozenset(text for quad in ontology_quads() if (text := text_of(quad.subject)).startswith(RG))
