"""What relgraph takes beside other ways, in time and memory: ``python -m benchmarks``."""
