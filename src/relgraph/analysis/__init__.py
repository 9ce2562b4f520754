"""Analyse: centrality of the nodes of a projection, with what was done and what the numbers cannot say.

Every measure is NetworkX's. Parallel edges are first collapsed into one edge with summed weights, since
several measures refuse or misread a multigraph; self-loops are left out. Weights are strengths, so path
measures read 1 / weight as the cost of an edge.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from relgraph.errors import OutputError, ProjectionError, unknown_name
from relgraph.projection import Network

if TYPE_CHECKING:
    import pandas as pd

_Values: TypeAlias = "dict[str, float]"


@dataclass(frozen=True)
class Measure:
    """A centrality measure: its name, what one unit of it is, and how it is computed.

    ``directed`` measures read the collapsed network with its directions (an undirected edge counts both ways),
    the others read it without. ``compute`` takes that network and returns a value a node.
    """

    name: str
    meaning: str
    directed: bool
    compute: Callable[[Network], _Values]


def _strength(network: Network) -> _Values:
    return {node: float(value) for node, value in network.degree(weight="weight")}


def _neighbours(network: Network) -> _Values:
    return {node: float(value) for node, value in network.degree()}


def _in_degree(network: Network) -> _Values:
    return {node: float(len(set(network.predecessors(node)))) for node in network}  # type: ignore[attr-defined]


def _out_degree(network: Network) -> _Values:
    return {node: float(len(set(network.successors(node)))) for node in network}  # type: ignore[attr-defined]


def _betweenness(network: Network) -> _Values:
    # Whole costs, in billionths: sums of fractions such as 1/5 would break the ties of equal paths.
    whole = network.copy()
    for _, _, data in whole.edges(data=True):
        data["cost"] = max(1, round(1e9 * data["cost"]))
    return dict(nx.betweenness_centrality(whole, normalized=True, weight="cost"))


def _closeness(network: Network) -> _Values:
    return dict(nx.closeness_centrality(network, distance="cost"))


def _eigenvector(network: Network) -> _Values:
    if len(network) < 3:
        # The sparse solver needs more nodes than eigenvectors and one; a power iteration does not.
        return dict(nx.eigenvector_centrality(network, weight="weight", max_iter=1000))
    return dict(nx.eigenvector_centrality_numpy(network, weight="weight"))


def _pagerank(network: Network) -> _Values:
    return dict(nx.pagerank(network, alpha=0.85, weight="weight"))


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("degree", "number of neighbours", False, _neighbours),
        Measure("in-degree", "number of nodes with an edge to it", True, _in_degree),
        Measure("out-degree", "number of nodes with an edge from it", True, _out_degree),
        Measure("strength", "sum of the weights of its edges", False, _strength),
        Measure(
            "betweenness",
            "share of shortest paths between others that pass through it (Freeman 1977), cost 1/weight, 0 to 1",
            False,
            _betweenness,
        ),
        Measure(
            "closeness",
            "reciprocal of the mean distance to the nodes in reach, scaled by their share "
            "(Freeman 1979; Wasserman and Faust 1994), cost 1/weight",
            False,
            _closeness,
        ),
        Measure(
            "eigenvector",
            "weighted ties to nodes that score high themselves (Bonacich 1972), Euclidean norm 1",
            False,
            _eigenvector,
        ),
        Measure(
            "pagerank",
            "share of time of a random walk along weighted edges, damping 0.85 (Page et al. 1999), sum 1",
            True,
            _pagerank,
        ),
    )
}
"""The measures, by name."""

DEFAULT_MEASURES = ("degree", "strength", "betweenness", "pagerank")


@dataclass(frozen=True)
class Scores:
    """Scores of the nodes of one network.

    ``measures`` are the column names, ``rows`` are (rank, iri, label, kind, values), highest first value first,
    ties by label; nodes with equal first value share a rank ("1224" ranking). ``method`` says in sentences
    what was done, ``warnings`` what the numbers cannot say on this network.
    """

    measures: tuple[str, ...]
    rows: tuple[tuple[int, str, str, str, tuple[float, ...]], ...]
    method: tuple[str, ...]
    warnings: tuple[str, ...]

    def top(self, count: int) -> Scores:
        """Return the first ``count`` rows, and the rows that share the rank of the last of them."""
        last = self.rows[count - 1][0] if 0 < count <= len(self.rows) else len(self.rows)
        kept = tuple(row for row in self.rows if row[0] <= last) if count > 0 else ()
        return Scores(self.measures, kept, self.method, self.warnings)

    def value(self, iri: str, measure: str) -> float:
        """Return one score; raises :class:`KeyError` for a node or measure that is not there."""
        column = self.measures.index(measure)
        return {row[1]: row[4][column] for row in self.rows}[iri]

    def records(self) -> list[dict[str, str | int | float]]:
        """Return the rows as dicts: rank, label, kind, one key a measure, iri."""
        return [
            {
                "rank": rank,
                "label": label,
                "kind": kind,
                **dict(zip(self.measures, values, strict=True)),
                "iri": iri,
            }
            for rank, iri, label, kind, values in self.rows
        ]

    def to_csv(self) -> str:
        """Return CSV with a header, floats as short as they read back exact."""
        out = io.StringIO()
        columns = ["rank", "label", "kind", *self.measures, "iri"]
        writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(self.records())
        return out.getvalue()

    def to_json(self) -> str:
        """Return a JSON object with ``method``, ``warnings`` and ``scores``: a list of records, nan as null."""
        scores = [
            {
                name: None if isinstance(value, float) and math.isnan(value) else value
                for name, value in record.items()
            }
            for record in self.records()
        ]
        content = {"method": self.method, "warnings": self.warnings, "scores": scores}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of :meth:`records`. Raises OutputError where pandas is not installed."""
        try:
            import pandas as pd  # noqa: PLC0415 - an extra
        except ImportError:
            raise OutputError(
                "a data frame needs pandas, which is not installed", "pip install 'relgraph[pandas]'"
            ) from None
        return pd.DataFrame.from_records(self.records())


def centrality(network: Network, measures: Iterable[str] = DEFAULT_MEASURES) -> Scores:
    """Score every node of ``network`` (from :func:`~relgraph.projection.project`) by each of ``measures``.

    Values are rounded to 12 significant digits, below which they differ between machines. A measure that is
    undefined on this network scores ``nan`` and says why in ``warnings``.

    Raises :class:`~relgraph.errors.NameNotFoundError` for an unknown measure and
    :class:`~relgraph.errors.ProjectionError` for a network without nodes or with a weight that is not positive.
    """
    names = tuple(dict.fromkeys(measures))
    for name in names:
        if name not in MEASURES:
            raise unknown_name("measure", name, MEASURES)
    if not names:
        raise ProjectionError("no measure asked for", f"known: {', '.join(MEASURES)}")
    if network.number_of_nodes() == 0:
        raise ProjectionError("the network has no nodes", "project a graph that has acts in it")
    collapsed = {directed: collapse(network, directed=directed) for directed in (False, True)}
    warnings = list(_warnings_about(network, collapsed[False], names))
    values: dict[str, _Values] = {}
    for name in names:
        try:
            values[name] = MEASURES[name].compute(collapsed[MEASURES[name].directed])
        except (nx.NetworkXException, ArithmeticError, TypeError, ValueError) as error:
            values[name] = dict.fromkeys(network, float("nan"))
            warnings.append(f"{name} is undefined on this network: {error}")
    return Scores(names, _ranked(network, names, values), tuple(_method(network, names)), tuple(warnings))


def collapse(network: Network, *, directed: bool) -> Network:
    """Return ``network`` as a Graph or DiGraph with one edge a pair, ``weight`` summed and ``cost`` 1/weight.

    An edge with ``directed`` false counts once in a Graph and both ways in a DiGraph. Self-loops are left out.
    """
    simple: Network = nx.DiGraph() if directed else nx.Graph()
    simple.add_nodes_from(sorted(network))
    for source, target, data in network.edges(data=True):
        weight = float(data.get("weight", 1.0))
        if not 1e-6 <= weight <= 1e6:
            raise ProjectionError(
                f"the edge {source} to {target} has weight {weight:g}; strengths must be positive, 1e-6 to 1e6",
                "correct rg:weight of its relation, or leave the relation out",
            )
        if source == target:
            continue
        ways = [(source, target)]
        if directed and not data.get("directed", network.is_directed()):
            ways.append((target, source))
        for a, b in ways:
            before = simple.edges[a, b]["weight"] if simple.has_edge(a, b) else 0.0
            simple.add_edge(a, b, weight=before + weight)
    for _, _, data in simple.edges(data=True):
        data["cost"] = 1.0 / data["weight"]
    return simple


def _ranked(
    network: Network, names: tuple[str, ...], values: dict[str, _Values]
) -> tuple[tuple[int, str, str, str, tuple[float, ...]], ...]:
    def rounded(value: float) -> float:
        if math.isnan(value):
            return value
        # What is left of zero after rounding errors is zero, and not a rank of its own.
        return float(f"{value:.12g}") if abs(value) > 1e-12 else 0.0

    scored = []
    for node in network:
        label = str(network.nodes[node].get("label", node))
        kind = str(network.nodes[node].get("kind", ""))
        scored.append((node, label, kind, tuple(rounded(values[name][node]) for name in names)))
    scored.sort(key=lambda row: (math.isnan(row[3][0]), -row[3][0], row[1], row[0]))
    rows = []
    rank, previous = 0, math.inf
    for place, (node, label, kind, score) in enumerate(scored, start=1):
        if score[0] != previous and not (math.isnan(score[0]) and math.isnan(previous)):
            rank, previous = place, score[0]
        rows.append((rank, node, label, kind, score))
    return tuple(rows)


def _method(network: Network, names: tuple[str, ...]) -> list[str]:
    about = network.graph
    sentences = [
        f"projection {about.get('name', '(unnamed)')}: {network.number_of_nodes()} nodes, "
        f"{network.number_of_edges()} edges; direction: {about.get('direction', 'as given')}; "
        f"weight: {about.get('weight_unit', 'as given')}; collectives {about.get('collectives', 'kept')}",
        *about.get("notes", ()),
        "parallel edges collapsed, weights summed",
    ]
    sentences += [
        f"{name}: {MEASURES[name].meaning}"
        + ("; directions read" if MEASURES[name].directed else "; directions not read")
        for name in names
    ]
    return sentences


_NEAR_COMPLETE = 0.9
"""Density from which an unweighted measure can no longer tell nodes apart."""


def _warnings_about(network: Network, simple: Network, names: tuple[str, ...]) -> Iterable[str]:
    count = simple.number_of_nodes()
    if simple.number_of_edges() == 0:
        yield "no two nodes are linked, so no measure says anything"
        return
    two_mode = any("bipartite" in data for _, data in network.nodes(data=True))
    components = nx.number_connected_components(simple)
    if "degree" in names and count > 2 and nx.density(simple) >= _NEAR_COMPLETE:
        yield (
            f"the network is nearly complete (density {nx.density(simple):.2f}), so degree hardly tells "
            "nodes apart; strength reads the weights"
        )
    if two_mode and {"closeness", "eigenvector", "pagerank"} & set(names):
        yield (
            "the network has two modes: compare actors with actors and events with events only; "
            "co-participation links actors to actors"
        )
    if two_mode and {"in-degree", "out-degree"} & set(names):
        yield "the network has no directions: in-degree and out-degree both equal degree; use degree"
    if components > 1 and "eigenvector" in names:
        yield (
            f"the network falls into {components} components: eigenvector is not unique there; "
            "pagerank is defined on each"
        )
    if components > 1 and "closeness" in names:
        yield f"the network falls into {components} components: closeness counts only the nodes in reach"
    if "betweenness" in names and count < 3:
        yield "betweenness needs three nodes; it is 0 for fewer"
