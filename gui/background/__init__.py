"""Work off the GUI thread, and its results back in it."""
