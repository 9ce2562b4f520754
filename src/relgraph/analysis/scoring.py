"""Scoring: how the nodes of a network are scored, and centrality by it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from relgraph.analysis.backbone_extraction import backbone
from relgraph.analysis.bloc_detection import bloc_of
from relgraph.analysis.caveats import caveats
from relgraph.analysis.collapsed_edges import CollapsedEdges, collapsed_edges
from relgraph.analysis.measures import DEFAULT_MEASURES, MEASURES, UndefinedError, Values
from relgraph.analysis.score_table import ScoreRow, Scores, ranked, rounded, values_by_node
from relgraph.errors import ProjectionError, unknown_name
from relgraph.late_imports import LateLibrary
from relgraph.projection import EdgeList, Fold, Network
from relgraph.projection.edge_list import edge_list
from relgraph.wording import counted, listed

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")

Counts: TypeAlias = "NDArray[np.float64]"
"""How often each unit of a fold counts, in the order of its units."""


@dataclass(frozen=True)
class Scoring:
    """How the nodes of a network are scored.

    Attributes:
        measures: Names of measures, see :data:`~relgraph.analysis.MEASURES`. The first ranks.
        blocs: What ``brokerage`` is between: ``"louvain"`` (see :func:`~relgraph.analysis.blocs`, seed 0), the
            name of a node attribute such as ``"kind"``, or the bloc of each node.
        cost_exponent: How measures of paths read strengths as costs: 1 / weight ** exponent, from 0 (steps) to
            2; see :func:`~relgraph.analysis.collapse`.
        backbone: The method of :func:`~relgraph.analysis.backbone` that chooses the ties that are scored; all
            ties are where there is none.
        alpha: The p-value below which the backbone keeps a tie.

    Raises:
        NameNotFoundError: An unknown measure.
        ProjectionError: No measure.

    Example:
        >>> Scoring(("betweenness", "closeness"), cost_exponent=0).measures
        ('betweenness', 'closeness')
    """

    measures: tuple[str, ...] = DEFAULT_MEASURES
    blocs: str | Mapping[str, str] = "louvain"
    cost_exponent: float = 1.0
    backbone: str | None = None
    alpha: float = 0.05

    def __post_init__(self) -> None:
        """Refuse unknown measures, and keep each once."""
        measures = (self.measures,) if isinstance(self.measures, str) else tuple(self.measures)
        for name in measures:
            if name not in MEASURES:
                raise unknown_name("measure", str(name), MEASURES)
        if not measures:
            raise ProjectionError("no measure asked for", f"known: {', '.join(MEASURES)}")
        object.__setattr__(self, "measures", tuple(dict.fromkeys(measures)))

    @property
    def needs_network(self) -> bool:
        """Whether it reads more of a network than the weights and directions of its edges."""
        return self.backbone is not None or "brokerage" in self.measures

    @classmethod
    def of(cls, scoring: Scoring | str | Iterable[str]) -> Scoring:
        """Return what names of measures stand for, where a scoring was asked for.

        Args:
            scoring: A scoring, the name of a measure, or several.

        Returns:
            The scoring as it is, or the one by these measures with all else as by default.

        Raises:
            NameNotFoundError: An unknown measure.
            ProjectionError: No measure.

        Example:
            >>> Scoring.of("degree") == Scoring.of(["degree"]) == Scoring(("degree",))
            True
        """
        if isinstance(scoring, Scoring):
            return scoring
        return cls((scoring,) if isinstance(scoring, str) else tuple(scoring))


def centrality(network: Network | Fold, scoring: Scoring | str | Iterable[str] = DEFAULT_MEASURES) -> Scores:
    """Score every node of a network.

    A measure that is undefined on this network scores ``nan`` and says why in ``warnings``, as does one that
    says little here. Values are rounded to 12 significant digits, below which they differ between machines.

    Args:
        network: A projection, see :func:`~relgraph.projection.project`, or any network with weights; or a fold.
            A network of a fold is built only for a backbone and ``brokerage``, for collapsed edges, and where
            the projection is ``stances``, ``agreement`` or ``co-membership``.
        scoring: How to score, or names of measures.

    Returns:
        The scores, ranked by the first measure.

    Raises:
        NameNotFoundError: An unknown measure, node attribute or backbone method.
        ProjectionError: A network without nodes, with a weight that is not positive, or with a node that has no
            bloc; an exponent or alpha out of range; a fold without attributes for what needs its network.

    Example:
        >>> import relgraph
        >>> network = relgraph.project(relgraph.open(), "actors", collectives="resolve")
        >>> scores = centrality(network, Scoring(("betweenness",), cost_exponent=0))
        >>> scores.rows[0].rank, scores.rows[0].label
        (1, 'Russia')
    """
    how = Scoring.of(scoring)
    of_nodes: Mapping[str, str] = {}
    doubts: tuple[str, ...] = ()
    if isinstance(network, Fold) and not how.needs_network:
        edges = network.edge_list()
    else:
        network = network.network() if isinstance(network, Fold) else network
        if how.backbone is not None and len(network):
            network = backbone(network, how.backbone, alpha=how.alpha)
        if "brokerage" in how.measures and len(network):
            of_nodes, doubts = bloc_of(network, how.blocs)
        edges = edge_list(network)
    if not edges.nodes:
        raise ProjectionError("the network has no nodes", "project a graph that has acts in it")
    scored = measured(edges, how, of_nodes)
    warnings = [*caveats(edges, scored.simple, scored.directed, how.measures, scored.without_value), *doubts]
    for reason, without in scored.undefined.items():
        warnings.append(
            f"{listed(without)} {'is' if len(without) == 1 else 'are'} undefined on this network: {reason}"
        )
    return Scores(
        tuple(scored.values), ranked(edges, scored.values), tuple(_method(edges, how)), tuple(warnings)
    )


@dataclass(frozen=True)
class Measured:
    """What measures say of an edge list.

    Attributes:
        edges: The edge list.
        cost_exponent: How strengths become costs.
        blocs: The bloc of each node, where ``brokerage`` is scored.
        values: The columns of the measures, each with one value per node.
        without_value: For how many nodes a measure has no value, where it could be computed.
        undefined: The measures that could not be computed, by reason.
    """

    edges: EdgeList
    cost_exponent: float
    blocs: Mapping[str, str]
    values: dict[str, Values]
    without_value: dict[str, int]
    undefined: dict[str, list[str]]

    @cached_property
    def simple(self) -> CollapsedEdges:
        """The edges collapsed without directions."""
        return collapsed_edges(self.edges, directed=False, cost_exponent=self.cost_exponent)

    @cached_property
    def directed(self) -> CollapsedEdges:
        """The edges collapsed with directions."""
        found = collapsed_edges(self.edges, directed=True, cost_exponent=self.cost_exponent)
        if not self.blocs:
            return found
        return replace(found, bloc=tuple(self.blocs[node] for node in found.nodes))


def measured(edges: EdgeList, how: Scoring, bloc_of_node: Mapping[str, str] = MappingProxyType({})) -> Measured:
    """Compute the measures of a scoring on an edge list."""
    found = Measured(edges, how.cost_exponent, bloc_of_node, {}, {}, {})
    for measure in (MEASURES[name] for name in how.measures):
        try:
            computed = measure.compute(found.directed if measure.directed else found.simple)
            found.without_value[measure.name] = sum(map(math.isnan, computed[0].values()))
        except (
            UndefinedError, nx.NetworkXException, RuntimeError, ArithmeticError, TypeError, ValueError,
        ) as error:  # fmt: skip
            computed = tuple(dict.fromkeys(edges.nodes, math.nan) for _ in measure.columns)
            found.undefined.setdefault(str(error), []).append(measure.name)
        found.values.update(zip(measure.columns, computed, strict=True))
    return found


def score_alike(network: Network, scoring: Scoring) -> tuple[Scores, Callable[[Network], Scores]]:
    """Score a network, and prepare to score networks of a choice of its acts in the same way.

    ``brokerage`` is between the blocs of the whole network in all of them.

    Args:
        network: The network of all acts.
        scoring: How to score.

    Returns:
        The scores of the network, and a function that scores another one with the same nodes, or some of them.
        Where that one cannot be scored, such as one act, of which no backbone can be told, its scores are
        undefined, with the reason as a warning.

    Raises:
        NameNotFoundError: As :func:`centrality` does, for the whole network.
        ProjectionError: Likewise.

    Example:
        >>> whole, score = score_alike(nx.Graph(["ab", "bc", "ca"]), Scoring(("degree",)))
        >>> whole.value("a", "degree"), score(nx.Graph(["ab"])).value("a", "degree")
        (2.0, 1.0)
    """
    scores = centrality(network, scoring)
    if "brokerage" in scoring.measures:
        whole = network
        if scoring.backbone is not None:
            whole = backbone(network, scoring.backbone, alpha=scoring.alpha)
        scoring = replace(scoring, blocs=bloc_of(whole, scoring.blocs)[0])

    def score(part: Network) -> Scores:
        try:
            return centrality(part, scoring)
        except ProjectionError as error:
            undefined = (math.nan,) * len(scores.measures)
            rows = (
                ScoreRow(None, iri, data["label"], data["kind"], undefined)
                for iri, data in part.nodes(data=True)
            )
            return Scores(scores.measures, tuple(rows), (), (str(error),))

    return scores, score


def rescoring(fold: Fold, scoring: Scoring) -> tuple[Scores, Callable[[Counts], NDArray[np.float64]]]:
    """Score a fold, and prepare to score it with its units counted anew.

    ``brokerage`` is between the blocs of all units. A network is built only where :func:`centrality` does so.

    Args:
        fold: The acts.
        scoring: How to score.

    Returns:
        The scores, and a function that takes how often each unit counts, and returns an array of the nodes, in
        the order of the scores, by the columns: ``nan`` where a score is undefined.

    Raises:
        NameNotFoundError: As :func:`centrality` does, for all units.
        ProjectionError: Likewise.

    Example:
        >>> import relgraph
        >>> fold = relgraph.fold(relgraph.open(), "actors")
        >>> scores, values_of = rescoring(fold, Scoring(("strength",)))
        >>> twice = values_of(np.full(len(fold.units), 2.0))
        >>> bool(twice[0, 0] == 2 * scores.rows[0].values[0])
        True
    """
    if scoring.needs_network:
        scores, score = score_alike(fold.network(), scoring)
        nodes = [row.iri for row in scores.rows]

        def values_of_network(counts: Counts) -> NDArray[np.float64]:
            by_unit = dict(zip(fold.units, counts.tolist(), strict=True))
            return values_by_node(score(fold.network(by_unit)), nodes)

        return scores, values_of_network
    scores = centrality(fold, scoring)
    nodes = [row.iri for row in scores.rows]
    undefined = np.full((len(nodes), len(scores.measures)), math.nan)

    def values_of(counts: Counts) -> NDArray[np.float64]:
        try:
            columns = list(measured(fold.edge_list(counts), scoring).values.values())
        except ProjectionError:
            return undefined
        return np.array([[rounded(column[node]) for column in columns] for node in nodes], dtype=np.float64)

    return scores, values_of


def _method(edges: EdgeList, how: Scoring) -> Iterator[str]:
    about = edges.about
    yield (
        f"projection {about.get('name', '(unnamed)')}: {counted(len(edges.nodes), 'node')}, "
        f"{counted(len(edges), 'edge')}; direction: {about.get('direction', 'as given')}; "
        f"weight: {about.get('weight_unit', 'as given')}; collectives {about.get('collectives', 'kept')}"
    )
    yield from about.get("notes", ())
    modes_left_out = sum(data.get("bipartite") == 1 for data in edges.attributes)
    if about.get("kinds") and modes_left_out:
        others = counted(modes_left_out, "node")
        yield f"ranked {listed(about['kinds'])} alone, not the {others} of the other mode"
    yield "parallel edges collapsed, weights summed"
    paths = [name for name in how.measures if MEASURES[name].paths]
    if paths:
        cost = "1/weight" if how.cost_exponent == 1 else f"1/weight^{how.cost_exponent:g}"
        cost = cost if how.cost_exponent else "1, whatever its weight"
        yield f"cost of an edge on a path ({', '.join(paths)}): {cost}"
    if "brokerage" in how.measures:
        by = how.blocs if isinstance(how.blocs, str) else "as given"
        yield f"blocs that brokerage is between: {by}" + (
            " (best of 100 runs, seed 0)" if by == "louvain" else ""
        )
    for name in how.measures:
        yield (
            f"{name}: {MEASURES[name].meaning}"
            + ("; directions read" if MEASURES[name].directed else "; directions not read")
        )


def refuse_unfolded(fold: object) -> None:
    """Refuse what is no fold, such as a network."""
    if not isinstance(fold, Fold):
        raise ProjectionError(
            f"a {type(fold).__name__} was given, not a Fold", "fold the graph first: relgraph.fold(graph, name)"
        )
