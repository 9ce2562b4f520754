"""Data against our shapes, without the checks beside them, with pySHACL.

python -m benchmarks.rivals.shacl FILE
"""

import sys
from pathlib import Path

import pyshacl
import rdflib

ONTOLOGY = Path(__file__).parents[2] / "ontology"

data = rdflib.Graph().parse(sys.argv[1], format="turtle")
# Parsed into the data: what pySHACL adds of an ontology by itself lacks the schemes of the controlled values.
data.parse(ONTOLOGY / "relgraph.ttl", format="turtle")
shapes = rdflib.Graph().parse(ONTOLOGY / "shapes" / "data.ttl", format="turtle")
conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
print(report)
sys.exit(0 if conforms else 1)
