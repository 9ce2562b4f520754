"""Real triple stores and parsers, each behind one contract: adding one is one file in this folder."""
