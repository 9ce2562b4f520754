"""The HTTP connection to a store: requests, with credentials where it asks for them, and their responses."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from typing import IO, cast
from urllib.parse import urlsplit

import pyoxigraph as ox
import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from relgraph.cleaning import clean
from relgraph.errors import StoreError
from relgraph.remote.addresses import shown
from relgraph.remote.credentials import Secrets, authentication, find_user, sent_in_clear
from relgraph.remote.failures import failed_connection, redirected, refused

TIMEOUT = 60.0
"""Seconds without a byte after which a store counts as dead."""

RDF_MEDIA_TYPES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
"""The ``Accept`` header of a request for triples."""

_CHUNK = 1 << 16  # bytes of a body that are read at once

_log = logging.getLogger(__name__)


class Connection:
    """Requests to a store, with the user's name and password where it asks for them.

    No redirect is followed, and nothing is sent twice save what was answered with 401. What goes wrong is a
    :class:`~relgraph.errors.StoreError` that has no secret in it nor in its context.
    """

    def __init__(self, url: str, query_url: str | None, timeout: float) -> None:
        """Prepare for requests; nothing is sent yet.

        Args:
            url: The address of the store. The user of the environment is for its host only.
            query_url: Another address of the store, or ``None``.
            timeout: Seconds, for connecting and for each wait.
        """
        self._timeout = timeout
        self._home = urlsplit(url).netloc
        self._http = requests.Session()
        self._auth: dict[str, AuthBase] = {}
        # A store may repeat what it was sent.
        self._secrets = Secrets(url, query_url or "")

    def close(self) -> None:
        """Close what is open to the store."""
        self._http.close()

    def request(
        self,
        method: str,
        url: str,
        *,
        data: bytes | dict[str, str] | None = None,
        headers: dict[str, str],
    ) -> requests.Response:
        """Send a request, a second time with credentials where the store asks for them.

        A password that goes over plain http to another machine is warned of by ``logging``.

        Args:
            method: The HTTP method.
            url: Where to.
            data: The body, or the fields of a form.
            headers: Headers besides those of every request.

        Returns:
            The response, whatever its status, its body unread.

        Raises:
            StoreError: There is no response, or none that can be understood.
        """
        host = urlsplit(url).netloc
        response = self._once(method, url, data, headers)
        if response.status_code == 401 and host not in self._auth:
            auth = self._authentication(url, response.headers.get("WWW-Authenticate", ""))
            if auth is not None:
                self._auth[host] = auth
                response.close()
                response = self._once(method, url, data, headers)
        return response

    def _once(
        self, method: str, url: str, data: bytes | dict[str, str] | None, headers: dict[str, str]
    ) -> requests.Response:
        try:
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
        except requests.RequestException as error:
            raise self.failure(url, error) from None
        except (ValueError, KeyError, HTTPError):
            # Of headers that cannot be read or written: their text may have the password.
            raise StoreError(
                f"{shown(url)}: the request cannot be sent, or the response has malformed headers",
                "check the address, and that user name and password are ASCII",
            ) from None

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
            self.words(response)  # read, since a store may be at work until its answer ends
            return
        if response.status_code < 400:
            response.close()
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
            content = next(response.iter_content(_CHUNK), b"")
        except requests.RequestException:
            content = b""
        response.close()
        text = content.decode("utf-8", "replace")
        if re.match(r"\s*<", text):
            text = re.sub(r"(?is)<(head|script|style)\b.*?</\1>|<[^>]*>", " ", text)
            text = html.unescape(text)
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
            response.close()
            raise StoreError(f"{shown(response.url)}: RDF expected, got {kind}", "check the address")
        try:
            body = cast(IO[bytes], _Body(response))  # reading is all that the parser asks of it
            for quad in ox.parse(body, rdf_format, base_iri=response.url):
                yield quad.triple
        except requests.RequestException as error:
            raise self.failure(response.url, error) from None
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
            response.close()

    def failure(self, url: str, error: requests.RequestException) -> StoreError:
        """Return the error to raise for ``error``, which happened with a request to ``url``."""
        return failed_connection(url, error, self._timeout)


class _Body:
    """The body of a response as a file, so that large graphs are parsed as they come in."""

    def __init__(self, response: requests.Response) -> None:
        self._chunks = response.iter_content(_CHUNK)
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


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
