"""relgraph called from Python, for lines where the command would do more than the rival does."""
