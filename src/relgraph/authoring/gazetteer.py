"""The gazetteer: states, organizations and offices by the names that texts give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from relgraph.authoring.naming import LETTERS, name_key, plain
from relgraph.bundle import bundled
from relgraph.errors import InputError
from relgraph.model.namespaces import RG, local_name
from relgraph.model.ontology import read_ontology
from relgraph.model.statements import Statements, TripleIndex, text_of

NAME, DEMONYM, METONYM = "name", "demonym", "metonym"
_MANNERS = {str(RDFS.label): NAME, str(SKOS.altLabel): NAME, str(RG.demonym): DEMONYM, str(RG.metonym): METONYM}
_WORD = re.compile(rf"{LETTERS}(?:[.'\u2018\u2019&+/\u2010\u2011-]+{LETTERS})*\.?|\+")


class Entry(NamedTuple):
    """A thing that the gazetteer knows.

    Attributes:
        iri: The thing.
        label: The name to show.
        kind: Its class, by local name, such as ``State``.
        aliases: Its other names.
    """

    iri: str
    label: str
    kind: str
    aliases: tuple[str, ...]


class Found(NamedTuple):
    """A name where it stands in a text.

    Attributes:
        start: The first code point of it.
        end: The code point after its last; a possessive ending is not part of it.
        text: What stands there.
        entries: The things that it may mean. More than one: the text has to tell which.
        manner: ``name``; ``demonym``, which is what belongs to the thing; or ``metonym``, such as a capital.
    """

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    manner: str


@dataclass(frozen=True)
class Gazetteer:
    """Things by their names.

    Attributes:
        entries: Each thing by its IRI, in IRI order.
    """

    entries: Mapping[str, Entry]
    _names: Mapping[str, tuple[tuple[str, str], ...]] = field(repr=False)
    _longest: int = field(repr=False)

    def named(self, name: str) -> tuple[Entry, ...]:
        """Return what a label, an alias, a demonym or a metonym may mean, names before the others.

        Example:
            >>> [entry.label for entry in load_gazetteer().named("the Russian Federation")]
            ['Russia']
        """
        known = self._names.get(plain(name), ()) or self._names.get(plain(re.sub(r"(?i)^the\s+", "", name)), ())
        ranked = sorted(known, key=lambda pair: (NAME, DEMONYM, METONYM).index(pair[1]))
        return tuple(dict.fromkeys(self.entries[iri] for iri, _ in ranked))

    def find(self, text: str) -> tuple[Found, ...]:
        """Return the names that stand in a text, in its order: at each place the longest, none within another.

        A name stands in whole words, in its own case (offices in any: ``foreign minister``), with or without a
        possessive ending.

        Args:
            text: The text.

        Returns:
            The names.

        Example:
            >>> gazetteer = load_gazetteer()
            >>> for found in gazetteer.find("Moscow's envoy met the Dutch foreign minister."):
            ...     print(found.text, found.manner, found.entries[0].label)
            Moscow metonym Russia
            envoy name Ambassador
            Dutch demonym Netherlands
            foreign minister name Foreign Minister
        """
        return tuple(self._found(text))

    def _found(self, text: str) -> Iterator[Found]:
        words = [match.span() for match in _WORD.finditer(text)]
        first = 0
        while first < len(words):
            for last in range(min(first + self._longest, len(words)) - 1, first - 1, -1):
                if found := self._at(text, words[first][0], words[last][1]):
                    yield found
                    first = last
                    break
            first += 1

    def _at(self, text: str, start: int, end: int) -> Found | None:
        for ends in _endings(text[start:end]):
            stands = text[start : start + ends]
            if stands[:4].lower() == "the " and re.match(r"\s+[A-Z]", text[start + ends :]):
                continue  # the South China Sea, the North Korean leader: no name with an article of its own
            if known := self._names.get(plain(stands)) or self._known_office(stands):
                manner = known[0][1]
                entries = tuple(dict.fromkeys(self.entries[iri] for iri, how in known if how == manner))
                return Found(start, start + ends, stands, entries, manner)
        return None

    def _known_office(self, stands: str) -> tuple[tuple[str, str], ...]:
        """Return the offices that words in another case, or in the plural, mean."""
        for name in (stands, stands.removesuffix("s"), re.sub(r"ies$", "y", stands)):
            known = self._names.get("office:" + name_key(name))
            if known:
                return known
        return ()


def load_gazetteer(*paths: str | Path, graphs: Iterable[Statements] = ()) -> Gazetteer:
    """Read a gazetteer.

    Args:
        paths: Turtle files of things with ``rdfs:label``, ``skos:altLabel``, ``rg:demonym`` and ``rg:metonym``.
            Default: the bundled ``data/gazetteer.ttl``.
        graphs: Graphs whose actors, offices and events are known too, such as an open one.

    Returns:
        The gazetteer.

    Raises:
        InputError: A file cannot be read, or is no Turtle.

    Example:
        >>> load_gazetteer().named("NATO")[0].kind
        'InternationalOrganization'
    """
    graphs = tuple(graphs)
    given = [_parsed(path) for path in paths or (bundled("data", "gazetteer.ttl"),)]
    entries: dict[str, Entry] = {}
    names: dict[str, dict[tuple[str, str], None]] = {}
    ontology, named = read_ontology(*graphs), set(map(str, (RG.Actor, RG.Office, RG.Event)))
    for graph in (*given, *graphs):
        kinds = {
            text_of(thing): local_name(text_of(kind))
            for thing, kind in graph.pairs_of(str(RDF.type))
            if not named.isdisjoint(ontology.ancestors(text_of(kind)))
        }
        labels = {text_of(thing): text_of(label) for thing, label in graph.pairs_of(str(RDFS.label))}
        aliases: dict[str, list[str]] = {}
        for predicate, manner in _MANNERS.items():
            for thing, term in graph.pairs_of(predicate):
                iri, name = text_of(thing), text_of(term)
                if iri not in labels or iri not in kinds:
                    continue
                names.setdefault(plain(name), {})[iri, manner] = None
                if kinds[iri] == "Office":
                    names.setdefault("office:" + name_key(name), {})[iri, manner] = None
                if manner == NAME and name != labels[iri]:
                    aliases.setdefault(iri, []).append(name)
        for iri, label in labels.items():
            if iri in kinds:
                entries.setdefault(iri, Entry(iri, label, kinds[iri], tuple(sorted(aliases.get(iri, ())))))
    ranked = {
        name: tuple(sorted(found, key=lambda pair: ((NAME, DEMONYM, METONYM).index(pair[1]), pair[0])))
        for name, found in names.items()
    }
    longest = max((len(_WORD.findall(name)) for name in ranked), default=1)
    return Gazetteer(dict(sorted(entries.items())), ranked, longest)


def _parsed(path: str | Path) -> TripleIndex:
    try:
        return TripleIndex(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", "check that the gazetteer can be read") from None
    except SyntaxError as error:
        raise InputError(
            f"{path}: {error}", "write the gazetteer as Turtle, as data/gazetteer.ttl is"
        ) from None


def _endings(stands: str) -> Iterator[int]:
    """Yield where a name may end in what stands there: with all of it, before a full stop or a possessive."""
    yield len(stands)
    for match in (re.search(r"\.$", stands), re.search(r"['\u2019]s?$", stands)):
        if match:
            yield match.start()
