"""The server of a review answers the browser of this machine, at its own address, and nobody else."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import pytest
from authoring.pact import TEXT

import relgraph
from relgraph.errors import InputError
from relgraph.reviewing import Desk, ReviewServer

from .conftest import served


@pytest.fixture
def server(folder: Path) -> Iterator[ReviewServer]:
    with served(Desk(folder)) as server:
        yield server


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    server: ReviewServer,
    path: str = "state",
    body: Any = None,
    *,
    method: str = "",
    inside: bool = True,
    headers: Mapping[str, str | None] = MappingProxyType({}),
) -> Answer:
    """Ask as the page does, but for the headers that are given; ``None`` leaves one out."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    posted = body is not None
    told: dict[str, str | None] = {"Host": f"127.0.0.1:{server.port}"}
    if posted:
        told |= {"Origin": f"http://127.0.0.1:{server.port}", "Content-Type": "application/json"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if posted else b""
    if posted:
        told.setdefault("Content-Length", str(len(content)))
    connection.putrequest(
        method or ("POST" if posted else "GET"),
        (urlsplit(server.address).path if inside else "/") + path,
        skip_host=True,
        skip_accept_encoding=True,
    )
    for name, value in told.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(content)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


ACCEPT = {"do": "change", "id": "rumour", "cells": {"certainty": "likely"}}


def test_the_page_and_its_parts_are_served(server: ReviewServer) -> None:
    page = ask(server, "")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert ask(server, "start.js").headers["Content-Type"].startswith("text/javascript")
    told = ask(server).json()
    assert told["text"] == TEXT
    assert told["order"] == ["meeting", "grain", "unsigned", "demand", "payment", "rumour"]
    assert TEXT[slice(*told["acts"][0]["passages"][0].values())] == "Arda and Bree met at Port Cole"


def test_only_what_has_changed_comes_back(server: ReviewServer) -> None:
    version = ask(server).json()["version"]
    told = ask(server, "decide", {**ACCEPT, "since": version}).json()
    assert [act["id"] for act in told["acts"]] == ["rumour"]
    assert "things" not in told
    assert told["version"] > version
    again = ask(server, "decide", {**ACCEPT, "since": told["version"]}).json()
    assert (again["acts"], again["version"]) == ([], told["version"])


def test_an_act_that_comes_back_is_told_again(server: ReviewServer) -> None:
    version = ask(server).json()["version"]
    add = {
        "do": "add",
        "places": [[0, 4]],
        "cells": {"actor": "Arda", "relation": "attends", "object": "Grain Pact"},
    }
    accept = {"do": "change", "id": "new-1", "cells": {"status": "accepted"}}
    had: set[str] = set(ask(server).json()["order"])
    for asked in (add, {"do": "undo"}, add, accept, {"do": "undo"}):
        told = ask(server, "decide", {**asked, "since": version}).json()
        assert "refused" not in told
        version, had = told["version"], {act["id"] for act in told["acts"]} | (had & set(told["order"]))
        assert had == set(told["order"])
    assert "new-1" in had


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (421, {"Host": "rebound.example"}),
        (421, {"Host": "127.0.0.1"}),
        (421, {"Host": "127.0.0.1:1"}),
        (421, {"Host": None}),
        (403, {"Origin": "https://attacker.example"}),
        (403, {"Origin": "null"}),
        (403, {"Origin": "http://127.0.0.1:1"}),
        (403, {"Origin": None}),
        (403, {"Sec_Fetch_Site": "cross-site"}),
        (403, {"Sec_Fetch_Site": "same-site"}),
        (411, {"Content_Length": "-5"}),
        (413, {"Content_Length": "99999999"}),
        (415, {"Content_Type": "text/plain"}),
        (415, {"Content_Type": None}),
    ],
)
def test_what_does_not_come_from_the_page_decides_nothing(
    status: int, headers: dict[str, str | None], server: ReviewServer, folder: Path
) -> None:
    before = Path(folder, "acts.csv").read_bytes()
    answer = ask(server, "decide", ACCEPT, headers=headers)
    assert answer.status == status
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert b"Arda" not in answer.body
    assert Path(folder, "acts.csv").read_bytes() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Origin": "https://attacker.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["", "state", "suggestions?column=actor&typed=a"])
def test_what_another_page_asks_for_is_not_read(
    headers: dict[str, str], path: str, server: ReviewServer
) -> None:
    answer = ask(server, path, headers=headers)
    assert answer.status in (403, 421)
    assert b"Arda" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "",
        "state",
        "x/state",
        "review.html",
        "../state",
        "%2e%2e/state",
        "AAAAAAAAAAAAAAAAAAAAAA/state",
        "%C3%A9",
        "/[",
        "?state",
    ],
)
def test_who_does_not_know_the_address_gets_nothing(path: str, server: ReviewServer) -> None:
    answer = ask(server, path, inside=False)
    assert answer.status == 404
    assert b"Arda" not in answer.body


@pytest.mark.parametrize(
    "path", ["none", "../desk.py", "..%2fdesk.py", "/etc/passwd", "static/start.js", "start.js/"]
)
def test_there_are_no_other_files(path: str, server: ReviewServer) -> None:
    assert ask(server, path).status == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"null", b"\xff", b'{"a":' * 100_000])
def test_what_is_no_decision_is_refused(body: bytes, server: ReviewServer) -> None:
    assert ask(server, "decide", body).status == 400


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"do": "erase"},
        {"do": "change"},
        {"do": "change", "id": 5, "cells": {}},
        {"do": "change", "id": "grain", "cells": []},
        {"do": "change", "id": "grain", "cells": {"actor": 5}},
        {"do": "change", "id": "grain", "cells": {"actor": "\ud800"}},
        {"do": "change", "id": "grain", "cells": {}, "places": "all"},
        {"do": "change", "id": "grain", "cells": {}, "places": [[0, 10**30]]},
        {"do": "change", "id": "grain", "cells": {}, "places": [[0, True]]},
        {"do": "change", "id": "grain", "cells": {}, "places": [[0, 1, 2]]},
        {"do": "change", "id": "none", "cells": {}},
        {"do": "add"},
        {"do": "thing"},
        {"do": "thing", "label": "x", "kind": ""},
        {"do": "take", "other": "grain"},
    ],
)
def test_what_cannot_be_decided_is_said_and_changes_nothing(
    asked: dict[str, Any], server: ReviewServer, folder: Path
) -> None:
    before = Path(folder, "acts.csv").read_bytes()
    answer = ask(server, "decide", asked)
    assert answer.status == 200
    assert answer.json()["refused"]
    assert Path(folder, "acts.csv").read_bytes() == before


def test_other_methods_are_none(server: ReviewServer) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "HEAD"):
        assert ask(server, "state", method=method).status == 501


def test_decisions_at_one_time_are_all_saved(server: ReviewServer, folder: Path) -> None:
    ids = ["meeting", "grain", "unsigned", "demand", "payment", "rumour"]

    def decide(number: int) -> int:
        asked = {"do": "change", "id": ids[number % 6], "cells": {"note": f"note {number}"}}
        return ask(server, "decide", asked).status

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(decide, range(36))) == {200}
    for row in relgraph.read_dossier(folder).acts:
        assert row.cells["note"].startswith("note ")


def test_it_listens_on_loopback_alone(server: ReviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    with pytest.raises(InputError, match=f"port {server.port}"):
        ReviewServer(server.desk, server.port)


def test_a_browser_that_goes_away_disturbs_nobody(server: ReviewServer) -> None:
    for sent in (b"", b"GET", b"POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\n{", b"\0\xff\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as rude:
            rude.sendall(sent)
    assert ask(server).status == 200


def test_a_dossier_is_reviewed_once_at_a_time(server: ReviewServer, folder: Path) -> None:
    with pytest.raises(InputError, match="is being reviewed already"):
        ReviewServer(Desk(folder))
    assert ask(server).status == 200
    server.shutdown()
    server.server_close()
    ReviewServer(Desk(folder)).server_close()


def test_a_length_that_is_no_length_is_refused(server: ReviewServer) -> None:
    for length in ("9" * 5000, "1e3", ""):
        assert ask(server, "decide", ACCEPT, headers={"Content-Length": length}).status == 411
