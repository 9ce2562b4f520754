"""The HTTP connection to a store: requests, with credentials where it asks for them, and their responses."""

from __future__ import annotations

import html
import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from typing import IO, TypeVar, cast
from urllib.parse import urlsplit

import pyoxigraph as ox
import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from relgraph.cleaning import clean
from relgraph.errors import StoreError
from relgraph.remote.addresses import shown
from relgraph.remote.credentials import Secrets, authentication, find_user, sent_in_clear
from relgraph.remote.deadline import Deadline, OverTimeError
from relgraph.remote.failures import failed_connection, over_time, redirected, refused
from relgraph.remote.transport import Transport
from relgraph.remote.waiting import seconds_to_wait

TIMEOUT = 60.0
"""Seconds without a byte after which a store counts as dead."""

RDF_MEDIA_TYPES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
"""The ``Accept`` header of a request for triples."""

_CHUNK = 1 << 16  # bytes of a body that are read at once

_MOST_BYTES = 1 << 20  # of a body that is kept whole

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class Connection:
    """Requests to a store, with the user's name and password where it asks for them.

    No redirect is followed. Nothing is sent twice save what was answered with 401, and what a busy store asks
    to have again later. What goes wrong is a :class:`~relgraph.errors.StoreError` that has no secret in it nor
    in its context.
    """

    def __init__(
        self,
        url: str,
        query_url: str | None,
        timeout: float,
        max_time: float,
        options: tuple[str, str] = ("--timeout", "--max-time"),
    ) -> None:
        """Prepare for requests; nothing is sent yet.

        Args:
            url: The address of the store. The user of the environment is for its host only.
            query_url: Another address of the store, or ``None``.
            timeout: Seconds, for connecting and for each wait.
            max_time: Seconds for everything, counted from now on.
            options: What gives more of either, for advice.
        """
        self._timeout, self._options = timeout, options
        self._deadline = Deadline(max_time)
        self._home = urlsplit(url).netloc
        self._http = requests.Session()
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, Transport())
        self._auth: dict[str, AuthBase] = {}
        # A store may repeat what it was sent.
        self._secrets = Secrets(url, query_url or "")

    def close(self) -> None:
        """Close what is open to the store."""
        self._http.close()

    def start_again(self) -> None:
        """Count the seconds for everything from now on."""
        self._deadline = Deadline(self._deadline.seconds)

    def pause(self, seconds: float) -> bool:
        """Wait, and return True; where that is beyond the time for everything, return False at once."""
        if seconds >= self._deadline.left:
            return False
        time.sleep(seconds)
        return True

    def request(
        self,
        method: str,
        url: str,
        *,
        data: bytes | dict[str, str] | None = None,
        headers: dict[str, str],
        repeatable: bool = True,
    ) -> requests.Response:
        """Send a request, a second time with credentials where the store asks for them.

        A store that is busy (429, 503) and says when to ask again (``Retry-After``) is asked again then, where
        that is before the time for everything is over. A password that goes over plain http to another machine
        is warned of by ``logging``, and so is each wait.

        Args:
            method: The HTTP method.
            url: Where to.
            data: The body, or the fields of a form.
            headers: Headers besides those of every request.
            repeatable: Sent twice, it does what it does when it is sent once.

        Returns:
            The response, whatever its status, its body unread.

        Raises:
            StoreError: There is no response, or none that can be understood.
        """
        host = urlsplit(url).netloc
        while True:
            response = self._once(method, url, data, headers)
            if response.status_code == 401 and host not in self._auth:
                auth = self._authentication(url, response.headers.get("WWW-Authenticate", ""))
                if auth is None:
                    return response
                self._auth[host] = auth
                self.leave(response)
                continue
            wait = seconds_to_wait(response.status_code, response.headers) if repeatable else None
            if wait is None or wait >= self._deadline.left:
                return response
            _log.warning(
                "%s: the store is busy (status %s); waiting as it asks (Retry-After: %s)",
                shown(url), response.status_code, clean(response.headers["Retry-After"], 80),
            )  # fmt: skip
            self.leave(response)
            time.sleep(wait)

    def _once(
        self, method: str, url: str, data: bytes | dict[str, str] | None, headers: dict[str, str]
    ) -> requests.Response:
        def send() -> requests.Response:
            return self._http.request(
                method,
                url,
                data=data,
                headers={"User-Agent": "relgraph", **headers},
                # Without one, requests would send what netrc says unasked, and in clear.
                auth=self._auth.get(urlsplit(url).netloc, _no_auth),
                timeout=self._timeout,
                # A redirected POST becomes a GET, and a password would go to who knows whom.
                allow_redirects=False,
                stream=True,
            )

        try:
            return self._within(url, send)
        except (ValueError, KeyError, HTTPError):
            # Of headers that cannot be read or written: their text may have the password.
            raise StoreError(
                f"{shown(url)}: the request cannot be sent, or the response has malformed headers",
                "check the address, and that user name and password are ASCII",
            ) from None

    def _within(self, url: str, work: Callable[[], _T]) -> _T:
        """Do what waits for the store at ``url``, while there is time, and word its failures."""
        try:
            return self._deadline.within(work)
        except OverTimeError:
            raise over_time(url, self._deadline.seconds, option=self._options[1]) from None
        except requests.RequestException as error:
            raise failed_connection(url, error, self._timeout, option=self._options[0]) from None

    def leave(self, response: requests.Response) -> None:
        """Close a response, of which nothing more is read."""
        if not self._deadline.is_working:  # else it would be waited for, and ends with its thread
            response.close()

    def chunks(self, response: requests.Response) -> Iterator[bytes]:
        """Yield the body of a response as it comes in.

        Raises:
            StoreError: It does not come in whole.
        """
        found = response.iter_content(_CHUNK)
        while chunk := self._within(response.url, lambda: next(found, b"")):
            yield chunk

    def content(self, response: requests.Response) -> bytes:
        """Read the body of a response to its end, or to its first megabyte, and close it.

        Raises:
            StoreError: It does not come in whole.
        """
        content = b""
        try:
            for chunk in self.chunks(response):
                content += chunk
                if len(content) > _MOST_BYTES:
                    break
        finally:
            self.leave(response)
        return content

    def _authentication(self, url: str, challenge: str) -> AuthBase | None:
        """Return how to answer ``challenge``, or ``None`` where no user is known or it is of another kind."""
        known = find_user(url, environment=urlsplit(url).netloc == self._home)
        if known is None:
            return None
        self._secrets.add_user(*known)
        if sent_in_clear(url):
            _log.warning(
                "warning: the password goes to %s over plain http, where it can be intercepted", shown(url)
            )
        return authentication(challenge, *known)

    def check(self, response: requests.Response, *, named: bool = True) -> None:
        """Read a response to its end, and raise StoreError unless it reports success.

        Args:
            response: A response, its body unread.
            named: The request was for a named graph, as opposed to the default graph.

        Raises:
            StoreError: The status is not 2xx.
        """
        if response.status_code < 300:
            # A store may be at work until its answer ends, and has done nothing for sure where that is cut off.
            for _ in self.chunks(response):
                pass
            self.leave(response)
            return
        if response.status_code < 400:
            self.leave(response)
            raise redirected(response)
        authenticated = urlsplit(response.url).netloc in self._auth
        raise refused(response, self.words(response), authenticated=authenticated, named=named)

    def check_read(self, response: requests.Response) -> None:
        """Raise StoreError unless ``response`` has a body to read, which stays unread."""
        if response.status_code >= 300:
            self.check(response)

    def words(self, response: requests.Response) -> str:
        """Read what a store says in the body of a response, and close it.

        Returns:
            ``": "`` and the store's own words on one line, without markup and secrets, cut to 200 characters,
            or ``""`` where there are none.
        """
        try:
            content = next(self.chunks(response), b"")
        except StoreError:
            content = b""
        self.leave(response)
        text = content.decode("utf-8", "replace")
        if response.headers.get("Content-Type", "").startswith("application/problem+json"):
            text = _told(text)
        if re.match(r"\s*<", text):
            text = re.sub(r"(?is)<(head|script|style)\b.*?</\1>|<[^>]*>", " ", text)
            text = html.unescape(text)
        else:
            text = text.strip().replace("\r", "").partition("\n\n")[0]  # Virtuoso repeats what it was sent
        text = clean(self._secrets.hide(text), 200)
        return f": {text}" if text else ""

    def triples(self, response: requests.Response) -> Iterator[ox.Triple]:
        """Parse the body of a response, and close it.

        Args:
            response: A response, its body unread.

        Yields:
            Each triple as it comes in.

        Raises:
            StoreError: The body is not RDF, is malformed, breaks off, or has a term of more than 16 MiB.
        """
        rdf_format = rdf_format_of(response)
        if rdf_format is None:
            kind = response.headers.get("Content-Type", "a response without Content-Type").split(";")[0][:60]
            self.leave(response)
            raise StoreError(f"{shown(response.url)}: RDF expected, got {kind}", "check the address")
        try:
            body = cast(IO[bytes], _Body(self.chunks(response)))  # reading is all that the parser asks of it
            for quad in ox.parse(body, rdf_format, base_iri=response.url):
                yield quad.triple
        except MemoryError:
            raise StoreError(
                f"{shown(response.url)}: the response has a term of more than 16 MiB", "give --no-verify"
            ) from None
        except (SyntaxError, ValueError) as error:
            raise StoreError(
                f"{shown(response.url)}: the response is malformed {rdf_format.name}: {str(error)[:200]}",
                "check the address",
            ) from None
        finally:
            self.leave(response)


class _Body:
    """The body of a response as a file, so that large graphs are parsed as they come in."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def read(self, size: int) -> bytes:
        self._left = self._left or next(self._chunks, b"")
        taken, self._left = self._left[:size], self._left[size:]
        return taken


def rdf_format_of(response: requests.Response) -> ox.RdfFormat | None:
    """Return the RDF format that the ``Content-Type`` header of ``response`` names, ``None`` for any other.

    Example:
        >>> import requests
        >>> response = requests.Response()
        >>> response.headers["Content-Type"] = "text/turtle; charset=utf-8"
        >>> rdf_format_of(response).name
        'Turtle'
    """
    return ox.RdfFormat.from_media_type(response.headers.get("Content-Type", "").split(";")[0].strip())


def _told(problem: str) -> str:
    """Return what problem details (RFC 9457) say in words, or all of them where they are malformed."""
    try:
        details = json.loads(problem)
        return "; ".join(str(details[name]) for name in ("detail", "advice") if name in details) or problem
    except (ValueError, TypeError, RecursionError):
        return problem


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
