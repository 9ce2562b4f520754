"""Data validated against our shapes with pySHACL, without the checks.

python -m benchmarks.rivals.shacl FILE
"""

import sys
from pathlib import Path

import pyshacl
import rdflib

ONTOLOGY = Path(__file__).parents[2] / "ontology"

data = rdflib.Graph().parse(sys.argv[1], format="turtle")
# Parsed into the data: what pySHACL mixes in of an ontology leaves out the schemes of controlled values.
data.parse(ONTOLOGY / "relgraph.ttl", format="turtle")
shapes = rdflib.Graph().parse(ONTOLOGY / "shapes" / "data.ttl", format="turtle")
conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
print(report)
sys.exit(0 if conforms else 1)
