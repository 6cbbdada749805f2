"""The connection to a cluster, in the window."""
