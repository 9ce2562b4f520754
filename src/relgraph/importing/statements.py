"""Statements: what the importer writes, in Turtle, a block for each thing and each act."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from relgraph.importing.relation_names import DeclaredRelation
from relgraph.importing.things import Thing, local_part
from relgraph.model.namespaces import PREFIXES

_WRITTEN = re.compile(r'[\\"\x00-\x1f\x7f]')
_PREFIXES = ("rg", "rdfs", "skos", "xsd", "dcterms")
_ALIGNMENT = "https://w3id.org/relgraph/ontology/alignments/plover-cameo#"
_SYSTEMS = ("cameo", "plover")
_MORE_NODES = (("recipient", "recipient"), ("event", "madeAt"))
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


@dataclass(frozen=True)
class Writing:
    """How acts are written.

    Attributes:
        base: What IRIs begin with.
        acts: What the IRIs of acts begin with.
        documents: The IRIs of the files, by their number.
        classes: The class of act of each relation, as local names.
        attributes: The property of each attribute, by its column.
    """

    base: str
    acts: str
    documents: Sequence[str]
    classes: Mapping[str, str]
    attributes: Mapping[str, str]

    def act_block(self, row: Mapping[str, Any]) -> str:
        """Return the description of an act.

        Args:
            row: As :func:`~relgraph.importing.written.written_rows` yields it.
        """
        relation = row["relation"]
        parts = [
            f"<{self.acts}{local_part(row['act_id'])}> a rg:{self.classes.get(relation, 'Act')}",
            f"rg:actor <{row['actor']}>",
            f"rg:relation <{relation}>",
            f"rg:object <{row['object']}>",
        ]
        parts += [f"rg:{prop} <{row[name]}>" for name, prop in _MORE_NODES if row[name]]
        begins, ends = row["from"], row["until"]
        if begins and begins == ends:
            parts.append(f"rg:date {day(begins)}")
        else:
            parts += [f"rg:{name} {day(row[name])}" for name in ("from", "until") if row[name]]
        modality = (row["modality"] or "asserted").capitalize()
        parts.append(f"rg:modality rg:modality{modality} ; rg:certainty rg:{row['certainty'] or 'certain'}")
        if row["polarity"] == "negative":
            parts.append("rg:polarity rg:negative")
        parts += [
            f"rg:{name} {_number(row[name])}" for name in ("weight", "intensity") if row[name] is not None
        ]
        if row["code"]:
            parts.append(f"rg:code <{code_iri(row['code'], self.base)}>")
        if row["source"]:
            parts.append(f"dcterms:source {literal(row['source'])}")
        parts.append(f"rg:evidence {self._evidence(row)}")
        parts += [
            f"<{prop}> {literal(row[name])}" for name, prop in self.attributes.items() if row[name] is not None
        ]
        return f"{' ; '.join(parts)} .\n"

    def _evidence(self, row: Mapping[str, Any]) -> str:
        if row["row"] is None:  # many rows
            return " , ".join(f"<{document}#row=1-*>" for document in self.documents)
        return f"<{self.documents[int(row['file'] or 0)]}#row={local_part(row['row'])}>"


def _number(value: float) -> str:
    """Return a number as a decimal of Turtle."""
    if value.is_integer():
        return f"{value:.0f}"
    text = f"{value:.12f}".rstrip("0")
    return text if "." in text and not text.endswith(".") else f"{value:.6e}"
