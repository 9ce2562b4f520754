"""Graphs in the ontology of relgraph, of any size, with the variety of real ones and the same bytes each time.

    python -m benchmarks.generator --triples 1000000 --seed 7 -o FILE
    python -m benchmarks.generator --acts 20000 > FILE
    python -m benchmarks.generator --votes 13087 -o FILE
    python -m benchmarks.generator --nodes 3000 --edges 43000 -o FILE
    python -m benchmarks.generator --blocs 1000 --edges 3300 -o FILE

A graph is written as it is made, so that its size is not bounded by memory: first who and what there is, then
report after report, each with its meeting, who took part and who said what, and between them rows of event
tables. States, persons, topics and meetings are used the more, the earlier they come (Zipf's law), so degrees
have heavy tails. It keeps to the shapes and checks of relgraph unless a share of broken acts is asked for.
"""

from benchmarks.generator.blocs import write_blocs
from benchmarks.generator.graph import write_graph
from benchmarks.generator.networks import write_network
from benchmarks.generator.votes import write_votes

__all__ = ["write_blocs", "write_graph", "write_network", "write_votes"]
