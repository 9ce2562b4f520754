"""Turtle into a store: python -m benchmarks.rivals.load FILE."""

import sys

import pyoxigraph as ox

store = ox.Store()
store.load(path=sys.argv[1], format=ox.RdfFormat.TURTLE)
print(len(store))
