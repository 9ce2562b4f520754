"""Content: what the page tells of things, acts and passages, and of the network as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, SKOS

from relgraph.analysis import MEASURES
from relgraph.exporting.cutting import LISTED
from relgraph.model.acts import Act
from relgraph.model.citations import Texts, missing_words, text_for
from relgraph.model.labels import first_label, labels_of
from relgraph.model.namespaces import RG, local_name, word
from relgraph.model.ontology import bundled_ontology
from relgraph.model.sources import Passage, read_passages
from relgraph.model.statements import texts
from relgraph.model.telling import telling
from relgraph.page.legend import KINDS
from relgraph.projection import PROJECTIONS, Network
from relgraph.store import KnowledgeGraph

_CONTEXT = 90
"""Code points of context around a passage."""


NOT = "not: "
"""What stands before the relation of an act or an edge that did not take place."""


def left_out(**lists: Sequence[Any]) -> dict[str, dict[str, int]]:
    """Return how many items of long lists the page leaves out.

    Args:
        lists: The lists by the name that they have in a record, of each of which it has the first
            :data:`~relgraph.exporting.cutting.LISTED`.

    Returns:
        What the record has of it: ``more`` with a number for each list that is cut, and nothing where none is.

    Example:
        >>> left_out(acts=range(30), events=range(3)), left_out(acts=range(3))
        ({'more': {'acts': 5}}, {})
    """
    more = {name: len(items) - LISTED for name, items in lists.items() if len(items) > LISTED}
    return {"more": more} if more else {}


class Content:
    """What the page tells: things, acts and passages, each with a number by which the others refer to it.

    The nodes of the network are the first things, in the order of their IRIs, and have the same number as
    nodes. Acts are numbered in the order in which their sources tell them.

    Attributes:
        graph: The graph that the network is projected from.
        network: The network that is drawn.
        texts: The texts that passages are quoted from.
        ontology: The relations and classes of the ontology and of ``graph``.
        things: What the page tells of each thing, by number.
        acts: What the page tells of each act, by number.
        act_numbers: The number of each act by its IRI; only those that an edge lists on the page have one.
        documents: How many passages each document has, by IRI.

    Example:
        >>> import relgraph
        >>> graph = relgraph.open()
        >>> content = Content(graph, relgraph.project(graph, "actors"), None)
        >>> content.title()
        "News report on the Special Foreign Ministers' Meeting"
        >>> thing = content.things[content.number("https://w3id.org/relgraph/id/state/russia")]
        >>> thing["label"], thing["kind"]
        ('Russia', 'state')
    """

    def __init__(self, graph: KnowledgeGraph, network: Network, texts: Texts) -> None:
        """Read what ``graph`` says of the nodes and edges of ``network``."""
        self.graph, self.network, self.texts = graph, network, texts
        self.ontology = graph.ontology
        self._class_of = {local_name(iri): iri for iri in sorted(self.ontology.parents, reverse=True)}
        self._numbers: dict[str, int] = {}
        self.things: list[dict[str, Any]] = []
        for node in sorted(network):
            self.number(node)
        for node in sorted(network):
            self._describe(node)

        acts = graph.acts
        named = {iri for *_, data in network.edges(data=True) for iri in data.get("acts", ())[:LISTED]}
        passages = {iri: read_passages(graph, acts[iri].evidence) for iri in sorted(named & acts.keys())}
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
        """Return things and acts as the page's scripts read them."""
        return {"things": self.things, "acts": self.acts}

    def title(self) -> str:
        """Return the label of the document on which most acts rest, or one from the projection's name."""
        if not self.documents:
            return f"Network: {self.network.graph.get('name', 'acts and things')}"
        most = min(self.documents, key=lambda document: (-self.documents[document], document))
        return str(self.things[self.number(most)]["label"])

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
            style = self._style(kind)
            act = self.graph.acts.get(iri)
            label = self.graph.act_label(act) if act else str(node.get("label", thing.label))
            self._numbers[iri] = len(self.things)
            self.things.append(
                {
                    "iri": iri,
                    "label": label,
                    "aliases": list(node.get("aliases", thing.aliases)),
                    "kind": self.kind_label(kind),
                    "style": style,
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
        thing["passages"] = [self._passage(passage) for passage in evidence[:LISTED]]
        thing |= left_out(passages=evidence)

    def _act(self, act: Act, passages: Sequence[Passage]) -> dict[str, Any]:
        def several(iris: Iterable[str]) -> list[int]:
            return [self.number(iri) for iri in iris]

        manner, tellers = telling(self.graph, self.ontology, act, passages)
        return {
            "thing": self.number(act.iri),
            "relation": self._relation(act.relation),
            "actors": several(act.actors),
            "objects": several(act.objects),
            "recipients": several(act.recipients),
            "event": self.number(act.event) if act.event else None,
            "date": act.date,
            "published": act.dated_by == "publication",
            "place": self.number(act.place) if act.place else None,
            "codes": several(act.codes),
            "weight": act.weight,
            "intensity": act.intensity,
            "modality": word(act.modality),
            "polarity": act.polarity,
            "certainty": local_name(act.certainty) if act.certainty else "",
            "told": {"manner": manner, "tellers": several(tellers)},
            "concerns": several(texts(self.graph, act.iri, str(RG.concerns))),
            "inferred": several(texts(self.graph, act.iri, str(RG.inferredFrom))),
            "notes": texts(self.graph, act.iri, str(RG.editorialNote)),
            "passages": [self._passage(passage) for passage in passages[:LISTED]],
            **left_out(passages=passages),
        }

    def _relation(self, iri: str) -> str:
        relation = self.ontology.relations.get(iri)
        return relation.label if relation else local_name(iri)

    def _passage(self, passage: Passage) -> dict[str, Any]:
        record: dict[str, Any] = {"document": self.number(passage.document) if passage.document else None}
        record |= {name: told for name in ("fragment", "exact") if (told := getattr(passage, name))}
        if passage.start is not None and passage.end is not None:
            record |= {"start": passage.start, "end": passage.end}
        if text := text_for(passage, self.texts):
            if note := missing_words(passage, text):
                record["note"] = note
            for start, end in () if note else text.places(passage):
                record |= {"start": start, "end": end, "quote": _in_context(text.text, start, end)}
        return record


def _in_context(text: str, start: int, end: int) -> list[str]:
    """Return what stands before a passage, its words and what stands after it."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    # Context that was cut begins and ends at a word, as long as there is a blank to cut at.
    if start > _CONTEXT:
        before = re.sub(r"^\S*\s", "", before)
    if end + _CONTEXT < len(text):
        after = re.sub(r"\s\S*$", "", after)
    return [before.lstrip(), text[start:end], after.rstrip()]


def about(network: Network, size_by: str, warnings: Iterable[str], notes: Iterable[str] = ()) -> dict[str, Any]:
    """Return what the page says of the network as a whole.

    Args:
        network: A network from :func:`~relgraph.projection.project`.
        size_by: The measure that sizes the nodes.
        warnings: What the scores cannot say on this network.
        notes: What is to be said of the page itself.

    Returns:
        The name of the projection, numbers of nodes and edges, and ``rows`` of a term and its explanation.

    Example:
        >>> import relgraph
        >>> said = about(relgraph.project(relgraph.open(), "actors"), "degree", [])
        >>> said["projection"], said["rows"][0][0]
        ('actors', 'Nodes')
    """
    said = network.graph
    projection = PROJECTIONS.get(said.get("name", ""))
    rows = [
        ("Nodes", projection.nodes if projection else ""),
        ("Edges", projection.edges if projection else ""),
        ("Left out", projection.drops if projection else ""),
        ("Weight", said.get("weight_unit", "")),
        ("Direction", said.get("direction", "")),
        ("Collectives", said.get("collectives", "")),
        ("Size", f"{size_by}: {MEASURES[size_by].meaning}"),
        ("Notes", "; ".join((*said.get("notes", ()), *notes))),
    ]
    return {
        "projection": str(said.get("name", "")),
        "nodes": network.number_of_nodes(),
        "edges": network.number_of_edges(),
        "measure": size_by,
        "collectives": str(said.get("collectives", "")),
        "rows": [row for row in rows if row[1]],
        "warnings": list(warnings),
    }
