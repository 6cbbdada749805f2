"""The queue in the window: its threads, and the signals that tell of it."""
