"""Places: the file and line where a node is described, and the term that a wrong one is nearest to."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from rdflib import OWL, RDF, SKOS

from relgraph.errors import InputError
from relgraph.files import content_of, files_of
from relgraph.formats import RDF_SUFFIXES, suffix_of
from relgraph.model.namespaces import PREFIXES, RG, local_name
from relgraph.model.ontology import bundled_ontology, ontology_quads
from relgraph.model.statements import text_of
from relgraph.rdf_syntax import prefixes_in

_WITH_LINES = (".ttl", ".nt", ".trig", ".nq")
_SUBJECT = re.compile(r"\s*(?:<([^<>\"{}|^`\\\x00-\x20]*)>|([\w.-]*):([\w.%:-]*[\w%:-]))(?=[\s;]|$)")
_BASE = re.compile(r"(?im)^\s*@?base\s*<([^<>\s]+)>")
_LONG_QUOTES = re.compile(r'"{3}|\'{3}')
_COMMENT = re.compile(r"(?:^|\s)#[^\"'>]*$")
_DIRECTIVE = re.compile(r"(?i)\s*(?:prefix|base)\s")
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
        for number, line in _statements(text):
            subject = _SUBJECT.match(line)
            if subject is None:
                continue
            iri, prefix, local = subject.groups()
            node = urljoin(base, iri) if iri is not None else prefixes.get(prefix, "") + local
            if node in wanted:
                wanted.remove(node)
                found[node] = f"{name}, line {number}"
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of Turtle on which a statement begins, with their numbers."""
    quotes, begins = "", True
    for number, line in enumerate(text.split("\n"), 1):
        if not quotes and begins:
            yield number, line
        for mark in _LONG_QUOTES.findall(line):
            quotes = mark if not quotes else "" if mark == quotes else quotes
        told = _COMMENT.sub("", line).rstrip()
        if told and not quotes:
            # A directive of SPARQL has no full stop.
            begins = told[-1] in ".{}" or bool(_DIRECTIVE.match(told))


def _files(sources: Iterable[str]) -> Iterator[Path]:
    """Yield the files of some sources that have lines, and can be read again."""
    for source in sources:
        with contextlib.suppress(InputError):  # a graph of rdflib, or what is there no more
            for path in files_of(source) if source != "-" else ():
                if path is not None and path.is_file() and suffix_of(path) in _WITH_LINES:
                    yield path


def nearest_term(iri: str, predicate: str = "") -> str:
    """Return the term of the ontology that a wrong one of its namespace is nearest to.

    Args:
        iri: Any IRI.
        predicate: What it is a value of, such as ``rg:modality``: the term is then one that may stand there.
            Default: it may be any.

    Returns:
        The term as ``rg:modalityAsserted``; ``""`` where it may stand there, is of another namespace, or is
        near none.

    Example:
        >>> nearest_term(f"{RG}asserted"), nearest_term(f"{RG}suports"), nearest_term(f"{RG}supports")
        ('rg:modalityAsserted', 'rg:supports', '')
        >>> nearest_term(f"{RG}planned", f"{RG}modality")
        'rg:modalityPlanned'
    """
    terms = _terms_of(predicate) or _terms_of("")
    if not iri.startswith(RG) or iri in terms:
        return ""
    word = local_name(iri).casefold()
    # A property and a class may differ in their first letter alone: the one that is written like it counts.
    alike = sorted(terms, key=lambda term: (local_name(term)[:1] == local_name(iri)[:1], term))
    names = {local_name(term).casefold(): local_name(term) for term in alike}
    within = sorted((name for name in names if len(word) > 3 and word in name), key=len)
    near = within or difflib.get_close_matches(word, sorted(names), n=1, cutoff=_NEAR)
    # The opposite is no slip of the pen.
    if not near or word.removeprefix("un") == near[0] != word:
        return ""
    return f"rg:{names[near[0]]}"


@cache
def _terms_of(predicate: str) -> frozenset[str]:
    """Return the terms of the ontology that may be values of ``predicate``, all where it is ``""``."""
    if not predicate:
        return frozenset(text for quad in ontology_quads() if (text := text_of(quad.subject)).startswith(RG))
    sets = {str(RDF.type): (str(RDF.type), str(OWL.Class)), str(RG.relation): (str(RDF.type), str(RG.Relation))}
    above, value = sets.get(predicate, (str(SKOS.inScheme), f"{predicate}Scheme"))
    return frozenset(map(text_of, bundled_ontology().subjects_of(above, value)))
