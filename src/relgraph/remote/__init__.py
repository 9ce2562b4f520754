"""Triple stores and language models elsewhere, reached over HTTP.

:func:`push` sends a graph by one of two protocols (``graph_store``, ``update_endpoint``), cut into requests
(``batching``), and compares what is there afterwards (``verification``). Both protocols speak through a
``connection``, which knows ``credentials`` and whose errors ``failures`` words. It keeps to a ``deadline``, is
``waiting`` as long as a busy store asks, and takes by its ``transport`` no half response for a whole one.
A ``query_endpoint`` is asked, its ``answers`` are kept whole before a row is read, and counted and paged by
``wrapping``; :func:`connect` returns an ``endpoint_graph`` over it, which takes ``questions`` of a user, whose
answers it is ``checking``, and :func:`fetch` gets all that is there (``fetching``).
``addresses`` are checked, and shown without secrets. A ``chat`` asks a language model, and keeps to the
same limits.
"""

from relgraph.remote.connection import TIMEOUT
from relgraph.remote.endpoint_graph import EndpointGraph, connect
from relgraph.remote.fetching import fetch
from relgraph.remote.pushing import PROTOCOLS, Pushed, push

__all__ = ["PROTOCOLS", "TIMEOUT", "EndpointGraph", "Pushed", "connect", "fetch", "push"]
