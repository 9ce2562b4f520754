"""A language model behind an OpenAI-compatible chat endpoint, asked for one answer at a time."""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Mapping
from threading import TIMEOUT_MAX
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

import requests
from urllib3.exceptions import HTTPError

from relgraph.cleaning import clean
from relgraph.errors import ModelError
from relgraph.remote.addresses import shown
from relgraph.remote.credentials import Secrets, sent_in_clear
from relgraph.remote.deadline import Deadline, OverTimeError
from relgraph.remote.failures import failed_connection, over_time
from relgraph.remote.transport import Transport
from relgraph.remote.waiting import seconds_to_wait

KEY = "RELGRAPH_MODEL_KEY"
"""The environment variable with the key that a model asks for, where it asks for one."""

_PATH = "/chat/completions"
_CHECK = "check the address, and what serves the model"
_CHUNK = 1 << 16  # bytes of an answer that are read at once
_MOST_BYTES = 1 << 22  # of an answer: thousands of acts
_STATUS = {
    401: ("asks for a key, or refuses the one that it was given", f"set {KEY}"),
    403: ("denies access", f"the key of {KEY} may lack the right to use the model"),
    404: ("has no such model, or no chat endpoint", "check the name of the model; most addresses end in /v1"),
    413: ("finds the text too long", "give a smaller --part"),
    429: ("is busy", "try again later"),
    503: ("is busy", "try again later"),
}

_log = logging.getLogger(__name__)


class _Response(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Chat:
    """A model that answers.

    No redirect is followed. A key, which the environment variable :data:`KEY` has, goes to the host of the
    address and nowhere else, and not over plain http to another machine. What goes wrong is a
    :class:`~relgraph.errors.ModelError` that has no secret in it nor in its context.
    """

    def __init__(
        self, url: str, model: str, *, timeout: float, max_time: float, options: Mapping[str, Any]
    ) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            url: The address of the API, such as ``http://localhost:11434/v1``.
            model: The name of the model there.
            timeout: Seconds, for connecting and for each wait.
            max_time: Seconds for everything, counted from now on.
            options: Further keys of the request; ``None`` as a value leaves a key out.

        Raises:
            ModelError: The address or the key cannot be used.
        """
        for number, what in ((timeout, "timeout"), (max_time, "max_time")):
            if not 0 < number <= TIMEOUT_MAX:
                raise ModelError(f"invalid {what}: {number}", "give a number above zero")
        self._url = _endpoint(url)
        self._model, self._options = model, options
        self._timeout, self._deadline = timeout, Deadline(max_time)
        self._key = _key_for(self._url)
        self._secrets = Secrets(url)
        self._secrets.add(self._key)
        self._http = requests.Session()
        # A proxy of the environment is another machine.
        self._http.trust_env = urlsplit(self._url).scheme == "https" or sent_in_clear(self._url)
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, Transport())

    def close(self) -> None:
        """Close what is open to the server."""
        self._http.close()

    def ask(self, instructions: str, text: str) -> str:
        """Ask, and return the answer.

        A server that is busy (429, 503) and says when to ask again (``Retry-After``) is asked again then, where
        that is before the time for everything is over; each wait is told by ``logging``.

        Args:
            instructions: What to do with the text.
            text: The text.

        Returns:
            The text of the answer, whole.

        Raises:
            ModelError: There is no answer, or none that is whole.
        """
        asked = {
            "model": self._model,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": text}],
            "temperature": 0,
            "stream": False,
            **self._options,
        }
        body = json.dumps({key: value for key, value in asked.items() if value is not None}).encode()
        while True:
            response = self._once(body)
            wait = seconds_to_wait(response.status, response.headers)
            if wait is None or wait >= self._deadline.left:
                break
            _log.warning(
                "%s: the model is busy (status %s); waiting as it asks (Retry-After: %s)",
                shown(self._url), response.status, clean(response.headers["Retry-After"], 80),
            )  # fmt: skip
            time.sleep(wait)
        if response.status != 200:
            raise self._refused(response)
        answer, read = self._answer(response.body)
        words = len(re.findall(r"\w+", f"{instructions} {text}"))
        if 0 < read < words:
            raise self._error(
                f"has read {read} tokens of a request of {words} words: its context is too short",
                "let the server give it more (Ollama: OLLAMA_CONTEXT_LENGTH=16384), or give a smaller --part",
            )
        # Whatever the server repeats, the key does not get into a file.
        return answer if self._key and self._key in f"{instructions} {text}" else self._secrets.hide(answer)

    def _once(self, body: bytes) -> _Response:
        try:
            return self._deadline.within(lambda: self._exchange(body))
        except OverTimeError:
            raise over_time(self._url, self._deadline.seconds, ModelError) from None
        except requests.RequestException as error:
            raise failed_connection(self._url, error, self._timeout, ModelError, "server") from None
        except (ValueError, KeyError, HTTPError):
            # Of headers that cannot be read or written: their text may have the key.
            raise self._error(
                "the request cannot be sent, or the response has malformed headers", _CHECK
            ) from None

    def _exchange(self, body: bytes) -> _Response:
        """Send a request, and read its response to the end, to the limit, or until the time is over."""

        def with_key(request: requests.PreparedRequest) -> requests.PreparedRequest:
            if self._key:
                request.headers["Authorization"] = f"Bearer {self._key}"
            return request

        with self._http.post(
            self._url,
            data=body,
            headers={
                "User-Agent": "relgraph",
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
            auth=with_key,  # without one, requests would send what netrc says
            timeout=self._timeout,
            allow_redirects=False,  # the text and the key would go to who knows whom
            stream=True,
        ) as response:
            content = bytearray()
            for chunk in response.iter_content(_CHUNK):
                content += chunk
                if len(content) > _MOST_BYTES:
                    raise self._error(f"answers with more than {_MOST_BYTES >> 20} MiB", _CHECK)
                if not self._deadline.left:
                    raise OverTimeError  # nobody waits any more
            return _Response(response.status_code, response.headers, bytes(content))

    def _error(self, what: str, advice: str) -> ModelError:
        return ModelError(f"{shown(self._url)}: {what}", advice)

    def _refused(self, response: _Response) -> ModelError:
        status = response.status
        if 300 <= status < 400:
            where = clean(self._secrets.hide(shown(response.headers.get("Location", "elsewhere"))))
            return self._error(f"redirects to {where}", "redirects are not followed; give the address itself")
        what, advice = _STATUS.get(
            status, ("failed", "its log may say more") if status >= 500 else ("refuses the request", _CHECK)
        )
        said = _words_of(response.body)
        said = clean(self._secrets.hide(said), 200)
        name = clean(self._model, 80)
        return self._error(f"{what} (model {name}, status {status}){f': {said}' if said else ''}", advice)

    def _answer(self, body: bytes) -> tuple[str, int]:
        """Return the text of an answer, and how many tokens the model says that it has read, 0 for unknown."""
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise self._error("what answers is no JSON", _CHECK) from None
        try:
            choice = told["choices"][0]
            message = choice["message"]
            content, refusal = message.get("content"), message.get("refusal")
            end, usage = choice.get("finish_reason"), told.get("usage")
        except (LookupError, TypeError, AttributeError):
            raise self._error("what answers is no chat endpoint: its JSON has no choices", _CHECK) from None
        if refusal or end == "content_filter":
            said = clean(self._secrets.hide(str(refusal or "filtered")), 200)
            raise self._error(f"the model refuses: {said}", "try another model")
        if end == "length":
            raise self._error(
                "the answer is cut off: it is longer than the server allows",
                "give a smaller --part, or allow more, such as --request '{\"max_tokens\": 8000}'",
            )
        if not isinstance(content, str) or not content.strip():
            raise self._error("the answer is empty", "try again, or another model")
        read = usage.get("prompt_tokens") if isinstance(usage, dict) else 0
        return content, read if isinstance(read, int) else 0


def _endpoint(url: str) -> str:
    """Return the address that is asked, of the address of an API; nothing that may hold a secret is shown."""
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        well_formed, parts = False, SplitResult("", "", "", "", "")
    if "@" in url.partition("?")[0]:
        raise ModelError("the address contains a user name or password", f"remove it; a key goes into {KEY}")
    if not well_formed or not url.isprintable() or " " in url:
        raise ModelError(
            f"{clean(url.partition('?')[0], 200)!r} is not the address of a model",
            "give one such as http://localhost:11434/v1, with http or https",
        )
    path = parts.path.rstrip("/").removesuffix(_PATH) + _PATH
    return parts._replace(path=path, fragment="").geturl()


def _key_for(url: str) -> str:
    """Return the key of the environment, which must not cross a network in clear."""
    key = os.environ.get(KEY, "")
    if not (key.isascii() and key.isprintable()):
        raise ModelError(f"{KEY} has a character in it that no header can have", "correct it")
    if key and sent_in_clear(url):
        raise ModelError(
            f"{shown(url)}: the key would go there over plain http, where it can be intercepted",
            f"give an address with https, or unset {KEY}",
        )
    return key


def _words_of(body: bytes) -> str:
    """Return what a server says of a failure, without the JSON or markup around it."""
    text = body[:4096].decode("utf-8", "replace")
    try:
        told = json.loads(body)
        error = told.get("error", told)
        text = error.get("message", "") if isinstance(error, dict) else error
    except (ValueError, RecursionError, AttributeError):
        text = re.sub(r"<[^>]*>", " ", text)
    return text if isinstance(text, str) else ""
