"""Stores on disk: folders that commands read and never change.

Such a folder has a manifest and a generation of the database. :mod:`relgraph.loading` makes it. A load builds a
new generation beside the current one and then lets the manifest, which is replaced as a whole, name that;
whoever still reads the one before is not disturbed.
"""
