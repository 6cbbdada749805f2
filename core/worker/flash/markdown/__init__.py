"""Text, inline marks and tables as Markdown."""
