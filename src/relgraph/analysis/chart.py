"""The bump chart of a timeline: ranks as lines."""

from __future__ import annotations

import io
import textwrap
import warnings as python_warnings
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from relgraph.analysis.timelines import Timeline
from relgraph.cleaning import clean
from relgraph.errors import OutputError, unknown_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito (2008), Color Universal Design, without the yellow, which is too pale for a line on white.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_INK, _FAINT, _GREY = "#222222", "#666666", "#A8A8A8"

CHART_FORMATS = ("svg", "png")
"""Formats of :func:`bump_chart`."""


def bump_chart(timeline: Timeline, format: str = "svg", *, nodes: int = 15) -> bytes:
    """Draw the ranks of a timeline as a bump chart, with a line per actor and a column per period.

    Shows the actors with the best mean rank (:meth:`Timeline.top`), one under the other in each period, with
    their rank among all in the dot; equal ranks follow each other in order of label. The best seven have
    colours that colour-blind readers tell apart, and each line its name at its end. A dashed line spans periods
    in which the actor has no rank. The same timeline gives the same bytes with the same version of matplotlib.

    Args:
        timeline: What to draw.
        format: One of :data:`CHART_FORMATS`.
        nodes: How many actors to show.

    Returns:
        The file: SVG with letters as paths, or PNG of 150 dots per inch.

    Raises:
        NameNotFoundError: An unknown format.
        OutputError: matplotlib is not installed.

    Example:
        >>> import relgraph
        >>> times = relgraph.timeline(relgraph.fold(relgraph.open(), "actors"), "degree", by="event")
        >>> bump_chart(times, "png", nodes=5)[1:4]
        b'PNG'
    """
    if format not in CHART_FORMATS:
        raise unknown_name("chart format", format, CHART_FORMATS)
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise OutputError(
            "a chart needs matplotlib, which is not installed", "pip install 'relgraph[plot]'"
        ) from None
    periods = list(dict.fromkeys((row.period, row.event) for row in timeline.rows))
    shown = timeline.top(nodes)
    place: dict[str, dict[int, tuple[int, int]]] = {}  # by actor and period: height and rank
    for number, period in enumerate(periods):
        ranked = [row for row in shown.rows if (row.period, row.event) == period and row.rank is not None]
        for height, row in enumerate(ranked):
            place.setdefault(row.iri, {})[number] = height, row.rank or 0
    best = sorted(place, key=lambda iri: (sum(h for h, _ in place[iri].values()) / len(place[iri]), iri))
    colours = dict(zip(best, _COLOURS, strict=False))
    labels = {row.iri: clean(row.label, 34) for row in shown.rows}
    deepest = max((h for at in place.values() for h, _ in at.values()), default=0)
    step = min(1.5, max(0.45, 24 / len(periods)))  # inches per period
    style: dict[Any, Any] = {
        "svg.hashsalt": "relgraph",
        "svg.fonttype": "path",
        "font.family": "DejaVu Sans",
        "font.size": 9,
    }
    with mpl.rc_context(style), python_warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box.
        python_warnings.filterwarnings("ignore", "Glyph .* missing from font")
        size = (step * (len(periods) - 1) + 6.2, 0.34 * (deepest + 1) + 1.9)
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.subplots()
        for iri in reversed(best):  # the best on top
            _draw_line(axes, place[iri], labels[iri], colours.get(iri, _GREY))
        _dress(axes, timeline, [name for name, _ in periods], deepest, len(labels))
        out = io.BytesIO()
        metadata = {"Date": None, "Creator": None} if format == "svg" else {"Software": None}
        figure.savefig(out, format=format, dpi=150, metadata=metadata)
    return out.getvalue()


def _draw_line(axes: Axes, at: Mapping[int, tuple[int, int]], label: str, colour: str) -> None:
    numbers = sorted(at)
    order = 2 if colour == _GREY else 3
    for first, second in pairwise(numbers):
        axes.plot(
            [first, second],
            [at[first][0], at[second][0]],
            color=colour,
            linewidth=1.4 if colour == _GREY else 2.6,
            linestyle="-" if second == first + 1 else (0, (2, 2)),
            zorder=order,
        )
    for number in numbers:
        height, rank = at[number]
        axes.plot(
            number, height, "o", markersize=14, markerfacecolor="white", markeredgecolor=colour,
            markeredgewidth=1.4 if colour == _GREY else 2.4, zorder=order + 2,
        )  # fmt: skip
        axes.text(
            number, height, str(rank), ha="center", va="center_baseline", fontsize=7.5, color=_INK, zorder=6
        )
    # parse_math off: a dollar in a name is a dollar.
    write: dict[str, Any] = {
        "va": "center",
        "color": _INK if colour != _GREY else _FAINT,
        "zorder": 7,
        "parse_math": False,
    }
    axes.annotate(
        label, (numbers[-1], at[numbers[-1]][0]), xytext=(11, 0), textcoords="offset points", ha="left",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}, **write,
    )  # fmt: skip
    if numbers[0] == 0 and len(numbers) > 1:
        axes.annotate(label, (0, at[0][0]), xytext=(-11, 0), textcoords="offset points", ha="right", **write)


def _dress(axes: Axes, timeline: Timeline, periods: list[str], deepest: int, shown: int) -> None:
    axes.set_ylim(deepest + 0.7, -0.7)
    axes.set_xlim(-0.4, len(periods) - 0.6)
    axes.set_yticks([])
    crowded = len(periods) > (6 if timeline.by == "event" else 14)
    names = [clean(name, 60) for name in periods]
    ticks = axes.set_xticks(range(len(periods)), ["\n".join(textwrap.wrap(name, 20)) or "?" for name in names])
    for tick in ticks:
        tick.label1.set_parse_math(False)
        if crowded:
            tick.label1.set(rotation=40, ha="right", rotation_mode="anchor")
    axes.tick_params(length=0, colors=_INK)
    for side in axes.spines.values():
        side.set_visible(False)
    for number in range(len(periods)):
        axes.axvline(number, color="#ECECEC", linewidth=1, zorder=0)
    everyone = len({row.iri for row in timeline.rows})
    axes.set_title(
        f"Rank by {timeline.measures[0]}, {timeline.projection}, by {timeline.by}",
        loc="left", fontsize=12, fontweight="bold", color=_INK, pad=24,
    )  # fmt: skip
    axes.annotate(
        f"the best {shown} of {everyone}; the number is the rank in the {timeline.by}; dashed: away",
        (0, 1), xycoords="axes fraction", xytext=(0, 8), textcoords="offset points", fontsize=8.5, color=_FAINT,
    )  # fmt: skip
