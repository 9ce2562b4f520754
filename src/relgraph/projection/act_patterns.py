"""Patterns of acts: what the filters of acts ask, as graph patterns of SPARQL.

Each function returns what makes a pattern of the act that a variable stands for.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

Pattern = Callable[[str], str]

_PREFIXES = """PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rg: <https://w3id.org/relgraph/ontology#>
"""
_NAMED = """
  { ?act rg:evidence ?passage FILTER NOT EXISTS { ?passage oa:hasSource ?other }
    ?source a rg:Document FILTER(STR(?source) IN (STR(?passage), STRBEFORE(STR(?passage), "#"))) }
"""

SOURCES = f"""{_PREFIXES}SELECT DISTINCT ?source {{
  {{ ?passage oa:hasSource ?source }}
  UNION{_NAMED}}}
"""
"""The sources of passages, and those that acts name as their evidence or by a fragment."""

SOURCES_OF_ACTS = f"""{_PREFIXES}SELECT DISTINCT ?act ?source {{
  {{ ?act rg:evidence ?passage . ?passage oa:hasSource ?source }}
  UNION{_NAMED}}}
"""
"""The sources that each act rests on."""

ENDING = f"""{_PREFIXES}SELECT ?act {{ ?act rg:until ?end ; rg:relation ?relation }} LIMIT 1
"""
"""An act that has an end of its own."""


def any_act(act: str) -> str:
    """Return the pattern that every act meets."""
    return ""


def told(name: str, words: Iterable[str]) -> Pattern:
    """Return the pattern of acts with one of some modalities or certainties.

    Args:
        name: ``modality`` or ``certainty``.
        words: The words of these.

    Example:
        >>> print(told("certainty", ["likely"])("?act"))
         ?act rg:certainty ?act_certainty . FILTER(?act_certainty IN (rg:likely))
    """
    local = [f"modality{word.capitalize()}" if name == "modality" else word for word in words]
    listed = ", ".join(f"rg:{each}" for each in local)
    return lambda act: f" {act} rg:{name} {act}_{name} . FILTER({act}_{name} IN ({listed}))"


def meeting(first: datetime.date, last: datetime.date, ends_by: datetime.date) -> Pattern:
    """Return the pattern of acts that meet a window.

    Texts are compared: ``2021`` comes before all of its days, and ``2021~`` after them.

    Args:
        first: The first day of the window.
        last: Its last day.
        ends_by: The day before which no act may have ended.
    """

    def pattern(act: str) -> str:
        date, end = f"{act}_date", f"{act}_end"
        lasts = f'CONTAINS(STR({date}), "/")'
        begins, until = (
            f'SUBSTR(IF({lasts}, {part}(STR({date}), "/"), STR({date})), 1, 10)'
            for part in ("STRBEFORE", "STRAFTER")
        )
        return (
            f' {act} rg:effectiveDate {date} . FILTER(REGEX(STR({date}), "^([0-9]{{4}}|[.][.]/)")'
            f' && {begins} <= "{last.isoformat()}"'
            f' && ({until} = ".." || CONCAT({until}, "~") >= "{first.isoformat()}"))'
            f" OPTIONAL {{ {act} rg:until {end} }}"
            f' FILTER(!BOUND({end}) || CONCAT(SUBSTR(STR({end}), 1, 10), "~") >= "{ends_by.isoformat()}")'
        )

    return pattern


def resting_on(sources: Iterable[str]) -> Pattern:
    """Return the pattern of acts with a passage in one of some sources, given as IRIs."""
    iris, texts = _listed(sources)

    def pattern(act: str) -> str:
        passage = f"{act}_passage"
        return (
            f" FILTER EXISTS {{ {act} rg:evidence {passage} . {{ {passage} oa:hasSource {act}_source . "
            f"FILTER({act}_source IN ({iris})) }} UNION {{ {act} rg:evidence {passage} . "
            f"FILTER NOT EXISTS {{ {passage} oa:hasSource {act}_other }} "
            f"FILTER({_is_among(passage, texts)}) }} }}"
        )

    return pattern


def resting_on_more_than(background: Iterable[str]) -> Pattern:
    """Return the pattern of acts that rest on more than some sources, or on nothing."""
    iris, texts = _listed(background)
    if not iris:
        return any_act

    def pattern(act: str) -> str:
        passage = f"{act}_any"
        return (
            f" FILTER(!EXISTS {{ {act} rg:evidence {passage} }} || "
            f"EXISTS {{ {act} rg:evidence {passage} . "
            f"{{ {passage} oa:hasSource {act}_else . FILTER({act}_else NOT IN ({iris})) }} UNION "
            f"{{ {act} rg:evidence {passage} . FILTER NOT EXISTS {{ {passage} oa:hasSource {act}_none }} "
            f"FILTER(!({_is_among(passage, texts)})) }} }})"
        )

    return pattern


def _is_among(passage: str, texts: str) -> str:
    """Return the condition that a passage is a document, or what a fragment names of one."""
    return f'STR({passage}) IN ({texts}) || STRBEFORE(STR({passage}), "#") IN ({texts})'


def _listed(sources: Iterable[str]) -> tuple[str, str]:
    iris = [source for source in sources if not source.startswith("_:")]
    return ", ".join(f"<{iri}>" for iri in iris), ", ".join(f'"{iri}"' for iri in iris)
