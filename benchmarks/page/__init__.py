"""How large a page is, how long it takes to render, how fast it answers: ``python -m benchmarks.page``.

A graph with blocs that are known beforehand is rendered by the command, and the page is used in Chromium,
offline, by real events of mouse and wheel.
"""
