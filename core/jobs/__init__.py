"""A document's run: its states, the queue on disk, who takes what next, where results go."""
