"""The pages of the projections: drawn when they are asked for, kept, and in nobody's way."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from patience import PATIENCE

from relgraph.projection import PROJECTIONS
from relgraph.serving import GraphServer

from .conftest import Answer, ask, get


def drawn(server: GraphServer, path: str) -> Answer:
    """Wait as a browser does: the page comes again until it is the network."""
    for _ in range(PATIENCE):
        answer = ask(server, path)
        if "Refresh" not in answer.headers:
            return answer
        assert "is being drawn" in answer.text
        time.sleep(1)
    raise AssertionError(f"{path} is being drawn still")


@pytest.mark.parametrize("name", ["actors", "full", "membership"])
def test_a_projection_has_a_page(name: str, server: GraphServer) -> None:
    page = drawn(server, f"/page/{name}")
    assert (page.status, page.type) == (200, "text/html")
    assert f"<b>{name}</b> projection" in page.text
    assert ask(server, f"/page/{name}").body == page.body


def test_options_are_those_of_the_command(server: GraphServer) -> None:
    page = drawn(server, "/page/actors?collectives=resolve&since=2020&measure=strength&collapsed=yes")
    assert "collectives resolve" in page.text
    assert "2020" in re.findall(r'id="given".*', page.text)[0]


@pytest.mark.parametrize(
    ("status", "path", "says"),
    [
        (404, "actor", "did you mean actors?"),
        (404, "%3Cscript%3E", "unknown projection"),
        (400, "actors?colectives=keep", "did you mean collectives?"),
        (400, "actors?collectives=maybe", "unknown collectives"),
        (400, "actors?collectives=keep&collectives=resolve", "twice"),
        (400, "actors?without-background=on", "unknown value of without-background"),
        (400, "actors?measure=fame", "unknown measure"),
        (400, "actors?since=soon", "soon"),
        (400, "actors?since=2021&as-of=2020", "2020"),
        (400, "actors?kind=Spaceship", "Spaceship"),
        (400, "actors?relation=<script>", "script"),
        (400, "actors?source=/etc/passwd", "unknown option"),
        (400, "actors?" + "&".join(["kind=State"] * 200), "options"),
    ],
)
def test_what_a_page_cannot_be_drawn_with_is_told(
    status: int, path: str, says: str, server: GraphServer
) -> None:
    answer = drawn(server, f"/page/{path}")
    assert (answer.status, answer.type) == (status, "text/plain")
    assert says in answer.text


def test_queries_are_answered_while_pages_are_drawn(server: GraphServer) -> None:
    paths = [f"/page/{name}?collectives=resolve" for name in sorted(PROJECTIONS)]
    with ThreadPoolExecutor(len(paths)) as browsers:
        pages = [browsers.submit(ask, server, path) for path in paths]
        assert all(get(server, "ASK {}").status == 200 for _ in range(20))
        assert {page.result().status for page in pages} <= {200, 400}
    assert {drawn(server, path).status for path in paths} <= {200, 400}
