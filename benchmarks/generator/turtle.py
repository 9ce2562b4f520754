"""Turtle as people write it, written as it is made, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from benchmarks.generator.words import RELATIONS

_ID = "https://w3id.org/relgraph/id/"
_KINDS = (
    "act", "anniversary", "assistance", "claim", "code", "collective", "document", "event", "evidence", "law",
    "measure", "mechanism", "office", "organization", "person", "proposal", "relationship", "scheme",
    "selector", "state", "topic",
)  # fmt: skip
_PREFIXES = {
    **{kind: f"{_ID}{kind}/" for kind in _KINDS},
    "dcterms": "http://purl.org/dc/terms/",
    "ex": "https://example.org/terms#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rg": "https://w3id.org/relgraph/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Act:
    """An act as terms of Turtle; each item of ``more`` is a property followed by its objects."""

    node: str
    relation: str
    label: str
    actors: Sequence[str]
    what: str
    evidence: Sequence[str]
    more: Sequence[Sequence[str]] = ()
    modality: str = "Asserted"
    certainty: str = "certain"


class Turtle:
    """What is written so far.

    Attributes:
        triples: How many triples, those of a part that is not flushed yet included.
        acts: How many acts.
    """

    def __init__(self, file: TextIO) -> None:
        """Write to ``file``."""
        self.triples = 0
        self.acts = 0
        self._file = file
        self._part: list[str] = []
        self._flushed = (0, 0)

    def header(self) -> None:
        """Write the prefixes."""
        self._part += [f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(_PREFIXES.items())]

    def flush(self) -> None:
        """Write the part that was made since the last time."""
        self._file.writelines(self._part)
        self._part.clear()
        self._flushed = (self.triples, self.acts)

    def drop(self) -> None:
        """Discard that part."""
        self._part.clear()
        self.triples, self.acts = self._flushed

    def put(self, subject: str, *statements: Sequence[str]) -> None:
        """Write statements about a subject, each a property and one or more objects."""
        self.triples += sum(map(len, statements)) - len(statements)
        self._part.append(
            f"\n{subject} "
            + " ;\n    ".join(f"{said[0]} {' , '.join(said[1:])}" for said in statements)
            + " .\n"
        )

    def act(self, act: Act) -> None:
        """Write an act with all of its statements."""
        self.acts += 1
        self.put(
            act.node,
            ("a", f"rg:{RELATIONS[act.relation].kind}"),
            ("rdfs:label", act.label),
            ("rg:actor", *act.actors),
            ("rg:relation", f"rg:{act.relation}"),
            ("rg:object", act.what),
            *act.more,
            ("rg:modality", f"rg:modality{act.modality}"),
            ("rg:certainty", f"rg:{act.certainty}"),
            ("rg:evidence", *act.evidence),
        )

    def passage(self, key: str, document: str, start: int, end: int) -> str:
        """Write where in a text a passage stands, and return its name."""
        selector = ("a", "oa:TextPositionSelector"), ("oa:start", str(start)), ("oa:end", str(end))
        return self._evidence(key, document, *selector)

    def cell(self, key: str, document: str, value: str) -> str:
        """Write where in a table a passage stands, and return its name."""
        conforms = ("dcterms:conformsTo", "<http://tools.ietf.org/rfc/rfc7111>")
        return self._evidence(
            key, document, ("a", "oa:FragmentSelector"), conforms, ("rdf:value", f'"{value}"')
        )

    def _evidence(self, key: str, document: str, *selector: Sequence[str]) -> str:
        self.put(
            f"evidence:{key}",
            ("a", "oa:SpecificResource"),
            ("oa:hasSource", document),
            ("oa:hasSelector", f"selector:{key}"),
        )
        self.put(f"selector:{key}", *selector)
        return f"evidence:{key}"
