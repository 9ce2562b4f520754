"""What a network counts, asked in SPARQL: one query for each, and whether its pairs have a direction.

They count what a query of a few lines can. Of ``co-participation`` that is what relgraph counts; ``actors`` and
``signed`` leave out who acts jointly, whom an object involves and whose act an act is about.
"""

from __future__ import annotations

_PREFIXES = """
PREFIX ex: <https://example.org/terms#>
PREFIX rg: <https://w3id.org/relgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_KINDS = "VALUES ?kind { rg:State rg:Organization ex:DevelopmentBank rg:Person rg:CollectiveActor }"
_SIGNED = (
    "VALUES ?relation { rg:supports rg:opposes rg:rejects rg:proposes rg:agreesTo rg:suggests rg:pledges "
    "rg:wishes rg:welcomes rg:appreciates rg:provides rg:memberOf rg:strategicPartnerOf rg:cooperatesWith }"
)
_TAKING_PART = """
  VALUES ?relation { rg:participatesIn rg:attends rg:chairs rg:coChairs rg:organizes }
  ?act rg:relation ?relation ; rg:object ?event ; rg:modality rg:modalityAsserted
  FILTER NOT EXISTS { ?act rg:polarity rg:negative }
"""

QUESTIONS = {
    # Acts from actor to object or recipient.
    "actors": f"""{_PREFIXES}
SELECT ?a ?b (COUNT(?act) AS ?n) WHERE {{
  {_KINDS} ?b a ?kind .
  ?act rg:object|rg:recipient ?b ; rg:actor ?a
  FILTER(?a != ?b)
}} GROUP BY ?a ?b""",
    # The same, of relations that bring actors together or set them against each other.
    "signed": f"""{_PREFIXES}
SELECT ?a ?b (COUNT(?act) AS ?n) WHERE {{
  {_KINDS} ?b a ?kind .
  ?act rg:object|rg:recipient ?b ; rg:actor ?a ; rg:relation ?relation
  {_SIGNED}
  FILTER(?a != ?b)
}} GROUP BY ?a ?b""",
    # Acts of an actor on a topic, by itself or by its object.
    "topics": f"""{_PREFIXES}
SELECT ?a ?b (COUNT(DISTINCT ?act) AS ?n) WHERE {{
  ?act rg:actor ?a ; rg:concerns|(rg:object/rg:concerns) ?b .
  ?b a skos:Concept
}} GROUP BY ?a ?b""",
    # Events and mechanisms in which two actors took part.
    "co-participation": f"""{_PREFIXES}
SELECT ?a ?b (COUNT(?event) AS ?n) WHERE {{
  {{ SELECT DISTINCT ?a ?event WHERE {{ {_TAKING_PART} ?act rg:actor ?a }} }}
  {{ SELECT DISTINCT ?b ?event WHERE {{ {_TAKING_PART} ?act rg:actor ?b }} }}
  FILTER(STR(?a) < STR(?b))
}} GROUP BY ?a ?b""",
}

DIRECTED = ("actors", "signed")

# Acts, their objects and the passages that they rest on.
ROWS = f"""{_PREFIXES}
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?act ?object ?evidence ?source WHERE {{
  ?act rg:object ?object ; rg:evidence ?evidence .
  ?evidence oa:hasSource ?source
}} LIMIT 100000"""
