"""Full-text search over all results: the index, what goes into it, and queries."""
