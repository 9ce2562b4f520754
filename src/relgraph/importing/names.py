"""States by what tables call them: codes of several systems, with their years, and names in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from relgraph.bundle import bundled
from relgraph.errors import unknown_name
from relgraph.identity import name_key, unaccented
from relgraph.model.namespaces import RG, local_name
from relgraph.model.statements import TripleIndex, text_of, texts

_SYSTEMS = {
    str(RG.cowState): "cow",
    str(RG.gleditschWard): "gw",
    str(RG.iso3166Alpha2): "iso2",
    str(RG.iso3166Alpha3): "iso3",
    str(RG.iso3166Numeric): "iso-numeric",
    str(RG.fips10): "fips",
    str(RG.cameoCountry): "cameo",
}
SYSTEMS = (*_SYSTEMS.values(), "name")
"""The systems of names: Correlates of War, Gleditsch-Ward, ISO 3166-1, FIPS 10-4, CAMEO; English names."""

_NUMBER = re.compile(r"0*([0-9]+)(?:\.0)?")  # spreadsheets drop leading zeros, and write numbers as decimals
_WHOLE = {"rep": "Republic", "dem": "Democratic", "fed": "Federated", "is": "Islands"}
_CUT_SHORT = re.compile(rf"(?i)\b({'|'.join(_WHOLE)})\.")
_INVERTED = re.compile(r"([^,(]+)[,(]([^,()]+)\)?")  # Korea, Republic of; Iran (Islamic Republic of)
_BOTH = re.compile(r"(.+?)(?:\(([^()]+)\)|/(.+))")  # Sri Lanka (Ceylon); Burma/Myanmar


class StateName(NamedTuple):
    """What a system calls a state or a territory, and when.

    Attributes:
        system: One of :data:`SYSTEMS`.
        name: The code in capitals, or the name as :func:`normalised` gives it.
        first: The first year in which it means the state; ``None`` where there is none or it is not known.
        last: The last year in which it does so.
        iri: The state.
        label: Its label.
        kind: Its class, by local name: ``State`` or ``Territory``.
        own: It is a code or a name of the state itself, not merely what some table calls it.
    """

    system: str
    name: str
    first: int | None
    last: int | None
    iri: str
    label: str
    kind: str
    own: bool = True

    def holds_in(self, year: int) -> bool:
        """Tell whether the name means the state in a year.

        Example:
            >>> german = StateName("cow", "260", 1955, 1990, "urn:a", "West Germany", "State")
            >>> german.holds_in(1990), german.holds_in(1991)
            (True, False)
        """
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


def normalised(name: str) -> str:
    """Return what of a name counts: letters and digits, in one case, without accents and an article before it.

    Args:
        name: The name.

    Returns:
        The same for all names that are alike but for case, accents, spaces, punctuation, ``&`` and what tables
        cut short, such as ``Rep.`` for Republic.

    Example:
        >>> normalised("Côte d'Ivoire"), normalised("Trinidad & Tobago"), normalised("The Gambia")
        ('cotedivoire', 'trinidadandtobago', 'gambia')
        >>> normalised("Dem. Rep. of the Congo")
        'democraticrepublicofthecongo'
    """
    whole = _CUT_SHORT.sub(lambda found: _WHOLE[found[1].lower()], name)
    return unaccented(name_key(re.sub(r"(?i)^\s*the\s+", "", whole).replace("&", " and ")))


class Names:
    """States by what tables call them.

    Example:
        >>> names = Names()
        >>> names.find("Korea, Republic of").iri
        'https://w3id.org/relgraph/id/state/south-korea'
        >>> [names.find("gw:260", year=year).label for year in (1980, 2000)]
        ['West Germany', 'Germany']
        >>> print(names.find("gw:260"), names.find("iso3:EUR"))
        None None
    """

    def __init__(self, names: Iterable[StateName] | None = None) -> None:
        """Index ``names``; default: those of :func:`state_names`."""
        self._found: dict[tuple[str, str], list[StateName]] = {}
        for name in state_names() if names is None else names:
            self._found.setdefault((name.system, _key(name.system, name.name)), []).append(name)

    def find(self, text: str, system: str | None = None, year: int | None = None) -> StateName | None:
        """Return the state or territory that a table calls so.

        Where a name means several in a year, those count whose years are known, and then those whose own name
        it is: ``Federal Republic of Germany`` is West Germany in 1980. A name may be inverted, as in
        ``Korea, Republic of``, or be two names of one state, as in ``Sri Lanka (Ceylon)``.

        Args:
            text: A code, or a name in English, as it stands in the table.
            system: The system of the code, one of :data:`SYSTEMS`. Default: ``text`` is a name, or a code after
                the system and a colon, such as ``cow:365``.
            year: The year of which the table speaks. Default: none, and a code is found only where it means one
                state in all its years.

        Returns:
            The name with what it means; ``None`` where it means nothing, several states, or none in that year.

        Raises:
            NameNotFoundError: There is no such system.

        Example:
            >>> names = Names()
            >>> names.find("cow:365").label, [names.find("RS", system).label for system in ("fips", "iso2")]
            ('Russia', ['Russia', 'Serbia'])
            >>> [names.find("345", "cow", year).label for year in (1900, 1980, 2014)]
            ['Serbia', 'Yugoslavia', 'Serbia']
        """
        if system is None:
            before, colon, after = text.partition(":")
            before = before.strip().casefold()
            system, text = (before, after) if colon and before in SYSTEMS else ("name", text)
        elif system not in SYSTEMS:
            raise unknown_name("system of codes", system, SYSTEMS)
        if system != "name":
            return self._meant(system, text, year)
        return self._named(text, year) or self._of_both(text, year)

    def depends_on_year(self, text: str) -> bool:
        """Tell whether a name means several states, of which the year may tell one.

        Args:
            text: A name, as it stands in the table.

        Example:
            >>> names = Names()
            >>> [names.depends_on_year(name) for name in ("Yugoslavia", "Korea", "Soviet Union", "Arcadia")]
            [True, True, False, False]
        """
        found = (self._found.get(("name", normalised(reading)), ()) for reading in _readings(text))
        return any(len({name.iri for name in names}) > 1 for names in found)

    def _named(self, text: str, year: int | None) -> StateName | None:
        found = (self._meant("name", reading, year) for reading in _readings(text))
        return next(filter(None, found), None)

    def _of_both(self, text: str, year: int | None) -> StateName | None:
        """Return what two names mean that stand beside each other, where they mean the same."""
        if (parts := _BOTH.fullmatch(text.strip())) is None:
            return None
        one, other = self._named(parts[1], year), self._named(parts[2] or parts[3], year)
        return one if one and other and one.iri == other.iri else None

    def _meant(self, system: str, text: str, year: int | None) -> StateName | None:
        def rank(name: StateName) -> tuple[bool, bool]:
            return year is not None and (name.first, name.last) != (None, None), name.own

        known = self._found.get((system, _key(system, text)), ())
        held = [name for name in known if year is None or name.holds_in(year)]
        best = max(map(rank, held), default=None)
        meant = {name.iri: name for name in held if rank(name) == best}
        return meant.popitem()[1] if len(meant) == 1 else None


def _readings(name: str) -> Iterator[str]:
    """Yield a name as it stands, and turned round where it is inverted."""
    yield name
    if inverted := _INVERTED.fullmatch(name.strip()):
        yield f"{inverted[2].strip()} {inverted[1]}"


def _key(system: str, text: str) -> str:
    """Return what of a code or a name counts."""
    if system == "name":
        return normalised(text)
    code = text.strip().upper()
    number = _NUMBER.fullmatch(code)
    return number[1] if number else code


@cache
def state_names() -> tuple[StateName, ...]:
    """Return what the bundled files know of names of states and territories; they are read once.

    Returns:
        The codes and names of ``data/gazetteer.ttl`` and ``data/state-codes.ttl``, sorted.

    Example:
        >>> next(name for name in state_names() if name.system == "cow" and name.name == "260")[2:6]
        (1955, 1990, 'https://w3id.org/relgraph/id/state/west-germany', 'West Germany')
    """
    files = (bundled("data", name) for name in ("gazetteer.ttl", "state-codes.ttl"))
    index = TripleIndex(triple for path in files for triple in ox.parse(path=str(path)))
    kinds = {
        text_of(thing): local_name(text_of(kind))
        for thing, kind in index.pairs_of(str(RDF.type))
        if text_of(kind) in (str(RG.State), str(RG.Territory))
    }
    labels = {text_of(thing): text_of(label) for thing, label in index.pairs_of(str(RDFS.label))}

    def found() -> Iterator[StateName]:
        for predicate in (RDFS.label, SKOS.altLabel, SKOS.hiddenLabel):
            for thing, term in index.pairs_of(str(predicate)):
                iri, name = text_of(thing), text_of(term)
                # "the North" has a meaning in a text alone.
                if iri in kinds and not name.startswith("the "):
                    own = predicate != SKOS.hiddenLabel
                    years = _years(index, iri)
                    yield StateName("name", normalised(name), *years, iri, labels[iri], kinds[iri], own)
        for code, thing in index.pairs_of(str(RG.involves)):
            iri, node = text_of(thing), text_of(code)
            (scheme,), (notation,) = (texts(index, node, str(of)) for of in (RG.codeSystem, SKOS.notation))
            yield StateName(_SYSTEMS[scheme], notation, *_years(index, node), iri, labels[iri], kinds[iri])

    return tuple(sorted(set(found()), key=lambda name: tuple(map(str, name))))


def _years(index: TripleIndex, node: str) -> tuple[int | None, int | None]:
    """Return the years with which a period begins and ends."""
    first, last = (texts(index, node, str(RG[name])) for name in ("from", "until"))
    return int(first[0]) if first else None, int(last[0]) if last else None
