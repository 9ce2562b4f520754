"""How commands score: a backbone, blocs, the cost of paths, and the fold that is scored."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import relgraph
from relgraph.cli.choices import BACKBONES
from relgraph.cli.options import OneOf, open_for, projection_arguments
from relgraph.cli.terminal import busy
from relgraph.errors import InputError

if TYPE_CHECKING:
    from relgraph.model.read_graph import ReadGraph
    from relgraph.projection import Detail, EdgeList, Fold, Network

_F = TypeVar("_F", bound=Callable[..., Any])


def backbone_options(command: _F) -> _F:
    """Add ``--backbone`` and ``--alpha``: keep only the ties that stand out."""
    options = [
        click.option(
            "--backbone",
            type=OneOf("backbone method", BACKBONES),
            help="Keep only the ties that are stronger than the strengths of their ends account for.",
        ),
        click.option(
            "--alpha",
            type=click.FloatRange(0, 1, min_open=True),
            metavar="A",
            help="The p-value below which --backbone keeps a tie. Default: 0.05.",
        ),
    ]
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


def scoring_options(command: _F) -> _F:
    """Add ``--blocs`` and ``--cost-exponent``: how measures read blocs and weights."""
    options = [
        click.option(
            "--blocs",
            default="louvain",
            show_default=True,
            metavar="louvain|kind|FILE",
            help="What brokerage is between: Louvain blocs, kinds of node, or a CSV file with the columns "
            "bloc and iri (or label), such as relgraph blocs -f csv writes.",
        ),
        click.option(
            "--cost-exponent",
            type=click.FloatRange(0, 2),
            default=1.0,
            show_default=True,
            metavar="E",
            help="A path pays 1/weight^E for an edge; with 0 every edge is one step.",
        ),
    ]
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


def projected(
    graph: ReadGraph | tuple[str, ...], *, backbone: str | None, alpha: float | None, **options: Any
) -> Network:
    """Return the projection of a graph, or of files, that the options of one and of a backbone ask for."""
    alpha = _alpha(backbone, alpha)
    arguments = projection_arguments(**options)
    if isinstance(graph, tuple):
        graph = open_for(graph, **arguments)
    with busy("counting" if graph.counts else "folding"):
        network = relgraph.project(graph, **arguments)
    return network if backbone is None else relgraph.backbone(network, backbone, alpha=alpha)


def folded(
    graph: ReadGraph | tuple[str, ...],
    measures: tuple[str, ...],
    *,
    attributes: bool = True,
    detail: Detail = "counts",
    backbone: str | None,
    alpha: float | None,
    blocs: str,
    cost_exponent: float,
    **options: Any,
) -> tuple[Fold, relgraph.Scoring]:
    """Return the fold of a graph, or of files, that the options ask for, and how its networks are scored.

    Without ``attributes`` the fold has no network, unless the scoring needs one; ``detail`` is how much of acts
    it tells at least.
    """
    from relgraph.projection import refuse_empty

    scoring = relgraph.Scoring(measures, "louvain", cost_exponent, backbone, _alpha(backbone, alpha))
    arguments = projection_arguments(**options)
    if isinstance(graph, tuple):
        graph = open_for(graph, attributes=attributes or scoring.needs_network, **arguments)
    with busy("counting" if graph.counts and detail != "acts" else "folding"):
        fold = relgraph.fold(graph, **arguments, detail=detail if graph.counts else "acts")
    edges = fold.edge_list()
    refuse_empty(fold.name, edges.nodes, edges.about["notes"])
    by = blocs if blocs in ("louvain", "kind") else _read_blocs(blocs, edges)
    return fold, replace(scoring, blocs=by)


def _alpha(backbone: str | None, alpha: float | None) -> float:
    if backbone is None and alpha is not None:
        raise click.UsageError("--alpha says how --backbone decides; give both")
    return 0.05 if alpha is None else alpha


def _read_blocs(name: str, edges: EdgeList) -> dict[str, str]:
    """Return the bloc of each node of ``edges`` that the CSV file ``name`` gives one."""
    advice = "give louvain, kind, or a CSV file with the columns bloc and iri (or label)"
    try:
        lines = Path(name).read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}", advice) from None
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8 text", advice) from None
    rows = csv.DictReader(lines)
    columns = rows.fieldnames or ()
    key = "iri" if "iri" in columns else "label"
    if "bloc" not in columns or key not in columns:
        raise InputError(f"{name}: has no columns bloc and iri (or label)", advice)
    nodes: dict[str, list[str]] = {}
    for node, data in zip(edges.nodes, edges.attributes, strict=True):
        nodes.setdefault(node if key == "iri" else str(data.get("label", node)), []).append(node)
    found: dict[str, str] = {}
    for row in rows:
        bloc = (row["bloc"] or "").strip()
        if not bloc:
            raise InputError(f"{name}, line {rows.line_num}: the bloc is empty", "give every node a bloc")
        named = nodes.get(row[key] or "", [])
        if len(named) > 1:
            raise InputError(
                f"{name}, line {rows.line_num}: {len(named)} nodes have the label {row[key]!r}",
                "name them by their iri",
            )
        for node in named:
            if found.setdefault(node, bloc) != bloc:
                raise InputError(
                    f"{name}, line {rows.line_num}: a second bloc for {row[key]!r}", "give each node one bloc"
                )
    return found
