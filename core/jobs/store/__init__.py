"""The queue on disk: SQLite, its migrations and its statements."""
