"""From files and folders that the user names to jobs."""
