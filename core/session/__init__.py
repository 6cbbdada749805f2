"""The queue as a running window uses it: commands, undo, and the state of its rows."""
