"""Content: what the page tells of things, acts and passages, which refer to each other by their numbers."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, SKOS

from relgraph.analysis.events import taking_part
from relgraph.exporting.cutting import LISTED
from relgraph.model.acts import Act
from relgraph.model.citations import Texts, missing_words, text_for
from relgraph.model.dates import days
from relgraph.model.labels import first_label, labels_by_language, labels_of
from relgraph.model.namespaces import OA, RG, local_name, word
from relgraph.model.ontology import bundled_ontology
from relgraph.model.sources import Passage, SourceText, read_passages
from relgraph.model.statements import TripleIndex, texts
from relgraph.model.telling import Telling, telling
from relgraph.page.legend import KINDS
from relgraph.page.packing import columns, packed
from relgraph.projection import Network
from relgraph.store import KnowledgeGraph
from relgraph.wording import counted

_EPOCH = datetime.date(1970, 1, 1)
_MANY_LISTED = 200_000
"""About how many acts, and as many events, all edges of a page together list."""

_THING: dict[str, Any] = {
    "space": "", "name": "", "label": "", "aliases": [], "kind": "", "style": "", "facts": [], "notes": [],
    "passages": [], "more": {},
}  # fmt: skip
_ACT: dict[str, Any] = {
    "space": "", "name": "", "label": "", "relation": "", "actors": [], "objects": [], "recipients": [],
    "event": None, "date": "", "first": None, "last": None, "over": None, "published": False, "place": None,
    "codes": [], "weight": 1.0, "intensity": None, "modality": "", "negative": False, "certainty": "",
    "speaker": None, "manner": "", "tellers": [], "background": False, "concerns": [], "topics": [],
    "takes": [], "inferred": [], "attributes": [], "notes": [], "passages": [], "more": {},
}  # fmt: skip
_PASSAGE: dict[str, Any] = {
    "document": None, "start": None, "end": None, "fragment": "", "exact": "", "note": "",
}  # fmt: skip


def left_out(listed: int = LISTED, **lists: Sequence[Any]) -> dict[str, dict[str, int]]:
    """Return how many items of long lists the page leaves out.

    Args:
        listed: How many items of each it has.
        lists: The lists by the name that they have in a record.

    Returns:
        What the record has of it: ``more`` with a number for each list that is cut, and nothing where none is.

    Example:
        >>> left_out(acts=range(30), events=range(3)), left_out(acts=range(3))
        ({'more': {'acts': 5}}, {})
    """
    more = {name: len(items) - listed for name, items in lists.items() if len(items) > listed}
    return {"more": more} if more else {}


def days_of(date: str) -> dict[str, int]:
    """Return the first and the last day of a date, counted from 1970-01-01; nothing of what is no date.

    Example:
        >>> days_of("1970-02"), days_of("soon")
        ({'first': 31, 'last': 58}, {})
    """
    span = days(date)
    return {"first": (span[0] - _EPOCH).days, "last": (span[1] - _EPOCH).days} if span else {}


class Content:
    """What the page tells: things, acts and passages.

    The nodes of the network are the first things, in the order of their IRIs, and have the same number as
    nodes. Acts are numbered in the order in which their sources tell them.

    Attributes:
        graph: The graph that the network is projected from.
        network: The network that is drawn.
        spoken_for: What speech acts would draw, did their contents not stand for them; ``None`` where it is not
            known. See :meth:`~relgraph.projection.Fold.spoken_for`.
        texts: The texts that passages are quoted from.
        ontology: The relations and classes of the ontology and of ``graph``.
        taken_part_in: Tells in which events a relation is taking part, see
            :func:`~relgraph.analysis.events.taking_part`.
        listed: How many acts, and how many events, an edge lists on the page.
        things: What the page tells of each thing, by number.
        acts: What the page tells of each act, by number.
        passages: Where a passage stands, by number.
        act_numbers: The number of each act by its IRI; only those that an edge lists on the page have one.
        documents: How many passages each document has, by IRI.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> content = Content(graph, relgraph.project(graph, "actors"), None)
        >>> thing = content.things[content.number("https://w3id.org/relgraph/id/state/russia")]
        >>> thing["label"], thing["kind"]
        ('Russia', 'state')
    """

    def __init__(
        self, graph: KnowledgeGraph, network: Network, texts: Texts, spoken_for: Network | None = None
    ) -> None:
        """Read what ``graph`` says of the nodes and edges of ``network``."""
        self.graph, self.network, self.texts, self.spoken_for = graph, network, texts, spoken_for
        self.ontology = graph.ontology
        self.listed = max(3, min(LISTED, _MANY_LISTED // max(1, network.number_of_edges())))
        self.taken_part_in = taking_part(graph)
        self._class_of = {local_name(iri): iri for iri in sorted(self.ontology.parents, reverse=True)}
        self._numbers: dict[str, int] = {}
        self._passage_numbers: dict[Passage, int] = {}
        self._told: dict[str, Any] = {
            name: graph.nodes_by_subject(str(RG[name])) for name in ("concerns", "inferredFrom")
        } | {"notes": graph.literals_by_subject(str(RG.editorialNote))}
        self.things: list[dict[str, Any]] = []
        self.passages: list[dict[str, Any]] = []
        for node in sorted(network):
            self.number(node)
        for node in sorted(network):
            self._describe(node)

        acts, evidence = graph.acts, _evidence(graph)
        self._tellings: dict[tuple[str, ...], Telling] = {}
        named = {iri for *_, data in network.edges(data=True) for iri in data.get("acts", ())[: self.listed]}
        for *_, data in spoken_for.edges(data=True) if spoken_for is not None else ():
            named.update((*data["acts"][: self.listed], *data["instead"]))
        passages = {iri: read_passages(evidence, acts[iri].evidence) for iri in sorted(named & acts.keys())}
        told = sorted(
            passages,
            key=lambda iri: (
                acts[iri].background,
                [(p.document, p.start or 0) for p in passages[iri]][:1],
                iri,
            ),
        )
        self.act_numbers = {iri: place for place, iri in enumerate(told)}
        self.documents = Counter(p.document for found in passages.values() for p in found if p.document)
        self.acts = [self._act(acts[iri], passages[iri]) for iri in told]

    def record(self) -> dict[str, Any]:
        """Return things, acts, passages, texts and documents as the page's scripts read them.

        Things are numbered on the way, so they are packed last.
        """
        documents = [self._document(iri) for iri in sorted(self.documents)]
        given = [self.texts] if isinstance(self.texts, SourceText) else self.texts or ()
        read = [{"document": self.number(text.document), "text": text.text} for text in given]
        languages = self._labels()
        return {
            "acts": columns(self.acts, _ACT),
            "passages": columns(self.passages, _PASSAGE),
            "documents": documents,
            "texts": read,
            "languages": languages,
            "things": columns(self.things, _THING),
        }

    def title(self) -> str:
        """Return the label of the document that most acts rest on, and how many more there are.

        Example:
            >>> import relgraph
            >>> graph = relgraph.open()
            >>> Content(graph, relgraph.project(graph, "actors"), None).title()
            "News report on the Special Foreign Ministers' Meeting, and 1 more document"
        """
        name = self.network.graph.get("name", "acts and things")
        if not self.documents:
            return f"Network: {name}"
        most = min(self.documents, key=lambda document: (-self.documents[document], document))
        label, more = str(self.things[self.number(most)]["label"]), len(self.documents) - 1
        return f"{label}, and {counted(more, 'more document')}" if more else label

    def number(self, iri: str) -> int:
        """Return the number of a thing, which is added where it is not there yet.

        Args:
            iri: The IRI of a thing, or ``_:`` and the label of a blank node.

        Returns:
            Its place in :attr:`things`.
        """
        if iri not in self._numbers:
            thing = self.graph.thing(iri)
            node = self.network.nodes[iri] if iri in self.network else {}
            kind = str(node.get("kind", thing.kind))
            act = self.graph.acts.get(iri)
            label = self.graph.act_label(act) if act else str(node.get("label", thing.label))
            self._numbers[iri] = len(self.things)
            self.things.append(
                {
                    **_name(iri),
                    "label": label,
                    "aliases": list(node.get("aliases", thing.aliases)),
                    "kind": self.kind_label(kind),
                    "style": self._style(kind),
                }
            )
        return self._numbers[iri]

    def _style(self, kind: str) -> str:
        if kind in KINDS:
            return kind
        above = self.ontology.ancestors(self._class_of.get(kind, ""))
        return next((local_name(term) for term in above if local_name(term) in KINDS), "")

    def kind_label(self, kind: str) -> str:
        """Return what a kind is called, by its local name."""
        named = KINDS[kind].label if kind in KINDS else ""
        return named or self._term(self._class_of.get(kind, str(RG[kind])))

    def _term(self, iri: str) -> str:
        """Return the label of a class, property or controlled value."""
        return first_label(iri, (bundled_ontology(), self.graph), self.graph.labelling) or local_name(iri)

    def _labels(self) -> dict[str, Any]:
        """Return the labels of things by language, ``null`` where there is none; none where all are in one."""
        found: dict[str, dict[int, str]] = {}
        for iri, number in self._numbers.items():
            for language, label in labels_by_language(self.graph, iri, self.graph.labelling).items():
                found.setdefault(language, {})[number] = label
        tags = sorted(tag for tag in found if tag)
        if len(tags) < 2:
            return {}
        return {tag: packed([found[tag].get(number) for number in range(len(self.things))]) for tag in tags}

    def _describe(self, iri: str) -> None:
        """Add to a node what the data says of it beside acts and direct relations."""
        thing = self.things[self.number(iri)]
        if iri.startswith("_:"):
            return
        facts: dict[str, list[Any]] = {}
        for quad in self.graph.oxigraph.quads_for_pattern(ox.NamedNode(iri), None, None):
            predicate, value = quad.predicate.value, quad.object
            if not predicate.startswith(str(RG)) or predicate in self.ontology.relations:
                continue
            if predicate in (str(RG.evidence), str(RG.editorialNote), str(RG.sha256)):
                continue
            if isinstance(value, ox.Literal):
                facts.setdefault(predicate, []).append(value.value)
            elif isinstance(value, ox.NamedNode):
                controlled = labels_of(bundled_ontology(), value.value)
                told = self._term(value.value) if controlled else self.number(value.value)
                facts.setdefault(predicate, []).append(told)
        thing["facts"] = [
            [self._term(predicate), sorted(values, key=str)] for predicate, values in sorted(facts.items())
        ]
        thing["notes"] = texts(self.graph, iri, str(RG.editorialNote)) + [
            note
            for term in (DCTERMS.description, SKOS.definition)
            for note in texts(self.graph, iri, str(term))
        ]
        evidence = read_passages(self.graph, texts(self.graph, iri, str(RG.evidence)))
        thing["passages"] = self._passages(evidence)
        thing |= left_out(passages=evidence)

    def _act(self, act: Act, passages: Sequence[Passage]) -> dict[str, Any]:
        def several(iris: Iterable[str]) -> list[int]:
            return [self.number(iri) for iri in iris]

        told_by = (act.said_by, *sorted({passage.document for passage in passages}))
        if told_by not in self._tellings:
            self._tellings[told_by] = telling(self.graph, self.ontology, act, passages)
        manner, tellers = self._tellings[told_by]
        until = days_of(act.until)
        return {
            **_name(act.iri),
            # An act without a label goes by what it says, which the page puts together itself.
            "label": next(iter(labels_of(self.graph, act.iri, self.graph.labelling)), ""),
            "relation": self._relation(act.relation),
            "actors": several(act.actors),
            "objects": several(act.objects),
            "recipients": several(act.recipients),
            "event": self.number(act.event) if act.event else None,
            "date": act.date,
            **days_of(act.date),
            "over": until.get("last"),
            "published": act.dated_by == "publication",
            "place": self.number(act.place) if act.place else None,
            "codes": several(act.codes),
            "weight": act.weight,
            "intensity": act.intensity,
            "modality": word(act.modality) if act.modality else "",
            "negative": act.negative,
            "certainty": local_name(act.certainty) if act.certainty else "",
            "speaker": self.number(act.said_by) if act.said_by else None,
            "manner": manner,
            "tellers": several(tellers),
            "background": act.background,
            "concerns": several(self._told["concerns"].get(act.iri, ())),
            "topics": several(self._topics(act)),
            "takes": several(self.taken_part_in(act.relation, act.objects)),
            "inferred": several(self._told["inferredFrom"].get(act.iri, ())),
            "attributes": [[name, list(values)] for name, values in act.attributes],
            "notes": list(self._told["notes"].get(act.iri, ())),
            "passages": self._passages(passages),
            **left_out(passages=passages),
        }

    def _topics(self, act: Act) -> list[str]:
        """Return what the act, its objects or the acts among these concern."""
        concerns = self._told["concerns"]
        return sorted({topic for iri in (act.iri, *act.objects) for topic in concerns.get(iri, ())})

    def _relation(self, iri: str) -> str:
        relation = self.ontology.relations.get(iri)
        return relation.label if relation else local_name(iri)

    def _passages(self, passages: Sequence[Passage]) -> list[int]:
        """Return the numbers of the first passages of a list."""
        found = []
        for passage in passages[:LISTED]:
            if passage not in self._passage_numbers:
                self._passage_numbers[passage] = len(self.passages)
                self.passages.append(self._passage(passage))
            found.append(self._passage_numbers[passage])
        return found

    def _passage(self, passage: Passage) -> dict[str, Any]:
        record: dict[str, Any] = {"document": self.number(passage.document) if passage.document else None}
        record |= {name: told for name in ("fragment", "exact") if (told := getattr(passage, name))}
        if passage.start is not None and passage.end is not None:
            record |= {"start": passage.start, "end": passage.end}
        if text := text_for(passage, self.texts):
            if note := missing_words(passage, text):
                record["note"] = note
            for start, end in () if note else text.places(passage):
                record |= {"start": start, "end": end}
        return record

    def _document(self, iri: str) -> dict[str, Any]:
        """Return what the page says of a document beside its label: hash, date and licence, and its kind."""

        def first(term: Any) -> str:
            return next(iter(texts(self.graph, iri, str(term))), "")

        kinds = texts(self.graph, iri, str(RDF.type))
        return {
            "thing": self.number(iri),
            "passages": self.documents[iri],
            "sha256": first(RG.sha256),
            "published": first(RG.publishedOn),
            "licence": first(DCTERMS.license),
            "report": any(str(RG.Report) in self.ontology.ancestors(kind) for kind in kinds),
            "link": iri if iri.startswith(("http://", "https://")) else "",
        }


def _evidence(graph: KnowledgeGraph) -> TripleIndex:
    """Return what a graph says of passages, so that those of many acts are looked up in memory."""
    predicates = (
        *map(str, (OA.hasSource, OA.hasSelector, OA.start, OA.end, OA.exact, OA.prefix, OA.suffix)),
        str(RDF.value), str(RG.sha256),
    )  # fmt: skip
    kinds = graph.oxigraph.quads_for_pattern(
        None, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(OA.DataPositionSelector))
    )
    found = (graph.oxigraph.quads_for_pattern(None, ox.NamedNode(one), None) for one in predicates)
    return TripleIndex(chain(kinds, *found))


def _name(iri: str) -> dict[str, str]:
    """Return an IRI in two parts, of which the first recurs."""
    cut = max(iri.rfind(mark) for mark in "/#:") + 1
    return {"space": iri[:cut], "name": iri[cut:]}
