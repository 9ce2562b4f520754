"""Agreement: how far two people read the same acts in one text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from relgraph.authoring.building import LINKS
from relgraph.authoring.dossier import Dossier, Row
from relgraph.authoring.iris import ACT
from relgraph.authoring.naming import Names, name_key
from relgraph.authoring.quoting import Unplaced, places_of_acts
from relgraph.errors import DossierError
from relgraph.late_imports import LateLibrary
from relgraph.model.ontology import read_ontology
from relgraph.records import to_csv, to_json

if TYPE_CHECKING:
    from scipy import optimize
else:
    optimize = LateLibrary("scipy.optimize")

FIELDS = (
    "actor", "relation", "object", "recipient", "event", "said_by", "modality", "polarity", "certainty", "from",
    "until",
)  # fmt: skip
"""The columns on which acts that are matched are compared."""
_PLAIN = {"modality": "asserted", "polarity": "positive", "certainty": "certain"}
"""What an empty cell says."""


class Difference(NamedTuple):
    """Where two rows differ, or one has no counterpart.

    Attributes:
        id: The act in the first dossier, ``""`` where it has none.
        other_id: The act in the second one.
        field: The column; ``""`` where one of them has no such act.
        value: What the first says.
        other_value: What the second says.
    """

    id: str
    other_id: str
    field: str
    value: str
    other_value: str


@dataclass(frozen=True)
class Agreement:
    """How far two dossiers agree.

    Attributes:
        acts: How many acts the two have; those that were dropped do not count.
        pairs: Which of these are the same act, by their ids in the two: their passages overlap, and they share
            an actor.
        equal: By field, how many of the matched acts say the same.
        kappa: By field, Cohen's kappa over the matched acts (Cohen 1960): agreement beyond what chance gives;
            ``nan`` where both always say the same one thing.
        differences: Where they differ, in the order of the first dossier, then what the second has alone.
        unplaced: The quotes of both that are not at one place in the text: by them no act is matched.
    """

    acts: tuple[int, int]
    pairs: tuple[tuple[str, str], ...]
    equal: dict[str, int]
    kappa: dict[str, float]
    differences: tuple[Difference, ...]
    unplaced: tuple[Unplaced, ...] = ()

    @property
    def matched(self) -> int:
        """How many acts of the first are one of the second."""
        return len(self.pairs)

    @property
    def f1(self) -> float:
        """Twice the matched acts by all acts of the two; 1 where neither has any."""
        return 2 * self.matched / sum(self.acts) if sum(self.acts) else 1.0

    def to_csv(self) -> str:
        """Return the differences as CSV with a header."""
        return to_csv([one._asdict() for one in self.differences], list(Difference._fields))

    def to_json(self) -> str:
        """Return all of it as a JSON object; ``null`` where a kappa is undefined."""
        kappa = {name: None if math.isnan(value) else round(value, 4) for name, value in self.kappa.items()}
        record = {"acts": list(self.acts), "matched": self.matched, "f1": round(self.f1, 4)}
        told = [one._asdict() for one in self.differences]
        unplaced = [{"file": row.file, "row": row.number, "reason": reason} for row, reason in self.unplaced]
        return to_json(
            {**record, "equal": self.equal, "kappa": kappa, "differences": told, "unplaced": unplaced}
        )


class _Read(NamedTuple):
    row: Row
    places: tuple[tuple[int, int], ...]
    fields: dict[str, frozenset[str]]


def compare(dossier: Dossier, other: Dossier) -> Agreement:
    """Compare what two people read in one text.

    Acts are matched one to one, so that as many fields as possible agree. Names count as equal where they are
    names of one thing in either dossier: a label, an alias, the id or the IRI. References to acts count as
    equal where these are matched. A joint act agrees with one of the same actors in another order.

    Args:
        dossier: The first dossier.
        other: The second one, of the same text.

    Returns:
        The agreement.

    Raises:
        DossierError: The two are of different texts.

    Example:
        >>> import relgraph
        >>> drafted = relgraph.draft("Oman condemned the attack.", "", title="R", base="https://example.org/")
        >>> relgraph.compare(drafted, drafted).f1
        1.0
    """
    if dossier.sha256 != other.sha256:
        raise DossierError(
            "the two dossiers are of different texts",
            "relgraph relocate finds the passages of one in the text of the other",
        )
    names = _Names(dossier, other)
    first, unplaced = _read(dossier, names, 0)
    second, unplaced_there = _read(other, names, 1)
    pairs = _matched(first, second)
    ids, other_ids = ([act.row.cells["id"] for act in acts] for acts in (first, second))
    matched = {other_ids[b]: ids[a] for a, b in pairs}
    names.acts = {id: id for id in ids}, {id: matched.get(id, f"other {id}") for id in other_ids}
    first, second = (
        [act._replace(fields=names.fields(act.row, side)) for act in acts]
        for side, acts in enumerate((first, second))
    )
    equal, kappa = {}, {}
    differences = []
    for field in FIELDS:
        values = [(first[a].fields[field], second[b].fields[field]) for a, b in pairs]
        equal[field] = sum(one == another for one, another in values)
        kappa[field] = _kappa(values)
    counterpart = dict(pairs)
    for a, act in enumerate(first):
        if a not in counterpart:
            differences.append(Difference(act.row.cells["id"], "", "", "", ""))
            continue
        against = second[counterpart[a]]
        both = act.row.cells["id"], against.row.cells["id"]
        differences += [
            Difference(*both, field, act.row.cells[field], against.row.cells[field])
            for field in FIELDS
            if act.fields[field] != against.fields[field]
        ]
    met = set(counterpart.values())
    differences += [
        Difference("", act.row.cells["id"], "", "", "") for b, act in enumerate(second) if b not in met
    ]
    same = tuple((ids[a], other_ids[b]) for a, b in pairs)
    return Agreement(
        (len(first), len(second)), same, equal, kappa, tuple(differences), unplaced + unplaced_there
    )


class _Names:
    """What cells of two dossiers of one text say, in values that are equal where they say the same."""

    def __init__(self, *dossiers: Dossier) -> None:
        self._ontology = read_ontology()
        self._called = [Names(one) for one in dossiers]
        self._ids = [
            {name: id for id in (row.cells["id"] for row in one.acts) for name in (ACT + id, one.act_iri(id))}
            for one in dossiers
        ]
        self.acts: tuple[Mapping[str, str], ...] | None = None
        """Once acts are matched: by their ids in each dossier, what is equal for two that are one."""
        self._above: dict[str, str] = {}
        keys: list[dict[str, set[str]]] = []
        for one, called in zip(dossiers, self._called, strict=True):
            own = {name: set(iris) for name, iris in called.by_name.items()}
            for id in called.ids:
                own.setdefault(name_key(id), set()).add(one.iri(id))
            keys.append(own)
        for name in keys[0].keys() & keys[1].keys():
            # What two things of one dossier are called does not make them one.
            if all(len(own[name]) == 1 for own in keys):
                self._unite(*(iri for own in keys for iri in own[name]))
        documents = [one.iri(one.document["iri"]) for one in dossiers if "iri" in one.document]
        if len(documents) > 1:  # the text of both is the same
            self._unite(*documents)

    def _root(self, iri: str) -> str:
        while iri in self._above:
            iri = self._above[iri]
        return iri

    def _unite(self, iri: str, other: str) -> None:
        first, last = sorted((self._root(iri), self._root(other)))
        if first != last:
            self._above[last] = first

    def fields(self, row: Row, side: int) -> dict[str, frozenset[str]]:
        """Return what each field of a row says; until acts are matched, all references to acts are alike."""

        def value(field: str, told: str) -> str:
            if field == "relation":
                return self._relation(told)
            return self._meant(told, side) if field in LINKS else told

        return {
            field: frozenset(value(field, told) for told in row.several(field) or [_PLAIN.get(field, "")])
            for field in FIELDS
        }

    def _meant(self, name: str, side: int) -> str:
        if name.startswith(ACT):
            name = ACT + name.removeprefix(ACT).strip()
        if name.startswith(ACT) or name in self._ids[side]:
            id = self._ids[side].get(name, name)
            return ACT if self.acts is None else ACT + self.acts[side].get(id, f"none {id}")
        for called in (self._called[side], self._called[1 - side]):
            if found := called.meant(name):
                return self._root(*found) if len(found) == 1 else name_key(name)
        return name_key(name)

    def _relation(self, name: str) -> str:
        """Return the IRI of a relation by its name or label, or what is none as it is."""
        relations = self._ontology.named(name) or self._ontology.labelled(name)
        return relations[0].iri if len(relations) == 1 else name


def _read(dossier: Dossier, names: _Names, side: int) -> tuple[list[_Read], tuple[Unplaced, ...]]:
    places, unplaced = places_of_acts(dossier)
    acts = [
        _Read(row, tuple(places.get(row.cells["id"], ())), names.fields(row, side))
        for row in dossier.acts
        if row.cells["status"] != "dropped"
    ]
    return acts, unplaced


def _matched(first: Sequence[_Read], second: Sequence[_Read]) -> list[tuple[int, int]]:
    """Return which act of the first is which of the second, as the most fields agree."""
    if not first or not second:
        return []
    alike = np.zeros((len(first), len(second)))
    for a, one in enumerate(first):
        for b, another in enumerate(second):
            shared = one.fields["actor"] & another.fields["actor"]
            if shared and any(x < v and u < y for x, y in one.places for u, v in another.places):
                alike[a, b] = 1 + sum(one.fields[field] == another.fields[field] for field in FIELDS)
    rows, columns = optimize.linear_sum_assignment(alike, maximize=True)
    return [(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if alike[a, b]]


def _kappa(values: Iterable[tuple[frozenset[str], frozenset[str]]]) -> float:
    told = list(values)
    if not told:
        return math.nan
    count = len(told)
    agreed = sum(one == another for one, another in told) / count
    left, right = (Counter(pair[side] for pair in told) for side in (0, 1))
    by_chance = sum(left[value] * right[value] for value in left) / count**2
    return math.nan if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
