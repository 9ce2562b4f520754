"""Failures of HTTP in words: connections that fail, redirects, refusals, each with what to do about it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from urllib.parse import urlsplit

import requests

from relgraph.cleaning import clean
from relgraph.errors import RelgraphError, StoreError
from relgraph.remote.addresses import shown
from relgraph.remote.credentials import HOW_TO_GIVE

_CUT = (IncompleteRead, RemoteDisconnected)


class ConnectionLostError(StoreError):
    """A connection to a store that broke: what was asked may be asked again."""


class CutOffError(StoreError):
    """An endpoint that cuts its answers off, so that what is beyond does not come."""


def failed_connection(  # noqa: PLR0911 - one for each cause
    url: str,
    error: requests.RequestException,
    timeout: float,
    kind: type[RelgraphError] = StoreError,
    server: str = "store",
    *,
    option: str = "--timeout",
) -> RelgraphError:
    """Return the error to raise for a request without a complete response.

    The request, which has the password, is taken out of ``error``, which may stay in the context of what is
    raised.

    Args:
        url: Where the request went.
        error: What happened.
        timeout: Seconds that were waited at most.
        kind: The class of the error.
        server: What the server is, in a word.
        option: What gives it more time.

    Returns:
        The error in words.

    Example:
        >>> import requests
        >>> print(failed_connection("http://localhost:7878/store", requests.Timeout(), 60.0))
        http://localhost:7878/store: no answer within 60 seconds
    """
    error.request = error.response = None
    where, host = shown(url), urlsplit(url).hostname
    causes = list(_chain(error))
    if any(isinstance(cause, TimeoutError | requests.Timeout) for cause in causes):
        return kind(f"{where}: no answer within {timeout:g} seconds", f"try again with a longer {option}")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return kind(f"{where}: unknown host {host}", "check the spelling and the network")
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return kind(
                f"{where}: TLS connection failed: {cause.reason or cause}",
                "check its certificate (REQUESTS_CA_BUNDLE names authorities of your own), or use http",
            )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return kind(f"{where}: connection refused", f"start the {server}, or check host and port")
    if any(isinstance(cause, HTTPException) and not isinstance(cause, _CUT) for cause in causes):
        return kind(f"{where}: what answers does not speak HTTP", "check host and port")
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return kind(f"{where}: the answer cannot be unpacked", f"check the {server}, and what stands before it")
    kind = ConnectionLostError if kind is StoreError else kind
    return kind(f"{where}: connection lost", f"check that the {server} is still running")


def over_time(
    url: str, seconds: float, kind: type[RelgraphError] = StoreError, *, option: str = "--max-time"
) -> RelgraphError:
    """Return the error to raise where all has not been done in time.

    Args:
        url: Where the requests went.
        seconds: How long all might take.
        kind: The class of the error.
        option: What gives it more time.

    Returns:
        The error in words.

    Example:
        >>> print(over_time("http://localhost:7878/store", 600.0))
        http://localhost:7878/store: stopped, not done within 600 seconds in all
    """
    return kind(
        f"{shown(url)}: stopped, not done within {seconds:g} seconds in all",
        f"try again with a longer {option}",
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def redirected(response: requests.Response) -> StoreError:
    """Return the error to raise for a redirect (status 3xx), which is never followed."""
    location = shown(response.headers.get("Location", "elsewhere"))
    return StoreError(
        f"{shown(response.url)}: the store redirects to {location}",
        "redirects are not followed; give that address if it is the store's",
    )


def refused(response: requests.Response, words: str, *, authenticated: bool, named: bool) -> StoreError:
    """Return the error to raise for a refusal (status 4xx or 5xx).

    Args:
        response: The store's response.
        words: What the store says in its body: ``": "`` and a line of text, or ``""``.
        authenticated: A user name and password were sent.
        named: The request was for a named graph, as opposed to the default graph.

    Returns:
        The error in words.

    Example:
        >>> import requests
        >>> response = requests.Response()
        >>> response.status_code, response.url = 503, "http://localhost:7878/store"
        >>> error = refused(response, ": compacting", authenticated=False, named=True)
        >>> print(error, error.advice, sep="; ")
        http://localhost:7878/store: the store is busy (status 503): compacting; try again later
    """
    status, where = response.status_code, shown(response.url)
    if status == 401:
        what = "wrong user name or password" if authenticated else "the store asks for a user name and password"
        return StoreError(f"{where}: {what} (status 401)", HOW_TO_GIVE)
    # Virtuoso says it with status 500.
    if status == 403 or "no permission" in words.lower():
        return StoreError(
            f"{where}: access denied (status {status}){words}",
            "it may be read-only, or the user may lack the right to write",
        )
    if status == 413:
        return StoreError(f"{where}: the request is too large (status 413)", "give a smaller --batch")
    if status in (429, 503):
        asked = clean(response.headers.get("Retry-After", ""), 80)
        when = f", as it asks (Retry-After: {asked})" if asked else ""
        return StoreError(f"{where}: the store is busy (status {status}){words}", f"try again later{when}")
    if not named and "default" in words.lower():
        advice = "this store has no default graph to write to: name a graph with --graph"
    elif status >= 500:
        advice = "the store's log may say more"
    else:
        advice = "check the address, and what the store says"
    what = "the store failed" if status >= 500 else "the store rejects the request"
    return StoreError(f"{where}: {what} (status {status}){words}", advice)
