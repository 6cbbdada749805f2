"""The right side of the window: a result, or a message in its place."""
