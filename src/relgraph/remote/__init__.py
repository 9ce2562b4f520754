"""Triple stores elsewhere, reached over HTTP.

:func:`push` sends a graph by one of two protocols (``graph_store``, ``update_endpoint``), cut into requests
(``batching``), and compares what is there afterwards (``verification``). Both protocols speak through a
``connection``, which knows ``credentials`` and whose errors ``failures`` words; ``addresses`` are checked, and
shown without secrets.
"""

from relgraph.remote.connection import TIMEOUT
from relgraph.remote.pushing import PROTOCOLS, Pushed, push

__all__ = ["PROTOCOLS", "TIMEOUT", "Pushed", "push"]
