"""The data model that all stages share: namespaces, ontology, acts, things, dates, sources."""
