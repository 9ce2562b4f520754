"""Statements: what the importer writes, in Turtle, a block for each thing and each act."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from relgraph.importing.canonical import quoted_name, quoted_text
from relgraph.importing.relation_names import DeclaredRelation
from relgraph.importing.things import Thing, local_part
from relgraph.model.namespaces import PREFIXES

_WRITTEN = re.compile(r'[\\"\x00-\x1f\x7f]')
_PREFIXES = ("rg", "owl", "rdfs", "skos", "xsd", "dcterms")
_ALIGNMENT = "https://w3id.org/relgraph/ontology/alignments/plover-cameo#"
_SYSTEMS = ("cameo", "plover")
_XSD = {4: "gYear", 7: "gYearMonth", 10: "date"}


def literal(text: str) -> str:
    r"""Return a text as a literal of Turtle and N-Triples.

    Example:
        >>> print(literal('say "no"\n'))
        "say \"no\"\u000A"
    """
    return f'"{_WRITTEN.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    return "\\" + character if character in '"\\' else f"\\u{ord(character):04X}"


def day(text: str) -> str:
    """Return a date as precise as it is told.

    Example:
        >>> day("2014-05")
        '"2014-05"^^xsd:gYearMonth'
    """
    return f'"{text}"^^xsd:{_XSD[len(text)]}'


def head() -> str:
    """Return the prefixes of what follows."""
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in _PREFIXES)


def document_block(iri: str, label: str, sha256: str) -> str:
    """Return the description of a file."""
    return f'<{iri}> a rg:Document ; rdfs:label {literal(label)}@en ; rg:sha256 "{sha256}" .\n'


def thing_block(thing: Thing, held_on: str = "") -> str:
    """Return the description of a thing, and of an event when it was held."""
    parts = [f"a rg:{thing.kind}"]
    if thing.label:
        parts.append(f"rdfs:label {literal(thing.label)}@en")
    if held_on:
        parts.append(f"rg:status rg:held ; rg:heldOn {day(held_on)}")
    return f"<{thing.iri}> {' ; '.join(parts)} .\n"


@cache
def code_iri(code: str, base: str) -> str:
    """Return the IRI of a code: one of CAMEO or PLOVER is that of the ontology's alignment.

    Example:
        >>> code_iri("cameo:042", "https://example.org/").rpartition("#")[2], code_iri("own:7", "urn:x:")
        ('cameo-042', 'urn:x:code/own-7')
    """
    system, _, notation = code.partition(":")
    if system in _SYSTEMS:
        return f"{_ALIGNMENT}{system}-{local_part(notation)}"
    return f"{base}code/{'-'.join(map(local_part, filter(None, (system, notation))))}"


def code_block(code: str, base: str) -> str:
    """Return the description of a code."""
    system, _, notation = code.partition(":")
    label = f"{system.upper()} {notation}" if system in _SYSTEMS else code
    parts = f"rdfs:label {literal(label)}@en ; skos:notation {literal(notation or code)}"
    return f"<{code_iri(code, base)}> a skos:Concept ; {parts} ; skos:inScheme <{_scheme(system, base)}> .\n"


def scheme_block(system: str, base: str) -> str:
    """Return the description of a coding system."""
    label = f"{system.upper()} codes" if system in _SYSTEMS else f"{system} codes"
    return f"<{_scheme(system, base)}> a skos:ConceptScheme ; rdfs:label {literal(label)}@en .\n"


def _scheme(system: str, base: str) -> str:
    return f"{_ALIGNMENT}{system}" if system in _SYSTEMS else f"{base}codes/{local_part(system)}"


def relation_block(relation: DeclaredRelation, *, undirected: bool) -> str:
    """Return the declaration of a relation that the ontology lacks."""
    direction = "undirected" if undirected else "directed"
    return (
        f"<{relation.iri}> a rg:Relation ; rdfs:label {literal(relation.label)}@en ; "
        f"rg:direction rg:{direction} ; rg:sign rg:{relation.sign} ; "
        "rg:weight 1 ; rg:entersProjection rg:actorsProjection , rg:fullProjection .\n"
    )


def attribute_block(iri: str, label: str) -> str:
    r"""Return the declaration of an attribute, which is called as its column is.

    Example:
        >>> print(attribute_block("urn:x:column/city", 'the "city"'), end="")
        <urn:x:column/city> a owl:DatatypeProperty , rg:Attribute ; rdfs:label "the \"city\""@en .
    """
    return f"<{iri}> a owl:DatatypeProperty , rg:Attribute ; rdfs:label {literal(label)}@en .\n"


def act_block(acts: str, documents: Sequence[str], attributes: Mapping[str, str]) -> str:
    """Return the expression of SQL that is the description of an act, a row of the table ``written``.

    DuckDB puts the texts of a million acts together in the time that Python takes for a tenth of them.

    Args:
        acts: What the IRIs of acts begin with.
        documents: The IRIs of the files, by their number.
        attributes: The property of each attribute, by its column.
    """
    parts = [
        quoted_text(f"<{acts}"),
        _encoded("act_id"),
        "'> a rg:' || class",
        "' ; rg:actor <' || actor || '>'",
        "' ; rg:relation <' || relation || '>'",
        "' ; rg:object <' || object || '>'",
        "' ; rg:recipient <' || recipient || '>'",
        "' ; rg:madeAt <' || event || '>'",
        f"""CASE WHEN "from" = until THEN ' ; rg:date ' || {_day("from")} """
        f"""ELSE concat(' ; rg:from ' || {_day("from")}, ' ; rg:until ' || {_day("until")}) END""",
        "' ; rg:modality rg:modality' || coalesce(upper(modality[1]) || modality[2:], 'Asserted')",
        "' ; rg:certainty rg:' || coalesce(certainty, 'certain')",
        "CASE WHEN polarity = 'negative' THEN ' ; rg:polarity rg:negative' END",
        *(f"' ; rg:{name} ' || {_number(name)}" for name in ("weight", "intensity")),
        "' ; rg:code <' || code_iri || '>'",
        f"' ; dcterms:source ' || {_literal('source')}",
        f"' ; rg:evidence ' || {_evidence(documents)}",
        *(
            f"{quoted_text(f' ; <{iri}> ')} || {_literal(quoted_name(column))}"
            for column, iri in attributes.items()
        ),
        "' .\n'",
    ]
    return f"concat({', '.join(parts)})"


def _evidence(documents: Sequence[str]) -> str:
    """Return the expression of where an act stands: a row of a file, or all rows of all files."""
    every = " , ".join(f"<{document}#row=1-*>" for document in documents)
    document = f"[{', '.join(map(quoted_text, documents))}][CAST(coalesce(file, '0') AS INT) + 1]"
    return (
        f"CASE WHEN row IS NULL THEN {quoted_text(every)} "
        f"ELSE concat('<', {document}, '#row=', {_encoded('row')}, '>') END"
    )


def _encoded(name: str) -> str:
    """Return the expression of a text as the end of an IRI, as :func:`local_part` has it of ASCII."""
    return f"replace(url_encode({name}), '%20', '+')"


def _day(column: str) -> str:
    """Return the expression of a date as precise as it is told."""
    name = quoted_name(column)
    types = " ".join(f"WHEN {size} THEN '{kind}'" for size, kind in _XSD.items())
    return f"""'"' || {name} || '"^^xsd:' || CASE length({name}) {types} END"""


def _literal(name: str) -> str:
    """Return the expression of a column of text as a literal."""
    escaped = name
    for character in ("\\", '"'):
        escaped = f"replace({escaped}, {quoted_text(character)}, {quoted_text(chr(92) + character)})"
    for number in (*range(0x20), 0x7F):
        escaped = f"replace({escaped}, chr({number}), '\\u{number:04X}')"
    special = quoted_text(_WRITTEN.pattern)
    return f"""'"' || CASE WHEN regexp_matches({name}, {special}) THEN {escaped} ELSE {name} END || '"'"""


def _number(name: str) -> str:
    """Return the expression of a number as a decimal of Turtle; as a double where that has too few places."""
    places = f"rtrim(printf('%.12f', {name}), '0')"
    return (
        f"CASE WHEN {name} = trunc({name}) THEN printf('%.0f', {name}) "
        f"WHEN {places} LIKE '%.' THEN printf('%.6e', {name}) ELSE {places} END"
    )
