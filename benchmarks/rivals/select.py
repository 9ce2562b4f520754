"""Rows of a query as CSV: python -m benchmarks.rivals.select FILE."""

import sys

import pyoxigraph as ox

from benchmarks.rivals.questions import ROWS

store = ox.Store()
store.load(path=sys.argv[1], format=ox.RdfFormat.TURTLE)
rows = store.query(ROWS)
assert isinstance(rows, ox.QuerySolutions)
rows.serialize(sys.stdout.buffer, format=ox.QueryResultsFormat.CSV)
