"""Tabulating: a graph back into the dossier of one of its sources, without loss."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, takewhile

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from relgraph.authoring.building import (
    LINKS,
    WORDS,
    build,
    expanded,
    stated,
    triples_of_passage,
    value_of,
)
from relgraph.authoring.cells import quoted
from relgraph.authoring.dossier import DEFAULTS, TABLES, Dossier, as_read, rows_of
from relgraph.authoring.iris import ACT, is_iri, whole
from relgraph.authoring.naming import name_key
from relgraph.authoring.quoting import place_of, quotation_of
from relgraph.cleaning import shortened
from relgraph.derivation import derive, without_derived
from relgraph.errors import DossierError
from relgraph.model.dates import days
from relgraph.model.namespaces import OA, PREFIXES, RG, local_name
from relgraph.model.ontology import bundled_ontology, read_ontology
from relgraph.model.sources import read_source, read_text
from relgraph.model.statements import text_of
from relgraph.store import KnowledgeGraph
from relgraph.wording import listed

_LABEL = str(RDFS.label)
_LONGEST = 100_000
"""Characters that a cell has at most; the module csv reads no more than 131,072."""


def tabulate(graph: KnowledgeGraph, source: str | os.PathLike[str], *, base: str = "") -> Dossier:
    """Return the dossier of a source of a graph, of which :func:`~relgraph.authoring.build` makes it again.

    Args:
        graph: The graph. What follows from its acts is left out, since building concludes it anew.
        source: The text of one of its documents. Acts that rest on it have their quotes; what rests on other
            sources is kept as statements.
        base: What the IRIs of the dossier begin with; by default as much as those of its acts have in common.

    Returns:
        The dossier, all its acts accepted. It says what the graph does, and nothing that does not follow.

    Raises:
        InputError: The text cannot be read as UTF-8.
        SourceError: No document of the graph has the SHA-256 of the text.
        DossierError: The graph has no acts, or says what no dossier can say, or not what every dossier says;
            the message names the statement.

    Example:
        >>> import relgraph
        >>> relgraph.tabulate(relgraph.open(), "nowhere.txt")
        Traceback (most recent call last):
        relgraph.errors.InputError: nowhere.txt: No such file or directory
    """
    document, (sha256, text) = read_source(graph, source).document, read_text(source)
    _refuse_unnamed(graph)

    def tabulation(of: KnowledgeGraph) -> _Tabulation:
        return _Tabulation(of, document, text, sha256, base)

    plain = tabulation(without_derived(graph))
    dossier = as_read(plain.dossier())
    said = _triples(graph)
    made = _triples(build([dossier]))
    if said - made:  # what a rule could have concluded, but does not here, such as a relation without an act
        dossier = as_read(tabulation(graph).with_statements(dossier, said - made))
        made = _triples(build([dossier]))
    _refuse_any(said - made, "no dossier can say this of the graph", "write it otherwise")
    if made - said:
        added = made - said - _triples(derive(graph))
        _refuse_any(added, "the graph does not say this, and building would add it", "add it to the graph")
    return dossier


def _refuse_unnamed(graph: KnowledgeGraph) -> None:
    """Refuse what has no name that a cell could give, and a graph without acts."""
    if not graph.acts:
        raise DossierError("the graph has no acts", "a dossier holds what somebody does")
    for triple in sorted(_triples(graph), key=str):
        if any(isinstance(term, ox.BlankNode) for term in (triple.subject, triple.object)):
            raise DossierError(f"{triple}: blank nodes have no name in a dossier", "give them IRIs")
        if isinstance(triple.object, ox.Triple) or getattr(triple.object, "direction", None):
            raise DossierError(
                f"{triple}: triple terms and directions of texts have no place in a dossier",
                "state it in other words",
            )


def _refuse_any(triples: set[ox.Triple], said: str, advice: str) -> None:
    if triples:
        more = f" (and {len(triples) - 1} more)" if len(triples) > 1 else ""
        raise DossierError(f"{said}: {shortened(str(min(triples, key=str)), 300)}{more}", advice)


class _Tabulation:
    """What a graph says, as rows."""

    def __init__(self, graph: KnowledgeGraph, document: str, text: str, sha256: str, base: str) -> None:
        self._graph, self._document, self._source, self._sha256 = graph, document, text, sha256
        self._ontology = read_ontology()
        self._triples = _triples(graph)
        self._by_subject: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        for triple in sorted(self._triples, key=str):
            values = self._by_subject.setdefault(text_of(triple.subject), {})
            values.setdefault(triple.predicate.value, []).append(triple.object)  # type: ignore[arg-type]
        self._base = base or _common([*graph.acts, self._document]) or _common([self._document])
        prefix = self._base + DEFAULTS["acts"]
        self._acts = DEFAULTS["acts"] if all(iri.startswith(prefix) for iri in graph.acts) else ""
        self._frame = Dossier({"base": self._base, "acts": self._acts}, "", "", {})
        self._language = self._language_of_labels()
        self._act_ids = {iri: self._act_id(iri) for iri in graph.acts}
        passages = {node for of in self._by_subject.values() for node in of.get(str(RG.evidence), ())}
        selectors = {node for one in passages for node in self._of(text_of(one), OA.hasSelector)}
        aside = {text_of(node) for node in (*passages, *selectors)} | {self._document}
        self._things = [
            iri for iri in self._by_subject
            if iri not in graph.acts and iri not in aside and self._kinds(iri) and self._id(iri)
        ]  # fmt: skip
        self._ids = {self._id(iri): iri for iri in (*self._things, self._document)}
        self._called: dict[str, set[str]] = {}
        for iri in self._things:
            for name in (self._label(iri), *self._aliases(iri)):
                self._called.setdefault(name_key(name), set()).add(iri)

    def dossier(self) -> Dossier:
        """Return the rows, and what no row says as statements."""
        acts = self._graph.acts
        tables = {
            "things.csv": rows_of("things.csv", map(self._thing, self._things)),
            "acts.csv": rows_of("acts.csv", map(self._act, acts)),
            "passages.csv": rows_of("passages.csv", chain(*map(self._further, (*acts, *self._things)))),
            "statements.csv": (),
        }
        dossier = Dossier(self._told(), self._source, self._sha256, tables)
        return self.with_statements(dossier, self._triples - stated(dossier))

    def with_statements(self, dossier: Dossier, triples: Iterable[ox.Triple]) -> Dossier:
        """Return a dossier with more statements."""
        cells = [dict(row.cells) for row in dossier.tables["statements.csv"]]
        cells += map(self._statement, sorted(triples, key=str))
        tables = {**dossier.tables, "statements.csv": rows_of("statements.csv", cells)}
        return replace(dossier, tables=tables)

    def _of(self, subject: str, predicate: object) -> list[ox.NamedNode | ox.Literal]:
        return self._by_subject.get(subject, {}).get(str(predicate), [])

    def _iris(self, subject: str, predicate: object) -> list[str]:
        return [term.value for term in self._of(subject, predicate) if isinstance(term, ox.NamedNode)]

    def _literals(self, subject: str, predicate: object) -> list[ox.Literal]:
        return [term for term in self._of(subject, predicate) if isinstance(term, ox.Literal)]

    def _language_of_labels(self) -> str:
        """Return the language that most names have; where several have, that of the title, else the first."""
        titles = {label.language for label in self._literals(self._document, _LABEL)}
        names = [label for iri in self._by_subject for label in self._literals(iri, _LABEL)]
        languages = Counter(label.language for label in names if label.language)
        ranked = sorted(languages, key=lambda one: (-languages[one], one not in titles, one))
        return next(iter(ranked), DEFAULTS["language"])

    def _texts(self, subject: str, predicate: object) -> list[str]:
        """Return the texts in the language of the dossier that a cell keeps as they are."""
        found = [term.value for term in self._literals(subject, predicate) if term.language == self._language]
        return [text for text in found if quoted(text) == text and len(text) <= _LONGEST]

    def _text(self, subject: str, predicate: object) -> str:
        return next(iter(self._texts(subject, predicate)), "")

    def _label(self, subject: str) -> str:
        return self._text(subject, _LABEL)

    def _aliases(self, subject: str) -> list[str]:
        return [name for name in self._texts(subject, SKOS.altLabel) if ";" not in name]

    def _told(self) -> dict[str, str]:
        document = self._document
        titles = sorted(
            (label for label in self._literals(document, _LABEL) if label.value),
            key=lambda label: label.language != self._language,
        )
        licences = self._iris(document, DCTERMS.license)
        told = {
            "text": "text.txt",
            "base": self._base,
            "iri": self._id(document) or f"<{document}>",
            "acts": self._acts,
            "kind": next(iter(self._kinds(document)), "Document"),
            "title": titles[0].value if titles else local_name(document) or document,
            "published": self._date(document, "publishedOn"),
            "language": self._language,
            "licence": licences[0] if licences else "",
            "sha256": self._sha256,
        }
        return {key: value for key, value in told.items() if value or key == "acts"}

    def _id(self, iri: str) -> str:
        """Return the id of a thing, ``""`` where it can have none."""
        return next((id for id in self._ids_of(iri, self._base) if self._frame.iri(id) == iri), "")

    def _act_id(self, iri: str) -> str:
        ids = self._ids_of(iri, self._base + self._acts)
        return next((id for id in ids if self._frame.act_iri(id) == iri), f"<{iri}>")

    @staticmethod
    def _ids_of(iri: str, base: str) -> Iterator[str]:
        """Yield what may stand for an IRI in a cell of its own: without its beginning, or whole."""
        for id in (iri.removeprefix(base), iri, f"<{iri}>"):
            if re.fullmatch(r"\S+", id) and not id.startswith(ACT) and expanded(id) == id:
                yield id

    def _node(self, iri: str) -> str:
        """Return what an IRI goes by in a cell: its id where that means nothing else, else the whole of it."""
        if iri in self._act_ids:
            name = ACT + self._act_ids[iri]
            return name if ";" not in name else f"<{iri}>"
        id = self._id(iri)
        is_own = self._ids.get(id) == iri and self._called.get(name_key(id), {iri}) == {iri}
        if id and ";" not in id and (is_own or is_iri(id)):
            return id
        return iri if is_iri(iri) and iri in self._ids_of(iri, "") and ";" not in iri else f"<{iri}>"

    def _name(self, iri: str) -> str:
        """Return what an IRI goes by among others in a cell: a label that no other has, else as alone."""
        label = self._label(iri) if iri in self._ids.values() else ""
        is_told = self._called.get(name_key(label)) == {iri} and label not in self._ids
        if label and is_told and ";" not in label and not is_iri(label) and not label.startswith(ACT):
            return label
        return self._node(iri)

    def _listed(self, subject: str, predicate: object) -> str:
        return "; ".join(map(self._name, self._iris(subject, predicate)))

    def _kinds(self, iri: str) -> list[str]:
        """Return the classes of something, but for those that the ontology does not know."""
        kinds = self._iris(iri, RDF.type)
        known = [kind for kind in kinds if kind in _classes() or not kind.startswith(str(RG))]
        return [self._class(kind) for kind in known]

    @staticmethod
    def _class(iri: str) -> str:
        short = _short(iri)
        if (short == iri and not (is_iri(iri) and expanded(iri) == iri)) or ";" in iri:
            return f"<{iri}>"
        return short.removeprefix("rg:")

    def _thing(self, iri: str) -> dict[str, str]:
        statuses = [one.removeprefix(str(RG)) for one in self._iris(iri, RG.status) if one in _described()]
        return {
            "id": self._id(iri),
            "kind": "; ".join(self._kinds(iri)),
            "label": self._label(iri),
            "aliases": "; ".join(self._aliases(iri)),
            "topics": self._listed(iri, RG.concerns),
            "involves": self._listed(iri, RG.involves),
            "status": next(iter(statuses), ""),
            "date": self._date(iri, "heldOn"),
            "note": self._text(iri, RG.editorialNote),
        }

    def _act(self, iri: str) -> dict[str, str]:
        cells = {
            "id": self._act_ids[iri],
            "relation": self._relation(iri),
            "label": self._label(iri),
            "note": self._text(iri, RG.editorialNote),
            "status": "accepted",
        }
        cells |= {column: self._listed(iri, RG[property]) for column, property in LINKS.items()}
        for column in WORDS:
            words = {
                str(RG[value_of(column, one)]): one for one in TABLES["acts.csv"][column].pattern.split("|")
            }
            cells[column] = next((words[one] for one in self._iris(iri, RG[column]) if one in words), "")
        date, start, end = (self._date(iri, property) for property in ("date", "from", "until"))
        if date:
            cells["from"] = date
        elif start:
            cells |= {"from": start, "until": end or ".."}
        for place in self._placed(iri)[:1]:
            cells |= place
        return cells

    def _relation(self, act: str) -> str:
        for iri in self._iris(act, RG.relation):
            if known := self._ontology.relations.get(iri):
                return known.name if self._ontology.named(known.name) == (known,) else iri
        raise DossierError(
            f"{act}: has no relation of the ontology, but {listed(self._iris(act, RG.relation) or ['none'])}",
            "a dossier has acts of those relations alone that relgraph relations lists",
        )

    def _date(self, iri: str, property: str) -> str:
        kinds = {str(XSD.gYear): 4, str(XSD.gYearMonth): 7, str(XSD.date): 10}
        for term in self._literals(iri, RG[property]):
            if kinds.get(term.datatype.value) == len(term.value) and days(term.value):
                return term.value
        return ""

    def _further(self, iri: str) -> Iterator[dict[str, str]]:
        is_act = iri in self._act_ids
        for n, cells in enumerate(self._placed(iri), start=1):
            if n > 1 or not is_act:
                yield {"act": self._act_ids[iri] if is_act else self._id(iri), "n": str(n), **cells}

    def _placed(self, iri: str) -> list[dict[str, str]]:
        """Return quote, context and evidence of the passages of the text that something rests on, in order."""
        if iri not in self._act_ids and self._id(iri) in self._act_ids.values():
            return []  # the id would mean the act
        found = []
        for node in self._iris(iri, RG.evidence):
            for selector in self._iris(node, OA.hasSelector)[:1]:
                start, end = (self._offset(selector, property) for property in (OA.start, OA.end))
                said = triples_of_passage(node, selector, self._document, start, end)
                if not 0 <= start < end <= len(self._source) or not self._triples.issuperset(said):
                    continue
                quote, context = quotation_of(self._source, start, end)
                ids = [self._id(one) for one in (node, selector)]
                is_kept = all(quoted(text) == text for text in (quote, context) if text)
                if (
                    all(ids) and is_kept and len(context) <= _LONGEST and len(quote) <= _LONGEST
                    and place_of(self._source, quote, context) == (start, end)
                ):  # fmt: skip
                    found.append(
                        ((start, end), {"quote": quote, "context": context, "evidence": " ".join(ids)})
                    )
        return [cells for _, cells in sorted(found, key=lambda one: (one[0], one[1]["evidence"]))]

    def _offset(self, selector: str, property: object) -> int:
        values = [literal.value for literal in self._literals(selector, property)]
        return int(values[0]) if values and re.fullmatch(r"[0-9]{1,15}", values[0]) else -1

    def _statement(self, triple: ox.Triple) -> dict[str, str]:
        term = triple.object
        cells = {
            "subject": self._node(text_of(triple.subject)),
            "predicate": self._short(triple.predicate.value),
        }
        if isinstance(term, ox.Literal):
            kind = f"@{term.language}" if term.language else self._short(term.datatype.value)
            return {**cells, "object": quoted(term.value), "type": "" if kind == "xsd:string" else kind}
        short = self._short(text_of(term))
        is_short = short != text_of(term) and not short.startswith("<")
        return {**cells, "object": short if is_short else self._node(text_of(term)), "type": "iri"}

    @staticmethod
    def _short(iri: str) -> str:
        """Return an IRI as a cell without names has it: with a prefix of the package, or the whole of it."""
        for short in (_short(iri), f"<{iri}>"):
            if is_iri(expanded(short)) and whole(expanded(short)) == iri and short == short.strip():
                return short
        return iri


@cache
def _classes() -> frozenset[str]:
    return frozenset(text_of(one) for one in bundled_ontology().subjects_of(str(RDF.type), str(OWL.Class)))


@cache
def _described() -> frozenset[str]:
    """Return what the ontology gives a class."""
    return frozenset(text_of(one) for one, _ in bundled_ontology().pairs_of(str(RDF.type)))


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
