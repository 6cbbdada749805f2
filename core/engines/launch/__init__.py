"""Before a worker starts: its environment, and what keeps it from starting."""
