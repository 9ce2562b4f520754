"""What relgraph does through its Python interface, where the command line would do more than the rival does."""
