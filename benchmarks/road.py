"""How long the road from Turtle to PageRank takes on a large graph, beside two other ways, in one run.

    python benchmarks/road.py [--acts 100000] [--rounds 3] [--rdflib]

Each way is a process of its own, timed whole; the ways take turns, so that a slow moment of the machine hits
them alike. What counts is the ratio, not the seconds.

- ``relgraph``: open, project actors, centrality.
- ``joined by hand``: pyoxigraph load, one query that counts acts by pair, NetworkX.
- ``rdflib alone`` (with --rdflib, slow): parse, the same query, NetworkX.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = """
PREFIX rg: <https://w3id.org/relgraph/ontology#>
SELECT ?a ?b (COUNT(?act) AS ?n) WHERE { ?act rg:actor ?a ; rg:object ?b . ?b a rg:Actor } GROUP BY ?a ?b
"""

RELGRAPH = """
import sys, relgraph
network = relgraph.project(relgraph.open(sys.argv[1]), "actors")
print(relgraph.centrality(network, ["pagerank"]).rows[0][1])
"""

BY_HAND = """
import sys, networkx as nx, pyoxigraph as ox
store = ox.Store(); store.load(path=sys.argv[1], format=ox.RdfFormat.TURTLE)
graph = nx.DiGraph()
rows = store.query(sys.argv[2])
graph.add_weighted_edges_from((r["a"].value, r["b"].value, float(r["n"].value)) for r in rows)
scores = nx.pagerank(graph); print(max(scores, key=scores.get))
"""

RDFLIB = """
import sys, networkx as nx, rdflib
store = rdflib.Graph().parse(sys.argv[1], format="turtle")
graph = nx.DiGraph()
graph.add_weighted_edges_from((str(r.a), str(r.b), float(r.n)) for r in store.query(sys.argv[2]))
scores = nx.pagerank(graph); print(max(scores, key=scores.get))
"""


def write_graph(path: Path, acts: int) -> None:
    """Write ``acts`` acts of ten triples each between a twentieth as many states."""
    draw = random.Random(20210706)  # noqa: S311 - reproducible, not secret
    actors = max(acts // 20, 10)
    with path.open("w", encoding="utf-8") as file:
        file.write("@prefix rg: <https://w3id.org/relgraph/ontology#> .\n")
        file.write("@prefix ex: <https://example.org/> .\n")
        file.write("@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n")
        for number in range(actors):
            file.write(f"ex:s{number} a rg:State , rg:Actor .\n")
        for number in range(acts):
            source, target = draw.randrange(actors), int(actors * draw.random() ** 2)
            day = f"2021-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
            file.write(
                f"ex:x{number} a rg:Support , rg:Act ; rg:actor ex:s{source} ; rg:relation rg:supports ;"
                f' rg:object ex:s{target} ; rg:date "{day}"^^xsd:date ; rg:modality rg:modalityAsserted ;'
                f" rg:certainty rg:certain ; rg:evidence ex:e{number} ; rg:madeAt ex:m{number % 500} .\n"
            )


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--acts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rdflib", action="store_true")
    options = parser.parse_args()
    ways = {"relgraph": RELGRAPH, "joined by hand": BY_HAND}
    if options.rdflib:
        ways["rdflib alone"] = RDFLIB
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acts.ttl"
        write_graph(path, options.acts)
        for _ in range(options.rounds):
            for name, script in ways.items():
                began = time.perf_counter()
                command = [sys.executable, "-c", script, path, COUNT]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own scripts
                seconds[name].append(time.perf_counter() - began)
    base = statistics.median(seconds["relgraph"])
    for name, taken in seconds.items():
        median = statistics.median(taken)
        print(f"{name:16} {median:8.2f} s   {median / base:6.2f} x relgraph")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
