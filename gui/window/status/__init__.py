"""The strip at the bottom of the window."""
