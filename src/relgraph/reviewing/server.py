"""The server: the page of a desk on loopback, for the browser of the person at this machine alone."""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from relgraph.authoring.dossier import DOCUMENT
from relgraph.errors import InputError, RelgraphError
from relgraph.loopback import HOST, LoopbackHandler, LoopbackServer, RefusedError, static_files
from relgraph.reviewing.desk import ChangedElsewhereError, Desk
from relgraph.reviewing.records import Records

_MOST_BYTES = 1 << 20  # of a decision


class ReviewServer(LoopbackServer):
    """A server of one desk, on loopback.

    Its address has a secret in it, so that neither another user of the machine nor a web page can guess it. A
    request has to name this host, and come from this page: other hosts (DNS rebinding) and other origins
    (cross-site request forgery) are refused before anything is read.

    Attributes:
        address: Where the page is.
    """

    def __init__(self, desk: Desk, port: int = 0) -> None:
        """Listen; :meth:`serve_forever` answers.

        Args:
            desk: The desk.
            port: The port; 0 for any that is free.

        Raises:
            InputError: The port cannot be listened to.
        """
        # One decision after the other: each is saved before the next is looked at.
        self.turn = threading.Lock()
        self._lock: int | None = None
        super().__init__(port, _Handler)
        self.secret = secrets.token_urlsafe(16)
        self.address = f"http://{HOST}:{self.port}/{self.secret}/"
        self._lock = _alone(desk.folder, self)
        self.desk, self.records = desk, Records(desk)
        self.files = static_files("reviewing")

    def server_close(self) -> None:
        """Stop listening, once the decision that is being saved is saved."""
        with self.turn:
            super().server_close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _alone(folder: str, server: LoopbackServer) -> int | None:
    """Refuse a second review of one dossier: each would save what it knows, and lose what the other saved.

    Returns:
        The descriptor that keeps others out until it is closed; ``None`` where the system has no such locks.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    handle = os.open(Path(folder, DOCUMENT), os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        server.socket.close()
        raise InputError(
            f"{folder}: is being reviewed already", "end the other relgraph review, or use its page"
        ) from None
    except OSError:  # some file systems have no locks
        os.close(handle)
        return None
    return handle


class _Handler(LoopbackHandler):
    """Answers one browser."""

    server: ReviewServer

    def do_GET(self) -> None:  # noqa: N802 - the name is http.server's
        """Answer with the page, its parts, what has changed, or what may be written into a cell."""
        self._answer(self._got)

    def do_POST(self) -> None:  # noqa: N802
        """Take a decision, and answer with what has changed."""
        self._answer(self._decided)

    def _answer(self, work: Callable[[str, Mapping[str, list[str]]], tuple[str, bytes]]) -> None:
        try:
            path, query = self._checked()
            kind, body = work(path, query)
            self.send(HTTPStatus.OK, kind, body)
        except RefusedError as refusal:
            self.send_refusal(refusal)

    def _checked(self) -> tuple[str, Mapping[str, list[str]]]:
        """Return what is asked for, behind the secret; refuse other hosts, origins and paths."""
        self.refuse_others(origin_told=self.command != "GET")
        asked, _, query = self.path.partition("?")
        secret, _, path = asked.removeprefix("/").partition("/")
        if not secrets.compare_digest(secret.encode(), self.server.secret.encode()):
            raise RefusedError(HTTPStatus.NOT_FOUND, "relgraph review prints the address of its page")
        return path, parse_qs(query, keep_blank_values=True)

    def _got(self, path: str, query: Mapping[str, list[str]]) -> tuple[str, bytes]:
        def asked(name: str) -> str:
            return query.get(name, [""])[0]

        if path in ("", *self.server.files):
            return self.server.files[path or "review.html"]
        with self.server.turn:
            if path == "state":
                return _json(self.server.records.whole())
            if path == "suggestions":
                desk = self.server.desk
                told = desk.suggestions.for_cell(desk.dossier, asked("column"), asked("typed"), asked("act"))
                return _json([one._asdict() for one in told])
        raise RefusedError(HTTPStatus.NOT_FOUND, "there is no such page")

    def _decided(self, path: str, query: Mapping[str, list[str]]) -> tuple[str, bytes]:
        if path not in ("decide", "check"):
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is no such page")
        asked = self._body()
        with self.server.turn:
            if path == "check":
                return _json([one._asdict() for one in self.server.desk.problems()])
            try:
                said = decide(self.server.desk, asked)
            except RelgraphError as error:
                said = {"refused": f"{error}", "advice": error.advice}
                said["again"] = isinstance(error, ChangedElsewhereError)
            since = asked.get("since")
            return _json({**said, **self.server.records.since(since if isinstance(since, int) else 0)})

    def _body(self) -> dict[str, Any]:
        if self.headers.get_content_type() != "application/json":
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a decision is JSON")
        try:
            asked = json.loads(self.body(_MOST_BYTES))
        except (ValueError, RecursionError):
            raise RefusedError(HTTPStatus.BAD_REQUEST, "a decision is a JSON object") from None
        if not isinstance(asked, dict):
            raise RefusedError(HTTPStatus.BAD_REQUEST, "a decision is a JSON object")
        return asked


def decide(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Do what the page asks for.

    Args:
        desk: The desk.
        asked: ``do`` is ``change``, ``add``, ``thing``, ``take`` or ``undo``; beside it what the method of
            :class:`Desk` of that name takes.

    Returns:
        ``id``, of the act or thing, and what is ``said`` of it.

    Raises:
        RelgraphError: It is refused, or is nothing that can be asked for.
    """

    def text(name: str) -> str:
        return _text(asked.get(name, ""))

    match asked.get("do"):
        case "change":
            return desk.change(text("id"), _cells(asked), _places(asked))._asdict()
        case "add":
            return {"id": desk.add(_places(asked) or [], _cells(asked))}
        case "thing" if asked.get("id"):
            desk.change_thing(text("id"), _cells(asked))
            return {}
        case "thing":
            desk.add_thing(text("kind"), text("label"))
            return {}
        case "take":
            return {"id": desk.take(text("other"), text("id"), text("column"))}
        case "undo":
            id = desk.undo()
            return {"said": "there is nothing to undo"} if id is None else {"id": id}
    raise InputError("the page asks for what is not known here", "load it again")


def _text(value: Any) -> str:
    if not isinstance(value, str) or any(0xD800 <= ord(one) < 0xE000 for one in value):
        raise InputError("the page sends what is no text", "load it again")
    return value


def _cells(asked: Mapping[str, Any]) -> dict[str, str]:
    cells = asked.get("cells", {})
    if not isinstance(cells, dict):
        raise InputError("the page sends no cells", "load it again")
    return {_text(column): _text(cell) for column, cell in cells.items()}


def _places(asked: Mapping[str, Any]) -> list[tuple[int, int] | int] | None:
    places = asked.get("places")
    if places is None:
        return None
    if not isinstance(places, list) or not all(
        type(one) is int or (isinstance(one, list) and len(one) == 2 and all(type(at) is int for at in one))
        for one in places
    ):
        raise InputError("the page sends no places", "load it again")
    return [one if type(one) is int else (one[0], one[1]) for one in places]


def _json(value: Any) -> tuple[str, bytes]:
    return "application/json", json.dumps(value, ensure_ascii=False).encode()
