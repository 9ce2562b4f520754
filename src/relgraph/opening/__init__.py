"""Opening: files, folders and graphs of rdflib into one graph, in a store or in columns."""

from relgraph.opening.sources import as_written, open, open_columns

__all__ = ["as_written", "open", "open_columns"]
