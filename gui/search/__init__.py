"""The search over all results, in the window."""
