"""The network of who voted together: python -m benchmarks.ours.votes FILE."""

import sys

import relgraph

network = relgraph.fold_files(sys.argv[1], name="co-participation").network()
print(len(network.nodes), "nodes,", len(network.edges), "edges")
