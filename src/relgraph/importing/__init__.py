"""Importing: event tables, lists of edges and RDF of any vocabulary as acts.

Read in this order: :mod:`~relgraph.importing.mappings` (a query in SQL for each kind of table, in ``kinds/``),
:mod:`~relgraph.importing.given_files`, :mod:`~relgraph.importing.headers` and
:mod:`~relgraph.importing.tables` (files as relations of DuckDB), :mod:`~relgraph.importing.database` (these
under the names that a mapping has for them), :mod:`~relgraph.importing.canonical` (the one table that all
become), :mod:`~relgraph.importing.things`, :mod:`~relgraph.importing.names` and
:mod:`~relgraph.importing.relation_names` (IRIs for what it names), :mod:`~relgraph.importing.written` and
:mod:`~relgraph.importing.statements` (what is written), :mod:`~relgraph.importing.importing` (all of it). RDF
comes in by a query, see :mod:`~relgraph.importing.by_query`.
"""

from relgraph.importing.agreement import Agreement
from relgraph.importing.by_query import ImportedRdf, import_rdf
from relgraph.importing.canonical import Choice
from relgraph.importing.database import Reading
from relgraph.importing.importing import Imported, Rejected, agreement_of_tables, import_tables
from relgraph.importing.mappings import Mapping, bundled_mappings, edges_of_codes, mapping_named, read_mapping
from relgraph.importing.names import SYSTEMS, Names, StateName, normalised, state_names

__all__ = [
    "SYSTEMS",
    "Agreement",
    "Choice",
    "Imported",
    "ImportedRdf",
    "Mapping",
    "Names",
    "Reading",
    "Rejected",
    "StateName",
    "agreement_of_tables",
    "bundled_mappings",
    "edges_of_codes",
    "import_rdf",
    "import_tables",
    "mapping_named",
    "normalised",
    "read_mapping",
    "state_names",
]
