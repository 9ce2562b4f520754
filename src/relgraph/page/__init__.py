"""Render: a network as one HTML page that works from disk, without a network.

pyvis holds nodes, edges and options and fills the template; the page draws them with the vis-network script
that pyvis ships. Template, style and script are relgraph's own (``page/static/``): pyvis's own page fetches
from a CDN and writes labels unescaped. Positions are computed here, so that the page opens at once and two
people who talk about it see the same picture.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pyoxigraph as ox
from rdflib import DCTERMS, SKOS

from relgraph.analysis import MEASURES, centrality
from relgraph.model.acts import Act
from relgraph.model.labels import labels_of
from relgraph.model.namespaces import RG, local_name, word
from relgraph.model.ontology import bundled_ontology
from relgraph.model.sources import Passage, SourceText, read_passages, read_source
from relgraph.model.statements import texts
from relgraph.projection import PROJECTIONS, Network
from relgraph.store import KnowledgeGraph

_Record: TypeAlias = "dict[str, Any]"

_KINDS: dict[str, tuple[str, str, str]] = {
    "State": ("dot", "blue", ""),
    "Organization": ("square", "teal", ""),
    "Person": ("triangle", "vermilion", ""),
    "CollectiveActor": ("hexagon", "purple", ""),
    "Actor": ("star", "blue", ""),
    "Meeting": ("diamond", "amber", ""),
    "Anniversary": ("star", "amber", ""),
    "Event": ("dot", "amber", ""),
    "Mechanism": ("triangleDown", "sky", ""),
    "Relationship": ("hexagon", "sky", ""),
    "Office": ("triangle", "sky", ""),
    "Assistance": ("diamond", "slate", ""),
    "Measure": ("square", "slate", ""),
    "Claim": ("triangleDown", "slate", ""),
    "Report": ("star", "brown", ""),
    "Statement": ("square", "brown", ""),
    "Instrument": ("diamond", "brown", ""),
    "Document": ("triangle", "brown", ""),
    "BodyOfLaw": ("hexagon", "brown", ""),
    "Concept": ("dot", "grey", "topic"),
    "Act": ("star", "grey", ""),
    "": ("square", "grey", "of no known kind"),
}
"""Shape, colour in the style sheet, and label where the ontology has none; in the order of the legend.

A class that is not here is drawn as the nearest class above it that is.
"""

_FAMILIES: dict[str, tuple[str, str]] = {
    "cooperative-speech": ("blue", "cooperative words"),
    "cooperative": ("teal", "cooperative deeds and ties"),
    "adverse": ("vermilion", "adverse words and deeds"),
    "speech": ("purple", "statements"),
    "participation": ("amber", "taking part"),
    "neutral": ("slate", "other acts"),
    "bare": ("grey", "stated without an act"),
}
"""Families of relations by what the ontology says of them: colour in the style sheet, label in the legend."""

_DASHES: dict[str, list[int] | bool] = {
    "asserted": False,
    "planned": [12, 6],
    "proposed": [6, 6],
    "wished": [2, 5],
    "needed": [12, 5, 2, 5],
}
"""Dashes of the modalities in canvas units; a modality that is not here is drawn as ``wished``."""

_LABEL_ON_CANVAS = 80
_CONTEXT = 90
"""Code points of a label that are drawn; code points of context around a passage."""


_GAP = 32.0
"""Canvas units that are left free between two nodes, enough for a line of a label."""


def render(
    graph: KnowledgeGraph,
    network: Network,
    *,
    source: str | os.PathLike[str] | None = None,
    size_by: str = "degree",
    title: str | None = None,
) -> str:
    """Return ``network``, projected from ``graph``, as the text of one HTML page.

    The page holds everything that it shows and asks no network for anything. ``source`` is the path of a
    document's text: where its SHA-256 is one that the graph states, the page quotes the passages that acts rest
    on. ``size_by`` names the measure (see :data:`~relgraph.analysis.MEASURES`) that sizes the nodes: a node's
    radius grows with the square root of its score. ``title`` is by default the label of the document on which
    most acts rest.

    The same input gives the same text.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown measure,
    :class:`~relgraph.errors.InputError` for a source that cannot be read,
    :class:`~relgraph.errors.SourceError` for one that is not what the evidence refers to, and
    :class:`~relgraph.errors.ProjectionError` for a network without nodes.
    """
    # pyvis loads IPython, which no other stop of the road needs.
    from pyvis.network import Network as VisNetwork  # noqa: PLC0415

    text = read_source(graph, source) if source is not None else None
    scores = centrality(network, [size_by])
    content = _Content(graph, network, text)
    radii = _radii(network, {row[1]: row[4][0] for row in scores.rows})
    places = _layout(network, radii)

    page = VisNetwork(directed=True, heading=_clean(title or content.title())[:300])
    for row in sorted(scores.rows, key=lambda row: content.number(row[1])):
        rank, iri, _, _, (score, *_) = row  # a measure of several columns sizes by its first
        thing = content.things[content.number(iri)]
        label = _clean(thing["label"]) or " "
        page.add_node(
            content.number(iri),
            label=label if len(label) <= _LABEL_ON_CANVAS else label[: _LABEL_ON_CANVAS - 1] + "…",
            group=thing["style"],
            shape=_KINDS[thing["style"]][0],
            size=radii[iri],
            x=places[iri][0],
            y=places[iri][1],
            rank=len(scores.rows) if rank is None else rank,
            score=None if math.isnan(score) else float(f"{score:.6g}"),
        )
    for source_iri, target_iri, options in content.edges():
        page.add_edge(content.number(source_iri), content.number(target_iri), **options)

    folder = files("relgraph").joinpath("page", "static")
    scripts = [
        files("pyvis").joinpath("lib", "vis-9.1.2", "vis-network.min.js").read_text(encoding="utf-8"),
        folder.joinpath("page.js").read_text(encoding="utf-8"),
    ]
    style = folder.joinpath("page.css").read_text(encoding="utf-8")
    page.set_template_dir(str(folder), "page.html")
    page.templateEnv.autoescape = True
    page.templateEnv.filters["json"] = _json
    page.templateEnv.globals.update(
        scripts=scripts,
        style=style,
        script_hashes=" ".join(_csp_hash(script) for script in scripts),
        style_hash=_csp_hash(style),
        about=_about(network, size_by, scores.warnings),
        content=content.record(),
        quoted=text is not None,
    )
    return str(page.generate_html())


def _json(value: object) -> str:
    """Return JSON that may stand in a script element: no markup, and only ASCII."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _csp_hash(text: str) -> str:
    """Return the source expression that lets exactly ``text`` run (Content Security Policy Level 3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _clean(text: str) -> str:
    """Return ``text`` on one line, without control and direction-changing characters."""
    kept = ("" if unicodedata.category(char) in ("Cc", "Cf") and not char.isspace() else char for char in text)
    return " ".join("".join(kept).split())


def _about(network: Network, size_by: str, warnings: Iterable[str]) -> _Record:
    """Return what the page says of the network as a whole."""
    about = network.graph
    projection = PROJECTIONS.get(about.get("name", ""))
    rows = [
        ("Nodes", projection.nodes if projection else ""),
        ("Edges", projection.edges if projection else ""),
        ("Left out", projection.drops if projection else ""),
        ("Weight", about.get("weight_unit", "")),
        ("Direction", about.get("direction", "")),
        ("Collectives", about.get("collectives", "")),
        ("Size", f"{size_by}: {MEASURES[size_by].meaning}"),
        ("Notes", "; ".join(about.get("notes", ()))),
    ]
    return {
        "projection": str(about.get("name", "")),
        "nodes": network.number_of_nodes(),
        "edges": network.number_of_edges(),
        "measure": size_by,
        "collectives": str(about.get("collectives", "")),
        "rows": [row for row in rows if row[1]],
        "warnings": list(warnings),
    }


class _Content:
    """What the page tells: things, acts and passages, each with a number by which the others refer to it.

    The nodes of the network are the first things, in the order of their IRIs, and have the same number as
    nodes. Acts are numbered in the order in which their sources tell them.
    """

    def __init__(self, graph: KnowledgeGraph, network: Network, text: SourceText | None) -> None:
        self.graph, self.network, self.text = graph, network, text
        self.ontology = graph.ontology
        self._class_of = {local_name(iri): iri for iri in sorted(self.ontology.parents, reverse=True)}
        self._numbers: dict[str, int] = {}
        self.things: list[_Record] = []
        for node in sorted(network):
            self.number(node)
        for node in sorted(network):
            self._describe(node)

        acts = graph.acts
        named = {iri for *_, data in network.edges(data=True) for iri in data.get("acts", ())}
        passages = {iri: read_passages(graph, acts[iri].evidence) for iri in sorted(named & acts.keys())}
        told = sorted(
            passages,
            key=lambda iri: (
                acts[iri].background,
                [(p.document, p.start or 0) for p in passages[iri]][:1],
                iri,
            ),
        )
        self._acts = {iri: place for place, iri in enumerate(told)}
        self.documents = Counter(p.document for found in passages.values() for p in found if p.document)
        self.acts = [self._act(acts[iri], passages[iri]) for iri in told]

    def record(self) -> _Record:
        return {
            "things": self.things,
            "acts": self.acts,
            "kinds": [
                {"style": style, "shape": shape, "hue": hue} for style, (shape, hue, _) in _KINDS.items()
            ],
            "families": [
                {"name": name, "hue": hue, "label": label} for name, (hue, label) in _FAMILIES.items()
            ],
            "dashes": _DASHES,
        }

    def title(self) -> str:
        """Return the label of the document on which most acts rest."""
        if not self.documents:
            return f"Network: {self.network.graph.get('name', 'acts and things')}"
        most = min(self.documents, key=lambda document: (-self.documents[document], document))
        return str(self.things[self.number(most)]["label"])

    def number(self, iri: str) -> int:
        """Return the number of a thing, which is added where it is not there yet."""
        if iri not in self._numbers:
            thing = self.graph.thing(iri)
            node = self.network.nodes[iri] if iri in self.network else {}
            kind = str(node.get("kind", thing.kind))
            style = self._style(kind)
            self._numbers[iri] = len(self.things)
            self.things.append(
                {
                    "iri": iri,
                    "label": str(node.get("label", thing.label)),
                    "aliases": list(node.get("aliases", thing.aliases)),
                    "kind": self._kind_label(kind),
                    "style": style,
                }
            )
        return self._numbers[iri]

    def _style(self, kind: str) -> str:
        if kind in _KINDS:
            return kind
        above = self.ontology.ancestors(self._class_of.get(kind, ""))
        return next((local_name(term) for term in above if local_name(term) in _KINDS), "")

    def _kind_label(self, kind: str) -> str:
        named = _KINDS.get(kind, ("", "", ""))[2]
        return named or self._term(self._class_of.get(kind, str(RG[kind])))

    def _term(self, iri: str) -> str:
        """Return the label of a class, property or controlled value."""
        return next(iter(labels_of(bundled_ontology(), iri)), None) or self.graph.thing(iri).label

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
                told = controlled[0] if controlled else self.number(value.value)
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
        thing["passages"] = [self._passage(passage) for passage in evidence]

    def _act(self, act: Act, passages: Iterable[Passage]) -> _Record:
        def several(iris: Iterable[str]) -> list[int]:
            return [self.number(iri) for iri in iris]

        return {
            "thing": self.number(act.iri),
            "relation": self._relation(act.relation),
            "actors": several(act.actors),
            "objects": several(act.objects),
            "recipients": several(act.recipients),
            "event": self.number(act.event) if act.event else None,
            "date": act.date,
            "modality": word(act.modality),
            "certainty": local_name(act.certainty) if act.certainty else "",
            "speaker": self.number(act.said_by) if act.said_by else None,
            "background": act.background,
            "concerns": several(texts(self.graph, act.iri, str(RG.concerns))),
            "inferred": several(texts(self.graph, act.iri, str(RG.inferredFrom))),
            "notes": texts(self.graph, act.iri, str(RG.editorialNote)),
            "passages": [self._passage(passage) for passage in passages],
        }

    def _relation(self, iri: str) -> str:
        relation = self.ontology.relations.get(iri)
        return relation.label if relation else local_name(iri)

    def _passage(self, passage: Passage) -> _Record:
        record: _Record = {"document": self.number(passage.document) if passage.document else None}
        if passage.fragment:
            record["fragment"] = passage.fragment
        if passage.start is not None and passage.end is not None:
            record["start"], record["end"] = passage.start, passage.end
            quote = self.text.quote(passage) if self.text else ""
            if self.text and quote:
                before = self.text.text[max(0, passage.start - _CONTEXT) : passage.start]
                after = self.text.text[passage.end : passage.end + _CONTEXT]
                # Context that was cut begins and ends at a word, as long as there is a blank to cut at.
                if passage.start > _CONTEXT:
                    before = re.sub(r"^\S*\s", "", before)
                if passage.end + _CONTEXT < len(self.text.text):
                    after = re.sub(r"\s\S*$", "", after)
                record["quote"] = [before.lstrip(), quote, after.rstrip()]
        return record

    def edges(self) -> list[tuple[str, str, _Record]]:
        """Return the edges with what vis-network draws of them and the page tells of them.

        Edges between the same two nodes bend apart, evenly to both sides of the straight line.
        """
        two_mode = nx.get_node_attributes(self.network, "bipartite")
        directed = self.network.is_directed()
        found = [
            # An undirected network hands on either end first; who takes part comes before what in.
            (b, a, data) if not directed and (two_mode.get(a, 0), a) > (two_mode.get(b, 0), b) else (a, b, data)
            for a, b, data in self.network.edges(data=True)
        ]
        found.sort(key=lambda edge: edge[:2])
        beside = Counter(frozenset(edge[:2]) for edge in found)
        drawn: Counter[frozenset[str]] = Counter()
        edges = []
        for source, target, data in found:
            pair = frozenset((source, target))
            place = drawn[pair] - (beside[pair] - 1) / 2
            drawn[pair] += 1
            if source > target:
                place = -place  # the sides of an edge are told from its own start
            modality = data.get("modality", "")
            family = self._family(data)
            edges.append(
                (
                    source,
                    target,
                    {
                        "arrows": "to" if directed and data.get("directed", True) else "",
                        "dashes": _DASHES.get(modality, _DASHES["wished"]) if modality else False,
                        "width": round(min(8.0, 1.4 * math.sqrt(float(data.get("weight", 1.0)))), 2),
                        "bend": round(place * min(0.16, 1.2 / beside[pair]), 3),
                        "family": family,
                        "relation": str(data.get("label", data.get("relation", ""))),
                        "modality": modality,
                        "certainty": data.get("certainty", ""),
                        "acts": [self._acts[iri] for iri in data.get("acts", ()) if iri in self._acts],
                        "events": [self.number(iri) for iri in data.get("events", ())],
                    },
                )
            )
        return edges

    def _family(self, data: _Record) -> str:
        relation = self.ontology.relation(str(data.get("relation", "")))
        if data.get("events") or (relation and "participation" in relation.projections):
            return "participation"
        if not data.get("acts"):
            return "bare"
        sign = data.get("sign", "neutral")
        speech = relation is not None and relation.speech_act
        if sign == "cooperative":
            return "cooperative-speech" if speech else "cooperative"
        if sign == "adverse":
            return "adverse"
        return "speech" if speech else "neutral"


def _radii(network: Network, scores: dict[str, float]) -> dict[str, float]:
    """Return the radius of each node: 30 for the highest score, areas in proportion to scores, at least 5."""
    high = max((score for score in scores.values() if score > 0), default=1.0)
    return {
        node: round(max(5.0, 30 * math.sqrt(scores[node] / high)), 1) if scores[node] > 0 else 5.0
        for node in network
    }


def _layout(network: Network, radii: dict[str, float]) -> dict[str, tuple[int, int]]:
    """Return a place for each node, in whole canvas units.

    Distances follow shortest paths. Neighbours with many edges between them stand farther apart, so that each
    edge can be told from the next, and nodes that would touch are pushed apart.
    """
    nodes = sorted(network)
    number = {node: place for place, node in enumerate(nodes)}
    between = Counter((number[min(a, b)], number[max(a, b)]) for a, b in network.edges() if a != b)
    ends = np.array(sorted(between), dtype=int).reshape(-1, 2)
    sizes = np.array([radii[node] for node in nodes])
    bundles = np.array([between[a, b] for a, b in ends.tolist()], dtype=float)
    lengths = sizes[ends].sum(axis=1) + _GAP + np.minimum(180, 14 * bundles)
    points = _by_paths(len(nodes), ends, lengths)
    points[:, 0] *= 1.25  # a screen is wider than high
    points = _pushed_apart(points, sizes, ends, lengths)
    return {node: (round(float(x)), round(float(y))) for node, (x, y) in zip(nodes, points, strict=True)}


def _by_paths(count: int, ends: Any, lengths: Any) -> Any:
    """Return ``count`` points whose distances are near the lengths of shortest paths over the links.

    Up to 600 nodes by stress majorization from a circle (Gansner, Koren and North 2005), more by scaling from
    600 pivots (Brandes and Pich 2007). Components lie side by side.
    """
    # scipy takes as long to load as the rest of the package, and nothing but drawing needs these parts of it.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import shortest_path  # noqa: PLC0415

    links = csr_array((lengths, tuple(ends.T)), shape=(count, count))
    pivots = np.unique(np.linspace(0, count - 1, min(count, 600)).astype(int))
    paths = shortest_path(links, directed=False, indices=pivots)
    reached = np.isfinite(paths)
    half = np.where(reached, paths, 0).max(axis=0) / 2 + _GAP
    paths = np.where(reached, paths, half[pivots, None] + half[None, :])
    turn = 2 * np.pi * np.arange(count) / count
    circle = np.column_stack([np.cos(turn), np.sin(turn)]) * paths.max() / 2
    if count == len(pivots):
        return _majorized(circle, paths)
    # Nodes with the same neighbours fall together; a little of the circle takes them apart.
    return _scaled(paths) + 0.04 * circle


def _majorized(points: Any, paths: Any) -> Any:
    """Lower the stress of ``points``: the squared errors of their distances, each relative to its path."""
    weights = np.divide(1.0, paths**2, out=np.zeros_like(paths), where=paths > 0)
    inverse = np.linalg.inv(np.diag(weights.sum(axis=1)) - weights + 1 / len(points))
    for _ in range(200):
        apart = points[:, None] - points[None, :]
        distances = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-9)
        pull = -weights * paths / distances
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        points = inverse @ (pull @ points)
    return points


def _scaled(paths: Any) -> Any:
    """Return the two leading axes of the nodes' distances from the pivots, one row of ``paths`` a pivot."""
    squares = paths**2
    centred = (squares.mean(axis=0) + squares.mean(axis=1, keepdims=True) - squares.mean() - squares) / 2
    _, vectors = np.linalg.eigh(centred @ centred.T)
    axes = [centred.T @ vector * np.sign(vector[np.abs(vector).argmax()]) for vector in vectors.T[:-3:-1]]
    return np.column_stack([axis / np.sqrt(np.linalg.norm(axis)) for axis in axes])


def _pushed_apart(points: Any, sizes: Any, ends: Any, lengths: Any) -> Any:
    """Move nodes until none touch and neighbours (``ends``) stand about ``lengths`` apart, or for a while."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - see above

    for _ in range(150):
        pairs = cKDTree(points).query_pairs(2 * float(sizes.max()) + _GAP, output_type="ndarray")
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        wanted = np.concatenate([sizes[pairs].sum(axis=1) + _GAP, 0.9 * lengths])
        a, b = np.concatenate([pairs, ends]).T
        apart = points[b] - points[a]
        distance = np.maximum(np.hypot(apart[:, 0], apart[:, 1]), 1e-6)
        close = wanted - distance > 0.5
        if not close.any():
            break
        shift = (apart / distance[:, None] * (wanted - distance)[:, None] / 2)[close]
        moves, pushes = np.zeros_like(points), np.zeros(len(points))
        for side, sign in ((b[close], 1), (a[close], -1)):
            np.add.at(moves, side, sign * shift)
            np.add.at(pushes, side, 1)
        # The root lies between the sum, which throws a hub out, and the mean, which leaves a crowd crowded.
        points = points + moves / np.sqrt(np.maximum(pushes, 1))[:, None]
    return points
