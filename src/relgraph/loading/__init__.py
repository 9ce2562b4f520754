"""Loading: files into a store on disk, with what follows from them, the vocabulary and the closures."""

from relgraph.loading.loading import Loaded, load

__all__ = ["Loaded", "load"]
