"""Tabulating: a graph back into the dossier of one of its sources, without loss."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, takewhile

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD

from relgraph.authoring.building import LINKS, build, expanded, stated
from relgraph.authoring.dossier import ACT, DEFAULTS, Dossier, is_iri, rows_of
from relgraph.authoring.naming import name_key
from relgraph.authoring.quoting import place_of, quotation_of
from relgraph.derivation import without_derived
from relgraph.errors import DossierError
from relgraph.model.namespaces import OA, PREFIXES, RG, local_name, word
from relgraph.model.sources import read_source
from relgraph.model.statements import text_of
from relgraph.store import KnowledgeGraph

_TYPE, _LABEL = str(RDF.type), str(RDFS.label)


def tabulate(graph: KnowledgeGraph, source: str | os.PathLike[str], *, base: str = "") -> Dossier:
    """Return the dossier of a source of a graph, of which :func:`~relgraph.authoring.build` makes it again.

    Args:
        graph: The graph. What follows from its acts is left out, since building concludes it anew.
        source: The text of one of its documents. Acts that rest on it have their quotes; what rests on other
            sources is kept as statements.
        base: What the IRIs of the dossier begin with; by default as much as those of its acts have in common.

    Returns:
        The dossier, all its acts accepted.

    Raises:
        InputError: The text cannot be read as UTF-8.
        SourceError: No document of the graph has the SHA-256 of the text.
        DossierError: The graph has no acts, or blank nodes, which have no name to go by.

    Example:
        >>> import relgraph
        >>> relgraph.tabulate(relgraph.open(), "nowhere.txt")
        Traceback (most recent call last):
        relgraph.errors.InputError: nowhere.txt: No such file or directory
    """
    text = read_source(graph, source)
    dossier = _Tabulation(without_derived(graph), text.document, text.text, base).dossier()
    # What a rule could have concluded, but does not here, such as a relation without an act, is stated.
    stays = _triples(graph) - _triples(build([dossier]))
    whole = _Tabulation(graph, text.document, text.text, base)
    return whole.with_statements(dossier, stays) if stays else dossier


class _Tabulation:
    """What a graph says, as rows."""

    def __init__(self, graph: KnowledgeGraph, document: str, text: str, base: str) -> None:
        self._graph, self._document, self._text = graph, document, text
        triples = _triples(graph)
        if any(
            isinstance(term, ox.BlankNode) for triple in triples for term in (triple.subject, triple.object)
        ):
            raise DossierError("the graph has blank nodes, which a dossier cannot name", "give them IRIs")
        if not graph.acts:
            raise DossierError("the graph has no acts", "a dossier holds what somebody does")
        self._triples = triples
        self._by_subject: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        for triple in sorted(triples, key=str):
            values = self._by_subject.setdefault(text_of(triple.subject), {})
            values.setdefault(triple.predicate.value, []).append(triple.object)  # type: ignore[arg-type]
        self._base = base or _common([*graph.acts, document])
        prefix = self._base + DEFAULTS["acts"]
        self._acts = DEFAULTS["acts"] if all(iri.startswith(prefix) for iri in graph.acts) else ""
        self._language = self._language_of_labels()
        passages = {node for acts in self._by_subject.values() for node in acts.get(str(RG.evidence), ())}
        selectors = {node for one in passages for node in self._of(text_of(one), OA.hasSelector)}
        aside = {text_of(node) for node in (*passages, *selectors)} | {document}
        self._things = [
            iri for iri, said in self._by_subject.items()
            if iri not in graph.acts and iri not in aside and _TYPE in said
        ]  # fmt: skip
        self._name_of = self._names()

    def dossier(self) -> Dossier:
        """Return the rows, and what no row says as statements."""
        acts = self._graph.acts
        tables = {
            "things.csv": rows_of("things.csv", map(self._thing, self._things)),
            "acts.csv": rows_of("acts.csv", map(self._act, acts)),
            "passages.csv": rows_of("passages.csv", chain(*map(self._further, (*acts, *self._things)))),
            "statements.csv": (),
        }
        sha256 = self._first(self._document, RG.sha256)
        dossier = Dossier(self._told(), self._text, sha256, tables)
        return self.with_statements(dossier, self._triples - stated(dossier))

    def with_statements(self, dossier: Dossier, triples: Iterable[ox.Triple]) -> Dossier:
        """Return a dossier with more statements."""
        cells = [dict(row.cells) for row in dossier.tables["statements.csv"]]
        cells += map(self._statement, sorted(triples, key=str))
        tables = {**dossier.tables, "statements.csv": rows_of("statements.csv", cells)}
        return replace(dossier, tables=tables)

    def _of(self, subject: str, predicate: object) -> list[ox.NamedNode | ox.Literal]:
        return self._by_subject.get(subject, {}).get(str(predicate), [])

    def _first(self, subject: str, predicate: object) -> str:
        return next(map(text_of, self._of(subject, predicate)), "")

    def _language_of_labels(self) -> str:
        titles = [term for term in self._of(self._document, _LABEL) if isinstance(term, ox.Literal)]
        return next((term.language for term in titles if term.language), DEFAULTS["language"])

    def _texts(self, subject: str, predicate: object) -> list[str]:
        """Return the texts in the language of the dossier, which are as a cell keeps them."""
        return [
            term.value
            for term in self._of(subject, predicate)
            if isinstance(term, ox.Literal)
            and term.language == self._language
            and term.value == term.value.strip()
        ]

    def _told(self) -> dict[str, str]:
        document = self._document
        kinds = [_short(term.value) for term in self._of(document, _TYPE) if isinstance(term, ox.NamedNode)]
        titles = self._texts(document, _LABEL)
        told = {
            "text": "text.txt",
            "base": self._base,
            "iri": self._id(document),
            "acts": self._acts,
            "kind": kinds[0].removeprefix("rg:") if kinds else "Document",
            "title": titles[0] if titles else local_name(document),
            "published": self._first(document, RG.publishedOn),
            "language": self._language,
            "licence": self._first(document, DCTERMS.license),
            "sha256": self._first(document, RG.sha256),
        }
        return {key: value for key, value in told.items() if value or key == "acts"}

    def _id(self, iri: str) -> str:
        return iri.removeprefix(self._base)

    def _act_id(self, iri: str) -> str:
        return iri.removeprefix(self._base + self._acts)

    def _names(self) -> dict[str, str]:
        """Return what each thing goes by in a cell: a label that no other has, else its id."""
        called: dict[str, set[str]] = {}
        for iri in self._things:
            for name in (*self._texts(iri, _LABEL)[:1], *self._texts(iri, SKOS.altLabel)):
                called.setdefault(name_key(name), set()).add(iri)
        ids = {self._id(iri) for iri in self._things}
        found = {iri: self._id(iri) for iri in self._things}
        for iri in self._things:
            for label in self._texts(iri, _LABEL)[:1]:
                if len(called[name_key(label)]) == 1 and ";" not in label and label not in ids and not (
                    is_iri(label) or label.startswith(ACT)
                ):  # fmt: skip
                    found[iri] = label
        return found

    def _name(self, iri: str) -> str:
        if iri in self._graph.acts:
            return ACT + self._act_id(iri)
        return self._name_of.get(iri) or (self._id(iri) if iri == self._document else iri)

    def _listed(self, subject: str, predicate: object) -> str:
        return "; ".join(
            self._name(term.value) for term in self._of(subject, predicate) if isinstance(term, ox.NamedNode)
        )

    def _thing(self, iri: str) -> dict[str, str]:
        labels, notes = self._texts(iri, _LABEL), self._texts(iri, RG.editorialNote)
        status = self._first(iri, RG.status)
        return {
            "id": self._id(iri),
            "kind": "; ".join(_short(text_of(kind)).removeprefix("rg:") for kind in self._of(iri, _TYPE)),
            "label": labels[0] if labels else "",
            "aliases": "; ".join(name for name in self._texts(iri, SKOS.altLabel) if ";" not in name),
            "topics": self._listed(iri, RG.concerns),
            "involves": self._listed(iri, RG.involves),
            "status": status.removeprefix(str(RG)) if status.startswith(str(RG)) else "",
            "date": self._date(iri, "heldOn"),
            "note": notes[0] if notes else "",
        }

    def _act(self, iri: str) -> dict[str, str]:
        labels, notes = self._texts(iri, _LABEL), self._texts(iri, RG.editorialNote)
        relation = self._first(iri, RG.relation)
        known = self._graph.ontology.relations.get(relation)
        cells = {
            "id": self._act_id(iri),
            "relation": known.name if known and relation.startswith(str(RG)) else relation,
            "label": labels[0] if labels else "",
            "note": notes[0] if notes else "",
            "status": "accepted",
        }
        cells |= {column: self._listed(iri, RG[property]) for column, property in LINKS.items()}
        for column in ("modality", "polarity", "certainty"):
            value = self._first(iri, RG[column])
            cells[column] = word(value) if value.startswith(str(RG)) else ""
        date, start, end = (self._date(iri, property) for property in ("date", "from", "until"))
        if date:
            cells["from"] = date
        elif start or end:
            cells |= {"from": start, "until": end or ".."}
        for place in self._placed(iri)[:1]:
            cells |= place
        return cells

    def _date(self, iri: str, property: str) -> str:
        kinds = {str(XSD.gYear): 4, str(XSD.gYearMonth): 7, str(XSD.date): 10}
        for term in self._of(iri, RG[property])[:1]:
            if isinstance(term, ox.Literal) and kinds.get(term.datatype.value) == len(term.value):
                return term.value
        return ""

    def _further(self, iri: str) -> Iterator[dict[str, str]]:
        is_act = iri in self._graph.acts
        for n, cells in enumerate(self._placed(iri), start=1):
            if n > 1 or not is_act:
                yield {"act": self._act_id(iri) if is_act else self._id(iri), "n": str(n), **cells}

    def _placed(self, iri: str) -> list[dict[str, str]]:
        """Return quote, context and evidence of the passages of the text that something rests on, in order."""
        found = []
        for node in map(text_of, self._of(iri, RG.evidence)):
            selectors = list(map(text_of, self._of(node, OA.hasSelector)))
            if [text_of(one) for one in self._of(node, OA.hasSource)] != [self._document] or len(
                selectors
            ) != 1:
                continue
            start, end = (self._first(selectors[0], property) for property in (OA.start, OA.end))
            if not (start.isdigit() and end.isdigit() and int(start) < int(end) <= len(self._text)):
                continue
            place = int(start), int(end)
            quote, context = quotation_of(self._text, *place)
            if place_of(self._text, quote.strip(), context) == place:
                evidence = f"{self._id(node)} {self._id(selectors[0])}"
                found.append((place, {"quote": quote, "context": context, "evidence": evidence}))
        return [cells for _, cells in sorted(found, key=lambda one: (one[0], one[1]["evidence"]))]

    def _statement(self, triple: ox.Triple) -> dict[str, str]:
        term = triple.object
        cells = {"subject": self._node(text_of(triple.subject)), "predicate": _short(triple.predicate.value)}
        if isinstance(term, ox.Literal):
            kind = f"@{term.language}" if term.language else _short(term.datatype.value)
            return {**cells, "object": term.value, "type": "" if kind == "xsd:string" else kind}
        short = _short(text_of(term))
        return {
            **cells,
            "object": short if short != text_of(term) else self._node(text_of(term)),
            "type": "iri",
        }

    def _node(self, iri: str) -> str:
        if iri in self._graph.acts:
            return ACT + self._act_id(iri)
        return self._id(iri) if iri in self._name_of or iri == self._document else iri


def _triples(graph: KnowledgeGraph) -> set[ox.Triple]:
    return {quad.triple for quad in graph.oxigraph.quads_for_pattern(None, None, None)}


def _short(iri: str) -> str:
    """Return an IRI as a name with a prefix of the package, where that means it again."""
    for prefix, namespace in PREFIXES.items():
        short = f"{prefix}:{iri.removeprefix(namespace)}"
        if prefix != "id" and iri.startswith(namespace) and expanded(short) == iri:
            return short
    return iri


def _common(iris: Iterable[str]) -> str:
    """Return what IRIs have in common, up to a mark after which a name begins."""
    found = list(iris)
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(min(found), max(found), strict=False))
    shared = "".join(char for char, _ in pairs)
    return shared[: max(shared.rfind(mark) for mark in "/#:") + 1]
