"""The main window and its parts, and the windows that open from it."""
