"""Which card takes which job, and what has to wait."""
