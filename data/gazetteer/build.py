"""Write the names of actors: ``data/gazetteer.ttl`` as texts give them, ``data/state-codes.ttl`` as tables do.

Run by ``make data``. The lists beside this script are its only input: ``country-codes.tsv`` holds columns of
Datahub's table country-codes (public domain), the others are written for this project. ``;`` parts the names
of a cell. A code has the years in which its system gives it to the state, where they are known: those of the
Correlates of War are the first and the last of membership in the state system, whatever lies between.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS, XSD

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


def thing(path: str, type_: str, label: str, **others: list[str]) -> Iterator[ox.Triple]:
    """Yield the statements about one thing.

    Args:
        path: The end of its IRI.
        type_: Its class, without prefix.
        label: Its label.
        others: Its other names by local name of the property that says what kind of names they are.
    """
    node = ox.NamedNode(f"{ID}{path}")
    yield ox.Triple(node, ox.NamedNode(RDF.type), ox.NamedNode(RG[type_]))
    yield ox.Triple(node, ox.NamedNode(RDFS.label), ox.Literal(label, language="en"))
    for name, found in others.items():
        predicate = SKOS.altLabel if name == "altLabel" else RG[name]
        for other in dict.fromkeys(found):
            if other != label:
                yield ox.Triple(node, ox.NamedNode(predicate), ox.Literal(other, language="en"))


def period(path: str, row: dict[str, str]) -> Iterator[ox.Triple]:
    """Yield the first and the last year of a thing, where its row has them."""
    for name in ("from", "until"):
        if row[name]:
            year = ox.Literal(row[name], datatype=ox.NamedNode(XSD.gYear))
            yield ox.Triple(ox.NamedNode(f"{ID}{path}"), ox.NamedNode(RG[name]), year)


def actors() -> Iterator[tuple[dict[str, str], dict[str, str], tuple[str, str, str]]]:
    """Yield each row of ``states.tsv`` with that of its code, and end of IRI, class and label of the actor."""
    codes = {row["code"]: row for row in rows("country-codes.tsv")}
    for row in rows("states.tsv"):
        code = row["code"]
        listed = codes.get(code, {})
        type_ = "Territory" if code in TERRITORIES else "State"
        label = LABELS.get(code) or listed.get("name") or names(row["other_names"])[0]
        yield row, listed, (f"{type_.lower()}/{row['slug']}", type_, label)


def states() -> Iterator[ox.Triple]:
    """Yield the statements about states and territories."""
    for row, listed, (path, type_, label) in actors():
        others = names(row["other_names"])
        official = [plain(listed.get("short", "")), plain(listed.get("formal", ""))]
        yield from thing(
            path,
            type_,
            label,
            altLabel=[
                name for name in [*official, listed.get("name", ""), *others] if name and "(" not in name
            ],
            demonym=names(row["demonyms"]),
            metonym=[name for name in [listed.get("capital", ""), *names(row["metonyms"])] if name],
        )
        yield from period(path, row)
        node = ox.NamedNode(f"{ID}{path}")
        if type_ == "State" and listed:
            yield ox.Triple(node, ox.NamedNode(RG.isoAlpha2), ox.Literal(listed["code"]))
        if listed.get("wikidata"):
            yield ox.Triple(node, ox.NamedNode(SAME_AS), ox.NamedNode(WIKIDATA + listed["wikidata"]))


LABELS = {
    "US": "United States", "GB": "United Kingdom", "VN": "Viet Nam", "TR": "Türkiye", "PS": "Palestine",
    "HK": "Hong Kong", "MO": "Macao", "CD": "DR Congo", "CG": "Congo", "MM": "Myanmar",
    "BA": "Bosnia and Herzegovina", "VA": "Holy See", "XK": "Kosovo",
}  # fmt: skip
"""Labels where the table's own is not the one to show."""


def organizations() -> Iterator[ox.Triple]:
    """Yield the statements about organizations and groups of states."""
    for row in rows("organizations.tsv"):
        yield from thing(
            f"{'group' if row['kind'] == 'StateGroup' else 'organization'}/{row['slug']}",
            row["kind"],
            row["name"],
            altLabel=names(row["other_names"]),
            demonym=names(row["demonyms"]),
            metonym=names(row["metonyms"]),
        )


def offices() -> Iterator[ox.Triple]:
    """Yield the statements about offices of no country in particular, apart from those that data name."""
    for row in rows("offices.tsv"):
        yield from thing(f"title/{row['slug']}", "Office", row["name"], altLabel=names(row["other_names"]))


SYSTEMS = {
    "iso2": ("iso", "iso3166Alpha2", "ISO 3166-1 code"),
    "iso3": ("iso3", "iso3166Alpha3", "ISO 3166-1 alpha-3 code"),
    "iso-numeric": ("iso-numeric", "iso3166Numeric", "ISO 3166-1 number"),
    "fips": ("fips", "fips10", "FIPS 10-4 code"),
    "cameo": ("cameo", "cameoCountry", "CAMEO country code"),
    "cow": ("cow", "cowState", "Correlates of War number"),
    "gw": ("gw", "gleditschWard", "Gleditsch-Ward number"),
}
"""By the name of a system in the lists: the begin of its codes' IRIs, its local name, what a code is called."""

OTHER_IN_CAMEO = frozenset({
    "ATF", "BES", "BLM", "BVT", "CCK", "CUW", "CXR", "GGY", "HMD", "IMN",
    "IOT", "JEY", "MAF", "MNE", "ROU", "SGS", "SSD", "SXM", "TLS", "UMI",
})  # fmt: skip
"""The alpha-3 codes that CAMEO lacks, or for which it has another."""


def table_actors() -> Iterator[ox.Triple]:
    """Yield the names that only tables give, and the actors that only tables name: in texts they mean more."""
    for *_, (path, type_, label) in actors():
        yield from thing(path, type_, label)
    for row in rows("table-actors.tsv"):
        type_ = "State" if row["thing"].startswith("state/") else "Territory"
        yield from thing(row["thing"], type_, row["name"], altLabel=names(row["other_names"]))
        yield from period(row["thing"], row)
    for row in rows("table-names.tsv"):
        for name in names(row["names"]):
            node = ox.NamedNode(f"{ID}{row['thing']}")
            yield ox.Triple(node, ox.NamedNode(SKOS.hiddenLabel), ox.Literal(name, language="en"))


def country_codes() -> Iterator[dict[str, str]]:
    """Yield the codes of today's states and territories as rows of ``state-codes.tsv``."""
    paths = {row["code"]: path for row, _, (path, *_) in actors()}
    paths |= {row["code"]: row["thing"] for row in rows("table-actors.tsv")}
    for row in rows("country-codes.tsv"):
        given = [("iso2", row["code"]), ("iso3", row["alpha3"]), ("iso-numeric", row["numeric"])]
        given += [("fips", code) for code in names(row["fips"])]
        if row["alpha3"] not in OTHER_IN_CAMEO:
            given.append(("cameo", row["alpha3"]))
        for system, code in given:
            yield {"system": system, "code": code, "thing": paths[row["code"]], "from": "", "until": ""}


def codes() -> Iterator[ox.Triple]:
    """Yield the statements about codes."""
    listed = [*country_codes(), *rows("state-codes.tsv")]
    times = Counter((row["system"], row["code"]) for row in listed)
    for row in listed:
        system, code = row["system"], row["code"]
        begin, scheme, called = SYSTEMS[system]
        years = f"-{row['from'] or row['until']}" if times[system, code] > 1 else ""
        path = f"code/{begin}-{code.lower()}{years}"
        node = ox.NamedNode(f"{ID}{path}")
        yield from thing(path, "Code", f"{called} {code}")
        yield ox.Triple(node, ox.NamedNode(RG.codeSystem), ox.NamedNode(RG[scheme]))
        yield ox.Triple(node, ox.NamedNode(SKOS.notation), ox.Literal(code))
        yield ox.Triple(node, ox.NamedNode(RG.involves), ox.NamedNode(f"{ID}{row['thing']}"))
        yield from period(path, row)


def main() -> int:
    """Write both files into the folder that is given, or into ``data``."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent
    gazetteer = [*states(), *organizations(), *offices()]
    (folder / "gazetteer.ttl").write_bytes(to_turtle(canonical(gazetteer)))
    (folder / "state-codes.ttl").write_bytes(to_turtle(canonical([*table_actors(), *codes()])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
