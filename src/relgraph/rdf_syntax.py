"""Parsing: the syntax that a text is in, and what the parser says is wrong with it, line and column first."""

from __future__ import annotations

import io
import json
import re
import xml.sax
import xml.sax.handler
from collections.abc import Iterator

import pyoxigraph as ox

from relgraph.errors import InputError

_PLACE = re.compile(r"line (\d+)(?: between columns| column) (\d+)")


def sniffed(content: bytes) -> ox.RdfFormat:
    """Tell the format of ``content``. TriG stands for Turtle and N-Triples too: it takes all they can say."""
    start = content.lstrip()[:200]
    if start.startswith(b"<?xml") or re.match(rb"<[A-Za-z]*:?RDF[\s>]", start):
        return ox.RdfFormat.RDF_XML
    if start.startswith((b"{", b"[")):
        try:
            json.loads(content, parse_int=str)
        except ValueError:
            return ox.RdfFormat.TRIG
        return ox.RdfFormat.JSON_LD
    line = next((line for line in content.splitlines() if line.strip() and not line.startswith(b"#")), b"")
    try:
        quads = list(ox.parse(line, ox.RdfFormat.N_QUADS))
    except (SyntaxError, ValueError):
        return ox.RdfFormat.TRIG
    return ox.RdfFormat.N_QUADS if quads else ox.RdfFormat.TRIG


def syntax_error(name: str, content: bytes, rdf_format: ox.RdfFormat, message: str) -> InputError:
    """Return the error for ``message`` of the parser, with line and column moved to the front."""
    advice = f"it was read as {rdf_format.name}; correct it there"
    if "LoadDocumentCallback" in message:
        return InputError(
            f"{name}: refers to a remote JSON-LD context, and nothing is fetched",
            "write the context into the file, or convert it to Turtle first",
        )
    if "No scheme found in an absolute IRI" in message:
        advice = "it is a relative IRI: declare @base (xml:base), or give --base IRI (base=)"
    if _PLACE.search(message) is None and rdf_format == ox.RdfFormat.RDF_XML:
        # The RDF/XML reader says what is wrong and not where; where it is the XML itself, expat knows.
        try:
            xml.sax.parse(io.BytesIO(content), xml.sax.handler.ContentHandler())  # noqa: S317 - no entities read
        except xml.sax.SAXParseException as error:
            return InputError(
                f"{name}, line {error.getLineNumber()}, column {(error.getColumnNumber() or 0) + 1}: "
                f"{error.getMessage()}",
                advice,
            )
    return InputError(name + located(message), advice)


def located(message: str) -> str:
    """Return a message of the parser of pyoxigraph as it follows the name of a file.

    Example:
        >>> located("Parser error at line 2 column 5: '.' is not expected")
        ", line 2, column 5: '.' is not expected"
    """
    message = re.sub(r" \([^()]*line \d+\)$", "", message)
    where = _PLACE.search(message)
    if where is None:
        return f": {message[:300]}"
    return f", line {where[1]}, column {where[2]}: {message.split(': ', 1)[-1][:300]}"


def too_long(name: str) -> tuple[str, str]:
    """Return message and advice for a term that the parser of pyoxigraph takes no more."""
    return f"{name}: holds a term of more than 16 MiB", "keep a text of that length in a file of its own"


_DECLARED = re.compile(rb"prefix\s+([^\s:]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_BEFORE_DECLARED = re.compile(rb"(?:^|[.>])\s*@?\Z", re.MULTILINE)
_BLOCK = 1 << 20
_LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_XMLNS = re.compile(rb"\bxmlns:([\w.-]+)\s*=\s*[\"']([^\"'<>&]*)[\"']")


def prefixes_in(content: bytes, rdf_format: ox.RdfFormat) -> dict[str, str]:
    """Return the prefixes that a file declares, as far as they are plain names of absolute namespaces.

    Example:
        >>> prefixes_in(b"@prefix ex: <https://example.org/> .", ox.RdfFormat.TURTLE)
        {'ex': 'https://example.org/'}
    """
    pairs: list[tuple[str, str]] = []
    if rdf_format in _LINES:
        return {}
    if rdf_format == ox.RdfFormat.JSON_LD:
        context = json.loads(content, parse_int=str)  # Python reads no number of 5,000 digits
        contexts = context.get("@context") if isinstance(context, dict) else None
        for part in contexts if isinstance(contexts, list) else [contexts]:
            if isinstance(part, dict):
                pairs += [(name, iri) for name, iri in part.items() if isinstance(iri, str)]
        pairs = [(name, iri) for name, iri in pairs if iri.endswith(("#", "/", ":"))]
    else:
        found = _XMLNS.finditer(content) if rdf_format == ox.RdfFormat.RDF_XML else _declarations(content)
        pairs = [(match[1].decode("utf-8", "replace"), match[2].decode("utf-8", "replace")) for match in found]
    return {
        name: iri
        for name, iri in reversed(pairs)
        if re.fullmatch(r"(?:[A-Za-z][\w-]*)?", name, re.ASCII) and re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri)
    }


def _declarations(content: bytes) -> Iterator[re.Match[bytes]]:
    """Yield where Turtle declares prefixes. The word is found first: a pattern tries each place of a file."""
    for start in range(0, len(content), _BLOCK):
        words = content[start : start + _BLOCK + len(b"prefix") - 1].lower()
        place = words.find(b"prefix")
        while place >= 0:
            match = _DECLARED.match(content, start + place)
            if match and _BEFORE_DECLARED.search(content[max(0, start + place - 40) : start + place]):
                yield match
            place = words.find(b"prefix", place + 1)
