"""Agreement: how far two people read the same acts in one text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from relgraph.authoring.dossier import Dossier, Row
from relgraph.authoring.quoting import places_of_acts
from relgraph.errors import DossierError
from relgraph.late_imports import LateLibrary
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
        matched: How many of these are the same act: their passages overlap, and they share an actor.
        equal: By field, how many of the matched acts say the same.
        kappa: By field, Cohen's kappa over the matched acts (Cohen 1960): agreement beyond what chance gives;
            ``nan`` where both always say the same one thing.
        differences: Where they differ, in the order of the first dossier, then what the second has alone.
    """

    acts: tuple[int, int]
    matched: int
    equal: dict[str, int]
    kappa: dict[str, float]
    differences: tuple[Difference, ...]

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
        return to_json({**record, "equal": self.equal, "kappa": kappa, "differences": told})


class _Read(NamedTuple):
    row: Row
    places: tuple[tuple[int, int], ...]
    fields: dict[str, frozenset[str]]


def compare(dossier: Dossier, other: Dossier) -> Agreement:
    """Compare what two people read in one text.

    Acts are matched one to one, so that as many fields as possible agree. Names count as equal where they are
    names of one thing; a joint act agrees with one of the same actors in another order.

    Args:
        dossier: The first dossier.
        other: The second one, of the same text.

    Returns:
        The agreement.

    Raises:
        DossierError: The two are of different texts.

    Example:
        >>> import relgraph
        >>> empty = Dossier({}, "", "", {"acts.csv": (), "things.csv": (), "passages.csv": ()})
        >>> relgraph.compare(empty, empty).f1
        1.0
    """
    if dossier.sha256 != other.sha256:
        raise DossierError(
            "the two dossiers are of different texts",
            "relgraph relocate finds the passages of one in the text of the other",
        )
    first, second = (_read(one) for one in (dossier, other))
    pairs = _matched(first, second)
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
        ids = act.row.cells["id"], against.row.cells["id"]
        differences += [
            Difference(*ids, field, act.row.cells[field], against.row.cells[field])
            for field in FIELDS
            if act.fields[field] != against.fields[field]
        ]
    met = set(counterpart.values())
    differences += [
        Difference("", act.row.cells["id"], "", "", "") for b, act in enumerate(second) if b not in met
    ]
    return Agreement((len(first), len(second)), len(pairs), equal, kappa, tuple(differences))


def _read(dossier: Dossier) -> list[_Read]:
    called = {}
    for row in dossier.tables["things.csv"]:
        name = row.cells["label"] or row.cells["id"]
        called.update(dict.fromkeys(map(str.casefold, (row.cells["id"], name, *row.several("aliases"))), name))
    places = places_of_acts(dossier)

    def values(row: Row, field: str) -> frozenset[str]:
        told = row.several(field) or [_PLAIN.get(field, "")]
        return frozenset(called.get(name.casefold(), name).casefold() for name in told)

    return [
        _Read(row, tuple(places.get(row.cells["id"], ())), {field: values(row, field) for field in FIELDS})
        for row in dossier.acts
        if row.cells["status"] != "dropped"
    ]


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
