"""Hostile content: text that would take a parser minutes or gigabytes is refused before it is parsed."""

from __future__ import annotations

import re

import pyoxigraph as ox

from relgraph.errors import InputError
from relgraph.wording import counted

DEEPEST = 6000
"""How deeply brackets or elements may be nested. Parsers take a time that grows with the square of it."""

DEEPEST_JSON = 1000
"""How deeply JSON-LD may be nested, whose parser runs out of its stack from 3,000 levels on."""

EXPANDED = 1 << 20
"""Characters that the entities of an RDF/XML file may expand to, beyond ten times its size."""

# Names of XML may have letters of any script, which are bytes here.
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?([^\s%&;\"'<>]+)\s+(SYSTEM|PUBLIC|\"[^\"]*\"|'[^']*')")
_USE = re.compile(rb"&([^\s&;#\"'<>]+);")
_XML_TAG = re.compile(rb"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<(/?)[^\s!?/<>][^<>]*?(/?)>", re.DOTALL)
_TOKEN = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rb'|"(?:[^"\\\r\n]++|\\.)*+"'
    rb"|'(?:[^'\\\r\n]++|\\.)*+'"
    rb'|<[^<>"{}|^`\\\s]*>|\#[^\r\n]*|([\[({])|([\])}])',
    re.DOTALL,
)


def refuse_hostile(name: str, content: bytes, rdf_format: ox.RdfFormat) -> None:
    """Refuse content that is nested too deeply, or whose entities expand to too much.

    Args:
        name: The name of the file.
        content: What is in it.
        rdf_format: The format in which it will be parsed.

    Raises:
        InputError: It is so.

    Example:
        >>> refuse_hostile("deep.ttl", b"<urn:a> <urn:b> " + b"[ <urn:c> " * 9000, ox.RdfFormat.TURTLE)
        Traceback (most recent call last):
            ...
        relgraph.errors.InputError: deep.ttl: is nested more than 6,000 deep
    """
    if rdf_format == ox.RdfFormat.RDF_XML:
        _refuse_entities(name, content)
    deepest = _depth_of_elements(content) if rdf_format == ox.RdfFormat.RDF_XML else _depth_of_brackets(content)
    most = DEEPEST_JSON if rdf_format == ox.RdfFormat.JSON_LD else DEEPEST
    if deepest > most:
        raise InputError(
            f"{name}: is nested more than {most:,} deep", "write it flatter, with names for what is nested"
        )


def _depth_of_brackets(content: bytes) -> int:
    if sum(content.count(bracket) for bracket in (b"[", b"(", b"{")) <= DEEPEST_JSON:
        return 0
    depth = deepest = 0
    for token in _TOKEN.finditer(content):
        if token[1]:
            depth += 1
            deepest = max(deepest, depth)
        elif token[2] and depth:
            depth -= 1
    return deepest


def _depth_of_elements(content: bytes) -> int:
    if content.count(b"<") <= DEEPEST:
        return 0
    depth = deepest = 0
    for tag in _XML_TAG.finditer(content):
        if tag[1] is None or tag[2]:
            continue
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _refuse_entities(name: str, content: bytes) -> None:
    declared: dict[bytes, bytes] = {}
    for parameter, entity, value in _ENTITY.findall(content):
        if parameter or value[:1] not in b"\"'":
            raise InputError(
                f"{name}: declares an entity that is read from elsewhere, and nothing is fetched",
                "write what it stands for into the file",
            )
        declared.setdefault(entity, value[1:-1])
    if not declared:
        return
    sizes: dict[bytes, int] = {}

    def size(entity: bytes, within: tuple[bytes, ...]) -> int:
        if entity in within or len(within) > 50:
            raise InputError(f"{name}: an entity expands to itself", "correct its declaration")
        if entity not in sizes:
            value = declared.get(entity, b"")
            inner = sum(size(used, (*within, entity)) for used in _USE.findall(value) if used in declared)
            sizes[entity] = len(value) + inner
        return sizes[entity]

    expanded = 0
    for used in _USE.findall(content):
        if used in declared:
            expanded += size(used, ())
    if expanded > EXPANDED + 10 * len(content):
        raise InputError(
            f"{name}: its entities expand to {counted(expanded, 'character')}, which no RDF needs",
            "write out what they stand for",
        )
