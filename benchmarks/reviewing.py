"""The command ``python -m benchmarks.reviewing TEXTS_DIR``: how much a person decides from draft to graph.

A reviewer who knows the gold table of a text goes through its draft at the desk of ``relgraph review``: a row
that is right is accepted, one that is right but for some cells is changed and accepted, one that is missed is
added, and all others are dropped. Each of these is one decision. Printed are decisions per act of the graph,
the cells that are written for them, and the problems that keep the graph from conforming, most of them a thing
of a kind that its column does not take. Folders are as in :mod:`benchmarks.drafting`.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import relgraph
from benchmarks.drafting import Gold, Matcher, Text, read_text, types_of
from relgraph.authoring.dossier import Row
from relgraph.authoring.drafted import range_of
from relgraph.authoring.drafting import Candidate, Draft, Thing
from relgraph.authoring.quoting import place_of
from relgraph.model.sources import read_text as read_source
from relgraph.reviewing import Desk
from relgraph.reviewing.records import KIND_FOR
from relgraph.vocabulary import relations

_MOST = 1.5
"""Decisions per act: what is wanted at most."""
_KINDS = {"person": "Person", "state": "State", "organization": "Organization", "body": "GovernmentBody"}


class Work(NamedTuple):
    """What a reviewer did, to be added up.

    Attributes:
        accepted: Rows that were right.
        changed: Rows that were right but for some cells.
        added: Rows that were missed.
        dropped: Rows that were wrong.
        cells: Cells that were written, and things that were given a kind.
        acts: Acts of the graph.
        left: Rows in which something is wrong still.
        problems: What keeps the graph from conforming to the profile ``evidence``.
    """

    accepted: int = 0
    changed: int = 0
    added: int = 0
    dropped: int = 0
    cells: int = 0
    acts: int = 0
    left: int = 0
    problems: int = 0

    def plus(self, other: Work) -> Work:
        """Return both together."""
        return Work(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def decisions(self) -> int:
        """How often the reviewer decided."""
        return self.accepted + self.changed + self.added + self.dropped


class Reviewer:
    """One who knows what a text says, at the desk of its draft."""

    def __init__(self, desk: Desk, text: Text, gold: Sequence[Mapping[str, str]]) -> None:
        """Sit down; ``gold`` are the rows of the table with all their columns."""
        self._desk, self._text = desk, text
        self._told = dict(zip(text.gold, gold, strict=True))
        self._types = types_of(relations())
        things = desk.dossier.tables["things.csv"]
        named = tuple(
            Thing(row.cells["label"], row.cells["kind"], tuple(row.several("aliases"))) for row in things
        )
        drafted = tuple(_candidate(row, desk.dossier.text) for row in desk.dossier.acts)
        self._matcher = Matcher(text, Draft(drafted, named), self._types)
        self._names = [thing.name for thing in named]

    def review(self) -> Work:
        """Decide on all rows, and return what that took."""
        pairs = {act.label: (act, gold) for act, gold in self._matcher.matched(self._matcher.fits)}
        found = {gold for _, gold in pairs.values()}
        work = Work()
        for id in [row.cells["id"] for row in self._desk.dossier.acts]:
            if id not in pairs:
                self._desk.change(id, {"status": "dropped"})
                work = work.plus(Work(dropped=1))
                continue
            cells = self._unlike(*pairs[id])
            work = work.plus(Work(accepted=not cells, changed=bool(cells)))
            work = work.plus(self._accept(id, cells))
        for gold in (one for one in self._text.gold if not one.optional and one not in found):
            id = self._desk.add([(gold.start, gold.end)])
            work = work.plus(Work(added=1)).plus(self._accept(id, self._all(gold)))
        statuses = [row.cells["status"] for row in self._desk.dossier.acts]
        problems = len(self._desk.problems())
        return work.plus(Work(acts=statuses.count("accepted"), left=statuses.count("draft"), problems=problems))

    def _accept(self, id: str, cells: dict[str, str]) -> Work:
        """Write cells, say of which kind is what nobody knows, and accept the row."""
        written = len(cells)
        self._desk.change(id, cells)
        row = next(row for row in self._desk.dossier.acts if row.cells["id"] == id)
        for column in [*self._desk.faults.get(id, {})]:
            if not row.cells[column] and column == "relation":
                self._desk.change(
                    id, {"relation": "mentions"}
                )  # the gold has no type for it, nor the draft a word
                written += 1
            for name in row.several(column):
                if any(repr(name) in fault for fault in self._desk.faults.get(id, {}).get(column, ())):
                    self._desk.add_thing(self._kind(name, column, row), name)
                    written += 1
        self._desk.change(id, {"status": "accepted"})
        return Work(cells=written)

    def _kind(self, name: str, column: str, row: Row) -> str:
        kinds = {
            gold["actor"]: _KINDS.get(gold.get("actor_kind", ""), "CollectiveActor")
            for gold in self._told.values()
        }
        return kinds.get(name) or KIND_FOR.get(column) or range_of(row.cells["relation"])

    def _unlike(self, act: Candidate, gold: Gold) -> dict[str, str]:
        """Return the cells in which a drafted row does not say what the gold has."""
        cells: dict[str, str] = {}
        if not self._matcher.fits_typed(act, gold) or not act.relation:
            cells["relation"] = self._relation(gold)
        if gold.speaker and not any(
            self._matcher.is_actor(one, gold.speaker) for one in act.said_by.split("; ")
        ):
            cells["said_by"] = self._name(gold.speaker)
        elif act.said_by and not gold.speaker:
            cells["said_by"] = ""
        if act.modality != gold.modality:
            cells["modality"] = gold.modality
        if (act.polarity == "negative") != gold.negative:
            cells["polarity"] = "negative" if gold.negative else ""
        if not _alike(act.object, self._told[gold].get("object", "")):
            cells["object"] = self._short(self._told[gold]["object"])
        return cells

    def _all(self, gold: Gold) -> dict[str, str]:
        """Return the cells of a row that is added; what a new row says anyway is left out."""
        told = self._told[gold]
        cells = {
            "actor": self._name(gold.actor), "relation": self._relation(gold),
            "object": self._short(told.get("object", "")), "said_by": self._name(gold.speaker),
            "modality": gold.modality if gold.modality != "asserted" else "",
            "polarity": "negative" if gold.negative else "",
        }  # fmt: skip
        return {column: cell for column, cell in cells.items() if cell}

    def _relation(self, gold: Gold) -> str:
        """Return a relation of the type that the gold has; the general one where it has none."""
        return min((name for name, types in self._types.items() if types & gold.types), default="mentions")

    def _name(self, gold: str) -> str:
        """Return what the dossier calls an actor of the gold."""
        return next(
            (name for name in self._names if gold and self._matcher.is_actor(name, gold)), self._short(gold)
        )

    @staticmethod
    def _short(name: str) -> str:
        return " ".join(name.replace(";", ",").split()[:8])


def _alike(drafted: str, gold: str) -> bool:
    """Tell whether two wordings of an object share a word, or the gold has none."""
    one, two = ({word for word in name.casefold().split() if len(word) > 3} for name in (drafted, gold))
    return not two or bool(one & two)


def _candidate(row: Row, text: str) -> Candidate:
    place = place_of(text, row.cells["quote"], row.cells["context"])
    start, end = place if not isinstance(place, str) else (0, 0)
    names = (
        "actor",
        "relation",
        "object",
        "recipient",
        "event",
        "said_by",
        "modality",
        "polarity",
        "certainty",
    )
    cells = {name: row.cells[name] for name in (*names, "until")}
    return Candidate(**cells, from_=row.cells["from"], start=start, end=end, label=row.cells["id"])


def review(folder: Path) -> Work:
    """Draft the text in a folder, review the draft, and return what that took."""
    text = read_text(folder)
    sha256, content = read_source(folder / "text.txt")
    dossier = relgraph.draft(content, sha256, title=text.name, base=f"https://example.org/{text.name}/")
    with (folder / "gold.tsv").open(encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with tempfile.TemporaryDirectory() as name:
        relgraph.write_dossier(dossier, (folder / "text.txt").read_bytes(), name)
        return Reviewer(Desk(name), text, gold).review()


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reviewing", description=__doc__)
    parser.add_argument("texts", type=Path, metavar="TEXTS_DIR")
    options = parser.parse_args()
    total = Work()
    print(
        f"{'':24}"
        + "".join(f"{name:>10}" for name in Work._fields)
        + f"{'decisions per act':>20}{'cells per act':>16}"
    )
    works = [
        (folder.name, review(folder))
        for folder in sorted(path.parent for path in options.texts.glob("*/gold.tsv"))
    ]
    for _, work in works:
        total = total.plus(work)
    for name, work in [*works, ("all", total)]:
        acts = work.acts or 1
        print(
            f"{name:24}"
            + "".join(f"{count:10}" for count in work)
            + f"{work.decisions / acts:20.2f}{work.cells / acts:16.2f}"
        )
    reached = total.acts > 0 and total.decisions / total.acts <= _MOST
    print(f"decisions per act: wanted at most {_MOST}{'' if reached else ' - missed'}")
    return int(not reached)


if __name__ == "__main__":
    sys.exit(main())
