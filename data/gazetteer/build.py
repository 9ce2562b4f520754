"""Write ``data/gazetteer.ttl``: states, organizations and offices by all the names that texts give them.

Run by ``make data``. The lists beside this script are its only input: ``country-codes.tsv`` holds columns of
Datahub's table country-codes (public domain), the others are written for this project. ``;`` parts the names
of a cell.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from relgraph.canonical import canonical, to_turtle
from relgraph.model.namespaces import ID, RG

HERE = Path(__file__).parent
SAME_AS = "https://schema.org/sameAs"
WIKIDATA = "http://www.wikidata.org/entity/"
TERRITORIES = frozenset({"TW", "HK", "MO", "GL", "EH", "PR"})


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a list beside this script."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def names(cell: str | None) -> list[str]:
    """Return the names that a cell holds."""
    return [name.strip() for name in (cell or "").split(";") if name.strip()]


def plain(name: str) -> str:
    """Return a name of the United Nations' list without its article and its marks."""
    return name.removesuffix("*").rstrip(" *").removesuffix(" (the)").removeprefix("the ").strip()


def thing(kind: str, slug: str, type_: str, label: str, **others: list[str]) -> Iterator[ox.Triple]:
    """Yield the statements about one thing.

    Args:
        kind: The part of its IRI that says what it is.
        slug: The part of its IRI that says which.
        type_: Its class, without prefix.
        label: Its label.
        others: Its other names by local name of the property that says what kind of names they are.
    """
    node = ox.NamedNode(f"{ID}{kind}/{slug}")
    yield ox.Triple(node, ox.NamedNode(RDF.type), ox.NamedNode(RG[type_]))
    yield ox.Triple(node, ox.NamedNode(RDFS.label), ox.Literal(label, language="en"))
    for name, found in others.items():
        predicate = SKOS.altLabel if name == "altLabel" else RG[name]
        for other in dict.fromkeys(found):
            if other != label:
                yield ox.Triple(node, ox.NamedNode(predicate), ox.Literal(other, language="en"))


def states() -> Iterator[ox.Triple]:
    """Yield the statements about states and territories."""
    codes = {row["code"]: row for row in rows("country-codes.tsv")}
    for row in rows("states.tsv"):
        code = row["code"]
        listed = codes.get(code, {})
        others = names(row["other_names"])
        official = [plain(listed.get("short", "")), plain(listed.get("formal", ""))]
        label = LABELS.get(code) or listed.get("name") or others[0]
        yield from thing(
            "state" if code not in TERRITORIES else "territory",
            row["slug"],
            "State" if code not in TERRITORIES else "Territory",
            label,
            altLabel=[
                name for name in [*official, listed.get("name", ""), *others] if name and "(" not in name
            ],
            demonym=names(row["demonyms"]),
            metonym=[name for name in [listed.get("capital", ""), *names(row["metonyms"])] if name],
        )
        node = ox.NamedNode(f"{ID}{'territory' if code in TERRITORIES else 'state'}/{row['slug']}")
        if code not in TERRITORIES and code in codes:
            yield ox.Triple(node, ox.NamedNode(RG.isoAlpha2), ox.Literal(code))
        if listed.get("wikidata"):
            yield ox.Triple(node, ox.NamedNode(SAME_AS), ox.NamedNode(WIKIDATA + listed["wikidata"]))


LABELS = {
    "US": "United States", "GB": "United Kingdom", "VN": "Viet Nam", "TR": "Türkiye", "PS": "Palestine",
    "HK": "Hong Kong", "MO": "Macao", "CD": "DR Congo", "CG": "Congo", "MM": "Myanmar",
    "BA": "Bosnia and Herzegovina", "VA": "Holy See",
}  # fmt: skip
"""Labels where the table's own is not the one to show."""


def organizations() -> Iterator[ox.Triple]:
    """Yield the statements about organizations and groups of states."""
    for row in rows("organizations.tsv"):
        yield from thing(
            "group" if row["kind"] == "StateGroup" else "organization",
            row["slug"],
            row["kind"],
            row["name"],
            altLabel=names(row["other_names"]),
            demonym=names(row["demonyms"]),
            metonym=names(row["metonyms"]),
        )


def offices() -> Iterator[ox.Triple]:
    """Yield the statements about offices of no country in particular, apart from those that data name."""
    for row in rows("offices.tsv"):
        yield from thing("title", row["slug"], "Office", row["name"], altLabel=names(row["other_names"]))


def main() -> int:
    """Write the gazetteer to the path that is given, or to ``data/gazetteer.ttl``."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "gazetteer.ttl"
    path.write_bytes(to_turtle(canonical([*states(), *organizations(), *offices()])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
