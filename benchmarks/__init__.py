"""relgraph and other ways to the same answers, compared in time and memory: ``python -m benchmarks``."""
