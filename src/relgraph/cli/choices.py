"""What options offer: names and defaults of the package, written down so that help loads none of its rooms.

A test holds each of them against the room that it stands for.
"""

PROJECTIONS = (
    "actors", "participation", "co-participation", "membership", "co-membership", "stances", "agreement",
    "topics", "signed", "full",
)  # fmt: skip

OVER = ("shared", "all")
"""What the score of a pair is taken over."""

MEASURES = (
    "degree", "in-degree", "out-degree", "strength", "betweenness", "closeness", "harmonic", "eigenvector",
    "pagerank", "hits", "constraint", "effective-size", "core", "clustering", "brokerage", "two-mode-degree",
    "two-mode-closeness", "two-mode-betweenness", "two-mode-eigenvector",
)  # fmt: skip

DEFAULT_MEASURES = ("degree", "strength", "betweenness", "pagerank")

PROFILES = ("project", "standard", "evidence")

BACKBONES = ("disparity", "noise-corrected")

RESAMPLE = ("acts", "sources")

PERIODS = ("year", "quarter", "month", "event")

BLOC_SEED = 0

BLOC_RUNS = 100

RDF_FORMATS = ("turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads")

NETWORK_FORMATS = ("graphml", "gexf", "json", "csv", "csv-nodes", "parquet")

CHART_FORMATS = ("svg", "png")

RESULT_TABLES = ("csv", "tsv", "json", "xml")
"""The formats of a query that gives a table."""

RESULT_GRAPHS = ("turtle", "ntriples", "jsonld")
"""The formats of a query that gives triples."""

PROTOCOLS = ("auto", "graph-store", "update")

PUSH_TIMEOUT = 60.0
