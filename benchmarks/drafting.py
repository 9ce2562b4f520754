"""The command ``python -m benchmarks.drafting TEXTS_DIR``: drafted acts beside those that people wrote down.

Each folder of TEXTS_DIR holds ``text.txt``, ``gold.tsv`` and ``entities.tsv``. The rules have no parameter that
is set by a text: to leave one out changes no figure of it. That the rules were written with these texts at hand
is another matter, which only texts that are kept back can measure.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from relgraph.authoring.drafting import Candidate, Draft, Pipeline, draft_acts
from relgraph.authoring.gazetteer import load_gazetteer
from relgraph.vocabulary import RelationEntry, relations

_PRONOUNS = frozenset({"it", "he", "she", "they", "them", "we", "us", "i", "you"})
_TARGETS = {
    "precision": 0.70,
    "recall": 0.50,
    "typed precision": 0.60,
    "typed recall": 0.40,
    "speaker": 0.60,
    "negatives": 0.50,
}


class Gold(NamedTuple):
    """A row of a gold table."""

    actor: str
    types: frozenset[str]  # of PLOVER; empty where none is asked for
    speaker: str
    modality: str
    negative: bool
    start: int
    end: int
    optional: bool
    other: str  # an actor who may stand in its place, by a note; then no relation is asked for


@dataclass
class Text:
    """A text with what people wrote down of it.

    Attributes:
        name: The name of its folder.
        content: The text, as it lies on disk.
        gold: The rows.
        names: All names of each actor, in lower case.
        members: Those whom a group stands for, where the text fixes them.
    """

    name: str
    content: str
    gold: list[Gold]
    names: Mapping[str, frozenset[str]]
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Score(NamedTuple):
    """Counts, to be added up."""

    drafted: int = 0
    wanted: int = 0
    right: int = 0
    found: int = 0
    typed_right: int = 0
    typed_found: int = 0
    speakers: int = 0
    speakers_right: int = 0
    negatives: int = 0
    negatives_found: int = 0
    matched: int = 0
    modality_right: int = 0
    modality_asserted: int = 0

    def plus(self, other: Score) -> Score:
        """Return both together."""
        return Score(*(one + two for one, two in zip(self, other, strict=True)))

    def figures(self) -> dict[str, float]:
        """Return the shares that are printed."""

        def share(part: int, whole: int) -> float:
            return part / whole if whole else float("nan")

        return {
            "precision": share(self.right, self.drafted),
            "recall": share(self.found, self.wanted),
            "typed precision": share(self.typed_right, self.drafted),
            "typed recall": share(self.typed_found, self.wanted),
            "speaker": share(self.speakers_right, self.speakers),
            "negatives": share(self.negatives_found, self.negatives),
            "modality": share(self.modality_right, self.matched),
            "always asserted": share(self.modality_asserted, self.matched),
        }


def read_text(folder: Path) -> Text:
    """Read a folder with a text and its gold table."""

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    names: dict[str, frozenset[str]] = {}
    members: dict[str, frozenset[str]] = {}
    for row in rows("entities.tsv"):
        others = re.sub(r"\([^)]*\)", "", row["other_names"] or "").split(";")
        called = {_plain(name) for name in (row["name"], *others)} - _PRONOUNS - {""}
        names[row["name"]] = frozenset(name for name in called if not name.startswith("demonym"))
        if match := re.match(r"members: (.+)", row.get("note") or ""):
            members[row["name"]] = frozenset(match[1].split(", "))
    gold = [
        Gold(
            row["actor"], _types(row), row["speaker"], row["modality"], row["polarity"] == "negative",
            int(row["start"]), int(row["end"]), "optional" in (row["note"] or ""),
            _other(row["note"] or "", names),
        )
        for row in rows("gold.tsv")
    ]  # fmt: skip
    with (folder / "text.txt").open(encoding="utf-8", newline="") as file:
        return Text(folder.name, file.read(), gold, names, members)


def _types(row: Mapping[str, str]) -> frozenset[str]:
    """Return the types that are right for a row: its own, and those that its note allows."""
    note = row["note"] or ""
    allowed = re.findall(r"\b([A-Z]{3,})\b(?=[^;.]*defensible)", note)
    allowed += [
        word for part in re.findall(r"alt plover: ([^;]*)", note) for word in re.findall(r"[A-Z]{3,}", part)
    ]
    types = {row["plover"], *allowed}
    return frozenset() if "NONE" in types else frozenset(types)


def _other(note: str, names: Mapping[str, frozenset[str]]) -> str:
    """Return the actor whose row a note accepts in place of the one it stands beside."""
    match = re.search(r'"?([\w .-]+)"? \+ .*accepted', note)
    said = _plain(match[1].removeprefix("actor ")) if match else ""
    return next(
        (name for name, called in names.items() if said and any(one.endswith(said) for one in called)), ""
    )


def _plain(name: str) -> str:
    low = name.casefold().replace("\u2019", "'").strip(' ,."')
    return re.sub(r"^(?:the|a|an|one|another) ", "", low)


class Matcher:
    """Which drafted row may be which gold row of a text."""

    def __init__(self, text: Text, draft: Draft, types: Mapping[str, frozenset[str]]) -> None:
        """Take a text, its draft, and the types of PLOVER of each relation."""
        self.text, self.types = text, types
        self._called = {
            thing.name: {_plain(name) for name in (thing.name, *thing.aliases)} for thing in draft.things
        }
        self.rows = [row for act in draft.acts for row in self._apart(act)]

    def is_actor(self, name: str, gold: str) -> bool:
        """Return whether a drafted name and a gold one mean the same actor."""
        ours = self._called.get(name, {_plain(name)})
        theirs = self.text.names.get(gold, frozenset({_plain(gold)}))
        return any(
            one == two or two.endswith(f" {one}") or one.endswith(f" {two}") for one in ours for two in theirs
        )

    def _apart(self, act: Candidate) -> list[Candidate]:
        """Return a joint act as it is where the gold has the group, else once for each actor."""
        actors = act.actor.split("; ")
        if len(actors) == 1 or any(
            self._overlap(act, gold) and self._is_group(actors, gold.actor) for gold in self.text.gold
        ):
            return [act]
        return [act._replace(actor=actor) for actor in actors]

    def _is_group(self, actors: Sequence[str], group: str) -> bool:
        members = self.text.members.get(group, frozenset())
        return len(members) == len(actors) and all(
            any(self.is_actor(actor, member) for member in members) for actor in actors
        )

    @staticmethod
    def _overlap(act: Candidate, gold: Gold) -> int:
        return max(0, min(act.end, gold.end) - max(act.start, gold.start))

    def fits(self, act: Candidate, gold: Gold) -> bool:
        """Return whether actor and passage agree."""
        actors = act.actor.split("; ")
        same = self.is_actor(actors[0], gold.actor) if len(actors) == 1 else self._is_group(actors, gold.actor)
        same = same or (bool(gold.other) and self.is_actor(actors[0], gold.other))
        return same and self._overlap(act, gold) > 0

    def fits_typed(self, act: Candidate, gold: Gold) -> bool:
        """Return whether the type of the relation agrees too."""
        asks = gold.types if not gold.other or self.is_actor(act.actor, gold.actor) else frozenset()
        return self.fits(act, gold) and (
            not asks or bool(gold.types & self.types.get(act.relation, frozenset()))
        )

    def matched(self, fits: Callable[[Candidate, Gold], bool]) -> list[tuple[Candidate, Gold]]:
        """Return drafted and gold rows one to one, as many as can be; those that agree in more go first."""
        worth = np.array(
            [
                [self._worth(act, gold) if fits(act, gold) else 0.0 for gold in self.text.gold]
                for act in self.rows
            ]
        ).reshape(len(self.rows), len(self.text.gold))
        pairs = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
        return [(self.rows[row], self.text.gold[column]) for row, column in pairs if worth[row, column]]

    def _worth(self, act: Candidate, gold: Gold) -> float:
        overlap = self._overlap(act, gold) / (max(act.end, gold.end) - min(act.start, gold.start))
        return 100.0 + 10.0 * (not gold.optional) + 2.0 * self.fits_typed(act, gold) + overlap

    def score(self) -> Score:
        """Return the counts of the text."""
        pairs = self.matched(self.fits)
        typed = self.matched(self.fits_typed)
        spoken = [(act, gold) for act, gold in pairs if gold.speaker]
        wanted = [gold for gold in self.text.gold if not gold.optional]
        return Score(
            drafted=len(self.rows),
            wanted=len(wanted),
            right=len(pairs),
            found=sum(not gold.optional for _, gold in pairs),
            typed_right=len(typed),
            typed_found=sum(not gold.optional for _, gold in typed),
            speakers=len(spoken),
            speakers_right=sum(
                any(self.is_actor(name, gold.speaker) for name in act.said_by.split("; "))
                for act, gold in spoken
            ),
            negatives=sum(gold.negative for gold in self.text.gold),
            negatives_found=sum(gold.negative and act.polarity == "negative" for act, gold in pairs),
            matched=len(pairs),
            modality_right=sum(act.modality == gold.modality for act, gold in pairs),
            modality_asserted=sum(gold.modality == "asserted" for _, gold in pairs),
        )


def types_of(entries: Iterable[RelationEntry]) -> dict[str, frozenset[str]]:
    """Return the types of PLOVER that each relation stands for, by its name."""
    return {
        entry.name: frozenset(
            code.removeprefix("PLOVER ") for code in entry.codes if code.startswith("PLOVER ")
        )
        for entry in entries
    }


def report(scores: Iterable[tuple[str, Score]]) -> list[str]:
    """Return the lines to print: a text each."""
    names = list(Score().figures())
    lines = [f"{'':24}{'drafted':>8}{'gold':>6}" + "".join(f"{name:>17}" for name in names)]
    for name, score in scores:
        figures = "".join(f"{value:17.2f}" for value in score.figures().values())
        lines.append(f"{name:24}{score.drafted:8}{score.wanted:6}{figures}")
    return lines


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafting", description=__doc__)
    parser.add_argument("texts", type=Path, metavar="TEXTS_DIR")
    parser.add_argument(
        "--show", metavar="NAME", help="list the rows of one text: right, not right, and missed"
    )
    parser.add_argument("--spacy", metavar="MODEL", help="let this pipeline of spaCy help the rules")
    options = parser.parse_args()
    pipeline = Pipeline(options.spacy) if options.spacy else None
    gazetteer, entries = load_gazetteer(), relations()
    types = types_of(entries)
    scores: list[tuple[str, Score]] = []
    total = Score()
    for folder in sorted(path.parent for path in options.texts.glob("*/gold.tsv")):
        text = read_text(folder)
        matcher = Matcher(text, draft_acts(text.content, gazetteer, entries, pipeline=pipeline), types)
        if options.show == text.name:
            _show(matcher)
        scores.append((text.name, matcher.score()))
        total = total.plus(scores[-1][1])
    print("\n".join(report([*scores, ("all", total)])))
    print("No rule has a parameter of one text: leaving a text out changes no figure.")
    figures = total.figures()
    missed = [name for name, least in _TARGETS.items() if not figures[name] >= least]
    for name, least in _TARGETS.items():
        print(f"{name}: {figures[name]:.2f}, wanted {least:.2f}{' - missed' if name in missed else ''}")
    return int(bool(missed))


def _show(matcher: Matcher) -> None:
    pairs = matcher.matched(matcher.fits)
    given = {id(act) for act, _ in pairs}
    for act, gold in pairs:
        typed = (
            ""
            if matcher.fits_typed(act, gold)
            else f"  TYPE {act.relation or '?'} for {'/'.join(sorted(gold.types))}"
        )
        print(f"right   {act.start}-{act.end} {act.actor}: {act.label[:60]}{typed}")
    for act in matcher.rows:
        if id(act) not in given:
            print(f"wrong   {act.start}-{act.end} {act.actor}: {act.relation or '?'}, {act.label[:60]}")
    taken = {id(gold) for _, gold in pairs}
    for gold in matcher.text.gold:
        if id(gold) not in taken and not gold.optional:
            print(f"missed  {gold.start}-{gold.end} {gold.actor} {'/'.join(sorted(gold.types))}")


if __name__ == "__main__":
    sys.exit(main())
