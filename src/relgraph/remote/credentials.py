"""Credentials of a store or a model: whence they come, how they are sent, how they stay out of messages."""

from __future__ import annotations

import ipaddress
import os
import re
from base64 import b64encode
from urllib.parse import parse_qsl, urlsplit

from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import get_netrc_auth

from relgraph.errors import StoreError

HOW_TO_GIVE = "set RELGRAPH_USER and RELGRAPH_PASSWORD, or add the host to your netrc file"
"""What a message advises where a store asks for a user."""


class Secrets:
    """What no message may show: passwords, and the query of an address, which can have a key in it.

    Example:
        >>> secrets = Secrets("https://example.org/store?key=4711")
        >>> secrets.add_user("ali", "open-sesame")
        >>> secrets.hide("no 4711 here, ali with open-sesame")
        'no *** here, ali with ***'
    """

    def __init__(self, *urls: str) -> None:
        """Collect the secrets of addresses.

        Args:
            urls: The addresses: their queries, and each value in these, are secret.
        """
        queries = [urlsplit(url).query for url in urls]
        self._texts = {part for query in queries for _, part in [("", query), *parse_qsl(query)]} - {""}

    def add(self, secret: str) -> None:
        """Keep a text secret."""
        self._texts |= {secret} - {""}

    def add_user(self, user: str, password: str) -> None:
        """Keep ``password`` secret, and what basic authentication makes of it."""
        self.add(password)
        self.add(b64encode(f"{user}:{password}".encode()).decode())

    def hide(self, text: str) -> str:
        """Return ``text`` with ``***`` for each secret."""
        # One may be part of another, the rest of which would be shown.
        for secret in sorted(self._texts, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


def find_user(url: str, *, environment: bool) -> tuple[str, str] | None:
    """Return the user name and password for the store at ``url``.

    Args:
        url: The address of the store.
        environment: Look into ``RELGRAPH_USER`` and ``RELGRAPH_PASSWORD`` first.

    Returns:
        What the environment says, else the entry of the netrc file (``NETRC`` or ``~/.netrc``) for the host,
        else ``None``.

    Raises:
        StoreError: One of the two variables is set without the other, or has a control character in it.
    """
    known = _environment_user() if environment else None
    return known or get_netrc_auth(url)


def _environment_user() -> tuple[str, str] | None:
    user, password = os.environ.get("RELGRAPH_USER"), os.environ.get("RELGRAPH_PASSWORD")
    if user is None and password is None:
        return None
    if user is None or password is None:
        there, absent = ("USER", "PASSWORD") if password is None else ("PASSWORD", "USER")
        raise StoreError(f"RELGRAPH_{there} is set, and RELGRAPH_{absent} is not", "set both, or neither")
    if not (user + password).isprintable():
        raise StoreError("RELGRAPH_USER or RELGRAPH_PASSWORD has a control character in it", "correct them")
    return user, password


def authentication(challenge: str, user: str, password: str) -> AuthBase | None:
    """Return how to authenticate.

    Args:
        challenge: The ``WWW-Authenticate`` header of the store, which may offer several schemes.
        user: The user name.
        password: The password.

    Returns:
        Digest authentication where the store offers it, else basic, else ``None``.

    Example:
        >>> type(authentication('Basic realm="a", Digest realm="a", nonce="b"', "ali", "open-sesame")).__name__
        'HTTPDigestAuth'
        >>> authentication("Negotiate", "ali", "open-sesame") is None
        True
    """
    if re.search(r"(?:^|,)\s*digest\s", challenge, re.IGNORECASE):
        return HTTPDigestAuth(user, password)
    if re.search(r"(?:^|,)\s*basic\b", challenge, re.IGNORECASE):
        return HTTPBasicAuth(user.encode(), password.encode())
    return None


def sent_in_clear(url: str) -> bool:
    """Tell whether a request to ``url`` crosses a network unencrypted.

    Example:
        >>> sent_in_clear("http://example.org/store")
        True
        >>> sent_in_clear("http://localhost:7878/store") or sent_in_clear("https://example.org/store")
        False
    """
    parts = urlsplit(url)
    return parts.scheme == "http" and not _is_loopback(parts.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
