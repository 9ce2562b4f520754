"""Labels: which of its names a node goes by. The one place where that is decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import DC, DCTERMS, FOAF, RDFS, SKOS

from relgraph.errors import NameNotFoundError
from relgraph.model.namespaces import local_name
from relgraph.model.statements import Statements, text_of

LABELS = tuple(map(str, (RDFS.label, SKOS.prefLabel, DCTERMS.title)))
"""The properties by which a node has a label before all others."""

NAMES = (str(DC.title), str(FOAF.name), "http://schema.org/name", "https://schema.org/name")
"""The properties by which a node has a label in data of others."""

_NO_LABEL = (str(SKOS.altLabel), str(SKOS.hiddenLabel))  # SKOS says that they are sub-properties of rdfs:label
_RANGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Labelling:
    """How the labels of a graph are read.

    Attributes:
        properties: The properties by which its nodes have labels, those that go before others first.
        languages: The languages that are preferred, the first most, as :func:`language_ranges` returns them.
        asked: How many of the properties were asked for: what they say goes before all others, in any language.
    """

    properties: tuple[str, ...] = (*LABELS, *NAMES)
    languages: tuple[str, ...] = ()
    asked: int = 0


ANY_LANGUAGE = Labelling()
"""How labels are read where nobody prefers a language."""


def labelling_of(
    statements: Statements, languages: tuple[str, ...] = (), asked: tuple[str, ...] = ()
) -> Labelling:
    """Return how the labels of a graph are read: also by what it declares under ``rdfs:label``.

    Args:
        statements: The graph, with its statements of ``rdfs:subPropertyOf``.
        languages: The languages that are preferred.
        asked: Properties that go before all others, each once.

    Returns:
        The labelling, with those properties alone that the graph uses.

    Example:
        >>> from relgraph.model.statements import TripleIndex
        >>> rdfs = "http://www.w3.org/2000/01/rdf-schema#"
        >>> turtle = f"<urn:called> <{rdfs}subPropertyOf> <{rdfs}label> . <urn:a> <urn:called> 'A' ."
        >>> labelling_of(TripleIndex(ox.parse(turtle, ox.RdfFormat.TURTLE))).properties[3]
        'urn:called'
    """
    others = (*_declared_labels(statements), *NAMES)
    used = (name for name in others if any(True for _ in statements.pairs_of(name)))
    return Labelling(tuple(dict.fromkeys((*asked, *LABELS, *used))), languages, len(asked))


def label_properties(statements: Statements) -> tuple[str, ...]:
    """Return the properties by which nodes may have labels where a graph declares what it does.

    Args:
        statements: The graph, with its statements of ``rdfs:subPropertyOf``.

    Returns:
        Their IRIs.

    Example:
        >>> from relgraph.model.statements import TripleIndex
        >>> label_properties(TripleIndex([])) == (*LABELS, *NAMES)
        True
    """
    return (*LABELS, *_declared_labels(statements), *NAMES)


def _declared_labels(statements: Statements) -> list[str]:
    """Return the properties that a graph declares under ``rdfs:label``, the nearest first."""
    below: dict[str, None] = {}
    level = list(map(str, (RDFS.label, SKOS.prefLabel, FOAF.name)))  # the last two are under the first
    while level:
        found = {
            text_of(term)
            for parent in level
            for term in statements.subjects_of(str(RDFS.subPropertyOf), parent)
            if isinstance(term, ox.NamedNode)
        }
        level = sorted(found.difference(below, LABELS, _NO_LABEL))
        below.update(dict.fromkeys(level))
    return list(below)


def language_ranges(languages: str | Iterable[str]) -> tuple[str, ...]:
    """Return language ranges as they are compared, each once.

    Args:
        languages: Basic language ranges (RFC 4647), such as ``("zh-Hans", "en")`` or ``"zh-Hans,en"``.

    Returns:
        The ranges in lower case.

    Raises:
        NameNotFoundError: One that is no language range.

    Example:
        >>> language_ranges("vi, en")
        ('vi', 'en')
    """
    asked = languages.split(",") if isinstance(languages, str) else languages
    ranges = [item.strip() for item in asked]
    for item in ranges:
        if not _RANGE.fullmatch(item):
            raise NameNotFoundError(
                f"{item[:80]!r} is no language tag", "write one or several such as vi,en or zh-Hans"
            )
    return tuple(dict.fromkeys(item.lower() for item in ranges))


def labels_of(statements: Statements, iri: str, labelling: Labelling = ANY_LANGUAGE) -> list[str]:
    """Return the labels of a node, that which it goes by first.

    A language that is preferred comes before English, that before a text without a language, and that before
    any other language. For ``zh`` also ``zh-Hans`` will do, and then for ``zh-Hans`` also ``zh``. In one
    language ``rdfs:label``, ``skos:prefLabel`` and ``dcterms:title`` come before the properties that the data
    declare under ``rdfs:label``, and these before ``dc:title``, ``foaf:name`` and ``schema:name``, in this
    order; then the first in alphabetical order. What a property says that was asked for comes before all these.

    Args:
        statements: The graph that the node is in.
        iri: The node.
        labelling: The properties that are read and the languages that are preferred.

    Returns:
        Texts that are more than white space; none where the node has no label.

    Example:
        >>> from relgraph.model.statements import TripleIndex
        >>> turtle = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "Rusland"@nl, "Russia"@en .'
        >>> index = TripleIndex(ox.parse(turtle, ox.RdfFormat.TURTLE))
        >>> labels_of(index, "urn:a")
        ['Russia', 'Rusland']
        >>> labels_of(index, "urn:a", Labelling(languages=("nl",)))
        ['Rusland', 'Russia']
    """
    return list(dict.fromkeys(text for _, _, text, _ in sorted(_ranked_labels(statements, iri, labelling))))


def first_label(iri: str, graphs: Iterable[Statements], labelling: Labelling) -> str:
    """Return the label that a node goes by where several graphs name it.

    Args:
        iri: The node.
        graphs: The graphs, those that go before others first.
        labelling: The properties that are read and the languages that are preferred.

    Returns:
        The best label in a language that is preferred, whichever graph has it; else the best one of the first
        graph that has one, as :func:`labels_of` orders them; ``""`` where none has.

    Example:
        >>> from relgraph.model.statements import TripleIndex
        >>> turtle = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "%s" .'
        >>> parsed = [ox.parse(turtle % text, ox.RdfFormat.TURTLE) for text in ("Siam", "Ayutthaya")]
        >>> first_label("urn:a", map(TripleIndex, parsed), Labelling())
        'Siam'
    """
    found = [
        (min(language, _NOT_PREFERRED), place, language, rank, text)
        for place, statements in enumerate(graphs)
        for language, rank, text, _ in _ranked_labels(statements, iri, labelling)
    ]
    return min(found)[-1] if found else ""


def label_literal(
    statements: Statements, iri: str, labelling: Labelling, *, preferred: bool
) -> ox.Literal | None:
    """Return the label of a node with its language, ``None`` where it has none.

    Args:
        statements: The graph that the node is in.
        iri: The node.
        labelling: The properties that are read and the languages that are preferred.
        preferred: Whether it has to be in a language that is preferred.

    Returns:
        The first of :func:`labels_of`.

    Example:
        >>> from relgraph.model.statements import TripleIndex
        >>> turtle = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "Rusland"@nl, "Russia"@en .'
        >>> index = TripleIndex(ox.parse(turtle, ox.RdfFormat.TURTLE))
        >>> print(label_literal(index, "urn:a", Labelling(languages=("nl",)), preferred=True))
        "Rusland"@nl
        >>> label_literal(index, "urn:a", Labelling(languages=("fr",)), preferred=True) is None
        True
    """
    found = [
        label
        for label in _ranked_labels(statements, iri, labelling)
        if label[0] < _NOT_PREFERRED or not preferred
    ]
    if not found:
        return None
    _, _, text, language = min(found)
    return ox.Literal(text, language=language or None)


def labels_by_language(statements: Statements, iri: str, labelling: Labelling = ANY_LANGUAGE) -> dict[str, str]:
    """Return the label of a node in each language that it has one in.

    Args:
        statements: The graph that the node is in.
        iri: The node.
        labelling: The properties that are read.

    Returns:
        The first of :func:`labels_of` by language tag in lower case, ``""`` for a text without a language.

    Example:
        >>> from relgraph.model.statements import TripleIndex
        >>> turtle = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "Rusland"@nl, "Russia"@en .'
        >>> sorted(labels_by_language(TripleIndex(ox.parse(turtle, ox.RdfFormat.TURTLE)), "urn:a").items())
        [('en', 'Russia'), ('nl', 'Rusland')]
    """
    found: dict[str, str] = {}
    for _, _, text, language in sorted(_ranked_labels(statements, iri, labelling)):
        found.setdefault(language.lower(), text)
    return found


def has_preferred_labels(statements: Statements, labelling: Labelling) -> bool:
    """Return whether anything in a graph has a label in a language that is preferred.

    Example:
        >>> from relgraph.model.statements import TripleIndex
        >>> turtle = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "Rusland"@nl .'
        >>> index = TripleIndex(ox.parse(turtle, ox.RdfFormat.TURTLE))
        >>> has_preferred_labels(index, Labelling(languages=("fr", "nl")))
        True
    """
    return any(
        _language_rank(term.language, labelling.languages) < _NOT_PREFERRED
        for predicate in labelling.properties
        for _, term in statements.pairs_of(predicate)
        if isinstance(term, ox.Literal)
    )


def _ranked_labels(
    statements: Statements, iri: str, labelling: Labelling
) -> Iterator[tuple[tuple[int, int], int, str, str]]:
    """Yield the ranks of language and property, the text and the language of each label of a node."""
    for place, predicate in enumerate(labelling.properties):
        is_asked = place < labelling.asked
        rank = 0 if predicate in LABELS and not is_asked else place  # ours are equal among each other
        for term in statements.objects_of(iri, predicate):
            if isinstance(term, ox.Literal) and term.value.strip():
                language, distance = _language_rank(term.language, labelling.languages)
                yield (language - _BEFORE * is_asked, distance), rank, term.value, term.language or ""


_NOT_PREFERRED = (0, 0)
_BEFORE = 1000  # more than there are languages that anybody prefers


def _language_rank(language: str | None, preferred: tuple[str, ...]) -> tuple[int, int]:
    """Return the place of a language, below 0 where it is preferred, and how far it is from the one asked."""
    if language is None:
        return 1, 0
    tag = language.lower()
    for place, wanted in enumerate((*preferred, "en"), start=-len(preferred)):
        if tag == wanted:
            return place, 0
        if tag.startswith(wanted + "-"):
            return place, 1
        if wanted.startswith(tag + "-"):
            return place, 2
    return 2, 0


def label_of(statements: Statements, iri: str) -> str:
    """Return the label that a node goes by, its local name where it has none; see :func:`labels_of`."""
    return next(iter(labels_of(statements, iri)), local_name(iri))
