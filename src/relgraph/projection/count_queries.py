"""Queries that count a projection where the statements are: an edge a row, whatever the number of its acts.

A speech act and its content count once per pair, as the content. An engine is asked for all pairs and for the
pairs for which a content stands, and the difference is taken by who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from relgraph.model.terms import among
from relgraph.projection.catalogue import implying
from relgraph.projection.patterns import PROLOGUE, Patterns

STATUS = ("relation", "modality", "polarity", "certainty", "saidBy", "effectiveDate", "datedBy", "until")
"""What a row says of its acts, by the property of an act."""

_ONCE = ("relation", "modality", "polarity", "certainty", "saidBy", "effectiveDate", "until", "weight")
"""What is said of an act once; where it is said twice, acts are read one by one."""


def counting(patterns: Patterns, condition: Callable[[str], str], *, spoken_for: bool, by_act: bool) -> str:
    """Return the query for the edges of a projection, with how many acts each stands for.

    Args:
        patterns: The patterns of the projection.
        condition: Returns the pattern of the acts that are kept.
        spoken_for: Only pairs for which a content of the act stands, in place of all.
        by_act: A row for each act and pair.

    Returns:
        The variables of its rows are ``?source``, ``?target``, ``?link`` (the number of the alternative),
        those of :data:`STATUS`, ``?acts`` (how many), ``?weight`` (their sum), ``?intensity`` (likewise) and
        ``?intensities`` (how many acts have one); by act ``?act`` first and ``?madeAt`` last.
    """
    where = f" {patterns.entering('?act')}{condition('?act')}"
    if spoken_for:
        found = _spoken_for(patterns, where, f" {patterns.entering('?content')}{condition('?content')}")
    else:
        found = patterns.pairs("?act", "?act ?source ?target ?number", where=where, in_each=True)
    pairs = (
        "SELECT ?act ?source ?target (MIN(?number) AS ?link) "
        f"WHERE {{ {{ {found} }} }} GROUP BY ?act ?source ?target"
    )
    told = [f"OPTIONAL {{ ?act rg:{name} ?{name} }}" for name in STATUS if name != "relation"]
    keys = ["?source", "?target", "?link", *(f"?{name}" for name in STATUS)]
    lines = [
        "?act rg:relation ?relation .",
        *told,
        "OPTIONAL { ?act rg:weight ?weighed }",
        "OPTIONAL { ?act rg:intensity ?scaled }",
    ]
    if by_act:
        head = f"?act {' '.join(keys)} ?weighed ?scaled ?madeAt"
        lines.append("OPTIONAL { ?act rg:madeAt ?madeAt }")
        group = ""
    else:
        head = (
            f"{' '.join(keys)} (COUNT(?act) AS ?acts) (SUM(?counts) AS ?weight) "
            "(SUM(?scaled) AS ?intensity) (COUNT(?scaled) AS ?intensities)"
        )
        lines.append("BIND(COALESCE(?weighed, 1) AS ?counts)")
        group = f" GROUP BY {' '.join(keys)}"
    body = "\n  ".join(lines)
    return f"{PROLOGUE}SELECT {head}\nWHERE {{\n  {{ {pairs} }}\n  {body}\n}}{group}"


def _spoken_for(patterns: Patterns, where: str, of_content: str) -> str:
    """Return the SELECT of the pairs of acts for which a content stands."""
    said = (
        f"{where} ?act rg:object ?content . ?content rg:relation ?content_relation . "
        f"FILTER NOT EXISTS {{ ?act rg:polarity rg:negative }}{patterns.agreeing('?act', '?content')}"
    )
    content = f" ?said rg:object ?content .{of_content}"
    # Behind rg:standsFor Oxigraph would take all links first; elsewhere Virtuoso takes long to plan.
    in_each = patterns.resolve
    ties, same = "?act ?content ?source ?target ?number", "?content ?source ?target"
    # A tie without direction is that of the content in either direction.
    ways = (
        (
            patterns.pairs("?act", ties, where=said, in_each=in_each),
            patterns.pairs("?content", same, where=content, in_each=in_each),
        ),
        (
            patterns.pairs("?act", ties, where=said, in_each=in_each, both_ways=True),
            patterns.pairs("?content", same, where=content, in_each=in_each, turned=True),
        ),
        (
            patterns.pairs("?act", ties, where=said, in_each=in_each),
            patterns.pairs("?content", same, where=content, in_each=in_each, turned=True, both_ways=True),
        ),
    )
    found = [f"{{ {{ {one} }} {{ {other} }} }}" for one, other in ways if one and other]
    return f"SELECT ?act ?source ?target ?number WHERE {{ {' UNION '.join(found)} }}"


def bare(patterns: Patterns, relations: Iterable[str]) -> str:
    """Return the query for direct relations that no act yields and no narrower relation implies.

    Engines look for what is not there in ways of their own, some of them slow; all add up alike.

    Args:
        patterns: The patterns of the projection.
        relations: The relations that anything is stated with.

    Returns:
        Its variables are ``?source``, ``?relation`` and ``?target``.
    """
    ontology, stated = patterns.ontology, set(relations)
    relations = [iri for iri in patterns.relations if iri in stated]
    narrower = implying(ontology, patterns.projection.name)
    acts = [(iri, narrow) for narrow in narrower for iri in ontology.ancestors(narrow) if iri in relations]
    implied = [(iri, narrow) for iri, narrow in acts if narrow in stated and iri != narrow]
    of_act = f"{patterns.entering('?act', narrower)} FILTER NOT EXISTS {{ ?act rg:polarity rg:negative }}"
    parts = [f"?source <{iri}> ?target . BIND(<{iri}> AS ?relation) BIND(0 AS ?behind)" for iri in relations]
    parts += [
        f"?source <{narrow}> ?target . BIND(<{iri}> AS ?relation) BIND(1 AS ?behind)" for iri, narrow in implied
    ]
    for ends, pairs in (
        ("rg:actor ?source ; rg:object ?target", acts),
        (
            "rg:actor ?target ; rg:object ?source",
            [pair for pair in acts if ontology.relations[pair[0]].undirected],
        ),
    ):
        if pairs:
            table = " ".join(f"(<{iri}> <{narrow}>)" for iri, narrow in pairs)
            parts.append(
                f"{of_act} ?act {ends} . VALUES (?relation ?act_relation) {{ {table} }} BIND(1 AS ?behind)"
            )
    return (
        f"{PROLOGUE}SELECT ?source ?relation ?target WHERE {{\n  {{ "
        + " }\n  UNION { ".join(parts)
        + " }\n}\nGROUP BY ?source ?relation ?target HAVING(SUM(?behind) = 0)"
    )


def stated(relations: Iterable[str]) -> str:
    """Return the query for those of some relations that anything is stated with."""
    parts = " UNION ".join(
        f"{{ SELECT (<{iri}> AS ?relation) WHERE {{ ?source <{iri}> ?target }} LIMIT 1 }}" for iri in relations
    )
    return f"SELECT ?relation WHERE {{ {parts} }}"


def acts(condition: str) -> str:
    """Return the query for how many acts meet a pattern of ``?act``."""
    return f"{PROLOGUE}SELECT (COUNT(DISTINCT ?act) AS ?acts) WHERE {{ ?act rg:relation ?any . {condition} }}"


def ambiguous() -> str:
    """Return the query for the properties of which an act has two values, where one counts."""
    parts = " UNION ".join(f"{{ ?act rg:{name} ?value BIND('{name}' AS ?property) }}" for name in _ONCE)
    return (
        f"{PROLOGUE}SELECT ?property WHERE {{ {parts} }} GROUP BY ?property "
        "HAVING(COUNT(?value) > COUNT(DISTINCT ?act))"
    )


def saying(relations: Iterable[str]) -> str:
    """Return the query for an act of one of some relations whose object is an act."""
    return (
        f"{PROLOGUE}SELECT ?act WHERE {{ ?act rg:relation ?said . FILTER({among('?said', relations)}) "
        "?act rg:object ?content . ?content rg:relation ?any } LIMIT 1"
    )


USED = f"{PROLOGUE}SELECT DISTINCT ?relation WHERE {{ ?act rg:relation ?relation }}"
"""The query for the relations of acts."""
