"""Confinement: what a query or an update may not do, and the process that keeps it from doing it.

Two fences keep SPARQL on this machine. Text that could call another server is refused
(:mod:`~relgraph.confinement.refusals`), and what is not refused is answered in a process that can open nothing,
so that no address can be reached whatever the text says (:mod:`~relgraph.confinement.child`).
"""
