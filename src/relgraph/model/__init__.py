"""What every stop of the road speaks of: namespaces, ontology, acts, things, dates, sources."""
