"""Building: a dossier into a graph whose acts rest on the places of their quotes."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from relgraph.authoring.cells import unquoted
from relgraph.authoring.dossier import Dossier, Row, refuse
from relgraph.authoring.iris import ACT, is_iri, is_well_formed, whole
from relgraph.authoring.naming import Known, Names, known_by_name, name_key
from relgraph.authoring.quoting import place_of
from relgraph.derivation import complete
from relgraph.model.dates import days
from relgraph.model.namespaces import OA, PREFIXES, RG
from relgraph.model.ontology import bundled_ontology, read_ontology
from relgraph.model.statements import Statements, TripleIndex, text_of
from relgraph.store import KnowledgeGraph
from relgraph.wording import listed

Term = ox.NamedNode | ox.Literal
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
LINKS = {"actor": "actor", "object": "object", "recipient": "recipient", "event": "madeAt", "said_by": "saidBy",
         "topics": "concerns", "derived_from": "inferredFrom"}  # fmt: skip
"""The property that each column of an act with names in it stands for."""
WORDS = ("modality", "polarity", "certainty")
"""The columns of an act with a word that stands for a controlled value."""


def build(
    dossiers: Iterable[Dossier], *, known: Sequence[KnowledgeGraph] = (), drafts: bool = False
) -> KnowledgeGraph:
    """Return what dossiers say as one graph, with all that follows from it.

    Args:
        dossiers: The dossiers.
        known: Graphs whose things and relations are known by name too. Kinds and names of a thing that a
            dossier names come into the graph, and what is said of a relation, and nothing else of them.
        drafts: Whether rows that nobody has accepted yet count, where they have relation and object; those that
            were dropped never do.

    Returns:
        A new graph. Passages have IRIs by their places, acts by their ids: rows may be added and sorted.

    Raises:
        DossierError: Quotes that are not in the text or stand at several places, names that mean nothing or
            several things, a row that refers to one that was dropped: all of them, with file, row and column.

    Example:
        >>> import relgraph
        >>> len(relgraph.build([]))
        0
    """
    store = ox.Store()
    dossiers = tuple(dossiers)
    named = [known_by_name(graph) for graph in known]
    faults = list(_given_twice(dossiers))
    for dossier in dossiers:
        statements = _Statements(dossier, named, faults, drafts=drafts)
        store.extend(ox.Quad(*triple) for triple in statements)
    refuse(faults)
    graph = KnowledgeGraph(store)
    complete(graph)
    return graph


def stated(dossier: Dossier, *, known: Sequence[KnowledgeGraph] = (), drafts: bool = False) -> set[ox.Triple]:
    """Return what a dossier says, and nothing that only follows from it; see :func:`build`."""
    faults: list[str] = []
    found = set(_Statements(dossier, [known_by_name(graph) for graph in known], faults, drafts=drafts))
    refuse(faults)
    return found


def faults_of(dossier: Dossier, known: Sequence[Known] = ()) -> list[str]:
    """Return what is wrong in the rows of a dossier that were not dropped, each with file, row and column.

    Args:
        dossier: The dossier.
        known: Graphs whose things and relations are known by name too.

    Returns:
        The faults; none where :func:`build` takes all these rows.

    Example:
        >>> import relgraph
        >>> faults_of(relgraph.draft("Oman condemned the attack.", "", title="R", base="urn:x:"))
        []
    """
    faults: list[str] = []
    for _ in _Statements(dossier, known, faults, drafts=True):
        pass
    return faults


def counts(row: Row, *, drafts: bool) -> bool:
    """Tell whether a row of an act comes into the graph: a draft without a relation or object never does.

    Example:
        >>> counts(Row("acts.csv", 2, {"status": "draft", "relation": ""}), drafts=True)
        False
    """
    status = row.cells["status"]
    return status == "accepted" or (
        drafts and status == "draft" and bool(row.cells["relation"] and row.cells["object"])
    )


class _Statements:
    """The triples that a dossier states; what is wrong in it is added to a list of faults."""

    def __init__(self, dossier: Dossier, known: Sequence[Known], faults: list[str], *, drafts: bool) -> None:
        self._dossier, self._known, self._faults = dossier, [one.graph for one in known], faults
        self._language = dossier.document["language"]
        self._document = dossier.iri(dossier.document["iri"])
        self._acts = {row.cells["id"]: row for row in dossier.acts if counts(row, drafts=drafts)}
        self._out = {row.cells["id"]: row for row in dossier.acts if row.cells["id"] not in self._acts}
        self._ontology = read_ontology(*self._known)
        self._kinds = kinds_of_acts(bundled_ontology())
        self._classes = {text_of(one) for one in bundled_ontology().subjects_of(str(RDF.type), str(OWL.Class))}
        self._things = {row.cells["id"]: row for row in dossier.tables["things.csv"]}
        self._own = {dossier.iri(id) for id in self._things}
        self._names = Names(dossier, known)
        self._used: dict[str, KnowledgeGraph] = {}
        self._labels = TripleIndex(())

    def __iter__(self) -> Iterator[ox.Triple]:
        stated = [triple for row in self._dossier.tables["statements.csv"] for triple in self._as_stated(row)]
        self._labels = TripleIndex(triple for triple in stated if triple.predicate.value == str(RDFS.label))
        yield from stated
        yield from self._of_document()
        unconfirmed = self._unconfirmed()
        for id, row in self._things.items():
            if id not in unconfirmed:
                yield from self._of_thing(row)
        for row in self._acts.values():
            yield from self._of_act(row)
        for row in self._dossier.tables["passages.csv"]:
            if row.cells["act"] in self._out:
                continue
            if row.cells["act"] in self._acts:
                owner = self._dossier.act_iri(row.cells["act"])
            else:
                owner = self._thing(row.cells["act"], row, "act")
            yield from self._of_passage(owner, row)
        for iri, graph in self._used.items():
            for predicate in (RDF.type, RDFS.label, SKOS.altLabel):
                for term in graph.objects_of(iri, str(predicate)):
                    if isinstance(term, Term):
                        yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(str(predicate)), term)

    def _unconfirmed(self) -> set[str]:
        """Return the ids of things that only acts name which are left out: nobody has confirmed them."""

        def named(rows: Iterable[Row], columns: Iterable[str]) -> set[str]:
            cells = [name for row in rows for column in columns for name in row.several(column)]
            return {iri for name in cells for iri in self._names.meant(name)}

        of = self._dossier
        left_out = named(self._out.values(), LINKS)
        passages = [row for row in of.tables["passages.csv"] if row.cells["act"] not in self._out]
        kept = named(self._acts.values(), LINKS) | named(passages, ("act",))
        kept |= named(of.tables["statements.csv"], ("subject", "object"))
        others = [row for id, row in self._things.items() if of.iri(id) not in left_out - kept]
        kept |= named(others, ("topics", "involves"))
        return {id for id in self._things if of.iri(id) in left_out - kept}

    def _of_document(self) -> Iterator[ox.Triple]:
        document, told = self._document, self._dossier.document
        yield _triple(document, RDF.type, self._class(told["kind"], self._dossier.place))
        title = self._text(told["title"])
        others = self._labels.objects_of(document, str(RDFS.label))
        # It may be in another language than the other names.
        if title in others or title.value not in map(text_of, others):
            yield _triple(document, RDFS.label, title)
        yield _triple(document, RG.sha256, ox.Literal(self._dossier.sha256))
        if told.get("published"):
            yield _triple(document, RG.publishedOn, self._date(told["published"], self._dossier.place))
        if told.get("licence"):
            yield _triple(document, DCTERMS.license, ox.NamedNode(told["licence"]))
        if told.get("publisher"):
            yield _triple(document, DCTERMS.publisher, ox.Literal(told["publisher"]))

    def _of_thing(self, row: Row) -> Iterator[ox.Triple]:
        thing = self._dossier.iri(row.cells["id"])
        for kind in row.several("kind"):
            yield _triple(thing, RDF.type, self._class(kind, row.at("kind")))
        if row.cells["label"]:
            yield _triple(thing, RDFS.label, self._text(row.cells["label"]))
        for alias in row.several("aliases"):
            yield _triple(thing, SKOS.altLabel, self._text(alias))
        for column, predicate in (("topics", RG.concerns), ("involves", RG.involves)):
            for name in row.several(column):
                yield _triple(thing, predicate, ox.NamedNode(self._thing(name, row, column)))
        if row.cells["status"]:
            status = str(RG[row.cells["status"]])
            if any(True for _ in bundled_ontology().objects_of(status, str(RDF.type))):
                yield _triple(thing, RG.status, ox.NamedNode(status))
            else:
                self._faults.append(f"{row.at('status')}: {row.cells['status'][:60]!r} is no status")
        if row.cells["date"]:
            yield _triple(thing, RG.heldOn, self._date(row.cells["date"], row.at("date")))
        if row.cells["note"]:
            yield _triple(thing, RG.editorialNote, self._text(row.cells["note"]))

    def _of_act(self, row: Row) -> Iterator[ox.Triple]:
        act, cells = self._dossier.act_iri(row.cells["id"]), row.cells
        meant = self._ontology.named(cells["relation"]) or self._ontology.labelled(cells["relation"])
        if len(meant) != 1:
            near = self._nearest(cells["relation"], (one.name for one in self._ontology.relations.values()))
            said = f"{cells['relation']!r} is no relation of the ontology{near}"
            self._faults.append(f"{row.at('relation')}: {said if cells['relation'] else 'is empty'}")
        else:
            yield _triple(act, RG.relation, ox.NamedNode(meant[0].iri))
            yield from self._declared(meant[0].iri)
            yield _triple(act, RDF.type, ox.NamedNode(self._kinds.get(meant[0].iri, str(RG.Act))))
        for column, property in LINKS.items():
            for name in row.several(column):
                yield _triple(act, RG[property], ox.NamedNode(self._thing(name, row, column)))
        for column in WORDS:
            if cells[column]:
                yield _triple(act, RG[column], ox.NamedNode(str(RG[value_of(column, cells[column])])))
        yield from self._dated(act, row)
        if cells["label"] or not any(self._labels.objects_of(act, str(RDFS.label))):
            # What relations say is English, whatever language the names are of.
            made = ox.Literal(self._says(row), language="en")
            yield _triple(act, RDFS.label, self._text(cells["label"]) if cells["label"] else made)
        if cells["note"]:
            yield _triple(act, RG.editorialNote, self._text(cells["note"]))
        if cells["quote"]:
            yield from self._of_passage(act, row)

    def _declared(self, relation: str) -> Iterator[ox.Triple]:
        """Yield what a graph that is known says of a relation of its own, which acts need described."""
        for graph in () if relation.startswith(str(RG)) else self._known:
            for quad in graph.oxigraph.quads_for_pattern(ox.NamedNode(relation), None, None):
                yield quad.triple

    def _dated(self, act: str, row: Row) -> Iterator[ox.Triple]:
        start, end = row.cells["from"], row.cells["until"]
        if start and not end:
            yield _triple(act, RG.date, self._date(start, row.at("from")))
        elif start:
            yield _triple(act, RG["from"], self._date(start, row.at("from")))
        if end and not start:
            self._faults.append(f"{row.at('from')}: is empty, and until is {end}: say when it began")
        elif end and end != "..":
            yield _triple(act, RG.until, self._date(end, row.at("until")))

    def _says(self, row: Row) -> str:
        """Return what an act says, for one that nobody has given a label."""
        objects = [name.removeprefix(ACT) for name in row.several("object")]
        words = [row.several("actor"), [row.cells["relation"]], objects]
        said = " ".join(listed(names, "and") for names in words if names)
        return ("not: " if row.cells["polarity"] == "negative" else "") + said

    def _of_passage(self, owner: str, row: Row) -> Iterator[ox.Triple]:
        found = place_of(self._dossier.text, row.cells["quote"], row.cells["context"])
        if isinstance(found, str):
            thing = row.cells.get("act", "")
            gone = f"; it only names {thing}: delete the row where the text does no longer"
            self._faults.append(
                f"{row.at('quote')}: {found}{gone if thing and thing not in self._acts else ''}"
            )
            return
        start, end = found
        name = self._dossier.document["iri"].rpartition(":")[2].strip("/>").replace("/", "-")
        given, _, at = row.cells["evidence"].partition(" ")
        evidence = self._dossier.iri(given or f"evidence/{name}-{start}-{end}")
        selector = self._dossier.iri(at or f"selector/{name}-{start}-{end}")
        yield _triple(owner, RG.evidence, ox.NamedNode(evidence))
        yield from triples_of_passage(evidence, selector, self._document, start, end)

    def _as_stated(self, row: Row) -> Iterator[ox.Triple]:
        subject = self._thing(row.cells["subject"], row, "subject")
        predicate = whole(expanded(row.cells["predicate"]))
        if not (is_iri(expanded(row.cells["predicate"])) and is_well_formed(predicate)):
            self._faults.append(
                f"{row.at('predicate')}: {row.cells['predicate']!r} has no prefix that is known"
            )
            return
        value, kind = row.cells["object"], row.cells["type"]
        term: Term
        if kind == "iri":
            short = expanded(value)
            term = ox.NamedNode(self._thing(short if is_iri(short) else value, row, "object"))
        else:
            try:
                language = kind[1:] if kind.startswith("@") else None
                if kind and not language and not is_iri(expanded(kind)):
                    raise ValueError("its prefix is unknown")
                datatype = ox.NamedNode(whole(expanded(kind))) if kind and not language else None
                term = ox.Literal(unquoted(value), datatype=datatype, language=language)
            except ValueError as error:
                self._faults.append(f"{row.at('type')}: {kind[:60]!r}: {error}")
                return
        yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term)

    def _thing(self, name: str, row: Row, column: str) -> str:
        """Return the IRI of what a name in a cell means; note a fault where it means nothing or too much."""
        dossier = self._dossier
        if name.startswith(ACT):
            id = name.removeprefix(ACT).strip()
            if id in self._out:
                out = self._out[id]
                self._faults.append(
                    f"{row.at(column)}: {name} (row {out.number}) is {out.cells['status']}: accept it, or let "
                    "this row not refer to it"
                )
            elif id not in self._acts:
                self._faults.append(
                    f"{row.at(column)}: no act has the id {id!r}{self._nearest(id, self._acts)}"
                )
                return dossier.iri("unknown")
            return dossier.act_iri(id)
        meant = self._names.meant(name)
        if len(meant) != 1:
            self._faults.append(
                f"{row.at(column)}: {name[:80]!r} "
                + (
                    f"may be {listed(sorted(meant), 'or')}: give the id or the IRI"
                    if meant
                    else "is no thing of things.csv"
                    + (self._parted(name) or self._nearest(name_key(name), self._names))
                )
            )
            return dossier.iri("unknown")
        (iri,) = meant
        if iri not in self._own:
            for graph in self._known:
                if any(True for _ in graph.objects_of(iri, str(RDF.type))):
                    self._used[iri] = graph
        return iri

    def _parted(self, name: str) -> str:
        """Say which name with a semicolon, which parts the names in a cell, a part of a cell is of."""
        for row in self._things.values():
            parts = map(name_key, row.cells["label"].split(";"))
            if ";" in row.cells["label"] and name_key(name) in parts:
                return f"; {row.cells['label']!r} has a semicolon: give its id {row.cells['id']!r}"
        return ""

    @staticmethod
    def _nearest(name: str, known: Iterable[str]) -> str:
        near = difflib.get_close_matches(name, list(known), n=1)
        return f"; did you mean {near[0]!r}?" if near else ""

    def _class(self, name: str, place: str) -> ox.NamedNode:
        cell = expanded(name) if ":" in name else str(RG[name])
        iri = whole(cell)
        if not (is_iri(cell) and is_well_formed(iri)):
            self._faults.append(f"{place}: {name[:60]!r} is no class")
            return ox.NamedNode(str(RG.Act))
        if iri.startswith(str(RG)) and iri not in self._classes:
            near = self._nearest(name, (one.removeprefix(str(RG)) for one in self._classes))
            self._faults.append(f"{place}: {name!r} is no class of the ontology{near}")
        return ox.NamedNode(iri)

    def _text(self, text: str) -> ox.Literal:
        return ox.Literal(text, language=self._language)

    def _date(self, text: str, place: str) -> ox.Literal:
        if days(text) is None or len(text) not in _DATES:
            self._faults.append(f"{place}: {text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
            return ox.Literal(text)
        return ox.Literal(text, datatype=ox.NamedNode(str(_DATES[len(text)])))


def _given_twice(dossiers: Sequence[Dossier]) -> Iterator[str]:
    """Say what of one dossier has the IRI of another's: two texts, or two acts, would become one."""
    documents: dict[str, Dossier] = {}
    first: dict[str, Row] = {}
    for dossier in dossiers:
        document = dossier.iri(dossier.document["iri"])
        if (other := documents.setdefault(document, dossier)).sha256 != dossier.sha256:
            yield (
                f"{dossier.place}: its document has the IRI {document}, as that of {other.place} has, and "
                "their texts differ: change iri, or base, in one of them"
            )
        kept = [row for row in dossier.acts if row.cells["status"] != "dropped"]
        own = {dossier.act_iri(row.cells["id"]): row for row in kept}
        for iri, row in own.items():
            if iri in first:
                yield f"{row.at('id')}: {iri} is the act of {first[iri].at('id')} too"
        first |= own


def rows_by_iri(dossiers: Iterable[Dossier]) -> dict[str, str]:
    """Return where each act and thing of some dossiers stands: file and row, by IRI."""
    found = {}
    for dossier in dossiers:
        for file, iri_of in (("acts.csv", dossier.act_iri), ("things.csv", dossier.iri)):
            for row in dossier.tables[file]:
                found[iri_of(row.cells["id"])] = f"{row.file}, row {row.number}"
    return found


def _triple(subject: str, predicate: object, term: Term) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(str(predicate)), term)


def value_of(column: str, word: str) -> str:
    """Return the name of the controlled value that a word of a column stands for.

    Example:
        >>> value_of("modality", "planned"), value_of("certainty", "likely")
        ('modalityPlanned', 'likely')
    """
    return f"modality{word.capitalize()}" if column == "modality" else word


def triples_of_passage(
    evidence: str, selector: str, document: str, start: int, end: int
) -> Iterator[ox.Triple]:
    """Yield what is said of a place in a text."""
    yield _triple(evidence, RDF.type, ox.NamedNode(str(OA.SpecificResource)))
    yield _triple(evidence, OA.hasSource, ox.NamedNode(document))
    yield _triple(evidence, OA.hasSelector, ox.NamedNode(selector))
    yield _triple(selector, RDF.type, ox.NamedNode(str(OA.TextPositionSelector)))
    for property, offset in ((OA.start, start), (OA.end, end)):
        yield _triple(selector, property, ox.Literal(str(offset), datatype=ox.NamedNode(str(XSD.integer))))


def expanded(name: str) -> str:
    """Return the IRI of a name with a prefix of the package; anything else as it is.

    Example:
        >>> expanded("rg:involves"), expanded("state/arda")
        ('https://w3id.org/relgraph/ontology#involves', 'state/arda')
    """
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def kinds_of_acts(ontology: Statements) -> dict[str, str]:
    """Return the class of acts that the ontology ties to each relation, by IRI."""
    has_value = "http://www.w3.org/2002/07/owl#hasValue"
    tied = {text_of(node): text_of(value) for node, value in ontology.pairs_of(has_value)}
    found = {}
    for kind, above in ontology.pairs_of(str(RDFS.subClassOf)):
        if text_of(above) in tied:
            found[tied[text_of(above)]] = text_of(kind)
    return found
