"""Drawing: the page of each projection, drawn when it is first asked for and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillDrawing
from typing import Any, Literal
from urllib.parse import parse_qsl

from relgraph.analysis import MEASURES
from relgraph.errors import InputError, RelgraphError, unknown_name
from relgraph.page import draw
from relgraph.projection import PROJECTIONS, fold
from relgraph.serving.answering import Answering
from relgraph.store import KnowledgeGraph

SECONDS = 600.0
"""Seconds that the drawing of a page may take."""

_KEPT = 2**28  # bytes of pages
_LISTS = {
    "relation": "relations", "kind": "kinds", "actor-class": "actor_classes", "modality": "modalities",
    "certainty": "certainties", "source-document": "source_documents",
}  # fmt: skip
_SWITCHES = ("without-background", "collapsed")
_CHOICES = {"collectives": ("keep", "resolve"), "over": ("shared", "all"), "measure": tuple(MEASURES)}
_DATES = {"since": "since", "as-of": "as_of"}


class Drawings:
    """Pages of the projections of a graph: one is drawn at a time, in a process of its own, and kept."""

    def __init__(self, graph: KnowledgeGraph, answering: Answering) -> None:
        """Prepare.

        Args:
            graph: The graph.
            answering: What works in child processes.
        """
        self._graph, self._answering = graph, answering
        self._pages: OrderedDict[tuple[str, str], Future[bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self._one = ThreadPoolExecutor(1)

    def page(self, name: str, encoded: str, wait: float) -> bytes | None:
        """Return the page of a projection.

        Args:
            name: The name of the projection.
            encoded: Its options, as the query of an address: those of ``relgraph render`` by their names.
            wait: Seconds to wait for it.

        Returns:
            The page; ``None`` where it is being drawn still.

        Raises:
            NameNotFoundError: There is no such projection, option or value.
            RelgraphError: It cannot be drawn.
        """
        if name not in PROJECTIONS:
            raise unknown_name("projection", name, PROJECTIONS)
        options = options_of(encoded)
        key = (name, repr(sorted(options.items())))
        with self._lock:
            drawn = self._pages.get(key)
            if drawn is None:
                self._make_room()
                drawn = self._pages[key] = self._one.submit(self._draw, name, options)
            self._pages.move_to_end(key)
        try:
            return drawn.result(wait)
        except StillDrawing:
            return None
        except RelgraphError:
            with self._lock:
                self._pages.pop(key, None)  # it may go better another time
            raise

    def _make_room(self) -> None:
        """Forget the pages that have not been asked for longest, where there are too many."""
        sizes = {key: len(page.result()) for key, page in self._pages.items() if _is_kept(page)}
        for key in [*sizes]:
            if sum(sizes.values()) < _KEPT:
                return
            del self._pages[key], sizes[key]

    def _draw(self, name: str, options: dict[str, Any]) -> bytes:
        graph, measure = self._graph, options.pop("measure", "degree")
        lines: Literal["pairs"] | None = "pairs" if options.get("collapsed") else None

        def work() -> bytes:
            return draw(graph, fold(graph, name, **options), size_by=measure, lines=lines).text.encode()

        return self._answering.draw(work, SECONDS)


def _is_kept(page: Future[bytes]) -> bool:
    return page.done() and page.exception() is None


def options_of(encoded: str) -> dict[str, Any]:
    """Return the options of a page as :func:`relgraph.fold` takes them, and ``measure``.

    Args:
        encoded: The query of its address.

    Returns:
        The options that are given; one without a value, as a form that is left empty has it, is none.

    Raises:
        NameNotFoundError: There is no such option, or no such value.
        InputError: An option is given twice, or there are too many.

    Example:
        >>> options_of("collectives=resolve&kind=State&since=")
        {'collectives': 'resolve', 'kinds': ['State']}
    """
    options: dict[str, Any] = {}
    once: set[str] = set()
    try:
        pairs = parse_qsl(encoded, errors="replace", max_num_fields=100)
    except ValueError:
        raise InputError("there are more than 100 options", "give fewer") from None
    for name, value in pairs:
        if name in _LISTS:
            options.setdefault(_LISTS[name], []).append(value)
            continue
        if name not in (*_SWITCHES, *_CHOICES, *_DATES):
            raise unknown_name("option of a page", name, (*_LISTS, *_SWITCHES, *_CHOICES, *_DATES))
        if name in once:
            raise InputError(f"{name} is given twice", "give it once")
        once.add(name)
        if name in _CHOICES:
            if value not in _CHOICES[name]:
                raise unknown_name(name, value, _CHOICES[name])
            options[name] = value
        elif name in _SWITCHES:
            if value not in ("yes", "no"):
                raise unknown_name(f"value of {name}", value, ("yes", "no"))
            on = value == "yes"
            options.update({"background": not on} if name == "without-background" else {name: on})
        else:
            options[_DATES[name]] = value
    return options
