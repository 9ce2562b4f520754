"""Folds: the acts of one graph as the edges of one projection, and the networks of any choice of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from relgraph.errors import ProjectionError
from relgraph.late_imports import LateLibrary
from relgraph.model.acts import Act
from relgraph.model.read_graph import ReadGraph
from relgraph.model.sources import documents_of
from relgraph.model.statements import text_of
from relgraph.projection.act_patterns import SOURCES_OF_ACTS
from relgraph.projection.catalogue import Projection
from relgraph.projection.counting import Counting
from relgraph.projection.edge_list import EdgeList, edge_list, modes_of
from relgraph.projection.links import Edge
from relgraph.projection.network import (
    DescribedEdge,
    Network,
    Node,
    described,
    merge_parallel_edges,
    network_of,
    node_of,
    nodes_of,
    shown_in_notebooks,
)
from relgraph.projection.one_mode import tied_by_agreement, tied_by_sharing
from relgraph.projection.stances import standing

if TYPE_CHECKING:
    import networkx as nx
    from scipy import sparse
else:
    nx = LateLibrary("networkx")
    sparse = LateLibrary("scipy.sparse")

Detail: TypeAlias = Literal["acts", "parts", "keys", "counts"]
"""How much a fold tells of acts, the most first."""


@dataclass(frozen=True)
class Fold:
    """The acts of one graph, folded once into the edges of one projection.

    Networks of any choice of these acts are built from it without folding again: the acts of a period, all acts
    but one, a sample with replacement.

    Attributes:
        projection: The entry of the catalogue.
        collectives: ``kept`` or ``resolved``.
        collapsed: Whether its networks have one edge per pair and direction.
        notes: What was left out, in sentences.
        has_attributes: Whether all that a network says of its edges was read: dates, modality, certainty,
            speakers and evidence. Without them the fold can be scored, and nothing else.
        detail: ``acts`` where these are read whole; ``parts`` where their recipients, passages, places and
            codes are not there, ``keys`` where nor are their actors and objects, and ``counts`` where an edge
            stands for several of them and does not tell them apart.
    """

    projection: Projection
    collectives: str
    collapsed: bool
    notes: tuple[str, ...]
    has_attributes: bool
    detail: Detail
    _graph: ReadGraph
    _revision: int
    _edges: tuple[Edge, ...]
    _spoken_for: tuple[Edge, ...]
    _counting: Counting
    _kinds: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the projection."""
        return self.projection.name

    @property
    def graph(self) -> ReadGraph:
        """The graph that was folded.

        Raises:
            ProjectionError: It was changed since, so that the fold is of another graph.
        """
        if self._graph.revision != self._revision:
            raise ProjectionError("the graph was changed after it was folded", "fold it again")
        return self._graph

    def require_attributes(self, what: str) -> None:
        """Refuse a fold for which only what measures read was read.

        Args:
            what: What needs more than that, for the message.

        Raises:
            ProjectionError: The fold has no attributes.

        Example:
            >>> import relgraph
            >>> relgraph.fold_files(name="actors", attributes=False).has_attributes
            False
            >>> relgraph.fold_files(name="actors").require_attributes("a timeline")
        """
        if not self.has_attributes:
            raise ProjectionError(
                f"{what} needs the dates, certainty and evidence of acts, which were not read: this fold can "
                "only be scored",
                "fold the files with them: relgraph.fold_files(FILE, name=...), without attributes=False",
            )

    def require_acts(self, what: str, least: Detail = "keys") -> None:
        """Refuse a fold whose edges were counted where the statements are, and that tells too little of acts.

        Args:
            what: What needs to tell acts apart, for the message.
            least: How much of them it needs.

        Raises:
            ProjectionError: The fold tells less.

        Example:
            >>> import relgraph
            >>> relgraph.fold(relgraph.open(), "actors").require_acts("a bootstrap")
        """
        order = get_args(Detail)
        if order.index(self.detail) > order.index(least):
            lacks = "acts one by one" if self.detail == "counts" else "more of acts than what they link"
            raise ProjectionError(
                f"{what} needs {lacks}, and these were counted where they are",
                f'fold them so that it is there: relgraph.fold(graph, name, detail="{least}")',
            )

    @cached_property
    def units(self) -> dict[str, Act | None]:
        """What is counted and can be chosen, in the order of the edges.

        An act by its IRI (speech acts folded into it go with it), or ``None`` for a direct relation that no act
        stands behind, by ``"SUBJECT RELATION OBJECT"``. Where the fold has no attributes, an act has only what
        the projection asked for.
        """
        return {edge.unit: edge.acts[0] if edge.acts else None for edge in self._edges}

    @cached_property
    def pairs(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The pairs of nodes that each unit links, before a network of two modes is projected onto one."""
        found: dict[str, dict[tuple[str, str], None]] = {}
        for edge in self._edges:
            found.setdefault(edge.unit, {})[edge.source, edge.target] = None
        return {unit: tuple(pairs) for unit, pairs in found.items()}

    @cached_property
    def acts_by_unit(self) -> dict[str, int]:
        """How many acts each unit stands for, an act being one for each pair that it links.

        That is what both those who read acts and those who have them counted can know.
        """
        found = dict.fromkeys(self.units, 0)
        for edge in self._edges:
            found[edge.unit] += edge.counted or 1
        return found

    @cached_property
    def dates(self) -> dict[str, str]:
        """When each unit is dated, see :class:`~relgraph.model.acts.Act`; ``""`` where it has no date.

        Raises:
            ProjectionError: The fold has no attributes, dates among them.
        """
        self.require_attributes("when acts are dated")
        return {edge.unit: edge.date for edge in self._edges}

    @cached_property
    def sources(self) -> dict[str, tuple[str, ...]]:
        """The documents that each unit rests on, in IRI order; none for a direct relation.

        Raises:
            ProjectionError: The fold has no attributes, or its acts were counted, or are blank nodes elsewhere.
        """
        self.require_attributes("what acts rest on")
        self.require_acts("what acts rest on")
        graph, found = self.graph, dict[str, set[str]]()
        if self.detail == "acts":
            evidence = {unit: act.evidence if act else () for unit, act in self.units.items()}
            behind = documents_of(graph, graph.ontology, {each for of in evidence.values() for each in of})
            found = {unit: set[str]().union(*(behind[each] for each in of)) for unit, of in evidence.items()}
        else:
            if any(unit.startswith("_:") for unit in self.units):
                raise ProjectionError(
                    "acts that are blank nodes cannot be asked for what they rest on",
                    "fetch all of the graph and fold that: relgraph.fold(relgraph.fetch(graph), name)",
                )
            for act, document in graph.rows(SOURCES_OF_ACTS):
                if act and document:
                    found.setdefault(text_of(act), set()).add(text_of(document))
        return {unit: tuple(sorted(found.get(unit, ()))) for unit in self.units}

    @cached_property
    def _described(self) -> tuple[DescribedEdge, ...]:
        return tuple(described(edge, self._counting.chair_weight) for edge in self._edges)

    @cached_property
    def _whole(self) -> Network:
        network = self._network(self._described)
        nx.freeze(network)
        return shown_in_notebooks(network)

    @cached_property
    def _nodes(self) -> tuple[Node, ...]:
        if self._is_plain:
            return nodes_of(self._graph, self.projection, self._edges)
        return tuple((node, dict(data)) for node, data in self._whole.nodes(data=True))

    @property
    def _is_plain(self) -> bool:
        """Whether each edge of the projection is one of its networks, which weighs what it weighs."""
        return not (self.projection.is_of_pairs or self.collapsed)

    def network(self, counts: Mapping[str, float] | None = None) -> Network:
        """Return the network of all units, or of a choice of them.

        Args:
            counts: How often each unit counts, which multiplies its weight. A unit that is not there, or counts
                0, is left out; the nodes are those of the whole network all the same, so that networks of
                different choices can be compared node by node.

        Returns:
            The network of all units, which is built once: its structure is frozen, and its attributes are not
            to be changed either; or a new one of the choice.

        Raises:
            ProjectionError: The graph was changed after it was folded, or the fold has no attributes.

        Example:
            >>> import relgraph
            >>> folded = relgraph.fold(relgraph.open(), "actors")
            >>> first = next(iter(folded.units))
            >>> folded.network({first: 2.0}).number_of_edges() <= folded.network().number_of_edges()
            True
        """
        self.graph  # noqa: B018 - refuses where it was changed
        self.require_attributes("a network")
        if counts is None:
            return self._whole
        chosen = [item for item in self._described if counts.get(item.edge.unit, 0) > 0]
        return self._network(chosen, counts, self._nodes)

    def spoken_for(self) -> Network | None:
        """Return what speech acts would draw, did their contents not stand for them.

        A speech act and its content are one edge, that of the content. Where a filter leaves the content out,
        the speech act is an edge of its own.

        Returns:
            A new network of these edges and the nodes that they link. The attribute ``instead`` of an edge has
            the contents, by IRI: the edge belongs to the network of a choice of acts that has ``acts[0]`` and
            none of these. ``None`` where the edges of the fold are merged.

        Raises:
            ProjectionError: The graph was changed after it was folded, or the fold has no attributes.

        Example:
            >>> import relgraph
            >>> said = relgraph.fold(relgraph.open(), "full").spoken_for()
            >>> all(data["instead"] for *_, data in said.edges(data=True))
            True
        """
        if not self._is_plain:
            return None
        graph = self.graph
        self.require_attributes("a network")
        edges = [described(edge, self._counting.chair_weight) for edge in self._spoken_for]
        for item in edges:
            item.attributes["instead"] = item.edge.instead
        return network_of(graph, self.projection, edges)

    def edge_list(self, counts: NDArray[np.float64] | None = None) -> EdgeList:
        """Return what measures read of the network of all units, or of a choice of them.

        No network is built where its edges are those of the units, or where pairs are tied by what they share
        (``co-participation``): only weights are counted anew. One is built for ``stances``, ``agreement`` and
        ``co-membership``, and for collapsed edges.

        Args:
            counts: How often each unit counts, in the order of ``units``; see :meth:`network`.

        Returns:
            The edge list of that network.

        Raises:
            ProjectionError: The graph was changed after it was folded.

        Example:
            >>> import relgraph
            >>> folded = relgraph.fold(relgraph.open(), "actors")
            >>> len(folded.edge_list()) == folded.network().number_of_edges()
            True
        """
        self.graph  # noqa: B018 - refuses where it was changed
        if self._is_plain:
            return self._plain_edges if counts is None else self._plain_edges.chosen(counts[self._unit_of_edge])
        if self._ties_are_weights:
            return self._ties_by_sharing(counts)
        if counts is None:
            return edge_list(self._whole)
        by_unit = dict(zip(self.units, counts.tolist(), strict=True))
        chosen = [item for item in self._described if by_unit[item.edge.unit] > 0]
        return edge_list(self._network(chosen, by_unit, self._nodes))

    @property
    def _ties_are_weights(self) -> bool:
        ties = self.projection.one_mode
        return ties is not None and not (ties.compared or ties.while_both_last or self.projection.stances)

    @cached_property
    def _unit_of_edge(self) -> NDArray[np.int64]:
        """The place of the unit of each edge among ``units``."""
        place = {unit: number for number, unit in enumerate(self.units)}
        return np.array([place[edge.unit] for edge in self._edges], dtype=np.int64)

    @cached_property
    def _plain_edges(self) -> EdgeList:
        nodes = sorted(self._nodes, key=itemgetter(0))
        place = {node: number for number, (node, _) in enumerate(nodes)}
        edges, presiding = self._edges, self._counting.chair_weight
        weight = np.array(
            [
                edge.relation.weight
                * (presiding if edge.relation.presiding else 1.0)
                * (edge.acts[0].weight if edge.acts else 1.0)
                for edge in edges
            ],
            dtype=np.float64,
        )
        return EdgeList(
            nodes=tuple(place),
            attributes=(attributes := [data for _, data in nodes]),
            mode=modes_of(attributes),
            about=self._about(),
            source=np.array([place[edge.source] for edge in edges], dtype=np.int64),
            target=np.array([place[edge.target] for edge in edges], dtype=np.int64),
            weight=weight,
            adverse=weight * np.array([edge.sign == "adverse" for edge in edges], dtype=np.bool_),
            one_way=np.array([edge.directed for edge in edges], dtype=np.bool_),
            mirror=np.zeros(len(edges), dtype=np.bool_),
            acts=np.array([edge.counted or 1 for edge in edges], dtype=np.int64),
        )

    @cached_property
    def _incidence(self) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """The sources, in order; for each edge the places of source and target, and what its part counts."""
        sources = sorted({edge.source for edge in self._edges})
        targets = sorted({edge.target for edge in self._edges})
        row, column = ({name: place for place, name in enumerate(names)} for names in (sources, targets))
        presiding = self._counting.chair_weight
        return (
            tuple(sources),
            np.array([row[edge.source] for edge in self._edges], dtype=np.int64),
            np.array([column[edge.target] for edge in self._edges], dtype=np.int64),
            np.array([presiding if edge.relation.presiding else 1.0 for edge in self._edges], dtype=np.float64),
        )

    @cached_property
    def _tied_sources(self) -> NDArray[np.int64]:
        """The places of the sources that any target ties."""
        place = {source: number for number, source in enumerate(self._incidence[0])}
        return np.array([place[node] for node in self._ties_by_sharing(None).nodes], dtype=np.int64)

    def _ties_by_sharing(self, counts: NDArray[np.float64] | None) -> EdgeList:
        """Tie sources by the targets that they share, each as the most counted of its acts there."""
        sources, row, column, part = self._incidence
        share = part if counts is None else part * counts[self._unit_of_edge]
        order = np.lexsort((share, column, row))
        row, column, share = row[order], column[order], share[order]
        most = np.append((row[1:] != row[:-1]) | (column[1:] != column[:-1]), True) & (share > 0)
        shape = len(sources), int(column.max(initial=0)) + 1
        shares = sparse.csr_array((share[most], (row[most], column[most])), shape=shape)
        ties = sparse.triu(shares @ shares.T, k=1, format="coo")
        tied = np.unique(np.concatenate([ties.row, ties.col])) if counts is None else self._tied_sources
        nodes = [node_of(self._graph, sources[place]) for place in tied.tolist()]
        return EdgeList(
            nodes=tuple(node for node, _ in nodes),
            attributes=(attributes := [data for _, data in nodes]),
            mode=modes_of(attributes),
            about=self._about(),
            source=np.searchsorted(tied, ties.row),
            target=np.searchsorted(tied, ties.col),
            weight=ties.data.astype(np.float64),
            adverse=np.zeros(len(ties.data)),
            one_way=np.zeros(len(ties.data), dtype=np.bool_),
            mirror=np.zeros(len(ties.data), dtype=np.bool_),
        )

    def _network(
        self,
        edges: Sequence[DescribedEdge],
        counts: Mapping[str, float] | None = None,
        nodes: Sequence[Node] = (),
    ) -> Network:
        graph, projection = self._graph, self.projection
        notes: tuple[str, ...] = ()
        if projection.stances:
            edges, left_out = standing(graph, edges, counts, apart=self.collapsed and not projection.one_mode)
            counts, notes = None, left_out
        if projection.one_mode is None:
            network = network_of(graph, projection, edges, counts, nodes)
        elif projection.one_mode.compared:
            network = tied_by_agreement(graph, projection.one_mode, edges, self._counting, nodes)
        else:
            network = tied_by_sharing(graph, projection.one_mode, edges, counts, nodes)
        if self.collapsed and network.is_multigraph():
            network = merge_parallel_edges(network, graph.ontology.attributes.values())
        network.graph.update(self._about((*notes, *network.graph.get("notes", ()))))
        return network

    def _about(self, notes: Sequence[str] = ()) -> dict[str, Any]:
        """Return what a network says of itself; ``notes`` are those of the network alone."""
        return {
            "name": self.name,
            "weight_unit": self.projection.weight,
            "direction": self.projection.direction,
            "collectives": self.collectives,
            "notes": (*self.notes, *notes),
            "kinds": self._kinds,
        }
