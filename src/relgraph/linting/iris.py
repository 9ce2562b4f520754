"""IRIs: what a token stands for under the prefixes and the base of its file, and the rules on its spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from relgraph.linting.tokens import unescape

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DOT_SEGMENT = re.compile(r"[^?#]*?/\.\.?(?:[/?#]|$)")


class Namespaces:
    """The prefixes and the base that a file has declared so far.

    Example:
        >>> namespaces = Namespaces()
        >>> namespaces.declare_prefix("e:", "https://example.org/")
        >>> namespaces.resolve("e:a")
        ('https://example.org/a', ())
        >>> namespaces.resolve("<a>")
        ('a', ('relative-iri',))
    """

    def __init__(self) -> None:
        """Start without prefixes and without a base."""
        self._prefixes: dict[str, str] = {}
        self._base: str | None = None
        self._resolved: dict[str, tuple[str, tuple[str, ...]]] = {}

    def declare_prefix(self, prefix: str, iri: str) -> None:
        """Let ``prefix``, colon included, stand for ``iri`` from here on."""
        self._prefixes[prefix] = iri
        self._resolved.clear()

    def declare_base(self, iri: str) -> None:
        """Resolve relative IRIs against ``iri`` from here on."""
        self._base = iri
        self._resolved.clear()

    def resolve(self, written: str) -> tuple[str, tuple[str, ...]]:
        """Resolve an IRI, and find the rules that apply to it.

        Args:
            written: An IRI in angle brackets, or a prefixed name, as it stands in the file.

        Returns:
            The IRI, and the names of the rules. A prefixed name without a declaration stays as it is, and so
            does a relative IRI without a base.
        """
        if written not in self._resolved:
            if written.startswith("<"):
                iri = unescape(written[1:-1])
                rules = tuple(self._iri_rules(iri))
                if self._base is not None and not _SCHEME.match(iri):
                    iri = _join(self._base, iri)
            else:
                prefix, _, local = written.partition(":")
                rules = tuple(_local_name_rules(local))
                iri = self._prefixes.get(prefix + ":", written) + re.sub(r"\\(.)", r"\1", local)
            if len(iri.encode()) >= 1000:
                rules = (*rules, "long-iri")
            self._resolved[written] = iri, rules
        return self._resolved[written]

    def _iri_rules(self, iri: str) -> Iterator[str]:
        is_relative = not _SCHEME.match(iri)
        if is_relative and self._base is None:
            yield "relative-iri"
            return
        if is_relative and iri.startswith("?"):
            yield "based-iri"
        if "%" in iri:
            yield "percent-encoding"
        if not is_relative and "/." in iri and _DOT_SEGMENT.match(iri):
            yield "dot-segment"


def _local_name_rules(local: str) -> Iterator[str]:
    if "\\" in local:
        yield "local-name-escape"
    if re.search(r"(?<!\\)%", local):
        yield "local-name-percent"
    if ":" in local:
        yield "local-name-colon"
    if re.match("[0-9]+-", local):
        yield "local-name-digits"
    if len(local.encode()) >= 450:
        yield "long-local-name"


def _join(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:  # a base that is no URL; the parser says so
        return reference
