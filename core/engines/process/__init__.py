"""An engine's process: its start, its words, its limits, its end."""
