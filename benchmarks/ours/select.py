"""Rows of a query as CSV: python -m benchmarks.ours.select FILE."""

import sys

import relgraph
from benchmarks.rivals.questions import ROWS

result = relgraph.query(relgraph.open(sys.argv[1]), ROWS)
sys.stdout.buffer.write(result.serialize("csv"))
