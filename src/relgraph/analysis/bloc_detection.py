"""Blocs: groups of nodes that are tied more closely to each other than to the rest, and how firm they are."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from relgraph.analysis.collapsing import collapse, modes
from relgraph.analysis.partitions import Partition, similarity_to_runs
from relgraph.analysis.structural_balance import Balance, balance
from relgraph.errors import ProjectionError, unknown_name
from relgraph.late_imports import LateLibrary
from relgraph.model.strengths import LEAST
from relgraph.projection import PROJECTIONS, Network, one_mode_of
from relgraph.projection.edge_list import signed_parts, strength_of
from relgraph.records import to_csv, to_frame, to_html, to_json
from relgraph.wording import counted

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = LateLibrary("networkx")

if TYPE_CHECKING:
    import pandas as pd


SEED = 0
"""Where the random orders of the nodes start by default."""

RUNS = 100
"""How often blocs are searched for by default."""


class BlocRow(NamedTuple):
    """A node and its bloc.

    Attributes:
        bloc: The number of the bloc; the largest is 1.
        iri: The node.
        label: Its label.
        kind: Its kind.
        stability: The share of runs in which it falls together with another node of its bloc, on average over
            these; of a node that is a bloc by itself, the share of runs in which it is alone.
    """

    bloc: int
    iri: str
    label: str
    kind: str
    stability: float


@dataclass(frozen=True)
class Blocs:
    """The blocs of one network.

    Attributes:
        rows: The nodes by bloc, the largest first, ties by the first label; in a bloc by label.
        modularity: That of the blocs; nan where no two nodes are linked.
        agreement: The mean adjusted Rand index between runs (Hubert and Arabie 1985): 1 where all runs agree,
            0 where no more than by chance; nan for a single run.
        balance: The balance of signed ties, where an edge is adverse or the projection is one of signs.
        method: What was done, in sentences.
        warnings: What the blocs cannot say, in sentences.

    Example:
        >>> import relgraph
        >>> found = blocs(relgraph.project(relgraph.open(), "co-participation"), runs=10)
        >>> found.rows[0].bloc, found.of[found.rows[0].iri]
        (1, 1)
    """

    rows: tuple[BlocRow, ...]
    modularity: float
    agreement: float
    balance: Balance | None
    method: tuple[str, ...]
    warnings: tuple[str, ...]
    _nodes: tuple[str, ...]
    _runs: tuple[tuple[Partition, int], ...]

    @cached_property
    def of(self) -> dict[str, int]:
        """The number of the bloc of each node, by IRI."""
        return {row.iri: row.bloc for row in self.rows}

    def together(self, first: str, second: str) -> float:
        """Return how often two nodes fall into one bloc.

        Args:
            first: The IRI of a node.
            second: The IRI of a node.

        Returns:
            The share of runs, 0 to 1.

        Raises:
            KeyError: There is no such node.

        Example:
            >>> network = nx.Graph([("a", "b"), ("c", "d")])
            >>> found = blocs(network, runs=5)
            >>> found.together("a", "b"), found.together("a", "c")
            (1.0, 0.0)
        """
        place = {node: index for index, node in enumerate(self._nodes)}
        a, b = place[first], place[second]
        shared = sum(times for run, times in self._runs if run[a] == run[b])
        return shared / sum(times for _, times in self._runs)

    def records(self) -> list[dict[str, str | int | float]]:
        """Return the rows as dicts, with the keys bloc, label, kind, stability and iri."""
        return [
            {
                "bloc": row.bloc,
                "label": row.label,
                "kind": row.kind,
                "stability": row.stability,
                "iri": row.iri,
            }
            for row in self.rows
        ]

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook."""
        return to_html(
            self.records(), f"Blocs, modularity {self.modularity:.3g}", (*self.warnings, *self.method)
        )

    def to_csv(self) -> str:
        """Return the records as CSV with a header; ``--blocs`` of ``relgraph centrality`` reads it.

        Example:
            >>> blocs(nx.Graph(["ab"]), runs=5).to_csv().splitlines()
            ['bloc,label,kind,stability,iri', '1,a,,1.0,a', '1,b,,1.0,b']
        """
        return to_csv(self.records(), ["bloc", "label", "kind", "stability", "iri"])

    def to_json(self) -> str:
        """Return a JSON object: method, warnings, modularity, agreement, nodes, balance; nan as null."""
        content: dict[str, Any] = {
            "method": self.method,
            "warnings": self.warnings,
            "modularity": self.modularity,
            "agreement": self.agreement,
            "nodes": self.records(),
            "balance": None,
        }
        if self.balance is not None:
            content["balance"] = {
                "share": self.balance.share,
                "triads": [
                    {"nodes": triad.nodes, "signs": triad.signs, "balanced": triad.balanced}
                    for triad in self.balance.triads
                ],
                "ambivalent": self.balance.ambivalent,
                "frustrated": [{"nodes": (a, b), "sign": sign} for a, b, sign in self.balance.frustrated or ()],
            }
        return to_json(content)

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of :meth:`records`.

        Raises:
            OutputError: pandas is not installed.
        """
        return to_frame(self.records())


def blocs(network: Network, *, seed: int = SEED, runs: int = RUNS, resolution: float = 1.0) -> Blocs:
    """Find the blocs of a network by the Louvain method, and how firm they are.

    Each run (Blondel, Guillaume, Lambiotte and Lefebvre 2008) visits the nodes in a random order of its own.
    The blocs returned are those of the run with the highest modularity (Newman and Girvan 2004, with weights
    and resolution); where several have it, those most like the other runs by the adjusted Rand index, then the
    first found. Parallel edges are collapsed, weights summed; neither the directions nor the order of edges
    count. Adverse edges do not bind: they are left out of the search, and counted in the balance; of an edge of
    a collapsed network only the adverse part of its weight is. Nodes without a tie are blocs by themselves.

    Args:
        network: A projection, see :func:`~relgraph.projection.project`, or any network with weights.
        seed: Of the orders; the same seed gives the same blocs.
        runs: How often the search is run.
        resolution: Above 1 for smaller blocs, between 0 and 1 for larger ones.

    Returns:
        The blocs, how far the runs agree on them and, where ties are signed, their balance.

    Raises:
        ProjectionError: A network without nodes, a weight that is not positive, fewer than one run, or a
            resolution that is not a positive number.

    Example:
        >>> network = nx.Graph(["ab", "bc", "ca", "cd", "de", "ef", "fd"])  # two triangles and a bridge
        >>> blocs(network).of
        {'a': 1, 'b': 1, 'c': 1, 'd': 2, 'e': 2, 'f': 2}
    """
    if network.number_of_nodes() == 0:
        raise ProjectionError("the network has no nodes", "project a graph that has acts in it")
    if runs < 1:
        raise ProjectionError(f"{runs} runs cannot find blocs", "give one run or more")
    if not 0 < resolution < math.inf:
        raise ProjectionError(f"the resolution is {resolution:g}; it must be a positive number", "1 is usual")
    adverse = sum(signed_parts(*edge)[1] > 0 for edge in network.edges(data=True))
    even = sum(_is_even(data) for _, _, data in network.edges(data=True))
    bonds = collapse(_bonds(network), directed=False)
    nodes = tuple(bonds)
    numbered = _numbered(bonds)
    found = _louvain(numbered, seed, runs, resolution)
    scores = {run: _modularity(numbered, run, resolution) for run in found}
    similarity = similarity_to_runs(found)
    # Equal up to what rounding leaves is equal.
    best = max(found, key=lambda run: (round(scores[run], 10), round(similarity[run], 10)))
    agreement = math.nan
    if runs > 1:
        pairs = sum(times * (similarity[run] - 1) for run, times in found.items())
        agreement = pairs / (runs * (runs - 1))
    rows = _rows(network, nodes, best, found, runs)
    signed = balance(network, {row.iri: row.bloc for row in rows})
    projection = PROJECTIONS.get(network.graph.get("name", ""))
    has_signs = adverse > 0 or (projection is not None and bool(projection.signs))
    modularity = scores[best] if bonds.number_of_edges() else math.nan
    sizes = Counter(row.bloc for row in rows)
    method = [
        f"projection {network.graph.get('name', '(unnamed)')}: {counted(network.number_of_nodes(), 'node')}, "
        f"{counted(network.number_of_edges(), 'edge')}; "
        f"weight: {network.graph.get('weight_unit', 'as given')}; "
        f"collectives {network.graph.get('collectives', 'kept')}",
        *network.graph.get("notes", ()),
        "parallel edges collapsed, weights summed; directions not read",
        *([_left_out(network, adverse)] if adverse else []),
        *([f"{even} ties with a score of 0 left out of the search for blocs"] if even else []),
        f"Louvain (Blondel et al. 2008), {runs} runs from seed {seed}, resolution {resolution:g}: "
        f"{len(found)} different outcomes, the one of highest modularity kept",
        f"{len(sizes)} blocs, {sum(size == 1 for size in sizes.values())} of them of one node",
        f"modularity (Newman and Girvan 2004): {modularity:.3f}; "
        f"mean adjusted Rand index between runs: {agreement:.3f}",
        "stability: share of runs in which a node falls together with the others of its bloc, on average",
    ]
    if has_signs:
        method += signed.sentences()
    return Blocs(
        rows=rows,
        modularity=modularity,
        agreement=agreement,
        balance=signed if has_signs else None,
        method=tuple(method),
        warnings=tuple(_warnings(network, bonds, modularity, agreement)),
        _nodes=nodes,
        _runs=tuple(found.items()),
    )


def bloc_of(network: Network, by: str | Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the bloc of each node of a network.

    Args:
        network: The network.
        by: ``"louvain"`` (:func:`blocs` with seed 0), the name of a node attribute, or the bloc of each node.

    Returns:
        The bloc of each node by IRI, and what is doubtful about them, in sentences: whether the runs of
        Louvain disagree.

    Raises:
        NameNotFoundError: An attribute that no node has.
        ProjectionError: A node that is given no bloc.

    Example:
        >>> bloc_of(nx.Graph(["ab"]), {"a": "East", "b": "West"})
        ({'a': 'East', 'b': 'West'}, ())
    """
    if not isinstance(by, str):
        missing = sorted(set(network).difference(by))
        if missing:
            raise ProjectionError(
                f"no bloc is given for {missing[0]}" + (f" and {len(missing) - 1} more" if missing[1:] else ""),
                "give every node of the network its bloc",
            )
        return {node: str(by[node]) for node in network}, ()
    if by == "louvain":
        found = blocs(network)
        doubts = (f"brokerage: {_disagreeing(found.agreement)}",) if found.agreement < _FIRM else ()
        return {node: str(bloc) for node, bloc in found.of.items()}, doubts
    known = {name for _, data in network.nodes(data=True) for name in data}
    if by not in known:
        raise unknown_name("node attribute", by, {"louvain", *known})
    return {node: str(value) for node, value in network.nodes(data=by, default="")}, ()


def _numbered(bonds: Network) -> nx.Graph[int]:
    """Return ``bonds`` with numbers for nodes, the same whatever the order in which its edges came.

    Sets of numbers, unlike sets of strings, iterate in the same order in every process. The edges are sorted,
    since Louvain visits neighbours in the order of edges; weights are rounded to 12 digits, since the last
    digits of a sum depend on the order of its terms.
    """
    number = {node: place for place, node in enumerate(bonds)}
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(number.values())
    pairs = (
        (*sorted((number[source], number[target])), data["weight"])
        for source, target, data in bonds.edges(data=True)
    )
    for source, target, weight in sorted(pairs):
        numbered.add_edge(source, target, weight=float(f"{weight:.12g}"))
    return numbered


def _is_even(data: Mapping[str, object]) -> bool:
    """Whether an edge of ``agreement`` says that a pair agrees as often as it disagrees, which binds nobody."""
    return data.get("score") == 0


def _bonds(network: Network) -> Network:
    """Return the network of what is not adverse in each edge, nor even."""
    kept = network.__class__()
    kept.add_nodes_from(network.nodes(data=True))
    for source, target, data in network.edges(data=True):
        adverse = signed_parts(source, target, data)[1]
        if _is_even(data):
            continue
        if not adverse:
            kept.add_edge(source, target, **data)
        elif (rest := strength_of(source, target, data) - adverse) > 0:
            # Rounding may leave a little less than the least strength there is.
            kept.add_edge(source, target, weight=max(rest, LEAST))
    return kept


def _left_out(network: Network, adverse: int) -> str:
    partly = sum(
        0 < signed_parts(source, target, data)[1] < strength_of(source, target, data)
        for source, target, data in network.edges(data=True)
    )
    return f"{adverse} adverse edges left out of the search for blocs" + (
        f", {partly} of them only as far as they are adverse" if partly else ""
    )


def _louvain(network: nx.Graph[int], seed: int, runs: int, resolution: float) -> dict[Partition, int]:
    """Return the different outcomes, in the order found, each with how many runs ended there."""
    draw = random.Random(seed)  # noqa: S311 - an order of nodes, not a secret
    found: Counter[Partition] = Counter()
    for _ in range(runs):
        bloc_by_node: dict[int, int] = {}
        # The stubs know no seed that goes on from run to run.
        communities = nx.community.louvain_communities(
            network,
            weight="weight",
            resolution=resolution,
            seed=draw,  # type: ignore[call-overload]
        )
        for number, community in enumerate(sorted(communities, key=min)):
            bloc_by_node.update(dict.fromkeys(community, number))
        found[tuple(bloc_by_node[node] for node in range(len(network)))] += 1
    return dict(found)


def _modularity(network: nx.Graph[int], run: Partition, resolution: float) -> float:
    if network.number_of_edges() == 0:
        return 0.0
    communities: dict[int, set[int]] = {}
    for node, bloc in enumerate(run):
        communities.setdefault(bloc, set()).add(node)
    return float(nx.community.modularity(network, communities.values(), weight="weight", resolution=resolution))


def _rows(
    network: Network, nodes: tuple[str, ...], best: Partition, found: dict[Partition, int], runs: int
) -> tuple[BlocRow, ...]:
    sizes = Counter(best)
    together = [0] * len(nodes)
    for run, times in found.items():
        cells, alone = Counter(zip(best, run, strict=True)), Counter(run)
        for index, (own, other) in enumerate(zip(best, run, strict=True)):
            if sizes[own] == 1:
                together[index] += times * (alone[other] == 1)
            else:
                together[index] += times * (cells[own, other] - 1)
    label = {node: str(network.nodes[node].get("label", node)) for node in nodes}
    first_label: dict[int, tuple[str, str]] = {}
    for node, bloc in zip(nodes, best, strict=True):
        first_label[bloc] = min(first_label.get(bloc, (label[node], node)), (label[node], node))
    order = sorted(sizes, key=lambda bloc: (-sizes[bloc], first_label[bloc]))
    number = {bloc: place for place, bloc in enumerate(order, start=1)}
    rows = [
        BlocRow(
            number[bloc],
            node,
            label[node],
            str(network.nodes[node].get("kind", "")),
            together[index] / (runs * max(1, sizes[bloc] - 1)),
        )
        for index, (node, bloc) in enumerate(zip(nodes, best, strict=True))
    ]
    return tuple(sorted(rows, key=lambda row: (row.bloc, row.label, row.iri)))


_FIRM = 0.8
"""Mean adjusted Rand index under which runs are said to disagree."""

_MARKED = 0.3
"""Modularity under which Newman and Girvan (2004) rarely see strong community structure."""


def _warnings(network: Network, bonds: Network, modularity: float, agreement: float) -> Iterator[str]:
    if bonds.number_of_edges() == 0:
        yield "no two nodes are tied, so that each is a bloc by itself"
        return
    if modes(bonds):
        yield (
            "the network has two modes, and modularity expects ties within a mode too (Barber 2007); "
            f"{one_mode_of(network.graph.get('name', ''))} has one"
        )
    if modularity < _MARKED:
        yield (
            f"modularity is {modularity:.2f}: ties hardly favour the bloc; networks with marked blocs have "
            "0.3 to 0.7 (Newman and Girvan 2004)"
        )
    if agreement < _FIRM:
        yield f"{_disagreeing(agreement)}; read the stability of each node"


def _disagreeing(agreement: float) -> str:
    return f"the runs disagree (mean adjusted Rand index {agreement:.2f}): other blocs are as good"
