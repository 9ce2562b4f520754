"""Show: what a thing is, the acts that name it, and all that links two things, in whose words and from where.

:mod:`~relgraph.showing.linking` finds the acts and relations, :mod:`~relgraph.showing.portrait` puts them
in order, and :mod:`~relgraph.showing.neighbourhoods` reads of a large graph what they take.
"""

from relgraph.showing.linking import Link
from relgraph.showing.neighbourhoods import neighbourhood
from relgraph.showing.portrait import Shown, node_named, show

__all__ = ["Link", "Shown", "neighbourhood", "node_named", "show"]
